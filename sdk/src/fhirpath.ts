// SPDX-License-Identifier: Apache-2.0

/** Walking through a FHIR resource, with the place in FHIRPath at hand: for what reads resources. */

import type { Json } from './canonical.js';

/** What happens where a resource isn't as R4 has it. */
export type Fail = (path: string, reason: string) => never;

/** An element of a resource, or the place where it isn't. */
export class Element {
	constructor(
		readonly json: Json | undefined,
		/** Such as `Consent.provision.actor[1].role`. */
		readonly path: string,
		readonly fail: Fail,
	) {}

	/** Whether it is there. */
	get exists(): boolean {
		return this.json !== undefined;
	}

	/** The names of the elements in it. */
	get keys(): string[] {
		return [...this.#members().keys()];
	}

	/** The element `key`, there or not. */
	get(key: string): Element {
		return new Element(this.#members().get(key), `${this.path}.${key}`, this.fail);
	}

	/** The elements `key`, which repeat: none if it isn't there. */
	all(key: string): Element[] {
		const found = this.get(key);
		if (found.json === undefined) {
			return [];
		}
		if (found.json.kind !== 'array') {
			return this.fail(found.path, `is ${kindOf(found.json)} instead of an array`);
		}
		return found.json.items.map(
			(item, at) => new Element(item, `${found.path}[${at}]`, this.fail),
		);
	}

	/** The text, if the element is there. */
	get text(): string | undefined {
		if (this.json === undefined) {
			return undefined;
		}
		if (this.json.kind !== 'string') {
			return this.fail(this.path, `is ${kindOf(this.json)} instead of a string`);
		}
		return this.json.value;
	}

	#members(): ReadonlyMap<string, Json> {
		if (this.json === undefined) {
			return new Map();
		}
		if (this.json.kind !== 'object') {
			return this.fail(this.path, `is ${kindOf(this.json)} instead of an object`);
		}
		return this.json.members;
	}
}

/** In words. */
function kindOf({ kind }: Json): string {
	return kind === 'null' ? 'null' : `${/^[ao]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

/** A stretch of time in milliseconds since 1970, UTC, the end excluded. */
export interface Stretch {
	readonly from: number;
	readonly until: number;
}

const DATE_TIME =
	/^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d))?)?)?$/;
const ZONE = /^(?:Z|([+-])(0\d|1[0-4]):([0-5]\d))$/;

/** Minutes east of Greenwich, or `undefined`. */
export function offsetOf(zone: string): number | undefined {
	const [all, sign, hours, minutes] = ZONE.exec(zone) ?? [];
	if (all === undefined) {
		return undefined;
	}
	return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/**
 * All that a FHIR `dateTime` covers: `2031-05` is the whole of May. `undefined` if it is none.
 *
 * @param zone where a date is meant that has no time, and therefore no zone of its own
 */
export function stretchOf(dateTime: string, zone: string): Stretch | undefined {
	const found = DATE_TIME.exec(dateTime);
	if (found === null) {
		return undefined;
	}
	const [year = 0, month, day, hour, minute, second] = found
		.slice(1, 7)
		.map((part) => (part === undefined ? undefined : Number(part)));
	const offset = offsetOf(found[8] ?? zone);
	const at = (y: number, m: number, d: number, ...time: number[]): number => {
		const date = new Date(0);
		date.setUTCFullYear(y, m, d);
		date.setUTCHours(time[0] ?? 0, time[1] ?? 0, time[2] ?? 0, 0);
		return date.getTime() - (offset ?? 0) * 60_000;
	};
	const start = at(year, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0);
	// JavaScript takes the 31st of April for the 1st of May.
	const back = new Date(start + (offset ?? 0) * 60_000);
	const valid =
		offset !== undefined &&
		year > 0 &&
		back.getUTCMonth() + 1 === (month ?? 1) &&
		back.getUTCDate() === (day ?? 1) &&
		(hour ?? 0) < 24 &&
		(minute ?? 0) < 60 &&
		(second ?? 0) < 60;
	if (!valid) {
		return undefined;
	}
	if (month === undefined) {
		return { from: start, until: at(year + 1, 0, 1) };
	}
	if (day === undefined) {
		return { from: start, until: at(year, month, 1) };
	}
	if (hour === undefined) {
		return { from: start, until: at(year, month - 1, day + 1) };
	}
	if (found[7] === undefined) {
		return { from: start, until: start + 1_000 };
	}
	const milliseconds = start + Number(found[7].slice(0, 3).padEnd(3, '0'));
	return { from: milliseconds, until: milliseconds + 1 };
}
