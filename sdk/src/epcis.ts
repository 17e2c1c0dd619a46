// SPDX-License-Identifier: Apache-2.0

/**
 * EPCIS 2.0 documents in JSON and JSON-LD: whether they are right, and if so, their events with
 * everything in one form: times in milliseconds UTC, identifiers as canonical links, vocabulary as
 * URIs, extensions with their namespaces.
 *
 * Stricter than GS1's JSON schema: check digits have to be right, lists of instances may not hold
 * classes, what is nowhere defined isn't guessed. The context is read, not fetched: prefixes have
 * to be defined in the document.
 */

import { formatPointer, type Json, JsonError, parseJson } from './canonical.js';
import { FORMER_VOC, STANDARD_PREFIXES, VOC, VOCABULARIES, type Vocabulary } from './cbv.js';
import { looksLikeDigitalLink } from './digital-link.js';
import { type Gs1Identifier, parseGs1Identifier } from './epc.js';
import { Gs1Error } from './gs1.js';

/** What kind of obstacle an {@link EpcisError} is about. */
export type EpcisErrorCode =
	/** Not JSON. */
	| 'not-json'
	/** Another kind of JSON value than belongs there. */
	| 'type'
	/** Something is missing. */
	| 'required'
	/** A field that events of this type don't have. */
	| 'unexpected-field'
	/** A name that nothing defines. */
	| 'unknown-field'
	/** A prefix that the context doesn't define. */
	| 'unknown-prefix'
	/** No EPCIS context. */
	| 'context'
	/** Not an EPCIS document, or not of version 2.0. */
	| 'document'
	/** Not one of the five types of events. */
	| 'event-type'
	/** Not a time with its zone, or not an offset. */
	| 'time'
	/** Neither ADD, nor OBSERVE, nor DELETE. */
	| 'action'
	/** Not a term of the Core Business Vocabulary. */
	| 'vocabulary'
	/** Not a URI, or not a right GS1 identifier. The error's cause says more. */
	| 'identifier'
	/** A class where instances belong, or the reverse. */
	| 'identifier-level'
	/** The same thing twice. */
	| 'duplicate'
	/** A number that isn't allowed. */
	| 'number'
	/** Not a unit of measure of UN/CEFACT. */
	| 'uom'
	/** The same said by a sensor's metadata and by its reports (GS1's test case TCR-53, set 3). */
	| 'sensor-metadata'
	/** Two fields that exclude each other. */
	| 'contradiction'
	/** Correct, but the chain has no means for it. */
	| 'not-expressible';

/** Why a document isn't EPCIS 2.0, or an event isn't anything that the chain knows. */
export class EpcisError extends Error {
	override readonly name = 'EpcisError';

	constructor(
		/** What kind of obstacle it is. */
		readonly code: EpcisErrorCode,
		/** Where, as a JSON pointer: `/epcisBody/eventList/0/eventTime`; empty for the whole. */
		readonly path: string,
		/** What is wrong, in words that follow the path. */
		readonly reason: string,
		options?: ErrorOptions,
	) {
		super(`${path === '' ? 'the document' : path} ${reason}`, options);
	}
}

/** The types of events. */
export const EPCIS_EVENT_TYPES = [
	'ObjectEvent',
	'AggregationEvent',
	'TransactionEvent',
	'TransformationEvent',
	'AssociationEvent',
] as const;
/** One of the types of events. */
export type EpcisEventType = (typeof EPCIS_EVENT_TYPES)[number];
/** Whether something begins, is seen or ends. */
export type EpcisAction = 'ADD' | 'OBSERVE' | 'DELETE';

/** A term of a vocabulary. */
export interface EpcisTerm {
	/** As CBV has it, such as `shipping`; `undefined` if it isn't of CBV. */
	readonly name: string | undefined;
	readonly uri: string;
}

/** An amount of things that have no serial numbers. */
export interface EpcisQuantity {
	readonly epcClass: Gs1Identifier;
	/** A decimal without needless zeros; `undefined` if it isn't said. */
	readonly quantity: string | undefined;
	/** UN/CEFACT Recommendation 20; `undefined` if things are counted. */
	readonly uom: string | undefined;
}

/** A field that isn't EPCIS's own. */
export interface EpcisExtension {
	/** `{namespace}name` */
	readonly key: string;
	/** The value in its one form, as it is hashed. */
	readonly value: string | undefined;
	/** The value as it is written. */
	readonly text: string | undefined;
	readonly children: readonly EpcisExtension[];
}

/** Where something happened or is. */
export interface EpcisPlace {
	readonly id: Gs1Identifier;
	readonly extensions: readonly EpcisExtension[];
}

/** A reference to an order, an invoice and the like. */
export interface BizTransaction {
	readonly type: EpcisTerm | undefined;
	/** An identifier of GS1 as its canonical link. */
	readonly id: string;
}

