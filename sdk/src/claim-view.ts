// SPDX-License-Identifier: Apache-2.0

/**
 * What became of a claim, as the chain explains it: with names instead of bits and with amounts that
 * are exact; as a patient's FHIR R4 ExplanationOfBenefit; and as what a remittance advice says of it.
 */

import type { Hex } from './bytes.js';
import {
	ADJUSTMENT_REASONS,
	type AdjustmentReason,
	BENEFIT_CATEGORIES,
	type BenefitCategory,
	CLAIM_KINDS,
	CLAIM_SYSTEMS,
	type ClaimId,
	type ClaimKind,
	DENIAL_REASONS,
	type DenialReason,
	type EvidenceKind,
	formatClaimId,
} from './claim-terms.js';
import { currencyOf, formatAmount } from './money.js';
import type { LineAdjustment, RemittedClaim } from './remittance.js';

/** Why a claim waits, by index. */
export const PEND_REASONS = [
	'EvidenceUnconfirmed',
	'Recalled',
	'ProviderNotLicensed',
	'ImpossibleTime',
	'Velocity',
	'Affiliated',
	'HighAmount',
	'NoTariff',
	'ProviderNotInForce',
	'PayerNotInForce',
	'PatientNotOpen',
] as const;
export type PendReason = (typeof PEND_REASONS)[number];

/** Where a claim is in its life. */
export const CLAIM_STATUSES = [
	'Pended',
	'Decided',
	'Cancelled',
	'EnteredInError',
	'Reversed',
] as const;
export type ClaimLifeStatus = (typeof CLAIM_STATUSES)[number];

/** How a claim was answered. */
export const CLAIM_OUTCOMES = ['Approved', 'Partial', 'Denied'] as const;
export type ClaimOutcome = (typeof CLAIM_OUTCOMES)[number];

/** Evidence, as the chain answers it. */
export interface ExplainedEvidence {
	readonly kind: EvidenceKind;
	readonly id: bigint;
}

/** What became of a line, and who bears what. Its parts add up to the charge once it is decided. */
export interface ExplainedLine {
	readonly sequence: number;
	readonly category: BenefitCategory;
	readonly serviced: number;
	readonly quantity: number;
	readonly evidence: ExplainedEvidence;
	readonly charge: bigint;
	/** How it was answered, if it was. */
	readonly outcome: ClaimOutcome | null;
	readonly eligible: bigint;
	readonly benefit: bigint;
	/** What the patient pays. */
	readonly patient: bigint;
	/** What the provider bears, and can ask nobody for. */
	readonly provider: bigint;
	/** What payers before this one have settled. */
	readonly prior: bigint;
	/** Why all of it is denied, if it is. */
	readonly denial: DenialReason | null;
	readonly adjustments: readonly LineAdjustment[];
}

/** What became of a claim's money. */
export interface ClaimPayment {
	readonly paid: bigint;
	/** What was set off against what the provider owed. */
	readonly recovered: bigint;
	/** What is set aside for the next remittance. */
	readonly funded: bigint;
	/** What waits until there is money. */
	readonly queued: bigint;
	/** What had been paid or set off when the claim was reversed. */
	readonly reversed: bigint;
	readonly at: number | null;
}

/** What became of a claim. */
export interface Explanation {
	readonly claim: ClaimId;
	/** Whose care it was for: the pseudonym. */
	readonly patient: Hex;
	readonly kind: ClaimKind;
	readonly provider: number;
	readonly payer: number;
	readonly plan: number;
	/** The version of the plan's rules. */
	readonly rules: number;
	/** The coverage's place among the patient's. */
	readonly order: number;
	readonly currency: number;
	readonly created: number;
	readonly status: ClaimLifeStatus;
	readonly waitsFor: readonly PendReason[];
	/** How it was answered, if it was. */
	readonly outcome: ClaimOutcome | null;
	readonly lines: readonly ExplainedLine[];
	readonly charge: bigint;
	readonly benefit: bigint;
	readonly patientPays: bigint;
	readonly payment: ClaimPayment;
	/** Who has decided it: nobody (`by` is `null`) where the rules did. */
	readonly decided: { readonly by: string | null; readonly at: number } | null;
	/** Until when it can be appealed, if it can be. */
	readonly appealUntil: number | null;
	/** How many appeals were decided. */
	readonly reviews: number;
	readonly underAppeal: boolean;
	/** Evidence that was taken back since: the claim ought to be reversed. */
	readonly reversedEvidence: ExplainedEvidence | null;
}

