// SPDX-License-Identifier: Apache-2.0

/**
 * Whether a block is final: by the votes of GRANDPA's authorities.
 *
 * A justification is a commit: precommits of authorities with more than two thirds of the weight,
 * each for the block that is final or for a descendant. What an authority signs names the round and
 * the set, so that votes of one set say nothing in another. Whoever verifies has to know the set from
 * elsewhere: `grandpaApi.grandpaAuthorities` and `currentSetId` of a node of their own, or a set whose
 * successors they have followed ({@link Finality.next}).
 *
 * **Know the set afresh.** Nothing here can tell that authorities who were replaced long ago have
 * signed another past since: a set is only as good as the reason to trust its members now.
 */

import { compactToU8a } from '@polkadot/util';
import { ed25519Verify } from '@polkadot/util-crypto';
import { accountBytes, type Bytes, concat, type Hex, toBytes, toHex, u32, u64 } from './bytes.js';
import { StateProofError } from './storage-proof-error.js';
import {
	type BlockHeader,
	headerFrom,
	type HeaderSource,
	readHeader,
} from './storage-proof-header.js';
import { givenBytes, Reader } from './storage-proof-reader.js';

/** An authority's Ed25519 key, or its address, and what its vote weighs. */
export type Authority = readonly [key: Bytes, weight: number | bigint];

/** Who decides what is final. */
export interface AuthoritySet {
	/** How many sets there were before. */
	readonly setId: number | bigint;
	/** As `grandpaApi.grandpaAuthorities` answers them. */
	readonly authorities: readonly Authority[];
}

/** A block by its hash and number. */
export interface BlockId {
	readonly hash: Hex;
	readonly number: number;
}

/** What a proof of finality proves. */
export interface Finality {
	/** The block that the votes are for: the one that was asked about, or a descendant. */
	readonly block: BlockId;
	/** Who decides on the blocks after that one, if it hands over to another set. */
	readonly next: AuthoritySet | undefined;
}

/**
 * Throws a {@link StateProofError} unless the block with this header is final.
 *
 * @param proof as `grandpa_proveFinality` answers it for the block's number, or of {@link finalityOf}
 */
export function verifyFinality(
	trusted: AuthoritySet,
	header: HeaderSource,
	proof: Bytes,
): Finality {
	const reader = new Reader(givenBytes(proof, 'malformed-finality'), 'malformed-finality');
	const named = toHex(reader.take(32, 'the block'));
	const length = reader.compact('the length of the justification');
	const justification = reader.take(length, 'the justification');
	const later = reader.list('headers', () => headerFrom(reader));
	reader.end('the proof');

	const block = verifyJustification(trusted, justification);
	if (named !== block.hash) {
		const reason = `the proof names the block ${named}, and the votes are for ${block.hash}`;
		throw new StateProofError('malformed-finality', reason);
	}
	const headers = [readHeader(header), ...later];
	headers.slice(1).forEach(({ parent, number }, at) => {
		const before = headers[at] as BlockHeader;
		if (parent !== before.hash || number !== before.number + 1) {
			const reason = `block ${number} doesn't follow on block ${before.number} ${before.hash}`;
			throw new StateProofError('broken-chain', reason);
		}
	});
	const last = headers.at(-1) as BlockHeader;
	if (last.hash !== block.hash || last.number !== block.number) {
		const reason = `block ${block.number} ${block.hash} is final, not ${last.number} ${last.hash}`;
		throw new StateProofError('other-block', reason);
	}
	return { block, next: successor(trusted, headers) };
}

/**
 * Which block a justification is for: as `grandpa_subscribeJustifications` has it, or a block's own.
 * Throws a {@link StateProofError} unless authorities with more than two thirds of the weight have
 * voted for it, and every vote in it holds.
 */
export function verifyJustification(trusted: AuthoritySet, justification: Bytes): BlockId {
	const reader = new Reader(
		givenBytes(justification, 'malformed-finality'),
		'malformed-finality',
	);
	const round = reader.take(8, 'the round');
	const target = blockFrom(reader);
	const votes = reader.list('votes', () => ({
		block: blockFrom(reader),
		signature: reader.take(64, 'a signature'),
		voter: toHex(reader.take(32, 'a voter')),
	}));
	const ancestry = reader.list('headers', () => headerFrom(reader));
	reader.end('the justification');

	const weights = weightsOf(trusted);
	// Two by each are enough to show that somebody is at fault; each costs a signature to check.
	if (votes.length > 2 * weights.size) {
		throw reader.refusal(
			`${votes.length} votes are more than ${weights.size} authorities have`,
		);
	}
	const headers = new Map(ancestry.map((header) => [header.hash, header]));
	if (headers.size !== ancestry.length) {
		throw new StateProofError('surplus-header', 'a header is there twice');
	}
	const needed = new Set<Hex>();
	const voters = new Set<Hex>();
	for (const { block, signature, voter } of votes) {
		if (!weights.has(voter)) {
			const reason = `${voter} has voted, who is no authority of set ${trusted.setId}`;
			throw new StateProofError('unknown-voter', reason);
		}
		// `finality_grandpa::Message::Precommit`, with the round and the set.
		const signed = concat(
			[1],
			toBytes(block.hash),
			u32(block.number),
			round,
			u64(trusted.setId),
		);
		if (!ed25519Verify(signed, signature, voter)) {
			const reason = `${voter} hasn't signed its vote for ${block.hash} in set ${trusted.setId}`;
			throw new StateProofError('bad-signature', reason);
		}
		descend(block, target, headers, needed);
		// An authority that votes twice is at fault, and counts once.
		voters.add(voter);
	}
	const unused = ancestry.find(({ hash }) => !needed.has(hash));
	if (unused !== undefined) {
		throw new StateProofError('surplus-header', `no vote needs the header ${unused.hash}`);
	}
	const sum = (all: Iterable<bigint>): bigint => [...all].reduce((a, b) => a + b, 0n);
	const total = sum(weights.values());
	const voted = sum([...voters].map((voter) => weights.get(voter) ?? 0n));
	if (voted * 3n <= total * 2n) {
		const reason = `${voted} of ${total} have voted, which isn't more than two thirds`;
		throw new StateProofError('too-few-votes', reason);
	}
	return target;
}

