// SPDX-License-Identifier: Apache-2.0

/**
 * What proven state means. A chain decides by its clock whether a licence or a consent is in force,
 * and nothing is written when time runs out; so here a moment has to be named as well:
 * `ProvenState.at`, the moment that is proven.
 *
 * All of this takes what `decodeState(…).toJSON()` of polkadot.js answers.
 */

import { type InstitutionKind, institutionKindNames } from './kinds.js';
import { StateProofError } from './storage-proof-error.js';
import { type StandingReason, textOf } from './trace.js';

/** From when on until when, in milliseconds since 1970, UTC; the end isn't part of it. */
export interface PeriodJson {
	readonly from: number;
	readonly until: number | null;
}

/** An institution or a credential, as `toJSON()` has it. */
export interface LicensedJson {
	/** Of an institution: what it does. */
	readonly kinds?: number;
	readonly standing: {
		readonly validity: PeriodJson;
		readonly ended: string | null;
		readonly suspensions: readonly { readonly period: PeriodJson; readonly reason: string }[];
	};
}

/** Whether an institution or a member of staff may act. */
export interface Licence {
	/**
	 * - `InForce`
	 * - `Unknown`: there is no such institution, or the account has no credential
	 * - `NotYet`, `Expired`: it isn't valid at that moment
	 * - `Ended`: for good, for the `reason`
	 * - `Suspended`: for the `reason`
	 */
	readonly state: 'InForce' | 'Unknown' | 'NotYet' | 'Expired' | 'Ended' | 'Suspended';
	/** Why, where somebody has decided it: `LicenceLapsed`, `SafetyConcern`, … */
	readonly reason: string | undefined;
	/** What the institution is licensed for. */
	readonly kinds: readonly InstitutionKind[];
}

const contains = ({ from, until }: PeriodJson, at: number): boolean =>
	from <= at && (until === null || at < until);

/** Whether a licence is in force at that moment. */
export function licenceOf(licensed: LicensedJson | null, at: number): Licence {
	if (licensed === null) {
		return { state: 'Unknown', reason: undefined, kinds: [] };
	}
	const { validity, ended, suspensions } = licensed.standing;
	const kinds = institutionKindNames(licensed.kinds ?? 0);
	if (at < validity.from) {
		return { state: 'NotYet', reason: undefined, kinds };
	} else if (!contains(validity, at)) {
		return ended === null
			? { state: 'Expired', reason: undefined, kinds }
			: { state: 'Ended', reason: ended, kinds };
	}
	const suspension = suspensions.find(({ period }) => contains(period, at));
	return suspension === undefined
		? { state: 'InForce', reason: undefined, kinds }
		: { state: 'Suspended', reason: suspension.reason, kinds };
}

/** A patient's directives, as `toJSON()` has them. */
export interface DirectivesJson<Directive = unknown> {
	/** The number of the next consent. */
	readonly next: number;
	readonly active: readonly {
		readonly consent: number;
		readonly version: number;
		readonly directive: Directive & { readonly root: { readonly period: PeriodJson | null } };
	}[];
}

/** What became of a consent. */
export interface ConsentState<Directive = unknown> {
	/**
	 * - `Active`: it counts
	 * - `NotYet`, `Expired`: its period hasn't begun, or is over
	 * - `Ended`: it was withdrawn, replaced or annulled
	 * - `Unknown`: the patient has never given such a consent
	 */
	readonly state: 'Active' | 'NotYet' | 'Expired' | 'Ended' | 'Unknown';
	/** The version that stands, and what it says. */
	readonly version: number | undefined;
	readonly directive: Directive | undefined;
}

/**
 * What becomes of a consent at that moment. Whether it permits a use is for the chain's own gate:
 * other directives of the patient may deny what this one permits, and all of them are in the proof.
 */
export function consentOf<Directive>(
	directives: DirectivesJson<Directive>,
	consent: number,
	at: number,
): ConsentState<Directive> {
	const found = directives.active.find((one) => one.consent === consent);
	if (found === undefined) {
		const state = consent < directives.next ? 'Ended' : 'Unknown';
		return { state, version: undefined, directive: undefined };
	}
	const { version, directive } = found;
	const { period } = directive.root;
	const over = period !== null && period.until !== null && period.until <= at;
	const early = period !== null && at < period.from;
	return { state: over ? 'Expired' : early ? 'NotYet' : 'Active', version, directive };
}