/** The reasons in a `PendReasons` bit set. */
export function pendReasons(bits: number): PendReason[] {
	if (!Number.isInteger(bits) || bits < 0 || bits >> PEND_REASONS.length !== 0) {
		throw new RangeError(`${bits} has bits that stand for nothing`);
	}
	return PEND_REASONS.filter((_, at) => ((bits >> at) & 1) === 1);
}

/**
 * What `insuranceClaimsApi.explanationOfBenefit` answers: a value of polkadot.js, or its `toJSON()`.
 * `null` where there is no such claim. Throws a `TypeError` that names the part that isn't one of an
 * explanation.
 */
export function claimExplanation(answer: unknown): Explanation | null {
	const found = plain(answer);
	if (found === null) {
		return null;
	}
	const all = object(found, 'the answer');
	const payment = object(all.payment, 'payment');
	return {
		claim: claimIdOf(all.claim),
		patient: hex(all.patient, 'patient'),
		kind: named(Object.values(CLAIM_KINDS), all.kind, 'kind'),
		provider: number(all.provider, 'provider'),
		payer: number(all.payer, 'payer'),
		plan: number(all.plan, 'plan'),
		rules: number(all.rules, 'rules'),
		order: number(all.order, 'order'),
		currency: number(all.currency, 'currency'),
		created: number(all.created, 'created'),
		status: named(CLAIM_STATUSES, all.status, 'status'),
		waitsFor: pendReasons(bitsOf(all.waitsFor, 'waitsFor')),
		outcome: optional(all.outcome, (outcome) => named(CLAIM_OUTCOMES, outcome, 'outcome')),
		lines: list(all.lines, 'lines').map((line, at) => lineOf(line, `lines[${at}]`)),
		charge: big(all.charge, 'charge'),
		benefit: big(all.benefit, 'benefit'),
		patientPays: big(all.patientPays, 'patientPays'),
		payment: {
			paid: big(payment.paid, 'payment.paid'),
			recovered: big(payment.recovered, 'payment.recovered'),
			funded: big(payment.funded, 'payment.funded'),
			queued: big(payment.queued, 'payment.queued'),
			reversed: big(payment.reversed, 'payment.reversed'),
			at: optional(payment.at, (at) => number(at, 'payment.at')),
		},
		decided: optional(all.decided, (decided) => {
			const { by, at } = object(decided, 'decided');
			return { by: optional(by, String), at: number(at, 'decided.at') };
		}),
		appealUntil: optional(all.appealUntil, (until) => number(until, 'appealUntil')),
		reviews: number(all.reviews, 'reviews'),
		underAppeal: all.underAppeal === true,
		reversedEvidence: optional(all.reversedEvidence, (evidence) =>
			evidenceAt(evidence, 'reversedEvidence'),
		),
	};
}

/** The number of a claim in what the chain answers. */
export function claimIdOf(value: unknown): ClaimId {
	const { coverage, period, number: at } = object(plain(value), 'the claim');
	return {
		coverage: number(coverage, 'coverage'),
		period: number(period, 'period'),
		number: number(at, 'number'),
	};
}

