// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
	CURRENCIES,
	currencyOf,
	formatAmount,
	formatDecimal,
	MAX_AMOUNT,
	minorUnits,
	MoneyError,
	type MoneyErrorCode,
	parseDecimal,
	times,
	wholeOf,
} from '../src/index.js';

describe('currencies', () => {
	it('should be those of ISO 4217, with letters, number and decimals of their own', () => {
		const table: [string, number, number][] = [
			['CHF', 756, 2],
			['USD', 840, 2],
			['ALL', 8, 2],
			['JPY', 392, 0],
			['XOF', 952, 0],
			['KWD', 414, 3],
		];
		for (const [code, number, exponent] of table) {
			assert.deepEqual(currencyOf(code), { code, number, exponent });
			assert.deepEqual(currencyOf(number), { code, number, exponent });
		}
		const all = [...CURRENCIES.values()];
		assert.equal(new Set(all.map(({ number }) => number)).size, all.length);
		for (const { code, number } of all) {
			assert.match(code, /^[A-Z]{3}$/);
			assert.ok(Number.isInteger(number) && number > 0 && number < 1000, code);
		}
	});

	it('should be refused where nobody is paid in them', () => {
		for (const code of ['XAU', 'XXX', 'usd', '', 'DEM', 999]) {
			assert.throws(() => currencyOf(code), /no currency of ISO 4217/, String(code));
		}
	});
});

describe('amounts', () => {
	it('should be minor units, by what the currency has of decimals', () => {
		const table: [string, string, bigint][] = [
			['172.32', 'EUR', 17_232n],
			['135.5', 'USD', 13_550n],
			['0', 'CHF', 0n],
			['0.07', 'CHF', 7n],
			['1200', 'JPY', 1_200n],
			['1200.00', 'JPY', 1_200n],
			['1.234', 'KWD', 1_234n],
			['1.10000', 'EUR', 110n],
			['1e3', 'EUR', 100_000n],
			['1.5E-1', 'EUR', 15n],
			// More than a double can tell from its neighbours.
			['90071992547409.93', 'EUR', 9_007_199_254_740_993n],
			['3402823669209384634633746074317682114.55', 'EUR', MAX_AMOUNT],
		];
		for (const [text, code, minor] of table) {
			assert.equal(minorUnits(text, code), minor, `${text} ${code}`);
			assert.equal(minorUnits(formatAmount(minor, code), code), minor);
		}
		assert.equal(formatAmount(17_232n, 'EUR'), '172.32');
		assert.equal(formatAmount(-5n, 'EUR'), '-0.05');
		assert.equal(formatAmount(1_200n, 'JPY'), '1200');
	});

	it('should be refused, never rounded', () => {
		const table: [string, string, MoneyErrorCode][] = [
			['112.416', 'EUR', 'too-precise'],
			['0.5', 'JPY', 'too-precise'],
			['1.2345', 'KWD', 'too-precise'],
			['-1.00', 'EUR', 'negative'],
			['3402823669209384634633746074317682114.56', 'EUR', 'too-large'],
			['1e999', 'EUR', 'malformed'],
			['01.00', 'EUR', 'malformed'],
			['1,00', 'EUR', 'malformed'],
			['1.', 'EUR', 'malformed'],
			['', 'EUR', 'malformed'],
			['NaN', 'EUR', 'malformed'],
			['1.00', 'EURO', 'unknown-currency'],
		];
		for (const [text, code, expected] of table) {
			assert.throws(
				() => minorUnits(text, code),
				(error) => {
					assert.ok(error instanceof MoneyError, String(error));
					assert.equal(error.code, expected, `${text} ${code}`);
					return true;
				},
			);
		}
	});
});

describe('decimals', () => {
	it('should multiply exactly', () => {
		const product = times(parseDecimal('0.1'), parseDecimal('0.2'));
		assert.equal(formatDecimal(product), '0.02');
		assert.equal(wholeOf(times(parseDecimal('140.52'), parseDecimal('0.8')), 3), 112_416n);
		assert.equal(wholeOf(times(parseDecimal('140.52'), parseDecimal('0.8')), 2), undefined);
		assert.equal(wholeOf(parseDecimal('2.50'), 1), 25n);
		assert.equal(wholeOf(parseDecimal('2.50')), undefined);
		assert.equal(wholeOf(parseDecimal('-3.0')), -3n);
	});
});
