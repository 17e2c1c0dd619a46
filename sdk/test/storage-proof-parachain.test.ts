// SPDX-License-Identifier: Apache-2.0

import { compactToU8a, u8aConcat } from '@polkadot/util';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
	type BlockId,
	type Hex,
	parachainHead,
	parachainHeadItem,
	type ParachainProof,
	type ParachainTrust,
	proveParachainState,
	readHeader,
	stateItem,
	stateItems,
	toBytes,
	toHex,
	verifyParachainState,
} from '../src/index.js';
import { refusal } from './storage-proof/refusal.js';
import { Trie } from './storage-proof/trie.js';
import {
	finality,
	justification,
	PAIRS,
	SET_OF_FOUR,
	sized,
	three,
	vote,
} from './storage-proof/votes.js';

const ID = 2_000;
const CHAIN = toHex(new Uint8Array(32).fill(7));
const ITEM = stateItem('Consent', 'Directives');

const headerOf = (number: number, root: Uint8Array): Uint8Array =>
	u8aConcat(new Uint8Array(32), compactToU8a(number), root, new Uint8Array(32), [0]);

/** A parachain's state, in which `value` stands. */
function stateOf(value: number): Trie {
	return new Trie([
		[stateItems.chainId().key, toBytes(CHAIN)],
		[stateItems.now().key, new Uint8Array(8)],
		[stateItems.runtime().key, u8aConcat(compactToU8a(100), compactToU8a(0))],
		[ITEM.key, Uint8Array.of(value)],
	]);
}
const KEYS = [stateItems.chainId(), stateItems.now(), stateItems.runtime(), ITEM].map(
	({ key }) => key,
);

/** A relay chain's state that knows these headers, and its own header over it. */
function relayOf(...heads: [parachain: number, head: Uint8Array][]): {
	trie: Trie;
	header: Uint8Array;
	id: BlockId;
} {
	const trie = new Trie([
		...heads.map(([id, head]): [Hex, Uint8Array] => [parachainHeadItem(id).key, head]),
		[stateItem('Paras', 'Parachains').key, Uint8Array.of(0)],
	]);
	const header = headerOf(70, trie.root);
	return { trie, header, id: readHeader(header) };
}

const hex = (nodes: readonly Uint8Array[]): Hex[] => nodes.map((node) => toHex(node));

describe('a parachain’s newest block', () => {
	it('should be proven by the state of its relay chain', () => {
		const own = headerOf(5, stateOf(1).root);
		const { trie } = relayOf(
			[2000, sized(own)],
			[2001, u8aConcat(sized(own), [0])],
			[2002, own],
		);
		const prove = (of: number, as = of): string =>
			refusal(() => parachainHead(trie.root, trie.prove(parachainHeadItem(of).key), as));
		const found = parachainHead(trie.root, trie.prove(parachainHeadItem(2000).key), 2000);
		assert.deepEqual(found, readHeader(own));
		assert.match(prove(2000, 2001), /^(missing|surplus)-node$/);
		assert.equal(prove(2001), 'malformed-header');
		assert.equal(prove(2002), 'malformed-header');
		assert.equal(prove(2003), 'other-chain');
	});

	it('should stand where relay chains keep it', () => {
		// `Paras.Heads` of parachain 1000, as wallets and bridges read it.
		const prefix = 'cd710b30bd2eab0352ddcc26417aa1941b3c252fcb29d88eff4f3de5de4476c3';
		const key = `0x${prefix}b6ff6f7d467b87a9e8030000`;
		assert.equal(parachainHeadItem(1000).key, key);
	});
});

describe('a parachain’s state', () => {
	const state = stateOf(1);
	const header = headerOf(5, state.root);
	const relay = relayOf([ID, sized(header)], [ID + 1, sized(headerOf(6, stateOf(2).root))]);
	const votes = (id: BlockId): Hex => toHex(finality(justification(id, three(id)), id));
	const proof: ParachainProof = {
		relay: {
			header: toHex(relay.header),
			finality: votes(relay.id),
			nodes: hex(relay.trie.prove(parachainHeadItem(ID).key)),
		},
		own: { header: toHex(header), finality: null, nodes: hex(state.prove(...KEYS)) },
	};
	const trust: ParachainTrust = { chainId: CHAIN, parachain: ID, authorities: SET_OF_FOUR };
	const verify = (given: ParachainProof, trusted: ParachainTrust = trust): string =>
		refusal(() => verifyParachainState(trusted, given, [ITEM]));

	it('should be proven by the votes of the relay chain', () => {
		const proven = verifyParachainState(trust, proof, [ITEM]);
		assert.deepEqual(proven.values, [Uint8Array.of(1)]);
		assert.equal(proven.block.hash, readHeader(header).hash);
		assert.equal(proven.next, undefined);
	});

	it('should be refused unless those votes are enough and for that block', () => {
		const two = PAIRS.slice(0, 2).map((pair) => vote(pair, relay.id));
		const few = toHex(finality(justification(relay.id, two), relay.id));
		const relayed = (half: object): string =>
			verify({ ...proof, relay: { ...proof.relay, ...half } });
		assert.equal(relayed({ finality: null }), 'malformed-finality');
		assert.equal(relayed({ finality: few }), 'too-few-votes');
		const another = relayOf([ID, sized(headerOf(6, stateOf(2).root))]);
		assert.equal(relayed({ finality: votes(another.id) }), 'other-block');
		assert.equal(relayed({ header: toHex(another.header) }), 'other-block');
		const stale = { ...trust, authorities: { ...SET_OF_FOUR, setId: 9 } };
		assert.equal(verify(proof, stale), 'bad-signature');
	});

	it('should be refused of another parachain, block, chain or state', () => {
		assert.match(verify(proof, { ...trust, parachain: ID + 1 }), /^(missing|surplus)-node$/);
		assert.equal(
			verify(proof, { ...trust, chainId: ITEM.key.slice(0, 66) as Hex }),
			'other-chain',
		);
		const forged = stateOf(2);
		const own = { finality: null, nodes: hex(forged.prove(...KEYS)) };
		const lies = { ...own, header: toHex(headerOf(5, forged.root)) };
		assert.equal(verify({ ...proof, own: lies }), 'other-block');
		assert.equal(verify({ ...proof, own: { ...own, header: toHex(header) } }), 'other-root');
	});

	it('should be asked of both chains, for the block that the relay chain knows', async () => {
		const codec = (bytes: Uint8Array): object => ({ toU8a: () => bytes });
		const asked: unknown[] = [];
		const node = (
			name: string,
			own: Uint8Array,
			nodes: readonly Hex[],
			more: object,
		): object => ({
			rpc: {
				chain: { getHeader: async () => codec(own) },
				state: {
					getReadProof: async (keys: readonly Hex[], block: Hex) => {
						asked.push([name, keys, block]);
						return { proof: nodes.map((one) => codec(toBytes(one))) };
					},
				},
				...more,
			},
		});
		const justified = justification(relay.id, three(relay.id));
		const grandpa = {
			subscribeJustifications: async (each: (one: object) => void) => {
				each(codec(justified));
				return () => undefined;
			},
		};
		type Api = Parameters<typeof proveParachainState>[0];
		const found = await proveParachainState(
			node('relay', relay.header, proof.relay.nodes, { grandpa }) as Api,
			node('own', header, proof.own.nodes, {}) as Api,
			ID,
			[ITEM],
		);
		assert.deepEqual(found, proof);
		assert.deepEqual(asked, [
			['relay', [parachainHeadItem(ID).key], relay.id.hash],
			['own', KEYS, readHeader(header).hash],
		]);
	});
});
