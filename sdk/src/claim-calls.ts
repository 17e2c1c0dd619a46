// SPDX-License-Identifier: Apache-2.0

/**
 * From a FHIR R4 Claim to the call of `insuranceClaims` that submits it, or that asks for a
 * preauthorisation. Whatever the chain couldn't say, or would refuse, is refused here with a
 * {@link ClaimError}, which names the place in FHIRPath and the reason.
 *
 * What was done goes on chain as a commitment under a fresh salt; categories, amounts and moments
 * stand there as they are. Diagnoses, care team, modifiers and the like stay in the Claim, with the
 * provider. FHIR has no elements for some of what the chain asks for; they are extensions of
 * `Claim.item` with addresses of their own ({@link CLAIM_SYSTEMS}):
 *
 * - `urn:galen:evidence`, a `valueReference`: the one dispense, encounter or use of a device that
 *   proves that it was done. An encounter can stand in `Claim.item.encounter` instead.
 * - `urn:galen:preauthorization`, a `valueString`: which line of the preauthorisation in
 *   `Claim.insurance.preAuthRef` is used, as `5/0/3#1`.
 * - `urn:galen:study`, a `valueReference`: the study that it was done for.
 *
 * The chain computes in whole pieces and whole minor units. `factor` is taken into the price; where
 * that leaves a fraction, or the quantity is one, the Claim is refused.
 */

import { type Bytes, exactly, type Hex, toHex } from './bytes.js';
import { canonicalJson, type Json, parseJson } from './canonical.js';
import {
	type BenefitCategory,
	BENEFIT_CATEGORIES,
	CLAIM_KINDS,
	CLAIM_SYSTEMS,
	type ClaimId,
	type ClaimKind,
	evidenceOf,
	type EvidenceId,
	FHIR_CATEGORIES,
	formatClaimId,
	MAX_CLAIM_LINES,
	MAX_SUPPORTING_RECORDS,
	parseClaimId,
	type TariffProof,
} from './claim-terms.js';
import { type Context, fieldCommitment, randomSalt } from './commitment.js';
import { DEFAULT_ALGORITHM, type Digest, digest } from './digest.js';
import { Element, offsetOf, stretchOf } from './fhirpath.js';
import {
	type Currency,
	currencyOf,
	type Decimal,
	formatAmount,
	formatDecimal,
	minorUnits,
	MoneyError,
	ONE,
	parseDecimal,
	times,
	wholeOf,
} from './money.js';
import type { ServiceCode } from './tariff.js';

/** What kind of obstacle a {@link ClaimError} is about. */
export type ClaimErrorCode =
	/** Not JSON, or an element isn't of the kind that R4 has there. */
	| 'malformed'
	/** Not a Claim of FHIR R4. */
	| 'not-a-claim'
	/** Something is missing that FHIR or the chain needs. */
	| 'required'
	/** An element that isn't known, so that it might change what is claimed. */
	| 'unknown-element'
	/** A modifier extension or implicit rules: they may change the meaning of everything. */
	| 'modifier'
	/** A Claim that isn't to be paid: a draft, cancelled, entered in error. */
	| 'status'
	/** Something else than a claim, a preauthorisation or a predetermination. */
	| 'use'
	/** Institutional, oral, pharmacy, professional or vision: none of them. */
	| 'kind'
	/** A reference that leads to nobody known. */
	| 'unresolved'
	/** A reference that leads to something else than belongs there. */
	| 'wrong-target'
	/** More of something than the chain keeps. */
	| 'too-many'
	/** No focal coverage, or more than one. */
	| 'focal'
	/** Sequences aren't 1, 2, 3, … */
	| 'sequence'
	/** A sequence of a diagnosis, care team or the like that there isn't. */
	| 'dangling'
	/** Two currencies, or one that there isn't. */
	| 'currency'
	/** No amount of money of this currency. */
	| 'amount'
	/** Not a whole number of pieces. */
	| 'quantity'
	/** Not what quantity, price and factor come to. */
	| 'net'
	/** Not what the items come to. */
	| 'total'
	/** A category of benefits that the chain doesn't know. */
	| 'category'
	/** Evidence of another kind than the category needs, or the same twice. */
	| 'evidence'
	/** Not a date and time of FHIR. */
	| 'bad-date'
	/** After now, or before 1970. */
	| 'impossible-date'
	/** Correct, but the chain has no means for it. */
	| 'not-expressible';

