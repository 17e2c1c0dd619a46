// SPDX-License-Identifier: Apache-2.0

/**
 * From a FHIR R4 Consent to a directive that the chain decides with, and back.
 *
 * The shape is that of IHE Privacy Consent on FHIR (PCF): every provision says `permit` or `deny`
 * itself, and exceptions lie one level deep. Whatever would be lost on the way is refused with a
 * {@link ConsentError}, which names the place and the reason, except for what is the custodian's to
 * evaluate: security labels and references to single documents. Those stay in the Consent, of which
 * the chain holds a salted commitment.
 *
 * - A **permit** with labels goes on chain without them: the chain permits in principle, and the
 *   custodian, who has the labels, hands over less.
 * - A **denial** with labels doesn't go on chain: without them it would deny everything. The
 *   custodian alone enforces it. A root that does so can't be expressed.
 *
 * FHIR has no elements for some axes. They are codings in `provision.class` with systems of their
 * own ({@link SYSTEMS}): parts of a document, data classes, compartments; and an extension of
 * `provision` for the country of the recipient.
 */

import { type Bytes, type Hex, exactly, toHex, utf8 } from './bytes.js';
import { canonicalJson, type Json, parseJson } from './canonical.js';
import { type Context, documentCommitment, randomSalt } from './commitment.js';
import { DEFAULT_ALGORITHM, type Digest, digest } from './digest.js';
import {
	type ActorRef,
	type Directive,
	UNRESTRICTED,
	MAX_ACTORS,
	MAX_CUSTODIANS,
	MAX_JURISDICTIONS,
	MAX_EXCEPTIONS,
	type Period,
	type Provision,
} from './directive.js';
import { Element, offsetOf, stretchOf } from './fhirpath.js';
import { COUNTRIES } from './iso3166.js';
import {
	compartmentNumbers,
	compartments,
	DATA_CLASSES,
	type DataClass,
	dataClasses,
	dataClassNames,
	FIELD_GROUPS,
	type FieldGroup,
	fieldGroups,
	fieldGroupNames,
	MAX_COMPARTMENT,
	type PurposeOfUse,
	purposeNames,
	PURPOSES,
	purposes,
	type Role,
	ROLES,
} from './kinds.js';

/** Code systems, extensions and the like that are read and written. */
export const SYSTEMS = {
	purpose: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
	scope: 'http://terminology.hl7.org/CodeSystem/consentscope',
	confidentiality: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality',
	sensitivity: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
	participation: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
	resourceType: 'http://hl7.org/fhir/resource-types',
	country: 'urn:iso:std:iso:3166',
	/** Extension of `provision`: a ResearchStudy (HL7 FHIR extensions pack). */
	study: 'http://hl7.org/fhir/StructureDefinition/consent-ResearchStudyContext',
	/** `provision.class`: a part of a document, by the chain's name. */
	fieldGroup: 'urn:galen:field-group',
	/** `provision.class`: how far content may travel, by the chain's name. */
	dataClass: 'urn:galen:data-class',
	/** `provision.class`: a compartment, `0` to `63`. */
	compartment: 'urn:galen:compartment',
	/** Extension of `provision`: the country of the recipient, a coding of `country`. */
	jurisdiction: 'urn:galen:jurisdiction',
	/** `code` of a contained PractitionerRole: whoever has that role, anywhere. */
	role: 'urn:galen:role',
} as const;

/** Confidentiality from the lowest. The other codes of the code system are deprecated. */
export const CONFIDENTIALITIES = ['U', 'L', 'M', 'N', 'R', 'V'] as const;
export type Confidentiality = (typeof CONFIDENTIALITIES)[number];
const DEPRECATED = ['B', 'C', 'D', 'ETH', 'HIV', 'I', 'PSY', 'S', 'SDV', 'T'];

/** Sensitivities (v3-ActCode, InformationSensitivityPolicy) that custodians know. */
export const SENSITIVITIES: ReadonlySet<string> = new Set(
	`
	ETH ETHUD OPIOIDUD PSY SDV HIV GDIS MST SCA SEX SPI BH COGN DVD EMOTDIS MH PSYTHPN SUD STD TBOO
	VIO SICKLE ADOL CEL DIA DRGIS EMP PDS PHY PRS DEMO DOB GENDER LIVARG MARST RACE REL B EMPL LOCIS
	SSP
`
		.trim()
		.split(/\s+/),
);

/** How many single documents the labels of a provision may refer to. */
export const MAX_DATA_REFERENCES = 8;

