// SPDX-License-Identifier: Apache-2.0

/**
 * Salted field trees: show one field of a document and prove that it belongs to the record, without
 * the rest.
 *
 * Every leaf of the JSON document (a string, number, boolean, null, an empty array or object) is
 * committed to under a salt of its own; the root of the Merkle tree over the commitments goes on
 * chain with the record. The leaves stand in the order of the canonical document, so that the
 * same document gives the same paths everywhere. What a disclosure tells besides the field: its
 * place, and how many fields the document has.
 */

import { hmacShaAsU8a } from '@polkadot/util-crypto';
import { type Bytes, concat, exactly, type Hex, toHex, utf8 } from './bytes.js';
import { canonicalJson, formatPointer, type Json, parseJson, sortedMembers } from './canonical.js';
import { type Context, fieldCommitment, randomSalt } from './commitment.js';
import { DEFAULT_ALGORITHM } from './digest.js';
import { MerkleTree, verifyPath } from './merkle.js';

/** A leaf of a JSON document. */
export interface Field {
	/** Where it is: an RFC 6901 JSON pointer. */
	readonly path: string;
	/** What it is, in canonical JSON: a string has its quotes, a number its source literal. */
	readonly value: string;
}

/** All that it takes to check one field against a record's field root. Plain JSON. */
export interface Disclosure extends Field {
	/** The field's own salt. It opens this field and no other. */
	readonly salt: Hex;
	/** The field's place among the leaves. */
	readonly index: number;
	/** How many leaves there are. */
	readonly count: number;
	/** The siblings from the leaf to the top. */
	readonly proof: readonly Hex[];
}

/** Where the salts come from: called once for every path. */
export type Salts = (path: string) => Bytes;

/** A fresh random salt for every field. {@link FieldTree.salts} then has to be stored. */
export const randomSalts: Salts = () => randomSalt();

/**
 * Every salt from one secret of 32 random bytes (HKDF-SHA256, RFC 5869, over the path), so that
 * the secret alone has to be stored, and destroying it destroys them all. Take a fresh secret for
 * every version of every document: under one secret equal fields have equal commitments.
 */
export function derivedSalts(secret: Bytes): Salts {
	const input = exactly(32, secret, 'the secret');
	const key = hmacShaAsU8a(utf8('galen/field-salts'), input, 256);
	return (path) => hmacShaAsU8a(key, concat(utf8('galen/field-salt\0'), utf8(path), [1]), 256);
}

/** The leaves of a document, in the order of the canonical document. */
export function fieldsOf(document: Json): Field[] {
	const fields: Field[] = [];
	const walk = (json: Json, tokens: readonly string[]): void => {
		if (json.kind === 'object' && json.members.size > 0) {
			for (const [key, value] of sortedMembers(json.members)) {
				walk(value, [...tokens, key]);
			}
		} else if (json.kind === 'array' && json.items.length > 0) {
			json.items.forEach((item, at) => walk(item, [...tokens, String(at)]));
		} else {
			fields.push({ path: formatPointer(tokens), value: canonicalJson(json) });
		}
	};
	walk(document, []);
	return fields;
}

/** A document's field tree, for whoever keeps the document. */
export class FieldTree {
	/** The fields, in the order of the leaves. */
	readonly fields: readonly Field[];
	readonly #salts: readonly Uint8Array[];
	readonly #tree: MerkleTree;
	readonly #places: ReadonlyMap<string, number>;

	/**
	 * @param document the bytes or text of a JSON document, or the document read already
	 * @param salts {@link randomSalts} where none are given
	 */
	constructor(
		context: Context,
		document: Uint8Array | string | Json,
		salts: Salts = randomSalts,
	) {
		const json =
			typeof document === 'string' || document instanceof Uint8Array
				? parseJson(document)
				: document;
		this.fields = fieldsOf(json);
		this.#salts = this.fields.map(({ path }) => exactly(32, salts(path), 'a salt'));
		this.#places = new Map(this.fields.map(({ path }, at) => [path, at]));
		this.#tree = new MerkleTree(
			context.algorithm ?? DEFAULT_ALGORITHM,
			this.fields.map(({ path, value }, at) =>
				fieldCommitment(context, this.#salts[at] as Uint8Array, path, value),
			),
		);
	}

	/** The root that goes on chain. */
	get root(): Uint8Array {
		return this.#tree.root;
	}

	/** How many fields there are. */
	get count(): number {
		return this.#tree.count;
	}

	/** Every field's salt by its path: to be kept with the document, off chain. */
	get salts(): Record<string, Hex> {
		return Object.fromEntries(
			this.fields.map(({ path }, at) => [path, toHex(this.#salts[at])]),
		);
	}

	/** What shows the one field at `path`. */
	disclose(path: string): Disclosure {
		const index = this.#places.get(path);
		if (index === undefined) {
			const below = this.fields.filter((field) => field.path.startsWith(`${path}/`));
			throw new RangeError(
				below.length > 0
					? `"${path}" is not a single field but ${below.length}: ` +
						`disclose them one by one ("${below[0]?.path}", …)`
					: `the document has no field "${path}"`,
			);
		}
		return {
			...(this.fields[index] as Field),
			salt: toHex(this.#salts[index]),
			index,
			count: this.count,
			proof: this.#tree.path(index).map((node) => toHex(node)),
		};
	}
}

/** The leaf that a disclosure claims to open: what the chain's `verify_field` is asked about. */
export function disclosedLeaf(context: Context, disclosure: Disclosure): Uint8Array {
	return fieldCommitment(context, disclosure.salt, disclosure.path, disclosure.value);
}

/** Whether the disclosed field belongs to the record with this field root. */
export function checkDisclosure(root: Bytes, context: Context, disclosure: Disclosure): boolean {
	return verifyPath(
		context.algorithm ?? DEFAULT_ALGORITHM,
		root,
		disclosure.count,
		disclosure.index,
		disclosedLeaf(context, disclosure),
		disclosure.proof,
	);
}
