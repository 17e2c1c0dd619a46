// SPDX-License-Identifier: Apache-2.0

/**
 * Which parts of a document its fields are: what a grant of some parts lets a custodian hand over.
 * The chain knows the parts by name alone; what belongs to them is decided here, or by a custodian
 * who knows its documents better.
 */

import type { Field } from './fields.js';
import { FIELD_GROUPS, type FieldGroup, fieldGroups } from './kinds.js';

/** Every part of a document. */
export const ALL_FIELD_GROUPS = fieldGroups(...FIELD_GROUPS);

/**
 * Which parts of a document a field needs: all of them have to be granted. `undefined` for a field
 * that belongs to no part, which is handed over with the whole alone.
 */
export type GroupsOf = (fields: readonly Field[]) => (field: Field) => number | undefined;

/** The fields that may be handed over where these parts are granted. */
export function grantedFields(
	granted: number,
	fields: readonly Field[],
	groups: GroupsOf = fhirFieldGroups,
): Field[] {
	const needed = groups(fields);
	return fields.filter((field) => {
		const bits = needed(field);
		return bits === undefined
			? (granted & ALL_FIELD_GROUPS) === ALL_FIELD_GROUPS
			: (bits & ~granted) === 0;
	});
}

/** The part of a document that a resource type is, where it is one. */
const GROUP_OF_TYPE: Readonly<Record<string, FieldGroup>> = {
	Patient: 'Demographics',
	RelatedPerson: 'Demographics',
	Person: 'Demographics',
	Condition: 'Problems',
	Medication: 'Medications',
	MedicationAdministration: 'Medications',
	MedicationDispense: 'Medications',
	MedicationRequest: 'Medications',
	MedicationStatement: 'Medications',
	AllergyIntolerance: 'Allergies',
	Immunization: 'Immunizations',
	ImagingStudy: 'Imaging',
	Procedure: 'Procedures',
	Encounter: 'ClinicalNotes',
	ClinicalImpression: 'ClinicalNotes',
	Composition: 'ClinicalNotes',
	DocumentReference: 'ClinicalNotes',
	MolecularSequence: 'Genomics',
	Device: 'Devices',
	DeviceUseStatement: 'Devices',
	CarePlan: 'CarePlans',
	Goal: 'CarePlans',
	FamilyMemberHistory: 'FamilyHistory',
	Coverage: 'Billing',
	Claim: 'Billing',
	ClaimResponse: 'Billing',
	ExplanationOfBenefit: 'Billing',
};

/** Codes of observation-category and v2-0074: what an Observation or DiagnosticReport is. */
const GROUP_OF_CATEGORY: Readonly<Record<string, FieldGroup>> = {
	'vital-signs': 'VitalSigns',
	laboratory: 'LabResults',
	LAB: 'LabResults',
	CH: 'LabResults',
	HM: 'LabResults',
	MB: 'LabResults',
	SR: 'LabResults',
	imaging: 'Imaging',
	RAD: 'Imaging',
	procedure: 'Procedures',
	'social-history': 'SocialHistory',
	GE: 'Genomics',
};

/** Types that go with whatever contains them: who wrote it, where, on what. */
const ATTENDANTS = new Set([
	'HealthcareService',
	'Location',
	'Organization',
	'Practitioner',
	'PractitionerRole',
	'Specimen',
]);

/**
 * Which parts the fields of a FHIR R4 resource or Bundle are. A resource is one part by its type, an
 * Observation or DiagnosticReport by its category; one that is of no part known here goes with the
 * whole alone. Whatever may name the patient (narrative, and the display and identifier of
 * references to the patient) needs the demographics as well.
 */
export const fhirFieldGroups: GroupsOf = (fields) => {
	const values = new Map(fields.map(({ path, value }) => [path, value]));
	const text = (path: string): string | undefined => {
		const value = values.get(path);
		return value?.startsWith('"') ? (JSON.parse(value) as string) : undefined;
	};
	const categories = new Map<string, Set<string>>();
	for (const { path } of fields) {
		const [, resource] = /^(.*)\/category\/\d+\/coding\/\d+\/code$/.exec(path) ?? [];
		const code = text(path);
		if (resource !== undefined && code !== undefined) {
			categories.set(resource, (categories.get(resource) ?? new Set()).add(code));
		}
	}
	const known = new Map<string, number | undefined>();
	const groupOf = (resource: string): number | undefined => {
		if (!known.has(resource)) {
			known.set(resource, compute(resource));
		}
		return known.get(resource);
	};
	const compute = (resource: string): number | undefined => {
		const type = text(`${resource}/resourceType`) ?? '';
		if (type === 'Observation' || type === 'DiagnosticReport') {
			const names = [...(categories.get(resource) ?? [])].map((code) =>
				Object.hasOwn(GROUP_OF_CATEGORY, code) ? GROUP_OF_CATEGORY[code] : undefined,
			);
			const found = names.filter((name) => name !== undefined);
			return found.length === 0 ? undefined : fieldGroups(...found);
		}
		if (Object.hasOwn(GROUP_OF_TYPE, type)) {
			return fieldGroups(GROUP_OF_TYPE[type] as FieldGroup);
		}
		const container = /^(.*)\/contained\/\d+$/.exec(resource)?.[1];
		return container !== undefined && ATTENDANTS.has(type) ? groupOf(container) : undefined;
	};
	return ({ path }) => {
		// The innermost resource around the field, and the field's path in it.
		const place = /^((?:\/entry\/\d+\/resource)*(?:\/contained\/\d+)?)(\/.*)?$/.exec(path);
		const entry = /^((?:\/entry\/\d+\/resource)*\/entry\/\d+)\/(?!resource\/)/.exec(path)?.[1];
		const resource = entry === undefined ? (place?.[1] ?? '') : `${entry}/resource`;
		const bits = groupOf(resource);
		if (bits === undefined) {
			return undefined;
		}
		const within = path.slice(resource.length);
		const naming =
			entry === undefined &&
			/^\/text\/|\/(?:subject|patient|beneficiary|subscriber|policyHolder)\/(?:display|identifier)(?:\/|$)/.test(
				within,
			);
		return naming ? bits | fieldGroups('Demographics') : bits;
	};
};