/** HRESCH and its kinds. */
const RESEARCH: readonly string[] = PURPOSES.slice(
	PURPOSES.indexOf('HRESCH'),
	PURPOSES.indexOf('TRANSRCH') + 1,
);

/**
 * Resource types that are all of one part of a document. Others are only some of one, so that the
 * part would permit more than the Consent does, or several.
 */
const GROUP_OF_TYPE: Readonly<Record<string, FieldGroup>> = {
	Condition: 'Problems',
	AllergyIntolerance: 'Allergies',
	Immunization: 'Immunizations',
	FamilyMemberHistory: 'FamilyHistory',
};

/** What kind of obstacle a {@link ConsentError} is about. */
export type ConsentErrorCode =
	/** Not JSON, or an element isn't of the kind that R4 has there. */
	| 'malformed'
	/** Not a Consent of FHIR R4. */
	| 'not-a-consent'
	/** Something is missing that the chain or PCF needs. */
	| 'required'
	/** An element that isn't known, so that it might restrict what isn't restricted then. */
	| 'unknown-element'
	/** A modifier extension or implicit rules: they may change the meaning of everything. */
	| 'modifier'
	/** The consent isn't to be had: rejected, inactive, entered in error. */
	| 'status'
	/** Neither privacy nor research. */
	| 'scope'
	/** It says two things that exclude each other. */
	| 'contradiction'
	/** Who consents is neither the patient nor a related person. */
	| 'performer'
	/** A reference that leads to nobody known. */
	| 'unresolved'
	/** A reference that leads to something else than belongs there. */
	| 'wrong-target'
	/** More of something than the chain keeps. */
	| 'too-many'
	/** Exceptions to exceptions. */
	| 'too-deep'
	/** Not a date and time of FHIR. */
	| 'bad-date'
	/** The end isn't after the start. */
	| 'period-ends-before-start'
	/** The period is over already. */
	| 'period-past'
	/** A purpose that isn't a PurposeOfUse of v3-ActReason. */
	| 'unknown-purpose'
	/** A confidentiality that HL7 has deprecated. */
	| 'deprecated-confidentiality'
	/** A security label that custodians don't know. */
	| 'unknown-label'
	/** An actor in another role than recipient. */
	| 'actor-role'
	/** A class of data that the chain doesn't tell apart. */
	| 'unknown-class'
	/** A country that isn't one of ISO 3166-1 numeric. */
	| 'unknown-country'
	/** Correct, but the chain has no means for it. */
	| 'not-expressible';

/** Why a Consent isn't converted. */
export class ConsentError extends Error {
	override readonly name = 'ConsentError';

	constructor(
		/** What kind of obstacle it is. */
		readonly code: ConsentErrorCode,
		/** Where, in FHIRPath: `Consent.provision.provision[0].purpose[1].code`. */
		readonly path: string,
		/** What is wrong, in words that follow the path. */
		readonly reason: string,
	) {
		super(`${path} ${reason}`);
	}
}

/** What a reference in a Consent leads to on chain. */
export type Target = ActorRef | { readonly Patient: Hex } | { readonly Study: number };

/** A reference as it stands in the Consent. */
export interface ConsentReference {
	/** Where it stands, in FHIRPath. */
	readonly path: string;
	/** `Organization/good-health`, a URL, `#contained`. */
	readonly reference: string | undefined;
	/** `system|value` of a logical reference. */
	readonly identifier: string | undefined;
	/** `Organization`, as far as it can be told. */
	readonly type: string | undefined;
	/** The resource, if the Consent contains it. */
	readonly resource: Json | undefined;
}

/**
 * Says who is meant: a function, or what is meant by each `Organization/good-health` or
 * `system|value`.
 */
export type References =
	| ReadonlyMap<string, Target>
	| Readonly<Record<string, Target>>
	| ((reference: ConsentReference) => Target | undefined);

/** What it takes to convert a Consent. */
export interface ConsentOptions {
	/** Who keeps the Consent, and where: the commitment binds both. */
	readonly context: Context;
	/** Who is meant by the references in it. */
	readonly references: References;
	/** The time; that of this machine if none is given. */
	readonly now?: number;
	/** Where dates are meant that have no time: `Z`, the default, or `+02:00`. */
	readonly zone?: string;
	/** Fresh random bytes if none are given. */
	readonly salt?: Bytes;
}

