// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
	applicationIdentifiers,
	canonicalDigitalLink,
	checkDigit,
	checkTogether,
	type DigitalLinkOptions,
	elementValue,
	formatDigitalLink,
	formatElementString,
	GS1_SEPARATOR,
	Gs1Error,
	isCset82,
	keyNumber,
	parseDigitalLink,
	parseElementString,
	parseGs1Date,
	parseGs1Identifier,
	parseGs1Key,
	parseGtin,
	parseLotOrSerial,
} from '../src/index.js';

/** The code, the position and the reason of the refusal. */
function refusal(act: () => unknown): string {
	try {
		act();
	} catch (error) {
		assert.ok(error instanceof Gs1Error, String(error));
		assert.equal(error.message, `${error.reason} (at character ${error.position})`);
		return `${error.code} at ${error.position}: ${error.reason}`;
	}
	return 'accepted';
}

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);

describe('keys', () => {
	it('should carry the check digit of the General Specifications', () => {
		// From the GS1 General Specifications' own examples.
		assert.equal(checkDigit('629104150021'), '3');
		assert.equal(checkDigit('10614141234567890'), '8');
		assert.equal(parseGs1Key('GLN', '9506000111117'), '9506000111117');
		assert.equal(parseGs1Key('SSCC', '106141412345678908'), '106141412345678908');
		assert.equal(keyNumber('00844588003288'), 844588003288n);
	});

	it('should be filled up if they are GTINs', () => {
		assert.equal(parseGtin('96385074'), '00000096385074');
		assert.equal(parseGtin('614141007349'), '00614141007349');
		assert.equal(parseGtin('9506000134352'), '09506000134352');
		assert.equal(parseGtin('09506000134352'), '09506000134352');
	});

	it('should be refused with the place and the reason', () => {
		const cases: [act: () => unknown, refusal: string][] = [
			[
				() => parseGtin('09506000134353'),
				'check-digit at 14: GTIN-14 09506000134353 ends in 3, its check digit is 2',
			],
			[
				() => parseGtin('950600013435'),
				'check-digit at 12: GTIN-12 950600013435 ends in 5, its check digit is 9',
			],
			[
				() => parseGtin('123456789'),
				'length at 10: a GTIN has 8, 12, 13 or 14 digits, not 9',
			],
			[() => parseGtin('0950600013435O'), 'character at 14: expected a digit, found "O"'],
			[() => parseGtin('٣'), 'character at 1: expected a digit, found U+0663'],
			[
				() => parseGs1Key('GLN', '0000000000000'),
				'value at 1: GLN of nothing but zeros is no key',
			],
			[() => parseGs1Key('SSCC', '1'), 'length at 2: SSCC has 18 digits, not 1'],
			[() => parseGs1Key('GLN', ''), 'length at 1: GLN has 13 digits, not 0'],
		];
		for (const [act, expected] of cases) {
			assert.equal(refusal(act), expected);
		}
	});

	it('should notice every single wrong digit', () => {
		const key = '09506000134352';
		for (let at = 0; at < key.length; at += 1) {
			for (let by = 1; by < 10; by += 1) {
				const digit = String((Number(key[at]) + by) % 10);
				const wrong = key.slice(0, at) + digit + key.slice(at + 1);
				assert.match(
					refusal(() => parseGs1Key('GTIN-14', wrong)),
					/^check-digit/,
					wrong,
				);
			}
		}
	});
});

describe('lots and serial numbers', () => {
	it('should be 1 to 20 characters of set 82', () => {
		const all = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
		assert.equal(all.filter(isCset82).length, 82);
		for (const character of ' #$@[]^`{|}~\\') {
			assert.ok(!isCset82(character), character);
		}
		assert.equal(parseLotOrSerial('AB-12/3'), 'AB-12/3');
		assert.match(
			refusal(() => parseLotOrSerial('')),
			/^length at 1/,
		);
		assert.equal(parseLotOrSerial('x'.repeat(20)), 'x'.repeat(20));
		assert.match(
			refusal(() => parseLotOrSerial('x'.repeat(21))),
			/^length at 21/,
		);
		assert.equal(
			refusal(() => parseLotOrSerial('AB 1')),
			'character at 3: U+0020 in a lot or serial number is not of character set 82',
		);
	});
});

