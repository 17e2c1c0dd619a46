// SPDX-License-Identifier: Apache-2.0

/**
 * A record of a registry, played again: which subjects there are, in which arm, how far each comes,
 * why it goes off study, and which adverse events it has. The registry publishes totals, never
 * persons: the subjects here are invented so that their totals are the record's own.
 */

import {
	type ArmEvents,
	type FlowPeriod,
	type GroupFlow,
	type TermTotal,
	TrialError,
	type TrialRecord,
} from './trial-record.js';

/** Why a subject goes off study, as the chain names it. */
export type OffStudyReason =
	| 'Completed'
	| 'WithdrawalBySubject'
	| 'LostToFollowUp'
	| 'AdverseEvent'
	| 'PhysicianDecision'
	| 'ProtocolViolation'
	| 'Death'
	| 'LackOfEfficacy'
	| 'StudyTerminated'
	| 'Other';

/**
 * The registry's terms for not having completed. Whatever isn't one of them, free text or no reason
 * at all, is `Other`: the chain has no text, and guesses nothing.
 */
const REASONS: ReadonlyMap<string, OffStudyReason> = new Map([
	['adverse event', 'AdverseEvent'],
	['death', 'Death'],
	['lack of efficacy', 'LackOfEfficacy'],
	['lost to follow-up', 'LostToFollowUp'],
	['physician decision', 'PhysicianDecision'],
	['pregnancy', 'Other'],
	['protocol violation', 'ProtocolViolation'],
	['study terminated by sponsor', 'StudyTerminated'],
	['withdrawal by subject', 'WithdrawalBySubject'],
]);

/** The chain's reason for the registry's. */
export const offStudyReason = (reason: string): OffStudyReason =>
	REASONS.get(reason.trim().toLowerCase()) ?? 'Other';

/** An adverse event of a subject. */
export interface PlannedEvent {
	readonly serious: boolean;
	/** The preferred term; empty where the record tells only how many were affected. Off chain. */
	readonly term: string;
	/** Whether the subject died of it. */
	readonly fatal: boolean;
}

/** A subject that is enrolled. */
export interface PlannedSubject {
	/** The arm, from 0, in the record's order. */
	readonly arm: number;
	/** How many periods it starts: one at least. */
	readonly periods: number;
	/** How many of them it completes. */
	readonly completed: number;
	/** Why it goes off study in the end. */
	readonly reason: OffStudyReason;
	readonly events: readonly PlannedEvent[];
}

/** How a record is played again. */
export interface TrialReplay {
	/** Everybody who agreed to take part and is screened. */
	readonly screened: number;
	/** Those of them who aren't enrolled. */
	readonly notEnrolled: number;
	/** Those who are, arm by arm. */
	readonly subjects: readonly PlannedSubject[];
}

/**
 * The subjects of a record. None if nobody was enrolled or the record has no results.
 *
 * What the registry calls enrolled is who agreed to take part; what the chain calls enrolled is who
 * started. If the record says how many there really were of the former, the difference is screened
 * and not enrolled. Throws {@link TrialError} if no subjects can have had the record's totals.
 */
export function replayOf(record: TrialRecord): TrialReplay {
	const { arms, enrolment, events, periods } = record;
	const subjects = arms.flatMap((_, arm) => {
		const made = subjectsOf(arm, periods);
		const of = events[arm];
		return of === undefined ? made.map((each) => finished(each)) : withEvents(made, of);
	});
	const screened = subjects.length > 0 && enrolment.actual ? enrolment.count : subjects.length;
	return { screened, notEnrolled: screened - subjects.length, subjects };
}

interface Draft {
	readonly arm: number;
	periods: number;
	completed: number;
	reason: OffStudyReason;
	readonly events: { serious: boolean; term: string; fatal: boolean }[];
}

const finished = ({ events, ...subject }: Draft): PlannedSubject => ({
	...subject,
	events: events.map((event) => ({ ...event })),
});

