// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
	anchorCalls,
	type ChainCall,
	digest,
	epcisCalls,
	EpcisError,
	type EpcisResolver,
	eventHash,
	eventHashId,
	LotFile,
	parseEpcis,
	parseEpcisEvent,
	ReadingWindow,
	REFRIGERATED,
} from '../src/index.js';

type Fields = Record<string, unknown>;

const CONTEXT = 'https://ref.gs1.org/standards/epcis/epcis-context.jsonld';
const GTIN = '09506000134352';
const UNIT = `https://id.gs1.org/01/${GTIN}/21/S1`;
const TWO = `https://id.gs1.org/01/${GTIN}/21/S2`;
const BOX = 'urn:epc:id:sscc:9506000.0000000001';
const OUTER = 'urn:epc:id:sscc:9506000.0000000002';
const [BOX_NUMBER, OUTER_NUMBER] = ['95060000000000015', '95060000000000022'];
const AT = '2031-05-05T08:00:00.000Z';
const PGLN = 'urn:epc:id:pgln:9506000.00002';
const GLN = '9506000000022';
const LOT = `https://id.gs1.org/01/${GTIN}/10/LOT-7`;

const chainId = `0x${'07'.repeat(32)}`;
const file = new LotFile({ chainId, gtin: GTIN, lot: 'LOT-7' }, [
	{ serial: 'S1', firstCase: '095060000000000015' },
	{ serial: 'S2', firstCase: '095060000000000015' },
	{ serial: 'S3', firstCase: '095060000000000015' },
]);
const proofOf = (serial: string): unknown => file.proof(serial) ?? null;
const d = (byte: string): ReturnType<typeof digest> => digest('Sha2_256', `0x${byte.repeat(32)}`);

const terms = {
	production: Date.parse('2031-05-01T00:00:00Z'),
	expiry: Date.parse('2033-05-01T00:00:00Z'),
	quantity: 3,
	quality: d('01'),
	serials: file.serials,
};

const of = new ReadingWindow(
	{ chainId, device: 9 },
	[
		{ at: Date.parse('2031-05-05T07:00:00Z'), value: 210 },
		{ at: Date.parse('2031-05-05T12:00:00Z'), value: 840 },
		{ at: Date.parse('2031-05-05T17:00:00Z'), value: 450 },
	],
	{
		sequence: 0,
		range: REFRIGERATED.range,
		start: Date.parse('2031-05-05T06:00:00Z'),
		end: Date.parse('2031-05-05T18:00:00Z'),
	},
);
const signed = {
	device: 9,
	unit: '095060000000000015',
	stated: { Window: of.window },
	signature: `0x${'05'.repeat(64)}` as const,
};

const knowing: EpcisResolver = {
	institution: (gln) => (gln === GLN ? 7 : undefined),
	digest: (what) => (what === 'order' ? d('02') : d('03')),
	proof: ({ serial }) => file.proof(serial),
	lot: () => terms,
	carrier: () => 4,
	contents: () => [{ kind: 'unit', gtin: GTIN, serial: 'S1' }],
	heldFor: () => 'Damaged',
	dispense: () => ({ quantity: 10, prescription: d('04'), patient: d('05'), handedOver: true }),
	decommission: () => 'Exported',
	device: () => 9n,
	telemetry: () => signed,
};
const ignorant: EpcisResolver = { institution: () => undefined, digest: () => undefined };

const event = (over: Fields): string =>
	JSON.stringify({
		'@context': [CONTEXT],
		type: 'ObjectEvent',
		eventTime: AT,
		eventTimeZoneOffset: '+02:00',
		action: 'OBSERVE',
		...(over['type'] === undefined ? { epcList: [UNIT] } : {}),
		...over,
	});

const plain = (calls: readonly ChainCall[]): unknown[] =>
	calls.map(({ call, args }) => [call.replace('drugProvenance.', ''), ...args]);

