// SPDX-License-Identifier: Apache-2.0

/** What errors are worded with. */

/** A character for people, also if it can't be seen. */
export function shown(character: string | undefined): string {
	if (character === undefined) {
		return 'the end';
	}
	const code = character.codePointAt(0) ?? 0;
	return code > 0x20 && code < 0x7f
		? `"${character}"`
		: `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
