// SPDX-License-Identifier: Apache-2.0

/**
 * Sealed allocation lists: which arm the next participant of a stratum gets, generated before the
 * first is enrolled and committed to by a root, so that nobody can choose or guess the next arm, and
 * the list can be opened and checked when the trial is over.
 *
 * Each place of a list has a leaf over its arm under a salt of its own. All salts follow from one
 * secret, so that opening the list takes the secret and the arms and nothing else. **Whoever has the
 * secret knows every arm**: it stays with the unblinded statistician until the list is opened.
 */

import { randomAsU8a } from '@polkadot/util-crypto';
import { type Bytes, concat, exactly, type Hex, toHex, u32, utf8 } from './bytes.js';
import { DEFAULT_ALGORITHM, type Digest, digest, hash, type HashAlgorithm } from './digest.js';
import type { Salts } from './fields.js';
import { parseLotOrSerial } from './gs1.js';
import { MerkleTree, verifyPath } from './merkle.js';
import { shortBytes } from './scale.js';
import { statement } from './statement.js';

/** Which list: one for each stratum of each moment of a study at which subjects are randomised. */
export interface ListContext {
	/** The chain's id: `api.call.institutionsApi.chainId()`. */
	readonly chainId: Bytes;
	readonly study: number;
	/** The randomisation point, from 0: some trials randomise several times. */
	readonly point: number;
	readonly stratum: number;
	/** {@link DEFAULT_ALGORITHM} where none is named. */
	readonly algorithm?: HashAlgorithm;
}

/** A source of randomness: that many bytes. Cryptographic unless a test says otherwise. */
export type Randomness = (length: number) => Uint8Array;

/** How a list is generated. */
export interface BlockDesign {
	/** How many participants of a smallest block each arm gets: `[1, 1]`, `[2, 1]`. */
	readonly ratio: readonly number[];
	/**
	 * How many smallest blocks a block may be, of which each is chosen at random: `[2, 3]` makes
	 * blocks of four and six for `[1, 1]`. A block of one known size gives its last arm away.
	 */
	readonly multiples: readonly number[];
	/** How many places the list has; what is left of the last block is cut off. */
	readonly length: number;
}

/** A number below `bound`, all equally likely. */
function below(bound: number, random: Randomness): number {
	// What is at or above the greatest multiple of the bound would favour small numbers.
	const limit = Math.floor(0x1_0000_0000 / bound) * bound;
	for (;;) {
		const bytes = exactly(4, random(4), 'the randomness');
		const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
		if (number < limit) {
			return number % bound;
		}
	}
}

/** The items in an order of which each is equally likely (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: Randomness = randomAsU8a): Item[] {
	const left = [...items];
	const order: Item[] = [];
	while (left.length > 0) {
		order.push(...left.splice(below(left.length, random), 1));
	}
	return order;
}

/** Arms by permuted blocks (CONSORT item 8b: "blocking and block size"): numbers of arms from 0. */
export function permutedBlocks(
	{ ratio, multiples, length }: BlockDesign,
	random: Randomness = randomAsU8a,
): number[] {
	const counts = [...ratio, ...multiples, length];
	if (ratio.length < 2 || multiples.length === 0 || !counts.every(isCount)) {
		throw new RangeError('blocks need two arms or more, and whole numbers above 0');
	}
	const smallest = ratio.flatMap((count, arm) => Array<number>(count).fill(arm));
	const arms: number[] = [];
	while (arms.length < length) {
		const times = multiples[below(multiples.length, random)] as number;
		arms.push(...shuffled(Array<number[]>(times).fill(smallest).flat(), random));
	}
	return arms.slice(0, length);
}

const isCount = (value: number): boolean => Number.isInteger(value) && value > 0;

/** What every statement about an entry begins with: list and place. */
const entryOf = ({ study, point, stratum }: ListContext, index: number): Uint8Array => {
	for (const [value, most] of [
		[point, 0xff],
		[stratum, 0xffff],
	] as const) {
		if (!Number.isInteger(value) || value < 0 || value > most) {
			throw new RangeError(`${value} is no point of randomisation or no stratum`);
		}
	}
	return concat(u32(study), [point], [stratum & 0xff, stratum >> 8], u32(index));
};

const algorithmOf = ({ algorithm = DEFAULT_ALGORITHM }: ListContext): HashAlgorithm => algorithm;

const armByte = (arm: number): Uint8Array => {
	if (!Number.isInteger(arm) || arm < 0 || arm > 0xff) {
		throw new RangeError(`${arm} is no arm`);
	}
	return Uint8Array.of(arm);
};

