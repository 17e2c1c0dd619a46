// SPDX-License-Identifier: Apache-2.0

/** The parachain under a relay chain: blocks become final, with one collator too, and an upgrade. */

import {
	type AuthoritySet,
	decodeState,
	type Hex,
	licenceOf,
	type LicensedJson,
	parachainHeadItem,
	proveParachainState,
	stateItems,
	toHex,
	verifyParachainState,
} from '@galen/sdk';
import type { Header } from '@polkadot/types/interfaces';
import { compactStripLength, hexToU8a, u8aToHex } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';
import assert from 'node:assert/strict';
import { freshAccount } from '../lib/actors.js';
import type { BlockRef, Chain } from '../lib/chain.js';
import { FinalityWatch, type Network, since, until } from '../lib/network.js';
import type { Steps } from './main.js';
import { authoredBy, FOUNDERS } from './nodes.js';
import { authorise, departments, RAISE, rehearsal, rewritten } from './upgrading.js';

const COLLATORS = ['alice', 'bob'] as const;
const RELAY = 'validator-one';
const PARA_ID = 2_000;
/** Enough credentials for a migration that rewrites sixteen a block to take several. */
const OPERATORS = 20;
const DEPARTMENT = 1;
/** For how many blocks the pace is measured. */
const PACE = 10;
/** How long anything may take on a machine that compiles the runtime at the same time, in seconds. */
const PATIENCE = 240;
const [ALICE, BOB] = FOUNDERS;

// What one step finds out, and the next one goes on with.
let chain: Chain;
let watch: FinalityWatch;
let blob: Uint8Array;
let before: Map<string, number>;

