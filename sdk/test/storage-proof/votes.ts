// SPDX-License-Identifier: Apache-2.0

/** GRANDPA's authorities for tests, and what they sign. */

import { compactToU8a, u8aConcat } from '@polkadot/util';
import { ed25519PairFromSeed, ed25519Sign } from '@polkadot/util-crypto';
import { type AuthoritySet, type BlockId, toBytes } from '../../src/index.js';

export type Pair = ReturnType<typeof ed25519PairFromSeed>;

export const u32 = (value: number): Uint8Array => new Uint8Array(Uint32Array.of(value).buffer);
export const u64 = (value: number): Uint8Array =>
	new Uint8Array(BigUint64Array.of(BigInt(value)).buffer);
export const list = (...all: Uint8Array[]): Uint8Array =>
	u8aConcat(compactToU8a(all.length), ...all);
export const sized = (bytes: Uint8Array): Uint8Array =>
	u8aConcat(compactToU8a(bytes.length), bytes);

export const ROUND = 12;
export const SET = 3;
export const PAIRS = [1, 2, 3, 4].map((seed) =>
	ed25519PairFromSeed(new Uint8Array(32).fill(seed)),
) as [Pair, Pair, Pair, Pair];
export const STRANGER = ed25519PairFromSeed(new Uint8Array(32).fill(9));
export const SET_OF_FOUR: AuthoritySet = {
	setId: SET,
	authorities: PAIRS.map(({ publicKey }) => [publicKey, 1]),
};

export const blockBytes = ({ hash, number }: BlockId): Uint8Array =>
	u8aConcat(toBytes(hash), u32(number));

/** A vote, as it should be unless it says otherwise. */
export function vote(
	pair: Pair,
	block: BlockId,
	{ round = ROUND, set = SET, kind = 1 }: { round?: number; set?: number; kind?: number } = {},
): Uint8Array {
	const signed = u8aConcat([kind], blockBytes(block), u64(round), u64(set));
	return u8aConcat(blockBytes(block), ed25519Sign(signed, pair), pair.publicKey);
}

/** The votes of round {@link ROUND} for a block. */
export const justification = (
	target: BlockId,
	votes: readonly Uint8Array[],
	headers: readonly Uint8Array[] = [],
): Uint8Array => u8aConcat(u64(ROUND), blockBytes(target), list(...votes), list(...headers));

/** As `grandpa_proveFinality` answers it. */
export const finality = (
	justified: Uint8Array,
	block: BlockId,
	headers: readonly Uint8Array[] = [],
): Uint8Array => u8aConcat(toBytes(block.hash), sized(justified), list(...headers));

/** The votes of three of four: just enough. */
export const three = (block: BlockId): Uint8Array[] =>
	PAIRS.slice(0, 3).map((pair) => vote(pair, block));
