// SPDX-License-Identifier: Apache-2.0

/**
 * An operator's machine: a folder, a shell that has it for its paths, and ports of its own.
 *
 * The manual's commands run as they are written. What differs from a real machine: paths are those
 * that the manual's variables name, `galen` gets ports, and `systemctl` is a script that carries
 * out the unit's own ExecStart.
 */

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts, GALEN_BIN } from '../lib/node.js';

/** Where the package has its files from. */
export const PACKAGING = fileURLToPath(new URL('../../../../packaging/', import.meta.url));

const machines = new Set<Machine>();

// Whatever happens to us, our nodes end with us.
process.once('exit', () => machines.forEach((machine) => machine.destroy()));

/** A node that runs needs ports; a command that ends doesn't. */
const GALEN = `#!/bin/sh
case "$1" in
--*) exec "$GALEN_BIN" "$@" $GALEN_PORTS ;;
*) exec "$GALEN_BIN" "$@" ;;
esac
`;

const SYSTEMCTL = `#!/bin/bash
set -euo pipefail
stop() {
	[ -e "$PID" ] || return 0
	kill "$(cat "$PID")"
	for _ in $(seq 300); do
		kill -0 "$(cat "$PID")" 2>/dev/null || { rm "$PID"; return 0; }
		sleep 0.1
	done
	exit 1
}
start() {
	[ -e "$CHAIN" ] || exit 0 # ConditionPathExists
	. "$SETTINGS"
	command="$(sed -n 's/^ExecStart=//p' "$UNIT" | sed \\
		-e "s|/usr/bin/galen|$GALEN_BIN|" -e "s|/etc/galen/chain.json|$CHAIN|" \\
		-e "s|/var/lib/galen|$DIR|" -e 's|$GALEN_OPTIONS|'"$GALEN_OPTIONS"'|')"
	setsid bash -c "exec $command $GALEN_PORTS" >>"$LOG" 2>&1 </dev/null &
	echo $! >"$PID"
}
case "$*" in
"enable --now galen") start ;;
"disable --now galen") stop ;;
"restart galen") stop; start ;;
*) echo "systemctl $*: not here" >&2; exit 1 ;;
esac
`;

export class Machine {
	readonly #state: string;

