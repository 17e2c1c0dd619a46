// SPDX-License-Identifier: Apache-2.0

import { compactToU8a, u8aConcat } from '@polkadot/util';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
	type AuthoritySet,
	type BlockHeader,
	type Hex,
	readHeader,
	toBytes,
	toHex,
	verifyFinality,
	verifyJustification,
} from '../src/index.js';
import { refusal } from './storage-proof/refusal.js';
import {
	blockBytes,
	finality,
	justification,
	list,
	type Pair,
	PAIRS,
	ROUND,
	SET,
	SET_OF_FOUR,
	sized,
	STRANGER,
	three,
	u32,
	u64,
	vote,
} from './storage-proof/votes.js';

/** Logs: a slot's claim, a seal, a change of the code, and what is none of these. */
const PRE_RUNTIME = u8aConcat([6], new TextEncoder().encode('aura'), sized(u64(77)));
const SEAL = u8aConcat([5], new TextEncoder().encode('aura'), sized(new Uint8Array(64)));
const ENVIRONMENT = Uint8Array.of(8);
const OTHER = u8aConcat([0], sized(Uint8Array.of(1, 2, 3)));
const grandpa = (...data: Uint8Array[]): Uint8Array =>
	u8aConcat([4], new TextEncoder().encode('FRNK'), sized(u8aConcat(...data)));
const change = (delay: number, ...keys: Pair[]): Uint8Array =>
	u8aConcat(list(...keys.map(({ publicKey }) => u8aConcat(publicKey, u64(1)))), u32(delay));
const scheduled = (delay: number, ...keys: Pair[]): Uint8Array =>
	grandpa(Uint8Array.of(1), change(delay, ...keys));

function headerOf(number: number, parent: Hex, ...logs: Uint8Array[]): Uint8Array {
	return u8aConcat(
		toBytes(parent),
		compactToU8a(number),
		new Uint8Array(32).fill(number),
		new Uint8Array(32).fill(0xee),
		list(...logs),
	);
}

/** Blocks that follow on each other, from number `first` on. */
function chainOf(first: number, ...logs: Uint8Array[][]): { bytes: Uint8Array; id: BlockHeader }[] {
	const blocks: { bytes: Uint8Array; id: BlockHeader }[] = [];
	let parent: Hex = `0x${'aa'.repeat(32)}`;
	for (const [at, own] of logs.entries()) {
		const bytes = headerOf(first + at, parent, ...own);
		const id = readHeader(bytes);
		blocks.push({ bytes, id });
		parent = id.hash;
	}
	return blocks;
}

const BLOCKS = chainOf(100, [PRE_RUNTIME, SEAL], [], [OTHER, ENVIRONMENT], [PRE_RUNTIME]);
const [A, B, C, D] = BLOCKS.map(({ id }) => id) as [
	BlockHeader,
	BlockHeader,
	BlockHeader,
	BlockHeader,
];
const bytesOf = (id: BlockHeader): Uint8Array =>
	BLOCKS.find((block) => block.id === id)?.bytes as Uint8Array;

