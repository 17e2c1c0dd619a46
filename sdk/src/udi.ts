// SPDX-License-Identifier: Apache-2.0

/**
 * What a device's UDI says, whichever agency issued it: GS1 (element strings and Digital Links),
 * HIBCC (ANSI/HIBC Supplier Labeling Standard 2) or ICCBBA (ISBT 128).
 *
 * A UDI that isn't as its agency has it is refused with the place and the reason. Check characters
 * are never recomputed, quotes and asterisks never taken away: a carrier is read as it was scanned.
 */

import { parseDigitalLink } from './digital-link.js';
import type { Stretch } from './fhirpath.js';
import {
	checkTogether,
	elementValue,
	type Gs1Elements,
	Gs1Error,
	parseElementString,
	parseGs1Date,
} from './gs1.js';
import { shown } from './text.js';

/** Who issues device identifiers. */
export type UdiIssuer = 'Gs1' | 'Hibcc' | 'Iccbba';

/** What kind of obstacle a {@link UdiError} is about. */
export type UdiErrorCode =
	/** It starts as no agency's UDI does. */
	| 'unknown-issuer'
	/** Not an element string or a Digital Link; the {@link UdiError.cause} says more. */
	| 'gs1'
	/** The check character doesn't check the rest. */
	| 'check-character'
	/** The link character isn't the check character of the primary data. */
	| 'link-character'
	/** A character that doesn't belong there. */
	| 'character'
	/** Too many characters or too few. */
	| 'length'
	/** Not a date. */
	| 'date'
	/** A data structure that the agency doesn't have, or that isn't known here. */
	| 'unknown-structure'
	/** The same twice. */
	| 'duplicate'
	/** Nothing says which model it is. */
	| 'no-device-identifier'
	/** More or fewer data structures than the UDI says itself. */
	| 'count';

/** Why a carrier isn't a UDI. */
export class UdiError extends Error {
	override readonly name = 'UdiError';

	constructor(
		/** What kind of obstacle it is. */
		readonly code: UdiErrorCode,
		/** Whose rules it is about, as far as they are known. */
		readonly issuer: UdiIssuer | undefined,
		/** What is wrong, in words. */
		readonly reason: string,
		/** Where, in characters from 1. */
		readonly position: number,
		options?: ErrorOptions,
	) {
		super(`${reason} (at character ${position})`, options);
	}
}

/** A UDI, taken apart. What it doesn't say is `undefined`. */
export interface Udi {
	readonly issuer: UdiIssuer;
	/** The device identifier: which model, in the form that databases of devices keep. */
	readonly di: string;
	readonly lot: string | undefined;
	readonly serial: string | undefined;
	/** The first millisecond of the day, month or hour, UTC: labels have no time zone. */
	readonly manufactured: number | undefined;
	/** The last millisecond of the day, month or hour, UTC. */
	readonly expires: number | undefined;
	/** The donation identification number of what is of human origin, without flags. */
	readonly donation: string | undefined;
	/** How many there are in the package. */
	readonly quantity: number | undefined;
	/** All that GS1 elements say; empty if the issuer is another one. */
	readonly elements: Gs1Elements;
}

/** What it takes to read a UDI. */
export interface UdiOptions {
	/** What is the present year, for years of two digits; this machine's time if it isn't given. */
	readonly now?: number;
}

/**
 * Reads a UDI. Of a UDI that is in several symbols, all are given: the one with the device
 * identifier first.
 */
export function parseUdi(carrier: string | readonly string[], options: UdiOptions = {}): Udi {
	const [first = '', ...more] = typeof carrier === 'string' ? [carrier] : carrier;
	const now = options.now ?? Date.now();
	if (/^\+/.test(first)) {
		return new Hibc(now).read(first, more);
	}
	if (/^[=&]/.test(first)) {
		return readIsbt([first, ...more].join(''));
	}
	if (/^(\(|\]|\^|\u001d|[0-9]|https?:)/i.test(first)) {
		return readGs1([first, ...more], now);
	}
	throw new UdiError(
		'unknown-issuer',
		undefined,
		`a UDI of GS1 starts with a digit, "(" or "]", of HIBCC with "+", of ICCBBA with "=" or "&", ` +
			`not with ${shown(first[0])}`,
		1,
	);
}

