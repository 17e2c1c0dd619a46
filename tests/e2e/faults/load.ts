// SPDX-License-Identifier: Apache-2.0

/**
 * Clients that anchor records all the time, each at whichever node it happens to take, and what they
 * were told is final. They don't know which nodes are cut off.
 */

import { digest, type Hex } from '@galen/sdk';
import { WsProvider } from '@polkadot/api';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { ExtrinsicEra, Header } from '@polkadot/types/interfaces';
import { blake2AsHex, randomAsU8a } from '@polkadot/util-crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Employee, Institution, openPatient, wellKnown } from '../lib/actors.js';
import { type Call, type Chain, within } from '../lib/chain.js';
import type { Told } from './history.js';
import type { Machine, Machines } from './machines.js';
import { Random } from './schedule.js';

/** How many anchor at a time, how much each does at once, and how long each waits for the end. */
const CLIENTS = 20;
const BURST = 5;
const PATIENCE = 12_000;

/** What became of what clients submitted. */
export interface Tally {
	submitted: number;
	/** Whose finality they were told. */
	final: number;
	/** Turned away by a pool, or dropped from it. */
	refused: number;
}

/** What a node says of a transaction. */
type Status = string | { readonly [kind: string]: unknown };

interface Connection {
	readonly provider: WsProvider;
	/** Resolves when it is lost. */
	readonly lost: Promise<void>;
}

/** A connection to a node for as long as clients are at work; it is made again when it is lost. */
class Line {
	connection: Connection | undefined;
	/** Blocks that the node had finalised before it was killed, and not after it was started again. */
	fellBack = 0;
	readonly #closing = new AbortController();
	readonly #done: Promise<void>;

	constructor(
		readonly machine: Machine,
		private readonly heard: (header: unknown) => number,
	) {
		this.#done = this.#keep(this.#closing.signal);
	}

	async close(): Promise<void> {
		this.#closing.abort();
		await this.#done;
	}

	async #keep(closing: AbortSignal): Promise<void> {
		const closed = new Promise((resolve) => closing.addEventListener('abort', resolve));
		let last = 0;
		while (!closing.aborted) {
			// Without reconnection, so that nothing is asked twice.
			const provider = new WsProvider(this.machine.url, false, {}, 60_000);
			const lost = new Promise<void>((resolve) => {
				provider.on('disconnected', () => resolve());
				provider.on('error', () => resolve());
			});
			try {
				const connected = new Promise<void>((resolve, reject) => {
					provider.on('connected', () => resolve());
					void lost.then(() => reject(new Error('nobody answers')));
				});
				await within(5, 'connecting', Promise.all([provider.connect(), connected]));
				let first = true;
				const subscribed = provider.subscribe(
					'chain_finalizedHead',
					'chain_subscribeFinalizedHeads',
					[],
					(error: Error | null, header: unknown) => {
						if (error === null && header !== null) {
							const number = this.heard(header);
							if (first) {
								this.fellBack = Math.max(this.fellBack, last - number);
								first = false;
							}
							last = number;
						}
					},
				);
				await within(10, 'subscribing', subscribed);
				this.connection = { provider, lost };
				await Promise.race([lost, closed]);
			} catch {
				// It is down, or stopped in time.
			}
			this.connection = undefined;
			await provider.disconnect().catch(() => undefined);
			await sleep(300);
		}
	}
}

export class Load {
	readonly tally: Tally = { submitted: 0, final: 0, refused: 0 };
	readonly told: Told[] = [];
	#lines: Line[] = [];
	#clients: Promise<void>[] = [];
	#over = false;

	private constructor(
		private readonly chain: Chain,
		private readonly accounts: readonly KeyringPair[],
		private readonly anchor: () => Call,
	) {}

	/** Has a hospital hire those who anchor, and open the patient for whom they do. */
	static async prepare(chain: Chain): Promise<Load> {
		const hospital = await Institution.of(chain, wellKnown('Bob'));
		const { staff } = await hospital.hire(
			'RegistrationOfficer',
			...Array.from({ length: CLIENTS }, () => 'Physician' as const),
		);
		const [registrar, ...clinicians] = staff as [Employee, ...Employee[]];
		const { patient } = await openPatient(chain, registrar.account);
		const occurred = await chain.now();
		const anchor = (): Call =>
			chain.call('patientRecords.anchor', patient, {
				content: digest('Sha2_256', randomAsU8a(32)),
				fields: digest('Sha2_256', randomAsU8a(32)),
				dataClass: 'Sensitive',
				compartment: 0,
				composition: 'Final',
				occurred,
			});
		return new Load(
			chain,
			clinicians.map(({ account }) => account),
			anchor,
		);
	}

