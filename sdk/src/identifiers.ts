// SPDX-License-Identifier: Apache-2.0

/** Identifiers that the chain computes, computed here as well. */

import { blake2AsU8a } from '@polkadot/util-crypto';
import { accountBytes, type Bytes, concat, exactly, type Hex, toHex, u32, utf8 } from './bytes.js';
import type { Digest } from './digest.js';
import { digestBytes } from './scale.js';

const derive = (tag: string, ...parts: Uint8Array[]): Hex =>
	toHex(blake2AsU8a(concat(utf8(tag), ...parts), 256));

/** The id of the record that `custodian` anchors with `content` as its first version. */
export function recordId(custodian: number, content: Digest): Hex {
	return derive('galen/record-id', u32(custodian), digestBytes(content));
}

/** The id of the batch that `custodian` anchors with `root`. */
export function batchId(custodian: number, root: Digest): Hex {
	return derive('galen/batch-id', u32(custodian), digestBytes(root));
}

/** The pseudonym that the account `opener` opens with `nonce`: 32 fresh random bytes. */
export function patientId(opener: Bytes, nonce: Bytes): Hex {
	return derive('galen/patient', accountBytes(opener), exactly(32, nonce, 'the nonce'));
}
