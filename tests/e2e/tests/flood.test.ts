// SPDX-License-Identifier: Apache-2.0

import { explainRpcError, type Hex } from '@galen/sdk';
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
		const feeOf = async (call: Call): Promise<bigint> =>
			(await call.paymentInfo(clinician.account)).partialFee.toBigInt();
		const fee = await feeOf(anchor(flooder));
		assert.ok(fee > 0n);
		const refill = { capacity: fee * 50n, perBlock: fee / 20n };
		// A tenth is for operational calls alone.
		const reserve = refill.capacity / 10n;
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
		const marginal = ((await feeOf(batch(110))) - (await feeOf(batch(10)))) / 100n;
		const wrapped = batch(Number(refill.capacity / marginal) + 1);
		assert.ok((await feeOf(wrapped)) > refill.capacity);
		await chain.refuses(clinician.account, wrapped, 'Pool.Payment');

		// The flood: as much as it takes, as fast as it goes. The pool may take more than the
		// allowance covers; what is too much is dropped before it reaches a block.
		const { address } = clinician.account;
		const nonce = async (): Promise<number> =>
			(await chain.api.rpc.system.accountNextIndex(address)).toNumber();
		const first = await nonce();
		let turnedAway = 0;
		const flood = async (): Promise<void> => {
			const next = await nonce();
			for (let at = 0; at < 60; at += 1) {
				const signed = await anchor(flooder).signAsync(clinician.account, {
					nonce: next + at,
				});
				await chain.provider
					.send<Hex>('author_submitExtrinsic', [signed.toHex()])
					.catch((error: unknown) => {
						assert.match(explainRpcError(error)?.name ?? String(error), /^Pool\./);
						turnedAway += 1;
					});
			}
		};
		const flooding = (async () => {
			const deadline = Date.now() + 30_000;
			do {
				assert.ok(Date.now() < deadline, 'the flood has not exhausted the allowance');
				await flood();
				await new Promise((resolve) => setTimeout(resolve, 2_000));
			} while ((await flooder.allowance()).members >= fee + reserve);
		})();

		// Meanwhile another institution and the flooder's own patient get through.
		const [theirs, own] = await Promise.all([
			chain.submit(colleague.account, anchor(neighbour)),
			chain.submit(person, chain.call('patients.setCompartments', 0b11)),
			flooding,
		]);
		theirs.event('patientRecords.Anchored');
		own.event('patients.CompartmentsSet');

		// The flooder is out of it: what it got is what it was allowed, and the blocks' refill.
		const account = (await chain.api.query['system']?.['account']?.(address))?.toJSON();
		const anchors = (account as { nonce: number }).nonce - first;
		assert.ok(anchors >= 40 && anchors <= 60, `${anchors} anchors, ${turnedAway} turned away`);
		await chain.refuses(clinician.account, anchor(flooder), 'Pool.Payment');

		// Its administrator can still take the flooding account out of service.
		const suspended = await chain.submit(
			flooder.administrator,
			chain.call('institutions.suspendCredential', address, 'KeyCompromise', null),
		);
		suspended.event('institutions.CredentialSuspended');

		// Everybody else still isn't.
		const [last] = await Promise.all([
			chain.submit(colleague.account, anchor(neighbour)),
			chain.submit(person, chain.call('patients.setCompartments', 0)),
		]);
		await chain.finalized(last.block);
	});
});
