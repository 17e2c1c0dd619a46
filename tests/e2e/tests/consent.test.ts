// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Chain } from '../lib/chain.js';
import { GalenNode } from '../lib/node.js';
import { silent } from '../lib/printer.js';
import { type Outcome, run } from '../walkthroughs/consent.js';

describe('the walkthrough "consent"', { timeout: 90_000 }, () => {
	let node: GalenNode;
	let chain: Chain;
	let outcome: Outcome;

	before(async () => {
		node = await GalenNode.start();
		chain = await node.connect();
		outcome = await run(chain, [], silent());
	});
	after(async () => {
		await chain?.close();
		await node?.stop();
	});

	it('should deny, grant, hand over, withdraw and deny as it tells', () => {
		assert.deepEqual(outcome.log, [
			'Denied',
			'Granted',
			'Denied',
			'Released',
			'Received',
			'Denied',
		]);
		assert.deepEqual(outcome.refusals, [
			'Disclosures.NotCustodian',
			'Disclosures.PayloadDiffers',
			'Disclosures.NotRecipient',
		]);
	});

	it('should hand over what laboratory results are made of, with their subject left out', () => {
		assert.ok(outcome.received.includes('/valueQuantity/value'), outcome.received.join());
	});

	it('should have it all in the finalised state', async () => {
		const { hash } = await chain.finalizedHead();
		const head = (
			await chain.readAt(hash, 'disclosuresApi.logHead', outcome.patient)
		).toJSON() as { entries: number };
		assert.equal(head.entries, outcome.log.length);
		const directives = await chain.readAt(hash, 'consentApi.directives', outcome.patient);
		assert.deepEqual(directives.toJSON(), []);
		const history = await chain.readAt(hash, 'consentApi.history', outcome.patient);
		assert.equal((history.toJSON() as unknown[]).length, 1);
	});
});
