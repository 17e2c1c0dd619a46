// SPDX-License-Identifier: Apache-2.0
// about: a hospital anchors FHIR documents, and anybody can tell a true copy from a forged one

/**
 * The journey of a medical record. Each stage does something, waits for its finality, and throws
 * where the chain behaves otherwise than told.
 */

import { disclosedLeaf, type Disclosure, type Hex, recordId, toHex } from '@galen/sdk';
import type { Codec } from '@polkadot/types/types';
import assert from 'node:assert/strict';
import { claimCall, freshAccount, Institution, openPatient, type Employee } from '../lib/actors.js';
import { type Chain, type Included, short } from '../lib/chain.js';
import {
	anchorOf,
	commit,
	type Committed,
	type Document,
	interestingField,
	recommit,
} from '../lib/documents.js';
import type { Printer } from '../lib/printer.js';

/** What came of it, for tests. */
export interface Outcome {
	readonly hospital: number;
	readonly patient: Hex;
	readonly records: readonly { readonly id: Hex; readonly version: number }[];
	readonly refusals: readonly string[];
}

export async function run(
	chain: Chain,
	documents: readonly Document[],
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

	printer.stage('A hospital is admitted by governance');
	const { institution: hospital, admitted } = await Institution.admit(chain, { printer });
	const { context } = hospital;
	printer.note(`it is institution ${hospital.id}, administrated by an account without tokens`);
	await printer.finalized(chain, admitted);

	printer.stage('Its administrator issues credentials');
	const { staff, issued } = await hospital.hire(
		'Physician',
		'RegistrationOfficer',
		'RecordsOfficer',
		'Physician',
	);
	const [clinician, registrar, , unlicensed] = staff as [Employee, Employee, Employee, Employee];
	issued.forEach((credential, at) => {
		printer.done(`${at === 3 ? 'another ' : ''}${staff[at]?.role}`, credential);
	});
	const suspended = await chain.submit(
		hospital.administrator,
		chain.call(
			'institutions.suspendCredential',
			unlicensed.account.address,
			'LicenceLapsed',
			null,
		),
	);
	printer.done(
		'The other physician’s licence has lapsed: the credential is suspended',
		suspended,
	);
	await printer.finalized(chain, suspended);

	printer.stage('A patient without a key is registered, and claims the pseudonym later');
	const { patient, claimKey, opened } = await openPatient(chain, registrar.account);
	printer.done(
		`Pseudonym ${short(patient)}; a QR code with a one-time key is handed over`,
		opened,
	);
	const person = freshAccount();
	await assertNoTokens(chain, person.address);
	printer.note('The patient makes an account. It has no token and never had one.');
	const claim = await claimCall(chain, context.chainId, patient, claimKey, person);
	const claimed = await chain.submit(registrar.account, claim);
	printer.done('Signed with the one-time key, submitted by the front desk', claimed);
	const compartments = await chain.submit(person, chain.call('patients.setCompartments', 1 << 5));
	printer.done('The patient transacts: compartment 5 stays closed in emergencies', compartments);
	await assertNoTokens(chain, person.address);
	await printer.finalized(chain, compartments);
	const info = json(await chain.read('patientsApi.patient', patient));
	assert.equal(info['controller'], chain.api.createType('AccountId', person.address).toString());

	printer.stage('A clinician anchors what the hospital has written');
	const occurred = await chain.now();
	const committed = documents.map((document) => commit(context, document));
	const anchored = await chain.submitAll(
		clinician.account,
		committed.map((one) =>
			chain.call('patientRecords.anchor', patient, anchorOf(one, occurred)),
		),
	);
	const ids = anchored.map((included, at) => {
		const one = committed[at] as Committed;
		const id = included.event('patientRecords.Anchored')['record']?.toHex() as Hex;
		assert.equal(id, recordId(hospital.id, one.content));
		const { name, resourceType, bytes } = one.document;
		printer.done(
			`${resourceType}, ${bytes.length} bytes, ${one.tree.count} fields (${name})`,
			included,
		);
		printer.note(`   record ${id}`);
		return id;
	});
	await printer.finalized(chain, latest(anchored));

	printer.stage('Anybody who is given a copy and its salt can check it');
	for (const [at, id] of ids.entries()) {
		const one = committed[at] as Committed;
		const { document, content } = one;
		printer.note(`${document.resourceType} ${short(id)}`);

		const whole = await verify(chain, 'verifyDigest', id, null, content);
		printer.note(`   the whole record: ${truth(whole)}`);
		assert.ok(matches(whole));

		const shown = one.tree.disclose(interestingField(one));
		const field = await verifyField(chain, hospital, id, shown);
		printer.note(
			`   the one field ${shown.path} = ${excerpt(shown.value)}, without the rest: ${truth(field)}`,
		);
		assert.ok(matches(field));

		const tampered = recommit(context, one, tamper(document.bytes));
		const forged = await verify(chain, 'verifyDigest', id, null, tampered);
		printer.note(`   a copy with one byte changed: ${truth(forged)}`);
		assert.equal(forged.toString(), 'Differs');

		const lie = await verifyField(chain, hospital, id, { ...shown, value: '"something else"' });
		printer.note(`   the same field with another value: ${truth(lie)}`);
		assert.equal(lie.toString(), 'Differs');
	}

	printer.stage('Who may not write, can’t');
	const record = ids[0] as Hex;
	const first = committed[0] as Committed;
	const newVersion = (expected: number): ReturnType<Chain['call']> => {
		const next = commit(context, first.document);
		return chain.call(
			'patientRecords.addVersion',
			record,
			expected,
			next.content,
			next.fields,
			occurred,
			'Reissue',
		);
	};
	const amended = await chain.submit(clinician.account, newVersion(1));
	printer.done('Under fresh salts, the record gets its version 2', amended);
	await refused(
		'A system that still believes in version 1 writes over it',
		clinician.account,
		newVersion(1),
		'PatientRecords.StaleVersion',
	);
	const another = (): ReturnType<Chain['call']> =>
		chain.call(
			'patientRecords.anchor',
			patient,
			anchorOf(commit(context, first.document), occurred),
		);
	await refused('The front desk writes a record', registrar.account, another(), 'BadOrigin');
	await refused(
		'The physician whose licence has lapsed writes a record',
		unlicensed.account,
		another(),
		'Pool.CredentialNotInForce',
	);
	await refused('An outsider writes a record', freshAccount(), another(), 'Pool.Payment');
	const old = await verify(chain, 'verifyDigest', record, 1, first.content);
	const superseded = await verify(chain, 'verifyDigest', record, null, first.content);
	printer.note(`version 1 as version 1: ${truth(old)}; as the newest: ${truth(superseded)}`);
	assert.ok(matches(old) && !matches(superseded));

	printer.stage('Who hasn’t the key can’t claim a patient');
	const other = await openPatient(chain, registrar.account);
	printer.done(`Another pseudonym, ${short(other.patient)}`, other.opened);
	const thief = freshAccount();
	await refused(
		'With a key of one’s own',
		registrar.account,
		await claimCall(chain, context.chainId, other.patient, freshAccount(), thief),
		'Patients.BadSignature',
	);
	const [, , expires, signature] = (
		await claimCall(chain, context.chainId, other.patient, other.claimKey, person)
	).method.args;
	await refused(
		'With a signature copied from the pool, for another account',
		registrar.account,
		chain.call('patients.claim', other.patient, thief.address, expires, signature),
		'Patients.BadSignature',
	);
	await refused(
		'With the right key, a second time',
		registrar.account,
		await claimCall(chain, context.chainId, patient, claimKey, thief),
		'Patients.AlreadyClaimed',
	);
	await printer.finalized(chain, other.opened);

	printer.summary([
		`institution ${hospital.id} keeps ${ids.length} record${ids.length === 1 ? '' : 's'} ` +
			`of patient ${short(patient)}; nothing about a person is on chain`,
		`verified: whole records and single fields; found out: forged copies and fields`,
		`refused: ${refusals.join(', ')}`,
	]);
	return {
		hospital: hospital.id,
		patient,
		records: ids.map((id, at) => ({ id, version: at === 0 ? 2 : 1 })),
		refusals,
	};
}

