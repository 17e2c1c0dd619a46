// SPDX-License-Identifier: Apache-2.0

/** How an institution gets a node into the network: applications, endorsements, votes, keys. */

import { digest, type Hex, toHex } from '@galen/sdk';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { AccountId, GrandpaJustification, Header } from '@polkadot/types/interfaces';
import type { Codec } from '@polkadot/types/types';
import { compactStripLength } from '@polkadot/util';
import { base58Encode, ed25519PairFromSeed, ed25519Sign, sha256AsU8a } from '@polkadot/util-crypto';
import type { Keypair } from '@polkadot/util-crypto/types';
import { Institution, wellKnown } from '../lib/actors.js';
import type { BlockRef, Call, Chain, Included } from '../lib/chain.js';
import { type Network, until } from '../lib/network.js';

/** Switzerland, as everywhere in the presets. */
const REGION = 756;

/** The founders' institutions, by their numbers; each is administrated by the account itself. */
export const FOUNDERS = ['Alice', 'Bob', 'Charlie', 'Dave'].map(wellKnown) as [
	KeyringPair,
	KeyringPair,
	KeyringPair,
	KeyringPair,
];

/** The founders' nodes. */
export const FOUNDING_NODES = ['alice', 'bob', 'charlie', 'dave'] as const;

/** The network key that zombienet gives to a node. */
export const networkKey = (name: string): Keypair => ed25519PairFromSeed(sha256AsU8a(name));

/** A network key as libp2p writes it. */
export const peerId = (key: Keypair): string =>
	base58Encode(new Uint8Array([0x00, 0x24, 0x08, 0x01, 0x12, 0x20, ...key.publicKey]));

/** The accounts that a read lists, in hexadecimal. */
export const accounts = (list: Codec): Hex[] =>
	[...(list as unknown as Iterable<AccountId>)].map((account) => account.toHex());

export const accountHex = (account: KeyringPair): Hex => toHex(account.publicKey);

/** The newest state that is final, with `block` in it. */
export async function finalState(chain: Chain, { block }: Included): Promise<Hex> {
	await chain.finalized(block, 90);
	return (await chain.finalizedHead()).hash;
}

/** How a ballot stands, as far as tests look. */
export interface Standing {
	readonly candidate: number;
	readonly roll: readonly { institution: number; vote: string | null }[];
	readonly recused: readonly number[];
	readonly counts: Readonly<Record<string, { members: number; eligible: number; ayes: number }>>;
	readonly outcome: 'Approved' | 'Rejected' | 'Undecided';
}

export async function ballotAt(chain: Chain, hash: Hex, ballot: number): Promise<Standing> {
	const standing = (await chain.readAt(hash, 'nodeAdmissionApi.ballot', ballot)).toJSON();
	if (standing === null) {
		throw new Error(`there is no ballot ${ballot}`);
	}
	return standing as unknown as Standing;
}

/** Casts the votes of several accounts at once. */
export async function vote(
	chain: Chain,
	ballot: number,
	votes: readonly (readonly [KeyringPair, 'Aye' | 'Nay'])[],
): Promise<Included[]> {
	return Promise.all(
		votes.map(([account, says]) =>
			chain.submit(account, chain.call('nodeAdmission.vote', ballot, says)),
		),
	);
}

/** Closes a ballot, and answers what became of it. */
export async function close(
	chain: Chain,
	ballot: number,
): Promise<{ decision: string; admitted: number | null; closed: Included }> {
	const closed = await chain.submit(FOUNDERS[0], chain.call('nodeAdmission.close', ballot));
	const { decision, admitted } = closed.event('nodeAdmission.BallotClosed');
	return {
		decision: String(decision),
		admitted: admitted?.toJSON() as number | null,
		closed,
	};
}

/** The keys with which a validator signs blocks and votes. */
export interface SessionKeys {
	readonly aura: Hex;
	readonly grandpa: Hex;
}

/** A node that zombienet has started, and the institution that wants it admitted. */
export class Candidate {
	constructor(
		readonly network: Network,
		readonly chain: Chain,
		/** What zombienet calls the node. */
		readonly name: string,
		readonly institution: Institution,
	) {}

	/** A new institution, admitted by the council, that has the node called `name`. */
	static async admit(network: Network, chain: Chain, name: string): Promise<Candidate> {
		const { institution } = await Institution.admit(chain, {
			kinds: ['CareProvider', 'NodeOperator'],
		});
		return new Candidate(network, chain, name, institution);
	}

	/** Under which it validates. */
	get account(): KeyringPair {
		return this.institution.administrator;
	}

	get key(): Keypair {
		return networkKey(this.name);
	}

	get peerId(): string {
		return peerId(this.key);
	}

	/**
	 * The application, for the network key `key`, proven with `signer`. A statement of somebody
	 * else's can be replayed by naming its account.
	 */
	async application({
		key = this.key,
		signer = key,
		account = this.account,
	}: { key?: Keypair; signer?: Keypair; account?: KeyringPair } = {}): Promise<Call> {
		const form = {
			kind: 'Validator',
			peer: toHex(key.publicKey),
			certificate: digest('Sha2_256', sha256AsU8a(`the certificate of ${this.name}`)),
			agreement: 1,
			region: REGION,
		};
		const expires = (await this.chain.now()) + 3_600_000;
		const statement = await this.chain.read(
			'nodeAdmissionApi.admissionStatement',
			account.address,
			this.institution.id,
			form,
			expires,
		);
		// polkadot.js leaves the length in front of bytes that a runtime API answers.
		const [, message] = compactStripLength(statement.toU8a(true));
		const proof = toHex(ed25519Sign(message, signer));
		return this.chain.call('nodeAdmission.apply', form, expires, proof);
	}

