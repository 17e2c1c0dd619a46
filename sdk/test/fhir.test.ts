// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { checkDisclosure, FhirError, FieldTree, parseFhir, RESOURCE_TYPES } from '../src/index.js';

/** The message of the error that `text` provokes. */
function refusal(text: string): string {
	try {
		parseFhir(text, 'x.json');
	} catch (error) {
		assert.ok(error instanceof FhirError);
		return error.message;
	}
	return 'accepted';
}

describe('parseFhir', () => {
	it('should tell what a resource is', () => {
		const { resourceType, id } = parseFhir('{"resourceType":"Patient","id":"p.1-A"}');
		assert.deepEqual([resourceType, id], ['Patient', 'p.1-A']);
		assert.equal(parseFhir('{"resourceType":"Basic"}').id, undefined);
		assert.equal(RESOURCE_TYPES.size, 146);
	});

	it('should name the source and the cause of a refusal', () => {
		const cases: [text: string, message: string][] = [
			['', 'x.json: is empty'],
			['hello', 'x.json: is not JSON: expected a value, found "hello" (line 1, column 1)'],
			['[]', 'x.json: is not a FHIR R4 resource: expected an object, found an array'],
			['null', 'x.json: is not a FHIR R4 resource: expected an object, found null'],
			['{}', 'x.json: is not a FHIR R4 resource: "resourceType" is missing'],
			[
				'{"resourceType":1}',
				'x.json: is not a FHIR R4 resource: "resourceType" is a number instead of a string',
			],
			[
				'{"resourceType":"Invoic"}',
				'x.json: is not a FHIR R4 resource: R4 knows no resource type "Invoic"',
			],
			[
				'{"resourceType":"DomainResource"}',
				'x.json: is not a FHIR R4 resource: R4 knows no resource type "DomainResource"',
			],
			[
				'{"resourceType":"Patient","id":"a b"}',
				'x.json: is not a FHIR R4 resource: "id" is not 1 to 64 letters, digits, "-" or "."',
			],
			[
				'{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"X"}}]}',
				'x.json: is not a FHIR R4 resource: R4 knows no resource type "X" at /entry/0/resource',
			],
			[
				'{"resourceType":"Patient","contained":[{}]}',
				'x.json: is not a FHIR R4 resource: "resourceType" is missing at /contained/0',
			],
		];
		for (const [text, message] of cases) {
			assert.equal(refusal(text), message);
		}
	});
});

const folders = [
	['the synthetic documents', new URL('../../../tests/data/fhir/', import.meta.url), true],
	['the shared documents', new URL('../../../../shared/data/fhir/', import.meta.url), false],
] as const;

for (const [name, folder, required] of folders) {
	const skip = required || existsSync(folder) ? false : `${folder.pathname} is not there`;
	describe(name, { skip }, () => {
		it('should be FHIR resources whose every field can be shown alone', () => {
			const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
			assert.ok(files.length >= 5);
			for (const file of files) {
				const bytes = readFileSync(new URL(file, folder));
				const { json } = parseFhir(bytes, file);
				const context = { chainId: new Uint8Array(32), institution: 1 };
				const tree = new FieldTree(context, json);
				const step = Math.ceil(tree.count / 50);
				for (let at = 0; at < tree.count; at += step) {
					const shown = tree.disclose(tree.fields[at]?.path ?? '');
					assert.ok(checkDisclosure(tree.root, context, shown), `${file} ${shown.path}`);
				}
			}
		});
	});
}