function lineOf(value: unknown, at: string): ExplainedLine {
	const line = object(value, at);
	const amount = (name: string): bigint => big(line[name], `${at}.${name}`);
	return {
		sequence: number(line.sequence, `${at}.sequence`),
		category: named(BENEFIT_CATEGORIES, line.category, `${at}.category`),
		serviced: number(line.serviced, `${at}.serviced`),
		quantity: number(line.quantity, `${at}.quantity`),
		evidence: evidenceAt(line.evidence, `${at}.evidence`),
		charge: amount('charge'),
		outcome: optional(line.outcome, (outcome) =>
			named(CLAIM_OUTCOMES, outcome, `${at}.outcome`),
		),
		eligible: amount('eligible'),
		benefit: amount('benefit'),
		patient: amount('patient'),
		provider: amount('provider'),
		prior: amount('prior'),
		denial: optional(line.denial, (reason) => named(DENIAL_REASONS, reason, `${at}.denial`)),
		adjustments: list(line.adjustments, `${at}.adjustments`).map((item, index) => {
			const { reason, amount: how } = object(item, `${at}.adjustments[${index}]`);
			return {
				reason: named(REASONS, reason, `${at}.adjustments[${index}].reason`),
				amount: big(how, `${at}.adjustments[${index}].amount`),
			};
		}),
	};
}

function evidenceAt(value: unknown, at: string): ExplainedEvidence {
	const [[kind = '', id] = []] = Object.entries(object(value, at));
	return { kind: named(EVIDENCE_KINDS, kind, at), id: big(id, at) };
}

// --- For patients ---

/** What it takes to write an explanation in FHIR. */
export interface ExplanationOptions {
	/** The references to write. */
	readonly reference: (
		target:
			| { readonly Institution: number }
			| { readonly Coverage: number }
			| { readonly Patient: Hex },
	) => string;
	/** `productOrService` of a line, for whoever knows it. */
	readonly service?: (line: ExplainedLine) => object | undefined;
}

const FHIR_STATUS: Readonly<Record<ClaimLifeStatus, string>> = {
	Pended: 'active',
	Decided: 'active',
	Cancelled: 'cancelled',
	EnteredInError: 'entered-in-error',
	Reversed: 'cancelled',
};

/** What FHIR calls the patient's share, as far as it has a name for it. */
const FHIR_ADJUDICATIONS: Readonly<Partial<Record<AdjustmentReason, string>>> = {
	Copay: 'copay',
	Deductible: 'deductible',
};

/** The chain has commitments only: what was done is known to whoever opens them. */
const MASKED = {
	extension: [
		{
			url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason',
			valueCode: 'masked',
		},
	],
};

/**
 * An explanation as a FHIR R4 ExplanationOfBenefit, in JSON. Amounts have all the decimals of their
 * currency: `172.30` stays what it is.
 */
