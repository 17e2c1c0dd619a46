// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Chain } from '../lib/chain.js';
import { defaultDocument, ownDocument, readDocument } from '../lib/documents.js';
import { GalenNode } from '../lib/node.js';
import { Printer } from '../lib/printer.js';
import { run } from '../walkthroughs/record.js';

describe('the walkthrough "record"', { timeout: 90_000 }, () => {
	let node: GalenNode;
	let chain: Chain;

	before(async () => {
		node = await GalenNode.start();
		chain = await node.connect();
	});
	after(async () => {
		await chain?.close();
		await node?.stop();
	});

	it('should anchor, verify and refuse as it tells', async () => {
		const names = ['Patient', 'Encounter', 'Observation', 'DiagnosticReport', 'Bundle'];
		const files = [defaultDocument(), ...names.map(ownDocument)];
		const lines: string[] = [];
		const printer = new Printer((line) => lines.push(line));
		const outcome = await run(chain, files.map(readDocument), printer);

		// Everything that it told is in the finalised state, which alone is true.
		const head = await chain.finalizedHead();
		assert.equal(outcome.records.length, files.length);
		for (const { id, version } of outcome.records) {
			const record = (await chain.readAt(head.hash, 'patientRecordsApi.record', id)).toJSON();
			const { custodian, patient, version: stored } = record as Record<string, unknown>;
			assert.deepEqual(
				[custodian, patient, stored],
				[outcome.hospital, outcome.patient, version],
			);
		}
		assert.deepEqual(outcome.refusals, [
			'PatientRecords.StaleVersion',
			'BadOrigin',
			'Pool.CredentialNotInForce',
			'Pool.Payment',
			'Patients.BadSignature',
			'Patients.BadSignature',
			'Patients.AlreadyClaimed',
		]);
		assert.equal(lines.filter((line) => line.includes('finalised: block')).length, 5);
		assert.equal(lines.filter((line) => line.includes(' in block ')).length, 20);
	});
});
