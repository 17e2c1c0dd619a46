// SPDX-License-Identifier: Apache-2.0

/**
 * Signing with CheckMetadataHash mode 1, as hardware wallets do, on a node that was built with the
 * feature `metadata-hash` (see scripts/metadata-hash).
 */

import { merkleizeMetadata } from '@polkadot-api/merkleize-metadata';
import { u8aToHex } from '@polkadot/util';
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { wellKnown } from '../lib/actors.js';
import type { Chain } from '../lib/chain.js';
import { GalenNode } from '../lib/node.js';

describe('a runtime that knows its metadata’s hash', { timeout: 90_000 }, () => {
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

	/** Sends a call of Bob's that signs `metadataHash`, and waits for its block. */
	async function send(metadataHash: string): Promise<boolean> {
		const call = chain.call('system.remarkWithEvent', '0x00');
		return new Promise((resolve, reject) => {
			call.signAndSend(wellKnown('Bob'), { mode: 1, metadataHash }, (result) => {
				if (result.status.isInBlock) {
					resolve(result.dispatchError === undefined);
				} else if (result.isError) {
					reject(new Error(`the transaction is ${result.status.type}`));
				}
			}).catch(reject);
		});
	}

	it('should take what signs the hash, and nothing that signs another', async () => {
		const versioned = await chain.api.call['metadata']?.['metadataAtVersion']?.(15);
		const metadata = (versioned as unknown as { unwrap(): { toU8a(bare: true): Uint8Array } })
			.unwrap()
			.toU8a(true);
		const { specName, specVersion } = chain.api.runtimeVersion;
		const { registry } = chain.api;
		const digest = merkleizeMetadata(metadata, {
			base58Prefix: registry.chainSS58 ?? 0,
			decimals: registry.chainDecimals[0] ?? 0,
			specName: specName.toString(),
			specVersion: specVersion.toNumber(),
			tokenSymbol: registry.chainTokens[0] ?? '',
		}).digest();
		assert.equal(await send(u8aToHex(digest)), true);

		const another = Uint8Array.from(digest);
		another[0] = (another[0] ?? 0) ^ 1;
		await assert.rejects(send(u8aToHex(another)), /bad signature/i);
	});
});
