// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Chain } from '../lib/chain.js';
import { GalenNode } from '../lib/node.js';
import { silent } from '../lib/printer.js';
import { type Outcome, run } from '../walkthroughs/device.js';

describe('the walkthrough "device"', { timeout: 180_000 }, () => {
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
		assert.deepEqual(outcome.refusals, [
			'DeviceLifecycle.AlreadyRegistered',
			'DeviceLifecycle.NotAccepted',
			'DeviceLifecycle.NotContiguous',
			'DeviceLifecycle.InvalidSignature',
			'DeviceLifecycle.MaintenanceOverdue',
			'DeviceLifecycle.UnderFieldAction',
			'DeviceLifecycle.UnderFieldAction',
			'DeviceLifecycle.UnderFieldAction',
			'DeviceLifecycle.UnderFieldAction',
			'DeviceLifecycle.SanitisationMissing',
			'DeviceLifecycle.AlreadyRegistered',
		]);
	});

	it('should derive what speaks against the ventilator at every step', () => {
		assert.deepEqual(outcome.reasons, {
			'after 1,000 hours': ['MaintenanceOverdue'],
			'after maintenance': [],
			'under the field action': ['FieldAction'],
			'in the end': ['NotInService'],
		});
	});

	it('should doubt exactly what the logger said since its last good calibration', () => {
		assert.deepEqual(outcome.suspect, {
			'before the last good calibration': false,
			'since the last good calibration': true,
			'after the adjustment': false,
			'of the ventilator': false,
		});
	});

	it('should have it all in the finalised state', async () => {
		const { hash } = await chain.finalizedHead();
		const device = (
			await chain.readAt(hash, 'deviceLifecycleApi.device', outcome.ventilator)
		).toJSON() as { status: string };
		assert.equal(device.status, 'Disposed');
	});
});
