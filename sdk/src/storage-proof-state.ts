// SPDX-License-Identifier: Apache-2.0

/**
 * Proofs of what a Galen chain says, for whoever has no node of it: another chain, a FHIR server.
 *
 * {@link proveState} asks a node for everything; the proof is plain JSON. {@link verifyState} needs
 * no node, only what the verifier has to know from elsewhere: the chain's id, and who decides what is
 * final ({@link Trust}). It answers bytes; {@link decodeState} makes of them what polkadot.js would.
 *
 * It is the same on both runtimes but for finality. A parachain's blocks are made final by its relay
 * chain: see `proveParachainState`.
 */

import type { ApiPromise } from '@polkadot/api';
import type { Codec } from '@polkadot/types/types';
import { blake2AsU8a, xxhashAsU8a } from '@polkadot/util-crypto';
import {
	accountBytes,
	type Bytes,
	concat,
	exactly,
	type Hex,
	toBytes,
	toHex,
	u32,
	u64,
	utf8,
} from './bytes.js';
import { keyNumber, parseGs1Key, parseGtin, parseLotOrSerial } from './gs1.js';
import { shortBytes } from './scale.js';
import { readProof } from './storage-proof.js';
import { StateProofError } from './storage-proof-error.js';
import { type AuthoritySet, type BlockId, verifyFinality } from './storage-proof-finality.js';
import { type BlockHeader, readHeader } from './storage-proof-header.js';
import { askFinal, type StateProof } from './storage-proof-node.js';
import { Reader } from './storage-proof-reader.js';

/** How the part of a key is hashed: as the storage of pallets declares it. */
export type KeyHasher = 'Identity' | 'Twox64Concat' | 'Blake2_128Concat';

/** A part of a key, in SCALE. */
export type KeyPart = readonly [hasher: KeyHasher, encoded: Uint8Array];

/** Something in the state. */
export interface StateItem {
	readonly pallet: string;
	/** The storage of the pallet's. */
	readonly storage: string;
	readonly hashers: readonly KeyHasher[];
	readonly key: Hex;
}

/** A value of a pallet's storage, or the one in a map under these parts of a key. */
export function stateItem(pallet: string, storage: string, ...parts: KeyPart[]): StateItem {
	const key = concat(
		xxhashAsU8a(pallet, 128),
		xxhashAsU8a(storage, 128),
		...parts.map(([hasher, encoded]) => concat(PREFIXES[hasher](encoded), encoded)),
	);
	return { pallet, storage, hashers: parts.map(([hasher]) => hasher), key: toHex(key) };
}

const PREFIXES: Readonly<Record<KeyHasher, (encoded: Uint8Array) => Uint8Array>> = {
	Identity: () => new Uint8Array(),
	Twox64Concat: (encoded) => xxhashAsU8a(encoded, 64),
	Blake2_128Concat: (encoded) => blake2AsU8a(encoded, 128),
};

const numbered = (id: number): KeyPart => ['Twox64Concat', u32(id)];
const pseudonym = (patient: Bytes): KeyPart => ['Identity', exactly(32, patient, 'the patient')];
const gtinBytes = (gtin: string): Uint8Array => u64(keyNumber(parseGtin(gtin)));
const inProduct = (gtin: string, text: string): KeyPart => [
	'Blake2_128Concat',
	concat(gtinBytes(gtin), shortBytes(utf8(parseLotOrSerial(text)))),
];

