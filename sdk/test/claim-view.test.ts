// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
	balances,
	claimExplanation,
	claimIdOf,
	type Explanation,
	explanationToFhir,
	parseFhir,
	PEND_REASONS,
	pendReasons,
	remittanceAdvice,
	remittedClaim,
} from '../src/index.js';

const CREATED = Date.parse('2031-05-06T08:00:00Z');
const PATIENT = `0x${'0a'.repeat(32)}`;

/** What polkadot.js makes of the chain's answer: 235.40 less 20.00 at 80 %, and a line denied. */
const answer = (over: object = {}, first: object = {}): Record<string, unknown> => ({
	claim: { coverage: 5, period: 0, number: 3 },
	patient: PATIENT,
	kind: 'Pharmacy',
	provider: 9,
	payer: 4,
	plan: 2,
	rules: 1,
	order: 1,
	currency: 756,
	created: CREATED,
	status: 'Decided',
	waitsFor: { bits: 0 },
	outcome: 'Partial',
	lines: [
		{
			sequence: 1,
			category: 'Pharmacy',
			serviced: CREATED - 1,
			quantity: 2,
			evidence: { dispense: 21 },
			charge: 23_540,
			outcome: 'Approved',
			eligible: 23_540,
			benefit: 17_232,
			patient: 6_308,
			provider: 0,
			prior: 0,
			denial: null,
			adjustments: [
				{ reason: 'Copay', amount: 2_000 },
				{ reason: 'Coinsurance', amount: '0x000000000000000000000000000010d4' },
			],
			...first,
		},
		{
			sequence: 2,
			category: 'Consultation',
			serviced: CREATED - 1,
			quantity: 1,
			evidence: { encounter: 31 },
			charge: 10_000,
			outcome: 'Denied',
			eligible: 0,
			benefit: 0,
			patient: 0,
			provider: 10_000,
			prior: 0,
			denial: 'NotMedicallyNecessary',
			adjustments: [{ reason: 'NotMedicallyNecessary', amount: 10_000 }],
		},
	],
	charge: 33_540,
	benefit: 17_232,
	patientPays: 6_308,
	payment: {
		paid: 17_232,
		recovered: 0,
		funded: 0,
		queued: 0,
		reversed: 0,
		at: CREATED,
		remittance: null,
	},
	decided: { by: null, at: CREATED },
	appealUntil: CREATED + 1,
	reviews: 0,
	underAppeal: false,
	reversedEvidence: null,
	...over,
});

const explained = (over: object = {}, first: object = {}): Explanation => {
	const found = claimExplanation(answer(over, first));
	assert.ok(found !== null);
	return found;
};

const payment = (over: object): object => ({
	payment: { ...(answer()['payment'] as object), ...over },
});

const reference = (target: object): string => {
	const [[kind = '', id] = []] = Object.entries(target);
	return `${kind}/${id}`;
};

describe('what the chain explains of a claim', () => {
	it('should be read with names and exact amounts', () => {
		const found = explained();
		assert.deepEqual(found.claim, { coverage: 5, period: 0, number: 3 });
		assert.deepEqual(found.lines[0]?.evidence, { kind: 'Dispense', id: 21n });
		assert.deepEqual(found.lines[0]?.adjustments, [
			{ reason: 'Copay', amount: 2_000n },
			{ reason: 'Coinsurance', amount: 4_308n },
		]);
		assert.deepEqual(found.waitsFor, []);
		assert.deepEqual([found.benefit, found.patientPays], [17_232n, 6_308n]);
		assert.deepEqual(found.decided, { by: null, at: CREATED });
		const codec = { toJSON: () => answer() };
		assert.deepEqual(claimExplanation(codec), found);
		assert.equal(claimExplanation(null), null);
		assert.equal(claimExplanation({ toJSON: () => null }), null);
		assert.deepEqual(claimIdOf({ coverage: '0x05', period: 0, number: 3 }), found.claim);
	});

	it('should be read whatever the case of its names', () => {
		const lower = answer({ kind: 'pharmacy', status: 'decided', outcome: 'partial' });
		assert.deepEqual(claimExplanation(lower), explained());
	});

	it('should say what it waits for', () => {
		const waits = explained({
			status: 'Pended',
			outcome: null,
			decided: null,
			waitsFor: { bits: 0b100_0001 },
		});
		assert.deepEqual(waits.waitsFor, ['EvidenceUnconfirmed', 'HighAmount']);
		assert.deepEqual(pendReasons((1 << PEND_REASONS.length) - 1), [...PEND_REASONS]);
		assert.throws(() => pendReasons(1 << PEND_REASONS.length), RangeError);
	});

	it('should be refused where a part of it is none', () => {
		const table: [object, object, RegExp][] = [
			[{ kind: 'Massage' }, {}, /kind is "Massage", none of/],
			[{ lines: {} }, {}, /lines is no list/],
			[{ benefit: -1.5 }, {}, /benefit is no number/],
			[{ patient: 'me' }, {}, /patient is no bytes/],
			[{ claim: 7 }, {}, /the claim is no object/],
			[{ waitsFor: { bits: 1 << 15 } }, {}, /stand for nothing/],
			[{}, { evidence: { oath: 1 } }, /lines\[0\].evidence is "oath"/],
			[{}, { adjustments: [{ reason: 'Whim', amount: 1 }] }, /adjustments\[0\].reason/],
		];
		for (const [over, first, reason] of table) {
			assert.throws(() => claimExplanation(answer(over, first)), reason);
		}
	});
});

