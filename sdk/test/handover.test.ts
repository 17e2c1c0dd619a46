// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import {
	createCipheriv,
	createHmac,
	createPrivateKey,
	createPublicKey,
	diffieHellman,
	generateKeyPairSync,
	type KeyObject,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
	checkDisclosure,
	type Digest,
	digest,
	documentCommitment,
	type FieldGroup,
	FIELD_GROUPS,
	fieldGroups,
	fieldsOf,
	FieldTree,
	fhirFieldGroups,
	grantedFields,
	type Handover,
	HandoverError,
	type HandoverKeys,
	handoverKeys,
	hash,
	openHandover,
	parseJson,
	randomSalt,
	type RecordCommitments,
	type Sealed,
	sealDocument,
	sealFields,
	statement,
	toHex,
} from '../src/index.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const chainId = new Uint8Array(32).fill(7);
const context = { chainId, institution: 3 };
const ALL = fieldGroups(...FIELD_GROUPS);

const bundle = utf8(
	JSON.stringify({
		resourceType: 'Bundle',
		type: 'collection',
		entry: [
			{
				fullUrl: 'urn:uuid:1',
				resource: {
					resourceType: 'Observation',
					category: [{ coding: [{ code: 'laboratory' }] }],
					text: { div: '<p>Jane</p>' },
					subject: { reference: 'Patient/1', display: 'Jane' },
					valueQuantity: { value: 1.5, unit: 'mmol/l' },
				},
			},
			{
				fullUrl: 'urn:uuid:2',
				resource: {
					resourceType: 'DocumentReference',
					contained: [
						{ resourceType: 'Practitioner', id: 'dr' },
						{ resourceType: 'Patient', id: 'p', birthDate: '1990-01-01' },
						{ resourceType: 'Basic', id: 'b' },
					],
					description: 'a psychiatric note',
				},
			},
			{ resource: { resourceType: 'Observation', category: [], status: 'final' } },
		],
	}),
);
const LAB = fieldGroups('LabResults');
const NOTES = fieldGroups('ClinicalNotes');
const JANE = fieldGroups('LabResults', 'Demographics');

interface Case {
	readonly handover: Handover;
	readonly keys: HandoverKeys;
	readonly salt: Uint8Array;
	readonly tree: FieldTree;
	readonly record: RecordCommitments;
}

async function prepare(fields: number, document = bundle): Promise<Case> {
	const salt = randomSalt();
	const tree = new FieldTree(context, document);
	return {
		handover: { chainId, grant: 5, record: new Uint8Array(32).fill(9), version: 2, fields },
		keys: await handoverKeys(),
		salt,
		tree,
		record: {
			context,
			content: digest('Sha2_256', documentCommitment(context, salt, document)),
			fields: digest('Sha2_256', tree.root),
		},
	};
}

/** The code of the error that `run` provokes. */
async function refusal(run: Promise<unknown>): Promise<string> {
	try {
		await run;
	} catch (error) {
		assert.ok(error instanceof HandoverError, String(error));
		return error.code;
	}
	return 'accepted';
}