/** Who or where something comes from or goes to. */
export interface EpcisParty {
	readonly type: EpcisTerm;
	readonly id: Gs1Identifier;
}

/** What is said of all reports of a sensor element at once. */
export interface SensorMetadata {
	readonly time: number | undefined;
	readonly startTime: number | undefined;
	readonly endTime: number | undefined;
	readonly deviceID: string | undefined;
	readonly deviceMetadata: string | undefined;
	readonly rawData: string | undefined;
	readonly dataProcessingMethod: string | undefined;
	readonly bizRules: string | undefined;
	readonly extensions: readonly EpcisExtension[];
}

/** One report of a sensor. Numbers are decimals without needless zeros. */
export interface SensorReport {
	readonly type: EpcisTerm;
	readonly exception: EpcisTerm | undefined;
	readonly deviceID: string | undefined;
	readonly deviceMetadata: string | undefined;
	readonly rawData: string | undefined;
	readonly dataProcessingMethod: string | undefined;
	readonly bizRules: string | undefined;
	readonly time: number | undefined;
	readonly microorganism: string | undefined;
	readonly chemicalSubstance: string | undefined;
	readonly value: string | undefined;
	readonly component: EpcisTerm | undefined;
	readonly stringValue: string | undefined;
	readonly booleanValue: boolean | undefined;
	readonly hexBinaryValue: string | undefined;
	readonly uriValue: string | undefined;
	readonly minValue: string | undefined;
	readonly maxValue: string | undefined;
	readonly meanValue: string | undefined;
	readonly sDev: string | undefined;
	readonly percRank: string | undefined;
	readonly percValue: string | undefined;
	readonly uom: string | undefined;
	readonly coordinateReferenceSystem: string | undefined;
	readonly extensions: readonly EpcisExtension[];
}

/** What sensors reported. */
export interface SensorElement {
	/** Where it stands in the document. */
	readonly path: string;
	readonly metadata: SensorMetadata | undefined;
	readonly reports: readonly SensorReport[];
	readonly extensions: readonly EpcisExtension[];
}

/** That an event which was captured is wrong. */
export interface ErrorDeclaration {
	readonly declarationTime: number;
	readonly reason: EpcisTerm | undefined;
	readonly correctiveEventIDs: readonly string[];
}

/** An event in one form. Times are in milliseconds since 1970, UTC; lists are empty if missing. */
export interface EpcisEvent {
	/** Where it stands in the document. */
	readonly path: string;
	readonly type: EpcisEventType;
	readonly eventTime: number;
	readonly eventTimeZoneOffset: string;
	readonly recordTime: number | undefined;
	readonly eventID: string | undefined;
	readonly errorDeclaration: ErrorDeclaration | undefined;
	readonly certificationInfo: readonly string[];
	/** `undefined` for a transformation. */
	readonly action: EpcisAction | undefined;
	readonly epcList: readonly Gs1Identifier[];
	readonly parentID: Gs1Identifier | undefined;
	readonly inputEPCList: readonly Gs1Identifier[];
	readonly childEPCs: readonly Gs1Identifier[];
	readonly quantityList: readonly EpcisQuantity[];
	readonly childQuantityList: readonly EpcisQuantity[];
	readonly inputQuantityList: readonly EpcisQuantity[];
	readonly outputEPCList: readonly Gs1Identifier[];
	readonly outputQuantityList: readonly EpcisQuantity[];
	readonly transformationID: string | undefined;
	readonly bizStep: EpcisTerm | undefined;
	readonly disposition: EpcisTerm | undefined;
	readonly persistentDisposition:
		| { readonly set: readonly EpcisTerm[]; readonly unset: readonly EpcisTerm[] }
		| undefined;
	readonly readPoint: EpcisPlace | undefined;
	readonly bizLocation: EpcisPlace | undefined;
	readonly bizTransactionList: readonly BizTransaction[];
	readonly sourceList: readonly EpcisParty[];
	readonly destinationList: readonly EpcisParty[];
	readonly sensorElementList: readonly SensorElement[];
	readonly ilmd: readonly EpcisExtension[];
	readonly extensions: readonly EpcisExtension[];
}

/** A document that is right. */
export interface EpcisDocument {
	readonly schemaVersion: string;
	readonly creationDate: number;
	readonly events: readonly EpcisEvent[];
}

/** Reads an `EPCISDocument`. Throws {@link EpcisError} at the first obstacle. */
export function parseEpcis(source: Uint8Array | string | Json): EpcisDocument {
	const root = open(source);
	const type = required(root, 'type').text();
	if (type !== 'EPCISDocument') {
		throw root.at('type').error('document', `is "${type}", not "EPCISDocument"`);
	}
	const prefixes = contextOf(root);
	const version = required(root, 'schemaVersion').text();
	if (!/^2\.0(\.[0-9]+)?$/.test(version)) {
		throw root.at('schemaVersion').error('document', `is "${version}", not "2.0"`);
	}
	const creationDate = required(root, 'creationDate').time();
	root.only(
		`@context id type schemaVersion creationDate sender receiver instanceIdentifier epcisHeader
		 epcisBody`,
		prefixes,
	);
	const body = required(root, 'epcisBody');
	body.only('eventList', prefixes);
	const events = required(body, 'eventList').items();
	return {
		schemaVersion: version,
		creationDate,
		events: events.map((event) => readEvent(event, prefixes)),
	};
}