/** The salt of the entry at `index`. One tells nothing of another. */
export function allocationSalt(context: ListContext, secret: Bytes, index: number): Uint8Array {
	return hash(
		algorithmOf(context),
		statement(
			'allocation-salt',
			context.chainId,
			entryOf(context, index),
			exactly(32, secret, 'the secret'),
		),
	);
}

/** The leaf of the entry at `index`. */
export function allocationLeaf(
	context: ListContext,
	index: number,
	salt: Bytes,
	arm: number,
): Uint8Array {
	return hash(
		algorithmOf(context),
		statement(
			'allocation',
			context.chainId,
			entryOf(context, index),
			exactly(32, salt, 'the salt'),
			armByte(arm),
		),
	);
}

/** Arms as calls and reads take them: a list of single bytes is bytes to polkadot.js. */
export const armsArgument = (arms: readonly number[]): Hex => toHex(concat(...arms.map(armByte)));

/** What opens a list. */
export interface ListOpening {
	/** What the salts follow from. */
	readonly secret: Hex;
	/** The arms in their order. */
	readonly arms: readonly number[];
}

/** What the chain keeps of a list until it is opened. */
export interface ListCommitment {
	readonly root: Digest;
	readonly length: number;
}

/** What randomises one subject, as `clinicalTrials.randomise` takes it. */
export interface AllocationProof {
	readonly index: number;
	readonly leaf: Hex;
	/** The siblings from the bottom. */
	readonly path: readonly Hex[];
}

/** What tells one arm to who has to know it, and lets it be checked against the chain. */
export interface AllocationEntry {
	readonly index: number;
	readonly arm: number;
	readonly salt: Hex;
}

/** A list of arms with its secret: for the unblinded statistician, and nobody else. */
export class AllocationList {
	/** What goes on chain before the first subject is enrolled. */
	readonly root: Digest;
	readonly #context: ListContext;
	readonly #arms: readonly number[];
	readonly #secret: Uint8Array;
	readonly #leaves: readonly Uint8Array[];
	readonly #tree: MerkleTree;