/** The calls beside the one that anchors the event. */
async function made(source: string, resolver = knowing): Promise<unknown[]> {
	const calls = plain(await epcisCalls(parseEpcisEvent(source), resolver));
	assert.equal((calls.at(-1) as unknown[])[0], 'anchorEvent');
	return calls.slice(0, -1);
}

async function refusal(source: string, resolver = knowing): Promise<string> {
	try {
		await epcisCalls(parseEpcisEvent(source), resolver);
	} catch (error) {
		assert.ok(error instanceof EpcisError, String(error));
		assert.equal(error.code, 'not-expressible');
		return error.message;
	}
	return 'accepted';
}

const pack = { gtin: '9506000134352', serial: '0x5331' };
const packed = (over: Fields): string =>
	event({ type: 'AggregationEvent', action: 'ADD', parentID: BOX, childEPCs: [UNIT], ...over });
const shipped = (over: Fields): string =>
	event({
		bizStep: 'shipping',
		disposition: 'in_transit',
		epcList: [BOX],
		bizTransactionList: [{ type: 'po', bizTransaction: 'urn:example:PO-1' }],
		destinationList: [{ type: 'possessing_party', destination: PGLN }],
		...over,
	});

describe('events as calls', () => {
	it('should all be anchored, by hash, kind and time', async () => {
		const source = event({ bizStep: 'storing' });
		const parsed = parseEpcisEvent(source);
		const args = [{ hash: eventHash(parsed), kind: 'Object', occurred: Date.parse(AT) }];
		const anchor = [{ call: 'drugProvenance.anchorEvent', args, path: '' }];
		assert.deepEqual(await epcisCalls(parsed, ignorant), anchor);
		assert.deepEqual(anchorCalls(parsed), anchor);
	});

	it('should be the calls that they mean', async () => {
		const box = { Unit: BOX_NUMBER };
		const table: [string, string, unknown[]][] = [
			[
				'a lot',
				event({
					action: 'ADD',
					bizStep: 'commissioning',
					epcList: [UNIT, TWO, BOX],
					ilmd: {
						'cbvmda:lotNumber': 'LOT-7',
						'cbvmda:itemExpirationDate': '2033-04-30',
					},
				}),
				[['commissionLot', { gtin: '9506000134352', lot: '0x4c4f542d37' }, terms]],
			],
			[
				'a first case',
				packed({ childEPCs: [UNIT, TWO] }),
				[
					[
						'commissionCases',
						{ gtin: '9506000134352', lot: '0x4c4f542d37' },
						[BOX_NUMBER],
						null,
					],
				],
			],
			[
				'cases on a pallet',
				packed({ parentID: OUTER, childEPCs: [BOX] }),
				[['pack', OUTER_NUMBER, [BOX_NUMBER]]],
			],
			[
				'packs into another case',
				packed({ parentID: OUTER }),
				[['packItems', OUTER_NUMBER, [{ pack, proof: proofOf('S1') }]]],
			],
			[
				'unpacked',
				packed({ action: 'DELETE', childEPCs: [UNIT, OUTER] }),
				[
					['unpack', BOX_NUMBER, [OUTER_NUMBER]],
					['unpackItems', [{ pack, proof: proofOf('S1') }]],
				],
			],
			[
				'all unpacked',
				packed({ action: 'DELETE', childEPCs: [] }),
				[['unpackItems', [{ pack, proof: proofOf('S1') }]]],
			],
			['shipped', shipped({}), [['ship', BOX_NUMBER, 7, 4, d('02'), 'Supply']]],
			[
				'sent back',
				shipped({ disposition: 'returned' }),
				[['ship', BOX_NUMBER, 7, 4, d('02'), 'Return']],
			],
			[
				'to be disposed of',
				shipped({ disposition: 'disposed' }),
				[['ship', BOX_NUMBER, 7, 4, d('02'), 'Disposal']],
			],
			[
				'received, damaged',
				event({ bizStep: 'receiving', disposition: 'damaged', epcList: [BOX] }),
				[
					['receive', BOX_NUMBER, { missing: [], damaged: [], overage: 0 }],
					['quarantine', box, 'Damaged', null],
				],
			],
			[
				'voided',
				event({ bizStep: 'void_shipping', epcList: [BOX] }),
				[['voidShipping', BOX_NUMBER]],
			],
			[
				'held',
				event({ bizStep: 'holding' }),
				[['quarantine', { Pack: pack }, 'Inspection', proofOf('S1')]],
			],
			[
				'released',
				event({ bizStep: 'inspecting', disposition: 'conformant' }),
				[['release', { Pack: pack }, 'Damaged', d('03')]],
			],
			[
				'dispensed',
				event({ bizStep: 'dispensing', disposition: 'dispensed' }),
				[
					[
						'dispense',
						pack,
						proofOf('S1'),
						{
							quantity: 10,
							prescription: d('04'),
							patient: d('05'),
							handedOver: true,
							occurred: Date.parse(AT),
						},
					],
				],
			],
			[
				'a sample',
				event({ bizStep: 'sampling' }),
				[['decommission', pack, proofOf('S1'), 'Sample']],
			],
			[
				'exported',
				event({ bizStep: 'decommissioning' }),
				[['decommission', pack, proofOf('S1'), 'Exported']],
			],
			[
				'destroyed',
				event({ bizStep: 'destroying', action: 'DELETE', epcList: [BOX] }),
				[['destroy', box, null, d('03')]],
			],
			[
				'stolen',
				event({ bizStep: 'holding', disposition: 'stolen' }),
				[['reportStolen', { Pack: pack }, proofOf('S1'), d('03')]],
			],
			[
				'a sensor put on',
				event({
					type: 'AssociationEvent',
					action: 'ADD',
					bizStep: 'installing',
					parentID: BOX,
					childEPCs: ['urn:epc:id:giai:9506000.LOGGER-1'],
				}),
				[['bindSensor', BOX_NUMBER, '9']],
			],
			[
				'a sensor taken off',
				event({
					type: 'AssociationEvent',
					action: 'DELETE',
					bizStep: 'removing',
					parentID: BOX,
				}),
				[['unbindSensor', BOX_NUMBER]],
			],
		];
		for (const [name, source, calls] of table) {
			assert.deepEqual(await made(source), calls, name);
		}
	});

	it('should name no more things than a call may', async () => {
		const calls = await epcisCalls(
			parseEpcisEvent(packed({ parentID: OUTER, childEPCs: [UNIT, TWO, BOX] })),
			knowing,
			{ maxUnits: 1, maxPacks: 1 },
		);
		assert.deepEqual(
			plain(calls).map((call) => (call as unknown[])[0]),
			['pack', 'packItems', 'packItems', 'anchorEvent'],
		);
	});

	it('should commission a lot once, and not one that is there', async () => {
		const source = event({
			action: 'ADD',
			bizStep: 'commissioning',
			epcList: [UNIT],
			quantityList: [{ epcClass: LOT, quantity: 3 }],
			ilmd: { 'cbvmda:lotNumber': 'LOT-7' },
		});
		assert.equal((await made(source)).length, 1);
		assert.deepEqual(await made(source, { ...knowing, lot: () => 'commissioned' }), []);
	});

	it('should take no proof for a pack that has a state of its own', async () => {
		const { proof: _, ...without } = knowing;
		assert.deepEqual(await made(packed({}), without), [
			['packItems', BOX_NUMBER, [{ pack, proof: null }]],
		]);
	});

	it('should be refused where something is not known, with the place', async () => {
		const table: [string, RegExp][] = [
			[shipped({}), /^\/destinationList names GLN 9506000000022, which is no institution/],
			[
				event({ bizStep: 'dispensing' }),
				/^\/epcList\/0 is pack S1 .*: nothing says how much/,
			],
			[
				event({ bizStep: 'decommissioning' }),
				/^\/epcList\/0 is pack S1 .*: nothing says why/,
			],
			[event({ bizStep: 'destroying' }), /^\/epcList\/0 is pack S1 .*: there is no digest/],
			[event({ bizStep: 'inspecting', disposition: 'conformant' }), /why it was held/],
			[
				packed({ action: 'DELETE', childEPCs: [] }),
				/^\/parentID is container .*what is in it/,
			],
			[
				event({
					action: 'ADD',
					bizStep: 'commissioning',
					ilmd: { 'cbvmda:lotNumber': 'L' },
				}),
				/^\/epcList\/0 is of lot L of 09506000134352, whose root/,
			],
		];
		for (const [source, expected] of table) {
			assert.match(await refusal(source, ignorant), expected);
		}
	});

	it('should be refused where the chain has no means for them, with the place', async () => {
		const table: [string, RegExp][] = [
			[shipped({ epcList: [UNIT] }), /^\/epcList\/0 is pack S1 .* has an SSCC/],
			[shipped({ bizTransactionList: [] }), /^\/bizTransactionList has no purchase order/],
			[shipped({ destinationList: [] }), /^\/destinationList is missing/],
			[shipped({ disposition: 'recalled' }), /^\/disposition is recalled: .* returned or/],
			[event({ bizStep: 'dispensing', epcList: [BOX] }), /^\/epcList\/0 is container/],
			[
				event({ bizStep: 'receiving', epcList: [UNIT, BOX] }),
				/^\/epcList\/0 is pack S1 .* has an SSCC/,
			],
			[
				packed({
					parentID: OUTER,
					childEPCs: [UNIT],
					childQuantityList: [{ epcClass: LOT, quantity: 9 }],
				}),
				/^\/childQuantityList\/0 is 9 of lot LOT-7 .* a number of its own/,
			],
			[packed({ childEPCs: [UNIT, OUTER] }), /^\/childEPCs\/1 is container .* first case/],
			[
				event({ action: 'ADD', bizStep: 'commissioning' }),
				/^\/epcList\/0 is pack S1 .*, of no lot/,
			],
			[
				event({
					action: 'ADD',
					bizStep: 'commissioning',
					ilmd: {
						'cbvmda:lotNumber': 'LOT-7',
						'cbvmda:itemExpirationDate': '2033-05-01',
					},
				}),
				/^\/ilmd says that lot LOT-7 expires on 2033-05-01, its terms 2033-04-30/,
			],
			[
				event({
					type: 'AssociationEvent',
					action: 'ADD',
					parentID: BOX,
					childEPCs: [
						'urn:epc:id:giai:9506000.LOGGER-1',
						'urn:epc:id:giai:9506000.LOGGER-2',
					],
				}),
				/^\/childEPCs is not one sensor/,
			],
			[
				event({
					type: 'AssociationEvent',
					action: 'ADD',
					parentID: 'urn:epc:id:grai:9506000.00001.1',
					childEPCs: ['urn:epc:id:giai:9506000.LOGGER-1'],
				}),
				/^\/parentID is .*, not an SSCC/,
			],
		];
		for (const [source, expected] of table) {
			assert.match(await refusal(source), expected);
		}
	});
});

