// SPDX-License-Identifier: Apache-2.0

/**
 * Two machines with the keys of one validator, in a network that is cut in two, here and then
 * there. Alice's is `alice` on the left; her clone is `twin`, on the right.
 */

import { type Hex, toHex } from '@galen/sdk';
import type { Header } from '@polkadot/types/interfaces';
import type { Codec } from '@polkadot/types/types';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { govern } from '../lib/actors.js';
import type { Chain } from '../lib/chain.js';
import { FinalityWatch, type Network, since, until } from '../lib/network.js';
import type { Steps } from './main.js';
import { accountHex, accounts, FOUNDERS, FOUNDING_NODES, slotOf, standingAt } from './nodes.js';
import { SESSION } from './spec.js';

const TWIN = 'twin';
const ALL = [...FOUNDING_NODES, TWIN];
/** Alice's node. */
const NODE = 0;
/** The set that is left without her. */
const MINIMUM = 3;
/** How often the network is cut anew at most until a node sees two votes of one round. */
const SWINGS = 16;
/** Who validates without her. */
const LEFT = ['bob', 'charlie', 'dave'];
const [ALICE, , , DAVE] = FOUNDERS;

// What one step finds out, and the next one goes on with.
let chain: Chain;
let watch: FinalityWatch;
/** Two headers of one slot that Alice's key has sealed. */
let evidence: readonly [Hex, Hex] | undefined;
/** The newest block anywhere when the cut was mended. */
let mended: number;
/** The block with the report that suspends her node. */
let reportedIn: number;

export const steps: Steps = {
	whole: async ({ network }) => {
		await network.reached(FOUNDING_NODES, 3, 60);
		chain = await network.connect('bob');
		watch = new FinalityWatch(network, FOUNDING_NODES);
	},

	cut: async ({ network, report }) => {
		network.move('right', 'charlie', 'dave');
		await network.clone('alice', TWIN, 'right');
		watch.also(TWIN);
		const { minority, majority } = await goesOnAlone(
			network,
			['alice', 'bob'],
			['charlie', 'dave', TWIN],
		);
		report(
			`alice and bob | charlie, dave and the clone: the right finalised up to ` +
				`block ${majority}, the left stood at ${minority}`,
		);
		evidence = await twoOfOneSlot(network, 'alice', TWIN, minority + 1);
	},

	'cut-elsewhere': async ({ network, report }) => {
		network.move('left', 'charlie');
		const one = await goesOnAlone(network, ['dave', TWIN], ['alice', 'bob', 'charlie']);
		report(
			`alice, bob and charlie | dave and the clone: the left finalised up to ` +
				`block ${one.majority}, the right stood at ${one.minority}`,
		);
		evidence ??= await twoOfOneSlot(network, 'alice', TWIN, one.minority + 1);
		network.move('right', 'bob');
		const other = await goesOnAlone(network, ['alice', 'charlie'], ['bob', 'dave', TWIN]);
		report(
			`alice and charlie | bob, dave and the clone: the right finalised up to ` +
				`block ${other.majority}, the left stood at ${other.minority}`,
		);
	},

	healed: async ({ network, report }) => {
		mended = Math.max(...(await Promise.all(ALL.map((name) => network.best(name)))));
		network.move('left', ...ALL);
		const started = Date.now();
		await network.reached(ALL, mended + 5, 120);
		watch.check();
		const compared = await network.agree(ALL, ...watch.seen);
		report(
			`whole again: block ${mended + 5} is final on all five after ${since(started)}; ` +
				`they agree on ${compared} finalised blocks`,
		);
	},

	reported: async ({ network, report }) => {
		// Nothing is asked of anybody here: whichever node sees two votes of one key says so. In a
		// whole network the two machines mostly vote for the same block, and that is no offence.
		// Bob, who goes from one to the other, sees what each says in the round that they are in.
		let swings = 0;
		let seen = await suspendedAt(network, 1);
		for (; seen === undefined && swings < SWINGS; swings += 1) {
			network.move('left', 'alice', 'charlie');
			network.move('right', 'dave', TWIN);
			network.move(swings % 2 === 0 ? 'right' : 'left', 'bob');
			seen = await suspendedAt(network, 15);
		}
		network.move('left', ...ALL);
		assert.ok(seen !== undefined, `no node has reported two votes, after ${swings} more cuts`);
		const { number, vote } = await reported(seen);
		reportedIn = number;
		report(
			`reported by a node itself, in block ${number}: two ${vote}s of one round, ` +
				(number > mended ? `after ${swings} more cuts` : 'while it was cut'),
		);
		await network.reached(ALL, (await network.best('bob')) + 5, 120);
		const compared = await network.agree(ALL, ...watch.seen);
		report(`all five agree on ${compared} finalised blocks`);
	},

	suspended: async ({ network, report }) => {
		// Two blocks of one slot are evidence too, and good: but for that it has answered already.
		const [one, other] = evidence ?? assert.fail('alice and her clone had no slot in common');
		const authority = toHex(ALICE.publicKey);
		// Of the session for which it has answered.
		const owner = await chain.readAt(
			await hashOf(reportedIn),
			'auraOffencesApi.keyOwnershipProof',
			authority,
		);
		await chain.refuses(
			DAVE,
			chain.call(
				'nodeAdmission.reportAuraEquivocation',
				authority,
				one,
				other,
				owner.toJSON(),
			),
			'NodeAdmission.AlreadyReported',
		);
		report('two blocks of one slot: good evidence, of what it is suspended for already');

		// With four, of whom there have to be four, it can't leave. With three it can.
		const before = await network.finalized('bob');
		assert.ok((await live(before.hash)).includes(accountHex(ALICE)), 'the set is too small');
		const parameters = (await chain.read('nodeAdmissionApi.parameters')).toJSON() as object;
		const { block } = await govern(
			chain,
			chain.call('nodeAdmission.setParameters', { ...parameters, minimumSet: MINIMUM }),
		);
		const left = await until(120, 'the cloned validator leaves the set', async () => {
			const head = await network.finalized('bob');
			return (await live(head.hash)).includes(accountHex(ALICE)) ? undefined : head.number;
		});
		let first = left;
		while (!(await live(await hashOf(first - 1))).includes(accountHex(ALICE))) {
			first -= 1;
		}
		// The set of the next session was planned already; that of the one after wasn't.
		const boundary = (Math.floor(block.number / SESSION) + 2) * SESSION;
		assert.ok(first > block.number, `it has left in block ${first} already`);
		assert.ok(first <= boundary + 1, `it has left in block ${first}, not by ${boundary}`);
		const set = await live(await hashOf(first));
		assert.equal(set.length, MINIMUM, 'it has left, and nobody else');
		report(
			`suspended, and kept for want of a fourth until block ${block.number}; ` +
				`out of the set ${first - block.number} blocks later`,
		);

		await network.reached(LEFT, left + 5, 90);
		await watch.stop();
		const compared = await network.agree(LEFT, ...watch.seen);
		report(`the three that are left agree on ${compared} finalised blocks`);
		await chain.close();
	},
};