describe('a header', () => {
	it('should be the same as bytes and as JSON', () => {
		const stateRoot = toHex(new Uint8Array(32).fill(0x32));
		for (const number of [0, 63, 64, 16_383, 16_384, 2 ** 30 - 1, 2 ** 30, 2 ** 32 - 1]) {
			const logs = [PRE_RUNTIME, grandpa(Uint8Array.of(3)), SEAL];
			const json = {
				parentHash: A.hash,
				number: `0x${number.toString(16)}`,
				stateRoot,
				extrinsicsRoot: stateRoot,
				digest: { logs: logs.map((log) => toHex(log)) },
			};
			const bytes = u8aConcat(
				toBytes(A.hash),
				compactToU8a(number),
				toBytes(stateRoot),
				toBytes(stateRoot),
				list(...logs),
			);
			const read = readHeader(bytes);
			assert.deepEqual(readHeader(json), read);
			assert.deepEqual(readHeader({ ...json, number }), read);
			assert.deepEqual(readHeader({ toU8a: () => bytes }), read);
			assert.deepEqual(readHeader(toHex(bytes)), read);
			assert.deepEqual(
				[read.number, read.parent, read.stateRoot],
				[number, A.hash, stateRoot],
			);
			assert.deepEqual(read.consensus, [{ engine: 'FRNK', data: Uint8Array.of(3) }]);
		}
	});

	it('should be refused if it is none', () => {
		const whole = headerOf(7, A.hash, PRE_RUNTIME, OTHER);
		for (let length = 0; length < whole.length; length += 1) {
			assert.equal(
				refusal(() => readHeader(whole.subarray(0, length))),
				'malformed-header',
			);
		}
		const json = {
			parentHash: A.hash,
			number: 1,
			stateRoot: A.hash,
			extrinsicsRoot: A.hash,
			digest: { logs: [] },
		};
		for (const header of [
			u8aConcat(whole, [0]),
			headerOf(7, A.hash, Uint8Array.of(7)),
			{ ...json, number: -1 },
			{ ...json, number: 2 ** 32 },
			{ ...json, number: 'seven' },
			{ ...json, stateRoot: '0x12' as const },
			{ ...json, stateRoot: 'root' as Hex },
			{ ...json, digest: { logs: ['0x07'] as const } },
			{ ...json, digest: undefined as unknown as { logs: [] } },
			'header' as Hex,
			null as unknown as Hex,
		]) {
			assert.equal(
				refusal(() => readHeader(header)),
				'malformed-header',
			);
		}
	});
});

