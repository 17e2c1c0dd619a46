// SPDX-License-Identifier: Apache-2.0
// about: a million packs in one call, a pallet that gets warm, a short delivery, a copy, a recall

/**
 * A medicine on its way from the line to the patient. A million packs are commissioned in one call,
 * go on two pallets to a hospital and a pharmacy, and are watched by a carrier's loggers. One pallet
 * gets warm: everything on it is locked in that very block, the other isn't. It is released after
 * review, by others than those who held it. A case is missing on delivery. A genuine pack, an
 * invented one and a copy each get their answer. In the end the lot is recalled while it is in three
 * hands, and nobody dispenses it any more.
 *
 * `GALEN_DRUG_PACKS` is how many packs there are, where it needn't be a million.
 */

import {
	beneficiaryCommitment,
	checkDigit,
	epcisCalls,
	explainTrace,
	type Hex,
	LotFile,
	lotKey,
	type LotPack,
	NO_STATEMENTS,
	packKey,
	packLabel,
	type PackProof,
	parseEpcis,
	parseUdi,
	randomSalt,
	readingProof,
	ReadingWindow,
	REFRIGERATED,
	signWindow,
	ssccArgument,
	standingReasons,
	toHex,
	traceArguments,
	type TraceJson,
	type TraceReport,
	type Window,
} from '@galen/sdk';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { Codec } from '@polkadot/types/types';
import { compactStripLength } from '@polkadot/util';
import assert from 'node:assert/strict';
import { createHash, randomInt } from 'node:crypto';
import {
	deviceKey,
	type Employee,
	freshAccount,
	Institution,
	signWith,
	wellKnown,
} from '../lib/actors.js';
import { type Call, type Chain, type Included, short } from '../lib/chain.js';
import type { Document } from '../lib/documents.js';
import type { Printer } from '../lib/printer.js';

const DAY = 24 * 3_600_000;
const CASES_ON_A_PALLET = 64;
/** The readings of one window. */
const READINGS = 1_000;

/** What came of it, for tests. */
export interface Outcome {
	readonly refusals: readonly string[];
	/** What is known of a pallet, or of a pack on it, step by step. */
	readonly reasons: Readonly<Record<string, readonly string[]>>;
	/** Whether a reading belongs to its window. */
	readonly readings: Readonly<Record<string, string>>;
	/** What the traces of packs came to. */
	readonly verdicts: Readonly<Record<string, string>>;
	/** Who holds the copied serial number, and who claims it. */
	readonly alert: { readonly kind: string; readonly holder: number; readonly claimant: number };
	/** What holders have reported of the recall, together. */
	readonly effect: { readonly institutions: number; readonly located: number };
	readonly hospital: number;
	readonly pharmacy: number;
	/** The lot, for reads. */
	readonly lot: { readonly gtin: string; readonly lot: Hex };
}

/** A document's digest: what the documents say is between those who have them. */
const digest = (what: string): { algorithm: 'Sha2_256'; bytes: Hex } => ({
	algorithm: 'Sha2_256',
	bytes: toHex(createHash('sha256').update(what).digest()),
});

/** What a runtime API answers as bytes, which comes with its length in front. */
const bytesOf = (bytes: Codec): Uint8Array => compactStripLength(bytes.toU8a(true))[1];

const checked = (digits: string): string => digits + checkDigit(digits);

