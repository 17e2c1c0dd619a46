// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Chain } from '../lib/chain.js';
import { GalenNode } from '../lib/node.js';
import { silent } from '../lib/printer.js';
import { type Outcome, run } from '../walkthroughs/drug.js';

/** What the chain does is the same for a million. */
const PACKS = 20_000;

describe('the walkthrough "drug"', { timeout: 120_000 }, () => {
	let node: GalenNode;
	let chain: Chain;
	let outcome: Outcome;

	before(async () => {
		node = await GalenNode.start();
		chain = await node.connect();
		outcome = await run(chain, [], silent(), PACKS);
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
				'DrugProvenance.Excursion',
				'DrugProvenance.HeldByRegulator',
				'DeviceLifecycle.InvalidSignature',
				'DrugProvenance.RaisedBySelf',
				'DrugProvenance.Recalled',
				'DrugProvenance.Recalled',
				'DrugProvenance.Recalled',
				'DrugProvenance.Replayed',
				'DrugProvenance.StatementMissing',
			].sort(),
		);
	});

	it('should lock everything on the pallet that got warm, and nothing else', () => {
		assert.deepEqual(outcome.reasons, {
			'the pallet that got warm': ['InTransit', 'Excursion'],
			'the other pallet': ['InTransit'],
			'a pack on the pallet that got warm': ['InTransit', 'Excursion'],
			'a pack on the other': ['InTransit'],
			'the pallet after review': [],
			'the genuine pack after the recall': ['LotRecalled'],
		});
	});

	it('should know a reading of a thousand from one that was changed', () => {
		assert.deepEqual(outcome.readings, {
			'as it was read': 'Member',
			'a degree lower': 'NotAMember',
		});
	});

	it('should tell a genuine pack from an invented one and from a copy', () => {
		assert.deepEqual(outcome.verdicts, {
			'a genuine pack, with its proof': 'genuine',
			'the same without': 'unproven',
			'an invented number, with another pack’s proof': 'falsified',
			'the copy': 'suspect',
			'the genuine pack': 'genuine',
		});
		const { kind, holder, claimant } = outcome.alert;
		assert.deepEqual(
			[kind, holder, claimant],
			['AlreadyDispensed', outcome.pharmacy, outcome.hospital],
		);
	});

	it('should account for every pack of the recalled lot, in the finalised state', async () => {
		const { institutions, located } = outcome.effect;
		assert.deepEqual([institutions, located], [3, PACKS - 2]);
		const { hash } = await chain.finalizedHead();
		const lot = (await chain.readAt(hash, 'drugProvenanceApi.lot', outcome.lot)).toJSON() as {
			recall: { terminated: number | null };
			packs: { dispensed: number };
			cases: number;
		};
		assert.deepEqual([lot.recall.terminated, lot.packs.dispensed], [null, 2]);
		assert.equal(lot.cases, 128);
	});
});
