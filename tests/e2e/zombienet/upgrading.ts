// SPDX-License-Identifier: Apache-2.0

/**
 * How a runtime is upgraded: the council whitelists, the technical committee authorises. What is
 * upgraded to is built with the feature `rehearsal`, and migrates every credential.
 */

import type { Hex } from '@galen/sdk';
import { u8aToHex } from '@polkadot/util';
import { blake2AsHex, xxhashAsU8a } from '@polkadot/util-crypto';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { governAsRoot } from '../lib/actors.js';
import type { Chain } from '../lib/chain.js';
import type { Network } from '../lib/network.js';

/** What the migration adds to the number of each credential's department. */
export const RAISE = 1_000;

/** `:code` */
export const CODE = '0x3a636f6465';
/** `Rehearsal Rewritten`: what the migration has counted. */
const REWRITTEN = u8aToHex(
	new Uint8Array([...xxhashAsU8a('Rehearsal', 128), ...xxhashAsU8a('Rewritten', 128)]),
);

/** The blob that an environment variable names. */
export function rehearsal(variable: string): Uint8Array {
	const path = process.env[variable];
	assert.ok(path !== undefined, `${variable} names the blob to upgrade to`);
	return readFileSync(path);
}

/** Has an upgrade to `blob` whitelisted and authorised, and waits until that is final. */
export async function authorise(chain: Chain, blob: Uint8Array): Promise<void> {
	const hash = blake2AsHex(blob);
	const done = await governAsRoot(chain, chain.call('system.authorizeUpgrade', hash));
	await chain.finalized(done.block, 120);
	const authorized = await chain.api.query['system']?.['authorizedUpgrade']?.();
	assert.equal((authorized?.toJSON() as { codeHash?: string } | null)?.codeHash, hash);
}

/** How many credentials the migration has rewritten at a block, and in how many. */
export async function rewritten(
	network: Network,
	name: string,
	hash: Hex,
): Promise<[number, number]> {
	const value = await network.rpc<Hex | null>(name, 'state_getStorage', REWRITTEN, hash);
	assert.ok(value !== null, `${name}: the migration has left no trace`);
	const bytes = Buffer.from(value.slice(2), 'hex');
	return [bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
}

/** In which department everybody works, by account. */
export async function departments(chain: Chain, hash: Hex): Promise<Map<string, number>> {
	const { query } = await chain.api.at(hash);
	const entries = await query['institutions']?.['credentials']?.entries();
	return new Map(
		(entries ?? []).map(([key, credential]) => [
			key.args[0]?.toHex() ?? '',
			(credential.toJSON() as { department: number }).department,
		]),
	);
}
