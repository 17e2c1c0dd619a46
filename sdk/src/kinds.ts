// SPDX-License-Identifier: Apache-2.0

/**
 * What institutions are and what their staff do, and the other bit sets that calls
 * take, by name: `galen_primitives::roles`, `keys`, `access` and `purpose`,
 * `pallet_patients::Scopes`.
 */

/** Kinds of institution; the place in the list is the bit. */
export const INSTITUTION_KINDS = [
	'CareProvider',
	'Pharmacy',
	'Manufacturer',
	'Wholesaler',
	'Carrier',
	'Laboratory',
	'CalibrationProvider',
	'Payer',
	'SettlementBank',
	'Sponsor',
	'EthicsCommittee',
	'Regulator',
	'DeviceMaker',
	'PatientOrganisation',
	'NodeOperator',
] as const;

/** Roles of an institution's staff; the place in the list is the bit. */
export const ROLES = [
	'Administrator',
	'Physician',
	'Trainee',
	'Nurse',
	'Pharmacist',
	'LaboratoryScientist',
	'BiomedicalEngineer',
	'CalibrationTechnician',
	'RecordsOfficer',
	'RegistrationOfficer',
	'ResponsiblePerson',
	'LogisticsOperator',
	'BillingOfficer',
	'Adjudicator',
	'SettlementOfficer',
	'SponsorRepresentative',
	'Investigator',
	'Statistician',
	'EthicsReviewer',
	'Inspector',
	'PatientAdvocate',
	'NodeOperator',
] as const;

/** What an institution's public key is for (W3C DID Core section 5.3); the place is the bit. */
export const KEY_PURPOSES = [
	'authentication',
	'assertionMethod',
	'keyAgreement',
	'capabilityInvocation',
	'capabilityDelegation',
] as const;

/** What a patient's representative may speak for; the place in the list is the bit. */
export const SCOPES = ['Consent', 'Disclosure', 'Research', 'Coverage', 'Everything'] as const;

/** What data is used for (HL7 v3 ActReason, PurposeOfUse); the place in the list is the bit. */
export const PURPOSES = [
	'TREAT',
	'CLINTRL',
	'COC',
	'ETREAT',
	'BTG',
	'ERTREAT',
	'POPHLTH',
	'HPAYMT',
	'CLMATTCH',
	'COVAUTH',
	'COVERAGE',
	'ELIGDTRM',
	'ELIGVER',
	'ENROLLM',
	'MILDCRG',
	'REMITADV',
	'HOPERAT',
	'CAREMGT',
	'DONAT',
	'FRAUD',
	'GOV',
	'HACCRED',
	'HCOMPL',
	'HDECD',
	'HDIRECT',
	'HDM',
	'HLEGAL',
	'HOUTCOMS',
	'HPRGRP',
	'HQUALIMP',
	'HSYSADMIN',
	'LABELING',
	'METAMGT',
	'MEMADMIN',
	'MILCDM',
	'PATADMIN',
	'PATSFTY',
	'PERFMSR',
	'RECORDMGT',
	'SYSDEV',
	'HTEST',
	'TRAIN',
	'HRESCH',
	'BIORCH',
	'CLINTRCH',
	'CLINTRCHNPC',
	'CLINTRCHPC',
	'PRECLINTRCH',
	'DSRCH',
	'POARCH',
	'TRANSRCH',
	'PATRQT',
	'FAMRQT',
	'PWATRNY',
	'SUPNWK',
	'PUBHLTH',
	'DISASTER',
	'THREAT',
	'HMARKT',
] as const;

/** The parts of a document, after the sections of the IPS; the place in the list is the bit. */
export const FIELD_GROUPS = [
	'Demographics',
	'Problems',
	'Medications',
	'Allergies',
	'Immunizations',
	'VitalSigns',
	'LabResults',
	'Imaging',
	'Procedures',
	'ClinicalNotes',
	'Genomics',
	'Devices',
	'CarePlans',
	'SocialHistory',
	'FamilyHistory',
	'Billing',
] as const;

/** How far content may travel; the place in the list is the bit. */
export const DATA_CLASSES = ['Public', 'Internal', 'Sensitive', 'Core'] as const;

/** The highest compartment: a set of compartments is a `u64`, a bit each. */
export const MAX_COMPARTMENT = 63;

