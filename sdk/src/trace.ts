// SPDX-License-Identifier: Apache-2.0

/**
 * From what a scanner read off a pack to what the chain knows of it, in words.
 *
 * What is proven is the number, not the thing: a copy carries the number of a pack that there is.
 * So nothing is called genuine of which the chain says `Unproven`, nor what the number's own pack
 * can't be any more: dispensed, stolen, destroyed, or scanned in two places.
 */

import { toBytes } from './bytes.js';
import { parseDigitalLink } from './digital-link.js';
import { elementValue, type Gs1Elements, parseElementString, parseGs1Date } from './gs1.js';
import { gtinArgument, type PackProof, textArgument } from './lot.js';

/** What a pack's label says. */
export interface PackLabel {
	/** 14 digits. */
	readonly gtin: string;
	readonly serial: string;
	readonly lot: string | undefined;
	/** The first moment at which it isn't usable any more, in milliseconds UTC. */
	readonly expiry: number | undefined;
}

/** Why a label doesn't name a pack. */
export class LabelError extends Error {
	override readonly name = 'LabelError';
}

/**
 * Reads a pack's label: an element string as a scanner sends it or as people write it, or a Digital
 * Link. Throws {@link LabelError} if it doesn't name a pack, `Gs1Error` if it is neither.
 */
export function packLabel(scanned: string, now = Date.now()): PackLabel {
	const elements: Gs1Elements = /^https?:/i.test(scanned)
		? parseDigitalLink(scanned).elements
		: parseElementString(scanned);
	const [gtin, serial, lot, expiry] = ['01', '21', '10', '17'].map((ai) =>
		elementValue(elements, ai),
	);
	if (gtin === undefined || serial === undefined) {
		const missing = gtin === undefined ? 'GTIN (01)' : 'serial number (21)';
		throw new LabelError(`the label has no ${missing}: it doesn't name one pack`);
	}
	return {
		gtin,
		serial,
		lot,
		expiry: expiry === undefined ? undefined : parseGs1Date(expiry, now).until,
	};
}

/** What `drugProvenanceApi.trace` takes. */
export type TraceArguments = [gtin: string, lot: string, serial: string, proof: PackProof | null];

/**
 * The arguments of `drugProvenanceApi.trace` for a label.
 *
 * @param proof the manufacturer's; without it, a pack that nothing has happened to is `Unproven`
 */
export function traceArguments(label: PackLabel, proof?: PackProof): TraceArguments {
	const lot = label.lot === undefined ? proof?.lot : textArgument(label.lot);
	if (lot === undefined) {
		throw new LabelError('the label has no lot (10): ask for the proof, which names it');
	}
	return [gtinArgument(label.gtin), lot, textArgument(label.serial), proof ?? null];
}

/** Reasons as the chain numbers them, from the mildest to the worst, in words. */
const REASONS = [
	['PartiallyDispensed', 'some of its content was supplied'],
	['InTransit', 'it is on its way between two institutions'],
	['TelemetryGap', 'its sensor has been silent for too long: nobody knows its temperature'],
	['SensorInDoubt', 'a sensor that vouched for its temperature was found out of tolerance'],
	['InQuarantine', 'it is held for review'],
	['Excursion', 'it was too warm or too cold, and nobody has released it since'],
	['Illegitimate', 'it was found illegitimate'],
	['Expired', 'its lot has expired'],
	['ProductWithdrawn', 'the product was withdrawn from the market'],
	['PackRecalled', 'the pack is recalled'],
	['LotRecalled', 'its lot is recalled'],
	['ProductRecalled', 'the product is recalled'],
	['Decommissioned', 'it was taken out of saleable stock'],
	['Returned', 'the public handed it back'],
	['Dispensed', 'it was supplied already'],
	['Stolen', 'it was stolen'],
	['Destroyed', 'it was destroyed'],
] as const;

/** Why a pack can't be supplied. */
export type StandingReason = (typeof REASONS)[number][0];

/** The names of a set of reasons, from the mildest to the worst. */
export function standingReasons(bits: number): StandingReason[] {
	if (!Number.isInteger(bits) || bits < 0 || bits >= 2 ** REASONS.length) {
		throw new RangeError(`${bits} has reasons that aren't known here`);
	}
	return REASONS.filter((_, at) => (bits >> at) & 1).map(([name]) => name);
}

/** What a pack with this serial number can't be any more, if it is offered to somebody. */
const GONE: ReadonlySet<StandingReason> = new Set([
	'Illegitimate',
	'Decommissioned',
	'Returned',
	'Dispensed',
	'Stolen',
	'Destroyed',
]);

/** The answer of `drugProvenanceApi.trace` as `toJSON()` of polkadot.js has it. */
export interface TraceJson {
	readonly pedigree: string;
	readonly product: object | null;
	readonly lot: { readonly terms: { readonly expiry: number } } | null;
	readonly status: {
		readonly standing: string;
		readonly reasons: number;
		readonly holder: number;
		readonly transit: { readonly from: number; readonly to: number } | null;
		readonly steps: readonly {
			readonly from: number;
			readonly to: number;
			readonly received: number;
		}[];
		readonly earlierSteps: number;
	} | null;
	readonly alert: {
		readonly kind: string;
		readonly holder: number;
		readonly claimant: number;
		readonly at: number;
		readonly count: number;
	} | null;
}

