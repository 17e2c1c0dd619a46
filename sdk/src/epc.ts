// SPDX-License-Identifier: Apache-2.0

/**
 * What events identify things, places and parties with: EPC URIs (`urn:epc:id:sgtin:…`, GS1's Tag
 * Data Standard, section 6) and GS1 Digital Links, which say the same and are one here.
 */

import { constrainedLink, looksLikeDigitalLink, parseDigitalLink } from './digital-link.js';
import { checkDigit, checkElement, type Gs1Element, type Gs1Elements, Gs1Error } from './gs1.js';

/** What is identified, by the name that EPC URIs have for it. */
export type Gs1IdentifierKind =
	| 'sgtin'
	| 'lgtin'
	| 'gtin'
	| 'upui'
	| 'itip'
	| 'sscc'
	| 'sgln'
	| 'pgln'
	| 'grai'
	| 'giai'
	| 'gsrn'
	| 'gsrnp'
	| 'gdti'
	| 'cpi'
	| 'sgcn'
	| 'ginc'
	| 'gsin'
	/** A URI that isn't GS1's. */
	| 'other';

/** A URI, and what it identifies. */
export interface Gs1Identifier {
	readonly kind: Gs1IdentifierKind;
	/** One thing, all things of a class, or not known since the URI isn't GS1's. */
	readonly level: 'instance' | 'class' | 'unknown';
	/** In elements; none if the URI isn't GS1's. */
	readonly elements: Gs1Elements;
	/** The URI as it is written. */
	readonly uri: string;
	/** The canonical link; the URI itself if it isn't GS1's. Equal if what is identified is equal. */
	readonly link: string;
}

/** Reads an EPC URI, a Digital Link, or any other URI. */
export function parseGs1Identifier(uri: string): Gs1Identifier {
	if (/^urn:epc:/i.test(uri)) {
		return parseEpc(uri);
	}
	if (looksLikeDigitalLink(uri)) {
		const { elements, keys } = parseDigitalLink(uri, { convenienceNames: true });
		return identified(elements.slice(0, keys), uri);
	}
	if (!/^[A-Za-z][A-Za-z0-9+.-]*:[\u0021-\u007e]+$/.test(uri)) {
		throw new Gs1Error('syntax', 'expected a URI', 1);
	}
	return { kind: 'other', level: 'unknown', elements: [], uri, link: uri };
}

function identified(elements: Gs1Elements, uri: string): Gs1Identifier {
	const [kind, level] = kindOf(elements);
	return { kind, level, elements, uri, link: constrainedLink(elements) };
}

function kindOf(elements: Gs1Elements): [Gs1IdentifierKind, Gs1Identifier['level']] {
	const has = (ai: string): boolean => elements.some((element) => element.ai === ai);
	// Keys whose serial number is part of the key: with it they say which one.
	const beyond = (length: number): Gs1Identifier['level'] =>
		(elements[0]?.value.length ?? 0) > length ? 'instance' : 'class';
	switch (elements[0]?.ai) {
		case '00':
			return ['sscc', 'instance'];
		case '01':
			return has('21')
				? ['sgtin', 'instance']
				: has('235')
					? ['upui', 'instance']
					: has('10')
						? ['lgtin', 'class']
						: ['gtin', 'class'];
		case '253':
			return ['gdti', beyond(13)];
		case '255':
			return ['sgcn', beyond(13)];
		case '401':
			return ['ginc', 'instance'];
		case '402':
			return ['gsin', 'instance'];
		case '414':
			return ['sgln', 'instance'];
		case '417':
			return ['pgln', 'instance'];
		case '8003':
			return ['grai', beyond(14)];
		case '8004':
			return ['giai', 'instance'];
		case '8006':
			return ['itip', has('21') ? 'instance' : 'class'];
		case '8010':
			return ['cpi', has('8011') ? 'instance' : 'class'];
		case '8017':
			return ['gsrnp', 'instance'];
		case '8018':
			return ['gsrn', 'instance'];
		default:
			return ['other', 'unknown'];
	}
}

// --- EPC URIs ---------------------------------------------------------------------------------

/** What a URI of some scheme consists of after the company prefix. */
interface Scheme {
	/** How many digits the prefix and the reference have together; 0 if the reference is text. */
	readonly digits: number;
	/** How many more components follow. */
	readonly more: number;
	/** The elements of a prefix, a reference, and what follows. */
	readonly elements: (prefix: string, reference: string, more: readonly string[]) => Gs1Element[];
}

const withCheck = (digits: string): string => digits + checkDigit(digits);
/** The first digit of the reference comes first in a GTIN or SSCC. */
const turned = (prefix: string, reference: string): string =>
	withCheck(reference.slice(0, 1) + prefix + reference.slice(1));
const one = (ai: string, value: string): Gs1Element[] => [{ ai, value }];
const optional = (ai: string, value: string | undefined): Gs1Element[] =>
	value === undefined ? [] : one(ai, value);

const TRADE_ITEM = (ai: string): Scheme => ({
	digits: 13,
	more: 1,
	elements: (prefix, reference, [serial]) => [
		...one('01', turned(prefix, reference)),
		...optional(ai, serial),
	],
});
const SERVICE = (ai: string): Scheme => ({
	digits: 17,
	more: 0,
	elements: (prefix, reference) => one(ai, withCheck(prefix + reference)),
});

