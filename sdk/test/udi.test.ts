// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GS1_SEPARATOR, Gs1Error, hibcCheckCharacter, parseUdi, UdiError } from '../src/index.js';

const now = Date.parse('2026-07-01T00:00:00Z');

/** What the UDI says, without what it doesn't, and with dates that can be read. */
function said(carrier: string | readonly string[]): Record<string, unknown> {
	const { elements: _, ...udi } = parseUdi(carrier, { now });
	return Object.fromEntries(
		Object.entries(udi)
			.filter(([, value]) => value !== undefined)
			.map(([key, value]) => [
				key,
				key === 'expires' || key === 'manufactured'
					? new Date(Number(value)).toISOString()
					: value,
			]),
	);
}

/** The issuer, the code, the position and the reason of the refusal. */
function refusal(carrier: string | readonly string[]): string {
	try {
		parseUdi(carrier, { now });
	} catch (error) {
		assert.ok(error instanceof UdiError, String(error));
		assert.equal(error.message, `${error.reason} (at character ${error.position})`);
		return `${error.issuer}, ${error.code} at ${error.position}: ${error.reason}`;
	}
	return 'accepted';
}

/** HIBC data with the character that checks them. */
const hibc = (data: string): string => data + hibcCheckCharacter(data);

/** The same, if they may be checked at all. */
const hibcOrNot = (data: string): string => (/^[0-9A-Z. $/+%-]*$/.test(data) ? hibc(data) : data);

const endOf = (day: string): string => `${day}T23:59:59.999Z`;
const startOf = (day: string): string => `${day}T00:00:00.000Z`;

describe('parseUdi of GS1', () => {
	it('should read the examples of the FDA', () => {
		// accessgudid.nlm.nih.gov, "Parse UDI".
		assert.deepEqual(said('(01)00844588003288(17)141120(10)7654321D(21)10987654d321'), {
			issuer: 'Gs1',
			di: '00844588003288',
			lot: '7654321D',
			serial: '10987654d321',
			expires: endOf('2014-11-20'),
		});
		// "UDI formats by FDA-accredited issuing agency", version 1.3.
		assert.deepEqual(said('(01)51022222233336(11)141231(17)150707(10)A213B1(21)1234'), {
			issuer: 'Gs1',
			di: '51022222233336',
			lot: 'A213B1',
			serial: '1234',
			manufactured: startOf('2014-12-31'),
			expires: endOf('2015-07-07'),
		});
	});

	it('should read scans, links and labels with several symbols', () => {
		const expected = { issuer: 'Gs1', di: '00844588003288', lot: '7654321D', serial: '1' };
		assert.deepEqual(said(`]d20100844588003288107654321D${GS1_SEPARATOR}211`), expected);
		assert.deepEqual(said('https://id.gs1.org/01/00844588003288/10/7654321D/21/1'), expected);
		assert.deepEqual(said(['(01)00844588003288', '(10)7654321D(21)1']), expected);
		// The last day of the month, and how many there are.
		assert.deepEqual(said('(01)00844588003288(17)280200(30)12'), {
			issuer: 'Gs1',
			di: '00844588003288',
			expires: endOf('2028-02-29'),
			quantity: 12,
		});
	});

	it('should say what is wrong with the elements', () => {
		assert.equal(
			refusal('(01)51022222233335(11)141231'),
			'Gs1, gs1 at 18: the GTIN (01) 51022222233335 ends in 5, its check digit is 6',
		);
		assert.equal(
			refusal('(00)106141412345678908'),
			'Gs1, no-device-identifier at 1: there is no GTIN (01)',
		);
		assert.equal(
			refusal(['(01)00844588003288', '(01)00844588003288(10)A']),
			'Gs1, gs1 at 2: (01) is there twice',
		);
		assert.throws(
			() => parseUdi('(01)0'),
			(error: UdiError) => error.cause instanceof Gs1Error && error.cause.code === 'length',
		);
	});
});