export async function run(
	chain: Chain,
	_documents: readonly Document[],
	printer: Printer,
	packs = Number(process.env['GALEN_DRUG_PACKS'] ?? 1_000_000),
): Promise<Outcome> {
	const refusals: string[] = [];
	const refused = async (
		what: string,
		...attempt: Parameters<Chain['refuses']>
	): Promise<void> => {
		const failure = await chain.refuses(...attempt);
		refusals.push(failure.name);
		printer.refused(what, failure.sentence);
	};
	const drug = (name: string, ...args: unknown[]): Call =>
		chain.call(`drugProvenance.${name}`, ...args);
	/** What the chain answers in the newest state that is final, in JSON. */
	let finally_ = (_name: string, ..._args: unknown[]): Promise<unknown> =>
		Promise.reject(new Error('nothing is final yet'));
	const finalized = async (last: Included): Promise<void> => {
		await printer.finalized(chain, last);
		const { hash } = await chain.finalizedHead();
		const { call } = await chain.api.at(hash);
		finally_ = async (name, ...args) =>
			(await call['drugProvenanceApi']?.[name]?.(...args))?.toJSON();
	};
	const reasons: Record<string, readonly string[]> = {};

	printer.stage('A manufacturer, a carrier, a hospital, a pharmacy, and who makes loggers');
	const [manufacturer, carrier, hospital, pharmacy, maker] = (await Institution.admitAll(chain, [
		{ kinds: ['Manufacturer'], votingClass: 'Industry' },
		{ kinds: ['Carrier'], votingClass: 'Industry' },
		{},
		{ kinds: ['Pharmacy'] },
		{ kinds: ['DeviceMaker', 'CalibrationProvider'], votingClass: 'Industry' },
	])) as [Institution, Institution, Institution, Institution, Institution];
	const regulator = await Institution.of(chain, wellKnown('Alice'));
	const hired = await Promise.all([
		manufacturer.hire('ResponsiblePerson', 'ResponsiblePerson'),
		carrier.hire('LogisticsOperator', 'BiomedicalEngineer'),
		hospital.hire('Pharmacist', 'Pharmacist'),
		pharmacy.hire('Pharmacist'),
		maker.hire('ResponsiblePerson', 'CalibrationTechnician'),
		regulator.hire('Inspector'),
	]);
	const [qualified, quality, driver, engineer, atHospital, colleague, atPharmacy, ...others] =
		hired.flatMap(({ staff }) => staff) as [
			Employee,
			Employee,
			Employee,
			Employee,
			Employee,
			Employee,
			Employee,
			...Employee[],
		];
	const [makers, technician, inspector] = others as [Employee, Employee, Employee];
	printer.done(
		`Manufacturer ${manufacturer.id}, carrier ${carrier.id}, hospital ${hospital.id}, ` +
			`pharmacy ${pharmacy.id}, regulator ${regulator.id}`,
		hired[0]?.issued[0] as Included,
	);

	const keys = [freshAccount('ed25519'), freshAccount('ed25519')] as const;
	const number = String(randomInt(10_000, 100_000));
	// Meanwhile: that takes some blocks.
	const fitted = fitLoggers(chain, {
		maker: makers.account,
		technician: technician.account,
		engineer: engineer.account,
		keys,
		gtin: checked(`1${'9506000'}${number}`),
	});
	fitted.catch(() => undefined);

	printer.stage(`${packs.toLocaleString('en')} packs, commissioned in one call`);
	const now = await chain.now();
	const gtin = checked(`0${'9506000'}${number}`);
	const lot = `L${number}`;
	const expiry = Date.UTC(new Date(now).getUTCFullYear() + 2, 0, 1);
	const sscc = (at: number): string =>
		checked(`0${'9506000'}${number}${String(at).padStart(4, '0')}`);
	const serial = (at: number): string => `${number}${String(at).padStart(8, '0')}`;
	const inACase = Math.ceil(packs / (2 * CASES_ON_A_PALLET));
	const caseOf = (at: number): number => 100 + Math.floor(at / inACase);
	const line = function* (): Generator<LotPack> {
		for (let at = 0; at < packs; at += 1) {
			yield { serial: serial(at), firstCase: sscc(caseOf(at)) };
		}
	};
	const { chainId } = manufacturer.context;
	const started = Date.now();
	const file = new LotFile({ chainId, gtin, lot }, line());
	printer.note(
		`their serial numbers have the root ${short(file.serials.bytes)}, computed in ` +
			`${((Date.now() - started) / 1000).toFixed(1)} s; what proves each stays off chain`,
	);
	const key = lotKey(gtin, lot);
	const terms = {
		production: now - 10 * DAY,
		expiry,
		quantity: file.quantity,
		quality: digest('certificate of analysis'),
		serials: file.serials,
	};
	const cases = file.firstCases;
	const [warm, sound] = [sscc(1), sscc(2)];
	const onWarm = cases.slice(0, CASES_ON_A_PALLET).map(ssccArgument);
	const onSound = cases.slice(CASES_ON_A_PALLET).map(ssccArgument);
	const commissioned = (await chain.submitAll(qualified.account, [
		drug('registerProduct', packKey(gtin, '1').gtin, {
			profile: REFRIGERATED,
			content: 10,
			masterData: digest('master data'),
		}),
		drug('commissionLot', key, terms),
		drug('commissionCases', key, onWarm, null),
		drug('commissionCases', key, onSound, null),
		drug('pack', ssccArgument(warm), onWarm),
		drug('pack', ssccArgument(sound), onSound),
	])) as [Included, Included, Included, Included, Included, Included];
	printer.done('A product to be kept at 2 to 8 °C, ten tablets a pack', commissioned[0]);
	printer.done(`Lot ${lot}: ${file.quantity} packs are one value`, commissioned[1]);
	printer.done(`${onWarm.length} first cases`, commissioned[2]);
	printer.done(`${onSound.length} more`, commissioned[3]);
	printer.done(`Pallet ${warm}`, commissioned[4]);
	printer.done(`Pallet ${sound}`, commissioned[5]);

	printer.stage('The carrier’s loggers: registered, calibrated, each with a key of its own');
	const loggers = await fitted;
	printer.done(`Loggers ${loggers.devices.join(' and ')} are in service`, loggers.last);

	printer.stage('Both are shipped, as an EPCIS document says');
	const glns: Readonly<Record<string, number>> = {
		'9506000111117': hospital.id,
		'0614141000005': pharmacy.id,
	};
	const calls = await epcisCalls(
		parseEpcis(
			shippingDocument(now, [
				{ sscc: warm, gln: '9506000111117', order: 'PO-4711' },
				{ sscc: sound, gln: '0614141000005', order: 'PO-0815' },
			]),
		),
		{
			institution: (gln) => glns[gln],
			digest: (_of, _intent, reference) => digest(`${reference}, and a salt`),
			carrier: () => carrier.id,
		},
	);
	const shipped = await chain.submitAll(
		qualified.account,
		calls.map(({ call, args }) => chain.call(call, ...args)),
	);
	shipped.forEach((included, at) => {
		const to = at < 2 ? `to hospital ${hospital.id}` : `to pharmacy ${pharmacy.id}`;
		printer.done(at % 2 === 0 ? `Shipped ${to}` : 'The event is anchored', included);
	});
	const [warmLogger, soundLogger] = loggers.devices;
	const bound = (await chain.submitAll(driver.account, [
		drug('bindSensor', ssccArgument(warm), warmLogger),
		drug('bindSensor', ssccArgument(sound), soundLogger),
	])) as [Included, Included];
	printer.done(`Logger ${warmLogger} watches pallet ${warm}`, bound[0]);
	printer.done(`Logger ${soundLogger} watches pallet ${sound}`, bound[1]);
	await finalized(bound[1]);

	printer.stage('The loggers sign what they see. One pallet gets warm');
	const { coveredUntil: since } = await exposureOf(chain, warm, warmLogger);
	const { coveredUntil: sinceToo } = await exposureOf(chain, sound, soundLogger);
	// So fast nobody reads. But the readings are of the time that has passed.
	const bindings = Math.max(since, sinceToo);
	if ((await chain.now()) === bindings) {
		// Where a block is final as soon as it is made, it takes another one.
		await chain.submit(driver.account, chain.call('system.remark', '0x'));
	}
	const step = Math.floor(((await chain.now()) - bindings) / (READINGS + 10));
	assert.ok(step > 0, 'no time has passed since the loggers were bound');
	const watch = (
		device: number,
		sequence: number,
		start: number,
		values: readonly number[],
	): ReadingWindow =>
		new ReadingWindow(
			{ chainId, device },
			values.map((value, at) => ({ at: start + (at + 1) * step, value })),
			{ sequence, range: REFRIGERATED.range, start },
		);
	const cool = Array.from({ length: READINGS }, (_, at) => 500 + Math.round(50 * Math.sin(at)));
	const first = watch(warmLogger, 0, since, [...cool.slice(2), 812, 835]);
	const second = watch(warmLogger, 1, first.window.end, [860, 790, 640]);
	const whole = watch(soundLogger, 0, sinceToo, cool);
	const submit = (unit: string, device: number, window: Window, signer: KeyringPair): Call =>
		drug(
			'submitWindow',
			ssccArgument(unit),
			device,
			window,
			signWindow(signer, { chainId, device }, unit, window),
		);
	const [warmKey, soundKey] = keys;
	// Anybody who handles goods carries what a sensor has signed.
	await Promise.all([
		refused(
			'A window that another logger has signed',
			driver.account,
			submit(warm, warmLogger, first.window, soundKey),
			'DeviceLifecycle.InvalidSignature',
		),
		refused(
			'The second window before the first',
			qualified.account,
			submit(warm, warmLogger, second.window, warmKey),
			'DrugProvenance.StatementMissing',
		),
	]);
	const [anchored, breached, watched] = (await chain.submitAll(driver.account, [
		submit(warm, warmLogger, first.window, warmKey),
		submit(warm, warmLogger, second.window, warmKey),
		submit(sound, soundLogger, whole.window, soundKey),
	])) as [Included, Included, Included];
	printer.done(`${READINGS} readings, the last two above 8 °C: no breach yet`, anchored);
	const excursion = breached.event('drugProvenance.ExcursionFound');
	printer.done(
		`Three more, the first above 8 °C: a run of ${excursion['heat']?.toString()}. ` +
			'Everything on the pallet is locked',
		breached,
	);
	printer.done(`${READINGS} readings of the other pallet`, watched);
	await refused(
		'The same window again',
		driver.account,
		submit(sound, soundLogger, whole.window, soundKey),
		'DrugProvenance.Replayed',
	);
	await finalized(watched);
	const standing = async (when: string, unit: string): Promise<void> => {
		const info = (await finally_('unit', ssccArgument(unit))) as { reasons: number };
		reasons[when] = standingReasons(info.reasons);
		printer.note(`${when}: ${reasons[when].join(', ') || 'nothing'} against it`);
	};
	await standing('the pallet that got warm', warm);
	await standing('the other pallet', sound);
	const proofOf = (at: number): PackProof => file.proof(serial(at)) as PackProof;
	/** From a label to an answer, as whoever has the pack in hand gets it. */
	const trace = async (at: string, proof?: PackProof): Promise<TraceReport> => {
		const yymmdd = new Date(expiry - DAY).toISOString().slice(2, 10).replaceAll('-', '');
		const label = packLabel(`(01)${gtin}(17)${yymmdd}(10)${lot}(21)${at}`, now);
		const answer = (await finally_('trace', ...traceArguments(label, proof))) as unknown;
		return explainTrace(answer as TraceJson, label);
	};
	const lastPack = packs - 1;
	reasons['a pack on the pallet that got warm'] = (await trace(serial(0), proofOf(0))).reasons;
	reasons['a pack on the other'] = (await trace(serial(lastPack), proofOf(lastPack))).reasons;

	printer.stage('One reading of a thousand is proven against what the logger has signed');
	const readings: Record<string, string> = {};
	const shown = first.prove(READINGS - 1);
	for (const [name, value] of [
		['as it was read', shown.value],
		['a degree lower', shown.value - 100],
	] as const) {
		const proof = readingProof(
			{ chainId, device: warmLogger },
			first.window,
			{ ...shown, value },
			NO_STATEMENTS,
			[{ Window: second.window }],
		);
		const answer = await finally_('verifyReading', ssccArgument(warm), warmLogger, proof);
		readings[name] = answer as string;
		printer.note(`${(value / 100).toFixed(2)} °C, ${name}: ${readings[name]}`);
	}

	printer.stage('The hospital has it, and can’t use it until others have reviewed it');
	const missing = onSound.at(-1) as string;
	const fine = { missing: [], damaged: [], overage: 0 };
	const [received, short_] = await Promise.all([
		chain.submit(atHospital.account, drug('receive', ssccArgument(warm), fine)),
		chain.submit(
			atPharmacy.account,
			drug('receive', ssccArgument(sound), { ...fine, missing: [missing] }),
		),
	]);
	printer.done(`Hospital ${hospital.id} receives its pallet, locked as it is`, received);
	printer.done(
		`Pharmacy ${pharmacy.id} receives its pallet, short by one case: that stays with ` +
			`manufacturer ${manufacturer.id}, held for review`,
		short_,
	);
	const dispense = async (
		by: Institution,
		at: number,
		more: { quantity?: number; handedOver?: boolean } = {},
	): Promise<Call> =>
		drug('dispense', packKey(gtin, serial(at)), proofOf(at), {
			quantity: 10,
			prescription: digest(`prescription ${at}, and a salt`),
			patient: {
				algorithm: 'Sha2_256',
				bytes: toHex(beneficiaryCommitment(by.context, randomSalt(), randomSalt())),
			},
			handedOver: true,
			occurred: await chain.now(),
			...more,
		});
	const item = { Unit: ssccArgument(warm) };
	const held = await Promise.all([
		chain.submitAll(driver.account, [
			drug('unbindSensor', ssccArgument(warm)),
			drug('unbindSensor', ssccArgument(sound)),
		]),
		chain.submit(atHospital.account, drug('quarantine', item, 'Inspection', null)),
		chain.submit(inspector.account, drug('quarantine', { Unit: missing }, 'Inspection', null)),
	]);
	printer.done('The carrier takes its loggers off', held[0].at(-1) as Included);
	printer.done('A pharmacist of the hospital holds the pallet for inspection too', held[1]);
	printer.done('The regulator’s inspector holds the missing case, wherever it is', held[2]);
	const [dispensedHere] = await Promise.all([
		chain.submit(atPharmacy.account, await dispense(pharmacy, lastPack - inACase)),
		refused(
			'Dispensing from the pallet that got warm',
			colleague.account,
			await dispense(hospital, 0),
			'DrugProvenance.Excursion',
		),
		refused(
			'Release by who holds it',
			atHospital.account,
			drug('release', item, 'Inspection', digest('inspection')),
			'DrugProvenance.RaisedBySelf',
		),
		refused(
			'Release of what the regulator holds',
			quality.account,
			drug('release', { Unit: missing }, 'Inspection', digest('inspection')),
			'DrugProvenance.HeldByRegulator',
		),
	]);
	printer.done('The pharmacy dispenses from the other pallet', dispensedHere);
	const [afterReview, afterInspection] = await Promise.all([
		chain.submit(quality.account, drug('release', item, 'Excursion', digest('stability data'))),
		chain.submit(colleague.account, drug('release', item, 'Inspection', digest('inspection'))),
	]);
	printer.done(
		'The manufacturer’s quality unit releases it: so short a time does no harm',
		afterReview,
	);
	printer.done('A colleague ends the inspection', afterInspection);
	const copied = packKey(gtin, serial(lastPack - inACase));
	const [dispensed, scanned] = await Promise.all([
		chain.submit(colleague.account, await dispense(hospital, 0)),
		chain.submit(
			atHospital.account,
			drug('scan', copied, key.lot, proofOf(lastPack - inACase)),
		),
	]);
	printer.done('The hospital dispenses', dispensed);
	await finalized(dispensed);
	await standing('the pallet after review', warm);

	printer.stage('A genuine pack, an invented one, and a copy');
	const verdicts: Record<string, string> = {};
	const told = async (name: string, at: string, proof?: PackProof): Promise<void> => {
		const report = await trace(at, proof);
		verdicts[name] = report.verdict;
		printer.note(`${name}: ${report.verdict}`);
		report.sentences.forEach((sentence) => printer.note(`   ${sentence}`));
	};
	const genuine = lastPack - inACase - 1;
	await told('a genuine pack, with its proof', serial(genuine), proofOf(genuine));
	await told('the same without', serial(genuine));
	await told('an invented number, with another pack’s proof', 'X0001', proofOf(genuine));
	printer.done('The hospital scans what the pharmacy has dispensed', scanned);
	await told('the copy', serial(lastPack - inACase), proofOf(lastPack - inACase));
	const alert = (await finally_('alert', copied)) as Outcome['alert'];

	printer.stage('The lot is recalled while it is in three hands');
	const recalled = await chain.submit(
		qualified.account,
		drug('recallLot', key, { class: 'II', reason: 'QualityDefect', notice: digest('notice') }),
	);
	printer.done('One write, however many packs there are', recalled);
	await Promise.all([
		refused(
			`Dispensing at hospital ${hospital.id}`,
			colleague.account,
			await dispense(hospital, 1),
			'DrugProvenance.Recalled',
		),
		refused(
			`Dispensing at pharmacy ${pharmacy.id}`,
			atPharmacy.account,
			await dispense(pharmacy, genuine),
			'DrugProvenance.Recalled',
		),
		refused(
			'Shipping what the manufacturer still has',
			quality.account,
			drug('ship', missing, hospital.id, null, digest('PO-4712'), 'Supply'),
			'DrugProvenance.Recalled',
		),
	]);
	const scope = { Lot: key };
	/** The first pack in the case that is missing. */
	const lastCase = (cases.length - 1) * inACase;
	const none = { located: 0, returned: 0, destroyed: 0, supplied: 0 };
	const ending = refused(
		'The manufacturer wants to end the recall',
		qualified.account,
		drug('terminateRecall', scope),
		'BadOrigin',
	);
	const reports = await Promise.all(
		(
			[
				[colleague, { ...none, located: onWarm.length * inACase - 1, supplied: 1 }],
				[
					atPharmacy,
					{ ...none, located: lastCase - onWarm.length * inACase - 1, supplied: 1 },
				],
				[quality, { ...none, located: packs - lastCase }],
			] as const
		).map(([who, report]) => chain.submit(who.account, drug('reportRecall', scope, report))),
	);
	printer.done('All three report what they have found', reports.at(-1) as Included);
	await ending;
	const last = reports.reduce((a, b) => (a.block.number > b.block.number ? a : b));
	await finalized(last);
	await told('the genuine pack', serial(genuine), proofOf(genuine));
	reasons['the genuine pack after the recall'] = (
		await trace(serial(genuine), proofOf(genuine))
	).reasons;
	const { effect } = (await finally_('recall', scope)) as { effect: Outcome['effect'] };
	printer.summary([
		`${file.quantity} packs, of which two have a state of their own on chain.`,
		`Recalled: ${effect.located} found, in ${effect.institutions} institutions.`,
		'Nothing on chain says who the patients are.',
	]);
	return {
		refusals,
		reasons,
		readings,
		verdicts,
		alert,
		effect,
		hospital: hospital.id,
		pharmacy: pharmacy.id,
		lot: key,
	};
}

