// SPDX-License-Identifier: Apache-2.0

/** One run: a new network under load, rounds of faults for as long as asked, and the verdict. */

import type { Hex } from '@galen/sdk';
import { hexToU8a } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Chain } from '../lib/chain.js';
import { until } from '../lib/network.js';
import { standingAt } from '../zombienet/nodes.js';
import { check, type FinalState, type History, type Told, type Violation } from './history.js';
import { Load, type Tally } from './load.js';
import type { Machine, Machines } from './machines.js';
import { round, words } from './schedule.js';

/** Seconds until a new network finalises: each node compiles the runtime. */
const STARTS_WITHIN = 180;
/** Milliseconds without faults after each round. */
const CALM = 3_000;
/** Blocks that are asked for at once. */
const CHUNK = 500;

export interface Plan {
	readonly seed: number;
	/** How long faults are made. */
	readonly seconds: number;
	/** Seconds until all nodes have to finalise new blocks, once no fault is left. */
	readonly within: number;
	/** For databases and logs. */
	readonly folder: string;
	/** The file that specifies the chain. */
	readonly spec: string;
}

export interface Faults {
	kills: number;
	pauses: number;
	cuts: number;
}

export interface Result {
	readonly seed: number;
	readonly seconds: number;
	readonly rounds: number;
	readonly faults: Faults;
	/** Final blocks. */
	readonly blocks: number;
	readonly tally: Tally;
	/** Seconds until finality was back, after each round. */
	readonly resumed: readonly number[];
	readonly fellBack: number;
	readonly violations: readonly Violation[];
}

/** Carries a plan out, and leaves no process behind. */
export async function run(
	machines: Machines,
	{ seed, seconds, within, folder, spec }: Plan,
): Promise<Result> {
	const started = Date.now();
	const log = (text: string): void =>
		appendFileSync(join(folder, 'faults.log'), `${new Date().toISOString()} ${text}\n`);
	const crashes: string[] = [];
	let load: Load | undefined;
	try {
		machines.begin(folder, spec, (how) => {
			crashes.push(how);
			log(how);
		});
		await finalises(machines, 1, STARTS_WITHIN);
		load = await prepare(machines);
		load.begin(machines, seed);
		log('the load begins');

		const faults: Faults = { kills: 0, pauses: 0, cuts: 0 };
		const resumptions: { round: number; seconds: number | undefined }[] = [];
		const end = Date.now() + seconds * 1000;
		let rounds = 0;
		do {
			for (const step of round(seed, rounds, machines.names, { cuts: machines.apart })) {
				await sleep(step.after);
				log(words(step));
				await machines.carryOut(step.action);
				count(faults, step.action);
			}
			rounds += 1;
			machines.repair();
			const repaired = Date.now();
			log(`repaired (round ${rounds})`);
			const resumed = await resumes(machines, repaired, within, log);
			resumptions.push({ round: rounds, seconds: resumed });
			log(resumed === undefined ? 'finality is not back' : `finality is back: ${resumed} s`);
			await sleep(CALM);
		} while (Date.now() < end && resumptions.at(-1)?.seconds !== undefined);

		await load.end();
		const newest = Math.max(0, ...load.told.map(({ number }) => number ?? 0));
		await finalises(machines, newest, within).catch((error: unknown) => log(String(error)));
		await load.close();
		const { told } = load;
		const states: FinalState[] = [];
		let suspended: string[] = [];
		for (const machine of machines.all) {
			try {
				states.push(await finalState(machine, told));
				// Where they agree, any of them answers that.
				suspended = await suspensions(machine, machines.names);
			} catch (error) {
				crashes.push(`${machine.name} does not answer in the end: ${String(error)}`);
			}
		}
		const history: History = { told, states, resumptions, crashes, suspended };
		const violations = check(history);
		if (violations.length > 0) {
			save(folder, history, violations);
		}
		return {
			seed,
			seconds: (Date.now() - started) / 1000,
			rounds,
			faults,
			blocks: Math.max(1, ...states.map(({ chain }) => chain.length)) - 1,
			tally: load.tally,
			resumed: resumptions.flatMap(({ seconds }) => seconds ?? []),
			fellBack: load.fellBack,
			violations,
		};
	} finally {
		await load?.close();
		await machines.end();
	}
}

