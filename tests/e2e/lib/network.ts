// SPDX-License-Identifier: Apache-2.0

/**
 * A network that zombienet has started: what its nodes answer, and how one of them is killed and
 * started again.
 *
 * Questions go by HTTP, one by one, so that a node that is killed takes no connection with it.
 */

import type { Hex } from '@galen/sdk';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BlockRef, Chain } from './chain.js';
import { GALEN_BIN } from './node.js';

/** What zombienet tells a script of the network. */
export interface NetworkInfo {
	/** The folder with everything that the network writes. */
	readonly tmpDir: string;
	readonly nodesByName: Readonly<Record<string, { readonly wsUri: string }>>;
}

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

export class Network {
	/** How nodes that we killed were started. */
	readonly #commands = new Map<string, readonly string[]>();

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
			signal: AbortSignal.timeout(10_000),
		});
		const answer = (await response.json()) as { result?: T; error?: { message: string } };
		if (answer.error !== undefined) {
			throw new Error(`${name}: ${method}: ${answer.error.message}`);
		}
		return answer.result as T;
	}

	async connect(name: string): Promise<Chain> {
		return Chain.connect(this.#url(name));
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
		const log = openSync(join(this.info.tmpDir, `${name}.log`), 'a');
		// In our own process group, so that it ends with the network.
		const child = spawn(binary, args, { stdio: ['ignore', log, log] });
		closeSync(log);
		child.unref();
		this.#commands.delete(name);
		await until(60, `${name} answers`, async () => {
			await this.rpc(name, 'system_chain');
			return true;
		});
	}

	#url(name: string): string {
		const node = this.info.nodesByName[name];
		if (node === undefined) {
			throw new Error(`there is no node ${name}, only ${this.names.join(', ')}`);
		}
		return node.wsUri;
	}

	#process(name: string): { pid: number; command: string[] } {
		const found = this.#find(name);
		if (found === undefined) {
			throw new Error(`no process is ${name}`);
		}
		return found;
	}

	/** Our node's process: the binary, with this name, in this network's folder. */
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
					command[0] === GALEN_BIN &&
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