/** What outsiders ask about, by its ids. For anything else there is {@link stateItem}. */
export const stateItems = {
	/** The chain's id. */
	chainId: () => stateItem('Institutions', 'ChainIdentity'),
	/** The chain's clock. */
	now: () => stateItem('Timestamp', 'Now'),
	/** The runtime that the state was written by. */
	runtime: () => stateItem('System', 'LastRuntimeUpgrade'),

	/** An institution's licence: see `licenceOf`. */
	institution: (institution: number) =>
		stateItem('Institutions', 'Institutions', numbered(institution)),
	/** What a member of staff may do, and for whom: see `licenceOf`. */
	credential: (account: Bytes) =>
		stateItem('Institutions', 'Credentials', ['Blake2_128Concat', accountBytes(account)]),

	/** All that a patient consents to or forbids: see `consentOf`. */
	directives: (patient: Bytes) => stateItem('Consent', 'Directives', pseudonym(patient)),
	/** One version of a consent: who made it count and how it ended, and no other consent. */
	consentVersion: (patient: Bytes, consent: number, version: number) =>
		stateItem('Consent', 'Versions', pseudonym(patient), [
			'Twox64Concat',
			concat(u32(consent), u32(version)),
		]),
	/** What was granted on a request: see `grantOf`. */
	grant: (grant: number | bigint) =>
		stateItem('Disclosures', 'Grants', ['Twox64Concat', u64(grant)]),

	/** A product, by 8 to 14 digits. */
	product: (gtin: string) =>
		stateItem('DrugProvenance', 'Products', ['Blake2_128Concat', gtinBytes(gtin)]),
	lot: (gtin: string, lot: string) => stateItem('DrugProvenance', 'Lots', inProduct(gtin, lot)),
	/** A pack that has a state of its own. */
	pack: (gtin: string, serial: string) =>
		stateItem('DrugProvenance', 'Packs', inProduct(gtin, serial)),
	/** The last recall of one pack. */
	packRecall: (gtin: string, serial: string) =>
		stateItem('DrugProvenance', 'PackRecalls', inProduct(gtin, serial)),
	/** A container, by its SSCC. */
	container: (sscc: string) =>
		stateItem('DrugProvenance', 'Units', [
			'Blake2_128Concat',
			u64(keyNumber(parseGs1Key('SSCC', sscc))),
		]),
} as const;

/** What a verifier knows from elsewhere. */
export type Trust = {
	/** The chain's id: the same for ever, whichever runtime the chain has. */
	readonly chainId: Bytes;
} & (
	| {
			/** Who decides what is final. */
			readonly authorities: AuthoritySet;
	  }
	| {
			/** The hash of a block that is known to be final. **It is taken on trust**: nobody's
			 * vote is looked at. */
			readonly block: Bytes;
	  }
);

/** How recent a state has to be. */
export interface Freshness {
	/** By the chain's clock, in milliseconds since 1970, UTC: not before this moment. */
	readonly since?: number;
	/** Not before this block. */
	readonly fromBlock?: number;
}

/** What is proven. */
export interface ProvenState {
	readonly block: BlockId;
	/** The chain's clock in that block: the moment of which all of this is true. */
	readonly at: number;
	/** The version of the runtime that the values were written by. */
	readonly specVersion: number;
	/** What stands where: in the order of the items, `null` for what isn't there. */
	readonly values: readonly (Uint8Array | null)[];
	/** Who decides on later blocks, if other authorities have taken over: trust them from now on. */
	readonly next: AuthoritySet | undefined;
}

/** What every proof proves besides: whose state it is, when, and how it is written. */
const frame = (): StateItem[] => [stateItems.chainId(), stateItems.now(), stateItems.runtime()];

/** The keys of these items, and of what every proof proves besides. */
export const keysOf = (items: readonly StateItem[]): Hex[] => [
	...new Set([...frame(), ...items].map(({ key }) => key)),
];

/**
 * Asks a node for a proof of these items, in the next state that becomes final: in a few seconds. On a
 * chain without GRANDPA it is the newest state that is final.
 *
 * @param seconds how long to wait for a block to become final
 */
export async function proveState(
	api: Pick<ApiPromise, 'rpc'>,
	items: readonly StateItem[],
	seconds = 60,
): Promise<StateProof> {
	return askFinal(api, keysOf(items), seconds);
}

/**
 * What `items` are in a chain's state. Throws a {@link StateProofError} unless the proof is of these
 * items alone, in the state after a block that is final, of the chain that is meant, and as recent
 * as it has to be.
 */
