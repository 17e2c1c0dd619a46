// SPDX-License-Identifier: Apache-2.0

/** Why a proof of state isn't accepted: one code for each way in which one can be wrong. */

/** What is wrong with a proof. */
export type StateProofErrorCode =
	/** The nodes are of another state: older, newer, or another chain's. */
	| 'other-root'
	/** A node on the way to the key isn't there: it was left out or altered, or the key is another. */
	| 'missing-node'
	/** The value that the trie has the hash of isn't there: it was left out or altered. */
	| 'missing-value'
	/** There are nodes that no key leads to, or one of them twice. */
	| 'surplus-node'
	/** The hash is right, but no node is written like that. */
	| 'malformed-node'
	/** What is proven isn't what was claimed. */
	| 'value-differs'
	/** The bytes aren't a header's. */
	| 'malformed-header'
	/** The bytes aren't those of a proof of finality or of a justification. */
	| 'malformed-finality'
	/** The authorities that are trusted are no set that could decide. */
	| 'unusable-authorities'
	/** What is final isn't this block, and no headers lead from this block to it. */
	| 'other-block'
	/** The headers between this block and what is final don't follow on each other. */
	| 'broken-chain'
	/** There are headers that no vote needs. */
	| 'surplus-header'
	/** Somebody has voted who is none of the authorities. */
	| 'unknown-voter'
	/** A vote isn't signed by its authority, for this round and this set. */
	| 'bad-signature'
	/** A vote is for a block that doesn't descend from what is said to be final. */
	| 'vote-elsewhere'
	/** The votes don't have more than two thirds of the weight. */
	| 'too-few-votes'
	/** Another set of authorities has taken over before that block. */
	| 'set-changed'
	/** It is the state of another chain. */
	| 'other-chain'
	/** It was final once, but it isn't as recent as it has to be. */
	| 'stale'
	/** The chain doesn't keep its state as it is read here: its runtime is another. */
	| 'other-layout';

/** Why a proof of state isn't accepted. */
export class StateProofError extends Error {
	override readonly name = 'StateProofError';

	constructor(
		/** What is wrong. */
		readonly code: StateProofErrorCode,
		/** The same in words. */
		reason: string,
	) {
		super(reason);
	}
}