describe('a justification', () => {
	const verify = (bytes: Uint8Array, trusted = SET_OF_FOUR): string =>
		refusal(() => verifyJustification(trusted, bytes));

	it('should hold with more than two thirds of the weight, and with no less', () => {
		assert.deepEqual(verifyJustification(SET_OF_FOUR, justification(B, three(B))), {
			hash: B.hash,
			number: B.number,
		});
		assert.equal(verify(justification(B, three(B).slice(0, 2))), 'too-few-votes');
		assert.equal(verify(justification(B, [])), 'too-few-votes');
		const [voter, silent] = PAIRS;
		const bytes = justification(B, [vote(voter, B)]);
		for (let total = 2; total <= 30; total += 1) {
			// `VoterSet::threshold` of finality-grandpa.
			const threshold = total - Math.floor((total - 1) / 3);
			for (let weight = 1; weight < total; weight += 1) {
				const trusted: AuthoritySet = {
					setId: BigInt(SET),
					authorities: [
						[voter.publicKey, weight],
						[silent.publicKey, BigInt(total - weight)],
					],
				};
				const code = weight >= threshold ? 'accepted' : 'too-few-votes';
				assert.equal(verify(bytes, trusted), code, `${weight} of ${total}`);
			}
		}
	});

	it('should count an authority once, even one that has voted twice', () => {
		const [one, two] = PAIRS;
		const twice = [vote(one, B), vote(one, B), vote(one, C), vote(two, B)];
		assert.equal(verify(justification(B, twice, [bytesOf(C)])), 'too-few-votes');
		const enough = [...twice, vote(PAIRS[2], B)];
		assert.equal(verify(justification(B, enough, [bytesOf(C)])), 'accepted');
		const many = [...three(B), ...three(B), ...three(B)];
		assert.equal(verify(justification(B, many.slice(0, 8))), 'accepted');
		assert.equal(verify(justification(B, many)), 'malformed-finality');
	});

	it('should hold with votes for descendants, and the headers that lead to them', () => {
		const votes = [vote(PAIRS[0], B), vote(PAIRS[1], C), vote(PAIRS[2], D)];
		const [c, d] = [bytesOf(C), bytesOf(D)];
		assert.equal(verify(justification(B, votes, [d, c])), 'accepted');
		assert.equal(verify(justification(B, votes, [c])), 'vote-elsewhere');
		assert.equal(verify(justification(B, votes, [d])), 'vote-elsewhere');
		assert.equal(verify(justification(B, votes, [d, c, bytesOf(A)])), 'surplus-header');
		assert.equal(verify(justification(B, votes, [d, c, c])), 'surplus-header');
		assert.equal(verify(justification(B, three(B), [c])), 'surplus-header');
		// A vote for what comes before is none for what comes after.
		const before = [...three(C), vote(PAIRS[3], B)];
		assert.equal(verify(justification(C, before, [c])), 'vote-elsewhere');
		assert.equal(verify(justification(C, three(B), [bytesOf(B)])), 'vote-elsewhere');
	});

	it('should hold with the number of the block alone', () => {
		const wrong = { hash: B.hash, number: B.number + 1 };
		assert.equal(verify(justification(wrong, three(B))), 'vote-elsewhere');
		assert.equal(verify(justification(B, three(wrong))), 'vote-elsewhere');
		const further = { hash: C.hash, number: C.number + 1 };
		const votes = [vote(PAIRS[0], B), vote(PAIRS[1], B), vote(PAIRS[2], further)];
		assert.equal(verify(justification(B, votes, [bytesOf(C)])), 'vote-elsewhere');
	});

	it('should hold with votes of the set, in the round', () => {
		const [one, two, , four] = PAIRS;
		const others = [vote(one, B), vote(two, B)];
		const third = PAIRS[2];
		for (const bad of [
			vote(third, B, { set: SET - 1 }),
			vote(third, B, { set: SET + 1 }),
			vote(third, B, { round: ROUND + 1 }),
			// A prevote.
			vote(third, B, { kind: 0 }),
			// Signed by one authority, and said to be another's.
			u8aConcat(vote(third, B).subarray(0, 100), four.publicKey),
			// Signed for another block.
			u8aConcat(blockBytes(B), vote(third, C).subarray(36)),
		]) {
			assert.equal(verify(justification(B, [...others, bad])), 'bad-signature');
			// One that isn't needed has to hold as well.
			assert.equal(verify(justification(B, [...three(B), bad])), 'bad-signature');
		}
		const strange = [...three(B), vote(STRANGER, B)];
		assert.equal(verify(justification(B, strange)), 'unknown-voter');
		const elsewhere = { ...SET_OF_FOUR, setId: SET + 1 };
		assert.equal(verify(justification(B, three(B)), elsewhere), 'bad-signature');
	});

	it('should not hold for a set that could not decide', () => {
		const [one] = PAIRS;
		for (const authorities of [
			[],
			[
				[one.publicKey, 1],
				[one.publicKey, 1],
			],
			[[one.publicKey, 0]],
			[
				[one.publicKey, 5],
				[STRANGER.publicKey, -1],
			],
		] as unknown as AuthoritySet['authorities'][]) {
			const code = verify(justification(B, [vote(one, B)]), { setId: SET, authorities });
			assert.equal(code, 'unusable-authorities');
		}
	});

	it('should be refused with any byte changed, missing or added', () => {
		const votes = [vote(PAIRS[0], B), vote(PAIRS[1], B), vote(PAIRS[2], C)];
		const whole = justification(B, votes, [bytesOf(C)]);
		assert.equal(verify(whole), 'accepted');
		for (let at = 0; at < whole.length; at += 1) {
			const altered = whole.slice();
			altered[at] = (altered[at] ?? 0) ^ (1 << at % 8);
			assert.notEqual(verify(altered), 'accepted', `byte ${at}`);
			assert.equal(verify(whole.subarray(0, at)), 'malformed-finality');
		}
		assert.equal(verify(u8aConcat(whole, [0])), 'malformed-finality');
		for (const none of ['votes', null] as unknown as Uint8Array[]) {
			assert.equal(verify(none), 'malformed-finality');
		}
	});
});

