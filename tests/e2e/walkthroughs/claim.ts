// SPDX-License-Identifier: Apache-2.0
// about: a pharmacy is paid in the block in which it claims, once; a hospital waits, appeals and queues

/**
 * Claims for what really happened. A pharmacy dispenses, claims, and is paid in that very block; the
 * same dispense is refused again in whatever form, and a second payer pays what the first one left.
 * A dispense is reverted before its claim is decided. Both payers undo their claims: what was paid is
 * set off against the next one. A hospital asks before it treats, is refused a part of its claim, and
 * the patient appeals to somebody who belongs to neither side; a visit was somebody else's. The
 * payer's reserve runs dry: who claims then waits, first come, first served, until the bank has issued
 * more. The patient reads it all, and the pharmacy's remittance advices balance.
 */

import {
	balances,
	claimExplanation,
	type ClaimId,
	claimFromFhir,
	claimIdOf,
	type ClaimTarget,
	type ClaimTerms,
	type ConvertedClaim,
	type Explanation,
	explanationToFhir,
	formatClaimId,
	parseFhir,
	type Remittance,
	remittanceAdvice,
	remittedClaim,
} from '@galen/sdk';
import assert from 'node:assert/strict';
import type { Employee, Institution } from '../lib/actors.js';
import { type Call, type Chain, type Included, Refused } from '../lib/chain.js';
import {
	addCurrency,
	assemble,
	balanceOf,
	claimResource,
	claims,
	CURRENCY,
	DAY,
	digest,
	type Dispensed,
	type Item,
	minor,
	type Parties,
	paymentDirective,
	shown,
} from '../lib/claims.js';
import type { Document } from '../lib/documents.js';
import type { Printer } from '../lib/printer.js';

/** What came of it, for tests. */
export interface Outcome {
	readonly refusals: readonly string[];
	/** What became of claims, by what they are about: charge, benefit, and what the patient pays. */
	readonly amounts: Readonly<Record<string, readonly [string, string, string]>>;
	/** What claims waited for. */
	readonly waited: Readonly<Record<string, readonly string[]>>;
	/** In which order those that waited for money were paid. */
	readonly order: readonly string[];
	/** What the pharmacy's advices come to, and what was carried from one to the next. */
	readonly advices: readonly (readonly [paid: string, carried: string])[];
	/** Whether an advice with a changed amount was found out. */
	readonly tamperedBalances: boolean;
	/** Seconds from submission to settled in a block, and to finality. */
	readonly seconds: { readonly settled: number; readonly finalised: number };
	/** All that is in accounts, and what was issued less what was redeemed. */
	readonly money: { readonly held: string; readonly issued: string };
	readonly claims: readonly ClaimId[];
}

/** What tells a story, now or later. */
type Teller = Pick<Printer, 'stage' | 'note' | 'done' | 'refused'>;

/** Keeps what it is told, so that a story that goes on meanwhile can be told as a whole. */
class Later implements Teller {
	readonly #told: ((teller: Teller) => void)[] = [];

	stage(title: string): void {
		this.#told.push((teller) => teller.stage(title));
	}

	note(text: string): void {
		this.#told.push((teller) => teller.note(text));
	}

	done(what: string, included: Included): void {
		this.#told.push((teller) => teller.done(what, included));
	}

	refused(what: string, sentence: string): void {
		this.#told.push((teller) => teller.refused(what, sentence));
	}

	tell(teller: Teller): void {
		this.#told.forEach((one) => one(teller));
	}
}

export async function run(
	chain: Chain,
	_documents: readonly Document[],
	printer: Printer,
): Promise<Outcome> {
	const currency = (await chain.api.query['assets']?.['asset']?.(CURRENCY.number))?.toJSON();
	if (currency === null) {
		printer.stage('The consortium decides in which currency claims are paid');
		const added = await addCurrency(chain);
		printer.done(`${CURRENCY.code}, asset ${CURRENCY.number} by ISO 4217`, added);
	}
	const story = new Story(chain, await assemble(chain, printer));
	await story.consent(printer);
	// Meanwhile: they have nothing in common but the patient and the payer.
	const [stay, visit] = [new Later(), new Later()];
	const atTheHospital = story.atTheHospital(stay, visit);
	atTheHospital.catch(() => undefined);
	await story.atThePharmacy(printer);
	await atTheHospital;
	stay.tell(printer);
	visit.tell(printer);
	await story.whenMoneyIsShort(printer);
	return story.end(printer);
}