export type InstitutionKind = (typeof INSTITUTION_KINDS)[number];
export type Role = (typeof ROLES)[number];
export type KeyPurpose = (typeof KEY_PURPOSES)[number];
export type Scope = (typeof SCOPES)[number];
export type PurposeOfUse = (typeof PURPOSES)[number];
export type FieldGroup = (typeof FIELD_GROUPS)[number];
export type DataClass = (typeof DATA_CLASSES)[number];

function toBigBits<Name extends string>(all: readonly Name[], names: readonly Name[]): bigint {
	return names.reduce((bits, name) => {
		const at = all.indexOf(name);
		if (at < 0) {
			throw new RangeError(`"${name}" is none of ${all.join(', ')}`);
		}
		return bits | (1n << BigInt(at));
	}, 0n);
}

function fromBigBits<Name>(all: readonly Name[], bits: bigint): Name[] {
	if (bits < 0n || bits >> BigInt(all.length) !== 0n) {
		throw new RangeError(`${bits} has bits that stand for nothing`);
	}
	return all.filter((_, at) => ((bits >> BigInt(at)) & 1n) === 1n);
}

/** For sets of at most 32 members. */
const toBits = <Name extends string>(all: readonly Name[], names: readonly Name[]): number =>
	Number(toBigBits(all, names));

function fromBits<Name extends string>(all: readonly Name[], bits: number): Name[] {
	if (!Number.isInteger(bits)) {
		throw new RangeError(`${bits} has bits that stand for nothing`);
	}
	return fromBigBits(all, BigInt(bits));
}

/** The `InstitutionKinds` bit set of these kinds. */
export const institutionKinds = (...names: InstitutionKind[]): number =>
	toBits(INSTITUTION_KINDS, names);

/** The kinds in an `InstitutionKinds` bit set. */
export const institutionKindNames = (bits: number): InstitutionKind[] =>
	fromBits(INSTITUTION_KINDS, bits);

/** The `RoleSet` bit set of these roles. */
export const roleSet = (...names: Role[]): number => toBits(ROLES, names);

/** The roles in a `RoleSet` bit set. */
export const roleNames = (bits: number): Role[] => fromBits(ROLES, bits);

/** The `KeyPurposes` bit set of these purposes. */
export const keyPurposes = (...names: KeyPurpose[]): number => toBits(KEY_PURPOSES, names);

/** The purposes in a `KeyPurposes` bit set. */
export const keyPurposeNames = (bits: number): KeyPurpose[] => fromBits(KEY_PURPOSES, bits);

/** The `Scopes` bit set of these scopes. */
export const scopes = (...names: Scope[]): number => toBits(SCOPES, names);

/** The scopes in a `Scopes` bit set. */
export const scopeNames = (bits: number): Scope[] => fromBits(SCOPES, bits);

/** The `Purposes` bit set of these purposes: 59 of them, hence a bigint. */
export const purposes = (...names: PurposeOfUse[]): bigint => toBigBits(PURPOSES, names);

/** The purposes in a `Purposes` bit set. */
export const purposeNames = (bits: bigint | number): PurposeOfUse[] =>
	fromBigBits(PURPOSES, BigInt(bits));

/** The `FieldGroups` bit set of these parts of a document. */
export const fieldGroups = (...names: FieldGroup[]): number => toBits(FIELD_GROUPS, names);

/** The parts of a document in a `FieldGroups` bit set. */
export const fieldGroupNames = (bits: number): FieldGroup[] => fromBits(FIELD_GROUPS, bits);

/** The `DataClasses` bit set of these classes. */
export const dataClasses = (...names: DataClass[]): number => toBits(DATA_CLASSES, names);

/** The classes in a `DataClasses` bit set. */
export const dataClassNames = (bits: number): DataClass[] => fromBits(DATA_CLASSES, bits);

const COMPARTMENTS = Array.from({ length: MAX_COMPARTMENT + 1 }, (_, at) => at);

/** The bit set of these compartments, as directives and `patients.setCompartments` take it. */
export function compartments(...numbers: number[]): bigint {
	return numbers.reduce((bits, number) => {
		if (!COMPARTMENTS.includes(number)) {
			throw new RangeError(
				`${number} is no compartment: they go from 0 to ${MAX_COMPARTMENT}`,
			);
		}
		return bits | (1n << BigInt(number));
	}, 0n);
}

/** The compartments in a bit set. */
export const compartmentNumbers = (bits: bigint | number): number[] =>
	fromBigBits(COMPARTMENTS, BigInt(bits));
