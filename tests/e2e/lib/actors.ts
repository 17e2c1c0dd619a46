// SPDX-License-Identifier: Apache-2.0

/** Who acts in walkthroughs and tests: the council, hospitals and their staff, patients. */

import {
	type Context,
	type Hex,
	institutionKinds,
	type InstitutionKind,
	patientId,
	type Role,
	signClaim,
	toHex,
	verifyingKey,
} from '@galen/sdk';
import { Keyring } from '@polkadot/api';
import type { KeyringPair } from '@polkadot/keyring/types';
import { blake2AsHex, cryptoWaitReady, randomAsU8a } from '@polkadot/util-crypto';
import type { Call, Chain, Included } from './chain.js';
import { type Printer, silent } from './printer.js';

/** Where institutions without a home are: ISO 3166-1 numeric, Switzerland. */
const JURISDICTION = 756;

/** The class of allowances that every genesis preset defines. */
export const STANDARD_CLASS = 0;

await cryptoWaitReady();
const keyring = new Keyring({ type: 'sr25519' });

/** A well-known development account: `Alice`, `Bob`, `Charlie`. */
export const wellKnown = (name: string): KeyringPair => keyring.addFromUri(`//${name}`);

/** The members of the development chain's council. Two of them decide. */
export const COUNCIL = ['Alice', 'Bob', 'Charlie'].map(wellKnown);

/** An account that nobody has ever seen. */
export const freshAccount = (type: 'ed25519' | 'sr25519' = 'sr25519'): KeyringPair =>
	keyring.addFromSeed(randomAsU8a(32), {}, type);

/** The key of a device, as `deviceLifecycle.setKey` takes it. */
export const deviceKey = (key: KeyringPair): Record<string, Hex> => ({
	[key.type === 'ed25519' ? 'Ed25519' : 'Sr25519']: toHex(key.publicKey),
});

/** What a key signs, bare. */
export const signWith = (key: KeyringPair, bytes: Uint8Array): Hex => toHex(key.sign(bytes));

/**
 * Has the council pass `call`: one member proposes it, two vote for it, one closes the vote.
 *
 * @returns the closing, whose events are the call's as well
 */
export const govern = (chain: Chain, call: Call, printer: Printer = silent()): Promise<Included> =>
	passes(chain, 'council', call, printer);

/**
 * Has root dispatch `call`, which no body can do alone: the council whitelists it, and the technical
 * committee has it dispatched.
 */
export async function governAsRoot(chain: Chain, call: Call): Promise<Included> {
	await govern(chain, chain.call('whitelist.whitelistCall', blake2AsHex(call.method.toU8a())));
	const dispatched = await passes(
		chain,
		'technicalCommittee',
		chain.call('whitelist.dispatchWhitelistedCallWithPreimage', call.method),
		silent(),
	);
	const result = dispatched.event('whitelist.WhitelistedCallDispatched')['result']?.toString();
	if (result === undefined || !result.toLowerCase().includes('ok')) {
		throw new Error(`the motion passed, but what it dispatched failed: ${result}`);
	}
	return dispatched;
}

/** Has two of three members of a body pass `call`. The bodies have the same members. */
async function passes(
	chain: Chain,
	body: 'council' | 'technicalCommittee',
	call: Call,
	printer: Printer,
): Promise<Included> {
	const [proposer, seconder] = COUNCIL as [KeyringPair, KeyringPair, KeyringPair];
	const length = call.method.encodedLength;
	const proposed = await chain.submit(
		proposer,
		chain.call(`${body}.propose`, 2, call.method, length),
	);
	const proposal = proposed.event(`${body}.Proposed`);
	const [index, hash] = [proposal['proposalIndex'], proposal['proposalHash']];
	printer.done(`//Alice proposes ${call.method.section}.${call.method.method}`, proposed);
	const votes = await Promise.all(
		[proposer, seconder].map((member) =>
			chain.submit(member, chain.call(`${body}.vote`, hash, index, true)),
		),
	);
	votes.forEach((vote, at) => printer.done(`//${['Alice', 'Bob'][at]} votes for it`, vote));
	const { weight } = await call.paymentInfo(proposer);
	const closed = await chain.submit(
		proposer,
		chain.call(`${body}.close`, hash, index, weight, length),
	);
	const outcome = closed.event(`${body}.Executed`)['result']?.toString();
	if (outcome === undefined || !outcome.toLowerCase().includes('ok')) {
		throw new Error(`the motion passed, but its call failed: ${outcome}`);
	}
	printer.done('The vote is closed and the motion carried out', closed);
	return closed;
}

/** A member of an institution's staff. */
export interface Employee {
	readonly account: KeyringPair;
	readonly role: Role;
}

/** What an institution is; a care provider, unless it says otherwise. */
export interface Profile {
	readonly kinds?: InstitutionKind[];
	readonly votingClass?: string;
	readonly allowanceClass?: number;
}

