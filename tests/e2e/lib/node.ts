// SPDX-License-Identifier: Apache-2.0

/** A `galen` node of our own: a process with a folder, stopped or killed when we are done. */

import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Chain } from './chain.js';

/** The node: `$GALEN_BIN`, or where the scripts build it. */
export const GALEN_BIN =
	process.env['GALEN_BIN'] ??
	join(
		process.env['CARGO_TARGET_DIR'] ?? join(homedir(), '.cache/galen/target'),
		'release/galen',
	);

const running = new Set<ChildProcess>();

// Whatever happens to us, our nodes end with us.
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.once(signal, () => process.exit(1));
}

export interface NodeOptions {
	/** The folder of the database; a new one, removed in the end, where none is named. */
	readonly basePath?: string;
	/** More command line options. */
	readonly args?: readonly string[];
}

export class GalenNode {
	private constructor(
		readonly child: ChildProcess,
		/** Where it answers. */
		readonly url: string,
		readonly basePath: string,
		/** Where it writes what it does. */
		readonly log: string,
		private readonly temporary: boolean,
	) {}

	/** Starts a node of the development chain and waits until it answers. */
	static async start({ basePath, args = [] }: NodeOptions = {}): Promise<GalenNode> {
		if (!existsSync(GALEN_BIN)) {
			throw new Error(`no node at ${GALEN_BIN}: build it, or name it in GALEN_BIN`);
		}
		const folder = basePath ?? mkdtempSync(join(tmpdir(), 'galen-'));
		const [rpc, p2p] = await freePorts(2);
		const log = join(folder, 'node.log');
		const child = spawn(
			GALEN_BIN,
			[
				'--dev',
				'--base-path',
				folder,
				'--rpc-port',
				String(rpc),
				'--port',
				String(p2p),
				'--no-prometheus',
				'--no-telemetry',
				'--no-mdns',
				...args,
			],
			{ stdio: ['ignore', 'pipe', 'pipe'] },
		);
		running.add(child);
		child.once('exit', () => running.delete(child));
		const file = createWriteStream(log, { flags: 'a' });
		child.stdout?.pipe(file, { end: false });
		child.stderr?.pipe(file, { end: false });
		const node = new GalenNode(
			child,
			`ws://127.0.0.1:${rpc}`,
			folder,
			log,
			basePath === undefined,
		);
		try {
			await node.#answers();
			return node;
		} catch (error) {
			await node.kill();
			node.#clean();
			throw error;
		}
	}

	async connect(): Promise<Chain> {
		return Chain.connect(this.url);
	}

	/** Ends it as an operator does, and removes its folder if that was temporary. */
	async stop(): Promise<void> {
		await this.#end('SIGTERM', 20);
		this.#clean();
	}

	/** Ends it as a power cut does. The folder stays. */
	async kill(): Promise<void> {
		await this.#end('SIGKILL', 20);
	}

	/** The last lines that it wrote. */
	tail(lines = 30): string {
		return existsSync(this.log)
			? readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
			: '';
	}

	get #exited(): boolean {
		return this.child.exitCode !== null || this.child.signalCode !== null;
	}

	#clean(): void {
		if (this.temporary) {
			rmSync(this.basePath, { recursive: true, force: true });
		}
	}

	async #answers(): Promise<void> {
		const url = this.url.replace('ws:', 'http:');
		for (let waited = 0; waited < 60_000; waited += 250) {
			if (this.#exited) {
				throw new Error(`the node ended while it started:\n${this.tail()}`);
			}
			try {
				const response = await fetch(url, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: '{"jsonrpc":"2.0","id":1,"method":"system_chain","params":[]}',
				});
				if (response.ok) {
					return;
				}
			} catch {
				// Not yet.
			}
			await sleep(250);
		}
		throw new Error(`the node did not answer within a minute:\n${this.tail()}`);
	}

	async #end(signal: NodeJS.Signals, seconds: number): Promise<void> {
		if (this.#exited) {
			return;
		}
		const ended = new Promise((resolve) => this.child.once('exit', resolve));
		this.child.kill(signal);
		const timer = setTimeout(() => this.child.kill('SIGKILL'), seconds * 1000);
		await ended;
		clearTimeout(timer);
	}
}

/** Ports that nobody listens on at this moment. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = await Promise.all(
		Array.from(
			{ length: count },
			() =>
				new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
					const server = createServer();
					server.once('error', reject);
					server.listen(0, '127.0.0.1', () => resolve(server));
				}),
		),
	);
	return Promise.all(
		servers.map(
			(server) =>
				new Promise<number>((resolve) => {
					const address = server.address();
					const port = typeof address === 'object' && address !== null ? address.port : 0;
					server.close(() => resolve(port));
				}),
		),
	);
}
