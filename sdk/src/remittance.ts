// SPDX-License-Identifier: Apache-2.0

/**
 * What was paid, as a provider's accounting system reads it: the claims and adjudications of the
 * chain as a remittance advice in the form of X12's transaction set 835, and a checker for one.
 *
 * It balances at three levels, or isn't written:
 *
 * 1. a service line: charge less adjustments is what was paid for it (`SVC`, `CAS`);
 * 2. a claim: charge less all adjustments in it is what was paid for it (`CLP`);
 * 3. the whole: claims less the provider's adjustments is what was paid (`BPR`, `PLB`). It is never
 *    less than nothing: what is owed then is carried to the next advice (`FB`).
 *
 * Reasons are the chain's own. Who bears what, and the number of X12's code list that stands for it,
 * is in {@link ADJUSTMENT_REASONS}; the list's texts are X12's property and aren't here. The envelope (`ISA`, `GS`) is
 * between trading partners: they put it around what {@link remittanceAdvice} gives.
 */

import { ADJUSTMENT_GROUPS, ADJUSTMENT_REASONS, type AdjustmentReason } from './claim-terms.js';
import { type Currency, currencyOf, formatAmount, parseDecimal, wholeOf } from './money.js';

/** A part of the charge that isn't paid, in minor units. Who bears it follows from the reason. */
export interface LineAdjustment {
	readonly reason: AdjustmentReason;
	readonly amount: bigint;
}

/** A line of a claim, in minor units. */
export interface RemittedLine {
	/** 1, 2, … */
	readonly sequence: number;
	/** What the provider calls the service; the chain has only a commitment. */
	readonly label: string;
	readonly quantity: number | bigint;
	/** Milliseconds since 1970, UTC. */
	readonly serviced: number;
	readonly charge: bigint;
	readonly paid: bigint;
	readonly adjustments: readonly LineAdjustment[];
}

/** What an advice says of a claim. */
export const CLAIM_STATUS_CODES = {
	Primary: '1',
	Secondary: '2',
	Tertiary: '3',
	Denied: '4',
	Reversal: '22',
} as const;
export type ClaimStatus = keyof typeof CLAIM_STATUS_CODES;

/** A claim, decided. Of a reversal every amount is what it was, less than nothing. */
export interface RemittedClaim {
	/** The chain's number. */
	readonly claim: bigint | number | string;
	/** The provider's own number; the chain's, where it has none. */
	readonly account?: string;
	readonly status: ClaimStatus;
	readonly lines: readonly RemittedLine[];
}

/** Why the whole is less or more than its claims, by the chain's names, and what X12 has for it. */
export const PROVIDER_ADJUSTMENT_CODES = {
	/** What was owed after an earlier advice, or is owed after this one. */
	ForwardingBalance: 'FB',
	Interest: 'L6',
	/** An early payment, a bonus for quality, or whatever else was agreed. */
	Incentive: '90',
} as const;
export type ProviderAdjustmentKind = keyof typeof PROVIDER_ADJUSTMENT_CODES;

/** An adjustment that is about no claim of this advice. What is positive lowers the payment. */
export interface ProviderAdjustment {
	readonly kind: ProviderAdjustmentKind;
	readonly reference: string;
	readonly amount: bigint;
}

/** An institution in an advice. */
export interface Party {
	readonly institution: number;
	/** Its number, where no name is given. */
	readonly name?: string;
}

/** What an advice is made of. */
export interface Remittance {
	readonly payer: Party;
	readonly payee: Party;
	/** ISO 4217, by letters or number. */
	readonly currency: string | number;
	/** What the payment is found by: the hash of its block, a number of the bank's. */
	readonly trace: string;
	/** When it was paid: milliseconds since 1970, UTC. */
	readonly paidAt: number;
	readonly claims: readonly RemittedClaim[];
	readonly adjustments?: readonly ProviderAdjustment[];
	/** The advice's own number: 4 to 9 digits. */
	readonly control?: string;
}

/** An advice, written. */
export interface WrittenRemittance {
	readonly text: string;
	/** What was paid, in minor units. */
	readonly paid: bigint;
	/** What the payee owes after it; `ForwardingBalance` of the next advice. */
	readonly carried: bigint;
}

