// SPDX-License-Identifier: Apache-2.0

/**
 * Proofs of what a chain's state holds, or doesn't hold, under a key.
 *
 * The state is a Patricia Merkle trie of base 16, hashed with BLAKE2b-256 (`sp-trie`, layout V1). A
 * key is walked half a byte at a time. What a node says comes in this order:
 *
 * | part | |
 * |---|---|
 * | kind and number of half bytes | two bits (`01` leaf, `10` branch, `11` branch with a value), three (`001` leaf) or four (`0001` branch) where the value is given by its hash; the rest of the byte is the number, which goes on in further bytes if it doesn't fit. A byte of zero is the trie without any value |
 * | half bytes | those that all keys below share; in front of an odd number of them a zero |
 * | children, of a branch | two bytes, a bit each |
 * | value | its length and itself, or the 32 bytes of its hash: all values of more than 32 bytes are hashed |
 * | each child | its length, and its hash or, if it has fewer than 32 bytes, itself |
 *
 * A proof (`state_getReadProof`) is the nodes on the way, and the values that the nodes have the
 * hashes of, in any order. The root commits to all of it, so that nothing of a proof has to be
 * trusted but the root: {@link verifyFinality} says whether that is a final block's.
 */

import { type Bytes, type Hex, toBytes, toHex } from './bytes.js';
import { hash } from './digest.js';
import { StateProofError } from './storage-proof-error.js';
import { givenBytes, Reader } from './storage-proof-reader.js';

/** How many bytes a hash has. What has fewer stands in its parent itself. */
const HASH = 32;

/** A node as it is written. */
interface TrieNode {
	/** The half bytes that all keys below share. */
	readonly partial: readonly number[];
	/** The value, or its hash, under the key that ends here. */
	readonly value: Uint8Array | undefined;
	readonly isHashed: boolean;
	/** Each a hash or a node; none for a leaf. */
	readonly children: readonly (Uint8Array | undefined)[];
}

/** The trie without any value. */
const EMPTY: TrieNode = { partial: [], value: undefined, isHashed: false, children: [] };

/**
 * What the state with this root has under `keys`, in their order: the value, or `null` for a key
 * under which there is nothing, which is proven as well. Throws a {@link StateProofError} unless
 * `nodes` are all that it takes, and nothing else.
 *
 * @param stateRoot from a header that is known to be final, not from whoever gives the nodes
 */
export function readProof(
	stateRoot: Bytes,
	nodes: readonly Bytes[],
	keys: readonly Bytes[],
): (Uint8Array | null)[] {
	if (keys.length === 0) {
		throw new RangeError('there is no key to read');
	}
	const proof = new Proof(nodes);
	const root = toHex(toBytes(stateRoot));
	const values = keys.map((key) => proof.read(root, toBytes(key)));
	proof.finish();
	return values;
}

/** Throws a {@link StateProofError} unless the state has these very values under these keys. */
export function checkProof(
	stateRoot: Bytes,
	nodes: readonly Bytes[],
	claims: readonly (readonly [key: Bytes, value: Bytes | null])[],
): void {
	const values = readProof(
		stateRoot,
		nodes,
		claims.map(([key]) => key),
	);
	claims.forEach(([key, claimed], at) => {
		const value = values[at] ?? null;
		const [found, wanted] = [value, claimed].map((one) =>
			one === null ? null : toHex(toBytes(one)),
		);
		if (found !== wanted) {
			throw new StateProofError(
				'value-differs',
				`under ${toHex(toBytes(key))} is ${found ?? 'nothing'}, not ${wanted ?? 'nothing'}`,
			);
		}
	});
}

class Proof {
	readonly #nodes = new Map<Hex, Uint8Array>();
	readonly #used = new Set<Hex>();

	constructor(nodes: readonly Bytes[]) {
		for (const given of nodes) {
			const node = givenBytes(given, 'malformed-node');
			const name = toHex(hash('Blake2b_256', node));
			if (this.#nodes.has(name)) {
				throw new StateProofError('surplus-node', `the node ${name} is there twice`);
			}
			this.#nodes.set(name, node);
		}
	}