describe('dates', () => {
	const now = day('2026-07-01');

	it('should cover a day, or a month if the day is 00', () => {
		assert.deepEqual(parseGs1Date('260228', now), {
			from: day('2026-02-28'),
			until: day('2026-03-01'),
		});
		assert.deepEqual(parseGs1Date('240200', now), {
			from: day('2024-02-01'),
			until: day('2024-03-01'),
		});
		assert.deepEqual(parseGs1Date('261200', now), {
			from: day('2026-12-01'),
			until: day('2027-01-01'),
		});
	});

	it('should lie between 49 years before and 50 years after the present one', () => {
		const yearOf = (yy: string, present: number): number =>
			new Date(parseGs1Date(`${yy}0101`, present).from).getUTCFullYear();
		assert.equal(yearOf('76', now), 2076);
		assert.equal(yearOf('77', now), 1977);
		assert.equal(yearOf('00', now), 2000);
		assert.equal(yearOf('49', day('2099-01-01')), 2149);
		assert.equal(yearOf('50', day('2099-01-01')), 2050);
	});

	it('should be refused with the place if there is no such day', () => {
		const cases: [digits: string, refusal: string][] = [
			['261301', 'date at 3: there is no month 13'],
			['260001', 'date at 3: there is no month 00'],
			['260230', 'date at 5: there is no day 30 in month 2 of 2026'],
			['250229', 'date at 5: there is no day 29 in month 2 of 2025'],
			['26022', 'length at 6: a date has 6 digits YYMMDD, not 5'],
			['26O228', 'character at 3: expected a digit, found "O"'],
		];
		for (const [digits, expected] of cases) {
			assert.equal(
				refusal(() => parseGs1Date(digits, now)),
				expected,
			);
		}
	});
});

