// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { TypeRegistry } from '@polkadot/types';
import {
	compartments,
	ConsentError,
	type ConsentOptions,
	consentCommitment,
	consentFromFhir,
	type ConsentReference,
	COUNTRIES,
	dataClasses,
	type Directive,
	directiveOf,
	directiveToFhir,
	fieldGroups,
	proposalDigest,
	purposes,
	SENSITIVITIES,
	SYSTEMS,
	type Target,
	UNRESTRICTED,
} from '../src/index.js';

const PATIENT = `0x${'ab'.repeat(32)}` as const;
const ACCOUNT = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
const NOW = Date.UTC(2031, 0, 1);

const references: Record<string, Target> = {
	'Patient/p': { Patient: PATIENT },
	'Patient/other': { Patient: `0x${'cd'.repeat(32)}` },
	'Organization/a': { Institution: 3 },
	'Organization/b': { Institution: 4 },
	'Organization/b-emergency': { Department: [4, 7] },
	'Practitioner/x': { Person: ACCOUNT },
	'urn:galen:test|group': { Group: [4, 1] },
	'ResearchStudy/s': { Study: 9 },
};

const options: ConsentOptions = {
	context: { chainId: new Uint8Array(32).fill(7), institution: 3 },
	references,
	now: NOW,
	salt: new Uint8Array(32).fill(5),
};

const purpose = (...codes: string[]): object[] =>
	codes.map((code) => ({ system: SYSTEMS.purpose, code }));
const actor = (reference: object, code = 'IRCP'): object => ({
	role: { coding: [{ system: SYSTEMS.participation, code }] },
	reference,
});
const label = (system: string, ...codes: string[]): object[] =>
	codes.map((code) => ({ system, code }));
const classes = label;

/** Labs, for treatment, by hospital B, until the end of 2031. */
const PROVISION = {
	type: 'permit',
	period: { start: '2031-01-01', end: '2031-12' },
	actor: [actor({ reference: 'Organization/b' })],
	purpose: purpose('TREAT'),
	class: classes(SYSTEMS.fieldGroup, 'LabResults'),
};

const CONSENT = {
	resourceType: 'Consent',
	id: 'labs',
	status: 'active',
	scope: { coding: [{ system: SYSTEMS.scope, code: 'patient-privacy' }] },
	category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
	patient: { reference: 'Patient/p' },
	dateTime: '2031-01-01',
	performer: [{ reference: 'Patient/p' }],
	organization: [{ reference: 'Organization/a' }],
	sourceReference: { reference: 'DocumentReference/form' },
	policy: [{ uri: 'urn:example:galen:policy' }],
	provision: PROVISION,
};

type Changes = Record<string, unknown>;
const consent = (changes: Changes = {}): string => JSON.stringify({ ...CONSENT, ...changes });
const withRoot = (changes: Changes): string => consent({ provision: { ...PROVISION, ...changes } });
const withException = (...exceptions: Changes[]): string => withRoot({ provision: exceptions });

/** The code and path of the error that `text` provokes. */
function refusal(text: string, more: Partial<ConsentOptions> = {}): string {
	try {
		consentFromFhir(text, { ...options, ...more });
	} catch (error) {
		assert.ok(error instanceof ConsentError, String(error));
		assert.equal(error.message, `${error.path} ${error.reason}`);
		return `${error.code} ${error.path}`;
	}
	return 'accepted';
}

const directive = (text: string): Directive => consentFromFhir(text, options).directive;

