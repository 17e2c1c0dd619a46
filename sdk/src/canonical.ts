// SPDX-License-Identifier: Apache-2.0

/**
 * Canonical JSON: RFC 8785 for structure, numbers as the document writes them.
 *
 * RFC 8785 turns every number into the shortest form of an IEEE double, so that `1.50` and `1.5`
 * become one. In FHIR they are two: the precision of a decimal belongs to its meaning, and a
 * laboratory that reports 1.50 mmol/l has measured more than one that reports 1.5. JavaScript's own
 * `JSON.parse` has lost the difference already, hence a parser of our own. It refuses what readers
 * of JSON disagree about: duplicate keys, lone surrogates, a byte order mark, bytes after the end.
 */

/** A JSON value that has kept the source text of its numbers. */
export type Json =
	| { readonly kind: 'null' }
	| { readonly kind: 'boolean'; readonly value: boolean }
	| { readonly kind: 'number'; readonly literal: string }
	| { readonly kind: 'string'; readonly value: string }
	| { readonly kind: 'array'; readonly items: readonly Json[] }
	| { readonly kind: 'object'; readonly members: ReadonlyMap<string, Json> };

/** How deep arrays and objects may lie in each other. No FHIR resource comes near it. */
export const MAX_DEPTH = 100;

/** Why a text isn't JSON, or isn't JSON that everybody reads alike. */
export class JsonError extends Error {
	override readonly name = 'JsonError';

	constructor(
		/** What is wrong, in words. */
		readonly reason: string,
		/** The line, from 1. */
		readonly line: number,
		/** The column, in characters from 1. */
		readonly column: number,
	) {
		super(`${reason} (line ${line}, column ${column})`);
	}
}

/** Reads JSON from its bytes, which must be UTF-8, or from text. */
export function parseJson(source: Uint8Array | string): Json {
	return new Parser(typeof source === 'string' ? source : decodeUtf8(source)).document();
}

/** The canonical form: no white space, keys in the order of their UTF-16 code units. */
export function canonicalJson(json: Json): string {
	switch (json.kind) {
		case 'null':
			return 'null';
		case 'boolean':
			return String(json.value);
		case 'number':
			return json.literal;
		case 'string':
			// ECMAScript's own form is the one that RFC 8785 section 3.2.2.2 prescribes.
			return JSON.stringify(json.value);
		case 'array':
			return `[${json.items.map(canonicalJson).join(',')}]`;
		case 'object':
			return `{${sortedMembers(json.members)
				.map(([key, value]) => `${JSON.stringify(key)}:${canonicalJson(value)}`)
				.join(',')}}`;
	}
}

/** The canonical form of a JSON text. */
export function canonicalize(source: Uint8Array | string): string {
	return canonicalJson(parseJson(source));
}

/** The members of an object in canonical order. */
export function sortedMembers(members: ReadonlyMap<string, Json>): [string, Json][] {
	return [...members].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The value that an RFC 6901 pointer leads to, or `undefined`. */
export function resolvePointer(json: Json, pointer: string): Json | undefined {
	let value: Json | undefined = json;
	for (const token of parsePointer(pointer)) {
		if (value?.kind === 'object') {
			value = value.members.get(token);
		} else if (value?.kind === 'array' && /^(0|[1-9][0-9]*)$/.test(token)) {
			value = value.items[Number(token)];
		} else {
			return undefined;
		}
	}
	return value;
}

/** The RFC 6901 pointer that `tokens` make. */
export function formatPointer(tokens: readonly string[]): string {
	return tokens.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The tokens of an RFC 6901 pointer. */
export function parsePointer(pointer: string): string[] {
	if (pointer === '') {
		return [];
	}
	if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) {
		throw new RangeError(`"${pointer}" is not a JSON pointer (RFC 6901)`);
	}
	return pointer
		.slice(1)
		.split('/')
		.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function decodeUtf8(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		const end = validUtf8Prefix(bytes);
		const before = new TextDecoder().decode(bytes.subarray(0, end), { stream: true });
		const [line, column] = position(before, before.length);
		throw new JsonError('the bytes are not UTF-8', line, column);
	}
}

/** The length of the longest prefix that is UTF-8. */
function validUtf8Prefix(bytes: Uint8Array): number {
	const decodes = (length: number): boolean => {
		try {
			// Streaming, so that a sequence cut off at the end is no fault yet.
			new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), {
				stream: true,
			});
			return true;
		} catch {
			return false;
		}
	};
	let [good, bad] = [0, bytes.length + 1];
	while (bad - good > 1) {
		const middle = (good + bad) >> 1;
		if (decodes(middle)) {
			good = middle;
		} else {
			bad = middle;
		}
	}
	return good;
}

/** The line and column of the UTF-16 index `at`. */
function position(text: string, at: number): [line: number, column: number] {
	const before = text.slice(0, at);
	const lines = before.split(/\r\n|\r|\n/);
	return [lines.length, [...(lines.at(-1) ?? '')].length + 1];
}

const LITERALS = new Map<string, Json>([
	['true', { kind: 'boolean', value: true }],
	['false', { kind: 'boolean', value: false }],
	['null', { kind: 'null' }],
]);

const ESCAPES = new Map([
	['"', '"'],
	['\\', '\\'],
	['/', '/'],
	['b', '\b'],
	['f', '\f'],
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
]);

