// SPDX-License-Identifier: Apache-2.0
// about: a patient shares laboratory results, and nothing else, between two hospitals, and takes it back

/**
 * Two hospitals and a patient's consent. Hospital A keeps two records; B asks for both, at first in
 * vain. The patient consents to the laboratory results alone; A hands them over off chain,
 * encrypted to B's key; both ends check the digest that the chain has. Then the consent is
 * withdrawn. What was logged stays, and a copy of the log can be proven complete.
 */

import {
	compartments,
	consentFromFhir,
	type EntryCodec,
	FIELD_GROUPS,
	fieldGroups,
	type Handover,
	handoverKeys,
	type Hex,
	loggedEntries,
	openHandover,
	recordId,
	sealFields,
	SYSTEMS,
	toHex,
	verifyLog,
} from '@galen/sdk';
import assert from 'node:assert/strict';
import { claimCall, type Employee, freshAccount, Institution, openPatient } from '../lib/actors.js';
import { type Call, type Chain, type Included, short } from '../lib/chain.js';
import {
	anchorOf,
	commit,
	type Committed,
	type Document,
	ownDocument,
	readDocument,
} from '../lib/documents.js';
import type { Printer } from '../lib/printer.js';

/** The compartment of what the patient keeps apart; what it means, the two know. */
const APART = 7;