/** What the custodian has to look at that the chain doesn't. */
export interface ProvisionLabels {
	/** The provision, in FHIRPath. */
	readonly path: string;
	/** Whether the chain has the rest of the provision. If not, the custodian alone enforces it. */
	readonly onChain: boolean;
	/** Of a denial: data at least that confidential, the lowest that is named. */
	readonly floor: Confidentiality | null;
	/** Of a permit: data at most that confidential, the highest that is named. */
	readonly ceiling: Confidentiality | null;
	/** Data with one of these sensitivities, or a kind of one. */
	readonly sensitivities: readonly string[];
	/** Single documents. */
	readonly data: readonly { readonly meaning: string; readonly reference: string }[];
}

/** A Consent, made ready for the chain. */
export interface ConvertedConsent {
	/** Whose consent it is: the pseudonym. */
	readonly patient: Hex;
	/** For `consent.propose` and `consent.grant`. */
	readonly directive: Directive;
	/** The commitment to {@link offChain} under {@link salt}, for the same calls. */
	readonly source: Digest;
	/** Kept with the Consent. */
	readonly salt: Hex;
	/** The whole Consent in canonical JSON, for the custodian: never for the chain. */
	readonly offChain: string;
	/** What of it the custodian enforces and the chain doesn't. */
	readonly labels: readonly ProvisionLabels[];
}

/** The commitment to a Consent: to its canonical JSON, so that its layout doesn't matter. */
export function consentCommitment(
	context: Context,
	salt: Bytes,
	consent: Uint8Array | string | Json,
): Digest {
	return digest(
		context.algorithm ?? DEFAULT_ALGORITHM,
		documentCommitment(context, salt, utf8(canonicalJson(read(consent)))),
	);
}

/** Converts a FHIR R4 Consent. Throws {@link ConsentError} at the first obstacle. */
export function consentFromFhir(
	consent: Uint8Array | string | Json,
	options: ConsentOptions,
): ConvertedConsent {
	const json = read(consent);
	const { patient, directive, labels } = new Conversion(json, options).convert();
	const salt = exactly(32, options.salt ?? randomSalt(), 'the salt');
	return {
		patient,
		directive,
		source: consentCommitment(options.context, salt, json),
		salt: toHex(salt),
		offChain: canonicalJson(json),
		labels,
	};
}

function read(consent: Uint8Array | string | Json): Json {
	if (typeof consent !== 'string' && !(consent instanceof Uint8Array)) {
		return consent;
	}
	try {
		return parseJson(consent);
	} catch (error) {
		throw new ConsentError('malformed', 'Consent', `is not JSON: ${(error as Error).message}`);
	}
}

const ROOT_ELEMENTS = new Set(
	`
	resourceType id meta implicitRules language text contained extension modifierExtension identifier
	status scope category patient dateTime performer organization sourceAttachment sourceReference
	policy policyRule verification provision
`
		.trim()
		.split(/\s+/),
);

const PROVISION_ELEMENTS = new Set(
	`
	id extension modifierExtension type period actor action securityLabel purpose class code
	dataPeriod data provision
`
		.trim()
		.split(/\s+/),
);

const fail = (code: ConsentErrorCode, at: Element | string, reason: string): never => {
	throw new ConsentError(code, typeof at === 'string' ? at : at.path, reason);
};

class Conversion {
	readonly #consent: Element;
	readonly #options: ConsentOptions;
	readonly #zone: string;
	readonly #now: number;
	readonly #labels: ProvisionLabels[] = [];

	constructor(json: Json, options: ConsentOptions) {
		this.#consent = new Element(json, 'Consent', (path, reason) =>
			fail('malformed', path, reason),
		);
		this.#options = options;
		this.#zone = options.zone ?? 'Z';
		this.#now = options.now ?? Date.now();
		if (offsetOf(this.#zone) === undefined) {
			throw new RangeError(`"${this.#zone}" is no offset from UTC such as +02:00`);
		}
	}

	convert(): { patient: Hex; directive: Directive; labels: ProvisionLabels[] } {
		const consent = this.#consent;
		if (consent.get('resourceType').text !== 'Consent') {
			fail('not-a-consent', consent, 'is not a resource of type Consent');
		}
		this.#refuseUnknown(consent, ROOT_ELEMENTS);
		refuseModifiers(consent.json as Json, 'Consent');
		if (consent.get('implicitRules').exists) {
			fail('modifier', consent.get('implicitRules'), 'may change the meaning of everything');
		}
		this.#status();
		const patient = this.#patient();
		this.#performers(patient);
		this.#required();
		const custodians = this.#custodians();
		const research = this.#isResearch();
		const root = this.#rootProvision();
		const study = this.#study(research);
		const exceptions = this.#exceptions();
		this.#checkPurposes(study);
		return {
			patient,
			directive: { root, exceptions, custodians, study },
			labels: this.#labels,
		};
	}