export function verifyState(
	trust: Trust,
	proof: StateProof,
	items: readonly StateItem[],
	freshness: Freshness = {},
): ProvenState {
	const header = readHeader(proof.header);
	const next = ensureFinal(trust, header, proof);
	const keys = keysOf(items);
	const values = readProof(header.stateRoot, proof.nodes, keys);
	const valueOf = ({ key }: StateItem): Uint8Array | null => values[keys.indexOf(key)] ?? null;
	const [chainId, now, runtime] = frame().map((item) => {
		const value = valueOf(item);
		if (value === null) {
			throw new StateProofError(
				'other-layout',
				`there is no ${item.pallet}.${item.storage}: it is no state of a Galen chain`,
			);
		}
		return value;
	}) as [Uint8Array, Uint8Array, Uint8Array];

	const [found, meant] = [chainId, exactly(32, trust.chainId, 'the chain id')].map((id) =>
		toHex(id),
	);
	if (found !== meant) {
		throw new StateProofError('other-chain', `it is the state of the chain ${found}`);
	}
	const clock = new Reader(now, 'other-layout');
	const at = Number(clock.u64('the clock'));
	clock.end('the clock');
	const { since = 0, fromBlock = 0 } = freshness;
	if (!(at >= since) || !(header.number >= fromBlock)) {
		const when = Number.isNaN(new Date(at).valueOf()) ? String(at) : new Date(at).toISOString();
		const reason = `block ${header.number} of ${when} is too old`;
		throw new StateProofError('stale', reason);
	}
	return {
		block: { hash: header.hash, number: header.number },
		at,
		specVersion: new Reader(runtime, 'other-layout').compact('the version'),
		values: items.map(valueOf),
		next,
	};
}

function ensureFinal(
	trust: Trust,
	header: BlockHeader,
	proof: StateProof,
): AuthoritySet | undefined {
	if ('authorities' in trust) {
		if (proof.finality === null) {
			throw new StateProofError('malformed-finality', 'the proof says nothing of finality');
		}
		return verifyFinality(trust.authorities, proof.header, proof.finality).next;
	}
	const trusted = toHex(exactly(32, trust.block, 'the block'));
	if (header.hash !== trusted) {
		const reason = `the block is ${header.hash}, not ${trusted}`;
		throw new StateProofError('other-block', reason);
	}
	return undefined;
}

/**
 * What a proven value says, as polkadot.js decodes it. What isn't there is `null`, or what the
 * storage answers for it: the empty list of a patient without directives.
 *
 * @param api with metadata of the runtime that {@link ProvenState.specVersion} names, **from where
 *   the verifier trusts it**: metadata says which bytes mean what
 */
export function decodeState(
	{ registry }: Pick<ApiPromise, 'registry'>,
	{ pallet, storage, hashers }: StateItem,
	value: Bytes | null,
): Codec | null {
	const name = `${pallet}.${storage}`;
	const entry = registry.metadata.pallets
		.find((one) => one.name.toString() === pallet)
		?.storage.unwrapOrDefault()
		.items.find((one) => one.name.toString() === storage);
	if (entry === undefined) {
		throw new StateProofError('other-layout', `the metadata has no ${name}`);
	}
	const declared = entry.type.isMap
		? entry.type.asMap.hashers.map((hasher) => hasher.type.toString())
		: [];
	if (declared.join() !== hashers.join()) {
		const reason = `the keys of ${name} are hashed by ${declared.join() || 'nothing'}`;
		throw new StateProofError('other-layout', reason);
	}
	if (value === null && entry.modifier.isOptional) {
		return null;
	}
	const bytes = value === null ? entry.fallback.toU8a(true) : toBytes(value);
	const type = entry.type.isMap ? entry.type.asMap.value : entry.type.asPlain;
	let decoded: Codec;
	try {
		decoded = registry.createTypeUnsafe(registry.createLookupType(type), [bytes]);
	} catch (error) {
		const reason = `the value of ${name} isn't what the metadata says: ${String(error)}`;
		throw new StateProofError('other-layout', reason);
	}
	if (toHex(decoded.toU8a()) !== toHex(bytes)) {
		const reason = `the value of ${name} isn't what the metadata says`;
		throw new StateProofError('other-layout', reason);
	}
	return decoded;
}
