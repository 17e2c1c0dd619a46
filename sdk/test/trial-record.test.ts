// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
	type ArmTotals,
	combinedTotals,
	offStudyReason,
	parseTrialRecord,
	type PeriodTotals,
	recordTotals,
	replayOf,
	totalsDiffer,
	totalsOf,
	TrialError,
	type TrialErrorCode,
	type TrialRecord,
} from '../src/index.js';

// From `sdk/dist/test`.
const root = new URL('../../../', import.meta.url);
const own = (name: string): URL => new URL(`tests/data/trials/${name}.json`, root);
const shared = (name: string): URL => new URL(`../shared/data/trials/${name}.json`, root);
const read = (file: URL): TrialRecord => parseTrialRecord(readFileSync(file));

type Plain = Record<string, unknown>;

/** The completed record with something else at `path`; without it for `undefined`. */
function changed(path: string, value: unknown): string {
	const record = JSON.parse(readFileSync(own('completed'), 'utf8')) as Plain;
	const tokens = path.split('/').slice(1);
	const last = tokens.pop() ?? '';
	const parent = tokens.reduce((of, token) => of[token] as Plain, record);
	if (value === undefined) {
		delete parent[last];
	} else {
		parent[last] = value;
	}
	return JSON.stringify(record);
}

function refused(
	code: TrialErrorCode,
	at: string,
	reason: RegExp,
	path: string,
	value: unknown,
): void {
	assert.throws(
		() => replayOf(parseTrialRecord(changed(path, value))),
		(error: unknown) => {
			assert.ok(error instanceof TrialError, String(error));
			assert.deepEqual([error.code, error.path], [code, at], error.message);
			assert.match(error.message, reason);
			assert.ok(error.message.startsWith(at === '' ? 'the record' : at));
			return true;
		},
	);
}

const PROTOCOL = '/protocolSection';
const DESIGN = `${PROTOCOL}/designModule`;
const FLOW = '/resultsSection/participantFlowModule';
const EVENTS = '/resultsSection/adverseEventsModule';
const count = (placebo: number | string, other: number | string): object[] => [
	{ groupId: 'FG000', numSubjects: String(placebo) },
	{ groupId: 'FG001', numSubjects: String(other) },
];

