// SPDX-License-Identifier: Apache-2.0

/**
 * A record of a registry as calls of `clinicalTrials`: what registers the study, and what plays its
 * totals again. What the record doesn't say (who signs, which keys, which digests) the caller says.
 */

import { type Hex, toHex, utf8 } from './bytes.js';
import { DEFAULT_ALGORITHM, type Digest, digest, hash } from './digest.js';
import { gtinArgument } from './lot.js';
import {
	type RegistryAllocation,
	type RegistryMasking,
	type RegistryPhase,
	type RegistryPurpose,
	TrialError,
	type TrialRecord,
} from './trial-record.js';
import {
	type OffStudyReason,
	type PlannedEvent,
	type PlannedSubject,
	recordTotals,
} from './trial-replay.js';

/** The most arms that the chain takes. */
export const MAX_ARMS = 16;
/** The most rows, arm by arm and period by period, that a participant flow can have. */
export const MAX_FLOWS = 64;

/** What a sponsor states of a study beside what its record says. */
export interface StudyChoices {
	/** Who makes sure that nobody takes part twice: not the sponsor. */
	readonly registrar: { readonly institution: number; readonly key: Hex };
	/** The institution whose statisticians hold the lists, besides the sponsor's own. */
	readonly statistics?: number;
	/** The accounts of the monitoring board, and how many of them halt the study. */
	readonly monitors?: readonly string[];
	readonly quorum?: number;
	/** Bits of benefit categories that the sponsor pays for. */
	readonly sponsorPays?: number;
	/** The GTIN of the kits. */
	readonly kit?: string;
	/** Criteria that can be shown to be met without showing the value. */
	readonly criteria?: readonly Criterion[];
	/** How often a subject can be randomised: once, unless said otherwise. */
	readonly points?: number;
}

/** A criterion in numbers. */
export interface Criterion {
	/** Where a record has the commitment to the value: an RFC 6901 JSON pointer. */
	readonly field: string;
	readonly least: number | bigint;
	readonly most: number | bigint;
}

/** What is stated of a study, as `clinicalTrials.register` takes it. */
export interface StudyTerms {
	readonly nct: Hex | null;
	readonly euCt: Hex | null;
	readonly sponsorNumber: Hex;
	readonly title: Digest;
	readonly phase: string;
	readonly purpose: string;
	readonly masking: string;
	readonly allocation: string;
	readonly arms: readonly Digest[];
	readonly points: number;
	readonly registrar: { readonly institution: number; readonly key: Hex };
	readonly statistics: number | null;
	readonly monitors: readonly string[];
	readonly quorum: number;
	readonly sponsorPays: number;
	readonly kit: string | null;
	readonly criteria: readonly {
		readonly field: Hex;
		readonly least: string;
		readonly most: string;
	}[];
}

/** A call: `api.tx.clinicalTrials.screen(...args)` for `clinicalTrials.screen`. */
export interface TrialCall {
	readonly call: `clinicalTrials.${string}`;
	readonly args: readonly unknown[];
}

/** What an investigator may delegate at a site; the place in the list is the bit. */
export const STUDY_DUTIES = [
	'Consent',
	'Screening',
	'EligibilityAttestation',
	'Enrolment',
	'Randomisation',
	'DataCapture',
	'AdverseEvents',
	'Kits',
	'Unblinding',
] as const;
export type StudyDuty = (typeof STUDY_DUTIES)[number];

/** A set of duties, as `clinicalTrials.delegate` takes it. */
export const studyDuties = (...names: StudyDuty[]): { readonly bits: number } => ({
	bits: names.reduce((bits, name) => bits | (1 << STUDY_DUTIES.indexOf(name)), 0),
});

const PHASES: Readonly<Record<RegistryPhase, string>> = {
	NA: 'NotApplicable',
	EARLY_PHASE1: 'EarlyPhase1',
	PHASE1: 'Phase1',
	'PHASE1/PHASE2': 'Phase1Phase2',
	PHASE2: 'Phase2',
	'PHASE2/PHASE3': 'Phase2Phase3',
	PHASE3: 'Phase3',
	PHASE4: 'Phase4',
};

const PURPOSES: Readonly<Record<RegistryPurpose, string>> = {
	TREATMENT: 'Treatment',
	PREVENTION: 'Prevention',
	DIAGNOSTIC: 'Diagnostic',
	// Education, counselling, training: FHIR has no code for it either.
	ECT: 'Other',
	SUPPORTIVE_CARE: 'SupportiveCare',
	SCREENING: 'Screening',
	HEALTH_SERVICES_RESEARCH: 'HealthServicesResearch',
	BASIC_SCIENCE: 'BasicScience',
	DEVICE_FEASIBILITY: 'DeviceFeasibility',
	OTHER: 'Other',
};

const MASKINGS: Readonly<Record<RegistryMasking, string>> = {
	NONE: 'Open',
	SINGLE: 'Single',
	DOUBLE: 'Double',
	TRIPLE: 'Triple',
	QUADRUPLE: 'Quadruple',
};

