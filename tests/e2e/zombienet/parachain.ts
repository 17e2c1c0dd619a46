// SPDX-License-Identifier: Apache-2.0

/** A parachain under a relay chain: what its collators make becomes final, with one of them lost. */

import { freshAccount, wellKnown } from '../lib/actors.js';
import { type BlockRef } from '../lib/chain.js';
import { since } from '../lib/network.js';
import type { Steps } from './main.js';

const COLLATORS = ['alice', 'bob'];
/** How long a block takes to be backed, available and final, on a busy machine, in seconds. */
const FINALITY = 120;

/** A block that was final before. */
let known: BlockRef;

export const steps: Steps = {
	begins: async ({ network, report }) => {
		const at = Date.now();
		await network.reached(COLLATORS, 3, 400);
		report(`both have finalised block 3 ${since(at)} after the nodes are up`);
		known = await network.finalized('alice');
		await network.agree(COLLATORS);
	},

	'one-lost': async ({ network, report }) => {
		await network.kill('bob');
		const at = Date.now();
		const next = (await network.best('alice')) + 2;
		await network.reached(['alice'], next, FINALITY);
		report(`one lost: block ${next} is final after ${since(at)}`);
		// And it takes transactions.
		const chain = await network.connect('alice');
		const validity = { from: 0, until: null };
		const hired = await chain.submit(
			wellKnown('Alice'),
			chain.call(
				'institutions.issueCredential',
				freshAccount().address,
				'NodeOperator',
				1,
				validity,
			),
		);
		await chain.finalized(hired.block, FINALITY);
		await chain.close();
	},

	'one-back': async ({ network, report }) => {
		const at = Date.now();
		await network.restart('bob');
		await network.reached(COLLATORS, (await network.best('alice')) + 2, FINALITY);
		const compared = await network.agree(COLLATORS, known);
		report(`it is back after ${since(at)}; ${compared} blocks are the same on both`);
	},
};