const verify = (chain: Chain, method: string, ...args: unknown[]): Promise<Codec> =>
	chain.read(`patientRecordsApi.${method}`, ...args);

const verifyField = (
	chain: Chain,
	{ context }: Institution,
	record: Hex,
	shown: Disclosure,
): Promise<Codec> =>
	verify(
		chain,
		'verifyField',
		record,
		null,
		toHex(disclosedLeaf(context, shown)),
		shown.index,
		shown.count,
		shown.proof,
	);

const json = (value: Codec): Record<string, unknown> => value.toJSON() as Record<string, unknown>;

const matches = (verification: Codec): boolean =>
	(verification as Codec & { isMatches: boolean }).isMatches;

const truth = (verification: Codec): string =>
	matches(verification) ? 'true' : `false (${(verification as Codec & { type: string }).type})`;

const latest = (all: readonly Included[]): Included =>
	all.reduce((last, one) => (one.block.number > last.block.number ? one : last));

const excerpt = (value: string): string => (value.length > 60 ? `${value.slice(0, 57)}…` : value);

/** The document with its middle byte changed. */
function tamper(bytes: Uint8Array): Uint8Array {
	const changed = Uint8Array.from(bytes);
	const middle = changed.length >> 1;
	changed[middle] = (changed[middle] ?? 0) ^ 1;
	return changed;
}

async function assertNoTokens(chain: Chain, address: string): Promise<void> {
	const account = json((await chain.api.query['system']?.['account']?.(address)) as Codec);
	const { free, reserved } = account['data'] as { free: number; reserved: number };
	assert.deepEqual([Number(free), Number(reserved)], [0, 0], 'the account holds a token');
}