/**
 * - `genuine`: the chain has proof of this number, and nothing says that this is a copy.
 * - `suspect`: there is such a pack, but what is in hand may well be another one: look into it.
 * - `unproven`: nothing is known. **That is no statement that it is genuine.**
 * - `falsified`: the manufacturer never made such a pack.
 */
export type TraceVerdict = 'genuine' | 'suspect' | 'unproven' | 'falsified';

/** What the chain knows of a pack, for people. */
export interface TraceReport {
	readonly verdict: TraceVerdict;
	/** Whether it may be supplied by whoever holds it. Never unless it is genuine. */
	readonly mayBeSupplied: boolean;
	/** What speaks against that, from the mildest to the worst. */
	readonly reasons: readonly StandingReason[];
	/** The institution that has it, or had it last. */
	readonly holder: number | undefined;
	/** All of it in sentences, the verdict first. */
	readonly sentences: readonly string[];
}

/** Pedigrees other than `Proven`: what follows, and in which words. */
const PEDIGREES: Readonly<Record<string, readonly [TraceVerdict, string]>> = {
	Unproven: [
		'unproven',
		'Nobody has shown that there is such a pack. Ask the manufacturer for its proof.',
	],
	NotInLot: [
		'falsified',
		'What was shown proves no pack: the lot has none of this number there.',
	],
	OtherLot: ['falsified', 'This serial number belongs to another lot of the product.'],
	UnknownProduct: ['unproven', 'The chain knows no such product.'],
	UnknownLot: ['unproven', 'The chain knows no such lot of the product.'],
	Unsupported: ['unproven', "The lot's tree was made with an algorithm that nobody can check."],
};

/** What the answer means for whoever has the pack in hand. */
export function explainTrace(answer: TraceJson, label?: PackLabel): TraceReport {
	const { status, alert } = answer;
	const alarms: string[] = [];
	if (alert !== null) {
		alarms.push(
			`This serial number was seen in two places ${times(alert.count)}, last on ${day(alert.at)}: ` +
				`institution ${alert.holder} has the pack, institution ${alert.claimant} claimed it.`,
		);
	}
	const expiry = answer.lot?.terms.expiry;
	if (expiry !== undefined && label?.expiry !== undefined && label.expiry !== expiry) {
		alarms.push(
			`The label says that it expires on ${day(label.expiry - 1)}, the lot on ${day(expiry - 1)}.`,
		);
	}
	if (answer.pedigree !== 'Proven' || status === null) {
		const [verdict, sentence] = PEDIGREES[answer.pedigree] ?? [
			'unproven',
			`The chain answers ${answer.pedigree}, which isn't known here.`,
		];
		return {
			verdict: verdict === 'unproven' && alarms.length > 0 ? 'suspect' : verdict,
			mayBeSupplied: false,
			reasons: [],
			holder: undefined,
			sentences: [sentence, ...alarms],
		};
	}
	const reasons = standingReasons(status.reasons);
	const gone = reasons.filter((reason) => GONE.has(reason));
	const verdict = gone.length > 0 || alarms.length > 0 ? 'suspect' : 'genuine';
	const over = gone.some((reason) => ['Dispensed', 'Stolen', 'Destroyed'].includes(reason));
	const words = new Map<string, string>(REASONS);
	const against = reasons.filter((reason) => reason !== 'PartiallyDispensed');
	return {
		verdict,
		mayBeSupplied: verdict === 'genuine' && against.length === 0,
		reasons,
		holder: status.holder,
		sentences: [
			verdict === 'genuine'
				? 'Genuine: a pack with this number was commissioned with the lot.'
				: 'There is a pack with this number, but what is in hand may be a copy of it.',
			...alarms,
			...reasons.map((reason) => sentence(words.get(reason) ?? reason)),
			...(gone.length > 0 ? ['If it is offered to you, report it.'] : []),
			status.transit === null
				? `Institution ${status.holder} ${over ? 'had it last' : 'has it'}.`
				: `Institution ${status.transit.from} has shipped it to institution ${status.transit.to}.`,
			...(status.earlierSteps > 0
				? [`${status.earlierSteps} handovers before those that follow.`]
				: []),
			...status.steps.map(
				({ from, to, received }) =>
					`Institution ${to} received it from institution ${from} on ${day(received)}.`,
			),
		],
	};
}

const sentence = (words: string): string => `${words[0]?.toUpperCase()}${words.slice(1)}.`;
const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** A lot or a serial number as the chain answers it, as text. */
export const textOf = (answered: string): string => new TextDecoder().decode(toBytes(answered));

/** A GTIN or an SSCC as `toJSON()` has it: a number, or hexadecimal if it is too large for one. */
export const ssccOf = (answered: number | string): string =>
	BigInt(answered).toString().padStart(18, '0');
export const gtinOf = (answered: number | string): string =>
	BigInt(answered).toString().padStart(14, '0');
