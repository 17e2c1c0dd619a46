// SPDX-License-Identifier: Apache-2.0

/**
 * Records of ClinicalTrials.gov (version 2 of its JSON): what a trial was registered as, and, where
 * there are results, who started, who completed, who didn't and why, and who had adverse events.
 *
 * Only what a chain can be told of is read. What is read has to be right: numbers have to add up as
 * the registry makes them, and whoever started has to have been enrolled. What isn't right is
 * refused with the place and the reason.
 */

import { formatPointer, type Json, JsonError, parseJson } from './canonical.js';

/** What kind of obstacle a {@link TrialError} is about. */
export type TrialErrorCode =
	/** Not JSON. */
	| 'not-json'
	/** Another kind of JSON value than belongs there. */
	| 'type'
	/** Something is missing. */
	| 'required'
	/** Not a number of a registry. */
	| 'identifier'
	/** Not one of the registry's codes. */
	| 'code'
	/** Not a number, or not one that can be. */
	| 'number'
	/** The same thing twice. */
	| 'duplicate'
	/** A group that there isn't, or that is no arm. */
	| 'group'
	/** Numbers that don't add up. */
	| 'contradiction'
	/** Correct, but the chain has no means for it. */
	| 'not-expressible';

/** Why a record isn't one, or can't be registered or replayed. */
export class TrialError extends Error {
	override readonly name = 'TrialError';

	constructor(
		/** What kind of obstacle it is. */
		readonly code: TrialErrorCode,
		/** Where, as a JSON pointer: `/protocolSection/designModule/phases`; empty for the whole. */
		readonly path: string,
		/** What is wrong, in words that follow the path. */
		readonly reason: string,
		options?: ErrorOptions,
	) {
		super(`${path === '' ? 'the record' : path} ${reason}`, options);
	}
}

/** What the registry says of where a trial stands. */
export const OVERALL_STATUSES = [
	'NOT_YET_RECRUITING',
	'RECRUITING',
	'ENROLLING_BY_INVITATION',
	'ACTIVE_NOT_RECRUITING',
	'SUSPENDED',
	'TERMINATED',
	'COMPLETED',
	'WITHDRAWN',
	'UNKNOWN',
] as const;
export type OverallStatus = (typeof OVERALL_STATUSES)[number];

/** The registry's phases. A trial has one, or two that follow on each other. */
const PHASES = ['NA', 'EARLY_PHASE1', 'PHASE1', 'PHASE2', 'PHASE3', 'PHASE4'] as const;
/** A phase, or two: as FHIR's code system research-study-phase has them. */
export type RegistryPhase = (typeof PHASES)[number] | 'PHASE1/PHASE2' | 'PHASE2/PHASE3';

/** What a trial is for. */
const PURPOSES = [
	'TREATMENT',
	'PREVENTION',
	'DIAGNOSTIC',
	'ECT',
	'SUPPORTIVE_CARE',
	'SCREENING',
	'HEALTH_SERVICES_RESEARCH',
	'BASIC_SCIENCE',
	'DEVICE_FEASIBILITY',
	'OTHER',
] as const;
export type RegistryPurpose = (typeof PURPOSES)[number];

/** Who is kept from knowing the arms: how many of participant, care provider and so on. */
const MASKINGS = ['NONE', 'SINGLE', 'DOUBLE', 'TRIPLE', 'QUADRUPLE'] as const;
export type RegistryMasking = (typeof MASKINGS)[number];

/** How participants come into arms. */
const ALLOCATIONS = ['RANDOMIZED', 'NON_RANDOMIZED', 'NA'] as const;
export type RegistryAllocation = (typeof ALLOCATIONS)[number];

/** An arm as it was registered. */
export interface RegistryArm {
	readonly label: string;
	readonly path: string;
}

/** How many were, or are to be, enrolled. */
export interface RegistryEnrolment {
	/**
	 * Who agreed to take part after having been informed (42 CFR 11.10: "enroll or enrolled"): more
	 * than started, if some of them weren't eligible or didn't go on.
	 */
	readonly count: number;
	/** Whether that is what happened rather than what is hoped for. */
	readonly actual: boolean;
	readonly path: string;
}

/** Why some of a group didn't complete a period. */
export interface DropOut {
	/** The registry's term, or free text: `Withdrawal by Subject`. */
	readonly reason: string;
	readonly count: number;
}

/** A group in a period. The three numbers add up. */
export interface GroupFlow {
	readonly started: number;
	readonly completed: number;
	readonly notCompleted: number;
	/** Together as many as didn't complete; none where the record has no reasons. */
	readonly reasons: readonly DropOut[];
	readonly path: string;
}