/** The subjects of an arm with what became of them, period by period. */
function subjectsOf(arm: number, periods: readonly FlowPeriod[]): Draft[] {
	let going: Draft[] = [];
	let all: Draft[] | undefined;
	for (const { groups } of periods) {
		const group = groups[arm];
		if (group === undefined) {
			continue;
		}
		if (all === undefined) {
			all = Array.from({ length: group.started }, () => ({
				arm,
				periods: 0,
				completed: 0,
				reason: 'Completed',
				events: [],
			}));
			going = all;
		}
		if (group.started > going.length) {
			throw new TrialError(
				'not-expressible',
				group.path,
				`has ${group.started} who started, but ${going.length} completed what was before: ` +
					'subjects are replayed period by period',
			);
		}
		// Who completes a period and doesn't start the next leaves in between: registries have no
		// reason for that.
		going.slice(group.started).forEach((subject) => (subject.reason = 'Other'));
		going = going.slice(0, group.started);
		going.forEach((subject) => (subject.periods += 1));
		const reasons = group.reasons.flatMap(({ reason, count }) =>
			Array<OffStudyReason>(count).fill(offStudyReason(reason)),
		);
		going.slice(group.completed).forEach((subject, at) => {
			subject.reason = reasons[at] ?? 'Other';
		});
		going = going.slice(0, group.completed);
		going.forEach((subject) => (subject.completed += 1));
	}
	return all ?? [];
}

/** Who has adverse events first: those who went off study because of one. */
const ILL: readonly OffStudyReason[] = ['Death', 'AdverseEvent'];
const illness = ({ reason }: Draft): number => {
	const at = ILL.indexOf(reason);
	return at < 0 ? ILL.length : at;
};

function withEvents(subjects: readonly Draft[], events: ArmEvents): PlannedSubject[] {
	const order = [...subjects].sort((a, b) => illness(a) - illness(b));
	happen(order.slice(0, events.serious), true, events.seriousTerms);
	happen(order.slice(0, events.other), false, events.otherTerms);
	const died = order.filter(({ reason }) => reason === 'Death').length;
	const deaths = events.deaths ?? died;
	if (deaths < died) {
		throw new TrialError(
			'contradiction',
			`${events.path}/deathsNumAffected`,
			`is ${deaths}, but ${died} didn't complete because they died`,
		);
	}
	if (deaths > died && deaths > events.serious) {
		throw new TrialError(
			'not-expressible',
			`${events.path}/deathsNumAffected`,
			`is ${deaths}, but ${died} didn't complete because they died, and ${events.serious} had ` +
				'serious adverse events: the chain learns of a death by either',
		);
	}
	for (const subject of order.slice(0, deaths)) {
		const last = subject.events.findLast(({ serious }) => serious);
		if (last !== undefined) {
			last.fatal = true;
		}
	}
	return subjects.map(finished);
}

/**
 * Lets events happen to all of `subjects`, so that each has one at least, and each term affects as
 * many as it is said to: the terms go round, each from where the one before has stopped.
 */
function happen(subjects: readonly Draft[], serious: boolean, terms: readonly TermTotal[]): void {
	if (terms.length === 0) {
		subjects.forEach(({ events }) => events.push({ serious, term: '', fatal: false }));
		return;
	}
	let next = 0;
	for (const { affected, events, term } of terms) {
		for (let at = 0; at < events; at += 1) {
			const subject = subjects[(next + (at % affected)) % subjects.length];
			subject?.events.push({ serious, term, fatal: false });
		}
		next += affected;
	}
}

/** What is counted of an arm in a period. */
export interface PeriodTotals {
	readonly started: number;
	readonly completed: number;
	readonly notCompleted: number;
	/** `undefined` where a record has none. */
	readonly reasons: Readonly<Partial<Record<OffStudyReason, number>>> | undefined;
}

/** What is counted of an arm, in a record and on a chain, to be compared. */
export interface ArmTotals {
	readonly periods: readonly PeriodTotals[];
	/** How many subjects died; `undefined` where a record doesn't say. */
	readonly deaths: number | undefined;
	/** How many subjects had serious adverse events. */
	readonly serious: number;
	/** How many had others. */
	readonly other: number;
	/** How many events there were. */
	readonly seriousEvents: number;
	readonly otherEvents: number;
}

const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

/** How often each reason occurs, in the order in which they first do. */
function tally(
	reasons: readonly (readonly [reason: OffStudyReason, count: number])[],
): Partial<Record<OffStudyReason, number>> {
	const counts: Partial<Record<OffStudyReason, number>> = {};
	for (const [reason, count] of reasons) {
		counts[reason] = (counts[reason] ?? 0) + count;
	}
	return counts;
}