describe('a record of a registry', () => {
	it('should be read as far as a chain can be told of it', () => {
		const record = read(own('completed'));
		assert.deepEqual(
			{
				...record,
				arms: record.arms.map(({ label }) => label),
				enrolment: record.enrolment.count,
				periods: record.periods.map(({ title }) => title),
				events: record.events.map(({ serious, other, deaths }) => [serious, other, deaths]),
			},
			{
				nctId: 'NCT99900001',
				euCtNumber: '2099-500001-14-00',
				sponsorNumber: 'GALEN-SYN-01',
				title:
					'A Randomised, Double-Blind, Placebo-Controlled Trial of Examplimab in Adults ' +
					'With Invented Disease',
				status: 'COMPLETED',
				phase: 'PHASE2/PHASE3',
				purpose: 'TREATMENT',
				allocation: 'RANDOMIZED',
				masking: 'DOUBLE',
				arms: ['Placebo', 'Examplimab 50 mg'],
				enrolment: 24,
				hasMonitoringBoard: true,
				periods: ['Treatment', 'Follow-up'],
				events: [
					[2, 4, 0],
					[2, 5, 1],
				],
			},
		);
	});

	it('should be read without results, and without anybody enrolled', () => {
		const record = read(own('withdrawn'));
		assert.deepEqual(
			[
				record.status,
				record.enrolment.count,
				record.periods,
				record.events,
				record.arms.length,
			],
			['WITHDRAWN', 0, [], [], 1],
		);
		assert.equal(record.euCtNumber, undefined);
		assert.deepEqual(replayOf(record), { screened: 0, notEnrolled: 0, subjects: [] });
	});

	it('should be refused with the place and the reason', () => {
		const identification = `${PROTOCOL}/identificationModule`;
		const arms = `${PROTOCOL}/armsInterventionsModule/armGroups`;
		refused('required', PROTOCOL, /is missing/, PROTOCOL, undefined);
		refused('type', PROTOCOL, /of type array instead of an object/, PROTOCOL, []);
		for (const bad of ['NCT123', 'nct99900001', 'NCT999000011']) {
			const at = `${identification}/nctId`;
			refused('identifier', at, /not NCT and eight digits/, at, bad);
		}
		const secondary = `${identification}/secondaryIdInfos/0/id`;
		refused('identifier', secondary, /not as EU CT numbers/, secondary, '2099-400001-14-00');
		const type = `${DESIGN}/studyType`;
		refused('not-expressible', type, /OBSERVATIONAL: only trials/, type, 'OBSERVATIONAL');
		const phases = `${DESIGN}/phases`;
		refused('code', phases, /no two that follow/, phases, ['PHASE1', 'PHASE3']);
		refused('code', phases, /no phase/, phases, []);
		refused('code', `${phases}/0`, /"PHASE9", none of NA/, phases, ['PHASE9']);
		const masking = `${DESIGN}/designInfo/maskingInfo/masking`;
		refused('code', masking, /"SOME", none of NONE/, masking, 'SOME');
		refused('required', masking, /is missing/, masking, undefined);
		const allocation = `${DESIGN}/designInfo/allocation`;
		refused('required', allocation, /is missing/, allocation, undefined);
		refused('contradiction', allocation, /nothing to choose from: 1 arm/, arms, [
			{ label: 'Only' },
		]);
		refused('required', arms, /has no arm/, arms, []);
		refused('duplicate', `${arms}/1/label`, /"Same" again/, arms, [
			{ label: 'Same' },
			{ label: 'Same' },
		]);
		const enrolled = `${DESIGN}/enrollmentInfo/count`;
		for (const bad of [-1, 1.5, '', '1e3', '01', '1234567890']) {
			refused('number', enrolled, /no number of people/, enrolled, bad);
		}
		refused('type', enrolled, /is null instead of a number/, enrolled, null);
		const status = `${PROTOCOL}/statusModule/overallStatus`;
		refused('code', status, /"OVER", none of/, status, 'OVER');
		refused('contradiction', enrolled, /24, but the trial was withdrawn/, status, 'WITHDRAWN');
	});

	it('should be refused where it is no JSON', () => {
		assert.throws(
			() => parseTrialRecord('{"a":1,"a":2}'),
			(error) => error instanceof TrialError && error.code === 'not-json',
		);
	});

	it('should be refused where its numbers do not add up', () => {
		const milestones = `${FLOW}/periods/0/milestones`;
		const left = `${milestones}/2/achievements/1/numSubjects`;
		refused('contradiction', left, /10 started, 7 completed, 2 didn't/, left, '2');
		const reasons = `${FLOW}/periods/0/dropWithdraws/0/reasons`;
		refused(
			'contradiction',
			`${milestones}/2/achievements/0/numSubjects`,
			/is 2, but 3 have a reason/,
			reasons,
			count(2, 0),
		);
		refused(
			'contradiction',
			`${DESIGN}/enrollmentInfo/count`,
			/is 19, but 20 started the first period/,
			`${DESIGN}/enrollmentInfo/count`,
			19,
		);
		refused('required', milestones, /no milestone COMPLETED/, `${milestones}/1/type`, 'OTHER');
		refused('duplicate', `${milestones}/1/type`, /again/, `${milestones}/1/type`, 'STARTED');
		refused(
			'group',
			`${milestones}/0/achievements/0/groupId`,
			/"FG009", none of the groups/,
			`${milestones}/0/achievements/0/groupId`,
			'FG009',
		);
		refused(
			'duplicate',
			`${milestones}/0/achievements/1/groupId`,
			/"FG000" again/,
			`${milestones}/0/achievements/1/groupId`,
			'FG000',
		);
		const groups = `${EVENTS}/eventGroups`;
		const serious = `${groups}/0/seriousNumAffected`;
		refused('contradiction', serious, /is 11, but 10 started/, serious, 11);
		for (const total of [1, 3]) {
			refused(
				'contradiction',
				serious,
				/at least 2 and at most 2 participants/,
				serious,
				total,
			);
		}
		const stats = `${EVENTS}/seriousEvents/0/stats/0`;
		refused(
			'contradiction',
			`${stats}/numEvents`,
			/is 1, but 2 participants/,
			`${stats}/numEvents`,
			1,
		);
		refused('group', `${stats}/groupId`, /none of the groups/, `${stats}/groupId`, 'EG007');
	});

	it('should be refused where no subjects can have had its totals', () => {
		// More who follow up than have completed the treatment.
		const at = `${FLOW}/periods/1/milestones/2/achievements/0/numSubjects`;
		const milestones = [
			['STARTED', 9, 7],
			['COMPLETED', 8, 7],
			['NOT COMPLETED', 1, 0],
		].map(([type, a, b]) => ({ type, achievements: count(a as number, b as number) }));
		refused(
			'not-expressible',
			at,
			/9 who started, but 8 completed what was before/,
			`${FLOW}/periods/1/milestones`,
			milestones,
		);
		const deaths = `${EVENTS}/eventGroups/1/deathsNumAffected`;
		refused('contradiction', deaths, /is 0, but 1 didn't complete because/, deaths, 0);
		refused('not-expressible', deaths, /learns of a death by either/, deaths, 3);
		const groups = `${FLOW}/groups`;
		refused('not-expressible', groups, /3 groups for 2 arms/, groups, [
			{ id: 'FG000', title: 'a' },
			{ id: 'FG001', title: 'b' },
			{ id: 'FG002', title: 'c' },
		]);
	});

	it('should find arms by their titles, whatever the order of the groups', () => {
		const turned = JSON.parse(readFileSync(own('completed'), 'utf8')) as {
			protocolSection: { armsInterventionsModule: { armGroups: Plain[] } };
			resultsSection: { adverseEventsModule: { eventGroups: Plain[] } };
		};
		turned.protocolSection.armsInterventionsModule.armGroups.reverse();
		turned.resultsSection.adverseEventsModule.eventGroups.push({
			id: 'EG002',
			title: 'Total',
		});
		const record = parseTrialRecord(JSON.stringify(turned));
		assert.deepEqual(recordTotals(record), recordTotals(read(own('completed'))).reverse());
	});
});

describe('what is played again', () => {
	it('should have the totals of the record', () => {
		const record = read(own('completed'));
		const { subjects, screened, notEnrolled } = replayOf(record);
		assert.deepEqual([screened, notEnrolled, subjects.length], [24, 4, 20]);
		assert.deepEqual(totalsOf(subjects, 2, 2), recordTotals(record));
		assert.deepEqual(totalsDiffer(recordTotals(record), totalsOf(subjects, 2, 2)), []);
		const [placebo, drug] = recordTotals(record);
		assert.deepEqual(placebo, {
			periods: [
				{
					started: 10,
					completed: 8,
					notCompleted: 2,
					reasons: { AdverseEvent: 1, WithdrawalBySubject: 1 },
				},
				{ started: 8, completed: 7, notCompleted: 1, reasons: { Other: 1 } },
			],
			deaths: 0,
			serious: 2,
			other: 4,
			seriousEvents: 2,
			otherEvents: 7,
		});
		assert.deepEqual([drug?.deaths, drug?.serious, drug?.periods[1]?.completed], [1, 2, 7]);
	});

	it('should be compared number by number', () => {
		const said = recordTotals(read(own('completed')));
		const [first, second] = said as [ArmTotals, ArmTotals];
		const [period, ...others] = first.periods as [PeriodTotals, PeriodTotals];
		const changed: ArmTotals = {
			...first,
			serious: 3,
			periods: [{ ...period, reasons: { AdverseEvent: 1, Death: 1 } }, ...others],
		};
		assert.deepEqual(totalsDiffer(said, [changed, second]), [
			'arm 0.periods.0.reasons.WithdrawalBySubject is 0 instead of 1',
			'arm 0.periods.0.reasons.Death is 1 instead of 0',
			'arm 0.serious is 3 instead of 2',
		]);
		assert.deepEqual(totalsDiffer(said, [first]).slice(0, 1), ['arms is 1 instead of 2']);
		// What isn't said, anything agrees with.
		assert.deepEqual(totalsDiffer([{ ...first, deaths: undefined }], [first]), []);
	});

	it('should be added up where arms are not known apart', () => {
		const said = recordTotals(read(own('completed')));
		assert.deepEqual(combinedTotals(said).periods[0], {
			started: 20,
			completed: 15,
			notCompleted: 5,
			reasons: { AdverseEvent: 1, WithdrawalBySubject: 2, Death: 1, LostToFollowUp: 1 },
		});
		const [first, second] = said as [ArmTotals, ArmTotals];
		const all = combinedTotals([first, { ...second, deaths: undefined }]);
		assert.deepEqual([all.deaths, all.serious, all.otherEvents], [undefined, 4, 13]);
		assert.deepEqual(combinedTotals([first]), first);
	});

	it('should let those die who are said to, of a serious event where they had one', () => {
		const { subjects } = replayOf(read(own('completed')));
		const dead = subjects.filter(({ reason }) => reason === 'Death');
		assert.equal(dead.length, 1);
		assert.ok(dead[0]?.events.some(({ fatal, serious }) => fatal && serious));
		// A death after completion, say, is told by a serious event alone.
		const more = parseTrialRecord(changed(`${EVENTS}/eventGroups/1/deathsNumAffected`, 2));
		assert.deepEqual(totalsOf(replayOf(more).subjects, 2, 2), recordTotals(more));
		assert.equal(recordTotals(more)[1]?.deaths, 2);
	});

	it('should let those leave in between who complete a period and do not start the next', () => {
		const milestones = [
			['STARTED', 6, 7],
			['COMPLETED', 6, 7],
			['NOT COMPLETED', 0, 0],
		].map(([type, a, b]) => ({ type, achievements: count(a as number, b as number) }));
		const period = { title: 'Follow-up', milestones };
		const record = parseTrialRecord(changed(`${FLOW}/periods/1`, period));
		const { subjects } = replayOf(record);
		assert.deepEqual(totalsDiffer(recordTotals(record), totalsOf(subjects, 2, 2)), []);
		const left = subjects.filter(({ periods, completed }) => periods === 1 && completed === 1);
		assert.deepEqual(
			left.map(({ arm, reason }) => [arm, reason]),
			[
				[0, 'Other'],
				[0, 'Other'],
			],
		);
	});

	it('should be as many as started where the record says only how many were hoped for', () => {
		const record = parseTrialRecord(changed(`${DESIGN}/enrollmentInfo/type`, 'ESTIMATED'));
		const { screened, notEnrolled } = replayOf(record);
		assert.deepEqual([screened, notEnrolled], [20, 0]);
	});

	it('should take reasons that the chain has no code for as others', () => {
		assert.equal(offStudyReason('Withdrawal by Subject'), 'WithdrawalBySubject');
		assert.equal(offStudyReason('Lack of Efficacy'), 'LackOfEfficacy');
		assert.equal(offStudyReason('Pregnancy'), 'Other');
		assert.equal(offStudyReason('moved away'), 'Other');
	});

	it('should have the totals of whatever events there were', () => {
		for (const [affected, terms] of [
			[5, [5]],
			[5, [3, 4]],
			[7, [1, 1, 1, 4]],
			[10, [10, 1, 1]],
		] as [number, number[]][]) {
			const record = JSON.parse(
				changed(`${EVENTS}/eventGroups/0/otherNumAffected`, affected),
			) as {
				resultsSection: { adverseEventsModule: Plain };
			};
			record.resultsSection.adverseEventsModule['otherEvents'] = terms.map((each, at) => ({
				term: `term ${at}`,
				stats: [
					{ groupId: 'EG000', numAffected: each, numEvents: each + at },
					{ groupId: 'EG001', numAffected: 5 },
				],
			}));
			const read = parseTrialRecord(JSON.stringify(record));
			assert.deepEqual(totalsOf(replayOf(read).subjects, 2, 2), recordTotals(read));
		}
	});
});

describe('real records', { skip: !existsSync(shared('NCT00763412')) }, () => {
	it('should be replayed: one that was completed, without reasons and without events', () => {
		const record = read(shared('NCT00763412'));
		assert.deepEqual([record.phase, record.masking], ['NA', 'QUADRUPLE']);
		// 31 agreed to take part; 16 of them were randomised.
		const { screened, notEnrolled, subjects } = replayOf(record);
		assert.deepEqual([screened, notEnrolled, subjects.length], [31, 15, 16]);
		const arm = {
			periods: [{ started: 8, completed: 4, notCompleted: 4, reasons: undefined }],
			deaths: 0,
			serious: 0,
			other: 0,
			seriousEvents: 0,
			otherEvents: 0,
		};
		assert.deepEqual(recordTotals(record), [arm, arm]);
		assert.deepEqual(totalsDiffer([arm, arm], totalsOf(subjects, 2, 1)), []);
		assert.ok(subjects.every(({ reason }) => ['Completed', 'Other'].includes(reason)));
	});

	it('should be replayed: one that was withdrawn', () => {
		const record = read(shared('NCT00973089'));
		assert.deepEqual([record.status, record.masking], ['WITHDRAWN', 'SINGLE']);
		assert.equal(record.arms.length, 2);
		assert.deepEqual(replayOf(record).subjects, []);
	});
});