/** A grant, as `toJSON()` has it. */
export interface GrantJson {
	readonly expires: number;
	readonly released: object | null;
}

/** What became of a grant: `Closed` once the data was received, or it was never given. */
export type GrantState = 'Open' | 'Released' | 'Expired' | 'Closed';

/** What becomes of a grant at that moment: a decision that a consent, or another basis, permits. */
export function grantOf(grant: GrantJson | null, at: number): GrantState {
	if (grant === null) {
		return 'Closed';
	} else if (grant.released !== null) {
		return 'Released';
	}
	return at < grant.expires ? 'Open' : 'Expired';
}

interface RecallJson {
	readonly terminated: number | null;
}

/** A pack and what it stems from, as `toJSON()` has each; `null` for what isn't there. */
export interface PackFacts {
	/** The number of the lot that was asked about. */
	readonly lotNumber: string;
	readonly product: { readonly status: string; readonly recall: RecallJson | null } | null;
	readonly lot: {
		readonly terms: { readonly expiry: number };
		readonly recall: RecallJson | null;
	} | null;
	readonly pack: {
		readonly lot: string;
		readonly status: Readonly<Record<string, unknown>>;
		readonly place: Readonly<Record<string, unknown>>;
		readonly trail: {
			readonly holds: readonly { readonly reason: string }[];
			readonly illegitimate: number | null;
		};
	} | null;
	readonly packRecall: RecallJson | null;
}

/** What is proven of a pack. */
export interface PackState {
	/**
	 * What became of it: `Active`, `PartiallyDispensed`, `Dispensed`, `Decommissioned`, `Returned`,
	 * `Stolen`, `Destroyed`. `undefined` for a pack without a state of its own, **which may be
	 * genuine or not**: the manufacturer's proof says so (`checkPackProof`, against the lot).
	 */
	readonly status: string | undefined;
	/** Whether the pack stands in no container, so that nothing but a sensor's doubt is left out. */
	readonly isWhole: boolean;
	/** Who has it, if it stands in no container. */
	readonly holder: number | undefined;
	/** What speaks against supplying it, from the mildest to the worst. */
	readonly reasons: readonly StandingReason[];
}

/** What becomes of a pack and is worse than all that is known of its lot and its product. */
const OUTCOMES = ['Decommissioned', 'Returned', 'Dispensed', 'Stolen', 'Destroyed'] as const;

/**
 * What product, lot and pack themselves say at that moment. What the containers around the pack say,
 * and whether a sensor is in doubt, isn't part of it: `drugProvenanceApi.trace` of a node tells.
 *
 * Throws a {@link StateProofError} with `value-differs` if the pack is of another lot.
 */
export function packOf(facts: PackFacts, at: number): PackState {
	const { lotNumber, product, lot, pack, packRecall } = facts;
	if (pack !== null && textOf(pack.lot) !== lotNumber) {
		const reason = `the pack is of the lot ${textOf(pack.lot)}, not ${lotNumber}`;
		throw new StateProofError('value-differs', reason);
	}
	const [status] = Object.keys(pack?.status ?? {}).map(capital);
	const held = pack?.trail.holds.map(({ reason }) => reason) ?? [];
	const isOpen = (recall: RecallJson | null | undefined): boolean => recall?.terminated === null;
	const found: readonly (readonly [StandingReason, boolean])[] = [
		['PartiallyDispensed', status === 'PartiallyDispensed'],
		['TelemetryGap', held.includes('TelemetryGap')],
		['InQuarantine', held.some((reason) => reason !== 'Excursion')],
		['Excursion', held.includes('Excursion')],
		['Illegitimate', pack !== null && pack.trail.illegitimate !== null],
		['Expired', lot !== null && lot.terms.expiry <= at],
		['ProductWithdrawn', product?.status === 'Withdrawn'],
		['PackRecalled', isOpen(packRecall)],
		['LotRecalled', isOpen(lot?.recall)],
		['ProductRecalled', isOpen(product?.recall)],
		...OUTCOMES.map((outcome) => [outcome, status === outcome] as const),
	];
	const holder = pack?.place['held'];
	return {
		status,
		isWhole: holder !== undefined,
		holder: typeof holder === 'number' ? holder : undefined,
		reasons: found.filter(([, holds]) => holds).map(([reason]) => reason),
	};
}

const capital = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;
