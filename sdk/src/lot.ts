// SPDX-License-Identifier: Apache-2.0

/**
 * The packs of a lot: the tree whose root commissions all of them in one call, and the
 * manufacturer's file that proves each of them afterwards.
 *
 * The chain has the root; the file stays with whoever answers for the lot, and is served by serial
 * number to those who have the pack in hand. Each leaf has a salt of its own, so that a path tells
 * nothing of its neighbours: **whoever is given the whole file knows every serial number of the
 * lot**, and can print copies.
 */

import { randomAsU8a } from '@polkadot/util-crypto';
import { type Bytes, exactly, type Hex, toHex, u64, utf8 } from './bytes.js';
import { DEFAULT_ALGORITHM, type Digest, digest, hash, type HashAlgorithm } from './digest.js';
import type { Salts } from './fields.js';
import { keyNumber, parseGs1Key, parseGtin, parseLotOrSerial } from './gs1.js';
import { MerkleTree, verifyPath } from './merkle.js';
import { shortBytes } from './scale.js';
import { statement } from './statement.js';

/** Which lot, on which chain. */
export interface LotContext {
	/** The chain's id: `api.call.institutionsApi.chainId()`. */
	readonly chainId: Bytes;
	/** 8, 12, 13 or 14 digits. */
	readonly gtin: string;
	readonly lot: string;
	/** {@link DEFAULT_ALGORITHM} where none is named. */
	readonly algorithm?: HashAlgorithm;
}

/** A pack as it leaves the line. */
export interface LotPack {
	readonly serial: string;
	/** The SSCC of the case that it is put into. */
	readonly firstCase: string;
}

/** What proves a pack, as `drugProvenance` takes it. Plain JSON. */
export interface PackProof {
	readonly lot: Hex;
	/** The SSCC as a number, in decimal. */
	readonly firstCase: string;
	/** The leaf's own salt. */
	readonly salt: Hex;
	/** The leaf's place in the tree. */
	readonly index: number;
	/** The siblings from the bottom. */
	readonly path: readonly Hex[];
}

/** A key of GS1's as the chain takes it: a number, in decimal, since an SSCC is more than 2^53. */
export const gtinArgument = (gtin: string): string => keyNumber(parseGtin(gtin)).toString();
export const ssccArgument = (sscc: string): string =>
	keyNumber(parseGs1Key('SSCC', sscc)).toString();

/** A lot or a serial number as the chain takes it: in hexadecimal, or `0x…` would be taken apart. */
export const textArgument = (text: string): Hex => toHex(utf8(parseLotOrSerial(text)));

/** What calls and reads call a pack. */
export const packKey = (gtin: string, serial: string): { gtin: string; serial: Hex } => ({
	gtin: gtinArgument(gtin),
	serial: textArgument(serial),
});

/** What calls and reads call a lot. */
export const lotKey = (gtin: string, lot: string): { gtin: string; lot: Hex } => ({
	gtin: gtinArgument(gtin),
	lot: textArgument(lot),
});

/** Makes the leaves of a lot, in one buffer: of a million packs, each allocation counts. */
function leavesOf({ chainId, gtin, lot, algorithm = DEFAULT_ALGORITHM }: LotContext) {
	const head = statement(
		'pack',
		chainId,
		u64(keyNumber(parseGtin(gtin))),
		shortBytes(utf8(parseLotOrSerial(lot))),
	);
	const bytes = new Uint8Array(head.length + 1 + MAX_TEXT + 8 + 32);
	bytes.set(head);
	return (serial: string, firstCase: Uint8Array, salt: Uint8Array): Uint8Array => {
		const { length } = serialOf(serial);
		let at = head.length;
		bytes[at] = length << 2;
		for (let index = 0; index < length; index += 1) {
			bytes[(at += 1)] = serial.charCodeAt(index);
		}
		bytes.set(firstCase, at + 1);
		bytes.set(salt, at + 9);
		return hash(algorithm, bytes.subarray(0, at + 41));
	};
}

/** How long a lot or serial number is at most. */
const MAX_TEXT = 20;

