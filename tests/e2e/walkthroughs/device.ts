// SPDX-License-Identifier: Apache-2.0
// about: a ventilator is stopped by its hours and by its maker, a logger by a bad calibration

/**
 * Only a fit device may be used, and a sensor is only believed while it is calibrated. Two hospitals
 * have ventilators of one lot. One has run for a thousand hours: it refuses use until it is
 * maintained. The maker corrects the lot: both stop in the next block. A logger is found out of
 * tolerance: what it measured since its last good calibration is in doubt, and nothing else. In the
 * end a ventilator is disposed of, and doesn't come back under another owner.
 */

import {
	beneficiaryCommitment,
	type Digest,
	type Hex,
	parseUdi,
	randomSalt,
	recordId,
	toHex,
	type Udi,
} from '@galen/sdk';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { Codec } from '@polkadot/types/types';
import { compactStripLength } from '@polkadot/util';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
	deviceKey,
	type Employee,
	freshAccount,
	Institution,
	openPatient,
	signWith,
} from '../lib/actors.js';
import { type Call, type Chain, type Included, short } from '../lib/chain.js';
import { anchorOf, commit, type Document, ownDocument, readDocument } from '../lib/documents.js';
import type { Printer } from '../lib/printer.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What the ventilators' labels say, as GS1's element strings. */
const LABELS = ['VENT-0001', 'VENT-0002'].map(
	(serial) => `(01)09506000134352(11)240115(10)LOT-A1(21)${serial}`,
);
const LOGGER_LABEL = '(01)09506000140445(21)LOG-0001';

/** What came of it, for tests. */
export interface Outcome {
	readonly refusals: readonly string[];
	/** What speaks against using the ventilator, step by step. */
	readonly reasons: Readonly<Record<string, readonly string[]>>;
	/** Whether the logger's records are in doubt, by name. */
	readonly suspect: Readonly<Record<string, boolean>>;
	readonly ventilator: number;
}

/** A document's digest: what the documents say is between those who have them. */
const digest = (what: string): { algorithm: string; bytes: Hex } => ({
	algorithm: 'Sha2_256',
	bytes: toHex(createHash('sha256').update(what).digest()),
});

/** What a runtime API answers as bytes, without their length in front. */
const bytesOf = (bytes: Codec): Uint8Array => compactStripLength(bytes.toU8a(true))[1];

