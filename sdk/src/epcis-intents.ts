// SPDX-License-Identifier: Apache-2.0

/**
 * What an EPCIS event means for the chain: packs commissioned, packed, shipped, dispensed and so on,
 * with their keys taken apart. An event that says something else, or something that the chain keeps
 * no account of, is refused with the place and the reason rather than taken for the next best.
 */

import type { Hex } from './bytes.js';
import {
	type EpcisAction,
	EpcisError,
	type EpcisErrorCode,
	type EpcisEvent,
	type EpcisExtension,
	type EpcisParty,
	type EpcisQuantity,
	type SensorElement,
	type SensorReport,
} from './epcis.js';
import { eventHash } from './epcis-hash.js';
import type { Gs1Identifier } from './epc.js';
import { elementValue } from './gs1.js';

/** What an event is about. */
export type IntentItem =
	/** A pack with its serial number. */
	| { readonly kind: 'unit'; readonly gtin: string; readonly serial: string }
	/** A logistic unit. */
	| { readonly kind: 'container'; readonly sscc: string }
	/** Some of a lot. */
	| {
			readonly kind: 'lot';
			readonly gtin: string;
			readonly lot: string;
			readonly quantity: string | undefined;
			readonly uom: string | undefined;
	  }
	/** Some of a product, without a lot. */
	| {
			readonly kind: 'product';
			readonly gtin: string;
			readonly quantity: string | undefined;
			readonly uom: string | undefined;
	  }
	/** What isn't a medicine, by its canonical link: a returnable box, a device. */
	| { readonly kind: 'asset'; readonly link: string };

/** GLNs of 13 digits of who owned or owns, had or has something, and where. */
export interface IntentParties {
	readonly owner: string | undefined;
	readonly possessor: string | undefined;
	readonly location: string | undefined;
}

/** A reference to an order, an invoice and the like. */
export interface IntentTransaction {
	/** `po`, `desadv`, …; `undefined` if there is no type, or one of nobody's vocabulary. */
	readonly type: string | undefined;
	readonly id: string;
}

/** What is said of every intent. */
export interface IntentBase {
	/** The event in its document. */
	readonly path: string;
	/** The hash of the event by CBV 2.0. */
	readonly event: Hex;
	/** When it happened, in milliseconds UTC. */
	readonly at: number;
	/** The GLN where it happened. */
	readonly location: string | undefined;
}

interface WithItems {
	readonly items: readonly IntentItem[];
}

interface WithParties extends WithItems {
	readonly from: IntentParties;
	readonly to: IntentParties;
	readonly transactions: readonly IntentTransaction[];
	/** CBV's disposition, such as `in_transit` or `returned`. */
	readonly disposition: string | undefined;
}

/** In hundredths of a degree Celsius. */
export interface SensorTemperature {
	readonly value: number | undefined;
	readonly min: number | undefined;
	readonly max: number | undefined;
	readonly mean: number | undefined;
}

/** What may follow from an event. */
export type IntentMeaning =
	| ({
			readonly kind: 'commission';
			/** As the master data of the lot have it. */
			readonly lot: string | undefined;
			/** The last millisecond of the day, UTC. */
			readonly expires: number | undefined;
	  } & WithItems)
	| {
			readonly kind: 'pack';
			readonly parent: IntentItem;
			readonly children: readonly IntentItem[];
	  }
	| {
			readonly kind: 'unpack';
			readonly parent: IntentItem;
			/** All that is in it if it isn't said. */
			readonly children: readonly IntentItem[] | 'all';
	  }
	| ({ readonly kind: 'ship' } & WithParties)
	| ({ readonly kind: 'receive'; readonly accepted: boolean } & WithParties)
	| ({ readonly kind: 'void'; readonly transactions: readonly IntentTransaction[] } & WithItems)
	| ({ readonly kind: 'quarantine'; readonly reason: string } & WithItems)
	| ({ readonly kind: 'release' } & WithItems)
	| ({ readonly kind: 'dispense'; readonly partial: boolean } & WithItems)
	| ({ readonly kind: 'decommission'; readonly reason: string } & WithItems)
	| ({ readonly kind: 'destroy' } & WithItems)
	| ({ readonly kind: 'stolen' } & WithItems)
	/** Seen, and nothing changed. */
	| ({ readonly kind: 'observe'; readonly step: string } & WithItems)
	| {
			readonly kind: 'repack';
			readonly inputs: readonly IntentItem[];
			readonly outputs: readonly IntentItem[];
			readonly transformation: string | undefined;
	  }
	| {
			readonly kind: 'associate' | 'dissociate';
			readonly parent: IntentItem;
			readonly children: readonly IntentItem[] | 'all';
	  }
	| ({
			readonly kind: 'sensor';
			/** The sensor, by its canonical link. */
			readonly device: string | undefined;
			readonly from: number;
			readonly until: number;
			/** CBV's name, or a URI. */
			readonly measurement: string;
			readonly temperature: SensorTemperature | undefined;
			readonly alert: string | undefined;
			readonly rawData: string | undefined;
	  } & WithItems)
	| {
			/** The event is declared wrong. Its hash is that of the event as it was captured. */
			readonly kind: 'correct';
			readonly declared: number;
			readonly reason: string | undefined;
			readonly corrections: readonly string[];
	  };

