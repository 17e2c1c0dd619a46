// SPDX-License-Identifier: Apache-2.0

/**
 * Carries out docs/operators.md: four founders begin a network, a fifth institution joins it with a
 * node, keys are replaced, the fifth leaves, and everything that the manual names is looked up.
 *
 * A session takes ten blocks here: `zombienet/spec.js` writes that into the raw specification. An
 * upgrade of the runtime and the recovery of a stall are carried out by `scripts/zombienet`.
 */

import { digest, type Hex, institutionKinds, toHex } from '@galen/sdk';
import type { KeyringPair } from '@polkadot/keyring/types';
import { stringCamelCase } from '@polkadot/util';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freshAccount, wellKnown } from '../lib/actors.js';
import { type Call, Chain, type Included } from '../lib/chain.js';
import { GALEN_BIN } from '../lib/node.js';
import { Machine, result } from './machine.js';
import { Manual } from './manual.js';

const REGION = 756;
/** Makes sessions short. */
const SHORTEN = fileURLToPath(new URL('../zombienet/spec.js', import.meta.url));

/** What `galen key generate-session-keys` and `author_rotateKeysWithOwner` answer. */
interface OwnedKeys {
	readonly keys: Hex;
	readonly proof: Hex;
}

/** A founder: a machine, and the account that administrates and validates. */
interface Founder {
	readonly file: string;
	readonly machine: Machine;
	readonly account: KeyringPair;
}

const manual = new Manual();
const json = <T>(text: string): T => JSON.parse(/\{[^]*\}/.exec(text)?.[0] ?? '') as T;
const hex = (account: KeyringPair): Hex => toHex(account.publicKey);