/** Why a Claim isn't converted. */
export class ClaimError extends Error {
	override readonly name = 'ClaimError';

	constructor(
		/** What kind of obstacle it is. */
		readonly code: ClaimErrorCode,
		/** Where, in FHIRPath: `Claim.item[0].net.value`. */
		readonly path: string,
		/** What is wrong, in words that follow the path. */
		readonly reason: string,
	) {
		super(`${path} ${reason}`);
	}
}

/** What a reference in a Claim leads to on chain. */
export type ClaimTarget =
	| { readonly Patient: Hex }
	| { readonly Institution: number }
	| { readonly Coverage: number }
	| { readonly Claim: ClaimId }
	/** With the salt, where the evidence names its patient by a commitment. */
	| { readonly Evidence: EvidenceId; readonly salt?: Bytes }
	| { readonly Record: Hex }
	| { readonly Study: number };

/** A reference as it stands in the Claim. */
export interface ClaimReference {
	/** Where it stands, in FHIRPath. */
	readonly path: string;
	/** `MedicationDispense/7`, a URL. */
	readonly reference: string | undefined;
	/** `system|value` of a logical reference. */
	readonly identifier: string | undefined;
}

/**
 * Says what is meant: a function, or what is meant by each `Coverage/1` or `system|value`. Of
 * supporting information, `null` says that it stays with the provider.
 */
export type ClaimReferences =
	| ReadonlyMap<string, ClaimTarget | null>
	| Readonly<Record<string, ClaimTarget | null>>
	| ((reference: ClaimReference) => ClaimTarget | null | undefined);

/** What was done, of an item. */
export interface ClaimedService {
	/** The codings of `productOrService`, in their order. */
	readonly codings: readonly ServiceCode[];
	readonly category: BenefitCategory;
	/** The line of a preauthorisation that it uses. */
	readonly preauth: PreAuthRef | null;
}

/** A code that is committed to already: by the payer's schedule, or by a preauthorisation. */
export interface KnownCode {
	readonly digest: Digest;
	/** What proves the price in the schedule. */
	readonly proof?: TariffProof;
}

/** What it takes to convert a Claim. */
export interface ClaimOptions {
	/** Who claims, and on which chain: commitments bind both. */
	readonly context: Context;
	readonly references: ClaimReferences;
	/** Codes that are committed to already; of the others, fresh commitments are made. */
	readonly codes?: (service: ClaimedService) => KnownCode | undefined;
	/** The time; that of this machine if none is given. */
	readonly now?: number;
	/** Where dates are meant that have no time: `Z`, the default, or `+02:00`. */
	readonly zone?: string;
	/** Fresh random bytes if none are given. */
	readonly salts?: () => Bytes;
}

/** A line of a preauthorisation, of the coverage that the claim is about. */
export interface PreAuthRef {
	readonly period: number;
	readonly number: number;
	/** From one. */
	readonly line: number;
}

/** A line of a claim, as `insuranceClaims.submit` takes it; amounts in minor units, in decimal. */
export interface LineTerms {
	readonly sequence: number;
	readonly category: BenefitCategory;
	readonly code: Digest;
	readonly serviced: number;
	readonly quantity: number;
	readonly unitPrice: string;
	readonly net: string;
	readonly evidence: EvidenceId;
	readonly salt: Hex | null;
	readonly preauth: PreAuthRef | null;
	readonly study: number | null;
	readonly tariff: TariffProof | null;
}

/** A claim, as `insuranceClaims.submit` takes it. */
export interface ClaimTerms {
	readonly coverage: number;
	readonly kind: ClaimKind;
	/** ISO 4217, numeric. */
	readonly currency: number;
	readonly total: string;
	readonly prior: ClaimId | null;
	readonly lines: readonly LineTerms[];
	readonly supporting: readonly Hex[];
}

/** A line of a preauthorisation, as the chain takes it. */
export interface PreAuthLineTerms {
	readonly sequence: number;
	readonly category: BenefitCategory;
	readonly code: Digest;
	readonly quantity: number;
	readonly amount: string;
}

/** A preauthorisation, as the chain takes it. */
export interface PreAuthTerms {
	readonly coverage: number;
	readonly kind: ClaimKind;
	readonly currency: number;
	readonly planned: number;
	readonly lines: readonly PreAuthLineTerms[];
}