	/** Applies, and answers the application's number. */
	async apply(): Promise<number> {
		const applied = await this.chain.submit(this.account, await this.application());
		return Number(applied.event('nodeAdmission.Applied')['application']?.toString());
	}

	/** Has three founders vouch, and answers the ballot that this opens. */
	async endorsed(application: number): Promise<{ ballot: number; opened: Included }> {
		const endorsements = await Promise.all(
			FOUNDERS.slice(0, 3).map((founder) =>
				this.chain.submit(founder, this.chain.call('nodeAdmission.endorse', application)),
			),
		);
		for (const opened of endorsements) {
			const ballot = opened.event('nodeAdmission.Endorsed')['ballot']?.toJSON();
			if (typeof ballot === 'number') {
				return { ballot, opened };
			}
		}
		throw new Error('three endorsements opened no ballot');
	}

	/** Makes session keys on the node and sets them, and answers them. */
	async setKeys(): Promise<SessionKeys> {
		const { keys, proof } = await this.network.rpc<{ keys: Hex; proof: Hex }>(
			this.name,
			'author_rotateKeysWithOwner',
			accountHex(this.account),
		);
		const set = await this.chain.submit(
			this.account,
			this.chain.call('session.setKeys', keys, proof),
		);
		await this.chain.finalized(set.block);
		return {
			aura: `0x${keys.slice(2, 66)}`,
			grandpa: `0x${keys.slice(66, 130)}`,
		};
	}

	/** The whole way to a seat without keys: applies, is endorsed by three and voted in by all. */
	async votedIn(): Promise<number> {
		const { ballot } = await this.endorsed(await this.apply());
		await vote(
			this.chain,
			ballot,
			FOUNDERS.map((founder) => [founder, 'Aye'] as const),
		);
		const { decision, admitted, closed } = await close(this.chain, ballot);
		if (admitted === null) {
			throw new Error(`${this.name} was not voted in: ${decision}`);
		}
		await this.chain.finalized(closed.block);
		return admitted;
	}
}

/** Where a node stands at a block: `Validating`, `Standby`, … */
export async function standingAt(chain: Chain, hash: Hex, node: number): Promise<string> {
	const info = (await chain.readAt(hash, 'nodeAdmissionApi.node', node)).toJSON();
	return (info as { standing: string } | null)?.standing ?? 'unknown';
}

/** The slot that a block was made in. */
export function slotOf(header: Header): bigint {
	const [slot] = header.digest.logs
		.filter((log) => log.isPreRuntime && log.asPreRuntime[0].isAura)
		.map((log) => Buffer.from(log.asPreRuntime[1].toU8a(true)).readBigUInt64LE());
	if (slot === undefined) {
		throw new Error(`block ${header.number.toString()} has no slot`);
	}
	return slot;
}

/** The Aura key of whoever has made a block. */
export async function authorOf(chain: Chain, hash: Hex): Promise<Hex> {
	const header = await chain.api.rpc.chain.getHeader(hash);
	const before = await chain.api.at(header.parentHash);
	const authorities = (await before.query['aura']?.['authorities']?.()) as
		| (Codec & { length: number; [at: number]: Codec })
		| undefined;
	const author = authorities?.[Number(slotOf(header) % BigInt(authorities.length))];
	if (author === undefined) {
		throw new Error(`block ${hash} has no authority`);
	}
	return author.toHex();
}

/** Waits for a finalised block, later than `from`, that was made with the Aura key `author`. */
export async function authoredBy(
	network: Network,
	chain: Chain,
	author: Hex,
	from: number,
	seconds: number,
): Promise<BlockRef> {
	let next = from + 1;
	return until(seconds, `a finalised block by ${author}`, async () => {
		const head = await network.finalized('alice');
		while (next <= head.number) {
			const hash = (await chain.api.rpc.chain.getBlockHash(next)).toHex();
			if ((await authorOf(chain, hash)) === author) {
				return { number: next, hash };
			}
			next += 1;
		}
		return undefined;
	});
}

/** Waits for a justification that holds a vote made with the GRANDPA key `voter`. */
export async function votedBy(chain: Chain, voter: Hex, seconds: number): Promise<number> {
	let target: number | undefined;
	const unsubscribe = await chain.api.rpc.grandpa.subscribeJustifications((notification) => {
		const justification: GrandpaJustification = chain.api.createType(
			'GrandpaJustification',
			notification.toU8a(true),
		);
		const { precommits } = justification.commit;
		if (precommits.some(({ id }) => id.toHex() === voter)) {
			target ??= justification.commit.targetNumber.toNumber();
		}
	});
	try {
		return await until(seconds, `a vote by ${voter}`, async () => target);
	} finally {
		unsubscribe();
	}
}
