// SPDX-License-Identifier: Apache-2.0

/** Trials: registries' records, who plays them, and what a chain knows of them in the end. */

import {
	type OffStudyReason,
	parseTrialRecord,
	participantFlow,
	type PlannedSubject,
	publicDigest,
	REPLAY_FORMS,
	registrationCall,
	replayOf,
	SYSTEMS,
	TrialError,
	type TrialRecord,
} from '@galen/sdk';
import type { KeyringPair } from '@polkadot/keyring/types';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Employee, freshAccount, Institution } from './actors.js';
import type { Chain, Included } from './chain.js';

// From `tests/e2e/dist/lib`.
const root = new URL('../../../../', import.meta.url);

/** A record of the project's own. */
export const ownTrial = (name: string): string =>
	fileURLToPath(new URL(`tests/data/trials/${name}.json`, root));

/** Reads a record, and finds out whether it can be played. Throws {@link TrialError}. */
export function readTrial(name: string): TrialRecord {
	let bytes: Uint8Array;
	try {
		bytes = readFileSync(name);
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code;
		throw new TrialError('not-json', '', `can not be read (${code})`, { cause: error });
	}
	const record = parseTrialRecord(bytes);
	replayOf(record);
	participantFlow(record);
	registrationCall(record, { registrar: { institution: 0, key: '0x' } }, publicDigest(''));
	return record;
}

/** A hospital that takes part. */
export interface Site {
	readonly institution: Institution;
	readonly investigator: KeyringPair;
	readonly colleague: KeyringPair;
	readonly officer: KeyringPair;
	readonly records: KeyringPair;
}

export interface Cast {
	readonly sponsor: Institution;
	readonly representative: KeyringPair;
	readonly committee: Institution;
	readonly reviewer: KeyringPair;
	readonly registrar: Institution;
	readonly registrarOfficer: KeyringPair;
	/** What signs tokens. */
	readonly registrarKey: KeyringPair;
	readonly statistics: Institution;
	readonly statistician: KeyringPair;
	readonly sites: readonly [Site, Site];
}

export async function casting(chain: Chain): Promise<{ cast: Cast; last: Included }> {
	const [sponsor, committee, registrar, statistics, ...hospitals] = (await Institution.admitAll(
		chain,
		[
			{ kinds: ['Sponsor'], votingClass: 'Industry' },
			{ kinds: ['EthicsCommittee'], votingClass: 'PublicBodies' },
			{},
			{ kinds: ['Sponsor'], votingClass: 'Industry' },
			{},
			{},
		],
	)) as [Institution, Institution, Institution, Institution, Institution, Institution];
	const [ofSponsor, ofCommittee, ofRegistrar, ofStatistics, ...ofHospitals] = await Promise.all([
		sponsor.hire('SponsorRepresentative'),
		committee.hire('EthicsReviewer'),
		registrar.hire('RegistrationOfficer'),
		statistics.hire('Statistician'),
		...hospitals.map((hospital) =>
			hospital.hire('Investigator', 'Investigator', 'RegistrationOfficer', 'RecordsOfficer'),
		),
	]);
	const account = ({ staff }: { staff: Employee[] } | undefined = { staff: [] }, at = 0) =>
		(staff[at] as Employee).account;
	const sites = hospitals.map(
		(institution, at): Site => ({
			institution,
			investigator: account(ofHospitals[at], 0),
			colleague: account(ofHospitals[at], 1),
			officer: account(ofHospitals[at], 2),
			records: account(ofHospitals[at], 3),
		}),
	) as [Site, Site];
	const cast: Cast = {
		sponsor,
		representative: account(ofSponsor),
		committee,
		reviewer: account(ofCommittee),
		registrar,
		registrarOfficer: account(ofRegistrar),
		registrarKey: freshAccount('ed25519'),
		statistics,
		statistician: account(ofStatistics),
		sites,
	};
	return { cast, last: ofHospitals[0]?.issued.at(-1) as Included };
}