/** What follows from an event, and from which. */
export type Intent = IntentBase & IntentMeaning;

/** What the event means. Throws {@link EpcisError} if it is nothing that the chain knows. */
export function intents(event: EpcisEvent): Intent[] {
	return new Reader(event).read();
}

/** Dispositions of what may not be handed on before somebody has looked at it. */
const SUSPECT: ReadonlySet<string> = new Set([
	'damaged',
	'expired',
	'mismatch_class',
	'mismatch_instance',
	'mismatch_quantity',
	'needs_replacement',
	'no_pedigree_match',
	'non_conformant',
	'non_sellable_other',
	'recalled',
]);

/** Dispositions that end a quarantine when they are found on inspection. */
const SOUND: ReadonlySet<string> = new Set([
	'available',
	'conformant',
	'sellable_accessible',
	'sellable_not_accessible',
]);

/** Steps that change neither what something is nor who has it. */
const PASSIVE: ReadonlySet<string> = new Set([
	'arriving',
	'collecting',
	'cycle_counting',
	'departing',
	'entering_exiting',
	'inspecting',
	'loading',
	'picking',
	'staging_outbound',
	'stock_taking',
	'stocking',
	'storing',
	'transporting',
	'unloading',
]);

class Reader {
	readonly #event: EpcisEvent;
	readonly #base: IntentBase;

