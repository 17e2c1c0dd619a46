// SPDX-License-Identifier: Apache-2.0

/** The stall drill: two of four validators are lost for good, and two standbys replace them. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { govern } from '../lib/actors.js';
import type { BlockRef, Chain } from '../lib/chain.js';
import { since, throughout, until } from '../lib/network.js';
import type { Steps } from './main.js';
import { accountHex, accounts, Candidate, FOUNDERS, FOUNDING_NODES, standingAt } from './nodes.js';
import { SESSION } from './spec.js';

const STANDBYS = ['eve', 'ferdie'];
const LOST = ['charlie', 'dave'];
const [ALICE, BOB, CHARLIE, DAVE] = FOUNDERS;
/** Who finalises in the end. */
const NEW = ['alice', 'bob', ...STANDBYS];

/**
 * What is hoped for, in seconds, from the motion to finality: it takes effect two sessions later,
 * and then GRANDPA waits for as many blocks as the motion says. A slow machine may need three times
 * as long.
 */
const AIM = 80;
const SLOW = 3;

// What one step finds out, and the next one goes on with.
let chain: Chain;
let standbys: Candidate[];
let stalled: BlockRef;
let stalledSince: number;

export const steps: Steps = {
	standbys: async ({ network, report }) => {
		chain = await network.connect('alice');
		await network.reached(FOUNDING_NODES, 3, 60);
		standbys = [];
		for (const name of STANDBYS) {
			const standby = await Candidate.admit(network, chain, name);
			const node = await standby.votedIn();
			await standby.setKeys();
			const { hash } = await chain.finalizedHead();
			assert.equal(await standingAt(chain, hash, node), 'Standby');
			standbys.push(standby);
		}
		const { number } = await network.finalized('alice');
		await network.reached(STANDBYS, number, 90);
		report(`standbys: ${STANDBYS.join(' and ')} are admitted and keyed, and follow the chain`);
	},

	stall: async ({ network, report }) => {
		await Promise.all(LOST.map((name) => network.kill(name)));
		stalledSince = Date.now();
		await sleep(6_000);
		stalled = await network.finalized('alice');
		await throughout(20, async () => {
			for (const name of NEW) {
				const { number } = await network.finalized(name);
				assert.ok(number <= stalled.number, `${name} finalised block ${number}`);
			}
		});
		report(`stall: nothing is final after block ${stalled.number}`);
	},

	recover: async ({ network, report }) => {
		// The highest block that all of the new set have finalised.
		const heads = await Promise.all(NEW.map((name) => network.finalized(name)));
		const best = Math.min(...heads.map(({ number }) => number));
		const moved = Date.now();
		const lost = [CHARLIE.address, DAVE.address];
		const closed = await govern(
			chain,
			chain.call('nodeAdmission.recover', lost, SESSION, best),
		);
		const ordered = Date.now();
		await until(SLOW * AIM, 'finality goes on with the standbys', async () => {
			const { number } = await network.finalized('alice');
			return number > closed.block.number ? true : undefined;
		});
		report(
			`recovery: finality goes on ${since(ordered)} after the motion (aim ${AIM} s), ` +
				`${since(moved)} after it was proposed, ${since(stalledSince)} after the loss`,
		);
		await network.reached(NEW, closed.block.number, 60);
		const { hash, number } = await network.finalized('alice');
		const set = accounts(await chain.readAt(hash, 'nodeAdmissionApi.liveSet'));
		const wanted = [ALICE, BOB, ...standbys.map(({ account }) => account)].map(accountHex);
		assert.deepEqual([...set].sort(), [...wanted].sort(), 'another set is live');
		// And it goes on from there.
		await network.reached(NEW, number + 5, 60);
		const compared = await network.agree(NEW, stalled);
		report(`recovery: the new set agrees on ${compared} finalised blocks`);
		await chain.close();
	},
};