/**
 * The final block after which the node that was cloned is suspended, if it is within `seconds`. It
 * can't leave yet.
 */
async function suspendedAt(network: Network, seconds: number): Promise<number | undefined> {
	const end = Date.now() + seconds * 1000;
	do {
		const { number, hash } = await network.finalized('bob');
		if ((await standingAt(chain, hash, NODE)) === 'PendingRemoval') {
			return number;
		}
		await sleep(500);
	} while (Date.now() < end);
	return undefined;
}

/**
 * Waits while those with two thirds of the votes finalise eight blocks, and checks that the others
 * make blocks, but finalise none.
 */
async function goesOnAlone(
	network: Network,
	minority: readonly string[],
	majority: readonly string[],
): Promise<{ minority: number; majority: number }> {
	// Votes that had arrived before may still be counted.
	await sleep(6_000);
	const heads = async (names: readonly string[]): Promise<number[]> =>
		Promise.all(names.map(async (name) => (await network.finalized(name)).number));
	const stood = Math.max(...(await heads(minority)));
	const best = await Promise.all(minority.map((name) => network.best(name)));
	const target = Math.max(stood, ...(await heads(majority))) + 8;
	await network.reached(majority, target, 120);
	watch.check();
	// There has to be something to disagree about.
	await Promise.all(
		minority.map((name, at) =>
			until(60, `${name} makes or takes blocks that can't become final`, async () =>
				(await network.best(name)) >= (best[at] ?? 0) + 3 ? true : undefined,
			),
		),
	);
	const stands = Math.max(...(await heads(minority)));
	assert.equal(stands, stood, `${minority.join(' and ')} finalised with half of the votes`);
	watch.check();
	return { minority: stood, majority: target };
}

/** The headers of Alice's slots on two sides, from the block `from` on: the first pair of one slot. */
async function twoOfOneSlot(
	network: Network,
	one: string,
	other: string,
	from: number,
): Promise<readonly [Hex, Hex] | undefined> {
	const sides = await Promise.all(
		[one, other].map(async (name) => {
			const slots = new Map<bigint, Hex>();
			for (let number = from; number <= (await network.best(name)); number += 1) {
				const hash = await network.rpc<Hex>(name, 'chain_getBlockHash', number);
				const header: Header = chain.api.createType(
					'Header',
					await network.rpc(name, 'chain_getHeader', hash),
				);
				const slot = slotOf(header);
				// She is the first of the four.
				if (slot % BigInt(FOUNDERS.length) === 0n) {
					slots.set(slot, header.toHex());
				}
			}
			return slots;
		}),
	);
	const [ours, theirs] = sides as [Map<bigint, Hex>, Map<bigint, Hex>];
	for (const [slot, header] of ours) {
		const twin = theirs.get(slot);
		if (twin !== undefined && twin !== header) {
			return [header, twin];
		}
	}
	return undefined;
}

const hashOf = async (number: number): Promise<Hex> =>
	(await chain.api.rpc.chain.getBlockHash(number)).toHex();

/** The set at a block. */
const live = async (hash: Hex): Promise<Hex[]> =>
	accounts(await chain.readAt(hash, 'nodeAdmissionApi.liveSet'));

/** The block, up to `last`, in which it was reported that a key had voted twice, and on what. */
async function reported(last: number): Promise<{ number: number; vote: string }> {
	for (let number = last; number > 0; number -= 1) {
		const hash = await hashOf(number);
		const { block } = await chain.api.rpc.chain.getBlock(hash);
		for (const { method } of block.extrinsics) {
			if (method.method === 'reportEquivocationUnsigned') {
				const proof = method.args[0] as Codec & { equivocation: { type: string } };
				return { number, vote: proof.equivocation.type };
			}
		}
	}
	throw new Error('it was suspended without a report');
}
