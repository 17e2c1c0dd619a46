// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import {
	allocationLeaf,
	AllocationList,
	allocationSalt,
	armsArgument,
	checkAllocation,
	checkOpening,
	type Hex,
	kitLeaf,
	KitList,
	type ListContext,
	permutedBlocks,
	shuffled,
	toHex,
	verifyPath,
} from '../src/index.js';

const chainId = `0x${'07'.repeat(32)}` as const;
const context: ListContext = { chainId, study: 1, point: 0, stratum: 2 };
const secret = `0x${'09'.repeat(32)}` as const;
const arms = [0, 1, 1, 0, 1, 0];

/** Randomness that repeats itself: SHA-256 of a counter. */
function counting(): (length: number) => Uint8Array {
	let counter = 0;
	return (length) =>
		createHash('sha256')
			.update(String((counter += 1)))
			.digest()
			.subarray(0, length);
}

describe('a sealed list', () => {
	const list = new AllocationList(context, arms, secret);
	const committed = { root: list.root, length: list.length };

	it('should have leaves over the bytes that are written down', () => {
		const head = (domain: string): Buffer =>
			Buffer.concat([Buffer.from(`galen/${domain}\0`), Buffer.alloc(32, 7)]);
		const place = Buffer.from([1, 0, 0, 0, 0, 2, 0, 3, 0, 0, 0]);
		const hashed = (...parts: Buffer[]): Hex =>
			toHex(createHash('sha256').update(Buffer.concat(parts)).digest());
		assert.equal(
			toHex(allocationSalt(context, secret, 3)),
			hashed(head('allocation-salt'), place, Buffer.alloc(32, 9)),
		);
		const salt = `0x${'05'.repeat(32)}`;
		assert.equal(
			toHex(allocationLeaf(context, 3, salt, 1)),
			hashed(head('allocation'), place, Buffer.alloc(32, 5), Buffer.from([1])),
		);
		const kit = Buffer.from([1, 0, 0, 0, 3, 0, 0, 0, 8, 0x53, 0x31]);
		assert.equal(
			toHex(kitLeaf(context, 3, 'S1', salt, 1)),
			hashed(head('kit'), kit, Buffer.alloc(32, 5), Buffer.from([1])),
		);
	});

	it('should prove the next leaf without the arm, and one arm without the others', () => {
		arms.forEach((arm, index) => {
			const { leaf, path } = list.proof(index);
			const { algorithm, bytes } = list.root;
			assert.ok(verifyPath(algorithm, bytes, 6, index, leaf, path));
			const entry = list.entry(index);
			assert.equal(entry.arm, arm);
			assert.ok(checkAllocation(context, committed, entry, path));
			for (const change of [{ arm: 1 - arm }, { index: index + 1 }, { salt: secret }]) {
				assert.ok(!checkAllocation(context, committed, { ...entry, ...change }, path));
			}
			assert.ok(
				!checkAllocation({ ...context, stratum: 3 }, committed, entry, path),
				'another list',
			);
		});
		assert.throws(() => list.entry(6), /no entry 6 among 6/);
		assert.throws(() => list.proof(6), /no leaf 6 among 6/);
	});

	it('should verify when it is opened, and tell the first entry out of order', () => {
		const opening = list.opening();
		assert.deepEqual(checkOpening(context, committed, opening), { kind: 'verified' });
		const other = (changed: number[]): object =>
			checkOpening(context, committed, { ...opening, arms: changed }, list.leaves());
		assert.equal(armsArgument(opening.arms), '0x000101000100');
		assert.deepEqual(other([0, 1, 0, 1, 1, 0]), { kind: 'wrong-at', index: 2 });
		assert.deepEqual(other([0, 1, 1, 0, 1, 1]), { kind: 'wrong-at', index: 5 });
		assert.deepEqual(other(arms.slice(1)), { kind: 'other-length' });
		const swapped = { ...opening, arms: [0, 1, 0, 1, 1, 0] };
		assert.deepEqual(checkOpening(context, committed, swapped), { kind: 'other-leaves' });
		const forged = list.leaves().reverse();
		assert.deepEqual(checkOpening(context, committed, swapped, forged), {
			kind: 'other-leaves',
		});
		const elsewhere = { ...context, point: 1 };
		assert.deepEqual(checkOpening(elsewhere, committed, opening, list.leaves()), {
			kind: 'wrong-at',
			index: 0,
		});
	});

	it('should have a secret of its own, and another root with each', () => {
		const [one, two] = [new AllocationList(context, arms), new AllocationList(context, arms)];
		assert.notEqual(one.opening().secret, two.opening().secret);
		assert.notEqual(one.root.bytes, two.root.bytes);
		const blake = new AllocationList({ ...context, algorithm: 'Blake2b_256' }, arms, secret);
		assert.deepEqual(
			checkOpening(context, { root: blake.root, length: 6 }, blake.opening()),
			{ kind: 'verified' },
			'by the algorithm of the root',
		);
	});

	it('should be refused where it is none', () => {
		assert.throws(() => new AllocationList(context, []), /needs a leaf/);
		assert.throws(() => new AllocationList(context, [256]), /256 is no arm/);
		assert.throws(() => new AllocationList(context, [0], '0x00'), /the secret has 1 bytes/);
		for (const bad of [{ point: 256 }, { stratum: 65_536 }, { point: -1 }]) {
			assert.throws(() => new AllocationList({ ...context, ...bad }, [0]), /no point/);
		}
	});
});