describe('a handover of a whole document', () => {
	it('should open for the recipient and give the record’s document', async () => {
		const { handover, keys, salt, record } = await prepare(ALL);
		const sealed = await sealDocument(
			handover,
			{ X25519: toHex(keys.publicKey) },
			bundle,
			salt,
		);
		assert.equal(sealed.enc.length, 32);
		assert.deepEqual(
			sealed.digest,
			digest('Sha2_256', hash('Sha2_256', Buffer.concat([sealed.enc, sealed.ciphertext]))),
		);
		assert.ok(!Buffer.from(sealed.ciphertext).includes('psychiatric'));
		const opened = await openHandover(handover, keys.privateKey, sealed, sealed.digest, record);
		assert.deepEqual(opened, {
			kind: 'document',
			document: new Uint8Array(bundle),
			salt: toHex(salt),
		});
	});

	it('should open an empty document as well', async () => {
		const { handover, keys, salt, record } = await prepare(ALL, utf8('1'));
		const content = digest('Sha2_256', documentCommitment(context, salt, new Uint8Array()));
		const sealed = await sealDocument(handover, keys.publicKey, new Uint8Array(), salt);
		const opened = await openHandover(handover, keys.privateKey, sealed, sealed.digest, {
			...record,
			content,
		});
		assert.equal(opened.kind === 'document' && opened.document.length, 0);
	});

	it('should be refused where parts of the document aren’t granted', async () => {
		const { handover, keys, salt } = await prepare(LAB);
		const seal = (fields: number, document: Uint8Array): Promise<string> =>
			refusal(sealDocument({ ...handover, fields }, keys.publicKey, document, salt));
		assert.equal(await seal(LAB, bundle), 'not-granted');
		assert.equal(await seal(ALL & ~NOTES, bundle), 'not-granted');
		assert.equal(await seal(LAB, utf8('no JSON')), 'not-granted');
		assert.equal(await seal(ALL, utf8('no JSON')), 'accepted');
		const condition = utf8('{"resourceType":"Condition","id":"c"}');
		assert.equal(await seal(fieldGroups('Problems'), condition), 'accepted');
		assert.equal(await seal(LAB, condition), 'not-granted');
	});

	it('should not be taken for another document', async () => {
		const { handover, keys, salt, record } = await prepare(ALL);
		const open = (sealed: Sealed, more: Partial<RecordCommitments> = {}): Promise<string> =>
			refusal(
				openHandover(handover, keys.privateKey, sealed, sealed.digest, {
					...record,
					...more,
				}),
			);
		const other = utf8(new TextDecoder().decode(bundle).replace('1.5', '1.6'));
		assert.equal(
			await open(await sealDocument(handover, keys.publicKey, other, salt)),
			'content-differs',
		);
		const sealed = await sealDocument(handover, keys.publicKey, bundle, salt);
		assert.equal(await open(sealed), 'accepted');
		assert.equal(
			await open(await sealDocument(handover, keys.publicKey, bundle, randomSalt())),
			'content-differs',
		);
		assert.equal(
			await open(sealed, { context: { ...context, institution: 4 } }),
			'content-differs',
		);
		const blake = documentCommitment({ ...context, algorithm: 'Blake2b_256' }, salt, bundle);
		assert.equal(await open(sealed, { content: digest('Blake2b_256', blake) }), 'accepted');
	});
});

describe('a handover', () => {
	it('should be refused unless it is what was released, for this very grant and key', async () => {
		const { handover, keys, salt, record } = await prepare(ALL);
		const sealed = await sealDocument(handover, keys.publicKey, bundle, salt);
		const open = (
			more: Partial<Handover> = {},
			key = keys.privateKey,
			what: Pick<Sealed, 'enc' | 'ciphertext'> = sealed,
			released: Digest = sealed.digest,
		): Promise<string> =>
			refusal(openHandover({ ...handover, ...more }, key, what, released, record));
		assert.equal(await open(), 'accepted');
		assert.equal(await open({ grant: 5n }), 'accepted');
		const changes: Partial<Handover>[] = [
			{ chainId: new Uint8Array(32) },
			{ grant: 6 },
			{ record: new Uint8Array(32) },
			{ version: 3 },
			{ fields: ALL - 1 },
		];
		for (const change of changes) {
			assert.equal(await open(change), 'not-for-this-grant', JSON.stringify(change));
		}
		const stranger = await handoverKeys();
		assert.equal(await open({}, stranger.privateKey), 'not-for-this-grant');

		const ciphertext = sealed.ciphertext.slice();
		ciphertext[40] = (ciphertext[40] ?? 0) ^ 1;
		const enc = sealed.enc.slice();
		enc[0] = (enc[0] ?? 0) ^ 1;
		for (const changed of [
			{ ...sealed, ciphertext },
			{ ...sealed, enc },
			{ ...sealed, ciphertext: ciphertext.slice(1) },
		]) {
			assert.equal(await open({}, keys.privateKey, changed), 'digest-differs');
			// The digest comes first: also for whom the encryption would stop.
			assert.equal(await open({}, stranger.privateKey, changed), 'digest-differs');
			const released = digest(
				'Sha2_256',
				hash('Sha2_256', Buffer.concat([changed.enc, changed.ciphertext])),
			);
			assert.equal(await open({}, keys.privateKey, changed, released), 'not-for-this-grant');
		}
	});

	it('should be refused for keys that keep no secret', async () => {
		const { handover, keys, salt } = await prepare(ALL);
		const seal = (key: Parameters<typeof sealDocument>[1]): Promise<string> =>
			refusal(sealDocument(handover, key, bundle, salt));
		assert.equal(await seal(keys.publicKey), 'accepted');
		assert.equal(await seal({ x25519: toHex(keys.publicKey) }), 'accepted');
		assert.equal(await seal(new Uint8Array(32)), 'unusable-key');
		assert.equal(await seal({ P256: `0x02${'11'.repeat(32)}` } as never), 'unusable-key');
		await assert.rejects(seal(new Uint8Array(31)), /31 bytes, not 32|RangeError/);
	});

	it('should be sealed afresh every time', async () => {
		const { handover, keys, salt } = await prepare(ALL);
		const [one, two] = [
			await sealDocument(handover, keys.publicKey, bundle, salt),
			await sealDocument(handover, keys.publicKey, bundle, salt),
		];
		assert.notDeepEqual(one.enc, two.enc);
		assert.notEqual(one.digest.bytes, two.digest.bytes);
	});
});

