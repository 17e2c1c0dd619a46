// SPDX-License-Identifier: Apache-2.0

/**
 * GS1 keys and element strings, by the rules of the GS1 General Specifications.
 *
 * What a scanner or a label says is taken as it is or refused with the place and the reason:
 * nothing is trimmed, completed or corrected, because what isn't a lot today would be another lot
 * tomorrow. Only the Application Identifiers that medicines and devices carry are known
 * ({@link applicationIdentifiers}).
 */

import type { Stretch } from './fhirpath.js';
import { shown } from './text.js';

/** What kind of obstacle a {@link Gs1Error} is about. */
export type Gs1ErrorCode =
	/** The last digit doesn't check those before it. */
	| 'check-digit'
	/** Too many characters or too few. */
	| 'length'
	/** A character that doesn't belong there. */
	| 'character'
	/** Well-formed, but a value that isn't allowed: a key of zeros, piece 3 of 2. */
	| 'value'
	/** Not a date. */
	| 'date'
	/** An Application Identifier that isn't known here. */
	| 'unknown-ai'
	/** The same Application Identifier twice. */
	| 'duplicate'
	/** An element that is nothing without another one. */
	| 'missing-companion'
	/** Two elements that exclude each other. */
	| 'excluded'
	/** A separator where none belongs. */
	| 'separator'
	/** A symbology identifier of something that doesn't carry GS1 element strings. */
	| 'symbology'
	/** Neither bracketed, nor raw, nor anything else that is known. */
	| 'syntax'
	/** A URI that isn't a GS1 Digital Link. */
	| 'not-a-digital-link'
	/** `gtin`, `lot`, … instead of `01`, `10`, …: no longer part of the standard. */
	| 'convenience-name'
	/** Key qualifiers that don't belong to the key, or in another order. */
	| 'key-order'
	/** Percent encoding that can't be undone, or characters that had to be encoded. */
	| 'encoding'
	/** Not an EPC URI, or not one of a kind that is known. */
	| 'not-an-epc';

/** Why something isn't what GS1 says it has to be. */
export class Gs1Error extends Error {
	override readonly name = 'Gs1Error';

	constructor(
		/** What kind of obstacle it is. */
		readonly code: Gs1ErrorCode,
		/** What is wrong, in words. */
		readonly reason: string,
		/** Where, in characters from 1. */
		readonly position: number,
	) {
		super(`${reason} (at character ${position})`);
	}
}

// --- Keys -------------------------------------------------------------------------------------

/** The lengths of keys that consist of digits, the last of which checks the others. */
export const GS1_KEY_LENGTHS = {
	'GTIN-8': 8,
	'GTIN-12': 12,
	'GTIN-13': 13,
	'GTIN-14': 14,
	GLN: 13,
	GSIN: 17,
	SSCC: 18,
	GSRN: 18,
} as const;
/** One of them. */
export type Gs1KeyKind = keyof typeof GS1_KEY_LENGTHS;

/**
 * The digit that checks `digits` (General Specifications, section 7.9): weights 3, 1, 3, … from the
 * right.
 */
export function checkDigit(digits: string): string {
	requireDigits(digits, 0);
	let sum = 0;
	for (let at = 0; at < digits.length; at += 1) {
		sum += Number(digits[digits.length - 1 - at]) * (at % 2 === 0 ? 3 : 1);
	}
	return String((10 - (sum % 10)) % 10);
}

/** The key itself, if it is one of that kind. */
export function parseGs1Key(kind: Gs1KeyKind, text: string): string {
	return requireKey(kind, GS1_KEY_LENGTHS[kind], text, 0);
}

/** A GTIN of 8, 12, 13 or 14 digits, filled with zeros from the left to 14. */
export function parseGtin(text: string): string {
	requireDigits(text, 0);
	const kind = (['GTIN-8', 'GTIN-12', 'GTIN-13', 'GTIN-14'] as const).find(
		(each) => GS1_KEY_LENGTHS[each] === text.length,
	);
	if (kind === undefined) {
		throw new Gs1Error(
			'length',
			`a GTIN has 8, 12, 13 or 14 digits, not ${text.length}`,
			text.length + 1,
		);
	}
	return parseGs1Key(kind, text).padStart(14, '0');
}

/** A key of digits as the chain keeps it: as a number, leading zeros are implied. */
export function keyNumber(key: string): bigint {
	requireDigits(key, 0);
	return BigInt(key);
}

