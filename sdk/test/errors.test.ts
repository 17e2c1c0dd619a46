// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type DispatchErrorLike, explainDispatchError, explainRpcError } from '../src/index.js';

const api = {
	registry: {
		findMetaError: () => ({
			section: 'patientRecords',
			name: 'StaleVersion',
			docs: ['The head is another version', 'than expected.'],
		}),
	},
} as never;

const error = (type: string, human: unknown = type): DispatchErrorLike => ({
	isModule: type === 'Module',
	asModule: {},
	type,
	toHuman: () => human,
});

describe('explainDispatchError', () => {
	it('should name the pallet, the error and its docs', () => {
		assert.deepEqual(explainDispatchError(api, error('Module')), {
			name: 'PatientRecords.StaleVersion',
			pallet: 'PatientRecords',
			sentence:
				'refused by PatientRecords with StaleVersion: The head is another version than expected.',
		});
	});

	it('should explain what is no pallet’s error', () => {
		const { name, sentence } = explainDispatchError(api, error('BadOrigin'));
		assert.equal(name, 'BadOrigin');
		assert.match(sentence, /holds no role that allows it/);
		assert.deepEqual(explainDispatchError(api, error('Token', { Token: 'FundsUnavailable' })), {
			name: 'Token.FundsUnavailable',
			sentence: 'refused with Token FundsUnavailable',
		});
		assert.equal(explainDispatchError(api, error('Other')).sentence, 'refused with Other');
	});
});

describe('explainRpcError', () => {
	it('should explain every refusal of the pool', () => {
		// The texts of sp-runtime's TransactionValidityError and sc-rpc-api's author errors.
		const cases: [text: string, name: string][] = [
			['1010: Invalid Transaction: Transaction call is not expected', 'Pool.Call'],
			['1010: Invalid Transaction: Transaction will be valid in the future', 'Pool.Future'],
			['1010: Invalid Transaction: Transaction is outdated', 'Pool.Stale'],
			['1010: Invalid Transaction: Transaction has a bad signature', 'Pool.BadProof'],
			['1010: Invalid Transaction: Transaction has an ancient birth block', 'Pool.Expired'],
			[
				'1010: Invalid Transaction: Transaction would exhaust the block limits',
				'Pool.ExhaustsResources',
			],
			[
				'1010: Invalid Transaction: Inability to pay some fees (e.g. account balance too low)',
				'Pool.Payment',
			],
			['1010: Invalid Transaction: Invalid signing address', 'Pool.BadSigner'],
			['1010: Invalid Transaction: Custom error: 1', 'Pool.NotAMember'],
			['1010: Invalid Transaction: Custom error: 2', 'Pool.CredentialNotInForce'],
			['1010: Invalid Transaction: Custom error: 3', 'Pool.InstitutionNotInForce'],
			['1010: Invalid Transaction: Custom error: 4', 'Pool.RoleNotAllowedAnyMore'],
			['1010: Invalid Transaction: Custom error: 7', 'Pool.Invalid'],
			['1010: Invalid Transaction: Custom error: 12', 'Pool.Invalid'],
			['1012: Transaction is temporarily banned', 'Pool.Banned'],
			['1013: Transaction Already Imported', 'Pool.AlreadyImported'],
			['1014: Priority is too low: (1 vs 2)', 'Pool.TooLowPriority'],
			['1016: Immediately Dropped', 'Pool.Full'],
			// As chopsticks writes them.
			['1010: {"invalid":{"call":null}}', 'Pool.Call'],
			['1010: {"invalid":{"payment":null}}', 'Pool.Payment'],
			['1010: {"invalid":{"future":null}}', 'Pool.Future'],
			['1010: {"invalid":{"stale":null}}', 'Pool.Stale'],
			['1010: {"invalid":{"badProof":null}}', 'Pool.BadProof'],
			['1010: {"invalid":{"ancientBirthBlock":null}}', 'Pool.Expired'],
			['1010: {"invalid":{"exhaustsResources":null}}', 'Pool.ExhaustsResources'],
			['1010: {"invalid":{"badSigner":null}}', 'Pool.BadSigner'],
			['1010: {"invalid":{"custom":1}}', 'Pool.NotAMember'],
			['1010: {"invalid":{"custom":2}}', 'Pool.CredentialNotInForce'],
			['1010: {"invalid":{"custom":3}}', 'Pool.InstitutionNotInForce'],
			['1010: {"invalid":{"custom":4}}', 'Pool.RoleNotAllowedAnyMore'],
			['1010: {"invalid":{"custom":12}}', 'Pool.Invalid'],
		];
		for (const [text, name] of cases) {
			const failure = explainRpcError(new Error(text));
			assert.equal(failure?.name, name, text);
			assert.match(failure?.sentence ?? '', /^refused before it reached a block: \S/);
		}
	});

	it('should leave alone what the pool has not said', () => {
		assert.equal(explainRpcError(new Error('disconnected: 1006')), undefined);
		assert.equal(explainRpcError('-32601: Method not found'), undefined);
	});
});
