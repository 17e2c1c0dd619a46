// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { hkdfSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { Keyring } from '@polkadot/api';
import {
	AllocationList,
	batchId,
	BENEFIT_CATEGORIES,
	beneficiaryCommitment,
	canonicalize,
	checkAllocation,
	checkDisclosure,
	checkPackProof,
	checkReading,
	checkTariffProof,
	claimStatement,
	derivedSalts,
	digest,
	documentCommitment,
	exposedTo,
	type Exposure,
	fieldCommitment,
	FieldTree,
	hash,
	type Hex,
	JsonError,
	kitLeaf,
	LotFile,
	merkleRoot,
	MerkleTree,
	NO_STATEMENTS,
	packLeaf,
	patientId,
	readingLeaf,
	readingStatement,
	ReadingWindow,
	recordId,
	recoveryStatement,
	signClaim,
	signReading,
	signRecovery,
	signToken,
	signWindow,
	statement,
	tariffLeaf,
	telemetryHead,
	toBytes,
	toHex,
	tokenStatement,
	verifyingKey,
	verifyPath,
	windowFlaw,
	windowStatement,
} from '../src/index.js';
import { ALGORITHMS, vectors } from '../scripts/vectors.js';

const all = vectors();
const { chainId, institution } = all;

describe('the vectors that the chain checks as well', () => {
	it('should give the commitments to documents', () => {
		for (const { name, document, salt, commitments } of all.documents) {
			for (const algorithm of ALGORITHMS) {
				const context = { chainId, institution, algorithm };
				const made = documentCommitment(context, salt, toBytes(document));
				assert.equal(toHex(made), commitments[algorithm], name);
			}
		}
	});

	it('should give the commitments to fields', () => {
		for (const { path, value, salt, commitments } of all.fields) {
			for (const algorithm of ALGORITHMS) {
				const context = { chainId, institution, algorithm };
				const made = fieldCommitment(context, salt, path, value);
				assert.equal(toHex(made), commitments[algorithm], path);
			}
		}
	});

	it('should give the commitments to beneficiaries', () => {
		const { patient, salt, commitments } = all.beneficiary;
		for (const algorithm of ALGORITHMS) {
			const context = { chainId, institution, algorithm };
			const made = beneficiaryCommitment(context, salt, patient);
			assert.equal(toHex(made), commitments[algorithm]);
		}
	});

	it('should give the roots and paths of trees', () => {
		for (const { count, roots, paths } of all.merkle) {
			const leaves = Array.from({ length: count }, (_, index) =>
				hash('Sha2_256', new Uint8Array(new Uint32Array([index]).buffer)),
			);
			for (const algorithm of ALGORITHMS) {
				assert.equal(toHex(merkleRoot(algorithm, leaves)), roots[algorithm]);
			}
			for (const { algorithm, index, path } of paths) {
				const tree = new MerkleTree(algorithm, leaves);
				assert.deepEqual(
					tree.path(index).map((node) => toHex(node)),
					path,
				);
				const leaf = leaves[index] as Uint8Array;
				assert.ok(verifyPath(algorithm, roots[algorithm], count, index, leaf, path));
			}
		}
	});

	it('should give the ids of records, batches and patients', () => {
		for (const { custodian, algorithm, digest: bytes, id } of all.recordIds) {
			assert.equal(recordId(custodian, digest(algorithm, bytes)), id);
		}
		for (const { custodian, algorithm, digest: bytes, id } of all.batchIds) {
			assert.equal(batchId(custodian, digest(algorithm, bytes)), id);
		}
		for (const { opener, nonce, id } of all.patientIds) {
			assert.equal(patientId(opener, nonce), id);
		}
	});

	it('should give what claim keys and guardians sign', () => {
		for (const { bytes, seed, publicKey, signature, ...claim } of all.claims) {
			const signer = new Keyring({ type: 'ed25519' }).addFromSeed(toBytes(seed));
			assert.deepEqual(verifyingKey(signer), { Ed25519: publicKey });
			assert.equal(toHex(claimStatement({ chainId, ...claim })), bytes);
			assert.equal(signClaim(signer, { chainId, ...claim }), signature);
		}
		for (const { bytes, seed, signature, ...recovery } of all.recoveries) {
			const signer = new Keyring({ type: 'ed25519' }).addFromSeed(toBytes(seed));
			assert.equal(toHex(recoveryStatement({ chainId, ...recovery })), bytes);
			assert.equal(signRecovery(signer, { chainId, ...recovery }), signature);
		}
	});

	it('should give the statements to sign', () => {
		for (const { domain, body, bytes } of all.statements) {
			assert.equal(toHex(statement(domain, chainId, toBytes(body))), bytes);
		}
	});

	it('should give the field tree of a document', () => {
		const { document, secret, count, roots, disclosures } = all.tree;
		for (const algorithm of ALGORITHMS) {
			const context = { chainId, institution, algorithm };
			const tree = new FieldTree(context, document, derivedSalts(secret));
			assert.equal(tree.count, count);
			assert.equal(toHex(tree.root), roots[algorithm]);
			const mine = disclosures.filter((disclosure) => disclosure.algorithm === algorithm);
			assert.equal(mine.length, count);
			for (const { algorithm: _, ...disclosure } of mine) {
				assert.deepEqual(tree.disclose(disclosure.path), disclosure);
				assert.ok(checkDisclosure(roots[algorithm], context, disclosure));
			}
		}
	});

	it('should derive salts as HKDF-SHA256 does elsewhere', () => {
		const { secret, disclosures } = all.tree;
		for (const { path, salt } of disclosures) {
			const made = hkdfSync(
				'sha256',
				toBytes(secret),
				'galen/field-salts',
				`galen/field-salt\0${path}`,
				32,
			);
			assert.equal(toHex(new Uint8Array(made)), salt);
		}
	});
});

