// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
	eventFacts,
	offStudyReason,
	OVERALL_STATUSES,
	type OverallStatus,
	parseTrialRecord,
	participantFlow,
	periodCalls,
	type PlannedSubject,
	protocolTerms,
	publicDigest,
	registrationCall,
	replayOf,
	SERIOUSNESS,
	statusCalls,
	studyTerms,
	toHex,
	TrialError,
	type TrialRecord,
} from '../src/index.js';

// From `sdk/dist/test`.
const root = new URL('../../../', import.meta.url);
const own = (name: string): TrialRecord =>
	parseTrialRecord(readFileSync(new URL(`tests/data/trials/${name}.json`, root)));
const shared = (name: string): URL => new URL(`../shared/data/trials/${name}.json`, root);
const sha = (text: string): string => toHex(createHash('sha256').update(text).digest());
const ascii = (text: string): string => toHex(Buffer.from(text));
const registrar = { institution: 7, key: `0x${'01'.repeat(32)}` } as const;
const document = publicDigest('protocol, version 1');

describe('a record as calls', () => {
	it('should say what the record says, and leave the rest to the sponsor', () => {
		const record = own('completed');
		assert.deepEqual(studyTerms(record, { registrar }), {
			nct: ascii('NCT99900001'),
			euCt: ascii('2099-500001-14-00'),
			sponsorNumber: ascii('GALEN-SYN-01'),
			title: { algorithm: 'Sha2_256', bytes: sha(record.title) },
			phase: 'Phase2Phase3',
			purpose: 'Treatment',
			masking: 'Double',
			allocation: 'Randomized',
			arms: ['Placebo', 'Examplimab 50 mg'].map(publicDigest),
			points: 1,
			registrar,
			statistics: null,
			monitors: [],
			quorum: 0,
			sponsorPays: 0,
			kit: null,
			criteria: [],
		});
		const more = studyTerms(record, {
			registrar,
			statistics: 9,
			monitors: ['a', 'b', 'c'],
			sponsorPays: 5,
			kit: '09506000134352',
			points: 2,
			criteria: [{ field: '/age', least: 18, most: 2n ** 64n - 1n }],
		});
		assert.deepEqual(
			[more.statistics, more.monitors.length, more.quorum, more.sponsorPays, more.points],
			[9, 3, 2, 5, 2],
		);
		assert.equal(more.kit, '9506000134352');
		assert.deepEqual(more.criteria, [
			{ field: ascii('/age'), least: '18', most: '18446744073709551615' },
		]);
	});

	it('should be one arm, and nothing to randomise, where it is so', () => {
		const record = own('withdrawn');
		const terms = studyTerms(record, { registrar });
		assert.deepEqual(
			[terms.euCt, terms.phase, terms.masking, terms.allocation, terms.points],
			[null, 'Phase1', 'Open', 'NotApplicable', 0],
		);
		assert.equal(terms.arms.length, 1);
		assert.equal(protocolTerms(record, document).target, 1, 'a study needs a target');
		assert.deepEqual(participantFlow(record), []);
	});

	it('should be refused for what the chain can not take', () => {
		const record = own('completed');
		const refused = (changed: Partial<TrialRecord>, path: RegExp): void =>
			assert.throws(
				() => {
					const all = { ...record, ...changed };
					studyTerms(all, { registrar });
					participantFlow(all);
				},
				(error) =>
					error instanceof TrialError &&
					error.code === 'not-expressible' &&
					path.test(error.path),
			);
		for (const sponsorNumber of ['', 'A B', 'Ä1', 'x'.repeat(33)]) {
			refused({ sponsorNumber }, /orgStudyIdInfo\/id$/);
		}
		const [arm] = record.arms;
		assert.ok(arm !== undefined);
		const arms = Array.from({ length: 17 }, () => arm);
		refused({ arms }, /armGroups$/);
		const [period] = record.periods;
		assert.ok(period !== undefined);
		refused({ periods: Array.from({ length: 33 }, () => period) }, /periods$/);
	});

	it('should begin with the study and its protocol', () => {
		const record = own('completed');
		const { call, args } = registrationCall(record, { registrar }, document);
		assert.equal(call, 'clinicalTrials.registerStudy');
		assert.deepEqual(args, [
			studyTerms(record, { registrar }),
			{ document, substantial: true, reconsentFrom: null, target: 24 },
		]);
	});

	it('should lead to where the record says that the study stands', () => {
		const names = (status: OverallStatus): string[] =>
			statusCalls({ ...own('withdrawn'), status }, 3).map(({ call, args }) => {
				assert.equal(args[0], 3);
				return [call.replace('clinicalTrials.', ''), ...args.slice(1)].join(' ');
			});
		assert.deepEqual(Object.fromEntries(OVERALL_STATUSES.map((each) => [each, names(each)])), {
			NOT_YET_RECRUITING: [],
			RECRUITING: ['activate'],
			ENROLLING_BY_INVITATION: ['activate'],
			ACTIVE_NOT_RECRUITING: ['activate', 'close ToAccrual'],
			SUSPENDED: ['activate', 'halt Accrual SponsorDecision'],
			TERMINATED: ['activate', 'terminate SponsorDecision'],
			COMPLETED: [
				'activate',
				'close ToAccrual',
				'close ToAccrualAndIntervention',
				'complete',
			],
			WITHDRAWN: ['withdrawStudy'],
			UNKNOWN: [],
		});
	});

	it('should tell of each subject what happens in each period', () => {
		const said = new Set<string>();
		const context = {
			study: 3,
			number: 8,
			now: 99,
			digest: (of: string) => {
				said.add(of);
				return document;
			},
		};
		const happens = (subject: PlannedSubject, period: number): string[] =>
			periodCalls(subject, period, context).map(({ call, args }) => {
				const [study, number, first] = args;
				assert.deepEqual([study, number], [3, 8]);
				const what = typeof first === 'string' ? first : '';
				return `${call.replace('clinicalTrials.', '')} ${what}`.trim();
			});
		const { subjects } = replayOf(own('completed'));
		const of = (reason: string): PlannedSubject => {
			const found = subjects.find((subject) => subject.reason === reason);
			assert.ok(found !== undefined, reason);
			return { ...found, events: found.events.slice(0, 1) };
		};
		const completed = { ...of('Completed'), events: [] };
		assert.deepEqual(
			[0, 1, 2].map((period) => happens(completed, period)),
			[
				['captureData', 'captureData'],
				['captureData', 'captureData', 'takeOffStudy Completed'],
				[],
			],
		);
		assert.deepEqual(happens(of('Death'), 0), [
			'captureData',
			'reportAdverseEvent',
			'takeOffStudy Death',
		]);
		assert.deepEqual(happens(of('Death'), 1), []);
		assert.equal(happens(of('WithdrawalBySubject'), 0).at(-1), 'withdrawSubject KeepCollected');
		assert.deepEqual(happens(of('Other'), 1).slice(-1), ['takeOffStudy Other']);
		assert.ok(said.has('visit 1, form 1') && said.has('visit 2, form 2'));
	});

	it('should have a flow in which nobody gets lost', () => {
		const flow = participantFlow(own('completed'));
		assert.deepEqual(flow[1], {
			period: 0,
			arm: 1,
			started: 10,
			completed: 7,
			notCompleted: 3,
			reasons: [
				{ reason: 'Death', count: 1 },
				{ reason: 'LostToFollowUp', count: 1 },
				{ reason: 'WithdrawalBySubject', count: 1 },
			],
		});
		assert.equal(flow.length, 4);
		for (const { started, completed, notCompleted, reasons } of flow) {
			assert.equal(started, completed + notCompleted);
			assert.equal(
				reasons.reduce((sum, { count }) => sum + count, 0),
				notCompleted,
			);
			assert.ok(reasons.every(({ reason }) => offStudyReason(reason) !== 'Completed'));
		}
	});

	it('should report events as the chain takes them', () => {
		const said = {
			onset: 1,
			aware: 2,
			suspect: { Other: document },
			narrative: document,
		};
		const facts = (serious: boolean, fatal: boolean): unknown =>
			eventFacts({ serious, fatal, term: '' }, said).case;
		assert.deepEqual(facts(false, false), {
			isSerious: false,
			criteria: 0,
			expectedness: 'Expected',
			causality: 'Unlikely',
			outcome: 'Resolved',
		});
		assert.deepEqual(facts(true, true), {
			isSerious: true,
			criteria: SERIOUSNESS.death,
			expectedness: 'Unexpected',
			causality: 'Possible',
			outcome: 'Fatal',
		});
		const serious = eventFacts({ serious: true, fatal: false, term: '' }, said);
		assert.equal(serious.case.criteria, SERIOUSNESS.medicallyImportant);
		assert.deepEqual([serious.onset, serious.aware], [1, 2]);
	});

	it('should work for real records', { skip: !existsSync(shared('NCT00763412')) }, () => {
		for (const [name, target, rows] of [
			['NCT00763412', 31, 2],
			['NCT00973089', 1, 0],
		] as const) {
			const record = parseTrialRecord(readFileSync(shared(name)));
			const terms = studyTerms(record, { registrar });
			assert.deepEqual([terms.nct, terms.phase], [ascii(name), 'NotApplicable']);
			assert.equal(protocolTerms(record, document).target, target);
			const flow = participantFlow(record);
			assert.equal(flow.length, rows);
			// Reasons that the record doesn't have aren't made up.
			assert.ok(flow.every(({ reasons }) => reasons.length === 0));
		}
	});
});
