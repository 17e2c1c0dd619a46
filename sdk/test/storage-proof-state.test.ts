// SPDX-License-Identifier: Apache-2.0

import { compactToU8a, u8aConcat } from '@polkadot/util';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
	type AuthoritySet,
	consentOf,
	type Freshness,
	grantOf,
	type Hex,
	type LicensedJson,
	licenceOf,
	packOf,
	type PackFacts,
	proveState,
	readHeader,
	type StateItem,
	stateItems,
	type StateProof,
	toBytes,
	toHex,
	type Trust,
	verifyState,
} from '../src/index.js';
import { refusal } from './storage-proof/refusal.js';
import { Trie } from './storage-proof/trie.js';

/** What a node of the development chain has given. */
const FIXTURE = JSON.parse(
	readFileSync(new URL('../../test/storage-proof/development.json', import.meta.url), 'utf8'),
) as {
	trust: { chainId: Hex; authorities: AuthoritySet };
	asked: { pallet: string; storage: string; key: Hex; value: Hex | null }[];
	proof: StateProof & { header: Hex; finality: Hex };
	block: { hash: Hex; number: number };
	at: number;
	specVersion: number;
	laterFinality: Hex;
};

describe('a proof of the chain’s state', () => {
	const { trust, asked, proof, block, at, specVersion } = FIXTURE;
	const items: StateItem[] = asked.map(({ pallet, storage, key }) => ({
		pallet,
		storage,
		hashers: [],
		key,
	}));
	const verify = (
		given: StateProof = proof,
		trusted: Trust = trust,
		freshness: Freshness = {},
	): string => refusal(() => verifyState(trusted, given, items, freshness));

	it('should hold as the node has given it', () => {
		const proven = verifyState(trust, proof, items);
		assert.deepEqual(
			{ ...proven, values: proven.values.map((value) => value && toHex(value)) },
			{ block, at, specVersion, values: asked.map(({ value }) => value), next: undefined },
		);
		// In any order, and what every proof has can be asked about as well.
		const [clock, first] = verifyState(trust, proof, [
			stateItems.now(),
			...[...items].reverse(),
		]).values;
		assert.equal(Number(new DataView((clock as Uint8Array).buffer).getBigUint64(0, true)), at);
		assert.equal(first && toHex(first), asked.at(-1)?.value ?? null);
	});

	it('should be of the chain that is meant, and recent enough', () => {
		assert.equal(verify(proof, { ...trust, chainId: block.hash }), 'other-chain');
		assert.equal(verify(proof, trust, { since: at, fromBlock: block.number }), 'accepted');
		assert.equal(verify(proof, trust, { since: at + 1 }), 'stale');
		assert.equal(verify(proof, trust, { fromBlock: block.number + 1 }), 'stale');
		assert.equal(verify(proof, trust, { since: Number.NaN }), 'stale');
	});

	it('should be final, by votes or because the verifier knows', () => {
		const { chainId, authorities } = trust;
		const known = { chainId, block: block.hash };
		assert.equal(verify({ ...proof, finality: null }, known), 'accepted');
		assert.equal(verify(proof, { chainId, block: chainId }), 'other-block');
		assert.equal(verify({ ...proof, finality: null }), 'malformed-finality');
		assert.match(verify({ ...proof, finality: FIXTURE.laterFinality }), /^(other|broken)-/);
		const setId = BigInt(authorities.setId) + 1n;
		assert.equal(
			verify(proof, { chainId, authorities: { ...authorities, setId } }),
			'bad-signature',
		);
	});

	it('should be refused with any byte of the header or of the votes changed', () => {
		for (const part of ['header', 'finality'] as const) {
			const whole = toBytes(proof[part]);
			for (let index = 0; index < whole.length; index += 1) {
				const altered = whole.slice();
				altered[index] = (altered[index] ?? 0) ^ (1 << index % 8);
				const code = verify({ ...proof, [part]: toHex(altered) });
				assert.notEqual(code, 'accepted', `byte ${index} of ${part}`);
			}
		}
	});

	it('should be of a state that has what every state of the chain has', () => {
		const state = new Map<Hex, Uint8Array>([
			[stateItems.chainId().key, toBytes(trust.chainId)],
			[stateItems.now().key, new Uint8Array(8)],
			[stateItems.runtime().key, u8aConcat(compactToU8a(100), compactToU8a(0))],
		]);
		const given = (entries: Map<Hex, Uint8Array>): string => {
			const trie = new Trie(entries);
			const header = u8aConcat(
				new Uint8Array(32),
				compactToU8a(5),
				trie.root,
				new Uint8Array(32),
				[0],
			);
			const made: StateProof = {
				header: toHex(header),
				finality: null,
				nodes: trie.prove(...state.keys()).map((node) => toHex(node)),
			};
			const known = { chainId: trust.chainId, block: readHeader(header).hash };
			return refusal(() => verifyState(known, made, []));
		};
		assert.equal(given(state), 'accepted');
		for (const key of state.keys()) {
			const without = new Map(state);
			without.delete(key);
			assert.equal(given(without), 'other-layout');
		}
		assert.equal(
			given(new Map([...state, [stateItems.now().key, new Uint8Array(9)]])),
			'other-layout',
		);
		assert.equal(
			given(new Map([...state, [stateItems.now().key, new Uint8Array(7)]])),
			'other-layout',
		);
		assert.equal(
			given(new Map([...state, [stateItems.runtime().key, new Uint8Array()]])),
			'other-layout',
		);
	});

	it('should be asked for at the next block that is final, with or without GRANDPA', async () => {
		const calls: unknown[] = [];
		const codec = (bytes: Uint8Array): object => ({ toU8a: () => bytes });
		const node = {
			chain: {
				getFinalizedHead: async () => 'head',
				getHeader: async (hash: string) => {
					calls.push(['header', hash]);
					return codec(Uint8Array.of(1));
				},
			},
			state: {
				getReadProof: async (keys: string[], hash: string) => {
					calls.push(['nodes', keys.length, hash]);
					return { proof: [codec(Uint8Array.of(2))] };
				},
			},
		};
		const justified = `0x${'ab'.repeat(32)}` as const;
		const votes = u8aConcat(new Uint8Array(8), toBytes(justified), [9, 0, 0, 0], [0, 0]);
		const grandpa = {
			subscribeJustifications: async (each: (one: object) => void) => {
				each(codec(votes));
				each(codec(new Uint8Array()));
				return () => calls.push(['unsubscribed']);
			},
		};
		type Api = Parameters<typeof proveState>[0];
		const asking = [stateItems.institution(1), stateItems.now()];
		const ours = { rpc: { ...node, grandpa } } as unknown as Api;
		const finality = u8aConcat(toBytes(justified), compactToU8a(votes.length), votes, [0]);
		assert.deepEqual(await proveState(ours, asking), {
			header: '0x01',
			finality: toHex(finality),
			nodes: ['0x02'],
		});
		// What is asked about twice is asked for once.
		const sorted = calls.map((call) => JSON.stringify(call)).sort();
		assert.deepEqual(sorted, [
			`["header","${justified}"]`,
			`["nodes",4,"${justified}"]`,
			'["unsubscribed"]',
		]);

		for (const rpc of [node, { ...node, grandpa: {} }]) {
			calls.length = 0;
			assert.deepEqual(await proveState({ rpc } as unknown as Api, asking), {
				header: '0x01',
				finality: null,
				nodes: ['0x02'],
			});
			assert.deepEqual(calls, [
				['header', 'head'],
				['nodes', 4, 'head'],
			]);
		}

		const silent = { subscribeJustifications: async () => () => undefined };
		const stalled = { rpc: { ...node, grandpa: silent } } as unknown as Api;
		await assert.rejects(proveState(stalled, asking, 0.01), /no block has become final/);
		const broken = { subscribeJustifications: async () => Promise.reject(new Error('lost')) };
		const lost = { rpc: { ...node, grandpa: broken } } as unknown as Api;
		await assert.rejects(proveState(lost, asking), /lost/);
	});
});

