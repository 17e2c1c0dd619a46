// SPDX-License-Identifier: Apache-2.0

/** Digests that name their algorithm, as `galen_primitives::digest` has them. */

import { blake2AsU8a, sha256AsU8a } from '@polkadot/util-crypto';
import { type Bytes, exactly, type Hex, toHex } from './bytes.js';

/** A hash function that the chain computes too. The chain stores SM3 digests but makes none. */
export type HashAlgorithm = 'Sha2_256' | 'Blake2b_256';

/** What the chain takes where a call asks for a `Digest`. */
export interface Digest {
	readonly algorithm: HashAlgorithm;
	readonly bytes: Hex;
}

/** The algorithm where none is named: SHA-256, which every archive, auditor and browser has. */
export const DEFAULT_ALGORITHM: HashAlgorithm = 'Sha2_256';

/** The 32-byte hash of `data`. */
export function hash(algorithm: HashAlgorithm, data: Uint8Array): Uint8Array {
	switch (algorithm) {
		case 'Sha2_256':
			return sha256AsU8a(data);
		case 'Blake2b_256':
			return blake2AsU8a(data, 256);
		default:
			throw new RangeError(
				`${String(algorithm)} is not an algorithm that the chain computes`,
			);
	}
}

/** A digest to hand to a call. */
export function digest(algorithm: HashAlgorithm, bytes: Bytes): Digest {
	return { algorithm, bytes: toHex(exactly(32, bytes, 'the digest')) };
}