describe('parseUdi of HIBCC', () => {
	it('should check by the sum modulo 43', () => {
		// ANSI/HIBC 2.6, section 2 and its examples.
		assert.equal(hibcCheckCharacter('+A123BJC5D6E71'), 'G');
		assert.equal(hibcCheckCharacter('+A99912345/$$52001510X3/16D20111212/S77DE1G45'), '-');
		assert.throws(() => hibcCheckCharacter('+a'), UdiError);
	});

	it('should read the example of the standard', () => {
		assert.deepEqual(said('+A99912345/$$52001510X3/16D20111212/S77DE1G45-'), {
			issuer: 'Hibcc',
			di: 'A99912345',
			lot: '10X3',
			serial: '77DE1G45',
			manufactured: startOf('2011-12-12'),
			expires: endOf('2020-01-15'),
		});
	});

	it('should refuse the example of the FDA, whose check character is wrong', () => {
		const example =
			'+H123PARTNO1234567890120/$$420020216LOT123456789012345/SXYZ456789012345678/16D20130202';
		assert.equal(
			refusal(`${example}C`),
			'Hibcc, check-character at 87: the check character is "H", not "C"',
		);
		assert.deepEqual(said(hibc(example)), {
			issuer: 'Hibcc',
			di: 'H123PARTNO1234567890120',
			lot: 'LOT123456789012345',
			serial: 'XYZ456789012345678',
			manufactured: startOf('2013-02-02'),
			expires: '2020-02-02T16:59:59.999Z',
		});
	});

	it('should read every form of secondary data', () => {
		const lot = { lot: '3C001' };
		const serial = { serial: '0001' };
		const cases: [secondary: string, says: Record<string, unknown>][] = [
			['$3C001', lot],
			['$+0001', serial],
			['$$09053C001', { ...lot, expires: endOf('2005-09-30') }],
			['$$12263C001', { ...lot, expires: endOf('2026-12-31') }],
			['$$20928053C001', { ...lot, expires: endOf('2005-09-28') }],
			['$$30509283C001', { ...lot, expires: endOf('2005-09-28') }],
			['$$4050928223C001', { ...lot, expires: '2005-09-28T22:59:59.999Z' }],
			['$$5052713C001', { ...lot, expires: endOf('2005-09-28') }],
			['$$605271223C001', { ...lot, expires: '2005-09-28T22:59:59.999Z' }],
			['$$73C001', lot],
			['$$82473C001', { ...lot, quantity: 24 }],
			['$$90010073C001', { ...lot, quantity: 100 }],
			['$$82420928053C001', { ...lot, quantity: 24, expires: endOf('2005-09-28') }],
			['$$824', { quantity: 24 }],
			['$$+09050001', { ...serial, expires: endOf('2005-09-30') }],
			['$$+70001', serial],
			['$$+30509280001', { ...serial, expires: endOf('2005-09-28') }],
			['052713C001', { ...lot, expires: endOf('2005-09-28') }],
			['05271', { expires: endOf('2005-09-28') }],
			['16D20050928', { manufactured: startOf('2005-09-28') }],
			[
				'$3C001/14D20050928/S0001/Q5',
				{ ...lot, ...serial, expires: endOf('2005-09-28'), quantity: 5 },
			],
		];
		for (const [secondary, says] of cases) {
			assert.deepEqual(
				said(hibc(`+A99912345/${secondary}`)),
				{ issuer: 'Hibcc', di: 'A99912345', ...says },
				secondary,
			);
		}
		assert.deepEqual(said(hibc('+A99912345')), { issuer: 'Hibcc', di: 'A99912345' });
	});

	it('should read secondary data in a symbol of its own if it is linked', () => {
		const primary = hibc('+A99912345');
		const secondary = hibc(`+$$52001510X3${primary.at(-1)}`);
		assert.deepEqual(said([primary, secondary]), {
			issuer: 'Hibcc',
			di: 'A99912345',
			lot: '10X3',
			expires: endOf('2020-01-15'),
		});
		const other = primary.endsWith('A') ? 'B' : 'A';
		assert.match(
			refusal([primary, hibc(`+$$52001510X3${other}`)]),
			/^Hibcc, link-character at 14: the link character "[AB]" is not the check character/,
		);
	});

	it('should refuse with the place and the reason', () => {
		const cases: [data: string, refusal: string][] = [
			[
				'+$$52001510X3',
				'Hibcc, no-device-identifier at 2: this is secondary data alone: the primary data has ' +
					'the device identifier',
			],
			[
				'+9999123451',
				'Hibcc, no-device-identifier at 2: this is secondary data alone: the primary data has ' +
					'the device identifier',
			],
			[
				'+A999 12345',
				'Hibcc, character at 2: primary data is a labeler (a letter and three letters or ' +
					'digits), a product of letters and digits, and a unit of measure, which is a digit',
			],
			['+A9991', 'Hibcc, length at 6: a product has 1 to 18 characters, not 0'],
			[
				`+A999${'X'.repeat(19)}1`,
				'Hibcc, length at 6: a product has 1 to 18 characters, not 19',
			],
			['+A99912345/$$2132805L', 'Hibcc, date at 15: "132805" is no date MMDDYY'],
			['+A99912345/$$525366L', 'Hibcc, date at 15: "25366" is no date YYJJJ'],
			['+A99912345/$$2092', 'Hibcc, date at 15: expected a date MMDDYY, found "092"'],
			['+A99912345/$$4050928243C', 'Hibcc, date at 15: "05092824" is no date YYMMDDHH'],
			[
				'+A99912345/$$L1',
				'Hibcc, unknown-structure at 14: a date or 0 to 7 has to follow, not "L"',
			],
			[
				'+A99912345/$$+8240001',
				'Hibcc, unknown-structure at 15: a quantity can not stand with a serial number',
			],
			['+A99912345/$$8X4', 'Hibcc, length at 15: the quantity has 2 digits'],
			[
				`+A99912345/$${'L'.repeat(19)}`,
				'Hibcc, length at 31: the lot has at most 18 characters, not 19',
			],
			['+A99912345/$A B', 'Hibcc, character at 14: U+0020 does not belong in a lot'],
			['+A99912345/$+1/S2', 'Hibcc, duplicate at 17: the serial number is there twice'],
			['+A99912345/$L/S', 'Hibcc, length at 16: the serial number is empty'],
			[
				'+A99912345/$L/1TX',
				'Hibcc, unknown-structure at 15: after "/" comes secondary data, 14D, 16D, S or Q, not ' +
					'"1TX"',
			],
			['+A99912345/$L/16D20130229', 'Hibcc, date at 18: "20130229" is no date YYYYMMDD'],
		];
		for (const [data, expected] of cases) {
			assert.equal(refusal(hibc(data)), expected, data);
		}
		assert.match(refusal('+'), /^Hibcc, check-character/);
	});
});