	#status(): void {
		const status = required(this.#consent.get('status'));
		const text = status.text ?? '';
		if (!['draft', 'proposed', 'active'].includes(text)) {
			fail('status', status, `is "${text}": only draft, proposed or active can be granted`);
		}
	}

	/** What the chain doesn't keep, but PCF asks for: there is no consent without it. */
	#required(): void {
		const consent = this.#consent;
		if (consent.all('category').length === 0) {
			fail('required', consent.get('category'), 'is missing');
		}
		if (!consent.get('policyRule').exists && consent.all('policy').length === 0) {
			fail('required', consent.get('policy'), 'is missing, and so is policyRule (ppc-1)');
		}
		consent.all('policy').forEach((policy) => required(policy.get('uri')));
		if (!consent.get('sourceAttachment').exists && !consent.get('sourceReference').exists) {
			fail('required', 'Consent.source', 'is missing: the form that was signed');
		}
	}

	#patient(): Hex {
		const at = required(this.#consent.get('patient'));
		const target = this.#resolve(at);
		if (!('Patient' in target)) {
			return fail('wrong-target', at, `leads to ${describe(target)}, not to a patient`);
		}
		return toHex(exactly(32, target.Patient, 'the patient'));
	}

	#performers(patient: Hex): void {
		// Who really consents is who signs the call. The Consent may not say otherwise.
		for (const performer of this.#consent.all('performer')) {
			const { type } = this.#reference(performer);
			if (type !== 'Patient' && type !== 'RelatedPerson') {
				fail(
					'performer',
					performer,
					`is ${type === undefined ? 'of unknown type' : `a ${type}`}: ` +
						'only the patient or a related person consents',
				);
			}
			if (type === 'Patient') {
				const target = this.#resolve(performer);
				if (!('Patient' in target) || target.Patient.toLowerCase() !== patient) {
					fail('performer', performer, 'is another patient');
				}
			}
		}
	}

	#custodians(): number[] {
		const organizations = this.#consent.all('organization');
		if (organizations.length === 0) {
			fail('required', this.#consent.get('organization'), 'is missing: who enforces it');
		}
		atMost(MAX_CUSTODIANS, this.#consent.get('organization'), organizations);
		const institutions = organizations.map((at) => {
			const target = this.#resolve(at);
			if (!('Institution' in target)) {
				return fail('wrong-target', at, `leads to ${describe(target)}, not an institution`);
			}
			return target.Institution;
		});
		return [...new Set(institutions)];
	}

	#isResearch(): boolean {
		const scope = required(this.#consent.get('scope'));
		const codes = scope
			.all('coding')
			.filter((coding) => coding.get('system').text === SYSTEMS.scope)
			.map((coding) => coding.get('code').text);
		if (codes.length !== 1 || !['patient-privacy', 'research'].includes(codes[0] ?? '')) {
			const found = codes.length === 0 ? 'no code of consentscope' : codes.join(', ');
			fail('scope', scope, `has ${found}: patient-privacy or research is needed`);
		}
		return codes[0] === 'research';
	}

	#study(research: boolean): number | null {
		const provision = this.#consent.get('provision');
		const found = provision
			.all('extension')
			.filter((extension) => extension.get('url').text === SYSTEMS.study);
		const [study] = found;
		if (study === undefined) {
			if (research) {
				fail(
					'required',
					`${provision.path}.extension('${SYSTEMS.study}')`,
					'is missing: the study that a research consent is for',
				);
			}
			return null;
		}
		if (!research) {
			fail('contradiction', study, 'names a study, but Consent.scope is not research');
		}
		if (found.length > 1) {
			fail('too-many', study, 'is one of several studies: one Consent for each');
		}
		const at = required(study.get('valueReference'));
		const target = this.#resolve(at);
		if (!('Study' in target)) {
			return fail('wrong-target', at, `leads to ${describe(target)}, not to a study`);
		}
		return target.Study;
	}

	/** The chain knows no consent to research as such, and a study's is for nothing else. */
	#checkPurposes(study: number | null): void {
		const root = this.#consent.get('provision');
		for (const provision of [root, ...root.all('provision')]) {
			const permits = provision.get('type').text === 'permit';
			for (const purpose of provision.all('purpose')) {
				const { code = '' } = codeOf(purpose);
				const research = RESEARCH.includes(code);
				if (study === null && research && permits) {
					fail(
						'not-expressible',
						purpose.get('code'),
						`permits ${code}, which needs Consent.scope research and a study`,
					);
				}
				if (study !== null && !research) {
					fail(
						'contradiction',
						purpose.get('code'),
						`is ${code}, but Consent.scope is research: another Consent for the rest`,
					);
				}
			}
		}
	}

	#rootProvision(): Provision {
		const at = required(this.#consent.get('provision'));
		const provision = this.#provision(at);
		const rule = this.#consent
			.get('policyRule')
			.all('coding')
			.map((coding) => coding.get('code').text)
			.find((code) => code === 'OPTIN' || code === 'OPTOUT');
		if (rule !== undefined && (rule === 'OPTIN') !== (provision.decision === 'Permit')) {
			fail(
				'contradiction',
				at.get('type'),
				`is ${at.get('type').text}, but Consent.policyRule is ${rule}`,
			);
		}
		const labels = this.#labelsOf(at, provision.decision === 'Permit');
		if (labels !== undefined && !labels.onChain) {
			fail(
				'not-expressible',
				at.get(at.get('data').exists ? 'data' : 'securityLabel'),
				'limits a denial of the root to what only the custodian can tell apart: the chain ' +
					'would deny everything. Permit in the root, and deny in an exception',
			);
		}
		return provision;
	}

	#exceptions(): Provision[] {
		const root = this.#consent.get('provision');
		const found = root.all('provision');
		atMost(MAX_EXCEPTIONS, root.get('provision'), found);
		return found.flatMap((at) => {
			if (at.get('provision').exists) {
				fail(
					'too-deep',
					at.get('provision'),
					'is an exception to an exception: only one level is possible (PCF)',
				);
			}
			for (const extension of at.all('extension')) {
				if (extension.get('url').text === SYSTEMS.study) {
					fail('not-expressible', extension, 'belongs to the root provision');
				}
			}
			const provision = this.#provision(at);
			const labels = this.#labelsOf(at, provision.decision === 'Permit');
			return labels === undefined || labels.onChain ? [provision] : [];
		});
	}

	#provision(at: Element): Provision {
		this.#refuseUnknown(at, PROVISION_ELEMENTS);
		for (const key of ['action', 'code']) {
			if (at.get(key).exists) {
				fail('not-expressible', at.get(key), 'is nothing that the chain decides by');
			}
		}
		const type = at.get('type');
		if (type.text !== 'permit' && type.text !== 'deny') {
			fail(
				type.exists ? 'malformed' : 'required',
				type,
				type.exists
					? `is "${type.text}", neither permit nor deny`
					: 'is missing: every provision says permit or deny itself (PCF)',
			);
		}
		return {
			...UNRESTRICTED,
			decision: type.text === 'permit' ? 'Permit' : 'Deny',
			period: this.#period(at.get('period'), true),
			dataPeriod: this.#period(at.get('dataPeriod'), false),
			actors: this.#actors(at),
			purposes: this.#purposes(at),
			...this.#classes(at),
			jurisdictions: this.#jurisdictions(at),
		};
	}

	#period(at: Element, mustLast: boolean): Period | null {
		const [start, end] = [at.get('start'), at.get('end')];
		if (!start.exists && !end.exists) {
			return null;
		}
		const [from, until] = [start, end].map((bound) => {
			if (bound.text === undefined) {
				return undefined;
			}
			const stretch = stretchOf(bound.text, this.#zone);
			return stretch ?? fail('bad-date', bound, `is "${bound.text}", no dateTime of FHIR`);
		});
		// The chain's time begins in 1970, and so does everything that it is told of.
		const period = {
			from: Math.max(0, from?.from ?? 0),
			// FHIR's end belongs to the period, with all that its precision leaves open.
			until: until === undefined ? null : until.until,
		};
		if (until !== undefined && from !== undefined && until.until <= from.from) {
			fail('period-ends-before-start', end, `is before ${start.path}`);
		}
		if (period.until !== null && mustLast && period.until <= this.#now) {
			fail('period-past', end, `is over: ${end.text}`);
		}
		if (period.until !== null && period.until <= 0) {
			fail('not-expressible', end, 'is before 1970, where the chain’s time begins');
		}
		return period;
	}

	#actors(at: Element): ActorRef[] {
		const actors = at.all('actor');
		atMost(MAX_ACTORS, at.get('actor'), actors);
		return actors.map((actor) => {
			const role = required(actor.get('role'));
			const codes = role.all('coding').map(codeOf);
			if (
				!codes.some(
					({ system, code }) => system === SYSTEMS.participation && code === 'IRCP',
				)
			) {
				const found = codes.map(({ code }) => code).join(', ') || 'no code';
				fail('actor-role', role, `has ${found}: only recipients (IRCP) can be named`);
			}
			const reference = required(actor.get('reference'));
			const target = this.#roleOf(reference) ?? this.#resolve(reference);
			if ('Patient' in target || 'Study' in target) {
				return fail(
					'wrong-target',
					reference,
					`leads to ${describe(target)}: no recipient`,
				);
			}
			return target;
		});
	}

	/** Whom a contained PractitionerRole means that has nothing but a role. */
	#roleOf(at: Element): ActorRef | undefined {
		const { resource } = this.#reference(at);
		if (resource === undefined) {
			return undefined;
		}
		const role = new Element(resource, at.path, this.#consent.fail);
		const only = role.keys.every((key) => ['resourceType', 'id', 'code'].includes(key));
		const codes = role.all('code').flatMap((code) => code.all('coding').map(codeOf));
		const [first] = codes;
		if (!only || codes.length !== 1 || first?.system !== SYSTEMS.role) {
			return undefined;
		}
		return ROLES.includes(first.code as Role)
			? { Role: first.code as Role }
			: fail('unresolved', at, `is the role "${first.code}", which nobody has`);
	}

	#purposes(at: Element): bigint {
		const names = at.all('purpose').map((purpose) => {
			const { system, code } = codeOf(purpose);
			if (system !== SYSTEMS.purpose || !PURPOSES.includes(code as PurposeOfUse)) {
				fail(
					'unknown-purpose',
					purpose.get(system === SYSTEMS.purpose ? 'code' : 'system'),
					`makes ${system}|${code}, no PurposeOfUse of ${SYSTEMS.purpose}`,
				);
			}
			return code as PurposeOfUse;
		});
		return purposes(...names);
	}

	#classes(at: Element): Pick<Provision, 'fields' | 'dataClasses' | 'compartments'> {
		const fields: FieldGroup[] = [];
		const classes: DataClass[] = [];
		const numbers: number[] = [];
		for (const item of at.all('class')) {
			const { system, code = '' } = codeOf(item);
			const group = Object.hasOwn(GROUP_OF_TYPE, code) ? GROUP_OF_TYPE[code] : undefined;
			if (system === SYSTEMS.fieldGroup && FIELD_GROUPS.includes(code as FieldGroup)) {
				fields.push(code as FieldGroup);
			} else if (system === SYSTEMS.resourceType && group !== undefined) {
				fields.push(group);
			} else if (system === SYSTEMS.dataClass && DATA_CLASSES.includes(code as DataClass)) {
				classes.push(code as DataClass);
			} else if (
				system === SYSTEMS.compartment &&
				/^(0|[1-9]\d?)$/.test(code) &&
				Number(code) <= MAX_COMPARTMENT
			) {
				numbers.push(Number(code));
			} else {
				fail(
					'unknown-class',
					item,
					`is ${system}|${code}, which the chain doesn’t tell apart: ` +
						`name a part of a document, as ${SYSTEMS.fieldGroup}|LabResults`,
				);
			}
		}
		return {
			fields: fieldGroups(...fields),
			dataClasses: dataClasses(...classes),
			compartments: compartments(...numbers),
		};
	}

	#jurisdictions(at: Element): number[] {
		const found = at
			.all('extension')
			.filter((extension) => extension.get('url').text === SYSTEMS.jurisdiction);
		atMost(MAX_JURISDICTIONS, at.get('extension'), found);
		return found.map((extension) => {
			const coding = required(extension.get('valueCoding'));
			const { system, code = '' } = codeOf(coding);
			const known = /^\d{3}$/.test(code) && COUNTRIES.has(Number(code));
			if (system !== SYSTEMS.country || !known) {
				fail(
					'unknown-country',
					coding,
					`is ${system}|${code}: three digits of ISO 3166-1 are needed, as 756`,
				);
			}
			return Number(code);
		});
	}

	/** Notes what of the provision is the custodian's. */
	#labelsOf(at: Element, permits: boolean): ProvisionLabels | undefined {
		const confidentialities: Confidentiality[] = [];
		const sensitivities: string[] = [];
		for (const label of at.all('securityLabel')) {
			const { system, code = '' } = codeOf(label);
			const known = CONFIDENTIALITIES.find((one) => one === code);
			if (system === SYSTEMS.confidentiality && known !== undefined) {
				confidentialities.push(known);
			} else if (system === SYSTEMS.confidentiality && DEPRECATED.includes(code)) {
				const hint = SENSITIVITIES.has(code) ? `: use ${SYSTEMS.sensitivity}|${code}` : '';
				fail(
					'deprecated-confidentiality',
					label.get('code'),
					`is "${code}", which HL7 has deprecated as a confidentiality${hint}`,
				);
			} else if (system === SYSTEMS.sensitivity && SENSITIVITIES.has(code)) {
				sensitivities.push(code);
			} else {
				fail('unknown-label', label, `is ${system}|${code}, no label that custodians know`);
			}
		}
		atMost(MAX_DATA_REFERENCES, at.get('data'), at.all('data'));
		const data = at.all('data').map((item) => {
			const meaning = required(item.get('meaning')).text ?? '';
			if (!['instance', 'related', 'dependents', 'authoredby'].includes(meaning)) {
				fail('malformed', item.get('meaning'), `is "${meaning}", no consent-data-meaning`);
			}
			const { reference, identifier } = this.#reference(required(item.get('reference')));
			return { meaning, reference: reference ?? identifier ?? '' };
		});
		if (confidentialities.length + sensitivities.length + data.length === 0) {
			return undefined;
		}
		const ordered = CONFIDENTIALITIES.filter((code) => confidentialities.includes(code));
		const labels = {
			path: at.path,
			onChain: permits,
			floor: permits ? null : (ordered[0] ?? null),
			ceiling: permits ? (ordered.at(-1) ?? null) : null,
			sensitivities,
			data,
		};
		this.#labels.push(labels);
		return labels;
	}

	#reference(at: Element): ConsentReference {
		const reference = at.get('reference').text;
		const [system, value] = ['system', 'value'].map(
			(key) => at.get('identifier').get(key).text,
		);
		const identifier = value === undefined ? undefined : `${system ?? ''}|${value}`;
		if (reference === undefined && identifier === undefined) {
			fail('required', at.get('reference'), 'is missing, and so is identifier');
		}
		const resource = reference?.startsWith('#')
			? this.#consent.all('contained').find(({ json }) => idOf(json) === reference.slice(1))
			: undefined;
		const type =
			at.get('type').text ??
			resource?.get('resourceType').text ??
			/(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9.-]{1,64}(?:\/_history\/[^/]+)?$/.exec(
				reference ?? '',
			)?.[1];
		return { path: at.path, reference, identifier, type, resource: resource?.json };
	}

	#resolve(at: Element): Target {
		const reference = this.#reference(at);
		const { references } = this.#options;
		const target =
			typeof references === 'function'
				? references(reference)
				: [reference.reference, reference.identifier]
						.filter((key) => key !== undefined)
						.map((key) => lookUp(references, key))
						.find((found) => found !== undefined);
		const name = reference.reference ?? reference.identifier;
		return target ?? fail('unresolved', at, `is ${name}, which nobody knows on chain`);
	}

	#refuseUnknown(at: Element, known: ReadonlySet<string>): void {
		for (const key of at.keys) {
			// `_key` holds the id and extensions of a primitive element.
			if (!known.has(key.replace(/^_/, ''))) {
				fail('unknown-element', at.get(key), 'is no element of FHIR R4');
			}
		}
	}
}

