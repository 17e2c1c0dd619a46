// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { round, type Step, words } from './schedule.js';

const NODES = ['alice', 'bob', 'charlie', 'dave'];
const SEEDS = Array.from({ length: 300 }, (_, seed) => seed);
const rounds = (cuts: boolean): Step[][] => SEEDS.map((seed) => round(seed, 0, NODES, { cuts }));

describe('a schedule of faults', () => {
	it('should be the same for the same seed and round, and another for another', () => {
		const text = (seed: number, number: number): string =>
			round(seed, number, NODES, { cuts: true }).map(words).join('; ');
		assert.equal(text(7, 2), text(7, 2));
		const all = SEEDS.flatMap((seed) => [text(seed, 0), text(seed, 1)]);
		assert.equal(new Set(all).size, all.length);
	});

	it('should do only what can be done', () => {
		for (const steps of rounds(true)) {
			const state = new Map(NODES.map((name) => [name, 'running']));
			let whole = true;
			for (const { action } of steps) {
				if (action.do === 'heal') {
					assert.ok(!whole, 'it heals what is whole');
					whole = true;
					continue;
				}
				assert.ok(action.nodes.length > 0, `${action.do} nobody`);
				if (action.do === 'cut') {
					assert.ok(action.nodes.length <= NODES.length / 2, 'nobody is cut off');
					whole = false;
					continue;
				}
				for (const name of action.nodes) {
					const before = state.get(name) ?? '';
					const allowed = {
						kill: ['running', 'paused'],
						start: ['killed'],
						pause: ['running'],
						continue: ['paused'],
					}[action.do];
					assert.ok(allowed.includes(before), `${action.do} ${name}, which is ${before}`);
					const after = { kill: 'killed', start: '', pause: 'paused', continue: '' };
					state.set(name, after[action.do] === '' ? 'running' : after[action.do]);
				}
			}
		}
	});

	it('should have every fault in it, together and one by one', () => {
		const seen = new Set(
			rounds(true)
				.flat()
				.map(({ action }) =>
					action.do === 'heal' ? 'heal' : `${action.do} ${action.nodes.length}`,
				),
		);
		for (const wanted of [
			...['kill 1', 'kill 2', 'kill 4', 'start 1', 'start 2'],
			...['pause 1', 'pause 2', 'pause 4', 'continue 1', 'cut 1', 'cut 2', 'heal'],
		]) {
			assert.ok(seen.has(wanted), `no round has "${wanted}"`);
		}
	});

	it('should cut nobody off where that can not be done', () => {
		for (const { action } of rounds(false).flat()) {
			assert.ok(!['cut', 'heal'].includes(action.do), action.do);
		}
	});
});
