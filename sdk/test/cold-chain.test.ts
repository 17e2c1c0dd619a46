// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
	checkReading,
	exposedTo,
	type Exposure,
	NO_STATEMENTS,
	type ReadingDisclosure,
	readingLeaf,
	readingProof,
	ReadingWindow,
	REFRIGERATED,
	type Runs,
	runsFit,
	runsOf,
	statementHash,
	type StorageProfile,
	telemetryHead,
	type TemperatureReading,
	toHex,
	type Window,
	windowFlaw,
	windowStatement,
} from '../src/index.js';

const MINUTE = 60_000;
const START = 1_924_992_000_000;
const UNIT = '095060001343521090';
const context = { chainId: `0x${'07'.repeat(32)}`, device: 4_711 };

/** Readings a minute apart. */
const readings = (values: readonly number[], first = START): TemperatureReading[] =>
	values.map((value, at) => ({ at: first + at * MINUTE, value }));

const windowOf = (values: readonly number[], first = START): Window =>
	new ReadingWindow(context, readings(values, first), {
		sequence: 0,
		range: REFRIGERATED.range,
		end: first + values.length * MINUTE,
	}).window;

describe('windows', () => {
	it('should sum up their readings', () => {
		const { readings: root, ...window } = windowOf([900, 900, 500, 900, 199]);
		assert.equal(root.algorithm, 'Sha2_256');
		assert.deepEqual(window, {
			sequence: 0,
			start: START,
			end: START + 5 * MINUTE,
			min: 199,
			max: 900,
			mean: 680,
			count: 5,
			range: { min: 200, max: 800 },
			heat: { leading: 2, trailing: 0, longest: 2 },
			cold: { leading: 0, trailing: 1, longest: 1 },
			longestGap: MINUTE,
		});
	});

	it('should have means that are rounded to the nearest, half up, below zero too', () => {
		for (const [values, mean] of [
			[[1, 2], 2],
			[[-1, -2], -1],
			[[1, 1, 2], 1],
			[[-1, -1, -2], -1],
			[[-1, -2, -2], -2],
			[[2 ** 30, 2 ** 30 + 1], 2 ** 30 + 1],
		] as const) {
			assert.equal(windowOf(values).mean, mean, String(values));
		}
	});

	it('should take the range’s ends for good', () => {
		const { heat, cold } = windowOf([200, 800]);
		assert.deepEqual([heat.longest, cold.longest], [0, 0]);
	});

	it('should count time without readings from their start and to their end', () => {
		const gap = (start: number, end: number): number =>
			new ReadingWindow(context, readings([500, 500]), {
				sequence: 0,
				range: REFRIGERATED.range,
				start: START - start,
				end: START + MINUTE + end,
			}).window.longestGap;
		assert.equal(gap(0, 0), MINUTE);
		assert.equal(gap(5 * MINUTE, 0), 5 * MINUTE);
		assert.equal(gap(0, 7 * MINUTE), 7 * MINUTE);
	});

	it('should be refused where they can’t be what a sensor saw', () => {
		const make = (
			of: TemperatureReading[],
			more: { start?: number; end?: number } = {},
		): ReadingWindow =>
			new ReadingWindow(context, of, { sequence: 0, range: REFRIGERATED.range, ...more });
		const two = readings([500, 500]);
		assert.throws(() => make([]), /needs a reading/);
		assert.throws(() => make(readings([500])), /the window ends at/);
		assert.throws(() => make([...two].reverse(), { start: 0, end: START * 2 }), /not later/);
		assert.throws(() => make([...two, ...two], { end: START * 2 }), /reading 2 is not later/);
		assert.throws(() => make(two, { start: START + 1 }), /outside/);
		assert.throws(() => make(two, { end: START + 1 }), /outside/);
		assert.throws(() => make(two, { end: START + 2 ** 33 }), /49 days/);
		assert.throws(() => make(readings([500, 0.5])), /whole hundredths/);
		assert.throws(() => make(readings([500, 2 ** 31])), /no 32-bit number/);
	});

	it('should be made of a hundred thousand readings', () => {
		const many = readings(Array.from({ length: 100_000 }, (_, at) => at % 1_000));
		const { window } = new ReadingWindow(context, many, {
			sequence: 0,
			range: REFRIGERATED.range,
			salts: () => new Uint8Array(32),
		});
		assert.deepEqual([window.min, window.max, window.count], [0, 999, 100_000]);
		assert.equal(windowFlaw(window, REFRIGERATED), undefined);
	});
});

