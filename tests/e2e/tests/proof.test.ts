// SPDX-License-Identifier: Apache-2.0

import {
	type AuthoritySet,
	checkPackProof,
	checkProof,
	consentOf,
	decodeState,
	type Freshness,
	type DirectivesJson,
	licenceOf,
	type LicensedJson,
	LotFile,
	lotKey,
	type PackFacts,
	packKey,
	packOf,
	proveState,
	type ProvenState,
	readHeader,
	readProof,
	REFRIGERATED,
	ssccArgument,
	type StateItem,
	stateItems,
	type StateProof,
	StateProofError,
	toHex,
	type Trust,
	UNRESTRICTED,
	verifyState,
	type Digest,
	type Hex,
	checkDigit,
	type PackProof,
} from '@galen/sdk';
import type { KeyringPair } from '@polkadot/keyring/types';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import {
	claimCall,
	type Employee,
	freshAccount,
	Institution,
	openPatient,
	wellKnown,
} from '../lib/actors.js';
import type { Chain } from '../lib/chain.js';
import { GalenNode } from '../lib/node.js';

/** What `UPDATE_FIXTURE=1` writes: a proof of a live chain for the SDK's own tests. */
const FIXTURE = new URL('../../../../sdk/test/storage-proof/development.json', import.meta.url);

const DAY = 24 * 3_600_000;
const GTIN = '09506000111117';
const LOT = 'L4711';
const DIGITS = '09506000000004711';
const FIRST_CASE = DIGITS + checkDigit(DIGITS);
/** No institution has this number. */
const NOBODY = 4_000_000;

const digest = (what: string): Digest => ({
	algorithm: 'Sha2_256',
	bytes: toHex(createHash('sha256').update(what).digest()),
});

/** The code of the error that `run` provokes. */
function refusal(run: () => unknown): string {
	try {
		run();
	} catch (error) {
		assert.ok(error instanceof StateProofError, String(error));
		return error.code;
	}
	return 'accepted';
}