/** A claim that was submitted. */
interface Submitted {
	readonly claim: ClaimId;
	readonly included: Included;
	readonly pended: boolean;
}

class Story {
	readonly #refusals: string[] = [];
	readonly #amounts: Record<string, readonly [string, string, string]> = {};
	readonly #waited: Record<string, readonly string[]> = {};
	readonly #order: string[] = [];
	readonly #advices: { text: string; paid: bigint; carried: bigint }[] = [];
	/** Blocks whose state was quoted: they have to be final in the end. */
	readonly #quoted: Included[] = [];
	/** Claims of the pharmacy's that its last advice is about. */
	readonly #toAdvise: { name: string; claim: ClaimId }[] = [];
	#seconds = { settled: 0, finalised: 0 };

	constructor(
		readonly chain: Chain,
		readonly parties: Parties,
	) {}

	/** Nobody is told what a provider bills before the patient has said so. */
	async consent(teller: Teller): Promise<void> {
		const { pharmacist, dispensed, ofA, patient, person, a, b } = this.parties;
		const { chain } = this;
		teller.stage('A medicine is handed out; the patient lets the payers know');
		teller.done('It is handed out', dispensed.included);
		const terms = await this.#medicine(dispensed, ofA);
		teller.note('a FHIR Claim, converted: 2 at 117.70; what it was stays a commitment');
		await this.#refused(teller, [
			[
				'Before the patient has consented',
				pharmacist,
				claims(chain, 'submitClaim', terms),
				'ConsentDenied',
			],
		]);
		const consented = await chain.submit(
			person,
			chain.call(
				'consent.grant',
				patient,
				paymentDirective([a.id, b.id]),
				digest('a consent to payment, and a salt'),
				null,
			),
		);
		teller.done('The patient consents: billing data, for payment, to both payers', consented);
	}

	/** (a) Paid in a block, and once, whatever is tried. */
	async atThePharmacy(teller: Printer): Promise<void> {
		const { chain } = this;
		const { pharmacist, billing, a, b, pharmacy, ofA, ofB, dispensed, kept } = this.parties;
		const [, , , desk, supervisor] = this.parties.adjudicators as Employee[] as [
			Employee,
			Employee,
			Employee,
			Employee,
			Employee,
		];
		const [ofSecond] = this.parties.others as [Employee];

		teller.stage('It is claimed and paid in one block');
		const terms = await this.#medicine(dispensed, ofA);
		const foreseen = (
			await chain.read('insuranceClaimsApi.predetermination', pharmacy.id, terms)
		).toJSON() as { ok?: { benefit: unknown } };
		assert.ok(foreseen.ok !== undefined, JSON.stringify(foreseen));
		const benefit = BigInt(String(foreseen.ok.benefit));
		teller.note(`what would the payer bear? ${shown(benefit)}; asking spends nothing`);
		const started = Date.now();
		const paid = await this.#submit(pharmacist, terms);
		const settled = (Date.now() - started) / 1_000;
		teller.done('Claimed, adjudicated by the rules, and paid', paid.included);
		await teller.finalized(chain, paid.included);
		const finalised = (Date.now() - started) / 1_000;
		this.#seconds = { settled, finalised };
		teller.note(
			`${settled.toFixed(1)} s from submission to settled, ` +
				`${finalised.toFixed(1)} s to finalised`,
		);
		const firstPaid = await this.#told(teller, 'the medicine, at the first payer', paid);
		assert.deepEqual([firstPaid.payment.paid, firstPaid.benefit], [benefit, benefit]);
		this.#advise([firstPaid], paid.included);

		teller.stage('The same again is refused, in whatever form');
		const split = { ...terms, total: minor('470.80'), lines: [...terms.lines] };
		split.lines.push({ ...(terms.lines[0] as ClaimTerms['lines'][number]), sequence: 2 });
		const dayBefore = { serviced: dispensed.occurred - 20 * 3_600_000 };
		await this.#refused(teller, [
			[
				'For the day before, by a colleague',
				billing,
				claims(chain, 'submitClaim', await this.#medicine(dispensed, ofA, dayBefore)),
				'AlreadySpent',
			],
			[
				'Split into two lines',
				pharmacist,
				claims(chain, 'submitClaim', split),
				'AlreadySpent',
			],
			[
				'By another institution',
				this.parties.hospitalDesk,
				claims(chain, 'submitClaim', terms),
				'OtherProvider',
			],
			['By the payer itself', desk, claims(chain, 'submitClaim', terms), 'BadOrigin'],
			[
				'To a second payer who would come first, too',
				{ account: b.administrator },
				claims(chain, 'activateCoverage', this.parties.rival),
				'OrderTaken',
			],
		]);

		teller.stage('A second payer pays what the first one left, and no more');
		const toTheSecond = await this.#medicine(dispensed, ofB, {}, paid.claim);
		const early = await this.#medicine(kept, ofA);
		const [rest, waits] = await Promise.all([
			this.#submit(billing, toTheSecond),
			this.#submit(pharmacist, early),
		]);
		teller.done('Claimed from it, with what the first one has decided', rest.included);
		const restPaid = await this.#told(teller, 'the medicine, at the second payer', rest);
		assert.equal(firstPaid.benefit + restPaid.benefit, firstPaid.charge);
		const [reverted] = await Promise.all([
			chain.submit(pharmacist.account, chain.call('drugProvenance.revertDispense', kept.id)),
			this.#refused(teller, [
				['Once more', billing, claims(chain, 'submitClaim', toTheSecond), 'AlreadySpent'],
			]),
		]);

		teller.stage('A pack that nobody came for, and a claim that was wrong');
		assert.ok(waits.pended);
		teller.done('Dispensed, not handed over yet, and claimed: it waits', waits.included);
		teller.done('Nobody came for it: the dispense is reverted', reverted);
		await this.#refused(teller, [
			[
				'Granting the claim all the same',
				desk,
				claims(chain, 'decideClaim', waits.claim, ['ByRules']),
				'EvidenceReversed',
			],
			[
				'Undoing the first claim before the second, which relies on it',
				supervisor,
				claims(chain, 'reverseClaim', paid.claim, 'ProviderRequest'),
				'FollowedByNextPayer',
			],
			[
				'Undoing it because its evidence was taken back, which wasn’t',
				billing,
				claims(chain, 'reverseForEvidence', paid.claim),
				'EvidenceInForce',
			],
		]);
		const [cancelled, undone] = await Promise.all([
			chain.submit(
				pharmacist.account,
				claims(chain, 'cancelClaim', waits.claim, 'Withdrawn'),
			),
			chain.submit(
				ofSecond.account,
				claims(chain, 'reverseClaim', rest.claim, 'ProviderRequest'),
			),
		]);
		teller.done('The pharmacy takes that claim back', cancelled);
		teller.done('It asks both payers to undo the others: the second one does', undone);
		const undoneToo = await chain.submit(
			supervisor.account,
			claims(chain, 'reverseClaim', paid.claim, 'ProviderRequest'),
		);
		teller.done('And the first one. What was paid is owed, the dispense free again', undoneToo);
		const takenBack = await this.#explain(paid.claim, undoneToo);
		assert.deepEqual([takenBack.status, takenBack.payment.reversed], ['Reversed', benefit]);
		this.#advise([takenBack], undoneToo);
		const owed = BigInt(
			String(await this.#at(undoneToo, 'forwarding', a.id, pharmacy.id, CURRENCY.number)),
		);
		teller.note(`the pharmacy owes payer ${a.id} ${shown(owed)}`);
		const both = await Promise.allSettled(
			[pharmacist, billing].map((by) => this.#submit(by, terms)),
		);
		const [once, again] = both.flatMap((one) =>
			one.status === 'fulfilled' ? [one.value] : [],
		);
		assert.ok(once !== undefined && again === undefined, 'one of two claims is paid');
		const [refusal] = both.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
		assert.ok(refusal instanceof Refused, String(refusal));
		this.#refusals.push(refusal.failure.name);
		teller.done('Claimed once more: set off against what is owed', once.included);
		teller.refused('Claimed by a colleague in the same moment', refusal.failure.sentence);
		const setOff = await this.#told(teller, 'the medicine, once more', once);
		assert.deepEqual([setOff.payment.paid, setOff.payment.recovered], [0n, owed]);
		this.#toAdvise.push({ name: 'the medicine, once more', claim: once.claim });
	}

	/** (b) Asked for before, denied in part, appealed; and a visit that never was. */
	async atTheHospital(teller: Teller, aside: Teller): Promise<void> {
		const { chain } = this;
		const { hospital, hospitalBilling, physician, person, ofA, since } = this.parties;
		const [adjudicator] = this.parties.adjudicators as [Employee];
		const [, ofSecond] = this.parties.others as [Employee, Employee];
		const begun = await chain.now();

		teller.stage('A hospital asks before it treats; the payer allows a part');
		const asked = await this.#convert(
			hospital,
			ofA,
			[
				{
					category: 'HospitalInpatient',
					code: 'bed',
					quantity: 3,
					price: '600.00',
					serviced: begun,
				},
			],
			{ use: 'preauthorization' },
		);
		assert.ok(asked.use === 'preauthorization');
		const [requested, opened] = await Promise.all([
			chain.submit(hospitalBilling.account, claims(chain, 'requestPreauth', asked.terms)),
			chain.submitAll(
				physician.account,
				['IMP', 'AMB', 'AMB'].map((kind) =>
					chain.call('disclosures.openEncounter', this.parties.patient, kind, begun),
				),
			),
		]);
		const preauth = claimIdOf(requested.event('insuranceClaims.PreAuthRequested')['preauth']);
		teller.done(`Three days at 600.00: preauthorisation ${formatClaimId(preauth)}`, requested);
		const encounters = opened.map(
			(included) =>
				included.event('disclosures.EncounterOpened')['encounter']?.toString() ?? '',
		);
		const [stay, visit, wrong] = encounters as [string, string, string];
		const over = await chain.now();
		const [certified, finished] = await Promise.all([
			chain.submit(
				adjudicator.account,
				claims(
					chain,
					'decidePreauth',
					preauth,
					[{ Certify: { quantity: 2, amount: minor('1000.00') } }],
					{ from: since, until: since + 30 * DAY },
				),
			),
			chain.submitAll(
				physician.account,
				encounters.map((id) => chain.call('disclosures.finishEncounter', id, over)),
			),
		]);
		const status = certified.event('insuranceClaims.PreAuthDecided')['status']?.toString();
		assert.equal(status, 'Partial');
		teller.done('Certified in part: two days, for 1000.00', certified);

		teller.stage('A stay and a visit: nobody but the hospital has confirmed them');
		teller.done('They are over', finished[0] as Included);
		const treated = await this.#convert(
			hospital,
			ofA,
			[
				{
					category: 'HospitalInpatient',
					code: 'bed',
					quantity: 2,
					price: '600.00',
					serviced: begun,
					evidence: 'Encounter/stay',
					preauth: `${formatClaimId(preauth)}#1`,
				},
				{
					category: 'Consultation',
					code: 'visit',
					quantity: 1,
					price: '120.00',
					serviced: begun,
					evidence: 'Encounter/visit',
				},
			],
			{
				references: {
					'Encounter/stay': { Evidence: { Encounter: stay } },
					'Encounter/visit': { Evidence: { Encounter: visit } },
				},
			},
		);
		assert.ok(treated.use === 'claim');
		const submitted = await this.#submit(hospitalBilling, treated.terms);
		assert.ok(submitted.pended);
		teller.done('Claimed: it waits', submitted.included);
		const name = 'the stay and the visit';
		const { waitsFor } = await this.#explain(submitted.claim, submitted.included);
		this.#waited[name] = waitsFor;
		teller.note(`for: ${waitsFor.join(', ')}`);
		const decision = (): Call =>
			claims(chain, 'decideClaim', submitted.claim, [
				'ByRules',
				{ Deny: 'NotMedicallyNecessary' },
			]);
		await this.#refused(teller, [
			[
				'A decision before they are confirmed',
				adjudicator,
				decision(),
				'EvidenceUnconfirmed',
			],
			['A decision by another payer', ofSecond, decision(), 'OtherPayersClaim'],
			['A decision by who claims', hospitalBilling, decision(), 'BadOrigin'],
		]);
		const confirmed = await chain.submitAll(
			person,
			encounters.map((id) => chain.call('disclosures.confirmEncounter', id)),
		);
		teller.done('The patient confirms them', confirmed[0] as Included);
		const decided = await chain.submit(adjudicator.account, decision());
		teller.done('The adjudicator grants the stay by the rules, and denies the visit', decided);
		const partly = await this.#told(teller, name, {
			claim: submitted.claim,
			included: decided,
		});
		assert.deepEqual([partly.outcome, partly.payment.paid], ['Partial', partly.benefit]);
		const [undo] = await Promise.all([
			this.#mistake(aside, wrong, begun),
			this.#appeal(teller, name, submitted.claim),
		]);
		// Not before: what is owed would be set off against what the appeal brings.
		await undo();
	}

	/** As often as one can, and in the end to somebody of neither side. */
	async #appeal(teller: Teller, name: string, claim: ClaimId): Promise<void> {
		const { chain } = this;
		const { adjudicators, inspector, person, registrar } = this.parties;
		const [adjudicator, ...reviewers] = adjudicators as [Employee, ...Employee[]];
		teller.stage('The patient appeals, in the end to somebody of neither side');
		const levels = Number(chain.constant('insuranceClaims.appealLevels').toString());
		const letter = digest('a letter of the physician');
		const appeal = (): Call => claims(chain, 'appealClaim', claim, 'MedicalNecessity', letter);
		const review = (...verdicts: string[]): Call =>
			claims(chain, 'decideAppeal', claim, verdicts, digest('reasons'));
		const [appealed] = await Promise.all([
			chain.submit(person, appeal()),
			this.#refused(teller, [['An appeal by a stranger', registrar, appeal(), 'NotAParty']]),
		]);
		teller.done('The patient appeals', appealed);
		await this.#refused(teller, [
			['The first adjudicator decides that, too', adjudicator, review(), 'OwnDecision'],
			[
				'The regulator’s inspector, before it is time',
				inspector,
				review('ByRules', 'ByRules'),
				'OtherLevel',
			],
		]);
		for (let level = 1; level < levels; level += 1) {
			const { account } = reviewers[level - 1] as Employee;
			const upheld = await chain.submit(account, review());
			teller.done(`Level ${level}: a colleague upholds the decision`, upheld);
			teller.done('The patient appeals again', await chain.submit(person, appeal()));
		}
		await this.#refused(teller, [
			['The payer decides at the last level', adjudicator, review(), 'OtherLevel'],
		]);
		const overturned = await chain.submit(inspector.account, review('ByRules', 'ByRules'));
		teller.done(
			`Level ${levels}: the regulator’s inspector overturns it; the difference is paid`,
			overturned,
		);
		const after = { claim, included: overturned };
		const inFull = await this.#told(teller, `${name}, after the appeal`, after);
		assert.equal(inFull.payment.paid, inFull.benefit);
	}

	/** What proves a claim is taken back after it was paid. Gives what undoes the claim. */
	async #mistake(
		teller: Teller,
		encounter: string,
		serviced: number,
	): Promise<() => Promise<void>> {
		const { chain } = this;
		const { hospital, hospitalBilling, physician, ofA, a } = this.parties;
		teller.stage('A visit that never was');
		const converted = await this.#convert(
			hospital,
			ofA,
			[
				{
					category: 'Consultation',
					code: 'visit',
					quantity: 1,
					price: '100.00',
					serviced,
					evidence: 'Encounter/it',
				},
			],
			{ references: { 'Encounter/it': { Evidence: { Encounter: encounter } } } },
		);
		assert.ok(converted.use === 'claim');
		const paid = await this.#submit(hospitalBilling, converted.terms);
		teller.done('Claimed and paid', paid.included);
		const { payment, benefit } = await this.#told(teller, 'the visit', paid);
		assert.equal(payment.paid, benefit);
		const inError = await chain.submit(
			physician.account,
			chain.call('disclosures.enterEncounterInError', encounter),
		);
		teller.done('The hospital finds that it was somebody else’s', inError);
		const { reversedEvidence } = await this.#explain(paid.claim, inError);
		assert.deepEqual(reversedEvidence, { kind: 'Encounter', id: BigInt(encounter) });
		teller.note('whoever looks at the claim is told that its evidence was taken back');
		return async () => {
			const undone = await chain.submit(
				hospitalBilling.account,
				claims(chain, 'reverseForEvidence', paid.claim),
			);
			teller.done(`It is undone; the hospital owes payer ${a.id} ${shown(benefit)}`, undone);
		};
	}

	/** First come, first served. */
	async whenMoneyIsShort(teller: Teller): Promise<void> {
		const { chain } = this;
		const { pharmacist, billing, hospitalBilling, banker, bank, a } = this.parties;
		const { pharmacy, patient, ofA } = this.parties;
		teller.stage('The reserve runs dry: first come, first served');
		// Among them the one that nobody had come for.
		const packs = await this.parties.dispense(patient, [1, 2, 3]);
		const last = packs.at(-1) as Dispensed;
		teller.done('Three more packs are handed out', last.included);
		const left = balanceOf(await this.#at(last.included, 'reserve', a.id, CURRENCY.number));
		teller.note(`payer ${a.id} has ${shown(left)} left`);
		const billed: [string, Partial<Item>][] = [
			['two pieces', {}],
			['one piece', { quantity: 1 }],
			['a cheap one', { quantity: 1, price: '45.00' }],
		];
		const terms = await Promise.all(
			billed.map(([, item], at) => this.#medicine(packs[at] as Dispensed, ofA, item)),
		);
		const submitted = await chain.submitAll(
			pharmacist.account,
			terms.map((of) => claims(chain, 'submitClaim', of)),
		);
		for (const [at, included] of submitted.entries()) {
			const [name] = billed[at] as [string, Partial<Item>];
			const { claim } = submittedIn(included);
			teller.done('Claimed, decided, and queued', included);
			const { payment, benefit } = await this.#told(teller, name, { claim, included });
			assert.deepEqual([payment.paid, payment.queued], [0n, benefit], name);
			this.#toAdvise.push({ name, claim });
		}
		const settlement = (): Call => claims(chain, 'settle', a.id, CURRENCY.number, 3);
		await this.#refused(teller, [
			[
				'There is enough for the last one, but nobody overtakes',
				pharmacist,
				settlement(),
				'NothingToSettle',
			],
		]);
		const issue = (amount: string): Promise<Included> =>
			chain.submit(
				banker.account,
				claims(chain, 'issue', a.id, CURRENCY.number, minor(amount)),
			);
		const settle = async (): Promise<Included> => {
			const included = await chain.submit(pharmacist.account, settlement());
			const { settled } = included.event('insuranceClaims.Settled');
			for (const { claim } of settled?.toJSON() as { claim: unknown }[]) {
				const id = formatClaimId(claimIdOf(claim));
				const found = this.#toAdvise.find((one) => formatClaimId(one.claim) === id);
				this.#order.push(found?.name ?? id);
			}
			return included;
		};
		teller.done('The bank issues 150.00', await issue('150.00'));
		teller.done('Whoever wants has it settled: the first one is paid', await settle());
		const withdrawn = minor('400.00');
		const purse = ['Receipts', CURRENCY.number] as const;
		const [issued, repaid] = await Promise.all([
			issue('100.00'),
			chain.submit(
				hospitalBilling.account,
				claims(chain, 'repay', a.id, CURRENCY.number, minor('90.00')),
			),
			chain.submit(
				billing.account,
				claims(
					chain,
					'requestRedemption',
					...purse,
					bank.id,
					withdrawn,
					digest('instructions for the bank'),
				),
			),
		]);
		teller.done('The bank issues 100.00', issued);
		teller.done('The hospital pays back what it owes', repaid);
		const [rest, redeemed] = await Promise.all([
			settle(),
			chain.submit(banker.account, claims(chain, 'redeem', pharmacy.id, ...purse, withdrawn)),
		]);
		teller.done(`The others are paid, in their order: ${this.#order.join(', ')}`, rest);
		teller.done('The bank pays 400.00 out to the pharmacy: they are no more', redeemed);
		this.#quoted.push(rest, redeemed);
	}

	/** What the patient reads, and what the pharmacy's accounting does, of what is final. */
	async end(printer: Printer): Promise<Outcome> {
		const { chain } = this;
		const { a, b, pharmacy, hospital, bank, ofA } = this.parties;
		printer.stage('What the patient reads, and what the pharmacy’s accounting does');
		const last = this.#quoted.reduce((one, other) =>
			one.block.number > other.block.number ? one : other,
		);
		await printer.finalized(chain, last);
		for (const { block } of this.#quoted) {
			await chain.finalized(block);
		}
		printer.note('and with it every block that was quoted');
		const numbers = (await this.#at(last, 'claimsOf', ofA, 0, 0)) as { claim: unknown }[];
		const all = await Promise.all(
			numbers.map(({ claim }) => this.#explain(claimIdOf(claim), last)),
		);
		for (const found of all) {
			const source = explanationToFhir(found, {
				reference: (target) => Object.entries(target).flat().join('/'),
			});
			assert.equal(parseFhir(source).resourceType, 'ExplanationOfBenefit');
			const { claim, status, outcome, benefit } = found;
			printer.note(
				`claim ${formatClaimId(claim)}: ${status}, ${outcome ?? 'not answered'}, ` +
					`${shown(benefit)}; an ExplanationOfBenefit of ${source.length} bytes`,
			);
		}
		const paid = await Promise.all(
			this.#toAdvise.map(({ claim }) => this.#explain(claim, last)),
		);
		const setOff = paid.reduce((sum, { payment }) => sum + payment.recovered, 0n);
		this.#advise(paid, last, [
			{ kind: 'ForwardingBalance', reference: 'reversal', amount: setOff },
		]);
		for (const { text } of this.#advices) {
			const segments = text.split('\n').filter((one) => /^(BPR|CLP|CAS|PLB)/.test(one));
			printer.note(segments.join(' '));
		}
		const sound = (this.#advices.at(-1) as { text: string }).text;
		const changed = balances(
			sound.replace(/^(CLP\*.+?\*1\*.+?\*)[^*]+/m, (_, head: string) => `${head}999`),
		);
		const faults = changed.faults.map(({ segment, reason }) => `${segment} ${reason}`);
		printer.note(`with an amount changed: ${faults.join('; ')}`);

		const accounts = await Promise.all([
			...[pharmacy, hospital].map(({ id }) =>
				this.#at(last, 'receipts', id, CURRENCY.number),
			),
			...[a, b].map(({ id }) => this.#at(last, 'reserve', id, CURRENCY.number)),
		]);
		const held = accounts.reduce((sum: bigint, account) => sum + balanceOf(account), 0n);
		const issuance = (await this.#at(last, 'issuance', bank.id, CURRENCY.number)) as {
			issued: unknown;
			redeemed: unknown;
		};
		const issued = BigInt(String(issuance.issued)) - BigInt(String(issuance.redeemed));
		const { settled, finalised } = this.#seconds;
		printer.summary([
			`Settled ${settled.toFixed(1)} s after submission, final after ${finalised.toFixed(1)} s.`,
			`All accounts together have ${shown(held)}; the bank has issued ${shown(issued)} more ` +
				'than it has redeemed.',
			'Nothing on chain says what was done, or who the patient is.',
		]);
		return {
			refusals: this.#refusals,
			amounts: this.#amounts,
			waited: this.#waited,
			order: this.#order,
			advices: this.#advices.map((one) => [shown(one.paid), shown(one.carried)] as const),
			tamperedBalances: changed.balanced,
			seconds: this.#seconds,
			money: { held: shown(held), issued: shown(issued) },
			claims: all.map(({ claim }) => claim),
		};
	}

	// --- Parts ---

	/** Calls that are refused, each of another account, at once. */
	async #refused(
		teller: Teller,
		attempts: readonly (readonly [
			what: string,
			by: Pick<Employee, 'account'>,
			call: Call,
			error: string,
		])[],
	): Promise<void> {
		const failures = await Promise.all(
			attempts.map(([, { account }, call, error]) =>
				this.chain.refuses(
					account,
					call,
					error === 'BadOrigin' ? error : `InsuranceClaims.${error}`,
				),
			),
		);
		failures.forEach(({ name, sentence }, at) => {
			this.#refusals.push(name);
			teller.refused(attempts[at]?.[0] ?? '', sentence);
		});
	}

	/** What the chain answers in the state after that block, in JSON. */
	async #at(included: Included, view: string, ...args: unknown[]): Promise<unknown> {
		this.#quoted.push(included);
		const { hash } = included.block;
		return (await this.chain.readAt(hash, `insuranceClaimsApi.${view}`, ...args)).toJSON();
	}

	async #explain(claim: ClaimId, included: Included): Promise<Explanation> {
		const answer = await this.#at(included, 'explanationOfBenefit', claim);
		const found = claimExplanation(answer);
		assert.ok(found !== null, `there is no claim ${formatClaimId(claim)}`);
		return found;
	}

	/** The same, told. */
	async #told(
		teller: Teller,
		name: string,
		{ claim, included }: Pick<Submitted, 'claim' | 'included'>,
	): Promise<Explanation> {
		const found = await this.#explain(claim, included);
		const { charge, benefit, patientPays, payer } = found;
		this.#amounts[name] = [shown(charge), shown(benefit), shown(patientPays)];
		teller.note(
			`${name}: ${shown(charge)} charged, ${shown(benefit)} borne by payer ${payer}, ` +
				`${shown(patientPays)} left to the patient`,
		);
		return found;
	}

	async #submit(by: Employee, terms: ClaimTerms): Promise<Submitted> {
		const { chain } = this;
		return submittedIn(await chain.submit(by.account, claims(chain, 'submitClaim', terms)));
	}

	/** A FHIR Claim of that institution's, converted. */
	async #convert(
		institution: Institution,
		coverage: number,
		items: readonly Item[],
		more: {
			readonly use?: string;
			readonly prior?: ClaimId;
			readonly references?: Readonly<Record<string, ClaimTarget>>;
		} = {},
	): Promise<ConvertedClaim> {
		const { ofA, patient, prices } = this.parties;
		return claimFromFhir(claimResource(items, more), {
			context: institution.context,
			references: {
				'Patient/me': { Patient: patient },
				'Organization/provider': { Institution: institution.id },
				'Coverage/asked': { Coverage: coverage },
				'Coverage/before': { Coverage: ofA },
				...(more.prior === undefined
					? {}
					: { 'ClaimResponse/before': { Claim: more.prior } }),
				...more.references,
			},
			// What the first payer's schedule has is billed by it.
			codes: ({ codings: [coding] }) => {
				const entry =
					coding !== undefined && coverage === ofA ? prices.find(coding) : undefined;
				return entry && { digest: entry.digest, proof: entry.proof };
			},
			now: await this.chain.now(),
		});
	}

	/** A claim for what was dispensed. */
	async #medicine(
		{ id, salt, occurred }: Dispensed,
		coverage: number,
		over: Partial<Item> = {},
		prior?: ClaimId,
	): Promise<ClaimTerms> {
		const item: Item = {
			category: 'Pharmacy',
			code: 'medicine',
			quantity: 2,
			price: '117.70',
			serviced: occurred,
			evidence: 'MedicationDispense/it',
			...over,
		};
		const converted = await this.#convert(this.parties.pharmacy, coverage, [item], {
			...(prior === undefined ? {} : { prior }),
			references: { 'MedicationDispense/it': { Evidence: { Dispense: id }, salt } },
		});
		assert.ok(converted.use === 'claim');
		return converted.terms;
	}

	/** Writes a remittance advice for the pharmacy, which balances. */
	#advise(
		paid: readonly Explanation[],
		{ block }: Included,
		adjustments: Remittance['adjustments'] = [],
	): void {
		const { a, pharmacy, since } = this.parties;
		const written = remittanceAdvice({
			payer: { institution: a.id },
			payee: { institution: pharmacy.id },
			currency: CURRENCY.number,
			trace: `BLOCK ${block.number}`,
			paidAt: since + DAY,
			claims: paid.map((one) => remittedClaim(one)),
			adjustments,
			control: String(this.#advices.length + 1).padStart(4, '0'),
		});
		assert.deepEqual(balances(written.text), { balanced: true, faults: [] });
		this.#advices.push(written);
	}
}

/** Which claim was submitted, and whether it waits. */
function submittedIn(included: Included): Submitted {
	const pended = included.events.some(
		({ event }) => event.section === 'insuranceClaims' && event.method === 'ClaimPended',
	);
	const name = `insuranceClaims.${pended ? 'ClaimPended' : 'ClaimAdjudicated'}`;
	return { claim: claimIdOf(included.event(name)['claim']), included, pended };
}
