// SPDX-License-Identifier: Apache-2.0

/**
 * What keeps a person with two pseudonyms from being enrolled twice in a study: a registrar that the
 * sponsor has nothing to do with computes a token from what identifies the person, under a key that
 * only it has, and signs it for one subject. The chain takes each token once in a study.
 *
 * A token is the one thing on chain that is derived from a person. Without the key nobody can try out
 * whose it is: **destroy the key when the study is over**, and nobody ever can.
 */

import { hmacSha256AsU8a, randomAsU8a } from '@polkadot/util-crypto';
import { type Bytes, exactly, type Hex, toHex, u32, u64, utf8 } from './bytes.js';
import { type Signer, statement } from './statement.js';

/** What identifies a person: one system for a study, or one person has two tokens. */
export interface PersonIdentifier {
	/** Whose numbers they are, as a URI: `urn:oid:2.16.756.5.32` for Swiss social security. */
	readonly system: string;
	readonly value: string;
}

/**
 * The identifier in the one form from which tokens are made: compatible forms of characters are one
 * (NFKC), letters are capitals, and there are no spaces, points, hyphens or slashes, which forms print
 * and registries leave out. Accents stay: they tell names apart.
 */
export function normalIdentifier({ system, value }: PersonIdentifier): string {
	if (!/^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i.test(system)) {
		throw new RangeError(`"${system}" is no URI that says whose numbers they are`);
	}
	const normal = value
		.normalize('NFKC')
		.toUpperCase()
		.replace(/[\s\p{Pd}.\u2044/]+/gu, '');
	if (!/^[\p{L}\p{M}\p{N}]{4,64}$/u.test(normal)) {
		throw new RangeError('the identifier has to have 4 to 64 letters and digits');
	}
	return `${system}|${normal}`;
}

/** What a token is for: one study on one chain, so that nobody can follow a person across studies. */
export interface TokenContext {
	/** The chain's id: `api.call.institutionsApi.chainId()`. */
	readonly chainId: Bytes;
	readonly study: number;
}

/** The registrar's key for one study. */
export class RegistrarKey {
	#secret: Uint8Array | undefined;

	/** @param secret 32 fresh random bytes where none are given; a key of its own for each study */
	constructor(
		private readonly context: TokenContext,
		secret: Bytes = randomAsU8a(32),
	) {
		this.#secret = Uint8Array.from(exactly(32, secret, 'the key'));
	}

	/** The token of a person: the same for each of the person's pseudonyms. */
	token(person: PersonIdentifier): Hex {
		if (this.#secret === undefined) {
			throw new Error('the key was destroyed');
		}
		const said = statement(
			'enrolment',
			this.context.chainId,
			u32(this.context.study),
			utf8(normalIdentifier(person)),
		);
		return toHex(hmacSha256AsU8a(this.#secret, said));
	}

	/**
	 * Overwrites the key. What was copied or stored elsewhere has to go as well, before
	 * `clinicalTrials.destroyRegistrarKey` says so.
	 */
	destroy(): void {
		this.#secret?.fill(0);
		this.#secret = undefined;
	}
}

/** What a registrar says: the person behind this token is that subject of the study. */
export interface TokenStatement extends TokenContext {
	/** The subject's number. */
	readonly subject: number;
	readonly token: Bytes;
	/** Milliseconds since 1970, UTC, from which on the statement is worth nothing. */
	readonly expires: number | bigint;
}

/** What the registrar signs, as `clinicalTrialsApi.tokenStatement` answers it. */
export function tokenStatement(said: TokenStatement): Uint8Array {
	return statement(
		'enrolment-token',
		said.chainId,
		u32(said.study),
		u32(said.subject),
		exactly(32, said.token, 'the token'),
		u64(said.expires),
	);
}

/** The registrar's signature, with the Ed25519 key that the study names. */
export function signToken(registrar: Signer, said: TokenStatement): Hex {
	if (registrar.type !== 'ed25519') {
		throw new RangeError(`a registrar signs with an Ed25519 key, not ${registrar.type}`);
	}
	return toHex(exactly(64, registrar.sign(tokenStatement(said)), 'the signature'));
}