export const steps: Steps = {
	produces: async ({ network, report }) => {
		const start = Date.now();
		await network.reached(COLLATORS, 1, 2 * PATIENCE);
		report(`the first block is final ${since(start)} after all nodes were up`);
		watch = new FinalityWatch(network, COLLATORS);
		const from = await network.finalized('alice');
		const at = Date.now();
		await network.reached(COLLATORS, from.number + PACE, PATIENCE);
		report(`${PACE} more are final ${since(at)} later`);

		chain = await network.connect('alice', 'final');
		for (const [name, { publicKey }] of [
			['alice', ALICE],
			['bob', BOB],
		] as const) {
			const made = await authoredBy(network, chain, toHex(publicKey), 0, PATIENCE);
			report(`block ${made.number} is ${name}'s`);
		}

		const validity = { from: 0, until: null };
		const issued = Date.now();
		const included = await chain.submitAll(
			ALICE,
			Array.from({ length: OPERATORS }, () =>
				chain.call(
					'institutions.issueCredential',
					freshAccount().address,
					'NodeOperator',
					DEPARTMENT,
					validity,
				),
			),
		);
		const last = included.at(-1);
		assert.ok(last !== undefined);
		report(`${OPERATORS} transactions are final after ${since(issued)}`);

		// It is the relay chain that says so.
		const head = await until(PATIENCE, 'the relay chain includes that block', async () => {
			const included = await includedHead(network);
			return included.number >= last.block.number ? included : undefined;
		});
		await network.reached(COLLATORS, head.number, PATIENCE);
		for (const name of COLLATORS) {
			const hash = await network.rpc<Hex>(name, 'chain_getBlockHash', head.number);
			assert.equal(hash, head.hash, `${name} follows what the relay chain has finalised`);
		}
		report(`the relay chain has finalised block ${head.number} of parachain ${PARA_ID}`);
	},

	proven: async ({ network, report }) => {
		const relay = await network.connect(RELAY);
		const chainId = (await chain.read('institutionsApi.chainId')).toHex();
		const items = [stateItems.institution(0)];
		// Until no other authorities take over between the question and the proof.
		const proven = await until(PATIENCE, 'a proof of both chains', async () => {
			const authorities = await authoritiesOf(relay);
			const proof = await proveParachainState(relay.api, chain.api, PARA_ID, items);
			const trust = { chainId, parachain: PARA_ID, authorities };
			const found = verifyParachainState(trust, proof, items);
			const stranger = { ...trust, chainId: `0x${'00'.repeat(32)}` as const };
			assert.throws(
				() => verifyParachainState(stranger, proof, items),
				/the state of the chain/,
			);
			return found;
		});
		const [value] = proven.values;
		const [item] = items;
		assert.ok(value !== undefined && item !== undefined);
		const institution = decodeState(chain.api, item, value)?.toJSON() as LicensedJson | null;
		assert.equal(licenceOf(institution ?? null, proven.at).state, 'InForce');
		report(
			`a licence is proven at block ${proven.block.number} by what the relay chain's ` +
				'validators have signed',
		);
		await relay.close();
	},

	'one-lost': async ({ network, report }) => {
		await network.kill('bob');
		const killed = Date.now();
		// A block that nobody had made then.
		const next = (await network.best('alice')) + 1;
		await network.reached(['alice'], next, PATIENCE);
		report(`one lost: a new block is final after ${since(killed)}`);
		await network.reached(['alice'], next + 3, PATIENCE);
		report(`one lost: three more after ${since(killed)}`);
	},

	'one-back': async ({ network, report }) => {
		const started = Date.now();
		await network.restart('bob');
		const head = await network.finalized('alice');
		await network.reached(['bob'], head.number, PATIENCE);
		report(`one back: it has caught up ${since(started)} after its start`);
		const made = await authoredBy(network, chain, toHex(BOB.publicKey), head.number, PATIENCE);
		report(`one back: its block ${made.number} is final ${since(started)} after its start`);
	},

	authorise: async ({ report }) => {
		blob = rehearsal('GALEN_PARACHAIN_REHEARSAL');
		await authorise(chain, blob);
		report(`whitelisted and authorised: a blob of ${blob.length} bytes`);
	},

	upgrade: async ({ network, report }) => {
		await chain.refuses(
			ALICE,
			chain.call('system.applyAuthorizedUpgrade', u8aToHex(blob.subarray(0, -1))),
			'System.Unauthorized',
		);
		const old = chain.api.runtimeVersion.specVersion.toNumber();
		before = await departments(chain, (await network.finalized('alice')).hash);
		const at = Date.now();
		const applied = await chain.submit(
			ALICE,
			chain.call('system.applyAuthorizedUpgrade', u8aToHex(blob)),
		);
		applied.event('parachainSystem.ValidationFunctionStored');
		assert.equal(await versionAt(network, applied.block.hash), old, 'it waits for the relay');
		report(`the code is final, and waits for the relay chain, ${since(at)} after it was sent`);
		const last = await until(PATIENCE, 'the new runtime', async () => {
			const head = await network.finalized('alice');
			return (await versionAt(network, head.hash)) > old ? head : undefined;
		});
		// Whatever follows on that block is the new runtime's.
		const first = last.number + 1;
		await network.reached(['alice'], first, PATIENCE);
		report(`block ${first}, of the new runtime, is final ${since(at)} after it was sent`);
		await chain.close();
		chain = await network.connect('alice', 'final');
	},

	migrated: async ({ network, report }) => {
		const done = await until(PATIENCE, 'the end of the migration', async () => {
			const head = await network.finalized('alice');
			const { query } = await chain.api.at(head.hash);
			const cursor = await query['migrations']?.['cursor']?.();
			return cursor?.isEmpty === true ? head : undefined;
		});
		const [credentials, inBlocks] = await rewritten(network, 'alice', done.hash);
		assert.ok(inBlocks >= 2, `the migration took ${inBlocks} block: it rehearses nothing`);
		assert.equal(credentials, before.size, 'as many credentials as there were');
		assert.ok(before.size > OPERATORS);
		const after = await departments(chain, done.hash);
		const raised = new Map([...before].map(([who, department]) => [who, department + RAISE]));
		assert.deepEqual(after, raised, 'each credential in its new department');
		report(`migrated: ${credentials} credentials in ${inBlocks} blocks, each once`);

		// And the chain goes on, with both.
		const head = await network.finalized('alice');
		const made = await authoredBy(network, chain, toHex(BOB.publicKey), head.number, PATIENCE);
		report(`bob's block ${made.number}, on the new runtime, is final`);
		await watch.stop();
		await network.reached(COLLATORS, Math.max(...watch.seen.map(({ number }) => number)), 60);
		const compared = await network.agree(COLLATORS, ...watch.seen);
		report(
			`no finalised block lost: ${watch.seen.length} seen, the collators agree on ${compared}; ` +
				`longest time without a new one: ${watch.longestPause('alice').toFixed(1)} s`,
		);
		await chain.close();
	},
};

/** The version of the runtime that makes the block after this one. */
async function versionAt(network: Network, hash: Hex): Promise<number> {
	const version = await network.rpc<{ specVersion: number }>(
		'alice',
		'state_getRuntimeVersion',
		hash,
	);
	return version.specVersion;
}

/** Who decides on the relay chain what is final. */
async function authoritiesOf(relay: Chain): Promise<AuthoritySet> {
	const [authorities, setId] = await Promise.all([
		relay.read('grandpaApi.grandpaAuthorities'),
		relay.read('grandpaApi.currentSetId'),
	]);
	return {
		authorities: authorities.toJSON() as [Hex, number][],
		setId: setId.toJSON() as number,
	};
}

/** The parachain's newest block in the relay chain's finalised state. */
async function includedHead(network: Network): Promise<BlockRef> {
	const { key } = parachainHeadItem(PARA_ID);
	const { hash } = await network.finalized(RELAY);
	const value = await network.rpc<Hex | null>(RELAY, 'state_getStorage', key, hash);
	assert.ok(value !== null, `the relay chain knows no parachain ${PARA_ID}`);
	// Bytes with their length; in them a header: the parent, and the number in compact form.
	const [, header] = compactStripLength(hexToU8a(value));
	const decoded: Header = chain.api.createType('Header', header);
	return { number: decoded.number.toNumber(), hash: blake2AsHex(header) as Hex };
}
