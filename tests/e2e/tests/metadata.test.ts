// SPDX-License-Identifier: Apache-2.0

import { batchId, claimStatement, digest, explainDispatchError, recordId, toHex } from '@galen/sdk';
import type { GenericEvent } from '@polkadot/types';
import type { Codec } from '@polkadot/types/types';
import { compactStripLength, u8aConcat } from '@polkadot/util';
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { wellKnown } from '../lib/actors.js';
import type { Chain } from '../lib/chain.js';
import { describe as describeInterface, GALEN_APIS, GALEN_PALLETS } from '../lib/metadata.js';
import { GalenNode } from '../lib/node.js';

const SNAPSHOT = new URL('../../metadata.snapshot.txt', import.meta.url);

describe('the runtime as polkadot.js sees it', { timeout: 90_000 }, () => {
	let node: GalenNode;
	let chain: Chain;

	before(async () => {
		node = await GalenNode.start();
		chain = await node.connect();
	});
	after(async () => {
		await chain?.close();
		await node?.stop();
	});

	/** A type's default, in SCALE. */
	const zero = (id: unknown): Uint8Array => {
		const { registry } = chain.api;
		return registry.createType(registry.createLookupType(id as number)).toU8a();
	};

	it('should be the one that was approved', () => {
		const now = describeInterface(chain);
		if (process.env['UPDATE_SNAPSHOT'] === '1') {
			writeFileSync(SNAPSHOT, now);
			return;
		}
		const approved = existsSync(SNAPSHOT) ? readFileSync(SNAPSHOT, 'utf8') : '';
		if (now === approved) {
			return;
		}
		const [before, after] = [approved, now].map((text) => new Set(text.split('\n')));
		const gone = [...(before ?? [])].filter((line) => !after?.has(line));
		const added = [...(after ?? [])].filter((line) => !before?.has(line));
		assert.fail(
			[
				'The interface of the runtime has changed. Wallets and dApps depend on it: look at every',
				'line, raise the versions where needed, then run this with UPDATE_SNAPSHOT=1.',
				...gone.map((line) => `- ${line}`),
				...added.map((line) => `+ ${line}`),
			].join('\n'),
		);
	});

	it('should have every event of our pallets decoded by name', () => {
		const { registry, runtimeMetadata } = chain.api;
		for (const pallet of runtimeMetadata.asLatest.pallets) {
			if (!GALEN_PALLETS.includes(pallet.name.toString())) {
				continue;
			}
			const { variants } = registry.lookup.getSiType(pallet.events.unwrap().type).def
				.asVariant;
			assert.ok(variants.length > 0);
			for (const { name, index, fields } of variants) {
				const bytes = u8aConcat(
					[pallet.index.toNumber(), index.toNumber()],
					...fields.map(({ type }) => zero(type)),
				);
				const event = registry.createType('GenericEvent', bytes) as unknown as GenericEvent;
				assert.equal(event.method, name.toString());
				assert.equal(event.section.toLowerCase(), pallet.name.toString().toLowerCase());
				assert.equal(
					event.data.names?.length,
					fields.length,
					`${name} has nameless fields`,
				);
				for (const field of event.data.names ?? []) {
					assert.notEqual(event.data[field as never], undefined);
				}
				assert.deepEqual(event.toU8a(), bytes);
			}
		}
	});

	it('should have every error of our pallets decoded by name, with what to do about it', () => {
		const { registry, runtimeMetadata } = chain.api;
		for (const pallet of runtimeMetadata.asLatest.pallets) {
			const palletName = pallet.name.toString();
			if (!GALEN_PALLETS.includes(palletName)) {
				continue;
			}
			const { variants } = registry.lookup.getSiType(pallet.errors.unwrap().type).def
				.asVariant;
			assert.ok(variants.length > 0);
			for (const { name, index } of variants) {
				const error = registry.createType('DispatchError', {
					Module: { index: pallet.index, error: [index.toNumber(), 0, 0, 0] },
				});
				const failure = explainDispatchError(chain.api, error as never);
				assert.equal(failure.name, `${palletName}.${name}`);
				assert.match(failure.sentence, /^refused by \w+ with \w+: \S/);
			}
		}
	});

	it('should answer every read of ours through api.call', async () => {
		const { api } = chain;
		const apis = api.runtimeMetadata.asLatest.apis;
		for (const section of GALEN_APIS) {
			const name = section.charAt(0).toUpperCase() + section.slice(1);
			const methods = apis.find((one) => one.name.toString() === name)?.methods ?? [];
			assert.ok([...methods].length > 0, `there is no runtime API ${name}`);
			for (const method of methods) {
				const camel = method.name
					.toString()
					.replace(/_(\w)/g, (_, c: string) => c.toUpperCase());
				const ask = api.call[section]?.[camel];
				assert.ok(ask !== undefined, `${section}.${camel}`);
				const args = [...method.inputs].map(({ type }) =>
					api.registry.createType(api.registry.createLookupType(type as never)),
				);
				const answer: Codec = await ask(...args);
				assert.notEqual(answer.toHuman(), undefined, `${section}.${camel}`);
			}
		}
	});

	it('should compute what the SDK computes', async () => {
		const chainId = (await chain.read('institutionsApi.chainId')).toHex();
		const [patient, claimant] = [`0x${'11'.repeat(32)}`, wellKnown('Dave').address];
		const claim = await chain.read('patientsApi.claimStatement', patient, claimant, 7);
		// polkadot.js leaves the length in front where a runtime API answers mere bytes.
		const [, statement] = compactStripLength(claim.toU8a(true));
		assert.equal(
			toHex(statement),
			toHex(claimStatement({ chainId, patient, claimant, expires: 7 })),
		);
		for (const algorithm of ['Sha2_256', 'Blake2b_256'] as const) {
			const content = digest(algorithm, patient);
			const record = await chain.read('patientRecordsApi.recordId', 7, content);
			assert.equal(record.toHex(), recordId(7, content));
			const batch = await chain.read('patientRecordsApi.batchId', 7, content);
			assert.equal(batch.toHex(), batchId(7, content));
		}
	});

	it('should offer a view function for every read of ours, and the other way round', () => {
		const latest = chain.api.runtimeMetadata.asLatest;
		for (const palletName of GALEN_PALLETS) {
			const pallet = latest.pallets.find(({ name }) => name.toString() === palletName);
			const api = latest.apis.find(({ name }) => name.toString() === `${palletName}Api`);
			assert.deepEqual(
				[...(pallet?.viewFunctions ?? [])].map(({ name }) => name.toString()).sort(),
				[...(api?.methods ?? [])].map(({ name }) => name.toString()).sort(),
			);
		}
	});
});