describe('parseElementString', () => {
	const elements = [
		{ ai: '01', value: '00844588003288' },
		{ ai: '17', value: '141120' },
		{ ai: '10', value: '7654321D' },
		{ ai: '21', value: '10987654d321' },
	];
	const raw = `01008445880032881714112010${'7654321D'}${GS1_SEPARATOR}2110987654d321`;

	it('should read what people write and what scanners send alike', () => {
		// The example of the FDA's database of devices.
		const bracketed = '(01)00844588003288(17)141120(10)7654321D(21)10987654d321';
		assert.deepEqual(parseElementString(bracketed), elements);
		for (const source of [
			raw,
			`]d2${raw}`,
			`]C1${raw}`,
			`]Q3${raw}`,
			`]e0${raw}`,
			`${GS1_SEPARATOR}${raw}`,
			raw.replace(GS1_SEPARATOR, '^'),
			// A separator that isn't needed separates all the same.
			`0100844588003288${GS1_SEPARATOR}17141120107654321D${GS1_SEPARATOR}2110987654d321`,
		]) {
			assert.deepEqual(parseElementString(source), elements, JSON.stringify(source));
		}
		assert.equal(formatElementString(elements), bracketed);
		assert.equal(formatElementString(elements, 'raw'), raw);
		assert.equal(elementValue(elements, '10'), '7654321D');
		assert.equal(elementValue(elements, '11'), undefined);
	});

	it('should keep brackets in values apart from Application Identifiers', () => {
		const written = '(01)00844588003288(10)A\\(21)B';
		const read = parseElementString(written);
		assert.equal(elementValue(read, '10'), 'A(21)B');
		assert.equal(formatElementString(read), written);
		assert.deepEqual(parseElementString(formatElementString(read, 'raw')), read);
	});

	it('should read every form of value', () => {
		const texts = [
			'(00)106141412345678908(37)12(02)09506000134352',
			'(8006)095060001343520102(21)7',
			'(8003)00614141000005AB(240)X'.slice(0, 22),
			'(8017)950600011111000010',
			'(01)09506000134352(3103)001500',
			'(01)09506000134352(715)0409-2053-01',
			'(414)9506000111117(254)ROOM-3',
			'(253)9506000111117INV-1',
			'(255)95060001111170001',
			'(01)09506000134352(21)9(250)X',
			'(01)09506000134352(235)T1',
			'(410)9506000111117(417)9506000111117',
			'(8004)9506000A-1',
		];
		for (const text of texts) {
			const read = parseElementString(text);
			assert.equal(formatElementString(read), text);
			assert.deepEqual(parseElementString(formatElementString(read, 'raw')), read, text);
		}
	});

	it('should refuse with the place and the reason', () => {
		const gtin = '(01)09506000134352';
		const cases: [source: string, refusal: string][] = [
			['', 'syntax at 1: expected an Application Identifier, found the end'],
			['hello', 'syntax at 1: expected an Application Identifier, found "h"'],
			['(01)', 'length at 5: the GTIN (01) has 14 characters, not 0'],
			[
				'(01)09506000134353',
				'check-digit at 18: the GTIN (01) 09506000134353 ends in 3, its check digit is 2',
			],
			[`(02)09506000134352`, 'missing-companion at 1: (02) needs (37)'],
			[
				'(10)ABC',
				'missing-companion at 1: (10) needs (01) or (02) or (03) or (8006) or (8026)',
			],
			[
				'(00)106141412345678908(21)ABC',
				'missing-companion at 23: (21) needs (01) or (03) or (8006)',
			],
			[`${gtin}(250)X`, 'missing-companion at 19: (250) needs (21)'],
			[`${gtin}(21)A(235)B`, 'excluded at 19: (21) may not stand with (235)'],
			[`${gtin}(8006)095060001343520101`, 'excluded at 19: (8006) may not stand with (01)'],
			[
				'(8017)950600011111000010(8018)950600011111000010',
				'excluded at 1: (8017) may not stand with (8018)',
			],
			[`${gtin}(3100)000001(3101)000001`, 'excluded at 19: (3100) may not stand with (3101)'],
			[`${gtin}(10)A(10)A`, 'duplicate at 24: (10) is there twice'],
			[`${gtin}(10)`, 'length at 23: the lot (10) has 1 to 20 characters, not 0'],
			[
				`${gtin}(10)${'A'.repeat(21)}`,
				'length at 43: the lot (10) has 1 to 20 characters, not 21; a separator may be missing',
			],
			[
				`${gtin}(10)A B`,
				'character at 24: U+0020 in the lot (10) is not of character set 82',
			],
			[`${gtin} (10)A`, 'character at 19: U+0020 in the GTIN (01) is not a digit'],
			[`${gtin}(17)261301`, 'date at 25: there is no month 13'],
			[`${gtin}(17)2612`, 'length at 27: the expiry date (17) has 6 characters, not 4'],
			[
				`${gtin}(99)`,
				'length at 23: the internal to a company (99) has 1 to 90 characters, not 0',
			],
			[
				`${gtin}(7003)2612011200`,
				"unknown-ai at 20: Application Identifier 7003 isn't known",
			],
			[
				`${gtin}(x)1`,
				'syntax at 19: expected an Application Identifier in brackets, found "("; ' +
					'a bracket within a value is written \\(',
			],
			['(8006)095060001343520301', 'value at 21: the ITIP (8006) says piece 3 of 1'],
			[
				'(8004)950A1',
				'value at 7: the GIAI (8004) does not start with a company prefix of digits',
			],
			[
				']C0010950600013435210A',
				'symbology at 1: "]C0" is not the symbology identifier of one of ]C1 (GS1-128), ]e0 ' +
					'(GS1 DataBar), ]d2 (GS1 DataMatrix), ]Q3 (GS1 QR Code), ]J1 (GS1 DotCode)',
			],
			[
				`]d2${GS1_SEPARATOR}0109506000134352`,
				'separator at 4: a separator follows another one',
			],
			[
				`010950600013435210A${GS1_SEPARATOR}${GS1_SEPARATOR}21B`,
				'separator at 21: a separator follows another one',
			],
			[
				`010950600013435210A${GS1_SEPARATOR}`,
				'separator at 20: there is nothing after the last separator',
			],
			[
				`01095060001343${GS1_SEPARATOR}10A`,
				'length at 15: the GTIN (01) has 14 characters, not 12',
			],
			[
				'0109506000134352680A',
				'unknown-ai at 17: no Application Identifier that is known starts with 680',
			],
			[
				'01095060001343521',
				'syntax at 18: expected an Application Identifier, found the end',
			],
		];
		for (const [source, expected] of cases) {
			assert.equal(
				refusal(() => parseElementString(source)),
				expected,
				source,
			);
		}
	});

	it('should leave elements of one of several symbols alone until they are together', () => {
		const lot = parseElementString('(10)ABC', { together: false });
		assert.deepEqual(lot, [{ ai: '10', value: 'ABC' }]);
		const all = [...parseElementString('(01)09506000134352'), ...lot];
		assert.doesNotThrow(() => checkTogether(all));
		assert.match(
			refusal(() => checkTogether(lot)),
			/^missing-companion/,
		);
	});

	it('should know the Application Identifiers of medicines and devices', () => {
		const needed =
			'00 01 02 10 11 17 21 37 235 240 241 250 251 3100 3105 410 414 417 710 711 712 713 714 ' +
			'715 716 717 8003 8004 8006 8017 8018';
		for (const ai of needed.split(' ')) {
			assert.ok(applicationIdentifiers.has(ai), ai);
		}
	});
});

