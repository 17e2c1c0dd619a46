// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
	explainTrace,
	Gs1Error,
	gtinOf,
	LabelError,
	LotFile,
	packLabel,
	ssccOf,
	type StandingReason,
	standingReasons,
	textOf,
	traceArguments,
	type TraceJson,
} from '../src/index.js';

const GTIN = '09506000134352';
const NOW = Date.UTC(2026, 10, 22);
const EXPIRY = Date.UTC(2028, 0, 1);
const LINK = `https://id.gs1.org/01/${GTIN}/10/L1/21/S1?17=271231`;

const file = new LotFile({ chainId: `0x${'07'.repeat(32)}`, gtin: GTIN, lot: 'L1' }, [
	{ serial: 'S1', firstCase: '095060001343521014' },
]);
const proof = file.proof('S1');

describe('labels', () => {
	it('should name the pack in each of their forms', () => {
		const label = { gtin: GTIN, serial: 'S1', lot: 'L1', expiry: EXPIRY };
		for (const scanned of [
			`(01)${GTIN}(17)271231(10)L1(21)S1`,
			`]d201${GTIN}1727123110L1\u001d21S1`,
			LINK,
			LINK.replace('id.gs1.org', 'pharma.example'),
		]) {
			assert.deepEqual(packLabel(scanned, NOW), label, scanned);
		}
		const bare = packLabel(`(01)${GTIN}(21)S1`, NOW);
		assert.deepEqual(bare, { gtin: GTIN, serial: 'S1', lot: undefined, expiry: undefined });
		// A month stands for its end.
		assert.equal(packLabel(`(01)${GTIN}(17)271200(21)S1`, NOW).expiry, EXPIRY);
	});

	it('should be refused where they name no pack', () => {
		assert.throws(() => packLabel(`(01)${GTIN}(10)L1`, NOW), LabelError);
		assert.throws(() => packLabel('(00)095060001343521014', NOW), LabelError);
		assert.throws(() => packLabel(`(01)${GTIN.replace(/2$/, '3')}(21)S1`, NOW), Gs1Error);
		assert.throws(() => packLabel('https://example.org/', NOW), Gs1Error);
	});
});

describe('the arguments of trace', () => {
	it('should be the label’s, with the proof if there is one', () => {
		const label = packLabel(LINK, NOW);
		assert.deepEqual(traceArguments(label), ['9506000134352', '0x4c31', '0x5331', null]);
		assert.deepEqual(traceArguments(label, proof)[3], proof);
	});

	it('should take the lot from the proof where the label has none', () => {
		const label = packLabel(`(01)${GTIN}(21)S1`, NOW);
		assert.deepEqual(traceArguments(label, proof)[1], '0x4c31');
		assert.throws(() => traceArguments(label), LabelError);
	});

	it('should keep the label’s lot where the proof has another: the chain decides', () => {
		const label = packLabel(`(01)${GTIN}(10)L2(21)S1`, NOW);
		assert.deepEqual(traceArguments(label, proof)[1], '0x4c32');
	});
});

const status: NonNullable<TraceJson['status']> = {
	standing: 'Available',
	reasons: 0,
	holder: 7,
	transit: null,
	steps: [{ from: 5, to: 7, received: NOW }],
	earlierSteps: 0,
};
const answer = (over: Partial<TraceJson>): TraceJson => ({
	pedigree: 'Proven',
	product: {},
	lot: { terms: { expiry: EXPIRY } },
	status,
	alert: null,
	...over,
});
const label = packLabel(LINK, NOW);
const alert = { kind: 'HeldElsewhere', holder: 7, claimant: 9, at: NOW, count: 2 };

