// SPDX-License-Identifier: Apache-2.0

/**
 * What sensors sign of temperatures, byte for byte as `drug-provenance-core` and the chain have it:
 * readings summed up as a window, its runs out of range, the tree over the salted readings, and what
 * a container was exposed to, joined across windows.
 *
 * Temperatures are in hundredths of a degree Celsius, times in milliseconds since 1970, UTC. Whether
 * a profile was breached decides the chain; the same is computed here so that a gateway knows it
 * before it submits anything, and so that an auditor can compute it again from the readings.
 */

import { type Bytes, concat, exactly, type Hex, toHex, u32, u64, utf8 } from './bytes.js';
import { randomSalt } from './commitment.js';
import { DEFAULT_ALGORITHM, type Digest, digest, hash, type HashAlgorithm } from './digest.js';
import type { Salts } from './fields.js';
import { keyNumber, parseGs1Key } from './gs1.js';
import { MerkleTree, verifyPath } from './merkle.js';
import { digestBytes, i32 } from './scale.js';
import { statement } from './statement.js';

/** The lowest temperature there is. */
export const ABSOLUTE_ZERO = -27_315;

const U32_MAX = 0xffff_ffff;

/** Both ends included. */
export interface TemperatureRange {
	readonly min: number;
	readonly max: number;
}

/** What a product may be exposed to, as calls take it. */
export interface StorageProfile {
	readonly range: TemperatureRange;
	/** How many consecutive readings above the range breach it. */
	readonly heatReadings: number;
	/** How many consecutive readings below the range breach it. One, for what must not freeze. */
	readonly coldReadings: number;
	/** How long there may be no reading, in milliseconds. */
	readonly maxGap: number;
}

/** 2 to 8 degrees Celsius, three consecutive readings, half an hour. */
export const REFRIGERATED: StorageProfile = {
	range: { min: 200, max: 800 },
	heatReadings: 3,
	coldReadings: 3,
	maxGap: 1_800_000,
};

/** Something that a sensor has read. */
export interface TemperatureReading {
	readonly at: number;
	readonly value: number;
}

/** Runs of consecutive readings out of range, on one side. */
export interface Runs {
	/** How many readings from the first on are out of range. */
	readonly leading: number;
	/** How many readings up to the last are out of range. */
	readonly trailing: number;
	/** The longest run. */
	readonly longest: number;
}

/** What a sensor states of the readings in a period, as calls take it. */
export interface Window {
	/** Counts the windows and readings of one sensor at one container, from 0. */
	readonly sequence: number;
	readonly start: number;
	readonly end: number;
	readonly min: number;
	readonly max: number;
	/** Rounded to the nearest, half up. */
	readonly mean: number;
	readonly count: number;
	/** The range by which the runs were counted: the product's. */
	readonly range: TemperatureRange;
	/** Runs above the range. */
	readonly heat: Runs;
	/** Runs below the range. */
	readonly cold: Runs;
	/** The longest time in the period without a reading, in milliseconds. */
	readonly longestGap: number;
	/** The root of the tree over the salted readings. */
	readonly readings: Digest;
}

/** A single reading that a sensor states, as calls take it. */
export interface Reading extends TemperatureReading {
	/** Counts the windows and readings of one sensor at one container, from 0. */
	readonly sequence: number;
}

/** What a sensor has stated, as events have it. */
export type TelemetryStatement = { readonly Window: Window } | { readonly Reading: Reading };

/** Which sensor, on which chain. */
export interface SensorContext {
	/** The chain's id: `api.call.institutionsApi.chainId()`. */
	readonly chainId: Bytes;
	/** The device's number. */
	readonly device: number | bigint;
	/** {@link DEFAULT_ALGORITHM} where none is named. */
	readonly algorithm?: HashAlgorithm;
}

// --- Windows ----------------------------------------------------------------------------------

/** The runs among readings, each of which is out of range or isn't. */
export function runsOf(readings: Iterable<boolean>): Runs {
	let [leading, trailing, longest] = [0, 0, 0];
	let allOut = true;
	for (const out of readings) {
		trailing = out ? trailing + 1 : 0;
		allOut &&= out;
		leading = allOut ? trailing : leading;
		longest = Math.max(longest, trailing);
	}
	return { leading, trailing, longest };
}

/** One reading, and what shows that it belongs to its window. Plain JSON. */
export interface ReadingDisclosure extends TemperatureReading {
	/** The reading's own salt. It opens this reading and no other. */
	readonly salt: Hex;
	/** The reading's place among those of the window. */
	readonly index: number;
	/** The siblings from the bottom. */
	readonly path: readonly Hex[];
}

