// SPDX-License-Identifier: Apache-2.0

/**
 * A payer's fee schedule: the tree whose root a plan's rules name, and the file that proves each
 * price in it, as `insurance_claims_core::tariff_leaf` has them.
 *
 * What is done to a patient shows on chain as a digest alone. That of a schedule has a salt of its
 * own for each code, which the payer gives to its providers with the schedule. So **whoever has the
 * schedule can read the claims that use it**; whoever hasn't sees that two claims are for the same.
 */

import { type Bytes, concat, exactly, type Hex, toHex, u32 } from './bytes.js';
import { canonicalize } from './canonical.js';
import { BENEFIT_CATEGORIES, type BenefitCategory, type TariffProof } from './claim-terms.js';
import { type Context, fieldCommitment, randomSalt } from './commitment.js';
import { DEFAULT_ALGORITHM, type Digest, digest, hash, type HashAlgorithm } from './digest.js';
import { MerkleTree, verifyPath } from './merkle.js';
import { MAX_AMOUNT } from './money.js';
import { digestBytes } from './scale.js';
import { statement } from './statement.js';

/** Which version of which plan's rules, on which chain. */
export interface TariffContext {
	/** The chain's id: `api.call.institutionsApi.chainId()`. */
	readonly chainId: Bytes;
	/** The number of the institution that pays. */
	readonly payer: number;
	readonly plan: number;
	/** The version of the plan's rules. */
	readonly version: number;
	/** {@link DEFAULT_ALGORITHM} where none is named. */
	readonly algorithm?: HashAlgorithm;
}

/** A code of what is done, as FHIR's Coding has it. */
export interface ServiceCode {
	readonly system?: string;
	readonly code: string;
}

/** A price. */
export interface TariffItem extends ServiceCode {
	readonly category: BenefitCategory;
	/** What one piece costs at most, in minor units. */
	readonly unitPrice: bigint;
}

/** A price with all that a line of a claim needs of it. */
export interface TariffEntry extends TariffItem {
	/** What the line names instead of the code. */
	readonly digest: Digest;
	/** Opens the digest. */
	readonly salt: Hex;
	/** What the line proves the price with. */
	readonly proof: TariffProof;
}

/** A schedule as a plan's rules name it. */
export interface TariffRoot {
	readonly root: Digest;
	readonly count: number;
}

/** Where a code stands in what is committed to. */
const CODE_PATH = '/productOrService/coding';

/** The commitment to a code: to a field, of which whoever commits shows code, system and salt. */
export function codeCommitment(
	context: Context,
	salt: Bytes,
	{ system, code }: ServiceCode,
): Uint8Array {
	const value = canonicalize(JSON.stringify({ system, code }));
	return fieldCommitment(context, salt, CODE_PATH, value);
}

/** Little endian, as SCALE encodes a `u128`. */
function u128(value: bigint): Uint8Array {
	if (value < 0n || value > MAX_AMOUNT) {
		throw new RangeError(`${value} is no 128-bit number`);
	}
	const bytes = new Uint8Array(16);
	const view = new DataView(bytes.buffer);
	view.setBigUint64(0, value & 0xffff_ffff_ffff_ffffn, true);
	view.setBigUint64(8, value >> 64n, true);
	return bytes;
}

/** The leaf of a price in its schedule's tree. */
export function tariffLeaf(
	context: TariffContext,
	code: Digest,
	category: BenefitCategory,
	unitPrice: bigint,
): Uint8Array {
	const index = BENEFIT_CATEGORIES.indexOf(category);
	if (index < 0) {
		throw new RangeError(`"${category}" is none of ${BENEFIT_CATEGORIES.join(', ')}`);
	}
	return hash(
		context.algorithm ?? DEFAULT_ALGORITHM,
		statement(
			'tariff',
			context.chainId,
			concat(
				u32(context.payer),
				u32(context.plan),
				u32(context.version),
				digestBytes(code),
				[index],
				u128(unitPrice),
			),
		),
	);
}

/** Whether the schedule with this root has the price: what the chain checks as well. */
export function checkTariffProof(
	context: TariffContext,
	{ root, count }: TariffRoot,
	code: Digest,
	category: BenefitCategory,
	{ unitPrice, index, path }: TariffProof,
): boolean {
	const { algorithm } = root;
	const leaf = tariffLeaf({ ...context, algorithm }, code, category, BigInt(unitPrice));
	return verifyPath(algorithm, root.bytes, count, index, leaf, path);
}

/** Why a file isn't that of a fee schedule. */
export class TariffFileError extends Error {
	override readonly name = 'TariffFileError';

	constructor(
		/** The line, from 1; 0 for the whole. */
		readonly line: number,
		readonly reason: string,
	) {
		super(line === 0 ? reason : `line ${line} ${reason}`);
	}
}

