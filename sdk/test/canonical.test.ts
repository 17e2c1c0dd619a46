// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
	canonicalize,
	formatPointer,
	JsonError,
	MAX_DEPTH,
	parseJson,
	parsePointer,
	resolvePointer,
} from '../src/index.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The message of the error that `source` provokes. */
function refusal(source: string | Uint8Array): string {
	try {
		parseJson(source);
	} catch (error) {
		assert.ok(error instanceof JsonError);
		return error.message;
	}
	return 'accepted';
}

describe('parseJson', () => {
	it('should keep numbers as they are written', () => {
		assert.equal(canonicalize('{"value": 1.50}'), '{"value":1.50}');
		assert.notEqual(canonicalize('1.50'), canonicalize('1.5'));
		assert.equal(canonicalize('[1e3, 1000, -0, 0.10]'), '[1e3,1000,-0,0.10]');
	});

	it('should say what is wrong and where', () => {
		assert.equal(
			refusal('{\n\t"a": tru\n}'),
			'expected a value, found "tru" (line 2, column 7)',
		);
		assert.equal(
			refusal('{"a":1,"a":2}'),
			'the key "a" occurs twice in one object (line 1, column 8)',
		);
		assert.equal(refusal('[01]'), '"01" is not a number in JSON (line 1, column 2)');
		assert.equal(refusal('[-]'), '"-" is not a number in JSON (line 1, column 2)');
		assert.equal(
			refusal('[1'),
			'expected "," or "]" in an array, found the end (line 1, column 3)',
		);
		assert.equal(refusal('[]]'), '"]" after the end of the document (line 1, column 3)');
		assert.equal(refusal('"a\nb"'), 'U+000A must be escaped in a string (line 1, column 3)');
		assert.equal(
			refusal('\ufeff1'),
			'the text starts with a byte order mark (line 1, column 1)',
		);
		assert.equal(
			refusal(' "\\uDEAD"'),
			'the string that starts here has half a surrogate pair (line 1, column 2)',
		);
	});

	it('should count lines and columns as editors do', () => {
		assert.match(refusal('[\r\n  "𝄞é", ?]'), /line 2, column 9/);
		assert.match(refusal('[\r\r?]'), /line 3, column 1/);
	});

	it('should refuse bytes that are not UTF-8, at their place', () => {
		const bytes = new Uint8Array([...utf8('[\n"é'), 0xff, ...utf8('"]')]);
		assert.equal(refusal(bytes), 'the bytes are not UTF-8 (line 2, column 3)');
		assert.equal(
			refusal(utf8('é').subarray(0, 1)),
			'the bytes are not UTF-8 (line 1, column 1)',
		);
		assert.match(refusal(new Uint8Array([0xef, 0xbb, 0xbf, 0x31])), /byte order mark/);
	});

	it('should accept the deepest nesting that is allowed and no deeper', () => {
		const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
		assert.equal(canonicalize(nested(MAX_DEPTH)), nested(MAX_DEPTH));
		assert.match(refusal(nested(MAX_DEPTH + 1)), /nested more than 100 deep/);
		assert.match(refusal('{"a":'.repeat(100_000)), /nested more than 100 deep/);
	});

	it('should not confuse keys with what objects have anyway', () => {
		assert.equal(
			canonicalize('{"__proto__":1,"constructor":2}'),
			'{"__proto__":1,"constructor":2}',
		);
	});

	it('should agree with JSON.parse on random documents', () => {
		let state = 1;
		const random = (below: number): number => {
			state = (state * 48271) % 0x7fffffff;
			return state % below;
		};
		const make = (depth: number): unknown => {
			switch (random(depth > 4 ? 4 : 6)) {
				case 0:
					return random(2) === 0;
				case 1:
					return null;
				case 2:
					return random(1000) - 500 + random(8) / 8;
				case 3:
					return String.fromCodePoint(
						...Array.from({ length: random(5) }, () => random(0xd800)),
					);
				case 4:
					return Array.from({ length: random(4) }, () => make(depth + 1));
				default:
					return Object.fromEntries(
						Array.from({ length: random(4) }, (_, at) => [
							`${at}${random(100)}`,
							make(depth + 1),
						]),
					);
			}
		};
		for (let round = 0; round < 500; round += 1) {
			const value = make(0);
			assert.deepEqual(JSON.parse(canonicalize(JSON.stringify(value, null, 2))), value);
		}
	});
});

describe('JSON pointers', () => {
	it('should survive a round trip', () => {
		for (const tokens of [[], [''], ['a/b', 'm~n', '~1', '0'], ['', '']]) {
			assert.deepEqual(parsePointer(formatPointer(tokens)), tokens);
		}
		assert.equal(formatPointer(['a/b', '~1']), '/a~1b/~01');
	});

	it('should lead to values', () => {
		const json = parseJson('{"a/b":[{"c":1.50}],"":true}');
		assert.deepEqual(resolvePointer(json, '/a~1b/0/c'), { kind: 'number', literal: '1.50' });
		assert.deepEqual(resolvePointer(json, '/'), { kind: 'boolean', value: true });
		assert.equal(resolvePointer(json, ''), json);
		for (const nowhere of ['/x', '/a~1b/00', '/a~1b/1', '/a~1b/-', '/a~1b/0/c/d']) {
			assert.equal(resolvePointer(json, nowhere), undefined);
		}
	});

	it('should be refused where they are none', () => {
		assert.throws(() => parsePointer('a'), RangeError);
		assert.throws(() => parsePointer('/~2'), RangeError);
	});
});
