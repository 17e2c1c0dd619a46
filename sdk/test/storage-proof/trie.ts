// SPDX-License-Identifier: Apache-2.0

/** A trie as a chain builds it (`sp-trie`, layout V1), to prove things from in tests. */

import { compactToU8a } from '@polkadot/util';
import { type Bytes, hash, toBytes, toHex } from '../../src/index.js';

interface Tree {
	readonly partial: readonly number[];
	readonly value: Uint8Array | undefined;
	/** By half byte. */
	readonly children: ReadonlyMap<number, Tree>;
}

export const blake2 = (bytes: Uint8Array): Uint8Array => hash('Blake2b_256', bytes);

const halves = (bytes: Uint8Array): number[] =>
	[...toHex(bytes).slice(2)].map((digit) => Number.parseInt(digit, 16));

/** Half bytes as they are written, with a zero in front of an odd number. */
export const packed = (halves: readonly number[]): number[] => {
	const even = halves.length % 2 === 0 ? halves : [0, ...halves];
	return even.flatMap((half, at) => (at % 2 === 0 ? [half * 16 + (even[at + 1] ?? 0)] : []));
};

/** The first bytes of a node: its kind and how many half bytes follow. */
export function head(kind: number, bits: number, count: number): number[] {
	const most = 2 ** (8 - bits) - 1;
	if (count < most) {
		return [kind + count];
	}
	const rest = count - most;
	return [kind + most, ...Array<number>(Math.floor(rest / 255)).fill(255), rest % 255];
}

export const LEAF = [0x40, 2] as const;
export const BRANCH = [0x80, 2] as const;
export const BRANCH_WITH_VALUE = [0xc0, 2] as const;
export const HASHED_LEAF = [0x20, 3] as const;
export const HASHED_BRANCH = [0x10, 4] as const;

function encode({ partial, value, children }: Tree): Uint8Array {
	const isHashed = value !== undefined && value.length > 32;
	const isLeaf = children.size === 0;
	const [kind, bits] = isLeaf
		? isHashed
			? HASHED_LEAF
			: LEAF
		: value === undefined
			? BRANCH
			: isHashed
				? HASHED_BRANCH
				: BRANCH_WITH_VALUE;
	let bitmap = 0;
	for (const half of children.keys()) {
		bitmap += 2 ** half;
	}
	const stated =
		value === undefined
			? []
			: isHashed
				? blake2(value)
				: [...compactToU8a(value.length), ...value];
	const below = [...children.entries()]
		.sort(([a], [b]) => a - b)
		.flatMap(([, child]) => {
			const bytes = encode(child);
			const shown = bytes.length < 32 ? bytes : blake2(bytes);
			return [...compactToU8a(shown.length), ...shown];
		});
	return Uint8Array.from([
		...head(kind, bits, partial.length),
		...packed(partial),
		...(isLeaf ? [] : [bitmap & 255, bitmap >> 8]),
		...stated,
		...below,
	]);
}

function grow(entries: readonly (readonly [readonly number[], Uint8Array])[]): Tree {
	const [first, ...others] = entries.map(([path]) => path);
	let shared = first?.length ?? 0;
	for (const other of others) {
		const at = other.findIndex((half, index) => half !== first?.[index]);
		shared = Math.min(shared, at === -1 ? other.length : at);
	}
	const below = new Map<number, [readonly number[], Uint8Array][]>();
	let value: Uint8Array | undefined;
	for (const [path, stored] of entries) {
		const half = path[shared];
		if (half === undefined) {
			value = stored;
		} else {
			const group = below.get(half) ?? [];
			group.push([path.slice(shared + 1), stored]);
			below.set(half, group);
		}
	}
	const children = new Map([...below].map(([half, group]) => [half, grow(group)]));
	return { partial: first?.slice(0, shared) ?? [], value, children };
}

/** The state of a chain. */
export class Trie {
	readonly #tree: Tree | undefined;
	readonly root: Uint8Array;

	constructor(entries: Iterable<readonly [key: Bytes, value: Bytes]>) {
		const all = [...entries].map(
			([key, value]) => [halves(toBytes(key)), toBytes(value)] as const,
		);
		this.#tree = all.length === 0 ? undefined : grow(all);
		this.root = blake2(this.#top);
	}

	get #top(): Uint8Array {
		return this.#tree === undefined ? Uint8Array.of(0) : encode(this.#tree);
	}

	/** What `state_getReadProof` answers for these keys. */
	prove(...keys: readonly Bytes[]): Uint8Array[] {
		const nodes = new Map([[toHex(this.#top), this.#top]]);
		for (const key of keys) {
			let path = halves(toBytes(key));
			let tree = this.#tree;
			while (tree !== undefined && tree.partial.every((half, at) => half === path[at])) {
				path = path.slice(tree.partial.length);
				const [next] = path;
				if (next === undefined) {
					if (tree.value !== undefined && tree.value.length > 32) {
						nodes.set(toHex(tree.value), tree.value);
					}
					break;
				}
				path = path.slice(1);
				tree = tree.children.get(next);
				const bytes = tree === undefined ? [] : encode(tree);
				if (bytes instanceof Uint8Array && bytes.length >= 32) {
					nodes.set(toHex(bytes), bytes);
				}
			}
		}
		return [...nodes.values()];
	}
}
