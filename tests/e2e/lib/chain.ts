// SPDX-License-Identifier: Apache-2.0

/**
 * A connection to a Galen chain, and what walkthroughs and tests do with one: submit calls and
 * wait for their block, expect refusals by name, read through runtime APIs, wait for finality.
 *
 * Calls and reads are named by strings (`patientRecords.anchor`), so that nothing here depends on
 * types generated for one version of the runtime.
 */

import { explainDispatchError, explainRpcError, type Failure, type Hex } from '@galen/sdk';
import { ApiPromise, WsProvider } from '@polkadot/api';
import type { SubmittableExtrinsic } from '@polkadot/api/types';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { EventRecord } from '@polkadot/types/interfaces';
import type { Codec } from '@polkadot/types/types';
import { u8aToHex } from '@polkadot/util';

export const DEFAULT_WS = 'ws://127.0.0.1:9944';

/** A transaction that isn't signed yet. */
export type Call = SubmittableExtrinsic<'promise'>;

/** A call that was refused, in its block or by the pool. */
export class Refused extends Error {
	override readonly name = 'Refused';

	constructor(
		readonly call: string,
		readonly failure: Failure,
	) {
		super(`${call} was ${failure.sentence}`);
	}
}

/** A block. */
export interface BlockRef {
	readonly number: number;
	readonly hash: Hex;
}

/** The fields of an event by their names. */
export type EventFields = Readonly<Record<string, Codec>>;

/** A call that took effect, in its block. */
export class Included {
	constructor(
		/** The call's name. */
		readonly call: string,
		readonly block: BlockRef,
		readonly events: readonly EventRecord[],
	) {}

	/** The fields of the one event called `name` (`patients.PatientOpened`). */
	event(name: string): EventFields {
		const [found, another] = this.events.filter(({ event }) => eventName(event) === name);
		if (found === undefined || another !== undefined) {
			const emitted = this.events.map(({ event }) => eventName(event)).join(', ');
			throw new Error(`${this.call} emitted not one ${name} but: ${emitted}`);
		}
		return fieldsOf(found.event);
	}
}

const eventName = (event: EventRecord['event']): string => `${event.section}.${event.method}`;

function fieldsOf(event: EventRecord['event']): EventFields {
	const names = event.data.names ?? [];
	return Object.fromEntries(names.map((name, at) => [name, event.data[at] as Codec]));
}

/** Times out what would otherwise wait for ever. */
export async function within<T>(seconds: number, what: string, work: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const timeout = new Promise<never>((_, reject) => {
		timer = setTimeout(
			() => reject(new Error(`${what} took more than ${seconds} s`)),
			seconds * 1000,
		);
	});
	try {
		return await Promise.race([work, timeout]);
	} finally {
		clearTimeout(timer);
	}
}

export class Chain {
	/** Fails as soon as the connection is lost. */
	readonly #lost: Promise<never>;

