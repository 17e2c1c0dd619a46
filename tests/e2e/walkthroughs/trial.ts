// SPDX-License-Identifier: Apache-2.0
// about: a registry's record, registered and played again to its totals, with sealed arms

/**
 * A clinical trial as a registry tells of it. The record is registered, an ethics committee of another
 * institution approves it, two hospitals open, and a statistician seals the list of arms before anybody
 * is enrolled. Then as many people as in the record consent, are screened, enrolled with a registrar's
 * token and randomised, and go through its periods: data, adverse events, departures. In the end the
 * database is locked, the list is opened and checked by the chain, and what the chain has counted is
 * compared with the record's own totals, number by number.
 */

import {
	AllocationList,
	armsArgument,
	combinedTotals,
	consentFromFhir,
	documentCommitment,
	type Digest,
	digest,
	type Hex,
	participantFlow,
	patientId,
	periodCalls,
	permutedBlocks,
	type PlannedSubject,
	randomSalt,
	recordTotals,
	RegistrarKey,
	REPLAY_FORMS,
	registrationCall,
	replayOf,
	signClaim,
	signToken,
	statusCalls,
	studyDuties,
	toHex,
	totalsDiffer,
	totalsOf,
	type ArmTotals,
	type TrialCall,
	type TrialRecord,
	verifyingKey,
} from '@galen/sdk';
import type { KeyringPair } from '@polkadot/keyring/types';
import { randomAsU8a } from '@polkadot/util-crypto';
import assert from 'node:assert/strict';
import { freshAccount, type Institution } from '../lib/actors.js';
import { type Call, type Chain, type EventFields, type Included, short } from '../lib/chain.js';
import type { Printer } from '../lib/printer.js';
import {
	type Cast,
	casting,
	enrolledSubjects,
	researchConsent,
	type Site,
	type StudyJson,
	type SubjectJson,
} from '../lib/trials.js';

const DAY = 24 * 3_600_000;
/** How many calls go into one batch. */
const BATCH = 80;
/** Whose numbers identify people here: nobody's. */
const SYSTEM = 'urn:example:galen:person';

/** What principal investigators delegate. */
const COLLEAGUES_DUTIES = studyDuties(
	'Screening',
	'EligibilityAttestation',
	'Enrolment',
	'DataCapture',
	'Unblinding',
);

/** What came of a record, for tests. */
export interface Outcome {
	readonly nctId: string;
	readonly study: number;
	/** Where the study stands in the end. */
	readonly status: string;
	readonly refusals: readonly string[];
	readonly screened: number;
	readonly enrolled: number;
	/** What the chain has counted, arm by arm. */
	readonly totals: readonly ArmTotals[];
	/** Where that differs from the record. */
	readonly differences: readonly string[];
	/** What was found of lists that were opened out of order, before they were opened as sealed. */
	readonly openings: readonly string[];
	/** What the chain said to who was told an arm: the right one, another. */
	readonly told: readonly string[];
}

/** What somebody's part in the story is. */
type Part =
	/** Is enrolled, and goes through the record's periods. */
	| 'enrolled'
	/** Isn't eligible. */
	| 'excluded'
	/** Signs nothing. */
	| 'unsigned'
	/** Signs, and gives no directive that permits research. */
	| 'undirected'
	/** Has another pseudonym as well. */
	| 'twin';

/** Somebody, at a hospital. */
interface Person {
	readonly part: Part;
	readonly site: number;
	readonly account: KeyringPair;
	readonly patient: Hex;
	/** What identifies the person, whatever the pseudonym. */
	readonly identifier: string;
	/** The directive that permits research. */
	consent?: string;
	/** The number in the study. */
	number?: number;
	/** What becomes of the person, if enrolled. */
	plan?: PlannedSubject;
}

export async function run(
	chain: Chain,
	records: readonly TrialRecord[],
	printer: Printer,
): Promise<Outcome[]> {
	printer.stage('A sponsor, an ethics committee, a registrar, statisticians, two hospitals');
	const { cast, last } = await casting(chain);
	const { sponsor, committee, registrar, statistics, sites } = cast;
	printer.done(
		`Sponsor ${sponsor.id}, committee ${committee.id}, registrar ${registrar.id}, ` +
			`statisticians of ${statistics.id}, hospitals ` +
			sites.map(({ institution }) => institution.id).join(' and '),
		last,
	);
	const outcomes: Outcome[] = [];
	for (const record of records) {
		outcomes.push(await new Play(chain, printer, cast, record).run());
	}
	printer.summary(
		outcomes.map(({ nctId, status, screened, enrolled, differences }) =>
			[
				`${nctId}: ${status}, ${screened} screened, ${enrolled} enrolled`,
				differences.length === 0 ? 'as the record has it' : `but ${differences.join('; ')}`,
			].join(', '),
		),
	);
	const [wrong] = outcomes.flatMap(({ differences }) => differences);
	if (wrong !== undefined) {
		throw new Error(`the chain has counted otherwise than the record: ${wrong}`);
	}
	return outcomes;
}