describe('temperatures in events', () => {
	const example = (): string =>
		readFileSync(new URL('../../test/epcis/valid-cold-chain.json', import.meta.url), 'utf8');

	it('should be what the sensor has signed', async () => {
		const [submitted] = plain(await epcisCalls(parseEpcis(example()), knowing));
		assert.deepEqual(submitted, ['submitWindow', BOX_NUMBER, '9', of.window, signed.signature]);
	});

	it('should be refused if no sensor has signed them, or something else', async () => {
		const document = parseEpcis(example());
		await assert.rejects(epcisCalls(document, ignorant), /that no sensor has signed/);
		for (const change of [
			{ min: 211 },
			{ max: 839 },
			{ mean: 501 },
			{ start: of.window.start + 1 },
			{ end: of.window.end - 1 },
		]) {
			const stated = { Window: { ...of.window, ...change } };
			const lying = { ...knowing, telemetry: () => ({ ...signed, stated }) };
			await assert.rejects(
				epcisCalls(document, lying),
				/says something else than the sensor has signed/,
				JSON.stringify(change),
			);
		}
	});
});

describe('declarations of errors', () => {
	const declared = (declaration: Fields): string =>
		event({
			bizStep: 'storing',
			errorDeclaration: { declarationTime: AT, reason: 'incorrect_data', ...declaration },
		});

	it('should keep the hash of what they declare wrong, and come last', async () => {
		const right = event({ bizStep: 'storing', epcList: [TWO] });
		const source = declared({
			correctiveEventIDs: [eventHashId(parseEpcisEvent(right))],
		});
		const [wrong, corrective] = [source, right].map(
			(each) => JSON.parse(each) as Record<string, unknown>,
		);
		const document = parseEpcis(
			JSON.stringify({
				'@context': [CONTEXT],
				type: 'EPCISDocument',
				schemaVersion: '2.0',
				creationDate: AT,
				epcisBody: { eventList: [wrong, corrective] },
			}),
		);
		const original = eventHash(parseEpcisEvent(event({ bizStep: 'storing' })));
		for (const calls of [await epcisCalls(document, ignorant), anchorCalls(document)]) {
			const names = calls.map(({ call, path }) => `${call.split('.')[1]} ${path}`);
			assert.deepEqual(names, [
				'anchorEvent /epcisBody/eventList/1',
				'declareError /epcisBody/eventList/0',
			]);
			assert.deepEqual(calls[1]?.args, [
				original,
				'IncorrectData',
				[eventHash(parseEpcisEvent(right))],
			]);
		}
	});

	it('should be refused where the chain can’t keep them', async () => {
		const hash = (at: number): string => `ni:///sha-256;${String(at).repeat(64)}?ver=CBV2.0`;
		const table: [Fields, RegExp][] = [
			[{ reason: 'https://example.org/odd' }, /^\/errorDeclaration\/reason is https/],
			[{ reason: undefined }, /^\/errorDeclaration\/reason is missing/],
			[
				{ correctiveEventIDs: [hash(1), 'urn:uuid:1'] },
				/^\/errorDeclaration\/correctiveEventIDs\/1 is "urn:uuid:1", which is no hash/,
			],
			[{ correctiveEventIDs: [1, 2, 3, 4, 5].map(hash) }, /has 5 events: .* at most 4/],
		];
		for (const [declaration, expected] of table) {
			assert.match(await refusal(declared(declaration)), expected);
		}
	});
});