/** Until when a sensor has covered a container. */
async function exposureOf(
	chain: Chain,
	unit: string,
	device: number,
): Promise<{ coveredUntil: number }> {
	const telemetry = await chain.read('drugProvenanceApi.telemetry', ssccArgument(unit), device);
	return (telemetry.toJSON() as { exposure: { coveredUntil: number } }).exposure;
}

/** An EPCIS document of shipments, as a warehouse's system exports it. */
function shippingDocument(
	at: number,
	shipments: readonly { sscc: string; gln: string; order: string }[],
): string {
	return JSON.stringify({
		'@context': ['https://ref.gs1.org/standards/epcis/epcis-context.jsonld'],
		type: 'EPCISDocument',
		schemaVersion: '2.0',
		creationDate: new Date(at).toISOString(),
		epcisBody: {
			eventList: shipments.map(({ sscc, gln, order }) => ({
				type: 'ObjectEvent',
				eventTime: new Date(at).toISOString(),
				eventTimeZoneOffset: '+00:00',
				epcList: [`https://id.gs1.org/00/${sscc}`],
				action: 'OBSERVE',
				bizStep: 'shipping',
				disposition: 'in_transit',
				bizTransactionList: [{ type: 'po', bizTransaction: `urn:example:order:${order}` }],
				destinationList: [
					{ type: 'possessing_party', destination: `https://id.gs1.org/417/${gln}` },
				],
			})),
		},
	});
}

