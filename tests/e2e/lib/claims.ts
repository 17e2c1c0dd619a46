// SPDX-License-Identifier: Apache-2.0

/** What walkthroughs of claims begin with: payers and their plans, providers, evidence, FHIR Claims. */

import {
	BENEFIT_CATEGORIES,
	type BenefitCategory,
	beneficiaryCommitment,
	checkDigit,
	CLAIM_SYSTEMS,
	type ClaimId,
	currencyOf,
	type Digest,
	type Directive,
	fieldGroups,
	formatAmount,
	type Hex,
	LotFile,
	lotKey,
	packKey,
	purposes,
	randomSalt,
	ssccArgument,
	TariffFile,
	toHex,
	UNRESTRICTED,
} from '@galen/sdk';
import type { KeyringPair } from '@polkadot/keyring/types';
import assert from 'node:assert/strict';
import { createHash, randomInt } from 'node:crypto';
import {
	claimCall,
	type Employee,
	freshAccount,
	governAsRoot,
	Institution,
	openPatient,
	wellKnown,
} from './actors.js';
import { type Call, type Chain, type Included, short } from './chain.js';
import type { Printer } from './printer.js';

export const DAY = 24 * 3_600_000;
export const CURRENCY = currencyOf('CHF');
/** Codes of what is done, in a system of nobody's. */
const SYSTEM = 'urn:example:services';

/** A document's digest: what the documents say is between those who have them. */
export const digest = (what: string): Digest => ({
	algorithm: 'Sha2_256',
	bytes: toHex(createHash('sha256').update(what).digest()),
});

const checked = (digits: string): string => digits + checkDigit(digits);

/** `172.32` */
export const shown = (minor: bigint): string => formatAmount(minor, CURRENCY);
export const minor = (amount: string): string => amount.replace('.', '');

/** A dispense, and what opens its commitment to the patient. */
export interface Dispensed {
	readonly id: string;
	readonly salt: Uint8Array;
	readonly occurred: number;
	readonly included: Included;
}

/** Hands out packs of a case, by their places in it. */
type Dispense = (
	patient: Hex,
	packs: readonly number[],
	handedOver?: boolean,
) => Promise<Dispensed[]>;

/** What a Claim is made of. */
export interface Item {
	readonly category: string;
	readonly code: string;
	readonly quantity: number;
	readonly price: string;
	readonly serviced: number;
	/** What proves it; nothing where it is yet to be done. */
	readonly evidence?: string;
	readonly preauth?: string;
}

/** Who takes part, and what they have agreed on. */
export interface Parties {
	readonly pharmacy: Institution;
	readonly hospital: Institution;
	/** Who pays first, and who pays what is left. */
	readonly a: Institution;
	readonly b: Institution;
	readonly bank: Institution;
	readonly pharmacist: Employee;
	readonly billing: Employee;
	readonly physician: Employee;
	readonly hospitalBilling: Employee;
	readonly registrar: Employee;
	readonly hospitalDesk: Employee;
	/** The first payer's adjudicators. */
	readonly adjudicators: readonly Employee[];
	/** The second one's. */
	readonly others: readonly Employee[];
	readonly banker: Employee;
	readonly inspector: Employee;
	readonly patient: Hex;
	readonly person: KeyringPair;
	/** The patient's coverages, and one by which the second payer would come first. */
	readonly ofA: number;
	readonly ofB: number;
	readonly rival: number;
	/** The first payer's prices. */
	readonly prices: TariffFile;
	readonly dispense: Dispense;
	/** A pack that was handed out, and one that nobody has come for. */
	readonly dispensed: Dispensed;
	readonly kept: Dispensed;
	/** Before all that. */
	readonly since: number;
}

export const claims = (chain: Chain, name: string, ...args: unknown[]): Call =>
	chain.call(`insuranceClaims.${name}`, ...args);

