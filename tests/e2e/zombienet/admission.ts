// SPDX-License-Identifier: Apache-2.0

/** A fifth institution's node: kept out, voted in, validating, voted out and kept out again. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshAccount, Institution } from '../lib/actors.js';
import type { Chain } from '../lib/chain.js';
import { type Network, since, throughout, until } from '../lib/network.js';
import type { Context, Steps } from './main.js';
import {
	accountHex,
	accounts,
	authoredBy,
	authorOf,
	ballotAt,
	Candidate,
	close,
	finalState,
	FOUNDERS,
	FOUNDING_NODES,
	networkKey,
	peerId,
	type SessionKeys,
	standingAt,
	vote,
	votedBy,
} from './nodes.js';
import { SESSION } from './spec.js';

const NODE = 'eve';
const [ALICE, BOB, CHARLIE, DAVE] = FOUNDERS;

// What one step finds out, and the next one goes on with.
let chain: Chain;
let candidate: Candidate;
let affiliate: Institution;
let node: number;
let keys: SessionKeys;

export const steps: Steps = {
	'kept-out': async ({ network, report }) => {
		await network.reached(FOUNDING_NODES, 3, 60);
		const local = await network.rpc<string>(NODE, 'system_localPeerId');
		assert.equal(local, peerId(networkKey(NODE)), 'zombienet has given it another key');
		await keptOut(network, 60);
		report('not admitted: without a peer for 20 s, and without finality');
	},

	refused: async ({ network, report }) => {
		chain = await network.connect('alice');
		candidate = await Candidate.admit(network, chain, NODE);
		const another = await Candidate.admit(network, chain, 'mallory');
		affiliate = another.institution;

		const stolen = networkKey('somebody');
		const refuse = async (
			by: Candidate,
			call: Parameters<Candidate['application']>[0],
			error: string,
		) => chain.refuses(by.account, await by.application(call), `NodeAdmission.${error}`);
		// Somebody's peer id, signed with one's own key.
		await refuse(candidate, { key: stolen, signer: networkKey(NODE) }, 'InvalidProof');
		// A proof that was made for another account.
		await refuse(candidate, { account: another.account }, 'InvalidProof');
		// A proof that was made for another institution, by the key's true owner.
		const copied = await candidate.application();
		await chain.refuses(another.account, copied, 'NodeAdmission.InvalidProof');
		// A validator's.
		await refuse(candidate, { key: networkKey('bob'), signer: networkKey(NODE) }, 'PeerInUse');
		// None of that has left anything behind.
		const { number } = await network.finalized('alice');
		await network.reached(['alice'], number + 3, 60);
		const { hash } = await network.finalized('alice');
		const owner = await chain.readAt(hash, 'nodeAdmissionApi.nodeOfPeer', stolen.publicKey);
		assert.ok(owner.isEmpty, 'the stolen peer id belongs to somebody now');
		report('stolen peer id: refused with InvalidProof, thrice');
	},

	'voted-in': async ({ report }) => {
		const started = Date.now();
		const second = freshAccount();
		await chain.submit(
			ALICE,
			chain.call('institutions.issueCredential', second.address, 'Administrator', 1, {
				from: 0,
				until: null,
			}),
		);
		const { ballot, opened } = await candidate.endorsed(await candidate.apply());
		const roll = (await ballotAt(chain, await finalState(chain, opened), ballot)).roll;
		assert.equal(roll.length, 6, 'six institutions are on the roll');

		// Care providers are Bob's, the candidate's and the affiliate's; all others count together.
		await vote(chain, ballot, [
			[ALICE, 'Nay'],
			[CHARLIE, 'Aye'],
			[DAVE, 'Aye'],
			[affiliate.administrator, 'Aye'],
		]);
		const [replaced] = await vote(chain, ballot, [[second, 'Aye']]);
		assert.ok(replaced);
		const before = await ballotAt(chain, await finalState(chain, replaced), ballot);
		assert.deepEqual(
			[before.counts['publicBodies']?.ayes, before.counts['careProviders']?.ayes],
			[3, 1],
			'the second vote of an institution replaces its first',
		);
		assert.equal(before.outcome, 'Approved');
		report('a second vote of one institution, by another account, replaced the first');

		// What it is makes the vote not count, and the class of care providers lacks its quorum.
		const declared = await chain.submit(
			candidate.account,
			chain.call('institutions.declareAffiliates', [affiliate.id]),
		);
		const after = await ballotAt(chain, await finalState(chain, declared), ballot);
		assert.deepEqual(after.recused, [candidate.institution.id, affiliate.id]);
		assert.equal(after.counts['careProviders']?.ayes, 0, "an affiliate's vote isn't counted");
		assert.equal(after.outcome, 'Undecided', 'a class without quorum blocks');
		await chain.refuses(
			affiliate.administrator,
			chain.call('nodeAdmission.vote', ballot, 'Aye'),
			'NodeAdmission.Recused',
		);
		await chain.refuses(
			BOB,
			chain.call('nodeAdmission.close', ballot),
			'NodeAdmission.Undecided',
		);
		report("an affiliate's vote isn't counted, and a class without quorum blocks");

		await vote(chain, ballot, [[BOB, 'Aye']]);
		const { decision, admitted, closed } = await close(chain, ballot);
		assert.equal(decision, 'Approved');
		assert.ok(admitted !== null);
		node = admitted;
		const state = await finalState(chain, closed);
		assert.equal(await standingAt(chain, state, node), 'Standby');
		report(`voted in as node ${node}, ${since(started)} after the application`);
	},

	validates: async ({ network, report }) => {
		const started = Date.now();
		await until(60, `${NODE} connects`, async () =>
			(await network.peers(NODE)) > 0 ? true : undefined,
		);
		report(`admitted: it is connected ${since(started)} after the ballot was final`);
		const head = await network.finalized('alice');
		await network.reached([NODE], head.number, 60);

		await chain.refuses(
			candidate.account,
			chain.call('nodeAdmission.activate', node),
			'NodeAdmission.NoSessionKeys',
		);
		keys = await candidate.setKeys();
		const activated = await chain.submit(
			candidate.account,
			chain.call('nodeAdmission.activate', node),
		);
		const from = Date.now();
		await finalState(chain, activated);
		await untilLive(network, true);
		report(`activated: in the set after ${since(from)}`);
		const { number } = await network.finalized('alice');
		const [block, target] = await Promise.all([
			authoredBy(network, chain, keys.aura, number, 90),
			votedBy(chain, keys.grandpa, 90),
		]);
		report(`it has made block ${block.number} and voted for block ${target}, both final`);
		await network.reached([...FOUNDING_NODES, NODE], block.number, 60);
		await network.agree([...FOUNDING_NODES, NODE]);
	},

	removed: async ({ network, report }) => {
		const proposed = await chain.submit(
			ALICE,
			chain.call('nodeAdmission.propose', { Remove: { node, blacklist: null } }),
		);
		const ballot = Number(proposed.event('nodeAdmission.Proposed')['ballot']?.toString());
		await vote(
			chain,
			ballot,
			FOUNDERS.map((founder) => [founder, 'Aye'] as const),
		);
		const { decision, closed } = await close(chain, ballot);
		assert.equal(decision, 'Approved');
		await finalState(chain, closed);
		// It stays in the set, and connected, until the sessions that were planned with it are over.
		const last = await untilLive(network, false);
		const left = Date.now();
		await until(120, `${NODE} is disconnected`, async () => {
			const ids = await Promise.all(FOUNDING_NODES.map((name) => network.peerIds(name)));
			return ids.flat().includes(candidate.peerId) ? undefined : true;
		});
		const { number } = await network.finalized('alice');
		assert.ok(
			number - last <= 2 * SESSION,
			`it was disconnected only ${number - last} blocks after it had left the set`,
		);
		report(
			`removed: out of the set ${last - closed.block.number} blocks after the ballot, ` +
				`disconnected ${since(left)} later`,
		);
		await keptOut(network, 60);
		await network.reached(FOUNDING_NODES, number + 3, 60);
		for (let at = last + 1; at <= number + 3; at += 1) {
			const hash = (await chain.api.rpc.chain.getBlockHash(at)).toHex();
			assert.notEqual(await authorOf(chain, hash), keys.aura, `it has made block ${at}`);
		}
		await network.agree(FOUNDING_NODES);
		report(`removed: it made none of the blocks ${last + 1} to ${number + 3}`);
		await chain.close();
	},
};

/**
 * Waits until the candidate's node has no peers, then watches that this stays so, that nobody
 * names it as a peer, and that it finalises nothing.
 */
