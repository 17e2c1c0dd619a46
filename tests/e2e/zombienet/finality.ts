// SPDX-License-Identifier: Apache-2.0

/** Four validators: one may be lost, two stop finality, and it comes back with them. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { BlockRef } from '../lib/chain.js';
import { type Network, since, throughout, until } from '../lib/network.js';
import type { Steps } from './main.js';

const ALL = ['alice', 'bob', 'charlie', 'dave'];
const LOST = ['charlie', 'dave'];
const LEFT = ['alice', 'bob'];

/** What is hoped for, in seconds: one lost, two back. A slow machine may need three times as long. */
const AIM = { lost: 20, back: 30 };
const SLOW = 3;

/** Blocks that were seen finalised, in each step. They have to stay. */
const seen: BlockRef[] = [];

export const steps: Steps = {
	healthy: async ({ network }) => {
		await network.reached(ALL, 3, 60);
		seen.push(await network.finalized('alice'));
		await network.agree(ALL, ...seen);
	},

	'one-lost': async ({ network, report }) => {
		await network.kill('dave');
		const killed = Date.now();
		// A block that nobody had seen then.
		const next = (await network.best('alice')) + 1;
		await network.reached(['alice', 'bob', 'charlie'], next, SLOW * AIM.lost);
		report(`one lost: a new block is final after ${since(killed)} (aim ${AIM.lost} s)`);
		const pause = await longestPause(network, 15);
		report(`one lost: longest pause of finality in 15 s: ${pause.toFixed(1)} s`);
		seen.push(await network.finalized('alice'));
	},

	'one-back': async ({ network, report }) => {
		const started = Date.now();
		await network.restart('dave');
		const { number } = await network.finalized('alice');
		await network.reached(['dave'], number, 60);
		report(`one back: it has caught up ${since(started)} after its start`);
		await network.reached(ALL, number + 3, 60);
		await network.agree(ALL, ...seen);
	},

	'two-lost': async ({ network, report }) => {
		await Promise.all(LOST.map((name) => network.kill(name)));
		// What was voted on before may still become final.
		await sleep(6_000);
		const stopped = await network.finalized('alice');
		const best = await network.best('alice');
		const watched = Date.now();
		await throughout(20, async () => {
			for (const name of LEFT) {
				const { number } = await network.finalized(name);
				if (number > stopped.number) {
					throw new Error(`${name} finalised block ${number} with half of the votes`);
				}
			}
		});
		const made = (await network.best('alice')) - best;
		if (made < 3) {
			throw new Error(
				`only ${made} blocks were made in 20 s: authoring stands still as well`,
			);
		}
		report(
			`two lost: nothing final in ${since(watched)} after block ${stopped.number}, ${made} made`,
		);
		await network.agree(LEFT, ...seen);
		seen.push(await network.finalized('bob'));
	},

	restored: async ({ network, report }) => {
		const started = Date.now();
		const next = (await network.best('alice')) + 1;
		await Promise.all(LOST.map((name) => network.restart(name)));
		report(`two back: they answer after ${since(started)}`);
		await network.reached(LEFT, next, SLOW * AIM.back);
		report(`two back: a new block is final after ${since(started)} (aim ${AIM.back} s)`);
		await network.reached(ALL, next, 60);
		report(`two back: it is final on all four after ${since(started)}`);
		const compared = await network.agree(ALL, ...seen);
		report(`all four agree on ${compared} finalised blocks`);
	},
};

/** The longest time, in seconds, in which nothing new became final, within `seconds`. */
async function longestPause(network: Network, seconds: number): Promise<number> {
	const end = Date.now() + seconds * 1000;
	let longest = 0;
	let { number } = await network.finalized('alice');
	while (Date.now() < end) {
		const from = Date.now();
		const before = number;
		number = await until(SLOW * AIM.lost, 'finality goes on', async () => {
			const head = await network.finalized('alice');
			return head.number > before ? head.number : undefined;
		});
		longest = Math.max(longest, Date.now() - from);
	}
	return longest / 1000;
}