/** The serial number, if it is one: ASCII. The fast test first. */
const serialOf = (serial: string): string =>
	/^[!"%-?A-Z_a-z]{1,20}$/.test(serial) ? serial : parseLotOrSerial(serial);

/** Fresh random salts, from as much randomness at once as there is. */
function freshSalts(): Salts {
	let pool: Uint8Array = new Uint8Array();
	let at = 0;
	return () => {
		if (at === pool.length) {
			pool = randomAsU8a(65_536);
			at = 0;
		}
		at += 32;
		return pool.subarray(at - 32, at);
	};
}

const caseOf = (sscc: string): Uint8Array => u64(keyNumber(parseGs1Key('SSCC', sscc)));

/** The leaf of a pack in its lot's tree. */
export function packLeaf(
	context: LotContext,
	serial: string,
	firstCase: string,
	salt: Bytes,
): Uint8Array {
	return leavesOf(context)(serial, caseOf(firstCase), exactly(32, salt, 'the salt'));
}

/** Whether the lot with this root and quantity has the pack: what the chain checks as well. */
export function checkPackProof(
	context: LotContext,
	serials: Digest,
	quantity: number,
	serial: string,
	proof: PackProof,
): boolean {
	const { lot, firstCase, salt, index, path } = proof;
	if (lot !== textArgument(context.lot)) {
		return false;
	}
	const algorithm = serials.algorithm;
	const leaf = packLeaf({ ...context, algorithm }, serial, firstCase.padStart(18, '0'), salt);
	return verifyPath(algorithm, serials.bytes, quantity, index, leaf, path);
}

/** Bytes of one length, one after the other, as many as come. */
class Rows {
	#bytes: Uint8Array;
	#count = 0;

	constructor(private readonly length: number) {
		this.#bytes = new Uint8Array(1024 * length);
	}

	push(row: Uint8Array): void {
		const at = this.#count * this.length;
		if (at === this.#bytes.length) {
			const longer = new Uint8Array(2 * at);
			longer.set(this.#bytes);
			this.#bytes = longer;
		}
		this.#bytes.set(row, at);
		this.#count += 1;
	}

	at(index: number): Uint8Array {
		return this.#bytes.slice(index * this.length, (index + 1) * this.length);
	}

	all(): Uint8Array {
		return this.#bytes.subarray(0, this.#count * this.length);
	}
}

/** The first line of the file. */
interface Head {
	readonly galen: 'lot';
	readonly chainId: Hex;
	readonly gtin: string;
	readonly lot: string;
	readonly quantity: number;
	readonly serials: Digest;
}

/** Why a file isn't that of a lot. */
export class LotFileError extends Error {
	override readonly name = 'LotFileError';

	constructor(
		/** The line, from 1; 0 for the whole. */
		readonly line: number,
		reason: string,
	) {
		super(line === 0 ? reason : `line ${line}: ${reason}`);
	}
}

/**
 * All packs of a lot, for whoever answers for it. A million of them take some 200 MB: their salts,
 * their tree and their serial numbers.
 */
export class LotFile {
	/** How many packs there are. */
	readonly quantity: number;
	/** The root over them. Both go into the terms of `commission_lot`. */
	readonly serials: Digest;
	readonly #head: Omit<Head, 'quantity' | 'serials'>;
	/** The places of the packs, in their order. */
	readonly #places = new Map<string, number>();
	/** The first cases, each once, and of every pack which one. */
	readonly #cases: string[] = [];
	readonly #caseOf = new Rows(4);
	readonly #salts = new Rows(32);
	readonly #tree: MerkleTree;

	/**
	 * @param packs in the order of the leaves
	 * @param salts fresh random ones where none are given; called once for every serial number
	 */
	constructor(context: LotContext, packs: Iterable<LotPack>, salts: Salts = freshSalts()) {
		const { chainId, gtin, lot, algorithm = DEFAULT_ALGORITHM } = context;
		this.#head = {
			galen: 'lot',
			chainId: toHex(exactly(32, chainId, 'the chain id')),
			gtin,
			lot,
		};
		const leaf = leavesOf(context);
		const leaves = new Rows(32);
		const cases = new Map<string, { row: Uint8Array; bytes: Uint8Array }>();
		for (const { serial, firstCase } of packs) {
			if (this.#places.has(serial)) {
				throw new RangeError(`the lot has the serial number "${serial}" twice`);
			}
			let found = cases.get(firstCase);
			if (found === undefined) {
				const row = new Uint8Array(Uint32Array.of(this.#cases.length).buffer);
				found = { row, bytes: caseOf(firstCase) };
				cases.set(firstCase, found);
				this.#cases.push(firstCase);
			}
			const salt = exactly(32, salts(serial), 'a salt');
			leaves.push(leaf(serial, found.bytes, salt));
			this.#salts.push(salt);
			this.#caseOf.push(found.row);
			this.#places.set(serial, this.#places.size);
		}
		this.quantity = this.#places.size;
		this.#tree = new MerkleTree(algorithm, leaves.all());
		this.serials = digest(algorithm, this.#tree.root);
	}

	/** The first cases, in the order in which they were filled. */
	get firstCases(): readonly string[] {
		return this.#cases;
	}

	/** Whether the lot has a pack with this serial number. */
	has(serial: string): boolean {
		return this.#places.has(serial);
	}

	/** What proves the pack; `undefined` if the lot has none with this serial number. */
	proof(serial: string): PackProof | undefined {
		const index = this.#places.get(serial);
		return index === undefined
			? undefined
			: {
					lot: textArgument(this.#head.lot),
					firstCase: ssccArgument(this.#caseAt(index)),
					salt: toHex(this.#salts.at(index)),
					index,
					path: this.#tree.path(index).map((node) => toHex(node)),
				};
	}

	/**
	 * The file, line by line, without line ends: a head, then a pack a line. Paths aren't in it;
	 * {@link LotFile.read} computes the tree again.
	 */
	*lines(): Generator<string> {
		const head: Head = { ...this.#head, quantity: this.quantity, serials: this.serials };
		yield JSON.stringify(head);
		for (const [serial, index] of this.#places) {
			const salt = toHex(this.#salts.at(index));
			yield JSON.stringify({ serial, firstCase: this.#caseAt(index), salt });
		}
	}

	/** Reads a file. Throws {@link LotFileError} unless it is whole and has the root that it says. */
	static async read(lines: Iterable<string> | AsyncIterable<string>): Promise<LotFile> {
		let head: Head | undefined;
		let count = 0;
		const packs: LotPack[] = [];
		const salts = new Rows(32);
		for await (const line of lines) {
			count += 1;
			const read = parsed(line, count);
			if (head === undefined) {
				head = headOf(read);
			} else {
				const [serial, firstCase, salt] = ['serial', 'firstCase', 'salt'].map(
					(name) => read[name],
				);
				if (
					typeof serial !== 'string' ||
					typeof firstCase !== 'string' ||
					typeof salt !== 'string'
				) {
					throw new LotFileError(count, 'a pack has serial, firstCase and salt');
				}
				packs.push({ serial, firstCase });
				salts.push(exactly(32, salt, 'a salt'));
			}
		}
		if (head === undefined) {
			throw new LotFileError(0, 'the file is empty');
		}
		const { quantity, serials, ...context } = head;
		if (packs.length !== quantity) {
			throw new LotFileError(0, `the file has ${packs.length} packs instead of ${quantity}`);
		}
		let at = 0;
		const next = (): Uint8Array => salts.at(at++);
		const file = new LotFile({ ...context, algorithm: serials.algorithm }, packs, next);
		if (file.serials.bytes !== serials.bytes) {
			throw new LotFileError(
				0,
				`the packs have the root ${file.serials.bytes}, not ${serials.bytes} as the file says`,
			);
		}
		return file;
	}

	#caseAt(index: number): string {
		const [which = 0] = new Uint32Array(this.#caseOf.at(index).buffer);
		return this.#cases[which] as string;
	}
}

function parsed(line: string, number: number): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(line);
		if (typeof value === 'object' && value !== null) {
			return value as Record<string, unknown>;
		}
	} catch (error) {
		if (!(error instanceof SyntaxError)) {
			throw error;
		}
	}
	throw new LotFileError(number, 'is no JSON object');
}

function headOf(read: Record<string, unknown>): Head {
	const head = read as unknown as Head;
	const texts = [head.chainId, head.gtin, head.lot, head.serials?.algorithm, head.serials?.bytes];
	const whole =
		typeof head.quantity === 'number' && texts.every((each) => typeof each === 'string');
	if (head.galen !== 'lot' || !whole) {
		throw new LotFileError(1, 'is not the head of the file of a lot');
	}
	return head;
}
