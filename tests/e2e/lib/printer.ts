// SPDX-License-Identifier: Apache-2.0

/** Prints a walkthrough: its stages, what was done and refused, and in which blocks. */

import { type Chain, type Included, short } from './chain.js';

export class Printer {
	#stage = 0;
	readonly #started = Date.now();

	constructor(private readonly write: (line: string) => void = console.log) {}

	/** A stage of the story begins. */
	stage(title: string): void {
		this.#stage += 1;
		this.write('');
		this.write(`== ${this.#stage}. ${title}`);
	}

	/** Something that was found out or done off chain. */
	note(text: string): void {
		this.write(`   ${text}`);
	}

	/** A call that took effect. */
	done(what: string, { call, block }: Included): void {
		this.write(`   ${what}`);
		this.write(`      ${call} in block ${block.number} ${block.hash}`);
	}

	/** A call that was refused, as it has to be. */
	refused(what: string, sentence: string): void {
		this.write(`   ${what}:`);
		this.write(`      ${sentence}`);
	}

	/** The stage is over: waits once for the finality of its last block, and so of all. */
	async finalized(chain: Chain, last: Included): Promise<void> {
		const started = Date.now();
		await chain.finalized(last.block);
		const waited = ((Date.now() - started) / 1000).toFixed(1);
		this.write(
			`   finalised: block ${last.block.number} ${short(last.block.hash)} (${waited} s)`,
		);
	}

	/** The end of the story. */
	summary(lines: readonly string[]): void {
		this.write('');
		this.write(`== Done in ${((Date.now() - this.#started) / 1000).toFixed(0)} s`);
		lines.forEach((line) => this.write(`   ${line}`));
	}
}

/** Prints nothing. */
export const silent = (): Printer => new Printer(() => undefined);