export function explanationToFhir(explanation: Explanation, options: ExplanationOptions): string {
	const { reference } = options;
	const currency = currencyOf(explanation.currency);
	const money = (minor: bigint): object => ({
		value: new Literal(formatAmount(minor, currency)),
		currency: currency.code,
	});
	const refer = (target: Parameters<typeof reference>[0]): object => ({
		reference: reference(target),
	});
	const part = (system: string, code: string, minor: bigint): object => ({
		category: concept(system, code),
		amount: money(minor),
	});
	const { claim, status, outcome, payment, lines } = explanation;
	const disposition = status === 'Decided' ? outcome : status;
	const settled = payment.paid + payment.recovered;
	const complete = payment.funded + payment.queued === 0n;
	const borne = (which: AdjustmentReason): bigint =>
		lines
			.flatMap(({ adjustments }) => adjustments)
			.reduce((sum, { reason, amount }) => sum + (reason === which ? amount : 0n), 0n);
	const resource = {
		resourceType: 'ExplanationOfBenefit',
		identifier: [{ system: CLAIM_SYSTEMS.claim, value: formatClaimId(claim) }],
		status: FHIR_STATUS[status],
		type: concept(CLAIM_SYSTEMS.type, explanation.kind.toLowerCase()),
		use: 'claim',
		patient: refer({ Patient: explanation.patient }),
		created: new Date(explanation.created).toISOString(),
		insurer: refer({ Institution: explanation.payer }),
		provider: refer({ Institution: explanation.provider }),
		outcome: outcome === null ? 'queued' : 'complete',
		...(disposition === null ? {} : { disposition }),
		insurance: [{ focal: true, coverage: refer({ Coverage: claim.coverage }) }],
		item: lines.map((line) => ({
			sequence: line.sequence,
			category: concept(CLAIM_SYSTEMS.category, line.category),
			productOrService: options.service?.(line) ?? MASKED,
			servicedDate: day(line.serviced),
			quantity: { value: line.quantity },
			net: money(line.charge),
			...(line.outcome === null ? {} : { adjudication: adjudications(line, part) }),
		})),
		total: [
			part(CLAIM_SYSTEMS.adjudication, 'submitted', explanation.charge),
			...(outcome === null
				? []
				: [
						...(['Copay', 'Deductible'] as const).flatMap((reason) => {
							const amount = borne(reason);
							const code = reason.toLowerCase();
							return amount === 0n
								? []
								: part(CLAIM_SYSTEMS.adjudication, code, amount);
						}),
						// What is for the patient to pay, whatever the reason.
						part(CLAIM_SYSTEMS.group, 'PR', explanation.patientPays),
						part(CLAIM_SYSTEMS.adjudication, 'benefit', explanation.benefit),
					]),
		],
		...(settled === 0n
			? {}
			: {
					payment: {
						type: concept(CLAIM_SYSTEMS.payment, complete ? 'complete' : 'partial'),
						...(payment.at === null ? {} : { date: day(payment.at) }),
						amount: money(settled),
					},
				}),
		...(explanation.waitsFor.length === 0
			? {}
			: {
					processNote: explanation.waitsFor.map((reason, at) => ({
						number: at + 1,
						type: 'display',
						text: `waits: ${reason}`,
					})),
				}),
	};
	return withLiterals(resource);
}

function adjudications(
	line: ExplainedLine,
	part: (system: string, code: string, minor: bigint) => object,
): object[] {
	return [
		part(CLAIM_SYSTEMS.adjudication, 'submitted', line.charge),
		part(CLAIM_SYSTEMS.adjudication, 'eligible', line.eligible),
		...line.adjustments.map(({ reason, amount }) => {
			const { group, code } = ADJUSTMENT_REASONS[reason];
			const known = FHIR_ADJUDICATIONS[reason];
			return {
				...(known === undefined
					? part(CLAIM_SYSTEMS.group, group, amount)
					: part(CLAIM_SYSTEMS.adjudication, known, amount)),
				reason: {
					coding: [
						{ system: CLAIM_SYSTEMS.reason, code: reason },
						{ system: CLAIM_SYSTEMS.x12Reason, code },
					],
				},
			};
		}),
		{
			...part(CLAIM_SYSTEMS.adjudication, 'benefit', line.benefit),
			...(line.denial === null ? {} : { reason: concept(CLAIM_SYSTEMS.denial, line.denial) }),
		},
	];
}

const concept = (system: string, code: string): object => ({ coding: [{ system, code }] });

/** `2031-05-05` */
const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** A number that is written as it is. */
class Literal {
	constructor(readonly text: string) {}
}

/** JSON, in which every {@link Literal} is a number. */
function withLiterals(value: unknown): string {
	if (value instanceof Literal) {
		return value.text;
	}
	if (Array.isArray(value)) {
		return `[${value.map(withLiterals).join(',')}]`;
	}
	if (typeof value === 'object' && value !== null) {
		const members = Object.entries(value).filter(([, member]) => member !== undefined);
		return `{${members
			.map(([key, member]) => `${JSON.stringify(key)}:${withLiterals(member)}`)
			.join(',')}}`;
	}
	return JSON.stringify(value);
}

// --- For providers ---

