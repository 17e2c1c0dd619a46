// SPDX-License-Identifier: Apache-2.0

/**
 * An upgrade, as the operators' guide describes it, under traffic: the council whitelists, the
 * technical committee authorises, a member applies. The new runtime is this one built with the
 * feature `rehearsal`: a higher version, and a migration that rewrites every credential.
 */

import type { Hex } from '@galen/sdk';
import type { KeyringPair } from '@polkadot/keyring/types';
import { u8aToHex } from '@polkadot/util';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshAccount } from '../lib/actors.js';
import type { BlockRef, Call, Chain } from '../lib/chain.js';
import { FinalityWatch, type Network, since, until } from '../lib/network.js';
import type { Steps } from './main.js';
import { accountHex, FOUNDERS, FOUNDING_NODES } from './nodes.js';
import { authorise, CODE, departments, RAISE, rehearsal, rewritten } from './upgrading.js';

/** Where those of this test work. */
const DEPARTMENT = 1;
/** How long authoring may pause, in seconds. */
const AIM = 60;
/** Streams of transactions from each institution. */
const STREAMS = 4;
const DAVE = FOUNDERS[3];

// What one step finds out, and the next one goes on with.
let connection: { readonly chain: Chain; readonly version: number };
let streams: Stream[];
let watch: FinalityWatch;
let blob: Uint8Array;
let versionBefore: number;
/** Whether the new runtime may have been submitted. */
let upgrading = false;
/** The block that the old runtime executed last. */
let applied: BlockRef;

/**
 * An administrator who issues credentials, one after the other, each as soon as the one before is
 * final. In a block isn't enough: nodes that compile a runtime make forks, and what was in one of
 * these, for the old runtime, is void.
 */
class Stream {
	/** Whose credentials took effect, and when. */
	readonly done: { readonly operator: Hex; readonly at: number }[] = [];
	/** Transactions that had to be signed again, for the runtime that they were for was gone. */
	resigned = 0;
	#running = true;
	#end: Promise<void> | undefined;

	constructor(
		private readonly network: Network,
		private readonly account: KeyringPair,
	) {}

	start(): void {
		this.#end = this.#run();
		// Whoever stops it learns of a failure.
		this.#end.catch(() => undefined);
	}

	async stop(): Promise<void> {
		this.#running = false;
		await this.#end;
	}

	/** Waits for `more` transactions, or for the stream's failure. */
	async goesOn(more: number, seconds: number): Promise<void> {
		const from = this.done.length;
		const grown = until(seconds, `${more} more transactions of ${this.account.address}`, () =>
			Promise.resolve(this.done.length >= from + more ? true : undefined),
		);
		await Promise.race([grown, this.#end?.then(() => grown)]);
	}

	async #run(): Promise<void> {
		while (this.#running) {
			const operator = freshAccount();
			const validity = { from: 0, until: null };
			await this.#passes((chain) =>
				chain.call(
					'institutions.issueCredential',
					operator.address,
					'NodeOperator',
					DEPARTMENT,
					validity,
				),
			);
			this.done.push({ operator: accountHex(operator), at: Date.now() });
		}
	}

	/** Has a call included, whichever runtime that takes. */
	async #passes(make: (chain: Chain) => Call): Promise<void> {
		const nonce = await this.#nonce();
		while ((await this.#nonce()) === nonce) {
			const { chain, version } = connection;
			const signed = await make(chain).signAsync(this.account, { nonce, era: 0 });
			try {
				await this.network.rpc('alice', 'author_submitExtrinsic', signed.toHex());
			} catch (error) {
				// While one runtime follows the other: signed for that of before, or in the place of
				// a transaction that the pool hasn't dropped yet.
				if (!upgrading) {
					throw error;
				}
				await sleep(1_000);
				continue;
			}
			// Until it is final, or void.
			while (connection.version === version) {
				await sleep(300);
				if ((await this.#nonce()) !== nonce) {
					return;
				}
			}
			this.resigned += 1;
		}
	}

	/** Of the finalised state, and asked of the runtime: polkadot.js may have old metadata. */
	async #nonce(): Promise<number> {
		// A node that compiles a runtime doesn't answer, on a busy machine for a minute.
		const nonce = await until(2 * AIM, 'an answer of alice', async () =>
			this.network.rpc<Hex>(
				'alice',
				'state_call',
				'AccountNonceApi_account_nonce',
				accountHex(this.account),
				await this.network.rpc<Hex>('alice', 'chain_getFinalizedHead'),
			),
		);
		return Buffer.from(nonce.slice(2), 'hex').readUInt32LE();
	}
}

