// SPDX-License-Identifier: Apache-2.0

/** The terms of insurance claims as the chain has them, and what other vocabularies call them. */

import type { Hex } from './bytes.js';

/** What a benefit is about; the place in the list is the bit and the index. */
export const BENEFIT_CATEGORIES = [
	'MedicalCare',
	'Surgical',
	'Consultation',
	'DiagnosticXRay',
	'DiagnosticLab',
	'DentalCare',
	'Vision',
	'HospitalInpatient',
	'HospitalOutpatient',
	'EmergencyServices',
	'MedicallyRelatedTransportation',
	'Maternity',
	'MentalHealth',
	'Dialysis',
	'PhysicalTherapy',
	'Pharmacy',
	'DurableMedicalEquipment',
	'ProstheticDevice',
] as const;
export type BenefitCategory = (typeof BENEFIT_CATEGORIES)[number];

/** What proves that something was done. */
export type EvidenceKind = 'Encounter' | 'Dispense' | 'DeviceUse';

/** A piece of evidence, as calls take it: `{ Dispense: 7 }`. */
export type EvidenceId =
	| { readonly Encounter: number | bigint | string }
	| { readonly Dispense: number | bigint | string }
	| { readonly DeviceUse: number | bigint | string };

/** What proves that a service of this category was done. */
export function evidenceOf(category: BenefitCategory): EvidenceKind {
	switch (category) {
		case 'Pharmacy':
			return 'Dispense';
		case 'DurableMedicalEquipment':
		case 'ProstheticDevice':
			return 'DeviceUse';
		default:
			return 'Encounter';
	}
}

/** Code systems and extensions that are read and written, beside the chain's own. */
export const CLAIM_SYSTEMS = {
	/** `Claim.type` */
	type: 'http://terminology.hl7.org/CodeSystem/claim-type',
	/** `Claim.item.category`: the chain's names. */
	category: 'urn:galen:benefit-category',
	/** `Claim.item.category`: FHIR's own example. */
	benefitCategory: 'http://terminology.hl7.org/CodeSystem/ex-benefitcategory',
	/** Extension of `Claim.item`, `valueReference`: the one thing that proves that it was done. */
	evidence: 'urn:galen:evidence',
	/**
	 * Extension of `Claim.item`, `valueString`: the line of a preauthorisation that
	 * `Claim.insurance.preAuthRef` names, as `5/0/3#1`.
	 */
	preauthorization: 'urn:galen:preauthorization',
	/** Extension of `Claim.item`, `valueReference`: the study that it was done for. */
	study: 'urn:galen:study',
	/** `adjudication.category`: FHIR's own. */
	adjudication: 'http://terminology.hl7.org/CodeSystem/adjudication',
	/** `adjudication.category`: who bears it, `CO`, `PR`, `OA` or `PI`. */
	group: 'urn:galen:adjustment-group',
	/** `adjudication.reason`: the chain's names. */
	reason: 'urn:galen:adjustment-reason',
	/** `adjudication.reason`: X12's claim adjustment reason codes, of which the numbers alone are used. */
	x12Reason: 'https://x12.org/codes/claim-adjustment-reason-codes',
	/** `adjudication.reason` of what is denied: the chain's names. */
	denial: 'urn:galen:denial-reason',
	/** `identifier`: the chain's number of a claim. */
	claim: 'urn:galen:claim',
	/** `payment.type`: FHIR's own example. */
	payment: 'http://terminology.hl7.org/CodeSystem/ex-paymenttype',
} as const;

/** FHIR's example categories, as far as they mean one of the chain's. */
export const FHIR_CATEGORIES: Readonly<Record<string, BenefitCategory>> = {
	'1': 'MedicalCare',
	'2': 'Surgical',
	'3': 'Consultation',
	'4': 'DiagnosticXRay',
	'5': 'DiagnosticLab',
	'23': 'DentalCare',
	'24': 'DentalCare',
	'25': 'DentalCare',
	'26': 'DentalCare',
	'27': 'DentalCare',
	'28': 'DentalCare',
	'35': 'DentalCare',
	'36': 'DentalCare',
	'37': 'DentalCare',
	'49': 'HospitalInpatient',
	'56': 'MedicallyRelatedTransportation',
	'62': 'DiagnosticXRay',
	'69': 'Maternity',
	'76': 'Dialysis',
	F3: 'DentalCare',
	F6: 'Vision',
};

