// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { claimExplanation } from '@galen/sdk';
import type { Chain } from '../lib/chain.js';
import { GalenNode } from '../lib/node.js';
import { silent } from '../lib/printer.js';
import { type Outcome, run } from '../walkthroughs/claim.js';

describe('the walkthrough "claim"', { timeout: 180_000 }, () => {
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

	it('should refuse what it tells of, for the reasons that it tells', () => {
		// Some are refused at once, in whatever order.
		assert.deepEqual(
			[...outcome.refusals].sort(),
			[
				'BadOrigin',
				'BadOrigin',
				'InsuranceClaims.AlreadySpent',
				'InsuranceClaims.AlreadySpent',
				'InsuranceClaims.AlreadySpent',
				'InsuranceClaims.AlreadySpent',
				'InsuranceClaims.ConsentDenied',
				'InsuranceClaims.EvidenceInForce',
				'InsuranceClaims.EvidenceReversed',
				'InsuranceClaims.EvidenceUnconfirmed',
				'InsuranceClaims.FollowedByNextPayer',
				'InsuranceClaims.NotAParty',
				'InsuranceClaims.NothingToSettle',
				'InsuranceClaims.OrderTaken',
				'InsuranceClaims.OtherLevel',
				'InsuranceClaims.OtherLevel',
				'InsuranceClaims.OtherPayersClaim',
				'InsuranceClaims.OtherProvider',
				'InsuranceClaims.OwnDecision',
			].sort(),
		);
	});

	it('should pay to the cent what was computed by hand', () => {
		assert.deepEqual(outcome.amounts, {
			// 235.40 less 20.00 at 80 %.
			'the medicine, at the first payer': ['235.40', '172.32', '63.08'],
			// Half of it is more than what was left.
			'the medicine, at the second payer': ['235.40', '63.08', '0.00'],
			'the medicine, once more': ['235.40', '172.32', '63.08'],
			// Of 1200.00, 1000.00 were authorised, at 90 %; the visit is denied.
			'the stay and the visit': ['1320.00', '900.00', '100.00'],
			// Of 120.00, the schedule has 100.00, at 90 %.
			'the stay and the visit, after the appeal': ['1320.00', '990.00', '110.00'],
			'the visit': ['100.00', '90.00', '10.00'],
			'two pieces': ['235.40', '172.32', '63.08'],
			// 117.70 less 20.00 at 80 %.
			'one piece': ['117.70', '78.16', '39.54'],
			'a cheap one': ['45.00', '20.00', '25.00'],
		});
	});

	it('should say why a claim waits', () => {
		assert.deepEqual(outcome.waited, {
			'the stay and the visit': ['EvidenceUnconfirmed', 'HighAmount'],
		});
	});

	it('should pay those that wait for money in their order', () => {
		assert.deepEqual(outcome.order, ['two pieces', 'one piece', 'a cheap one']);
	});

	it('should give advices that balance, and find out one that was changed', () => {
		assert.deepEqual(outcome.advices, [
			['172.32', '0.00'],
			['0.00', '172.32'],
			['270.48', '0.00'],
		]);
		assert.equal(outcome.tamperedBalances, false);
	});

	it('should make and lose no money', () => {
		assert.equal(outcome.money.held, outcome.money.issued);
	});

	it('should settle a claim within seconds', () => {
		const { settled, finalised } = outcome.seconds;
		assert.ok(settled > 0 && settled < 10, `${settled} s`);
		assert.ok(finalised >= settled && finalised < 30, `${finalised} s`);
	});

	it('should have it all in the finalised state', async () => {
		const { hash } = await chain.finalizedHead();
		const found = await Promise.all(
			outcome.claims.map(async (claim) =>
				claimExplanation(
					await chain.readAt(hash, 'insuranceClaimsApi.explanationOfBenefit', claim),
				),
			),
		);
		// Numbered as they came, and some came at once.
		const statuses = found.map((one) => one?.status).sort();
		assert.deepEqual(statuses, [
			'Cancelled',
			...Array<string>(5).fill('Decided'),
			...Array<string>(2).fill('Reversed'),
		]);
		for (const one of found) {
			for (const line of one?.lines ?? []) {
				const borne = line.adjustments.reduce((sum, { amount }) => sum + amount, 0n);
				assert.ok(line.outcome === null || line.charge === line.benefit + borne);
			}
		}
	});
});