/** What everybody signs at the own hospital. */
export function researchConsent(): string {
	return JSON.stringify({
		resourceType: 'Consent',
		status: 'active',
		scope: { coding: [{ system: SYSTEMS.scope, code: 'research' }] },
		category: [{ coding: [{ system: 'http://loinc.org', code: '57016-8' }] }],
		patient: { reference: 'Patient/me' },
		dateTime: new Date().toISOString(),
		performer: [{ reference: 'Patient/me' }],
		organization: [{ reference: 'Organization/site' }],
		sourceReference: { reference: 'DocumentReference/form' },
		policy: [{ uri: 'urn:galen:policy:deny' }],
		provision: {
			type: 'permit',
			extension: [
				{ url: SYSTEMS.study, valueReference: { reference: 'ResearchStudy/this' } },
			],
			actor: [
				{
					role: { coding: [{ system: SYSTEMS.participation, code: 'IRCP' }] },
					reference: { reference: 'Organization/site' },
				},
			],
			purpose: [{ system: SYSTEMS.purpose, code: 'CLINTRCH' }],
		},
	});
}

/** The parts of answers that are looked at, as polkadot.js writes them. */
export interface StudyJson {
	readonly study: {
		readonly status: string;
		readonly flow: { readonly screened: number; readonly enrolled: number };
	};
}

export interface SubjectJson {
	readonly subject: {
		readonly enrolled: object | null;
		readonly left: readonly [departure: Readonly<Record<string, string>>, at: number] | null;
	};
	readonly status: string;
	readonly consentWithdrawn: boolean;
}

interface EventJson {
	readonly event: {
		readonly subject: number;
		readonly facts: {
			readonly case: { readonly isSerious: boolean; readonly outcome: string };
		};
	};
}

const reasonOf = (departure: Readonly<Record<string, string>> = {}): OffStudyReason => {
	if ('withdrawn' in departure) {
		return 'WithdrawalBySubject';
	}
	const { offStudy } = departure;
	assert.ok(
		offStudy !== undefined,
		`nobody who was enrolled leaves so: ${JSON.stringify(departure)}`,
	);
	return offStudy as OffStudyReason;
};

/** Asks the chain: a view of trials by its name. */
export type Ask = (name: string, ...args: unknown[]) => Promise<unknown>;

/**
 * The subjects that were enrolled, as the chain knows them.
 *
 * @param study whose lists are open, if it is `randomised`; otherwise everybody is in arm 0
 */
export async function enrolledSubjects(
	ask: Ask,
	study: number,
	{ periods, randomised, screened }: { periods: number; randomised: boolean; screened: number },
): Promise<PlannedSubject[]> {
	const { events } = (await ask('safety', study)) as { events: number };
	const reported = (await Promise.all(
		Array.from({ length: events }, (_, at) => ask('adverseEvent', study, at)),
	)) as EventJson[];
	const subjectOf = async (number: number): Promise<PlannedSubject | undefined> => {
		const { subject } = (await ask('subject', study, number)) as SubjectJson;
		if (subject.enrolled === null) {
			return undefined;
		}
		const visits = async (form: number): Promise<number> => {
			const found = await Promise.all(
				Array.from({ length: periods }, (_, at) =>
					ask('capture', study, number, { visit: at + 1, form }),
				),
			);
			return found.filter((capture) => capture !== null).length;
		};
		const arm = randomised ? ((await ask('arm', study, number, 0)) as { arm: number }).arm : 0;
		return {
			arm,
			periods: await visits(REPLAY_FORMS.started),
			completed: await visits(REPLAY_FORMS.completed),
			reason: reasonOf(subject.left?.[0]),
			events: reported
				.filter(({ event }) => event.subject === number)
				.map(({ event: { facts } }) => ({
					serious: facts.case.isSerious,
					term: '',
					fatal: facts.case.outcome === 'Fatal',
				})),
		};
	};
	const all = await Promise.all(Array.from({ length: screened }, (_, at) => subjectOf(at)));
	return all.filter((subject) => subject !== undefined);
}