	/** @param secret 32 fresh random bytes where none are given */
	constructor(context: ListContext, arms: readonly number[], secret: Bytes = randomAsU8a(32)) {
		this.#context = context;
		this.#arms = [...arms];
		this.#secret = Uint8Array.from(exactly(32, secret, 'the secret'));
		this.#leaves = leavesOf(context, { secret: toHex(this.#secret), arms });
		this.#tree = new MerkleTree(algorithmOf(context), this.#leaves);
		this.root = digest(algorithmOf(context), this.#tree.root);
	}

	/** How many entries there are. */
	get length(): number {
		return this.#arms.length;
	}

	/** What randomises the subject that is next. It doesn't tell the arm. */
	proof(index: number): AllocationProof {
		const path = this.#tree.path(index).map((node) => toHex(node));
		return { index, leaf: toHex(this.#leaves[index] as Uint8Array), path };
	}

	/** What tells the arm at `index`, and no other: for the pharmacy, or in an emergency. */
	entry(index: number): AllocationEntry {
		const arm = this.#arms[index];
		if (arm === undefined) {
			throw new RangeError(`there is no entry ${index} among ${this.length}`);
		}
		return { index, arm, salt: toHex(allocationSalt(this.#context, this.#secret, index)) };
	}

	/** All leaves: they tell no arm, and let anybody name the first wrong entry of an opening. */
	leaves(): Hex[] {
		return this.#leaves.map((leaf) => toHex(leaf));
	}

	/** What opens the list, when the trial is over. */
	opening(): ListOpening {
		return { secret: toHex(this.#secret), arms: [...this.#arms] };
	}
}

/** The leaves of an opened list, in their order. */
export const leavesOf = (
	context: ListContext,
	{ arms, secret }: ListOpening,
): readonly Uint8Array[] =>
	arms.map((arm, index) =>
		allocationLeaf(context, index, allocationSalt(context, secret, index), arm),
	);

/** Whether the entry is what the list with this root has at its place. */
export function checkAllocation(
	context: ListContext,
	{ root, length }: ListCommitment,
	{ index, arm, salt }: AllocationEntry,
	path: readonly Bytes[],
): boolean {
	const leaf = allocationLeaf({ ...context, algorithm: root.algorithm }, index, salt, arm);
	return verifyPath(root.algorithm, root.bytes, length, index, leaf, path);
}

/** What comes of comparing an opened list with what was committed. */
export type OpeningVerdict =
	/** It is the list that was committed, in its order. */
	| { readonly kind: 'verified' }
	/** It has more or fewer entries. */
	| { readonly kind: 'other-length' }
	/** It isn't, and nobody can say where: the leaves that were shown aren't those committed. */
	| { readonly kind: 'other-leaves' }
	/** It isn't, and this is the first entry that differs. */
	| { readonly kind: 'wrong-at'; readonly index: number };

/**
 * Compares an opened list with what was committed, as the chain does.
 *
 * @param shown the leaves that were committed, if they are known: only they tell where it differs
 */
export function checkOpening(
	context: ListContext,
	{ root, length }: ListCommitment,
	opening: ListOpening,
	shown: readonly Bytes[] = [],
): OpeningVerdict {
	if (opening.arms.length !== length) {
		return { kind: 'other-length' };
	}
	const { algorithm } = root;
	const rootOf = (leaves: readonly Bytes[]): Hex | undefined =>
		leaves.length === 0 ? undefined : toHex(new MerkleTree(algorithm, leaves).root);
	const opened = leavesOf({ ...context, algorithm }, opening).map((leaf) => toHex(leaf));
	if (rootOf(opened) === root.bytes) {
		return { kind: 'verified' };
	}
	if (rootOf(shown) !== root.bytes) {
		return { kind: 'other-leaves' };
	}
	const leaves = shown.map((leaf) => toHex(exactly(32, leaf, 'a leaf')));
	const index = opened.findIndex((leaf, at) => leaf !== leaves[at]);
	return { kind: 'wrong-at', index };
}

/** Which list of kits. */
export type KitContext = Omit<ListContext, 'point' | 'stratum'>;

/** The leaf of a kit in a study's list of kits. */
export function kitLeaf(
	context: KitContext,
	index: number,
	serial: string,
	salt: Bytes,
	arm: number,
): Uint8Array {
	return hash(
		context.algorithm ?? DEFAULT_ALGORITHM,
		statement(
			'kit',
			context.chainId,
			u32(context.study),
			u32(index),
			shortBytes(utf8(parseLotOrSerial(serial))),
			exactly(32, salt, 'the salt'),
			armByte(arm),
		),
	);
}

/** A kit, and what is in it. */
export interface Kit {
	/** The serial number on the pack. */
	readonly serial: string;
	readonly arm: number;
}

interface SealedKit extends Kit {
	readonly salt: Uint8Array;
	readonly leaf: Uint8Array;
}

/**
 * The kits of a study with the arm whose treatment each has: for who packs them and the unblinded
 * statistician, and nobody else. What is handed out is proven by {@link KitList.proof}, which doesn't
 * tell the arm.
 */
export class KitList {
	/** What goes on chain. */
	readonly root: Digest;
	readonly #kits: readonly SealedKit[];
	readonly #places: ReadonlyMap<string, number>;
	readonly #tree: MerkleTree;

	/** @param salts fresh random ones where none are given; called once for every serial number */
	constructor(context: KitContext, kits: readonly Kit[], salts: Salts = () => randomAsU8a(32)) {
		this.#kits = kits.map(({ serial, arm }, index) => {
			const salt = Uint8Array.from(exactly(32, salts(serial), 'a salt'));
			return { serial, arm, salt, leaf: kitLeaf(context, index, serial, salt, arm) };
		});
		this.#places = new Map(kits.map(({ serial }, index) => [serial, index]));
		if (this.#places.size !== kits.length) {
			throw new RangeError('two kits have the same serial number');
		}
		const algorithm = context.algorithm ?? DEFAULT_ALGORITHM;
		this.#tree = new MerkleTree(
			algorithm,
			this.#kits.map(({ leaf }) => leaf),
		);
		this.root = digest(algorithm, this.#tree.root);
	}

	/** How many kits there are. */
	get length(): number {
		return this.#kits.length;
	}

	/** What proves a kit, as `clinicalTrials.handOutKit` takes it. `undefined` if there is no such. */
	proof(serial: string): AllocationProof | undefined {
		const [index, kit] = this.#find(serial);
		if (kit === undefined) {
			return undefined;
		}
		const path = this.#tree.path(index).map((node) => toHex(node));
		return { index, leaf: toHex(kit.leaf), path };
	}

	/** What tells a kit's arm, and no other's. `undefined` if there is no such kit. */
	entry(serial: string): AllocationEntry | undefined {
		const [index, kit] = this.#find(serial);
		return kit && { index, arm: kit.arm, salt: toHex(kit.salt) };
	}

	#find(serial: string): [index: number, kit: SealedKit | undefined] {
		const index = this.#places.get(serial) ?? -1;
		return [index, this.#kits[index]];
	}
}