/**
 * Which block a justification claims to be for, and what {@link verifyFinality} takes for that block.
 * Nothing is verified by this.
 */
export function finalityOf(justification: Bytes): { block: BlockId; proof: Uint8Array } {
	const bytes = givenBytes(justification, 'malformed-finality');
	const reader = new Reader(bytes, 'malformed-finality');
	reader.take(8, 'the round');
	const block = blockFrom(reader);
	return { block, proof: concat(toBytes(block.hash), compactToU8a(bytes.length), bytes, [0]) };
}

const blockFrom = (reader: Reader): BlockId => ({
	hash: toHex(reader.take(32, 'the hash of a block')),
	number: reader.u32('the number of a block'),
});

/** Goes from the block that was voted for to the target, and notes the headers on the way. */
function descend(
	from: BlockId,
	target: BlockId,
	headers: ReadonlyMap<Hex, BlockHeader>,
	needed: Set<Hex>,
): void {
	let at: BlockId = from;
	while (at.hash !== target.hash) {
		const header = headers.get(at.hash);
		if (header === undefined || header.number !== at.number) {
			const reason = `the vote for ${from.hash} isn't one for ${target.hash}, as far as is shown`;
			throw new StateProofError('vote-elsewhere', reason);
		}
		needed.add(at.hash);
		at = { hash: header.parent, number: at.number - 1 };
	}
	if (at.number !== target.number) {
		const reason = `block ${target.hash} is voted for as number ${at.number} and ${target.number}`;
		throw new StateProofError('vote-elsewhere', reason);
	}
}

function weightsOf({ setId, authorities }: AuthoritySet): Map<Hex, bigint> {
	const weights = new Map(
		authorities.map(([key, weight]) => [toHex(accountBytes(key)), BigInt(weight)]),
	);
	if (
		authorities.length === 0 ||
		weights.size !== authorities.length ||
		[...weights.values()].some((weight) => weight <= 0n)
	) {
		const reason = `set ${setId} is empty, names an authority twice or has one without weight`;
		throw new StateProofError('unusable-authorities', reason);
	}
	return weights;
}

/** GRANDPA's four letters, and the indices of `sp_consensus_grandpa::ConsensusLog`. */
const ENGINE = 'FRNK';
const SCHEDULED_CHANGE = 1;
const FORCED_CHANGE = 2;

/**
 * Who decides after the last of these headers, which follow on each other, if another set does. That
 * set can't have decided on what comes after the block that hands over.
 */
function successor(
	{ setId }: AuthoritySet,
	headers: readonly BlockHeader[],
): AuthoritySet | undefined {
	const last = headers.at(-1) as BlockHeader;
	for (const header of headers) {
		const change = changeIn(header);
		const effective = change === undefined ? undefined : header.number + change.delay;
		if (change === undefined || effective === undefined || effective > last.number) {
			continue;
		} else if (effective < last.number) {
			const reason = `set ${setId} ends with block ${effective}, before block ${last.number}`;
			throw new StateProofError('set-changed', reason);
		}
		return { setId: BigInt(setId) + 1n, authorities: change.authorities };
	}
	return undefined;
}

/** The first change that a header schedules. One that is forced has to be learned of elsewhere. */
function changeIn(
	header: BlockHeader,
): { authorities: readonly Authority[]; delay: number } | undefined {
	const logs = header.consensus.filter(({ engine }) => engine === ENGINE).map(({ data }) => data);
	if (logs.some((data) => data[0] === FORCED_CHANGE)) {
		return undefined;
	}
	const scheduled = logs.find((data) => data[0] === SCHEDULED_CHANGE);
	if (scheduled === undefined) {
		return undefined;
	}
	const reader = new Reader(scheduled.subarray(1), 'malformed-header');
	const authorities = reader.list(
		'authorities',
		(): Authority => [
			toHex(reader.take(32, 'an authority')),
			reader.u64('the weight of an authority'),
		],
	);
	const delay = reader.u32('the delay');
	reader.end('the change');
	return { authorities, delay };
}