/** The totals of `subjects`, arm by arm. */
export function totalsOf(
	subjects: readonly PlannedSubject[],
	arms: number,
	periods: number,
): ArmTotals[] {
	return Array.from({ length: arms }, (_, arm): ArmTotals => {
		const all = subjects.filter((subject) => subject.arm === arm);
		const events = (serious: boolean): number[] =>
			all
				.map(({ events }) => events.filter((event) => event.serious === serious).length)
				.filter((count) => count > 0);
		return {
			periods: Array.from({ length: periods }, (_, at) => {
				const started = all.filter((subject) => subject.periods > at);
				const left = started.filter(({ completed }) => completed <= at);
				return {
					started: started.length,
					completed: started.length - left.length,
					notCompleted: left.length,
					reasons: tally(left.map(({ reason }) => [reason, 1])),
				};
			}),
			deaths: all.filter(
				({ events, reason }) => reason === 'Death' || events.some(({ fatal }) => fatal),
			).length,
			serious: events(true).length,
			other: events(false).length,
			seriousEvents: sum(events(true)),
			otherEvents: sum(events(false)),
		};
	});
}

/** The record's own totals, arm by arm, read from it without inventing anybody. */
export function recordTotals({ arms, events, periods }: TrialRecord): ArmTotals[] {
	const count = (terms: readonly TermTotal[] = [], affected = 0): number =>
		terms.length === 0 ? affected : sum(terms.map((term) => term.events));
	return arms.map((_, arm): ArmTotals => {
		const of = events[arm];
		return {
			periods: periods.map(({ groups }): PeriodTotals => {
				const { started, completed, notCompleted, reasons } = groups[arm] as GroupFlow;
				const known = reasons.length > 0 || notCompleted === 0;
				return {
					started,
					completed,
					notCompleted,
					reasons: known
						? tally(reasons.map((each) => [offStudyReason(each.reason), each.count]))
						: undefined,
				};
			}),
			deaths: of?.deaths,
			serious: of?.serious ?? 0,
			other: of?.other ?? 0,
			seriousEvents: count(of?.seriousTerms, of?.serious),
			otherEvents: count(of?.otherTerms, of?.other),
		};
	});
}

/** All arms together, for what isn't known arm by arm. */
export function combinedTotals(arms: readonly ArmTotals[]): ArmTotals {
	const add = (a: number | undefined, b: number | undefined): number | undefined =>
		a === undefined || b === undefined ? undefined : a + b;
	return arms.reduce((all, arm) => ({
		periods: all.periods.map((period, at): PeriodTotals => {
			const other = arm.periods[at] as PeriodTotals;
			return {
				started: period.started + other.started,
				completed: period.completed + other.completed,
				notCompleted: period.notCompleted + other.notCompleted,
				reasons:
					period.reasons && other.reasons
						? tally([
								...(Object.entries(period.reasons) as [OffStudyReason, number][]),
								...(Object.entries(other.reasons) as [OffStudyReason, number][]),
							])
						: undefined,
			};
		}),
		deaths: add(all.deaths, arm.deaths),
		serious: all.serious + arm.serious,
		other: all.other + arm.other,
		seriousEvents: all.seriousEvents + arm.seriousEvents,
		otherEvents: all.otherEvents + arm.otherEvents,
	}));
}

/**
 * Where totals that were counted differ from a record's, in words; none where they don't. What the
 * record doesn't say, anything agrees with.
 */
export function totalsDiffer(
	record: readonly ArmTotals[],
	counted: readonly ArmTotals[],
): string[] {
	const found: string[] = [];
	const compare = (where: string, said: unknown, is: unknown): void => {
		if (typeof said === 'object' && said !== null) {
			const other = (is ?? {}) as Record<string, unknown>;
			for (const key of new Set([...Object.keys(said), ...Object.keys(other)])) {
				// Nobody left for a reason that isn't mentioned.
				const missing = where.endsWith('.reasons') ? 0 : undefined;
				compare(
					`${where}.${key}`,
					(said as Record<string, unknown>)[key] ?? missing,
					other[key] ?? missing,
				);
			}
		} else if (said !== undefined && said !== is) {
			found.push(`${where} is ${String(is)} instead of ${String(said)}`);
		}
	};
	compare('arms', record.length, counted.length);
	record.forEach((arm, at) => compare(`arm ${at}`, arm, counted[at]));
	return found;
}
