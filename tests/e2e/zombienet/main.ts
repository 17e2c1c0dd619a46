// SPDX-License-Identifier: Apache-2.0

/** Runs the steps of a test, one after the other, in zombienet's own process. */

import { Network, type NetworkInfo } from '../lib/network.js';

/** What a step may use. */
export interface Context {
	readonly network: Network;
	/** A number or a fact that whoever ran the test wants to see. */
	readonly report: (line: string) => void;
}

/** The steps of a test, in the order of its zndsl file. They share what their module remembers. */
export type Steps = Readonly<Record<string, (context: Context) => Promise<void>>>;

let network: Network | undefined;
let failed: string | undefined;

/** `args` are the test and its step, `finality` and `one-lost` say. */
export async function run(info: NetworkInfo, args: readonly string[]): Promise<void> {
	const [test = '', step = ''] = args;
	// zombienet goes on after a failure: what follows would tell of nothing but the first.
	if (failed !== undefined) {
		throw new Error(`not run: ${failed} has failed before`);
	}
	failed = step;
	network ??= new Network(info);
	const { steps } = (await import(`./${test}.js`)) as { steps: Steps };
	const execute = steps[step];
	if (execute === undefined) {
		throw new Error(`${test} has no step ${step}, only ${Object.keys(steps).join(', ')}`);
	}
	await execute({ network, report: (line) => console.log(`report: ${line}`) });
	failed = undefined;
}
