// SPDX-License-Identifier: Apache-2.0

/**
 * A network that zombienet has started: what its nodes answer, and how one of them is killed and
 * started again.
 *
 * Questions go by HTTP, one by one, so that a node that is killed takes no connection with it.
 */

import type { Hex } from '@galen/sdk';
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, cpSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BlockRef, Chain } from './chain.js';
import { GALEN_BIN } from './node.js';

/** What our nodes are: standalone ones, and collators. */
const BINARIES: readonly (string | undefined)[] = [GALEN_BIN, process.env['GALEN_COLLATOR']];

/** What zombienet tells a script of the network. */
export interface NetworkInfo {
	/** The folder with everything that the network writes. */
	readonly tmpDir: string;
	readonly nodesByName: Readonly<Record<string, { readonly wsUri: string }>>;
}

/** A half of a network that is cut in two. */
export type Side = 'left' | 'right';

/** Asks again and again until there is an answer, or the time is over. */
export async function until<T>(
	seconds: number,
	what: string,
	probe: () => Promise<T | undefined>,
): Promise<T> {
	const end = Date.now() + seconds * 1000;
	let last: unknown;
	do {
		try {
			const answer = await probe();
			if (answer !== undefined) {
				return answer;
			}
			last = undefined;
		} catch (error) {
			last = error;
		}
		await sleep(250);
	} while (Date.now() < end);
	const cause = last === undefined ? '' : `: ${String(last)}`;
	throw new Error(`${what}: not within ${seconds} s${cause}`);
}

/** Watches for a while that something stays as it has to: `probe` throws where it doesn't. */
export async function throughout(seconds: number, probe: () => Promise<void>): Promise<void> {
	const end = Date.now() + seconds * 1000;
	do {
		await probe();
		await sleep(500);
	} while (Date.now() < end);
}

/** Seconds since `start`, as they are reported. */
export const since = (start: number): string => `${((Date.now() - start) / 1000).toFixed(1)} s`;

/**
 * Watches what nodes say is final, all the time, and remembers it. What one of them says once holds
 * for all and for ever: the first contradiction is what {@link FinalityWatch.stop} throws.
 */
export class FinalityWatch {
	/** What was seen final, by number, and who has said so first. */
	readonly #seen = new Map<number, { hash: Hex; by: string }>();
	/** Where each node is, and when that was seen. */
	readonly #steps = new Map<string, { number: number; at: number }[]>();
	#running = true;
	#conflict: Error | undefined;
	readonly #ends: Promise<void>[] = [];

	constructor(
		private readonly network: Network,
		names: readonly string[],
	) {
		this.also(...names);
	}

	/** Watches these nodes as well. */
	also(...names: readonly string[]): void {
		this.#ends.push(...names.map((name) => this.#follow(name)));
	}

	/** Every block that was seen final. */
	get seen(): BlockRef[] {
		return [...this.#seen].map(([number, { hash }]) => ({ number, hash }));
	}

	/** The highest block that a node was seen to have finalised. */
	highest(name: string): number {
		return this.#steps.get(name)?.at(-1)?.number ?? 0;
	}

	/** The longest time, in seconds, in which a node finalised nothing new, since `from`. */
	longestPause(name: string, from = 0): number {
		const times = (this.#steps.get(name) ?? []).map(({ at }) => at).filter((at) => at >= from);
		const pauses = times.slice(1).map((at, before) => at - (times[before] ?? at));
		return Math.max(0, ...pauses) / 1000;
	}

	/** Throws if there was a contradiction so far. */
	check(): void {
		if (this.#conflict !== undefined) {
			throw this.#conflict;
		}
	}

	/** Ends, and throws if there was a contradiction. */
	async stop(): Promise<void> {
		this.#running = false;
		await Promise.all(this.#ends);
		this.check();
	}

	async #follow(name: string): Promise<void> {
		const steps: { number: number; at: number }[] = [];
		this.#steps.set(name, steps);
		while (this.#running) {
			try {
				const head = await this.network.finalized(name);
				const last = steps.at(-1)?.number ?? -1;
				if (head.number > last) {
					steps.push({ number: head.number, at: Date.now() });
					await this.#note(name, head, Math.max(last + 1, head.number - 100));
				} else if (head.number < last) {
					throw new Contradiction(
						`${name} had finalised block ${last}, and is back at ${head.number}`,
					);
				}
			} catch (error) {
				// A node that is killed, or cut off, says nothing.
				if (error instanceof Contradiction) {
					this.#conflict ??= error;
				}
			}
			await sleep(300);
		}
	}

	/** Remembers the blocks from `from` up to `head`. */
	async #note(name: string, head: BlockRef, from: number): Promise<void> {
		const numbers = Array.from({ length: head.number - from + 1 }, (_, at) => from + at);
		const hashes = await this.network.rpc<Hex[]>(name, 'chain_getBlockHash', numbers);
		numbers.forEach((number, at) => {
			const hash = hashes[at] as Hex;
			const known = this.#seen.get(number);
			if (known === undefined) {
				this.#seen.set(number, { hash, by: name });
			} else if (known.hash !== hash) {
				throw new Contradiction(
					`finality conflicts at block ${number}: ` +
						`${known.hash} (${known.by}), ${hash} (${name})`,
				);
			}
		});
	}
}

/** Two blocks of one height were final. */
class Contradiction extends Error {
	override readonly name = 'Contradiction';
}

export class Network {
	/** How nodes that we killed were started. */
	readonly #commands = new Map<string, readonly string[]>();
	/** Where the nodes answer that we have started ourselves. */
	readonly #clones = new Map<string, string>();