type Mutable = { -readonly [Key in keyof Udi]: Udi[Key] };

const empty = (issuer: UdiIssuer): Mutable => ({
	issuer,
	di: '',
	lot: undefined,
	serial: undefined,
	manufactured: undefined,
	expires: undefined,
	donation: undefined,
	quantity: undefined,
	elements: [],
});

// --- GS1 --------------------------------------------------------------------------------------

function readGs1(symbols: readonly string[], now: number): Udi {
	const udi = empty('Gs1');
	try {
		const several = symbols.length > 1;
		udi.elements = symbols.flatMap((symbol) =>
			/^https?:/i.test(symbol)
				? parseDigitalLink(symbol).elements
				: parseElementString(symbol, { together: !several }),
		);
		checkTogether(udi.elements);
		const value = (ai: string): string | undefined => elementValue(udi.elements, ai);
		const date = (ai: string): Stretch | undefined => {
			const digits = value(ai);
			return digits === undefined ? undefined : parseGs1Date(digits, now);
		};
		const [di, count] = [value('01'), value('30')];
		if (di === undefined) {
			throw new UdiError('no-device-identifier', 'Gs1', 'there is no GTIN (01)', 1);
		}
		udi.di = di;
		udi.lot = value('10');
		udi.serial = value('21');
		udi.manufactured = date('11')?.from;
		udi.expires = last(date('17'));
		udi.quantity = count === undefined ? undefined : Number(count);
		return udi;
	} catch (error) {
		if (error instanceof Gs1Error) {
			throw new UdiError('gs1', 'Gs1', error.reason, error.position, { cause: error });
		}
		throw error;
	}
}

const last = (stretch: Stretch | undefined): number | undefined =>
	stretch === undefined ? undefined : stretch.until - 1;

// --- HIBCC ------------------------------------------------------------------------------------

/** The characters of HIBC data, in the order of their values in the check. */
const HIBC_CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%';

/** The character that checks HIBC data: the sum of the values modulo 43. */
export function hibcCheckCharacter(data: string): string {
	const sum = [...data].reduce((total, character, at) => {
		const value = HIBC_CHARACTERS.indexOf(character);
		if (value < 0) {
			throw new UdiError(
				'character',
				'Hibcc',
				`${shown(character)} is not a character of HIBC data`,
				at + 1,
			);
		}
		return total + value;
	}, 0);
	return HIBC_CHARACTERS.charAt(sum % HIBC_CHARACTERS.length);
}

const HOUR = 3_600_000;

/** Dates by the digit that announces them. 0 and 1 are the first digit of the month themselves. */
const HIBC_DATES: Readonly<Record<string, string>> = {
	0: 'MMYY',
	1: 'MMYY',
	2: 'MMDDYY',
	3: 'YYMMDD',
	4: 'YYMMDDHH',
	5: 'YYJJJ',
	6: 'YYJJJHH',
};

class Hibc {
	readonly #udi = empty('Hibcc');
	readonly #now: number;

	constructor(now: number) {
		this.#now = now;
	}