describe('what the chain says, proven to an outsider', { timeout: 90_000 }, () => {
	let node: GalenNode;
	let chain: Chain;
	let trust: Trust & { authorities: AuthoritySet };
	let hospital: Institution;
	let patient: Hex;
	let person: KeyringPair;
	let inspector: Employee;
	let lot: LotFile;
	/** In the order in which they are asked for. */
	let items: StateItem[];
	let first: StateProof;
	let proven: ProvenState;

	/** What is proven, decoded, in the order of the items. */
	const decoded = ({ values }: ProvenState): unknown[] =>
		values.map(
			(value, at) => decodeState(chain.api, items[at] as StateItem, value)?.toJSON() ?? null,
		);

	before(async () => {
		node = await GalenNode.start();
		chain = await node.connect();

		const [provider, manufacturer] = (await Institution.admitAll(chain, [
			{},
			{ kinds: ['Manufacturer'], votingClass: 'Industry' },
		])) as [Institution, Institution];
		hospital = provider;
		const regulator = await Institution.of(chain, wellKnown('Alice'));
		const [registrars, responsible, inspectors] = await Promise.all([
			hospital.hire('RegistrationOfficer'),
			manufacturer.hire('ResponsiblePerson'),
			regulator.hire('Inspector'),
		]);
		[inspector] = inspectors.staff as [Employee];
		const [registrar] = registrars.staff as [Employee];
		const [maker] = responsible.staff as [Employee];
		person = freshAccount();
		const consenting = async (): Promise<void> => {
			const opened = await openPatient(chain, registrar.account);
			patient = opened.patient;
			const { chainId } = hospital.context;
			await chain.submit(
				registrar.account,
				await claimCall(chain, chainId, patient, opened.claimKey, person),
			);
			const directive = {
				root: {
					...UNRESTRICTED,
					decision: 'Permit',
					actors: [{ Institution: hospital.id }],
				},
				exceptions: [],
				custodians: [],
				study: null,
			};
			await chain.submit(
				person,
				chain.call('consent.grant', patient, directive, digest('the form'), null),
			);
		};
		const commissioning = async (): Promise<void> => {
			const context = { chainId: manufacturer.context.chainId, gtin: GTIN, lot: LOT };
			lot = new LotFile(
				context,
				['S1', 'S2', 'S3'].map((serial) => ({ serial, firstCase: FIRST_CASE })),
			);
			const now = await chain.now();
			const key = lotKey(GTIN, LOT);
			await chain.submitAll(maker.account, [
				chain.call('drugProvenance.registerProduct', packKey(GTIN, 'S1').gtin, {
					profile: REFRIGERATED,
					content: 10,
					masterData: digest('master data'),
				}),
				chain.call('drugProvenance.commissionLot', key, {
					production: now - DAY,
					expiry: now + DAY,
					quantity: lot.quantity,
					quality: digest('certificate of analysis'),
					serials: lot.serials,
				}),
				chain.call('drugProvenance.commissionCases', key, [ssccArgument(FIRST_CASE)], null),
				chain.call(
					'drugProvenance.decommission',
					packKey(GTIN, 'S1'),
					lot.proof('S1'),
					'Sample',
				),
			]);
		};
		await Promise.all([consenting(), commissioning()]);

		const { api } = chain;
		const { hash } = await chain.finalizedHead();
		trust = {
			chainId: hospital.context.chainId,
			authorities: {
				setId: Number(await chain.readAt(hash, 'grandpaApi.currentSetId')),
				authorities: (
					await chain.readAt(hash, 'grandpaApi.grandpaAuthorities')
				).toJSON() as unknown as AuthoritySet['authorities'],
			},
		};
		items = [
			stateItems.institution(hospital.id),
			stateItems.institution(NOBODY),
			stateItems.directives(patient),
			stateItems.product(GTIN),
			stateItems.lot(GTIN, LOT),
			stateItems.pack(GTIN, 'S1'),
			stateItems.packRecall(GTIN, 'S1'),
			stateItems.pack(GTIN, 'S2'),
			stateItems.consentVersion(patient, 0, 1),
		];
		const best = await api.rpc.chain.getHeader();
		await chain.finalized({ number: best.number.toNumber(), hash: best.hash.toHex() });
		first = await proveState(api, items);
		proven = verifyState(trust, first, items);
	});
	after(async () => {
		await chain?.close();
		await node?.stop();
	});

	it('should be found under the keys that the metadata leads to', () => {
		const { query } = chain.api;
		const at = (pallet: string, storage: string, ...args: unknown[]): string | undefined =>
			query[pallet]?.[storage]?.key(...args);
		const account = hospital.administrator.address;
		const [s1, key] = [packKey(GTIN, 'S1'), lotKey(GTIN, LOT)];
		for (const [{ key: ours }, theirs] of [
			[stateItems.chainId(), at('institutions', 'chainIdentity')],
			[stateItems.now(), at('timestamp', 'now')],
			[stateItems.runtime(), at('system', 'lastRuntimeUpgrade')],
			[stateItems.institution(7), at('institutions', 'institutions', 7)],
			[stateItems.credential(account), at('institutions', 'credentials', account)],
			[stateItems.directives(patient), at('consent', 'directives', patient)],
			[stateItems.consentVersion(patient, 3, 2), at('consent', 'versions', patient, [3, 2])],
			[stateItems.grant(2n ** 40n), at('disclosures', 'grants', 2n ** 40n)],
			[stateItems.product(GTIN), at('drugProvenance', 'products', s1.gtin)],
			[stateItems.lot(GTIN, LOT), at('drugProvenance', 'lots', key)],
			[stateItems.pack(GTIN, 'S1'), at('drugProvenance', 'packs', s1)],
			[stateItems.packRecall(GTIN, 'S1'), at('drugProvenance', 'packRecalls', s1)],
			[
				stateItems.container(FIRST_CASE),
				at('drugProvenance', 'units', ssccArgument(FIRST_CASE)),
			],
		] as const) {
			assert.equal(ours, theirs);
		}
	});

	it('should be what the chain itself says in that block', async () => {
		const { hash, number } = proven.block;
		assert.equal((await chain.api.rpc.chain.getBlockHash(number)).toHex(), hash);
		assert.equal(proven.specVersion, chain.api.runtimeVersion.specVersion.toNumber());
		const at = await chain.api.at(hash);
		assert.equal(proven.at, Number(await at.query['timestamp']?.['now']?.()));
		const stored = await Promise.all(
			items.map(({ key }) => chain.provider.send('state_getStorage', [key, hash])),
		);
		const found = proven.values.map((value) => (value === null ? null : toHex(value)));
		assert.deepEqual(found, stored);
		const absent = proven.values.map((value) => value === null);
		assert.deepEqual(absent, [false, true, false, false, false, false, true, true, false]);
	});

	it('should be of a licence, a consent and a pack', () => {
		const [licensed, nobody, directives, product, lotJson, s1, packRecall, s2] =
			decoded(proven);
		const licence = licenceOf(licensed as LicensedJson, proven.at);
		assert.deepEqual(licence, {
			state: 'InForce',
			reason: undefined,
			kinds: ['CareProvider'],
		});
		assert.equal(licenceOf(nobody as null, proven.at).state, 'Unknown');

		const consent = consentOf(directives as DirectivesJson, 0, proven.at);
		assert.deepEqual([consent.state, consent.version], ['Active', 1]);
		assert.equal(consentOf(directives as DirectivesJson, 1, proven.at).state, 'Unknown');

		const facts = { lotNumber: LOT, product, lot: lotJson, packRecall } as PackFacts;
		const ofPack = (pack: unknown): unknown =>
			packOf({ ...facts, pack: pack as PackFacts['pack'] }, proven.at);
		const maker = (lotJson as { holder: number }).holder;
		assert.deepEqual(ofPack(s1), {
			status: 'Decommissioned',
			isWhole: true,
			holder: maker,
			reasons: ['Decommissioned'],
		});
		// Without a state of its own. That there is such a pack, the manufacturer's proof says.
		assert.deepEqual(ofPack(s2), {
			status: undefined,
			isWhole: false,
			holder: undefined,
			reasons: [],
		});
		const { serials, quantity } = (lotJson as { terms: { serials: Digest; quantity: number } })
			.terms;
		const context = { chainId: trust.chainId, gtin: GTIN, lot: LOT };
		const proof = lot.proof('S2') as PackProof;
		assert.ok(checkPackProof(context, serials, quantity, 'S2', proof));
		assert.ok(!checkPackProof(context, serials, quantity, 'S9', proof));
	});

	it('should be decoded as it was written, or not at all', () => {
		const { api } = chain;
		const of = (item: StateItem, value: Uint8Array | null): string =>
			refusal(() => decodeState(api, item, value));
		const [institution] = items as [StateItem];
		const value = proven.values[0] as Uint8Array;
		assert.equal(of(institution, value), 'accepted');
		assert.equal(of(institution, value.subarray(1)), 'other-layout');
		assert.equal(of(institution, Uint8Array.from([...value, 0])), 'other-layout');
		assert.equal(of({ ...institution, hashers: ['Identity'] }, value), 'other-layout');
		assert.equal(of({ ...institution, storage: 'Hospitals' }, value), 'other-layout');
		assert.equal(of({ ...institution, pallet: 'Hospitals' }, value), 'other-layout');
		// A patient about whom there is nothing has no directives, and not nothing.
		const none = decodeState(api, stateItems.directives(new Uint8Array(32)), null);
		assert.deepEqual(none?.toJSON(), { next: 0, active: [] });
		assert.equal(decodeState(api, institution, null), null);
		assert.equal(decodeState(api, stateItems.now(), new Uint8Array(8))?.toString(), '0');
	});

	it('should tell what has changed since, and refuse what was true before', async () => {
		const { api } = chain;
		const [withdrawn] = await Promise.all([
			chain.submit(person, chain.call('consent.withdraw', patient, 0)),
			chain.submit(
				inspector.account,
				chain.call('institutions.suspendProvisionally', hospital.id, 'LicenceLapsed'),
			),
		]);
		const best = await api.rpc.chain.getHeader();
		await chain.finalized({ number: best.number.toNumber(), hash: best.hash.toHex() });
		const second = await proveState(api, items);
		const now = verifyState(trust, second, items, {
			since: proven.at + 1,
			fromBlock: withdrawn.block.number,
		});
		const [licensed, , directives] = decoded(now);
		assert.deepEqual(licenceOf(licensed as LicensedJson, now.at), {
			state: 'Suspended',
			reason: 'LicenceLapsed',
			kinds: ['CareProvider'],
		});
		assert.equal(consentOf(directives as DirectivesJson, 0, now.at).state, 'Ended');
		const endedBy = (version: unknown): unknown =>
			(version as { ended: { reason: object } | null }).ended?.reason;
		assert.deepEqual(
			[proven, now].map((each) => endedBy(decoded(each).at(-1))),
			[undefined, { withdrawn: null }],
		);

		// The old proof still is one of the old state, for whoever doesn't ask how old it is.
		assert.deepEqual(verifyState(trust, first, items).values, proven.values);
		const verify = (proof: StateProof, freshness: Freshness = {}): string =>
			refusal(() => verifyState(trust, proof, items, freshness));
		assert.equal(verify(first, { since: now.at }), 'stale');
		assert.equal(verify(first, { fromBlock: now.block.number }), 'stale');
		// Old nodes under a new root, and the other way round.
		assert.equal(verify({ ...second, nodes: first.nodes }), 'other-root');
		assert.equal(verify({ ...first, nodes: second.nodes }), 'other-root');
		// A new proof of finality says nothing of an old header, nor an old one of a new header.
		assert.match(
			verify({ ...first, finality: second.finality }),
			/^(other-block|broken-chain)$/,
		);
		assert.match(
			verify({ ...second, finality: first.finality }),
			/^(other-block|broken-chain)$/,
		);

		if (process.env['UPDATE_FIXTURE'] !== undefined) {
			mkdirSync(new URL('.', FIXTURE), { recursive: true });
			const asked = items.map(({ pallet, storage, key }, at) => {
				const value = proven.values[at] ?? null;
				return { pallet, storage, key, value: value === null ? null : toHex(value) };
			});
			const { stateRoot } = readHeader(second.header);
			const [hash, { number }] = [proven.block.hash, proven.block];
			const fixture = {
				trust,
				asked,
				proof: first,
				block: { hash, number },
				at: proven.at,
				specVersion: proven.specVersion,
				laterStateRoot: stateRoot,
				laterFinality: second.finality,
			};
			writeFileSync(FIXTURE, `${JSON.stringify(fixture, null, '\t')}\n`);
		}
	});

	it('should be refused for another key, another value, another chain or other authorities', () => {
		const { stateRoot } = readHeader(first.header);
		const replaced = (at: number, item: StateItem): StateItem[] =>
			items.map((each, index) => (index === at ? item : each));
		// Under another key is something else, which the proof has no nodes for.
		const other = replaced(0, stateItems.institution(hospital.id + 1));
		assert.match(
			refusal(() => verifyState(trust, first, other)),
			/^(missing|surplus)-node$/,
		);
		assert.equal(
			refusal(() => verifyState(trust, first, items.slice(1))),
			'surplus-node',
		);

		// A value that was claimed and isn't proven.
		const [{ key }] = items as [StateItem];
		const alone = proven.values[0] as Uint8Array;
		const forged = alone.slice();
		forged[0] = (forged[0] ?? 0) ^ 1;
		const claims = (value: Uint8Array): [Hex, Uint8Array | null][] => {
			const all = new Map<Hex, Uint8Array | null>();
			const frame = [stateItems.chainId(), stateItems.now(), stateItems.runtime()];
			const keys = [...frame, ...items].map((item) => item.key);
			readProof(stateRoot, first.nodes, keys).forEach((found, at) =>
				all.set(keys[at] as Hex, found),
			);
			return [...all.set(key, value)];
		};
		assert.equal(
			refusal(() => checkProof(stateRoot, first.nodes, claims(alone))),
			'accepted',
		);
		assert.equal(
			refusal(() => checkProof(stateRoot, first.nodes, claims(forged))),
			'value-differs',
		);
		// The same value forged within the nodes.
		const within = first.nodes.map(
			(bytes) => bytes.replace(toHex(alone).slice(2), toHex(forged).slice(2)) as Hex,
		);
		assert.notDeepEqual(within, first.nodes);
		assert.match(
			refusal(() => verifyState(trust, { ...first, nodes: within }, items)),
			/^(missing-node|missing-value)$/,
		);

		const { authorities: set } = trust;
		for (const [code, trusted] of [
			['other-chain', { ...trust, chainId: `0x${'11'.repeat(32)}` }],
			['bad-signature', { ...trust, authorities: { ...set, setId: Number(set.setId) + 1 } }],
			[
				'unknown-voter',
				{
					...trust,
					authorities: { ...set, authorities: [[freshAccount().publicKey, 1]] },
				},
			],
			[
				'too-few-votes',
				{
					...trust,
					authorities: {
						...set,
						authorities: [...set.authorities, [freshAccount().publicKey, 1]],
					},
				},
			],
		] as const) {
			assert.equal(
				refusal(() => verifyState(trusted as Trust, first, items)),
				code,
			);
		}
		const byHash: Trust = { chainId: trust.chainId, block: proven.block.hash };
		assert.deepEqual(verifyState(byHash, { ...first, finality: null }, items), proven);
	});
});
