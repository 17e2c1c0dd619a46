// SPDX-License-Identifier: Apache-2.0

/**
 * Commitments to content that stays off chain, byte for byte as `galen_primitives::commitment`.
 *
 * A commitment binds the chain, the institution that makes it and a salt that it keeps. Without the
 * salt nobody can try out what it might commit to, and once the salt is destroyed nobody can show
 * what it did: **keep the salt as you keep the document, and erase it with the document.**
 */

import { randomAsU8a } from '@polkadot/util-crypto';
import { type Bytes, concat, exactly, u32, utf8 } from './bytes.js';
import { DEFAULT_ALGORITHM, hash, type HashAlgorithm } from './digest.js';
import { statement } from './statement.js';

/** Who commits, where, and with what hash function. */
export interface Context {
	/** The chain's id: `api.call.institutionsApi.chainId()`. */
	readonly chainId: Bytes;
	/** The number of the institution that keeps the document. */
	readonly institution: number;
	/** {@link DEFAULT_ALGORITHM} where none is named. */
	readonly algorithm?: HashAlgorithm;
}

/** 32 fresh random bytes. */
export function randomSalt(): Uint8Array {
	return randomAsU8a(32);
}

/** The commitment to a whole document, over its exact bytes. */
export function documentCommitment(
	context: Context,
	salt: Bytes,
	document: Uint8Array,
): Uint8Array {
	const head = statement(
		'record',
		context.chainId,
		u32(context.institution),
		exactly(32, salt, 'the salt'),
	);
	return hash(context.algorithm ?? DEFAULT_ALGORITHM, concat(head, document));
}

/**
 * The commitment to one field: a leaf of a document's field tree.
 *
 * @param path an RFC 6901 JSON pointer
 * @param value the field in canonical JSON
 */
export function fieldCommitment(
	context: Context,
	salt: Bytes,
	path: string,
	value: string,
): Uint8Array {
	const pathBytes = utf8(path);
	const head = statement(
		'field',
		context.chainId,
		u32(context.institution),
		exactly(32, salt, 'the salt'),
		u32(pathBytes.length),
	);
	return hash(context.algorithm ?? DEFAULT_ALGORITHM, concat(head, pathBytes, utf8(value)));
}

/**
 * The commitment to whom something was done for, where the chain isn't to link it to the patient.
 *
 * @param patient the pseudonym
 */
export function beneficiaryCommitment(context: Context, salt: Bytes, patient: Bytes): Uint8Array {
	return hash(
		context.algorithm ?? DEFAULT_ALGORITHM,
		statement(
			'beneficiary',
			context.chainId,
			u32(context.institution),
			exactly(32, salt, 'the salt'),
			exactly(32, patient, 'the pseudonym'),
		),
	);
}