	/** The most that a node's own finality was behind after it had been killed. */
	get fellBack(): number {
		return Math.max(0, ...this.#lines.map(({ fellBack }) => fellBack));
	}

	/** Lets clients loose. */
	begin(machines: Machines, seed: number): void {
		this.#lines = machines.all.map(
			(machine) => new Line(machine, (header) => this.#head(machine, header)),
		);
		this.#clients = this.accounts.map((account, at) =>
			this.#client(account, new Random(seed, 1_000_000 + at)),
		);
	}

	/** Has clients end what they are at. They still listen. */
	async end(): Promise<void> {
		this.#over = true;
		await Promise.all(this.#clients);
	}

	/** Stops listening. */
	async close(): Promise<void> {
		await Promise.all(this.#lines.map((line) => line.close()));
	}

	/** Remembers a block that is said to be final. The hash is our own finding. */
	#head({ name: node }: Machine, json: unknown): number {
		const header: Header = this.chain.api.createType('Header', json as object);
		const number = header.number.toNumber();
		this.told.push({ at: Date.now(), node, number, hash: header.hash.toHex() });
		return number;
	}

	async #client(account: KeyringPair, random: Random): Promise<void> {
		while (!this.#over) {
			const lines = this.#lines.filter(
				({ machine, connection }) =>
					machine.condition === 'running' && connection !== undefined,
			);
			if (lines.length > 0) {
				await this.#burst(random.pick(lines), account).catch(() => {
					// The node went away, or was stopped in time.
				});
			}
			await sleep(random.between(100, 1_000));
		}
	}

	/** Submits some anchors to a node, and waits for their ends as long as anybody would. */
	async #burst({ machine, connection }: Line, account: KeyringPair): Promise<void> {
		if (connection === undefined) {
			return;
		}
		const { provider, lost } = connection;
		const nonce = await within(
			5,
			'the nonce',
			provider.send<number>('system_accountNextIndex', [account.address]),
		);
		const { api } = this.chain;
		const immortal: ExtrinsicEra = api.createType('ExtrinsicEra', '0x00');
		const ends = Array.from({ length: BURST }, (_, at) => {
			const signed = this.anchor().sign(account, {
				blockHash: api.genesisHash,
				era: immortal,
				genesisHash: api.genesisHash,
				nonce: nonce + at,
				runtimeVersion: api.runtimeVersion,
				signedExtensions: api.registry.signedExtensions,
			});
			return this.#watch(machine, provider, signed.toHex());
		});
		await Promise.race([Promise.all(ends), lost, sleep(PATIENCE)]);
	}

	/** Submits a transaction, and resolves at its end. What is told later is heard as well. */
	async #watch(machine: Machine, provider: WsProvider, signed: Hex): Promise<void> {
		const extrinsic = blake2AsHex(signed, 256);
		this.tally.submitted += 1;
		await new Promise<void>((resolve) => {
			provider
				.subscribe(
					'author_extrinsicUpdate',
					'author_submitAndWatchExtrinsic',
					[signed],
					(error: Error | null, status: Status) => {
						if (error !== null) {
							return;
						}
						const kind =
							typeof status === 'string' ? status : (Object.keys(status)[0] ?? '');
						if (kind === 'finalized') {
							const hash = (status as { finalized: Hex }).finalized;
							this.#final(machine, provider, hash, extrinsic);
							resolve();
						} else if (['usurped', 'dropped', 'invalid'].includes(kind)) {
							this.tally.refused += 1;
							resolve();
						}
					},
				)
				.catch(() => {
					// Else the node went away: nobody knows whether it was taken.
					if (provider.isConnected) {
						this.tally.refused += 1;
					}
					resolve();
				});
		});
	}

	/** Remembers that a transaction is said to be final, and asks for the height. */
	#final({ name: node }: Machine, provider: WsProvider, hash: Hex, extrinsic: Hex): void {
		this.tally.final += 1;
		const at = this.told.push({ at: Date.now(), node, hash, extrinsic }) - 1;
		provider
			.send<{ number: Hex } | null>('chain_getHeader', [hash])
			.then((header) => {
				const told = this.told[at];
				if (told !== undefined && header !== null) {
					this.told[at] = { ...told, number: Number(header.number) };
				}
			})
			.catch(() => undefined);
	}
}
