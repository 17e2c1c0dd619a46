// SPDX-License-Identifier: Apache-2.0

/**
 * What clients were told while validators failed, what the validators have in the end, and whether
 * the one is true of the other. Nothing in here talks to a node.
 */

import type { Hex } from '@galen/sdk';

/** A node told a client that a block, or a transaction in it, is final. */
export interface Told {
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly node: string;
	/** The height; nothing where the node was gone before it could be asked. */
	readonly number?: number | undefined;
	readonly hash: Hex;
	/** The hash of the transaction, where it was about one. */
	readonly extrinsic?: Hex;
}

/** What a node has in the end. */
export interface FinalState {
	readonly node: string;
	/** Every final block, by its height. */
	readonly chain: readonly Hex[];
	/** The hashes of the transactions in a final block, of those that clients were told about. */
	readonly bodies: ReadonlyMap<Hex, ReadonlySet<Hex>>;
}

/** The time from the end of all faults until all nodes finalised a block that was made later. */
export interface Resumption {
	/** Of how many rounds of faults it is the last. */
	readonly round: number;
	/** Nothing where it wasn't within the limit. */
	readonly seconds: number | undefined;
}

/** All of a run that is judged. */
export interface History {
	readonly told: readonly Told[];
	readonly states: readonly FinalState[];
	readonly resumptions: readonly Resumption[];
	/** Nodes that ended without being killed, and how. */
	readonly crashes: readonly string[];
	/** Validators that the chain has suspended, and what it says of them: all of them are honest. */
	readonly suspended: readonly string[];
}

export const RULES = [
	'two final blocks of one height',
	'nodes disagree',
	'a final block is lost',
	'a final transaction is lost',
	'finality did not resume',
	'a node crashed',
	'an honest validator was suspended',
	'nothing was checked',
] as const;

export interface Violation {
	readonly rule: (typeof RULES)[number];
	readonly detail: string;
}

/** Everything in which a run was not as it has to be. */
export function check(history: History): Violation[] {
	const violations: Violation[] = [];
	const found = (rule: Violation['rule'], detail: string): void => {
		violations.push({ rule, detail });
	};
	for (const violation of [...contradictions(history), ...disagreements(history)]) {
		violations.push(violation);
	}
	for (const state of history.states) {
		violations.push(...losses(history.told, state));
	}
	for (const { round, seconds } of history.resumptions) {
		if (seconds === undefined) {
			found('finality did not resume', `after round ${round}`);
		}
	}
	history.crashes.forEach((crash) => found('a node crashed', crash));
	history.suspended.forEach((who) => found('an honest validator was suspended', who));
	// A run in which nobody was told anything would always pass.
	if (history.states.length < 2) {
		found('nothing was checked', `the final state of ${history.states.length} nodes is known`);
	}
	if (!history.told.some(({ extrinsic }) => extrinsic !== undefined)) {
		found('nothing was checked', 'no client was told that a transaction is final');
	}
	if (!history.told.some(({ extrinsic }) => extrinsic === undefined)) {
		found('nothing was checked', 'no client was told that a block is final');
	}
	return violations;
}

/** Heights for which clients were told different blocks, by whoever told it first. */
function contradictions({ told }: History): Violation[] {
	const heard = new Map<number, Map<Hex, Told>>();
	for (const one of told) {
		if (one.number !== undefined) {
			const known = heard.get(one.number) ?? new Map<Hex, Told>();
			heard.set(one.number, known);
			if (!known.has(one.hash)) {
				known.set(one.hash, one);
			}
		}
	}
	return [...heard].flatMap(([number, known]): Violation[] => {
		const each = [...known.values()].map(
			({ hash, node, at }) => `${hash} (${node}, ${time(at)})`,
		);
		return each.length < 2
			? []
			: [{ rule: RULES[0], detail: `block ${number}: ${each.join(', ')}` }];
	});
}

/** Heights at which nodes have different final blocks in the end. */
function disagreements({ states }: History): Violation[] {
	const violations: Violation[] = [];
	const height = Math.max(0, ...states.map(({ chain }) => chain.length));
	for (let number = 0; number < height; number += 1) {
		const having = states.filter(({ chain }) => chain[number] !== undefined);
		if (new Set(having.map(({ chain }) => chain[number])).size > 1) {
			const each = having.map(({ node, chain }) => `${node} ${chain[number]}`).join(', ');
			violations.push({ rule: 'nodes disagree', detail: `block ${number}: ${each}` });
		}
	}
	return violations;
}

/** What clients were told is final, and isn't so at this node. */
function losses(told: readonly Told[], { node, chain, bodies }: FinalState): Violation[] {
	const violations: Violation[] = [];
	const heights = new Map(chain.map((hash, number) => [hash, number]));
	/** What several clients were told is lost once. */
	const seen = new Set<string>();
	for (const one of told) {
		const { number, hash, extrinsic } = one;
		const key = `${number} ${hash} ${extrinsic}`;
		if (seen.has(key)) {
			continue;
		}
		seen.add(key);
		const height = heights.get(hash);
		const source = `told by ${one.node}, ${time(one.at)}`;
		const rule =
			extrinsic === undefined ? 'a final block is lost' : 'a final transaction is lost';
		const what = extrinsic === undefined ? '' : `${extrinsic} in `;
		if (height === undefined || (number !== undefined && number !== height)) {
			const instead =
				number === undefined
					? 'no such final block'
					: (chain[number] ?? `nothing after block ${chain.length - 1}`);
			violations.push({
				rule,
				detail: `${what}block ${number ?? '?'} ${hash} (${source}): ${node} has ${instead}`,
			});
		} else if (extrinsic !== undefined && bodies.get(hash)?.has(extrinsic) !== true) {
			violations.push({
				rule,
				detail: `${what}block ${height} ${hash} (${source}): ${node} has it not in that block`,
			});
		}
	}
	return violations;
}

const time = (at: number): string => new Date(at).toISOString().slice(11, 23);
