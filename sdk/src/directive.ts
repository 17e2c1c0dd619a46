// SPDX-License-Identifier: Apache-2.0

/**
 * A patient's directive as calls take it, after `consent-core`: a root provision and exceptions to
 * it, one level deep. An axis that is left empty restricts nothing; axes hold together, the values
 * of one are alternatives. Labels are evaluated off chain, so that there are none here.
 */

import { blake2AsU8a } from '@polkadot/util-crypto';
import { concat, type Hex, toHex } from './bytes.js';
import { type Role, ROLES } from './kinds.js';

/** How many exceptions a directive may have. */
export const MAX_EXCEPTIONS = 3;
/** How many actors a provision may name. */
export const MAX_ACTORS = 4;
/** How many countries a provision may name. */
export const MAX_JURISDICTIONS = 4;
/** How many institutions a directive may name whose data it is about. */
export const MAX_CUSTODIANS = 4;

/** Who is meant. */
export type ActorRef =
	| { readonly Person: string }
	| { readonly Institution: number }
	| { readonly Department: readonly [institution: number, department: number] }
	| { readonly Role: Role }
	| { readonly Group: readonly [institution: number, group: number] };

/** From a moment on, until another (excluded) or without an end: milliseconds since 1970, UTC. */
export interface Period {
	readonly from: number;
	readonly until: number | null;
}

/** What is permitted or denied. */
export interface Provision {
	readonly decision: 'Permit' | 'Deny';
	/** When data may be used. */
	readonly period: Period | null;
	/** When what the data tells of happened. */
	readonly dataPeriod: Period | null;
	readonly actors: readonly ActorRef[];
	/** Bits: `purposes`. */
	readonly purposes: bigint;
	/** Bits: `compartments`. */
	readonly compartments: bigint;
	/** Bits: `dataClasses`. */
	readonly dataClasses: number;
	/** Bits: `fieldGroups`. */
	readonly fields: number;
	/** Countries of the requester's institution, ISO 3166-1 numeric. */
	readonly jurisdictions: readonly number[];
	/** None on chain. */
	readonly labels: null;
}

/** What a patient says. */
export interface Directive {
	/** Limits the directive as a whole. */
	readonly root: Provision;
	/** The exceptions to it. */
	readonly exceptions: readonly Provision[];
	/** The institutions whose data it is about; all where there are none. */
	readonly custodians: readonly number[];
	/** The study that it is about, if it is about research. */
	readonly study: number | null;
}

/** A provision that restricts nothing. */
export const UNRESTRICTED: Omit<Provision, 'decision'> = {
	period: null,
	dataPeriod: null,
	actors: [],
	purposes: 0n,
	compartments: 0n,
	dataClasses: 0,
	fields: 0,
	jurisdictions: [],
	labels: null,
};

/**
 * Names what the patient has seen, for `consent.activate`: should the proposal have changed since, the
 * call fails. Taken from what is shown, as polkadot.js encodes it:
 *
 * ```ts
 * const [, directive, source] = api.tx.consent.propose(patient, shown, source).args;
 * proposalDigest(directive, source);
 * ```
 */
export function proposalDigest(
	directive: { toU8a(): Uint8Array },
	source: { toU8a(): Uint8Array },
): Hex {
	return toHex(blake2AsU8a(concat(directive.toU8a(), source.toU8a()), 256));
}

/**
 * The directive in what the chain answers: a value of polkadot.js, or its `toJSON()`. Throws a
 * `TypeError` that names the part that isn't one of a directive.
 */
export function directiveOf(value: unknown): Directive {
	const { root, exceptions, custodians, study } = object(plain(value), 'the directive');
	return {
		root: provisionOf(root, 'root'),
		exceptions: list(exceptions, 'exceptions').map((item, at) =>
			provisionOf(item, `exceptions[${at}]`),
		),
		custodians: list(custodians, 'custodians').map((item) => number(item, 'custodians')),
		study: study === null || study === undefined ? null : number(study, 'study'),
	};
}

function provisionOf(value: unknown, at: string): Provision {
	const fields = object(value, at);
	const decision = DECISIONS.find(
		(name) => typeof fields.decision === 'string' && same(name, fields.decision),
	);
	if (decision === undefined) {
		throw new TypeError(`${at}.decision is neither Permit nor Deny`);
	}
	return {
		decision,
		period: periodOf(fields.period, `${at}.period`),
		dataPeriod: periodOf(fields.dataPeriod, `${at}.dataPeriod`),
		actors: list(fields.actors, `${at}.actors`).map((item, index) =>
			actorOf(item, `${at}.actors[${index}]`),
		),
		purposes: bits(fields.purposes, `${at}.purposes`),
		compartments: bits(fields.compartments, `${at}.compartments`),
		dataClasses: number(fields.dataClasses, `${at}.dataClasses`),
		fields: number(fields.fields, `${at}.fields`),
		jurisdictions: list(fields.jurisdictions, `${at}.jurisdictions`).map((item) =>
			number(item, `${at}.jurisdictions`),
		),
		labels: null,
	};
}

function actorOf(value: unknown, at: string): ActorRef {
	const [[key, of] = ['', undefined]] = Object.entries(object(value, at));
	const pair = (): [number, number] => {
		const [institution, part] = list(of, at);
		return [number(institution, at), number(part, at)];
	};
	switch (key.toLowerCase()) {
		case 'person':
			return { Person: of instanceof Uint8Array ? toHex(of) : String(of) };
		case 'institution':
			return { Institution: number(of, at) };
		case 'department':
			return { Department: pair() };
		case 'group':
			return { Group: pair() };
		case 'role': {
			const role = ROLES.find((name) => same(name, String(of)));
			if (role !== undefined) {
				return { Role: role };
			}
		}
	}
	throw new TypeError(`${at} is no actor: ${JSON.stringify(value)}`);
}

function periodOf(value: unknown, at: string): Period | null {
	if (value === null || value === undefined) {
		return null;
	}
	const { from, until } = object(value, at);
	return {
		from: number(from, `${at}.from`),
		until: until === null || until === undefined ? null : number(until, `${at}.until`),
	};
}

const DECISIONS = ['Permit', 'Deny'] as const;

/** polkadot.js writes the variants of enums in either case: `Permit` or `permit`. */
const same = (name: string, found: string): boolean => name.toLowerCase() === found.toLowerCase();

function plain(value: unknown): unknown {
	const codec = value as { toJSON?: () => unknown } | null;
	return typeof codec?.toJSON === 'function' ? codec.toJSON() : value;
}

function object(value: unknown, at: string): Record<string, unknown> {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new TypeError(`${at} is no object`);
	}
	return value as Record<string, unknown>;
}

function list(value: unknown, at: string): unknown[] {
	if (!Array.isArray(value)) {
		throw new TypeError(`${at} is no list`);
	}
	return value;
}

/** polkadot.js writes large numbers as hexadecimals, big endian. */
function bits(value: unknown, at: string): bigint {
	if (typeof value === 'bigint') {
		return value;
	}
	if (
		Number.isSafeInteger(value) ||
		(typeof value === 'string' && /^0x[0-9a-f]+$/i.test(value))
	) {
		return BigInt(value as number | string);
	}
	throw new TypeError(`${at} is no number`);
}

function number(value: unknown, at: string): number {
	const found = Number(bits(value, at));
	if (!Number.isSafeInteger(found)) {
		throw new TypeError(`${at} is no number`);
	}
	return found;
}
