// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
	checkProof,
	type Hex,
	readHeader,
	readProof,
	stateItem,
	toBytes,
	toHex,
} from '../src/index.js';
import {
	blake2,
	BRANCH,
	BRANCH_WITH_VALUE,
	HASHED_BRANCH,
	HASHED_LEAF,
	head,
	LEAF,
	packed,
	Trie,
} from './storage-proof/trie.js';
import { refusal } from './storage-proof/refusal.js';

const bytes = (...all: number[]): Uint8Array => Uint8Array.from(all);
const filled = (length: number, byte = 7): Uint8Array => new Uint8Array(length).fill(byte);

/** The same numbers every time. */
function numbers(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}

describe('a proof of a state', () => {
	it('should show what is there, and that nothing else is, in any trie', () => {
		const next = numbers(1);
		// Few different bytes, so that keys share beginnings and some are beginnings of others.
		const key = (): Uint8Array =>
			Uint8Array.from({ length: next(6) }, () => [0x00, 0x01, 0x10, 0xff][next(4)] ?? 0);
		for (let round = 0; round < 300; round += 1) {
			const state = new Map<Hex, Uint8Array>();
			for (let count = next(24); count > 0; count -= 1) {
				state.set(toHex(key()), filled(next(70), next(256)));
			}
			const trie = new Trie(state);
			const asked = [...state.keys(), ...Array.from({ length: 8 }, () => toHex(key()))];
			for (const one of asked) {
				const [found] = readProof(trie.root, trie.prove(one), [one]);
				assert.deepEqual(found, state.get(one) ?? null, `${one} in round ${round}`);
			}
			const all = readProof(trie.root, trie.prove(...asked).reverse(), asked);
			assert.deepEqual(
				all,
				asked.map((one) => state.get(one) ?? null),
			);
		}
	});

	it('should read keys of any length', () => {
		for (const length of [30, 31, 32, 126, 127, 128, 158, 159, 200, 400]) {
			const [key, other] = [filled(length, 0x55), filled(length, 0x56)];
			for (const size of [0, 1, 32, 33, 100]) {
				const alone = new Trie([[key, filled(size)]]);
				assert.deepEqual(readProof(alone.root, alone.prove(key), [key]), [filled(size)]);
				assert.deepEqual(readProof(alone.root, alone.prove(other), [other]), [null]);
				const above = new Trie([
					[key, filled(size)],
					[Uint8Array.from([...key, 1]), filled(1)],
				]);
				assert.deepEqual(readProof(above.root, above.prove(key), [key]), [filled(size)]);
			}
		}
	});

	it('should have the roots that Substrate computes', () => {
		// `sp_trie::empty_trie_root` of layout V1.
		const empty = '0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314';
		assert.equal(toHex(new Trie([]).root), empty);
		assert.deepEqual(readProof(empty, ['0x00'], ['0x1234', '0x']), [null, null]);
	});

	it('should be refused without a node, with one too many, or for another key', () => {
		const [a, b, c] = [bytes(0x11, 1), bytes(0x11, 2), bytes(0x22, 3)];
		const state = [
			[a, filled(40, 1)],
			// So short that its node stands in the one above.
			[b, filled(29, 2)],
			[c, filled(50, 3)],
		] as const;
		const trie = new Trie(state);
		const nodes = trie.prove(a);
		const read = (given: readonly Uint8Array[], key = a, root = trie.root): string =>
			refusal(() => readProof(root, given, [key]));
		assert.equal(read(nodes), 'accepted');
		const codes = nodes.map((_, left) => read(nodes.filter((_, at) => at !== left)));
		assert.deepEqual(codes, ['other-root', 'missing-node', 'missing-node', 'missing-value']);

		assert.equal(read([...nodes, filled(40, 9)]), 'surplus-node');
		assert.equal(read([...nodes, nodes[0] as Uint8Array]), 'surplus-node');
		assert.equal(read(trie.prove(a, c)), 'surplus-node');
		// A part of another's way, and a whole one.
		assert.equal(read(nodes, c), 'missing-node');
		assert.equal(read(nodes, bytes(0x33)), 'surplus-node');
		assert.equal(read(nodes, b), 'surplus-node');

		const later = new Trie([...state.slice(1), [a, filled(40, 4)]]);
		assert.equal(read(nodes, a, later.root), 'other-root');
		assert.equal(read(later.prove(a), a, trie.root), 'other-root');
		// The root of the one with the rest of the other.
		const mixed = [nodes[0] as Uint8Array, ...later.prove(a).slice(1)];
		assert.equal(read(mixed), 'missing-node');
		assert.throws(() => readProof(trie.root, nodes, []), /no key/);
	});

	it('should be refused if it proves another value than was claimed', () => {
		const [key, absent] = [bytes(0x11), bytes(0x12)];
		const trie = new Trie([[key, filled(40)]]);
		const nodes = trie.prove(key, absent);
		const check = (value: Uint8Array | null, other: Uint8Array | null = null): string =>
			refusal(() =>
				checkProof(trie.root, nodes, [
					[key, value],
					[absent, other],
				]),
			);
		assert.equal(check(filled(40)), 'accepted');
		assert.equal(check(filled(40, 8)), 'value-differs');
		assert.equal(check(filled(39)), 'value-differs');
		assert.equal(check(null), 'value-differs');
		assert.equal(check(filled(40), bytes()), 'value-differs');
		// An empty value is one.
		const empty = new Trie([[key, bytes()]]);
		const claim = (value: Uint8Array | null): string =>
			refusal(() => checkProof(empty.root, empty.prove(key), [[key, value]]));
		assert.equal(claim(bytes()), 'accepted');
		assert.equal(claim(null), 'value-differs');
	});

	it('should be refused if a node isn’t written as nodes are, even if the root has its hash', () => {
		const leaf = [...head(...LEAF, 2), 0x11, 4, 9];
		const hashed = [32 << 2, ...filled(32)];
		const read = (...node: number[]): string =>
			refusal(() => readProof(blake2(bytes(...node)), [bytes(...node)], ['0x11']));
		assert.equal(read(...leaf), 'accepted');
		const branch = (...children: number[]): number[] => [
			...head(...BRANCH, 0),
			...[0b100, 0],
			...children,
		];
		assert.equal(read(...branch(...hashed)), 'accepted');
		assert.equal(read(...head(...BRANCH_WITH_VALUE, 2), 0x11, 1, 0, 0, ...hashed), 'accepted');
		for (const node of [
			[],
			[0, 0],
			[1],
			[15],
			[...leaf, 0],
			leaf.slice(0, -1),
			leaf.slice(0, -2),
			leaf.slice(0, 1),
			// More half bytes than there are bytes, and a number without an end.
			[...head(...LEAF, 4), 0x11],
			[0x7f, 255, 255],
			// Something in front of an odd number of half bytes.
			[...head(...LEAF, 1), 0x11, 0],
			// A length in more bytes than it needs, or larger than any.
			[...head(...LEAF, 2), 0x11, (1 << 2) + 1, 0, 9],
			[...head(...LEAF, 2), 0x11, (1 << 2) + 2, 0, 0, 0, 9],
			[...head(...LEAF, 2), 0x11, 3, 1, 0, 0, 0, 9],
			[...head(...LEAF, 2), 0x11, 7, 1, 0, 0, 0, 0, 9],
			// A hash that is too short.
			[...head(...HASHED_LEAF, 2), 0x11, ...filled(31)],
			[...head(...HASHED_LEAF, 2), 0x11, ...filled(33)],
			[...head(...HASHED_BRANCH, 2), 0x11, 1, 0, ...filled(31)],
			// No child, an empty one, one that is neither hash nor node, one that is no node.
			[...head(...BRANCH, 0), 0, 0],
			branch(),
			branch(0),
			branch(33 << 2, ...filled(33)),
			[...head(...BRANCH, 0), 0b10, 0, 4, 0],
			[...head(...BRANCH, 0), 0b10, 0, 4, 1],
		]) {
			assert.equal(read(...node), 'malformed-node', toHex(bytes(...node)));
		}
		for (const node of ['root', '0x0', '', 5, null] as unknown as Hex[]) {
			assert.equal(
				refusal(() => readProof(blake2(bytes(0)), [node], ['0x11'])),
				'malformed-node',
			);
		}
		// Children that aren't hashed are read where they stand.
		const child = [...head(...LEAF, 1), ...packed([1]), 4, 9];
		const inlined = [...head(...BRANCH, 0), 0b10, 0, child.length << 2, ...child];
		assert.deepEqual(
			readProof(blake2(bytes(...inlined)), [bytes(...inlined)], ['0x11', '0x21']),
			[bytes(9), null],
		);
	});
});

