// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
	type Balance,
	balances,
	type LineAdjustment,
	type Remittance,
	remittanceAdvice,
	RemittanceError,
	type RemittedClaim,
	type RemittedLine,
} from '../src/index.js';

const AT = Date.parse('2031-05-05T08:00:00Z');

const adjusted = (reason: LineAdjustment['reason'], amount: bigint): LineAdjustment => ({
	reason,
	amount,
});

/** 235.40 less 20.00 at 80 %: what HL7's R3502 says of its item. */
const line: RemittedLine = {
	sequence: 1,
	label: 'Pharmacy',
	quantity: 1,
	serviced: AT,
	charge: 23_540n,
	paid: 17_232n,
	adjustments: [adjusted('Copay', 2_000n), adjusted('Coinsurance', 4_308n)],
};
const claim: RemittedClaim = { claim: 7n, status: 'Primary', lines: [line] };
const advice: Remittance = {
	payer: { institution: 4 },
	payee: { institution: 9, name: 'GOOD HEALTH CLINIC' },
	currency: 'USD',
	trace: 'BLOCK 4711',
	paidAt: AT,
	claims: [claim],
};

/** The same claim taken back. */
const reversed: RemittedClaim = {
	...claim,
	status: 'Reversal',
	lines: [
		{
			...line,
			charge: -line.charge,
			paid: -line.paid,
			adjustments: line.adjustments.map((one) => ({ ...one, amount: -one.amount })),
		},
	],
};

const levels = ({ faults }: Balance): string[] => faults.map(({ level }) => level);

