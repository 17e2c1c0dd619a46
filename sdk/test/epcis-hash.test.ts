// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
	eventHash,
	eventHashId,
	eventHashOf,
	eventPrehash,
	hash,
	parseEpcisEvent,
	toHex,
} from '../src/index.js';

const CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

type Fields = Record<string, unknown>;

const read = (event: Fields, context: Record<string, string> = {}) =>
	parseEpcisEvent(JSON.stringify({ '@context': [CONTEXT, context], ...event }));
const hashOf = (event: Fields, context: Record<string, string> = {}): string =>
	eventHashId(read(event, context));

const example = { example: 'https://ns.example.com/epcis/' };

describe('eventHashId', () => {
	/**
	 * Events and hashes that are published with GS1's reference implementation:
	 * github.com/RalphTro/epcis-event-hash-generator, tests/examples/documents and
	 * tests/examples/expected/CBV2.0, at d8d87463abab.
	 */
	const published: [name: string, event: Fields, hash: string][] = [
		[
			'ReferenceEventHashAlgorithm',
			{
				type: 'ObjectEvent',
				eventTime: '2020-03-04T11:00:30.000+01:00',
				eventTimeZoneOffset: '+01:00',
				recordTime: '2020-03-04T11:00:30.999+01:00',
				epcList: [
					'urn:epc:id:sscc:4012345.0000000333',
					'urn:epc:id:sscc:4012345.0000000111',
					'urn:epc:id:sscc:4012345.0000000222',
				],
				action: 'OBSERVE',
				bizStep: 'departing',
				readPoint: { id: 'urn:epc:id:sgln:4012345.00011.987' },
				'example:myField1': { 'example:mySubField1': '2', 'example:mySubField2': '5' },
				'example:myField2': '0',
				'example:myField3': { 'example:mySubField3': ['3', '1'] },
			},
			'6ae96341e0acc6d7a261364751f60e68278a81cdf51da0abb6b4e617014e39d7',
		],
		[
			'ReferenceEventHashAlgorithm2',
			{
				type: 'ObjectEvent',
				eventTime: '2020-04-01T15:00:00+01:00',
				eventTimeZoneOffset: '+01:00',
				epcList: ['urn:epc:id:sgtin:4012345.011111.9876'],
				action: 'OBSERVE',
				bizStep: 'inspecting',
				readPoint: { id: 'urn:epc:id:sgln:4012345.00005.0' },
				sensorElementList: [
					{
						sensorMetadata: {
							deviceID: 'urn:epc:id:giai:4000001.111',
							deviceMetadata: 'https://id.gs1.org/8004/4000001111',
						},
						sensorReport: [
							{ type: 'Temperature', value: 26, sDev: 0.1, uom: 'CEL' },
							{ type: 'AbsoluteHumidity', value: 12.1, uom: 'A93' },
							{
								type: 'Dimensionless',
								microorganism: 'https://www.ncbi.nlm.nih.gov/taxonomy/1126011',
								value: 0.05,
								uom: 'C35',
							},
							{
								type: 'Dimensionless',
								chemicalSubstance:
									'https://identifiers.org/inchikey:CZMRCDWAGMRECN-UGDNZRGBSA-N',
								value: 0.18,
								uom: 'C35',
							},
						],
					},
				],
			},
			'271565c346ae2fb28c4583c4dca4ab4772d465eb4e0b6e548d77d8b49377d95c',
		],
		[
			'ReferenceEventHashAlgorithm3',
			{
				type: 'ObjectEvent',
				eventTime: '2020-03-04T11:00:30+01:00',
				eventTimeZoneOffset: '+01:00',
				epcList: ['urn:epc:id:sgtin:0614141.011111.987'],
				action: 'OBSERVE',
				bizStep: 'departing',
				disposition: 'in_transit',
				readPoint: { id: 'urn:epc:id:sgln:4012345.00011.0', 'example:myField1': 'AB-12' },
				bizTransactionList: [
					{ type: 'po', bizTransaction: 'urn:epc:id:gdti:4012345.11111.123' },
				],
				sourceList: [{ type: 'owning_party', source: 'urn:epc:id:pgln:4012345.00000' }],
				destinationList: [
					{ type: 'owning_party', destination: 'urn:epc:id:pgln:0614141.00000' },
				],
				'example:userExt': 'CD-34',
			},
			'3ae14c02c4bdc220cc31942cf804f6845eb8dec96ba6483391c92a9b165f9329',
		],
		[
			'TimeStampRoundOff, up',
			{
				type: 'ObjectEvent',
				eventTime: '2023-02-02T11:04:03.1415Z',
				eventTimeZoneOffset: '+01:00',
				epcList: ['https://id.gs1.de/00/040123451111111110'],
				action: 'OBSERVE',
				bizStep: 'shipping',
				disposition: 'in_transit',
				readPoint: { id: 'https://id.gs1.de/414/4012345000115' },
			},
			'af7658e711574363633f20b3dadc7bc4c13c6f612cf96d95e03c421c0e58f3c6',
		],
		[
			'TimeStampRoundOff, down',
			{
				type: 'ObjectEvent',
				eventTime: '2023-02-02T11:04:03.1414Z',
				eventTimeZoneOffset: '+01:00',
				epcList: ['https://id.gs1.de/00/040123451111111110'],
				action: 'OBSERVE',
				bizStep: 'transporting',
				readPoint: { id: 'geo:50.947573340894124,6.922120147375441' },
			},
			'0550df44527332c1fe417c5837fe61b9e71eaa93307b88519dac549bf2d4dcf9',
		],
		[
			'TimeStampRoundOff, of a sensor',
			{
				type: 'ObjectEvent',
				eventTime: '2023-02-12T11:04:03.1415Z',
				eventTimeZoneOffset: '+01:00',
				certificationInfo: 'https://accreditation-council.example.org/certificate/ABC12345',
				epcList: ['https://id.gs1.de/01/04012345999990/21/XYZ-1234'],
				action: 'OBSERVE',
				bizStep: 'receiving',
				disposition: 'in_progress',
				readPoint: { id: 'https://id.gs1.de/414/4012345000115' },
				sensorElementList: [
					{
						sensorMetadata: {
							time: '2023-02-12T11:04:03.1007Z',
							bizRules: 'https://id.example.com/253/4012345000054987',
						},
						sensorReport: [
							{
								type: 'Dimensionless',
								exception: 'ALARM_CONDITION',
								coordinateReferenceSystem:
									'http://www.opengis.net/def/crs/EPSG/0/27700',
							},
						],
					},
				],
			},
			'bf052637920f56c28bd6bc4ce10bb296203fcddc543f1e293d5a77b07592dcec',
		],
		[
			'epcisDocWithVariousEventTypes, 1',
			{
				type: 'ObjectEvent',
				eventTime: '2019-10-21T11:00:30.000+01:00',
				eventTimeZoneOffset: '+01:00',
				epcList: ['urn:epc:id:sscc:5200001.0111111146'],
				action: 'OBSERVE',
				bizStep: 'departing',
				readPoint: { id: 'urn:epc:id:sgln:5200001.99901.0' },
				bizTransactionList: [
					{ type: 'desadv', bizTransaction: 'urn:epcglobal:cbv:bt:5200001000008:4711' },
					{ type: 'inv', bizTransaction: 'urn:epcglobal:cbv:bt:5200001000008:RE1099' },
				],
				sourceList: [{ type: 'possessing_party', source: 'urn:epc:id:pgln:5200001.00000' }],
				destinationList: [
					{ type: 'possessing_party', destination: 'urn:epc:id:pgln:4000001.98765' },
					{ type: 'location', destination: 'urn:epc:id:sgln:4012345.00012.0' },
				],
			},
			'253f0178f96349eedc207505b49044a602129605cf692e3d9f1f36c8bd1dfb0d',
		],
		[
			'epcisDocWithVariousEventTypes, 6',
			{
				type: 'AggregationEvent',
				eventTime: '2019-10-21T17:30:56.591+02:00',
				eventTimeZoneOffset: '+02:00',
				parentID: 'urn:epc:id:sscc:4012344.0111111133',
				childQuantityList: [
					{
						epcClass: 'urn:epc:class:lgtin:4054739.099902.P2',
						quantity: 12,
						uom: 'KGM',
					},
					{ epcClass: 'urn:epc:class:lgtin:4054739.012345.lot2', quantity: 17 },
				],
				action: 'ADD',
				bizStep: 'packing',
				readPoint: { id: 'urn:epc:id:sgln:4012345.00025.0' },
			},
			'cfda50b7ff23682e989bafc3747ac9b752f405305fcde6618280f6be27344f35',
		],
		[
			'epcisDocWithVariousEventTypes, 9',
			{
				type: 'TransactionEvent',
				eventTime: '2019-10-21T00:05:00-06:00',
				eventTimeZoneOffset: '-06:00',
				epcList: ['urn:epc:id:sgtin:0614141.107340.1', 'urn:epc:id:sgtin:0614141.107340.2'],
				action: 'ADD',
				bizStep: 'shipping',
				readPoint: { id: 'urn:epc:id:sgln:4012345.00000.5' },
				bizLocation: { id: 'urn:epc:id:sgln:4012345.00000.0' },
				bizTransactionList: [
					{ type: 'po', bizTransaction: 'urn:epcglobal:cbv:bt:4012345123456:RE100099' },
				],
			},
			'cf6559dc931963f19ed9cd2fe33c02ef64c8cfd557e5a96b086a87db315b7122',
		],
		[
			'epcisDocWithVariousEventTypes, 12',
			{
				type: 'TransformationEvent',
				eventTime: '2019-10-21T14:58:56.591+02:00',
				eventTimeZoneOffset: '+02:00',
				inputEPCList: [
					'urn:epc:id:sgtin:4012345.011122.25',
					'urn:epc:id:sgtin:4000001.065432.99886655',
				],
				outputEPCList: [25, 26, 27, 28].map(
					(serial) => `urn:epc:id:sgtin:4012345.077889.${serial}`,
				),
				inputQuantityList: [
					{
						epcClass: 'urn:epc:class:lgtin:4012345.011111.4444',
						quantity: 10,
						uom: 'KGM',
					},
					{ epcClass: 'urn:epc:class:lgtin:0614141.077777.987', quantity: 30 },
					{ epcClass: 'urn:epc:idpat:sgtin:4012345.066666.*', quantity: 220 },
				],
				bizStep: 'commissioning',
				readPoint: { id: 'urn:epc:id:sgln:4012345.00001.0' },
				ilmd: { 'example:bestBeforeDate': '2015-11-10', 'example:batch': 'XYZ' },
			},
			'36ab2ba0e3eac03d14a630148c63c31da00b8c4f1c311f501eb459e89a6e6350',
		],
		[
			'epcisDocWithVariousEventTypes, 13',
			{
				type: 'TransformationEvent',
				eventTime: '2019-10-21T14:58:56.591+02:00',
				eventTimeZoneOffset: '+02:00',
				inputEPCList: [
					'urn:epc:id:sgtin:4012345.011122.25',
					'urn:epc:id:sgtin:4000001.065432.99886655',
				],
				outputQuantityList: [
					{ epcClass: 'urn:epc:class:lgtin:4054739.099902.P20131121', quantity: 9520 },
				],
				transformationID: 'urn:epc:id:gdti:4012345.55555.1234',
				bizStep: 'http://epcis.example.com/user/vocab/bizstep/exampling',
				readPoint: { id: 'urn:epc:id:sgln:4012345.00001.0' },
			},
			'756558aa09b2d38c6bcb6e50eab2fcbebd9bde17362a7c4f4686a5d7f5fb013f',
		],
		[
			'epcisDocWithXMLstartTagAndErrorDeclaration',
			{
				type: 'TransformationEvent',
				eventTime: '2020-01-14T00:00:00.000+01:00',
				eventTimeZoneOffset: '+01:00',
				eventID: 'urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8',
				inputEPCList: ['urn:epc:id:sgtin:4012345.011111.987'],
				outputEPCList: ['urn:epc:id:sgtin:4012345.033333.AGHFG'],
				inputQuantityList: [{ epcClass: 'urn:epc:class:lgtin:4012345.022222.87545GHGH' }],
				outputQuantityList: [
					{
						epcClass: 'urn:epc:idpat:sgtin:4012345.044444.*',
						quantity: 452.0,
						uom: 'KGM',
					},
				],
				bizStep: 'commissioning',
				readPoint: { id: 'urn:epc:id:sgln:4012345.00000.0' },
				errorDeclaration: {
					declarationTime: '2020-01-15T00:00:00.000+01:00',
					reason: 'incorrect_data',
					'example:vendorExtension': 'Test1',
				},
			},
			'e16ce101f3d7383612e00b74419b2d88f12baa6a124b0e390252d396687d5cf7',
		],
		[
			'epcisEventWithCURIEs',
			{
				type: 'ObjectEvent',
				eventTime: '2023-01-11T12:00:00+01:00',
				eventTimeZoneOffset: '+01:00',
				epcList: ['https://id.gs1.de/01/04012345999990/21/XYZ-1234'],
				action: 'OBSERVE',
				bizStep: 'cbv:BizStep-receiving',
				disposition: 'cbv:Disp-in_progress',
				readPoint: { id: 'https://id.gs1.de/414/4012345000115' },
				bizTransactionList: [
					{
						type: 'cbv:BTT-desadv',
						bizTransaction: 'urn:epcglobal:cbv:bt:4012345000009:ASN1099',
					},
				],
			},
			'65f196f1b17e2525de2b6f45f5d31d74fa3fdf1e689863484f8e9660cc36f69f',
		],
	];

	for (const [name, event, hash] of published) {
		it(`should be the published one of ${name}`, () => {
			const parsed = read(event, example);
			assert.equal(
				eventHashId(parsed),
				`ni:///sha-256;${hash}?ver=CBV2.0`,
				eventPrehash(parsed),
			);
		});
	}
});