/** The 82 characters of lots and serial numbers (General Specifications, figure 7.11-1). */
const CSET82 = /^[!"%-?A-Z_a-z]$/;

/** Whether all characters are of GS1's character set 82. */
export function isCset82(text: string): boolean {
	return [...text].every((character) => CSET82.test(character));
}

/** A lot (AI 10) or a serial number (AI 21): 1 to 20 characters of character set 82. */
export function parseLotOrSerial(text: string): string {
	checkPart({ charset: 'X', min: 1, max: 20, checks: [] }, 'a lot or serial number', text, 0);
	return text;
}

function requireDigits(text: string, offset: number): void {
	const bad = text.search(/[^0-9]/);
	if (bad >= 0) {
		const found = shown(text[bad]);
		throw new Gs1Error('character', `expected a digit, found ${found}`, offset + bad + 1);
	}
}

function requireKey(what: string, length: number, text: string, offset: number): string {
	requireDigits(text, offset);
	if (text.length !== length) {
		throw new Gs1Error(
			'length',
			`${what} has ${length} digits, not ${text.length}`,
			offset + Math.min(text.length, length) + 1,
		);
	}
	const expected = checkDigit(text.slice(0, -1));
	if (text.at(-1) !== expected) {
		throw new Gs1Error(
			'check-digit',
			`${what} ${text} ends in ${text.at(-1)}, its check digit is ${expected}`,
			offset + length,
		);
	}
	if (/^0+$/.test(text)) {
		throw new Gs1Error('value', `${what} of nothing but zeros is no key`, offset + 1);
	}
	return text;
}

// --- Dates ------------------------------------------------------------------------------------

/**
 * What six digits YYMMDD cover: a day, or the whole month if the day is 00 (General Specifications,
 * section 7.12). Of the three centuries the year is taken that is at most 50 after and at most 49
 * before the present one.
 *
 * @param now what is the present year; this machine's time if it isn't given
 */
export function parseGs1Date(yymmdd: string, now = Date.now()): Stretch {
	return dateAt(yymmdd, now, 0);
}

function dateAt(yymmdd: string, now: number, offset: number): Stretch {
	requireDigits(yymmdd, offset);
	if (yymmdd.length !== 6) {
		throw new Gs1Error(
			'length',
			`a date has 6 digits YYMMDD, not ${yymmdd.length}`,
			offset + Math.min(yymmdd.length, 6) + 1,
		);
	}
	const [yy = 0, month = 0, day = 0] = [0, 2, 4].map((at) => Number(yymmdd.slice(at, at + 2)));
	const present = new Date(now).getUTCFullYear();
	const difference = yy - (present % 100);
	const century = difference >= 51 ? -100 : difference <= -50 ? 100 : 0;
	const year = present - (present % 100) + yy + century;
	if (month < 1 || month > 12) {
		throw new Gs1Error('date', `there is no month ${yymmdd.slice(2, 4)}`, offset + 3);
	}
	const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
	if (day > days) {
		throw new Gs1Error(
			'date',
			`there is no day ${yymmdd.slice(4)} in month ${month} of ${year}`,
			offset + 5,
		);
	}
	return day === 0
		? { from: Date.UTC(year, month - 1, 1), until: Date.UTC(year, month, 1) }
		: { from: Date.UTC(year, month - 1, day), until: Date.UTC(year, month - 1, day + 1) };
}

// --- Application Identifiers ------------------------------------------------------------------

/** `N` digits, `X` character set 82, `Y` character set 39. */
type Charset = 'N' | 'X' | 'Y';
type Check = 'key' | 'date' | 'prefix' | 'zero' | 'piece' | 'no-leading-zero';

interface Part {
	readonly charset: Charset;
	/** 0 for the last part if it may be missing. */
	readonly min: number;
	readonly max: number;
	readonly checks: readonly Check[];
}

/** What is known about an Application Identifier. */
interface Definition {
	readonly title: string;
	readonly parts: readonly Part[];
	/** Of every list, one has to be there. `3nn`: any that starts with 3. */
	readonly requires: readonly (readonly string[])[];
	/** None of these may be there. */
	readonly excludes: readonly string[];
}

const part = (charset: Charset, min: number, max: number, ...checks: Check[]): Part => ({
	charset,
	min,
	max,
	checks,
});
const digits = (length: number, ...checks: Check[]): Part => part('N', length, length, ...checks);
const text = (max: number, ...checks: Check[]): Part => part('X', 1, max, ...checks);

const TRADE_ITEM = ['01', '02', '03', '8006', '8026'];
const AIS = new Map<string, Definition>();

function define(
	ai: string,
	title: string,
	parts: readonly Part[],
	requires: readonly (readonly string[])[] = [],
	excludes: readonly string[] = [],
): void {
	AIS.set(ai, { title, parts, requires, excludes });
}

// Formats, companions and exclusions: GS1 General Specifications, sections 3 and 4.14.
define('00', 'SSCC', [digits(18, 'key')]);
define('01', 'GTIN', [digits(14, 'key')], [], ['02', '37', '255']);
define('02', 'content', [digits(14, 'key')], [['37']], ['03']);
define('03', 'made-to-order GTIN', [digits(14, 'key')], [], ['01', '02', '37']);
define('10', 'lot', [text(20)], [TRADE_ITEM]);
define('11', 'production date', [digits(6, 'date')], [TRADE_ITEM]);
define('13', 'packaging date', [digits(6, 'date')], [TRADE_ITEM]);
define('15', 'best before date', [digits(6, 'date')], [TRADE_ITEM]);
define('16', 'sell by date', [digits(6, 'date')], [TRADE_ITEM]);
define('17', 'expiry date', [digits(6, 'date')], [[...TRADE_ITEM, '255']]);
define('20', 'internal variant', [digits(2)], [TRADE_ITEM]);
define('21', 'serial number', [text(20)], [['01', '03', '8006']], ['235']);
define('22', 'consumer product variant', [text(20)], [['01']]);
define('235', 'third-party serial number', [text(28)], [['01']]);
define('240', 'additional identification', [text(30)], [TRADE_ITEM]);
define('241', 'customer part number', [text(30)], [TRADE_ITEM]);
define('250', 'secondary serial number', [text(30)], [['01', '8006'], ['21']]);
define('251', 'reference to source entity', [text(30)], [['01', '8006']]);
define('253', 'GDTI', [digits(13, 'key'), part('X', 0, 17)]);
define('254', 'GLN extension', [text(20)], [['414']]);
define(
	'255',
	'GCN',
	[digits(13, 'key'), part('N', 0, 12)],
	[],
	['01', '02', '415', '8006', '8020', '8026'],
);
define('30', 'variable count', [part('N', 1, 8)], [['01', '02']]);
for (const decimals of '012345') {
	define(`310${decimals}`, 'net weight in kg', [digits(6)], [['01', '02']], ['310n']);
}
define('37', 'count', [part('N', 1, 8)], [['00'], ['02', '8026']]);
define('400', 'order number', [text(30)]);
define('401', 'GINC', [text(30, 'prefix')]);
define('402', 'GSIN', [digits(17, 'key')]);
define('410', 'ship to GLN', [digits(13, 'key')]);
define('411', 'bill to GLN', [digits(13, 'key')]);
define('412', 'purchased from GLN', [digits(13, 'key')]);
define('413', 'ship for GLN', [digits(13, 'key')]);
define('414', 'GLN of a location', [digits(13, 'key')]);
define('415', 'GLN of an invoicing party', [digits(13, 'key')], [['8020']]);
define('416', 'GLN of a production site', [digits(13, 'key')]);
define('417', 'GLN of a party', [digits(13, 'key')]);
for (const [ai, title] of [
	['710', 'PZN'],
	['711', 'CIP'],
	['712', 'CN'],
	['713', 'DRN'],
	['714', 'AIM'],
	['715', 'NDC'],
	['716', 'AIC'],
	['717', 'SRN'],
] as const) {
	define(ai, `national number ${title}`, [text(20)], [['01']]);
}
define('8003', 'GRAI', [digits(1, 'zero'), digits(13, 'key'), part('X', 0, 16)]);
define('8004', 'GIAI', [text(30, 'prefix')]);
define('8006', 'ITIP', [digits(14, 'key'), digits(4, 'piece')], [], ['01', '03', '37']);
define('8010', 'CPID', [part('Y', 1, 30, 'prefix')]);
define('8011', 'CPID serial number', [part('N', 1, 12, 'no-leading-zero')], [['8010']]);
define('8012', 'software version', [text(20)], [['01', '8006']]);
define('8017', 'GSRN of a provider', [digits(18, 'key')], [], ['8018']);
define('8018', 'GSRN of a recipient', [digits(18, 'key')], [], ['8017']);
define('8019', 'service relation instance', [part('N', 1, 10)], [['8017', '8018']]);
define('8020', 'payment slip reference', [text(25)], [['415']]);
define('8026', 'ITIP content', [digits(14, 'key'), digits(4, 'piece')], [['37']], ['02', '8006']);
define('90', 'agreed between partners', [text(30)]);
for (const last of '123456789') {
	define(`9${last}`, 'internal to a company', [text(90)]);
}

/** The Application Identifiers that are known, with their titles. */
export const applicationIdentifiers: ReadonlyMap<string, string> = new Map(
	[...AIS].map(([ai, { title }]) => [ai, title]),
);

/**
 * First two digits of Application Identifiers whose elements end by themselves, with the length of
 * the whole element (General Specifications, figure 7.8.5-2). All others end with a separator, even
 * if their length never varies.
 */
const PREDEFINED: ReadonlyMap<string, number> = new Map([
	['00', 20],
	['01', 16],
	['02', 16],
	['03', 16],
	['04', 18],
	...['11', '12', '13', '14', '15', '16', '17', '18', '19'].map((each) => [each, 8] as const),
	['20', 4],
	...['31', '32', '33', '34', '35', '36'].map((each) => [each, 10] as const),
	['41', 16],
]);

/** An Application Identifier with its value. */
export interface Gs1Element {
	readonly ai: string;
	readonly value: string;
}

/** Elements, each Application Identifier once, in the order in which they are written. */
export type Gs1Elements = readonly Gs1Element[];

/** The value of an element, if it is there. */
export function elementValue(elements: Gs1Elements, ai: string): string | undefined {
	return elements.find((element) => element.ai === ai)?.value;
}

/**
 * Throws unless `value` is one that the Application Identifier allows.
 *
 * @param offset where it starts in what the error's position counts in
 */
export function checkElement({ ai, value }: Gs1Element, offset = 0): void {
	const definition = AIS.get(ai);
	if (definition === undefined) {
		throw new Gs1Error('unknown-ai', `Application Identifier ${ai} isn't known`, offset + 1);
	}
	const what = `the ${definition.title} (${ai})`;
	const fixed = definition.parts.every(({ min, max }) => min === max);
	const most = definition.parts.reduce((sum, { max }) => sum + max, 0);
	const least = definition.parts.reduce((sum, { min }) => sum + min, 0);
	if (value.length < least || value.length > most) {
		// What is no digit explains more than the length.
		definition.parts.reduce((at, { charset, max }, index) => {
			const last = index === definition.parts.length - 1;
			const end = last ? value.length : at + max;
			requireCharset(charset, what, value.slice(at, end), offset + at);
			return end;
		}, 0);
		throw new Gs1Error(
			'length',
			`${what} has ${fixed ? most : `${Math.max(least, 1)} to ${most}`} characters, not ` +
				`${value.length}${!fixed && value.length > most ? '; a separator may be missing' : ''}`,
			offset + Math.min(value.length, most) + 1,
		);
	}
	let at = 0;
	for (const each of definition.parts) {
		const piece = value.slice(at, at + each.max);
		checkPart(each, what, piece, offset + at);
		at += piece.length;
	}
}

function requireCharset(charset: Charset, what: string, piece: string, offset: number): void {
	const allowed = { N: /[0-9]/, X: CSET82, Y: /[#\-/0-9A-Z]/ }[charset];
	const bad = [...piece].findIndex((character) => !allowed.test(character));
	if (bad >= 0) {
		const set = { N: 'a digit', X: 'of character set 82', Y: 'of character set 39' }[charset];
		throw new Gs1Error(
			'character',
			`${shown([...piece][bad])} in ${what} is not ${set}`,
			offset + bad + 1,
		);
	}
}

function checkPart(each: Part, what: string, piece: string, offset: number): void {
	requireCharset(each.charset, what, piece, offset);
	if (piece.length < each.min || piece.length > each.max) {
		throw new Gs1Error(
			'length',
			`${what} has ${each.min} to ${each.max} characters, not ${piece.length}`,
			offset + Math.min(piece.length, each.max) + 1,
		);
	}
	for (const check of each.checks) {
		checkRule(check, what, piece, offset);
	}
}

function checkRule(check: Check, what: string, piece: string, offset: number): void {
	const refuse = (reason: string, at = 1): never => {
		throw new Gs1Error('value', `${what} ${reason}`, offset + at);
	};
	switch (check) {
		case 'key':
			requireKey(what, piece.length, piece, offset);
			break;
		case 'date':
			// Whether it is a date doesn't depend on the century, except for the 29th of February.
			dateAt(piece, Date.now(), offset);
			break;
		case 'prefix':
			if (!/^[0-9]{4}/.test(piece)) {
				refuse('does not start with a company prefix of digits');
			}
			break;
		case 'zero':
			if (piece !== '0') {
				refuse('does not start with 0');
			}
			break;
		case 'piece': {
			const [at, of] = [Number(piece.slice(0, 2)), Number(piece.slice(2))];
			if (at < 1 || at > of) {
				refuse(`says piece ${at} of ${of}`);
			}
			break;
		}
		case 'no-leading-zero':
			if (/^0./.test(piece)) {
				refuse('starts with 0');
			}
			break;
	}
}

/**
 * Throws unless the elements may stand together: none twice, none without the one that it needs,
 * none with one that excludes it.
 *
 * @param positions where the elements stand, for the errors
 */
export function checkTogether(elements: Gs1Elements, positions: readonly number[] = []): void {
	const matching = (pattern: string, but?: Gs1Element): Gs1Element | undefined =>
		elements.find(
			(each) =>
				each !== but &&
				(pattern.endsWith('n')
					? each.ai.length === pattern.length && each.ai.startsWith(pattern.slice(0, -1))
					: each.ai === pattern),
		);
	elements.forEach((element, at) => {
		const position = positions[at] ?? at + 1;
		const { ai } = element;
		if (elements.findIndex((each) => each.ai === ai) !== at) {
			throw new Gs1Error('duplicate', `(${ai}) is there twice`, position);
		}
		const definition = AIS.get(ai);
		for (const pattern of definition?.excludes ?? []) {
			const other = matching(pattern, element);
			if (other !== undefined) {
				throw new Gs1Error(
					'excluded',
					`(${ai}) may not stand with (${other.ai})`,
					position,
				);
			}
		}
		for (const alternatives of definition?.requires ?? []) {
			if (!alternatives.some((pattern) => matching(pattern) !== undefined)) {
				const list = alternatives.map((each) => `(${each})`).join(' or ');
				throw new Gs1Error('missing-companion', `(${ai}) needs ${list}`, position);
			}
		}
	});
}

// --- Element strings --------------------------------------------------------------------------

/** What FNC1 between elements becomes when a symbol is read. */
export const GS1_SEPARATOR = '\u001d';

/** Symbology identifiers (ISO/IEC 15424) of symbols that carry element strings. */
const SYMBOLOGIES: ReadonlyMap<string, string> = new Map([
	[']C1', 'GS1-128'],
	[']e0', 'GS1 DataBar'],
	[']d2', 'GS1 DataMatrix'],
	[']Q3', 'GS1 QR Code'],
	[']J1', 'GS1 DotCode'],
]);

/** How elements are read. */
export interface ElementStringOptions {
	/**
	 * Whether elements are checked against each other, which is so unless this is `false`: for one
	 * of several symbols on a label, that have to be taken together with {@link checkTogether}.
	 */
	readonly together?: boolean;
}

/** Elements as people write them, `(01)…(10)…`, or as a scanner sends them. */
export function parseElementString(
	source: string,
	options: ElementStringOptions = {},
): Gs1Elements {
	return source.startsWith('(') ? parseBracketed(source, options) : parseRaw(source, options);
}

/**
 * Elements with their Application Identifiers in brackets: `(01)09506000134352(10)ABC`. A bracket
 * that opens within a value is written `\(`.
 */
function parseBracketed(source: string, options: ElementStringOptions = {}): Gs1Elements {
	const found: (Gs1Element & { at: number })[] = [];
	let at = 0;
	while (at < source.length || found.length === 0) {
		const start = at;
		const ai = /^\(([0-9]{2,4})\)/.exec(source.slice(at))?.[1];
		if (ai === undefined) {
			throw new Gs1Error(
				'syntax',
				`expected an Application Identifier in brackets, found ${shown(source[at])}; ` +
					'a bracket within a value is written \\(',
				at + 1,
			);
		}
		at += ai.length + 2;
		if (!AIS.has(ai)) {
			throw new Gs1Error('unknown-ai', `Application Identifier ${ai} isn't known`, start + 2);
		}
		const end = nextBracket(source, at);
		const value = source.slice(at, end).replaceAll('\\(', '(');
		checkElement({ ai, value }, at);
		found.push({ ai, value, at: start + 1 });
		at = end;
	}
	return together(found, options);
}

function nextBracket(source: string, from: number): number {
	for (let at = from; at < source.length; at += 1) {
		if (source[at] === '(' && source[at - 1] !== '\\') {
			return at;
		}
	}
	return source.length;
}

/**
 * Elements as a scanner sends them: `]d2010950600013435210ABC\u001d21…`. The symbology identifier
 * may be missing; then FNC1 may stand at the start as well. FNC1 is {@link GS1_SEPARATOR} or `^`, which
 * isn't part of character set 82.
 */
function parseRaw(source: string, options: ElementStringOptions = {}): Gs1Elements {
	let at = 0;
	if (source.startsWith(']')) {
		const symbology = source.slice(0, 3);
		if (!SYMBOLOGIES.has(symbology)) {
			const known = [...SYMBOLOGIES].map(([id, name]) => `${id} (${name})`).join(', ');
			throw new Gs1Error(
				'symbology',
				`"${symbology}" is not the symbology identifier of one of ${known}`,
				1,
			);
		}
		at = symbology.length;
	} else if (isSeparator(source[0])) {
		at = 1;
	}
	const found: (Gs1Element & { at: number })[] = [];
	do {
		const { ai, end } = readElement(source, at);
		const value = source.slice(at + ai.length, end);
		checkElement({ ai, value }, at + ai.length);
		found.push({ ai, value, at: at + 1 });
		at = end;
		if (isSeparator(source[at])) {
			at += 1;
			if (at === source.length) {
				throw new Gs1Error('separator', 'there is nothing after the last separator', at);
			}
		}
	} while (at < source.length);
	return together(found, options);
}

const isSeparator = (character: string | undefined): boolean =>
	character === GS1_SEPARATOR || character === '^';

/** The Application Identifier that starts at `at`, and where its element ends. */
function readElement(source: string, at: number): { ai: string; end: number } {
	if (isSeparator(source[at])) {
		throw new Gs1Error('separator', 'a separator follows another one', at + 1);
	}
	const ai = [2, 3, 4].map((n) => source.slice(at, at + n)).find((each) => AIS.has(each));
	if (ai === undefined) {
		const digits = /^[0-9]{0,4}/.exec(source.slice(at))?.[0] ?? '';
		if (digits.length < 2) {
			throw new Gs1Error(
				'syntax',
				`expected an Application Identifier, found ${shown(source[at + digits.length])}`,
				at + digits.length + 1,
			);
		}
		throw new Gs1Error(
			'unknown-ai',
			`no Application Identifier that is known starts with ${digits}`,
			at + 1,
		);
	}
	const length = PREDEFINED.get(ai.slice(0, 2));
	let end = length === undefined ? at : Math.min(at + length, source.length);
	if (length === undefined) {
		while (end < source.length && !isSeparator(source[end])) {
			end += 1;
		}
	} else {
		// One that is cut short by a separator isn't filled with what follows.
		const cut = [...source.slice(at, end)].findIndex(isSeparator);
		end = cut < 0 ? end : at + cut;
	}
	return { ai, end };
}

function together(
	found: readonly (Gs1Element & { readonly at: number })[],
	options: ElementStringOptions,
): Gs1Elements {
	const elements = found.map(({ ai, value }) => ({ ai, value }));
	if (options.together !== false) {
		checkTogether(
			elements,
			found.map(({ at }) => at),
		);
	}
	return elements;
}

/**
 * Elements as people write them, or as a scanner would send them, without symbology identifier. What
 * {@link parseElementString} reads.
 */
export function formatElementString(
	elements: Gs1Elements,
	form: 'bracketed' | 'raw' = 'bracketed',
): string {
	return checkElements(elements)
		.map(({ ai, value }, at) => {
			if (form === 'bracketed') {
				return `(${ai})${value.replaceAll('(', '\\(')}`;
			}
			const last = at === elements.length - 1;
			return `${ai}${value}${last || PREDEFINED.has(ai.slice(0, 2)) ? '' : GS1_SEPARATOR}`;
		})
		.join('');
}

/** The same elements, if they are right. */
export function checkElements(elements: Gs1Elements): Gs1Elements {
	for (const element of elements) {
		checkElement(element);
	}
	checkTogether(elements);
	return elements;
}