	constructor(event: EpcisEvent) {
		this.#event = event;
		this.#base = {
			path: event.path,
			event: eventHash(event),
			at: event.eventTime,
			location: event.readPoint === undefined ? undefined : locationOf(event.readPoint.id),
		};
	}

	read(): Intent[] {
		const event = this.#event;
		const declaration = event.errorDeclaration;
		if (declaration !== undefined) {
			// What it says isn't so: nothing else follows from it.
			return this.#made({
				kind: 'correct',
				declared: declaration.declarationTime,
				reason: declaration.reason?.name ?? declaration.reason?.uri,
				corrections: declaration.correctiveEventIDs,
			});
		}
		const found = this.#step();
		const sensors = event.sensorElementList.flatMap((element) => this.#sensor(element));
		if (found.length + sensors.length === 0) {
			throw this.#refuse(
				'/bizStep',
				'not-expressible',
				'is missing: nothing follows from the event',
			);
		}
		return [...found, ...sensors];
	}

	#step(): Intent[] {
		const event = this.#event;
		const step = event.bizStep?.name;
		if (event.bizStep !== undefined && step === undefined) {
			throw this.#refuse(
				'/bizStep',
				'not-expressible',
				`is "${event.bizStep.uri}", which is not a step of CBV 2.0`,
			);
		}
		// Sensors report on what isn't a medicine as well.
		const quiet = step === undefined || step === 'sensor_reporting';
		switch (event.type) {
			case 'ObjectEvent':
				return this.#object(step, event.action ?? 'OBSERVE', quiet ? [] : this.#items());
			case 'TransactionEvent':
				if (event.action === 'DELETE') {
					throw this.#refuse(
						'/action',
						'not-expressible',
						'is DELETE: the chain does not take a reference to a transaction back',
					);
				}
				// ADD is about the transaction, not about the things.
				return this.#object(step, 'OBSERVE', [...this.#parents(), ...this.#items()]);
			case 'AggregationEvent':
				return this.#aggregation(step);
			case 'TransformationEvent':
				return this.#transformation(step);
			case 'AssociationEvent':
				return this.#association(step);
		}
	}

	#object(step: string | undefined, action: EpcisAction, items: IntentItem[]): Intent[] {
		const event = this.#event;
		const disposition = event.disposition?.name;
		const only = (...allowed: EpcisAction[]): void => {
			if (!allowed.includes(action)) {
				throw this.#refuse(
					'/action',
					'not-expressible',
					`is ${action}: ${step} goes with ${allowed.join(' or ')}`,
				);
			}
		};
		const transactions = event.bizTransactionList.map(({ type, id }) => ({
			type: type?.name,
			id,
		}));
		const parties = {
			from: this.#partiesOf(event.sourceList, '/sourceList'),
			to: this.#partiesOf(event.destinationList, '/destinationList'),
			transactions,
			disposition,
		};
		switch (step) {
			case undefined:
				if (event.sensorElementList.length === 0) {
					throw this.#refuse(
						'/bizStep',
						'required',
						'is missing: nothing follows from the event',
					);
				}
				return [];
			case 'sensor_reporting':
				only('OBSERVE');
				if (event.sensorElementList.length === 0) {
					throw this.#refuse(
						'/sensorElementList',
						'required',
						'is missing: the step is sensor_reporting',
					);
				}
				return [];
			case 'commissioning':
				only('ADD');
				return this.#made({ kind: 'commission', items, ...this.#masterData() });
			case 'shipping':
				only('OBSERVE');
				return this.#made({ kind: 'ship', items, ...parties });
			case 'void_shipping':
				only('OBSERVE', 'DELETE');
				return this.#made({ kind: 'void', items, transactions });
			case 'receiving':
			case 'accepting':
				only('OBSERVE');
				return [
					...this.#made({
						kind: 'receive',
						accepted: step === 'accepting',
						items,
						...parties,
					}),
					...this.#suspect(items, disposition),
				];
			case 'holding':
				only('OBSERVE');
				return disposition === 'stolen'
					? this.#suspect(items, disposition)
					: this.#made({ kind: 'quarantine', items, reason: disposition ?? 'holding' });
			case 'dispensing':
				only('OBSERVE', 'DELETE');
				if (![undefined, 'dispensed', 'partially_dispensed'].includes(disposition)) {
					throw this.#refuse(
						'/disposition',
						'not-expressible',
						`is ${disposition}: what is dispensed is dispensed or partially_dispensed`,
					);
				}
				return this.#made({
					kind: 'dispense',
					items,
					partial: disposition === 'partially_dispensed',
				});
			case 'decommissioning':
				only('OBSERVE', 'DELETE');
				return this.#made({
					kind: 'decommission',
					items,
					reason: disposition ?? 'unspecified',
				});
			case 'sampling':
				// CBV: what a sample was taken from in this way is no longer what it was.
				only('OBSERVE', 'DELETE');
				return this.#made({ kind: 'decommission', items, reason: 'sample' });
			case 'destroying':
				only('OBSERVE', 'DELETE');
				return this.#made({ kind: 'destroy', items });
		}
		if (!PASSIVE.has(step)) {
			throw this.#refuse(
				'/bizStep',
				'not-expressible',
				`is ${step}: the chain keeps no account of it in ${event.type}`,
			);
		}
		only('OBSERVE');
		const suspect = this.#suspect(items, disposition);
		if (suspect.length > 0) {
			return suspect;
		}
		return step === 'inspecting' && disposition !== undefined && SOUND.has(disposition)
			? this.#made({ kind: 'release', items })
			: this.#made({ kind: 'observe', items, step });
	}

	#suspect(items: IntentItem[], disposition: string | undefined): Intent[] {
		if (disposition === 'stolen') {
			return this.#made({ kind: 'stolen', items });
		}
		return disposition !== undefined && SUSPECT.has(disposition)
			? this.#made({ kind: 'quarantine', items, reason: disposition })
			: [];
	}

	#aggregation(step: string | undefined): Intent[] {
		const event = this.#event;
		const [parent] = this.#parents();
		const children = this.#children();
		if (event.action === 'OBSERVE') {
			return this.#object(step, 'OBSERVE', parent === undefined ? children : [parent]);
		}
		const steps = event.action === 'ADD' ? ['packing', 'loading'] : ['unpacking', 'unloading'];
		if (step !== undefined && !steps.includes(step)) {
			throw this.#refuse(
				'/bizStep',
				'not-expressible',
				`is ${step}: an aggregation with ${event.action} is ${steps.join(' or ')}`,
			);
		}
		if (parent?.kind !== 'container') {
			throw this.#refuse(
				'/parentID',
				'not-expressible',
				`is "${event.parentID?.uri}", not an SSCC: only logistic units hold something`,
			);
		}
		if (event.action === 'ADD') {
			return this.#made({ kind: 'pack', parent, children });
		}
		return this.#made({
			kind: 'unpack',
			parent,
			children: children.length === 0 ? 'all' : children,
		});
	}

	#association(step: string | undefined): Intent[] {
		const event = this.#event;
		const parent = this.#assets(event.parentID === undefined ? [] : [event.parentID])[0];
		const children = [
			...this.#assets(event.childEPCs),
			...this.#lots(event.childQuantityList, '/childQuantityList'),
		];
		const steps = {
			ADD: ['assembling', 'installing'],
			OBSERVE: [],
			DELETE: ['disassembling', 'removing'],
		}[event.action ?? 'OBSERVE'] as string[];
		if (parent === undefined || (step !== undefined && !steps.includes(step))) {
			throw this.#refuse(
				'/bizStep',
				'not-expressible',
				`is ${step}: an association with ${event.action} is ${steps.join(' or ') || 'nothing'}`,
			);
		}
		if (event.action === 'OBSERVE') {
			return [];
		}
		return this.#made({
			kind: event.action === 'ADD' ? 'associate' : 'dissociate',
			parent,
			children: children.length === 0 ? 'all' : children,
		});
	}

	#transformation(step: string | undefined): Intent[] {
		const event = this.#event;
		if (step !== undefined && step !== 'repackaging' && step !== 'commissioning') {
			throw this.#refuse(
				'/bizStep',
				'not-expressible',
				`is ${step}: of transformations the chain knows repackaging and commissioning`,
			);
		}
		return this.#made({
			kind: 'repack',
			inputs: [
				...this.#units(event.inputEPCList, '/inputEPCList'),
				...this.#lots(event.inputQuantityList, '/inputQuantityList'),
			],
			outputs: [
				...this.#units(event.outputEPCList, '/outputEPCList'),
				...this.#lots(event.outputQuantityList, '/outputQuantityList'),
			],
			transformation: event.transformationID,
		});
	}

	// --- Sensors ---

	#sensor(element: SensorElement): Intent[] {
		const event = this.#event;
		const parents = this.#assets(event.parentID === undefined ? [] : [event.parentID]);
		// What is in a container has been where the container was.
		const items =
			parents.length > 0
				? parents
				: [
						...this.#assets([...event.epcList, ...event.childEPCs]),
						...this.#lots(event.quantityList, '/quantityList'),
						...this.#lots(event.childQuantityList, '/childQuantityList'),
					];
		const { metadata } = element;
		return element.reports.map((report, at) => {
			const path = `${element.path}/sensorReport/${at}`;
			const moment = report.time ?? metadata?.time;
			const [from, until] = [metadata?.startTime ?? moment, metadata?.endTime ?? moment];
			if (from === undefined || until === undefined) {
				throw new EpcisError(
					'required',
					path,
					'has no time, and its metadata have neither time nor startTime and endTime',
				);
			}
			if (
				metadata?.startTime !== undefined &&
				metadata.endTime !== undefined &&
				from >= until
			) {
				throw new EpcisError(
					'contradiction',
					`${element.path}/sensorMetadata/endTime`,
					'is not after startTime',
				);
			}
			return {
				...this.#base,
				kind: 'sensor' as const,
				items,
				device: report.deviceID ?? metadata?.deviceID,
				from,
				until,
				measurement: report.type.name ?? report.type.uri,
				temperature:
					report.type.name === 'Temperature' ? temperatureOf(report, path) : undefined,
				alert: report.exception?.name ?? report.exception?.uri,
				rawData: report.rawData ?? metadata?.rawData,
			};
		});
	}

	// --- Parts of events ---

	#parents(): IntentItem[] {
		const { parentID } = this.#event;
		return parentID === undefined ? [] : this.#units([parentID], '/parentID', false);
	}

	#items(): IntentItem[] {
		return [
			...this.#units(this.#event.epcList, '/epcList'),
			...this.#lots(this.#event.quantityList, '/quantityList'),
		];
	}

	#children(): IntentItem[] {
		return [
			...this.#units(this.#event.childEPCs, '/childEPCs'),
			...this.#lots(this.#event.childQuantityList, '/childQuantityList'),
		];
	}

	#units(identifiers: readonly Gs1Identifier[], field: string, list = true): IntentItem[] {
		return identifiers.map((identifier, at) => {
			const item = itemOf(identifier);
			if (item === undefined) {
				throw this.#refuse(
					list ? `${field}/${at}` : field,
					'not-expressible',
					`is "${identifier.uri}", neither a pack with its serial number nor an SSCC`,
				);
			}
			return item;
		});
	}

	#assets(identifiers: readonly Gs1Identifier[]): IntentItem[] {
		return identifiers.map(
			(identifier) => itemOf(identifier) ?? { kind: 'asset', link: identifier.link },
		);
	}

	#lots(quantities: readonly EpcisQuantity[], field: string): IntentItem[] {
		return quantities.map(({ epcClass, quantity, uom }, at) => {
			const [gtin, lot] = ['01', '10'].map((ai) => elementValue(epcClass.elements, ai));
			if (gtin === undefined) {
				throw this.#refuse(
					`${field}/${at}/epcClass`,
					'not-expressible',
					`is "${epcClass.uri}", neither a product nor a lot of one`,
				);
			}
			return lot === undefined
				? { kind: 'product', gtin, quantity, uom }
				: { kind: 'lot', gtin, lot, quantity, uom };
		});
	}

	#partiesOf(list: readonly EpcisParty[], field: string): IntentParties {
		const of = (type: string): string | undefined => {
			const found = list.filter((party) => party.type.name === type);
			if (found.length > 1) {
				throw this.#refuse(field, 'duplicate', `has more than one ${type}`);
			}
			const [party] = found;
			if (party === undefined) {
				return undefined;
			}
			const gln = locationOf(party.id);
			if (gln === undefined) {
				throw this.#refuse(
					`${field}/${list.indexOf(party)}`,
					'not-expressible',
					`is "${party.id.uri}", not a GLN`,
				);
			}
			return gln;
		};
		return {
			owner: of('owning_party'),
			possessor: of('possessing_party'),
			location: of('location'),
		};
	}

	/** What the instance or lot master data say that the chain keeps. */
	#masterData(): { lot: string | undefined; expires: number | undefined } {
		const of = (name: string): string | undefined => {
			const found = this.#event.ilmd.filter((extension) => isMasterData(extension, name));
			if (found.length > 1) {
				throw this.#refuse('/ilmd', 'duplicate', `says ${name} more than once`);
			}
			return found[0]?.text;
		};
		const date = of('itemExpirationDate');
		const day = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(date ?? '') ? Date.parse(date ?? '') : NaN;
		const right = !Number.isNaN(day) && new Date(day).toISOString().slice(0, 10) === date;
		if (date !== undefined && !right) {
			throw this.#refuse(
				'/ilmd',
				'time',
				`says itemExpirationDate "${date}", which is no date`,
			);
		}
		return {
			lot: of('lotNumber'),
			expires: date === undefined ? undefined : day + 86_400_000 - 1,
		};
	}

	#made(meaning: IntentMeaning): Intent[] {
		return [{ ...this.#base, ...meaning }];
	}

	#refuse(field: string, code: EpcisErrorCode, reason: string): EpcisError {
		return new EpcisError(code, this.#event.path + field, reason);
	}
}