/** What kind of care is claimed for, by FHIR's `claim-type`. */
export const CLAIM_KINDS = {
	institutional: 'Institutional',
	oral: 'Oral',
	pharmacy: 'Pharmacy',
	professional: 'Professional',
	vision: 'Vision',
} as const;
export type ClaimKind = (typeof CLAIM_KINDS)[keyof typeof CLAIM_KINDS];

/** A claim or preauthorisation: its coverage, the benefit period, and its number there. */
export interface ClaimId {
	readonly coverage: number;
	readonly period: number;
	readonly number: number;
}

/** `5/0/3` */
export const formatClaimId = ({ coverage, period, number }: ClaimId): string =>
	`${coverage}/${period}/${number}`;

/** The claim that `5/0/3` is, or `undefined`. */
export function parseClaimId(text: string): ClaimId | undefined {
	const found = /^(0|[1-9]\d{0,14})\/(0|[1-9]\d{0,9})\/(0|[1-9]\d{0,9})$/.exec(text);
	if (found === null) {
		return undefined;
	}
	const [coverage = 0, period = 0, number = 0] = found.slice(1).map(Number);
	return period > 0xffff_ffff || number > 0xffff_ffff ? undefined : { coverage, period, number };
}

/** Who bears what isn't paid: the provider by contract, the patient, somebody else, or the provider
 * because the payer thinks so (X12 835, CAS01).
 */
export const ADJUSTMENT_GROUPS = ['CO', 'PR', 'OA', 'PI'] as const;
export type AdjustmentGroup = (typeof ADJUSTMENT_GROUPS)[number];

/**
 * Why a part of a charge isn't paid, by the chain's names in the order of their indices; who bears it,
 * and its number in X12's list of claim adjustment reasons, after `insurance_claims_core`.
 */
export const ADJUSTMENT_REASONS = {
	Deductible: { group: 'PR', code: '1' },
	Coinsurance: { group: 'PR', code: '2' },
	Copay: { group: 'PR', code: '3' },
	ExceedsFeeSchedule: { group: 'CO', code: '45' },
	ExceedsAuthorisation: { group: 'CO', code: '198' },
	PriorPayer: { group: 'OA', code: '23' },
	BenefitMaximum: { group: 'PR', code: '119' },
	NotCovered: { group: 'PR', code: '96' },
	WaitingPeriod: { group: 'PR', code: '179' },
	FrequencyExceeded: { group: 'PR', code: '273' },
	PreauthorisationMissing: { group: 'CO', code: '197' },
	OutOfNetwork: { group: 'CO', code: '242' },
	NotMedicallyNecessary: { group: 'CO', code: '50' },
	InconsistentWithPatient: { group: 'CO', code: '6' },
	Bundled: { group: 'CO', code: '97' },
	Unsupported: { group: 'PI', code: '150' },
} as const satisfies Readonly<Record<string, { group: AdjustmentGroup; code: string }>>;
export type AdjustmentReason = keyof typeof ADJUSTMENT_REASONS;

/** Why a line isn't paid, or not in full, as a decision says it, in the order of their indices. */
export const DENIAL_REASONS = [
	'NotMedicallyNecessary',
	'PreauthorisationMissing',
	'OutOfNetwork',
	'InconsistentWithPatient',
	'BenefitLimitExceeded',
	'NotCovered',
	'WaitingPeriod',
	'FrequencyExceeded',
	'Bundled',
	'Unsupported',
] as const;
export type DenialReason = (typeof DENIAL_REASONS)[number];

/** How many lines a claim has at most. */
export const MAX_CLAIM_LINES = 8;
/** How many records can support a claim. */
export const MAX_SUPPORTING_RECORDS = 4;

/** What a service's price in a schedule is proven with, as lines take it. */
export interface TariffProof {
	/** In minor units. */
	readonly unitPrice: string;
	readonly index: number;
	/** The siblings from the bottom. */
	readonly path: readonly Hex[];
}