describe('a remittance advice', () => {
	it('should have the segments that an 835 has, and balance', () => {
		const { text, paid, carried } = remittanceAdvice(advice);
		assert.deepEqual(text.split('\n').slice(0, -1), [
			'ST*835*0001~',
			'BPR*I*172.32*C*FWT~',
			'TRN*1*BLOCK 4711*4~',
			'CUR*PR*USD~',
			'DTM*405*20310505~',
			'N1*PR*INSTITUTION 4*XV*4~',
			'N1*PE*GOOD HEALTH CLINIC*XV*9~',
			'LX*1~',
			'CLP*7*1*235.4*172.32*63.08*ZZ*7~',
			'SVC*ZZ:Pharmacy*235.4*172.32**1~',
			'DTM*472*20310505~',
			'CAS*PR*3*20**2*43.08~',
			'REF*6R*1~',
			'SE*14*0001~',
		]);
		assert.deepEqual([paid, carried], [17_232n, 0n]);
		assert.deepEqual(balances(text), { balanced: true, faults: [] });
	});

	it('should be found out whatever amount, count or group in it was changed', () => {
		const { text } = remittanceAdvice({
			...advice,
			claims: [claim, { ...claim, claim: 8n, status: 'Secondary' }],
			adjustments: [{ kind: 'ForwardingBalance', reference: 'R-1', amount: 1_000n }],
		});
		assert.ok(balances(text).balanced);
		let tampered = 0;
		text.split('~\n').forEach((segment, at, all) => {
			const elements = segment.split('*');
			const amounts: Readonly<Record<string, readonly number[]>> = {
				BPR: [2],
				CLP: [3, 4, 5],
				SVC: [2, 3],
				CAS: [1, 3, 6],
				PLB: [4],
				SE: [1, 2],
			};
			for (const element of amounts[elements[0] ?? ''] ?? []) {
				const was = elements[element] ?? '';
				const now = was === 'PR' ? 'CO' : was.replace(/\d/, (d) => String((+d + 1) % 10));
				const changed = all.with(at, elements.with(element, now).join('*')).join('~\n');
				assert.ok(!balances(changed).balanced, `${was} became ${now} in ${segment}`);
				tampered += 1;
			}
			const without = all.toSpliced(at, 1).join('~\n');
			assert.ok(at === all.length - 1 || !balances(without).balanced, `without ${segment}`);
		});
		assert.equal(tampered, 1 + 2 * (3 + 2 + 3) + 1 + 2);
	});

	it('should carry what is owed to the next, and never pay less than nothing', () => {
		const other: RemittedClaim = {
			claim: 8n,
			status: 'Primary',
			lines: [{ ...line, charge: 5_000n, paid: 5_000n, adjustments: [] }],
		};
		const first = remittanceAdvice({ ...advice, claims: [reversed, other] });
		assert.deepEqual([first.paid, first.carried], [0n, 12_232n]);
		assert.match(first.text, /^BPR\*H\*0\*C\*NON~$/m);
		assert.match(first.text, /^CLP\*7\*22\*-235.4\*-172.32\*\*ZZ\*7~$/m);
		assert.match(first.text, /^PLB\*9\*20311231\*FB:BLOCK 4711\*-122.32~$/m);
		assert.ok(balances(first.text).balanced);
		const next = remittanceAdvice({
			...advice,
			adjustments: [
				{ kind: 'ForwardingBalance', reference: 'BLOCK 4711', amount: first.carried },
			],
		});
		assert.deepEqual([next.paid, next.carried], [5_000n, 0n]);
		assert.match(next.text, /^PLB\*9\*20311231\*FB:BLOCK 4711\*122.32~$/m);
		assert.ok(balances(next.text).balanced);
	});

	it('should count in the minor units of its currency', () => {
		const yen = { ...line, charge: 235n, paid: 172n, adjustments: [] };
		const claims = [{ ...claim, lines: [{ ...yen, adjustments: [adjusted('Copay', 63n)] }] }];
		const { text } = remittanceAdvice({ ...advice, currency: 392, claims });
		assert.match(text, /^BPR\*I\*172\*C/m);
		assert.match(text, /^CUR\*PR\*JPY~$/m);
	});

	it('should put six adjustments of a group into a segment, and mention none of nothing', () => {
		const many = Array.from({ length: 7 }, () => adjusted('Bundled', 1n));
		const { text } = remittanceAdvice({
			...advice,
			claims: [
				{
					...claim,
					lines: [
						{
							...line,
							paid: line.charge - 7n,
							adjustments: [...many, adjusted('Deductible', 0n)],
						},
					],
				},
			],
		});
		assert.equal([...text.matchAll(/^CAS\*CO/gm)].length, 2);
		assert.doesNotMatch(text, /^CAS\*PR/m);
	});

	it('should not be written where something doesn’t balance', () => {
		const table: [Partial<Remittance>, string, RegExp][] = [
			[
				{ claims: [{ ...claim, lines: [{ ...line, paid: 17_233n }] }] },
				'claims[0].lines[0]',
				/is 17232, and 17233 was paid/,
			],
			[
				// HL7's R3500: 135.57 less 10 at 80 % is 100.46, of which it says 90.47.
				{
					claims: [
						{
							...claim,
							lines: [
								{
									...line,
									charge: 13_557n,
									paid: 9_047n,
									adjustments: [
										adjusted('Copay', 1_000n),
										adjusted('Coinsurance', 2_511n),
									],
								},
							],
						},
					],
				},
				'claims[0].lines[0]',
				/doesn't balance/,
			],
			[
				{ claims: [{ ...claim, lines: [{ ...line, sequence: 2 }] }] },
				'claims[0].lines[0].sequence',
				/is 2 instead of 1/,
			],
			[
				{ claims: [{ ...reversed, status: 'Primary' }] },
				'claims[0].lines[0].charge',
				/less than nothing/,
			],
			[
				{ claims: [{ ...claim, status: 'Reversal' }] },
				'claims[0].lines[0].charge',
				/more than nothing in a reversal/,
			],
			[{ claims: [{ ...claim, lines: [] }] }, 'claims[0]', /no lines/],
			[{ claims: [] }, 'claims', /nothing in it/],
			[{ trace: 'A*B' }, 'trace', /printable characters/],
			[{ control: '1' }, 'control', /digits/],
			[{ paidAt: Number.NaN }, 'paidAt', /no moment/],
		];
		for (const [change, path, reason] of table) {
			assert.throws(
				() => remittanceAdvice({ ...advice, ...change }),
				(error) => {
					assert.ok(error instanceof RemittanceError, String(error));
					assert.equal(error.path, path);
					assert.match(error.reason, reason);
					return true;
				},
			);
		}
	});
});

