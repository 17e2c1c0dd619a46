// SPDX-License-Identifier: Apache-2.0

// zombienet requires what it runs; the steps are ES modules, compiled from tests/e2e/zombienet.
// `js-script ./step.cjs with "finality,one-lost"` runs the step `one-lost` of `finality`.
exports.run = async (_node, network, args) => {
	const { run } = await import('../tests/e2e/dist/zombienet/main.js');
	await run(network, args);
};
