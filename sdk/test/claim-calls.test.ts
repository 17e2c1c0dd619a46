// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
	BENEFIT_CATEGORIES,
	type BenefitCategory,
	canonicalize,
	CLAIM_SYSTEMS,
	ClaimError,
	type ClaimErrorCode,
	claimFromFhir,
	type ClaimOptions,
	type ClaimTerms,
	digest,
	evidenceOf,
	fieldCommitment,
	formatClaimId,
	parseClaimId,
	toHex,
} from '../src/index.js';

type Fields = Record<string, unknown>;

const NOW = Date.parse('2031-05-06T00:00:00Z');
const context = { chainId: `0x${'07'.repeat(32)}`, institution: 9 } as const;
const PATIENT = `0x${'0a'.repeat(32)}` as const;
const SALT = `0x${'05'.repeat(32)}` as const;
const RECORD = `0x${'0b'.repeat(32)}` as const;
const CODE = digest('Sha2_256', `0x${'0c'.repeat(32)}`);

const options: ClaimOptions = {
	context,
	references: {
		'Patient/p': { Patient: PATIENT },
		'Organization/pharmacy': { Institution: 9 },
		'Organization/other': { Institution: 8 },
		'Organization/payer': { Institution: 4 },
		'Coverage/1': { Coverage: 5 },
		'Coverage/2': { Coverage: 6 },
		'ClaimResponse/1': { Claim: { coverage: 6, period: 0, number: 2 } },
		'MedicationDispense/1': { Evidence: { Dispense: 21 }, salt: SALT },
		'MedicationDispense/2': { Evidence: { Dispense: 22 }, salt: SALT },
		'Encounter/1': { Evidence: { Encounter: 31 } },
		'Encounter/2': { Evidence: { Encounter: 32 } },
		'DocumentReference/1': { Record: RECORD },
		'DocumentReference/2': null,
		'ResearchStudy/1': { Study: 3 },
		'urn:npi|1234': { Institution: 9 },
	},
	now: NOW,
	salts: () => SALT,
};

const money = (value: number | string, currency = 'CHF'): Fields => ({
	// A number that JSON.stringify would write otherwise.
	value: typeof value === 'string' ? `#${value}#` : value,
	currency,
});
const coded = (code: string, system?: string): Fields => ({ coding: [{ system, code }] });
const category = (name: string): Fields => coded(name, CLAIM_SYSTEMS.category);
const evidence = (reference: string): Fields => ({
	url: CLAIM_SYSTEMS.evidence,
	valueReference: { reference },
});

const item = (over: Fields = {}): Fields => ({
	sequence: 1,
	extension: [evidence('MedicationDispense/1')],
	category: category('Pharmacy'),
	productOrService: coded('7680123450011', 'urn:oid:2.51.1.1'),
	servicedDate: '2031-05-05',
	quantity: { value: 2 },
	unitPrice: money('117.70'),
	net: money('235.40'),
	...over,
});

const insurance = (over: Fields = {}): Fields => ({
	sequence: 1,
	focal: true,
	coverage: { reference: 'Coverage/1' },
	...over,
});

const claim = (over: Fields = {}): string =>
	JSON.stringify({
		resourceType: 'Claim',
		status: 'active',
		type: coded('pharmacy', CLAIM_SYSTEMS.type),
		use: 'claim',
		patient: { reference: 'Patient/p' },
		created: '2031-05-06',
		insurer: { reference: 'Organization/payer' },
		provider: { reference: 'Organization/pharmacy' },
		priority: coded('normal'),
		insurance: [insurance()],
		item: [item()],
		total: money('235.40'),
		...over,
	}).replaceAll(/"#([^#]*)#"/g, '$1');

const submitted = (source: string, more: Partial<ClaimOptions> = {}): ClaimTerms => {
	const converted = claimFromFhir(source, { ...options, ...more });
	assert.equal(converted.use, 'claim');
	return (converted as typeof converted & { use: 'claim' }).terms;
};

function refusal(
	source: string,
	more: Partial<ClaimOptions> = {},
): [ClaimErrorCode, string, string] {
	try {
		claimFromFhir(source, { ...options, ...more });
	} catch (error) {
		assert.ok(error instanceof ClaimError, String(error));
		assert.equal(error.message, `${error.path} ${error.reason}`);
		return [error.code, error.path, error.reason];
	}
	throw new Error('accepted');
}