describe('consentFromFhir', () => {
	it('should convert every axis', () => {
		const converted = consentFromFhir(
			withRoot({
				dataPeriod: { start: '2030-06-01T12:00:00+02:00', end: '2030-06-01T12:00:00.5Z' },
				actor: [
					actor({ reference: 'Organization/b' }),
					actor({ reference: 'Organization/b-emergency' }),
					actor({ reference: 'Practitioner/x' }),
					actor({ identifier: { system: 'urn:galen:test', value: 'group' } }),
				],
				purpose: purpose('TREAT', 'PUBHLTH', 'BTG'),
				class: [
					...classes(SYSTEMS.fieldGroup, 'LabResults', 'Billing'),
					...classes(SYSTEMS.resourceType, 'Immunization'),
					...classes(SYSTEMS.dataClass, 'Public', 'Sensitive'),
					...classes(SYSTEMS.compartment, '0', '63'),
				],
				extension: [
					{
						url: SYSTEMS.jurisdiction,
						valueCoding: { system: SYSTEMS.country, code: '036' },
					},
					{ url: 'urn:example:other', valueString: 'harmless' },
				],
				provision: [{ type: 'deny', purpose: purpose('HMARKT') }],
			}),
			options,
		);
		assert.equal(converted.patient, PATIENT);
		assert.deepEqual(converted.labels, []);
		assert.deepEqual(converted.directive, {
			root: {
				decision: 'Permit',
				period: { from: NOW, until: Date.UTC(2032, 0, 1) },
				dataPeriod: {
					from: Date.UTC(2030, 5, 1, 10),
					until: Date.UTC(2030, 5, 1, 12, 0, 0, 501),
				},
				actors: [
					{ Institution: 4 },
					{ Department: [4, 7] },
					{ Person: ACCOUNT },
					{ Group: [4, 1] },
				],
				purposes: (1n << 0n) | (1n << 55n) | (1n << 4n),
				compartments: (1n << 63n) | 1n,
				dataClasses: 0b101,
				fields: 0b1000_0000_0101_0000,
				jurisdictions: [36],
				labels: null,
			},
			exceptions: [{ ...UNRESTRICTED, decision: 'Deny', purposes: 1n << 58n }],
			custodians: [3],
			study: null,
		});
	});

	it('should take references through a function as well, contained resources included', () => {
		const seen: ConsentReference[] = [];
		const text = consent({
			contained: [{ resourceType: 'Organization', id: 'o', name: 'Hospital B' }],
			provision: { ...PROVISION, actor: [actor({ reference: '#o' })] },
		});
		const { directive } = consentFromFhir(text, {
			...options,
			references: (reference) => {
				seen.push(reference);
				return reference.reference === '#o'
					? { Institution: 8 }
					: references[reference.reference ?? ''];
			},
		});
		assert.deepEqual(directive.root.actors, [{ Institution: 8 }]);
		const contained = seen.find(({ reference }) => reference === '#o');
		assert.equal(contained?.path, 'Consent.provision.actor[0].reference');
		assert.equal(contained?.type, 'Organization');
		assert.equal(contained?.resource?.kind, 'object');
	});

	it('should know whom a contained role alone means', () => {
		const role = (more: object, code = 'Physician'): string =>
			consent({
				contained: [
					{
						resourceType: 'PractitionerRole',
						id: 'r',
						code: [{ coding: [{ system: SYSTEMS.role, code }] }],
						...more,
					},
				],
				provision: { ...PROVISION, actor: [actor({ reference: '#r' })] },
			});
		assert.deepEqual(directive(role({})).root.actors, [{ Role: 'Physician' }]);
		const at = 'Consent.provision.actor[0].reference';
		assert.equal(refusal(role({}, 'Wizard')), `unresolved ${at}`);
		// A role at an organization is fewer people than the role.
		assert.equal(
			refusal(role({ organization: { reference: 'Organization/b' } })),
			`unresolved ${at}`,
		);
	});

	it('should name the study of a research consent, and refuse research without one', () => {
		const study = { url: SYSTEMS.study, valueReference: { reference: 'ResearchStudy/s' } };
		const scope = { coding: [{ system: SYSTEMS.scope, code: 'research' }] };
		const provision = { ...PROVISION, purpose: purpose('HRESCH'), extension: [study] };
		assert.equal(directive(consent({ scope, provision })).study, 9);
		const at = 'Consent.provision';
		const cases: [text: string, error: string][] = [
			[consent({ provision }), `contradiction ${at}.extension[0]`],
			[
				consent({ scope, provision: { ...provision, extension: [] } }),
				`required ${at}.extension('${SYSTEMS.study}')`,
			],
			[
				consent({ scope, provision: { ...provision, extension: [study, study] } }),
				`too-many ${at}.extension[0]`,
			],
			[
				consent({
					scope,
					provision: { ...provision, purpose: purpose('HRESCH', 'TREAT') },
				}),
				`contradiction ${at}.purpose[1].code`,
			],
			[
				consent({
					scope,
					provision: {
						...provision,
						extension: [
							{ url: SYSTEMS.study, valueReference: { reference: 'Patient/p' } },
						],
					},
				}),
				`wrong-target ${at}.extension[0].valueReference`,
			],
			[withRoot({ purpose: purpose('CLINTRCH') }), `not-expressible ${at}.purpose[0].code`],
			[
				withException({ type: 'permit', purpose: purpose('TREAT', 'TRANSRCH') }),
				`not-expressible ${at}.provision[0].purpose[1].code`,
			],
			[
				withException({ type: 'deny', extension: [study] }),
				`not-expressible ${at}.provision[0].extension[0]`,
			],
			[withException({ type: 'deny', purpose: purpose('HRESCH') }), 'accepted'],
		];
		for (const [text, error] of cases) {
			assert.equal(refusal(text), error);
		}
	});

	it('should keep labels and single documents for the custodian', () => {
		const data = [{ meaning: 'related', reference: { reference: 'Task/1' } }];
		const text = withRoot({
			securityLabel: label(SYSTEMS.confidentiality, 'R', 'N'),
			provision: [
				{ type: 'deny', securityLabel: label(SYSTEMS.confidentiality, 'V', 'R') },
				{ type: 'deny', data },
				{ type: 'permit', securityLabel: label(SYSTEMS.sensitivity, 'PSY', 'SDV') },
			],
		});
		const { directive, labels, offChain } = consentFromFhir(text, options);
		const common = { floor: null, ceiling: null, sensitivities: [], data: [] };
		assert.deepEqual(labels, [
			{ ...common, path: 'Consent.provision', onChain: true, ceiling: 'R' },
			{ ...common, path: 'Consent.provision.provision[0]', onChain: false, floor: 'R' },
			{
				...common,
				path: 'Consent.provision.provision[1]',
				onChain: false,
				data: [{ meaning: 'related', reference: 'Task/1' }],
			},
			{
				...common,
				path: 'Consent.provision.provision[2]',
				onChain: true,
				sensitivities: ['PSY', 'SDV'],
			},
		]);
		// Denials that only the custodian can delimit would deny everything on chain.
		assert.deepEqual(
			directive.exceptions.map(({ decision }) => decision),
			['Permit'],
		);
		assert.match(offChain, /"code":"PSY"/);
		assert.equal(JSON.stringify(directive.root.labels), 'null');
	});

	it('should commit to the canonical Consent under a salt', () => {
		const { source, offChain, salt } = consentFromFhir(consent(), options);
		const pretty = JSON.stringify(CONSENT, null, 3);
		assert.deepEqual(consentFromFhir(pretty, options).source, source);
		assert.deepEqual(consentCommitment(options.context, salt, offChain), source);
		assert.notDeepEqual(consentFromFhir(consent({ id: 'x' }), options).source, source);
		const { salt: _, ...unsalted } = options;
		const [one, two] = [consentFromFhir(pretty, unsalted), consentFromFhir(pretty, unsalted)];
		assert.notDeepEqual(one.source, two.source);
		assert.deepEqual(consentCommitment(options.context, one.salt, pretty), one.source);
	});

	it('should refuse what the chain can’t express, at its place', () => {
		const root = 'Consent.provision';
		const nested = `${root}.provision[0]`;
		const five = Array.from({ length: 5 }, () => actor({ reference: 'Organization/b' }));
		const cases: [text: string, error: string][] = [
			['', 'malformed Consent'],
			['[]', 'malformed Consent'],
			['{"resourceType":"Patient"}', 'not-a-consent Consent'],
			[consent({ status: undefined }), 'required Consent.status'],
			[consent({ status: 'inactive' }), 'status Consent.status'],
			[consent({ scope: undefined }), 'required Consent.scope'],
			[consent({ scope: { coding: [] } }), 'scope Consent.scope'],
			[
				consent({ scope: { coding: [{ system: SYSTEMS.scope, code: 'treatment' }] } }),
				'scope Consent.scope',
			],
			[consent({ category: undefined }), 'required Consent.category'],
			[consent({ patient: undefined }), 'required Consent.patient'],
			[consent({ patient: {} }), 'required Consent.patient.reference'],
			[consent({ patient: { reference: 'Patient/z' } }), 'unresolved Consent.patient'],
			[consent({ patient: { reference: 'toString' } }), 'unresolved Consent.patient'],
			[consent({ patient: { reference: 'Organization/a' } }), 'wrong-target Consent.patient'],
			[consent({ policy: undefined }), 'required Consent.policy'],
			[consent({ policy: [{}] }), 'required Consent.policy[0].uri'],
			[consent({ organization: [] }), 'required Consent.organization'],
			[
				consent({ organization: Array(5).fill({ reference: 'Organization/a' }) }),
				'too-many Consent.organization',
			],
			[
				consent({ organization: [{ reference: 'Practitioner/x' }] }),
				'wrong-target Consent.organization[0]',
			],
			[consent({ sourceReference: undefined }), 'required Consent.source'],
			[
				consent({ performer: [{ reference: 'Practitioner/x' }] }),
				'performer Consent.performer[0]',
			],
			[
				consent({ performer: [{ reference: 'Patient/other' }] }),
				'performer Consent.performer[0]',
			],
			[consent({ performer: [{ reference: 'RelatedPerson/mother' }] }), 'accepted'],
			[consent({ implicitRules: 'urn:x' }), 'modifier Consent.implicitRules'],
			[
				withException({ type: 'deny', modifierExtension: [] }),
				`modifier ${nested}.modifierExtension`,
			],
			[consent({ decision: 'permit' }), 'unknown-element Consent.decision'],
			[withRoot({ documentType: [] }), `unknown-element ${root}.documentType`],
			[consent({ provision: undefined }), `required ${root}`],
			[consent({ provision: [PROVISION] }), `malformed ${root}`],
			[withRoot({ type: undefined }), `required ${root}.type`],
			[withRoot({ type: 'allow' }), `malformed ${root}.type`],
			[
				consent({ policyRule: { coding: [{ code: 'OPTOUT' }] } }),
				`contradiction ${root}.type`,
			],
			[consent({ policyRule: { coding: [{ code: 'OPTIN' }] } }), 'accepted'],
			[withRoot({ action: [] }), `not-expressible ${root}.action`],
			[withRoot({ code: [] }), `not-expressible ${root}.code`],
			[
				withException({ type: 'permit', provision: [{ type: 'deny' }] }),
				`too-deep ${nested}.provision`,
			],
			[withException(...Array(4).fill({ type: 'deny' })), `too-many ${root}.provision`],
			[withException(...Array(3).fill({ type: 'deny' })), 'accepted'],
			[withRoot({ actor: five }), `too-many ${root}.actor`],
			[
				withRoot({ actor: [actor({ reference: 'Organization/b' }, 'AUT')] }),
				`actor-role ${root}.actor[0].role`,
			],
			[
				withRoot({ actor: [five[0], actor({ reference: 'Practitioner/nobody' })] }),
				`unresolved ${root}.actor[1].reference`,
			],
			[
				withRoot({ actor: [actor({ reference: 'Patient/p' })] }),
				`wrong-target ${root}.actor[0].reference`,
			],
			[
				withRoot({ purpose: purpose('TREAT', 'TREATMENT') }),
				`unknown-purpose ${root}.purpose[1].code`,
			],
			[
				withRoot({ purpose: [{ system: 'urn:x', code: 'TREAT' }] }),
				`unknown-purpose ${root}.purpose[0].system`,
			],
			[
				withRoot({ class: classes(SYSTEMS.resourceType, 'Observation') }),
				`unknown-class ${root}.class[0]`,
			],
			[
				withRoot({ class: classes(SYSTEMS.resourceType, 'constructor') }),
				`unknown-class ${root}.class[0]`,
			],
			[
				withRoot({ class: classes(SYSTEMS.compartment, '64') }),
				`unknown-class ${root}.class[0]`,
			],
			[
				withRoot({ securityLabel: label(SYSTEMS.confidentiality, 'N', 'HIV') }),
				`deprecated-confidentiality ${root}.securityLabel[1].code`,
			],
			[
				withRoot({ securityLabel: label(SYSTEMS.sensitivity, 'NOPE') }),
				`unknown-label ${root}.securityLabel[0]`,
			],
			[
				consent({
					provision: { type: 'deny', securityLabel: label(SYSTEMS.sensitivity, 'PSY') },
				}),
				`not-expressible ${root}.securityLabel`,
			],
			[
				withRoot({
					data: Array(9).fill({
						meaning: 'instance',
						reference: { reference: 'Basic/1' },
					}),
				}),
				`too-many ${root}.data`,
			],
			[
				withRoot({ data: [{ meaning: 'all', reference: { reference: 'Basic/1' } }] }),
				`malformed ${root}.data[0].meaning`,
			],
			[
				withRoot({
					extension: [
						{
							url: SYSTEMS.jurisdiction,
							valueCoding: { system: SYSTEMS.country, code: 'CH' },
						},
					],
				}),
				`unknown-country ${root}.extension[0].valueCoding`,
			],
			[
				withRoot({
					extension: [
						{
							url: SYSTEMS.jurisdiction,
							valueCoding: { system: SYSTEMS.country, code: '999' },
						},
					],
				}),
				`unknown-country ${root}.extension[0].valueCoding`,
			],
		];
		for (const [text, error] of cases) {
			assert.equal(refusal(text), error, text);
		}
	});

	it('should say in words what is wrong', () => {
		assert.throws(
			() =>
				consentFromFhir(withException({ type: 'deny', purpose: purpose('FUN') }), options),
			{
				name: 'ConsentError',
				message:
					'Consent.provision.provision[0].purpose[0].code makes ' +
					`${SYSTEMS.purpose}|FUN, no PurposeOfUse of ${SYSTEMS.purpose}`,
			},
		);
	});

	it('should read periods as FHIR means them', () => {
		const period = (start?: string, end?: string, zone = 'Z'): unknown => {
			const text = withRoot({ period: { start, end } });
			return consentFromFhir(text, { ...options, zone }).directive.root.period;
		};
		assert.equal(period(), null);
		assert.deepEqual(period('1964-01-01'), { from: 0, until: null });
		assert.deepEqual(period(undefined, '2032'), { from: 0, until: Date.UTC(2033, 0, 1) });
		assert.deepEqual(period('2032-02', '2032-02'), {
			from: Date.UTC(2032, 1, 1),
			until: Date.UTC(2032, 2, 1),
		});
		assert.deepEqual(period('2032-02-29', '2032-02-29', '+02:00'), {
			from: Date.UTC(2032, 1, 28, 22),
			until: Date.UTC(2032, 1, 29, 22),
		});
		assert.deepEqual(period(undefined, '2032-01-01T00:00:00-01:30'), {
			from: 0,
			until: Date.UTC(2032, 0, 1, 1, 30, 1),
		});
		const at = 'Consent.provision.period';
		const cases: [start: string | undefined, end: string | undefined, error: string][] = [
			['2032-02-30', undefined, `bad-date ${at}.start`],
			['2032-13', undefined, `bad-date ${at}.start`],
			['2032-01-01T10:00', undefined, `bad-date ${at}.start`],
			['2032-01-01T24:00:00Z', undefined, `bad-date ${at}.start`],
			['2032-01-01T10:00:00', undefined, `bad-date ${at}.start`],
			[undefined, 'tomorrow', `bad-date ${at}.end`],
			['2032-02-02', '2032-02-01', `period-ends-before-start ${at}.end`],
			['1960', '1959', `period-ends-before-start ${at}.end`],
			['2030-01-01', '2030-12-31', `period-past ${at}.end`],
			['2030-01-01', '2031-01-01', 'accepted'],
		];
		for (const [start, end, error] of cases) {
			assert.equal(refusal(withRoot({ period: { start, end } })), error, `${start} ${end}`);
		}
		// What the data tells of may be long over, but not before the chain's time.
		assert.equal(refusal(withRoot({ dataPeriod: { end: '2001' } })), 'accepted');
		assert.equal(
			refusal(withRoot({ dataPeriod: { end: '1965' } })),
			'not-expressible Consent.provision.dataPeriod.end',
		);
		assert.throws(() => consentFromFhir(consent(), { ...options, zone: 'CET' }), RangeError);
	});
});

