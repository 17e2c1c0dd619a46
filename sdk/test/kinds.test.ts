// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
	INSTITUTION_KINDS,
	institutionKindNames,
	institutionKinds,
	keyPurposeNames,
	keyPurposes,
	roleNames,
	ROLES,
	roleSet,
	scopeNames,
	scopes,
} from '../src/index.js';

describe('bit sets', () => {
	it('should be named as the chain names them', () => {
		const file = new URL('../../../pallets/primitives/src/roles.rs', import.meta.url);
		const source = readFileSync(file, 'utf8');
		const names = [...source.matchAll(/^\t([A-Z]\w+) = (\d+),$/gm)].map(([, name, index]) => ({
			name,
			index: Number(index),
		}));
		const ours = [INSTITUTION_KINDS, ROLES].flatMap((list) =>
			list.map((name, index) => ({ name, index })),
		);
		assert.deepEqual(names, ours);
	});

	it('should survive a round trip', () => {
		assert.equal(institutionKinds('CareProvider', 'NodeOperator'), 0b100_0000_0000_0001);
		assert.deepEqual(institutionKindNames(0b11), ['CareProvider', 'Pharmacy']);
		assert.deepEqual(roleNames(roleSet(...ROLES)), [...ROLES]);
		assert.deepEqual(scopeNames(scopes('Research', 'Everything')), ['Research', 'Everything']);
		assert.deepEqual(keyPurposeNames(keyPurposes('keyAgreement')), ['keyAgreement']);
	});

	it('should refuse names and bits that stand for nothing', () => {
		assert.throws(() => roleSet('Wizard' as never), /"Wizard" is none of Administrator/);
		assert.throws(() => institutionKindNames(1 << 15), /stand for nothing/);
	});
});