/** A period of a trial. */
export interface FlowPeriod {
	readonly title: string;
	/** In the order of the arms. */
	readonly groups: readonly GroupFlow[];
	readonly path: string;
}

/** One adverse event term in one arm. */
export interface TermTotal {
	/** The preferred term; it stays off chain. */
	readonly term: string;
	readonly organSystem: string;
	/** How often it occurred. */
	readonly events: number;
	/** In how many participants. */
	readonly affected: number;
	readonly path: string;
}

/** The adverse events of an arm. */
export interface ArmEvents {
	/** Deaths for whatever reason; `undefined` in records from before they were asked for. */
	readonly deaths: number | undefined;
	/** How many participants had serious adverse events. */
	readonly serious: number;
	/** How many participants had others. */
	readonly other: number;
	readonly seriousTerms: readonly TermTotal[];
	readonly otherTerms: readonly TermTotal[];
	readonly path: string;
}

/** A record, as far as a chain can be told of it. */
export interface TrialRecord {
	/** `NCT` and eight digits. */
	readonly nctId: string;
	/** The number in the European Union's register, if it has one: `2022-500001-14-00`. */
	readonly euCtNumber: string | undefined;
	/** The sponsor's own number. */
	readonly sponsorNumber: string;
	readonly title: string;
	readonly status: OverallStatus;
	readonly phase: RegistryPhase;
	readonly purpose: RegistryPurpose;
	readonly allocation: RegistryAllocation;
	readonly masking: RegistryMasking;
	readonly arms: readonly RegistryArm[];
	readonly enrolment: RegistryEnrolment;
	/** Whether a board watches over safety (DSMB, data monitoring committee). */
	readonly hasMonitoringBoard: boolean;
	/** None where there are no results. */
	readonly periods: readonly FlowPeriod[];
	/** In the order of the arms; none where there are no results. */
	readonly events: readonly ArmEvents[];
}

/** The number of a record in ClinicalTrials.gov. */
export const NCT_ID = /^NCT\d{8}$/;
/** The number of a trial in the European Union's register (CTIS). */
export const EU_CT_NUMBER = /^\d{4}-5\d{5}-\d{2}-\d{2}$/;

/** Reads a record from its bytes or text. Throws {@link TrialError}. */
export function parseTrialRecord(source: Uint8Array | string): TrialRecord {
	let json: Json;
	try {
		json = parseJson(source);
	} catch (error) {
		if (error instanceof JsonError) {
			throw new TrialError('not-json', '', `is not JSON: ${error.message}`, { cause: error });
		}
		throw error;
	}
	const record = new Place(json, []);
	const protocol = record.need('protocolSection');
	const identification = protocol.need('identificationModule');
	const nctId = identification.need('nctId');
	if (!NCT_ID.test(nctId.text)) {
		nctId.fail('identifier', `is "${nctId.text}", not NCT and eight digits`);
	}
	const design = protocol.need('designModule');
	const studyType = design.need('studyType');
	if (studyType.text !== 'INTERVENTIONAL') {
		studyType.fail(
			'not-expressible',
			`is ${studyType.text}: only trials are registered, which are INTERVENTIONAL`,
		);
	}
	const arms = armsOf(protocol);
	const enrolment = enrolmentOf(design);
	const status = protocol.need('statusModule').need('overallStatus').oneOf(OVERALL_STATUSES);
	if (status === 'WITHDRAWN' && enrolment.count !== 0) {
		design
			.need('enrollmentInfo')
			.need('count')
			.fail(
				'contradiction',
				`is ${enrolment.count}, but the trial was withdrawn, before anybody was enrolled`,
			);
	}
	const info = design.need('designInfo');
	const allocation = allocationOf(info, arms);
	const results = record.get('resultsSection');
	const flow = results?.get('participantFlowModule');
	const periods = flow === undefined ? [] : periodsOf(flow, arms, enrolment);
	const eventsModule = results?.get('adverseEventsModule');
	return {
		nctId: nctId.text,
		euCtNumber: euCtNumberOf(identification),
		sponsorNumber: identification.need('orgStudyIdInfo').need('id').text,
		title: (identification.get('officialTitle') ?? identification.need('briefTitle')).text,
		status,
		phase: phaseOf(design),
		purpose: info.get('primaryPurpose')?.oneOf(PURPOSES) ?? 'OTHER',
		allocation,
		masking: info.need('maskingInfo').need('masking').oneOf(MASKINGS),
		arms,
		enrolment,
		hasMonitoringBoard: protocol.get('oversightModule')?.get('oversightHasDmc')?.flag ?? false,
		periods,
		events:
			flow === undefined || eventsModule === undefined
				? []
				: eventsOf(eventsModule, flow, arms, periods),
	};
}