	constructor(private readonly info: NetworkInfo) {}

	get names(): string[] {
		return Object.keys(this.info.nodesByName);
	}

	/** What a node answers to a JSON-RPC request. */
	async rpc<T>(name: string, method: string, ...params: unknown[]): Promise<T> {
		const response = await fetch(this.#url(name).replace('ws:', 'http:'), {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
			// A node that gets a new runtime compiles it first.
			signal: AbortSignal.timeout(30_000),
		});
		const answer = (await response.json()) as { result?: T; error?: { message: string } };
		if (answer.error !== undefined) {
			throw new Error(`${name}: ${method}: ${answer.error.message}`);
		}
		return answer.result as T;
	}

	async connect(name: string, waits?: 'in a block' | 'final'): Promise<Chain> {
		return Chain.connect(this.#url(name), waits);
	}

	/** The number of the newest block. */
	async best(name: string): Promise<number> {
		const header = await this.rpc<{ number: Hex }>(name, 'chain_getHeader');
		return Number(header.number);
	}

	/** The newest finalised block. */
	async finalized(name: string): Promise<BlockRef> {
		const hash = await this.rpc<Hex>(name, 'chain_getFinalizedHead');
		const header = await this.rpc<{ number: Hex }>(name, 'chain_getHeader', hash);
		return { number: Number(header.number), hash };
	}

	/** How many nodes it is connected to. */
	async peers(name: string): Promise<number> {
		return (await this.rpc<{ peers: number }>(name, 'system_health')).peers;
	}

	/** The peer ids of those whom it is connected to. */
	async peerIds(name: string): Promise<string[]> {
		const peers = await this.rpc<{ peerId: string }[]>(name, 'system_peers');
		return peers.map(({ peerId }) => peerId);
	}

	/** Waits until all of `names` have finalised block `number`. */
	async reached(names: readonly string[], number: number, seconds: number): Promise<void> {
		await Promise.all(
			names.map((name) =>
				until(seconds, `${name} finalises block ${number}`, async () =>
					(await this.finalized(name)).number >= number ? true : undefined,
				),
			),
		);
	}

	/**
	 * Checks that nodes have finalised the same blocks, one by one, as far as each has come, and
	 * `known` among them.
	 *
	 * @returns how many blocks were compared
	 */
	async agree(names: readonly string[], ...known: readonly BlockRef[]): Promise<number> {
		const heads = await Promise.all(names.map((name) => this.finalized(name)));
		const common = Math.min(...heads.map(({ number }) => number));
		const numbers = Array.from({ length: common + 1 }, (_, number) => number);
		const chains = await Promise.all(
			names.map((name) => this.rpc<Hex[]>(name, 'chain_getBlockHash', numbers)),
		);
		for (const number of numbers) {
			const hashes = new Set(chains.map((chain) => chain[number]));
			if (hashes.size !== 1) {
				const told = names.map((name, at) => `${name} ${chains[at]?.[number]}`).join(', ');
				throw new Error(`finality conflicts at block ${number}: ${told}`);
			}
		}
		for (const { number, hash } of known) {
			if (number > common || chains[0]?.[number] !== hash) {
				throw new Error(`block ${number} ${hash} was finalised, and is no more`);
			}
		}
		return common;
	}

	/** Ends a node as a power cut does. */
	async kill(name: string): Promise<void> {
		const { pid, command } = this.#process(name);
		this.#commands.set(name, command);
		process.kill(pid, 'SIGKILL');
		await until(10, `the end of ${name}`, async () =>
			this.#find(name) === undefined ? true : undefined,
		);
	}

	/** Starts a node that was killed, as it was started before, and waits until it answers. */
	async restart(name: string): Promise<void> {
		const command = this.#commands.get(name);
		if (command === undefined || this.#find(name) !== undefined) {
			throw new Error(`${name} runs: kill it first`);
		}
		const [binary = '', ...args] = command;
		this.#start(name, binary, args);
		this.#commands.delete(name);
		await this.#answers(name);
	}

	/**
	 * Starts a second node, called `name`, with the keys of `model`: that of the network and those
	 * for blocks and votes. Only in a network whose nodes are apart; it is on the side `side`.
	 */
	async clone(model: string, name: string, side: Side): Promise<void> {
		const launcher = process.env['GALEN_APART'];
		if (launcher === undefined) {
			throw new Error('GALEN_APART names what starts a node in a network namespace');
		}
		const args = this.#process(model).command.slice(1);
		const set = (option: string, value: string): string => {
			const at = args.indexOf(option) + 1;
			const before = args[at];
			if (at === 0 || before === undefined) {
				throw new Error(`${model} was started without ${option}`);
			}
			args[at] = value;
			return before;
		};
		const folder = join(this.info.tmpDir, name);
		const original = set('--base-path', folder);
		// Its keys, and nothing that it has seen or voted for.
		for (const chain of readdirSync(join(original, 'chains'))) {
			const keys = join('chains', chain, 'keystore');
			cpSync(join(original, keys), join(folder, keys), { recursive: true });
		}
		const [rpc, metrics] = [await freePort(), await freePort()];
		set('--name', name);
		set('--rpc-port', `${rpc}`);
		set('--prometheus-port', `${metrics}`);
		this.#clones.set(name, `ws://127.0.0.1:${rpc}`);
		this.#start(name, launcher, args, { ...process.env, GALEN_SIDE: side });
		await this.#answers(name);
	}

	/** Puts nodes on a side. Only in a network whose nodes are apart. */
	move(side: Side, ...names: readonly string[]): void {
		for (const name of names) {
			execFileSync('ip', ['link', 'set', name, 'master', side]);
		}
	}

	#start(name: string, command: string, args: readonly string[], env = process.env): void {
		const log = openSync(join(this.info.tmpDir, `${name}.log`), 'a');
		// In our own process group, so that it ends with the network.
		const child = spawn(command, args, { stdio: ['ignore', log, log], env });
		closeSync(log);
		child.unref();
	}