describe('eventPrehash', () => {
	it('should be the published one of an event with all kinds of extensions', () => {
		// TransformationEventWithUserExtensions of the same source. There the prefix of a sensor's
		// property stays as it is; the standard asks for its namespace (rule 15), and so do we.
		const event = {
			type: 'TransformationEvent',
			eventTime: '2020-09-29T14:00:00+02:00',
			eventTimeZoneOffset: '+02:00',
			errorDeclaration: {
				declarationTime: '2020-09-29T15:00:00+02:00',
				'example:issuer': 'Employee 123',
			},
			inputQuantityList: [
				{
					epcClass: 'urn:epc:class:lgtin:4023333.055555.ABC123',
					quantity: 25.0,
					uom: 'KGM',
				},
			],
			outputEPCList: [
				'urn:epc:id:sgtin:4012345.012345.987',
				'urn:epc:id:sgtin:4012345.012345.988',
			],
			bizStep: 'commissioning',
			readPoint: {
				id: 'urn:epc:id:sgln:4023333.00000.0',
				'example:gs1ES': '(414)4023333000000',
			},
			bizLocation: {
				id: 'urn:epc:id:sgln:4023333.00001.12',
				'example:gs1ES': '(414)4023333000017 (254)12',
			},
			ilmd: {
				'cbvmda:lotNumber': 'LOTABC',
				'example:grading': 'A',
				'example2:userMasterData': { 'example2:sizeCode': 'B-2' },
			},
			sensorElementList: [
				{
					sensorMetadata: {
						startTime: '2019-04-01T15:00:00+01:00',
						endTime: '2019-04-02T14:59:59.999+01:00',
						'example:someFurtherMetaData': 'someText',
					},
					sensorReport: [
						{
							type: 'Temperature',
							minValue: 12.4,
							maxValue: 13.8,
							meanValue: 13.2,
							percRank: 50.0,
							percValue: 12.7,
							uom: 'CEL',
							sDev: 0.41,
							'example:cv': '123',
						},
						{
							type: 'example:someSensorProperty',
							stringValue: 'someSensorOutput',
						},
					],
					'example:furtherSensorData': {
						'example:measure1': '123.5',
						'example:measure2': '0.987',
					},
					'example:someUserField': 'abc123',
				},
			],
			'example:extension': {
				moreExtensions: { futureExtension: { tag1: '1', tag2: '2', tag3: '3' } },
			},
			'example:internalData': {
				'example:machine': 'urn:epc:id:giai:4012345.ABC',
				'example:procedure': 'A-1',
			},
			'example2:furtherData': {
				'example2:assemblyLine': '2',
				'example2:workingShift': '1',
			},
			'example4:otherThings': 'some text',
		};
		const first = '{http://ns.example.com/epcis/}';
		const second = '{http://ns.example.com/epcis-2/}';
		const expected = [
			'eventType=TransformationEvent',
			'eventTime=2020-09-29T12:00:00.000Z',
			'eventTimeZoneOffset=+02:00',
			'inputQuantityList',
			'quantityElement',
			'epcClass=https://id.gs1.org/01/04023333555555/10/ABC123',
			'quantity=25',
			'uom=KGM',
			'outputEPCList',
			'epc=https://id.gs1.org/01/04012345123456/21/987',
			'epc=https://id.gs1.org/01/04012345123456/21/988',
			'bizStep=https://ref.gs1.org/cbv/BizStep-commissioning',
			'readPoint',
			'id=https://id.gs1.org/414/4023333000000',
			'bizLocation',
			'id=https://id.gs1.org/414/4023333000017/254/12',
			'sensorElement',
			'sensorMetadata',
			'startTime=2019-04-01T14:00:00.000Z',
			'endTime=2019-04-02T13:59:59.999Z',
			'sensorReport',
			'type=http://ns.example.com/epcis/someSensorProperty',
			'stringValue=someSensorOutput',
			'sensorReport',
			'type=https://ref.gs1.org/voc/Temperature',
			'minValue=12.4',
			'maxValue=13.8',
			'meanValue=13.2',
			'sDev=0.41',
			'percRank=50',
			'percValue=12.7',
			'uom=CEL',
			'ilmd',
			`${second}userMasterData`,
			`${second}sizeCode=B-2`,
			`${first}grading=A`,
			'{urn:epcglobal:cbv:mda}lotNumber=LOTABC',
			'readPoint',
			`${first}gs1ES=(414)4023333000000`,
			'bizLocation',
			`${first}gs1ES=(414)4023333000017 (254)12`,
			'sensorElement',
			'sensorMetadata',
			`${first}someFurtherMetaData=someText`,
			'sensorReport',
			`${first}cv=123`,
			`${first}furtherSensorData`,
			`${first}measure1=123.5`,
			`${first}measure2=0.987`,
			`${first}someUserField=abc123`,
			`${second}furtherData`,
			`${second}assemblyLine=2`,
			`${second}workingShift=1`,
			'{http://ns.example.com/epcis-4/}otherThings=some text',
			`${first}extension`,
			'moreExtensions',
			'futureExtension',
			'tag1=1',
			'tag2=2',
			'tag3=3',
			`${first}internalData`,
			`${first}machine=https://id.gs1.org/8004/4012345ABC`,
			`${first}procedure=A-1`,
		];
		const context = {
			example: 'http://ns.example.com/epcis/',
			example2: 'http://ns.example.com/epcis-2/',
			example3: 'http://ns.example.com/epcis-3/',
			example4: 'http://ns.example.com/epcis-4/',
		};
		const prehash = eventPrehash(read(event, context));
		assert.equal(prehash, expected.join(''));
		const asPublished = prehash.replace(
			'type=http://ns.example.com/epcis/someSensorProperty',
			'type=example:someSensorProperty',
		);
		assert.equal(
			toHex(hash('Sha2_256', new TextEncoder().encode(asPublished))),
			'0xdca180f4e6005d4b6a6408a8d143977ca2e4f3e72048d7aa03b4df4055d484f9',
		);
	});
});

