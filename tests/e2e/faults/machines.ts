// SPDX-License-Identifier: Apache-2.0

/**
 * Four machines with a validator each. Where there are network namespaces, each has one of its own,
 * with a link to one of two bridges, `left` and `right`, on which it meets the others, and one to us,
 * by which it is asked. `scripts/faults` runs us in a namespace with these bridges: all of it goes
 * with the last process in there. Elsewhere validators are plain processes, and can't be cut off.
 */

import type { Hex } from '@galen/sdk';
import { u8aToHex } from '@polkadot/util';
import { sha256AsU8a } from '@polkadot/util-crypto';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { BlockRef } from '../lib/chain.js';
import { until } from '../lib/network.js';
import { freePorts, GALEN_BIN } from '../lib/node.js';
import { FOUNDING_NODES, networkKey, peerId } from '../zombienet/nodes.js';
import type { Action } from './schedule.js';

/** How a validator is. One that is killed starts with the same folder. */
export type Condition = 'running' | 'paused' | 'killed';

/** Everything that we have started. It ends with us, and with SIGKILL too: see {@link start}. */
const children = new Set<ChildProcess>();
process.once('exit', () => children.forEach((child) => child.kill('SIGKILL')));

/** Starts a process that the kernel ends with us. */
function start(command: readonly string[], log?: string): ChildProcess {
	const output = log === undefined ? 'ignore' : openSync(log, 'a');
	const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...command], {
		stdio: ['ignore', output, output],
	});
	if (typeof output === 'number') {
		closeSync(output);
	}
	children.add(child);
	child.once('exit', () => children.delete(child));
	return child;
}

const ip = (...words: string[]): Buffer =>
	execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'inherit'] }) as Buffer;

/** Where a machine is found. */
interface Place {
	/** Where it answers us. */
	readonly rpc: { readonly host: string; readonly port: number };
	/** Where others find it. */
	readonly p2p: { readonly host: string; readonly port: number };
	/** What runs a command on it. */
	readonly inside: readonly string[];
}

export class Machine {
	condition: Condition = 'killed';
	/** How often it was started. */
	starts = 0;
	#node: ChildProcess | undefined;

	constructor(
		readonly name: string,
		readonly place: Place,
	) {}

	/** Where clients connect. */
	get url(): string {
		return `ws://${this.place.rpc.host}:${this.place.rpc.port}`;
	}

	/** As others write it. */
	get address(): string {
		const { host, port } = this.place.p2p;
		return `/ip4/${host}/tcp/${port}/p2p/${peerId(networkKey(this.name))}`;
	}

	/** What the node answers to a JSON-RPC request, within seconds: it may be paused. */
	async rpc<T>(method: string, ...params: unknown[]): Promise<T> {
		const response = await fetch(this.url.replace('ws:', 'http:'), {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
			signal: AbortSignal.timeout(10_000),
		});
		const answer = (await response.json()) as { result?: T; error?: { message: string } };
		if (answer.error !== undefined) {
			throw new Error(`${this.name}: ${method}: ${answer.error.message}`);
		}
		return answer.result as T;
	}

	/** The newest block, or the newest final one. */
	async head(kind: 'best' | 'final'): Promise<BlockRef> {
		const method = kind === 'best' ? 'chain_getBlockHash' : 'chain_getFinalizedHead';
		const hash = await this.rpc<Hex>(method);
		const { number } = await this.rpc<{ number: Hex }>('chain_getHeader', hash);
		return { number: Number(number), hash };
	}

	/** Starts the node. `crashed` is called if it ends by itself. */
	start(args: readonly string[], log: string, crashed: (how: string) => void): void {
		const { rpc, p2p, inside } = this.place;
		const node = start(
			[
				...inside,
				GALEN_BIN,
				`--${this.name}`,
				...['--node-key', u8aToHex(sha256AsU8a(this.name)).slice(2)],
				...['--listen-addr', `/ip4/${p2p.host}/tcp/${p2p.port}`],
				...['--rpc-port', `${rpc.port}`],
				...['--no-mdns', '--no-prometheus', '--no-telemetry'],
				...args,
			],
			log,
		);
		this.#node = node;
		this.condition = 'running';
		this.starts += 1;
		node.once('exit', (code, signal) => {
			if (this.condition !== 'killed') {
				this.condition = 'killed';
				this.#node = undefined;
				crashed(`${this.name} ended with ${signal ?? code} (start ${this.starts})`);
			}
		});
	}

	/** Ends the node as a power cut does. */
	async kill(): Promise<void> {
		const node = this.#node;
		this.condition = 'killed';
		this.#node = undefined;
		if (node !== undefined && node.exitCode === null && node.signalCode === null) {
			const ended = new Promise((resolve) => node.once('exit', resolve));
			node.kill('SIGKILL');
			await ended;
		}
	}

	pause(): void {
		this.#node?.kill('SIGSTOP');
		this.condition = 'paused';
	}

	continue(): void {
		this.#node?.kill('SIGCONT');
		this.condition = 'running';
	}
}

/** The machines, the network between them, and what is done to them. */
export class Machines {
	readonly #args = new Map<Machine, { args: readonly string[]; log: string }>();
	#crashed: (how: string) => void = () => undefined;
	/** Whether it is cut in two. */
	cut = false;

	private constructor(
		readonly all: readonly Machine[],
		/** Whether they can be cut off from each other. */
		readonly apart: boolean,
	) {}

	static async make(apart: boolean): Promise<Machines> {
		return new Machines(await (apart ? namespaces() : processes()), apart);
	}

	get names(): string[] {
		return this.all.map(({ name }) => name);
	}