describe('readings', () => {
	const of = new ReadingWindow(context, readings([500, 600, 700, 800, 900]), {
		sequence: 3,
		range: REFRIGERATED.range,
	});

	it('should each be proven against the window’s root', () => {
		for (let at = 0; at < 5; at += 1) {
			assert.ok(checkReading(context, of.window, of.prove(at)));
		}
		assert.equal(new Set(of.salts).size, 5);
	});

	it('should not be proven if anything is another', () => {
		const proof = of.prove(1);
		const changes: Partial<ReadingDisclosure>[] = [
			{ value: 601 },
			{ at: proof.at + 1 },
			{ index: 2 },
			{ salt: of.prove(2).salt },
			{ path: of.prove(2).path },
		];
		for (const change of changes) {
			const changed = { ...proof, ...change };
			assert.ok(!checkReading(context, of.window, changed), JSON.stringify(change));
		}
		assert.ok(!checkReading({ ...context, device: 4_712 }, of.window, proof));
		assert.ok(!checkReading(context, { ...of.window, count: 6 }, proof));
		assert.throws(() => of.prove(5), RangeError);
	});
});

describe('what shows a reading to the chain', () => {
	it('should be its leaf, and what the sensor stated before and after', () => {
		const of = new ReadingWindow(context, readings([500, 600]), {
			sequence: 0,
			range: REFRIGERATED.range,
		});
		const later = { Reading: { sequence: 1, at: START + MINUTE, value: 500 } };
		const shown = of.prove(1);
		assert.deepEqual(readingProof(context, of.window, shown, NO_STATEMENTS, [later]), {
			before: NO_STATEMENTS,
			window: of.window,
			later: [statementHash(later)],
			leaf: toHex(readingLeaf(context, shown, shown.salt)),
			index: 1,
			path: shown.path,
		});
	});
});

describe('what a sensor signs', () => {
	it('should name the sensor, the container and every part of the window', () => {
		const window = windowOf([500, 900, 100]);
		const all = [
			windowStatement(context, UNIT, window),
			windowStatement({ ...context, device: 1 }, UNIT, window),
			windowStatement({ ...context, chainId: `0x${'08'.repeat(32)}` }, UNIT, window),
			windowStatement(context, '095060001343521014', window),
			...(Object.keys(window) as (keyof Window)[]).map((key) => {
				const value = window[key];
				const other =
					typeof value === 'number'
						? value + 1
						: key === 'readings'
							? { ...window.readings, algorithm: 'Blake2b_256' }
							: { ...(value as object), min: 1, longest: 7 };
				return windowStatement(context, UNIT, { ...window, [key]: other });
			}),
		];
		assert.equal(new Set(all.map((bytes) => toHex(bytes))).size, all.length);
	});

	it('should be chained so that nothing can be left out or changed in order', () => {
		const [one, two] = [windowOf([500]), windowOf([501], START + MINUTE)].map((Window) => ({
			Window,
		})) as [{ Window: Window }, { Window: Window }];
		const head = telemetryHead(telemetryHead(NO_STATEMENTS, one), two);
		assert.notEqual(head, telemetryHead(telemetryHead(NO_STATEMENTS, two), one));
		assert.notEqual(head, telemetryHead(NO_STATEMENTS, two));
		const single = { Reading: { sequence: 0, at: START, value: 500 } };
		assert.notEqual(statementHash(one), statementHash(single));
	});
});