describe('parseDigitalLink', () => {
	const link = 'https://id.gs1.org/01/09506000134352/10/ABC/21/12%2F3?17=271231';
	const refused = (uri: string, options?: DigitalLinkOptions): string =>
		refusal(() => parseDigitalLink(uri, options));

	it('should say what the element string says', () => {
		const { domain, elements, keys, other } = parseDigitalLink(link);
		assert.deepEqual([domain, keys, other], ['https://id.gs1.org', 3, []]);
		assert.equal(formatElementString(elements), '(01)09506000134352(10)ABC(21)12/3(17)271231');
		assert.equal(formatDigitalLink(elements), link);
		// The order of the elements doesn't matter.
		assert.equal(formatDigitalLink([...elements].reverse()), link);
		assert.equal(
			formatDigitalLink(elements, 'https://example.com/shop'),
			link.replace('https://id.gs1.org', 'https://example.com/shop'),
		);
	});

	it('should have one canonical form', () => {
		for (const uri of [
			link,
			'HTTPS://example.com/a/b/01/9506000134352/10/A%42C/21/12%2f3?17=271231&linkType=x#y',
			'http://example.com/01/09506000134352/10/ABC/21/12%2F3?utm=1;17=271231',
		]) {
			assert.equal(canonicalDigitalLink(uri), link);
		}
		assert.equal(
			canonicalDigitalLink('https://x.org/01/09506000134352?17=271231&11=260101&other'),
			'https://id.gs1.org/01/09506000134352?11=260101&17=271231',
		);
		assert.deepEqual(parseDigitalLink('https://x.org/01/09506000134352?q=1&b').other, [
			'q=1',
			'b',
		]);
	});

	it('should take convenience names only if it is told to', () => {
		const named = 'https://id.gs1.org/gtin/09506000134352/lot/ABC';
		assert.equal(
			refused(named),
			'convenience-name at 20: "gtin" is no longer allowed instead of 01',
		);
		assert.equal(
			canonicalDigitalLink(named, { convenienceNames: true }),
			'https://id.gs1.org/01/09506000134352/10/ABC',
		);
		assert.equal(
			refused('https://id.gs1.org/01/09506000134352/lot/ABC'),
			'convenience-name at 38: "lot" is no longer allowed instead of 10',
		);
	});

	it('should refuse with the place and the reason', () => {
		const gtin = 'https://id.gs1.org/01/09506000134352';
		const cases: [uri: string, refusal: string][] = [
			[
				'id.gs1.org/01/1',
				'not-a-digital-link at 1: expected https:// or http:// and a domain',
			],
			[
				'https://id.gs1.org/',
				'not-a-digital-link at 19: the path has no primary key with its value',
			],
			[
				'https://id.gs1.org/10/ABC',
				'not-a-digital-link at 19: the path has no primary key with its value',
			],
			[
				'https://id.gs1.org/01/09506000134353',
				'check-digit at 36: the GTIN (01) 09506000134353 ends in 3, its check digit is 2',
			],
			[`${gtin}/21/A/10/B`, 'key-order at 43: (10) may not follow (21) in a path'],
			[`${gtin}/235/A/21/B`, 'key-order at 44: (21) may not follow (235) in a path'],
			[`${gtin}/17/271231`, 'key-order at 38: (17) may not follow (01) in a path'],
			[`${gtin}/42/A`, 'unknown-ai at 38: "42" is no Application Identifier that is known'],
			[`${gtin}?21=A`, 'key-order at 38: (21) belongs in the path'],
			[
				`${gtin}?4242=A`,
				'unknown-ai at 38: "4242" is no Application Identifier that is known',
			],
			[`${gtin}?17=271301`, 'date at 43: there is no month 13'],
			[`${gtin}/21/A%2`, 'encoding at 42: "%2" is no percent encoding'],
			[`${gtin}/21/ü`, 'encoding at 41: U+00FC has to be percent-encoded'],
			[
				`${gtin}/21/%C3`,
				'character at 41: U+00C3 in the serial number (21) is not of character set 82',
			],
			[`${gtin}?240=a+b`, 'encoding at 43: "+" in a query is a space for some: write %2B'],
		];
		for (const [uri, expected] of cases) {
			assert.equal(refused(uri), expected, uri);
		}
		assert.match(
			refusal(() => formatDigitalLink([{ ai: '17', value: '271231' }])),
			/^missing-companion/,
		);
		assert.equal(
			refusal(() => formatDigitalLink([{ ai: '400', value: 'A' }])),
			'not-a-digital-link at 1: none of (400) is a primary key of a Digital Link',
		);
		assert.throws(() => formatDigitalLink([], 'example.com'), RangeError);
	});
});