	read(primary: string, secondaries: readonly string[]): Udi {
		const data = this.#checked(primary);
		const [identifier = '', ...rest] = data.slice(1).split('/');
		const [all, labeler = '', product = '', unit] =
			/^([A-Z][0-9A-Z]{3})([0-9A-Z]*?)([0-9])$/.exec(identifier) ?? [];
		if (all === undefined || unit === undefined) {
			const secondary = /^[$0-9]/.test(identifier);
			this.#refuse(
				secondary ? 'no-device-identifier' : 'character',
				secondary
					? 'this is secondary data alone: the primary data has the device identifier'
					: 'primary data is a labeler (a letter and three letters or digits), a product ' +
							'of letters and digits, and a unit of measure, which is a digit',
				2,
			);
		}
		if (product.length < 1 || product.length > 18) {
			this.#refuse(
				'length',
				`a product has 1 to 18 characters, not ${product.length}`,
				2 + labeler.length,
			);
		}
		this.#udi.di = identifier;
		let at = 1 + identifier.length + 1;
		rest.forEach((part, index) => {
			(index === 0 ? this.#secondary : this.#supplement).call(this, part, at);
			at += part.length + 1;
		});
		secondaries.forEach((symbol) => this.#linked(symbol, primary.at(-1) ?? ''));
		return this.#udi;
	}

	/** Secondary data in a symbol of its own. */
	#linked(symbol: string, link: string): void {
		const data = this.#checked(symbol);
		if (!data.startsWith('+')) {
			this.#refuse('character', 'secondary data starts with "+"', 1);
		}
		if (data.at(-1) !== link) {
			this.#refuse(
				'link-character',
				`the link character ${shown(data.at(-1))} is not the check character of the primary ` +
					`data, ${shown(link)}`,
				data.length,
			);
		}
		let at = 1;
		data.slice(1, -1)
			.split('/')
			.forEach((part, index) => {
				(index === 0 ? this.#secondary : this.#supplement).call(this, part, at);
				at += part.length + 1;
			});
	}

	/** The data without the check character. */
	#checked(symbol: string): string {
		const data = symbol.slice(0, -1);
		const expected = hibcCheckCharacter(data);
		if (symbol.length < 2 || symbol.at(-1) !== expected) {
			this.#refuse(
				'check-character',
				`the check character is ${shown(expected)}, not ${shown(symbol.at(-1))}`,
				symbol.length,
			);
		}
		return data;
	}

	#secondary(part: string, at: number): void {
		if (!/^(\$|[0-9]{5})/.test(part)) {
			// Supplements may follow the primary data at once.
			this.#supplement(part, at);
			return;
		}
		const julian = /^([0-9]{5})(.*)$/.exec(part);
		if (julian !== null) {
			this.#set('expires', last(this.#date('YYJJJ', julian[1] ?? '', at)), at);
			this.#text('lot', julian[2] ?? '', at + 5, 13);
			return;
		}
		const [all = '', signs = '', plus = ''] = /^(\$\$?)(\+?)/.exec(part) ?? [];
		const field = plus === '' ? 'lot' : 'serial';
		let rest = part.slice(all.length);
		let place = at + all.length;
		const skip = (count: number): string => {
			const taken = rest.slice(0, count);
			rest = rest.slice(count);
			place += count;
			return taken;
		};
		if (signs === '$$') {
			const size = { 8: 2, 9: 5 }[rest.charAt(0)];
			if (size !== undefined) {
				if (field === 'serial') {
					this.#refuse(
						'unknown-structure',
						'a quantity can not stand with a serial number',
						place + 1,
					);
				}
				skip(1);
				const digits = skip(size);
				if (!new RegExp(`^[0-9]{${size}}$`).test(digits)) {
					this.#refuse('length', `the quantity has ${size} digits`, place - size + 1);
				}
				this.#set('quantity', Number(digits), place);
			}
			const flag = rest.charAt(0);
			const format = HIBC_DATES[flag];
			if (flag === '7') {
				skip(1);
			} else if (format !== undefined) {
				if (format !== 'MMYY') {
					skip(1);
				}
				const start = place;
				this.#set('expires', last(this.#date(format, skip(format.length), start)), start);
			} else if (size === undefined || flag === '8' || flag === '9') {
				this.#refuse(
					'unknown-structure',
					`a date or 0 to 7 has to follow, not ${shown(flag === '' ? undefined : flag)}`,
					place + 1,
				);
			}
		}
		this.#text(field, rest, place, 18);
	}

	/** More about the device, each with an identifier of ANSI MH10.8.2. */
	#supplement(part: string, at: number): void {
		const [all, kind = '', value = ''] = /^(14D|16D|S|Q)(.*)$/.exec(part) ?? [];
		if (all === undefined) {
			this.#refuse(
				'unknown-structure',
				`after "/" comes secondary data, 14D, 16D, S or Q, not "${part.slice(0, 8)}"`,
				at + 1,
			);
		}
		const place = at + kind.length;
		switch (kind) {
			case '14D':
				this.#set('expires', last(this.#date('YYYYMMDD', value, place)), at);
				break;
			case '16D':
				this.#set('manufactured', this.#date('YYYYMMDD', value, place).from, at);
				break;
			case 'S':
				if (value === '') {
					this.#refuse('length', 'the serial number is empty', place + 1);
				}
				this.#text('serial', value, place, 18);
				break;
			default:
				if (!/^[0-9]{1,5}$/.test(value)) {
					this.#refuse('length', 'the quantity has 1 to 5 digits', place + 1);
				}
				this.#set('quantity', Number(value), at);
		}
	}

	#text(field: 'lot' | 'serial', text: string, at: number, most: number): void {
		const bad = text.search(/[^0-9A-Z.-]/);
		if (bad >= 0) {
			this.#refuse(
				'character',
				`${shown(text[bad])} does not belong in a ${field}`,
				at + bad + 1,
			);
		}
		if (text.length > most) {
			this.#refuse(
				'length',
				`the ${field} has at most ${most} characters, not ${text.length}`,
				at + most + 1,
			);
		}
		if (text !== '') {
			this.#set(field, text, at);
		}
	}

	#set<Key extends 'lot' | 'serial' | 'expires' | 'manufactured' | 'quantity'>(
		field: Key,
		value: Mutable[Key],
		at: number,
	): void {
		if (this.#udi[field] !== undefined) {
			this.#refuse('duplicate', `the ${NAMES[field]} is there twice`, at + 1);
		}
		this.#udi[field] = value;
	}

	#date(format: string, digits: string, at: number): Stretch {
		if (digits.length !== format.length || !/^[0-9]*$/.test(digits)) {
			this.#refuse('date', `expected a date ${format}, found "${digits}"`, at + 1);
		}
		const take = (letters: string): number | undefined => {
			const from = format.indexOf(letters);
			return from < 0 ? undefined : Number(digits.slice(from, from + letters.length));
		};
		const year = take('YYYY') ?? this.#year(take('YY') ?? 0);
		const hour = take('HH');
		const day = take('JJJ') ?? take('DD');
		const month = take('JJJ') === undefined ? (take('MM') ?? 1) : undefined;
		const days =
			month === undefined
				? (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / (24 * HOUR)
				: new Date(Date.UTC(year, month, 0)).getUTCDate();
		const valid =
			(month === undefined || (month >= 1 && month <= 12)) &&
			(day === undefined || (day >= 1 && day <= days)) &&
			(hour === undefined || hour < 24);
		if (!valid) {
			this.#refuse('date', `"${digits}" is no date ${format}`, at + 1);
		}
		const from = Date.UTC(year, (month ?? 1) - 1, day ?? 1, hour ?? 0);
		const until =
			hour !== undefined
				? from + HOUR
				: day !== undefined
					? from + 24 * HOUR
					: Date.UTC(year, month ?? 1, 1);
		return { from, until };
	}

	/** The century by GS1's rule, since HIBCC has none of its own. */
	#year(yy: number): number {
		const digits = `${String(yy).padStart(2, '0')}0101`;
		return new Date(parseGs1Date(digits, this.#now).from).getUTCFullYear();
	}

	#refuse(code: UdiErrorCode, reason: string, position: number): never {
		throw new UdiError(code, 'Hibcc', reason, position);
	}
}

