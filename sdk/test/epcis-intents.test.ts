// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
	BIZ_STEPS,
	EpcisError,
	eventHash,
	type Intent,
	intents,
	parseEpcis,
	parseEpcisEvent,
} from '../src/index.js';

type Fields = Record<string, unknown>;

const CONTEXT = 'https://ref.gs1.org/standards/epcis/epcis-context.jsonld';
const UNIT = 'https://id.gs1.org/01/09506000134352/21/S1';
const BOX = 'urn:epc:id:sscc:9506000.0000000001';
const LOGGER = 'urn:epc:id:giai:9506000.LOGGER-1';
const AT = '2031-05-05T08:00:00.000Z';

const event = (over: Fields): string =>
	JSON.stringify({
		'@context': [CONTEXT, { ex: 'https://ns.example.org/' }],
		type: 'ObjectEvent',
		eventTime: AT,
		eventTimeZoneOffset: '+02:00',
		action: 'OBSERVE',
		...(over['type'] === undefined || over['type'] === 'ObjectEvent'
			? { epcList: [UNIT] }
			: {}),
		...over,
	});

const unit = { kind: 'unit', gtin: '09506000134352', serial: 'S1' };
const box = { kind: 'container', sscc: '095060000000000015' };

/** What follows from an event, without what all intents have and without what isn't said. */
function follows(source: string): Fields[] {
	return intents(parseEpcisEvent(source)).map(bare);
}

function bare(intent: Intent): Fields {
	const { path: _path, event: _event, at: _at, location: _location, ...rest } = intent;
	return JSON.parse(JSON.stringify(rest)) as Fields;
}

/** The code, the path and the reason of the refusal. */
function refusal(source: string): string {
	const parsed = parseEpcisEvent(source);
	try {
		intents(parsed);
	} catch (error) {
		assert.ok(error instanceof EpcisError, String(error));
		return `${error.code}: ${error.message}`;
	}
	return 'accepted';
}

const nobody = { from: {}, to: {}, transactions: [] };