/** An institution, with the account that administrates it. */
export class Institution {
	private constructor(
		readonly chain: Chain,
		/** Its number. */
		readonly id: number,
		readonly administrator: KeyringPair,
		/** What its commitments bind. */
		readonly context: Context,
	) {}

	/** An institution that there is already, by its administrator. */
	static async of(chain: Chain, administrator: KeyringPair): Promise<Institution> {
		const credential = (
			await chain.read('institutionsApi.credential', administrator.address)
		).toJSON() as { institution: number } | null;
		if (credential === null) {
			throw new Error(`${administrator.address} administrates no institution`);
		}
		return Institution.#make(chain, credential.institution, administrator);
	}

	/** A new care provider, admitted by the council. */
	static async admit(
		chain: Chain,
		{ printer, ...profile }: Profile & { printer?: Printer } = {},
	): Promise<{ institution: Institution; admitted: Included }> {
		const administrator = freshAccount();
		const admitted = await govern(
			chain,
			Institution.#admission(chain, administrator, profile),
			printer,
		);
		const id = Number(
			admitted.event('institutions.InstitutionAdmitted')['institution']?.toString(),
		);
		return { institution: await Institution.#make(chain, id, administrator), admitted };
	}

	/** New institutions, admitted by one motion of the council. */
	static async admitAll(chain: Chain, profiles: readonly Profile[]): Promise<Institution[]> {
		const administrators = profiles.map(() => freshAccount());
		const admissions = profiles.map((profile, at) =>
			Institution.#admission(chain, administrators[at] as KeyringPair, profile),
		);
		await govern(chain, chain.call('utility.batchAll', admissions));
		return Promise.all(administrators.map((account) => Institution.of(chain, account)));
	}

	static #admission(
		chain: Chain,
		administrator: KeyringPair,
		{
			kinds = ['CareProvider'],
			votingClass = 'CareProviders',
			allowanceClass = STANDARD_CLASS,
		}: Profile,
	): Call {
		const profile = {
			kinds: institutionKinds(...kinds),
			votingClass,
			gln: null,
			jurisdiction: JURISDICTION,
			allowanceClass,
		};
		return chain.call('institutions.admit', profile, [administrator.address]);
	}

	static async #make(chain: Chain, id: number, administrator: KeyringPair): Promise<Institution> {
		const chainId = (await chain.read('institutionsApi.chainId')).toHex();
		return new Institution(chain, id, administrator, { chainId, institution: id });
	}

	/** Issues credentials to fresh accounts, one for each role. */
	async hire(...roles: Role[]): Promise<{ staff: Employee[]; issued: Included[] }> {
		const staff = roles.map((role) => ({ account: freshAccount(), role }));
		const validity = { from: 0, until: null };
		const issued = await this.chain.submitAll(
			this.administrator,
			staff.map(({ account, role }) =>
				this.chain.call('institutions.issueCredential', account.address, role, 1, validity),
			),
		);
		return { staff, issued };
	}

	/** What staff or patients have left to transact. */
	async allowance(): Promise<{ members: bigint; patients: bigint }> {
		const allowance = (await this.chain.read('institutionsApi.allowance', this.id)).toJSON();
		const { members, patients } = allowance as { members: number; patients: number };
		return { members: BigInt(members), patients: BigInt(patients) };
	}
}

/** Somebody's pseudonym, and the one-time key with which it can be claimed. */
export interface OpenedPatient {
	readonly patient: Hex;
	readonly claimKey: KeyringPair;
	readonly opened: Included;
}

/** Has a registration officer open a patient. The claim key is what goes on the QR code. */
export async function openPatient(chain: Chain, officer: KeyringPair): Promise<OpenedPatient> {
	const nonce = randomAsU8a(32);
	const claimKey = freshAccount();
	const opened = await chain.submit(
		officer,
		chain.call('patients.open', toHex(nonce), verifyingKey(claimKey)),
	);
	const patient = opened.event('patients.PatientOpened')['patient']?.toHex() as Hex;
	const foreseen = patientId(officer.address, nonce);
	if (patient !== foreseen) {
		throw new Error(`the pseudonym is ${patient}, and the SDK foresaw ${foreseen}`);
	}
	return { patient, claimKey, opened };
}

/** The call that gives `patient` to `claimant`, signed with `key`. Anybody can submit it. */
export async function claimCall(
	chain: Chain,
	chainId: Context['chainId'],
	patient: Hex,
	key: KeyringPair,
	claimant: KeyringPair,
): Promise<Call> {
	const expires = (await chain.now()) + 3_600_000;
	const claim = { chainId, patient, claimant: claimant.address, expires };
	return chain.call('patients.claim', patient, claimant.address, expires, signClaim(key, claim));
}
