// SPDX-License-Identifier: Apache-2.0

/**
 * Reads SCALE out of bytes that somebody else has made: nothing is read beyond their end, and
 * nothing is taken that could have been written in another way.
 */

import { type Bytes, toBytes, toHex } from './bytes.js';
import { StateProofError, type StateProofErrorCode } from './storage-proof-error.js';

/** Bytes that somebody else gives, who may have given anything. */
export function givenBytes(value: Bytes, code: StateProofErrorCode): Uint8Array {
	try {
		const bytes: unknown = toBytes(value);
		if (bytes instanceof Uint8Array) {
			return bytes;
		}
	} catch (error) {
		if (!(error instanceof TypeError)) {
			throw error;
		}
	}
	throw new StateProofError(code, `expected bytes or 0x…, got ${String(value).slice(0, 80)}`);
}

export class Reader {
	#at = 0;
	readonly #view: DataView;

	constructor(
		readonly bytes: Uint8Array,
		/** What is wrong if something can't be read. */
		private readonly code: StateProofErrorCode,
	) {
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	/** Where the next byte is. */
	get at(): number {
		return this.#at;
	}

	/** So many bytes. */
	take(length: number, what: string): Uint8Array {
		const from = this.#forward(length, what);
		return this.bytes.subarray(from, this.#at);
	}

	byte(what: string): number {
		return this.#view.getUint8(this.#forward(1, what));
	}

	/** A `u16`. */
	u16(what: string): number {
		return this.#view.getUint16(this.#forward(2, what), true);
	}

	/** A `u32`. */
	u32(what: string): number {
		return this.#view.getUint32(this.#forward(4, what), true);
	}

	/** A `u64`. */
	u64(what: string): bigint {
		return this.#view.getBigUint64(this.#forward(8, what), true);
	}

	/** A compact number of at most 32 bits, in the one way in which it is written. */
	compact(what: string): number {
		const first = this.#view.getUint8(this.#forward(1, what));
		this.#at -= 1;
		let [value, least] = [0, 0];
		switch (first & 3) {
			case 0:
				value = this.byte(what) >>> 2;
				break;
			case 1:
				[value, least] = [this.u16(what) >>> 2, 2 ** 6];
				break;
			case 2:
				[value, least] = [this.u32(what) >>> 2, 2 ** 14];
				break;
			default:
				if (this.byte(what) !== 3) {
					throw this.refusal(`${what} is too large`);
				}
				[value, least] = [this.u32(what), 2 ** 30];
		}
		if (value < least) {
			throw this.refusal(`${what} is written in more bytes than it needs`);
		}
		return value;
	}

	/** Things with their number in front. */
	list<T>(what: string, read: () => T): T[] {
		const count = this.compact(`the number of ${what}`);
		// Nothing here is empty: more than there are bytes can't come.
		if (count > this.bytes.length - this.#at) {
			throw this.refusal(`there is no room for ${count} ${what}`);
		}
		return Array.from({ length: count }, read);
	}

	/** That nothing follows. */
	end(what: string): void {
		if (this.#at !== this.bytes.length) {
			throw this.refusal(`${this.bytes.length - this.#at} bytes follow on ${what}`);
		}
	}

	refusal(reason: string): StateProofError {
		const start = toHex(this.bytes.subarray(0, 16));
		return new StateProofError(this.code, `${reason}, in what begins with ${start}`);
	}

	#forward(length: number, what: string): number {
		const from = this.#at;
		if (length > this.bytes.length - from) {
			throw this.refusal(`the bytes end within ${what}`);
		}
		this.#at = from + length;
		return from;
	}
}
