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

/** How many bytes a node has. */
const SIZE = 32;

/**
 * A tree over leaves of 32 bytes each, which keeps its nodes so that paths cost nothing: 64 bytes
 * for each leaf, in one array for each level.
 */
export class MerkleTree {
	/** How many leaves there are. */
	readonly count: number;
	/** What goes on chain. */
	readonly root: Uint8Array;
	/** From the leaves' hashes to the single node on top, one after the other. */
	readonly #levels: Uint8Array[];

	/** @param leaves one by one, or all in one array of bytes, one after the other */
	constructor(algorithm: HashAlgorithm, leaves: readonly Bytes[] | Uint8Array) {
		this.count = leaves instanceof Uint8Array ? leaves.length / SIZE : leaves.length;
		if (!Number.isInteger(this.count) || this.count > 0xffff_ffff) {
			throw new RangeError(`${this.count} leaves are no number of leaves`);
		}
		if (this.count === 0) {
			throw new RangeError('a tree needs a leaf');
		}
		// What is hashed is put together in one place, millions of times.
		const leaf = Uint8Array.from([...LEAF, ...new Uint8Array(SIZE)]);
		let level = new Uint8Array(this.count * SIZE);
		for (let at = 0; at < this.count; at += 1) {
			const bytes =
				leaves instanceof Uint8Array
					? leaves.subarray(at * SIZE, (at + 1) * SIZE)
					: exactly(SIZE, leaves[at] as Bytes, 'a leaf');
			leaf.set(bytes, 1);
			level.set(hash(algorithm, leaf), at * SIZE);
		}
		this.#levels = [level];
		const pair = Uint8Array.from([...NODE, ...new Uint8Array(2 * SIZE)]);
		while (level.length > SIZE) {
			const below = level;
			level = new Uint8Array(Math.ceil(below.length / (2 * SIZE)) * SIZE);
			for (let at = 0; at < level.length; at += SIZE) {
				const two = below.subarray(2 * at, 2 * at + 2 * SIZE);
				// A node without a sibling moves up as it is.
				if (two.length === SIZE) {
					level.set(two, at);
				} else {
					pair.set(two, 1);
					level.set(hash(algorithm, pair), at);
				}
			}
			this.#levels.push(level);
		}
		this.root = rootHash(algorithm, this.count, level);
	}

	/** The siblings that the leaf at `index` is hashed with, from the bottom. */
	path(index: number): Uint8Array[] {
		if (!Number.isInteger(index) || index < 0 || index >= this.count) {
			throw new RangeError(`there is no leaf ${index} among ${this.count}`);
		}
		const siblings: Uint8Array[] = [];
		let position = index;
		for (const level of this.#levels) {
			const sibling = (position % 2 === 1 ? position - 1 : position + 1) * SIZE;
			if (sibling < level.length) {
				siblings.push(level.slice(sibling, sibling + SIZE));
			}
			position = Math.floor(position / 2);
		}
		return siblings;
	}
}

/** The root over `leaves`, in their order. */
export function merkleRoot(
	algorithm: HashAlgorithm,
	leaves: readonly Bytes[] | Uint8Array,
): Uint8Array {
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