describe('a list of kits', () => {
	const kits = ['K-1', 'K-2', 'K-3'].map((serial, arm) => ({ serial, arm: arm % 2 }));
	const list = new KitList(context, kits);

	it('should prove a kit without its arm, and tell one arm without the others', () => {
		kits.forEach(({ serial, arm }, index) => {
			const [proof, entry] = [list.proof(serial), list.entry(serial)];
			assert.ok(proof !== undefined && entry !== undefined);
			assert.deepEqual([proof.index, entry.index, entry.arm], [index, index, arm]);
			const leaf = kitLeaf(context, index, serial, entry.salt, arm);
			assert.equal(toHex(leaf), proof.leaf);
			const { algorithm, bytes } = list.root;
			assert.ok(verifyPath(algorithm, bytes, list.length, index, leaf, proof.path));
		});
		assert.equal(list.proof('K-4'), undefined);
		assert.equal(list.entry('K-4'), undefined);
	});

	it('should be refused where two kits have one number, or there is none', () => {
		const [kit] = kits;
		assert.ok(kit !== undefined);
		assert.throws(() => new KitList(context, [kit, kit]), /same serial number/);
		assert.throws(() => new KitList(context, []), /needs a leaf/);
	});
});

describe('permuted blocks', () => {
	it('should be balanced after every block, and cut off at the length', () => {
		for (const [ratio, multiples, block] of [
			[[1, 1], [2], 4],
			[[2, 1], [1], 3],
			[[1, 1, 1], [3], 9],
		] as [number[], number[], number][]) {
			const arms = permutedBlocks({ ratio, multiples, length: 10 * block + 1 }, counting());
			assert.equal(arms.length, 10 * block + 1);
			for (let at = 0; at < 10; at += 1) {
				const part = arms.slice(at * block, (at + 1) * block);
				const smallest = ratio.reduce((sum, count) => sum + count, 0);
				ratio.forEach((count, arm) => {
					const found = part.filter((each) => each === arm).length;
					assert.equal(found, (count * block) / smallest);
				});
			}
		}
	});

	it('should be of several sizes where several are allowed', () => {
		const arms = permutedBlocks({ ratio: [1, 1], multiples: [2, 3], length: 400 }, counting());
		// A size that is known would make every fourth place predictable.
		const unbalanced = Array.from({ length: 100 }, (_, at) => arms.slice(0, 4 * (at + 1)))
			.map((part) => part.filter((arm) => arm === 1).length * 2 - part.length)
			.filter((difference) => difference !== 0);
		assert.ok(unbalanced.length > 0);
		const most = arms.reduce(
			({ balance, most }, arm) => {
				const now = balance + (arm === 1 ? 1 : -1);
				return { balance: now, most: Math.max(most, Math.abs(now)) };
			},
			{ balance: 0, most: 0 },
		).most;
		assert.ok(most <= 3);
	});

	it('should have every order equally often', () => {
		const random = counting();
		const counts = new Map<string, number>();
		const rounds = 6_000;
		for (let round = 0; round < rounds; round += 1) {
			const order = shuffled(['a', 'b', 'c'], random).join('');
			counts.set(order, (counts.get(order) ?? 0) + 1);
		}
		assert.equal(counts.size, 6);
		// Five degrees of freedom: 20.5 is exceeded once in a thousand times.
		const expected = rounds / 6;
		const chi2 = [...counts.values()].reduce(
			(sum, count) => sum + (count - expected) ** 2 / expected,
			0,
		);
		assert.ok(chi2 < 20.5, `chi2 ${chi2}`);
	});

	it('should be random unless told otherwise', () => {
		const design = { ratio: [1, 1], multiples: [2, 3], length: 200 };
		assert.notDeepEqual(permutedBlocks(design), permutedBlocks(design));
	});

	it('should be refused where they are none', () => {
		for (const design of [
			{ ratio: [1], multiples: [2], length: 4 },
			{ ratio: [1, 1], multiples: [], length: 4 },
			{ ratio: [1, 0], multiples: [2], length: 4 },
			{ ratio: [1, 1], multiples: [1.5], length: 4 },
			{ ratio: [1, 1], multiples: [2], length: 0 },
		]) {
			assert.throws(() => permutedBlocks(design), RangeError);
		}
	});
});