/** Why no advice was written. */
export class RemittanceError extends Error {
	override readonly name = 'RemittanceError';

	constructor(
		/** Where: `claims[0].lines[1]`. */
		readonly path: string,
		/** What is wrong, in words that follow the place. */
		readonly reason: string,
	) {
		super(`${path} ${reason}`);
	}
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => bigint): bigint =>
	items.reduce((total, item) => total + of(item), 0n);

/** How many adjustments of one group fit into a `CAS`. */
const IN_A_CAS = 6;
/** How many adjustments fit into a `PLB`. */
const IN_A_PLB = 6;

/** Writes an advice, or throws {@link RemittanceError} where something doesn't balance. */
export function remittanceAdvice(remittance: Remittance): WrittenRemittance {
	const { payer, payee, claims, adjustments = [], control = '0001' } = remittance;
	const currency = currencyOf(remittance.currency);
	if (!/^\d{4,9}$/.test(control)) {
		throw new RemittanceError('control', `is "${control}", not 4 to 9 digits`);
	}
	if (claims.length === 0 && adjustments.length === 0) {
		throw new RemittanceError('claims', 'has nothing in it');
	}
	const money = (minor: bigint): string => shortest(formatAmount(minor, currency));
	const text = (value: string, path: string, most = 50): string => {
		if (!/^[ !"#$%&'()+,\-./0-9;<=>?@A-Z[\]_a-z]+$/.test(value) || value.length > most) {
			throw new RemittanceError(
				path,
				`is "${value.slice(0, 80)}": 1 to ${most} printable characters other than * : ~ ^`,
			);
		}
		return value;
	};

	const fromClaims = sum(claims, ({ lines }) => sum(lines, ({ paid }) => paid));
	const due = fromClaims - sum(adjustments, ({ amount }) => amount);
	const carried = due < 0n ? -due : 0n;
	const trace = text(remittance.trace, 'trace');
	const all: readonly ProviderAdjustment[] =
		carried === 0n
			? adjustments
			: [...adjustments, { kind: 'ForwardingBalance', reference: trace, amount: due }];
	const paid = due < 0n ? 0n : due;

	const body: string[][] = [
		['BPR', paid === 0n ? 'H' : 'I', money(paid), 'C', paid === 0n ? 'NON' : 'FWT'],
		['TRN', '1', trace, String(payer.institution)],
		['CUR', 'PR', currency.code],
		['DTM', '405', date(remittance.paidAt, 'paidAt')],
		...parties(payer, payee, text),
	];
	if (claims.length > 0) {
		body.push(['LX', '1']);
	}
	claims.forEach((claim, at) => body.push(...claimSegments(claim, `claims[${at}]`, money, text)));
	for (let at = 0; at < all.length; at += IN_A_PLB) {
		const some = all.slice(at, at + IN_A_PLB);
		body.push([
			'PLB',
			String(payee.institution),
			`${new Date(remittance.paidAt).getUTCFullYear()}1231`,
			...some.flatMap(({ kind, reference, amount }, index) => [
				`${PROVIDER_ADJUSTMENT_CODES[kind]}:${text(reference, `adjustments[${at + index}]`)}`,
				money(amount),
			]),
		]);
	}
	const written = [['ST', '835', control], ...body, ['SE', String(body.length + 2), control]]
		.map((segment) => `${trimmed(segment).join('*')}~\n`)
		.join('');
	const [fault] = faults(written);
	if (fault !== undefined) {
		throw new RemittanceError(fault.segment, fault.reason);
	}
	return { text: written, paid, carried };
}

type Text = (value: string, path: string, most?: number) => string;

function parties(payer: Party, payee: Party, text: Text): string[][] {
	const party = (code: string, { institution, name }: Party, path: string): string[] => [
		'N1',
		code,
		text(name ?? `INSTITUTION ${institution}`, `${path}.name`, 60),
		'XV',
		String(institution),
	];
	return [party('PR', payer, 'payer'), party('PE', payee, 'payee')];
}

function claimSegments(
	claim: RemittedClaim,
	path: string,
	money: (minor: bigint) => string,
	text: Text,
): string[][] {
	const { lines, status } = claim;
	if (lines.length === 0) {
		throw new RemittanceError(path, 'has no lines');
	}
	const reversal = status === 'Reversal';
	lines.forEach((line, at) => checkLine(line, `${path}.lines[${at}]`, at + 1, reversal));
	const charge = sum(lines, (line) => line.charge);
	const paid = sum(lines, (line) => line.paid);
	const patient = sum(lines, ({ adjustments }) =>
		sum(adjustments, ({ reason, amount }) =>
			ADJUSTMENT_REASONS[reason].group === 'PR' ? amount : 0n,
		),
	);
	const number = String(claim.claim);
	return [
		[
			'CLP',
			text(claim.account ?? number, `${path}.account`, 38),
			CLAIM_STATUS_CODES[status],
			money(charge),
			money(paid),
			// Of a reversal, nobody is told what is for the patient to pay.
			reversal || patient === 0n ? '' : money(patient),
			'ZZ',
			text(number, `${path}.claim`),
		],
		...lines.flatMap((line, at) => [
			[
				'SVC',
				`ZZ:${text(line.label, `${path}.lines[${at}].label`, 48)}`,
				money(line.charge),
				money(line.paid),
				'',
				String(line.quantity),
			],
			['DTM', '472', date(line.serviced, `${path}.lines[${at}].serviced`)],
			...adjustmentSegments(line.adjustments, money),
			['REF', '6R', String(line.sequence)],
		]),
	];
}

function checkLine(line: RemittedLine, path: string, sequence: number, reversal: boolean): void {
	const { charge, paid, adjustments } = line;
	if (line.sequence !== sequence) {
		throw new RemittanceError(`${path}.sequence`, `is ${line.sequence} instead of ${sequence}`);
	}
	const sign = reversal ? -1n : 1n;
	const amounts: [string, bigint][] = [
		['charge', charge],
		['paid', paid],
		...adjustments.map(
			({ amount }, at) => [`adjustments[${at}]`, amount] satisfies [string, bigint],
		),
	];
	for (const [name, amount] of amounts) {
		if (sign * amount < 0n) {
			const what = reversal ? 'more than nothing in a reversal' : 'less than nothing';
			throw new RemittanceError(`${path}.${name}`, `is ${amount}, ${what}`);
		}
	}
	const left = charge - sum(adjustments, ({ amount }) => amount);
	if (left !== paid) {
		throw new RemittanceError(
			path,
			`doesn't balance: the charge less adjustments is ${left}, and ${paid} was paid`,
		);
	}
}

/** The adjustments, a segment for each six of a group; what is nothing isn't mentioned. */
function adjustmentSegments(
	adjustments: readonly LineAdjustment[],
	money: (minor: bigint) => string,
): string[][] {
	return ADJUSTMENT_GROUPS.flatMap((group) => {
		const mine = adjustments.filter(
			({ reason, amount }) => ADJUSTMENT_REASONS[reason].group === group && amount !== 0n,
		);
		return Array.from({ length: Math.ceil(mine.length / IN_A_CAS) }, (_, at) => [
			'CAS',
			group,
			...mine
				.slice(at * IN_A_CAS, (at + 1) * IN_A_CAS)
				.flatMap(({ reason, amount }) => [
					ADJUSTMENT_REASONS[reason].code,
					money(amount),
					'',
				]),
		]);
	});
}

/** `20310505` */
function date(at: number, path: string): string {
	const day = new Date(at);
	if (!Number.isFinite(day.getTime())) {
		throw new RemittanceError(path, `is ${at}, no moment`);
	}
	return day.toISOString().slice(0, 10).replaceAll('-', '');
}

/** X12 writes no decimals that say nothing: `100`, `172.3`. */
const shortest = (amount: string): string =>
	amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;

/** Without empty elements in the end. */
function trimmed(segment: readonly string[]): readonly string[] {
	const last = segment.findLastIndex((element) => element !== '');
	return segment.slice(0, last + 1);
}

/** At what level something is wrong. */
export type BalanceLevel = 'form' | 'line' | 'claim' | 'transaction';

/** What is wrong with an advice. */
export interface BalanceFault {
	readonly level: BalanceLevel;
	/** The segment, from 1, and its kind: `7 CLP`. */
	readonly segment: string;
	/** What is wrong, in words that follow the segment. */
	readonly reason: string;
}

/** Whether an advice balances; and what is wrong if it doesn't. */
export type Balance =
	| { readonly balanced: true; readonly faults: readonly [] }
	| { readonly balanced: false; readonly faults: readonly BalanceFault[] };

/** Whether an advice, ours or anybody's, balances at all three levels. */
export function balances(text: string): Balance {
	const found = faults(text);
	return found.length === 0 ? { balanced: true, faults: [] } : { balanced: false, faults: found };
}

interface Segment {
	readonly at: string;
	readonly tag: string;
	readonly elements: readonly string[];
}

/** Amounts here are counted in units that no currency is finer than. */
const SCALE = 6;

interface Totals {
	readonly segment: Segment;
	readonly charge: bigint;
	readonly paid: bigint;
	adjusted: bigint;
}

/** A claim while its segments are read. */
interface OpenClaim extends Totals {
	readonly reversal: boolean;
	readonly patient: bigint | undefined;
	forPatient: bigint;
	lines: bigint;
	hasLines: boolean;
}

function faults(text: string): BalanceFault[] {
	const found: BalanceFault[] = [];
	const say = (level: BalanceLevel, { at }: Segment, reason: string): void => {
		found.push({ level, segment: at, reason });
	};
	const amount = (segment: Segment, element: number): bigint => {
		const value = segment.elements[element] ?? '';
		try {
			// X12 leaves out the nought before the point.
			const whole = wholeOf(parseDecimal(value.replace(/^(-?)\./, '$10.')), SCALE);
			if (whole !== undefined) {
				return whole;
			}
		} catch {
			// Said below.
		}
		const name = `${segment.tag}${String(element).padStart(2, '0')}`;
		say('form', segment, `has "${value}" for ${name}, no amount`);
		return 0n;
	};
	const segments = segmentsOf(text);
	let start: { segment: Segment; index: number } | undefined;
	let payment: Totals | undefined;
	let claim: OpenClaim | undefined;
	let line: Totals | undefined;
	let sets = 0;

	const closeLine = (): void => {
		if (line !== undefined && line.charge - line.adjusted !== line.paid) {
			const left = shown(line.charge - line.adjusted);
			say(
				'line',
				line.segment,
				`pays ${shown(line.paid)}, but charge less adjustments is ${left}`,
			);
		}
		line = undefined;
	};
	const closeClaim = (): void => {
		closeLine();
		if (claim !== undefined) {
			const { segment, charge, paid, adjusted, patient, forPatient } = claim;
			if (charge - adjusted !== paid) {
				const left = shown(charge - adjusted);
				say(
					'claim',
					segment,
					`pays ${shown(paid)}, but charge less all adjustments is ${left}`,
				);
			}
			if (claim.hasLines && charge !== claim.lines) {
				say(
					'claim',
					segment,
					`charges ${shown(charge)}, but its lines ${shown(claim.lines)}`,
				);
			}
			if (claim.reversal && patient !== undefined) {
				say('claim', segment, 'is a reversal, and tells what the patient has to pay');
			}
			if (!claim.reversal && (patient ?? 0n) !== forPatient) {
				say(
					'claim',
					segment,
					`leaves ${shown(patient ?? 0n)} to the patient, its adjustments ${shown(forPatient)}`,
				);
			}
		}
		claim = undefined;
	};

	segments.forEach((segment, index) => {
		const { tag, elements } = segment;
		if (!['ISA', 'GS', 'GE', 'IEA', 'ST'].includes(tag) && start === undefined) {
			say('form', segment, 'stands outside of a transaction');
			return;
		}
		switch (tag) {
			case 'ST':
				if (start !== undefined) {
					say('form', segment, 'begins before the one before has ended');
				}
				if (elements[1] !== '835') {
					say('form', segment, `is a transaction ${elements[1]}, not 835`);
				}
				[start, payment] = [{ segment, index }, undefined];
				sets += 1;
				break;
			case 'BPR':
				if (payment !== undefined) {
					say('form', segment, 'is the second');
				}
				payment = { segment, charge: 0n, paid: amount(segment, 2), adjusted: 0n };
				if (payment.paid < 0n) {
					say('transaction', segment, `pays ${shown(payment.paid)}, less than nothing`);
				}
				if (elements[3] !== 'C') {
					say('form', segment, `is no credit, but "${elements[3] ?? ''}"`);
				}
				break;
			case 'CLP': {
				closeClaim();
				const [charge, paid] = [amount(segment, 3), amount(segment, 4)];
				claim = {
					segment,
					charge,
					paid,
					adjusted: 0n,
					reversal: elements[2] === CLAIM_STATUS_CODES.Reversal,
					patient: (elements[5] ?? '') === '' ? undefined : amount(segment, 5),
					forPatient: 0n,
					lines: 0n,
					hasLines: false,
				};
				if (payment !== undefined) {
					payment.adjusted += paid;
				}
				break;
			}
			case 'SVC':
				closeLine();
				if (claim === undefined) {
					say('form', segment, 'belongs to no claim');
					break;
				}
				line = {
					segment,
					charge: amount(segment, 2),
					paid: amount(segment, 3),
					adjusted: 0n,
				};
				claim.lines += line.charge;
				claim.hasLines = true;
				break;
			case 'CAS': {
				if (claim === undefined) {
					say('form', segment, 'belongs to no claim');
					break;
				}
				const group = elements[1] ?? '';
				if (!ADJUSTMENT_GROUPS.some((known) => known === group)) {
					say('form', segment, `is of group "${group}", which there isn't`);
				}
				for (let at = 2; at < elements.length; at += 3) {
					if (!/^[A-Z]?\d{1,3}$/.test(elements[at] ?? '')) {
						say('form', segment, `has the reason "${elements[at] ?? ''}"`);
					}
					const adjusted = amount(segment, at + 1);
					claim.adjusted += adjusted;
					claim.forPatient += group === 'PR' ? adjusted : 0n;
					if (line !== undefined) {
						line.adjusted += adjusted;
					}
				}
				break;
			}
			case 'PLB':
				closeClaim();
				for (let at = 3; at < elements.length; at += 2) {
					const adjusted = amount(segment, at + 1);
					if (payment !== undefined) {
						payment.adjusted -= adjusted;
					}
				}
				break;
			case 'SE': {
				closeClaim();
				if (payment === undefined) {
					say('form', segment, 'ends a transaction without BPR');
				} else if (payment.paid !== payment.adjusted) {
					const due = shown(payment.adjusted);
					say(
						'transaction',
						payment.segment,
						`pays ${shown(payment.paid)}, but claims less provider adjustments are ${due}`,
					);
				}
				const count = index - (start?.index ?? index) + 1;
				if (elements[1] !== String(count)) {
					say(
						'form',
						segment,
						`counts ${elements[1] ?? 'no'} segments, and it is ${count}`,
					);
				}
				if (elements[2] !== start?.segment.elements[2]) {
					say('form', segment, 'has another number than the ST that it ends');
				}
				[start, payment] = [undefined, undefined];
			}
		}
	});
	const last = segments.at(-1) ?? { at: '0', tag: '', elements: [] };
	if (start !== undefined) {
		say('form', last, 'is the last: the transaction has no end');
	}
	if (sets === 0) {
		say('form', last, 'is the last: there is no transaction 835');
	}
	return found;
}

/** The segments, with the delimiters that the envelope names, or those that are usual. */
function segmentsOf(text: string): Segment[] {
	const enveloped = text.startsWith('ISA') && text.length > 105;
	const [element, end] = enveloped
		? [text.charAt(3), text.charAt(105)]
		: [text.charAt(2) || '*', '~'];
	return text
		.split(end)
		.map((segment) => segment.trim())
		.filter((segment) => segment !== '')
		.map((segment, at) => {
			const elements = segment.split(element);
			const tag = elements[0] ?? '';
			return { at: `${at + 1} ${tag}`, tag, elements };
		});
}

/** An amount in {@link SCALE} decimals, in words. */
const shown = (amount: bigint): string =>
	shortest(formatAmount(amount, { code: '', number: 0, exponent: SCALE } satisfies Currency));