/** What came of it, for tests. */
export interface Outcome {
	readonly patient: Hex;
	/** What the log tells, in its order: `Denied`, `Granted`, … */
	readonly log: readonly string[];
	/** The fields that hospital B has in the end. */
	readonly received: readonly string[];
	readonly refusals: readonly string[];
}

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

	printer.stage('Two hospitals, and a patient of the first');
	const { institution: a } = await Institution.admit(chain);
	const { institution: b } = await Institution.admit(chain);
	const [atA, atB] = await Promise.all([
		a.hire('Physician', 'RegistrationOfficer'),
		b.hire('Physician', 'RecordsOfficer'),
	]);
	const [author, registrar] = atA.staff as [Employee, Employee];
	const [asker] = atB.staff as [Employee];
	const { patient, claimKey } = await openPatient(chain, registrar.account);
	const person = freshAccount();
	const claimed = await chain.submit(
		registrar.account,
		await claimCall(chain, a.context.chainId, patient, claimKey, person),
	);
	printer.done(`Hospitals ${a.id} and ${b.id}; pseudonym ${short(patient)} is claimed`, claimed);

	printer.stage('Hospital A anchors two records');
	const occurred = await chain.now();
	const lab = commit(a.context, readDocument(ownDocument('Observation')));
	const note = commit(a.context, readDocument(ownDocument('DocumentReference')));
	const anchor = (one: Committed, compartment: number): Call =>
		chain.call('patientRecords.anchor', patient, { ...anchorOf(one, occurred), compartment });
	const [labAnchored, noteAnchored] = (await chain.submitAll(author.account, [
		anchor(lab, 0),
		anchor(note, APART),
	])) as [Included, Included];
	const [labRecord, noteRecord] = [lab, note].map((one) => recordId(a.id, one.content)) as [
		Hex,
		Hex,
	];
	printer.done(`A laboratory result, record ${short(labRecord)}`, labAnchored);
	printer.done(
		`A psychiatric note, record ${short(noteRecord)}, compartment ${APART}`,
		noteAnchored,
	);
	await printer.finalized(chain, noteAnchored);

	printer.stage('Hospital B asks, and is denied');
	const keys = await handoverKeys();
	const labs = fieldGroups('LabResults');
	const everything = fieldGroups(...FIELD_GROUPS);
	const ask = (record: Hex, fields: number): Call =>
		chain.call('disclosures.request', record, 1, fields, 'TREAT', null, {
			X25519: toHex(keys.publicKey),
		});
	const entries: EntryCodec[] = [];
	const log = (included: Included): EntryCodec => {
		const [entry, another] = loggedEntries(included.events, patient);
		assert.ok(entry !== undefined && another === undefined, 'one call, one entry');
		entries.push(entry);
		return entry;
	};
	const first = await chain.submit(asker.account, ask(labRecord, labs));
	printer.done(`For the laboratory result: ${told(log(first))}`, first);

	printer.stage('The patient consents: laboratory results, for treatment, by B, until a date');
	const until = new Date(occurred + 30 * 86_400_000).toISOString();
	const resource = consentResource(until);
	const converted = consentFromFhir(JSON.stringify(resource), {
		context: a.context,
		references: {
			'Patient/me': { Patient: patient },
			'Organization/a': { Institution: a.id },
			'Organization/b': { Institution: b.id },
		},
	});
	assert.equal(converted.directive.root.compartments, compartments(0));
	printer.note('a FHIR Consent, converted; the resource itself stays with hospital A');
	const granted = await chain.submit(
		person,
		chain.call('consent.grant', patient, converted.directive, converted.source, null),
	);
	const consent = granted.event('consent.Granted')['consent']?.toString() ?? '';
	printer.done(`Consent ${consent}, signed with an account that never held a token`, granted);
	await printer.finalized(chain, granted);

	printer.stage('B asks again: the laboratory result is granted, the note isn’t');
	const second = await chain.submit(asker.account, ask(labRecord, everything));
	const answer = log(second);
	printer.done(`Everything in the laboratory result: ${told(answer)}`, second);
	const { grant, fields } = grantOf(answer);
	assert.equal(fields, labs, 'of everything, laboratory results are left');
	const third = await chain.submit(asker.account, ask(noteRecord, everything));
	printer.done(`The psychiatric note: ${told(log(third))}`, third);
	await printer.finalized(chain, third);

	printer.stage('A hands the result over off chain, encrypted to B’s key');
	const handover: Handover = {
		chainId: a.context.chainId,
		grant,
		record: labRecord,
		version: 1,
		fields,
	};
	const sealed = await sealFields(handover, keys.publicKey, lab.tree);
	printer.note(`sealed with HPKE: ${sealed.ciphertext.length} bytes, for grant ${grant} alone`);
	await refused(
		'Hospital B’s own records officer says that it was released',
		(atB.staff[1] as Employee).account,
		chain.call('disclosures.release', grant, sealed.digest),
		'Disclosures.NotCustodian',
	);
	const released = await chain.submit(
		author.account,
		chain.call('disclosures.release', grant, sealed.digest),
	);
	printer.done(`A puts the digest on chain: ${told(log(released))}`, released);
	const opened = await openHandover(handover, keys.privateKey, sealed, sealed.digest, {
		context: a.context,
		content: lab.content,
		fields: lab.fields,
	});
	assert.ok(opened.kind === 'fields' && opened.disclosures.length > 0);
	const received = opened.disclosures.map(({ path }) => path);
	printer.note(`B opens it and checks ${received.length} fields against the record’s root`);
	const forged = { ...sealed.digest, bytes: toHex(new Uint8Array(32).fill(1)) };
	await refused(
		'B confirms something else than was released',
		asker.account,
		chain.call('disclosures.confirmReceipt', grant, forged),
		'Disclosures.PayloadDiffers',
	);
	await refused(
		'Somebody else confirms',
		author.account,
		chain.call('disclosures.confirmReceipt', grant, sealed.digest),
		'Disclosures.NotRecipient',
	);
	const confirmed = await chain.submit(
		asker.account,
		chain.call('disclosures.confirmReceipt', grant, sealed.digest),
	);
	printer.done(`B confirms: ${told(log(confirmed))}`, confirmed);
	await printer.finalized(chain, confirmed);

	printer.stage('The patient withdraws the consent');
	const withdrawn = await chain.submit(person, chain.call('consent.withdraw', patient, consent));
	printer.done('At once, and without a reason', withdrawn);
	const fourth = await chain.submit(asker.account, ask(labRecord, labs));
	printer.done(`B asks once more: ${told(log(fourth))}`, fourth);
	await printer.finalized(chain, fourth);

	printer.stage('The log stands, and its copy is complete');
	const known = (await chain.read('disclosuresApi.logHead', patient)).toJSON() as {
		entries: number;
		head: Hex;
	};
	verifyLog(entries, known);
	assert.throws(() => verifyLog(entries.slice(1), known), /LogError|should come/);
	const verified = await chain.read('disclosuresApi.verifyLog', patient, entries);
	assert.ok((verified as unknown as { isOk: boolean }).isOk, verified.toString());
	const account = (
		await chain.read('disclosuresApi.accounting', patient, entries, 0, occurred * 2)
	).toJSON() as { ok: { disclosures: unknown[] } };
	assert.equal(account.ok.disclosures.length, 1);
	entries.forEach((entry, at) => printer.note(`${at + 1}. ${told(entry)}`));
	printer.note('without its first entry the copy is refused');

	const past = await permitted(
		chain,
		{ patient, asker: asker.account.address, a, b, labs },
		{
			occurred,
			validAt: await blockTime(chain, second),
			knownAt: await chain.now(),
		},
	);
	printer.note(`was B permitted when it got the result? ${past}`);
	assert.equal(past, 'Permitted');

	const kinds = entries.map(kindOf);
	printer.summary([`Whoever has the log knows that it is all of it: ${kinds.join(', ')}.`]);
	return { patient, log: kinds, received, refusals };
}

