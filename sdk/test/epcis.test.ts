// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
	BIZ_STEPS,
	DISPOSITIONS,
	EpcisError,
	eventHashId,
	Gs1Error,
	JsonError,
	parseEpcis,
	parseEpcisEvent,
} from '../src/index.js';

type Fields = Record<string, unknown>;

const CONTEXT = 'https://ref.gs1.org/standards/epcis/epcis-context.jsonld';
const UNIT = 'https://id.gs1.org/01/09506000134352/21/S1';
const LOT = 'https://id.gs1.org/01/09506000134352/10/L1';
const BOX = 'urn:epc:id:sscc:9506000.0000000001';

const document = (events: unknown[], over: Fields = {}): Fields => ({
	'@context': [CONTEXT, { ex: 'https://ns.example.org/' }],
	type: 'EPCISDocument',
	schemaVersion: '2.0',
	creationDate: '2031-05-04T12:00:00Z',
	epcisBody: { eventList: events },
	...over,
});

const common = { eventTime: '2031-05-05T08:00:00Z', eventTimeZoneOffset: '+02:00' };
const object = (over: Fields = {}): Fields => ({
	type: 'ObjectEvent',
	...common,
	action: 'OBSERVE',
	epcList: [UNIT],
	...over,
});
const aggregation = (over: Fields = {}): Fields => ({
	type: 'AggregationEvent',
	...common,
	action: 'ADD',
	parentID: BOX,
	childEPCs: [UNIT],
	...over,
});
const transaction = (over: Fields = {}): Fields => ({
	type: 'TransactionEvent',
	...common,
	action: 'ADD',
	bizTransactionList: [{ type: 'po', bizTransaction: 'urn:epcglobal:cbv:bt:9506000111117:1' }],
	epcList: [UNIT],
	...over,
});
const transformation = (over: Fields = {}): Fields => ({
	type: 'TransformationEvent',
	...common,
	inputEPCList: [UNIT],
	outputEPCList: [`${UNIT}a`],
	...over,
});
const association = (over: Fields = {}): Fields => ({
	type: 'AssociationEvent',
	...common,
	action: 'ADD',
	parentID: 'urn:epc:id:grai:9506000.55555.1',
	childEPCs: ['urn:epc:id:giai:9506000.LOGGER-1'],
	...over,
});
const sensor = (over: Fields = {}): Fields =>
	object({
		sensorElementList: [
			{
				sensorMetadata: { time: '2031-05-05T08:00:00Z' },
				sensorReport: [{ type: 'Temperature', value: 5, uom: 'CEL', ...over }],
			},
		],
	});

/** The code, the path and the reason of the refusal of a document. */
function refusal(source: Fields | string | Uint8Array): string {
	try {
		parseEpcis(
			typeof source === 'string' || source instanceof Uint8Array
				? source
				: JSON.stringify(source).replace('"EXPONENT"', '1e101'),
		);
	} catch (error) {
		assert.ok(error instanceof EpcisError, String(error));
		const place = error.path === '' ? 'the document' : error.path;
		assert.equal(error.message, `${place} ${error.reason}`);
		return `${error.code}: ${error.message}`;
	}
	return 'accepted';
}

/** The same of one event, without the way to it. */
const refused = (event: unknown): string =>
	refusal(document([event])).replace('/epcisBody/eventList/0', '');