export async function assemble(chain: Chain, printer: Printer): Promise<Parties> {
	printer.stage('A pharmacy, a hospital, two payers and a bank; a patient');
	const [pharmacy, hospital, a, b, bank, manufacturer] = (await Institution.admitAll(chain, [
		{ kinds: ['Pharmacy'] },
		{},
		{ kinds: ['Payer'], votingClass: 'Payers' },
		{ kinds: ['Payer'], votingClass: 'Payers' },
		{ kinds: ['SettlementBank'], votingClass: 'Payers' },
		{ kinds: ['Manufacturer'], votingClass: 'Industry' },
	])) as [Institution, Institution, Institution, Institution, Institution, Institution];
	const regulator = await Institution.of(chain, wellKnown('Alice'));
	const hired = await Promise.all([
		pharmacy.hire('Pharmacist', 'BillingOfficer'),
		hospital.hire('Physician', 'BillingOfficer', 'RegistrationOfficer', 'BillingOfficer'),
		a.hire('Adjudicator', 'Adjudicator', 'Adjudicator', 'Adjudicator', 'Adjudicator'),
		b.hire('Adjudicator', 'Adjudicator'),
		bank.hire('SettlementOfficer'),
		manufacturer.hire('ResponsiblePerson'),
		regulator.hire('Inspector'),
	]);
	const [atPharmacy, atHospital, adjudicators, others, atBank, atMaker, atRegulator] = hired.map(
		({ staff }) => staff,
	) as [Employee[], Employee[], Employee[], Employee[], Employee[], Employee[], Employee[]];
	const [pharmacist, billing] = atPharmacy as [Employee, Employee];
	const [physician, hospitalBilling, registrar, hospitalDesk] = atHospital as [
		Employee,
		Employee,
		Employee,
		Employee,
	];
	const [banker] = atBank as [Employee];
	const [maker] = atMaker as [Employee];
	const [inspector] = atRegulator as [Employee];
	printer.done(
		`Pharmacy ${pharmacy.id}, hospital ${hospital.id}, payers ${a.id} and ${b.id}, ` +
			`bank ${bank.id}, and their staff`,
		hired[0]?.issued[0] as Included,
	);
	const stocked = stock(chain, maker.account, pharmacist.account, pharmacy);
	// It is waited for below.
	stocked.catch(() => undefined);

	const { chainId } = a.context;
	const since = (await chain.now()) - DAY;
	const nextPlan = await chain.api.query['insuranceClaims']?.['nextPlan']?.();
	const plan = Number(nextPlan?.toString());
	const prices = new TariffFile({ chainId, payer: a.id, plan, version: 0 }, [
		{ system: SYSTEM, code: 'medicine', category: 'Pharmacy', unitPrice: 11_770n },
		{ system: SYSTEM, code: 'bed', category: 'HospitalInpatient', unitPrice: 60_000n },
		{ system: SYSTEM, code: 'visit', category: 'Consultation', unitPrice: 10_000n },
	]);
	const create = (payer: Institution, rules: object): Promise<Included> =>
		chain.submit(
			payer.administrator,
			claims(chain, 'createPlan', CURRENCY.number, 'Immediate', rules),
		);
	const planOf = (included: Included): string =>
		included.event('insuranceClaims.PlanCreated')['plan']?.toString() ?? '';
	// The second plan after the first one: its number is part of the prices.
	const [{ patient, claimKey, opened }, planned, [issued]] = await Promise.all([
		openPatient(chain, registrar.account),
		create(a, {
			...rulesFrom(since, {
				Consultation: { coinsurance: 1_000 },
				HospitalInpatient: { coinsurance: 1_000, requiresPreauth: true },
				Pharmacy: { copay: minor('20.00'), coinsurance: 2_000 },
			}),
			schedule: prices.tariff,
		}),
		chain.submitAll(banker.account, [
			claims(chain, 'issue', a.id, CURRENCY.number, minor('1290.00')),
			claims(chain, 'issue', b.id, CURRENCY.number, minor('100.00')),
		]),
	]);
	assert.equal(planOf(planned), String(plan));
	/** Draws up coverages, one for each order, and puts the first one in force. */
	const cover = async (
		payer: Institution,
		of: string,
		...orders: number[]
	): Promise<[number[], Included]> => {
		const drawnUp = await chain.submitAll(
			payer.administrator,
			orders.map((order) =>
				claims(chain, 'createCoverage', of, {
					beneficiary: patient,
					subscriber: digest(`subscriber of ${payer.id}, and a salt`),
					relationship: 'Oneself',
					period: { from: since, until: since + 365 * DAY },
					order,
				}),
			),
		);
		const ids = drawnUp.map((included) =>
			Number(included.event('insuranceClaims.CoverageCreated')['coverage']?.toString()),
		);
		const active = await chain.submit(
			payer.administrator,
			claims(chain, 'activateCoverage', ids[0]),
		);
		return [ids, active];
	};
	const person = freshAccount();
	const [claimed, [[ofA], inForce], [second, [[ofB, rival]]], [inStock, [dispensed, kept]]] =
		await Promise.all([
			claimCall(chain, chainId, patient, claimKey, person).then((call) =>
				chain.submit(registrar.account, call),
			),
			cover(a, planOf(planned), 1),
			create(b, rulesFrom(since, { Pharmacy: { coinsurance: 5_000 } })).then(
				async (included) => [included, await cover(b, planOf(included), 2, 1)] as const,
			),
			stocked.then(
				async ({ dispense, last }) =>
					[
						last,
						[
							...(await dispense(patient, [0])),
							...(await dispense(patient, [1], false)),
						],
					] as const,
			),
		]);
	printer.done(`A patient, pseudonym ${short(patient)}`, opened);
	printer.done('The person claims it', claimed);
	printer.done('The pharmacy has a case of medicines', inStock);

	printer.stage('Plans whose rules never change, money in reserve, coverages in an order');
	printer.done(
		`Payer ${a.id}: medicines at 80 % after 20.00, prices by a schedule of ${prices.tariff.count}`,
		planned,
	);
	printer.done(`Payer ${b.id}: medicines at 50 %`, second);
	printer.done(
		`The bank issues 1290.00 into the reserve of payer ${a.id}, 100.00 into the other`,
		issued as Included,
	);
	printer.done(`Coverages ${ofA} and ${ofB}, which pay in that order`, inForce);
	const { dispense } = await stocked;
	return {
		pharmacy,
		hospital,
		a,
		b,
		bank,
		pharmacist,
		billing,
		physician,
		hospitalBilling,
		registrar,
		hospitalDesk,
		adjudicators,
		others,
		banker,
		inspector,
		patient,
		person,
		ofA: ofA as number,
		ofB: ofB as number,
		rival: rival as number,
		prices,
		dispense,
		dispensed: dispensed as Dispensed,
		kept: kept as Dispensed,
		since,
	};
}