/** What opens a line's commitment. */
export interface OpenedCode {
	readonly sequence: number;
	/** The RFC 6901 pointer that is committed to. */
	readonly path: string;
	/** `productOrService` in canonical JSON. */
	readonly value: string;
	readonly salt: Hex;
}

/** What stays with the provider. */
interface Kept {
	/** Whom it is for: the pseudonym. */
	readonly patient: Hex;
	/** The institution that is asked to pay. */
	readonly insurer: number | null;
	/** What opens the commitments that were made. */
	readonly codes: readonly OpenedCode[];
	/** The whole Claim in canonical JSON: never for the chain. */
	readonly offChain: string;
}

/** A Claim, made ready for the chain: `api.tx.insuranceClaims[name](...args)`. */
export type ConvertedClaim = Kept &
	(
		| {
				/** A predetermination is the same without being submitted. */
				readonly use: 'claim' | 'predetermination';
				readonly terms: ClaimTerms;
		  }
		| { readonly use: 'preauthorization'; readonly terms: PreAuthTerms }
	);

/** Converts a FHIR R4 Claim. Throws {@link ClaimError} at the first obstacle. */
export function claimFromFhir(
	claim: Uint8Array | string | Json,
	options: ClaimOptions,
): ConvertedClaim {
	return new Conversion(read(claim), options).convert();
}

function read(claim: Uint8Array | string | Json): Json {
	if (typeof claim !== 'string' && !(claim instanceof Uint8Array)) {
		return claim;
	}
	try {
		return parseJson(claim);
	} catch (error) {
		throw new ClaimError('malformed', 'Claim', `is not JSON: ${(error as Error).message}`);
	}
}

const names = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

const ROOT_ELEMENTS = names(`
	resourceType id meta implicitRules language text contained extension modifierExtension identifier
	status type subType use patient billablePeriod created enterer insurer provider priority
	fundsReserve related prescription originalPrescription payee referral facility careTeam
	supportingInfo diagnosis procedure insurance accident item total
`);

const ITEM_ELEMENTS = names(`
	id extension modifierExtension sequence careTeamSequence diagnosisSequence procedureSequence
	informationSequence revenue category productOrService modifier programCode servicedDate
	servicedPeriod locationCodeableConcept locationAddress locationReference quantity unitPrice factor
	net udi bodySite subSite encounter detail
`);

const INSURANCE_ELEMENTS = names(`
	id extension modifierExtension sequence focal identifier coverage businessArrangement preAuthRef
	claimResponse
`);

/** What items refer to by sequence, and where it stands. */
const SEQUENCES: Readonly<Record<string, string>> = {
	careTeamSequence: 'careTeam',
	diagnosisSequence: 'diagnosis',
	procedureSequence: 'procedure',
	informationSequence: 'supportingInfo',
};

const fail = (code: ClaimErrorCode, at: Element | string, reason: string): never => {
	throw new ClaimError(code, typeof at === 'string' ? at : at.path, reason);
};

/** An item, as far as claims and preauthorisations have it in common. */
interface ReadItem {
	readonly at: Element;
	readonly sequence: number;
	readonly category: BenefitCategory;
	readonly quantity: number;
	readonly unitPrice: bigint;
	readonly net: bigint;
	readonly preauth: PreAuthRef | null;
}

class Conversion {
	readonly #claim: Element;
	readonly #json: Json;
	readonly #options: ClaimOptions;
	readonly #zone: string;
	readonly #now: number;
	#currency: { readonly currency: Currency; readonly at: string } | undefined;
	readonly #codes: OpenedCode[] = [];

