// SPDX-License-Identifier: Apache-2.0

import { Keyring } from '@polkadot/api';
import { cryptoWaitReady, ed25519Verify } from '@polkadot/util-crypto';
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import {
	normalIdentifier,
	RegistrarKey,
	signToken,
	toBytes,
	toHex,
	tokenStatement,
} from '../src/index.js';

await cryptoWaitReady();

const chainId = `0x${'07'.repeat(32)}` as const;
const context = { chainId, study: 0x01020304 };
const secret = `0x${'09'.repeat(32)}` as const;
const system = 'urn:oid:2.16.756.5.32';
const person = { system, value: '756.9217.0769.85' };

describe('an enrolment token', () => {
	it('should be an HMAC over study, system and number', () => {
		const message = Buffer.concat([
			Buffer.from('galen/enrolment\0'),
			Buffer.alloc(32, 7),
			Buffer.from([4, 3, 2, 1]),
			Buffer.from(`${system}|7569217076985`),
		]);
		const expected = createHmac('sha256', Buffer.alloc(32, 9)).update(message).digest();
		assert.equal(new RegistrarKey(context, secret).token(person), toHex(expected));
	});

	it('should be one for every way to write a number, and another for anybody else', () => {
		const key = new RegistrarKey(context, secret);
		const token = key.token(person);
		for (const value of [
			'7569217076985',
			' 756 9217 0769 85 ',
			'756-9217–0769‑85',
			'756/9217/0769/85',
			'７５６.9217.0769.85',
		]) {
			assert.equal(key.token({ system, value }), token, value);
		}
		assert.notEqual(key.token({ system, value: '756.9217.0769.86' }), token);
		assert.notEqual(key.token({ ...person, system: 'urn:oid:2.16.756.5.33' }), token);
		assert.equal(
			key.token({ system, value: 'ab-12345' }),
			key.token({ system, value: 'AB 12345' }),
		);
	});

	it('should tell nothing across studies, chains and keys', () => {
		const tokens = [
			new RegistrarKey(context, secret),
			new RegistrarKey({ ...context, study: 2 }, secret),
			new RegistrarKey({ ...context, chainId: `0x${'08'.repeat(32)}` }, secret),
			new RegistrarKey(context),
			new RegistrarKey(context),
		].map((key) => key.token(person));
		assert.equal(new Set(tokens).size, tokens.length);
	});

	it('should not be made any more once the key is destroyed', () => {
		const bytes = toBytes(secret);
		const key = new RegistrarKey(context, bytes);
		key.destroy();
		key.destroy();
		assert.throws(() => key.token(person), /the key was destroyed/);
		assert.equal(toHex(bytes), secret, 'the copy is overwritten, not what it was made of');
	});

	it('should be refused for what identifies nobody', () => {
		for (const value of ['', '   ', '-', '123', 'a'.repeat(65), '1234;5678']) {
			assert.throws(() => normalIdentifier({ system, value }), RangeError, value);
		}
		for (const bad of ['', 'ssn', 'urn:a b', 'urn:']) {
			assert.throws(() => normalIdentifier({ system: bad, value: '12345' }), RangeError, bad);
		}
	});
});

describe('a registrar’s statement', () => {
	const token = `0x${'03'.repeat(32)}` as const;
	const said = { ...context, subject: 258, token, expires: 1_924_992_000_000 };

	it('should be the bytes that are written down', () => {
		const expires = Buffer.alloc(8);
		expires.writeBigUInt64LE(1_924_992_000_000n);
		const expected = Buffer.concat([
			Buffer.from('galen/enrolment-token\0'),
			Buffer.alloc(32, 7),
			Buffer.from([4, 3, 2, 1]),
			Buffer.from([2, 1, 0, 0]),
			Buffer.alloc(32, 3),
			expires,
		]);
		assert.equal(toHex(tokenStatement(said)), toHex(expected));
	});

	it('should be signed with Ed25519 alone', () => {
		const pair = new Keyring({ type: 'ed25519' }).addFromSeed(new Uint8Array(32).fill(1));
		const signature = signToken(pair, said);
		assert.ok(ed25519Verify(tokenStatement(said), signature, pair.publicKey));
		const other = new Keyring({ type: 'sr25519' }).addFromSeed(new Uint8Array(32).fill(1));
		assert.throws(() => signToken(other, said), /Ed25519 key, not sr25519/);
	});
});
