// SPDX-License-Identifier: Apache-2.0

/**
 * Has a weight file that was just measured cover what was measured. A straight line through medians
 * lies below half of them, and guests on one machine disturb each other: so a tenth is added to all
 * times, and where that isn't yet a twentieth above the median at each of the lengths, to the base.
 * So no call is charged less than it costs, which `scripts/bench worst-cases` measures anew.
 *
 *     node scripts/weight-margin.mjs FILE MEASURED
 *
 * FILE is the weight file, MEASURED what the bencher wrote with --json-file in the same run.
 */

import { readFileSync, writeFileSync } from 'node:fs';

const MARGIN = 1.1;
const ABOVE_MEDIAN = 1.05;
const NOTE = '//! With a margin on times (`scripts/weight-margin.mjs`).\n';
/** Times are in picoseconds in weight files, in nanoseconds in measurements. */
const NANOSECOND = 1_000;
const TIME = /Weight::from_parts\(([\d_]+), (\d+)\)/;
const SLOPE = /(Weight::from_parts\()([\d_]+)(, 0\)\.saturating_mul\((\w+)\.into\(\)\))/g;

const [file, measured] = process.argv.slice(2);
if (file === undefined || measured === undefined) {
	throw new Error('which weight file, and which measurements?');
}
const text = readFileSync(file, 'utf8');
const head = text.indexOf('//!\n');
if (text.includes(NOTE) || head < 0) {
	throw new Error(`${file} has its margin already, or is no weight file`);
}

const number = (digits) => Number(digits.replaceAll('_', ''));
/** 1234567 as 1_234_567. */
const grouped = (value) =>
	Math.round(value)
		.toString()
		.replace(/\B(?=(\d{3})+$)/g, '_');

function median(values) {
	const sorted = values.toSorted((one, other) => one - other);
	const half = sorted.length / 2;
	return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}

/** What a base lacks to be above all medians, in picoseconds. */
function lacking(benchmark, base, slopes) {
	const points = new Map();
	for (const { components, extrinsic_time: time } of benchmark.time_results) {
		const point = JSON.stringify(components);
		points.set(point, [...(points.get(point) ?? []), time]);
	}
	const residuals = [...points].map(([point, times]) => {
		const line = JSON.parse(point).reduce(
			(sum, [name, length]) => sum + (slopes.get(name) ?? 0) * length,
			base,
		);
		return ABOVE_MEDIAN * median(times) * NANOSECOND - line;
	});
	return Math.max(0, ...residuals);
}

/** The body of a function that returns a weight. */
function covering(body, benchmark) {
	const base = MARGIN * number(TIME.exec(body)[1]);
	const slopes = new Map(
		[...body.matchAll(SLOPE)].map(([, , time, , name]) => [name, MARGIN * number(time)]),
	);
	const covers = grouped(base + lacking(benchmark, base, slopes));
	return body
		.replace(SLOPE, (_, before, __, after, name) => before + grouped(slopes.get(name)) + after)
		.replace(TIME, (_, __, proof) => `Weight::from_parts(${covers}, ${proof})`);
}

const benchmarks = new Map(
	JSON.parse(readFileSync(measured, 'utf8')).map((batch) => [batch.benchmark, batch]),
);
const covered = text.replace(
	/(\tfn (\w+)\([^)]*\) -> Weight \{\n)(.*?\n\t\})/gs,
	(_, fn, name, body) => {
		const benchmark = benchmarks.get(name);
		if (benchmark === undefined) {
			throw new Error(`${measured} knows nothing of ${name}`);
		}
		return fn + covering(body, benchmark);
	},
);
writeFileSync(file, covered.slice(0, head) + NOTE + covered.slice(head));