const ALLOCATIONS: Readonly<Record<RegistryAllocation, string>> = {
	RANDOMIZED: 'Randomized',
	NON_RANDOMIZED: 'NonRandomized',
	NA: 'NotApplicable',
};

/** A public text by its digest: titles and labels of arms, which the registry publishes anyway. */
export const publicDigest = (text: string): Digest =>
	digest(DEFAULT_ALGORITHM, hash(DEFAULT_ALGORITHM, utf8(text)));

/** What a record states of its study. Throws {@link TrialError} for what the chain can't take. */
export function studyTerms(record: TrialRecord, choices: StudyChoices): StudyTerms {
	const { arms, sponsorNumber } = record;
	if (!/^[!"%-?A-Z_a-z]{1,32}$/.test(sponsorNumber)) {
		throw new TrialError(
			'not-expressible',
			'/protocolSection/identificationModule/orgStudyIdInfo/id',
			`is "${sponsorNumber}": the chain takes 1 to 32 characters of GS1's set 82`,
		);
	}
	if (arms.length > MAX_ARMS) {
		throw new TrialError(
			'not-expressible',
			'/protocolSection/armsInterventionsModule/armGroups',
			`has ${arms.length} arms: the chain takes at most ${MAX_ARMS}`,
		);
	}
	return {
		nct: toHex(utf8(record.nctId)),
		euCt: record.euCtNumber === undefined ? null : toHex(utf8(record.euCtNumber)),
		sponsorNumber: toHex(utf8(sponsorNumber)),
		title: publicDigest(record.title),
		phase: PHASES[record.phase],
		purpose: PURPOSES[record.purpose],
		masking: MASKINGS[record.masking],
		allocation: ALLOCATIONS[record.allocation],
		arms: arms.map(({ label }) => publicDigest(label)),
		points: choices.points ?? (record.allocation === 'RANDOMIZED' ? 1 : 0),
		registrar: choices.registrar,
		statistics: choices.statistics ?? null,
		monitors: choices.monitors ?? [],
		quorum: choices.quorum ?? Math.ceil((choices.monitors?.length ?? 0) / 2),
		sponsorPays: choices.sponsorPays ?? 0,
		kit: choices.kit === undefined ? null : gtinArgument(choices.kit),
		criteria: (choices.criteria ?? []).map(({ field, least, most }) => ({
			field: toHex(utf8(field)),
			least: least.toString(),
			most: most.toString(),
		})),
	};
}

/** What is stated of a version of the protocol. */
export interface ProtocolTerms {
	/** The digest of the document. */
	readonly document: Digest;
	readonly substantial: boolean;
	/** From when on subjects must have signed it, or a later one. */
	readonly reconsentFrom: number | null;
	/** How many subjects are to be enrolled in all. */
	readonly target: number;
}

/**
 * The first version of the protocol, for as many subjects as the record has: what it calls enrolled.
 * A record of a trial that was withdrawn has forgotten how many it was planned for; one, then.
 */
export function protocolTerms(record: TrialRecord, document: Digest): ProtocolTerms {
	const started = (record.periods[0]?.groups ?? []).reduce(
		(sum, group) => sum + group.started,
		0,
	);
	const target = Math.max(record.enrolment.count, started, 1);
	return { document, substantial: true, reconsentFrom: null, target };
}

/** Registers the study with the first version of its protocol. The sponsor's. */
export function registrationCall(
	record: TrialRecord,
	choices: StudyChoices,
	document: Digest,
): TrialCall {
	const args = [studyTerms(record, choices), protocolTerms(record, document)];
	return { call: 'clinicalTrials.registerStudy', args };
}

/**
 * What takes a study that is approved to where the record says it stands, if nobody is enrolled. The
 * sponsor's.
 */
export function statusCalls({ status }: TrialRecord, study: number): TrialCall[] {
	const call = (name: string, ...more: unknown[]): TrialCall => ({
		call: `clinicalTrials.${name}`,
		args: [study, ...more],
	});
	const activate = call('activate');
	switch (status) {
		case 'WITHDRAWN':
			return [call('withdrawStudy')];
		// Nothing is known of the last of them but that it was registered.
		case 'NOT_YET_RECRUITING':
		case 'UNKNOWN':
			return [];
		case 'RECRUITING':
		case 'ENROLLING_BY_INVITATION':
			return [activate];
		case 'SUSPENDED':
			return [activate, call('halt', 'Accrual', 'SponsorDecision')];
		case 'ACTIVE_NOT_RECRUITING':
			return [activate, call('close', 'ToAccrual')];
		case 'TERMINATED':
			return [activate, call('terminate', 'SponsorDecision')];
		case 'COMPLETED':
			return [
				activate,
				call('close', 'ToAccrual'),
				call('close', 'ToAccrualAndIntervention'),
				call('complete'),
			];
	}
}

/** The forms that a replay captures at each visit; a visit is a period, from 1. */
export const REPLAY_FORMS = { started: 1, completed: 2 } as const;

/** What a replay needs to know of a subject. */
export interface ReplayContext {
	readonly study: number;
	/** The subject's number. */
	readonly number: number;
	/** When events are said to have begun and become known: milliseconds since 1970, UTC. */
	readonly now: number;
	/** A commitment to what stays off chain, named by what it is of. */
	readonly digest: (of: string) => Digest;
}

/**
 * What happens to an enrolled subject in a period, from 0, in its order: the visit that begins it, and
 * either the one that ends it or the adverse events and the departure. None after the subject has
 * left. The investigator's; who withdraws does so on the subject's word.
 */
export function periodCalls(
	subject: PlannedSubject,
	period: number,
	{ study, number, now, digest: commitment }: ReplayContext,
): TrialCall[] {
	if (period >= subject.periods) {
		return [];
	}
	const call = (name: string, ...more: unknown[]): TrialCall => ({
		call: `clinicalTrials.${name}`,
		args: [study, number, ...more],
	});
	const visit = (form: number): TrialCall =>
		call(
			'captureData',
			{ visit: period + 1, form },
			{ values: commitment(`visit ${period + 1}, form ${form}`), source: null, reason: null },
		);
	const calls = [visit(REPLAY_FORMS.started)];
	if (period < subject.completed) {
		calls.push(visit(REPLAY_FORMS.completed));
	}
	if (period + 1 === subject.periods) {
		subject.events.forEach((event, at) => {
			const facts = eventFacts(event, {
				onset: now,
				aware: now,
				suspect: { Other: commitment('what was given') },
				narrative: commitment(`adverse event ${at}: ${event.term}`),
			});
			calls.push(call('reportAdverseEvent', facts));
		});
		calls.push(
			subject.reason === 'WithdrawalBySubject'
				? call('withdrawSubject', 'KeepCollected')
				: call('takeOffStudy', subject.reason),
		);
	}
	return calls;
}

/** A row of a participant flow. */
export interface ArmFlow {
	readonly period: number;
	readonly arm: number;
	readonly started: number;
	readonly completed: number;
	readonly notCompleted: number;
	readonly reasons: readonly { readonly reason: OffStudyReason; readonly count: number }[];
}

/** The participant flow, period by period and arm by arm, with the record's reasons. */
export function participantFlow(record: TrialRecord): ArmFlow[] {
	const { arms, periods } = record;
	if (arms.length * periods.length > MAX_FLOWS) {
		throw new TrialError(
			'not-expressible',
			'/resultsSection/participantFlowModule/periods',
			`has ${periods.length} periods of ${arms.length} arms: the chain takes at most ` +
				`${MAX_FLOWS} rows`,
		);
	}
	const totals = recordTotals(record);
	return periods.flatMap(({ groups }, period) =>
		groups.map((group, arm): ArmFlow => {
			const { started, completed, notCompleted } = group;
			// Where the record has no reasons, none are made up.
			const reasons = Object.entries(totals[arm]?.periods[period]?.reasons ?? {});
			return {
				period,
				arm,
				started,
				completed,
				notCompleted,
				reasons: reasons.map(([reason, count]) => ({
					reason: reason as OffStudyReason,
					count,
				})),
			};
		}),
	);
}

/** Bits of why an adverse event is serious. */
export const SERIOUSNESS = {
	death: 1,
	lifeThreatening: 1 << 1,
	hospitalisation: 1 << 2,
	disability: 1 << 3,
	congenitalAnomaly: 1 << 4,
	medicallyImportant: 1 << 5,
} as const;

/** What an investigator reports of an adverse event. */
export interface EventFacts {
	readonly onset: number;
	readonly aware: number;
	readonly case: {
		readonly isSerious: boolean;
		readonly criteria: number;
		readonly expectedness: 'Expected' | 'Unexpected';
		readonly causality: 'NotRelated' | 'Unlikely' | 'Possible' | 'Probable' | 'Certain';
		readonly outcome: string;
	};
	readonly severity: 'Mild' | 'Moderate' | 'Severe';
	readonly suspect: { readonly Evidence: object } | { readonly Other: Digest };
	readonly narrative: Digest;
}

/**
 * What is reported of an event of a record. Registries publish neither why an event was serious, nor
 * whether it was expected or caused by what was tested: it is said to be medically important and
 * expected. A death is taken for a suspected unexpected reaction, which has to be reported in time.
 */
export function eventFacts(
	{ serious, fatal }: PlannedEvent,
	said: Pick<EventFacts, 'onset' | 'aware' | 'suspect' | 'narrative'>,
): EventFacts {
	return {
		...said,
		case: {
			isSerious: serious,
			criteria: fatal ? SERIOUSNESS.death : serious ? SERIOUSNESS.medicallyImportant : 0,
			expectedness: fatal ? 'Unexpected' : 'Expected',
			causality: fatal ? 'Possible' : 'Unlikely',
			outcome: fatal ? 'Fatal' : 'Resolved',
		},
		severity: serious ? 'Severe' : 'Mild',
	};
}