/** Reads one event that stands alone, with its own context. */
export function parseEpcisEvent(source: Uint8Array | string | Json): EpcisEvent {
	const root = open(source);
	return readEvent(root, contextOf(root));
}

function open(source: Uint8Array | string | Json): Node {
	if (typeof source !== 'string' && !(source instanceof Uint8Array)) {
		return new Node(source, []);
	}
	try {
		return new Node(parseJson(source), []);
	} catch (error) {
		if (error instanceof JsonError) {
			throw new EpcisError('not-json', '', `is not JSON: ${error.message}`, {
				cause: error,
			});
		}
		throw error;
	}
}

// --- Walking through JSON ---------------------------------------------------------------------

type Prefixes = ReadonlyMap<string, string>;

/** A value in the document, or the place where it isn't. */
class Node {
	constructor(
		readonly json: Json | undefined,
		readonly tokens: readonly string[],
	) {}

	get path(): string {
		return formatPointer(this.tokens);
	}

	get exists(): boolean {
		return this.json !== undefined;
	}

	error(code: EpcisErrorCode, reason: string, cause?: Error): EpcisError {
		return new EpcisError(code, this.path, reason, cause === undefined ? undefined : { cause });
	}

	members(): ReadonlyMap<string, Json> {
		if (this.json?.kind !== 'object') {
			throw this.#wrong('an object');
		}
		return this.json.members;
	}

	/** The member `key`, there or not. */
	at(key: string): Node {
		return new Node(this.members().get(key), [...this.tokens, key]);
	}

	/** The items of an array; none if it isn't there. */
	items(): Node[] {
		if (this.json === undefined) {
			return [];
		}
		if (this.json.kind !== 'array') {
			throw this.#wrong('an array');
		}
		return this.json.items.map((item, at) => new Node(item, [...this.tokens, String(at)]));
	}

	text(): string {
		if (this.json?.kind !== 'string') {
			throw this.#wrong('a string');
		}
		// CBV 2.0 has white space around values removed before they are hashed.
		return this.json.value.trim();
	}

	boolean(): boolean {
		if (this.json?.kind !== 'boolean') {
			throw this.#wrong('true or false');
		}
		return this.json.value;
	}

	/** A number, as a decimal without needless zeros. */
	decimal(): string {
		if (this.json?.kind !== 'number') {
			throw this.#wrong('a number');
		}
		const decimal = canonicalDecimal(this.json.literal);
		if (decimal === undefined) {
			throw this.error(
				'number',
				`is ${this.json.literal.slice(0, 40)}, which is no quantity`,
			);
		}
		return decimal;
	}

	time(): number {
		const text = this.text();
		const time = instantOf(text);
		if (time === undefined) {
			throw this.error(
				'time',
				`is "${text}", not a time with its zone such as 2031-05-04T12:30:00.000+02:00`,
			);
		}
		return time;
	}

	/** A URI; if it is a GS1 identifier, its canonical link. */
	uri(): string {
		return this.identifier().link;
	}

	identifier(): Gs1Identifier {
		const text = this.text();
		try {
			return parseGs1Identifier(text);
		} catch (error) {
			if (error instanceof Gs1Error) {
				throw this.error('identifier', `is "${text}": ${error.message}`, error);
			}
			throw error;
		}
	}

	term(vocabulary: Vocabulary, prefixes: Prefixes): EpcisTerm {
		return termOf(this, vocabulary, prefixes);
	}

	/** What `read` makes of the member `key`, if it is there. */
	maybe<Value>(key: string, read: (node: Node) => Value): Value | undefined {
		const node = this.at(key);
		return node.exists ? read(node) : undefined;
	}

	/** Throws if there is a member that is neither one of `names` nor an extension. */
	only(names: string, prefixes: Prefixes): void {
		const known = new Set(names.trim().split(/\s+/));
		for (const key of this.members().keys()) {
			if (!known.has(key)) {
				// Throws if it isn't an extension.
				expandKey(this.at(key), key, prefixes);
			}
		}
	}

	/** The members that aren't one of `names`. */
	extensions(names: string, prefixes: Prefixes): EpcisExtension[] {
		const known = new Set(names.trim().split(/\s+/));
		return [...this.members().keys()]
			.filter((key) => !known.has(key))
			.flatMap((key) =>
				extensionsOf(expandKey(this.at(key), key, prefixes), this.at(key), prefixes),
			);
	}