const NAMES = {
	lot: 'lot',
	serial: 'serial number',
	expires: 'expiry date',
	manufactured: 'date of manufacture',
	quantity: 'quantity',
	donation: 'donation identification number',
	di: 'device identifier',
} as const;

// --- ICCBBA -----------------------------------------------------------------------------------

const ALNUM = 'letters and digits';

/** ISBT 128 data structures: how they start, what follows, what it says. */
const ISBT: readonly {
	readonly start: string;
	readonly content: RegExp;
	readonly length: number;
	/** What the content consists of, for errors. */
	readonly of: string;
	readonly field: 'di' | 'lot' | 'serial' | 'expires' | 'manufactured' | 'donation' | 'header';
}[] = [
	// Longer starts before shorter ones: "=" alone starts a donation identification number.
	{ start: '=+', content: /^[0-9]{5}$/, length: 5, of: 'digits', field: 'header' },
	{ start: '=/', content: /^[A-NP-Z1-9][0-9A-Z]{15}$/, length: 16, of: ALNUM, field: 'di' },
	{ start: '=)', content: /^[0-9A-Z]{10}$/, length: 10, of: ALNUM, field: 'di' },
	{ start: '=,', content: /^[0-9A-Z]{6}$/, length: 6, of: ALNUM, field: 'serial' },
	{ start: '=>', content: /^[0-9]{6}$/, length: 6, of: 'digits', field: 'expires' },
	{ start: '=}', content: /^[0-9]{6}$/, length: 6, of: 'digits', field: 'manufactured' },
	{ start: '&,1', content: /^[0-9A-Z]{18}$/, length: 18, of: ALNUM, field: 'lot' },
	{ start: '&)', content: /^[0-9A-Z]{10}$/, length: 10, of: ALNUM, field: 'lot' },
	{
		start: '=',
		content: /^[A-NP-Z1-9][0-9A-Z]{4}[0-9]{8}[0-9A-Z]{2}$/,
		length: 15,
		of: 'letters and digits, eight digits in their middle',
		field: 'donation',
	},
];

