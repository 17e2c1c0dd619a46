// SPDX-License-Identifier: Apache-2.0

import { digest, documentCommitment, type Hex } from '@galen/sdk';
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Employee, Institution, openPatient, wellKnown } from '../lib/actors.js';
import type { Chain } from '../lib/chain.js';
import { anchorOf, commit, ownDocument, readDocument } from '../lib/documents.js';
import { GalenNode } from '../lib/node.js';

describe('an institution that copies an anchor from the pool', { timeout: 90_000 }, () => {
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

	it('should get a record of its own and take nothing', async () => {
		const author = await Institution.of(chain, wellKnown('Bob'));
		const { institution: rival } = await Institution.admit(chain);
		const [clinician, registrar] = (await author.hire('Physician', 'RegistrationOfficer'))
			.staff as [Employee, Employee];
		const [copycat] = (await rival.hire('Physician')).staff as [Employee];
		const { patient } = await openPatient(chain, registrar.account);

		const document = readDocument(ownDocument('Observation'));
		const committed = commit(author.context, document);
		const anchor = chain.call(
			'patientRecords.anchor',
			patient,
			anchorOf(committed, await chain.now()),
		);

		// The very same call, first in a block, before the author's is even sent.
		const copied = await chain.submit(copycat.account, anchor);
		const anchored = await chain.submit(clinician.account, anchor);
		await chain.finalized(anchored.block);

		const [theirs, ours] = [copied, anchored].map(
			(one) => one.event('patientRecords.Anchored')['record']?.toHex() as Hex,
		);
		assert.notEqual(theirs, ours);
		for (const [record, { id }] of [
			[theirs, rival],
			[ours, author],
		] as const) {
			const found = (await chain.read('patientRecordsApi.record', record)).toJSON();
			assert.equal((found as { custodian: number }).custodian, id);
			assert.equal(
				(await chain.read('patientRecordsApi.recordId', id, committed.content)).toHex(),
				record,
			);
		}

		// Whoever checks a document computes the commitment for the custodian of the record. The
		// author's record holds; the copy is a record of nothing that anybody can show.
		const check = async (
			record: Hex | undefined,
			{ context }: Institution,
		): Promise<string> => {
			const bytes = documentCommitment(context, committed.salt, document.bytes);
			const answer = await chain.read(
				'patientRecordsApi.verifyDigest',
				record,
				null,
				digest('Sha2_256', bytes),
			);
			return (answer as typeof answer & { type: string }).type;
		};
		assert.equal(await check(ours, author), 'Matches');
		assert.equal(await check(theirs, rival), 'Differs');

		// Nor can it change what isn't its own.
		await chain.refuses(
			copycat.account,
			chain.call('patientRecords.enterInError', ours),
			'PatientRecords.NotCustodian',
		);
		// The author can't be stopped later either: the same digest again is the author's own.
		await chain.refuses(clinician.account, anchor, 'PatientRecords.AlreadyExists');
	});
});