	private constructor(
		readonly name: string,
		readonly home: string,
		/** Where others reach its node. */
		readonly address: string,
		/** Where its node answers. */
		readonly rpc: string,
		readonly env: Readonly<Record<string, string>>,
	) {
		this.#state = join(home, '.state');
		writeFileSync(this.#state, '');
		machines.add(this);
	}

	static async create(
		name: string,
		more: Readonly<Record<string, string>> = {},
	): Promise<Machine> {
		assert.ok(
			existsSync(GALEN_BIN),
			`no node at ${GALEN_BIN}: build it, or name it in GALEN_BIN`,
		);
		const home = mkdtempSync(join(tmpdir(), `galen-operators-${name}-`));
		const [port, rpc] = await freePorts(2);
		const bin = join(home, 'bin');
		mkdirSync(bin);
		mkdirSync(join(home, 'etc'));
		for (const [command, script] of Object.entries({ galen: GALEN, systemctl: SYSTEMCTL })) {
			writeFileSync(join(bin, command), script);
			chmodSync(join(bin, command), 0o755);
		}
		const url = `http://127.0.0.1:${rpc}`;
		const env = {
			PATH: `${bin}:${process.env['PATH']}`,
			HOME: home,
			GALEN_BIN,
			// The options by which nodes of one machine differ; the network is a private one.
			GALEN_PORTS:
				`--port ${port} --rpc-port ${rpc} --no-prometheus --no-telemetry --no-mdns ` +
				'--allow-private-ip',
			UNIT: join(PACKAGING, 'galen.service'),
			PID: join(home, 'pid'),
			LOG: join(home, 'log'),
			// What the manual calls by name.
			DIR: join(home, 'lib'),
			CHAIN: join(home, 'etc', 'chain.json'),
			SETTINGS: join(home, 'etc', 'default'),
			TEMPLATE: join(PACKAGING, 'founder.json'),
			RPC: url,
			...more,
		};
		return new Machine(name, home, `/ip4/127.0.0.1/tcp/${port}`, url, env);
	}

	/** The node's log, where the unit runs it. */
	get log(): string {
		const { LOG = '' } = this.env;
		return existsSync(LOG) ? readFileSync(LOG, 'utf8') : '';
	}

	file(name: string): string {
		return join(this.home, name);
	}

	/** Carries out commands, and answers what they print. What they export stays. */
	async run(commands: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
		const child = this.#shell(`${commands}\nexport -p > ${this.#state}`, env);
		const { code, out, err } = await output(child);
		assert.equal(code, 0, `${this.name}: ${commands}\n${out}${err}`);
		return out;
	}

	/** Carries out a command that has to be refused, and answers why. */
	async refuses(commands: string): Promise<string> {
		const { code, err } = await output(this.#shell(commands));
		assert.notEqual(code, 0, `${this.name} could ${commands}`);
		return err;
	}

	/** Carries out commands the last of which is a node, and ends that when it has answered. */
	async tries(commands: string): Promise<void> {
		const child = this.#shell(commands);
		const ended = output(child);
		let failure: unknown;
		try {
			await Promise.race([
				this.answers(),
				ended.then(() => Promise.reject(new Error('it has ended by itself'))),
			]);
		} catch (error) {
			failure = error;
		}
		signal(child.pid, 'SIGTERM');
		const { err } = await ended;
		assert.equal(failure, undefined, `${commands}\n${String(failure)}\n${err}`);
	}

	/** Waits until the node answers. */
	async answers(seconds = 240): Promise<void> {
		const end = Date.now() + seconds * 1000;
		for (;;) {
			try {
				await this.ask('system_chain');
				return;
			} catch (error) {
				if (Date.now() > end) {
					throw new Error(`${this.name} doesn't answer: ${String(error)}\n${this.log}`);
				}
			}
			await new Promise((resolve) => setTimeout(resolve, 250));
		}
	}

	/** What the node answers to a JSON-RPC request. */
	async ask<T>(method: string, ...params: unknown[]): Promise<T> {
		const response = await fetch(this.rpc, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
			signal: AbortSignal.timeout(10_000),
		});
		return result<T>(await response.text());
	}

	/** Ends what runs here and removes the folder. */
	destroy(): void {
		machines.delete(this);
		const { PID = '' } = this.env;
		if (existsSync(PID)) {
			signal(Number(readFileSync(PID, 'utf8')), 'SIGKILL');
		}
		if (process.env['GALEN_KEEP'] === undefined) {
			rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
		}
	}

	#shell(commands: string, env: Readonly<Record<string, string>> = {}): ChildProcess {
		// A group of its own, so that a node in it ends with it.
		return spawn('bash', ['-euo', 'pipefail', '-c', `. ${this.#state}\n${commands}`], {
			cwd: this.home,
			env: { ...this.env, ...env },
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: true,
		});
	}
}

/** The result in an answer to a JSON-RPC request. */
export function result<T>(text: string): T {
	const answer = JSON.parse(text) as { result?: T; error?: { message: string } };
	if (answer.error !== undefined) {
		throw new Error(answer.error.message);
	}
	return answer.result as T;
}

/** Ends a process group, if it is still there. */
function signal(group: number | undefined, name: NodeJS.Signals): void {
	try {
		if (group !== undefined) {
			process.kill(-group, name);
		}
	} catch {
		// It has ended.
	}
}

async function output(
	child: ChildProcess,
): Promise<{ code: number | null; out: string; err: string }> {
	let [out, err] = ['', ''];
	child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
	child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	return { code, out, err };
}