	constructor(json: Json, options: ClaimOptions) {
		this.#json = json;
		this.#claim = new Element(json, 'Claim', (path, reason) => fail('malformed', path, reason));
		this.#options = options;
		this.#zone = options.zone ?? 'Z';
		this.#now = options.now ?? Date.now();
		if (offsetOf(this.#zone) === undefined) {
			throw new RangeError(`"${this.#zone}" is no offset from UTC such as +02:00`);
		}
	}

	convert(): ConvertedClaim {
		const claim = this.#claim;
		if (claim.get('resourceType').text !== 'Claim') {
			fail('not-a-claim', claim, 'is not a resource of type Claim');
		}
		refuseUnknown(claim, ROOT_ELEMENTS);
		refuseModifiers(this.#json, 'Claim');
		if (claim.get('implicitRules').exists) {
			fail('modifier', claim.get('implicitRules'), 'may change the meaning of everything');
		}
		const status = required(claim.get('status'));
		if (status.text !== 'active') {
			fail('status', status, `is "${status.text}": only an active Claim is submitted`);
		}
		const use = this.#use();
		const kind = this.#kind();
		const patient = this.#patient();
		const insurer = this.#parties();
		const { coverage, prior, preAuthRefs } = this.#insurance(use);
		const items = this.#items(coverage, preAuthRefs);
		const total = this.#total(items);
		const { currency } = this.#currency ?? fail('required', claim.get('item'), 'is missing');
		const common = { coverage, kind, currency: currency.number };
		const kept = {
			patient,
			insurer,
			codes: this.#codes,
			offChain: canonicalJson(this.#json),
		};
		if (use === 'preauthorization') {
			const planned = this.#planned(items);
			const lines = items.map((item) => {
				const { sequence, category, quantity, net } = item;
				const { digest: code } = this.#code(item);
				return { sequence, category, code, quantity, amount: net.toString() };
			});
			return { ...kept, use, terms: { ...common, planned, lines } };
		}
		const lines = items.map((item) => this.#line(item));
		refuseTwice(items, lines);
		const supporting = this.#supporting();
		return {
			...kept,
			use,
			terms: { ...common, total: total.toString(), prior, lines, supporting },
		};
	}

	#use(): 'claim' | 'preauthorization' | 'predetermination' {
		const use = required(this.#claim.get('use'));
		switch (use.text) {
			case 'claim':
			case 'preauthorization':
			case 'predetermination':
				return use.text;
			default:
				return fail('use', use, `is "${use.text}", none of R4’s`);
		}
	}

	#kind(): ClaimKind {
		const type = required(this.#claim.get('type'));
		const codes = codingsOf(type).filter(
			({ system }) => system === undefined || system === CLAIM_SYSTEMS.type,
		);
		const [kind, another] = codes.map(({ code }) =>
			Object.hasOwn(CLAIM_KINDS, code)
				? CLAIM_KINDS[code as keyof typeof CLAIM_KINDS]
				: undefined,
		);
		if (kind === undefined || another !== undefined) {
			const found = codes.map(({ code }) => code).join(', ') || 'no code of claim-type';
			return fail(
				'kind',
				type,
				`has ${found}: one of ${Object.keys(CLAIM_KINDS).join(', ')} is needed`,
			);
		}
		return kind;
	}

	#patient(): Hex {
		const at = required(this.#claim.get('patient'));
		const target = this.#resolve(at);
		return 'Patient' in target
			? toHex(exactly(32, target.Patient, 'the patient'))
			: wrongTarget(at, target, 'a patient');
	}

	/** Who claims, who is asked, and who is paid. */
	#parties(): number | null {
		const { context } = this.#options;
		const provider = required(this.#claim.get('provider'));
		const claimant = this.#resolve(provider);
		if (!('Institution' in claimant)) {
			wrongTarget(provider, claimant, 'an institution');
		} else if (claimant.Institution !== context.institution) {
			const { Institution: other } = claimant;
			fail(
				'wrong-target',
				provider,
				`is institution ${other}, and institution ${context.institution} claims`,
			);
		}
		const payee = this.#claim.get('payee');
		if (payee.exists) {
			const codes = codingsOf(required(payee.get('type'))).map(({ code }) => code);
			if (!codes.includes('provider') || payee.get('party').exists) {
				fail('not-expressible', payee, 'is somebody else: the chain pays the provider');
			}
		}
		const insurer = this.#claim.get('insurer');
		if (!insurer.exists) {
			return null;
		}
		const target = this.#resolve(insurer);
		return 'Institution' in target
			? target.Institution
			: wrongTarget(insurer, target, 'an institution');
	}

	#insurance(use: string): {
		coverage: number;
		prior: ClaimId | null;
		preAuthRefs: readonly string[];
	} {
		const all = this.#claim.all('insurance');
		const insurances = this.#claim.get('insurance');
		if (all.length === 0) {
			fail('required', insurances, 'is missing');
		}
		all.forEach((at, index) => {
			refuseUnknown(at, INSURANCE_ELEMENTS);
			sequenceOf(at, index + 1);
			required(at.get('coverage'));
		});
		const focal = all.filter((at) => booleanOf(required(at.get('focal'))));
		const [which, another] = focal;
		if (which === undefined || another !== undefined) {
			return fail(
				'focal',
				insurances,
				`has ${focal.length} focal coverages: exactly one is asked to pay`,
			);
		}
		const coverage = which.get('coverage');
		const target = this.#resolve(coverage);
		if (!('Coverage' in target)) {
			return wrongTarget(coverage, target, 'a coverage');
		}
		// What the focal one answered before isn't an answer of those that pay before it.
		const answered = all.filter((at) => at !== which && at.get('claimResponse').exists);
		const priors = answered.map((at) => {
			const response = at.get('claimResponse');
			const found = this.#resolve(response);
			return 'Claim' in found ? found.Claim : wrongTarget(response, found, 'a claim');
		});
		if (use === 'preauthorization' && answered[0] !== undefined) {
			fail('not-expressible', answered[0], 'is no matter of a preauthorisation');
		}
		// Each says of the one before it what that paid: the last one is the one that counts.
		return {
			coverage: target.Coverage,
			prior: priors.at(-1) ?? null,
			preAuthRefs: which.all('preAuthRef').map((at) => at.text ?? ''),
		};
	}

	#items(coverage: number, preAuthRefs: readonly string[]): ReadItem[] {
		const all = this.#claim.all('item');
		const at = this.#claim.get('item');
		if (all.length === 0) {
			fail('required', at, 'is missing');
		}
		if (all.length > MAX_CLAIM_LINES) {
			fail(
				'too-many',
				at,
				`has ${all.length} items, the chain’s claims ${MAX_CLAIM_LINES}: claim twice`,
			);
		}
		const items = all.map((item, index) => this.#item(item, index + 1, coverage, preAuthRefs));
		const used = items.flatMap(({ preauth }) =>
			preauth === null ? [] : formatClaimId({ coverage, ...preauth }),
		);
		const unused = preAuthRefs.find((reference) => !used.includes(reference));
		if (unused !== undefined) {
			const url = `extension('${CLAIM_SYSTEMS.preauthorization}')`;
			fail(
				'required',
				`${at.path}.${url}`,
				`is missing: which item uses the preauthorisation "${unused}"`,
			);
		}
		return items;
	}

	#item(
		at: Element,
		sequence: number,
		coverage: number,
		preAuthRefs: readonly string[],
	): ReadItem {
		refuseUnknown(at, ITEM_ELEMENTS);
		sequenceOf(at, sequence);
		for (const [key, list] of Object.entries(SEQUENCES)) {
			const there = this.#claim.all(list).map((entry) => numberOf(entry.get('sequence')));
			for (const reference of at.all(key)) {
				if (!there.includes(numberOf(reference))) {
					const number = literalOf(reference);
					fail('dangling', reference, `is ${number}, and no ${list} has it`);
				}
			}
		}
		if (at.all('detail').length > 0) {
			fail('not-expressible', at.get('detail'), 'splits an item: claim each as an item');
		}
		const category = this.#category(at);
		const quantity = this.#quantity(at.get('quantity'));
		const factor = at.get('factor');
		const unit = required(at.get('unitPrice'));
		const price = times(
			this.#money(unit),
			factor.exists ? this.#decimal('amount', factor) : ONE,
		);
		const unitPrice = this.#minor('amount', unit, price);
		if (unitPrice === 0n) {
			fail('amount', unit.get('value'), 'is nothing');
		}
		const net = this.#minor('net', unit, times(price, { digits: BigInt(quantity), scale: 0 }));
		const stated = at.get('net');
		if (stated.exists) {
			const found = this.#minor('amount', stated, this.#money(stated));
			if (found !== net) {
				const [is, should] = [found, net].map((minor) => this.#shown(minor));
				fail('net', stated.get('value'), `is ${is}, but the item comes to ${should}`);
			}
		}
		const preauth = this.#preauth(at, coverage, preAuthRefs);
		return { at, sequence, category, quantity, unitPrice, net, preauth };
	}

	#line(item: ReadItem): LineTerms {
		const { at, sequence, category, quantity, unitPrice, net, preauth } = item;
		const { digest: code, proof } = this.#code(item);
		const serviced =
			this.#serviced(at) ?? fail('required', `${at.path}.serviced`, 'is missing');
		if (serviced > this.#now) {
			const when = new Date(serviced).toISOString();
			fail('impossible-date', servicedOf(at), `is ${when}, after now`);
		}
		const { evidence, salt } = this.#evidence(at, category);
		const study = extensionOf(at, CLAIM_SYSTEMS.study);
		return {
			sequence,
			category,
			code,
			serviced,
			quantity,
			unitPrice: unitPrice.toString(),
			net: net.toString(),
			evidence,
			salt: salt === undefined ? null : toHex(exactly(32, salt, 'the salt')),
			preauth,
			study: study === undefined ? null : this.#study(required(study.get('valueReference'))),
			tariff: proof ?? null,
		};
	}

	#category(item: Element): BenefitCategory {
		const at = required(item.get('category'));
		const codings = codingsOf(at);
		for (const { system, code } of codings) {
			const known =
				system === CLAIM_SYSTEMS.category
					? BENEFIT_CATEGORIES.find((name) => name === code)
					: system === CLAIM_SYSTEMS.benefitCategory &&
						  Object.hasOwn(FHIR_CATEGORIES, code)
						? FHIR_CATEGORIES[code]
						: undefined;
			if (known !== undefined) {
				return known;
			}
		}
		const found = codings.map(({ system, code }) => `${system ?? ''}|${code}`).join(', ');
		return fail(
			'category',
			at,
			`has ${found || 'no code'}: name a category, as ${CLAIM_SYSTEMS.category}|Pharmacy`,
		);
	}

	#code(item: ReadItem): KnownCode {
		const at = required(item.at.get('productOrService'));
		const codings = codingsOf(at);
		if (codings.length === 0) {
			fail('required', at.get('coding'), 'is missing: what was done has a code');
		}
		const { category, preauth, sequence } = item;
		const known = this.#options.codes?.({ codings, category, preauth });
		if (known !== undefined) {
			return known;
		}
		const { context, salts = randomSalt } = this.#options;
		const salt = exactly(32, salts(), 'a salt');
		const [path, value] = [
			`/item/${sequence - 1}/productOrService`,
			canonicalJson(at.json as Json),
		];
		this.#codes.push({ sequence, path, value, salt: toHex(salt) });
		const algorithm = context.algorithm ?? DEFAULT_ALGORITHM;
		return { digest: digest(algorithm, fieldCommitment(context, salt, path, value)) };
	}

