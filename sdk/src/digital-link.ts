// SPDX-License-Identifier: Apache-2.0

/**
 * GS1 Digital Link URIs: `https://id.gs1.org/01/09506000134352/10/ABC/21/123?17=271231`, and what
 * they have in common with element strings. Compressed ones aren't read.
 */

import {
	checkElements,
	checkElement,
	checkTogether,
	type Gs1Element,
	type Gs1Elements,
	Gs1Error,
	applicationIdentifiers,
	parseGtin,
} from './gs1.js';
import { shown } from './text.js';

/** Where canonical links lead to. */
export const CANONICAL_DOMAIN = 'https://id.gs1.org';

/** Primary keys with the qualifiers that may follow, in this order: several lists exclude each other. */
const KEYS: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
	['00', [[]]],
	['01', [['22', '10', '21'], ['235']]],
	['253', [[]]],
	['255', [[]]],
	['401', [[]]],
	['402', [[]]],
	['414', [['254']]],
	['415', [['8020']]],
	['417', [[]]],
	['8003', [[]]],
	['8004', [[]]],
	['8006', [['22', '10', '21']]],
	['8010', [['8011']]],
	['8017', [['8019']]],
	['8018', [['8019']]],
]);

/** Names that release 1.1 allowed instead of numbers. Release 1.2 took them out. */
const NAMES: ReadonlyMap<string, string> = new Map([
	['sscc', '00'],
	['gtin', '01'],
	['lot', '10'],
	['ser', '21'],
	['cpv', '22'],
	['gdti', '253'],
	['glnx', '254'],
	['gcn', '255'],
	['ginc', '401'],
	['gsin', '402'],
	['gln', '414'],
	['payTo', '415'],
	['grai', '8003'],
	['giai', '8004'],
	['itip', '8006'],
	['cpid', '8010'],
	['cpsn', '8011'],
	['gsrnp', '8017'],
	['gsrn', '8018'],
	['srin', '8019'],
	['refno', '8020'],
]);

/** How a link is read. */
export interface DigitalLinkOptions {
	/** Whether `gtin`, `lot`, … are taken for `01`, `10`, …; refused unless this is `true`. */
	readonly convenienceNames?: boolean;
}

/** A link, taken apart. */
export interface DigitalLink {
	/** The domain, with a path in front of the key if there is one: `https://example.com/shop`. */
	readonly domain: string;
	/** The primary key, its qualifiers, then what the query says, in the order of the link. */
	readonly elements: Gs1Elements;
	/** How many of the elements are key and qualifiers. */
	readonly keys: number;
	/** What the query says that isn't GS1's, as it is written. */
	readonly other: readonly string[];
}

interface Segment {
	readonly text: string;
	/** In characters from 0. */
	readonly at: number;
}