/** Asks again and again until the answer is yes. */
async function until(seconds: number, what: string, probe: () => Promise<boolean>): Promise<void> {
	const end = Date.now() + seconds * 1000;
	while (!(await probe())) {
		if (Date.now() > end) {
			throw new Error(`${what}: not within ${seconds} s`);
		}
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
}

describe("the operators' manual", { timeout: 1_200_000 }, () => {
	let founders: Founder[];
	let chain: Chain;
	let newcomer: Machine;
	const candidate = freshAccount();
	let institution: number;
	let node: number;

	const submit = async (
		account: KeyringPair,
		name: string,
		...args: unknown[]
	): Promise<Included> => chain.submit(account, chain.call(name, ...args));
	const final = async ({ block }: Included): Promise<void> => {
		await chain.finalized(block, 90);
	};
	const finalHead = async (machine: Machine): Promise<number> => {
		const hash = await machine.ask<Hex>('chain_getFinalizedHead');
		return Number((await machine.ask<{ number: Hex }>('chain_getHeader', hash)).number);
	};
	const liveSet = async (): Promise<string[]> => {
		const { hash } = await chain.finalizedHead();
		const set = await chain.readAt(hash, 'nodeAdmissionApi.liveSet');
		return [...(set as unknown as Iterable<{ toHex(): string }>)].map((one) => one.toHex());
	};
	/** Waits until blocks are made and votes counted with `keys`: the authorities of both know them. */
	const inForce = async ({ keys }: OwnedKeys): Promise<void> =>
		until(120, 'the new keys are in force', async () => {
			const { hash } = await chain.finalizedHead();
			const state = await chain.api.at(hash);
			const aura = (await state.query['aura']?.['authorities']?.())?.toHex() ?? '';
			const grandpa =
				(await state.call['grandpaApi']?.['grandpaAuthorities']?.())?.toHex() ?? '';
			return aura.includes(keys.slice(2, 66)) && grandpa.includes(keys.slice(66));
		});

	before(async () => {
		const names = ['hospital-a', 'hospital-b', 'payer', 'authority'];
		const accounts = ['Alice', 'Bob', 'Charlie', 'Dave'].map(wellKnown);
		founders = await Promise.all(
			names.map(async (name, at) => {
				const account = accounts[at] as KeyringPair;
				const machine = await Machine.create(name, { ACCOUNT: hex(account) });
				return { file: `${name}.json`, machine, account };
			}),
		);
	});
	after(async () => {
		await chain?.close();
		[...(founders ?? []).map(({ machine }) => machine), newcomer].forEach((m) => m?.destroy());
	});

	// What follows a failure would tell of nothing but the first.
	let failed: string | undefined;
	const step = (name: string, body: () => Promise<void> | void): void => {
		it(name, async () => {
			assert.equal(failed, undefined, 'not run');
			failed = name;
			await body();
			failed = undefined;
		});
	};

	step('should start nodes to try', async () => {
		for (const block of manual.commands('Trying it', 2)) {
			const machine = await Machine.create('trying');
			await machine.tries(block);
			machine.destroy();
		}
	});

	step('should make keys and files of four founders', async () => {
		const [keys, template] = manual.commands('Each founder: keys', 2);
		const profiles = [
			{ kinds: ['CareProvider', 'NodeOperator'], votingClass: 'CareProviders' },
			{ kinds: ['CareProvider', 'NodeOperator'], votingClass: 'CareProviders' },
			{ kinds: ['Payer', 'NodeOperator'], votingClass: 'Payers' },
			{ kinds: ['Regulator', 'NodeOperator'], votingClass: 'PublicBodies' },
		];
		for (const [at, { file, machine, account }] of founders.entries()) {
			writeFileSync(machine.file('certificate.pem'), `the certificate of ${file}`);
			const told = await machine.run(keys as string, { CERTIFICATE: 'certificate.pem' });
			const lines = told.trim().split('\n');
			await machine.run(template as string);
			// What an operator does in an editor.
			const founder = JSON.parse(readFileSync(machine.file('founder.json'), 'utf8')) as {
				validators: object[];
			};
			Object.assign(founder, profiles[at], {
				administrators: [account.address],
				jurisdiction: REGION,
			});
			Object.assign(founder.validators[0] as object, {
				account: account.address,
				peer: lines[0],
				address: machine.address,
				certificate: lines.at(-1)?.split(' ')[0],
				...json<OwnedKeys>(told),
			});
			writeFileSync(machine.file(file), JSON.stringify(founder));
		}
	});

	step('should make a specification, and refuse what is incomplete', async () => {
		const [make, show] = manual.commands('One founder: the specification', 2);
		const [{ machine }] = founders as [Founder];
		for (const founder of founders.slice(1)) {
			copyFileSync(founder.machine.file(founder.file), machine.file(founder.file));
		}
		// One of the files as the package has it.
		const { TEMPLATE = '' } = machine.env;
		copyFileSync(TEMPLATE, machine.file('empty.json'));
		const empty = await machine.refuses(
			'galen consortium-spec --name Incomplete hospital-a.json empty.json',
		);
		for (const field of ['administrators[0]', 'jurisdiction', 'validators[0].keys']) {
			assert.ok(empty.includes(`empty.json: ${field}: `), `${field} isn't in: ${empty}`);
		}
		await machine.run(make as string);
		await machine.run(show as string);
		const preset = readFileSync(machine.file('preset.json'), 'utf8');
		assert.match(preset, /"institutions": \[\]/);
		const refused = await machine.refuses('galen --chain consortium');
		for (const field of ['institutions.chainId', 'nodeAdmission.validators', 'session.keys']) {
			assert.ok(refused.includes(field), `${field} isn't in: ${refused}`);
		}
		const spec = machine.file('chain.json');
		execFileSync(process.execPath, [SHORTEN, spec, spec]);
		for (const founder of founders.slice(1)) {
			copyFileSync(spec, founder.machine.file('chain.json'));
		}
	});

	step('should start four founders, who finalise', async () => {
		const [start, look] = manual.commands('Each founder: starting', 2);
		await Promise.all(founders.map(({ machine }) => machine.run(start as string)));
		await Promise.all(founders.map(({ machine }) => machine.answers()));
		for (const { machine } of founders) {
			await until(
				90,
				`${machine.name} finalises`,
				async () => (await finalHead(machine)) >= 3,
			);
			const [head, health] = (await machine.run(look as string)).trim().split('\n');
			assert.match(result<Hex>(head as string), /^0x[0-9a-f]{64}$/);
			const { peers } = result<{ peers: number }>(health as string);
			assert.equal(peers, 3, `${machine.name} has ${peers} peers`);
		}
		const [{ machine }] = founders as [Founder];
		chain = await Chain.connect(machine.rpc.replace('http:', 'ws:'));
	});

	step('should admit a fifth institution, and its node', async () => {
		const [{ account: alice }] = founders as [Founder];
		const profile = {
			kinds: institutionKinds('CareProvider', 'NodeOperator'),
			votingClass: 'CareProviders',
			gln: null,
			jurisdiction: REGION,
			allowanceClass: 0,
		};
		const admitted = await govern(
			chain.call('institutions.admit', profile, [candidate.address]),
		);
		institution = Number(
			admitted.event('institutions.InstitutionAdmitted')['institution']?.toString(),
		);

		const [key, sign, start] = manual.commands('Joining one', 3);
		newcomer = await Machine.create('hospital-e', { ACCOUNT: hex(candidate) });
		copyFileSync(
			(founders[0] as Founder).machine.file('chain.json'),
			newcomer.file('chain.json'),
		);
		const { peer } = json<{ peer: Hex }>(await newcomer.run(key as string));
		const form = {
			kind: 'Validator',
			peer,
			certificate: digest('Sha2_256', new Uint8Array(32).fill(7)),
			agreement: 1,
			region: REGION,
		};
		const expires = (await chain.now()) + 3_600_000;
		const statement = await chain.read(
			'nodeAdmissionApi.admissionStatement',
			candidate.address,
			institution,
			form,
			expires,
		);
		const signed = await newcomer.run(sign as string, { STATEMENT: statement.toHex() });
		const { proof } = json<{ proof: Hex }>(signed);
		const applied = await submit(candidate, 'nodeAdmission.apply', form, expires, proof);
		const application = Number(
			applied.event('nodeAdmission.Applied')['application']?.toString(),
		);

		const endorsed = await Promise.all(
			founders
				.slice(0, 3)
				.map(({ account }) => submit(account, 'nodeAdmission.endorse', application)),
		);
		const ballot = endorsed
			.map((one) => one.event('nodeAdmission.Endorsed')['ballot']?.toJSON())
			.find((one) => typeof one === 'number');
		await Promise.all(
			founders.map(({ account }) => submit(account, 'nodeAdmission.vote', ballot, 'Aye')),
		);
		const closed = await submit(alice, 'nodeAdmission.close', ballot);
		node = Number(closed.event('nodeAdmission.BallotClosed')['admitted']?.toString());
		assert.ok(Number.isInteger(node), 'it was not admitted');
		await final(closed);

		await newcomer.run(start as string);
		await newcomer.answers();
		await until(90, 'the newcomer is in step', async () => {
			const { number } = await chain.finalizedHead();
			return (await finalHead(newcomer)) + 3 >= number;
		});
	});

	step('should replace session keys, and let the fifth validate', async () => {
		const [rotate] = manual.commands('New session keys', 1);
		const rotated = async (machine: Machine, account: KeyringPair): Promise<OwnedKeys> => {
			const made = result<OwnedKeys>(await machine.run(rotate as string));
			await final(await submit(account, 'session.setKeys', made.keys, made.proof));
			return made;
		};
		const { machine, account } = founders[1] as Founder;
		const [first, second] = await Promise.all([
			rotated(newcomer, candidate),
			rotated(machine, account),
		]);
		await final(await submit(candidate, 'nodeAdmission.activate', node));
		await inForce(second);
		await inForce(first);
		assert.ok((await liveSet()).includes(hex(candidate)));
	});

	step('should let the fifth leave', async () => {
		const [stop] = manual.commands('Leaving, and being made to', 1);
		await submit(candidate, 'nodeAdmission.standDown', node);
		await final(await submit(candidate, 'nodeAdmission.exit', node));
		await until(
			120,
			'the fifth has left',
			async () => !(await liveSet()).includes(hex(candidate)),
		);
		await newcomer.run(stop as string);
		const { number } = await chain.finalizedHead();
		await until(
			60,
			'finality goes on',
			async () => (await chain.finalizedHead()).number > number + 2,
		);
	});

	step('should restart a node, which comes back', async () => {
		const [restart] = manual.commands('An upgrade', 1);
		const { machine } = founders[3] as Founder;
		const { number } = await chain.finalizedHead();
		await machine.run(restart as string);
		await machine.answers();
		await until(60, 'it is in step', async () => (await finalHead(machine)) > number);
	});

	step('should have run every command in it', () => {
		assert.deepEqual(manual.untouched, []);
	});

	step('should name calls, reads, events and constants that there are', () => {
		const known = new Set(
			[
				chain.api.tx,
				chain.api.events,
				chain.api.call,
				chain.api.query,
				chain.api.consts,
			].flatMap((sections) =>
				Object.entries(sections as Record<string, Record<string, unknown>>).flatMap(
					([section, methods]) =>
						Object.keys(methods).map((name) => `${section}.${name}`),
				),
			),
		);
		let count = 0;
		for (const { text, line } of manual.spans) {
			const [, name = '', args] = /^([a-z]\w+\.\w+)(?:\((.*)\))?$/.exec(text) ?? [];
			const [section = ''] = name.split('.');
			if (name === '' || /\.(json|service)$/.test(name)) {
				continue;
			}
			count += 1;
			assert.ok(known.has(name) || isGenesis(name), `line ${line}: there is no ${name}`);
			const meta = chain.api.tx[section]?.[name.split('.')[1] ?? '']?.meta;
			// Those that are written as names, not as values.
			if (meta !== undefined && args !== undefined && /^[a-zA-Z, ]+$/.test(args)) {
				const wanted = meta.args
					.map((arg) => stringCamelCase(arg.name.toString()))
					.join(', ');
				assert.equal(args, wanted, `line ${line}: the arguments of ${name}`);
			}
		}
		assert.ok(count > 25, `only ${count} names were found`);
	});

	step('should name options that there are', () => {
		const help = [
			[],
			['key', 'generate-node-key'],
			['key', 'inspect-node-key'],
			['key', 'generate-session-keys'],
			['key', 'node-key'],
			['consortium-spec'],
			['export-chain-spec'],
		]
			.map((command) => execFileSync(GALEN_BIN, [...command, '--help'], { encoding: 'utf8' }))
			.join('\n');
		const commands = new Set(
			[...help.matchAll(/^ {2}([a-z][a-z-]+)\b/gm)].map(([, name]) => name),
		);
		for (const { text, line } of manual.spans.filter(
			(span) => !/^(npm|scripts)/.test(span.text),
		)) {
			for (const [, option = ''] of text.matchAll(/(?:^|\s)(--[a-z][a-z0-9-]*)/g)) {
				assert.ok(
					new RegExp(`${option}[\\s=,]`).test(help),
					`line ${line}: there is no ${option}`,
				);
			}
			const command = /^galen ([a-z][a-z-]+)/.exec(text)?.[1];
			assert.ok(
				command === undefined || commands.has(command),
				`line ${line}: there is no galen ${command}`,
			);
		}
	});

	/** Has the council pass a call: three of its four members. */
	async function govern(call: Call): Promise<Included> {
		const [proposer, ...others] = founders.map(({ account }) => account) as [
			KeyringPair,
			...KeyringPair[],
		];
		const length = call.method.encodedLength;
		const proposed = await submit(proposer, 'council.propose', 3, call.method, length);
		const { proposalIndex, proposalHash } = proposed.event('council.Proposed');
		await Promise.all(
			[proposer, ...others.slice(0, 2)].map((member) =>
				submit(member, 'council.vote', proposalHash, proposalIndex, true),
			),
		);
		const { weight } = await call.paymentInfo(proposer);
		return submit(proposer, 'council.close', proposalHash, proposalIndex, weight, length);
	}

	/** A field of the specification's genesis. */
	const isGenesis = (name: string): boolean =>
		readFileSync((founders[0] as Founder).machine.file('preset.json'), 'utf8').includes(
			`"${name.split('.')[1]}"`,
		);
});