	/** When it was done, or began. */
	#serviced(item: Element): number | undefined {
		const at = servicedOf(item);
		if (!at.exists) {
			return undefined;
		}
		const stretch = stretchOf(at.text ?? '', this.#zone);
		if (stretch === undefined) {
			return fail('bad-date', at, `is "${at.text}", no date of FHIR`);
		}
		if (stretch.from < 0) {
			fail('impossible-date', at, `is "${at.text}": the chain’s time begins in 1970`);
		}
		return stretch.from;
	}

	/** When it is to be done: the first of the items' dates, or of the billable period. */
	#planned(items: readonly ReadItem[]): number {
		const dates = items.flatMap(({ at }) => this.#serviced(at) ?? []);
		const start = this.#claim.get('billablePeriod').get('start');
		if (dates.length === 0 && start.exists) {
			const stretch = stretchOf(start.text ?? '', this.#zone);
			dates.push(
				stretch?.from ?? fail('bad-date', start, `is "${start.text}", no dateTime of FHIR`),
			);
		}
		const first = dates.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
		return Number.isFinite(first)
			? first
			: fail('required', start, 'is missing, and so is every item’s: when it is planned for');
	}

	#evidence(
		item: Element,
		category: BenefitCategory,
	): { evidence: EvidenceId; salt: Bytes | undefined } {
		const extension = extensionOf(item, CLAIM_SYSTEMS.evidence);
		const encounters = item.all('encounter');
		const stated = [
			...(extension === undefined ? [] : [required(extension.get('valueReference'))]),
			// Where both are there, the extension says which of the two proves it.
			...(extension === undefined ? encounters : []),
		];
		const [at, another] = stated;
		const kind = evidenceOf(category);
		const url = `${item.path}.extension('${CLAIM_SYSTEMS.evidence}')`;
		if (at === undefined) {
			const what = {
				Dispense: 'dispense',
				Encounter: 'encounter',
				DeviceUse: 'use of a device',
			};
			return fail('required', url, `is missing: the ${what[kind]} that proves it`);
		}
		if (another !== undefined) {
			fail('too-many', another, 'is a second encounter: one proves an item');
		}
		const target = this.#resolve(at);
		if (!('Evidence' in target)) {
			return wrongTarget(at, target, 'evidence');
		}
		const found = Object.keys(target.Evidence)[0];
		if (found !== kind) {
			fail('evidence', at, `is a ${found}: for ${category}, a ${kind} is needed`);
		}
		return { evidence: target.Evidence, salt: target.salt };
	}