/** The leaf of a reading in its window's tree. */
export function readingLeaf(
	{ chainId, device, algorithm = DEFAULT_ALGORITHM }: SensorContext,
	{ at, value }: TemperatureReading,
	salt: Bytes,
): Uint8Array {
	return hash(
		algorithm,
		statement(
			'reading',
			chainId,
			u64(device),
			u64(at),
			i32(value),
			exactly(32, salt, 'the salt'),
		),
	);
}

/** What a window is made from. */
export interface WindowOptions {
	/** The number after that of the sensor's last statement: `telemetry(unit, device).next`. */
	readonly sequence: number;
	/** The product's, as `telemetry(unit, device).profile` has it. */
	readonly range: TemperatureRange;
	/**
	 * Where the last statement ended: what lies between it and the first reading counts as time
	 * without readings. The first reading's time if it isn't given.
	 */
	readonly start?: number;
	/** The last reading's time if it isn't given. */
	readonly end?: number;
	/** Fresh random ones where none are given; called with each reading's place. */
	readonly salts?: Salts;
}

/** The readings of a period with what the sensor states of them, for whoever keeps the readings. */
export class ReadingWindow {
	/** What the sensor signs and the chain is told. */
	readonly window: Window;
	readonly #readings: readonly TemperatureReading[];
	readonly #salts: readonly Uint8Array[];
	readonly #tree: MerkleTree;

