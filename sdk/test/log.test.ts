// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { TypeRegistry } from '@polkadot/types';
import {
	accounting,
	accountBytes,
	type EntryCodec,
	extendLog,
	fieldGroups,
	loggedEntries,
	logHead,
	LogError,
	PURPOSES,
	ROLES,
	sixYearsBefore,
	toHex,
	verifyLog,
} from '../src/index.js';

const registry = new TypeRegistry();
registry.register({
	Actor: { account: 'AccountId32', institution: 'u32', role: 'Role', department: 'u16' },
	Role: { _enum: [...ROLES] },
	Requester: { _enum: { Staff: 'Actor', Patient: 'AccountId32' } },
	PurposeOfUse: { _enum: [...PURPOSES] },
	Algorithm: { _enum: ['Sha2_256', 'Blake2b_256', 'Sm3'] },
	Digest: { algorithm: 'Algorithm', bytes: '[u8; 32]' },
	ConsentBasis: { consent: 'u32', version: 'u32' },
	PolicyBasis: { policy: 'u32' },
	UseBasis: { id: 'u64' },
	Basis: {
		_enum: {
			Consent: 'ConsentBasis',
			Policy: 'PolicyBasis',
			BreakGlass: 'UseBasis',
			SelfAccess: 'Null',
		},
	},
	DataUse: {
		recipient: 'Requester',
		custodian: 'u32',
		record: '[u8; 32]',
		version: 'u32',
		fields: 'u16',
		purpose: 'PurposeOfUse',
		study: 'Option<u32>',
	},
	Denied: { denial: 'u8' },
	Accessed: { basis: 'Basis' },
	Granted: { grant: 'u64', basis: 'Basis' },
	Released: { grant: 'u64', payload: 'Digest', basis: 'Basis' },
	Received: { grant: 'u64', payload: 'Digest' },
	Happening: {
		_enum: {
			Granted: 'Granted',
			Denied: 'Denied',
			Accessed: 'Accessed',
			Released: 'Released',
			Received: 'Received',
		},
	},
	LogEntry: {
		number: 'u64',
		at: 'u64',
		actor: 'Requester',
		what: 'Happening',
		data: 'Option<DataUse>',
		accountable: 'bool',
	},
});

const DOCTOR = `0x${'11'.repeat(32)}` as const;
const COLLEAGUE = `0x${'12'.repeat(32)}` as const;
const MOTHER = `0x${'22'.repeat(32)}` as const;
const PATIENT = `0x${'33'.repeat(32)}` as const;
const RECORD = `0x${'44'.repeat(32)}` as const;

const staff = (account: string = DOCTOR, institution = 4): object => ({
	Staff: { account, institution, role: 'Physician', department: 1 },
});
const use = (recipient: object, purpose: string, study: number | null = null): object => ({
	recipient,
	custodian: 3,
	record: RECORD,
	version: 2,
	fields: fieldGroups('LabResults', 'Imaging'),
	purpose,
	study,
});
const payload = { algorithm: 'Sha2_256', bytes: new Uint8Array(32).fill(8) };
const consent = { Consent: { consent: 0, version: 1 } };
const policy = { Policy: { policy: 1 } };

/** A log, whose entry `n` is written at `100 n`. */
function entries(
	...items: readonly [what: object, data: object | null, accountable?: boolean][]
): EntryCodec[] {
	return items.map(([what, data, accountable = false], at) =>
		registry.createType('LogEntry', {
			number: at + 1,
			at: (at + 1) * 100,
			actor: staff(),
			what,
			data,
			accountable,
		}),
	);
}

const treat = use(staff(), 'TREAT');
const report = use(staff(COLLEAGUE, 5), 'PUBHLTH');
const own = use({ Patient: MOTHER }, 'PATRQT');
const LOG = entries(
	[{ Granted: { grant: 7, basis: consent } }, treat],
	[{ Released: { grant: 7, payload, basis: consent } }, treat],
	[{ Denied: { denial: 0 } }, treat],
	[{ Accessed: { basis: policy } }, report, true],
	[{ Released: { grant: 8, payload, basis: { SelfAccess: null } } }, own],
	[{ Granted: { grant: 9, basis: consent } }, treat],
	[{ Released: { grant: 9, payload, basis: { BreakGlass: { id: 6 } } } }, treat],
	[{ Received: { grant: 7, payload } }, treat],
);
const HEAD = logHead(LOG);