describe('parseUdi of ICCBBA', () => {
	const example =
		'=/A9999XYZ100T0944=,000025=A99971312345600=>014032=}013032&,1000000000000XYZ123';

	it('should read the examples of the FDA', () => {
		assert.deepEqual(said(example), {
			issuer: 'Iccbba',
			di: 'A9999XYZ100T0944',
			lot: '000000000000XYZ123',
			serial: '000025',
			donation: 'A999713123456',
			manufactured: startOf('2013-02-01'),
			expires: endOf('2014-02-01'),
		});
		// A blood bag.
		assert.deepEqual(said('=)1TE123456A&)RZ12345678'), {
			issuer: 'Iccbba',
			di: '1TE123456A',
			lot: 'RZ12345678',
		});
	});

	it('should read compound messages and several symbols', () => {
		assert.deepEqual(said(`=+06000${example}`), said(example));
		assert.deepEqual(said([example.slice(0, 18), example.slice(18)]), said(example));
		// The last century.
		assert.equal(said('=/A9999XYZ100T0944=}999365')['manufactured'], startOf('1999-12-31'));
		assert.equal(said('=/A9999XYZ100T0944=>024366')['expires'], endOf('2024-12-31'));
	});

	it('should refuse with the place and the reason', () => {
		const di = '=/A9999XYZ100T0944';
		const cases: [source: string, refusal: string][] = [
			[
				'=,000025',
				'Iccbba, no-device-identifier at 1: there is no device identifier (=/ or =))',
			],
			[
				'=/A9999XYZ100T094',
				'Iccbba, length at 3: after "=/" come 16 letters and digits, not "A9999XYZ100T094"',
			],
			[
				'=/A9999xYZ100T0944',
				'Iccbba, character at 8: after "=/" come 16 letters and digits, not "A9999xYZ100T0944"',
			],
			[`${di}=>014400`, 'Iccbba, date at 24: 2014 has no day 400'],
			[`${di}=>014000`, 'Iccbba, date at 24: 2014 has no day 000'],
			[`${di}=>023366`, 'Iccbba, date at 24: 2023 has no day 366'],
			[`${di}=,000025=,000026`, 'Iccbba, duplicate at 27: the serial number is there twice'],
			[`${di}${di}`, 'Iccbba, duplicate at 19: the device identifier is there twice'],
			[
				`${di}=%5100`,
				'Iccbba, unknown-structure at 19: no data structure that is known starts with "=%"',
			],
			[
				`${di} `,
				'Iccbba, unknown-structure at 19: no data structure that is known starts with " "',
			],
			[
				`=+03000${di}=,000025`,
				'Iccbba, count at 3: the header says 3 data structures, there are 2',
			],
			[
				`${di}=+02000`,
				'Iccbba, unknown-structure at 19: the header of a message is not at its start',
			],
		];
		for (const [source, expected] of cases) {
			assert.equal(refusal(source), expected, source);
		}
	});
});

