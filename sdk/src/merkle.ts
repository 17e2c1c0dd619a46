// SPDX-License-Identifier: Apache-2.0

/**
 * Merkle trees, byte for byte as `galen_primitives::merkle`: the shape of RFC 6962 section 2.1 over
 * leaves that are digests already, and a root that binds how many leaves there are.
 */

import { type Bytes, concat, exactly, u32 } from './bytes.js';
import { hash, type HashAlgorithm } from './digest.js';

const LEAF = [0];
const NODE = [1];
const ROOT = [2];

const leafHash = (algorithm: HashAlgorithm, leaf: Bytes): Uint8Array =>
	hash(algorithm, concat(LEAF, exactly(32, leaf, 'a leaf')));

const nodeHash = (algorithm: HashAlgorithm, left: Uint8Array, right: Uint8Array): Uint8Array =>
	hash(algorithm, concat(NODE, left, right));

const rootHash = (algorithm: HashAlgorithm, count: number, top: Uint8Array): Uint8Array =>
	hash(algorithm, concat(ROOT, u32(count), top));

/** A tree over leaves of 32 bytes each, which keeps its nodes so that paths cost nothing. */
export class MerkleTree {
	/** How many leaves there are. */
	readonly count: number;
	/** What goes on chain. */
	readonly root: Uint8Array;
	/** From the leaves' hashes to the single node on top. */
	readonly #levels: Uint8Array[][];

	constructor(algorithm: HashAlgorithm, leaves: readonly Bytes[]) {
		let level = leaves.map((leaf) => leafHash(algorithm, leaf));
		this.count = leaves.length;
		this.#levels = [level];
		while (level.length > 1) {
			const above: Uint8Array[] = [];
			for (let at = 0; at < level.length; at += 2) {
				const [left, right] = [level[at] as Uint8Array, level[at + 1]];
				// A node without a sibling moves up as it is.
				above.push(right === undefined ? left : nodeHash(algorithm, left, right));
			}
			this.#levels.push(above);
			level = above;
		}
		const top = level[0];
		if (top === undefined) {
			throw new RangeError('a tree needs a leaf');
		}
		this.root = rootHash(algorithm, this.count, top);
	}

	/** The siblings that the leaf at `index` is hashed with, from the bottom. */
	path(index: number): Uint8Array[] {
		if (!Number.isInteger(index) || index < 0 || index >= this.count) {
			throw new RangeError(`there is no leaf ${index} among ${this.count}`);
		}
		const siblings: Uint8Array[] = [];
		let position = index;
		for (const level of this.#levels) {
			const sibling = level[position % 2 === 1 ? position - 1 : position + 1];
			if (sibling !== undefined) {
				siblings.push(sibling);
			}
			position = Math.floor(position / 2);
		}
		return siblings;
	}
}

/** The root over `leaves`, in their order. */
export function merkleRoot(algorithm: HashAlgorithm, leaves: readonly Bytes[]): Uint8Array {
	return new MerkleTree(algorithm, leaves).root;
}

/** Whether `leaf` is the one at `index` of the `count` leaves under `root`. */
export function verifyPath(
	algorithm: HashAlgorithm,
	root: Bytes,
	count: number,
	index: number,
	leaf: Bytes,
	path: readonly Bytes[],
): boolean {
	if (!Number.isInteger(index) || index < 0 || index >= count || count > 0xffff_ffff) {
		return false;
	}
	let node = leafHash(algorithm, leaf);
	let [position, last, used] = [index, count - 1, 0];
	while (last > 0) {
		// The last node of a level has no sibling where its position is even.
		if (position % 2 === 1 || position < last) {
			const next = path[used];
			if (next === undefined) {
				return false;
			}
			const sibling = exactly(32, next, 'a node of the path');
			node =
				position % 2 === 1
					? nodeHash(algorithm, sibling, node)
					: nodeHash(algorithm, node, sibling);
			used += 1;
		}
		position = Math.floor(position / 2);
		last = Math.floor(last / 2);
	}
	return used === path.length && equal(rootHash(algorithm, count, node), root);
}

function equal(a: Uint8Array, b: Bytes): boolean {
	const other = exactly(32, b, 'the root');
	return a.every((byte, at) => byte === other[at]);
}