describe('parseEpcis', () => {
	it('should bring events into one form', () => {
		const { events, creationDate, schemaVersion } = parseEpcis(
			JSON.stringify(
				document([
					object({
						bizStep: 'cbv:BizStep-inspecting',
						disposition: 'urn:epcglobal:cbv:disp:conformant',
						quantityList: [{ epcClass: LOT, quantity: 10, uom: 'KGM' }],
						readPoint: { id: 'urn:epc:id:sgln:9506000.00001.0', 'ex:gate': 4 },
						sourceList: [
							{ type: 'owning_party', source: 'urn:epc:id:pgln:9506000.00001' },
						],
						'ex:flag': true,
					}),
				]),
			),
		);
		assert.deepEqual(
			[creationDate, schemaVersion],
			[Date.parse('2031-05-04T12:00:00Z'), '2.0'],
		);
		const [event] = events;
		assert.ok(event !== undefined);
		assert.equal(event.path, '/epcisBody/eventList/0');
		assert.equal(event.eventTime, Date.parse(common.eventTime));
		assert.deepEqual(event.bizStep, {
			name: 'inspecting',
			uri: 'https://ref.gs1.org/cbv/BizStep-inspecting',
		});
		assert.equal(event.disposition?.name, 'conformant');
		assert.deepEqual(
			event.quantityList.map(({ epcClass, quantity, uom }) => [epcClass.link, quantity, uom]),
			[[LOT, '10', 'KGM']],
		);
		assert.equal(event.readPoint?.id.link, 'https://id.gs1.org/414/9506000000015');
		assert.deepEqual(event.readPoint?.extensions, [
			{ key: '{https://ns.example.org/}gate', value: '4', text: '4', children: [] },
		]);
		assert.deepEqual(
			event.sourceList.map(({ type, id }) => [type.name, id.kind]),
			[['owning_party', 'pgln']],
		);
		assert.deepEqual(event.extensions, [
			{ key: '{https://ns.example.org/}flag', value: 'true', text: 'true', children: [] },
		]);
		assert.deepEqual(event.childEPCs, []);
		assert.equal(event.parentID, undefined);
	});

	it('should know the vocabulary of CBV 2.0', () => {
		assert.deepEqual([BIZ_STEPS.size, DISPOSITIONS.size], [41, 33]);
		for (const bizStep of BIZ_STEPS) {
			assert.equal(refused(object({ bizStep })), 'accepted', bizStep);
		}
		for (const disposition of DISPOSITIONS) {
			assert.equal(refused(object({ disposition })), 'accepted', disposition);
		}
	});

	it('should accept what the standard allows', () => {
		const allowed: Fields[] = [
			object({ epcList: undefined, quantityList: [{ epcClass: LOT }] }),
			object({
				epcList: undefined,
				readPoint: { id: 'geo:1,2' },
				sensorElementList: [{ sensorReport: [{ type: 'Time' }] }],
			}),
			object({ action: 'ADD', ilmd: { 'cbvmda:lotNumber': 'L1' } }),
			object({ bizStep: 'https://example.org/step/x' }),
			object({ bizStep: 'ex:step' }),
			object({ eventTimeZoneOffset: '-14:00' }),
			object({ eventTimeZoneOffset: '+13:59' }),
			object({ '@context': { more: 'https://more.example.org/' }, 'more:field': 1 }),
			object({ 'https://ns.example.org/field': 1 }),
			object({ epcList: ['https://example.org/thing/1'] }),
			aggregation({ action: 'DELETE', childEPCs: undefined }),
			aggregation({ action: 'OBSERVE', parentID: undefined }),
			transaction({ action: 'DELETE', epcList: undefined }),
			transaction({ epcList: undefined, parentID: BOX }),
			transformation({ inputEPCList: undefined, transformationID: 'urn:uuid:1' }),
			association({ action: 'DELETE', childEPCs: undefined }),
			sensor({ exception: 'ERROR_CONDITION', hexBinaryValue: 'f0F1', booleanValue: false }),
			sensor({ type: 'gs1:Temperature' }),
			sensor({ type: 'https://gs1.org/voc/Temperature' }),
			sensor({ type: 'ex:Taste' }),
		];
		for (const event of allowed) {
			assert.equal(refused(event), 'accepted', JSON.stringify(event));
		}
		assert.equal(refusal(document([])), 'accepted');
		assert.equal(
			refusal(document([], { schemaVersion: '2.0.1', id: 'urn:x:1', 'ex:note': 'y' })),
			'accepted',
		);
	});

	it('should refuse what is no EPCIS document, with the path and the reason', () => {
		const cases: [source: Fields | string | Uint8Array, refusal: string][] = [
			[
				'',
				'not-json: the document is not JSON: expected a value, found the end (line 1, column 1)',
			],
			[
				Uint8Array.of(0xff),
				'not-json: the document is not JSON: the bytes are not UTF-8 (line 1, column 1)',
			],
			[
				'{"type":1,"type":2}',
				'not-json: the document is not JSON: the key "type" occurs twice in one object (line 1, ' +
					'column 11)',
			],
			['[]', 'type: the document is an array instead of an object'],
			['{}', 'required: /type is missing'],
			[
				document([], { type: 'EPCISQueryDocument' }),
				'document: /type is "EPCISQueryDocument", not "EPCISDocument"',
			],
			[
				document([], { schemaVersion: '1.2' }),
				'document: /schemaVersion is "1.2", not "2.0"',
			],
			[
				document([], { schemaVersion: 2 }),
				'type: /schemaVersion is a number instead of a string',
			],
			[document([], { creationDate: undefined }), 'required: /creationDate is missing'],
			[
				document([], { creationDate: '2031-05-04' }),
				'time: /creationDate is "2031-05-04", not a time with its zone such as ' +
					'2031-05-04T12:30:00.000+02:00',
			],
			[document([], { '@context': undefined }), 'required: /@context is missing'],
			[
				document([], { '@context': ['https://example.org/context.jsonld'] }),
				'context: /@context does not name ' +
					'https://ref.gs1.org/standards/epcis/epcis-context.jsonld',
			],
			[
				document([], { '@context': [CONTEXT, { ex: 1 }] }),
				'type: /@context/1/ex is a number instead of a string',
			],
			[document([], { epcisBody: undefined }), 'required: /epcisBody is missing'],
			[document([], { epcisBody: {} }), 'required: /epcisBody/eventList is missing'],
			[
				document([], { epcisBody: { eventList: {} } }),
				'type: /epcisBody/eventList is an object instead of an array',
			],
			[
				document([], { note: 'x' }),
				'unknown-field: /note is neither a field of EPCIS nor defined',
			],
		];
		for (const [source, expected] of cases) {
			assert.equal(refusal(source), expected);
		}
		assert.throws(
			() => parseEpcis('nope'),
			(error: EpcisError) => error.cause instanceof JsonError,
		);
	});

	it('should refuse events that are not as the standard has them', () => {
		const time = 'not a time with its zone such as 2031-05-04T12:30:00.000+02:00';
		const cases: [event: unknown, refusal: string][] = [
			[1, 'type:  is a number instead of an object'],
			[object({ type: undefined }), 'required: /type is missing'],
			[
				object({ type: 'QuantityEvent' }),
				'event-type: /type is "QuantityEvent", not one of ObjectEvent, AggregationEvent, ' +
					'TransactionEvent, TransformationEvent, AssociationEvent',
			],
			[object({ eventTime: undefined }), 'required: /eventTime is missing'],
			[object({ eventTime: '22-07-2026' }), `time: /eventTime is "22-07-2026", ${time}`],
			[
				object({ eventTime: '2031-05-05T08:00:00' }),
				`time: /eventTime is "2031-05-05T08:00:00", ${time}`,
			],
			[
				object({ eventTime: '2031-02-29T08:00:00Z' }),
				`time: /eventTime is "2031-02-29T08:00:00Z", ${time}`,
			],
			[
				object({ eventTime: '2031-05-05T24:00:00Z' }),
				`time: /eventTime is "2031-05-05T24:00:00Z", ${time}`,
			],
			[
				object({ eventTime: '2031-05-05T08:00:00+14:01' }),
				`time: /eventTime is "2031-05-05T08:00:00+14:01", ${time}`,
			],
			[
				object({ eventTimeZoneOffset: undefined }),
				'required: /eventTimeZoneOffset is missing',
			],
			...['+14:01', '02:00', 'Z', '+2:00', '+12:60'].map((offset): [unknown, string] => [
				object({ eventTimeZoneOffset: offset }),
				`time: /eventTimeZoneOffset is "${offset}", not an offset such as +02:00`,
			]),
			[object({ action: undefined }), 'required: /action is missing'],
			[
				object({ action: 'CREATE' }),
				'action: /action is "CREATE", not ADD, OBSERVE or DELETE',
			],
			[
				object({ bizStep: 'sending' }),
				'vocabulary: /bizStep is "sending": "sending" is not a business step of CBV 2.0',
			],
			[
				object({ bizStep: 'https://ref.gs1.org/cbv/BizStep-sending' }),
				'vocabulary: /bizStep is "https://ref.gs1.org/cbv/BizStep-sending": "sending" is not a ' +
					'business step of CBV 2.0',
			],
			[
				object({ bizStep: 'urn:epcglobal:cbv:bizstep:sending' }),
				'vocabulary: /bizStep is "urn:epcglobal:cbv:bizstep:sending": "sending" is not a ' +
					'business step of CBV 2.0',
			],
			[
				object({ disposition: 'shipping' }),
				'vocabulary: /disposition is "shipping": "shipping" is not a disposition of CBV 2.0',
			],
			[
				object({ bizStep: 'other:step' }),
				'unknown-prefix: /bizStep is "other:step": the context does not define the prefix "other"',
			],
			[
				object({ 'other:field': 1 }),
				'unknown-prefix: /other:field has a prefix that the context does not define',
			],
			[
				object({ epclist: [UNIT] }),
				'unknown-field: /epclist is neither a field of EPCIS nor defined',
			],
			[
				object({ parentID: BOX }),
				'unexpected-field: /parentID does not belong in an ObjectEvent',
			],
			[
				transformation({ action: 'ADD' }),
				'unexpected-field: /action does not belong in a TransformationEvent',
			],
			[
				aggregation({ epcList: [UNIT] }),
				'unexpected-field: /epcList does not belong in an AggregationEvent',
			],
			[
				object({ epcList: undefined }),
				'required: /epcList is missing or empty, and so is quantityList: an ObjectEvent is about ' +
					'things, or has sensorElementList and readPoint',
			],
			[
				object({
					epcList: [],
					sensorElementList: [{ sensorReport: [{ type: 'Time' }] }],
				}),
				'required: /epcList is missing or empty, and so is quantityList: an ObjectEvent is about ' +
					'things, or has sensorElementList and readPoint',
			],
			[object({ epcList: UNIT }), 'type: /epcList is a string instead of an array'],
			[
				object({ epcList: [LOT] }),
				`identifier-level: /epcList/0 is "${LOT}", which is a class of things, not one of them`,
			],
			[
				object({ epcList: ['https://id.gs1.org/01/09506000134353/21/S1'] }),
				'identifier: /epcList/0 is "https://id.gs1.org/01/09506000134353/21/S1": the GTIN (01) ' +
					'09506000134353 ends in 3, its check digit is 2 (at character 36)',
			],
			[
				object({ epcList: ['S1'] }),
				'identifier: /epcList/0 is "S1": expected a URI (at character 1)',
			],
			[
				object({ epcList: [UNIT, 'urn:epc:id:sgtin:9506000.013435.S1'] }),
				'duplicate: /epcList/1 is the same as 0: "urn:epc:id:sgtin:9506000.013435.S1"',
			],
			[object({ ilmd: {} }), 'contradiction: /ilmd stands only in an event with action ADD'],
			[
				object({ action: 'ADD', ilmd: { lot: 'L1' } }),
				'unknown-field: /ilmd/lot is neither a field of EPCIS nor defined',
			],
			[
				object({ quantityList: [{ epcClass: LOT, quantity: 'twenty' }] }),
				'type: /quantityList/0/quantity is a string instead of a number',
			],
			[
				object({ quantityList: [{ epcClass: LOT, quantity: 0 }] }),
				'number: /quantityList/0/quantity is 0, not more than nothing',
			],
			[
				object({ quantityList: [{ epcClass: LOT, quantity: -1 }] }),
				'number: /quantityList/0/quantity is -1, not more than nothing',
			],
			[
				object({ 'ex:field': 'EXPONENT' }),
				'number: /ex:field is 1e101, which is no quantity',
			],
			[
				object({ quantityList: [{ epcClass: UNIT }] }),
				`identifier-level: /quantityList/0/epcClass is "${UNIT}", which is one thing, not a class`,
			],
			[
				object({ quantityList: [{ quantity: 1 }] }),
				'required: /quantityList/0/epcClass is missing',
			],
			[
				object({ quantityList: [{ epcClass: LOT, quantity: 1, uom: 'kg' }] }),
				'uom: /quantityList/0/uom is "kg", not two or three capital letters or digits',
			],
			[
				object({ quantityList: [{ epcClass: LOT, uom: 'KGM' }] }),
				'required: /quantityList/0/quantity is missing, but there is a uom',
			],
			[
				aggregation({ parentID: undefined }),
				'required: /parentID is missing: action ADD needs it',
			],
			[
				aggregation({ action: 'OBSERVE', childEPCs: [] }),
				'required: /childEPCs is missing or empty, and so is childQuantityList: action OBSERVE ' +
					'needs them',
			],
			[
				aggregation({ childEPCs: ['https://id.gs1.org/00/095060000000000015'] }),
				'contradiction: /childEPCs has the parent itself at 0: nothing is in itself',
			],
			[
				transaction({ bizTransactionList: undefined }),
				'required: /bizTransactionList is missing or empty',
			],
			[
				transaction({ bizTransactionList: [] }),
				'required: /bizTransactionList is missing or empty',
			],
			[
				transaction({ bizTransactionList: [{ type: 'po' }] }),
				'required: /bizTransactionList/0/bizTransaction is missing',
			],
			[
				transaction({
					bizTransactionList: [{ type: 'order', bizTransaction: 'urn:x:1' }],
				}),
				'vocabulary: /bizTransactionList/0/type is "order": "order" is not a type of business ' +
					'transactions of CBV 2.0',
			],
			[
				transaction({ epcList: undefined }),
				'required: /epcList is missing or empty, and so is quantityList: action ADD needs them',
			],
			[
				transformation({ inputEPCList: undefined }),
				'required: /inputEPCList is missing or empty: without transformationID there are inputs ' +
					'and outputs',
			],
			[
				transformation({ outputEPCList: undefined }),
				'required: /outputEPCList is missing or empty: without transformationID there are inputs ' +
					'and outputs',
			],
			[association({ parentID: undefined }), 'required: /parentID is missing'],
			[
				association({ childEPCs: undefined }),
				'required: /childEPCs is missing or empty, and so is childQuantityList: action ADD needs ' +
					'them',
			],
			[
				object({ sourceList: [{ source: 'urn:epc:id:pgln:9506000.00001' }] }),
				'required: /sourceList/0/type is missing',
			],
			[
				object({
					destinationList: [
						{ type: 'owner', destination: 'urn:epc:id:pgln:9506000.00001' },
					],
				}),
				'vocabulary: /destinationList/0/type is "owner": "owner" is not a type of sources and ' +
					'destinations of CBV 2.0',
			],
			[object({ readPoint: {} }), 'required: /readPoint/id is missing'],
			[object({ readPoint: 'geo:1,2' }), 'type: /readPoint is a string instead of an object'],
			[
				object({ persistentDisposition: {} }),
				'required: /persistentDisposition has neither set nor unset',
			],
			[
				object({ persistentDisposition: { set: ['active'], unset: ['cbv:Disp-active'] } }),
				'contradiction: /persistentDisposition/unset has at 0 what is set as well',
			],
			[
				object({ errorDeclaration: { reason: 'incorrect_data' } }),
				'required: /errorDeclaration/declarationTime is missing',
			],
			[
				object({
					errorDeclaration: { declarationTime: common.eventTime, reason: 'typo' },
				}),
				'vocabulary: /errorDeclaration/reason is "typo": "typo" is not a reason of errors of CBV ' +
					'2.0',
			],
			[
				object({
					errorDeclaration: {
						declarationTime: common.eventTime,
						correctiveEventIDs: ['1'],
					},
				}),
				'identifier: /errorDeclaration/correctiveEventIDs/0 is "1", not a URI',
			],
			[object({ 'ex:field': null }), 'type: /ex:field is null instead of a value'],
		];
		for (const [event, expected] of cases) {
			assert.equal(refused(event), expected, JSON.stringify(event));
		}
		assert.throws(
			() => parseEpcis(JSON.stringify(document([object({ epcList: ['S1'] })]))),
			(error: EpcisError) => error.cause instanceof Gs1Error,
		);
	});

	it('should refuse sensor elements that are not as the standard has them', () => {
		const at = '/sensorElementList/0';
		const element = (of: Fields): Fields => object({ sensorElementList: [of] });
		const report = { type: 'Temperature', value: 5, uom: 'CEL' };
		const cases: [event: Fields, refusal: string][] = [
			[element({}), `required: ${at}/sensorReport is missing`],
			[element({ sensorReport: [] }), `required: ${at}/sensorReport is empty`],
			[sensor({ type: undefined }), `required: ${at}/sensorReport/0/type is missing`],
			[
				sensor({ type: 'Warmth' }),
				`vocabulary: ${at}/sensorReport/0/type is "Warmth": "Warmth" is not a measurement of CBV ` +
					'2.0',
			],
			[
				sensor({ uom: '°C' }),
				`uom: ${at}/sensorReport/0/uom is "°C", not two or three capital letters or digits`,
			],
			[
				sensor({ value: '5' }),
				`type: ${at}/sensorReport/0/value is a string instead of a number`,
			],
			[
				sensor({ exception: 'HOT' }),
				`vocabulary: ${at}/sensorReport/0/exception is "HOT": "HOT" is not a sensor alert of CBV ` +
					'2.0',
			],
			[
				sensor({ hexBinaryValue: 'f0f' }),
				`type: ${at}/sensorReport/0/hexBinaryValue is "f0f", not hexadecimal bytes`,
			],
			[
				sensor({ booleanValue: 'true' }),
				`type: ${at}/sensorReport/0/booleanValue is a string instead of true or false`,
			],
			[
				sensor({ note: 'x' }),
				`unknown-field: ${at}/sensorReport/0/note is neither a field of EPCIS nor defined`,
			],
			[
				element({
					sensorMetadata: {
						startTime: '2031-05-05T08:00:00Z',
						endTime: '2031-05-05T07:59:59Z',
					},
					sensorReport: [report],
				}),
				`contradiction: ${at}/sensorMetadata/endTime is before startTime`,
			],
			// GS1's conformance test TCR-53, set 3: no schema notices these.
			...(
				[
					['time', '2031-05-05T08:00:00Z'],
					['deviceID', 'urn:epc:id:giai:9506000.1'],
					['deviceMetadata', 'https://example.org/1'],
					['rawData', 'https://example.org/2'],
					['dataProcessingMethod', 'https://example.org/3'],
					['bizRules', 'https://example.org/4'],
				] as const
			).map(([field, value]): [Fields, string] => [
				element({
					sensorMetadata: { [field]: value },
					sensorReport: [report, { ...report, [field]: value }],
				}),
				`sensor-metadata: ${at}/sensorReport/1/${field} is said by sensorMetadata too: one of ` +
					'both has to say it',
			]),
		];
		for (const [event, expected] of cases) {
			assert.equal(refused(event), expected, JSON.stringify(event));
		}
	});

	it('should throw nothing but its own errors', () => {
		// A small generator of its own (Park and Miller), so that every run is the same.
		let state = 7;
		const random = (below: number): number => {
			state = (state * 48_271) % 0x7fff_ffff;
			return state % below;
		};
		const source = JSON.stringify(
			document([
				object({ action: 'ADD', ilmd: { 'cbvmda:lotNumber': 'L' }, 'ex:a': { b: [1] } }),
				aggregation(),
				transaction(),
				transformation(),
				sensor(),
			]),
		);
		const pieces = [
			'"',
			'{}',
			'[]',
			'null',
			':',
			'1e9',
			'%',
			'/',
			'.',
			'é',
			'',
			'0',
			'\\u0000',
		];
		let refusals = 0;
		for (let round = 0; round < 2_000; round += 1) {
			const at = random(source.length);
			const changed =
				source.slice(0, at) + pieces[random(pieces.length)] + source.slice(at + random(4));
			refusals += refusal(changed) === 'accepted' ? 0 : 1;
		}
		assert.ok(refusals > 1_000, String(refusals));
	});

	it('should read an event that stands alone', () => {
		const alone = { '@context': CONTEXT, ...object() };
		assert.equal(parseEpcisEvent(JSON.stringify(alone)).path, '');
		assert.equal(
			eventHashId(parseEpcisEvent(JSON.stringify(alone))),
			eventHashId(
				parseEpcis(JSON.stringify(document([object()]))).events[0] ?? assert.fail(),
			),
		);
		assert.throws(() => parseEpcisEvent(JSON.stringify(object())), /\/@context is missing/);
	});
});