export const steps: Steps = {
	traffic: async ({ network, report }) => {
		blob = rehearsal('GALEN_REHEARSAL');
		await network.reached(FOUNDING_NODES, 3, 60);
		watch = new FinalityWatch(network, FOUNDING_NODES);
		connection = await connect(network);
		versionBefore = connection.version;
		const { chain } = connection;
		const accounts = await Promise.all(
			FOUNDERS.map(async (founder) => {
				const clerks = Array.from({ length: STREAMS }, freshAccount);
				const validity = { from: 0, until: null };
				await chain.submitAll(
					founder,
					clerks.map(({ address }) =>
						chain.call(
							'institutions.issueCredential',
							address,
							'Administrator',
							DEPARTMENT,
							validity,
						),
					),
				);
				return clerks;
			}),
		);
		streams = accounts.flat().map((account) => new Stream(network, account));
		for (const stream of streams) {
			stream.start();
		}
		await Promise.all(streams.map((stream) => stream.goesOn(2, 60)));
		report(`${streams.length} accounts of ${FOUNDERS.length} institutions transact`);
	},

	authorise: async ({ report }) => {
		await authorise(connection.chain, blob);
		report(`whitelisted and authorised: a blob of ${blob.length} bytes`);
	},

	apply: async ({ network, report }) => {
		const { chain } = connection;
		await chain.refuses(
			DAVE,
			chain.call('system.applyAuthorizedUpgrade', u8aToHex(blob.subarray(0, -1))),
			'System.Unauthorized',
		);
		const apply = await chain
			.call('system.applyAuthorizedUpgrade', u8aToHex(blob))
			.signAsync(DAVE, { era: 0 });
		const at = Date.now();
		const first = await network.best('alice');
		let number = first + 1;
		upgrading = true;
		await network.rpc('alice', 'author_submitExtrinsic', apply.toHex());
		// The first final block after which there is another code.
		const code = async (hash: Hex): Promise<Hex> =>
			network.rpc('alice', 'state_getStorageHash', CODE, hash);
		const before = await code((await network.finalized('alice')).hash);
		applied = await until(AIM, 'the upgrade is final', async () => {
			for (; number <= (await network.finalized('alice')).number; number += 1) {
				const hash = await network.rpc<Hex>('alice', 'chain_getBlockHash', number);
				if ((await code(hash)) !== before) {
					return { number, hash };
				}
			}
			return undefined;
		});
		// Everybody who transacts goes on with the new metadata.
		connection = await until(AIM, 'a connection', async () => connect(network));
		assert.ok(connection.version > versionBefore, `the version is ${connection.version}`);
		await chain.close();
		await network.reached(FOUNDING_NODES, applied.number + 1, AIM);
		const finality = since(at);
		const gap = await longestGap(network, first, applied.number + 5);
		report(
			`applied in block ${applied.number}; longest time between two blocks ` +
				`from ${first} to ${applied.number + 5}: ${gap} s (aim ${AIM} s)`,
		);
		assert.ok(gap <= AIM, `authoring paused for ${gap} s`);
		report(
			`applied: all four have finalised the first block of the new runtime ${finality} after the submission`,
		);
	},

	migrated: async ({ network, report }) => {
		const completed = await until(150, 'the end of the migration', async () => {
			const head = await network.finalized('alice');
			const { query } = await connection.chain.api.at(head.hash);
			const cursor = await query['migrations']?.['cursor']?.();
			return cursor?.isEmpty === true ? head : undefined;
		});
		const [credentials, inBlocks] = await rewritten(network, 'alice', completed.hash);
		assert.ok(inBlocks >= 2, `the migration took ${inBlocks} block: it rehearses nothing`);
		await Promise.all(streams.map((stream) => stream.goesOn(2, 60)));
		await Promise.all(streams.map((stream) => stream.stop()));

		// What the old runtime left, and nothing else, was rewritten.
		const before = await departments(connection.chain, applied.hash);
		assert.equal(credentials, before.size, 'as many credentials as there were');
		await network.reached(FOUNDING_NODES, (await network.best('alice')) + 1, 60);
		const after = await departments(connection.chain, (await network.finalized('alice')).hash);
		const wrong = [...after].filter(
			([account, department]) =>
				department !== (before.get(account) ?? -RAISE + DEPARTMENT) + RAISE,
		);
		assert.deepEqual(wrong, [], 'credentials with another department than they should have');
		report(`migrated: ${credentials} credentials in ${inBlocks} blocks, each once`);

		// No transaction was lost, and none took effect that nobody knows of.
		const issued = streams.flatMap(({ done }) => done);
		const missing = issued.filter(({ operator }) => !after.has(operator));
		assert.ok(
			missing.length === 0,
			`${missing.length} of ${issued.length} transactions were final and have no effect`,
		);
		assert.equal(after.size, FOUNDERS.length + streams.length + issued.length);
		const again = streams.reduce((sum, { resigned }) => sum + resigned, 0);
		const times = issued.map(({ at }) => at).sort((one, other) => one - other);
		const pause = Math.max(...times.slice(1).map((time, at) => time - (times[at] ?? time)));
		report(
			`transactions: ${issued.length} took effect, ${again} of them signed again for the new ` +
				`runtime; longest time without one: ${(pause / 1000).toFixed(1)} s`,
		);
	},

	agreed: async ({ network, report }) => {
		await watch.stop();
		const compared = await network.agree(FOUNDING_NODES, ...watch.seen);
		report(
			`no finalised block lost: ${watch.seen.length} seen on four nodes; ` +
				`longest time without a new one: ${watch.longestPause('alice').toFixed(1)} s`,
		);
		const hash = await network.rpc<Hex>('alice', 'chain_getBlockHash', compared);
		const states = await Promise.all(
			FOUNDING_NODES.map(async (name) => {
				const header = await network.rpc<{ stateRoot: Hex }>(name, 'chain_getHeader', hash);
				const version = await network.rpc<{ specVersion: number }>(
					name,
					'state_getRuntimeVersion',
					hash,
				);
				const code = await network.rpc<Hex>(name, 'state_getStorageHash', CODE, hash);
				const marker = await rewritten(network, name, hash);
				return JSON.stringify([header.stateRoot, version.specVersion, code, marker]);
			}),
		);
		assert.equal(new Set(states).size, 1, `the nodes have different states: ${states.join()}`);
		report(`all four have the state root ${JSON.parse(states[0] ?? '[]')[0]} at ${compared}`);
		await connection.chain.close();
	},
};

/**
 * A new connection, with the metadata of now. polkadot.js would follow an upgrade by itself, but
 * what it reads at that moment it may decode with the wrong metadata.
 */
async function connect(network: Network): Promise<typeof connection> {
	const chain = await network.connect('alice');
	return { chain, version: chain.api.runtimeVersion.specVersion.toNumber() };
}

/** The longest time between two blocks, in seconds, by their timestamps. */
async function longestGap(network: Network, from: number, to: number): Promise<number> {
	await network.reached(['alice'], to, AIM);
	const times: number[] = [];
	for (let number = from; number <= to; number += 1) {
		times.push(await timeAt(await network.rpc<Hex>('alice', 'chain_getBlockHash', number)));
	}
	return Math.max(...times.slice(1).map((time, at) => time - (times[at] ?? time))) / 1000;
}

/** A block's timestamp, in milliseconds. */
async function timeAt(hash: Hex): Promise<number> {
	return Number(
		(await (await connection.chain.api.at(hash)).query['timestamp']?.['now']?.())?.toString(),
	);
}