	#wrong(expected: string): EpcisError {
		if (this.json === undefined) {
			return this.error('required', 'is missing');
		}
		const { kind } = this.json;
		const found = kind === 'null' ? 'null' : `${/^[ao]/.test(kind) ? 'an' : 'a'} ${kind}`;
		return this.error('type', `is ${found} instead of ${expected}`);
	}
}

function required(node: Node, key: string): Node {
	const found = node.at(key);
	if (!found.exists) {
		throw found.error('required', 'is missing');
	}
	return found;
}

/** More digits than this nobody writes: an exponent would make megabytes of zeros of a few bytes. */
const MAX_EXPONENT = 100;

/** A decimal without exponent, needless zeros and the sign of zero; `undefined` if it is too long. */
function canonicalDecimal(literal: string): string | undefined {
	const [all, sign = '', whole = '', fraction = '', exponent = '0'] =
		/^([-+]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([-+]?[0-9]+))?$/.exec(literal) ?? [];
	if (all === undefined || whole + fraction === '' || Math.abs(Number(exponent)) > MAX_EXPONENT) {
		return undefined;
	}
	// The place of the point among all digits, filled up with zeros on both sides as far as needed.
	const place = whole.length + Number(exponent);
	const left = '0'.repeat(Math.max(0, -place));
	const right = '0'.repeat(Math.max(0, place - whole.length - fraction.length));
	const digits = left + whole + fraction + right;
	const point = Math.max(place, 0);
	const integer = digits.slice(0, point).replace(/^0+/, '') || '0';
	const rest = digits.slice(point).replace(/0+$/, '');
	const value = rest === '' ? integer : `${integer}.${rest}`;
	return sign === '-' && value !== '0' ? `-${value}` : value;
}

const TIME =
	/^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(Z|[-+][0-9]{2}:[0-9]{2})$/;
const OFFSET = /^[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)$/;

/** An `xsd:dateTimeStamp` in milliseconds, rounded half up; `undefined` if it is none. */
function instantOf(text: string): number | undefined {
	const [all, ...parts] = TIME.exec(text) ?? [];
	const zone = parts[7] ?? '';
	if (all === undefined || (zone !== 'Z' && !OFFSET.test(zone))) {
		return undefined;
	}
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
		.slice(0, 6)
		.map(Number);
	const date = new Date(0);
	date.setUTCFullYear(year, month - 1, day);
	date.setUTCHours(hour, minute, second);
	// JavaScript takes the 31st of April for the 1st of May.
	const valid =
		date.getUTCMonth() + 1 === month &&
		date.getUTCDate() === day &&
		hour < 24 &&
		minute < 60 &&
		second < 60;
	if (!valid) {
		return undefined;
	}
	const fraction = (parts[6] ?? '').padEnd(4, '0');
	const milliseconds = Number(fraction.slice(0, 3)) + (Number(fraction[3]) >= 5 ? 1 : 0);
	const minutes =
		zone === 'Z'
			? 0
			: (zone.startsWith('-') ? -1 : 1) *
				(Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)));
	return date.getTime() - minutes * 60_000 + milliseconds;
}

// --- Names ------------------------------------------------------------------------------------

const EPCIS_CONTEXT =
	/^https:\/\/(ref\.gs1\.org\/standards\/epcis\/|gs1\.github\.io\/EPCIS\/).*epcis-context\.jsonld$/;

function contextOf(root: Node): Prefixes {
	const context = required(root, '@context');
	const prefixes = readContext(context, STANDARD_PREFIXES);
	const items = context.json?.kind === 'array' ? context.items() : [context];
	const standard = items.some(
		({ json }) => json?.kind === 'string' && EPCIS_CONTEXT.test(json.value),
	);
	if (!standard) {
		throw context.error(
			'context',
			'does not name https://ref.gs1.org/standards/epcis/epcis-context.jsonld',
		);
	}
	return prefixes;
}

/** The prefixes that hold where `context` does. Contexts elsewhere aren't fetched. */
function readContext(context: Node, outer: Prefixes): Prefixes {
	const prefixes = new Map(outer);
	for (const item of context.json?.kind === 'array' ? context.items() : [context]) {
		if (item.json?.kind === 'string') {
			continue;
		}
		for (const [name, json] of item.members()) {
			const node = item.at(name);
			const definition = json.kind === 'object' ? node.at('@id') : node;
			if (!name.startsWith('@') && definition.exists) {
				prefixes.set(name, definition.text());
			}
		}
	}
	return prefixes;
}

/** `{namespace}name` of the key of an extension. */
function expandKey(node: Node, key: string, prefixes: Prefixes): string {
	if (/^https?:\/\/|^urn:/i.test(key)) {
		return split(key);
	}
	const colon = key.indexOf(':');
	if (colon < 0) {
		const iri = prefixes.get(key);
		if (iri === undefined || STANDARD_PREFIXES.has(key)) {
			throw node.error('unknown-field', 'is neither a field of EPCIS nor defined');
		}
		return split(iri);
	}
	const namespace = prefixes.get(key.slice(0, colon));
	if (namespace === undefined) {
		throw node.error('unknown-prefix', `has a prefix that the context does not define`);
	}
	return `{${namespace}}${key.slice(colon + 1)}`;
}

