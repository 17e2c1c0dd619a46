// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
	compartmentNumbers,
	compartments,
	DATA_CLASSES,
	dataClasses,
	dataClassNames,
	FIELD_GROUPS,
	fieldGroupNames,
	fieldGroups,
	INSTITUTION_KINDS,
	institutionKindNames,
	institutionKinds,
	keyPurposeNames,
	keyPurposes,
	PURPOSES,
	purposeNames,
	purposes,
	roleNames,
	ROLES,
	roleSet,
	scopeNames,
	scopes,
} from '../src/index.js';

describe('bit sets', () => {
	/** The variants of every `enum_with_set!` in a file of the chain's. */
	const variants = (name: string): { name: string | undefined; index: number }[] => {
		const file = new URL(`../../../pallets/primitives/src/${name}.rs`, import.meta.url);
		const source = readFileSync(file, 'utf8');
		return [...source.matchAll(/^\t([A-Z]\w+) = (\d+),$/gm)].map(([, name, index]) => ({
			name,
			index: Number(index),
		}));
	};
	const listed = (...lists: (readonly string[])[]): { name: string; index: number }[] =>
		lists.flatMap((list) => list.map((name, index) => ({ name, index })));

	it('should be named as the chain names them', () => {
		assert.deepEqual(variants('roles'), listed(INSTITUTION_KINDS, ROLES));
		assert.deepEqual(variants('purpose'), listed(PURPOSES));
		assert.deepEqual(variants('access'), listed(DATA_CLASSES, FIELD_GROUPS));
	});

	it('should survive a round trip', () => {
		assert.equal(institutionKinds('CareProvider', 'NodeOperator'), 0b100_0000_0000_0001);
		assert.deepEqual(institutionKindNames(0b11), ['CareProvider', 'Pharmacy']);
		assert.deepEqual(roleNames(roleSet(...ROLES)), [...ROLES]);
		assert.deepEqual(scopeNames(scopes('Research', 'Everything')), ['Research', 'Everything']);
		assert.deepEqual(keyPurposeNames(keyPurposes('keyAgreement')), ['keyAgreement']);
		assert.equal(purposes('TREAT', 'HMARKT'), (1n << 58n) | 1n);
		assert.deepEqual(purposeNames(purposes(...PURPOSES)), [...PURPOSES]);
		assert.deepEqual(purposeNames(1 << 4), ['BTG']);
		assert.equal(fieldGroups(...FIELD_GROUPS), 0xffff);
		assert.deepEqual(fieldGroupNames(fieldGroups('LabResults')), ['LabResults']);
		assert.deepEqual(dataClassNames(dataClasses('Public', 'Core')), ['Public', 'Core']);
		assert.deepEqual(compartmentNumbers(compartments(0, 31, 32, 63)), [0, 31, 32, 63]);
	});

	it('should refuse names and bits that stand for nothing', () => {
		assert.throws(() => roleSet('Wizard' as never), /"Wizard" is none of Administrator/);
		assert.throws(() => institutionKindNames(1 << 15), /stand for nothing/);
		assert.throws(() => institutionKindNames(-1), /stand for nothing/);
		assert.throws(() => institutionKindNames(0.5), /stand for nothing/);
		assert.throws(() => purposes('FUN' as never), /"FUN" is none of TREAT/);
		assert.throws(() => purposeNames(1n << 59n), /stand for nothing/);
		assert.throws(() => compartments(64), /no compartment/);
		assert.throws(() => compartments(1.5), /no compartment/);
	});
});
