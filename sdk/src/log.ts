// SPDX-License-Identifier: Apache-2.0

/**
 * A patient's access log. The chain keeps how many entries there are and the hash that they lead to;
 * the entries themselves are in events. Whoever has collected them, an indexer say, can be held to
 * them: {@link verifyLog} computes the hash again, byte for byte as `pallet-disclosures`, from the
 * entries as they are encoded. What polkadot.js decodes from an event encodes to the same bytes, so
 * that nothing of the entry's layout is repeated here.
 */

import { blake2AsU8a } from '@polkadot/util-crypto';
import {
	accountBytes,
	type Bytes,
	concat,
	exactly,
	type Hex,
	toBytes,
	toHex,
	utf8,
} from './bytes.js';
import { type FieldGroup, fieldGroupNames, PURPOSES, type PurposeOfUse } from './kinds.js';

/** An entry as polkadot.js decodes it, or its bytes. */
export type EncodedEntry = Bytes | { toU8a(): Uint8Array };

/** An entry that can also be read. */
export interface EntryCodec {
	toU8a(): Uint8Array;
	toJSON(): unknown;
}

/** Where a log has got to, as the chain says. */
export interface LogHead {
	readonly entries: number | bigint;
	readonly head: Bytes;
}

/** Why a copy of a log isn't accepted: the names are those of the chain's own `LogError`. */
export type LogErrorCode = 'CountDiffers' | 'OutOfOrder' | 'Altered' | 'EmptyPeriod';

/** Why a copy of a log isn't accepted. */
export class LogError extends Error {
	override readonly name = 'LogError';

	constructor(
		/** What kind of fault it is. */
		readonly code: LogErrorCode,
		/** The same in words. */
		reason: string,
	) {
		super(reason);
	}
}

/** The hash before the first entry. */
const START = new Uint8Array(32);

const bytesOf = (entry: EncodedEntry): Uint8Array =>
	typeof entry === 'object' && 'toU8a' in entry ? entry.toU8a() : toBytes(entry);

/** The hash that one more entry leads to. */
export function extendLog(head: Bytes, entry: EncodedEntry): Uint8Array {
	const before = exactly(32, head, 'the head');
	return blake2AsU8a(concat(utf8('galen/access-log'), before, bytesOf(entry)), 256);
}

/** Where these entries lead to: what the chain says if they are all and as they were written. */
export function logHead(entries: readonly EncodedEntry[]): { entries: number; head: Hex } {
	const head = entries.reduce<Uint8Array>((before, entry) => extendLog(before, entry), START);
	return { entries: entries.length, head: toHex(head) };
}

/**
 * Throws a {@link LogError} unless these entries, from the first one on, are the patient's log: none
 * missing, none added, none changed.
 *
 * @param head from the chain at a finalised block, not from whoever gives the entries
 */
export function verifyLog(entries: readonly EncodedEntry[], head: LogHead): void {
	entries.forEach((entry, at) => {
		const number = numberOf(entry);
		if (number !== at + 1) {
			throw new LogError(
				'OutOfOrder',
				`entry ${at + 1} should come, and ${number} is there: ` +
					`${number > at + 1 ? 'some are missing' : 'it is there twice or too late'}`,
			);
		}
	});
	if (BigInt(entries.length) !== BigInt(head.entries)) {
		throw new LogError(
			'CountDiffers',
			`the log has ${head.entries} entries, and the copy ${entries.length}`,
		);
	}
	if (logHead(entries).head !== toHex(exactly(32, head.head, 'the head'))) {
		throw new LogError('Altered', 'an entry isn’t as it was written');
	}
}

/** The number that every entry begins with, as a `u64`. */
function numberOf(entry: EncodedEntry): number {
	const bytes = bytesOf(entry);
	if (bytes.length < 8) {
		throw new LogError('Altered', `an entry has ${bytes.length} bytes`);
	}
	return Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
}

/** The part of polkadot.js's event records that is looked at. */
export interface EventRecordLike {
	readonly event: {
		readonly section: string;
		readonly data: ArrayLike<unknown> & { readonly names: readonly string[] | null };
	};
}

/** The entries of a patient's log among events, in the order of the events. */
export function loggedEntries(events: Iterable<EventRecordLike>, patient: Bytes): EntryCodec[] {
	const wanted = toHex(exactly(32, patient, 'the patient'));
	const entries: EntryCodec[] = [];
	for (const { event } of events) {
		const names = event.data.names ?? [];
		const [of, entry] = ['patient', 'entry'].map(
			(name) => event.data[names.indexOf(name)] as EntryCodec | undefined,
		);
		if (event.section === 'disclosures' && of !== undefined && entry !== undefined) {
			if (toHex(of.toU8a()) === wanted) {
				entries.push(entry);
			}
		}
	}
	return entries;
}

/** Who got data, whichever member of staff it was. */
export type Recipient = { readonly Institution: number } | { readonly Patient: Hex };

/** A disclosure of a patient's data (45 CFR 164.528(b)). */
export interface LoggedDisclosure {
	/** The number of the entry that tells of it. */
	readonly entry: number;
	/** When: milliseconds since 1970, UTC. */
	readonly at: number;
	readonly recipient: Recipient;
	/** The account that asked. */
	readonly account: Hex;
	/** The institution that has disclosed it. */
	readonly custodian: number;
	readonly record: Hex;
	readonly version: number;
	/** Which parts of the record. */
	readonly fields: readonly FieldGroup[];
	readonly purpose: PurposeOfUse;
	readonly study: number | null;
	/** What permitted it. */
	readonly basis: 'Consent' | 'Policy' | 'BreakGlass' | 'SelfAccess';
	/** Whether an account of it is owed. The others are exempt. */
	readonly accountable: boolean;
	/** When the recipient confirmed to have it. */
	readonly received: number | null;
}

