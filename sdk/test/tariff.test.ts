// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
	type BenefitCategory,
	checkTariffProof,
	codeCommitment,
	digest,
	TariffFile,
	TariffFileError,
	type TariffItem,
	tariffLeaf,
	toHex,
} from '../src/index.js';

const context = { chainId: `0x${'07'.repeat(32)}`, payer: 4, plan: 2, version: 1 } as const;
const items: TariffItem[] = [
	{ system: 'urn:oid:2.16.756', code: 'A1', category: 'Consultation', unitPrice: 12_000n },
	{ code: 'A1', category: 'Consultation', unitPrice: 11_000n },
	{ system: 'urn:oid:2.16.756', code: 'B2', category: 'Pharmacy', unitPrice: 550n },
];

describe('a fee schedule', () => {
	it('should prove each of its prices, and none that it hasn’t', () => {
		const file = new TariffFile(context, items);
		assert.equal(file.tariff.count, 3);
		for (const item of items) {
			const entry = file.find(item);
			assert.ok(entry !== undefined);
			const { category, unitPrice, digest: code, proof } = entry;
			assert.equal(unitPrice, item.unitPrice);
			const checks = (over: object, named = code, kind = category): boolean =>
				checkTariffProof(context, file.tariff, named, kind, { ...proof, ...over });
			assert.ok(checks({}));
			assert.ok(!checks({ unitPrice: (unitPrice + 1n).toString() }));
			assert.ok(!checks({ index: (proof.index + 1) % 3 }));
			assert.ok(!checks({ path: proof.path.slice(1) }));
			assert.ok(!checks({}, digest('Sha2_256', `0x${'01'.repeat(32)}`)));
			assert.ok(!checks({}, code, 'Surgical'));
			const another = { ...context, version: 2 };
			assert.ok(!checkTariffProof(another, file.tariff, code, category, proof));
		}
		assert.equal(file.find({ system: 'urn:oid:2.16.756', code: 'C3' }), undefined);
	});

	it('should name codes by digests that only its salts open', () => {
		const [file, again] = [new TariffFile(context, items), new TariffFile(context, items)];
		for (const item of items) {
			const entry = file.find(item);
			assert.ok(entry !== undefined);
			assert.notEqual(entry.digest.bytes, again.find(item)?.digest.bytes);
			const { chainId, payer: institution } = context;
			const opened = codeCommitment({ chainId, institution }, entry.salt, item);
			assert.equal(toHex(opened), entry.digest.bytes);
		}
	});

	it('should be the same when it is read, and be refused where it was changed', () => {
		const file = new TariffFile({ ...context, algorithm: 'Blake2b_256' }, items);
		const lines = [...file.lines()];
		const again = TariffFile.read(lines);
		assert.deepEqual(again.tariff, file.tariff);
		assert.deepEqual([...again.lines()], lines);
		assert.deepEqual(again.find({ code: 'A1' }), file.find({ code: 'A1' }));
		const [head = '', first = ''] = lines;
		const refusals: [string[], number, RegExp][] = [
			[[], 0, /empty/],
			[lines.slice(0, -1), 0, /2 prices instead of 3/],
			[lines.with(1, first.replace('12000', '12001')), 0, /have the root/],
			[lines.with(1, first.replace('Consultation', 'Massage')), 2, /category/],
			[lines.with(1, 'no JSON'), 2, /no JSON object/],
			[lines.with(0, first), 1, /not the head/],
			[[head.replace('"payer":4', '"payer":"4"')], 1, /not the head/],
		];
		for (const [changed, line, reason] of refusals) {
			assert.throws(
				() => TariffFile.read(changed),
				(error) => {
					assert.ok(error instanceof TariffFileError, String(error));
					assert.equal(error.line, line);
					assert.match(error.reason, reason);
					return true;
				},
			);
		}
	});

	it('should be refused where a code has two prices, or a price is none', () => {
		const [item] = items as [TariffItem];
		assert.throws(() => new TariffFile(context, [item, item]), /twice/);
		assert.throws(() => new TariffFile(context, []), /a tree needs a leaf/);
		const made = (over: Partial<TariffItem>): TariffFile =>
			new TariffFile(context, [{ ...item, ...over }]);
		assert.throws(() => made({ unitPrice: -1n }), /no 128-bit number/);
		assert.throws(() => made({ unitPrice: 1n << 128n }), /no 128-bit number/);
		assert.throws(() => made({ category: 'Massage' as BenefitCategory }), /none of/);
	});

	it('should have leaves in which every part counts', () => {
		const code = digest('Sha2_256', `0x${'01'.repeat(32)}`);
		const leaves = [
			tariffLeaf(context, code, 'Vision', 1n),
			tariffLeaf({ ...context, algorithm: 'Blake2b_256' }, code, 'Vision', 1n),
			tariffLeaf({ ...context, payer: 5 }, code, 'Vision', 1n),
			tariffLeaf({ ...context, plan: 5 }, code, 'Vision', 1n),
			tariffLeaf({ ...context, version: 5 }, code, 'Vision', 1n),
			tariffLeaf(context, { ...code, algorithm: 'Blake2b_256' }, 'Vision', 1n),
			tariffLeaf(context, code, 'Dialysis', 1n),
			tariffLeaf(context, code, 'Vision', (1n << 64n) + 1n),
		];
		assert.equal(new Set(leaves.map((leaf) => toHex(leaf))).size, leaves.length);
	});
});
