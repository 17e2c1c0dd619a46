// SPDX-License-Identifier: Apache-2.0

/** Bytes: what everything here takes and gives, and the little that is needed to make them. */

import { hexToU8a, isHex, u8aConcat, u8aToHex } from '@polkadot/util';
import { decodeAddress } from '@polkadot/util-crypto';

/** Bytes as such, or as `0x…`, which is how polkadot.js shows them. */
export type Bytes = Uint8Array | string;

/** `0x…` */
export type Hex = `0x${string}`;

/** The bytes themselves. */
export function toBytes(value: Bytes): Uint8Array {
	if (typeof value !== 'string') {
		return value;
	}
	if (!isHex(value)) {
		throw new TypeError(`expected bytes or 0x…, got "${value.slice(0, 80)}"`);
	}
	return hexToU8a(value);
}

/** The bytes, which must be `length` of them; `what` names them in the error. */
export function exactly(length: number, value: Bytes, what: string): Uint8Array {
	const bytes = toBytes(value);
	if (bytes.length !== length) {
		throw new RangeError(`${what} has ${bytes.length} bytes, not ${length}`);
	}
	return bytes;
}

/** The 32 bytes of an account, from an SS58 address of any prefix, `0x…` or the bytes. */
export function accountBytes(account: Bytes): Uint8Array {
	return exactly(32, decodeAddress(account), 'the account');
}

/** Little endian, as SCALE encodes a `u32`. */
export function u32(value: number): Uint8Array {
	if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) {
		throw new RangeError(`${value} is no 32-bit number`);
	}
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setUint32(0, value, true);
	return bytes;
}

/** Little endian, as SCALE encodes a `u64`. */
export function u64(value: number | bigint): Uint8Array {
	const number = BigInt(value);
	if (number < 0n || number > 0xffff_ffff_ffff_ffffn) {
		throw new RangeError(`${value} is no 64-bit number`);
	}
	const bytes = new Uint8Array(8);
	new DataView(bytes.buffer).setBigUint64(0, number, true);
	return bytes;
}

/** UTF-8. */
export function utf8(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}

export { u8aConcat as concat, u8aToHex as toHex };