describe('the project’s own examples', () => {
	const read = (name: string) =>
		parseEpcis(readFileSync(new URL(`../../test/epcis/${name}`, import.meta.url), 'utf8'));
	const names = (calls: readonly ChainCall[]): string[] =>
		calls.map(({ call }) => call.replace('drugProvenance.', ''));

	it('should become calls, or be refused for what the chain has no means for', async () => {
		assert.deepEqual(names(await epcisCalls(read('valid-lot-to-pallet.json'), knowing)), [
			'commissionLot',
			'anchorEvent',
			'commissionCases',
			'anchorEvent',
		]);
		assert.deepEqual(
			names(await epcisCalls(read('valid-shipped-and-received.json'), knowing)),
			[
				'ship',
				'anchorEvent',
				'receive',
				'quarantine',
				'anchorEvent',
				'unpackItems',
				'anchorEvent',
			],
		);
		await assert.rejects(
			epcisCalls(read('valid-repackaged-with-extensions.json'), knowing),
			/makes packs of packs/,
		);
	});

	it('should all be anchored', () => {
		for (const name of [
			'valid-cold-chain.json',
			'valid-dispensed-and-destroyed.json',
			'valid-lot-to-pallet.json',
			'valid-repackaged-with-extensions.json',
			'valid-shipped-and-received.json',
		]) {
			const document = read(name);
			assert.equal(anchorCalls(document).length, document.events.length);
		}
	});
});
