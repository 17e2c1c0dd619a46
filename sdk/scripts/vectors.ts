// SPDX-License-Identifier: Apache-2.0

/** `vectors.json`: what the SDK and the chain have to agree on, byte for byte. */

import { readFileSync } from 'node:fs';
import type {
	Digest,
	Disclosure,
	Exposure,
	HashAlgorithm,
	Hex,
	PackProof,
	ReadingDisclosure,
	StorageProfile,
	TemperatureReading,
	Window,
} from '../src/index.js';

export type ByAlgorithm = Readonly<Record<HashAlgorithm, Hex>>;

/** A statement, and its signature with the Ed25519 key that `seed` makes. */
export interface Signed {
	readonly patient: Hex;
	readonly expires: number;
	readonly bytes: Hex;
	readonly seed: Hex;
	readonly publicKey: Hex;
	readonly signature: Hex;
}

export interface Vectors {
	readonly about: string;
	readonly chainId: Hex;
	readonly institution: number;
	readonly documents: readonly {
		readonly name: string;
		readonly document: Hex;
		readonly salt: Hex;
		readonly commitments: ByAlgorithm;
	}[];
	readonly fields: readonly {
		readonly path: string;
		readonly value: string;
		readonly salt: Hex;
		readonly commitments: ByAlgorithm;
	}[];
	readonly beneficiary: {
		readonly patient: Hex;
		readonly salt: Hex;
		readonly commitments: ByAlgorithm;
	};
	readonly merkle: readonly {
		readonly count: number;
		readonly roots: ByAlgorithm;
		readonly paths: readonly {
			readonly algorithm: HashAlgorithm;
			readonly index: number;
			readonly path: readonly Hex[];
		}[];
	}[];
	readonly recordIds: readonly {
		readonly custodian: number;
		readonly algorithm: HashAlgorithm;
		readonly digest: Hex;
		readonly id: Hex;
	}[];
	readonly batchIds: Vectors['recordIds'];
	readonly patientIds: readonly { readonly opener: Hex; readonly nonce: Hex; readonly id: Hex }[];
	readonly statements: readonly {
		readonly domain: string;
		readonly body: Hex;
		readonly bytes: Hex;
	}[];
	readonly claims: readonly (Signed & { readonly claimant: Hex })[];
	readonly recoveries: readonly (Signed & {
		readonly newController: Hex;
		readonly nonce: number;
	})[];
	readonly canonical: readonly { readonly json: string; readonly canonical: string }[];
	readonly refused: readonly {
		readonly json: string;
		readonly line: number;
		readonly column: number;
	}[];
	readonly tree: {
		readonly document: string;
		readonly secret: Hex;
		readonly count: number;
		readonly roots: ByAlgorithm;
		readonly disclosures: readonly (Disclosure & { readonly algorithm: HashAlgorithm })[];
	};
	/** Lots, with what proves each of their packs. */
	readonly lots: readonly {
		readonly gtin: string;
		readonly lot: string;
		readonly serials: Digest;
		readonly quantity: number;
		readonly packs: readonly {
			readonly serial: string;
			readonly firstCase: string;
			readonly leaf: Hex;
			readonly proof: PackProof;
		}[];
	}[];
	/** Sealed lists, with what proves each of their entries. */
	readonly allocations: readonly {
		readonly study: number;
		readonly point: number;
		readonly stratum: number;
		readonly root: Digest;
		readonly secret: Hex;
		readonly arms: readonly number[];
		readonly entries: readonly {
			readonly salt: Hex;
			readonly leaf: Hex;
			readonly path: readonly Hex[];
		}[];
	}[];
	readonly kits: readonly {
		readonly study: number;
		readonly index: number;
		readonly serial: string;
		readonly salt: Hex;
		readonly arm: number;
		readonly leaves: ByAlgorithm;
	}[];
	/** What a registrar signs. */
	readonly tokens: readonly (Omit<Signed, 'patient'> & {
		readonly study: number;
		readonly subject: number;
		readonly token: Hex;
	})[];
	/** Fee schedules, with what proves each of their prices. */
	readonly tariffs: readonly {
		readonly payer: number;
		readonly plan: number;
		readonly version: number;
		readonly root: Digest;
		readonly count: number;
		readonly prices: readonly {
			/** The index in {@link BENEFIT_CATEGORIES}. */
			readonly category: number;
			readonly code: Digest;
			/** In decimal. */
			readonly unitPrice: string;
			readonly leaf: Hex;
			readonly index: number;
			readonly path: readonly Hex[];
		}[];
	}[];
	/** Why less is paid than was charged, who bears it, and X12's number; by index. */
	readonly adjustmentReasons: readonly {
		readonly reason: string;
		readonly group: string;
		readonly code: string;
	}[];
	/** Why a line is denied, by index. */
	readonly denialReasons: readonly string[];
	/** What benefits are about, by index, and what proves that it was done. */
	readonly benefitCategories: readonly {
		readonly category: string;
		readonly evidence: string;
	}[];
	/** What a sensor states of a container, one after the other. */
	readonly telemetry: {
		readonly device: number;
		readonly unit: string;
		readonly profile: StorageProfile;
		readonly since: number;
		readonly seed: Hex;
		readonly publicKey: Hex;
		readonly statements: readonly {
			readonly start: number;
			readonly end: number;
			readonly readings: readonly TemperatureReading[];
			/** `null` for what is stated as a single reading. */
			readonly window: Window | null;
			readonly proofs: readonly (ReadingDisclosure & { readonly leaf: Hex })[];
			readonly bytes: Hex;
			readonly signature: Hex;
			/** The head of the chain of hashes afterwards. */
			readonly head: Hex;
			readonly exposure: Exposure;
			readonly finding: {
				readonly heat: number | null;
				readonly cold: number | null;
				readonly gap: boolean;
			};
		}[];
	};
}

export const VECTORS_FILE = new URL('../../vectors.json', import.meta.url);

export const vectors = (): Vectors => JSON.parse(readFileSync(VECTORS_FILE, 'utf8')) as Vectors;

export const ALGORITHMS: readonly HashAlgorithm[] = ['Sha2_256', 'Blake2b_256'];
