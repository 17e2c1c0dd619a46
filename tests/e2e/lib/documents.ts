// SPDX-License-Identifier: Apache-2.0

/** FHIR documents: found, read, and turned into what goes on chain. */

import {
	type Context,
	type Digest,
	digest,
	documentCommitment,
	FieldTree,
	FhirError,
	type FhirResource,
	DEFAULT_ALGORITHM,
	parseFhir,
	randomSalt,
} from '@galen/sdk';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A document with what its custodian keeps of it off chain: the bytes, the salts. */
export interface Document extends FhirResource {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** A document and the commitments to it. */
export interface Committed {
	readonly document: Document;
	readonly salt: Uint8Array;
	readonly content: Digest;
	readonly tree: FieldTree;
	readonly fields: Digest;
}

// From `tests/e2e/dist/lib`.
const root = new URL('../../../../', import.meta.url);

/** The real document where the shared folder is there, else one of our own. */
export function defaultDocument(): string {
	const shared = new URL('../shared/data/fhir/DocumentReference-example.json', root);
	const own = new URL('tests/data/fhir/DocumentReference.json', root);
	return fileURLToPath(existsSync(shared) ? shared : own);
}

/** A document of the project's own. */
export const ownDocument = (name: string): string =>
	fileURLToPath(new URL(`tests/data/fhir/${name}.json`, root));

/** Reads one document. Throws {@link FhirError}, also for a file that can't be read. */
export function readDocument(name: string): Document {
	let bytes: Uint8Array;
	try {
		bytes = readFileSync(name);
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code;
		const reason =
			code === 'ENOENT'
				? 'there is no such file'
				: code === 'EISDIR'
					? 'is a folder'
					: `can not be read (${code})`;
		throw new FhirError(name, reason);
	}
	return { name, bytes, ...parseFhir(bytes, name) };
}

/** Commits to a document under fresh salts. */
export function commit(context: Context, document: Document): Committed {
	const algorithm = context.algorithm ?? DEFAULT_ALGORITHM;
	const salt = randomSalt();
	const tree = new FieldTree(context, document.json);
	return {
		document,
		salt,
		content: digest(algorithm, documentCommitment(context, salt, document.bytes)),
		tree,
		fields: digest(algorithm, tree.root),
	};
}

/** The digest that `bytes` would have had to have under the same salt. */
export function recommit(
	context: Context,
	{ salt, content }: Committed,
	bytes: Uint8Array,
): Digest {
	const { algorithm } = content;
	return digest(algorithm, documentCommitment({ ...context, algorithm }, salt, bytes));
}

/** What `patientRecords.anchor` takes. */
export function anchorOf(
	{ content, fields }: Committed,
	occurred: number,
): Record<string, unknown> {
	return {
		content,
		fields,
		dataClass: 'Sensitive',
		compartment: 0,
		composition: 'Final',
		occurred,
	};
}

/** A field that says something: the first of these, or the first at all. */
export function interestingField({ tree }: Committed): string {
	const wanted = ['/valueQuantity/value', '/description', '/status', '/birthDate', '/id'];
	const paths = new Set(tree.fields.map(({ path }) => path));
	return wanted.find((path) => paths.has(path)) ?? tree.fields[0]?.path ?? '';
}