function split(iri: string): string {
	const end = Math.max(iri.lastIndexOf('/'), iri.lastIndexOf('#'));
	const at = (end < 0 ? iri.lastIndexOf(':') : end) + 1;
	return `{${iri.slice(0, at)}}${iri.slice(at)}`;
}

/** The extension `key`; several if its value is an array. */
function extensionsOf(key: string, node: Node, prefixes: Prefixes): EpcisExtension[] {
	const { json } = node;
	switch (json?.kind) {
		case 'array':
			return node.items().flatMap((item) => extensionsOf(key, item, prefixes));
		case 'object': {
			const children = [...json.members.keys()].flatMap((name) => {
				const child = node.at(name);
				// Below an extension names are its own business, and need no prefix.
				const bare = !name.includes(':') && !name.startsWith('@') && !prefixes.has(name);
				return extensionsOf(
					bare ? name : expandKey(child, name, prefixes),
					child,
					prefixes,
				);
			});
			return [{ key, value: undefined, text: undefined, children }];
		}
		case 'string':
			return [{ key, value: canonicalText(node.text()), text: node.text(), children: [] }];
		case 'number':
			return [{ key, value: node.decimal(), text: json.literal, children: [] }];
		case 'boolean':
			return [{ key, value: String(json.value), text: String(json.value), children: [] }];
		default:
			throw node.error('type', 'is null instead of a value');
	}
}

/**
 * Text whose meaning isn't known here: what is a GS1 identifier, a number or a term in its one form
 * becomes that, as CBV 2.0 asks; anything else stays what it is.
 */
function canonicalText(text: string): string {
	if (/^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)$/.test(text)) {
		return canonicalDecimal(text) ?? text;
	}
	for (const vocabulary of Object.values(VOCABULARIES)) {
		if (vocabulary.urn !== undefined && text.startsWith(vocabulary.urn)) {
			return vocabulary.web + text.slice(vocabulary.urn.length);
		}
	}
	if (/^urn:epc:/.test(text) || looksLikeDigitalLink(text)) {
		try {
			return parseGs1Identifier(text).link;
		} catch (error) {
			if (!(error instanceof Gs1Error)) {
				throw error;
			}
		}
	}
	return text;
}

function termOf(node: Node, vocabulary: Vocabulary, prefixes: Prefixes): EpcisTerm {
	const { what, terms, web, urn } = vocabulary;
	const text = node.text();
	const known = (name: string): EpcisTerm => {
		if (!terms.has(name)) {
			throw node.error('vocabulary', `is "${text}": "${name}" is not ${what} of CBV 2.0`);
		}
		return { name, uri: web + name };
	};
	if (!text.includes(':')) {
		return known(text);
	}
	const colon = text.indexOf(':');
	const scheme = text.slice(0, colon);
	const namespace = prefixes.get(scheme);
	if (namespace === undefined && !/^(https?|urn|geo|tag)$/i.test(scheme)) {
		throw node.error(
			'unknown-prefix',
			`is "${text}": the context does not define the prefix "${scheme}"`,
		);
	}
	const expanded = namespace === undefined ? text : namespace + text.slice(colon + 1);
	const uri = expanded.startsWith(FORMER_VOC)
		? VOC + expanded.slice(FORMER_VOC.length)
		: expanded;
	if (uri.startsWith(web)) {
		return known(uri.slice(web.length));
	}
	if (urn !== undefined && uri.startsWith(urn)) {
		return known(uri.slice(urn.length));
	}
	return { name: undefined, uri };
}

// --- Events -----------------------------------------------------------------------------------

const COMMON = `
	@context type eventTime eventTimeZoneOffset recordTime eventID errorDeclaration certificationInfo
	bizStep disposition persistentDisposition readPoint bizLocation bizTransactionList sourceList
	destinationList sensorElementList
`;

/** The fields that only some types have. */
const FIELDS: Readonly<Record<EpcisEventType, string>> = {
	ObjectEvent: 'action epcList quantityList ilmd',
	AggregationEvent: 'action parentID childEPCs childQuantityList',
	TransactionEvent: 'action parentID epcList quantityList',
	TransformationEvent: `inputEPCList inputQuantityList outputEPCList outputQuantityList
		transformationID ilmd`,
	AssociationEvent: 'action parentID childEPCs childQuantityList',
};

const ALL_FIELDS = new Set(Object.values(FIELDS).flatMap((fields) => fields.split(/\s+/)));

