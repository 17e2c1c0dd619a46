// SPDX-License-Identifier: Apache-2.0

/**
 * What a dApp needs beside `@polkadot/api` to work with a Galen chain.
 *
 * - {@link canonicalize}: JSON in one form, numbers as they are written
 * - {@link documentCommitment}, {@link FieldTree}: what goes on chain instead of a document
 * - {@link checkDisclosure}, {@link verifyPath}: checking without the chain what the chain checks
 * - {@link parseFhir}: whether bytes are a FHIR R4 resource
 * - {@link signClaim} and its like: what patients and guardians sign off chain
 * - {@link consentFromFhir}, {@link directiveToFhir}: FHIR Consent and what the chain decides with
 * - {@link sealFields}, {@link openHandover}: documents handed over under a grant, encrypted
 * - {@link verifyLog}, {@link accounting}: who saw what, and whether that is all
 * - {@link parseElementString}, {@link parseDigitalLink}, {@link parseGs1Identifier}: GS1's keys
 * - {@link parseUdi}: which device it is, whoever issued its identifier
 * - {@link parseEpcis}, {@link eventHash}, {@link intents}: events of supply chains
 * - {@link LotFile}: a lot's packs, their root, and what proves each of them
 * - {@link ReadingWindow}, {@link signWindow}: what sensors state of temperatures
 * - {@link packLabel}, {@link explainTrace}: from a scanned pack to what the chain knows of it
 * - {@link epcisCalls}: events of supply chains as calls
 * - {@link parseTrialRecord}, {@link replayOf}: records of trials, and subjects with their totals
 * - {@link registrationCall}, {@link periodCalls}: what registers a trial and plays it again
 * - {@link AllocationList}, {@link RegistrarKey}: sealed arms, and nobody enrolled twice
 * - {@link claimFromFhir}, {@link explanationToFhir}: FHIR Claims as calls, and what became of them
 * - {@link TariffFile}: a payer's fee schedule, its root, and what proves each price
 * - {@link remittanceAdvice}, {@link balances}: what was paid, as X12 835 has it
 * - {@link proveState}, {@link verifyState}: what the chain says, for whoever has no node of it
 * - {@link minorUnits}: amounts from decimals, and never rounded
 * - {@link institutionKinds}, {@link roleSet}: bit sets by name
 * - {@link explainDispatchError}, {@link explainRpcError}: failures in words
 */

export * from './allocation.js';
export { type Bytes, type Hex, accountBytes, toBytes, toHex } from './bytes.js';
export * from './canonical.js';
export {
	BIZ_STEPS,
	BIZ_TRANSACTION_TYPES,
	DISPOSITIONS,
	ERROR_REASONS,
	SOURCE_DESTINATION_TYPES,
} from './cbv.js';
export * from './claim-calls.js';
export * from './claim-terms.js';
export * from './claim-view.js';
export * from './cold-chain.js';
export * from './commitment.js';
export * from './consent.js';
export * from './digest.js';
export {
	canonicalDigitalLink,
	type DigitalLink,
	type DigitalLinkOptions,
	formatDigitalLink,
	parseDigitalLink,
} from './digital-link.js';
export * from './directive.js';
export * from './enrolment-token.js';
export * from './epc.js';
export * from './epcis.js';
export * from './epcis-calls.js';
export * from './epcis-hash.js';
export * from './epcis-intents.js';
export * from './errors.js';
export * from './fhir.js';
export * from './fields.js';
export * from './groups.js';
export * from './gs1.js';
export * from './handover.js';
export * from './identifiers.js';
export * from './iso3166.js';
export * from './kinds.js';
export * from './log.js';
export * from './lot.js';
export * from './merkle.js';
export * from './money.js';
export * from './remittance.js';
export * from './statement.js';
export { checkProof, readProof } from './storage-proof.js';
export { StateProofError, type StateProofErrorCode } from './storage-proof-error.js';
export * from './storage-proof-finality.js';
export {
	type BlockHeader,
	type ConsensusLog,
	type HeaderJson,
	type HeaderSource,
	readHeader,
} from './storage-proof-header.js';
export * from './storage-proof-meaning.js';
export type { StateProof } from './storage-proof-node.js';
export * from './storage-proof-parachain.js';
export {
	decodeState,
	type Freshness,
	type KeyHasher,
	type KeyPart,
	proveState,
	type ProvenState,
	type StateItem,
	stateItem,
	stateItems,
	type Trust,
	verifyState,
} from './storage-proof-state.js';
export * from './tariff.js';
export * from './trace.js';
export * from './trial-calls.js';
export * from './trial-record.js';
export * from './trial-replay.js';
export * from './udi.js';