/** With or without the colon that joins it to names in URNs. */
function isMasterData({ key }: EpcisExtension, name: string): boolean {
	return key === `{urn:epcglobal:cbv:mda}${name}` || key === `{urn:epcglobal:cbv:mda:}${name}`;
}

function itemOf({ kind, elements }: Gs1Identifier): IntentItem | undefined {
	const value = (ai: string): string => elementValue(elements, ai) ?? '';
	switch (kind) {
		case 'sgtin':
			return { kind: 'unit', gtin: value('01'), serial: value('21') };
		case 'sscc':
			return { kind: 'container', sscc: value('00') };
		default:
			return undefined;
	}
}

function locationOf({ elements }: Gs1Identifier): string | undefined {
	return elementValue(elements, '414') ?? elementValue(elements, '417');
}

function temperatureOf(report: SensorReport, path: string): SensorTemperature {
	const fields = ['value', 'minValue', 'maxValue', 'meanValue'] as const;
	const said = fields.some((field) => report[field] !== undefined);
	if (said && report.uom !== 'CEL') {
		throw new EpcisError(
			'uom',
			`${path}/uom`,
			`is ${report.uom ?? 'missing'}: the chain keeps temperatures in CEL, degrees Celsius`,
		);
	}
	const [value, min, max, mean] = fields.map((field) => {
		const text = report[field];
		if (text === undefined) {
			return undefined;
		}
		const [all, sign = '', whole = '', fraction = ''] =
			/^(-?)([0-9]{1,6})(?:\.([0-9]{1,2}))?$/.exec(text) ?? [];
		if (all === undefined) {
			throw new EpcisError(
				'number',
				`${path}/${field}`,
				`is ${text}: the chain keeps hundredths of a degree`,
			);
		}
		return Number(`${sign}${whole}${fraction.padEnd(2, '0')}`);
	});
	const ordered = [min, mean, max].filter((each) => each !== undefined);
	if (ordered.some((each, at) => at > 0 && each < (ordered[at - 1] ?? each))) {
		throw new EpcisError(
			'contradiction',
			path,
			'has not minValue at most meanValue and meanValue at most maxValue',
		);
	}
	return { value, min, max, mean };
}