describe('an advice of somebody else’s', () => {
	it('should be read with its own delimiters, and with adjustments of the whole claim', () => {
		const segments = [
			'ST*835*1234',
			'BPR*I*450*C*CHK',
			'TRN*1*12345*1512345678',
			'CLP*5554555444*1*800*450*300*12*94060555410000',
			'CAS*CO*A2*50',
			'SVC*HC:99211*800*500',
			'CAS*PR*1*300',
			'SE*8*1234',
		];
		assert.deepEqual(levels(balances(`${segments.join('~')}~`)), []);
		const head =
			'ISA|00|          |00|          |ZZ|SENDER         |ZZ|RECEIVER       ' +
			'|310505|0800|^|00501|000000001|0|P|>!';
		assert.equal(head.length, 106);
		const body = segments.join('!').replaceAll('*', '|');
		const whole = `${head}GS|HP!${body}!GE|1|1!IEA|1|000000001!`;
		assert.deepEqual(levels(balances(whole)), []);
		assert.deepEqual(levels(balances(whole.replace('BPR|I|450', 'BPR|I|451'))), [
			'transaction',
		]);
	});

	it('should say at which level it doesn’t balance', () => {
		const sound = [
			'ST*835*1',
			'BPR*I*500*C*CHK',
			'CLP*1*1*800*500*300',
			'SVC*HC:1*800*500',
			'CAS*PR*1*300',
			'SE*6*1',
		];
		const changes: [string, string, string[]][] = [
			['SVC*HC:1*800*500', 'SVC*HC:1*800*501', ['line']],
			['SVC*HC:1*800*500', 'SVC*HC:1*800*499', ['line']],
			['SVC*HC:1*800*500', 'SVC*HC:1*801*501', ['claim']],
			['SVC*HC:1*800*500', 'SVC*HC:1*799*499', ['claim']],
			['CLP*1*1*800*500*300', 'CLP*1*1*800*501*300', ['claim', 'transaction']],
			['CLP*1*1*800*500*300', 'CLP*1*1*800*499*300', ['claim', 'transaction']],
			['CLP*1*1*800*500*300', 'CLP*1*1*800*500*299', ['claim']],
			['CLP*1*1*800*500*300', 'CLP*1*1*800*500*301', ['claim']],
			['BPR*I*500*C*CHK', 'BPR*I*-500*C*CHK', ['transaction', 'transaction']],
			['BPR*I*500*C*CHK', 'BPR*I*500*D*CHK', ['form']],
			['BPR*I*500*C*CHK', 'BPR*I*x*C*CHK', ['form', 'transaction']],
			['CAS*PR*1*300', 'CAS*XX*1*300', ['form', 'claim']],
			['CAS*PR*1*300', 'CAS*PR**300', ['form']],
			['SE*6*1', 'SE*7*1', ['form']],
			['SE*6*1', 'SE*6*2', ['form']],
			['ST*835*1', 'ST*837*1', ['form']],
		];
		assert.ok(balances(`${sound.join('~')}~`).balanced);
		for (const [from, to, expected] of changes) {
			const text = `${sound.join('~').replace(from, to)}~`;
			const found = levels(balances(text));
			assert.deepEqual(found.toSorted(), expected.toSorted(), `${from} -> ${to}`);
		}
		for (const text of [
			'',
			'nothing of the kind',
			'CLP*1*1*1*1~',
			sound.slice(0, -1).join('~'),
		]) {
			assert.ok(!balances(text).balanced, text);
		}
	});
});