function readEvent(node: Node, outer: Prefixes): EpcisEvent {
	const prefixes = node.at('@context').exists ? readContext(node.at('@context'), outer) : outer;
	const type = required(node, 'type').text() as EpcisEventType;
	if (!EPCIS_EVENT_TYPES.includes(type)) {
		throw node
			.at('type')
			.error('event-type', `is "${type}", not one of ${EPCIS_EVENT_TYPES.join(', ')}`);
	}
	const names = `${COMMON} ${FIELDS[type]}`;
	const known = new Set(names.trim().split(/\s+/));
	for (const key of node.members().keys()) {
		if (!known.has(key) && ALL_FIELDS.has(key)) {
			throw node.at(key).error('unexpected-field', `does not belong in ${article(type)}`);
		}
	}
	const eventTime = required(node, 'eventTime').time();
	const eventTimeZoneOffset = required(node, 'eventTimeZoneOffset').text();
	if (!OFFSET.test(eventTimeZoneOffset)) {
		throw node
			.at('eventTimeZoneOffset')
			.error('time', `is "${eventTimeZoneOffset}", not an offset such as +02:00`);
	}
	const event: EpcisEvent = {
		path: node.path,
		type,
		eventTime,
		eventTimeZoneOffset,
		recordTime: node.maybe('recordTime', (at) => at.time()),
		eventID: node.maybe('eventID', uriAsWritten),
		errorDeclaration: node.maybe('errorDeclaration', (at) => errorOf(at, prefixes)),
		certificationInfo:
			node.at('certificationInfo').json?.kind === 'string'
				? [node.at('certificationInfo').uri()]
				: node
						.at('certificationInfo')
						.items()
						.map((at) => at.uri()),
		action: type === 'TransformationEvent' ? undefined : actionOf(required(node, 'action')),
		epcList: instances(node.at('epcList')),
		parentID: node.maybe('parentID', (at) => instance(at)),
		inputEPCList: instances(node.at('inputEPCList')),
		childEPCs: instances(node.at('childEPCs')),
		quantityList: quantities(node.at('quantityList'), prefixes),
		childQuantityList: quantities(node.at('childQuantityList'), prefixes),
		inputQuantityList: quantities(node.at('inputQuantityList'), prefixes),
		outputEPCList: instances(node.at('outputEPCList')),
		outputQuantityList: quantities(node.at('outputQuantityList'), prefixes),
		transformationID: node.maybe('transformationID', (at) => at.uri()),
		bizStep: node.maybe('bizStep', (at) => at.term(VOCABULARIES.bizStep, prefixes)),
		disposition: node.maybe('disposition', (at) => at.term(VOCABULARIES.disposition, prefixes)),
		persistentDisposition: node.maybe('persistentDisposition', (at) =>
			persistentOf(at, prefixes),
		),
		readPoint: node.maybe('readPoint', (at) => placeOf(at, prefixes)),
		bizLocation: node.maybe('bizLocation', (at) => placeOf(at, prefixes)),
		bizTransactionList: node
			.at('bizTransactionList')
			.items()
			.map((at) => transactionOf(at, prefixes)),
		sourceList: parties(node.at('sourceList'), 'source', prefixes),
		destinationList: parties(node.at('destinationList'), 'destination', prefixes),
		sensorElementList: node
			.at('sensorElementList')
			.items()
			.map((at) => sensorElementOf(at, prefixes)),
		ilmd: node.maybe('ilmd', (at) => at.extensions('', prefixes)) ?? [],
		extensions: node.extensions(names, prefixes),
	};
	checkEvent(event, node);
	return event;
}

/** What the schema's conditions say, and what it can't say. */
function checkEvent(event: EpcisEvent, node: Node): void {
	const missing = (field: string, reason: string): EpcisError =>
		node.at(field).error('required', reason);
	const items = event.epcList.length + event.quantityList.length;
	const children = event.childEPCs.length + event.childQuantityList.length;
	switch (event.type) {
		case 'ObjectEvent':
			if (items === 0 && (event.sensorElementList.length === 0 || !event.readPoint)) {
				throw missing(
					'epcList',
					'is missing or empty, and so is quantityList: an ObjectEvent is about things, or has ' +
						'sensorElementList and readPoint',
				);
			}
			if (node.at('ilmd').exists && event.action !== 'ADD') {
				throw node
					.at('ilmd')
					.error('contradiction', 'stands only in an event with action ADD');
			}
			break;
		case 'AggregationEvent':
			if (event.parentID === undefined && event.action !== 'OBSERVE') {
				throw missing('parentID', `is missing: action ${event.action} needs it`);
			}
			if (children === 0 && event.action !== 'DELETE') {
				throw missing(
					'childEPCs',
					`is missing or empty, and so is childQuantityList: action ${event.action} needs them`,
				);
			}
			break;
		case 'TransactionEvent':
			if (event.bizTransactionList.length === 0) {
				throw missing('bizTransactionList', 'is missing or empty');
			}
			if (items === 0 && event.parentID === undefined && event.action !== 'DELETE') {
				throw missing(
					'epcList',
					`is missing or empty, and so is quantityList: action ${event.action} needs them`,
				);
			}
			break;
		case 'TransformationEvent': {
			const inputs = event.inputEPCList.length + event.inputQuantityList.length;
			const outputs = event.outputEPCList.length + event.outputQuantityList.length;
			const joined = event.transformationID !== undefined && inputs + outputs > 0;
			if (!joined && (inputs === 0 || outputs === 0)) {
				throw missing(
					inputs === 0 ? 'inputEPCList' : 'outputEPCList',
					'is missing or empty: without transformationID there are inputs and outputs',
				);
			}
			break;
		}
		case 'AssociationEvent':
			if (event.parentID === undefined) {
				throw missing('parentID', 'is missing');
			}
			if (children === 0 && event.action !== 'DELETE') {
				throw missing(
					'childEPCs',
					`is missing or empty, and so is childQuantityList: action ${event.action} needs them`,
				);
			}
			break;
	}
	const parent = event.parentID?.link;
	const own = event.childEPCs.findIndex(({ link }) => link === parent);
	if (own >= 0) {
		throw node
			.at('childEPCs')
			.error('contradiction', `has the parent itself at ${own}: nothing is in itself`);
	}
}