	/** @param readings in the order of time, no two at the same */
	constructor(
		context: SensorContext,
		readings: readonly TemperatureReading[],
		options: WindowOptions,
	) {
		const { sequence, range, salts = () => randomSalt() } = options;
		const [first, last] = [readings[0], readings.at(-1)];
		if (first === undefined || last === undefined) {
			throw new RangeError('a window needs a reading');
		}
		const [start, end] = [options.start ?? first.at, options.end ?? last.at];
		if (start >= end) {
			throw new RangeError(`the window ends at ${end}, and begins at ${start}`);
		}
		const unordered = readings.findIndex(
			({ at }, index) => index > 0 && at <= (readings[index - 1]?.at ?? at),
		);
		if (unordered >= 0) {
			throw new RangeError(`reading ${unordered} is not later than the one before it`);
		}
		if (first.at < start || last.at > end) {
			throw new RangeError('there are readings outside the period');
		}
		const values = readings.map(({ value }) => value);
		if (!values.every(Number.isInteger)) {
			throw new RangeError('readings are whole hundredths of a degree');
		}
		const count = values.length;
		const sum = values.reduce((all, value) => all + BigInt(value), 0n);
		const times = [start, ...readings.map(({ at }) => at), end];
		const algorithm = context.algorithm ?? DEFAULT_ALGORITHM;
		this.#readings = [...readings];
		this.#salts = readings.map((_, at) => exactly(32, salts(String(at)), 'a salt'));
		this.#tree = new MerkleTree(
			algorithm,
			readings.map((reading, at) =>
				readingLeaf(context, reading, this.#salts[at] as Uint8Array),
			),
		);
		this.window = {
			sequence,
			start,
			end,
			min: extreme(values, Math.min),
			max: extreme(values, Math.max),
			mean: nearest(sum, BigInt(count)),
			count,
			range: { min: range.min, max: range.max },
			heat: runsOf(values.map((value) => value > range.max)),
			cold: runsOf(values.map((value) => value < range.min)),
			longestGap: times.reduce(
				(longest, at, index) => Math.max(longest, at - (times[index - 1] ?? at)),
				0,
			),
			readings: digest(algorithm, this.#tree.root),
		};
		if (this.window.longestGap > U32_MAX) {
			throw new RangeError('there is no reading for more than 49 days');
		}
	}

	/** Every reading's salt: to be kept with the readings, off chain. */
	get salts(): Hex[] {
		return this.#salts.map((salt) => toHex(salt));
	}

	/** What shows the one reading at `index`. */
	prove(index: number): ReadingDisclosure {
		return {
			...(this.#readings[index] as TemperatureReading),
			path: this.#tree.path(index).map((node) => toHex(node)),
			salt: toHex(this.#salts[index]),
			index,
		};
	}
}

/** Whether the reading is one of the window's: what the chain checks as well. */
export function checkReading(
	context: SensorContext,
	window: Window,
	proof: ReadingDisclosure,
): boolean {
	const { algorithm, bytes } = window.readings;
	const leaf = readingLeaf({ ...context, algorithm }, proof, proof.salt);
	return verifyPath(algorithm, bytes, window.count, proof.index, leaf, proof.path);
}

/** What `drugProvenanceApi.verifyReading` takes beside the container and the sensor. */
export interface ReadingProof {
	/** The head of the chain of hashes before the window. */
	readonly before: Hex;
	readonly window: Window;
	/** The hashes of the statements after the window. */
	readonly later: readonly Hex[];
	readonly leaf: Hex;
	readonly index: number;
	readonly path: readonly Hex[];
}

/**
 * What shows the chain that the reading is one that the sensor has signed.
 *
 * @param before the head before the window: of the event that anchored the statement before it, or
 * {@link NO_STATEMENTS}
 * @param later what the sensor has stated of the container since, in its order
 */
export function readingProof(
	context: SensorContext,
	window: Window,
	disclosure: ReadingDisclosure,
	before: Hex,
	later: readonly TelemetryStatement[],
): ReadingProof {
	const { algorithm } = window.readings;
	const leaf = readingLeaf({ ...context, algorithm }, disclosure, disclosure.salt);
	const { index, path } = disclosure;
	return { before, window, later: later.map(statementHash), leaf: toHex(leaf), index, path };
}

/** One by one: a function takes some ten thousand arguments at most. */
const extreme = (values: readonly number[], of: (a: number, b: number) => number): number =>
	values.reduce((found, value) => of(found, value));

/** `sum / count`, rounded to the nearest, half up. */
function nearest(sum: bigint, count: bigint): number {
	const [twice, divisor] = [2n * sum + count, 2n * count];
	const towardsZero = twice / divisor;
	return Number(twice % divisor < 0n ? towardsZero - 1n : towardsZero);
}

/** Why a window can't be what a sensor saw. The chain's errors have the same names. */
export type WindowFlaw =
	| 'EmptyPeriod'
	| 'NoReadings'
	| 'MinAboveMax'
	| 'MeanOutOfRange'
	| 'OtherRange'
	| 'ImpossibleRuns';

/** Whether there can be such runs among `count` readings. */
export function runsFit({ leading, trailing, longest }: Runs, count: number): boolean {
	if (longest === count) {
		return leading === count && trailing === count;
	}
	// What isn't at either end lies between two readings in range.
	const atEnds =
		Math.max(leading + Number(leading > 0), 1) + Math.max(trailing + Number(trailing > 0), 1);
	return (
		longest < count &&
		leading <= longest &&
		trailing <= longest &&
		leading + trailing < count &&
		(longest === leading || longest === trailing || count - longest >= atEnds)
	);
}

/** What the chain would find wrong with the window; `undefined` if nothing. */
export function windowFlaw(window: Window, profile: StorageProfile): WindowFlaw | undefined {
	const { start, end, min, max, mean, count, range, heat, cold, longestGap } = window;
	if (start >= end) {
		return 'EmptyPeriod';
	}
	if (count === 0) {
		return 'NoReadings';
	}
	if (min > max) {
		return 'MinAboveMax';
	}
	if (mean < min || mean > max) {
		return 'MeanOutOfRange';
	}
	if (range.min !== profile.range.min || range.max !== profile.range.max) {
		return 'OtherRange';
	}
	// So many readings cut the period into one piece more, of which one has at least the mean length.
	const possible =
		min >= ABSOLUTE_ZERO &&
		longestGap * (count + 1) >= end - start &&
		longestGap <= end - start &&
		runsFit(heat, count) &&
		runsFit(cold, count) &&
		heat.longest > 0 === max > range.max &&
		cold.longest > 0 === min < range.min &&
		heat.longest + cold.longest <= count &&
		(heat.leading === 0 || cold.leading === 0) &&
		(heat.trailing === 0 || cold.trailing === 0);
	return possible ? undefined : 'ImpossibleRuns';
}

// --- Exposure ---------------------------------------------------------------------------------

/** What is known of a container's exposure so far, by one sensor. */
export interface Exposure {
	/** The run above the range that goes on. */
	readonly heatRun: number;
	/** The run below the range that goes on. */
	readonly coldRun: number;
	/** Until when there are readings. */
	readonly coveredUntil: number;
}

/** What a window or a reading brings to light. */
export interface Finding {
	/** The longest run above the range, where it breaches the profile. */
	readonly heat: number | undefined;
	/** The longest run below the range, where it breaches the profile. */
	readonly cold: number | undefined;
	/** Whether there was no reading for longer than the profile allows. */
	readonly gap: boolean;
}

/**
 * What is known after one statement more, and what that brings to light. A run that ends one window
 * and one that begins the next are one.
 *
 * @param before of a sensor that was just bound: no runs, covered until then
 */
export function exposedTo(
	before: Exposure,
	profile: StorageProfile,
	stated: Window | Reading,
): { exposure: Exposure; finding: Finding } {
	const isReading = 'at' in stated;
	const [start, end] = isReading ? [stated.at, stated.at] : [stated.start, stated.end];
	const heat = isReading ? runsOf([stated.value > profile.range.max]) : stated.heat;
	const cold = isReading ? runsOf([stated.value < profile.range.min]) : stated.cold;
	const count = isReading ? 1 : stated.count;
	const within = isReading ? 0 : stated.longestGap;
	const [heatPeak, heatRun] = continuing(heat, before.heatRun, count);
	const [coldPeak, coldRun] = continuing(cold, before.coldRun, count);
	return {
		exposure: { heatRun, coldRun, coveredUntil: Math.max(before.coveredUntil, end) },
		finding: {
			heat: heatPeak >= profile.heatReadings ? heatPeak : undefined,
			cold: coldPeak >= profile.coldReadings ? coldPeak : undefined,
			gap: Math.max(within, start - before.coveredUntil) > profile.maxGap,
		},
	};
}

/** The longest run, where one of `before` goes on into these readings, and the one after them. */
function continuing(
	{ leading, trailing, longest }: Runs,
	before: number,
	count: number,
): [peak: number, run: number] {
	const entering = leading > 0 ? before + leading : 0;
	return [Math.max(longest, entering), leading === count ? entering : trailing];
}

// --- Statements -------------------------------------------------------------------------------

const rangeBytes = ({ min, max }: TemperatureRange): Uint8Array => concat(i32(min), i32(max));

const runsBytes = ({ leading, trailing, longest }: Runs): Uint8Array =>
	concat(u32(leading), u32(trailing), u32(longest));

const windowBytes = (window: Window): Uint8Array =>
	concat(
		u32(window.sequence),
		u64(window.start),
		u64(window.end),
		i32(window.min),
		i32(window.max),
		i32(window.mean),
		u32(window.count),
		rangeBytes(window.range),
		runsBytes(window.heat),
		runsBytes(window.cold),
		u32(window.longestGap),
		digestBytes(window.readings),
	);

const readingBytes = ({ sequence, at, value }: Reading): Uint8Array =>
	concat(u32(sequence), u64(at), i32(value));

/** What the sensor signs of a window, for `drugProvenance.submitWindow`. */
export function windowStatement(
	{ chainId, device }: SensorContext,
	unit: string,
	window: Window,
): Uint8Array {
	return statement('sensor-window', chainId, u64(device), ssccBytes(unit), windowBytes(window));
}

/** What the sensor signs of a single reading, for `drugProvenance.submitReading`. */
export function readingStatement(
	{ chainId, device }: SensorContext,
	unit: string,
	reading: Reading,
): Uint8Array {
	return statement(
		'sensor-reading',
		chainId,
		u64(device),
		ssccBytes(unit),
		readingBytes(reading),
	);
}

const ssccBytes = (sscc: string): Uint8Array => u64(keyNumber(parseGs1Key('SSCC', sscc)));

/** What a sensor's key is to this package: it signs bytes, bare. */
export interface SensorKey {
	sign(message: Uint8Array): Uint8Array;
}

/** The sensor's signature on a window. */
export function signWindow(
	key: SensorKey,
	context: SensorContext,
	unit: string,
	window: Window,
): Hex {
	return signed(key, windowStatement(context, unit, window));
}

/** The sensor's signature on a single reading. */
export function signReading(
	key: SensorKey,
	context: SensorContext,
	unit: string,
	reading: Reading,
): Hex {
	return signed(key, readingStatement(context, unit, reading));
}

const signed = (key: SensorKey, message: Uint8Array): Hex =>
	toHex(exactly(64, key.sign(message), 'the signature'));

/** The hash of what a sensor has stated: what `verifyReading` asks of statements after the window. */
export function statementHash(stated: TelemetryStatement): Hex {
	const bytes =
		'Window' in stated
			? concat([0], windowBytes(stated.Window))
			: concat([1], readingBytes(stated.Reading));
	return toHex(hash('Blake2b_256', bytes));
}

/** The head of the chain of hashes before anything was stated. */
export const NO_STATEMENTS: Hex = `0x${'00'.repeat(32)}`;

/** The head of the chain of hashes after a statement more; `head` of the event that anchors it. */
export function telemetryHead(head: Bytes, stated: TelemetryStatement): Hex {
	return toHex(
		hash(
			'Blake2b_256',
			concat(utf8('galen/telemetry'), exactly(32, head, 'the head'), statementHash(stated)),
		),
	);
}
