// SPDX-License-Identifier: Apache-2.0

import type { Hex } from '@galen/sdk';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Employee, Institution, openPatient, wellKnown } from '../lib/actors.js';
import type { BlockRef, Chain } from '../lib/chain.js';
import { anchorOf, commit, ownDocument, readDocument } from '../lib/documents.js';
import { GalenNode } from '../lib/node.js';

describe('a node that is killed while records are anchored', { timeout: 90_000 }, () => {
	const basePath = mkdtempSync(join(tmpdir(), 'galen-restart-'));
	let node: GalenNode;

	before(async () => {
		node = await GalenNode.start({ basePath });
	});
	after(async () => {
		await node?.stop();
		rmSync(basePath, { recursive: true, force: true });
	});

	it('should come back with everything that was finalised, and go on', async () => {
		let chain = await node.connect();
		const hospital = await Institution.of(chain, wellKnown('Bob'));
		const [clinician, registrar] = (await hospital.hire('Physician', 'RegistrationOfficer'))
			.staff as [Employee, Employee];
		const { patient } = await openPatient(chain, registrar.account);
		const document = readDocument(ownDocument('Observation'));
		const occurred = await chain.now();
		const anchor = (on: Chain): ReturnType<Chain['call']> =>
			on.call(
				'patientRecords.anchor',
				patient,
				anchorOf(commit(hospital.context, document), occurred),
			);

		// Anchors in several blocks, until some are final and others are on their way.
		const anchored: { record: Hex; block: BlockRef }[] = [];
		let killed = false;
		const anchoring = (async () => {
			while (!killed) {
				const round = await chain.submitAll(
					clinician.account,
					Array.from({ length: 20 }, () => anchor(chain)),
				);
				for (const one of round) {
					const record = one.event('patientRecords.Anchored')['record']?.toHex() as Hex;
					anchored.push({ record, block: one.block });
				}
			}
		})().catch((error: unknown) => {
			assert.ok(killed, `anchoring failed before the node was killed: ${String(error)}`);
		});
		let head: BlockRef;
		do {
			await new Promise((resolve) => setTimeout(resolve, 500));
			head = await chain.finalizedHead();
		} while (anchored.filter(({ block }) => block.number <= head.number).length < 40);
		const nonce = async (on: Chain): Promise<number> =>
			(await on.api.rpc.system.accountNextIndex(clinician.account.address)).toNumber();
		killed = true;
		await node.kill();
		await chain.close();
		await anchoring;

		const final = anchored.filter(({ block }) => block.number <= head.number);
		assert.ok(final.length >= 40);
		node = await GalenNode.start({ basePath });
		chain = await node.connect();
		try {
			const after = await chain.finalizedHead();
			assert.ok(after.number >= head.number, `finality fell back to ${after.number}`);
			assert.equal((await chain.api.rpc.chain.getBlockHash(head.number)).toHex(), head.hash);
			for (const { record, block } of final) {
				assert.equal(
					(await chain.api.rpc.chain.getBlockHash(block.number)).toHex(),
					block.hash,
				);
				const found = await chain.readAt(after.hash, 'patientRecordsApi.record', record);
				assert.ok(!found.isEmpty, `${record} of block ${block.number} is lost`);
			}

			// And it goes on where it was: the next anchor becomes final as well.
			assert.ok((await nonce(chain)) >= final.length);
			const next = await chain.submit(clinician.account, anchor(chain));
			await chain.finalized(next.block);
		} finally {
			await chain.close();
		}
	});
});