/** Several disclosures to one recipient for one purpose (45 CFR 164.528(b)(3)). */
export interface DisclosureSummary {
	readonly recipient: Recipient;
	readonly purpose: PurposeOfUse;
	readonly accountable: boolean;
	readonly first: number;
	readonly last: number;
	readonly count: number;
}

/** Who got a patient's data within a period. */
export interface Accounting {
	/** Each disclosure, in the order of the log. */
	readonly disclosures: readonly LoggedDisclosure[];
	/** The same by recipient and purpose, in the order of the first of them. */
	readonly summaries: readonly DisclosureSummary[];
}

/** The beginning of the six years that 45 CFR 164.528 asks an account of. */
export function sixYearsBefore(now: number): number {
	const date = new Date(now);
	const month = date.getUTCMonth();
	date.setUTCFullYear(date.getUTCFullYear() - 6);
	if (date.getUTCMonth() !== month) {
		// The 29th of February has no other six years before: the day before belongs to the period.
		date.setUTCDate(0);
	}
	return date.getTime();
}

/**
 * Who got the patient's data from `from` on until before `until`, as the view of the chain answers
 * it. The entries have to be the whole log ({@link verifyLog}), for a receipt may come much later
 * than what it is for.
 *
 * A disclosure is what a custodian has released, and what another pallet used on the spot. A grant
 * that nobody has released disclosed nothing.
 */
export function accounting(
	entries: readonly EntryCodec[],
	head: LogHead,
	from: number,
	until: number,
): Accounting {
	if (from >= until) {
		throw new LogError('EmptyPeriod', 'the period asked for is empty');
	}
	verifyLog(entries, head);
	const read = entries.map((entry) => object(entry.toJSON(), 'an entry'));
	const receipts = new Map<number, number>();
	for (const entry of read) {
		const [what, details] = variant(entry.what, 'what');
		if (what === 'received') {
			receipts.set(number(details.grant, 'grant'), number(entry.at, 'at'));
		}
	}
	const disclosures = read.flatMap((entry) => disclosureOf(entry, receipts) ?? []);
	const within = disclosures.filter(({ at }) => from <= at && at < until);
	return { disclosures: within, summaries: summarize(within) };
}

function disclosureOf(
	entry: Record<string, unknown>,
	receipts: ReadonlyMap<number, number>,
): LoggedDisclosure | undefined {
	const [what, details] = variant(entry.what, 'what');
	if ((what !== 'released' && what !== 'accessed') || entry.data === null) {
		return undefined;
	}
	const data = object(entry.data, 'data');
	const [kind, who] = Object.entries(object(data.recipient, 'recipient'))[0] ?? ['', null];
	const staff = kind.toLowerCase() === 'staff' ? object(who, 'recipient') : undefined;
	const account = toHex(accountBytes(String(staff === undefined ? who : staff.account)));
	const [basis] = variant(details.basis, 'basis');
	return {
		entry: number(entry.number, 'number'),
		at: number(entry.at, 'at'),
		recipient:
			staff === undefined
				? { Patient: account }
				: { Institution: number(staff.institution, 'institution') },
		account,
		custodian: number(data.custodian, 'custodian'),
		record: toHex(toBytes(String(data.record))),
		version: number(data.version, 'version'),
		fields: fieldGroupNames(number(data.fields, 'fields')),
		purpose: named(PURPOSES, data.purpose, 'purpose'),
		study: data.study === null ? null : number(data.study, 'study'),
		basis: named(BASES, basis, 'basis'),
		accountable: entry.accountable === true,
		received:
			what === 'released' ? (receipts.get(number(details.grant, 'grant')) ?? null) : null,
	};
}

const BASES = ['Consent', 'Policy', 'BreakGlass', 'SelfAccess'] as const;

function summarize(disclosures: readonly LoggedDisclosure[]): DisclosureSummary[] {
	const summaries = new Map<string, DisclosureSummary>();
	for (const { recipient, purpose, accountable, at } of disclosures) {
		const key = JSON.stringify([recipient, purpose, accountable]);
		const before = summaries.get(key);
		summaries.set(key, {
			recipient,
			purpose,
			accountable,
			first: before?.first ?? at,
			last: at,
			count: (before?.count ?? 0) + 1,
		});
	}
	return [...summaries.values()];
}

/** The name of an enum's variant, in small letters as polkadot.js writes it, and what is in it. */
function variant(value: unknown, what: string): [name: string, details: Record<string, unknown>] {
	const [name, details] =
		typeof value === 'string' ? [value, null] : (Object.entries(object(value, what))[0] ?? []);
	return [(name ?? '').toLowerCase(), object(details ?? {}, what)];
}

function named<Name extends string>(all: readonly Name[], found: unknown, what: string): Name {
	const name = all.find((one) => one.toLowerCase() === String(found).toLowerCase());
	if (name === undefined) {
		throw new TypeError(`the ${what} of an entry is ${String(found)}, which is unknown`);
	}
	return name;
}

function object(value: unknown, what: string): Record<string, unknown> {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new TypeError(`${what} is no object`);
	}
	return value as Record<string, unknown>;
}

function number(value: unknown, what: string): number {
	// polkadot.js writes large numbers as hexadecimals.
	const found = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
	if (!Number.isSafeInteger(found)) {
		throw new TypeError(`the ${what} of an entry is no number`);
	}
	return found;
}
