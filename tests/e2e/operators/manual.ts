// SPDX-License-Identifier: Apache-2.0

/** What docs/operators.md tells to do: its commands, and the names that stand between backticks. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const MANUAL = new URL('../../../../docs/operators.md', import.meta.url);

/** A fenced block. */
export interface Block {
	/** The heading that it stands under. */
	readonly section: string;
	readonly language: string;
	readonly text: string;
	readonly line: number;
}

/** Something between backticks. */
export interface Span {
	readonly text: string;
	readonly line: number;
}

export class Manual {
	readonly blocks: readonly Block[];
	readonly spans: readonly Span[];
	readonly #taken = new Set<Block>();

	constructor() {
		const blocks: Block[] = [];
		const spans: Span[] = [];
		let section = '';
		let fence: { language: string; line: number; lines: string[] } | undefined;
		readFileSync(MANUAL, 'utf8')
			.split('\n')
			.forEach((text, at) => {
				const line = at + 1;
				const language = /^\s*```(.*)$/.exec(text)?.[1];
				if (language !== undefined && fence === undefined) {
					fence = { language, line, lines: [] };
				} else if (language !== undefined && fence !== undefined) {
					const { lines, ...rest } = fence;
					blocks.push({ section, text: lines.join('\n'), ...rest });
					fence = undefined;
				} else if (fence !== undefined) {
					fence.lines.push(text);
				} else {
					section = /^#+ (.*)$/.exec(text)?.[1] ?? section;
					for (const [, code = ''] of text.matchAll(/`([^`]+)`/g)) {
						spans.push({ text: code, line });
					}
				}
			});
		assert.equal(fence, undefined, 'the last fence is open');
		this.blocks = blocks;
		this.spans = spans;
	}

	/** The commands under a heading, block by block: as many as are wanted, or it fails. */
	commands<Count extends number>(section: string, count: Count): string[] & { length: Count } {
		const found = this.blocks.filter((block) => block.section === section);
		assert.equal(found.length, count, `blocks under "${section}"`);
		return found.map((block) => {
			assert.equal(block.language, 'sh', `the block of line ${block.line}`);
			this.#taken.add(block);
			return block.text;
		}) as string[] & { length: Count };
	}

	/** The blocks that nobody has asked for. */
	get untouched(): Block[] {
		return this.blocks.filter((block) => !this.#taken.has(block));
	}
}