export const balanceOf = (info: unknown): bigint =>
	BigInt(String((info as { balance: unknown }).balance));

/**
 * Has the council and the technical committee add the settlement asset. Its owner can do nothing:
 * what isn't a payment passes for governance alone.
 */
export async function addCurrency(chain: Chain): Promise<Included> {
	const owner = { Id: wellKnown('Alice').address };
	return governAsRoot(chain, chain.call('assets.forceCreate', CURRENCY.number, owner, true, 1));
}

/** What a plan pays of a category, beside what is usual. */
interface Rule {
	readonly copay?: string;
	readonly coinsurance?: number;
	readonly requiresPreauth?: boolean;
}

/** Rules that have no limits, for claims of up to 500.00 without a human. */
function rulesFrom(
	effective: number,
	rules: Readonly<Partial<Record<BenefitCategory, Rule>>>,
): object {
	return {
		effective,
		rules: {
			deductible: 0,
			outOfPocketMax: null,
			annualMax: null,
			filingDays: 90,
			periodDays: 365,
			categories: BENEFIT_CATEGORIES.flatMap((category) => {
				const rule = rules[category];
				return rule === undefined
					? []
					: {
							category,
							copay: 0,
							coinsurance: 0,
							priceCap: null,
							limit: null,
							countLimit: null,
							waitingDays: 0,
							requiresPreauth: false,
							...rule,
						};
			}),
		},
		network: 'Open',
		schedule: null,
		automaticUpTo: minor('500.00'),
	};
}

/** What a patient says to let payers know what providers bill. */
export const paymentDirective = (payers: readonly number[]): Directive => ({
	root: {
		...UNRESTRICTED,
		decision: 'Permit',
		actors: payers.map((payer) => ({ Institution: payer })),
		purposes: purposes('HPAYMT'),
		fields: fieldGroups('Billing'),
	},
	exceptions: [],
	custodians: [],
	study: null,
});

