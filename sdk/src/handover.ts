// SPDX-License-Identifier: Apache-2.0

/**
 * Handing over a document under a grant: encrypted by the custodian to the key that the recipient
 * has asked with, carried off chain, and checked by both ends against the digest on chain.
 *
 * The encryption is HPKE (RFC 9180), base mode, with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and
 * AES-256-GCM. The chain, the grant and the record are bound as `info`, the version and the parts of
 * the document as additional data: what was sealed for one grant opens under no other. HPKE doesn't
 * say who has sealed. The chain does: the custodian's `release` names the digest.
 *
 * A whole document goes with its salt, so that the recipient can compute the record's commitment;
 * parts go field by field, each with its salt and its Merkle path, so that the recipient can check
 * them against the record's field root and learns nothing of the rest but how many fields there are.
 */

import { Aes256Gcm, CipherSuite, HkdfSha256 } from '@hpke/core';
import { DhkemX25519HkdfSha256 } from '@hpke/dhkem-x25519';
import { type Bytes, concat, exactly, type Hex, toHex, u32, u64, utf8 } from './bytes.js';
import { JsonError, parseJson } from './canonical.js';
import { type Context, documentCommitment } from './commitment.js';
import { type Digest, digest, hash } from './digest.js';
import {
	checkDisclosure,
	type Disclosure,
	type Field,
	fieldsOf,
	type FieldTree,
} from './fields.js';
import { ALL_FIELD_GROUPS, fhirFieldGroups, grantedFields, type GroupsOf } from './groups.js';
import { fieldGroupNames } from './kinds.js';
import { statement } from './statement.js';

/** The grant under which something is handed over, as the chain has it. */
export interface Handover {
	readonly chainId: Bytes;
	/** The grant's number. */
	readonly grant: number | bigint;
	readonly record: Bytes;
	/** The record's version that is granted. */
	readonly version: number;
	/** The parts of the document that are granted: `FieldGroups`. */
	readonly fields: number;
}

/** Something sealed. Both parts travel off chain; the digest goes on chain with `release`. */
export interface Sealed {
	/** The encapsulated key, 32 bytes. */
	readonly enc: Uint8Array;
	readonly ciphertext: Uint8Array;
	/** SHA-256 of `enc ‖ ciphertext`. No salt: nobody can guess what was encrypted. */
	readonly digest: Digest;
}

/** A key pair for HPKE. */
export interface HandoverKeys {
	/** Given with the request, as `{ X25519: '0x…' }`. */
	readonly publicKey: Uint8Array;
	/** Kept by the recipient. A fresh pair for every request keeps one loss from being all. */
	readonly privateKey: Uint8Array;
}

/** A recipient's key as the chain shows it, or its 32 bytes. */
export type RecipientKey = Bytes | { readonly X25519: Bytes } | { readonly x25519: Bytes };

/** What the chain says of the record, to check against what was handed over. */
export interface RecordCommitments {
	/** The custodian, and the chain. The algorithms are those of the digests. */
	readonly context: Omit<Context, 'algorithm'>;
	/** The digest of the granted version. */
	readonly content: Digest;
	/** The field root of the granted version, if it has one. */
	readonly fields: Digest | null;
}

/** What was handed over, checked. */
export type Opened =
	| { readonly kind: 'document'; readonly document: Uint8Array; readonly salt: Hex }
	| { readonly kind: 'fields'; readonly disclosures: readonly Disclosure[] };

/** What went wrong. */
export type HandoverErrorCode =
	/** The recipient's key is none that HPKE with X25519 can use. */
	| 'unusable-key'
	/** The document has parts that aren't granted: hand over fields. */
	| 'not-granted'
	/** Nothing in the document belongs to the parts that are granted. */
	| 'nothing-granted'
	/** Not what the custodian has released: the digest on chain is another. */
	| 'digest-differs'
	/** Released as it is, but not sealed for this key, chain, grant, record, version and fields. */
	| 'not-for-this-grant'
	/** It opens, but holds neither a document nor fields. */
	| 'malformed'
	/** The document isn't the one that the record has anchored. */
	| 'content-differs'
	/** The record has no field root, so that fields prove nothing. */
	| 'no-field-root'
	/** A field isn't one of the record's. */
	| 'field-differs';

/** Why something can't be handed over or isn't taken. */
export class HandoverError extends Error {
	override readonly name = 'HandoverError';

	constructor(
		/** What went wrong. */
		readonly code: HandoverErrorCode,
		/** The same in words. */
		reason: string,
		options?: ErrorOptions,
	) {
		super(reason, options);
	}
}