async function keptOut(network: Context['network'], seconds: number): Promise<void> {
	await until(seconds, `${NODE} is without peers`, async () =>
		(await network.peers(NODE)) === 0 ? true : undefined,
	);
	await sleep(2_000);
	const id = peerId(networkKey(NODE));
	const before = await network.finalized(NODE);
	await throughout(20, async () => {
		const peers = await network.peers(NODE);
		assert.equal(peers, 0, `${NODE} isn't admitted and has ${peers} peers`);
		for (const name of FOUNDING_NODES) {
			const ids = await network.peerIds(name);
			assert.ok(!ids.includes(id), `${name} is connected to ${NODE}`);
		}
	});
	const after = await network.finalized(NODE);
	assert.deepEqual(after, before, `${NODE} isn't admitted and follows finality`);
}

/** Waits for the finalised block from which on the candidate is, or isn't, in the set. */
async function untilLive(network: Network, wanted: boolean): Promise<number> {
	const what = `${NODE} is ${wanted ? '' : 'not '}in the set`;
	return until(150, what, async () => {
		const { number, hash } = await network.finalized('alice');
		const set = accounts(await chain.readAt(hash, 'nodeAdmissionApi.liveSet'));
		return set.includes(accountHex(candidate.account)) === wanted ? number : undefined;
	});
}