describe('a handover of fields', () => {
	it('should hold the granted parts alone, each proven', async () => {
		const { handover, keys, tree, record } = await prepare(LAB);
		const sealed = await sealFields(handover, keys.publicKey, tree);
		const opened = await openHandover(handover, keys.privateKey, sealed, sealed.digest, record);
		assert.ok(opened.kind === 'fields');
		assert.deepEqual(
			opened.disclosures.map(({ path }) => path),
			[
				'/entry/0/fullUrl',
				'/entry/0/resource/category/0/coding/0/code',
				'/entry/0/resource/resourceType',
				'/entry/0/resource/subject/reference',
				'/entry/0/resource/valueQuantity/unit',
				'/entry/0/resource/valueQuantity/value',
			],
		);
		for (const shown of opened.disclosures) {
			assert.ok(checkDisclosure(tree.root, context, shown));
		}
		assert.equal(
			await refusal(sealFields({ ...handover, fields: 0 }, keys.publicKey, tree)),
			'nothing-granted',
		);
		assert.equal(
			await refusal(
				sealFields({ ...handover, fields: fieldGroups('Billing') }, keys.publicKey, tree),
			),
			'nothing-granted',
		);
	});

	it('should be checked against the field root', async () => {
		const { handover, keys, tree, record } = await prepare(LAB);
		const open = async (from: FieldTree, more: Partial<RecordCommitments>): Promise<string> => {
			const sealed = await sealFields(handover, keys.publicKey, from);
			return refusal(
				openHandover(handover, keys.privateKey, sealed, sealed.digest, {
					...record,
					...more,
				}),
			);
		};
		assert.equal(await open(tree, {}), 'accepted');
		assert.equal(await open(tree, { fields: null }), 'no-field-root');
		assert.equal(await open(new FieldTree(context, bundle), {}), 'field-differs');
		assert.equal(
			await open(tree, { context: { ...context, institution: 4 } }),
			'field-differs',
		);
	});
});