describe('parseUdi', () => {
	it('should refuse what no agency issues', () => {
		for (const [carrier, found] of [
			['', 'the end'],
			['hello', '"h"'],
			['*+A123BJC5D6E71G*', '"*"'],
		]) {
			assert.equal(
				refusal(carrier ?? ''),
				'undefined, unknown-issuer at 1: a UDI of GS1 starts with a digit, "(" or "]", of HIBCC ' +
					`with "+", of ICCBBA with "=" or "&", not with ${found}`,
			);
		}
	});

	it('should throw nothing but its own errors', () => {
		// A small generator of its own (Park and Miller), so that every run is the same.
		let state = 7;
		const random = (below: number): number => {
			state = (state * 48_271) % 0x7fff_ffff;
			return state % below;
		};
		const examples = [
			'(01)00844588003288(17)141120(10)7654321D(21)10987654d321',
			`]d20100844588003288107654321D${GS1_SEPARATOR}211`,
			'https://id.gs1.org/01/00844588003288/10/7654321D/21/1?17=141120',
			'+A99912345/$$52001510X3/16D20111212/S77DE1G45-',
			'=/A9999XYZ100T0944=,000025=A99971312345600=>014032=}013032&,1000000000000XYZ123',
		];
		const pieces = ['(', ')', '0', '9', GS1_SEPARATOR, '/', '%', '+', '=', '&', 'é', '', '$$8'];
		for (let round = 0; round < 5_000; round += 1) {
			const example = examples[random(examples.length)] ?? '';
			const at = random(example.length + 1);
			const changed =
				example.slice(0, at) +
				pieces[random(pieces.length)] +
				example.slice(at + random(4));
			// Throws if the error is another one.
			refusal(example.startsWith('+') && round % 2 === 0 ? hibcOrNot(changed) : changed);
		}
	});
});