function phaseOf(design: Place): RegistryPhase {
	const place = design.need('phases');
	const phases = place.items.map((item) => item.oneOf(PHASES));
	const [first, second, third] = phases;
	if (first !== undefined && second === undefined) {
		return first;
	}
	const both = phases.join('/');
	if (third === undefined && (both === 'PHASE1/PHASE2' || both === 'PHASE2/PHASE3')) {
		return both;
	}
	return place.fail('code', `is [${phases.join(', ')}], no phase and no two that follow`);
}

function allocationOf(info: Place, arms: readonly RegistryArm[]): RegistryAllocation {
	const place = info.get('allocation');
	if (place === undefined && arms.length === 1) {
		return 'NA';
	}
	const allocation = (place ?? info.need('allocation')).oneOf(ALLOCATIONS);
	if (allocation === 'RANDOMIZED' && arms.length < 2) {
		info.need('allocation').fail(
			'contradiction',
			`is RANDOMIZED, but there is nothing to choose from: ${arms.length} arm`,
		);
	}
	return allocation;
}

function armsOf(protocol: Place): RegistryArm[] {
	const place = protocol.need('armsInterventionsModule').need('armGroups');
	const arms = place.items.map((item) => {
		const label = item.need('label');
		return { label: label.text, path: label.path };
	});
	if (arms.length === 0) {
		place.fail('required', 'has no arm');
	}
	const seen = new Set<string>();
	for (const [at, { label }] of arms.entries()) {
		if (seen.has(label)) {
			place.items[at]?.need('label').fail('duplicate', `is "${label}" again`);
		}
		seen.add(label);
	}
	return arms;
}

function enrolmentOf(design: Place): RegistryEnrolment {
	const info = design.need('enrollmentInfo');
	const count = info.need('count');
	const type = info.get('type')?.oneOf(['ACTUAL', 'ESTIMATED'] as const);
	return { count: count.count, actual: type === 'ACTUAL', path: count.path };
}

function euCtNumberOf(identification: Place): string | undefined {
	for (const item of identification.get('secondaryIdInfos')?.items ?? []) {
		if (item.get('type')?.text === 'CTIS') {
			const id = item.need('id');
			if (!EU_CT_NUMBER.test(id.text)) {
				id.fail(
					'identifier',
					`is "${id.text}", not as EU CT numbers are: 2022-500001-14-00`,
				);
			}
			return id.text;
		}
	}
	return undefined;
}

/** What makes two titles of one group alike: `2. Repaglinide` and `2. repaglinide (drug)` aren't. */
const plain = (title: string): string =>
	title
		.toLowerCase()
		.replace(/^\s*(arm|group|cohort)?\s*([0-9]{1,2}|[a-z])\s*[.:)-]?\s+(?=\S)/, '')
		.replace(/[^\p{L}\p{N}]+/gu, '');

/**
 * Which arm each group of a module is: the one with its title, or with its title but for a number
 * in front, for case and for punctuation. Groups and arms that are left over, as many of the one as
 * of the other, are taken in their order, as the registry shows them.
 *
 * @returns for each arm the id of its group
 */
function groupsOfArms(groups: Place, arms: readonly RegistryArm[]): string[] {
	const all = groups.items.map((item) => ({
		id: item.need('id').text,
		title: (item.get('title') ?? item.need('id')).text,
	}));
	// Some modules add a group of everybody.
	const found =
		all.length === arms.length + 1
			? all.filter(({ title }) => !/^total$/i.test(title.trim()))
			: all;
	if (found.length !== arms.length) {
		groups.fail(
			'not-expressible',
			`has ${found.length} groups for ${arms.length} arms: subjects are replayed arm by arm`,
		);
	}
	const ids: (string | undefined)[] = arms.map(() => undefined);
	for (const like of [(title: string): string => title, plain]) {
		arms.forEach(({ label }, at) => {
			const alike = found.filter(
				({ id, title }) => !ids.includes(id) && like(title) === like(label),
			);
			if (ids[at] === undefined && alike.length === 1) {
				ids[at] = alike[0]?.id;
			}
		});
	}
	const left = found.filter(({ id }) => !ids.includes(id)).map(({ id }) => id);
	return ids.map((id) => id ?? (left.shift() as string));
}