describe('a FHIR Claim', () => {
	it('should become the call that submits it', () => {
		const converted = claimFromFhir(claim(), options);
		const path = '/item/0/productOrService';
		const value = canonicalize(JSON.stringify(coded('7680123450011', 'urn:oid:2.51.1.1')));
		assert.deepEqual(converted, {
			use: 'claim',
			patient: PATIENT,
			insurer: 4,
			codes: [{ sequence: 1, path, value, salt: SALT }],
			offChain: canonicalize(claim()),
			terms: {
				coverage: 5,
				kind: 'Pharmacy',
				currency: 756,
				total: '23540',
				prior: null,
				lines: [
					{
						sequence: 1,
						category: 'Pharmacy',
						code: digest('Sha2_256', fieldCommitment(context, SALT, path, value)),
						serviced: Date.parse('2031-05-05'),
						quantity: 2,
						unitPrice: '11770',
						net: '23540',
						evidence: { Dispense: 21 },
						salt: SALT,
						preauth: null,
						study: null,
						tariff: null,
					},
				],
				supporting: [],
			},
		});
	});

	it('should say what it leaves open as FHIR does: one piece, no net, no total', () => {
		const one = item({ quantity: undefined, net: undefined });
		const terms = submitted(claim({ item: [one], total: undefined }));
		assert.equal(terms.total, '11770');
		assert.deepEqual(
			terms.lines.map(({ quantity, net }) => [quantity, net]),
			[[1, '11770']],
		);
	});

	it('should take the factor into the price', () => {
		const priced = item({ factor: '#0.9#', net: money('211.86') });
		const terms = submitted(
			claim({ item: [priced], total: money('211.86') }).replace('"#0.9#"', '0.9'),
		);
		assert.equal(terms.lines[0]?.unitPrice, '10593');
	});

	it('should count in the decimals of its currency', () => {
		const yen = item({ unitPrice: money(1_200, 'JPY'), net: money('2400.00', 'JPY') });
		const terms = submitted(claim({ item: [yen], total: money(2_400, 'JPY') }));
		assert.deepEqual([terms.currency, terms.total], [392, '2400']);
	});

	it('should be one for each provider, however it is named', () => {
		const identifier = { system: 'urn:npi', value: '1234' };
		assert.deepEqual(submitted(claim({ provider: { identifier } })), submitted(claim()));
		const map = new Map(Object.entries(options.references));
		assert.deepEqual(submitted(claim(), { references: map }), submitted(claim()));
		const asked: string[] = [];
		submitted(claim(), {
			references: ({ path, reference }) => {
				asked.push(path);
				return map.get(reference ?? '');
			},
		});
		assert.deepEqual(asked, [
			'Claim.patient',
			'Claim.provider',
			'Claim.insurer',
			'Claim.insurance[0].coverage',
			'Claim.item[0].extension[0].valueReference',
		]);
	});

	it('should know categories by the chain’s names and by FHIR’s', () => {
		const categoryOf = (code: string, system: string): BenefitCategory | undefined => {
			const found = item({
				category: coded(code, system),
				extension: [evidence('Encounter/1')],
			});
			return submitted(claim({ item: [found] })).lines[0]?.category;
		};
		for (const name of BENEFIT_CATEGORIES) {
			if (evidenceOf(name) === 'Encounter') {
				assert.equal(categoryOf(name, CLAIM_SYSTEMS.category), name);
			}
		}
		assert.equal(categoryOf('5', CLAIM_SYSTEMS.benefitCategory), 'DiagnosticLab');
		assert.equal(categoryOf('49', CLAIM_SYSTEMS.benefitCategory), 'HospitalInpatient');
	});

	it('should take the moment of a service as exactly as it is said', () => {
		const serviced = (over: Fields, zone?: string): number | undefined => {
			const found = item({ servicedDate: undefined, ...over });
			const more = zone === undefined ? {} : { zone };
			return submitted(claim({ item: [found] }), more).lines[0]?.serviced;
		};
		const start = '2031-05-05T10:30:00+02:00';
		assert.equal(serviced({ servicedPeriod: { start } }), Date.parse('2031-05-05T08:30:00Z'));
		assert.equal(serviced({ servicedDate: '2031-05-05' }), Date.parse('2031-05-05T00:00:00Z'));
		assert.equal(
			serviced({ servicedDate: '2031-05-05' }, '+02:00'),
			Date.parse('2031-05-04T22:00:00Z'),
		);
	});

	it('should name an encounter as R4 does, and evidence by the extension where both are there', () => {
		const visit = { category: category('Consultation'), extension: undefined };
		const named = item({ ...visit, encounter: [{ reference: 'Encounter/1' }] });
		assert.deepEqual(submitted(claim({ item: [named] })).lines[0]?.evidence, { Encounter: 31 });
		const both = item({ encounter: [{ reference: 'Encounter/1' }] });
		assert.deepEqual(submitted(claim({ item: [both] })).lines[0]?.evidence, { Dispense: 21 });
	});

	it('should name the claim that was answered before it, and what supports it', () => {
		const terms = submitted(
			claim({
				insurance: [
					insurance({
						focal: false,
						coverage: { reference: 'Coverage/2' },
						claimResponse: { reference: 'ClaimResponse/1' },
					}),
					insurance({ sequence: 2 }),
				],
				supportingInfo: [
					{ sequence: 1, valueReference: { reference: 'DocumentReference/1' } },
					{ sequence: 2, valueReference: { reference: 'DocumentReference/2' } },
					{ sequence: 3, valueString: 'free text stays' },
				],
				item: [
					item({
						informationSequence: [1, 3],
						extension: [
							evidence('MedicationDispense/1'),
							{
								url: CLAIM_SYSTEMS.study,
								valueReference: { reference: 'ResearchStudy/1' },
							},
						],
					}),
				],
			}),
		);
		assert.deepEqual(terms.prior, { coverage: 6, period: 0, number: 2 });
		assert.deepEqual(terms.supporting, [RECORD]);
		assert.equal(terms.lines[0]?.study, 3);
	});

	it('should use a preauthorisation, with the code that it names', () => {
		const preauth = { url: CLAIM_SYSTEMS.preauthorization, valueString: '5/0/3#2' };
		const terms = submitted(
			claim({
				insurance: [insurance({ preAuthRef: ['5/0/3'] })],
				item: [item({ extension: [evidence('MedicationDispense/1'), preauth] })],
			}),
			{ codes: ({ preauth: of }) => (of?.line === 2 ? { digest: CODE } : undefined) },
		);
		assert.deepEqual(terms.lines[0]?.preauth, { period: 0, number: 3, line: 2 });
		assert.equal(terms.lines[0]?.code, CODE);
	});

	it('should take the code and the price from the payer’s schedule where that has them', () => {
		const proof = { unitPrice: '11000', index: 0, path: [] };
		const converted = claimFromFhir(claim(), {
			...options,
			codes: ({ codings, category: of }) =>
				of === 'Pharmacy' && codings[0]?.code === '7680123450011'
					? { digest: CODE, proof }
					: undefined,
		});
		assert.ok(converted.use === 'claim');
		assert.deepEqual(
			converted.terms.lines.map(({ code, tariff }) => [code, tariff]),
			[[CODE, proof]],
		);
		assert.deepEqual(converted.codes, []);
	});

	it('should commit under salts of their own, where none are given', () => {
		const { salts: _, ...without } = options;
		const [one, another] = [claimFromFhir(claim(), without), claimFromFhir(claim(), without)];
		assert.notEqual(one.codes[0]?.salt, another.codes[0]?.salt);
		const [line] = (one.terms as ClaimTerms).lines;
		const [opened] = one.codes;
		assert.ok(line !== undefined && opened !== undefined);
		const again = fieldCommitment(context, opened.salt, opened.path, opened.value);
		assert.equal(toHex(again), line.code.bytes);
	});

	it('should become the request of a preauthorisation, which has no evidence yet', () => {
		const planned = item({ extension: undefined, servicedDate: undefined });
		const converted = claimFromFhir(
			claim({
				use: 'preauthorization',
				billablePeriod: { start: '2031-06-01' },
				item: [planned],
			}),
			options,
		);
		assert.ok(converted.use === 'preauthorization');
		const [opened] = converted.codes;
		assert.ok(opened !== undefined);
		assert.deepEqual(converted.terms, {
			coverage: 5,
			kind: 'Pharmacy',
			currency: 756,
			planned: Date.parse('2031-06-01'),
			lines: [
				{
					sequence: 1,
					category: 'Pharmacy',
					code: digest(
						'Sha2_256',
						fieldCommitment(context, SALT, opened.path, opened.value),
					),
					quantity: 2,
					amount: '23540',
				},
			],
		});
		assert.equal(
			claimFromFhir(claim({ use: 'predetermination' }), options).use,
			'predetermination',
		);
	});

	it('should be refused with the place and the reason', () => {
		const two = (over: Fields): Fields[] => [
			item(),
			item({ sequence: 2, extension: [evidence('MedicationDispense/2')], ...over }),
		];
		const nine = Array.from({ length: 9 }, (_, at) => item({ sequence: at + 1 }));
		const preauth = (valueString: string): Fields[] => [
			item({
				extension: [
					evidence('MedicationDispense/1'),
					{ url: CLAIM_SYSTEMS.preauthorization, valueString },
				],
			}),
		];
		const table: [Fields, ClaimErrorCode, string, RegExp][] = [
			[{ resourceType: 'Coverage' }, 'not-a-claim', '', /not a resource of type Claim/],
			[{ status: 'draft' }, 'status', '.status', /"draft"/],
			[{ status: undefined }, 'required', '.status', /missing/],
			[{ use: 'exploration' }, 'use', '.use', /"exploration"/],
			[{ type: coded('massage') }, 'kind', '.type', /massage/],
			[{ implicitRules: 'urn:x' }, 'modifier', '.implicitRules', /meaning/],
			[{ modifierExtension: [] }, 'modifier', '.modifierExtension', /meaning/],
			[{ items: [] }, 'unknown-element', '.items', /no element/],
			[{ patient: { reference: 'Patient/q' } }, 'unresolved', '.patient', /Patient\/q/],
			[{ patient: {} }, 'required', '.patient.reference', /missing/],
			[
				{ patient: { reference: 'Coverage/1' } },
				'wrong-target',
				'.patient',
				/a coverage, not to a patient/,
			],
			[
				{ provider: { reference: 'Organization/other' } },
				'wrong-target',
				'.provider',
				/institution 8, and institution 9 claims/,
			],
			[{ payee: { type: coded('subscriber') } }, 'not-expressible', '.payee', /provider/],
			[{ insurance: [] }, 'required', '.insurance', /missing/],
			[{ insurance: [insurance({ focal: false })] }, 'focal', '.insurance', /has 0 focal/],
			[
				{ insurance: [insurance(), insurance({ sequence: 2 })] },
				'focal',
				'.insurance',
				/has 2 focal/,
			],
			[
				{ insurance: [insurance({ sequence: 2 })] },
				'sequence',
				'.insurance[0].sequence',
				/is 2 instead of 1/,
			],
			[{ item: [] }, 'required', '.item', /missing/],
			[{ item: nine }, 'too-many', '.item', /9 items/],
			[{ item: [item({ sequence: 0 })] }, 'malformed', '.item[0].sequence', /positive/],
			[{ item: two({ sequence: 3 }) }, 'sequence', '.item[1].sequence', /is 3 instead of 2/],
			[{ item: two({ sequence: 1 }) }, 'sequence', '.item[1].sequence', /is 1 instead of 2/],
			[
				{ item: [item({ diagnosisSequence: [1] })], diagnosis: [{ sequence: 2 }] },
				'dangling',
				'.item[0].diagnosisSequence[0]',
				/no diagnosis has it/,
			],
			[
				{ item: [item({ detail: [{ sequence: 1 }] })] },
				'not-expressible',
				'.item[0].detail',
				/each as an item/,
			],
			[
				{ item: [item({ category: coded('30', CLAIM_SYSTEMS.benefitCategory) })] },
				'category',
				'.item[0].category',
				/ex-benefitcategory\|30/,
			],
			[
				{ item: [item({ category: coded('Pharmacy') })] },
				'category',
				'.item[0].category',
				/has \|Pharmacy/,
			],
			[
				{ item: [item({ quantity: { value: 1.5 } })] },
				'quantity',
				'.item[0].quantity.value',
				/is 1.5/,
			],
			[
				{ item: [item({ quantity: { value: 0 } })] },
				'quantity',
				'.item[0].quantity.value',
				/is 0/,
			],
			[
				{ item: [item({ quantity: { value: -1 } })] },
				'quantity',
				'.item[0].quantity.value',
				/is -1/,
			],
			[
				{ item: [item({ unitPrice: money('0.00') })] },
				'amount',
				'.item[0].unitPrice.value',
				/nothing/,
			],
			[
				{ item: [item({ unitPrice: money('-1.00') })] },
				'amount',
				'.item[0].unitPrice.value',
				/less than nothing/,
			],
			[
				{ item: [item({ unitPrice: money('117.705') })] },
				'amount',
				'.item[0].unitPrice.value',
				/CHF has 2 decimals/,
			],
			[
				{ item: [item({ factor: 0.333 })] },
				'amount',
				'.item[0].unitPrice.value',
				/CHF has 2 decimals/,
			],
			[
				{ item: [item({ net: money('235.41') })] },
				'net',
				'.item[0].net.value',
				/is 235.41, but the item comes to 235.40/,
			],
			[{ total: money('235.39') }, 'total', '.total.value', /come to 235.40/],
			[
				{ total: money('235.40', 'EUR') },
				'currency',
				'.total.currency',
				/is EUR, and Claim.item\[0\].unitPrice.currency is CHF/,
			],
			[
				{ item: [item({ net: money('235.40', 'USD') })] },
				'currency',
				'.item[0].net.currency',
				/is USD/,
			],
			[
				{ item: [item({ unitPrice: money('1', 'XAU') })] },
				'currency',
				'.item[0].unitPrice.currency',
				/no currency/,
			],
			[
				{ item: [item({ unitPrice: { value: 1 } })] },
				'required',
				'.item[0].unitPrice.currency',
				/missing/,
			],
			[
				{ item: [item({ servicedDate: undefined })] },
				'required',
				'.item[0].serviced',
				/missing/,
			],
			[
				{ item: [item({ servicedDate: '2031-05-32' })] },
				'bad-date',
				'.item[0].servicedDate',
				/no date/,
			],
			[
				{ item: [item({ servicedDate: '2031-05-07' })] },
				'impossible-date',
				'.item[0].servicedDate',
				/after now/,
			],
			[
				{ item: [item({ servicedDate: '1969-12-31' })] },
				'impossible-date',
				'.item[0].servicedDate',
				/1970/,
			],
			[
				{ item: [item({ productOrService: {} })] },
				'required',
				'.item[0].productOrService.coding',
				/code/,
			],
			[
				{ item: [item({ extension: [] })] },
				'required',
				`.item[0].extension('${CLAIM_SYSTEMS.evidence}')`,
				/the dispense that proves it/,
			],
			[
				{ item: [item({ extension: [evidence('Encounter/1')] })] },
				'evidence',
				'.item[0].extension[0].valueReference',
				/for Pharmacy, a Dispense is needed/,
			],
			[
				{
					item: [
						item({
							extension: undefined,
							category: category('Consultation'),
							encounter: [{ reference: 'Encounter/1' }, { reference: 'Encounter/2' }],
						}),
					],
				},
				'too-many',
				'.item[0].encounter[1]',
				/second encounter/,
			],
			[
				{
					item: two({ extension: [evidence('MedicationDispense/1')] }),
					total: money('470.80'),
				},
				'evidence',
				'.item[1]',
				/Dispense 21 of another item/,
			],
			[
				{ item: preauth('5/0/3#1') },
				'dangling',
				'.item[0].extension[1].valueString',
				/preAuthRef lacks/,
			],
			[
				{ item: preauth('3'), insurance: [insurance({ preAuthRef: ['3'] })] },
				'malformed',
				'.item[0].extension[1].valueString',
				/as 5\/0\/3#1/,
			],
			[
				{ item: preauth('6/0/3#1'), insurance: [insurance({ preAuthRef: ['6/0/3'] })] },
				'wrong-target',
				'.item[0].extension[1].valueString',
				/of coverage 6/,
			],
			[
				{ insurance: [insurance({ preAuthRef: ['5/0/3'] })] },
				'required',
				`.item.extension('${CLAIM_SYSTEMS.preauthorization}')`,
				/which item uses/,
			],
			[
				{
					supportingInfo: Array.from({ length: 5 }, (_, at) => ({
						sequence: at + 1,
						valueReference: { reference: 'DocumentReference/1' },
					})),
				},
				'too-many',
				'.supportingInfo',
				/5 records/,
			],
			[
				{ use: 'preauthorization', item: [item({ servicedDate: undefined })] },
				'required',
				'.billablePeriod.start',
				/planned/,
			],
		];
		for (const [over, code, path, reason] of table) {
			const found = refusal(claim(over));
			assert.deepEqual(found.slice(0, 2), [code, `Claim${path}`], JSON.stringify(over));
			assert.match(found[2], reason);
		}
		assert.equal(refusal('{')[0], 'malformed');
		assert.equal(refusal('[]')[0], 'malformed');
		assert.throws(() => claimFromFhir(claim(), { ...options, zone: 'CET' }), RangeError);
	});
});

describe('the number of a claim', () => {
	it('should be written and read', () => {
		const id = { coverage: 5, period: 0, number: 3 };
		assert.equal(formatClaimId(id), '5/0/3');
		assert.deepEqual(parseClaimId('5/0/3'), id);
		for (const bad of ['', '5/0', '5/0/3/1', '05/0/3', '5/-1/3', '5/4294967296/0']) {
			assert.equal(parseClaimId(bad), undefined, bad);
		}
	});
});