/** Two loggers of one model, calibrated and in service. */
async function fitLoggers(
	chain: Chain,
	by: {
		maker: KeyringPair;
		technician: KeyringPair;
		engineer: KeyringPair;
		keys: readonly [KeyringPair, KeyringPair];
		gtin: string;
	},
): Promise<{ devices: [number, number]; last: Included }> {
	const labels = ['LOG-0001', 'LOG-0002'].map((serial) =>
		parseUdi(`(01)${by.gtin}(21)${serial}`),
	);
	const SERIAL = 2;
	const described = await chain.submit(
		by.maker,
		chain.call('deviceLifecycle.registerModel', {
			identifier: { Gs1: labels[0]?.di },
			production: SERIAL,
			riskClass: 'MdrIIb',
			singleUse: false,
			implantable: false,
			storesData: true,
			hasFirmware: false,
			plan: {
				maintenance: null,
				maintenanceRun: null,
				calibration: 365 * DAY,
				safetyTest: null,
			},
			masterData: digest(by.gtin),
		}),
	);
	const model = String(described.event('deviceLifecycle.ModelRegistered')['model']);
	const registered = await chain.submitAll(
		by.engineer,
		labels.map(({ serial }) =>
			chain.call(
				'deviceLifecycle.registerDevice',
				model,
				{
					lot: null,
					serial: serial ?? null,
					manufactured: null,
					expiry: null,
					donation: null,
					unit: 0,
				},
				null,
				null,
			),
		),
	);
	const devices = registered.map((included) =>
		Number(included.event('deviceLifecycle.DeviceRegistered')['device']?.toString()),
	) as [number, number];
	const occurred = await chain.now();
	const service = (device: number, kind: object | string): Call =>
		chain.call('deviceLifecycle.recordService', device, {
			service: kind,
			result: 'Pass',
			occurred,
			report: digest(`${JSON.stringify(kind)} of ${device}`),
			nextDue: null,
		});
	await chain.submitAll(
		by.technician,
		devices.map((device) =>
			service(device, {
				Calibration: {
					asFound: 'Within',
					asLeft: 'Within',
					reference: digest(`certificate of ${device}`),
				},
			}),
		),
	);
	const ready = await Promise.all(
		devices.map(async (device, at) => {
			const key = by.keys[at] as KeyringPair;
			const asked = await chain.read(
				'deviceLifecycleApi.keyStatement',
				device,
				deviceKey(key),
			);
			return [
				service(device, 'Acceptance'),
				chain.call(
					'deviceLifecycle.setKey',
					device,
					deviceKey(key),
					signWith(key, bytesOf(asked)),
				),
				chain.call('deviceLifecycle.putIntoService', device),
			];
		}),
	);
	const done = await chain.submitAll(by.engineer, ready.flat());
	return { devices, last: done.at(-1) as Included };
}