const shipping: Fields = {
	type: 'ObjectEvent',
	eventTime: '2031-05-05T08:00:00.000+02:00',
	eventTimeZoneOffset: '+02:00',
	action: 'OBSERVE',
	bizStep: 'shipping',
	disposition: 'in_transit',
	epcList: ['urn:epc:id:sscc:9506000.0000000001', 'urn:epc:id:sgtin:9506000.013435.A%2F1'],
	quantityList: [
		{ epcClass: 'urn:epc:class:lgtin:9506000.013435.LOT-7', quantity: 12.5, uom: 'KGM' },
		{ epcClass: 'urn:epc:class:lgtin:9506000.013435.LOT-8', quantity: 3 },
	],
	readPoint: { id: 'urn:epc:id:sgln:9506000.00001.0' },
	bizTransactionList: [
		{ type: 'po', bizTransaction: 'urn:epcglobal:cbv:bt:9506000111117:1' },
		{ type: 'desadv', bizTransaction: 'urn:epcglobal:cbv:bt:9506000111117:2' },
	],
	sourceList: [{ type: 'possessing_party', source: 'urn:epc:id:pgln:9506000.00001' }],
	destinationList: [{ type: 'possessing_party', destination: 'urn:epc:id:pgln:9506000.00002' }],
	persistentDisposition: { set: ['conformant', 'available'], unset: ['unknown'] },
	sensorElementList: [
		{
			sensorMetadata: { time: '2031-05-05T06:00:00Z' },
			sensorReport: [
				{ type: 'Temperature', value: 5.5, uom: 'CEL' },
				{ type: 'Temperature', component: 'x', value: -0.25, uom: 'CEL' },
			],
		},
	],
	'ex:seal': { 'ex:number': '7', 'ex:colour': ['red', 'blue'] },
};
const ex = { ex: 'https://ns.example.org/epcis/' };

