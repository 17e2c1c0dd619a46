// SPDX-License-Identifier: Apache-2.0

/**
 * What institutions are and what their staff do, and the other bit sets that calls
 * take, by name: `galen_primitives::roles` and `keys`, `pallet_patients::Scopes`.
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

export type InstitutionKind = (typeof INSTITUTION_KINDS)[number];
export type Role = (typeof ROLES)[number];
export type KeyPurpose = (typeof KEY_PURPOSES)[number];
export type Scope = (typeof SCOPES)[number];

function toBits<Name extends string>(all: readonly Name[], names: readonly Name[]): number {
	return names.reduce((bits, name) => {
		const at = all.indexOf(name);
		if (at < 0) {
			throw new RangeError(`"${name}" is none of ${all.join(', ')}`);
		}
		return bits | (1 << at);
	}, 0);
}

function fromBits<Name extends string>(all: readonly Name[], bits: number): Name[] {
	if (!Number.isInteger(bits) || bits < 0 || bits >= 2 ** all.length) {
		throw new RangeError(`${bits} has bits that stand for nothing`);
	}
	return all.filter((_, at) => (bits & (1 << at)) !== 0);
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
