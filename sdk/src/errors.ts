// SPDX-License-Identifier: Apache-2.0

/** Readable sentences for what polkadot.js reports when a call fails. */

import type { ApiPromise } from '@polkadot/api';

/** A failure, taken apart. */
export interface Failure {
	/** `Patients.BadSignature` for a pallet's error, `BadOrigin`, `Pool.Payment` and the like. */
	readonly name: string;
	/** The pallet whose error it is, if it is one's. */
	readonly pallet?: string;
	/** One sentence for people. */
	readonly sentence: string;
}

/** The part of polkadot.js's `DispatchError` that is looked at. */
export interface DispatchErrorLike {
	readonly isModule: boolean;
	readonly asModule: unknown;
	readonly type: string;
	toHuman(): unknown;
}

const DISPATCH: Readonly<Record<string, string>> = {
	BadOrigin: 'the account may not make this call: it holds no role that allows it at this moment',
	CannotLookup: 'the account that is named does not exist',
	ConsumerRemaining: 'the account is still in use and can not be removed',
	NoProviders: 'the account does not exist on chain: no institution has made it a member',
	TooManyConsumers: 'the account is used by too many parts of the chain',
	Exhausted: 'the block has no room left for the call',
	Corruption: 'the state of the chain is corrupt; report this to the operators',
	Unavailable: 'something that the call needs is not available at this moment',
	RootNotAllowed: 'the call can not be made by governance itself',
};

/** What the error of a call that was included in a block means. */
export function explainDispatchError(
	api: Pick<ApiPromise, 'registry'>,
	error: DispatchErrorLike,
): Failure {
	if (error.isModule) {
		const { section, name, docs } = api.registry.findMetaError(error.asModule as never);
		const pallet = section.charAt(0).toUpperCase() + section.slice(1);
		const text = docs.join(' ').trim();
		return {
			name: `${pallet}.${name}`,
			pallet,
			sentence: `refused by ${pallet} with ${name}${text === '' ? '' : `: ${text}`}`,
		};
	}
	const known = DISPATCH[error.type];
	if (known !== undefined) {
		return { name: error.type, sentence: `refused with ${error.type}: ${known}` };
	}
	const human = error.toHuman();
	const detail = typeof human === 'string' ? human : Object.values(human ?? {}).join(' ');
	return {
		name: detail === '' || detail === error.type ? error.type : `${error.type}.${detail}`,
		sentence: `refused with ${error.type}${detail === error.type ? '' : ` ${detail}`}`,
	};
}

/**
 * Patterns in the texts of the pool's refusals (`sc-transaction-pool`, `sp-runtime`), and in the JSON
 * that chopsticks has in their place: `{"invalid":{"custom":2}}`.
 */
const POOL: readonly [pattern: RegExp, name: string, sentence: string][] = [
	[
		/inability to pay|cannot pay|payment/i,
		'Pool.Payment',
		'the account has no allowance to draw on: it belongs to no institution in good standing and ' +
			'to no patient, or the allowance is used up for now',
	],
	[
		/outdated|stale/i,
		'Pool.Stale',
		'the transaction was signed with a nonce that has been used already',
	],
	[/future/i, 'Pool.Future', 'the transaction was signed with a nonce that is not its turn yet'],
	[/bad signature|bad ?proof/i, 'Pool.BadProof', 'the signature is not for this transaction'],
	[/ancient ?birth/i, 'Pool.Expired', 'the transaction has expired: sign it anew'],
	[
		/exhaust/i,
		'Pool.ExhaustsResources',
		'the transaction is larger or heavier than a block may hold',
	],
	[
		/not expected|transaction call|"call"/i,
		'Pool.Call',
		'the chain does not accept this call at this moment',
	],
	[
		/already imported/i,
		'Pool.AlreadyImported',
		'the very same transaction is in the pool already',
	],
	[
		/priority is too low/i,
		'Pool.TooLowPriority',
		'another transaction with this nonce is waiting',
	],
	[/immediately dropped|limit/i, 'Pool.Full', 'the pool is full; try it later'],
	[
		/temporarily banned/i,
		'Pool.Banned',
		'the transaction was refused a moment ago; try it later',
	],
	[
		/(custom error: |"custom":)1\b/i,
		'Pool.NotAMember',
		'the account belongs to no institution and to no patient',
	],
	[
		/(custom error: |"custom":)2\b/i,
		'Pool.CredentialNotInForce',
		"the account's credential is not valid yet, has expired, or is suspended or revoked",
	],
	[
		/(custom error: |"custom":)3\b/i,
		'Pool.InstitutionNotInForce',
		"the account's institution is suspended or retired",
	],
	[
		/(custom error: |"custom":)4\b/i,
		'Pool.RoleNotAllowedAnyMore',
		"the account's institution no longer does what its role is for",
	],
	[
		/signing address|badSigner/i,
		'Pool.BadSigner',
		'the account does not exist on chain: no institution has made it a member',
	],
];

/** Codes of `author_submitExtrinsic` that mean a refusal by the pool, as polkadot.js shows them. */
const POOL_CODE = /^(1002|101[0-9]): /;

/**
 * What it means that a transaction was not accepted at all: the text of an RPC error such as
 * `1010: Invalid Transaction: Inability to pay some fees`. `undefined` for an error that isn't the
 * pool's: a broken connection, a mistake in the program.
 */
export function explainRpcError(error: unknown): Failure | undefined {
	const text = error instanceof Error ? error.message : String(error);
	if (!POOL_CODE.test(text)) {
		return undefined;
	}
	const known = POOL.find(([pattern]) => pattern.test(text));
	const [name, sentence] = known === undefined ? ['Pool.Invalid', text] : [known[1], known[2]];
	return { name, sentence: `refused before it reached a block: ${sentence}` };
}
