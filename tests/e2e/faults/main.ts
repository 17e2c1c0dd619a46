// SPDX-License-Identifier: Apache-2.0

/**
 * Runs faults against four validators, as `scripts/faults` asks:
 * `main.js RUNS SEED MINUTES WITHIN`.
 *
 * Exits with 1 where something was not as it has to be, with 2 where it couldn't be run.
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GALEN_BIN } from '../lib/node.js';
import { Machines } from './machines.js';
import { type Result, run } from './run.js';

/** Violations of one run that are printed; all are in its folder. */
const SHOWN = 5;

const [runs = 1, first = 0, minutes = 1, within = 90] = process.argv.slice(2).map(Number);
const apart = process.env['GALEN_APART'] !== undefined;

const folder = mkdtempSync(join(tmpdir(), 'galen-faults-'));
/** Whether the logs of runs that found nothing are kept as well. */
const all = process.env['GALEN_KEEP'] !== undefined;
let keep = all;
process.once('exit', () => {
	if (!keep) {
		// Nodes may still be about to end.
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	}
});
// Before those that our nodes' own library has: whoever interrupts us has found nothing.
for (const [signal, code] of [
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
] as const) {
	process.prependListener(signal, () => process.exit(code));
}

const COLUMNS = [
	'seed',
	'seconds',
	'rounds',
	'kills',
	'pauses',
	'cuts',
	'blocks',
	'submitted',
	'told final',
	'back in s',
	'at most',
	'fell back',
	'result',
];
const line = (cells: readonly (string | number)[]): string =>
	cells.map((cell, at) => `${cell}`.padStart((COLUMNS[at] ?? '').length + 2)).join('');

function median(values: readonly number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

const row = (name: string | number, results: readonly Result[]): string => {
	const sum = (of: (result: Result) => number): number =>
		results.reduce((total, result) => total + of(result), 0);
	const resumed = results.flatMap((result) => result.resumed);
	const failed = sum(({ violations }) => (violations.length > 0 ? 1 : 0));
	return line([
		name,
		sum(({ seconds }) => seconds).toFixed(0),
		sum(({ rounds }) => rounds),
		sum(({ faults }) => faults.kills),
		sum(({ faults }) => faults.pauses),
		sum(({ faults }) => faults.cuts),
		sum(({ blocks }) => blocks),
		sum(({ tally }) => tally.submitted),
		sum(({ tally }) => tally.final),
		median(resumed).toFixed(1),
		Math.max(0, ...resumed).toFixed(1),
		Math.max(0, ...results.map(({ fellBack }) => fellBack)),
		failed === 0 ? 'ok' : 'FAILED',
	]);
};

/** The program that shortens them. */
const shortenSessions = fileURLToPath(new URL('../zombienet/spec.js', import.meta.url));

/** The local chain, with sessions of seconds. */
function writeSpec(): string {
	const [raw, spec] = [join(folder, 'raw.json'), join(folder, 'spec.json')];
	const words = ['--chain', 'local_testnet', '--raw', '--output', raw];
	execFileSync(GALEN_BIN, ['export-chain-spec', ...words], { stdio: 'pipe' });
	execFileSync(process.execPath, [shortenSessions, raw, spec]);
	return spec;
}

const spec = writeSpec();
const machines = await Machines.make(apart);
const results: Result[] = [];
console.log(line(COLUMNS));
for (let seed = first; seed < first + runs; seed += 1) {
	const own = join(folder, `${seed}`);
	mkdirSync(own);
	let result: Result;
	try {
		result = await run(machines, { seed, seconds: minutes * 60, within, folder: own, spec });
	} catch (error) {
		keep = true;
		console.error(`error: seed ${seed} could not be run: ${String(error)}\n  logs: ${own}`);
		process.exitCode = 2;
		break;
	}
	results.push(result);
	console.log(row(seed, [result]));
	const { violations } = result;
	if (violations.length === 0 && all) {
		console.log(`  logs: ${own}`);
		continue;
	}
	if (violations.length === 0) {
		rmSync(own, { recursive: true, force: true });
		continue;
	}
	keep = true;
	for (const { rule, detail } of violations.slice(0, SHOWN)) {
		console.log(`  ${rule}: ${detail}`);
	}
	if (violations.length > SHOWN) {
		console.log(`  and ${violations.length - SHOWN} more`);
	}
	console.log(`  logs: ${own}`);
	console.log(
		`  again: scripts/faults --runs 1 --seed ${seed} --minutes ${minutes} --within ${within}`,
	);
}
if (results.length > 1) {
	console.log(row('all', results));
}

const failed = results.filter(({ violations }) => violations.length > 0);
const sum = (of: (result: Result) => number): number =>
	results.reduce((total, result) => total + of(result), 0);
const { length: resumed } = results.flatMap((result) => result.resumed);
if (failed.length > 0) {
	const seeds = failed.map(({ seed }) => seed).join(', ');
	console.log(`\nfailed: ${failed.length} of ${results.length} runs, seeds ${seeds}`);
	process.exitCode = 1;
} else if (results.length > 0) {
	console.log(
		`\n${results.length} runs: ${sum(({ tally }) => tally.final)} transactions that clients were ` +
			'told are final, none lost and nothing conflicting;\n' +
			`finality came back after each of ${resumed} rounds of faults, within ${within} s`,
	);
}
process.exit();