class Parser {
	#at = 0;

	constructor(readonly text: string) {}

	document(): Json {
		if (this.text.startsWith('\ufeff')) {
			this.#fail('the text starts with a byte order mark');
		}
		const value = this.#value(0);
		this.#skipSpace();
		if (this.#at < this.text.length) {
			this.#fail(`${this.#found()} after the end of the document`);
		}
		return value;
	}

	#value(depth: number): Json {
		this.#skipSpace();
		const next = this.text[this.#at];
		if (next === '{' || next === '[') {
			if (depth >= MAX_DEPTH) {
				this.#fail(`values are nested more than ${MAX_DEPTH} deep`);
			}
			return next === '{' ? this.#object(depth + 1) : this.#array(depth + 1);
		}
		if (next === '"') {
			return { kind: 'string', value: this.#string() };
		}
		if (next !== undefined && /[-0-9]/.test(next)) {
			return { kind: 'number', literal: this.#number() };
		}
		const word = this.#match(/[A-Za-z]+/y);
		const literal = word === undefined ? undefined : LITERALS.get(word);
		if (literal === undefined) {
			this.#fail(
				`expected a value, found ${word === undefined ? this.#found() : `"${word}"`}`,
			);
		}
		this.#at += word?.length ?? 0;
		return literal;
	}

	#object(depth: number): Json {
		const members = new Map<string, Json>();
		this.#at += 1;
		this.#skipSpace();
		if (this.#take('}')) {
			return { kind: 'object', members };
		}
		do {
			this.#skipSpace();
			const start = this.#at;
			if (this.text[start] !== '"') {
				this.#fail(`expected a key in double quotes, found ${this.#found()}`);
			}
			const key = this.#string();
			if (members.has(key)) {
				this.#fail(`the key ${JSON.stringify(key)} occurs twice in one object`, start);
			}
			this.#skipSpace();
			if (!this.#take(':')) {
				this.#fail(`expected ":" after a key, found ${this.#found()}`);
			}
			members.set(key, this.#value(depth));
			this.#skipSpace();
		} while (this.#take(','));
		if (!this.#take('}')) {
			this.#fail(`expected "," or "}" in an object, found ${this.#found()}`);
		}
		return { kind: 'object', members };
	}

	#array(depth: number): Json {
		const items: Json[] = [];
		this.#at += 1;
		this.#skipSpace();
		if (this.#take(']')) {
			return { kind: 'array', items };
		}
		do {
			items.push(this.#value(depth));
			this.#skipSpace();
		} while (this.#take(','));
		if (!this.#take(']')) {
			this.#fail(`expected "," or "]" in an array, found ${this.#found()}`);
		}
		return { kind: 'array', items };
	}

	#number(): string {
		const literal = this.#match(/-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y);
		const after = this.text[this.#at + (literal?.length ?? 0)];
		if (literal === undefined || (after !== undefined && /[-+.0-9A-Za-z_]/.test(after))) {
			const written = this.#match(/[-+.0-9A-Za-z_]+/y) ?? '';
			this.#fail(`"${written.slice(0, 40)}" is not a number in JSON`);
		}
		this.#at += literal.length;
		return literal;
	}

	#string(): string {
		const start = this.#at;
		let value = '';
		this.#at += 1;
		for (;;) {
			value += this.#match(/[^"\\\u0000-\u001f]+/y) ?? '';
			this.#at += this.#match(/[^"\\\u0000-\u001f]+/y)?.length ?? 0;
			if (this.#take('"')) {
				break;
			}
			if (this.#at >= this.text.length) {
				this.#fail('the string that starts here has no end', start);
			}
			value += this.#escape();
		}
		const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
		if (lone.test(value)) {
			this.#fail('the string that starts here has half a surrogate pair', start);
		}
		return value;
	}

	#escape(): string {
		if (this.text[this.#at] !== '\\') {
			this.#fail(`${this.#found()} must be escaped in a string`);
		}
		const unicode = this.#match(/\\u[0-9a-fA-F]{4}/y);
		if (unicode !== undefined) {
			this.#at += unicode.length;
			return String.fromCharCode(Number.parseInt(unicode.slice(2), 16));
		}
		const escaped = ESCAPES.get(this.text[this.#at + 1] ?? '');
		if (escaped === undefined) {
			this.#fail('this is not an escape in JSON');
		}
		this.#at += 2;
		return escaped;
	}

	#skipSpace(): void {
		this.#at += this.#match(/[ \t\r\n]+/y)?.length ?? 0;
	}

	#take(character: string): boolean {
		const found = this.text[this.#at] === character;
		this.#at += found ? 1 : 0;
		return found;
	}

	/** What `pattern`, which must be sticky, matches here. */
	#match(pattern: RegExp): string | undefined {
		pattern.lastIndex = this.#at;
		return pattern.exec(this.text)?.[0];
	}

	#found(): string {
		const code = this.text.codePointAt(this.#at);
		if (code === undefined) {
			return 'the end';
		}
		return code < 0x20 || code === 0x7f || (code >= 0xd800 && code <= 0xdfff) || code === 0xfeff
			? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
			: `"${String.fromCodePoint(code)}"`;
	}

	#fail(what: string, at = this.#at): never {
		throw new JsonError(what, ...position(this.text, at));
	}
}