describe('the chain’s checks of a window', () => {
	const good = windowOf([500, 900, 400, 100]);

	it('should find each flaw by its name', () => {
		assert.equal(windowFlaw(good, REFRIGERATED), undefined);
		const none = { leading: 0, trailing: 0, longest: 0 };
		const cases: [string, Partial<Window>][] = [
			['EmptyPeriod', { end: good.start }],
			['EmptyPeriod', { start: good.end + 1 }],
			['NoReadings', { count: 0 }],
			['MinAboveMax', { min: 901 }],
			['MeanOutOfRange', { mean: 901 }],
			['MeanOutOfRange', { mean: 99 }],
			['OtherRange', { range: { min: 200, max: 801 } }],
			['ImpossibleRuns', { heat: none }],
			['ImpossibleRuns', { cold: none }],
			['ImpossibleRuns', { heat: { ...good.heat, longest: 5 } }],
			['ImpossibleRuns', { heat: { ...good.heat, leading: 2 } }],
			['ImpossibleRuns', { heat: { ...good.heat, longest: 4 } }],
			['ImpossibleRuns', { heat: { leading: 1, trailing: 1, longest: 1 } }],
			['ImpossibleRuns', { max: 800, mean: 500 }],
			['ImpossibleRuns', { longestGap: 0 }],
			['ImpossibleRuns', { longestGap: 0xffff_ffff }],
			['ImpossibleRuns', { min: -27_316 }],
		];
		for (const [flaw, change] of cases) {
			const changed = { ...good, ...change };
			assert.equal(windowFlaw(changed, REFRIGERATED), flaw, JSON.stringify(change));
		}
	});

	it('should fit the runs of some readings, and no others', () => {
		for (let count = 0; count <= 7; count += 1) {
			const possible = new Set(
				Array.from({ length: 2 ** count }, (_, bits) =>
					key(runsOf(Array.from({ length: count }, (_, at) => ((bits >> at) & 1) === 1))),
				),
			);
			for (let claim = 0; claim < 9 ** 3; claim += 1) {
				const [leading, trailing, longest] = [
					claim % 9,
					Math.floor(claim / 9) % 9,
					Math.floor(claim / 81),
				];
				const runs = { leading, trailing, longest };
				assert.equal(
					runsFit(runs, count),
					possible.has(key(runs)),
					`${key(runs)} ${count}`,
				);
			}
		}
	});
});

const key = ({ leading, trailing, longest }: Runs): string => `${leading} ${trailing} ${longest}`;

describe('exposure', () => {
	const since = (coveredUntil: number): Exposure => ({ heatRun: 0, coldRun: 0, coveredUntil });

	it('should make no difference where windows are cut', () => {
		const values = [500, 900, 900, 900, 100, 100, 900, 500, 900, 900, 100, 100, 100, 100, 500];
		const profile: StorageProfile = { ...REFRIGERATED, coldReadings: 4 };
		for (let cuts = 0; cuts < 2 ** (values.length - 1); cuts += 7) {
			let exposure = since(START);
			let [heat, cold] = [0, 0];
			let first = 0;
			while (first < values.length) {
				let last = first + 1;
				while (last < values.length && ((cuts >> (last - 1)) & 1) === 0) {
					last += 1;
				}
				const at = START + first * MINUTE;
				const stated =
					last === first + 1 && first % 2 === 0
						? { sequence: 0, at, value: values[first] ?? 0 }
						: windowOf(values.slice(first, last), at);
				const after = exposedTo(exposure, profile, stated);
				exposure = after.exposure;
				heat = Math.max(heat, after.finding.heat ?? 0);
				cold = Math.max(cold, after.finding.cold ?? 0);
				assert.ok(!after.finding.gap);
				first = last;
			}
			assert.deepEqual([heat, cold, exposure.heatRun], [3, 4, 0], `cuts ${cuts}`);
		}
	});

	it('should see a gap wherever it is, and none that is allowed', () => {
		const latest = REFRIGERATED.maxGap;
		const gap = (from: number): boolean =>
			exposedTo(since(START), REFRIGERATED, windowOf([500], START + from)).finding.gap;
		assert.ok(!gap(latest) && gap(latest + 1));
		const inside = { ...windowOf([500]), longestGap: latest + 1 };
		assert.ok(exposedTo(since(START), REFRIGERATED, inside).finding.gap);
		const late = { sequence: 0, at: START + latest + 1, value: 500 };
		assert.ok(exposedTo(since(START), REFRIGERATED, late).finding.gap);
	});
});