	/** What is under `key`. */
	read(root: Hex, key: Uint8Array): Uint8Array | null {
		const path = halves(key);
		const top = this.#take(root);
		if (top === undefined) {
			throw new StateProofError(
				'other-root',
				`no node has the hash ${root}: the proof is of another state`,
			);
		}
		let node = top.length === 1 && top[0] === 0 ? EMPTY : decode(top);
		let at = 0;
		for (;;) {
			if (!node.partial.every((half, index) => half === path[at + index])) {
				return null;
			}
			at += node.partial.length;
			const next = path[at];
			if (next === undefined) {
				return this.#value(node);
			}
			const child = node.children[next];
			if (child === undefined) {
				return null;
			}
			at += 1;
			node = decode(child.length === HASH ? this.#node(child) : child);
		}
	}

	/** That every node was needed. */
	finish(): void {
		const unused = [...this.#nodes.keys()].find((name) => !this.#used.has(name));
		if (unused !== undefined) {
			throw new StateProofError('surplus-node', `no key leads to the node ${unused}`);
		}
	}

	#value({ value, isHashed }: TrieNode): Uint8Array | null {
		if (value === undefined || !isHashed) {
			return value?.slice() ?? null;
		}
		const found = this.#take(toHex(value));
		if (found === undefined) {
			const reason = `the value is missing that has the hash ${toHex(value)}`;
			throw new StateProofError('missing-value', reason);
		}
		return found.slice();
	}

	#node(name: Uint8Array): Uint8Array {
		const found = this.#take(toHex(name));
		if (found === undefined) {
			const reason = `the node is missing that has the hash ${toHex(name)}`;
			throw new StateProofError('missing-node', reason);
		}
		return found;
	}

	#take(name: Hex): Uint8Array | undefined {
		this.#used.add(name);
		return this.#nodes.get(name);
	}
}

/** Half bytes, the higher first. */
const halves = (bytes: Uint8Array): number[] =>
	Array.from(bytes).flatMap((byte) => [byte >> 4, byte & 15]);

function decode(bytes: Uint8Array): TrieNode {
	const reader = new Reader(bytes, 'malformed-node');
	const first = reader.byte('the kind');
	const { hasValue, isHashed, isLeaf, bits } = kindOf(first, reader);
	const partial = partialOf(reader, count(reader, first, bits));
	const bitmap = isLeaf ? 0 : reader.u16('the children');
	if (!isLeaf && bitmap === 0) {
		throw reader.refusal('a branch has no child');
	}
	const value = !hasValue
		? undefined
		: reader.take(isHashed ? HASH : reader.compact('the length of the value'), 'the value');
	const children = Array.from({ length: isLeaf ? 0 : 16 }, (_, at) => {
		if (((bitmap >> at) & 1) === 0) {
			return undefined;
		}
		const length = reader.compact('the length of a child');
		if (length === 0 || length > HASH) {
			throw reader.refusal(`a child has ${length} bytes`);
		}
		return reader.take(length, 'a child');
	});
	reader.end('the node');
	return { partial, value, isHashed, children };
}

/** What the first byte says of a node, and in how many bits. */
function kindOf(
	first: number,
	reader: Reader,
): { hasValue: boolean; isHashed: boolean; isLeaf: boolean; bits: number } {
	if (first >> 6 === 0b01) {
		return { hasValue: true, isHashed: false, isLeaf: true, bits: 2 };
	} else if (first >> 6 === 0b10) {
		return { hasValue: false, isHashed: false, isLeaf: false, bits: 2 };
	} else if (first >> 6 === 0b11) {
		return { hasValue: true, isHashed: false, isLeaf: false, bits: 2 };
	} else if (first >> 5 === 0b001) {
		return { hasValue: true, isHashed: true, isLeaf: true, bits: 3 };
	} else if (first >> 4 === 0b0001) {
		return { hasValue: true, isHashed: true, isLeaf: false, bits: 4 };
	}
	throw reader.refusal(`there is no kind of nodes ${first}`);
}

/** The number of half bytes: what is left of the first byte and, if that is full, of the next. */
function count(reader: Reader, first: number, bits: number): number {
	const most = 255 >> bits;
	let total = first & most;
	for (let more = total === most ? 255 : 0; more === 255; total += more) {
		more = reader.byte('the number of half bytes');
	}
	return total;
}

function partialOf(reader: Reader, length: number): number[] {
	const all = halves(reader.take(Math.ceil(length / 2), 'the half bytes'));
	if (length % 2 === 1 && all.shift() !== 0) {
		throw reader.refusal('the half bytes don’t begin with a zero');
	}
	return all;
}