/** The numbers of a milestone or a reason, by the id of the group. */
function countsOf(list: Place, ids: ReadonlySet<string>): Map<string, Counted> {
	const counts = new Map<string, Counted>();
	for (const item of list.items) {
		const id = item.need('groupId');
		if (!ids.has(id.text)) {
			id.fail('group', `is "${id.text}", none of the groups`);
		}
		if (counts.has(id.text)) {
			id.fail('duplicate', `is "${id.text}" again`);
		}
		const place = item.need('numSubjects');
		counts.set(id.text, { count: place.count, path: place.path });
	}
	return counts;
}

interface Counted {
	readonly count: number;
	readonly path: string;
}

function periodsOf(
	flow: Place,
	arms: readonly RegistryArm[],
	enrolment: RegistryEnrolment,
): FlowPeriod[] {
	const groups = flow.need('groups');
	const all = new Set(groups.items.map((item) => item.need('id').text));
	const ids = groupsOfArms(groups, arms);
	const place = flow.need('periods');
	const periods = place.items.map((period): FlowPeriod => {
		const milestones = new Map<string, Map<string, Counted>>();
		const list = period.need('milestones');
		for (const milestone of list.items) {
			const type = milestone.need('type');
			if (milestones.has(type.text)) {
				type.fail('duplicate', `is "${type.text}" again`);
			}
			milestones.set(type.text, countsOf(milestone.need('achievements'), all));
		}
		const [started, completed] = ['STARTED', 'COMPLETED'].map(
			(type) => milestones.get(type) ?? list.fail('required', `has no milestone ${type}`),
		) as [Map<string, Counted>, Map<string, Counted>];
		const dropped = (period.get('dropWithdraws')?.items ?? []).map((item) => ({
			reason: item.need('type').text,
			counts: countsOf(item.need('reasons'), all),
		}));
		return {
			title: period.need('title').text,
			path: period.path,
			groups: ids.map((id) =>
				groupFlow(period, {
					started: started.get(id),
					completed: completed.get(id),
					notCompleted: milestones.get('NOT COMPLETED')?.get(id),
					reasons: dropped
						.map(({ reason, counts }) => ({
							reason,
							count: counts.get(id)?.count ?? 0,
						}))
						.filter(({ count }) => count > 0),
				}),
			),
		};
	});
	const [first] = periods;
	if (first === undefined) {
		return place.fail('required', 'has no period');
	}
	const starters = first.groups.reduce((sum, { started }) => sum + started, 0);
	if (enrolment.actual && starters > enrolment.count) {
		throw new TrialError(
			'contradiction',
			enrolment.path,
			`is ${enrolment.count}, but ${starters} started the first period (${first.path})`,
		);
	}
	return periods;
}

function groupFlow(
	period: Place,
	found: {
		started: Counted | undefined;
		completed: Counted | undefined;
		notCompleted: Counted | undefined;
		reasons: readonly DropOut[];
	},
): GroupFlow {
	const started = found.started?.count ?? 0;
	const completed = found.completed?.count ?? 0;
	const notCompleted = found.notCompleted?.count ?? started - completed;
	const path =
		found.notCompleted?.path ?? found.completed?.path ?? found.started?.path ?? period.path;
	if (completed + notCompleted !== started) {
		throw new TrialError(
			'contradiction',
			path,
			`doesn't add up: ${started} started, ${completed} completed, ${notCompleted} didn't`,
		);
	}
	const accounted = found.reasons.reduce((sum, { count }) => sum + count, 0);
	if (accounted !== 0 && accounted !== notCompleted) {
		throw new TrialError(
			'contradiction',
			path,
			`is ${notCompleted}, but ${accounted} have a reason not to have completed`,
		);
	}
	return { started, completed, notCompleted, reasons: found.reasons, path };
}