function lookUp(
	references: ReadonlyMap<string, Target> | Readonly<Record<string, Target>>,
	key: string,
): Target | undefined {
	if (references instanceof Map) {
		return (references as ReadonlyMap<string, Target>).get(key);
	}
	return Object.hasOwn(references, key)
		? (references as Readonly<Record<string, Target>>)[key]
		: undefined;
}

function idOf(json: Json | undefined): string | undefined {
	const id = json?.kind === 'object' ? json.members.get('id') : undefined;
	return id?.kind === 'string' ? id.value : undefined;
}

function required(at: Element): Element {
	return at.exists ? at : fail('required', at, 'is missing');
}

function atMost(most: number, at: Element, found: readonly unknown[]): void {
	if (found.length > most) {
		fail('too-many', at, `has ${found.length} items; the chain keeps ${most}`);
	}
}

const codeOf = (coding: Element): { system: string | undefined; code: string | undefined } => ({
	system: coding.get('system').text,
	code: coding.get('code').text,
});

function describe(target: Target): string {
	return `a ${Object.keys(target)[0]?.toLowerCase()}`;
}

/** FHIR R4 section 2.4.2: who doesn't know a modifier extension must not process the element. */
function refuseModifiers(json: Json, path: string): void {
	if (json.kind === 'array') {
		json.items.forEach((item, at) => refuseModifiers(item, `${path}[${at}]`));
	} else if (json.kind === 'object') {
		for (const [key, value] of json.members) {
			if (key === 'modifierExtension') {
				fail(
					'modifier',
					`${path}.${key}`,
					'may change the meaning of everything around it',
				);
			}
			refuseModifiers(value, `${path}.${key}`);
		}
	}
}