	private constructor(
		readonly api: ApiPromise,
		readonly provider: WsProvider,
		readonly url: string,
		private readonly waits: 'in a block' | 'final',
	) {
		this.#lost = new Promise((_, reject) => {
			provider.on('disconnected', () => reject(new Error(`lost the connection to ${url}`)));
		});
		this.#lost.catch(() => undefined);
	}

	/**
	 * Connects to the node at `url`, or at `$GALEN_WS`, and reads its metadata.
	 *
	 * @param waits what a submitted call waits for. A parachain gives blocks up whenever its relay
	 *   chain does: there a call may move from one block to another until it is final
	 */
	static async connect(
		url = process.env['GALEN_WS'] ?? DEFAULT_WS,
		waits: 'in a block' | 'final' = 'in a block',
	): Promise<Chain> {
		// Without reconnection: a node that goes away is a failure, not something to wait out.
		const provider = new WsProvider(url, false, {}, 60_000);
		try {
			await within(
				15,
				`connecting to ${url}`,
				provider.connect().then(() => ready(provider)),
			);
			const api = await within(
				30,
				`reading the metadata of ${url}`,
				ApiPromise.create({ provider, noInitWarn: true, throwOnConnect: true }),
			);
			return new Chain(api, provider, url, waits);
		} catch (error) {
			await provider.disconnect().catch(() => undefined);
			throw error;
		}
	}

	async close(): Promise<void> {
		await this.api.disconnect();
	}

	/** The call named `name` (`patientRecords.anchor`) with its arguments. */
	call(name: string, ...args: unknown[]): Call {
		const [section = '', method = ''] = name.split('.');
		const make = this.api.tx[section]?.[method];
		if (make === undefined) {
			throw new Error(`the chain has no call ${name}`);
		}
		if (make.meta.args.length !== args.length) {
			const wanted = make.meta.args.map((arg) => `${arg.name}`).join(', ');
			throw new Error(`${name} takes (${wanted}), not ${args.length} arguments`);
		}
		return make(...args);
	}

	/** What the runtime API method `name` (`institutionsApi.chainId`) answers. */
	async read(name: string, ...args: unknown[]): Promise<Codec> {
		return this.readAt(undefined, name, ...args);
	}

	/** The same in the state after the block `hash`. */
	async readAt(hash: Hex | undefined, name: string, ...args: unknown[]): Promise<Codec> {
		const [section = '', method = ''] = name.split('.');
		const api = hash === undefined ? this.api : await this.api.at(hash);
		const ask = api.call[section]?.[method];
		if (ask === undefined) {
			throw new Error(`the chain has no runtime API ${name}`);
		}
		return ask(...args);
	}

	/** The constant `name` (`patients.maxStatementTerm`). */
	constant(name: string): Codec {
		const [section = '', constant = ''] = name.split('.');
		const value = this.api.consts[section]?.[constant];
		if (value === undefined) {
			throw new Error(`the chain has no constant ${name}`);
		}
		return value;
	}

	/** The chain's clock, in milliseconds since 1970, UTC. */
	async now(): Promise<number> {
		return Number((await this.api.query['timestamp']?.['now']?.())?.toString());
	}

	/** Submits a call and waits for its block. Throws {@link Refused} where it fails. */
	async submit(signer: KeyringPair, call: Call): Promise<Included> {
		const nonce = await this.api.rpc.system.accountNextIndex(signer.address);
		return this.#watch(signer, call, nonce.toNumber());
	}

	/**
	 * Submits calls of one account and waits for the blocks of all. Each is sent when the pool has the
	 * one before: chopsticks doesn't put them in order.
	 */
	async submitAll(signer: KeyringPair, calls: readonly Call[]): Promise<Included[]> {
		const first = (await this.api.rpc.system.accountNextIndex(signer.address)).toNumber();
		const all: Promise<Included>[] = [];
		for (const [at, call] of calls.entries()) {
			const pooled = new Promise<void>((resolve) => {
				all.push(this.#watch(signer, call, first + at, resolve));
			});
			// The failure of one is the failure of all, at once.
			await Promise.race([pooled, Promise.all(all)]);
		}
		return Promise.all(all);
	}

	/**
	 * Submits a call that must fail with the error `expected`: `Patients.BadSignature` of a pallet,
	 * `BadOrigin`, or `Pool.…` where no block may take it.
	 */
	async refuses(signer: KeyringPair, call: Call, expected: string): Promise<Failure> {
		const name = callName(call);
		let failure: Failure;
		try {
			if (expected.startsWith('Pool.')) {
				// By the provider: the API writes refusals that were expected to the console.
				const nonce = await this.api.rpc.system.accountNextIndex(signer.address);
				const signed = await call.signAsync(signer, { nonce, era: 0 });
				await this.provider.send('author_submitExtrinsic', [signed.toHex()]);
				throw new Error(`${name} was accepted instead of refused with ${expected}`);
			}
			await this.submit(signer, call);
			throw new Error(`${name} took effect instead of failing with ${expected}`);
		} catch (error) {
			const explained = error instanceof Refused ? error.failure : explainRpcError(error);
			if (explained === undefined) {
				throw error;
			}
			failure = explained;
		}
		if (failure.name !== expected) {
			throw new Error(`${name} failed with ${failure.name} instead of ${expected}`);
		}
		return failure;
	}

	/** Waits until the block, on the best chain now, can't be undone any more. */
	async finalized(block: BlockRef, seconds = 60): Promise<BlockRef> {
		let stop = (): void => undefined;
		const reached = new Promise<void>((resolve, reject) => {
			this.api.rpc.chain
				.subscribeFinalizedHeads((head) => {
					if (head.number.toNumber() >= block.number) {
						resolve();
					}
				})
				.then((unsubscribe) => {
					stop = unsubscribe;
				}, reject);
		});
		const what = `the finality of block ${block.number}`;
		await within(seconds, what, Promise.race([reached, this.#lost])).finally(() => {
			if (this.provider.isConnected) {
				stop();
			}
		});
		const hash = (await this.api.rpc.chain.getBlockHash(block.number)).toHex();
		if (hash !== block.hash) {
			throw new Error(`block ${block.number} ${block.hash} was given up for ${hash}`);
		}
		return block;
	}

	/** The newest finalised block. */
	async finalizedHead(): Promise<BlockRef> {
		const hash = await this.api.rpc.chain.getFinalizedHead();
		const header = await this.api.rpc.chain.getHeader(hash);
		return { number: header.number.toNumber(), hash: hash.toHex() };
	}

	async #watch(
		signer: KeyringPair,
		call: Call,
		nonce: number,
		pooled: () => void = () => undefined,
	): Promise<Included> {
		const name = callName(call);
		let stop = (): void => undefined;
		try {
			return await within(
				this.waits === 'final' ? 240 : 60,
				name,
				new Promise<Included>((resolve, reject) => {
					this.#lost.catch(reject);
					call.signAndSend(signer, { nonce }, (result) => {
						const { status, dispatchError, events } = result;
						if (result.internalError !== undefined) {
							reject(result.internalError);
						} else if (
							// A node that finalises each block at once may say no more than that.
							status.isFinalized ||
							(status.isInBlock && this.waits === 'in a block')
						) {
							if (dispatchError !== undefined) {
								reject(
									new Refused(
										name,
										explainDispatchError(this.api, dispatchError),
									),
								);
								return;
							}
							const hash = (
								status.isInBlock ? status.asInBlock : status.asFinalized
							).toHex();
							this.api.rpc.chain
								.getHeader(hash)
								.then(
									(header) =>
										resolve(
											new Included(
												name,
												{ number: header.number.toNumber(), hash },
												events,
											),
										),
									reject,
								);
						} else if (status.isDropped || status.isInvalid || status.isUsurped) {
							reject(
								new Refused(name, {
									name: `Pool.${status.type}`,
									sentence: `refused before it reached a block: ${status.type}`,
								}),
							);
						}
					}).then(
						(unsubscribe) => {
							stop = unsubscribe;
							pooled();
						},
						(error: unknown) => {
							const failure = explainRpcError(error);
							reject(failure === undefined ? error : new Refused(name, failure));
						},
					);
				}),
			);
		} finally {
			if (this.provider.isConnected) {
				stop();
			}
		}
	}
}

/** The name of a call: `patientRecords.anchor`. */
export const callName = (call: Call): string => `${call.method.section}.${call.method.method}`;

/** `0x1234…cdef` */
export const short = (hash: string | Uint8Array): string => {
	const hex = typeof hash === 'string' ? hash : u8aToHex(hash);
	return `${hex.slice(0, 10)}…${hex.slice(-8)}`;
};

function ready(provider: WsProvider): Promise<void> {
	return new Promise((resolve, reject) => {
		if (provider.isConnected) {
			resolve();
			return;
		}
		provider.on('connected', () => resolve());
		provider.on('error', () => reject(new Error('nobody answers there')));
	});
}
