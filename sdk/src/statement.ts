// SPDX-License-Identifier: Apache-2.0

/**
 * What is signed off chain, byte for byte as `galen_primitives::statement` has it: a domain, the
 * chain, and a body in SCALE that names the object, whom the statement is for, and an expiry.
 */

import {
	accountBytes,
	type Bytes,
	concat,
	exactly,
	type Hex,
	toHex,
	u32,
	u64,
	utf8,
} from './bytes.js';

/** The bytes to sign: `"galen/" ‖ domain ‖ 0x00 ‖ chain ‖ body`. */
export function statement(domain: string, chainId: Bytes, ...body: Uint8Array[]): Uint8Array {
	if (!/^[\x21-\x7e]+$/.test(domain)) {
		throw new RangeError(`"${domain}" is no domain of a statement`);
	}
	const chain = exactly(32, chainId, 'the chain id');
	return concat(utf8(`galen/${domain}`), [0], chain, ...body);
}

/** What can sign a statement: a pair of polkadot.js, or anything shaped like it. */
export interface Signer {
	readonly publicKey: Uint8Array;
	readonly type: string;
	sign(message: Uint8Array): Uint8Array;
}

/** A key whose signatures the chain verifies, as calls take it: `{ Sr25519: '0x…' }`. */
export type VerifyingKey = { readonly Ed25519: Hex } | { readonly Sr25519: Hex };

/** The public half of `signer` as calls take it. */
export function verifyingKey(signer: Signer): VerifyingKey {
	const key = toHex(exactly(32, signer.publicKey, 'the key'));
	switch (signer.type) {
		case 'ed25519':
			return { Ed25519: key };
		case 'sr25519':
			return { Sr25519: key };
		default:
			throw new RangeError(`the chain verifies no statements signed with ${signer.type}`);
	}
}

/** What a claim says: this account shall control that patient's pseudonym. */
export interface Claim {
	readonly chainId: Bytes;
	/** The pseudonym. */
	readonly patient: Bytes;
	/** The account that will control it. */
	readonly claimant: Bytes;
	/** Milliseconds since 1970, UTC, from which on the claim is worth nothing. */
	readonly expires: number | bigint;
}

/** What a recovery says: this account shall control the pseudonym instead of the lost one. */
export interface Recovery {
	readonly chainId: Bytes;
	/** The pseudonym. */
	readonly patient: Bytes;
	/** The account that will control it. */
	readonly newController: Bytes;
	/** From the view `recovery` of the patient: makes every signature count once. */
	readonly nonce: number;
	/** Milliseconds since 1970, UTC, from which on the statement is worth nothing. */
	readonly expires: number | bigint;
}

/** What the one-time claim key signs. */
export function claimStatement({ chainId, patient, claimant, expires }: Claim): Uint8Array {
	return statement(
		'patient-claim',
		chainId,
		exactly(32, patient, 'the patient'),
		accountBytes(claimant),
		u64(expires),
	);
}

/**
 * The claim key's signature, for `patients.claim`. Browser extensions wrap what they sign as
 * `<Bytes>…</Bytes>`, which the chain refuses: the claim key comes from the code that the hospital
 * has handed over, and the dApp signs with it itself.
 */
export function signClaim(claimKey: Signer, claim: Claim): Hex {
	return toHex(exactly(64, claimKey.sign(claimStatement(claim)), 'the signature'));
}

/** What guardians sign. */
export function recoveryStatement(recovery: Recovery): Uint8Array {
	const { chainId, patient, newController, nonce, expires } = recovery;
	return statement(
		'patient-recovery',
		chainId,
		exactly(32, patient, 'the patient'),
		accountBytes(newController),
		u32(nonce),
		u64(expires),
	);
}

/** A guardian's signature, for `patients.beginRecovery`. */
export function signRecovery(guardian: Signer, recovery: Recovery): Hex {
	return toHex(exactly(64, guardian.sign(recoveryStatement(recovery)), 'the signature'));
}
