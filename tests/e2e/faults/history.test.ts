// SPDX-License-Identifier: Apache-2.0

import type { Hex } from '@galen/sdk';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { check, type FinalState, type History, type Told } from './history.js';

const NODES = ['alice', 'bob', 'charlie', 'dave'];
const hash = (text: string): Hex => `0x${Buffer.from(text.padEnd(32, '.')).toString('hex')}`;
const block = (number: number): Hex => hash(`block ${number}`);
const transaction = (number: number): Hex => hash(`transaction ${number}`);

/** Four nodes with ten blocks, and a transaction in each, of all of which clients were told. */
function truth(): {
	told: Told[];
	states: { node: string; chain: Hex[]; bodies: Map<Hex, Set<Hex>> }[];
	resumptions: History['resumptions'];
	crashes: string[];
	suspended: string[];
} {
	const numbers = Array.from({ length: 10 }, (_, number) => number);
	return {
		told: numbers.flatMap((number) => {
			const heard = { at: 1000 * number, node: NODES[number % 4] ?? '', hash: block(number) };
			return [
				{ ...heard, number },
				{ ...heard, number, extrinsic: transaction(number) },
				{ ...heard, number: undefined, extrinsic: transaction(number) },
			];
		}),
		states: NODES.map((node) => ({
			node,
			chain: numbers.map(block),
			bodies: new Map(
				numbers.map((number) => [block(number), new Set([transaction(number)])]),
			),
		})),
		resumptions: [
			{ round: 1, seconds: 4 },
			{ round: 2, seconds: 30 },
		],
		crashes: [],
		suspended: [],
	};
}

/** The rules that a history breaks, each once. */
const broken = (history: History): string[] => [...new Set(check(history).map(({ rule }) => rule))];

describe('what checks a history', () => {
	it('should find nothing in a true one', () => {
		assert.deepEqual(check(truth()), []);
	});

	it('should find two final blocks of one height', () => {
		const history = truth();
		for (const node of ['dave', 'bob']) {
			history.told.push({ at: 9, node, number: 4, hash: hash('another') });
		}
		assert.deepEqual(broken(history), [
			'two final blocks of one height',
			'a final block is lost',
		]);
		// It is one, however many nodes have said so.
		const conflicts = check(history).filter(({ rule }) => rule.startsWith('two'));
		assert.equal(conflicts.length, 1);
		assert.match(conflicts[0]?.detail ?? '', /^block 4: .*\(alice, .*\(dave, [^,]*$/);
	});

	it('should find a final block that one node alone has not', () => {
		const history = truth();
		history.states[2]?.chain.splice(7, 1, hash('another'));
		assert.deepEqual(broken(history), [
			'nodes disagree',
			'a final block is lost',
			'a final transaction is lost',
		]);
		for (const { rule, detail } of check(history)) {
			assert.ok(rule === 'nodes disagree' || detail.includes('charlie has'), detail);
		}
	});

	it('should find nodes that disagree on what nobody was told', () => {
		const history = truth();
		history.states.forEach(({ chain }, at) => chain.push(at === 3 ? hash('other') : block(10)));
		assert.deepEqual(broken(history), ['nodes disagree']);
	});

	it('should find a final block that a node has not reached', () => {
		const history = truth();
		(history.states[1] as FinalState & { chain: Hex[] }).chain.pop();
		assert.deepEqual(broken(history), ['a final block is lost', 'a final transaction is lost']);
	});

	it('should find a final block at another height than was told', () => {
		const history = truth();
		history.told.push({ at: 9, node: 'bob', number: 3, hash: block(2) });
		assert.deepEqual(broken(history), [
			'two final blocks of one height',
			'a final block is lost',
		]);
	});

	it('should find a transaction whose block is not final', () => {
		const history = truth();
		const [at, node, extrinsic] = [9, 'bob', transaction(3)];
		history.told.push({ at, node, hash: hash('given up'), extrinsic });
		assert.deepEqual(broken(history), ['a final transaction is lost']);
		assert.equal(check(history).length, NODES.length);
		for (const { detail } of check(history)) {
			assert.match(detail, /has no such final block$/);
		}
	});

	it('should find a transaction that is not in its block on one node', () => {
		const history = truth();
		history.states[0]?.bodies.get(block(5))?.delete(transaction(5));
		assert.deepEqual(broken(history), ['a final transaction is lost']);
	});

	it('should find a block whose transactions a node does not know', () => {
		const history = truth();
		history.states[0]?.bodies.delete(block(5));
		assert.deepEqual(broken(history), ['a final transaction is lost']);
	});

	it('should find finality that did not resume', () => {
		const history = truth();
		history.resumptions = [...history.resumptions, { round: 3, seconds: undefined }];
		assert.deepEqual(check(history), [
			{ rule: 'finality did not resume', detail: 'after round 3' },
		]);
	});

	it('should find nodes that crashed and validators that were suspended', () => {
		const history = truth();
		history.crashes.push('bob ended with 1');
		history.suspended.push('dave is PendingRemoval');
		assert.deepEqual(broken(history), ['a node crashed', 'an honest validator was suspended']);
	});

	it('should not pass a run in which nothing was told or compared', () => {
		const nothing = { ...truth(), told: [] };
		assert.deepEqual(broken(nothing), ['nothing was checked']);
		assert.equal(check(nothing).length, 2);
		const blocks = { ...truth(), told: truth().told.filter(({ extrinsic }) => !extrinsic) };
		assert.deepEqual(broken(blocks), ['nothing was checked']);
		const alone = { ...truth(), states: truth().states.slice(0, 1) };
		assert.deepEqual(broken(alone), ['nothing was checked']);
	});
});