/** What it takes to write a directive as a Consent. */
export interface FhirOptions {
	/** The pseudonym. */
	readonly patient: Hex;
	/** The reference to write for an institution, an account, a group, a patient, a study. */
	readonly reference: (target: Exclude<Target, { readonly Role: Role }>) => string;
	/** The policy under which it was given. */
	readonly policy: string;
	/** The form that was signed: a DocumentReference, say. */
	readonly source: string;
	/** When it was given: milliseconds since 1970, UTC. */
	readonly given: number;
	/** `active` if nothing else is said. */
	readonly status?: 'proposed' | 'active' | 'rejected' | 'inactive' | 'entered-in-error';
	readonly id?: string;
}

/**
 * A directive as a FHIR R4 Consent, ready for `JSON.stringify`. What never went on chain isn't in
 * it: the labels, and denials that rest on them. The custodian has the Consent itself.
 */
export function directiveToFhir(directive: Directive, options: FhirOptions): object {
	const { patient, reference: refer } = options;
	const reference = (target: Exclude<Target, { readonly Role: Role }>): object => ({
		reference: refer(target),
	});
	const all = [directive.root, ...directive.exceptions];
	const roles = new Set(
		all.flatMap(({ actors }) => actors.flatMap((actor) => ('Role' in actor ? actor.Role : []))),
	);
	const provision = (from: Provision, study: number | null): Record<string, unknown> => {
		const extension = [
			...(study === null
				? []
				: [{ url: SYSTEMS.study, valueReference: reference({ Study: study }) }]),
			...from.jurisdictions.map((country) => ({
				url: SYSTEMS.jurisdiction,
				valueCoding: { system: SYSTEMS.country, code: String(country).padStart(3, '0') },
			})),
		];
		const codings = [
			...fieldGroupNames(from.fields).map((code) => ({ system: SYSTEMS.fieldGroup, code })),
			...dataClassNames(from.dataClasses).map((code) => ({
				system: SYSTEMS.dataClass,
				code,
			})),
			...compartmentNumbers(from.compartments).map((number) => ({
				system: SYSTEMS.compartment,
				code: String(number),
			})),
		];
		const actor = from.actors.map((who) => ({
			role: { coding: [{ system: SYSTEMS.participation, code: 'IRCP' }] },
			reference: 'Role' in who ? { reference: `#${who.Role}` } : reference(who),
		}));
		const purpose = purposeNames(from.purposes).map((code) => ({
			system: SYSTEMS.purpose,
			code,
		}));
		return {
			...optional({ extension }),
			type: from.decision === 'Permit' ? 'permit' : 'deny',
			...(from.period === null ? {} : { period: fhirPeriod(from.period) }),
			...optional({ actor, purpose, class: codings }),
			...(from.dataPeriod === null ? {} : { dataPeriod: fhirPeriod(from.dataPeriod) }),
		};
	};
	const contained = [...roles].map((role) => ({
		resourceType: 'PractitionerRole',
		id: role,
		code: [{ coding: [{ system: SYSTEMS.role, code: role }] }],
	}));
	const root = provision(directive.root, directive.study);
	const exceptions = directive.exceptions.map((exception) => provision(exception, null));
	return {
		resourceType: 'Consent',
		...(options.id === undefined ? {} : { id: options.id }),
		...optional({ contained }),
		status: options.status ?? 'active',
		scope: {
			coding: [
				{
					system: SYSTEMS.scope,
					code: directive.study === null ? 'patient-privacy' : 'research',
				},
			],
		},
		category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
		patient: reference({ Patient: patient }),
		dateTime: new Date(options.given).toISOString(),
		...optional({
			organization: directive.custodians.map((custodian) =>
				reference({ Institution: custodian }),
			),
		}),
		sourceReference: { reference: options.source },
		policy: [{ uri: options.policy }],
		provision: { ...root, ...optional({ provision: exceptions }) },
	};
}

/** The lists that have items: FHIR knows no empty ones. */
function optional(lists: Readonly<Record<string, readonly object[]>>): object {
	return Object.fromEntries(Object.entries(lists).filter(([, items]) => items.length > 0));
}

function fhirPeriod({ from, until }: Period): object {
	return {
		start: new Date(from).toISOString(),
		// FHIR's end belongs to the period, the chain's doesn't.
		...(until === null ? {} : { end: new Date(until - 1).toISOString() }),
	};
}