	#preauth(item: Element, coverage: number, preAuthRefs: readonly string[]): PreAuthRef | null {
		const extension = extensionOf(item, CLAIM_SYSTEMS.preauthorization);
		if (extension === undefined) {
			return null;
		}
		const at = required(extension.get('valueString'));
		const [reference = '', line = ''] = (at.text ?? '').split('#');
		const id = parseClaimId(reference);
		if (id === undefined || !/^[1-9]\d?$/.test(line)) {
			return fail(
				'malformed',
				at,
				`is "${at.text}": a preauthorisation and its line are needed, as 5/0/3#1`,
			);
		}
		if (!preAuthRefs.includes(reference)) {
			fail('dangling', at, `is "${at.text}", which the focal insurance’s preAuthRef lacks`);
		}
		if (id.coverage !== coverage) {
			fail(
				'wrong-target',
				at,
				`is of coverage ${id.coverage}, and coverage ${coverage} pays`,
			);
		}
		return { period: id.period, number: id.number, line: Number(line) };
	}

	#study(at: Element): number {
		const target = this.#resolve(at);
		return 'Study' in target ? target.Study : wrongTarget(at, target, 'a study');
	}

	#supporting(): Hex[] {
		const records = this.#claim.all('supportingInfo').flatMap((info) => {
			const at = info.get('valueReference');
			if (!at.exists) {
				return [];
			}
			const target = this.#lookUp(at);
			if (target === null) {
				return [];
			}
			return 'Record' in target
				? toHex(exactly(32, target.Record, 'the record'))
				: wrongTarget(at, target, 'a record');
		});
		if (records.length > MAX_SUPPORTING_RECORDS) {
			const at = this.#claim.get('supportingInfo');
			const most = MAX_SUPPORTING_RECORDS;
			fail('too-many', at, `has ${records.length} records; the chain takes ${most}`);
		}
		return records;
	}

	#total(items: readonly ReadItem[]): bigint {
		const sum = items.reduce((total, { net }) => total + net, 0n);
		const at = this.#claim.get('total');
		if (at.exists) {
			const found = this.#minor('amount', at, this.#money(at));
			if (found !== sum) {
				const [is, should] = [found, sum].map((minor) => this.#shown(minor));
				fail('total', at.get('value'), `is ${is}, but the items come to ${should}`);
			}
		}
		return sum;
	}

	// --- Numbers ---

	#quantity(at: Element): number {
		if (!at.exists) {
			return 1;
		}
		const value = required(at.get('value'));
		const whole = wholeOf(this.#decimal('quantity', value));
		if (whole === undefined || whole < 1n || whole > 0xffff_ffffn) {
			fail(
				'quantity',
				value,
				`is ${literalOf(value)}: the chain counts whole pieces, from one`,
			);
		}
		return Number(whole);
	}

	/** The value of a Money, in the currency of the Claim. */
	#money(at: Element): Decimal {
		const letters = required(at.get('currency'));
		let currency: Currency;
		try {
			currency = currencyOf(letters.text ?? '');
		} catch (error) {
			return fail('currency', letters, reasonOf(error));
		}
		const known = (this.#currency ??= { currency, at: letters.path });
		if (known.currency.code !== currency.code) {
			const { at: where } = known;
			fail(
				'currency',
				letters,
				`is ${currency.code}, and ${where} is ${known.currency.code}`,
			);
		}
		return this.#decimal('amount', required(at.get('value')));
	}

	#decimal(code: ClaimErrorCode, at: Element): Decimal {
		try {
			return parseDecimal(literalOf(at));
		} catch (error) {
			return fail(code, at, reasonOf(error));
		}
	}

	#minor(code: ClaimErrorCode, at: Element, amount: Decimal): bigint {
		const { currency } = this.#currency ?? fail('required', at.get('currency'), 'is missing');
		try {
			return minorUnits(amount, currency);
		} catch (error) {
			return fail(code, at.get('value'), reasonOf(error));
		}
	}

	#shown(minor: bigint): string {
		return this.#currency === undefined
			? formatDecimal({ digits: minor, scale: 0 })
			: formatAmount(minor, this.#currency.currency);
	}

	// --- References ---

	#resolve(at: Element): ClaimTarget {
		const target = this.#lookUp(at);
		return target ?? fail('unresolved', at, 'stays with the provider, and is needed on chain');
	}

	#lookUp(at: Element): ClaimTarget | null {
		const reference = at.get('reference').text;
		const [system, value] = ['system', 'value'].map(
			(key) => at.get('identifier').get(key).text,
		);
		const identifier = value === undefined ? undefined : `${system ?? ''}|${value}`;
		if (reference === undefined && identifier === undefined) {
			fail('required', at.get('reference'), 'is missing, and so is identifier');
		}
		const { references } = this.#options;
		const target =
			typeof references === 'function'
				? references({ path: at.path, reference, identifier })
				: [reference, identifier]
						.filter((key) => key !== undefined)
						.map((key) => entryOf(references, key))
						.find((found) => found !== undefined);
		return target === undefined
			? fail('unresolved', at, `is ${reference ?? identifier}, which nobody knows on chain`)
			: target;
	}
}

