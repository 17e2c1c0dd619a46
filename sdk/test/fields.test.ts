// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
	checkDisclosure,
	derivedSalts,
	type Disclosure,
	documentCommitment,
	fieldsOf,
	FieldTree,
	parseJson,
	randomSalt,
	toHex,
} from '../src/index.js';

const context = { chainId: new Uint8Array(32).fill(7), institution: 3 };
const DOCUMENT = `{
	"resourceType": "Observation",
	"valueQuantity": { "value": 1.50, "unit": "mmol/l" },
	"category": [ { "text": "laboratory" }, {} ]
}`;

describe('a field tree', () => {
	it('should have a leaf for every value, in canonical order', () => {
		assert.deepEqual(fieldsOf(parseJson(DOCUMENT)), [
			{ path: '/category/0/text', value: '"laboratory"' },
			{ path: '/category/1', value: '{}' },
			{ path: '/resourceType', value: '"Observation"' },
			{ path: '/valueQuantity/unit', value: '"mmol/l"' },
			{ path: '/valueQuantity/value', value: '1.50' },
		]);
		assert.deepEqual(fieldsOf(parseJson('1')), [{ path: '', value: '1' }]);
		assert.deepEqual(fieldsOf(parseJson('[]')), [{ path: '', value: '[]' }]);
	});

	it('should prove each field alone', () => {
		const tree = new FieldTree(context, DOCUMENT);
		for (const { path } of tree.fields) {
			const shown = JSON.parse(JSON.stringify(tree.disclose(path))) as Disclosure;
			assert.ok(checkDisclosure(tree.root, context, shown), path);
			assert.equal(Object.keys(shown).length, 6);
		}
	});

	it('should prove nothing that was changed', () => {
		const tree = new FieldTree(context, DOCUMENT);
		const shown = tree.disclose('/valueQuantity/value');
		const other = tree.disclose('/valueQuantity/unit');
		const forged: Disclosure[] = [
			{ ...shown, value: '1.5' },
			{ ...shown, value: '15.0' },
			{ ...shown, path: '/valueQuantity/unit' },
			{ ...shown, salt: other.salt },
			{ ...shown, index: shown.index - 1 },
			{ ...shown, count: shown.count + 1 },
			{ ...shown, count: shown.index },
			{ ...shown, proof: other.proof },
			{ ...shown, proof: shown.proof.slice(1) },
			{ ...shown, proof: [...shown.proof, other.salt] },
		];
		for (const disclosure of forged) {
			assert.ok(!checkDisclosure(tree.root, context, disclosure), JSON.stringify(disclosure));
		}
		assert.ok(!checkDisclosure(new Uint8Array(32), context, shown));
		assert.ok(!checkDisclosure(tree.root, { ...context, institution: 4 }, shown));
		assert.ok(!checkDisclosure(tree.root, { ...context, chainId: new Uint8Array(32) }, shown));
		assert.ok(!checkDisclosure(tree.root, { ...context, algorithm: 'Blake2b_256' }, shown));
	});

	it('should be the same whatever the order of keys and white space', () => {
		const salts = derivedSalts(new Uint8Array(32).fill(1));
		const [one, two] = ['{"a":1,"b":[2, 3]}', '{ "b" : [2,3],\n"a":1 }'].map((text) =>
			toHex(new FieldTree(context, text, salts).root),
		);
		assert.equal(one, two);
	});

	it('should salt every field by itself, at random unless told otherwise', () => {
		const [one, two] = [new FieldTree(context, '[1,1]'), new FieldTree(context, '[1,1]')];
		assert.notEqual(toHex(one.root), toHex(two.root));
		const salts = { ...one.salts, ...{ two: two.salts['/0'] } };
		assert.equal(new Set(Object.values(salts)).size, 3);
		const again = new FieldTree(context, '[1,1]', (path) => one.salts[path] as string);
		assert.equal(toHex(again.root), toHex(one.root));
		assert.throws(() => derivedSalts(new Uint8Array(31)), /31 bytes, not 32/);
		assert.throws(() => new FieldTree(context, '1', () => '0x00'), /1 bytes, not 32/);
	});

	it('should say which fields there are when asked for what is none', () => {
		const tree = new FieldTree(context, DOCUMENT);
		assert.throws(() => tree.disclose('/valueQuantity'), /not a single field but 2/);
		assert.throws(() => tree.disclose('/nothing'), /no field "\/nothing"/);
	});
});

describe('a document commitment', () => {
	it('should change with every byte, the salt, the institution and the chain', () => {
		const salt = randomSalt();
		const document = new TextEncoder().encode(DOCUMENT);
		const tampered = document.slice();
		tampered[tampered.length - 3] = 0x20;
		const commitments = [
			documentCommitment(context, salt, document),
			documentCommitment(context, salt, tampered),
			documentCommitment(context, randomSalt(), document),
			documentCommitment({ ...context, institution: 4 }, salt, document),
			documentCommitment({ ...context, chainId: new Uint8Array(32) }, salt, document),
			documentCommitment({ ...context, algorithm: 'Blake2b_256' }, salt, document),
		].map((bytes) => toHex(bytes));
		assert.equal(new Set(commitments).size, commitments.length);
	});

	it('should take nothing of the wrong size', () => {
		const document = new Uint8Array();
		assert.throws(() => documentCommitment(context, '0x00', document), /the salt has 1 bytes/);
		assert.throws(
			() => documentCommitment({ ...context, chainId: '0x00' }, randomSalt(), document),
			/the chain id has 1 bytes/,
		);
		assert.throws(
			() => documentCommitment({ ...context, institution: -1 }, randomSalt(), document),
			/no 32-bit number/,
		);
		assert.throws(
			() =>
				documentCommitment(
					{ ...context, algorithm: 'Sm3' as never },
					randomSalt(),
					document,
				),
			/Sm3 is not an algorithm/,
		);
	});
});
