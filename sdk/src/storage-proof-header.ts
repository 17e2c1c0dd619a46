// SPDX-License-Identifier: Apache-2.0

/** Headers of blocks: of a Galen chain, whichever runtime it has, and of a relay chain. */

import { compactToU8a } from '@polkadot/util';
import { type Bytes, concat, exactly, type Hex, toBytes, toHex, u32 } from './bytes.js';
import { hash } from './digest.js';
import { StateProofError } from './storage-proof-error.js';
import { givenBytes, Reader } from './storage-proof-reader.js';

/** A header as `chain_getHeader` answers it. */
export interface HeaderJson {
	readonly parentHash: Hex;
	/** A number, or in hexadecimal. */
	readonly number: number | string;
	readonly stateRoot: Hex;
	readonly extrinsicsRoot: Hex;
	readonly digest: { readonly logs: readonly Hex[] };
}

/** A header: its bytes, or as JSON, or as polkadot.js decodes it. */
export type HeaderSource = Bytes | HeaderJson | { toU8a(): Uint8Array };

/** What a module of the chain's consensus says in a header. */
export interface ConsensusLog {
	/** Which one: four letters, `FRNK` for GRANDPA. */
	readonly engine: string;
	readonly data: Uint8Array;
}

/** A header, taken apart. */
export interface BlockHeader {
	/** BLAKE2b-256 of the header: what the block is called. */
	readonly hash: Hex;
	readonly number: number;
	readonly parent: Hex;
	/** The root of the state after the block. */
	readonly stateRoot: Hex;
	/** What the consensus says. */
	readonly consensus: readonly ConsensusLog[];
}

/** Takes a header apart. Throws a {@link StateProofError} with `malformed-header` if it is none. */
export function readHeader(header: HeaderSource): BlockHeader {
	const reader = new Reader(headerBytes(header), 'malformed-header');
	const read = headerFrom(reader);
	reader.end('the header');
	return read;
}

/** Reads a header out of what contains several things. */
export function headerFrom(reader: Reader): BlockHeader {
	const from = reader.at;
	const parent = toHex(reader.take(32, 'the hash of the parent'));
	const number = reader.compact('the number of the block');
	const stateRoot = toHex(reader.take(32, 'the state root'));
	reader.take(32, 'the root of the extrinsics');
	const logs = reader.list('logs', () => logFrom(reader));
	return {
		hash: toHex(hash('Blake2b_256', reader.bytes.subarray(from, reader.at))),
		number,
		parent,
		stateRoot,
		consensus: logs.filter((log) => log !== undefined),
	};
}

/** The indices of `sp_runtime::generic::DigestItem`. */
const OTHER = 0;
const CONSENSUS = 4;
const SEAL = 5;
const PRE_RUNTIME = 6;
const ENVIRONMENT_UPDATED = 8;

function logFrom(reader: Reader): ConsensusLog | undefined {
	const kind = reader.byte('the kind of a log');
	switch (kind) {
		case OTHER:
			reader.take(reader.compact('the length of a log'), 'a log');
			return undefined;
		case CONSENSUS:
		case SEAL:
		case PRE_RUNTIME: {
			const engine = String.fromCharCode(...reader.take(4, 'the engine of a log'));
			const data = reader.take(reader.compact('the length of a log'), 'a log');
			return kind === CONSENSUS ? { engine, data } : undefined;
		}
		case ENVIRONMENT_UPDATED:
			return undefined;
		default:
			throw reader.refusal(`there is no kind of logs ${kind}`);
	}
}

function headerBytes(header: HeaderSource): Uint8Array {
	if (typeof header === 'string' || header instanceof Uint8Array) {
		return givenBytes(header, 'malformed-header');
	}
	try {
		if ('toU8a' in header) {
			return header.toU8a();
		}
		const { parentHash, number, stateRoot, extrinsicsRoot, digest } = header;
		return concat(
			exactly(32, parentHash, 'the hash of the parent'),
			compact(Number(number)),
			exactly(32, stateRoot, 'the state root'),
			exactly(32, extrinsicsRoot, 'the root of the extrinsics'),
			compact(digest.logs.length),
			...digest.logs.map((log) => toBytes(log)),
		);
	} catch (error) {
		if (error instanceof RangeError || error instanceof TypeError) {
			throw new StateProofError('malformed-header', `it is no header: ${error.message}`);
		}
		throw error;
	}
}

/** A compact number, which has to be one of 32 bits. */
function compact(value: number): Uint8Array {
	u32(value);
	return compactToU8a(value);
}