describe('a proof that a node has given', () => {
	const file = new URL('../../test/storage-proof/development.json', import.meta.url);
	const fixture = JSON.parse(readFileSync(file, 'utf8')) as {
		asked: { pallet: string; storage: string; key: Hex; value: Hex | null }[];
		proof: { header: Hex; nodes: Hex[] };
		laterStateRoot: Hex;
	};
	const { nodes } = fixture.proof;
	const { stateRoot } = readHeader(fixture.proof.header);
	const frame = [
		stateItem('Institutions', 'ChainIdentity'),
		stateItem('Timestamp', 'Now'),
		stateItem('System', 'LastRuntimeUpgrade'),
	];
	const keys = [...frame, ...fixture.asked].map(({ key }) => key);

	it('should show what the node has answered', () => {
		const values = readProof(stateRoot, nodes, keys).slice(frame.length);
		assert.deepEqual(
			values.map((value) => (value === null ? null : toHex(value))),
			fixture.asked.map(({ value }) => value),
		);
		// Some of each kind.
		const lengths = values.map((value) => value?.length ?? -1);
		assert.ok(lengths.includes(-1) && lengths.some((length) => length > 32), lengths.join());
	});

	it('should be refused under the root of another block', () => {
		assert.equal(
			refusal(() => readProof(fixture.laterStateRoot, nodes, keys)),
			'other-root',
		);
	});

	it('should be refused if it says less than is asked, or more', () => {
		nodes.forEach((_, left) => {
			const fewer = nodes.filter((_, at) => at !== left);
			const code = refusal(() => readProof(stateRoot, fewer, keys));
			assert.match(code, /^(other-root|missing-node|missing-value)$/);
		});
		for (const key of keys) {
			const code = refusal(() => readProof(stateRoot, nodes, [key]));
			assert.equal(code, 'surplus-node');
		}
	});

	it('should be refused with any byte changed', () => {
		let changed = 0;
		nodes.forEach((node, index) => {
			const original = toBytes(node);
			for (let at = 0; at < original.length; at += 1) {
				const altered = original.slice();
				altered[at] = (altered[at] ?? 0) ^ (1 << changed % 8);
				const given = nodes.map((each, which) => (which === index ? altered : each));
				const code = refusal(() => readProof(stateRoot, given, keys));
				assert.match(code, /^(other-root|missing-node|missing-value)$/);
				changed += 1;
			}
		});
		assert.ok(changed > 1_000, `${changed} bytes`);
	});
});