/** Sets the load up through the first node, which nobody disturbs yet. */
async function prepare(machines: Machines): Promise<Load> {
	const [first] = machines.all as [Machine];
	const chain = await Chain.connect(first.url);
	try {
		return await Load.prepare(chain);
	} finally {
		await chain.close();
	}
}

function count(faults: Faults, action: ReturnType<typeof round>[number]['action']): void {
	if (action.do === 'kill') {
		faults.kills += action.nodes.length;
	} else if (action.do === 'pause') {
		faults.pauses += action.nodes.length;
	} else if (action.do === 'cut') {
		faults.cuts += 1;
	}
}

/** Waits until all nodes have finalised block `number`. */
async function finalises({ all }: Machines, number: number, seconds: number): Promise<void> {
	await Promise.all(
		all.map((machine) =>
			until(seconds, `${machine.name} finalises block ${number}`, async () =>
				(await machine.head('final')).number >= number ? true : undefined,
			),
		),
	);
}

/**
 * The seconds since `repaired` until all nodes have finalised a block that none of them had then, or
 * nothing if that takes too long.
 */
async function resumes(
	machines: Machines,
	repaired: number,
	within: number,
	log: (text: string) => void,
): Promise<number | undefined> {
	const took = (): number => (Date.now() - repaired) / 1000;
	const left = (): number => within - took();
	try {
		await machines.answer(left());
		log(`all answer: ${took()} s`);
		const heads = await Promise.all(machines.all.map((machine) => machine.head('best')));
		const best = Math.max(...heads.map(({ number }) => number));
		await finalises(machines, best + 1, left());
		return took();
	} catch {
		return undefined;
	}
}

/** All that a node has finalised, and what is in the blocks that clients were told about. */
async function finalState(machine: Machine, told: readonly Told[]): Promise<FinalState> {
	const { number } = await machine.head('final');
	const chain: Hex[] = [];
	while (chain.length <= number) {
		const count = Math.min(CHUNK, number + 1 - chain.length);
		const numbers = Array.from({ length: count }, (_, at) => chain.length + at);
		chain.push(...(await machine.rpc<Hex[]>('chain_getBlockHash', numbers)));
	}
	const final = new Set(chain);
	const wanted = new Set(
		told.flatMap(({ hash, extrinsic }) =>
			extrinsic !== undefined && final.has(hash) ? [hash] : [],
		),
	);
	const bodies = new Map<Hex, ReadonlySet<Hex>>();
	for (const hash of wanted) {
		const { block } = await machine.rpc<{ block: { extrinsics: Hex[] } }>(
			'chain_getBlock',
			hash,
		);
		bodies.set(
			hash,
			new Set(block.extrinsics.map((extrinsic) => blake2AsHex(hexToU8a(extrinsic), 256))),
		);
	}
	return { node: machine.name, chain, bodies };
}

/** Validators that don't validate any more. None has done wrong, or was away for long. */
async function suspensions(machine: Machine, names: readonly string[]): Promise<string[]> {
	const chain = await Chain.connect(machine.url);
	try {
		const { hash } = await chain.finalizedHead();
		const standings = await Promise.all(names.map((_, node) => standingAt(chain, hash, node)));
		return standings.flatMap((standing, at) =>
			standing === 'Validating' ? [] : [`${names[at]} is ${standing}`],
		);
	} finally {
		await chain.close();
	}
}

/** What whoever looks for the cause wants to see. */
function save(folder: string, history: History, violations: readonly Violation[]): void {
	const states = history.states.map(({ node, chain }) => ({ node, chain }));
	writeFileSync(
		join(folder, 'history.json'),
		JSON.stringify({ violations, ...history, states }, undefined, '\t'),
	);
}