/** HPKE as RFC 9180 writes it, with nothing of the library: what the recipient's may be as well. */
function sealByHand(handover: Handover, recipient: Uint8Array, payload: Uint8Array): Sealed {
	const der = Buffer.from('302a300506032b656e032100', 'hex');
	const raw = (key: KeyObject): Buffer =>
		key.export({ format: 'der', type: 'spki' }).subarray(der.length);
	const theirs = createPublicKey({
		key: Buffer.concat([der, recipient]),
		format: 'der',
		type: 'spki',
	});
	const ephemeral = generateKeyPairSync('x25519');
	const enc = raw(ephemeral.publicKey);
	const number = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
	const kem = Buffer.concat([Buffer.from('KEM'), number(0x20)]);
	const hpke = Buffer.concat([Buffer.from('HPKE'), number(0x20), number(1), number(2)]);
	const none = Buffer.alloc(0);
	const extract = (suite: Buffer, salt: Buffer, label: string, ikm: Uint8Array): Buffer =>
		createHmac('sha256', salt)
			.update(Buffer.concat([Buffer.from('HPKE-v1'), suite, Buffer.from(label), ikm]))
			.digest();
	// HKDF-Expand alone, for one block and a half at most.
	const expand = (
		suite: Buffer,
		key: Buffer,
		label: string,
		info: Buffer,
		size: number,
	): Buffer =>
		createHmac('sha256', key)
			.update(
				Buffer.concat([
					number(size),
					Buffer.from('HPKE-v1'),
					suite,
					Buffer.from(label),
					info,
					Buffer.from([1]),
				]),
			)
			.digest()
			.subarray(0, size);
	const dh = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: theirs });
	const shared = expand(
		kem,
		extract(kem, none, 'eae_prk', dh),
		'shared_secret',
		Buffer.concat([enc, recipient]),
		32,
	);
	const info = statement(
		'handover',
		handover.chainId,
		new Uint8Array(new BigUint64Array([BigInt(handover.grant)]).buffer),
		handover.record as Uint8Array,
	);
	const schedule = Buffer.concat([
		Buffer.from([0]),
		extract(hpke, none, 'psk_id_hash', none),
		extract(hpke, none, 'info_hash', info),
	]);
	const secret = extract(hpke, shared, 'secret', none);
	const cipher = createCipheriv(
		'aes-256-gcm',
		expand(hpke, secret, 'key', schedule, 32),
		expand(hpke, secret, 'base_nonce', schedule, 12),
	);
	cipher.setAAD(new Uint8Array(new Uint32Array([handover.version, handover.fields]).buffer));
	const ciphertext = Buffer.concat([cipher.update(payload), cipher.final(), cipher.getAuthTag()]);
	return {
		enc: new Uint8Array(enc),
		ciphertext: new Uint8Array(ciphertext),
		digest: digest('Sha2_256', hash('Sha2_256', Buffer.concat([enc, ciphertext]))),
	};
}

describe('the encryption', () => {
	it('should be HPKE of RFC 9180 with the binding that is documented', async () => {
		const { handover, keys, salt, record } = await prepare(ALL);
		const payload = Buffer.concat([Buffer.from([0]), salt, bundle]);
		const sealed = sealByHand(handover, keys.publicKey, payload);
		const opened = await openHandover(handover, keys.privateKey, sealed, sealed.digest, record);
		assert.equal(opened.kind, 'document');
	});

	it('should not be trusted for what it holds', async () => {
		const { handover, keys, tree, record } = await prepare(LAB);
		const open = (payload: Uint8Array): Promise<string> => {
			const sealed = sealByHand(handover, keys.publicKey, payload);
			return refusal(openHandover(handover, keys.privateKey, sealed, sealed.digest, record));
		};
		const list = (...items: unknown[]): Uint8Array =>
			Buffer.concat([Buffer.from([1]), Buffer.from(JSON.stringify(items))]);
		const shown = tree.disclose('/entry/0/resource/valueQuantity/value');
		assert.equal(await open(list(shown)), 'accepted');
		for (const payload of [
			new Uint8Array(),
			new Uint8Array([2, 0, 0]),
			new Uint8Array(32),
			new Uint8Array([1, 0xff]),
			list(),
			list(null),
			list({ ...shown, index: '1' }),
			list({ ...shown, proof: [1] }),
		]) {
			assert.equal(await open(payload), 'malformed', toHex(payload));
		}
		for (const forged of [
			{ ...shown, value: '1.6' },
			{ ...shown, salt: '0x00' },
			{ ...shown, salt: 'secret' },
			{ ...shown, proof: ['0x00', ...shown.proof.slice(1)] },
		]) {
			assert.equal(await open(list(shown, forged)), 'field-differs', JSON.stringify(forged));
		}
	});

	it('should make keys that others read', async () => {
		const { publicKey, privateKey } = await handoverKeys();
		const key = createPrivateKey({
			key: Buffer.concat([
				Buffer.from('302e020100300506032b656e04220420', 'hex'),
				privateKey,
			]),
			format: 'der',
			type: 'pkcs8',
		});
		const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
		assert.deepEqual(new Uint8Array(spki.subarray(-32)), publicKey);
	});
});