describe('intents', () => {
	it('should say when, where and by which event', () => {
		const parsed = parseEpcisEvent(
			event({ bizStep: 'storing', readPoint: { id: 'urn:epc:id:sgln:9506000.00001.7' } }),
		);
		assert.deepEqual(intents(parsed), [
			{
				kind: 'observe',
				step: 'storing',
				items: [unit],
				path: '',
				event: eventHash(parsed),
				at: Date.parse(AT),
				location: '9506000000015',
			},
		]);
	});

	it('should follow from the step, the action and the disposition', () => {
		const items = [unit];
		const cases: [over: Fields, expected: Fields[]][] = [
			[
				{ action: 'ADD', bizStep: 'commissioning', disposition: 'active' },
				[{ kind: 'commission', items }],
			],
			[
				{
					action: 'ADD',
					bizStep: 'commissioning',
					epcList: undefined,
					quantityList: [
						{ epcClass: 'https://id.gs1.org/01/09506000134352/10/L1', quantity: 5 },
						{
							epcClass: 'urn:epc:idpat:sgtin:9506000.013435.*',
							quantity: 2,
							uom: 'KGM',
						},
					],
					ilmd: {
						'cbvmda:lotNumber': '0012',
						'cbvmda:itemExpirationDate': '2033-02-28',
					},
				},
				[
					{
						kind: 'commission',
						lot: '0012',
						expires: Date.parse('2033-02-28T23:59:59.999Z'),
						items: [
							{ kind: 'lot', gtin: '09506000134352', lot: 'L1', quantity: '5' },
							{
								kind: 'product',
								gtin: '09506000134352',
								quantity: '2',
								uom: 'KGM',
							},
						],
					},
				],
			],
			[
				{
					bizStep: 'shipping',
					disposition: 'in_transit',
					epcList: [BOX],
					sourceList: [
						{ type: 'possessing_party', source: 'urn:epc:id:pgln:9506000.00001' },
						{ type: 'owning_party', source: 'https://id.gs1.org/417/9506000000022' },
					],
					destinationList: [
						{ type: 'possessing_party', destination: 'urn:epc:id:pgln:9506000.00002' },
						{ type: 'location', destination: 'urn:epc:id:sgln:9506000.00002.4' },
					],
					bizTransactionList: [
						{ type: 'po', bizTransaction: 'urn:epcglobal:cbv:bt:9506000111117:1' },
						{ bizTransaction: 'https://example.org/2' },
					],
				},
				[
					{
						kind: 'ship',
						items: [box],
						from: { owner: '9506000000022', possessor: '9506000000015' },
						to: { possessor: '9506000000022', location: '9506000000022' },
						transactions: [
							{ type: 'po', id: 'urn:epcglobal:cbv:bt:9506000111117:1' },
							{ id: 'https://example.org/2' },
						],
						disposition: 'in_transit',
					},
				],
			],
			[
				{ bizStep: 'receiving', disposition: 'in_progress' },
				[
					{
						kind: 'receive',
						accepted: false,
						items,
						...nobody,
						disposition: 'in_progress',
					},
				],
			],
			[
				{ bizStep: 'accepting', disposition: 'damaged' },
				[
					{ kind: 'receive', accepted: true, items, ...nobody, disposition: 'damaged' },
					{ kind: 'quarantine', items, reason: 'damaged' },
				],
			],
			[{ bizStep: 'void_shipping' }, [{ kind: 'void', items, transactions: [] }]],
			[{ bizStep: 'holding' }, [{ kind: 'quarantine', items, reason: 'holding' }]],
			[
				{ bizStep: 'holding', disposition: 'recalled' },
				[{ kind: 'quarantine', items, reason: 'recalled' }],
			],
			[
				{ bizStep: 'inspecting', disposition: 'non_conformant' },
				[{ kind: 'quarantine', items, reason: 'non_conformant' }],
			],
			[{ bizStep: 'inspecting', disposition: 'conformant' }, [{ kind: 'release', items }]],
			[{ bizStep: 'inspecting' }, [{ kind: 'observe', items, step: 'inspecting' }]],
			[
				{ bizStep: 'storing', disposition: 'sellable_accessible' },
				[{ kind: 'observe', items, step: 'storing' }],
			],
			[{ bizStep: 'stock_taking', disposition: 'stolen' }, [{ kind: 'stolen', items }]],
			[{ bizStep: 'holding', disposition: 'stolen' }, [{ kind: 'stolen', items }]],
			[
				{ action: 'DELETE', bizStep: 'dispensing', disposition: 'dispensed' },
				[{ kind: 'dispense', items, partial: false }],
			],
			[
				{ bizStep: 'dispensing', disposition: 'partially_dispensed' },
				[{ kind: 'dispense', items, partial: true }],
			],
			[
				{ action: 'DELETE', bizStep: 'decommissioning', disposition: 'inactive' },
				[{ kind: 'decommission', items, reason: 'inactive' }],
			],
			[{ bizStep: 'sampling' }, [{ kind: 'decommission', items, reason: 'sample' }]],
			[{ action: 'DELETE', bizStep: 'destroying' }, [{ kind: 'destroy', items }]],
			[
				{
					type: 'AggregationEvent',
					action: 'ADD',
					bizStep: 'packing',
					parentID: BOX,
					childEPCs: [UNIT],
				},
				[{ kind: 'pack', parent: box, children: items }],
			],
			[
				{ type: 'AggregationEvent', action: 'DELETE', bizStep: 'unpacking', parentID: BOX },
				[{ kind: 'unpack', parent: box, children: 'all' }],
			],
			[
				{
					type: 'AggregationEvent',
					action: 'DELETE',
					parentID: BOX,
					childEPCs: [UNIT],
				},
				[{ kind: 'unpack', parent: box, children: items }],
			],
			[
				// Who is handed a box is handed what is in it.
				{
					type: 'AggregationEvent',
					bizStep: 'receiving',
					parentID: BOX,
					childEPCs: [UNIT],
				},
				[{ kind: 'receive', accepted: false, items: [box], ...nobody }],
			],
			[
				{
					type: 'TransactionEvent',
					action: 'ADD',
					bizStep: 'shipping',
					epcList: [BOX],
					bizTransactionList: [{ type: 'inv', bizTransaction: 'urn:x:1' }],
				},
				[
					{
						kind: 'ship',
						items: [box],
						...nobody,
						transactions: [{ type: 'inv', id: 'urn:x:1' }],
					},
				],
			],
			[
				{
					type: 'TransformationEvent',
					action: undefined,
					bizStep: 'repackaging',
					inputEPCList: [UNIT],
					outputEPCList: [`${UNIT}a`, `${UNIT}b`],
				},
				[
					{
						kind: 'repack',
						inputs: items,
						outputs: [
							{ ...unit, serial: 'S1a' },
							{ ...unit, serial: 'S1b' },
						],
					},
				],
			],
			[
				{
					type: 'AssociationEvent',
					action: 'ADD',
					bizStep: 'installing',
					parentID: BOX,
					childEPCs: [LOGGER],
				},
				[
					{
						kind: 'associate',
						parent: box,
						children: [
							{ kind: 'asset', link: 'https://id.gs1.org/8004/9506000LOGGER-1' },
						],
					},
				],
			],
			[
				{ type: 'AssociationEvent', action: 'DELETE', parentID: BOX },
				[{ kind: 'dissociate', parent: box, children: 'all' }],
			],
		];
		for (const [over, expected] of cases) {
			assert.deepEqual(follows(event(over)), expected, JSON.stringify(over));
		}
	});

	it('should say what sensors have measured, in hundredths of a degree', () => {
		const window = { startTime: '2031-05-05T00:00:00Z', endTime: '2031-05-05T06:00:00Z' };
		const [first, second] = follows(
			event({
				bizStep: 'sensor_reporting',
				epcList: [BOX],
				sensorElementList: [
					{
						sensorMetadata: { ...window, rawData: 'https://example.org/raw' },
						sensorReport: [
							{
								type: 'Temperature',
								minValue: -0.5,
								maxValue: 8.25,
								meanValue: 5,
								uom: 'CEL',
								deviceID: LOGGER,
								exception: 'ALARM_CONDITION',
							},
							{ type: 'ex:Shock', value: 3.5, uom: 'K40' },
						],
					},
				],
			}),
		);
		const base = {
			kind: 'sensor',
			items: [box],
			from: Date.parse(window.startTime),
			until: Date.parse(window.endTime),
			rawData: 'https://example.org/raw',
		};
		assert.deepEqual(first, {
			...base,
			device: 'https://id.gs1.org/8004/9506000LOGGER-1',
			measurement: 'Temperature',
			temperature: { min: -50, max: 825, mean: 500 },
			alert: 'ALARM_CONDITION',
		});
		assert.deepEqual(second, { ...base, measurement: 'https://ns.example.org/Shock' });
	});

	it('should add what sensors have measured to what has happened', () => {
		const reported = follows(
			event({
				bizStep: 'receiving',
				sensorElementList: [
					{
						sensorReport: [
							{
								type: 'Temperature',
								value: 5.1,
								uom: 'CEL',
								time: AT,
								deviceID: LOGGER,
							},
						],
					},
				],
			}),
		);
		assert.deepEqual(
			reported.map(({ kind }) => kind),
			['receive', 'sensor'],
		);
		const [, sensor] = reported;
		assert.deepEqual(
			[sensor?.['from'], sensor?.['until'], sensor?.['temperature'], sensor?.['items']],
			[Date.parse(AT), Date.parse(AT), { value: 510 }, [unit]],
		);
	});

	it('should correct and do nothing else if the event is declared wrong', () => {
		const over = { action: 'DELETE', bizStep: 'dispensing', disposition: 'dispensed' };
		const original = parseEpcisEvent(event(over));
		const [intent, ...more] = intents(
			parseEpcisEvent(
				event({
					...over,
					errorDeclaration: {
						declarationTime: '2031-05-06T00:00:00Z',
						reason: 'did_not_occur',
						correctiveEventIDs: ['urn:uuid:1'],
					},
				}),
			),
		);
		assert.deepEqual(more, []);
		assert.deepEqual(bare(intent ?? assert.fail()), {
			kind: 'correct',
			declared: Date.parse('2031-05-06T00:00:00Z'),
			reason: 'did_not_occur',
			corrections: ['urn:uuid:1'],
		});
		// It says which event is meant.
		assert.equal(intent?.event, eventHash(original));
	});

	it('should refuse what the chain keeps no account of', () => {
		const sensors = (report: Fields, metadata?: Fields): Fields => ({
			bizStep: 'sensor_reporting',
			sensorElementList: [
				{
					...(metadata === undefined ? {} : { sensorMetadata: metadata }),
					sensorReport: [{ type: 'Temperature', uom: 'CEL', ...report }],
				},
			],
		});
		const report = '/sensorElementList/0/sensorReport/0';
		const cases: [over: Fields, refusal: string][] = [
			[{}, 'required: /bizStep is missing: nothing follows from the event'],
			[
				{ bizStep: 'ex:step' },
				'not-expressible: /bizStep is "https://ns.example.org/step", which is not a step of CBV 2.0',
			],
			[
				{ bizStep: 'retail_selling' },
				'not-expressible: /bizStep is retail_selling: the chain keeps no account of it in ' +
					'ObjectEvent',
			],
			[
				{ bizStep: 'commissioning' },
				'not-expressible: /action is OBSERVE: commissioning goes with ADD',
			],
			[
				{ action: 'ADD', bizStep: 'shipping' },
				'not-expressible: /action is ADD: shipping goes with OBSERVE',
			],
			[
				{ action: 'ADD', bizStep: 'destroying' },
				'not-expressible: /action is ADD: destroying goes with OBSERVE or DELETE',
			],
			[
				{ action: 'DELETE', bizStep: 'storing' },
				'not-expressible: /action is DELETE: storing goes with OBSERVE',
			],
			[
				{ bizStep: 'dispensing', disposition: 'expired' },
				'not-expressible: /disposition is expired: what is dispensed is dispensed or ' +
					'partially_dispensed',
			],
			[
				{ bizStep: 'storing', epcList: [UNIT, LOGGER] },
				`not-expressible: /epcList/1 is "${LOGGER}", neither a pack with its serial number nor ` +
					'an SSCC',
			],
			[
				{
					bizStep: 'storing',
					quantityList: [{ epcClass: 'urn:epc:idpat:grai:9506000.55555.*' }],
				},
				'not-expressible: /quantityList/0/epcClass is "urn:epc:idpat:grai:9506000.55555.*", ' +
					'neither a product nor a lot of one',
			],
			[
				{
					bizStep: 'shipping',
					sourceList: [{ type: 'owning_party', source: 'https://example.org/me' }],
				},
				'not-expressible: /sourceList/0 is "https://example.org/me", not a GLN',
			],
			[
				{
					bizStep: 'shipping',
					destinationList: [1, 2].map((n) => ({
						type: 'owning_party',
						destination: `urn:epc:id:pgln:9506000.0000${n}`,
					})),
				},
				'duplicate: /destinationList has more than one owning_party',
			],
			[
				{
					action: 'ADD',
					bizStep: 'commissioning',
					ilmd: { 'cbvmda:itemExpirationDate': '2033-02-29' },
				},
				'time: /ilmd says itemExpirationDate "2033-02-29", which is no date',
			],
			[
				{
					action: 'ADD',
					bizStep: 'commissioning',
					ilmd: { 'cbvmda:lotNumber': ['A', 'B'] },
				},
				'duplicate: /ilmd says lotNumber more than once',
			],
			[
				{
					type: 'AggregationEvent',
					action: 'ADD',
					bizStep: 'shipping',
					parentID: BOX,
					childEPCs: [UNIT],
				},
				'not-expressible: /bizStep is shipping: an aggregation with ADD is packing or loading',
			],
			[
				{
					type: 'AggregationEvent',
					action: 'ADD',
					bizStep: 'packing',
					parentID: UNIT,
					childEPCs: [BOX],
				},
				`not-expressible: /parentID is "${UNIT}", not an SSCC: only logistic units hold something`,
			],
			[
				{
					type: 'TransactionEvent',
					action: 'DELETE',
					bizStep: 'shipping',
					bizTransactionList: [{ bizTransaction: 'urn:x:1' }],
				},
				'not-expressible: /action is DELETE: the chain does not take a reference to a ' +
					'transaction back',
			],
			[
				{
					type: 'TransformationEvent',
					action: undefined,
					bizStep: 'assembling',
					inputEPCList: [UNIT],
					outputEPCList: [`${UNIT}a`],
				},
				'not-expressible: /bizStep is assembling: of transformations the chain knows ' +
					'repackaging and commissioning',
			],
			[
				{
					type: 'AssociationEvent',
					action: 'ADD',
					bizStep: 'removing',
					parentID: BOX,
					childEPCs: [LOGGER],
				},
				'not-expressible: /bizStep is removing: an association with ADD is assembling or ' +
					'installing',
			],
			[
				{ type: 'AssociationEvent', parentID: BOX, childEPCs: [LOGGER] },
				'not-expressible: /bizStep is missing: nothing follows from the event',
			],
			[
				{ bizStep: 'sensor_reporting' },
				'required: /sensorElementList is missing: the step is sensor_reporting',
			],
			[
				sensors({ value: 5 }),
				`required: ${report} has no time, and its metadata have neither time nor startTime and ` +
					'endTime',
			],
			[
				sensors({ value: 5, time: AT, uom: 'FAH' }),
				`uom: ${report}/uom is FAH: the chain keeps temperatures in CEL, degrees Celsius`,
			],
			[
				sensors({ value: 5.125, time: AT }),
				`number: ${report}/value is 5.125: the chain keeps hundredths of a degree`,
			],
			[
				sensors({ minValue: 5, maxValue: 4, time: AT }),
				`contradiction: ${report} has not minValue at most meanValue and meanValue at most ` +
					'maxValue',
			],
			[
				sensors({ minValue: 2, meanValue: 8.1, maxValue: 8, time: AT }),
				`contradiction: ${report} has not minValue at most meanValue and meanValue at most ` +
					'maxValue',
			],
			[
				sensors({ value: 5 }, { startTime: AT, endTime: AT }),
				'contradiction: /sensorElementList/0/sensorMetadata/endTime is not after startTime',
			],
		];
		for (const [over, expected] of cases) {
			assert.equal(refusal(event(over)), expected, JSON.stringify(over));
		}
	});

	it('should follow from each step of CBV 2.0, or be refused', () => {
		const expressible = [...BIZ_STEPS].filter((bizStep) =>
			['ADD', 'OBSERVE', 'DELETE'].some(
				(action) => refusal(event({ bizStep, action })) === 'accepted',
			),
		);
		const refused = [...BIZ_STEPS].filter((bizStep) => !expressible.includes(bizStep));
		assert.deepEqual(refused.sort(), [
			'assembling',
			'consigning',
			'creating_class_instance',
			'disassembling',
			'encoding',
			'installing',
			'killing',
			'other',
			'packing',
			'removing',
			'repackaging',
			'repairing',
			'replacing',
			'reserving',
			'retail_selling',
			'sensor_reporting',
			'unpacking',
		]);
	});

	it('should follow from the project’s own documents', () => {
		const kinds = (file: string): string[][] =>
			parseEpcis(
				readFileSync(new URL(`../../test/epcis/${file}.json`, import.meta.url)),
			).events.map((each) => intents(each).map(({ kind }) => kind));
		assert.deepEqual(kinds('valid-lot-to-pallet'), [['commission'], ['pack']]);
		assert.deepEqual(kinds('valid-shipped-and-received'), [
			['ship'],
			['receive', 'quarantine'],
			['unpack'],
		]);
		assert.deepEqual(kinds('valid-cold-chain'), [['sensor', 'sensor']]);
		assert.deepEqual(kinds('valid-dispensed-and-destroyed'), [
			['dispense'],
			['quarantine'],
			['destroy'],
			['correct'],
		]);
		assert.deepEqual(kinds('valid-repackaged-with-extensions'), [['repack']]);
	});
});
