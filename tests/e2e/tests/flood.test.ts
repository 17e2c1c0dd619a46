// SPDX-License-Identifier: Apache-2.0

import type { Hex } from '@galen/sdk';
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
	claimCall,
	type Employee,
	freshAccount,
	govern,
	Institution,
	openPatient,
	wellKnown,
} from '../lib/actors.js';
import type { Call, Chain } from '../lib/chain.js';
import { anchorOf, commit, ownDocument, readDocument } from '../lib/documents.js';
import { GalenNode } from '../lib/node.js';

/** A class of allowances that the council defines for this test. */
const SMALL_CLASS = 77;

describe('an institution that floods the chain', { timeout: 90_000 }, () => {
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

	it('should exhaust its own allowance, and nobody else’s', async () => {
		const { institution: flooder } = await Institution.admit(chain);
		const neighbour = await Institution.of(chain, wellKnown('Bob'));
		const [clinician, registrar] = (await flooder.hire('Physician', 'RegistrationOfficer'))
			.staff as [Employee, Employee];
		const [colleague] = (await neighbour.hire('Physician')).staff as [Employee];
		const { patient, claimKey } = await openPatient(chain, registrar.account);
		const person = freshAccount();
		await chain.submit(
			registrar.account,
			await claimCall(chain, flooder.context.chainId, patient, claimKey, person),
		);

		const document = readDocument(ownDocument('Observation'));
		const occurred = await chain.now();
		const anchor = ({ context }: Institution): Call =>
			chain.call(
				'patientRecords.anchor',
				patient,
				anchorOf(commit(context, document), occurred),
			);

		// The council gives the flooder an allowance of fifty anchors, refilled slowly.
		const { partialFee } = await anchor(flooder).paymentInfo(clinician.account);
		const fee = partialFee.toBigInt();
		assert.ok(fee > 0n);
		const refill = { capacity: fee * 50n, perBlock: fee / 10n };
		await govern(
			chain,
			chain.call('utility.batchAll', [
				chain.call('institutions.setAllowanceClass', SMALL_CLASS, {
					members: refill,
					patients: refill,
				}),
				chain.call('institutions.assignAllowanceClass', flooder.id, SMALL_CLASS),
			]),
		);

		// A batch draws for all that it wraps: it can't dodge the allowance.
		const one = anchor(flooder).method;
		const batch = (count: number): Call =>
			chain.call(
				'utility.batch',
				Array.from({ length: count }, () => one),
			);
		const { partialFee: tenfold } = await batch(10).paymentInfo(clinician.account);
		const wrapped = batch(10 * Math.ceil(Number(refill.capacity) / Number(tenfold) + 1));
		await chain.refuses(clinician.account, wrapped, 'Pool.Payment');

		// The flood: far more than the allowance, all at once.
		const { address } = clinician.account;
		const first = (await chain.api.rpc.system.accountNextIndex(address)).toNumber();
		let [sent, turnedAway] = [0, 0];
		for (let at = 0; at < 150; at += 1) {
			const signed = await anchor(flooder).signAsync(clinician.account, {
				nonce: first + at,
			});
			await chain.provider.send<Hex>('author_submitExtrinsic', [signed.toHex()]).then(
				() => (sent += 1),
				() => (turnedAway += 1),
			);
		}
		assert.ok(sent >= 40, `only ${sent} were accepted at all`);

		// Meanwhile another institution and the flooder's own patient get through.
		const [theirs, own] = await Promise.all([
			chain.submit(colleague.account, anchor(neighbour)),
			chain.submit(person, chain.call('patients.setCompartments', 0b11)),
		]);
		theirs.event('patientRecords.Anchored');
		own.event('patients.CompartmentsSet');

		// The flooder is out of it before long, and stays so.
		const deadline = Date.now() + 30_000;
		while ((await flooder.allowance()).members >= fee) {
			assert.ok(Date.now() < deadline, 'the flood has not exhausted the allowance');
			await new Promise((resolve) => setTimeout(resolve, 500));
		}
		const used = (await chain.api.query['system']?.['account']?.(address))?.toJSON();
		const anchors = (used as { nonce: number }).nonce - first;
		assert.ok(anchors >= 40 && anchors <= 80, `${anchors} anchors of ${sent} were carried out`);
		await chain.refuses(registrar.account, anchor(flooder), 'Pool.Payment');

		// Everybody else still isn't.
		const [last] = await Promise.all([
			chain.submit(colleague.account, anchor(neighbour)),
			chain.submit(person, chain.call('patients.setCompartments', 0)),
		]);
		await chain.finalized(last.block);
	});
});