describe('the parts of a FHIR document', () => {
	const paths = (granted: number, document: Uint8Array | string): string[] =>
		grantedFields(granted, fieldsOf(parseJson(document))).map(({ path }) => path);

	it('should be told apart by type and category, wherever a resource lies', () => {
		assert.deepEqual(paths(NOTES, bundle), [
			'/entry/1/fullUrl',
			'/entry/1/resource/contained/0/id',
			'/entry/1/resource/contained/0/resourceType',
			'/entry/1/resource/description',
			'/entry/1/resource/resourceType',
		]);
		const birth = '/entry/1/resource/contained/1/birthDate';
		assert.ok(paths(fieldGroups('Demographics'), bundle).includes(birth));
		assert.ok(!paths(ALL & ~fieldGroups('Demographics'), bundle).includes(birth));
	});

	it('should need the demographics for what may name the patient', () => {
		const named = ['/entry/0/resource/subject/display', '/entry/0/resource/text/div'];
		assert.ok(named.every((path) => paths(JANE, bundle).includes(path)));
		for (const granted of [LAB, fieldGroups('Demographics'), NOTES]) {
			assert.ok(!named.some((path) => paths(granted, bundle).includes(path)));
		}
	});

	it('should know every reference that is to the patient', () => {
		const named = ['beneficiary', 'patient', 'policyHolder', 'subject', 'subscriber'];
		const coverage = JSON.stringify({
			resourceType: 'Coverage',
			...Object.fromEntries([...named, 'payor'].map((key) => [key, { display: 'x' }])),
		});
		const free = ['/payor/display', '/resourceType'];
		assert.deepEqual(paths(fieldGroups('Billing'), coverage), free);
		assert.equal(paths(fieldGroups('Billing', 'Demographics'), coverage).length, 7);
	});

	it('should leave what is of no part to whoever is granted all', () => {
		const loose = ['/type', '/entry/2/resource/status', '/entry/1/resource/contained/2/id'];
		assert.ok(loose.every((path) => paths(ALL, bundle).includes(path)));
		for (const missing of FIELD_GROUPS) {
			const granted = ALL & ~fieldGroups(missing);
			assert.ok(!loose.some((path) => paths(granted, bundle).includes(path)), missing);
		}
		assert.deepEqual(paths(ALL - 1, '{"resourceType":"constructor"}'), []);
	});

	it('should need every part that a resource says it is', () => {
		const observation = (...codes: string[]): string =>
			JSON.stringify({
				resourceType: 'Observation',
				category: [{ coding: codes.map((code) => ({ code })) }],
			});
		const both = observation('vital-signs', 'laboratory');
		assert.deepEqual(paths(LAB, both), []);
		assert.equal(paths(fieldGroups('LabResults', 'VitalSigns'), both).length, 3);
		assert.deepEqual(paths(ALL - 1, observation('constructor')), []);
	});

	it('should be known for the synthetic documents', () => {
		const cases: [name: string, groups: FieldGroup[]][] = [
			['Patient', ['Demographics']],
			['Encounter', ['ClinicalNotes']],
			['DocumentReference', ['ClinicalNotes']],
		];
		for (const [name, groups] of cases) {
			const file = new URL(`../../../tests/data/fhir/${name}.json`, import.meta.url);
			const fields = fieldsOf(parseJson(readFileSync(file)));
			const needed = fhirFieldGroups(fields);
			const type = fields.find(({ path }) => path === '/resourceType');
			assert.equal(type && needed(type), fieldGroups(...groups), name);
		}
	});
});