/** Why a document of a folder is refused, by its name; all others are right. */
const folders: [name: string, folder: URL, required: boolean, refusals: Record<string, string>][] =
	[
		[
			'the project’s own documents',
			new URL('../../test/epcis/', import.meta.url),
			true,
			{
				'invalid-business-step.json':
					'vocabulary: /epcisBody/eventList/0/bizStep is "sending": "sending" is not a business ' +
					'step of CBV 2.0',
				'invalid-check-digit.json':
					'identifier: /epcisBody/eventList/0/epcList/0 is ' +
					'"https://id.gs1.org/01/09506000134353/21/S1": the GTIN (01) 09506000134353 ends in 3, ' +
					'its check digit is 2 (at character 36)',
				'invalid-sensor-said-twice.json':
					'sensor-metadata: ' +
					'/epcisBody/eventList/0/sensorElementList/0/sensorReport/1/deviceID is said by ' +
					'sensorMetadata too: one of both has to say it',
				'invalid-transaction-without-transaction.json':
					'required: /epcisBody/eventList/0/bizTransactionList is missing or empty',
				'invalid-transformation-with-action.json':
					'unexpected-field: /epcisBody/eventList/0/action does not belong in a ' +
					'TransformationEvent',
				'invalid-zone-offset.json':
					'time: /epcisBody/eventList/0/eventTimeZoneOffset is "+14:30", not an offset such as ' +
					'+02:00',
			},
		],
		[
			'the shared valid documents',
			new URL('../../../../shared/data/epcis/valid/', import.meta.url),
			false,
			{
				// Published as valid, but the GRAI has a wrong check digit.
				'Combination_of_different_event.json':
					'identifier: /epcisBody/eventList/0/epcList/0 is ' +
					'"https://id.example.com/8003/030013450007718765": the GRAI (8003) 3001345000771 ends in ' +
					'1, its check digit is 6 (at character 42)',
			},
		],
		[
			'the shared invalid documents',
			new URL('../../../../shared/data/epcis/invalid/', import.meta.url),
			false,
			{
				'EPCISDocument_without_context.json': 'required: /@context is missing',
				'ObjectEvent_with_invalid_action.json':
					'action: /epcisBody/eventList/0/action is "CREATE", not ADD, OBSERVE or DELETE',
				'ObjectEvent_with_invalid_eventTime_format.json':
					'time: /epcisBody/eventList/0/eventTime is "22-07-2026", not a time with its zone such ' +
					'as 2031-05-04T12:30:00.000+02:00',
				'ObjectEvent_with_quantity_as_text.json':
					'type: /epcisBody/eventList/0/quantityList/0/quantity is a string instead of a number',
				'ObjectEvent_without_identifier_list.json':
					'required: /epcisBody/eventList/0/epcList is missing or empty, and so is quantityList: ' +
					'an ObjectEvent is about things, or has sensorElementList and readPoint',
			},
		],
	];

for (const [name, folder, required, refusals] of folders) {
	const skip = required || existsSync(folder) ? false : `${folder.pathname} is not there`;
	describe(name, { skip }, () => {
		it('should be imported, or refused for the right reason', () => {
			const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
			assert.ok(files.length >= 5);
			for (const file of files) {
				const bytes = readFileSync(new URL(file, folder));
				assert.equal(refusal(bytes), refusals[file] ?? 'accepted', file);
			}
			assert.deepEqual(
				Object.keys(refusals).filter((file) => !files.includes(file)),
				[],
			);
		});
	});
}
