// SPDX-License-Identifier: Apache-2.0

/** What a node is asked for, to prove what the chain's state holds. */

import type { ApiPromise } from '@polkadot/api';
import { type Hex, toHex } from './bytes.js';
import { finalityOf } from './storage-proof-finality.js';
import type { HeaderJson } from './storage-proof-header.js';

/** A proof of what a chain's state holds. Plain JSON. */
export interface StateProof {
	/** Of the block after which it holds that. */
	readonly header: HeaderJson | Hex;
	/** That the block is final; `null` on a chain without GRANDPA. */
	readonly finality: Hex | null;
	/** The nodes of the trie. */
	readonly nodes: readonly Hex[];
}

type Node = Pick<ApiPromise, 'rpc'>;

/**
 * A proof of what stands under `keys` in the next state that becomes final; on a chain without GRANDPA
 * in the newest one that is.
 */
export async function askFinal(
	api: Node,
	keys: readonly Hex[],
	seconds: number,
): Promise<StateProof> {
	const justification = await nextJustification(api, seconds);
	const final = justification === undefined ? undefined : finalityOf(justification);
	const block = final?.block.hash ?? (await api.rpc.chain.getFinalizedHead());
	const finality = final === undefined ? null : toHex(final.proof);
	return { ...(await askAt(api, keys, block)), finality };
}

/** A proof of what stands under `keys` in the state after a block. It says nothing of finality. */
export async function askAt(
	{ rpc }: Node,
	keys: readonly Hex[],
	block: Hex | Uint8Array,
): Promise<StateProof & { readonly finality: null }> {
	const [header, { proof }] = await Promise.all([
		rpc.chain.getHeader(block),
		rpc.state.getReadProof([...keys], block),
	]);
	return {
		header: toHex(header.toU8a()),
		finality: null,
		nodes: proof.map((node) => toHex(node.toU8a(true))),
	};
}

/**
 * The next justification, from a chain that has GRANDPA. `grandpa_proveFinality` wouldn't do: it
 * answers nothing as long as the authorities have never changed.
 */
async function nextJustification({ rpc }: Node, seconds: number): Promise<Uint8Array | undefined> {
	// Where the node has no such method, polkadot.js has none either.
	const grandpa = rpc.grandpa as Partial<ApiPromise['rpc']['grandpa']> | undefined;
	if (grandpa?.subscribeJustifications === undefined) {
		return undefined;
	}
	const subscribe = grandpa.subscribeJustifications;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let stop = (): void => undefined;
	try {
		return await new Promise<Uint8Array>((resolve, reject) => {
			const late = new Error(`no block has become final within ${seconds} s`);
			timer = setTimeout(() => reject(late), seconds * 1000);
			const subscribed = subscribe((one) => resolve(one.toU8a(true)));
			subscribed.catch(reject);
			stop = () =>
				void subscribed.then((unsubscribe) => unsubscribe()).catch(() => undefined);
		});
	} finally {
		clearTimeout(timer);
		stop();
	}
}
