// SPDX-License-Identifier: Apache-2.0

/** What happens to validators, and when: random, and the same for the same seed. */

/** Random numbers that a seed decides: mulberry32. */
export class Random {
	#state: number;

	constructor(seed: number, stream = 0) {
		this.#state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0;
	}

	/** From 0 to 1, without 1. */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let mixed = this.#state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	/** A whole number from `from` to `to`, both included. */
	between(from: number, to: number): number {
		return from + Math.floor(this.next() * (to - from + 1));
	}

	/** One of these. */
	pick<T>(list: readonly T[]): T {
		const picked = list[this.between(0, list.length - 1)];
		if (picked === undefined) {
			throw new Error('there is nothing to pick from');
		}
		return picked;
	}

	/** So many of these, in their order. */
	some<T>(list: readonly T[], count: number): T[] {
		const left = [...list];
		while (left.length > count) {
			left.splice(this.between(0, left.length - 1), 1);
		}
		return left;
	}

	/** One of these names, each as often as its weight says. */
	weighed<T extends string>(weights: Readonly<Record<T, number>>): T {
		const entries = Object.entries(weights) as [T, number][];
		let at = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
		for (const [name, weight] of entries) {
			at -= weight;
			if (at < 0) {
				return name;
			}
		}
		throw new Error('nothing has a weight');
	}
}

export type Action =
	/** Ended as by a power cut, started again; stopped in time, and going on. */
	| { readonly do: 'kill' | 'start' | 'pause' | 'continue'; readonly nodes: readonly string[] }
	/** These can talk with each other, and the others with each other. */
	| { readonly do: 'cut'; readonly nodes: readonly string[] }
	| { readonly do: 'heal' };

export interface Step {
	/** Milliseconds after the step before. */
	readonly after: number;
	readonly action: Action;
}

/** Steps in a round. */
const STEPS = [4, 10] as const;
/** Milliseconds between steps, where they aren't at once. */
const PAUSE = [200, 5_000] as const;

/**
 * A round of faults. They overlap: a node is killed while it is paused, cut off while another is
 * down, all are killed at once. Whoever carries it out makes everything whole again after it.
 */
export function round(
	seed: number,
	number: number,
	names: readonly string[],
	{ cuts }: { cuts: boolean },
): Step[] {
	const random = new Random(seed, number);
	const steps: Step[] = [];
	const killed = new Set<string>();
	const paused = new Set<string>();
	let whole = true;
	const count = random.between(...STEPS);
	while (steps.length < count) {
		const alive = names.filter((name) => !killed.has(name));
		const running = alive.filter((name) => !paused.has(name));
		const kind = random.weighed({
			kill: alive.length > 0 ? 4 : 0,
			start: 3 * killed.size,
			pause: running.length > 0 ? 2 : 0,
			continue: 2 * paused.size,
			cut: cuts ? (whole ? 4 : 2) : 0,
			heal: whole ? 0 : 3,
		});
		const after = random.pick([0, 1, 1, 1]) * random.between(...PAUSE);
		/** Mostly one, at times more, all of them once in a while. */
		const few = (list: readonly string[]): string[] =>
			random.some(list, random.pick([1, 1, 1, 1, 1, 1, 1, 2, 2, list.length]));
		switch (kind) {
			case 'kill': {
				const nodes = few(alive);
				nodes.forEach((name) => killed.add(name) && paused.delete(name));
				steps.push({ after, action: { do: 'kill', nodes } });
				break;
			}
			case 'start': {
				const nodes = few([...killed]);
				nodes.forEach((name) => killed.delete(name));
				steps.push({ after, action: { do: 'start', nodes } });
				break;
			}
			case 'pause': {
				const nodes = few(running);
				nodes.forEach((name) => paused.add(name));
				steps.push({ after, action: { do: 'pause', nodes } });
				break;
			}
			case 'continue': {
				const nodes = few([...paused]);
				nodes.forEach((name) => paused.delete(name));
				steps.push({ after, action: { do: 'continue', nodes } });
				break;
			}
			case 'cut': {
				// Of four: one and three, or two and two.
				const nodes = random.some(names, random.between(1, Math.floor(names.length / 2)));
				steps.push({ after, action: { do: 'cut', nodes } });
				whole = false;
				break;
			}
			case 'heal':
				steps.push({ after, action: { do: 'heal' } });
				whole = true;
				break;
		}
	}
	return steps;
}

/** A step in words. */
export const words = ({ action }: Step): string =>
	action.do === 'heal' ? 'heal' : `${action.do} ${action.nodes.join(' ')}`;
