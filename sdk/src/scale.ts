// SPDX-License-Identifier: Apache-2.0

/** What SCALE makes of a few types, beside the numbers of `bytes.ts`. */

import { concat, exactly } from './bytes.js';
import type { Digest, HashAlgorithm } from './digest.js';

/** Little endian, as SCALE encodes an `i32`. */
export function i32(value: number): Uint8Array {
	if (!Number.isInteger(value) || value < -0x8000_0000 || value > 0x7fff_ffff) {
		throw new RangeError(`${value} is no 32-bit number`);
	}
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setInt32(0, value, true);
	return bytes;
}

/** Bytes with their number in front, of which there are at most 63: lots and serial numbers. */
export function shortBytes(value: Uint8Array): Uint8Array {
	if (value.length > 63) {
		throw new RangeError(`${value.length} bytes are too many`);
	}
	return concat([value.length << 2], value);
}

/** The indices of `galen_primitives::HashAlgorithm`. */
const ALGORITHMS: Readonly<Record<HashAlgorithm, number>> = { Sha2_256: 0, Blake2b_256: 1 };

/** A digest, with its algorithm in front. */
export function digestBytes({ algorithm, bytes }: Digest): Uint8Array {
	return concat([ALGORITHMS[algorithm]], exactly(32, bytes, 'the digest'));
}
