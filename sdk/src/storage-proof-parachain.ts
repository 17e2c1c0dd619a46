// SPDX-License-Identifier: Apache-2.0

/**
 * Proofs of what a parachain says. Its blocks are made final by a relay chain, whose state holds the
 * header of the newest one: so a proof has two halves, that header in a state of the relay chain that
 * its authorities have signed as final, and what is asked about in the parachain's state.
 */

import type { ApiPromise } from '@polkadot/api';
import { type Bytes, u32 } from './bytes.js';
import { readProof } from './storage-proof.js';
import { StateProofError } from './storage-proof-error.js';
import { type AuthoritySet, verifyFinality } from './storage-proof-finality.js';
import { type BlockHeader, readHeader } from './storage-proof-header.js';
import { askAt, askFinal, type StateProof } from './storage-proof-node.js';
import { Reader } from './storage-proof-reader.js';
import {
	type Freshness,
	keysOf,
	type ProvenState,
	type StateItem,
	stateItem,
	verifyState,
} from './storage-proof-state.js';

/** A proof of what a parachain's state holds. Plain JSON. */
export interface ParachainProof {
	/** The header of the parachain's newest block, in a final state of the relay chain. */
	readonly relay: StateProof;
	/** What is asked about, in the state after that block. */
	readonly own: StateProof;
}

/** What a verifier knows from elsewhere of a parachain. */
export interface ParachainTrust {
	/** The Galen chain's id. */
	readonly chainId: Bytes;
	/** The parachain's number on the relay chain. */
	readonly parachain: number;
	/** Who decides what is final **on the relay chain**. */
	readonly authorities: AuthoritySet;
}

/**
 * Asks a node of the relay chain and one of the parachain for a proof of these items, in the newest
 * state of the parachain that the relay chain's next final block knows.
 *
 * @param seconds how long to wait for a block of the relay chain to become final
 */
export async function proveParachainState(
	relay: Pick<ApiPromise, 'rpc'>,
	api: Pick<ApiPromise, 'rpc'>,
	parachain: number,
	items: readonly StateItem[],
	seconds = 60,
): Promise<ParachainProof> {
	const final = await askFinal(relay, [parachainHeadItem(parachain).key], seconds);
	const { hash } = headIn(final, parachain);
	return { relay: final, own: await askAt(api, keysOf(items), hash) };
}

/**
 * What `items` are in a parachain's state: `verifyState`, with the relay chain's finality.
 * {@link ProvenState.next} are the relay chain's authorities.
 */
export function verifyParachainState(
	{ chainId, parachain, authorities }: ParachainTrust,
	{ relay, own }: ParachainProof,
	items: readonly StateItem[],
	freshness: Freshness = {},
): ProvenState {
	if (relay.finality === null) {
		throw new StateProofError('malformed-finality', 'the proof says nothing of finality');
	}
	const { next } = verifyFinality(authorities, relay.header, relay.finality);
	const block = headIn(relay, parachain).hash;
	return { ...verifyState({ chainId, block }, own, items, freshness), next };
}

const headIn = ({ header, nodes }: StateProof, parachain: number): BlockHeader =>
	parachainHead(readHeader(header).stateRoot, nodes, parachain);

/**
 * The newest block of a parachain that is final, by the state of its relay chain. Throws a
 * {@link StateProofError} unless the proof is that of `Paras.Heads` for this parachain.
 *
 * @param relayStateRoot from a header of the relay chain that {@link verifyFinality} has found final
 */
export function parachainHead(
	relayStateRoot: Bytes,
	nodes: readonly Bytes[],
	parachain: number,
): BlockHeader {
	const { key } = parachainHeadItem(parachain);
	const [head] = readProof(relayStateRoot, nodes, [key]);
	if (head === null || head === undefined) {
		const reason = `the relay chain knows no parachain ${parachain}`;
		throw new StateProofError('other-chain', reason);
	}
	const reader = new Reader(head, 'malformed-header');
	const header = reader.take(reader.compact('the length of the header'), 'the header');
	reader.end('the header');
	return readHeader(header);
}

/** Where a relay chain keeps the header of a parachain's newest block. */
export const parachainHeadItem = (parachain: number): StateItem =>
	stateItem('Paras', 'Heads', ['Twox64Concat', u32(parachain)]);
