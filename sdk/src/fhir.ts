// SPDX-License-Identifier: Apache-2.0

/**
 * Whether bytes are a FHIR R4 resource, as far as anchoring needs to know: JSON that everybody
 * reads alike, a known resource type, a proper id, the same of contained and bundled resources.
 * Not a validator of profiles: whether a record is clinically complete is its author's business.
 */

import { formatPointer, type Json, JsonError, parseJson } from './canonical.js';

/** The concrete resource types of FHIR R4 (4.0.1). */
export const RESOURCE_TYPES: ReadonlySet<string> = new Set(
	`
	Account ActivityDefinition AdverseEvent AllergyIntolerance Appointment AppointmentResponse
	AuditEvent Basic Binary BiologicallyDerivedProduct BodyStructure Bundle CapabilityStatement
	CarePlan CareTeam CatalogEntry ChargeItem ChargeItemDefinition Claim ClaimResponse
	ClinicalImpression CodeSystem Communication CommunicationRequest CompartmentDefinition
	Composition ConceptMap Condition Consent Contract Coverage CoverageEligibilityRequest
	CoverageEligibilityResponse DetectedIssue Device DeviceDefinition DeviceMetric DeviceRequest
	DeviceUseStatement DiagnosticReport DocumentManifest DocumentReference
	EffectEvidenceSynthesis Encounter Endpoint EnrollmentRequest EnrollmentResponse EpisodeOfCare
	EventDefinition Evidence EvidenceVariable ExampleScenario ExplanationOfBenefit
	FamilyMemberHistory Flag Goal GraphDefinition Group GuidanceResponse HealthcareService
	ImagingStudy Immunization ImmunizationEvaluation ImmunizationRecommendation
	ImplementationGuide InsurancePlan Invoice Library Linkage List Location Measure MeasureReport
	Media Medication MedicationAdministration MedicationDispense MedicationKnowledge
	MedicationRequest MedicationStatement MedicinalProduct MedicinalProductAuthorization
	MedicinalProductContraindication MedicinalProductIndication MedicinalProductIngredient
	MedicinalProductInteraction MedicinalProductManufactured MedicinalProductPackaged
	MedicinalProductPharmaceutical MedicinalProductUndesirableEffect MessageDefinition
	MessageHeader MolecularSequence NamingSystem NutritionOrder Observation ObservationDefinition
	OperationDefinition OperationOutcome Organization OrganizationAffiliation Parameters Patient
	PaymentNotice PaymentReconciliation Person PlanDefinition Practitioner PractitionerRole
	Procedure Provenance Questionnaire QuestionnaireResponse RelatedPerson RequestGroup
	ResearchDefinition ResearchElementDefinition ResearchStudy ResearchSubject RiskAssessment
	RiskEvidenceSynthesis Schedule SearchParameter ServiceRequest Slot Specimen
	SpecimenDefinition StructureDefinition StructureMap Subscription Substance
	SubstanceNucleicAcid SubstancePolymer SubstanceProtein SubstanceReferenceInformation
	SubstanceSourceMaterial SubstanceSpecification SupplyDelivery SupplyRequest Task
	TerminologyCapabilities TestReport TestScript ValueSet VerificationResult VisionPrescription
`
		.trim()
		.split(/\s+/),
);

/** A resource that was looked at. */
export interface FhirResource {
	/** The type, such as `Observation`. */
	readonly resourceType: string;
	/** The id, if the resource has one. */
	readonly id: string | undefined;
	/** The whole resource. */
	readonly json: Json;
}

/** Why bytes are no FHIR resource. The message names the source and the cause. */
export class FhirError extends Error {
	override readonly name = 'FhirError';

	constructor(
		/** The file or whatever else the bytes came from. */
		readonly source: string,
		/** What is wrong. */
		readonly reason: string,
	) {
		super(`${source}: ${reason}`);
	}
}

/** FHIR R4 section 2.24.0.1: type `id`. */
const ID = /^[A-Za-z0-9.-]{1,64}$/;

/**
 * The resource that `bytes` are.
 *
 * @param source named in errors: a file name, say
 */
export function parseFhir(bytes: Uint8Array | string, source = 'the document'): FhirResource {
	if (bytes.length === 0) {
		throw new FhirError(source, 'is empty');
	}
	let json: Json;
	try {
		json = parseJson(bytes);
	} catch (error) {
		if (error instanceof JsonError) {
			throw new FhirError(source, `is not JSON: ${error.message}`);
		}
		throw error;
	}
	return check(json, [], source);
}

function check(json: Json, at: readonly string[], source: string): FhirResource {
	const fail = (what: string): never => {
		const place = at.length === 0 ? '' : ` at ${formatPointer(at)}`;
		throw new FhirError(source, `is not a FHIR R4 resource: ${what}${place}`);
	};
	if (json.kind !== 'object') {
		return fail(`expected an object, found ${article(json.kind)}`);
	}
	const type = json.members.get('resourceType');
	if (type === undefined) {
		return fail('"resourceType" is missing');
	}
	if (type.kind !== 'string') {
		return fail(`"resourceType" is ${article(type.kind)} instead of a string`);
	}
	if (!RESOURCE_TYPES.has(type.value)) {
		return fail(`R4 knows no resource type "${type.value.slice(0, 80)}"`);
	}
	const id = json.members.get('id');
	if (id !== undefined && (id.kind !== 'string' || !ID.test(id.value))) {
		return fail('"id" is not 1 to 64 letters, digits, "-" or "."');
	}
	each(json, 'contained', (item, place) => check(item, [...at, ...place], source));
	if (type.value === 'Bundle') {
		each(json, 'entry', (entry, place) => {
			const resource = entry.kind === 'object' ? entry.members.get('resource') : undefined;
			if (resource !== undefined) {
				check(resource, [...at, ...place, 'resource'], source);
			}
		});
	}
	return { resourceType: type.value, id: id?.value, json };
}

function each(
	json: Json & { kind: 'object' },
	key: string,
	visit: (item: Json, place: string[]) => void,
): void {
	const items = json.members.get(key);
	if (items?.kind === 'array') {
		items.items.forEach((item, at) => visit(item, [key, String(at)]));
	}
}

function article(kind: Json['kind']): string {
	return kind === 'null' ? 'null' : `${/^[ao]/.test(kind) ? 'an' : 'a'} ${kind}`;
}