describe('the hash of an event', () => {
	const expected = hashOf(shipping, ex);
	const same = (change: Fields, context: Record<string, string> = ex): void =>
		assert.equal(hashOf({ ...shipping, ...change }, context), expected);

	it('should not depend on the order of keys or of lists', () => {
		const reversed = (value: unknown): unknown =>
			Array.isArray(value)
				? value.map(reversed).reverse()
				: typeof value === 'object' && value !== null
					? Object.fromEntries(
							Object.entries(value)
								.map(([key, each]) => [key, reversed(each)] as const)
								.reverse(),
						)
					: value;
		assert.equal(hashOf(reversed(shipping) as Fields, ex), expected);
	});

	it('should not depend on the zone in which times are written, nor on zeros', () => {
		same({ eventTime: '2031-05-05T06:00:00Z' });
		same({ eventTime: '2031-05-04T20:30:00.0-09:30' });
		same({ eventTime: ' 2031-05-05T08:00:00.0004+02:00 ' });
	});

	it('should not depend on how numbers are written', () => {
		const text = JSON.stringify({ '@context': [CONTEXT, ex], ...shipping });
		for (const [literal, other] of [
			['12.5', '12.50'],
			['12.5', '1.25e1'],
			['12.5', '125E-1'],
			['"quantity":3', '"quantity":3.000'],
			['"quantity":3', '"quantity":0.3e+1'],
			['-0.25', '-0.250'],
			['-0.25', '-25e-2'],
			['"7"', '7.0'],
		] as const) {
			assert.ok(text.includes(literal));
			assert.equal(
				eventHashId(parseEpcisEvent(text.replace(literal, other))),
				expected,
				other,
			);
		}
	});

	it('should not depend on whether things are EPC URIs or Digital Links', () => {
		same({
			epcList: [
				'https://id.gs1.org/00/095060000000000015',
				'https://pharma.example.com/p/01/09506000134352/10/X/21/A%2f1?17=331231',
			],
			quantityList: [
				{
					epcClass: 'https://id.gs1.org/01/09506000134352/10/LOT-7',
					quantity: 12.5,
					uom: 'KGM',
				},
				{ epcClass: 'http://example.org/01/9506000134352/10/LOT-8', quantity: 3 },
			],
			readPoint: { id: 'https://id.gs1.org/414/9506000000015' },
			sourceList: [
				{ type: 'possessing_party', source: 'https://id.gs1.org/417/9506000000015' },
			],
		});
	});

	it('should not depend on how vocabulary and namespaces are written', () => {
		same({
			bizStep: 'urn:epcglobal:cbv:bizstep:shipping',
			disposition: 'https://ref.gs1.org/cbv/Disp-in_transit',
			sourceList: [
				{
					type: 'urn:epcglobal:cbv:sdt:possessing_party',
					source: 'urn:epc:id:pgln:9506000.00001',
				},
			],
		});
		same({ bizStep: 'cbv:BizStep-shipping' });
		const other = JSON.parse(
			JSON.stringify(shipping)
				.replaceAll('ex:', 'other:')
				.replaceAll('"Temperature"', '"gs1:Temperature"'),
		) as Fields;
		assert.equal(hashOf(other, { other: ex.ex }), expected);
		const former = { ...other, 'other:seal': other['other:seal'] };
		assert.equal(
			hashOf(former, { other: ex.ex, gs1: 'https://gs1.org/voc/' }),
			expected,
			'the namespace of EPCIS 2.0.0',
		);
	});

	it('should not depend on what a repository adds, nor on a declaration of error', () => {
		same({ recordTime: '2031-05-05T09:00:00Z', eventID: 'urn:uuid:1' });
		same({ certificationInfo: ['https://example.org/certificate'] });
		same({
			errorDeclaration: {
				declarationTime: '2031-05-06T09:00:00Z',
				reason: 'did_not_occur',
				correctiveEventIDs: ['urn:uuid:2'],
			},
		});
	});

	it('should depend on everything else', () => {
		const changes: Fields[] = [
			{ eventTime: '2031-05-05T08:00:00.001+02:00' },
			{ eventTimeZoneOffset: '+01:00' },
			{ action: 'DELETE' },
			{ bizStep: 'departing' },
			{ bizStep: undefined },
			{ disposition: 'returned' },
			{ epcList: ['urn:epc:id:sscc:9506000.0000000001'] },
			{ epcList: undefined },
			{ quantityList: undefined },
			{ readPoint: { id: 'urn:epc:id:sgln:9506000.00001.5' } },
			{ readPoint: { id: 'urn:epc:id:sgln:9506000.00001.0', 'ex:gate': '1' } },
			{ bizLocation: { id: 'urn:epc:id:sgln:9506000.00001.0' } },
			{ bizTransactionList: undefined },
			{
				sourceList: [{ type: 'owning_party', source: 'urn:epc:id:pgln:9506000.00001' }],
			},
			{ destinationList: undefined },
			{ persistentDisposition: { set: ['conformant', 'available', 'unknown'] } },
			{ sensorElementList: undefined },
			{ 'ex:seal': { 'ex:number': '8', 'ex:colour': ['red', 'blue'] } },
			{ 'ex:seal': undefined },
			{ 'ex:more': true },
		];
		const hashes = changes.map((change) => hashOf({ ...shipping, ...change }, ex));
		assert.equal(new Set([expected, ...hashes]).size, changes.length + 1);
	});

	it('should hold every field of sensors in the order of the standard', () => {
		const metadata = {
			bizRules: 'https://example.org/1',
			dataProcessingMethod: 'https://example.org/2',
			startTime: '2031-05-05T00:00:00Z',
			endTime: '2031-05-05T01:00:00Z',
		};
		const report = {
			coordinateReferenceSystem: 'https://example.org/3',
			uom: 'CEL',
			percValue: 1.1,
			percRank: 1.2,
			sDev: 1.3,
			meanValue: 1.4,
			maxValue: 1.5,
			minValue: 1.6,
			uriValue: 'https://example.org/4',
			hexBinaryValue: '00ff',
			booleanValue: false,
			stringValue: '007',
			component: 'x',
			value: 1.7,
			chemicalSubstance: 'https://example.org/5',
			microorganism: 'https://example.org/6',
			time: '2031-05-05T00:30:00Z',
			rawData: 'https://example.org/7',
			deviceMetadata: 'https://example.org/8',
			deviceID: 'urn:epc:id:giai:9506000.1',
			exception: 'ALARM_CONDITION',
			type: 'Temperature',
		};
		const event = {
			...shipping,
			sensorElementList: [{ sensorMetadata: metadata, sensorReport: [report] }],
		};
		const prehash = eventPrehash(read(event, ex));
		const [, names = ''] = /(sensorElement.*)\{/.exec(prehash) ?? [];
		assert.equal(
			names.replace(/\{.*/, ''),
			[
				'sensorElement',
				'sensorMetadata',
				'startTime=2031-05-05T00:00:00.000Z',
				'endTime=2031-05-05T01:00:00.000Z',
				'dataProcessingMethod=https://example.org/2',
				'bizRules=https://example.org/1',
				'sensorReport',
				'type=https://ref.gs1.org/voc/Temperature',
				'exception=https://ref.gs1.org/voc/ALARM_CONDITION',
				'deviceID=https://id.gs1.org/8004/95060001',
				'deviceMetadata=https://example.org/8',
				'rawData=https://example.org/7',
				'time=2031-05-05T00:30:00.000Z',
				'microorganism=https://example.org/6',
				'chemicalSubstance=https://example.org/5',
				'value=1.7',
				'component=https://ref.gs1.org/cbv/Comp-x',
				// Not quantities: their zeros stay.
				'stringValue=007',
				'booleanValue=false',
				'hexBinaryValue=00ff',
				'uriValue=https://example.org/4',
				'minValue=1.6',
				'maxValue=1.5',
				'meanValue=1.4',
				'sDev=1.3',
				'percRank=1.2',
				'percValue=1.1',
				'uom=CEL',
				'coordinateReferenceSystem=https://example.org/3',
			].join(''),
		);
	});

	it('should be 32 bytes for the chain', () => {
		const event = read(shipping, ex);
		const bytes = eventHash(event);
		assert.match(bytes, /^0x[0-9a-f]{64}$/);
		assert.equal(eventHashOf(eventHashId(event)), bytes);
		for (const id of [
			eventHashId(event).replace('CBV2.0', 'CBV2.1'),
			eventHashId(event).replace('sha-256', 'sha-384'),
			'urn:uuid:1',
		]) {
			assert.equal(eventHashOf(id), undefined);
		}
	});

	it('should be that of our own vector', () => {
		// Written by hand from the rules of the standard, hashed by sha256sum.
		const lines = [
			'eventType=ObjectEvent',
			'eventTime=2031-05-05T06:00:00.000Z',
			'eventTimeZoneOffset=+02:00',
			'epcList',
			'epc=https://id.gs1.org/00/095060000000000015',
			'epc=https://id.gs1.org/01/09506000134352/21/A%2F1',
			'quantityList',
			'quantityElement',
			'epcClass=https://id.gs1.org/01/09506000134352/10/LOT-7',
			'quantity=12.5',
			'uom=KGM',
			'quantityElement',
			'epcClass=https://id.gs1.org/01/09506000134352/10/LOT-8',
			'quantity=3',
			'action=OBSERVE',
			'bizStep=https://ref.gs1.org/cbv/BizStep-shipping',
			'disposition=https://ref.gs1.org/cbv/Disp-in_transit',
			'persistentDisposition',
			'set=https://ref.gs1.org/cbv/Disp-available',
			'set=https://ref.gs1.org/cbv/Disp-conformant',
			'unset=https://ref.gs1.org/cbv/Disp-unknown',
			'readPoint',
			'id=https://id.gs1.org/414/9506000000015',
			'bizTransactionList',
			'type=https://ref.gs1.org/cbv/BTT-desadv',
			'bizTransaction=urn:epcglobal:cbv:bt:9506000111117:2',
			'type=https://ref.gs1.org/cbv/BTT-po',
			'bizTransaction=urn:epcglobal:cbv:bt:9506000111117:1',
			'sourceList',
			'type=https://ref.gs1.org/cbv/SDT-possessing_party',
			'source=https://id.gs1.org/417/9506000000015',
			'destinationList',
			'type=https://ref.gs1.org/cbv/SDT-possessing_party',
			'destination=https://id.gs1.org/417/9506000000022',
			'sensorElement',
			'sensorMetadata',
			'time=2031-05-05T06:00:00.000Z',
			'sensorReport',
			'type=https://ref.gs1.org/voc/Temperature',
			'value=-0.25',
			'component=https://ref.gs1.org/cbv/Comp-x',
			'uom=CEL',
			'sensorReport',
			'type=https://ref.gs1.org/voc/Temperature',
			'value=5.5',
			'uom=CEL',
			'{https://ns.example.org/epcis/}seal',
			'{https://ns.example.org/epcis/}colour=blue',
			'{https://ns.example.org/epcis/}colour=red',
			'{https://ns.example.org/epcis/}number=7',
		];
		assert.equal(eventPrehash(read(shipping, ex)), lines.join(''));
		assert.equal(
			expected,
			'ni:///sha-256;62d7fcf9ef5ef2804a5f9f16f466c29e355c65f751f44330cedf8746cfb0b45a?ver=CBV2.0',
		);
	});
});