/** Takes a link apart. */
export function parseDigitalLink(uri: string, options: DigitalLinkOptions = {}): DigitalLink {
	const [all, origin = '', path = '', query] =
		/^(https?:\/\/[^/?#]+)([^?#]*)(?:\?([^#]*))?(?:#.*)?$/i.exec(uri) ?? [];
	if (all === undefined) {
		throw new Gs1Error('not-a-digital-link', 'expected https:// or http:// and a domain', 1);
	}
	const odd = uri.search(/[^\u0021-\u007e]/);
	if (odd >= 0) {
		throw new Gs1Error('encoding', `${shown(uri[odd])} has to be percent-encoded`, odd + 1);
	}
	const segments = splitAt(path, '/', origin.length).slice(1);
	const first = keySegment(segments, options);
	if (first === undefined) {
		refuseNames(segments, options);
		throw new Gs1Error(
			'not-a-digital-link',
			'the path has no primary key with its value',
			origin.length + 1,
		);
	}
	const rest = segments.slice(first);
	const found = keysOf(rest, options);
	const keys = found.length;
	const other: string[] = [];
	if (query !== undefined) {
		attributesOf(query, origin.length + path.length + 1, found, other, options);
	}
	checkTogether(
		found,
		found.map(({ at }) => at),
	);
	return {
		domain: uri.slice(0, (rest[0]?.at ?? 1) - 1),
		elements: found.map(({ ai, value }) => ({ ai, value })),
		keys,
		other,
	};
}

/**
 * Whether a URI is a Digital Link by its form: a primary key with a value that has the length that
 * the key asks for. Whether the value is right is another question ({@link parseDigitalLink}).
 */
export function looksLikeDigitalLink(uri: string): boolean {
	const path = /^https?:\/\/[^/?#]+([^?#]*)/i.exec(uri)?.[1];
	if (path === undefined) {
		return false;
	}
	const segments = splitAt(path, '/', 0).slice(1);
	const first = keySegment(segments, { convenienceNames: true });
	const ai = numberOf(segments[first ?? -1]?.text, { convenienceNames: true });
	const value = segments[(first ?? -1) + 1]?.text ?? '';
	const form: Readonly<Record<string, RegExp>> = {
		'00': /^\d{18}$/,
		'01': /^(\d{8}|\d{12,14})$/,
		'253': /^\d{13}/,
		'255': /^\d{13,25}$/,
		'402': /^\d{17}$/,
		'414': /^\d{13}$/,
		'415': /^\d{13}$/,
		'417': /^\d{13}$/,
		'8003': /^0\d{13}/,
		'8006': /^\d{18}$/,
		'8017': /^\d{18}$/,
		'8018': /^\d{18}$/,
	};
	return ai !== undefined && (form[ai] ?? /^\d{4}/).test(value);
}

/**
 * The link that stands for these elements: canonical unless another domain is given. The first
 * element that is a primary key becomes the key of the link.
 */
export function formatDigitalLink(elements: Gs1Elements, domain = CANONICAL_DOMAIN): string {
	if (!/^https?:\/\/[^?#]+[^/?#]$/i.test(domain)) {
		throw new RangeError(`"${domain}" is no domain such as https://example.com`);
	}
	const { keys, rest } = split(checkElements(elements));
	const path = keys.map(({ ai, value }) => `/${ai}/${encode(value)}`).join('');
	const query = rest
		.map(({ ai, value }) => `${ai}=${encode(value)}`)
		.sort()
		.join('&');
	return `${domain}${path}${query === '' ? '' : `?${query}`}`;
}

/**
 * The canonical form of a link (GS1 Digital Link: URI Syntax, section 4.11): GS1's own domain, what
 * the query says that is GS1's in the order of its numbers, nothing else.
 */
export function canonicalDigitalLink(uri: string, options: DigitalLinkOptions = {}): string {
	return formatDigitalLink(parseDigitalLink(uri, options).elements);
}

/**
 * The canonical link to nothing but what is identified, in the finest way, as events are hashed with
 * it: a serial number instead of a lot, no attributes.
 */
export function constrainedLink(elements: Gs1Elements): string {
	const { keys } = split(elements);
	const finest = ['21', '235', '10', '254', '8011'].find((ai) =>
		keys.slice(1).some((element) => element.ai === ai),
	);
	return keys
		.filter(({ ai }, at) => at === 0 || ai === finest)
		.reduce((link, { ai, value }) => `${link}/${ai}/${encode(value)}`, CANONICAL_DOMAIN);
}

/** The primary key with its qualifiers in their order, and the rest. */
function split(elements: Gs1Elements): { keys: Gs1Element[]; rest: Gs1Element[] } {
	const key = elements.find(({ ai }) => KEYS.has(ai));
	if (key === undefined) {
		const ais = elements.map(({ ai }) => `(${ai})`).join(', ');
		throw new Gs1Error(
			'not-a-digital-link',
			`none of ${ais === '' ? 'no elements' : ais} is a primary key of a Digital Link`,
			1,
		);
	}
	const qualifiers = (KEYS.get(key.ai) ?? [])
		.flat()
		.flatMap((ai) => elements.filter((element) => element.ai === ai));
	const keys = [key, ...qualifiers];
	return { keys, rest: elements.filter((element) => !keys.includes(element)) };
}

function splitAt(source: string, separator: string, offset: number): Segment[] {
	let at = offset;
	return source.split(separator).map((text) => {
		const segment = { text, at };
		at += text.length + 1;
		return segment;
	});
}

function numberOf(name: string | undefined, options: DigitalLinkOptions): string | undefined {
	const ai = options.convenienceNames === true ? (NAMES.get(name ?? '') ?? name) : name;
	return ai !== undefined && applicationIdentifiers.has(ai) ? ai : undefined;
}

/** The index of the segment that the key starts with: what follows are pairs only. */
function keySegment(segments: readonly Segment[], options: DigitalLinkOptions): number | undefined {
	for (let at = segments.length % 2; at < segments.length; at += 2) {
		const ai = numberOf(segments[at]?.text, options);
		if (ai !== undefined && KEYS.has(ai)) {
			return at;
		}
	}
	return undefined;
}

function refuseNames(segments: readonly Segment[], options: DigitalLinkOptions): void {
	const name = segments.find(({ text }) => NAMES.has(text));
	const mapped = { convenienceNames: true };
	const would = options.convenienceNames !== true && keySegment(segments, mapped) !== undefined;
	if (name !== undefined && would) {
		throw new Gs1Error(
			'convenience-name',
			`"${name.text}" is no longer allowed instead of ${NAMES.get(name.text)}`,
			name.at + 1,
		);
	}
}

type Found = Gs1Element & { readonly at: number };

function keysOf(segments: readonly Segment[], options: DigitalLinkOptions): Found[] {
	const found: Found[] = [];
	let allowed: readonly (readonly string[])[] = [];
	for (let at = 0; at < segments.length; at += 2) {
		const [name, value] = [segments[at], segments[at + 1]];
		if (name === undefined || value === undefined) {
			break;
		}
		const ai = numberOf(name.text, options);
		if (ai === undefined) {
			refuseNames(segments, options);
			throw new Gs1Error(
				'unknown-ai',
				`"${name.text}" is no Application Identifier that is known`,
				name.at + 1,
			);
		}
		if (at === 0) {
			allowed = KEYS.get(ai) ?? [];
		} else {
			// Each list shrinks to what may still follow.
			const next = allowed
				.filter((list) => list.includes(ai))
				.map((list) => list.slice(list.indexOf(ai) + 1));
			if (next.length === 0) {
				throw new Gs1Error(
					'key-order',
					`(${ai}) may not follow (${found.at(-1)?.ai}) in a path`,
					name.at + 1,
				);
			}
			allowed = next;
		}
		found.push({ ...element(ai, value), at: name.at + 1 });
	}
	return found;
}

function element(ai: string, { text, at }: Segment): Gs1Element {
	const value = decode(text, at);
	// Release 1.1 lets a GTIN be written as short as its kind allows; canonical are 14 digits.
	const short = ai === '01' && /^([0-9]{8}|[0-9]{12,13})$/.test(value);
	checkElement({ ai, value: short ? value.padStart(14, '0') : value }, at);
	return { ai, value: short ? parseGtin(value) : value };
}

function attributesOf(
	query: string,
	offset: number,
	found: Found[],
	other: string[],
	options: DigitalLinkOptions,
): void {
	const key = found[0]?.ai ?? '';
	for (const { text, at } of splitAt(query.replaceAll(';', '&'), '&', offset)) {
		const [name = '', ...values] = text.split('=');
		const ai = numberOf(name, options);
		if (ai === undefined) {
			if (/^[0-9]+$/.test(name)) {
				throw new Gs1Error(
					'unknown-ai',
					`"${name}" is no Application Identifier that is known`,
					at + 1,
				);
			}
			if (text !== '') {
				other.push(text);
			}
			continue;
		}
		if ((KEYS.get(key) ?? []).flat().includes(ai) || ai === key) {
			throw new Gs1Error('key-order', `(${ai}) belongs in the path`, at + 1);
		}
		const value = values.join('=');
		if (value.includes('+')) {
			throw new Gs1Error(
				'encoding',
				'"+" in a query is a space for some: write %2B',
				at + text.indexOf('+') + 1,
			);
		}
		found.push({ ...element(ai, { text: value, at: at + name.length + 1 }), at: at + 1 });
	}
}

function decode(text: string, offset: number): string {
	return text.replaceAll(/%(.{0,2})/g, (_all, hex: string, at: number) => {
		if (!/^[0-9A-Fa-f]{2}$/.test(hex)) {
			throw new Gs1Error('encoding', `"%${hex}" is no percent encoding`, offset + at + 1);
		}
		return String.fromCharCode(Number.parseInt(hex, 16));
	});
}

/** Everything but letters, digits and what GS1 leaves alone in links. */
function encode(value: string): string {
	return value.replaceAll(
		/[^0-9A-Za-z\-._~';=]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
	);
}