describe('parseGs1Identifier', () => {
	it('should find the canonical link of every kind of EPC URI', () => {
		// Pairs published by GS1 Germany with the reference implementation of the event hash:
		// github.com/RalphTro/epcis-event-hash-generator, tests/examples/epclist_normalisation.* and
		// documents/epcisDocWithAllGS1Keys.jsonld with its expected pre-hash string.
		const pairs: [uri: string, path: string][] = [
			['urn:epc:id:sgtin:4012345.011111.9876', '01/04012345111118/21/9876'],
			['urn:epc:id:sgtin:4012345.011111.98%22', '01/04012345111118/21/98%22'],
			['urn:epc:id:sgtin:415056789012.0.987654', '01/04150567890128/21/987654'],
			[
				'urn:epc:id:sgtin:0614141.812345.6789%2F%26%25%22!%3F()',
				'01/80614141123458/21/6789%2F%26%25%22%21%3F%28%29',
			],
			['urn:epc:id:sscc:4012345.3111111111', '00/340123451111111111'],
			['urn:epc:id:sgln:4012345.00005.122', '414/4012345000054/254/122'],
			['urn:epc:id:sgln:4012345.00005.0', '414/4012345000054'],
			['urn:epc:id:grai:4012345.00022.334455', '8003/04012345000221334455'],
			['urn:epc:id:giai:4012345.ABC345', '8004/4012345ABC345'],
			['urn:epc:id:gsrn:4012345.0000006765', '8018/401234500000067657'],
			['urn:epc:id:gsrnp:4012345.0000000007', '8017/401234500000000074'],
			['urn:epc:id:gdti:4012345.00009.PO-4711', '253/4012345000092PO-4711'],
			['urn:epc:id:gdti:987659999999..9', '253/98765999999929'],
			[
				'urn:epc:id:cpi:0614141.11111111111111-A%23%2F.1234',
				'8010/061414111111111111111-A%23%2F/8011/1234',
			],
			['urn:epc:id:ginc:0614141.xyz47%2F11', '401/0614141xyz47%2F11'],
			['urn:epc:id:gsin:4012345.222333444', '402/40123452223334442'],
			['urn:epc:id:itip:4012345.011111.01.02.987', '8006/040123451111180102/21/987'],
			[
				"urn:epc:id:upui:1234567.098765.51qIgY)%3C%26Jp3*j7'SDB",
				"01/01234567987651/235/51qIgY%29%3C%26Jp3%2Aj7'SDB",
			],
			['urn:epc:id:sgcn:4012345.99999.44', '255/401234599999044'],
			['urn:epc:id:pgln:4000001.00000', '417/4000001000005'],
			['urn:epc:id:pgln:999999999999.', '417/9999999999994'],
			['urn:epc:class:lgtin:4012345.012345.Lot987', '01/04012345123456/10/Lot987'],
			['urn:epc:idpat:sgtin:4054739.099914.*', '01/04054739999148'],
			['urn:epc:idpat:grai:4012345.66666.*', '8003/04012345666663'],
			['urn:epc:idpat:gdti:4012345.55555.*', '253/4012345555554'],
			['urn:epc:idpat:sgcn:4012345.99999.*', '255/4012345999990'],
			['urn:epc:idpat:cpi:4012345.ABC.*', '8010/4012345ABC'],
			['urn:epc:idpat:itip:4012345.012345.01.02.*', '8006/040123451234560102'],
			['https://id.gs1.org/gtin/09780345418913', '01/09780345418913'],
			[
				'https://example.com/gtin/09780345418913/21/765tz?abc=211121',
				'01/09780345418913/21/765tz',
			],
		];
		for (const [uri, path] of pairs) {
			const { link, level } = parseGs1Identifier(uri);
			assert.equal(link, `https://id.gs1.org/${path}`, uri);
			// The link says the same of itself.
			const again = parseGs1Identifier(link);
			assert.deepEqual([again.link, again.level], [link, level], uri);
		}
	});

	it('should keep dots in serial numbers', () => {
		assert.equal(
			parseGs1Identifier('urn:epc:id:sgtin:4012345.011111.9.8').link,
			'https://id.gs1.org/01/04012345111118/21/9.8',
		);
	});

	it('should keep to the finest level', () => {
		const { link, kind } = parseGs1Identifier(
			'https://example.com/01/09506000134352/22/2A/10/ABC/21/1?17=271231',
		);
		assert.deepEqual([link, kind], ['https://id.gs1.org/01/09506000134352/21/1', 'sgtin']);
		assert.equal(
			parseGs1Identifier('https://example.com/01/09506000134352/10/ABC').level,
			'class',
		);
	});

	it('should leave alone what is not GS1’s', () => {
		for (const uri of [
			'http://transaction.acme.com/po/12345678',
			'geo:50.94,6.95',
			'urn:uuid:fd338495-0e6d-41dd-afee-a862ecd32518',
			'urn:epcglobal:cbv:bt:9506000111117:PO-1',
			'urn:epc:id:gid:95100000.12345.400',
			'https://www.ncbi.nlm.nih.gov/taxonomy/1126011',
		]) {
			const { kind, link } = parseGs1Identifier(uri);
			assert.deepEqual([kind, link], ['other', uri]);
		}
	});

	it('should refuse with the place and the reason', () => {
		const cases: [uri: string, refusal: string][] = [
			['4711', 'syntax at 1: expected a URI'],
			[
				'urn:epc:tag:sgtin-96:1.4012345.011111.1',
				'not-an-epc at 1: expected urn:epc:id:, urn:epc:class: or urn:epc:idpat: and a scheme',
			],
			['urn:epc:id:sgtn:1.2.3', 'not-an-epc at 12: there is no scheme "sgtn" of urn:epc:id:'],
			[
				'urn:epc:id:lgtin:4012345.011111.L',
				'not-an-epc at 12: there is no scheme "lgtin" of urn:epc:id:',
			],
			['urn:epc:id:sgtin:4012345.011111', 'not-an-epc at 18: sgtin has 3 components, not 2'],
			[
				'urn:epc:id:sgtin:4012345.01111.1',
				'not-an-epc at 26: prefix and reference of sgtin have 13 digits together, not 12',
			],
			[
				'urn:epc:id:sgtin:40123.01111111.1',
				'not-an-epc at 18: a company prefix has 6 to 12 digits: "40123" is none',
			],
			[
				'urn:epc:id:sgtin:4012345.01111A.1',
				'not-an-epc at 26: the reference "01111A" has more than digits',
			],
			[
				'urn:epc:id:sgtin:4012345.011111.',
				'not-an-epc at 33: the last component of sgtin is empty',
			],
			['urn:epc:id:sgtin:4012345.011111.%GG', 'encoding at 33: "%GG" is no percent encoding'],
			[
				'urn:epc:id:sgtin:4012345.011111.A%20B',
				'character at 34: U+0020 in the serial number (21) is not of character set 82',
			],
			[
				'urn:epc:idpat:sgtin:4012345.*.*',
				'not-an-epc at 29: prefix and reference of sgtin have 13 digits together, not 8',
			],
			[
				'urn:epc:idpat:sgtin:4012345.011111.1',
				'not-an-epc at 36: only a pattern that ends in * is read',
			],
			[
				'https://example.com/01/09506000134353/21/1',
				'check-digit at 37: the GTIN (01) 09506000134353 ends in 3, its check digit is 2',
			],
		];
		for (const [uri, expected] of cases) {
			assert.equal(
				refusal(() => parseGs1Identifier(uri)),
				expected,
				uri,
			);
		}
	});
});
