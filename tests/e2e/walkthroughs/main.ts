// SPDX-License-Identifier: Apache-2.0

/**
 * Runs a walkthrough against the node at `$GALEN_WS`.
 *
 *   main.js check NAME FILE…    whether the walkthrough called NAME can do with the files
 *   main.js run NAME [FILE…]    the walkthrough called NAME
 *
 * Exits with 2 where a file is at fault, with 1 where the chain is.
 */

import { FhirError, TrialError } from '@galen/sdk';
import { Chain } from '../lib/chain.js';
import { defaultDocument, type Document, readDocument } from '../lib/documents.js';
import { Printer } from '../lib/printer.js';
import { ownTrial, readTrial } from '../lib/trials.js';
import { run as claim } from './claim.js';
import { run as consent } from './consent.js';
import { run as device } from './device.js';
import { run as drug } from './drug.js';
import { run as record } from './record.js';
import { run as trial } from './trial.js';

/** What is left to do once the files are read. */
type Ready = (chain: Chain, printer: Printer) => Promise<unknown>;

/** A walkthrough that reads its files, or all reasons why it can't, before anything is done. */
const reading =
	<File>(
		read: (name: string) => File,
		byDefault: () => string,
		run: (chain: Chain, files: File[], printer: Printer) => Promise<unknown>,
	) =>
	(names: readonly string[]): Ready => {
		const files: File[] = [];
		for (const name of names.length === 0 ? [byDefault()] : names) {
			try {
				files.push(read(name));
			} catch (error) {
				if (error instanceof FhirError) {
					console.error(`error: ${error.message}`);
				} else if (error instanceof TrialError) {
					console.error(`error: ${name}: ${error.message}`);
				} else {
					throw error;
				}
			}
		}
		if (files.length < names.length) {
			console.error('nothing was anchored');
			process.exit(2);
		}
		return (chain, printer) => run(chain, files, printer);
	};

const documents = (
	run: (chain: Chain, documents: Document[], printer: Printer) => Promise<unknown>,
): ((names: readonly string[]) => Ready) => reading(readDocument, defaultDocument, run);

const WALKTHROUGHS: Readonly<Record<string, (names: readonly string[]) => Ready>> = {
	record: documents(record),
	consent: documents(consent),
	device: documents(device),
	drug: documents(drug),
	claim: documents(claim),
	trial: reading(readTrial, () => ownTrial('completed'), trial),
};

const [command, name = '', ...files] = process.argv.slice(2);
if (command !== 'check' && command !== 'run') {
	console.error('usage: main.js check NAME FILE… | run NAME [FILE…]');
	process.exit(2);
}
const walkthrough = WALKTHROUGHS[name];
if (walkthrough === undefined) {
	console.error(`error: there is no walkthrough "${name}"`);
	process.exit(2);
}
const ready = walkthrough(files);
if (command === 'run') {
	const chain = await Chain.connect();
	try {
		await ready(chain, new Printer());
	} catch (error) {
		console.error(`\nerror: ${error instanceof Error ? error.message : String(error)}`);
		if (process.env['GALEN_DEBUG'] !== undefined) {
			console.error(error);
		}
		process.exitCode = 1;
	} finally {
		await chain.close();
	}
}
