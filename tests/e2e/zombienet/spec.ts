// SPDX-License-Identifier: Apache-2.0

/**
 * Writes what tests need into a raw chain specification: `node spec.js FROM TO`. A session takes
 * {@link SESSION} blocks instead of ten minutes, and everything else is what the chain has.
 */

import { u8aToHex } from '@polkadot/util';
import { xxhashAsHex } from '@polkadot/util-crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';

/** Blocks in a session: 20 seconds. */
export const SESSION = 10;

/** Where the runtime keeps it: `parameter_types! { pub storage SessionPeriod }`. */
export const SESSION_PERIOD_KEY = xxhashAsHex(':SessionPeriod:', 128);

interface RawSpec {
	genesis: { raw: { top: Record<string, string> } };
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
	const [, , from, to] = argv;
	if (from === undefined || to === undefined) {
		throw new Error('usage: node spec.js FROM TO');
	}
	const spec = JSON.parse(readFileSync(from, 'utf8')) as RawSpec;
	const period = new Uint8Array(4);
	new DataView(period.buffer).setUint32(0, SESSION, true);
	spec.genesis.raw.top[SESSION_PERIOD_KEY] = u8aToHex(period);
	writeFileSync(to, JSON.stringify(spec));
}