describe('what a trace means', () => {
	it('should call a proven pack without reasons genuine', () => {
		const report = explainTrace(answer({}), label);
		assert.equal(report.verdict, 'genuine');
		assert.ok(report.mayBeSupplied);
		assert.equal(report.holder, 7);
		assert.deepEqual(report.sentences, [
			'Genuine: a pack with this number was commissioned with the lot.',
			'Institution 7 has it.',
			'Institution 7 received it from institution 5 on 2026-11-22.',
		]);
	});

	it('should never call genuine, nor let supply, what isn’t proven', () => {
		const verdicts: Record<string, string> = {
			Unproven: 'unproven',
			NotInLot: 'falsified',
			OtherLot: 'falsified',
			UnknownProduct: 'unproven',
			UnknownLot: 'unproven',
			Unsupported: 'unproven',
			SomethingNew: 'unproven',
		};
		for (const [pedigree, verdict] of Object.entries(verdicts)) {
			for (const more of [{ status: null }, {}]) {
				const report = explainTrace(answer({ pedigree, ...more }), label);
				assert.equal(report.verdict, verdict, pedigree);
				assert.ok(!report.mayBeSupplied);
				assert.doesNotMatch(report.sentences.join(' '), /genuine/i);
			}
		}
		assert.equal(explainTrace(answer({ status: null })).verdict, 'unproven');
	});

	it('should suspect what a pack of this number can’t be any more', () => {
		const bits: Record<StandingReason, [string, boolean]> = {
			PartiallyDispensed: ['genuine', true],
			InTransit: ['genuine', false],
			TelemetryGap: ['genuine', false],
			SensorInDoubt: ['genuine', false],
			InQuarantine: ['genuine', false],
			Excursion: ['genuine', false],
			Illegitimate: ['suspect', false],
			Expired: ['genuine', false],
			ProductWithdrawn: ['genuine', false],
			PackRecalled: ['genuine', false],
			LotRecalled: ['genuine', false],
			ProductRecalled: ['genuine', false],
			Decommissioned: ['suspect', false],
			Returned: ['suspect', false],
			Dispensed: ['suspect', false],
			Stolen: ['suspect', false],
			Destroyed: ['suspect', false],
		};
		Object.entries(bits).forEach(([name, [verdict, supplied]], at) => {
			const report = explainTrace(answer({ status: { ...status, reasons: 1 << at } }));
			assert.deepEqual(report.reasons, [name]);
			assert.deepEqual([report.verdict, report.mayBeSupplied], [verdict, supplied], name);
		});
		assert.deepEqual(standingReasons(0b10001), ['PartiallyDispensed', 'InQuarantine']);
		assert.throws(() => standingReasons(1 << 17), RangeError);
	});

	it('should suspect what was seen in two places', () => {
		const proven = explainTrace(answer({ alert }));
		assert.deepEqual([proven.verdict, proven.mayBeSupplied], ['suspect', false]);
		assert.match(
			proven.sentences[1] ?? '',
			/two places 2 times, .*institution 7 has .* institution 9 claimed/,
		);
		const unproven = explainTrace(answer({ pedigree: 'Unproven', status: null, alert }));
		assert.equal(unproven.verdict, 'suspect');
		const falsified = explainTrace(answer({ pedigree: 'NotInLot', status: null, alert }));
		assert.equal(falsified.verdict, 'falsified');
	});

	it('should suspect a label that says another expiry than the lot', () => {
		const longer = packLabel(LINK.replace('271231', '281231'), NOW);
		const report = explainTrace(answer({}), longer);
		assert.deepEqual([report.verdict, report.mayBeSupplied], ['suspect', false]);
		assert.match(report.sentences[1] ?? '', /expires on 2028-12-31, the lot on 2027-12-31/);
	});

	it('should tell of a shipment and of handovers that aren’t listed', () => {
		const transit = { from: 5, to: 7 };
		const { sentences } = explainTrace(
			answer({ status: { ...status, transit, reasons: 2, earlierSteps: 3 } }),
		);
		assert.ok(sentences.includes('Institution 5 has shipped it to institution 7.'));
		assert.ok(sentences.includes('3 handovers before those that follow.'));
	});
});

describe('what the chain answers', () => {
	it('should be read as text and keys', () => {
		assert.equal(textOf('0x4c31'), 'L1');
		assert.equal(ssccOf(`0x${95060001343521014n.toString(16)}`), '095060001343521014');
		assert.equal(gtinOf(9506000134352), GTIN);
	});
});
