// SPDX-License-Identifier: Apache-2.0

import { recordTotals, TrialError } from '@galen/sdk';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Chain } from '../lib/chain.js';
import { GalenNode } from '../lib/node.js';
import { silent } from '../lib/printer.js';
import { ownTrial, readTrial } from '../lib/trials.js';
import { type Outcome, run } from '../walkthroughs/trial.js';

describe('the walkthrough "trial"', { timeout: 240_000 }, () => {
	let node: GalenNode;
	let chain: Chain;
	let completed: Outcome;
	let withdrawn: Outcome;

	before(async () => {
		node = await GalenNode.start();
		chain = await node.connect();
		const records = ['completed', 'withdrawn'].map((name) => readTrial(ownTrial(name)));
		[completed, withdrawn] = (await run(chain, records, silent())) as [Outcome, Outcome];
	});
	after(async () => {
		await chain?.close();
		await node?.stop();
	});

	it('should refuse what it tells of, for the reasons that it tells', () => {
		assert.deepEqual(
			[...completed.refusals].sort(),
			[
				'ClinicalTrials.AlreadyRegistered',
				'ClinicalTrials.NotApproved',
				'ClinicalTrials.NotSigned',
				'ClinicalTrials.NoConsent',
				'ClinicalTrials.TokenUsed',
				'ClinicalTrials.CausalityDowngraded',
				'ClinicalTrials.NoConsent',
				'ClinicalTrials.NoPlan',
				'ClinicalTrials.NotLocked',
				'ClinicalTrials.DatabaseLocked',
				'ClinicalTrials.WrongOpening',
				'ClinicalTrials.FlowNotConserved',
			].sort(),
		);
		assert.deepEqual(
			[...withdrawn.refusals].sort(),
			[
				'ClinicalTrials.AlreadyRegistered',
				'ClinicalTrials.ImpossibleTransition',
				'ClinicalTrials.NotApproved',
			].sort(),
		);
	});

	it('should have counted on chain what the record says', () => {
		assert.deepEqual(completed.differences, []);
		assert.deepEqual(completed.totals, recordTotals(readTrial(ownTrial('completed'))));
		assert.deepEqual(
			[completed.status, completed.screened, completed.enrolled],
			['Completed', 24, 20],
		);
	});

	it('should find the first entry of a list that is out of order', () => {
		assert.equal(completed.openings.length, 1);
		for (const opening of completed.openings) {
			const [exchanged, found] = opening.split(': ');
			assert.equal(found, exchanged);
		}
	});

	it('should tell the arm that somebody was told from another', () => {
		assert.deepEqual(completed.told, ['Genuine', 'Refuted']);
	});

	it('should know a study that was withdrawn, of which nobody ever was a subject', async () => {
		assert.deepEqual(
			[withdrawn.status, withdrawn.screened, withdrawn.enrolled],
			['Withdrawn', 0, 0],
		);
		const { hash } = await chain.finalizedHead();
		const number = { Nct: `0x${Buffer.from(withdrawn.nctId).toString('hex')}` };
		const found = await chain.readAt(hash, 'clinicalTrialsApi.studyByNumber', number);
		assert.equal(found.toJSON(), withdrawn.study);
	});

	it('should refuse a file that is no record, with the place and the reason', () => {
		const file = `${node.basePath}/no-record.json`;
		writeFileSync(file, '{"protocolSection":{"identificationModule":{"nctId":"NCT1"}}}');
		assert.throws(
			() => readTrial(file),
			(error) =>
				error instanceof TrialError &&
				error.path === '/protocolSection/identificationModule/nctId',
		);
		assert.throws(() => readTrial(`${file}.not`), /can not be read \(ENOENT\)/);
	});
});
