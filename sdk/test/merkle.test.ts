// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hash, MerkleTree, verifyPath } from '../src/index.js';

const leaf = (index: number): Uint8Array => hash('Sha2_256', new Uint8Array([index]));

describe('a Merkle tree', () => {
	it('should prove every leaf at its place alone', () => {
		for (let count = 1; count <= 17; count += 1) {
			const leaves = Array.from({ length: count }, (_, index) => leaf(index));
			const tree = new MerkleTree('Sha2_256', leaves);
			for (let index = 0; index < count; index += 1) {
				const path = tree.path(index);
				for (let at = 0; at < count; at += 1) {
					const holds = verifyPath(
						'Sha2_256',
						tree.root,
						count,
						at,
						leaves[index] as Uint8Array,
						path,
					);
					assert.equal(holds, at === index);
				}
			}
		}
	});

	it('should refuse to be empty or to prove a leaf that it has not', () => {
		assert.throws(() => new MerkleTree('Sha2_256', []), /needs a leaf/);
		const tree = new MerkleTree('Sha2_256', [leaf(0)]);
		assert.throws(() => tree.path(1), /no leaf 1 among 1/);
		assert.throws(() => tree.path(-1), RangeError);
		assert.ok(!verifyPath('Sha2_256', tree.root, 0, 0, leaf(0), []));
		assert.ok(!verifyPath('Sha2_256', tree.root, 1, 0.5, leaf(0), []));
	});

	it('should hold a hundred thousand leaves', () => {
		const leaves = Array.from({ length: 100_000 }, () => new Uint8Array(32));
		const tree = new MerkleTree('Blake2b_256', leaves);
		const path = tree.path(99_999);
		assert.ok(
			verifyPath('Blake2b_256', tree.root, 100_000, 99_999, leaves[0] as Uint8Array, path),
		);
	});
});