function readIsbt(source: string): Udi {
	const udi = empty('Iccbba');
	const refuse = (code: UdiErrorCode, reason: string, position: number): never => {
		throw new UdiError(code, 'Iccbba', reason, position);
	};
	let announced: number | undefined;
	let structures = 0;
	for (let at = 0; at < source.length; ) {
		const rest = source.slice(at);
		const structure = ISBT.find(
			({ start }) => rest.startsWith(start) && (start !== '=' || /^=[0-9A-Z]/.test(rest)),
		);
		if (structure === undefined) {
			return refuse(
				'unknown-structure',
				`no data structure that is known starts with "${rest.slice(0, 2)}"`,
				at + 1,
			);
		}
		const { start, field, length } = structure;
		const content = rest.slice(start.length, start.length + length);
		const place = at + start.length;
		if (!structure.content.test(content)) {
			const bad = content.search(/[^0-9A-Z]/);
			return refuse(
				content.length < length ? 'length' : 'character',
				`after "${start}" come ${length} ${structure.of}, not "${content}"`,
				place + Math.max(bad, 0) + 1,
			);
		}
		if (field === 'header') {
			if (at !== 0) {
				refuse('unknown-structure', 'the header of a message is not at its start', at + 1);
			}
			announced = Number(content.slice(0, 2));
		} else {
			structures += 1;
			if (udi[field] !== undefined && udi[field] !== '') {
				refuse('duplicate', `the ${NAMES[field]} is there twice`, at + 1);
			}
			if (field === 'expires' || field === 'manufactured') {
				const from = isbtDate(content, place);
				udi[field] = field === 'expires' ? from + 24 * HOUR - 1 : from;
			} else {
				// The two flags that follow the donation number aren't part of it.
				udi[field] = field === 'donation' ? content.slice(0, 13) : content;
			}
		}
		at = place + length;
	}
	if (announced !== undefined && announced !== structures) {
		refuse('count', `the header says ${announced} data structures, there are ${structures}`, 3);
	}
	if (udi.di === '') {
		refuse('no-device-identifier', 'there is no device identifier (=/ or =))', 1);
	}
	return udi;
}

/** The first millisecond of a day YYYJJJ: the year without its first digit, the day of the year. */
function isbtDate(digits: string, at: number): number {
	const [short, day] = [Number(digits.slice(0, 3)), Number(digits.slice(3))];
	// 900 to 999 are the last century.
	const year = short >= 900 ? 1000 + short : 2000 + short;
	const days = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / (24 * HOUR);
	if (day < 1 || day > days) {
		throw new UdiError('date', 'Iccbba', `${year} has no day ${digits.slice(3)}`, at + 4);
	}
	return Date.UTC(year, 0, day);
}