const FULL: Directive = {
	root: {
		...UNRESTRICTED,
		decision: 'Permit',
		period: { from: NOW, until: NOW + 86_400_000 },
		dataPeriod: { from: 0, until: null },
		actors: [
			{ Person: ACCOUNT },
			{ Institution: 4 },
			{ Department: [4, 7] },
			{ Role: 'LaboratoryScientist' },
		],
		purposes: purposes('TREAT', 'HMARKT'),
		compartments: compartments(0, 63),
		dataClasses: dataClasses('Sensitive'),
		fields: fieldGroups('LabResults', 'Billing'),
		jurisdictions: [36, 756],
	},
	exceptions: [
		{ ...UNRESTRICTED, decision: 'Deny', actors: [{ Group: [4, 1] }] },
		{ ...UNRESTRICTED, decision: 'Permit', actors: [{ Role: 'LaboratoryScientist' }] },
	],
	custodians: [3, 4],
	study: null,
};

describe('directiveToFhir', () => {
	const name = (target: Target): string =>
		'Group' in target
			? 'Group/g'
			: (Object.entries(references).find(
					([, known]) => JSON.stringify(known) === JSON.stringify(target),
				)?.[0] ?? '');
	const write = (from: Directive): string =>
		JSON.stringify(
			directiveToFhir(from, {
				patient: PATIENT,
				reference: name,
				policy: 'urn:example:galen:policy',
				source: 'DocumentReference/form',
				given: NOW,
			}),
		);
	const read = (text: string): Directive =>
		consentFromFhir(text, {
			...options,
			references: { ...references, 'Group/g': { Group: [4, 1] } },
		}).directive;

	it('should survive the way there and back', () => {
		assert.deepEqual(read(write(FULL)), FULL);
		const research: Directive = {
			...FULL,
			root: { ...FULL.root, purposes: purposes('HRESCH', 'DSRCH') },
			study: 9,
		};
		assert.deepEqual(read(write(research)), research);
		const plain: Directive = {
			root: { ...UNRESTRICTED, decision: 'Deny' },
			exceptions: [],
			custodians: [3],
			study: null,
		};
		assert.deepEqual(read(write(plain)), plain);
	});

	it('should write no empty lists, which FHIR doesn’t know', () => {
		const root = { ...UNRESTRICTED, decision: 'Deny' } as const;
		const text = write({ root, exceptions: [], custodians: [3], study: null });
		assert.doesNotMatch(text, /\[\]|null/);
		assert.match(text, /"provision":\{"type":"deny"\}/);
	});
});