const suite = new CipherSuite({
	kem: new DhkemX25519HkdfSha256(),
	kdf: new HkdfSha256(),
	aead: new Aes256Gcm(),
});

/** The first byte of what is sealed. */
const DOCUMENT = 0;
const FIELDS = 1;

/** A fresh key pair. */
export async function handoverKeys(): Promise<HandoverKeys> {
	const pair = await suite.kem.generateKeyPair();
	return {
		publicKey: new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey)),
		privateKey: new Uint8Array(await suite.kem.serializePrivateKey(pair.privateKey)),
	};
}

/**
 * Seals a whole document with its salt. Refused if the document has parts that aren't granted: then
 * {@link sealFields} hands over the others.
 *
 * @param groups which parts the fields are: {@link fhirFieldGroups} if nothing else is said
 */
export async function sealDocument(
	handover: Handover,
	recipient: RecipientKey,
	document: Uint8Array,
	salt: Bytes,
	groups: GroupsOf = fhirFieldGroups,
): Promise<Sealed> {
	if ((handover.fields & ALL_FIELD_GROUPS) !== ALL_FIELD_GROUPS) {
		refuseMoreThanGranted(handover.fields, document, groups);
	}
	return seal(handover, recipient, [DOCUMENT], exactly(32, salt, 'the salt'), document);
}

/**
 * Seals those fields of a document that belong to the granted parts, each with its salt and path.
 *
 * @param groups which parts the fields are: {@link fhirFieldGroups} if nothing else is said
 */
export async function sealFields(
	handover: Handover,
	recipient: RecipientKey,
	tree: FieldTree,
	groups: GroupsOf = fhirFieldGroups,
): Promise<Sealed> {
	const granted = grantedFields(handover.fields, tree.fields, groups);
	if (granted.length === 0) {
		throw new HandoverError(
			'nothing-granted',
			`the document has no field of ${fieldGroupNames(handover.fields).join(', ') || 'nothing'}`,
		);
	}
	const disclosures = granted.map(({ path }) => tree.disclose(path));
	return seal(handover, recipient, [FIELDS], utf8(JSON.stringify(disclosures)));
}

/**
 * Opens what was handed over, and checks it: the digest first, then the encryption, then the content
 * against the record. Throws {@link HandoverError}; what it returns is the record's.
 *
 * @param released the digest that the custodian has released on chain
 */
export async function openHandover(
	handover: Handover,
	privateKey: Bytes,
	sealed: Pick<Sealed, 'enc' | 'ciphertext'>,
	released: Digest,
	record: RecordCommitments,
): Promise<Opened> {
	const found = hash(released.algorithm, concat(sealed.enc, sealed.ciphertext));
	if (toHex(found) !== released.bytes.toLowerCase()) {
		throw new HandoverError(
			'digest-differs',
			`the digest is ${toHex(found)}, and the custodian has released ${released.bytes}`,
		);
	}
	const payload = await decrypt(handover, privateKey, sealed);
	const [kind, rest] = [payload[0], payload.subarray(1)];
	if (kind === DOCUMENT && rest.length >= 32) {
		return checkDocument(record, rest.slice(32), rest.slice(0, 32));
	}
	if (kind === FIELDS) {
		return checkFields(record, readDisclosures(rest));
	}
	throw new HandoverError('malformed', 'what was sealed is neither a document nor fields');
}

async function seal(
	handover: Handover,
	recipient: RecipientKey,
	...payload: (Uint8Array | number[])[]
): Promise<Sealed> {
	const { info, aad } = binding(handover);
	const key = publicKeyOf(recipient);
	let sealed: { enc: ArrayBuffer; ct: ArrayBuffer };
	try {
		sealed = await suite.seal(
			{ recipientPublicKey: await suite.kem.importKey('raw', buffer(key), true), info },
			buffer(concat(...payload)),
			aad,
		);
	} catch (cause) {
		// A point of small order, with which everybody knows the secret (RFC 9180 section 7.1.4).
		throw new HandoverError('unusable-key', 'the recipient’s key is no X25519 key', { cause });
	}
	const [enc, ciphertext] = [new Uint8Array(sealed.enc), new Uint8Array(sealed.ct)];
	return {
		enc,
		ciphertext,
		digest: digest('Sha2_256', hash('Sha2_256', concat(enc, ciphertext))),
	};
}