/** What the patient signs at hospital A. */
function consentResource(until: string): object {
	return {
		resourceType: 'Consent',
		status: 'active',
		scope: { coding: [{ system: SYSTEMS.scope, code: 'patient-privacy' }] },
		category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
		patient: { reference: 'Patient/me' },
		dateTime: new Date().toISOString(),
		performer: [{ reference: 'Patient/me' }],
		organization: [{ reference: 'Organization/a' }],
		sourceReference: { reference: 'DocumentReference/form' },
		policy: [{ uri: 'urn:galen:policy:deny' }],
		provision: {
			type: 'permit',
			period: { start: '2020-01-01', end: until },
			actor: [
				{
					role: { coding: [{ system: SYSTEMS.participation, code: 'IRCP' }] },
					reference: { reference: 'Organization/b' },
				},
			],
			purpose: [{ system: SYSTEMS.purpose, code: 'TREAT' }],
			class: [
				{ system: SYSTEMS.fieldGroup, code: 'LabResults' },
				{ system: SYSTEMS.compartment, code: '0' },
			],
		},
	};
}

type Json = Record<string, unknown>;
const jsonOf = (entry: EntryCodec): Json => entry.toJSON() as Json;

/** `granted`, `denied`, …: what an entry tells, and its details. */
function happening(entry: EntryCodec): [kind: string, details: Json] {
	const what = jsonOf(entry)['what'] as Json;
	const [kind = ''] = Object.keys(what);
	return [kind, what[kind] as Json];
}

const kindOf = (entry: EntryCodec): string => {
	const [kind] = happening(entry);
	return kind.charAt(0).toUpperCase() + kind.slice(1);
};

function told(entry: EntryCodec): string {
	const [kind, details] = happening(entry);
	const why = details['denial'] ?? details['basis'];
	return why === undefined ? kind : `${kind} (${JSON.stringify(why)})`;
}

function grantOf(entry: EntryCodec): { grant: number; fields: number } {
	const [, details] = happening(entry);
	const data = jsonOf(entry)['data'] as Json;
	return { grant: Number(details['grant']), fields: Number(data['fields']) };
}

async function blockTime(chain: Chain, { block }: Included): Promise<number> {
	const at = await chain.api.at(block.hash);
	return Number((await at.query['timestamp']?.['now']?.())?.toString());
}

/** What the chain says of the past to B's request for the laboratory result. */
async function permitted(
	chain: Chain,
	who: { patient: Hex; asker: string; a: Institution; b: Institution; labs: number },
	when: { occurred: number; validAt: number; knownAt: number },
): Promise<string> {
	const request = {
		requester: {
			Staff: {
				account: who.asker,
				institution: who.b.id,
				role: 'Physician',
				department: 1,
			},
		},
		patient: who.patient,
		purpose: 'TREAT',
		study: null,
		data: {
			custodian: who.a.id,
			department: 1,
			dataClass: 'Sensitive',
			compartment: 0,
			collected: when.occurred,
			fields: who.labs,
		},
	};
	const verdict = await chain.read(
		'consentApi.wasPermitted',
		request,
		[],
		when.validAt,
		when.knownAt,
	);
	return (verdict as unknown as { type: string }).type;
}