/** The code of the error that `run` provokes. */
function refusal(run: () => unknown): string {
	try {
		run();
	} catch (error) {
		assert.ok(error instanceof LogError, String(error));
		return error.code;
	}
	return 'accepted';
}

describe('a log', () => {
	it('should lead to the hash that the chain computes', () => {
		// Computed with Python's hashlib: blake2b, 32 bytes, of tag, head and entry.
		const [one, two] = ['0x010000000000000009', '0x0200000000000000'] as const;
		const first = '0x91be95527b3801d2ba89250afa989eb6ae5c96d26b3727c5f60972c655d96390';
		const second = '0xd55202aad07d4959acdb7c908a5db03d8689c8ca734e3108c41b7222e065708a';
		assert.equal(toHex(extendLog(new Uint8Array(32), one)), first);
		assert.deepEqual(logHead([one, two]), { entries: 2, head: second });
		assert.deepEqual(logHead([]), { entries: 0, head: `0x${'00'.repeat(32)}` });
		assert.equal(
			refusal(() => verifyLog([one, two], { entries: 2n, head: second })),
			'accepted',
		);
	});

	it('should be accepted whole, decoded or as bytes', () => {
		assert.equal(
			refusal(() => verifyLog(LOG, HEAD)),
			'accepted',
		);
		const bytes = LOG.map((entry) => entry.toU8a());
		assert.equal(
			refusal(() => verifyLog(bytes, HEAD)),
			'accepted',
		);
		assert.equal(
			refusal(() =>
				verifyLog(
					bytes.map((entry) => toHex(entry)),
					HEAD,
				),
			),
			'accepted',
		);
		// Views of a larger buffer, as decoders hand out.
		const views = bytes.map((entry) => Uint8Array.from([7, ...entry]).subarray(1));
		assert.equal(
			refusal(() => verifyLog(views, HEAD)),
			'accepted',
		);
		assert.equal(
			refusal(() => verifyLog([], { entries: 0, head: new Uint8Array(32) })),
			'accepted',
		);
	});

	it('should be refused if an entry is missing, added, moved or changed', () => {
		const without = (at: number): EntryCodec[] => LOG.filter((_, index) => index !== at);
		for (let at = 0; at < LOG.length; at += 1) {
			const last = at === LOG.length - 1;
			assert.equal(
				refusal(() => verifyLog(without(at), HEAD)),
				last ? 'CountDiffers' : 'OutOfOrder',
			);
			const changed = LOG.map((entry, index) => {
				const bytes = entry.toU8a().slice();
				bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ (index === at ? 1 : 0);
				return bytes;
			});
			assert.equal(
				refusal(() => verifyLog(changed, HEAD)),
				'Altered',
			);
		}
		const [first, second, ...rest] = LOG as [EntryCodec, EntryCodec, ...EntryCodec[]];
		assert.equal(
			refusal(() => verifyLog([second, first, ...rest], HEAD)),
			'OutOfOrder',
		);
		assert.equal(
			refusal(() => verifyLog([first, first, second, ...rest], HEAD)),
			'OutOfOrder',
		);
		assert.equal(
			refusal(() => verifyLog([...LOG, first], HEAD)),
			'OutOfOrder',
		);
		assert.equal(
			refusal(() => verifyLog(['0x01'], { ...HEAD, entries: 1 })),
			'Altered',
		);
		assert.equal(
			refusal(() => verifyLog(LOG, { ...HEAD, head: new Uint8Array(32) })),
			'Altered',
		);
		assert.throws(() => verifyLog(without(2), HEAD), {
			message: 'entry 3 should come, and 4 is there: some are missing',
		});
	});

	it('should be found among the events of blocks', () => {
		const record = (section: string, fields: Record<string, unknown>): never =>
			({
				event: {
					section,
					data: Object.assign(Object.values(fields), { names: Object.keys(fields) }),
				},
			}) as never;
		const of = (id: string): unknown => registry.createType('[u8; 32]', id);
		const [first, second, third] = LOG;
		const events = [
			record('system', { patient: of(PATIENT), entry: third }),
			record('disclosures', { patient: of(PATIENT), entry: first, head: of(RECORD) }),
			record('disclosures', { patient: of(RECORD), entry: third }),
			record('disclosures', { encounter: 1, patient: of(PATIENT) }),
			{
				event: { section: 'disclosures', data: Object.assign([], { names: null }) },
			} as never,
			record('disclosures', { entry: second, patient: of(PATIENT) }),
		];
		assert.deepEqual(loggedEntries(events, PATIENT), [first, second]);
	});
});