const SCHEMES: ReadonlyMap<string, Scheme> = new Map([
	['sgtin', TRADE_ITEM('21')],
	['upui', TRADE_ITEM('235')],
	['lgtin', TRADE_ITEM('10')],
	[
		'itip',
		{
			digits: 13,
			more: 3,
			elements: (prefix, reference, [piece, total, serial]) => [
				...one('8006', `${turned(prefix, reference)}${piece}${total}`),
				...optional('21', serial),
			],
		},
	],
	[
		'sscc',
		{
			digits: 17,
			more: 0,
			elements: (prefix, reference) => one('00', turned(prefix, reference)),
		},
	],
	[
		'sgln',
		{
			digits: 12,
			more: 1,
			elements: (prefix, reference, [extension]) => [
				...one('414', withCheck(prefix + reference)),
				// 0 means that there is none.
				...(extension === '0' ? [] : optional('254', extension)),
			],
		},
	],
	[
		'pgln',
		{
			digits: 12,
			more: 0,
			elements: (prefix, reference) => one('417', withCheck(prefix + reference)),
		},
	],
	[
		'grai',
		{
			digits: 12,
			more: 1,
			elements: (prefix, reference, [serial = '']) =>
				one('8003', `0${withCheck(prefix + reference)}${serial}`),
		},
	],
	[
		'giai',
		{ digits: 0, more: 0, elements: (prefix, reference) => one('8004', prefix + reference) },
	],
	['gsrn', SERVICE('8018')],
	['gsrnp', SERVICE('8017')],
	[
		'gdti',
		{
			digits: 12,
			more: 1,
			elements: (prefix, reference, [serial = '']) =>
				one('253', `${withCheck(prefix + reference)}${serial}`),
		},
	],
	[
		'sgcn',
		{
			digits: 12,
			more: 1,
			elements: (prefix, reference, [serial = '']) =>
				one('255', `${withCheck(prefix + reference)}${serial}`),
		},
	],
	[
		'cpi',
		{
			digits: 0,
			more: 1,
			elements: (prefix, reference, [serial]) => [
				...one('8010', prefix + reference),
				...optional('8011', serial),
			],
		},
	],
	[
		'ginc',
		{ digits: 0, more: 0, elements: (prefix, reference) => one('401', prefix + reference) },
	],
	[
		'gsin',
		{
			digits: 16,
			more: 0,
			elements: (prefix, reference) => one('402', withCheck(prefix + reference)),
		},
	],
]);

/** Schemes of EPC URIs that GS1's keys have no part in. */
const FOREIGN = new Set(['gid', 'usdod', 'adi', 'bic', 'imovn']);

/**
 * Reads an EPC URI of one thing (`urn:epc:id:…`), of a lot (`urn:epc:class:lgtin:…`), or of all
 * things of a class (`urn:epc:idpat:sgtin:….*`, where nothing but the last component is open).
 */
export function parseEpc(uri: string): Gs1Identifier {
	const [all, start = '', form = '', name = '', body = ''] =
		/^(urn:epc:(id|class|idpat):([a-z]+):)(.+)$/.exec(uri) ?? [];
	const refuse = (reason: string, at = 1): never => {
		throw new Gs1Error('not-an-epc', reason, at);
	};
	if (all === undefined) {
		return refuse('expected urn:epc:id:, urn:epc:class: or urn:epc:idpat: and a scheme');
	}
	if (FOREIGN.has(name) && form === 'id') {
		return { kind: 'other', level: 'instance', elements: [], uri, link: uri };
	}
	const scheme = SCHEMES.get(name);
	if (scheme === undefined || (form === 'class') !== (name === 'lgtin')) {
		return refuse(
			`there is no scheme "${name}" of urn:epc:${form}:`,
			start.length - name.length,
		);
	}
	const pieces = body.split('.');
	const count = 2 + scheme.more;
	// What is open needs at least one component that is.
	const open = form === 'idpat';
	if (pieces.length < count || (open && scheme.more === 0)) {
		return refuse(`${name} has ${count} components, not ${pieces.length}`, start.length + 1);
	}
	// Serial numbers and the like may have dots in them.
	const components = [...pieces.slice(0, count - 1), pieces.slice(count - 1).join('.')];
	if (open && components.pop() !== '*') {
		return refuse('only a pattern that ends in * is read', uri.length);
	}
	const [prefix = '', reference = '', ...more] = components.map((each, at) => {
		const before = components.slice(0, at).join('.').length + (at === 0 ? 0 : 1);
		return decodeComponent(each, start.length + before);
	});
	if (!/^[0-9]{6,12}$/.test(prefix)) {
		return refuse(`a company prefix has 6 to 12 digits: "${prefix}" is none`, start.length + 1);
	}
	const at = start.length + prefix.length + 1;
	if (scheme.digits > 0 && prefix.length + reference.length !== scheme.digits) {
		return refuse(
			`prefix and reference of ${name} have ${scheme.digits} digits together, not ` +
				`${prefix.length + reference.length}`,
			at + 1,
		);
	}
	if (scheme.digits > 0 && !/^[0-9]*$/.test(reference)) {
		return refuse(`the reference "${reference}" has more than digits`, at + 1);
	}
	if (!open && more.at(-1) === '') {
		return refuse(`the last component of ${name} is empty`, uri.length + 1);
	}
	const elements = scheme.elements(prefix, reference, more);
	for (const [index, element] of elements.entries()) {
		// Positions within elements aren't those within the URI: they start where the component does.
		checkElement(element, index === 0 ? start.length : at + reference.length + 1);
	}
	return identified(elements, uri);
}

function decodeComponent(text: string, offset: number): string {
	return text.replaceAll(/%(.{0,2})/g, (_all, hex: string, at: number) => {
		if (!/^[0-9A-Fa-f]{2}$/.test(hex)) {
			throw new Gs1Error('encoding', `"%${hex}" is no percent encoding`, offset + at + 1);
		}
		return String.fromCharCode(Number.parseInt(hex, 16));
	});
}