	async #answers(name: string): Promise<void> {
		await until(60, `${name} answers`, async () => {
			await this.rpc(name, 'system_chain');
			return true;
		});
	}

	#url(name: string): string {
		const uri = this.info.nodesByName[name]?.wsUri ?? this.#clones.get(name);
		if (uri === undefined) {
			throw new Error(`there is no node ${name}, only ${this.names.join(', ')}`);
		}
		return uri;
	}

	#process(name: string): { pid: number; command: string[] } {
		const found = this.#find(name);
		if (found === undefined) {
			throw new Error(`no process is ${name}`);
		}
		return found;
	}

	/** Our node's process: one of the binaries, with this name, in this network's folder. */
	#find(name: string): { pid: number; command: string[] } | undefined {
		for (const entry of readdirSync('/proc')) {
			if (!/^\d+$/.test(entry)) {
				continue;
			}
			try {
				const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8')
					.split('\0')
					.slice(0, -1);
				const at = command.indexOf('--name');
				if (
					BINARIES.includes(command[0]) &&
					at >= 0 &&
					command[at + 1] === name &&
					command.some((argument) => argument.startsWith(`${this.info.tmpDir}/`))
				) {
					return { pid: Number(entry), command };
				}
			} catch {
				// It has ended meanwhile.
			}
		}
		return undefined;
	}
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	if (address === null || typeof address === 'string') {
		throw new Error('no port is free');
	}
	return address.port;
}