export async function run(
	chain: Chain,
	_documents: readonly Document[],
	printer: Printer,
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
	const reasons: Record<string, readonly string[]> = {};
	/** What speaks against using it on a patient, from the finalised state. */
	const against = async (when: string, device: number): Promise<void> => {
		const { hash } = await chain.finalizedHead();
		const status = (await chain.readAt(hash, 'deviceLifecycleApi.status', device)).toJSON() as {
			useOnPatient: string[];
		};
		reasons[when] = status.useOnPatient;
		const said = status.useOnPatient.join(', ') || 'nothing';
		printer.note(`what speaks against its use, in the finalised state: ${said}`);
	};

	printer.stage('A maker, two hospitals and a calibration laboratory');
	const [maker, a, b, laboratory] = (await Institution.admitAll(chain, [
		{ kinds: ['DeviceMaker'], votingClass: 'Industry' },
		{},
		{},
		{ kinds: ['CalibrationProvider'], votingClass: 'Industry' },
	])) as [Institution, Institution, Institution, Institution];
	const [atMaker, atA, atB, atLaboratory] = await Promise.all([
		maker.hire('ResponsiblePerson'),
		a.hire('BiomedicalEngineer', 'Nurse', 'RegistrationOfficer'),
		b.hire('BiomedicalEngineer', 'Nurse'),
		laboratory.hire('CalibrationTechnician'),
	]);
	const [responsible] = atMaker.staff as [Employee];
	const [engineer, nurse, registrar] = atA.staff as [Employee, Employee, Employee];
	const [engineerB, nurseB] = atB.staff as [Employee, Employee];
	const [technician] = atLaboratory.staff as [Employee];
	const { patient } = await openPatient(chain, registrar.account);
	printer.done(
		`Maker ${maker.id}, hospitals ${a.id} and ${b.id}, laboratory ${laboratory.id}`,
		atMaker.issued[0] as Included,
	);

	printer.stage('The maker describes its models');
	const carriers = LABELS.map((label) => parseUdi(label)) as [Udi, Udi];
	const loggerCarrier = parseUdi(LOGGER_LABEL);
	const plan = { maintenance: null, maintenanceRun: null, calibration: null, safetyTest: null };
	const model = (gtin: string, flags: number, intervals: object): Call =>
		chain.call('deviceLifecycle.registerModel', {
			identifier: { Gs1: gtin },
			production: flags,
			riskClass: 'MdrIIb',
			singleUse: false,
			implantable: false,
			storesData: true,
			hasFirmware: false,
			plan: { ...plan, ...intervals },
			masterData: digest(gtin),
		});
	const [LOT, SERIAL, MANUFACTURED] = [1, 2, 4];
	const [ventilators, loggers] = (await chain.submitAll(responsible.account, [
		// Maintenance after a thousand hours of running, in minutes.
		model(carriers[0].di, LOT | SERIAL | MANUFACTURED, {
			maintenanceRun: 1_000 * 60,
		}),
		model(loggerCarrier.di, SERIAL, { calibration: 365 * DAY }),
	])) as [Included, Included];
	const modelOf = (included: Included): string =>
		String(included.event('deviceLifecycle.ModelRegistered')['model']);
	printer.done('A ventilator: maintained every 1,000 hours of running', ventilators);
	printer.done('A temperature logger: calibrated every year', loggers);

	printer.stage('The hospitals register what they have, from its labels');
	const now = await chain.now();
	const since = now - 60 * DAY;
	const register = (of: Included, carrier: Udi, prior: object | null): Call =>
		chain.call(
			'deviceLifecycle.registerDevice',
			modelOf(of),
			{
				lot: carrier.lot ?? null,
				serial: carrier.serial ?? null,
				manufactured: carrier.manufactured ?? null,
				expiry: null,
				donation: null,
				unit: 0,
			},
			null,
			prior,
		);
	const prior = { since, evidence: digest('the service book of VENT-0001') };
	const [first, logger] = (await chain.submitAll(engineer.account, [
		register(ventilators, carriers[0], prior),
		register(loggers, loggerCarrier, { since, evidence: digest('the file of LOG-0001') }),
	])) as [Included, Included];
	const second = await chain.submit(engineerB.account, register(ventilators, carriers[1], null));
	const deviceOf = (included: Included): number =>
		Number(included.event('deviceLifecycle.DeviceRegistered')['device']?.toString());
	const [ventilator, sensor, other] = [first, logger, second].map(deviceOf) as [
		number,
		number,
		number,
	];
	printer.done(
		`Ventilator ${ventilator} at hospital ${a.id}, in service for 60 days already`,
		first,
	);
	printer.done(`Ventilator ${other} of the same lot at hospital ${b.id}`, second);
	printer.done(`Logger ${sensor} at hospital ${a.id}`, logger);
	await refused(
		'The same label again, at the other hospital',
		engineerB.account,
		register(ventilators, carriers[0], null),
		'DeviceLifecycle.AlreadyRegistered',
	);

	printer.stage('They are accepted, get keys of their own, and go into service');
	const [ventilatorKey, sensorKey] = [freshAccount('ed25519'), freshAccount('ed25519')];
	const service = (device: number, kind: object | string, more: object = {}): Call =>
		chain.call('deviceLifecycle.recordService', device, {
			service: kind,
			result: 'Pass',
			occurred: started,
			report: digest(`${JSON.stringify(kind)} of ${device}`),
			nextDue: null,
			...more,
		});
	let started = await chain.now();
	const calibration = (asFound: string): object => ({
		Calibration: { asFound, asLeft: 'Within', reference: digest('certificate 17025/4711') },
	});
	const setKey = async (device: number, key: KeyringPair): Promise<Call> => {
		const bytes = await chain.read('deviceLifecycleApi.keyStatement', device, deviceKey(key));
		return chain.call(
			'deviceLifecycle.setKey',
			device,
			deviceKey(key),
			signWith(key, bytesOf(bytes)),
		);
	};
	const into = (device: number): Call => chain.call('deviceLifecycle.putIntoService', device);
	await refused(
		'Into service without having been accepted',
		engineer.account,
		into(ventilator),
		'DeviceLifecycle.NotAccepted',
	);
	const calibrated = await chain.submit(
		technician.account,
		service(sensor, calibration('Within')),
	);
	const firstCalibration = started;
	printer.done(`Laboratory ${laboratory.id} calibrates the logger`, calibrated);
	const prepared = await chain.submitAll(engineer.account, [
		service(ventilator, 'Acceptance'),
		await setKey(ventilator, ventilatorKey),
		into(ventilator),
		service(sensor, 'Acceptance'),
		await setKey(sensor, sensorKey),
		into(sensor),
	]);
	printer.done('At the first hospital', prepared.at(-1) as Included);
	const preparedB = await chain.submitAll(engineerB.account, [
		service(other, 'Acceptance'),
		into(other),
	]);
	printer.done('At the second', preparedB.at(-1) as Included);

	printer.stage('Its thousand hours come in, in batches that it has signed itself');
	const readings = [1, 2, 3, 4].map((batch) => ({
		fromSequence: (batch - 1) * 1_000 + 1,
		toSequence: batch * 1_000,
		start: since + (batch - 1) * 15 * DAY,
		end: since + batch * 15 * DAY - 1,
		runMinutes: batch * 250 * 60,
		cycles: batch * 40,
	}));
	const batches = readings.map((reading, at) => ({
		reading,
		faults: [],
		root: digest(`batch ${at}`),
		firmware: null,
	}));
	const usage = async (batch: object, key = ventilatorKey): Promise<Call> => {
		const bytes = await chain.read('deviceLifecycleApi.usageStatement', ventilator, batch);
		const signature = signWith(key, bytesOf(bytes));
		return chain.call('deviceLifecycle.submitUsage', ventilator, batch, signature);
	};
	const submitted = await chain.submitAll(
		nurse.account,
		await Promise.all(batches.map((batch) => usage(batch))),
	);
	submitted.forEach((included, at) => printer.done(`${(at + 1) * 250} hours`, included));
	await refused(
		'The last batch once more',
		nurse.account,
		await usage(batches[3] as object),
		'DeviceLifecycle.NotContiguous',
	);
	await refused(
		'A batch that another key has signed',
		nurse.account,
		await usage(
			{
				...batches[3],
				reading: {
					...readings[3],
					fromSequence: 4_001,
					toSequence: 4_002,
					start: now,
					end: now + 1_000,
				},
			},
			sensorKey,
		),
		'DeviceLifecycle.InvalidSignature',
	);
	await printer.finalized(chain, submitted.at(-1) as Included);
	await against('after 1,000 hours', ventilator);

	printer.stage('It refuses use until it is maintained');
	const committed = {
		algorithm: 'Sha2_256',
		bytes: toHex(beneficiaryCommitment(a.context, randomSalt(), patient)),
	};
	const use = async (device: number): Promise<Call> =>
		chain.call(
			'deviceLifecycle.recordUse',
			device,
			{ Committed: committed },
			await chain.now(),
		);
	await refused(
		'Use on a patient',
		nurse.account,
		await use(ventilator),
		'DeviceLifecycle.MaintenanceOverdue',
	);
	started = await chain.now();
	const maintained = await chain.submit(
		engineer.account,
		service(ventilator, 'PreventiveMaintenance'),
	);
	printer.done('The engineer maintains it', maintained);
	const used = await chain.submit(nurse.account, await use(ventilator));
	printer.done('It is used: evidence for whoever pays, with a commitment to the patient', used);
	await printer.finalized(chain, used);
	await against('after maintenance', ventilator);

	printer.stage('Both measure, and sign what goes into the record');
	const contents = new Map<Hex, Digest>();
	const measured = async (
		device: number,
		key: KeyringPair,
		occurred: number,
	): Promise<{ call: Call; record: Hex }> => {
		const document = commit(a.context, readDocument(ownDocument('Observation')));
		const record = recordId(a.id, document.content);
		contents.set(record, document.content);
		const anchor = anchorOf(document, occurred);
		const bytes = await chain.read(
			'patientRecordsApi.measurementStatement',
			device,
			a.id,
			patient,
			anchor,
			occurred,
		);
		const signature = signWith(key, bytesOf(bytes));
		const call = chain.call(
			'patientRecords.anchorMeasured',
			patient,
			anchor,
			device,
			occurred,
			signature,
		);
		return { call, record };
	};
	const before = await measured(sensor, sensorKey, firstCalibration - HOUR);
	const after = await measured(sensor, sensorKey, await chain.now());
	const ventilated = await measured(ventilator, ventilatorKey, await chain.now());
	const anchored = await chain.submitAll(nurse.account, [
		before.call,
		after.call,
		ventilated.call,
	]);
	printer.done(
		`The logger, an hour before its calibration: ${short(before.record)}`,
		anchored[0] as Included,
	);
	printer.done(`The logger, since then: ${short(after.record)}`, anchored[1] as Included);
	printer.done(`The ventilator: ${short(ventilated.record)}`, anchored[2] as Included);

	printer.stage('The maker corrects the lot: it stops in the next block, in both hospitals');
	const opened = await chain.submit(
		responsible.account,
		chain.call(
			'deviceLifecycle.openFieldAction',
			modelOf(ventilators),
			{ Lot: carriers[0].lot },
			'Correction',
			'I',
			digest('field safety notice'),
		),
	);
	const action = String(opened.event('deviceLifecycle.FieldActionOpened')['action']);
	printer.done('One write, however many there are', opened);
	const late = await measured(ventilator, ventilatorKey, await chain.now());
	await Promise.all([
		refused(
			`Use at hospital ${a.id}`,
			nurse.account,
			await use(ventilator),
			'DeviceLifecycle.UnderFieldAction',
		),
		refused(
			`Use at hospital ${b.id}`,
			nurseB.account,
			await use(other),
			'DeviceLifecycle.UnderFieldAction',
		),
	]);
	await refused(
		'What it measures meanwhile',
		nurse.account,
		late.call,
		'DeviceLifecycle.UnderFieldAction',
	);
	await printer.finalized(chain, opened);
	await against('under the field action', ventilator);
	const corrected = await chain.submit(
		engineer.account,
		chain.call(
			'deviceLifecycle.recordFieldActionOutcome',
			action,
			ventilator,
			'Corrected',
			digest('corrected'),
		),
	);
	printer.done(`Corrected at hospital ${a.id}, and back in use`, corrected);
	const usedAgain = await chain.submit(nurse.account, await use(ventilator));
	printer.done('It is used', usedAgain);
	await refused(
		`Use at hospital ${b.id}, where nothing was done yet`,
		nurseB.account,
		await use(other),
		'DeviceLifecycle.UnderFieldAction',
	);

	printer.stage('The logger is found out of tolerance');
	started = await chain.now();
	const failed = await chain.submit(technician.account, service(sensor, calibration('Out')));
	printer.done('Adjusted, and within tolerance again', failed);
	await printer.finalized(chain, failed);
	const since2 = await measured(sensor, sensorKey, (await chain.now()) + 1);
	const anchoredSince = await chain.submit(nurse.account, since2.call);
	printer.done(`It goes on measuring: ${short(since2.record)}`, anchoredSince);
	await printer.finalized(chain, anchoredSince);
	const suspect: Record<string, boolean> = {};
	for (const [name, record] of [
		['before the last good calibration', before.record],
		['since the last good calibration', after.record],
		['after the adjustment', since2.record],
		['of the ventilator', ventilated.record],
	] as const) {
		const verified = await chain.read(
			'patientRecordsApi.verifyDigest',
			record,
			1,
			contents.get(record),
		);
		const { matches } = verified.toJSON() as { matches?: { suspect: boolean } };
		assert.ok(matches !== undefined, `${name}: ${verified.toString()}`);
		suspect[name] = matches.suspect;
		printer.note(`${name}: ${matches.suspect ? 'in doubt' : 'believed'}, and readable`);
	}

	printer.stage('The ventilator is disposed of, and doesn’t come back');
	await refused(
		'Out of service for good, without a word about its data',
		engineer.account,
		chain.call('deviceLifecycle.decommission', ventilator, null),
		'DeviceLifecycle.SanitisationMissing',
	);
	const ended = await chain.submitAll(engineer.account, [
		chain.call('deviceLifecycle.decommission', ventilator, digest('wiped')),
		chain.call('deviceLifecycle.dispose', ventilator, null),
	]);
	printer.done('Wiped, decommissioned, disposed of', ended.at(-1) as Included);
	await refused(
		'The same label, at the other hospital',
		engineerB.account,
		register(ventilators, carriers[0], null),
		'DeviceLifecycle.AlreadyRegistered',
	);
	await printer.finalized(chain, ended.at(-1) as Included);
	await against('in the end', ventilator);
	printer.summary([
		'What it measured stays readable; what was in doubt says so.',
		'Nothing on chain says who lay beside it.',
	]);
	return { refusals, reasons, suspect, ventilator };
}