async function decrypt(
	handover: Handover,
	privateKey: Bytes,
	{ enc, ciphertext }: Pick<Sealed, 'enc' | 'ciphertext'>,
): Promise<Uint8Array> {
	const { info, aad } = binding(handover);
	const key = exactly(32, privateKey, 'the private key');
	try {
		const recipientKey = await suite.kem.importKey('raw', buffer(key), false);
		const params = { recipientKey, enc: buffer(enc), info };
		return new Uint8Array(await suite.open(params, buffer(ciphertext), aad));
	} catch (cause) {
		throw new HandoverError(
			'not-for-this-grant',
			'what was released isn’t sealed for this key under this chain, grant, record, version ' +
				'and parts',
			{ cause },
		);
	}
}

/** What the encryption is bound to. */
function binding(handover: Handover): { info: ArrayBuffer; aad: ArrayBuffer } {
	const { chainId, grant, record, version, fields } = handover;
	return {
		info: buffer(statement('handover', chainId, u64(grant), exactly(32, record, 'the record'))),
		aad: buffer(concat(u32(version), u32(fields))),
	};
}

function publicKeyOf(recipient: RecipientKey): Uint8Array {
	if (typeof recipient === 'string' || recipient instanceof Uint8Array) {
		return exactly(32, recipient, 'the recipient’s key');
	}
	// polkadot.js writes the variants of enums in either case.
	const [[kind, key] = ['nothing', undefined]] = Object.entries(recipient);
	if (kind.toUpperCase() !== 'X25519' || key === undefined) {
		throw new HandoverError('unusable-key', `the recipient’s key is ${kind}, not X25519`);
	}
	return exactly(32, key as Bytes, 'the recipient’s key');
}

/** WebCrypto takes buffers; a view may be of a larger one. */
function buffer(bytes: Uint8Array): ArrayBuffer {
	return new Uint8Array(bytes).buffer;
}

function checkDocument(
	{ context, content }: RecordCommitments,
	document: Uint8Array,
	salt: Uint8Array,
): Opened {
	const made = documentCommitment({ ...context, algorithm: content.algorithm }, salt, document);
	if (toHex(made) !== content.bytes.toLowerCase()) {
		throw new HandoverError(
			'content-differs',
			`the document’s commitment is ${toHex(made)}, and the record has ${content.bytes}`,
		);
	}
	return { kind: 'document', document, salt: toHex(salt) };
}

function checkFields({ context, fields }: RecordCommitments, disclosures: Disclosure[]): Opened {
	if (fields === null) {
		throw new HandoverError('no-field-root', 'the record has no field root to check against');
	}
	for (const disclosure of disclosures) {
		if (!holds(fields, { ...context, algorithm: fields.algorithm }, disclosure)) {
			throw new HandoverError(
				'field-differs',
				`the field "${disclosure.path}" isn’t one of the record’s`,
			);
		}
	}
	return { kind: 'fields', disclosures };
}

function holds(root: Digest, context: Context, disclosure: Disclosure): boolean {
	try {
		return checkDisclosure(root.bytes, context, disclosure);
	} catch {
		// Salts or nodes of another length.
		return false;
	}
}

function readDisclosures(bytes: Uint8Array): Disclosure[] {
	let found: unknown;
	try {
		found = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch (cause) {
		throw new HandoverError('malformed', 'the fields are not JSON', { cause });
	}
	if (!Array.isArray(found) || found.length === 0 || !found.every(isDisclosure)) {
		throw new HandoverError('malformed', 'what was sealed is no list of fields');
	}
	return found;
}

function isDisclosure(value: unknown): value is Disclosure {
	const found = (value ?? {}) as Record<string, unknown>;
	return (
		['path', 'value', 'salt'].every((key) => typeof found[key] === 'string') &&
		['index', 'count'].every((key) => Number.isSafeInteger(found[key])) &&
		Array.isArray(found.proof) &&
		found.proof.every((node) => typeof node === 'string')
	);
}

function refuseMoreThanGranted(granted: number, document: Uint8Array, groups: GroupsOf): void {
	let fields: Field[];
	try {
		fields = fieldsOf(parseJson(document));
	} catch (error) {
		if (error instanceof JsonError) {
			throw new HandoverError(
				'not-granted',
				'the document isn’t JSON, so that its parts can’t be told apart: all must be granted',
				{ cause: error },
			);
		}
		throw error;
	}
	const allowed = new Set(grantedFields(granted, fields, groups).map(({ path }) => path));
	const first = fields.find(({ path }) => !allowed.has(path));
	if (first !== undefined) {
		throw new HandoverError(
			'not-granted',
			`the field "${first.path}" belongs to no part that is granted: hand over fields instead`,
		);
	}
}