function article(name: string): string {
	return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`;
}

function uriAsWritten(node: Node): string {
	const text = node.text();
	if (!/^[A-Za-z][A-Za-z0-9+.-]*:[\u0021-\u007e]+$/.test(text)) {
		throw node.error('identifier', `is "${text}", not a URI`);
	}
	return text;
}

function actionOf(node: Node): EpcisAction {
	const text = node.text();
	if (text !== 'ADD' && text !== 'OBSERVE' && text !== 'DELETE') {
		throw node.error('action', `is "${text}", not ADD, OBSERVE or DELETE`);
	}
	return text;
}

function instance(node: Node): Gs1Identifier {
	const identifier = node.identifier();
	if (identifier.level === 'class') {
		throw node.error(
			'identifier-level',
			`is "${identifier.uri}", which is a class of things, not one of them`,
		);
	}
	return identifier;
}

function instances(list: Node): Gs1Identifier[] {
	const seen = new Map<string, number>();
	return list.items().map((node, at) => {
		const identifier = instance(node);
		const before = seen.get(identifier.link);
		if (before !== undefined) {
			throw node.error('duplicate', `is the same as ${before}: "${identifier.uri}"`);
		}
		seen.set(identifier.link, at);
		return identifier;
	});
}

function quantities(list: Node, prefixes: Prefixes): EpcisQuantity[] {
	return list.items().map((node) => {
		node.only('epcClass quantity uom', prefixes);
		const epcClass = required(node, 'epcClass').identifier();
		if (epcClass.level === 'instance') {
			throw node
				.at('epcClass')
				.error('identifier-level', `is "${epcClass.uri}", which is one thing, not a class`);
		}
		const quantity = node.maybe('quantity', (at) => at.decimal());
		if (quantity !== undefined && (quantity === '0' || quantity.startsWith('-'))) {
			throw node.at('quantity').error('number', `is ${quantity}, not more than nothing`);
		}
		const uom = node.maybe('uom', uomOf);
		if (uom !== undefined && quantity === undefined) {
			throw node.at('quantity').error('required', 'is missing, but there is a uom');
		}
		return { epcClass, quantity, uom };
	});
}

function uomOf(node: Node): string {
	const text = node.text();
	if (!/^[A-Z0-9]{2,3}$/.test(text)) {
		throw node.error('uom', `is "${text}", not two or three capital letters or digits`);
	}
	return text;
}

function errorOf(node: Node, prefixes: Prefixes): ErrorDeclaration {
	node.only('declarationTime reason correctiveEventIDs', prefixes);
	return {
		declarationTime: required(node, 'declarationTime').time(),
		reason: node.maybe('reason', (at) => at.term(VOCABULARIES.errorReason, prefixes)),
		correctiveEventIDs: node.at('correctiveEventIDs').items().map(uriAsWritten),
	};
}

function persistentOf(
	node: Node,
	prefixes: Prefixes,
): { readonly set: readonly EpcisTerm[]; readonly unset: readonly EpcisTerm[] } {
	node.only('set unset', prefixes);
	const terms = (key: string): EpcisTerm[] =>
		node
			.at(key)
			.items()
			.map((at) => at.term(VOCABULARIES.disposition, prefixes));
	const [set, unset] = [terms('set'), terms('unset')];
	if (set.length + unset.length === 0) {
		throw node.error('required', 'has neither set nor unset');
	}
	const both = unset.findIndex(({ uri }) => set.some((term) => term.uri === uri));
	if (both >= 0) {
		throw node.at('unset').error('contradiction', `has at ${both} what is set as well`);
	}
	return { set, unset };
}

function placeOf(node: Node, prefixes: Prefixes): EpcisPlace {
	return { id: instance(required(node, 'id')), extensions: node.extensions('id', prefixes) };
}

function transactionOf(node: Node, prefixes: Prefixes): BizTransaction {
	node.only('type bizTransaction', prefixes);
	return {
		type: node.maybe('type', (at) => at.term(VOCABULARIES.bizTransaction, prefixes)),
		id: required(node, 'bizTransaction').uri(),
	};
}

function parties(list: Node, key: 'source' | 'destination', prefixes: Prefixes): EpcisParty[] {
	return list.items().map((node) => {
		node.only(`type ${key}`, prefixes);
		return {
			type: required(node, 'type').term(VOCABULARIES.sourceDestination, prefixes),
			id: instance(required(node, key)),
		};
	});
}

/** What may be said of all reports at once, or of each, but not both. */
const INLINE = [
	'time',
	'deviceID',
	'deviceMetadata',
	'rawData',
	'dataProcessingMethod',
	'bizRules',
] as const;

function sensorElementOf(node: Node, prefixes: Prefixes): SensorElement {
	const reports = required(node, 'sensorReport').items();
	if (reports.length === 0) {
		throw node.at('sensorReport').error('required', 'is empty');
	}
	const metadata = node.at('sensorMetadata');
	for (const field of metadata.exists ? INLINE : []) {
		const twice = reports.find((report) => report.at(field).exists);
		if (metadata.at(field).exists && twice !== undefined) {
			throw twice
				.at(field)
				.error(
					'sensor-metadata',
					`is said by sensorMetadata too: one of both has to say it`,
				);
		}
	}
	return {
		path: node.path,
		metadata: metadata.exists ? metadataOf(metadata, prefixes) : undefined,
		reports: reports.map((report) => reportOf(report, prefixes)),
		extensions: node.extensions('sensorMetadata sensorReport', prefixes),
	};
}

const METADATA = `
	time startTime endTime deviceID deviceMetadata rawData dataProcessingMethod bizRules
`;

function metadataOf(node: Node, prefixes: Prefixes): SensorMetadata {
	const time = (key: string): number | undefined => node.maybe(key, (at) => at.time());
	const uri = (key: string): string | undefined => node.maybe(key, (at) => at.uri());
	const [startTime, endTime] = [time('startTime'), time('endTime')];
	if (startTime !== undefined && endTime !== undefined && startTime > endTime) {
		throw node.at('endTime').error('contradiction', 'is before startTime');
	}
	return {
		time: time('time'),
		startTime,
		endTime,
		deviceID: uri('deviceID'),
		deviceMetadata: uri('deviceMetadata'),
		rawData: uri('rawData'),
		dataProcessingMethod: uri('dataProcessingMethod'),
		bizRules: uri('bizRules'),
		extensions: node.extensions(METADATA, prefixes),
	};
}

const REPORT = `
	type exception deviceID deviceMetadata rawData dataProcessingMethod bizRules time microorganism
	chemicalSubstance value component stringValue booleanValue hexBinaryValue uriValue minValue
	maxValue meanValue sDev percRank percValue uom coordinateReferenceSystem
`;

function reportOf(node: Node, prefixes: Prefixes): SensorReport {
	const uri = (key: string): string | undefined => node.maybe(key, (at) => at.uri());
	const decimal = (key: string): string | undefined => node.maybe(key, (at) => at.decimal());
	return {
		type: required(node, 'type').term(VOCABULARIES.measurement, prefixes),
		exception: node.maybe('exception', (at) => at.term(VOCABULARIES.alert, prefixes)),
		deviceID: uri('deviceID'),
		deviceMetadata: uri('deviceMetadata'),
		rawData: uri('rawData'),
		dataProcessingMethod: uri('dataProcessingMethod'),
		bizRules: uri('bizRules'),
		time: node.maybe('time', (at) => at.time()),
		microorganism: uri('microorganism'),
		chemicalSubstance: uri('chemicalSubstance'),
		value: decimal('value'),
		component: node.maybe('component', (at) => at.term(VOCABULARIES.component, prefixes)),
		stringValue: node.maybe('stringValue', (at) => at.text()),
		booleanValue: node.maybe('booleanValue', (at) => at.boolean()),
		hexBinaryValue: node.maybe('hexBinaryValue', (at) => {
			const text = at.text();
			if (!/^([0-9A-Fa-f]{2})+$/.test(text)) {
				throw at.error('type', `is "${text}", not hexadecimal bytes`);
			}
			return text;
		}),
		uriValue: uri('uriValue'),
		minValue: decimal('minValue'),
		maxValue: decimal('maxValue'),
		meanValue: decimal('meanValue'),
		sDev: decimal('sDev'),
		percRank: decimal('percRank'),
		percValue: decimal('percValue'),
		uom: node.maybe('uom', uomOf),
		coordinateReferenceSystem: uri('coordinateReferenceSystem'),
		extensions: node.extensions(REPORT, prefixes),
	};
}
