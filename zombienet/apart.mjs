#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0

// Runs a node in a network namespace of its own, so that a test can cut it off from others: what
// zombienet starts in networks/apart.toml. It has one link to a bridge, `left` or `right`, on which
// it meets other nodes, and one to where zombienet runs, on which it is asked by RPC. zombienet
// sees the ports of 127.0.0.1 that it has given.
//
// Needs to be root of the network namespace that it is run in: `scripts/zombienet` sees to that.

import { execFileSync, spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { networkKey, peerId } from '../tests/e2e/dist/zombienet/nodes.js';

const binary = process.env.GALEN_BIN;
/** Each node has its place in here for an address. Those who aren't admitted are no boot nodes. */
const NAMES = ['alice', 'bob', 'charlie', 'dave', 'twin'];
const ADMITTED = 4;
const PORT = 30333;

const args = process.argv.slice(2);
const option = (name) => {
	const at = args.indexOf(name);
	return at < 0 ? undefined : args[at + 1];
};
/** What is said here in another way. */
const OURS = ['--bootnodes', '--listen-addr'];
const EXTERNAL = '--unsafe-rpc-external';

const name = option('--name');
if (name === undefined) {
	// A question to the binary: `--help`.
	spawn(binary, args, { stdio: 'inherit' }).on('exit', (code) => process.exit(code ?? 1));
} else {
	run(NAMES.indexOf(name) + 1);
}

function run(place) {
	if (place === 0) {
		throw new Error(`${name} has no address: only ${NAMES.join(', ')}`);
	}
	const address = (at) => `10.77.0.${at}`;
	const near = `10.78.${place}.1`;
	const far = `10.78.${place}.2`;
	const boot = NAMES.slice(0, ADMITTED)
		.filter((other) => other !== name)
		.map((other) => [peerId(networkKey(other)), address(NAMES.indexOf(other) + 1)])
		.map(([peer, at]) => `/ip4/${at}/tcp/${PORT}/ws/p2p/${peer}`);
	const command = [
		...args.filter(
			(argument, at) =>
				!OURS.includes(argument) && !OURS.includes(args[at - 1]) && argument !== EXTERNAL,
		),
		...['--listen-addr', `/ip4/${address(place)}/tcp/${PORT}/ws`, EXTERNAL],
		...boot.flatMap((node) => ['--bootnodes', node]),
	];
	// It waits for its links. A connection into the other half ends after seconds, not after a quarter
	// of an hour: for as long as that lasts, there is no room for the clone of who is at its end.
	const begin = 'read -r _; echo 4 >/proc/sys/net/ipv4/tcp_retries2; exec "$0" "$@"';
	const node = spawn('unshare', ['--net', 'sh', '-c', begin, binary, ...command], {
		stdio: ['pipe', 'inherit', 'inherit'],
	});
	node.on('exit', (code) => process.exit(code ?? 1));

	const ip = (...words) => execFileSync('ip', words, { stdio: 'inherit' });
	const inside = (...words) =>
		execFileSync('nsenter', ['-t', String(node.pid), '-n', 'ip', ...words], {
			stdio: 'inherit',
		});
	const namespace = () => execFileSync('readlink', [`/proc/${node.pid}/ns/net`]).toString();
	const ours = execFileSync('readlink', ['/proc/self/ns/net']).toString();
	while (namespace() === ours) {
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
	}
	ip('link', 'add', name, 'type', 'veth', 'peer', 'name', 'peers', 'netns', String(node.pid));
	ip('link', 'set', name, 'master', process.env.GALEN_SIDE ?? 'left', 'up');
	ip(
		'link',
		'add',
		`${name}-rpc`,
		'type',
		'veth',
		'peer',
		'name',
		'rpc',
		'netns',
		String(node.pid),
	);
	ip('addr', 'add', `${near}/30`, 'dev', `${name}-rpc`);
	ip('link', 'set', `${name}-rpc`, 'up');
	inside('link', 'set', 'lo', 'up');
	inside('addr', 'add', `${address(place)}/24`, 'dev', 'peers');
	inside('link', 'set', 'peers', 'up');
	inside('addr', 'add', `${far}/30`, 'dev', 'rpc');
	inside('link', 'set', 'rpc', 'up');
	node.stdin.end('\n');

	for (const port of [option('--rpc-port'), option('--prometheus-port')]) {
		createServer((from) => {
			const to = connect(Number(port), far);
			for (const [one, other] of [
				[from, to],
				[to, from],
			]) {
				one.on('error', () => other.destroy());
				one.on('close', () => other.destroy());
				one.pipe(other);
			}
		}).listen(Number(port), '127.0.0.1');
	}
}