describe('a proof of finality', () => {
	const verify = (header: BlockHeader, proof: Uint8Array): string =>
		refusal(() => verifyFinality(SET_OF_FOUR, bytesOf(header), proof));

	it('should hold for the block that is voted for, and for those before it', () => {
		const [b, c, d] = [bytesOf(B), bytesOf(C), bytesOf(D)];
		const block = { hash: D.hash, number: D.number };
		const of = (...headers: Uint8Array[]): Uint8Array =>
			finality(justification(D, three(D)), D, headers);
		for (const [header, proof] of [
			[D, of()],
			[C, of(d)],
			[A, of(b, c, d)],
		] as const) {
			const proven = verifyFinality(SET_OF_FOUR, bytesOf(header), proof);
			assert.deepEqual(proven, { block, next: undefined });
		}
		assert.equal(verify(C, of()), 'other-block');
		assert.equal(verify(A, of(b, c)), 'other-block');
		assert.equal(verify(A, of(b, d)), 'broken-chain');
		assert.equal(verify(A, of(c, d)), 'broken-chain');
		assert.equal(verify(D, of(d)), 'broken-chain');
		// A header that follows by its parent's hash, but not by its number.
		const odd = headerOf(D.number + 5, D.hash);
		const beyond = readHeader(odd);
		const proof = finality(justification(beyond, three(beyond)), beyond, [odd]);
		assert.equal(verify(D, proof), 'broken-chain');
	});

	it('should be refused if it names another block, ends too early or goes on', () => {
		const justified = justification(D, three(D));
		assert.equal(verify(D, finality(justified, C)), 'malformed-finality');
		const whole = finality(justified, D);
		for (let length = 0; length < whole.length; length += 1) {
			assert.equal(verify(D, whole.subarray(0, length)), 'malformed-finality');
		}
		assert.equal(verify(D, u8aConcat(whole, [0])), 'malformed-finality');
		assert.equal(verify(D, 'proof' as unknown as Uint8Array), 'malformed-finality');
		assert.equal(verify(D, finality(u8aConcat(justified, [0]), D)), 'malformed-finality');
		const few = finality(justification(D, three(D).slice(1)), D);
		assert.equal(verify(D, few), 'too-few-votes');
	});

	it('should say who decides next, and refuse the votes of who doesn’t any more', () => {
		const [one, two] = PAIRS;
		const next: AuthoritySet = {
			setId: BigInt(SET) + 1n,
			authorities: [one, two].map(({ publicKey }) => [toHex(publicKey), 1n]),
		};
		/** What is known after the last of blocks with these logs. */
		const after = (...logs: Uint8Array[][]): AuthoritySet | string | undefined => {
			const blocks = chainOf(500, ...logs);
			const [first, ...later] = blocks.map(({ bytes }) => bytes) as [Uint8Array];
			const last = blocks.at(-1)?.id as BlockHeader;
			const proof = finality(justification(last, three(last)), last, later);
			let found: AuthoritySet | undefined;
			const code = refusal(() => {
				found = verifyFinality(SET_OF_FOUR, first, proof).next;
			});
			return code === 'accepted' ? found : code;
		};
		const now = scheduled(0, one, two);
		assert.deepEqual(after([now]), next);
		assert.deepEqual(after([], [PRE_RUNTIME, now, SEAL]), next);
		assert.equal(after([now], []), 'set-changed');
		// With a delay: not yet, now, and before.
		assert.equal(after([scheduled(2, one, two)], []), undefined);
		assert.deepEqual(after([scheduled(2, one, two)], [], []), next);
		assert.equal(after([scheduled(2, one, two)], [], [], []), 'set-changed');
		// The first of two counts; other engines and other logs of GRANDPA's say nothing.
		assert.deepEqual(after([now, scheduled(0, STRANGER)]), next);
		const elsewhere = u8aConcat([4], new TextEncoder().encode('BEEF'), sized(Uint8Array.of(1)));
		assert.equal(after([elsewhere]), undefined);
		assert.equal(after([grandpa(Uint8Array.of(3), u64(1))]), undefined);
		// Nobody can follow what is forced.
		const forced = grandpa(Uint8Array.of(2), u32(1), change(0, STRANGER));
		assert.equal(after([forced]), undefined);
		assert.equal(after([now, forced]), undefined);
		assert.equal(after([grandpa(Uint8Array.of(1), u32(1))]), 'malformed-header');

		// The next set decides on what comes after, and the last one doesn't.
		const votes = [one, two].map((pair) => vote(pair, D, { set: SET + 1 }));
		const proof = finality(justification(D, votes), D);
		assert.deepEqual(verifyFinality(next, bytesOf(D), proof).block.hash, D.hash);
		assert.equal(verify(D, proof), 'bad-signature');
	});
});
