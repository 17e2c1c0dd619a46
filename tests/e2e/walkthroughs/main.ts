// SPDX-License-Identifier: Apache-2.0

/**
 * Runs a walkthrough against the node at `$GALEN_WS`.
 *
 *   main.js check FILE…         whether the files can be anchored; nothing is
 *   main.js run NAME [FILE…]    the walkthrough called NAME
 *
 * Exits with 2 where a file is at fault, with 1 where the chain is.
 */

import { FhirError } from '@galen/sdk';
import { Chain } from '../lib/chain.js';
import { defaultDocument, type Document, readDocument } from '../lib/documents.js';
import { Printer } from '../lib/printer.js';
import { run as consent } from './consent.js';
import { run as device } from './device.js';
import { run as drug } from './drug.js';
import { run as record } from './record.js';

const WALKTHROUGHS: Readonly<
	Record<string, (chain: Chain, documents: Document[], printer: Printer) => Promise<unknown>>
> = { record, consent, device, drug };

/** Every document, or every reason why there isn't one. */
function read(files: readonly string[]): Document[] {
	const documents: Document[] = [];
	for (const file of files) {
		try {
			documents.push(readDocument(file));
		} catch (error) {
			if (!(error instanceof FhirError)) {
				throw error;
			}
			console.error(`error: ${error.message}`);
		}
	}
	if (documents.length < files.length) {
		console.error('nothing was anchored');
		process.exit(2);
	}
	return documents;
}

const [command, ...args] = process.argv.slice(2);
if (command === 'check') {
	read(args);
} else if (command === 'run') {
	const [name = '', ...files] = args;
	const walkthrough = WALKTHROUGHS[name];
	if (walkthrough === undefined) {
		console.error(`error: there is no walkthrough "${name}"`);
		process.exit(2);
	}
	const documents = read(files.length === 0 ? [defaultDocument()] : files);
	const chain = await Chain.connect();
	try {
		await walkthrough(chain, documents, new Printer());
	} catch (error) {
		console.error(`\nerror: ${error instanceof Error ? error.message : String(error)}`);
		if (process.env['GALEN_DEBUG'] !== undefined) {
			console.error(error);
		}
		process.exitCode = 1;
	} finally {
		await chain.close();
	}
} else {
	console.error('usage: main.js check FILE… | run NAME [FILE…]');
	process.exit(2);
}