	/** Those whose nodes run, though they may be cut off. */
	get running(): Machine[] {
		return this.all.filter(({ condition }) => condition === 'running');
	}

	/** Starts a new network on them, in folders and with logs in `folder`. */
	begin(folder: string, spec: string, crashed: (how: string) => void): void {
		this.#crashed = crashed;
		for (const machine of this.all) {
			const args = [
				...['--chain', spec],
				...['--base-path', join(folder, machine.name)],
				...this.all
					.filter((other) => other !== machine)
					.flatMap(({ address }) => ['--bootnodes', address]),
				// From here to there, it isn't the loopback interface.
				...(this.apart ? ['--unsafe-rpc-external', '--rpc-cors', 'all'] : []),
				...['--rpc-rate-limit-whitelisted-ips', '127.0.0.0/8', '10.78.0.0/16'],
			];
			mkdirSync(join(folder, machine.name), { recursive: true });
			this.#args.set(machine, { args, log: join(folder, `${machine.name}.log`) });
			this.#start(machine);
		}
	}

	/** Ends all nodes, and makes the network whole. */
	async end(): Promise<void> {
		await Promise.all(this.all.map((machine) => machine.kill()));
		this.#heal();
	}

	async carryOut(action: Action): Promise<void> {
		if (action.do === 'heal') {
			this.#heal();
			return;
		}
		const machines = this.all.filter(({ name }) => action.nodes.includes(name));
		switch (action.do) {
			case 'kill':
				await Promise.all(machines.map((machine) => machine.kill()));
				break;
			case 'start':
				machines
					.filter(({ condition }) => condition === 'killed')
					.forEach((machine) => this.#start(machine));
				break;
			case 'pause':
				machines
					.filter(({ condition }) => condition === 'running')
					.forEach((machine) => machine.pause());
				break;
			case 'continue':
				machines
					.filter(({ condition }) => condition === 'paused')
					.forEach((machine) => machine.continue());
				break;
			case 'cut':
				for (const machine of this.all) {
					this.#move(machine, machines.includes(machine) ? 'left' : 'right');
				}
				this.cut = true;
				break;
		}
	}

	/** Ends all faults: the network is whole, and every node runs. */
	repair(): void {
		this.#heal();
		for (const machine of this.all) {
			if (machine.condition === 'paused') {
				machine.continue();
			} else if (machine.condition === 'killed') {
				this.#start(machine);
			}
		}
	}

	/** Waits until all nodes answer. */
	async answer(seconds: number): Promise<void> {
		await Promise.all(
			this.all.map((machine) =>
				until(seconds, `${machine.name} answers`, async () => {
					await machine.rpc('system_chain');
					return true;
				}),
			),
		);
	}

	#start(machine: Machine): void {
		const how = this.#args.get(machine);
		if (how === undefined) {
			throw new Error(`${machine.name} was never started`);
		}
		machine.start(how.args, how.log, this.#crashed);
	}

	#heal(): void {
		if (this.cut) {
			this.all.forEach((machine) => this.#move(machine, 'left'));
			this.cut = false;
		}
	}

	#move({ name }: Machine, side: 'left' | 'right'): void {
		if (!this.apart) {
			throw new Error('there are no network namespaces: nobody can be cut off');
		}
		ip('link', 'set', name, 'master', side);
	}
}

/** Machines with network namespaces, which last for as long as we do. */
async function namespaces(): Promise<Machine[]> {
	const ours = readlinkSync('/proc/self/ns/net');
	return Promise.all(
		FOUNDING_NODES.map(async (name, at) => {
			const place = at + 1;
			const holder = start(['unshare', '--net', 'sleep', 'infinity']);
			const pid = `${holder.pid}`;
			await until(10, `a network namespace for ${name}`, async () =>
				readlinkSync(`/proc/${pid}/ns/net`) === ours ? undefined : true,
			);
			const inside = ['nsenter', `--net=/proc/${pid}/ns/net`, '--'];
			const there = (...words: string[]): void => {
				const [command = '', ...args] = [...inside, 'ip', ...words];
				execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
			};
			const link = (here: string, peer: string): void => {
				ip('link', 'add', here, 'type', 'veth', 'peer', 'name', peer, 'netns', pid);
			};
			const [near, far, address] = [
				`10.78.${place}.1`,
				`10.78.${place}.2`,
				`10.77.0.${place}`,
			];
			link(name, 'peers');
			ip('link', 'set', name, 'master', 'left', 'up');
			link(`${name}-rpc`, 'rpc');
			ip('addr', 'add', `${near}/30`, 'dev', `${name}-rpc`);
			ip('link', 'set', `${name}-rpc`, 'up');
			there('link', 'set', 'lo', 'up');
			there('addr', 'add', `${address}/24`, 'dev', 'peers');
			there('link', 'set', 'peers', 'up');
			there('addr', 'add', `${far}/30`, 'dev', 'rpc');
			there('link', 'set', 'rpc', 'up');
			return new Machine(name, {
				rpc: { host: far, port: 9944 },
				p2p: { host: address, port: 30333 },
				inside,
			});
		}),
	);
}

/** Machines that are but processes. */
async function processes(): Promise<Machine[]> {
	const host = '127.0.0.1';
	const ports = await freePorts(2 * FOUNDING_NODES.length);
	return FOUNDING_NODES.map((name, at) => {
		const [rpc = 0, p2p = 0] = ports.slice(2 * at);
		return new Machine(name, {
			rpc: { host, port: rpc },
			p2p: { host, port: p2p },
			inside: [],
		});
	});
}