/**
 * What a remittance advice says of a claim that is settled; of one that was reversed, that it was
 * taken back. Throws a `RangeError` where nothing was decided, or some of it waits for money.
 *
 * What was set off against what the provider owed (`payment.recovered`) is an adjustment of the
 * whole advice: `{ kind: 'ForwardingBalance', amount }`.
 *
 * @param label what the provider calls the service; its category if nothing is said
 */
export function remittedClaim(
	explanation: Explanation,
	label: (line: ExplainedLine) => string = ({ category }) => category,
): RemittedClaim {
	const { status, payment, benefit, outcome, order } = explanation;
	const id = formatClaimId(explanation.claim);
	const reversed = status === 'Reversed';
	if ((status !== 'Decided' && !reversed) || outcome === null) {
		throw new RangeError(`claim ${id} isn't decided`);
	}
	const settled = reversed ? payment.reversed : payment.paid + payment.recovered;
	if (settled !== benefit) {
		throw new RangeError(`claim ${id} comes to ${benefit}, of which ${settled} is settled`);
	}
	const sign = reversed ? -1n : 1n;
	const lines = explanation.lines.map((line) => ({
		sequence: line.sequence,
		label: label(line),
		quantity: line.quantity,
		serviced: line.serviced,
		charge: sign * line.charge,
		paid: sign * line.benefit,
		adjustments: line.adjustments.map(({ reason, amount }) => ({
			reason,
			amount: sign * amount,
		})),
	}));
	const processed = (['Primary', 'Secondary', 'Tertiary'] as const)[order - 1] ?? 'Tertiary';
	const answered = outcome === 'Denied' ? 'Denied' : processed;
	return { claim: id, status: reversed ? 'Reversal' : answered, lines };
}

// --- What polkadot.js answers ---

const EVIDENCE_KINDS: readonly EvidenceKind[] = ['Encounter', 'Dispense', 'DeviceUse'];
const REASONS = Object.keys(ADJUSTMENT_REASONS) as AdjustmentReason[];

function plain(value: unknown): unknown {
	const codec = value as { toJSON?: () => unknown } | null;
	return typeof codec?.toJSON === 'function' ? codec.toJSON() : value;
}

function object(value: unknown, at: string): Record<string, unknown> {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new TypeError(`${at} is no object`);
	}
	return value as Record<string, unknown>;
}

function list(value: unknown, at: string): unknown[] {
	if (!Array.isArray(value)) {
		throw new TypeError(`${at} is no list`);
	}
	return value;
}

function optional<Value>(value: unknown, of: (value: unknown) => Value): Value | null {
	return value === null || value === undefined ? null : of(value);
}

/** polkadot.js writes the variants of enums in either case: `Pharmacy` or `pharmacy`. */
function named<Name extends string>(all: readonly Name[], value: unknown, at: string): Name {
	const found = all.find((name) => name.toLowerCase() === String(value).toLowerCase());
	if (found === undefined) {
		throw new TypeError(`${at} is ${JSON.stringify(value)}, none of ${all.join(', ')}`);
	}
	return found;
}

/** polkadot.js writes large numbers as hexadecimals, big endian. */
function big(value: unknown, at: string): bigint {
	if (typeof value === 'bigint') {
		return value;
	}
	if (
		Number.isSafeInteger(value) ||
		(typeof value === 'string' && /^(0x[0-9a-f]+|\d+)$/i.test(value))
	) {
		return BigInt(value as number | string);
	}
	throw new TypeError(`${at} is no number`);
}

function number(value: unknown, at: string): number {
	const found = Number(big(value, at));
	if (!Number.isSafeInteger(found)) {
		throw new TypeError(`${at} is no number`);
	}
	return found;
}

/** A set of bits, whether it stands alone or in a field. */
const bitsOf = (value: unknown, at: string): number =>
	number(typeof value === 'object' && value !== null ? object(value, at).bits : value, at);

function hex(value: unknown, at: string): Hex {
	if (typeof value !== 'string' || !/^0x[0-9a-f]*$/i.test(value)) {
		throw new TypeError(`${at} is no bytes`);
	}
	return value as Hex;
}
