// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
	checkPackProof,
	Gs1Error,
	gtinArgument,
	LotFile,
	LotFileError,
	type LotPack,
	packKey,
	packLeaf,
	type PackProof,
	ssccArgument,
	textArgument,
	toHex,
} from '../src/index.js';

const context = { chainId: `0x${'07'.repeat(32)}`, gtin: '09506000134352', lot: 'L1' } as const;
const [CASE, OTHER] = ['095060001343521014', '095060001343521021'] as const;

const packs = (count: number): LotPack[] =>
	Array.from({ length: count }, (_, at) => ({
		serial: `S${at}`,
		firstCase: at % 3 === 0 ? OTHER : CASE,
	}));

const proofOf = (file: LotFile, serial: string): PackProof => {
	const proof = file.proof(serial);
	assert.ok(proof !== undefined);
	return proof;
};

const checks = (file: LotFile, serial: string, proof: PackProof): boolean =>
	checkPackProof(context, file.serials, file.quantity, serial, proof);

describe('the packs of a lot', () => {
	it('should each be proven by their own path, whatever the number of packs', () => {
		for (const count of [1, 2, 3, 8, 1_025, 3_000]) {
			const file = new LotFile(context, packs(count));
			assert.equal(file.quantity, count);
			for (const at of new Set([0, 1, 2, Math.floor(count / 2), count - 1])) {
				if (at < count) {
					assert.ok(checks(file, `S${at}`, proofOf(file, `S${at}`)), `${at} of ${count}`);
				}
			}
		}
	});

	it('should not be proven with anything else', () => {
		const file = new LotFile(context, packs(10));
		const proof = proofOf(file, 'S3');
		assert.ok(checks(file, 'S3', proof));
		assert.ok(!checks(file, 'S4', proof));
		for (const change of [
			{ lot: textArgument('L2') },
			{ firstCase: ssccArgument(CASE) },
			{ salt: `0x${'00'.repeat(32)}` as const },
			{ index: 4 },
			{ path: proof.path.slice(1) },
		]) {
			assert.ok(!checks(file, 'S3', { ...proof, ...change }), JSON.stringify(change));
		}
		const { quantity, serials } = file;
		assert.ok(!checkPackProof(context, serials, quantity + 1, 'S3', proof));
		const elsewhere = { ...context, chainId: `0x${'08'.repeat(32)}` };
		assert.ok(!checkPackProof(elsewhere, serials, quantity, 'S3', proof));
	});

	it('should have the lot that the label says, not the one that the proof says', () => {
		const file = new LotFile(context, packs(2));
		const other = { ...context, lot: 'L2' };
		assert.ok(!checkPackProof(other, file.serials, file.quantity, 'S1', proofOf(file, 'S1')));
	});

	it('should have salts of their own, fresh for every file', () => {
		const [file, again] = [new LotFile(context, packs(50)), new LotFile(context, packs(50))];
		const salts = [file, again].flatMap((each) =>
			packs(50).map(({ serial }) => proofOf(each, serial).salt),
		);
		assert.equal(new Set(salts).size, 100);
		assert.notEqual(file.serials.bytes, again.serials.bytes);
	});

	it('should be asked for one by one', () => {
		const file = new LotFile(context, packs(4));
		assert.equal(file.proof('S4'), undefined);
		assert.ok(file.has('S3') && !file.has('S4'));
		assert.deepEqual(file.firstCases, [OTHER, CASE]);
	});

	it('should be refused where one could be two, or none', () => {
		const pack = { serial: 'S', firstCase: CASE };
		assert.throws(() => new LotFile(context, [pack, pack]), /serial number "S" twice/);
		assert.throws(() => new LotFile(context, []), /a tree needs a leaf/);
		for (const bad of ['', 'a b', 'é', 'x'.repeat(21)]) {
			const packs = [{ serial: bad, firstCase: CASE }];
			assert.throws(() => new LotFile(context, packs), Gs1Error, bad);
		}
		const wrong = [{ serial: 'S', firstCase: CASE.replace(/4$/, '5') }];
		assert.throws(() => new LotFile(context, wrong), /check digit/);
		const short = (): Uint8Array => new Uint8Array(31);
		assert.throws(() => new LotFile(context, [pack], short), /a salt has 31 bytes/);
	});
});

describe('the file of a lot', () => {
	it('should be the same lot when it is read', async () => {
		const file = new LotFile({ ...context, algorithm: 'Blake2b_256' }, packs(7));
		const again = await LotFile.read(file.lines());
		assert.deepEqual(again.serials, file.serials);
		for (const { serial } of packs(7)) {
			assert.deepEqual(again.proof(serial), file.proof(serial));
		}
		assert.deepEqual([...again.lines()], [...file.lines()]);
	});

	it('should be refused where it was changed, cut or is none', async () => {
		const lines = [...new LotFile(context, packs(3)).lines()];
		const [head = '', first = ''] = lines;
		const refusals: [string[], number, RegExp][] = [
			[[], 0, /empty/],
			[[...lines.slice(0, -1)], 0, /2 packs instead of 3/],
			[[head, first.replace('S0', 'S9'), ...lines.slice(2)], 0, /have the root/],
			[[head, first, 'no JSON'], 3, /line 3/],
			[[head, '{"serial":"S0"}'], 2, /serial, firstCase and salt/],
			[[first, head], 1, /not the head/],
			[['{"galen":"lot","quantity":3}'], 1, /not the head/],
		];
		for (const [changed, line, message] of refusals) {
			await assert.rejects(LotFile.read(changed), (error) => {
				assert.ok(error instanceof LotFileError, String(error));
				assert.equal(error.line, line);
				assert.match(error.message, message);
				return true;
			});
		}
	});
});

describe('arguments', () => {
	it('should be what polkadot.js can’t misread', () => {
		assert.equal(ssccArgument(CASE), '95060001343521014');
		assert.equal(gtinArgument('4006381333931'), '4006381333931');
		// As text, polkadot.js would take this for one byte.
		assert.equal(textArgument('0x12'), '0x30783132');
		assert.deepEqual(packKey('09506000134352', 'S'), { gtin: '9506000134352', serial: '0x53' });
	});

	it('should be refused where they are no keys', () => {
		assert.throws(() => ssccArgument('95060001343521014'), Gs1Error);
		assert.throws(() => gtinArgument('09506000134353'), Gs1Error);
		assert.throws(() => textArgument('a b'), Gs1Error);
		assert.throws(() => packLeaf(context, 'S', '1', `0x${'00'.repeat(32)}`), Gs1Error);
	});

	it('should make leaves in which every part counts', () => {
		const salt = `0x${'05'.repeat(32)}`;
		const leaves = [
			packLeaf(context, 'S', CASE, salt),
			packLeaf({ ...context, algorithm: 'Blake2b_256' }, 'S', CASE, salt),
			packLeaf({ ...context, gtin: '4006381333931' }, 'S', CASE, salt),
			packLeaf({ ...context, lot: 'L1S' }, 'S', CASE, salt),
			packLeaf(context, 'T', CASE, salt),
			packLeaf(context, 'S', OTHER, salt),
			packLeaf(context, 'S', CASE, salt.replace('5', '6')),
		];
		assert.equal(new Set(leaves.map((leaf) => toHex(leaf))).size, leaves.length);
	});
});