describe('an ExplanationOfBenefit', () => {
	const written = (found: Explanation): Record<string, unknown> =>
		JSON.parse(explanationToFhir(found, { reference })) as Record<string, unknown>;

	it('should tell a patient all of it', () => {
		const source = explanationToFhir(explained(), {
			reference,
			service: ({ sequence }) => (sequence === 2 ? { text: 'a visit' } : undefined),
		});
		assert.equal(parseFhir(source).resourceType, 'ExplanationOfBenefit');
		// All of the currency's decimals.
		assert.match(source, /"value":235\.40,"currency":"CHF"/);
		const found = JSON.parse(source) as Record<string, unknown>;
		const { item, total, payment: paid, ...head } = found;
		assert.deepEqual(head, {
			resourceType: 'ExplanationOfBenefit',
			identifier: [{ system: 'urn:galen:claim', value: '5/0/3' }],
			status: 'active',
			type: {
				coding: [
					{
						system: 'http://terminology.hl7.org/CodeSystem/claim-type',
						code: 'pharmacy',
					},
				],
			},
			use: 'claim',
			patient: { reference: `Patient/${PATIENT}` },
			created: '2031-05-06T08:00:00.000Z',
			insurer: { reference: 'Institution/4' },
			provider: { reference: 'Institution/9' },
			outcome: 'complete',
			disposition: 'Partial',
			insurance: [{ focal: true, coverage: { reference: 'Coverage/5' } }],
		});
		const codes = (list: unknown): [string, number][] =>
			(
				list as {
					category: { coding: { code: string }[] };
					amount: { value: number };
				}[]
			).map(({ category, amount }) => [category.coding[0]?.code ?? '', amount.value]);
		assert.deepEqual(codes(total), [
			['submitted', 335.4],
			['copay', 20],
			['PR', 63.08],
			['benefit', 172.32],
		]);
		const lines = item as { adjudication: unknown; productOrService: object }[];
		assert.deepEqual(codes(lines[0]?.adjudication), [
			['submitted', 235.4],
			['eligible', 235.4],
			['copay', 20],
			['PR', 43.08],
			['benefit', 172.32],
		]);
		assert.deepEqual(codes(lines[1]?.adjudication).at(-2), ['CO', 100]);
		assert.ok('extension' in (lines[0]?.productOrService ?? {}), 'masked');
		assert.deepEqual(lines[1]?.productOrService, { text: 'a visit' });
		assert.deepEqual((paid as { amount: object }).amount, { value: 172.32, currency: 'CHF' });
	});

	it('should say that a claim waits, was taken back, or waits for money', () => {
		const waits = written(
			explained(
				{
					status: 'Pended',
					outcome: null,
					decided: null,
					waitsFor: { bits: 1 },
					...payment({ paid: 0, at: null }),
				},
				{ outcome: null },
			),
		);
		assert.deepEqual(
			[waits['outcome'], waits['disposition'], waits['payment']],
			['queued', 'Pended', undefined],
		);
		assert.match(JSON.stringify(waits['processNote']), /waits: EvidenceUnconfirmed/);
		const reversed = written(explained({ status: 'Reversed' }));
		assert.deepEqual([reversed['status'], reversed['disposition']], ['cancelled', 'Reversed']);
		const partly = written(explained(payment({ paid: 7_232, queued: 10_000 })));
		assert.match(JSON.stringify(partly['payment']), /"code":"partial"/);
	});
});

describe('a claim in a remittance advice', () => {
	const advice = (found: Explanation): string =>
		remittanceAdvice({
			payer: { institution: found.payer },
			payee: { institution: found.provider },
			currency: found.currency,
			trace: 'TEST',
			paidAt: CREATED,
			claims: [remittedClaim(found)],
		}).text;

	it('should balance, whatever became of it', () => {
		const paid = advice(explained());
		assert.ok(balances(paid).balanced);
		assert.match(paid, /^CLP\*5\/0\/3\*1\*335.4\*172.32\*63.08\*ZZ\*5\/0\/3~$/m);
		assert.match(paid, /^CAS\*CO\*50\*100~$/m);
		assert.match(advice(explained({ order: 2 })), /^CLP\*5\/0\/3\*2\*/m);
		const back = advice(explained({ status: 'Reversed', ...payment({ reversed: 17_232 }) }));
		assert.ok(balances(back).balanced);
		assert.match(back, /^CLP\*5\/0\/3\*22\*-335.4\*-172.32\*\*ZZ\*5\/0\/3~$/m);
		assert.match(back, /^PLB\*9\*20311231\*FB:TEST\*-172.32~$/m);
		const setOff = explained(payment({ paid: 0, recovered: 17_232 }));
		assert.equal(remittedClaim(setOff).lines[0]?.paid, 17_232n);
	});

	it('should say that it was denied', () => {
		const denied = explained(
			{ outcome: 'Denied', benefit: 0, patientPays: 0, ...payment({ paid: 0 }) },
			{
				benefit: 0,
				outcome: 'Denied',
				adjustments: [{ reason: 'OutOfNetwork', amount: 23_540 }],
			},
		);
		assert.equal(remittedClaim(denied).status, 'Denied');
		assert.match(advice(denied), /^BPR\*H\*0\*C\*NON~$/m);
	});

	it('should be refused while it isn’t settled', () => {
		for (const [over, reason] of [
			[{ status: 'Pended', outcome: null }, /isn't decided/],
			[payment({ paid: 0, queued: 17_232 }), /comes to 17232, of which 0 is settled/],
			[{ status: 'Cancelled' }, /isn't decided/],
		] as const) {
			assert.throws(() => remittedClaim(explained(over)), reason);
		}
	});
});