describe('a directive', () => {
	const source = (file: string): string =>
		readFileSync(new URL(`../../../pallets/consent/core/src/${file}`, import.meta.url), 'utf8');

	/** The names of a struct's fields, as polkadot.js has them. */
	const fieldsOf = (struct: string): string[] => {
		const body = new RegExp(`pub struct ${struct}<[^{]*\\{([^}]*)\\}`).exec(
			source('provision.rs'),
		);
		return [...(body?.[1] ?? '').matchAll(/pub (\w+):/g)].map(([, field = '']) =>
			field.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
		);
	};

	it('should have the fields that the chain’s has, in their order', () => {
		assert.deepEqual(fieldsOf('Directive'), Object.keys(FULL));
		const order = ['decision', ...Object.keys(UNRESTRICTED)];
		assert.deepEqual(fieldsOf('Provision'), order);
	});

	it('should know the sensitivities that custodians know', () => {
		const codes = [...source('labels.rs').matchAll(/^\t([A-Z]+) = \d+(?: in \w+)?,$/gm)];
		assert.deepEqual(codes.map(([, code]) => code).sort(), [...SENSITIVITIES].sort());
	});

	it('should know the countries that the chain knows', () => {
		const file = new URL('../../../pallets/primitives/src/iso3166.rs', import.meta.url);
		const list = /ASSIGNED: \[u16; (\d+)\] = \[([^\]]*)\]/.exec(readFileSync(file, 'utf8'));
		const codes = (list?.[2] ?? '').match(/\d+/g)?.map(Number);
		assert.equal(codes?.length, Number(list?.[1]));
		assert.deepEqual([...COUNTRIES], codes);
	});

	it('should be named with its source as the chain names a proposal', () => {
		const part = (...bytes: number[]): { toU8a: () => Uint8Array } => ({
			toU8a: () => Uint8Array.from(bytes),
		});
		// Computed with Python's hashlib: blake2b, 32 bytes, of 01 02 03.
		const expected = '0x11c0e79b71c3976ccd0c02d1310e2516c08edc9d8b6f57ccd680d63a4d8e72da';
		assert.equal(proposalDigest(part(1, 2), part(3)), expected);
	});

	it('should be what polkadot.js encodes, and come back from what it decodes', () => {
		const registry = new TypeRegistry();
		registry.register({
			ActorRef: {
				_enum: {
					Person: 'AccountId32',
					Institution: 'u32',
					Department: '(u32, u16)',
					Role: 'Role',
					Group: '(u32, u16)',
				},
			},
			Role: {
				_enum: [
					'Administrator',
					'Physician',
					'Trainee',
					'Nurse',
					'Pharmacist',
					'LaboratoryScientist',
				],
			},
			Decision: { _enum: ['Permit', 'Deny'] },
			Period: { from: 'u64', until: 'Option<u64>' },
			Provision: {
				decision: 'Decision',
				period: 'Option<Period>',
				dataPeriod: 'Option<Period>',
				actors: 'Vec<ActorRef>',
				purposes: 'u64',
				compartments: 'u64',
				dataClasses: 'u8',
				fields: 'u16',
				jurisdictions: 'Vec<u16>',
				labels: 'Null',
			},
			Directive: {
				root: 'Provision',
				exceptions: 'Vec<Provision>',
				custodians: 'Vec<u32>',
				study: 'Option<u32>',
			},
		});
		const encoded = registry.createType('Directive', FULL).toU8a();
		assert.equal(encoded[0], 0);
		const decoded = registry.createType('Directive', encoded);
		assert.deepEqual(directiveOf(decoded), FULL);
		assert.deepEqual(directiveOf(decoded.toJSON()), FULL);
		assert.deepEqual(directiveOf(FULL), FULL);
	});

	it('should not be read from something else', () => {
		assert.throws(() => directiveOf(null), /the directive is no object/);
		assert.throws(
			() => directiveOf({ ...FULL, exceptions: [{ ...FULL.root, decision: 'maybe' }] }),
			/exceptions\[0\]\.decision is neither Permit nor Deny/,
		);
		assert.throws(
			() => directiveOf({ ...FULL, root: { ...FULL.root, actors: [{ wizard: 1 }] } }),
			/root\.actors\[0\] is no actor/,
		);
		assert.throws(
			() => directiveOf({ ...FULL, root: { ...FULL.root, fields: 'all' } }),
			/root\.fields is no number/,
		);
	});
});

const folder = new URL('../../../../shared/data/fhir/', import.meta.url);
const skip = existsSync(folder) ? false : `${folder.pathname} is not there`;
describe('the public examples', { skip }, () => {
	it('should be refused for what they leave open', () => {
		for (const name of ['basic', 'notThis']) {
			const text = readFileSync(
				new URL(`Consent-consent-example-${name}.json`, folder),
				'utf8',
			);
			const known = {
				references: {
					'Patient/f001': { Patient: PATIENT },
					'Organization/f001': { Institution: 1 },
				},
			} as const;
			// Neither has a type: R4 leaves the root to policyRule, PCF doesn't.
			assert.equal(refusal(text, known), 'required Consent.provision.type', name);
		}
	});
});
