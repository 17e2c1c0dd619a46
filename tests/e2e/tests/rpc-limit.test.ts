// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Chain } from '../lib/chain.js';
import { GalenNode } from '../lib/node.js';

describe('a client that calls without pause', { timeout: 90_000 }, () => {
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

	it('should be told to slow down, without anybody having asked for a limit', async () => {
		const answers = await Promise.allSettled(
			Array.from({ length: 12_000 }, () => chain.provider.send('system_health', [])),
		);
		const refused = answers.filter(({ status }) => status === 'rejected');
		assert.ok(refused.length > 0, 'some calls are refused');
		assert.ok(refused.length < answers.length, 'and some are answered');
		for (const { reason } of refused as PromiseRejectedResult[]) {
			assert.match(String(reason), /rate limit/i);
		}
	});
});