describe('an accounting of disclosures', () => {
	const doctor = { recipient: { Institution: 4 }, account: DOCTOR, purpose: 'TREAT' };
	const common = {
		custodian: 3,
		record: RECORD,
		version: 2,
		fields: ['LabResults', 'Imaging'],
		study: null,
		accountable: false,
		received: null,
	};

	it('should tell each disclosure, and not what was only granted or denied', () => {
		const { disclosures, summaries } = accounting(LOG, HEAD, 0, 10_000);
		assert.deepEqual(disclosures, [
			{ ...common, ...doctor, entry: 2, at: 200, basis: 'Consent', received: 800 },
			{
				...common,
				entry: 4,
				at: 400,
				recipient: { Institution: 5 },
				account: COLLEAGUE,
				purpose: 'PUBHLTH',
				basis: 'Policy',
				accountable: true,
			},
			{
				...common,
				entry: 5,
				at: 500,
				recipient: { Patient: MOTHER },
				account: MOTHER,
				purpose: 'PATRQT',
				basis: 'SelfAccess',
			},
			{ ...common, ...doctor, entry: 7, at: 700, basis: 'BreakGlass' },
		]);
		const once = { accountable: false, count: 1 };
		assert.deepEqual(summaries, [
			{
				recipient: { Institution: 4 },
				purpose: 'TREAT',
				accountable: false,
				first: 200,
				last: 700,
				count: 2,
			},
			{
				...once,
				recipient: { Institution: 5 },
				purpose: 'PUBHLTH',
				accountable: true,
				first: 400,
				last: 400,
			},
			{ ...once, recipient: { Patient: MOTHER }, purpose: 'PATRQT', first: 500, last: 500 },
		]);
	});

	it('should be of a period, with receipts that came later', () => {
		const numbers = (from: number, until: number): number[] =>
			accounting(LOG, HEAD, from, until).disclosures.map(({ entry }) => entry);
		assert.deepEqual(numbers(200, 400), [2]);
		assert.deepEqual(numbers(201, 401), [4]);
		assert.equal(accounting(LOG, HEAD, 200, 300).disclosures[0]?.received, 800);
		assert.equal(
			refusal(() => accounting(LOG, HEAD, 200, 200)),
			'EmptyPeriod',
		);
	});

	it('should not be of a copy that isn’t the log', () => {
		assert.equal(
			refusal(() => accounting(LOG.slice(1), HEAD, 0, 1)),
			'OutOfOrder',
		);
		assert.equal(
			refusal(() => accounting(LOG.slice(0, -1), HEAD, 0, 1)),
			'CountDiffers',
		);
	});

	it('should name the study and take addresses', () => {
		const address = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
		const log = entries([{ Accessed: { basis: consent } }, use(staff(address), 'HRESCH', 9)]);
		const [disclosure] = accounting(log, logHead(log), 0, 1_000).disclosures;
		assert.equal(disclosure?.study, 9);
		assert.equal(disclosure?.account, toHex(accountBytes(address)));
	});

	it('should reach back six years', () => {
		assert.equal(sixYearsBefore(Date.UTC(2031, 4, 6, 12)), Date.UTC(2025, 4, 6, 12));
		assert.equal(sixYearsBefore(Date.UTC(2032, 1, 29)), Date.UTC(2026, 1, 28));
	});
});

describe('an entry', () => {
	it('should have the fields that are read', () => {
		const file = new URL('../../../pallets/disclosures/src/types.rs', import.meta.url);
		const source = readFileSync(file, 'utf8');
		/** The names of the fields of a struct or variant, as polkadot.js has them. */
		const fields = (head: string): string[] => {
			const body = source.slice(source.indexOf(`${head} {`)).split(/^\t{1,2}\}/m)[0] ?? '';
			return [...body.matchAll(/^\t+(?:pub )?([a-z_]+): /gm)].map(([, field = '']) =>
				field.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
			);
		};
		const of = (type: string): string[] => [
			...(registry.createType(type) as unknown as ReadonlyMap<string, unknown>).keys(),
		];
		assert.deepEqual(fields('pub struct LogEntry<AccountId>'), of('LogEntry'));
		assert.deepEqual(fields('pub struct DataUse<AccountId>'), of('DataUse'));
		assert.deepEqual(fields('\t\tReleased'), of('Released'));
		assert.deepEqual(fields('\t\tReceived'), of('Received'));
		assert.deepEqual(fields('\t\tAccessed'), of('Accessed'));
		assert.match(source, /Its number, counted from 1\./);
	});
});