/** A FHIR R4 Claim, as a provider's system writes it. */
export function claimResource(
	items: readonly Item[],
	{ use = 'claim', prior }: { use?: string; prior?: ClaimId },
): string {
	const has = (wanted: string): boolean => items.some(({ category }) => category === wanted);
	const kind = has('HospitalInpatient')
		? 'institutional'
		: has('Pharmacy')
			? 'pharmacy'
			: 'professional';
	const preAuthRef = items.flatMap(({ preauth }) => preauth?.split('#')[0] ?? []);
	const asked = {
		focal: true,
		coverage: { reference: 'Coverage/asked' },
		...(preAuthRef.length === 0 ? {} : { preAuthRef }),
	};
	const before = {
		focal: false,
		coverage: { reference: 'Coverage/before' },
		claimResponse: { reference: 'ClaimResponse/before' },
	};
	return JSON.stringify({
		resourceType: 'Claim',
		status: 'active',
		type: {
			coding: [{ system: CLAIM_SYSTEMS.type, code: kind }],
		},
		use,
		patient: { reference: 'Patient/me' },
		created: new Date().toISOString(),
		provider: { reference: 'Organization/provider' },
		priority: { coding: [{ code: 'normal' }] },
		insurance: (prior === undefined ? [asked] : [before, asked]).map((one, at) => ({
			sequence: at + 1,
			...one,
		})),
		item: items.map(({ evidence, preauth, serviced, ...item }, at) => ({
			sequence: at + 1,
			extension: [
				...(evidence === undefined
					? []
					: [
							{
								url: CLAIM_SYSTEMS.evidence,
								valueReference: { reference: evidence },
							},
						]),
				...(preauth === undefined
					? []
					: [{ url: CLAIM_SYSTEMS.preauthorization, valueString: preauth }]),
			],
			category: { coding: [{ system: CLAIM_SYSTEMS.category, code: item.category }] },
			productOrService: { coding: [{ system: SYSTEM, code: item.code }] },
			servicedPeriod: { start: new Date(serviced).toISOString() },
			quantity: { value: item.quantity },
			unitPrice: { value: Number(item.price), currency: CURRENCY.code },
		})),
	});
}

/** A pharmacy with a case of packs, and what hands them out one by one. */
async function stock(
	chain: Chain,
	responsible: KeyringPair,
	pharmacist: KeyringPair,
	pharmacy: Institution,
): Promise<{ dispense: Dispense; last: Included }> {
	const number = String(randomInt(10_000, 100_000));
	const gtin = checked(`0${'9506000'}${number}`);
	const lot = `L${number}`;
	const firstCase = checked(`0${'9506000'}${number}0001`);
	const { chainId } = pharmacy.context;
	const file = new LotFile(
		{ chainId, gtin, lot },
		Array.from({ length: 8 }, (_, at) => ({ serial: `${number}${at}`, firstCase })),
	);
	const now = await chain.now();
	const call = (name: string, ...args: unknown[]): Call =>
		chain.call(`drugProvenance.${name}`, ...args);
	await chain.submitAll(responsible, [
		call('registerProduct', packKey(gtin, '1').gtin, {
			profile: null,
			content: 10,
			masterData: digest('master data'),
		}),
		call('commissionLot', lotKey(gtin, lot), {
			production: now - DAY,
			expiry: Date.UTC(new Date(now).getUTCFullYear() + 2, 0, 1),
			quantity: file.quantity,
			quality: digest('certificate of analysis'),
			serials: file.serials,
		}),
		call('commissionCases', lotKey(gtin, lot), [ssccArgument(firstCase)], null),
		call('ship', ssccArgument(firstCase), pharmacy.id, null, digest('an order'), 'Supply'),
	]);
	const last = await chain.submit(
		pharmacist,
		call('receive', ssccArgument(firstCase), { missing: [], damaged: [], overage: 0 }),
	);
	const dispense: Dispense = async (patient, packs, handedOver = true) => {
		const occurred = await chain.now();
		const salts = packs.map(() => randomSalt());
		const handedOut = await chain.submitAll(
			pharmacist,
			packs.map((at, index) => {
				const salt = salts[index] as Uint8Array;
				const serial = `${number}${at}`;
				return call('dispense', packKey(gtin, serial), file.proof(serial), {
					quantity: 10,
					prescription: digest(`prescription ${serial}, and a salt`),
					patient: {
						algorithm: 'Sha2_256',
						bytes: toHex(beneficiaryCommitment(pharmacy.context, salt, patient)),
					},
					handedOver,
					occurred,
				});
			}),
		);
		return handedOut.map((included, index) => ({
			id: included.event('drugProvenance.Dispensed')['dispense']?.toString() ?? '',
			salt: salts[index] as Uint8Array,
			occurred,
			included,
		}));
	};
	return { dispense, last };
}