describe('the vectors of medicines', () => {
	it('should give the roots of lots and what proves their packs', () => {
		for (const { gtin, lot, serials, quantity, packs } of all.lots) {
			const { algorithm } = serials;
			const context = { chainId, gtin, lot, algorithm };
			const salts = new Map(packs.map(({ serial, proof }) => [serial, proof.salt]));
			const file = new LotFile(context, packs, (serial) => salts.get(serial) ?? '');
			assert.deepEqual(file.serials, serials);
			assert.equal(file.quantity, quantity);
			for (const { serial, firstCase, leaf, proof } of packs) {
				assert.equal(toHex(packLeaf(context, serial, firstCase, proof.salt)), leaf);
				assert.deepEqual(file.proof(serial), proof);
				assert.ok(checkPackProof(context, serials, quantity, serial, proof));
			}
		}
	});

	it('should give what sensors state, sign and leave behind', () => {
		const { device, unit, profile, since, seed, statements } = all.telemetry;
		const key = new Keyring({ type: 'ed25519' }).addFromSeed(toBytes(seed));
		let exposure: Exposure = { heatRun: 0, coldRun: 0, coveredUntil: since };
		let head: Hex = NO_STATEMENTS;
		statements.forEach(({ start, end, readings, window, proofs, ...expected }, sequence) => {
			const algorithm = window?.readings.algorithm ?? 'Sha2_256';
			const context = { chainId, device, algorithm };
			const made = new ReadingWindow(context, readings, {
				sequence,
				range: profile.range,
				start,
				end,
				salts: (at) => proofs[Number(at)]?.salt ?? '',
			});
			proofs.forEach(({ leaf, ...proof }, at) => {
				assert.equal(toHex(readingLeaf(context, proof, proof.salt)), leaf);
				assert.deepEqual(made.prove(at), proof);
				assert.ok(checkReading(context, made.window, proof));
			});
			const reading = { sequence, at: start, value: 0, ...readings[0] };
			const stated = window === null ? { Reading: reading } : { Window: window };
			if (window === null) {
				assert.equal(toHex(readingStatement(context, unit, reading)), expected.bytes);
				assert.equal(signReading(key, context, unit, reading), expected.signature);
			} else {
				assert.deepEqual(made.window, window);
				assert.equal(windowFlaw(window, profile), undefined);
				assert.equal(toHex(windowStatement(context, unit, window)), expected.bytes);
				assert.equal(signWindow(key, context, unit, window), expected.signature);
			}
			head = telemetryHead(head, stated);
			assert.equal(head, expected.head);
			const after = exposedTo(exposure, profile, window ?? reading);
			exposure = after.exposure;
			assert.deepEqual(exposure, expected.exposure);
			const { heat = null, cold = null, gap } = after.finding;
			assert.deepEqual({ heat, cold, gap }, expected.finding);
		});
	});
});

describe('the vectors of insurance claims', () => {
	it('should give the leaves of prices and what proves them', () => {
		for (const { payer, plan, version, root, count, prices } of all.tariffs) {
			const context = { chainId, payer, plan, version, algorithm: root.algorithm };
			for (const { category: at, code, leaf, ...proof } of prices) {
				const category = BENEFIT_CATEGORIES[at];
				assert.ok(category !== undefined);
				const made = tariffLeaf(context, code, category, BigInt(proof.unitPrice));
				assert.equal(toHex(made), leaf);
				assert.ok(checkTariffProof(context, { root, count }, code, category, proof));
			}
		}
	});
});

describe('the vectors of clinical trials', () => {
	it('should give the roots of sealed lists and what proves their entries', () => {
		for (const { study, point, stratum, root, secret, arms, entries } of all.allocations) {
			const context = { chainId, study, point, stratum, algorithm: root.algorithm };
			const list = new AllocationList(context, arms, secret);
			assert.deepEqual(list.root, root);
			entries.forEach(({ salt, leaf, path }, index) => {
				assert.deepEqual(list.proof(index), { index, leaf, path });
				const entry = { index, arm: arms[index] as number, salt };
				assert.deepEqual(list.entry(index), entry);
				assert.ok(checkAllocation(context, { root, length: arms.length }, entry, path));
			});
		}
	});

	it('should give the leaves of kits and what registrars sign', () => {
		for (const { study, index, serial, salt, arm, leaves } of all.kits) {
			for (const algorithm of ALGORITHMS) {
				const leaf = kitLeaf({ chainId, study, algorithm }, index, serial, salt, arm);
				assert.equal(toHex(leaf), leaves[algorithm]);
			}
		}
		for (const { bytes, seed, signature, ...said } of all.tokens) {
			const key = new Keyring({ type: 'ed25519' }).addFromSeed(toBytes(seed));
			assert.equal(toHex(tokenStatement({ chainId, ...said })), bytes);
			assert.equal(signToken(key, { chainId, ...said }), signature);
		}
	});
});

describe('canonical JSON', () => {
	it('should match the vectors and be its own canonical form', () => {
		for (const { json, canonical } of all.canonical) {
			assert.equal(canonicalize(json), canonical);
			assert.equal(canonicalize(canonical), canonical);
			assert.deepEqual(JSON.parse(canonical), JSON.parse(json));
		}
	});

	it('should refuse what readers disagree about, at its place', () => {
		for (const { json, line, column } of all.refused) {
			assert.throws(
				() => canonicalize(json),
				(error) => {
					assert.ok(error instanceof JsonError);
					assert.deepEqual([error.line, error.column], [line, column], json);
					return true;
				},
			);
		}
	});
});