function eventsOf(
	module: Place,
	flow: Place,
	arms: readonly RegistryArm[],
	periods: readonly FlowPeriod[],
): ArmEvents[] {
	const groups = module.need('eventGroups');
	// Titled as the arms are, or as the groups of the participant flow.
	const titles = new Map(
		flow.need('groups').items.map((item) => [item.need('id').text, item.get('title')?.text]),
	);
	const named = groupsOfArms(flow.need('groups'), arms).map((id, at) => ({
		label: titles.get(id) ?? (arms[at] as RegistryArm).label,
		path: (arms[at] as RegistryArm).path,
	}));
	const ids = groupsOfArms(groups, named);
	const all = new Set(groups.items.map((item) => item.need('id').text));
	const serious = termsOf(module, 'seriousEvents', all);
	const other = termsOf(module, 'otherEvents', all);
	return ids.map((id, at): ArmEvents => {
		const group = groups.items.find((item) => item.need('id').text === id) as Place;
		const started = periods[0]?.groups[at]?.started ?? 0;
		const affected = (name: string): number => {
			const place = group.get(name);
			if (place !== undefined && place.count > started) {
				place.fail(
					'contradiction',
					`is ${place.count}, but ${started} started in that arm`,
				);
			}
			return place?.count ?? 0;
		};
		const terms = (
			kind: 'serious' | 'other',
			of: ReadonlyMap<string, readonly TermTotal[]>,
		): readonly TermTotal[] => {
			const found = of.get(id) ?? [];
			const name = `${kind}NumAffected`;
			const total = affected(name);
			const [most, sum] = [
				Math.max(0, ...found.map((term) => term.affected)),
				found.reduce((before, term) => before + term.affected, 0),
			];
			if (found.length > 0 && (total < most || total > sum)) {
				group
					.need(name)
					.fail(
						'contradiction',
						`is ${total}, but the events listed are of at least ${most} and at most ` +
							`${sum} participants`,
					);
			}
			return found;
		};
		return {
			deaths: group.get('deathsNumAffected') && affected('deathsNumAffected'),
			serious: affected('seriousNumAffected'),
			other: affected('otherNumAffected'),
			seriousTerms: terms('serious', serious),
			otherTerms: terms('other', other),
			path: group.path,
		};
	});
}

/** The terms of a list of events with what happened, by the id of the group. */
function termsOf(
	module: Place,
	name: string,
	ids: ReadonlySet<string>,
): Map<string, readonly TermTotal[]> {
	const terms = new Map<string, TermTotal[]>();
	for (const item of module.get(name)?.items ?? []) {
		const term = item.need('term').text;
		const organSystem = item.get('organSystem')?.text ?? '';
		for (const stats of item.need('stats').items) {
			const id = stats.need('groupId');
			if (!ids.has(id.text)) {
				id.fail('group', `is "${id.text}", none of the groups`);
			}
			const affected = stats.need('numAffected');
			const events = stats.get('numEvents');
			if (events !== undefined && events.count < affected.count) {
				events.fail(
					'contradiction',
					`is ${events.count}, but ${affected.count} participants were affected`,
				);
			}
			if (affected.count === 0) {
				continue;
			}
			const of = terms.get(id.text) ?? [];
			of.push({
				term,
				organSystem,
				events: events?.count ?? affected.count,
				affected: affected.count,
				path: stats.path,
			});
			terms.set(id.text, of);
		}
	}
	return terms;
}

/** A value in the record, and where it is. */
class Place {
	constructor(
		private readonly json: Json,
		private readonly tokens: readonly string[],
	) {}

	get path(): string {
		return formatPointer(this.tokens);
	}

	fail(code: TrialErrorCode, reason: string): never {
		throw new TrialError(code, this.path, reason);
	}

	/** The member `key`, if it is there. */
	get(key: string): Place | undefined {
		if (this.json.kind !== 'object') {
			return this.#not('an object');
		}
		const found = this.json.members.get(key);
		return found === undefined ? undefined : new Place(found, [...this.tokens, key]);
	}

	/** The member `key`, which has to be there. */
	need(key: string): Place {
		const found = this.get(key);
		if (found === undefined) {
			throw new TrialError('required', formatPointer([...this.tokens, key]), 'is missing');
		}
		return found;
	}

	get items(): Place[] {
		if (this.json.kind !== 'array') {
			return this.#not('an array');
		}
		return this.json.items.map((item, at) => new Place(item, [...this.tokens, String(at)]));
	}

	get text(): string {
		return this.json.kind === 'string' ? this.json.value : this.#not('a string');
	}

	get flag(): boolean {
		return this.json.kind === 'boolean' ? this.json.value : this.#not('true or false');
	}

	/** A number of participants or events: the registry writes some as strings. */
	get count(): number {
		const { json } = this;
		const literal =
			json.kind === 'number'
				? json.literal
				: json.kind === 'string'
					? json.value
					: this.#not('a number');
		if (!/^(0|[1-9]\d{0,8})$/.test(literal)) {
			this.fail('number', `is ${JSON.stringify(literal)}, no number of people or things`);
		}
		return Number(literal);
	}

	oneOf<Code extends string>(codes: readonly Code[]): Code {
		const found = codes.find((code) => code === this.text);
		return found ?? this.fail('code', `is "${this.text}", none of ${codes.join(', ')}`);
	}

	#not(what: string): never {
		const { kind } = this.json;
		return this.fail(
			'type',
			`is ${kind === 'null' ? kind : `of type ${kind}`} instead of ${what}`,
		);
	}
}