describe('what proven state means', () => {
	const licensed = (more: object = {}): LicensedJson => ({
		kinds: 1,
		standing: {
			validity: { from: 100, until: 500 },
			ended: null,
			suspensions: [
				{ period: { from: 200, until: 300 }, reason: 'SafetyConcern' },
				{ period: { from: 400, until: null }, reason: 'LicenceLapsed' },
			],
			...more,
		},
	});

	it('should be that a licence is in force within its period, if it isn’t suspended', () => {
		const states = [99, 100, 199, 200, 299, 300, 400, 499, 500].map((at) => {
			const { state, reason } = licenceOf(licensed(), at);
			return reason === undefined ? state : `${state} ${reason}`;
		});
		assert.deepEqual(states, [
			'NotYet',
			'InForce',
			'InForce',
			'Suspended SafetyConcern',
			'Suspended SafetyConcern',
			'InForce',
			'Suspended LicenceLapsed',
			'Suspended LicenceLapsed',
			'Expired',
		]);
		const ended = licenceOf(licensed({ ended: 'Misconduct' }), 500);
		assert.deepEqual([ended.state, ended.reason], ['Ended', 'Misconduct']);
		assert.equal(licenceOf(null, 1).state, 'Unknown');
		const lasting = { validity: { from: 0, until: null }, suspensions: [] };
		assert.equal(licenceOf(licensed(lasting), 10 ** 13).state, 'InForce');
	});

	it('should be that a consent counts within its period, until it is ended', () => {
		const directive = (period: object | null): object => ({ root: { period } });
		const directives = {
			next: 4,
			active: [
				{ consent: 1, version: 1, directive: directive(null) },
				{ consent: 2, version: 5, directive: directive({ from: 100, until: 200 }) },
				{ consent: 3, version: 1, directive: directive({ from: 100, until: null }) },
			],
		} as Parameters<typeof consentOf>[0];
		const state = (consent: number, at: number): string =>
			consentOf(directives, consent, at).state;
		assert.deepEqual(
			[99, 100, 199, 200].map((at) => [1, 2, 3].map((consent) => state(consent, at))),
			[
				['Active', 'NotYet', 'NotYet'],
				['Active', 'Active', 'Active'],
				['Active', 'Active', 'Active'],
				['Active', 'Expired', 'Active'],
			],
		);
		assert.deepEqual([state(0, 1), state(4, 1)], ['Ended', 'Unknown']);
		const found = consentOf(directives, 2, 150);
		assert.deepEqual([found.version, found.directive], [5, directives.active[1]?.directive]);
	});

	it('should be that a grant stands until it is used or expires', () => {
		assert.equal(grantOf(null, 1), 'Closed');
		assert.equal(grantOf({ expires: 100, released: null }, 99), 'Open');
		assert.equal(grantOf({ expires: 100, released: null }, 100), 'Expired');
		assert.equal(grantOf({ expires: 100, released: {} }, 100), 'Released');
	});

	it('should be all that speaks against a pack, from the mildest to the worst', () => {
		const open = { terminated: null };
		const over = { terminated: 50 };
		const trail = { holds: [], illegitimate: null };
		const sound = {
			lotNumber: 'L1',
			product: { status: 'Active', recall: over },
			lot: { terms: { expiry: 100 }, recall: over },
			pack: { lot: '0x4c31', status: { active: null }, place: { held: 3 }, trail },
			packRecall: over,
		} satisfies PackFacts;
		const pack = (more: object): PackFacts => ({ ...sound, pack: { ...sound.pack, ...more } });
		const fine = { status: 'Active', isWhole: true, holder: 3, reasons: [] };
		assert.deepEqual(packOf(sound, 99), fine);
		const reasons = (facts: PackFacts, at = 99): string => packOf(facts, at).reasons.join();
		assert.equal(reasons(sound, 100), 'Expired');
		assert.equal(reasons({ ...sound, packRecall: open }), 'PackRecalled');
		assert.equal(reasons({ ...sound, lot: { ...sound.lot, recall: open } }), 'LotRecalled');
		const recalled = { ...sound.product, recall: open };
		assert.equal(reasons({ ...sound, product: recalled }), 'ProductRecalled');
		const withdrawn = { ...sound.product, status: 'Withdrawn' };
		assert.equal(reasons({ ...sound, product: withdrawn }), 'ProductWithdrawn');
		for (const [reason, found] of [
			['Suspect', 'InQuarantine'],
			['Excursion', 'Excursion'],
			['TelemetryGap', 'TelemetryGap,InQuarantine'],
		]) {
			assert.equal(reasons(pack({ trail: { ...trail, holds: [{ reason }] } })), found);
		}
		assert.equal(reasons(pack({ trail: { ...trail, illegitimate: 0 } })), 'Illegitimate');
		for (const [status, found] of [
			[{ partiallyDispensed: null }, 'PartiallyDispensed'],
			[{ dispensed: null }, 'Dispensed'],
			[{ decommissioned: 'Locked' }, 'Decommissioned'],
			[{ returned: null }, 'Returned'],
			[{ stolen: null }, 'Stolen'],
			[{ destroyed: null }, 'Destroyed'],
		] as const) {
			assert.equal(reasons(pack({ status })), found);
			assert.equal(packOf(pack({ status }), 1).status, found);
		}
		const worst = { ...pack({ status: { stolen: null } }), packRecall: open };
		assert.equal(reasons(worst, 100), 'Expired,PackRecalled,Stolen');
		const inside = packOf(pack({ place: { inside: { unit: 1, since: 0 } } }), 99);
		assert.deepEqual(inside, { ...fine, isWhole: false, holder: undefined });
		const none = { lotNumber: 'L1', product: null, lot: null, pack: null, packRecall: null };
		assert.deepEqual(packOf(none, 1), {
			...fine,
			status: undefined,
			isWhole: false,
			holder: undefined,
		});
		assert.equal(
			refusal(() => packOf({ ...sound, lotNumber: 'L2' }, 1)),
			'value-differs',
		);
	});

	it('should be read from the fields that the chain has', () => {
		const source = (path: string): string =>
			readFileSync(new URL(`../../../pallets/${path}`, import.meta.url), 'utf8');
		/** The names of the fields of a struct. */
		const fields = (path: string, name: string): string[] => {
			const text = source(path);
			const from = text.search(new RegExp(`pub struct ${name}\\b`));
			const body = from < 0 ? '' : (text.slice(from).split(/^\t?\}/m)[0] ?? '');
			return [...body.matchAll(/^\t+(?:pub )?([a-z_]+): /gm)].map(([, field = '']) => field);
		};
		const drug = 'drug-provenance/src/types';
		for (const [path, name, read] of [
			['primitives/src/standing.rs', 'Standing', ['validity', 'ended', 'suspensions']],
			['primitives/src/standing.rs', 'Suspension', ['period', 'reason']],
			['institutions/src/types.rs', 'Institution', ['kinds', 'standing']],
			['institutions/src/types.rs', 'Credential', ['standing']],
			['consent/src/types.rs', 'PatientDirectives', ['next', 'active']],
			[
				'consent/core/src/provision.rs',
				'ActiveDirective',
				['consent', 'version', 'directive'],
			],
			['disclosures/src/types.rs', 'Grant', ['expires', 'released']],
			[`${drug}/goods.rs`, 'Product', ['status', 'recall']],
			[`${drug}/goods.rs`, 'Lot', ['terms', 'recall']],
			[`${drug}/goods.rs`, 'Recall', ['terminated']],
			[`${drug}/items.rs`, 'Pack', ['lot', 'status', 'place', 'trail']],
			[`${drug}/items.rs`, 'Trail', ['holds', 'illegitimate']],
			[`${drug}/items.rs`, 'Hold', ['reason']],
		] as const) {
			const found = fields(path, name);
			for (const field of read) {
				assert.ok(found.includes(field), `${name} has ${found.join()}, not ${field}`);
			}
		}
	});
});