function entryOf(
	references:
		| ReadonlyMap<string, ClaimTarget | null>
		| Readonly<Record<string, ClaimTarget | null>>,
	key: string,
): ClaimTarget | null | undefined {
	if (references instanceof Map) {
		return (references as ReadonlyMap<string, ClaimTarget | null>).get(key);
	}
	return Object.hasOwn(references, key)
		? (references as Readonly<Record<string, ClaimTarget | null>>)[key]
		: undefined;
}

const reasonOf = (error: unknown): string => {
	if (error instanceof MoneyError) {
		return error.reason;
	}
	throw error;
};

function required(at: Element): Element {
	return at.exists ? at : fail('required', at, 'is missing');
}

function wrongTarget(at: Element, target: ClaimTarget, wanted: string): never {
	const found = Object.keys(target)[0]?.toLowerCase();
	return fail('wrong-target', at, `leads to a ${found}, not to ${wanted}`);
}

function refuseUnknown(at: Element, known: ReadonlySet<string>): void {
	for (const key of at.keys) {
		// `_key` holds the id and extensions of a primitive element.
		if (!known.has(key.replace(/^_/, ''))) {
			fail('unknown-element', at.get(key), 'is no element of FHIR R4');
		}
	}
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

/** The same event can't prove two items of a claim. */
function refuseTwice(items: readonly ReadItem[], lines: readonly LineTerms[]): void {
	const seen = new Set<string>();
	lines.forEach(({ evidence }, at) => {
		const [[kind = '', id = ''] = []] = Object.entries(evidence);
		const key = `${kind} ${id}`;
		if (seen.has(key)) {
			fail('evidence', items[at]?.at ?? 'Claim.item', `has the ${key} of another item`);
		}
		seen.add(key);
	});
}

/** The text of a number, as it is written. */
function literalOf(at: Element): string {
	return at.json?.kind === 'number' ? at.json.literal : fail('malformed', at, 'is no number');
}

function numberOf(at: Element): number {
	const literal = literalOf(required(at));
	return /^[1-9]\d{0,9}$/.test(literal)
		? Number(literal)
		: fail('malformed', at, `is ${literal}, no positive integer`);
}

function booleanOf(at: Element): boolean {
	return at.json?.kind === 'boolean' ? at.json.value : fail('malformed', at, 'is no boolean');
}

function sequenceOf(at: Element, expected: number): void {
	const sequence = required(at.get('sequence'));
	if (numberOf(sequence) !== expected) {
		fail('sequence', sequence, `is ${literalOf(sequence)} instead of ${expected}`);
	}
}

const servicedOf = (item: Element): Element => {
	const date = item.get('servicedDate');
	return date.exists ? date : item.get('servicedPeriod').get('start');
};

/** The codings of a CodeableConcept that have a code. */
function codingsOf(at: Element): ServiceCode[] {
	return at.all('coding').flatMap((coding) => {
		const [system, code] = [coding.get('system').text, coding.get('code').text];
		return code === undefined ? [] : [{ ...(system === undefined ? {} : { system }), code }];
	});
}

/** The extension with this address, of which there is at most one. */
function extensionOf(at: Element, url: string): Element | undefined {
	const found = at.all('extension').filter((extension) => extension.get('url').text === url);
	if (found[1] !== undefined) {
		fail('too-many', found[1], `is a second ${url}`);
	}
	return found[0];
}