interface Head {
	readonly galen: 'tariff';
	readonly chainId: Hex;
	readonly payer: number;
	readonly plan: number;
	readonly version: number;
	readonly root: Digest;
	readonly count: number;
}

/** A fee schedule with the salts of its codes. */
export class TariffFile {
	readonly tariff: TariffRoot;
	readonly #context: TariffContext;
	readonly #entries: ReadonlyMap<string, TariffEntry>;

	/** @param salts fresh random ones where none are given */
	constructor(
		context: TariffContext,
		items: readonly TariffItem[],
		salts: (item: TariffItem) => Bytes = randomSalt,
	) {
		const { chainId, payer, algorithm = DEFAULT_ALGORITHM } = context;
		const salted = items.map((item) => {
			const salt = exactly(32, salts(item), 'a salt');
			const code = digest(
				algorithm,
				codeCommitment({ chainId, institution: payer, algorithm }, salt, item),
			);
			return { item, salt: toHex(salt), code };
		});
		const tree = new MerkleTree(
			algorithm,
			salted.map(({ item, code }) =>
				tariffLeaf(context, code, item.category, item.unitPrice),
			),
		);
		const entries = new Map<string, TariffEntry>();
		salted.forEach(({ item, salt, code }, index) => {
			const key = keyOf(item);
			if (entries.has(key)) {
				throw new RangeError(`the schedule has ${key} twice`);
			}
			entries.set(key, {
				...item,
				salt,
				digest: code,
				proof: {
					unitPrice: item.unitPrice.toString(),
					index,
					path: tree.path(index).map((node) => toHex(node)),
				},
			});
		});
		this.#context = context;
		this.#entries = entries;
		this.tariff = { root: digest(algorithm, tree.root), count: items.length };
	}

	/** The price of a code, if the schedule has one. */
	find(service: ServiceCode): TariffEntry | undefined {
		return this.#entries.get(keyOf(service));
	}

	/** The file, line by line, without line ends: a head, then a price a line. */
	*lines(): Generator<string> {
		const { chainId, payer, plan, version } = this.#context;
		const head: Head = {
			galen: 'tariff',
			chainId: toHex(exactly(32, chainId, 'the chain id')),
			payer,
			plan,
			version,
			...this.tariff,
		};
		yield JSON.stringify(head);
		for (const { system, code, category, unitPrice, salt } of this.#entries.values()) {
			yield JSON.stringify({ system, code, category, unitPrice: unitPrice.toString(), salt });
		}
	}

	/** Reads a file. Throws {@link TariffFileError} unless it has the root that it says. */
	static read(lines: Iterable<string>): TariffFile {
		let head: Head | undefined;
		const items: TariffItem[] = [];
		const salts: string[] = [];
		let count = 0;
		for (const line of lines) {
			count += 1;
			const read = parsed(line, count);
			if (head === undefined) {
				head = headOf(read);
				continue;
			}
			const { system, code, category, unitPrice, salt } = read;
			const known = BENEFIT_CATEGORIES.find((name) => name === category);
			if (
				(system !== undefined && typeof system !== 'string') ||
				typeof code !== 'string' ||
				typeof salt !== 'string' ||
				known === undefined ||
				typeof unitPrice !== 'string' ||
				!/^\d{1,39}$/.test(unitPrice)
			) {
				throw new TariffFileError(count, 'has no code, category, unitPrice and salt');
			}
			items.push({
				...(system === undefined ? {} : { system }),
				code,
				category: known,
				unitPrice: BigInt(unitPrice),
			});
			salts.push(salt);
		}
		if (head === undefined) {
			throw new TariffFileError(0, 'the file is empty');
		}
		const { root, count: prices, ...context } = head;
		if (items.length !== prices) {
			throw new TariffFileError(
				0,
				`the file has ${items.length} prices instead of ${prices}`,
			);
		}
		let at = 0;
		const next = (): string => salts[at++] ?? '';
		const file = new TariffFile({ ...context, algorithm: root.algorithm }, items, next);
		if (file.tariff.root.bytes !== root.bytes) {
			throw new TariffFileError(
				0,
				`the prices have the root ${file.tariff.root.bytes}, not ${root.bytes} as the file says`,
			);
		}
		return file;
	}
}

const keyOf = ({ system, code }: ServiceCode): string => `${system ?? ''}|${code}`;

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
	throw new TariffFileError(number, 'is no JSON object');
}

function headOf(read: Record<string, unknown>): Head {
	const head = read as unknown as Head;
	const numbers = [head.payer, head.plan, head.version, head.count];
	const whole =
		numbers.every((each) => typeof each === 'number') &&
		[head.chainId, head.root?.algorithm, head.root?.bytes].every(
			(each) => typeof each === 'string',
		);
	if (head.galen !== 'tariff' || !whole) {
		throw new TariffFileError(1, 'is not the head of the file of a fee schedule');
	}
	return head;
}