/** A record, played. */
class Play {
	#refusals: string[] = [];
	#openings: string[] = [];
	#told: string[] = [];
	#study = 0;
	#key: RegistrarKey | undefined;
	#people: Person[] = [];
	#lists: AllocationList[] = [];
	readonly #sites: readonly Site[];
	readonly #replay;

	constructor(
		private readonly chain: Chain,
		private readonly printer: Printer,
		private readonly cast: Cast,
		private readonly record: TrialRecord,
	) {
		this.#replay = replayOf(record);
		const few = this.#replay.subjects.length < 4;
		this.#sites = few ? cast.sites.slice(0, 1) : cast.sites;
	}

	async run(): Promise<Outcome> {
		await this.#register();
		if (this.#replay.subjects.length === 0) {
			await this.#endWithoutSubjects();
		} else {
			await this.#open();
			await this.#consent();
			await this.#screen();
			await this.#enrol();
			await this.#close();
			for (let period = 0; period < this.record.periods.length; period += 1) {
				await this.#period(period);
			}
			await this.#lock();
			await this.#openLists();
			await this.#publish();
		}
		return this.#compare();
	}

	// --- Before anybody takes part ---

	async #register(): Promise<void> {
		const { cast, printer, record } = this;
		const { arms, enrolment, masking, nctId, status } = record;
		printer.stage(`${nctId}: registered, as the registry has it`);
		printer.note(`"${record.title}"`);
		printer.note(
			`${arms.length} arms, masking ${masking.toLowerCase()}, ${status.toLowerCase()}; ` +
				`${enrolment.count} ${enrolment.actual ? 'have agreed' : 'were to agree'} to take part, ` +
				`${this.#replay.subjects.length} have started`,
		);
		const registration = registrationCall(
			record,
			{
				registrar: {
					institution: cast.registrar.id,
					key: toHex(cast.registrarKey.publicKey),
				},
				statistics: cast.statistics.id,
			},
			this.#digest('protocol, version 1'),
		);
		const registered = await this.#do(cast.representative, registration);
		this.#study = Number(
			registered.event('clinicalTrials.StudyRegistered')['study']?.toString(),
		);
		this.#key = new RegistrarKey({ chainId: this.#chainId, study: this.#study });
		printer.done(`Study ${this.#study}, with the first version of its protocol`, registered);
		const submitted = await this.#batch(cast.representative, [
			this.#call('submit', cast.committee.id),
			...this.#sites.map(({ institution, investigator }) =>
				this.#call('initiateSite', institution.id, investigator.address, cast.committee.id),
			),
		]);
		printer.done('Submitted for review, and sites named', submitted);
		const [first] = this.#sites;
		await Promise.all([
			this.#refused(
				'Registering it again',
				cast.representative,
				this.#make(registration),
				'ClinicalTrials.AlreadyRegistered',
			),
			this.#refused(
				'Opening a site that nobody has approved',
				(first as Site).investigator,
				this.#call('openSite'),
				'ClinicalTrials.NotApproved',
			),
		]);
		const now = await this.chain.now();
		const reviewed = await this.#submit(
			cast.reviewer,
			this.#call('review', 1, {
				decision: 'Approved',
				sites: { These: this.#sites.map(({ institution }) => institution.id) },
				from: now,
				until: now + 365 * DAY,
				document: this.#digest('letter of approval'),
			}),
		);
		printer.done('The committee approves the version, for these sites and a year', reviewed);
	}

	async #endWithoutSubjects(): Promise<void> {
		const { cast, printer, record } = this;
		const { representative } = cast;
		printer.stage(`Nobody is enrolled: ${record.status.toLowerCase().replaceAll('_', ' ')}`);
		const calls = statusCalls(record, this.#study).map((call) => this.#make(call));
		if (calls.length > 0) {
			printer.done('So it is now', await this.#batch(representative, calls));
		}
		if (record.status === 'WITHDRAWN') {
			await this.#refused(
				'Opening it after all',
				representative,
				this.#call('activate'),
				'ClinicalTrials.ImpossibleTransition',
			);
		}
	}

	async #open(): Promise<void> {
		const { cast, chain, printer, record } = this;
		const { allocation, arms } = record;
		const randomises = allocation === 'RANDOMIZED';
		printer.stage(
			`Open for accrual${randomises ? '; the arms are sealed before anybody is enrolled' : ''}`,
		);
		if (randomises) {
			this.#lists = this.#sites.map((_, stratum) => {
				const planned = this.#plannedAt(stratum);
				const counts = arms.map(
					(_, arm) => planned.filter((each) => each.arm === arm).length,
				);
				const used = counts.flatMap((count, arm) => (count > 0 ? [arm] : []));
				// One block of all: registries don't tell the sizes, and its numbers are the record's.
				const order =
					used.length > 1
						? permutedBlocks({
								ratio: used.map((arm) => counts[arm] as number),
								multiples: [1],
								length: planned.length,
							})
						: planned.map(() => 0);
				return new AllocationList(
					{ chainId: this.#chainId, study: this.#study, point: 0, stratum },
					order.map((at) => used[at] as number),
				);
			});
		}
		const commits = this.#lists.map((list, stratum) =>
			this.#named('commitList', this.#listId(stratum), list.root, list.length),
		);
		const [activated, opened, , committed] = await Promise.all([
			this.#submit(cast.representative, this.#call('activate')),
			Promise.all(
				this.#sites.map(({ investigator, colleague }) =>
					this.#batch(investigator, [
						this.#call('openSite'),
						this.#call('delegate', colleague.address, COLLEAGUES_DUTIES, null),
					]),
				),
			),
			Promise.all(
				this.#sites.map(({ records }) =>
					this.#submit(records, chain.call('consent.releaseForStudy', this.#study)),
				),
			),
			commits.length === 0 ? undefined : this.#batch(cast.statistician, commits),
			this.#openPeople(),
		]);
		printer.done('The study is active', activated);
		opened.forEach((included, at) =>
			printer.done(
				`Hospital ${this.#sites[at]?.institution.id} is open; duties are delegated`,
				included,
			),
		);
		if (committed !== undefined) {
			const roots = this.#lists.map(({ root }) => short(root.bytes)).join(' and ');
			printer.done(`Arms in permuted blocks, a list for each hospital: ${roots}`, committed);
		}
	}

	/** A pseudonym for everybody, claimed with the account that is the person's own. */
	async #openPeople(): Promise<void> {
		const { chain } = this;
		const { notEnrolled } = this.#replay;
		const all = this.#sites.length;
		const expires = (await chain.now()) + 3_600_000;
		const wanted: { part: Part; site: number }[] = [
			...this.#sites.flatMap((_, site) =>
				this.#plannedAt(site).map(() => ({ part: 'enrolled' as const, site })),
			),
			// One of those who aren't enrolled is somebody who is already.
			...Array.from({ length: Math.max(notEnrolled - 1, 0) }, (_, at) => ({
				part: 'excluded' as const,
				site: at % all,
			})),
			{ part: 'unsigned', site: 0 },
			{ part: 'undirected', site: 0 },
			{ part: 'twin', site: all - 1 },
		];
		const calls: Call[][] = this.#sites.map(() => []);
		this.#people = wanted.map(({ part, site }, at) => {
			const { officer } = this.#sites[site] as Site;
			const [nonce, claimKey, account] = [randomAsU8a(32), freshAccount(), freshAccount()];
			const patient = patientId(officer.address, nonce);
			const claim = {
				chainId: this.#chainId,
				patient,
				claimant: account.address,
				expires,
			};
			calls[site]?.push(
				chain.call('patients.open', toHex(nonce), verifyingKey(claimKey)),
				chain.call(
					'patients.claim',
					patient,
					account.address,
					expires,
					signClaim(claimKey, claim),
				),
			);
			const identifier = `P-${String(part === 'twin' ? 0 : at).padStart(6, '0')}`;
			return { part, site, account, patient, identifier };
		});
		await Promise.all(
			this.#sites.map(({ officer }, site) => this.#batches(officer, calls[site] as Call[])),
		);
	}

	async #consent(): Promise<void> {
		const { chain, printer } = this;
		printer.stage('Everybody consents: to the use of data for this study, and to its protocol');
		const signed = await Promise.all(
			this.#people
				.filter(({ part }) => part !== 'unsigned')
				.map(async (person) => {
					const { institution } = this.#sites[person.site] as Site;
					const sign = this.#call(
						'signConsent',
						institution.id,
						person.patient,
						1,
						this.#digest(`form signed by ${person.patient}`),
					);
					if (person.part === 'undirected') {
						return this.#submit(person.account, sign);
					}
					const { directive, source } = consentFromFhir(researchConsent(), {
						context: institution.context,
						references: {
							'Patient/me': { Patient: person.patient },
							'Organization/site': { Institution: institution.id },
							'ResearchStudy/this': { Study: this.#study },
						},
					});
					const included = await this.#batch(person.account, [
						chain.call('consent.grant', person.patient, directive, source, null),
						sign,
					]);
					person.consent = included.event('consent.Granted')['consent']?.toString() ?? '';
					return included;
				}),
		);
		const last = latest(signed);
		printer.done(
			`${signed.length} persons, each by an account of the own that never held a token`,
			last,
		);
		printer.note('a FHIR Consent each, which stays with the hospital, and a signed form');
		printer.note('records officers have released their hospitals’ data for the study');
	}

	async #screen(): Promise<void> {
		const { printer } = this;
		printer.stage('Screening');
		const [first] = this.#sites as [Site];
		const screen = ({ patient }: Person): Call => this.#call('screen', patient);
		const [unsigned, undirected] = (['unsigned', 'undirected'] as const).map(
			(part) => this.#people.find((person) => person.part === part) as Person,
		) as [Person, Person];
		await Promise.all([
			this.#refused(
				'Screening somebody who has signed nothing',
				first.investigator,
				screen(unsigned),
				'ClinicalTrials.NotSigned',
			),
			this.#refused(
				'Screening somebody whose data may not be used',
				first.colleague,
				screen(undirected),
				'ClinicalTrials.NoConsent',
			),
		]);
		const screened = await Promise.all(
			this.#sites.map(async ({ investigator }, site) => {
				const people = this.#at(site, 'enrolled', 'excluded', 'twin');
				const batches = await this.#batches(investigator, people.map(screen));
				eventsOf(batches, 'clinicalTrials.Screened').forEach((fields, at) => {
					(people[at] as Person).number = Number(fields['subject']?.toString());
				});
				return batches.at(-1) as Included;
			}),
		);
		const subjects = this.#people.filter(({ number }) => number !== undefined);
		printer.done(
			`${subjects.length} subjects, from now on numbers: 0 to ${subjects.length - 1}`,
			latest(screened),
		);
	}

	async #enrol(): Promise<void> {
		const { cast, chain, printer, record } = this;
		printer.stage(
			'Eligibility, the registrar’s tokens, enrolment' +
				(this.#lists.length > 0 ? ', randomisation' : ''),
		);
		const expires = (await chain.now()) + DAY;
		this.#sites.forEach((_, site) => {
			const planned = this.#plannedAt(site);
			const list = this.#lists[site];
			const left = record.arms.map((_, arm) => planned.filter((each) => each.arm === arm));
			// Who gets which arm is the list's to say.
			this.#at(site, 'enrolled').forEach((person, at) => {
				person.plan = list === undefined ? planned[at] : left[list.entry(at).arm]?.shift();
			});
		});
		const takenIn = (person: Person): Call[] => {
			const { number, part, site } = person;
			if (part === 'excluded') {
				return [this.#attest(person, { Ineligible: 'CriteriaNotMet' })];
			}
			const proof = this.#lists[site]?.proof(this.#at(site, 'enrolled').indexOf(person));
			return [
				this.#attest(person, 'Eligible'),
				this.#enrolment(person, expires),
				...(proof === undefined
					? []
					: [this.#call('randomise', number, 0, site, proof.leaf, proof.path)]),
			];
		};
		const [person] = this.#at(0, 'enrolled') as [Person];
		const twin = this.#people.find(({ part }) => part === 'twin') as Person;
		const [here] = this.#sites as [Site];
		const { colleague: there } = this.#sites[twin.site] as Site;
		const [first] = await Promise.all([
			this.#batch(here.investigator, takenIn(person)),
			this.#submit(there, this.#attest(twin, 'Eligible')),
		]);
		printer.done(
			`Subject ${person.number} is eligible and enrolled, with a token that institution ` +
				`${cast.registrar.id} has signed`,
			first,
		);
		await this.#refused(
			`Enrolling subject ${twin.number}, who is the same person by a second pseudonym`,
			there,
			this.#enrolment(twin, expires),
			'ClinicalTrials.TokenUsed',
		);
		const [ended, ...all] = await Promise.all([
			this.#submit(there, this.#call('endScreening', twin.number, 'Other')),
			...this.#sites.map(({ investigator }, site) => {
				const people = this.#at(site, 'enrolled', 'excluded');
				return this.#batches(
					investigator,
					people.filter((each) => each !== person).flatMap(takenIn),
				);
			}),
		]);
		printer.done(`Subject ${twin.number} is not enrolled`, ended);
		const count = (part: Part): number =>
			this.#people.filter((each) => each.part === part).length;
		printer.done(
			`${count('enrolled')} are enrolled by now${this.#lists.length > 0 ? ' and randomised' : ''}` +
				(count('excluded') > 0 ? `; ${count('excluded')} were not eligible` : ''),
			latest([first, ...all.flat()]),
		);
		if (this.#lists.length > 0) {
			printer.note('the chain has the leaves that were used, in their order, and no arm');
		}
	}

	async #close(): Promise<void> {
		const { cast, chain, printer } = this;
		printer.stage('Nobody is enrolled any more, and nobody can say whose token was whose');
		const closed = await this.#submit(cast.representative, this.#call('close', 'ToAccrual'));
		printer.done('Closed to accrual', closed);
		this.#key?.destroy();
		const destroyed = await this.#submit(
			cast.registrarOfficer,
			this.#call('destroyRegistrarKey'),
		);
		printer.done('The registrar has destroyed the key', destroyed);
		await printer.finalized(chain, destroyed);
	}

	// --- From the first visit to the last ---

	async #period(period: number): Promise<void> {
		const { chain, printer, record } = this;
		const { title } = record.periods[period] as TrialRecord['periods'][number];
		printer.stage(`Period ${period + 1} of ${record.periods.length}: ${title}`);
		const now = await chain.now();
		const leaving = this.#withdrawing();
		const leaves = leaving !== undefined && leaving.plan?.periods === period + 1;
		const batches = await Promise.all(
			this.#sites.map(({ investigator }, site) => {
				const calls = this.#at(site, 'enrolled').flatMap((person) => {
					const happens = periodCalls(person.plan as PlannedSubject, period, {
						study: this.#study,
						number: person.number as number,
						now,
						digest: (of) => this.#digest(of),
					});
					// Who withdraws consent needs nobody's help for it.
					return leaves && person === leaving ? happens.slice(0, -1) : happens;
				});
				return this.#batches(
					investigator,
					calls.map((call) => this.#make(call)),
				);
			}),
		);
		const all = batches.flat();
		const plans = this.#people.flatMap(({ plan }) => (plan === undefined ? [] : [plan]));
		const started = plans.filter(({ periods }) => periods > period);
		const completed = started.filter(({ completed }) => completed > period);
		const reported = eventsOf(all, 'clinicalTrials.AdverseEventReported');
		printer.done(
			`${started.length} start it, ${completed.length} complete it; ` +
				`${reported.length} adverse events are reported`,
			latest(all),
		);
		await this.#expedite(reported.filter(({ due }) => due?.toJSON() !== null));
		if (leaving !== undefined && leaves) {
			await this.#withdraw(leaving, period);
		}
	}

	/** Who withdraws consent, if the record has somebody, or leaves open why somebody left. */
	#withdrawing(): Person | undefined {
		const { periods } = this.record;
		const left = this.#people.filter(
			({ plan }) => plan !== undefined && plan.completed < plan.periods,
		);
		return (
			left.find(({ plan }) => plan?.reason === 'WithdrawalBySubject') ??
			left.find(({ plan }) => {
				const { arm, periods: started } = plan as PlannedSubject;
				return periods[started - 1]?.groups[arm]?.reasons.length === 0;
			})
		);
	}

	async #withdraw(
		{ account, consent, number, patient, site }: Person,
		period: number,
	): Promise<void> {
		const { chain, printer } = this;
		const { colleague, investigator } = this.#sites[site] as Site;
		const withdrawn = await this.#submit(
			account,
			chain.call('consent.withdraw', patient, consent),
		);
		printer.done(
			`Subject ${number} withdraws consent, at once and without a reason`,
			withdrawn,
		);
		await this.#refused(
			'Capturing data of that subject',
			investigator,
			this.#call(
				'captureData',
				number,
				{ visit: period + 1, form: REPLAY_FORMS.completed },
				{ values: this.#digest('values'), source: null, reason: null },
			),
			'ClinicalTrials.NoConsent',
		);
		await printer.finalized(chain, withdrawn);
		const subject = (await this.#ask('subject', this.#study, number)) as SubjectJson;
		assert.ok(subject.consentWithdrawn && subject.status === 'OffStudy');
		printer.note(`subject ${number} is off study already, before anybody has booked it`);
		const noted = await this.#submit(colleague, this.#call('noteWithdrawal', number));
		printer.done('The site books it', noted);
	}

	/** What has to be reported to the authority, and is. */
	async #expedite(events: readonly EventFields[]): Promise<void> {
		const { cast, chain, printer, record } = this;
		const [first] = events;
		if (first === undefined) {
			return;
		}
		const { representative } = cast;
		const due = new Date(Number(first['due']?.toString()) - 1).toISOString().slice(0, 10);
		const [number, event] = [first['subject'], first['event']].map((each) => Number(each));
		printer.note(
			`event ${event} of subject ${number} was fatal, unexpected, and may have been caused ` +
				`by what is tested: to be reported until ${due}`,
		);
		await this.#refused(
			'The sponsor calls it unrelated',
			representative,
			this.#call('assessAdverseEvent', event, {
				aware: null,
				expectedness: 'Expected',
				causality: 'NotRelated',
				document: this.#digest('assessment'),
			}),
			'ClinicalTrials.CausalityDowngraded',
		);
		const submitted = await this.#batch(
			representative,
			events.map((each) =>
				this.#call(
					'submitExpeditedReport',
					Number(each['event']),
					'SevenDay',
					this.#digest('report to the authority'),
				),
			),
		);
		printer.done('The sponsor reports it in time', submitted);
		const person = this.#people.find((each) => each.number === number) as Person;
		const list = this.#lists[person.site];
		if (list === undefined || record.masking === 'NONE') {
			return;
		}
		const { colleague } = this.#sites[person.site] as Site;
		const unblinded = await this.#submit(
			colleague,
			this.#call('unblind', number, 0, 'Emergency', 'SeriousAdverseEvent'),
		);
		printer.done(
			'A physician asks which arm it was: that is recorded, the arm is not',
			unblinded,
		);
		await printer.finalized(chain, unblinded);
		const { arm, salt } = list.entry(this.#at(person.site, 'enrolled').indexOf(person));
		for (const told of [arm, (arm + 1) % record.arms.length]) {
			const answer = await this.#ask('checkLeaf', this.#study, number, 0, told, salt);
			this.#told.push(String(answer));
		}
		printer.note(
			'the statistician tells the physician, who asks the chain: ' +
				`the arm is ${this.#told[0]}, another is ${this.#told[1]}`,
		);
	}

	// --- When everybody has left ---

	async #lock(): Promise<void> {
		const { cast, printer, record } = this;
		const { representative } = cast;
		printer.stage('The analysis plan is registered, and the database locked');
		const [list] = this.#lists;
		await Promise.all([
			this.#refused(
				'Locking it without a plan',
				representative,
				this.#call('lockDatabase', this.#digest('dataset')),
				'ClinicalTrials.NoPlan',
			),
			list === undefined
				? undefined
				: this.#refused(
						'Opening a list before',
						cast.statistician,
						this.#openList(0),
						'ClinicalTrials.NotLocked',
					),
		]);
		const locked = await this.#batch(representative, [
			this.#call('registerAnalysisPlan', this.#digest('analysis plan')),
			record.status === 'TERMINATED'
				? this.#call('terminate', 'SponsorDecision')
				: this.#call('close', 'ToAccrualAndIntervention'),
			this.#call('lockDatabase', this.#digest('dataset')),
		]);
		printer.done('Plan, then lock', locked);
		const { number, site } = this.#people[0] as Person;
		await this.#refused(
			'Capturing more data',
			(this.#sites[site] as Site).investigator,
			this.#call(
				'captureData',
				number,
				{ visit: 99, form: 1 },
				{ values: this.#digest('values'), source: null, reason: null },
			),
			'ClinicalTrials.DatabaseLocked',
		);
	}

	async #openLists(): Promise<void> {
		const { cast, printer, record } = this;
		const [first] = this.#lists;
		if (first === undefined) {
			return;
		}
		printer.stage('The lists are opened, and the chain computes them anew');
		const { secret, arms } = first.opening();
		const out = outOfOrder(arms, record.arms.length);
		const found = (await this.#ask(
			'checkOpening',
			this.#listId(0),
			first.leaves(),
			secret,
			armsArgument(out.arms),
		)) as { wrongAt?: { index: number } } | string;
		const index = typeof found === 'string' ? found : String(found.wrongAt?.index);
		this.#openings.push(`${out.index}: ${index}`);
		printer.note(
			`with entries ${out.index} and ${out.index + 1} exchanged, the chain finds the first ` +
				`wrong entry: ${index}`,
		);
		await this.#refused(
			'Opening it so',
			cast.statistician,
			this.#openList(0, out.arms),
			'ClinicalTrials.WrongOpening',
		);
		const opened = await this.#batch(
			cast.statistician,
			this.#lists.map((_, stratum) => this.#openList(stratum)),
		);
		printer.done('Opened as they were sealed: every leaf and root is right', opened);
	}

	async #publish(): Promise<void> {
		const { cast, chain, printer, record } = this;
		const { representative, sponsor, statistics } = cast;
		printer.stage('Results');
		const rows = participantFlow(record);
		await this.#refused(
			'A participant flow in which somebody gets lost',
			representative,
			this.#call(
				'submitParticipantFlow',
				rows.map((row, at) => (at === 0 ? { ...row, started: row.started + 1 } : row)),
			),
			'ClinicalTrials.FlowNotConserved',
		);
		const [site] = this.#sites as [Site];
		const share = (institution: Institution, points: number): object => ({
			contributor: { Institution: institution.id },
			points,
		});
		const published = await this.#batch(representative, [
			this.#call('submitParticipantFlow', rows),
			this.#call('registerResults', this.#digest('results'), [
				share(sponsor, 5_000),
				share(site.institution, 3_000),
				share(statistics, 2_000),
			]),
			this.#call(
				'linkPublication',
				// A prefix that Crossref keeps for tests.
				toHex(new TextEncoder().encode(`10.5555/${record.nctId.toLowerCase()}`)),
			),
			...(record.status === 'TERMINATED' ? [] : [this.#call('complete')]),
		]);
		printer.done('Participant flow, results with shares, a publication', published);
		await printer.finalized(chain, published);
	}

	/** What the chain has counted, in its finalised state, beside what the record says. */
	async #compare(): Promise<Outcome> {
		const { chain, printer, record } = this;
		printer.stage(`${record.nctId}: what the chain has counted, and what the record says`);
		if (this.#last !== undefined) {
			await chain.finalized(this.#last.block);
		}
		const { study } = (await this.#ask('study', this.#study)) as StudyJson;
		const { flow, status } = study;
		const { hash } = await chain.finalizedHead();
		const subjects = await enrolledSubjects(
			async (name, ...args) =>
				(await chain.readAt(hash, `clinicalTrialsApi.${name}`, ...args)).toJSON(),
			this.#study,
			{
				periods: record.periods.length,
				randomised: this.#lists.length > 0,
				screened: flow.screened,
			},
		);
		const apart = this.#lists.length > 0 || record.arms.length === 1;
		// Who isn't randomised comes to an arm off chain.
		const arms = (totals: readonly ArmTotals[]): readonly ArmTotals[] =>
			apart ? totals : [combinedTotals(totals)];
		const said = arms(recordTotals(record));
		const counted = arms(totalsOf(subjects, record.arms.length, record.periods.length));
		const differences = this.#replay.subjects.length === 0 ? [] : totalsDiffer(said, counted);
		(flow.enrolled === 0 ? [] : counted).forEach((of, arm) => {
			const { periods, serious, other, deaths } = of;
			const through = periods
				.map(({ started, completed, notCompleted }) =>
					[`${started} started`, `${completed} completed`, `${notCompleted} didn't`].join(
						', ',
					),
				)
				.join('; then ');
			printer.note(`arm ${arm} (${apart ? record.arms[arm]?.label : 'all'}): ${through}`);
			printer.note(
				`   adverse events: serious in ${serious}, others in ${other}; deaths: ${deaths}`,
			);
		});
		const { enrolled, screened } = flow;
		// The second pseudonym of somebody was screened as well, if nobody else wasn't enrolled.
		const most = enrolled + Math.max(this.#replay.notEnrolled, Math.min(enrolled, 1));
		if (enrolled !== this.#replay.subjects.length || screened !== most) {
			differences.push(`${screened} were screened and ${enrolled} enrolled`);
		}
		printer.note(
			differences.length === 0 ? 'the record has the same numbers' : differences.join('; '),
		);
		return {
			nctId: record.nctId,
			study: this.#study,
			status,
			refusals: this.#refusals,
			screened,
			enrolled,
			totals: counted,
			differences,
			openings: this.#openings,
			told: this.#told,
		};
	}

	// --- Means ---

	#last: Included | undefined;

	get #chainId() {
		return this.cast.sponsor.context.chainId;
	}

	/** The planned subjects of a site: those of each arm in turn. */
	#plannedAt(site: number): PlannedSubject[] {
		const all = this.#sites.length;
		return this.record.arms.flatMap((_, arm) =>
			this.#replay.subjects
				.filter((subject) => subject.arm === arm)
				.filter((_, at) => (at + arm) % all === site),
		);
	}

	#at(site: number, ...parts: Part[]): Person[] {
		return this.#people.filter((person) => person.site === site && parts.includes(person.part));
	}

	#attest({ number }: Person, outcome: unknown): Call {
		return this.#call(
			'attestEligibility',
			number,
			outcome,
			this.#digest('eligibility checklist'),
		);
	}

	#enrolment({ identifier, number }: Person, expires: number): Call {
		const token = (this.#key as RegistrarKey).token({ system: SYSTEM, value: identifier });
		const said = {
			chainId: this.#chainId,
			study: this.#study,
			subject: number as number,
			token,
			expires,
		};
		return this.#call('enrol', number, token, expires, signToken(this.cast.registrarKey, said));
	}

	#listId(stratum: number): object {
		return { study: this.#study, point: 0, stratum };
	}

	#openList(stratum: number, otherwise?: readonly number[]): Call {
		const { secret, arms } = (this.#lists[stratum] as AllocationList).opening();
		return this.#named(
			'openList',
			this.#listId(stratum),
			secret,
			armsArgument(otherwise ?? arms),
		);
	}

	/** A commitment to a document that stays off chain. */
	#digest(of: string): Digest {
		const { context } = this.cast.sponsor;
		const document = new TextEncoder().encode(of);
		return digest('Sha2_256', documentCommitment(context, randomSalt(), document));
	}

	#named(name: string, ...args: unknown[]): Call {
		return this.chain.call(`clinicalTrials.${name}`, ...args);
	}

	/** A call about the study. */
	#call(name: string, ...args: unknown[]): Call {
		return this.#named(name, this.#study, ...args);
	}

	#make({ call, args }: TrialCall): Call {
		return this.chain.call(call, ...args);
	}

	#do(signer: KeyringPair, call: TrialCall): Promise<Included> {
		return this.#submit(signer, this.#make(call));
	}

	async #submit(signer: KeyringPair, call: Call): Promise<Included> {
		const included = await this.chain.submit(signer, call);
		this.#last = latest(this.#last === undefined ? [included] : [included, this.#last]);
		return included;
	}

	/** Calls of one account that take effect together or not at all. */
	#batch(signer: KeyringPair, calls: readonly Call[]): Promise<Included> {
		return this.#submit(signer, this.chain.call('utility.batchAll', calls));
	}

	/** Any number of calls of one account, in their order. */
	#batches(signer: KeyringPair, calls: readonly Call[]): Promise<Included[]> {
		const chunks = Array.from({ length: Math.ceil(calls.length / BATCH) }, (_, at) =>
			this.chain.call('utility.batchAll', calls.slice(at * BATCH, (at + 1) * BATCH)),
		);
		return this.chain.submitAll(signer, chunks);
	}

	async #refused(what: string, ...attempt: Parameters<Chain['refuses']>): Promise<void> {
		const failure = await this.chain.refuses(...attempt);
		this.#refusals.push(failure.name);
		this.printer.refused(what, failure.sentence);
	}

	/** What the chain answers in the newest state that is final. */
	async #ask(name: string, ...args: unknown[]): Promise<unknown> {
		const { hash } = await this.chain.finalizedHead();
		return (await this.chain.readAt(hash, `clinicalTrialsApi.${name}`, ...args)).toJSON();
	}
}

/** The same arms with the last two neighbours that differ exchanged; with another first if none do. */
function outOfOrder(arms: readonly number[], count: number): { arms: number[]; index: number } {
	const at = arms.slice(0, -1).findLastIndex((arm, index) => arm !== arms[index + 1]);
	const wrong = [...arms];
	if (at < 0) {
		wrong[0] = ((arms[0] as number) + 1) % count;
		return { arms: wrong, index: 0 };
	}
	[wrong[at], wrong[at + 1]] = [arms[at + 1] as number, arms[at] as number];
	return { arms: wrong, index: at };
}

const latest = (all: readonly Included[]): Included =>
	all.reduce((a, b) => (a.block.number >= b.block.number ? a : b));

/** All events called `name`, in their order. */
function eventsOf(all: readonly Included[], name: string): EventFields[] {
	return all.flatMap(({ events }) =>
		events
			.filter(({ event }) => `${event.section}.${event.method}` === name)
			.map(({ event }) =>
				Object.fromEntries(
					(event.data.names ?? []).map((field, at) => [field, event.data[at]]),
				),
			),
	) as EventFields[];
}
