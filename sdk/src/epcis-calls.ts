// SPDX-License-Identifier: Apache-2.0

/**
 * EPCIS events as calls of `drugProvenance`: what each event means ({@link intents}) with what the
 * document doesn't say filled in by a resolver: which institution a GLN is, what proves a pack,
 * which digests stand for orders and protocols. Every event is anchored by its hash as well.
 *
 * What can't be a call is refused with the place and the reason. Whoever wants to anchor such a
 * document anyway takes {@link anchorCalls}.
 */

import type { Hex } from './bytes.js';
import type { Reading, Window } from './cold-chain.js';
import type { Digest } from './digest.js';
import { EpcisError, type EpcisDocument, type EpcisEvent } from './epcis.js';
import { eventHash, eventHashOf } from './epcis-hash.js';
import { type Intent, type IntentItem, intents } from './epcis-intents.js';
import type { Gs1Identifier } from './epc.js';
import { elementValue } from './gs1.js';
import { gtinArgument, lotKey, packKey, type PackProof, ssccArgument } from './lot.js';

/** A call: `api.tx.drugProvenance.ship(...args)` for `drugProvenance.ship`. */
export interface ChainCall {
	readonly call: `drugProvenance.${string}`;
	readonly args: readonly unknown[];
	/** The event that it follows from, in its document. */
	readonly path: string;
}

/** A pack in a document. */
export type PackItem = Extract<IntentItem, { readonly kind: 'unit' }>;
/** A logistic unit in a document. */
export type ContainerItem = Extract<IntentItem, { readonly kind: 'container' }>;

type Maybe<Value> = Value | undefined | Promise<Value | undefined>;

/** The terms of a lot, as `commission_lot` takes them. */
export interface LotTerms {
	readonly production: number;
	readonly expiry: number;
	readonly quantity: number;
	readonly quality: Digest;
	readonly serials: Digest;
}

export type ShipmentKind = 'Supply' | 'Return' | 'Disposal';
export type HoldReason =
	| 'Suspect'
	| 'Excursion'
	| 'TelemetryGap'
	| 'Damaged'
	| 'Missing'
	| 'NoPedigree'
	| 'Inspection';
export type DecommissionReason = 'Exported' | 'Sample' | 'FreeSample' | 'CheckedOut' | 'Locked';

/** What a pharmacist states of a dispense, beside when. */
export interface DispenseDetails {
	readonly quantity: number;
	/** Commitments, not the numbers themselves. */
	readonly prescription: Digest;
	readonly patient: Digest;
	readonly handedOver: boolean;
}

/** What is wrong with a delivery: SSCCs of containers directly in the one received. */
export interface Discrepancies {
	readonly missing?: readonly string[];
	readonly damaged?: readonly string[];
	readonly overage?: number;
}

/** A statement of a sensor's, with its signature. */
export interface SignedTelemetry {
	readonly device: number | bigint;
	/** The SSCC of the container. */
	readonly unit: string;
	readonly stated: { readonly Window: Window } | { readonly Reading: Reading };
	readonly signature: Hex;
}

/**
 * What a document doesn't say. `undefined` means that it isn't known; the event is then refused if
 * it takes that.
 */
export interface EpcisResolver {
	/** The number of the institution with this GLN of 13 digits. */
	institution(gln: string): Maybe<number>;
	/** The digest of an order, or of what stands behind a decision: salted, whoever can guess it. */
	digest(of: 'order' | 'evidence', intent: Intent, reference: string): Maybe<Digest>;
	/** What proves a pack. Of one that has a state of its own already, `undefined`. */
	proof?(pack: PackItem): Maybe<PackProof>;
	/** The lot's terms; `commissioned` if it is on chain already. */
	lot?(gtin: string, lot: string, intent: Intent): Maybe<LotTerms | 'commissioned'>;
	/** Who carries a shipment; `null` if nobody that the chain knows. */
	carrier?(container: ContainerItem, intent: Intent): Maybe<number | null>;
	/** What was wrong with what was received; nothing unless it is said. */
	discrepancies?(container: ContainerItem, intent: Intent): Maybe<Discrepancies>;
	/** What is in a container, where the document says "all". */
	contents?(container: ContainerItem, intent: Intent): Maybe<readonly IntentItem[]>;
	/** Why that was held which is released. */
	heldFor?(item: PackItem | ContainerItem, intent: Intent): Maybe<HoldReason>;
	/** What was dispensed, to whom. */
	dispense?(pack: PackItem, intent: Intent): Maybe<DispenseDetails>;
	/** Why a pack was decommissioned, where the document doesn't say that it is a sample. */
	decommission?(pack: PackItem, intent: Intent): Maybe<DecommissionReason>;
	/** The number of the device with this canonical link. */
	device?(link: string): Maybe<number | bigint>;
	/** What the sensor itself has signed: the chain takes nobody else's word for a temperature. */
	telemetry?(intent: Extract<Intent, { kind: 'sensor' }>): Maybe<SignedTelemetry>;
}

/** How many things one call can name: the chain's constants `maxUnits` and `maxPacks`. */
export interface CallLimits {
	readonly maxUnits: number;
	readonly maxPacks: number;
}

export const CALL_LIMITS: CallLimits = { maxUnits: 64, maxPacks: 32 };

/**
 * The calls that follow from a document, in its order; declarations of errors come last, since what
 * corrects an event has to be anchored before. Throws {@link EpcisError} if one of them can't be made:
 * then none should be submitted.
 */
export async function epcisCalls(
	document: EpcisDocument | EpcisEvent,
	resolver: EpcisResolver,
	limits: CallLimits = CALL_LIMITS,
): Promise<ChainCall[]> {
	const calls: ChainCall[] = [];
	const lots = new Set<string>();
	for (const event of eventsOf(document)) {
		for (const intent of intents(event)) {
			calls.push(...(await new Maker(event, intent, resolver, limits, lots).calls()));
		}
		calls.push(anchorOf(event));
	}
	return declarationsLast(calls);
}

/** The calls that anchor a document's events or declare them wrong, whatever they mean. */
export function anchorCalls(document: EpcisDocument | EpcisEvent): ChainCall[] {
	return declarationsLast(eventsOf(document).map(anchorOf));
}

const eventsOf = (document: EpcisDocument | EpcisEvent): readonly EpcisEvent[] =>
	'events' in document ? document.events : [document];

const isDeclaration = ({ call }: ChainCall): boolean => call === 'drugProvenance.declareError';

/** Events with declarations of errors are anchored as others are not: they were, without it. */
const declarationsLast = (calls: readonly ChainCall[]): ChainCall[] => [
	...calls.filter((call) => !isDeclaration(call)),
	...calls.filter(isDeclaration),
];

const ERROR_REASONS: Readonly<Record<string, string>> = {
	did_not_occur: 'DidNotOccur',
	incorrect_data: 'IncorrectData',
};

/** How many events can correct one. */
const MAX_CORRECTIVE = 4;

function anchorOf(event: EpcisEvent): ChainCall {
	const { path, errorDeclaration: declaration } = event;
	const hash = eventHash(event);
	if (declaration === undefined) {
		const kind = event.type.replace('Event', '');
		const args = [{ hash, kind, occurred: event.eventTime }];
		return { call: 'drugProvenance.anchorEvent', args, path };
	}
	const at = `${path}/errorDeclaration`;
	const reason = ERROR_REASONS[declaration.reason?.name ?? ''];
	if (reason === undefined) {
		throw new EpcisError(
			'not-expressible',
			`${at}/reason`,
			`is ${declaration.reason?.uri ?? 'missing'}: the chain knows did_not_occur and incorrect_data`,
		);
	}
	const { correctiveEventIDs: ids } = declaration;
	if (ids.length > MAX_CORRECTIVE) {
		throw new EpcisError(
			'not-expressible',
			`${at}/correctiveEventIDs`,
			`has ${ids.length} events: the chain keeps at most ${MAX_CORRECTIVE}`,
		);
	}
	const corrective = ids.map((id, index) => {
		const found = eventHashOf(id);
		if (found === undefined) {
			throw new EpcisError(
				'not-expressible',
				`${at}/correctiveEventIDs/${index}`,
				`is "${id}", which is no hash of CBV 2.0: events are anchored by theirs`,
			);
		}
		return found;
	});
	return { call: 'drugProvenance.declareError', args: [hash, reason, corrective], path };
}

/** What a disposition says of why something is held. */
const HOLDS: Readonly<Record<string, HoldReason>> = {
	holding: 'Inspection',
	damaged: 'Damaged',
	expired: 'Inspection',
	mismatch_class: 'Suspect',
	mismatch_instance: 'Suspect',
	mismatch_quantity: 'Suspect',
	needs_replacement: 'Inspection',
	no_pedigree_match: 'NoPedigree',
	non_conformant: 'Suspect',
	non_sellable_other: 'Suspect',
	recalled: 'Inspection',
};

/** What a disposition says of what something is shipped for. */
const SHIPMENTS: Readonly<Record<string, ShipmentKind>> = {
	in_transit: 'Supply',
	in_progress: 'Supply',
	sellable_accessible: 'Supply',
	sellable_not_accessible: 'Supply',
	returned: 'Return',
	disposed: 'Disposal',
};

/** Makes the calls of one intent. */
class Maker {
	constructor(
		private readonly event: EpcisEvent,
		private readonly intent: Intent,
		private readonly resolver: EpcisResolver,
		private readonly limits: CallLimits,
		/** Lots that the document has commissioned already. */
		private readonly lots: Set<string>,
	) {}

	async calls(): Promise<ChainCall[]> {
		const { intent } = this;
		switch (intent.kind) {
			// Anchored, and nothing else.
			case 'observe':
			case 'correct':
				return [];
			case 'commission':
				return this.#commission(intent);
			case 'pack':
				return this.#pack(this.#container(intent.parent), intent.children);
			case 'unpack':
				return this.#unpack(this.#container(intent.parent), intent.children);
			case 'ship':
				return this.#ship(intent);
			case 'receive':
				return this.#containers(intent.items, async (container) => {
					const found = await this.resolver.discrepancies?.(container, intent);
					const { missing = [], damaged = [], overage = 0 } = found ?? {};
					return this.#call('receive', ssccArgument(container.sscc), {
						missing: missing.map(ssccArgument),
						damaged: damaged.map(ssccArgument),
						overage,
					});
				});
			case 'void':
				return this.#containers(intent.items, ({ sscc }) =>
					this.#call('voidShipping', ssccArgument(sscc)),
				);
			case 'quarantine': {
				const reason = HOLDS[intent.reason];
				if (reason === undefined) {
					throw this.#refuse(
						'/disposition',
						`is ${intent.reason}, no reason to hold something`,
					);
				}
				return this.#each(intent.items, async (item) =>
					this.#call('quarantine', itemArgument(item), reason, await this.#proofOf(item)),
				);
			}
			case 'release':
				return this.#each(intent.items, async (item) =>
					this.#call(
						'release',
						itemArgument(item),
						this.#known(
							await this.resolver.heldFor?.(item, intent),
							this.#placeOf(item),
							`is ${described(item)}: nothing says why it was held`,
						),
						await this.#digest('evidence', item),
					),
				);
			case 'dispense':
				return this.#packs(intent.items, async (pack) => {
					const details = this.#known(
						await this.resolver.dispense?.(pack, intent),
						this.#placeOf(pack),
						`is ${described(pack)}: nothing says how much was dispensed to whom`,
					);
					return this.#call('dispense', packOf(pack), await this.#proofOf(pack), {
						...details,
						occurred: intent.at,
					});
				});
			case 'decommission':
				return this.#packs(intent.items, async (pack) => {
					const reason =
						intent.reason === 'sample'
							? 'Sample'
							: await this.resolver.decommission?.(pack, intent);
					return this.#call(
						'decommission',
						packOf(pack),
						await this.#proofOf(pack),
						this.#known(
							reason,
							this.#placeOf(pack),
							`is ${described(pack)}: nothing says why it was decommissioned`,
						),
					);
				});
			case 'destroy':
			case 'stolen': {
				const name = intent.kind === 'destroy' ? 'destroy' : 'reportStolen';
				return this.#each(intent.items, async (item) =>
					this.#call(
						name,
						itemArgument(item),
						await this.#proofOf(item),
						await this.#digest('evidence', item),
					),
				);
			}
			case 'repack':
				throw this.#refuse(
					'',
					'makes packs of packs: the chain gives no pack another number; decommission the ' +
						'old ones, and commission a lot of the new ones',
				);
			case 'associate':
			case 'dissociate':
				return this.#sensorAt(intent);
			case 'sensor':
				return this.#telemetry(intent);
		}
	}

	async #commission(intent: Extract<Intent, { kind: 'commission' }>): Promise<ChainCall[]> {
		const calls: ChainCall[] = [];
		for (const item of intent.items) {
			const at = this.#placeOf(item);
			if (item.kind === 'container') {
				// It comes on chain with what is put into it.
				continue;
			}
			const lot = item.kind === 'lot' ? item.lot : intent.lot;
			if (item.kind === 'asset' || item.kind === 'product' || lot === undefined) {
				throw this.#refuse(
					at,
					`is ${described(item)}, of no lot: packs come on chain by lots`,
				);
			}
			const key = `${item.gtin} ${lot}`;
			if (this.lots.has(key)) {
				continue;
			}
			this.lots.add(key);
			const terms = this.#known(
				await this.resolver.lot?.(item.gtin, lot, intent),
				at,
				`is of lot ${lot} of ${item.gtin}, whose root and quality report nothing says`,
			);
			if (terms === 'commissioned') {
				continue;
			}
			if (intent.expires !== undefined && terms.expiry !== intent.expires + 1) {
				throw this.#refuse(
					'/ilmd',
					`says that lot ${lot} expires on ${day(intent.expires)}, its terms ` +
						`${day(terms.expiry - 1)}`,
				);
			}
			calls.push(this.#call('commissionLot', lotKey(item.gtin, lot), terms));
		}
		return calls;
	}

	async #pack(parent: ContainerItem, children: readonly IntentItem[]): Promise<ChainCall[]> {
		const packs = children.filter((item) => item.kind === 'unit');
		const claimed = await this.#claimed(packs);
		const unit = ssccArgument(parent.sscc);
		const [first] = claimed.filter(({ proof }) => proof?.firstCase === unit);
		if (first?.proof) {
			// What the lot's tree says already: the case comes on chain, and what is in it with it.
			const { pack, proof } = first;
			const lot = { gtin: gtinArgument(pack.gtin), lot: proof.lot };
			const odd = children.find((item) => {
				const found = claimed.find((each) => each.pack === item);
				return found === undefined
					? item.kind !== 'lot' || !same(lotKey(item.gtin, item.lot), lot)
					: found.proof?.firstCase !== unit || found.proof.lot !== proof.lot;
			});
			if (odd !== undefined) {
				throw this.#refuse(
					this.#placeOf(odd),
					`is ${described(odd)}, put into the first case of others: say that in another event`,
				);
			}
			return [this.#call('commissionCases', lot, [unit], null)];
		}
		const [containers] = this.#sorted(children);
		return [
			...chunks(containers, this.limits.maxUnits).map((some) =>
				this.#call(
					'pack',
					unit,
					some.map(({ sscc }) => ssccArgument(sscc)),
				),
			),
			...chunks(claimed, this.limits.maxPacks).map((some) =>
				this.#call('packItems', unit, some.map(claimedArgument)),
			),
		];
	}

	async #unpack(
		parent: ContainerItem,
		children: readonly IntentItem[] | 'all',
	): Promise<ChainCall[]> {
		const all =
			children === 'all'
				? this.#known(
						await this.resolver.contents?.(parent, this.intent),
						'/parentID',
						`is ${described(parent)}: nothing says what is in it`,
					)
				: children;
		const [containers, packs] = this.#sorted(all);
		const claimed = await this.#claimed(packs);
		return [
			...chunks(containers, this.limits.maxUnits).map((some) =>
				this.#call(
					'unpack',
					ssccArgument(parent.sscc),
					some.map(({ sscc }) => ssccArgument(sscc)),
				),
			),
			...chunks(claimed, this.limits.maxPacks).map((some) =>
				this.#call('unpackItems', some.map(claimedArgument)),
			),
		];
	}

	async #ship(intent: Extract<Intent, { kind: 'ship' }>): Promise<ChainCall[]> {
		const { possessor, owner, location } = intent.to;
		const gln = possessor ?? owner ?? location;
		if (gln === undefined) {
			throw this.#refuse(
				'/destinationList',
				'is missing: nothing says to whom it was shipped',
			);
		}
		const to = this.#known(
			await this.resolver.institution(gln),
			'/destinationList',
			`names GLN ${gln}, which is no institution that is known`,
		);
		const { disposition = 'in_transit' } = intent;
		const kind = SHIPMENTS[disposition];
		if (kind === undefined) {
			throw this.#refuse(
				'/disposition',
				`is ${disposition}: it doesn't say whether goods are supplied, returned or disposed of`,
			);
		}
		const order = intent.transactions.find(({ type }) => type === 'po');
		if (order === undefined) {
			throw this.#refuse('/bizTransactionList', 'has no purchase order (po)');
		}
		const digest = this.#known(
			await this.resolver.digest('order', intent, order.id),
			'/bizTransactionList',
			`names the order ${order.id}, for which there is no digest`,
		);
		return this.#containers(intent.items, async (container) => {
			const carrier = (await this.resolver.carrier?.(container, intent)) ?? null;
			return this.#call('ship', ssccArgument(container.sscc), to, carrier, digest, kind);
		});
	}

	async #sensorAt(
		intent: Extract<Intent, { kind: 'associate' | 'dissociate' }>,
	): Promise<ChainCall[]> {
		const unit = ssccArgument(this.#container(intent.parent).sscc);
		if (intent.kind === 'dissociate') {
			return [this.#call('unbindSensor', unit)];
		}
		const [child, another] = intent.children === 'all' ? [] : intent.children;
		if (child?.kind !== 'asset' || another !== undefined) {
			throw this.#refuse('/childEPCs', 'is not one sensor: one watches a container');
		}
		const device = this.#known(
			await this.resolver.device?.(child.link),
			this.#placeOf(child),
			`is ${child.link}, which is no device that is known`,
		);
		return [this.#call('bindSensor', unit, device.toString())];
	}

	async #telemetry(intent: Extract<Intent, { kind: 'sensor' }>): Promise<ChainCall[]> {
		if (intent.temperature === undefined) {
			// The chain keeps no account of humidity and the like.
			return [];
		}
		const found = this.#known(
			await this.resolver.telemetry?.(intent),
			'/sensorElementList',
			'reports a temperature that no sensor has signed: the chain takes nobody else’s word',
		);
		const { min, max, mean } = intent.temperature;
		const { stated } = found;
		const same =
			'Window' in stated
				? [min, max, mean].every(
						(value, at) =>
							value === undefined ||
							value ===
								[stated.Window.min, stated.Window.max, stated.Window.mean][at],
					) &&
					stated.Window.start === intent.from &&
					stated.Window.end === intent.until
				: stated.Reading.value === intent.temperature.value &&
					stated.Reading.at === intent.from;
		if (!same) {
			throw this.#refuse(
				'/sensorElementList',
				'says something else than the sensor has signed',
			);
		}
		const [name, statement] =
			'Window' in stated
				? (['submitWindow', stated.Window] as const)
				: (['submitReading', stated.Reading] as const);
		return [
			this.#call(
				name,
				ssccArgument(found.unit),
				found.device.toString(),
				statement,
				found.signature,
			),
		];
	}

	// --- Parts ---

	#call(name: string, ...args: unknown[]): ChainCall {
		return { call: `drugProvenance.${name}`, args, path: this.event.path };
	}

	#container(item: IntentItem): ContainerItem {
		if (item.kind !== 'container') {
			throw this.#refuse(this.#placeOf(item), `is ${described(item)}, not an SSCC`);
		}
		return item;
	}

	#containers(
		items: readonly IntentItem[],
		make: (container: ContainerItem) => ChainCall | Promise<ChainCall>,
	): Promise<ChainCall[]> {
		return inTurn(items, (item) => {
			if (item.kind !== 'container') {
				throw this.#refuse(
					this.#placeOf(item),
					`is ${described(item)}: what goes from one institution to another has an SSCC`,
				);
			}
			return make(item);
		});
	}

	#packs(
		items: readonly IntentItem[],
		make: (pack: PackItem) => Promise<ChainCall>,
	): Promise<ChainCall[]> {
		return inTurn(items, (item) => {
			if (item.kind !== 'unit') {
				throw this.#refuse(
					this.#placeOf(item),
					`is ${described(item)}, not a pack with its serial number`,
				);
			}
			return make(item);
		});
	}

	#each(
		items: readonly IntentItem[],
		make: (item: PackItem | ContainerItem) => Promise<ChainCall>,
	): Promise<ChainCall[]> {
		return inTurn(items, (item) => {
			if (item.kind !== 'unit' && item.kind !== 'container') {
				throw this.#refuse(
					this.#placeOf(item),
					`is ${described(item)}, neither a pack with its serial number nor an SSCC`,
				);
			}
			return make(item);
		});
	}

	#sorted(items: readonly IntentItem[]): [ContainerItem[], PackItem[]] {
		const odd = items.find(({ kind }) => kind !== 'container' && kind !== 'unit');
		if (odd !== undefined) {
			throw this.#refuse(
				this.#placeOf(odd),
				`is ${described(odd)}: what is put somewhere or taken out has a number of its own`,
			);
		}
		return [
			items.filter((item) => item.kind === 'container'),
			items.filter((item) => item.kind === 'unit'),
		];
	}

	#claimed(packs: readonly PackItem[]): Promise<{ pack: PackItem; proof: PackProof | null }[]> {
		return inTurn(packs, async (pack) => ({ pack, proof: await this.#proofOf(pack) }));
	}

	async #proofOf(item: PackItem | ContainerItem): Promise<PackProof | null> {
		return item.kind === 'unit' ? ((await this.resolver.proof?.(item)) ?? null) : null;
	}

	async #digest(of: 'evidence', item: PackItem | ContainerItem): Promise<Digest> {
		return this.#known(
			await this.resolver.digest(of, this.intent, described(item)),
			this.#placeOf(item),
			`is ${described(item)}: there is no digest of the evidence`,
		);
	}

	#known<Value>(value: Value | undefined, field: string, reason: string): Value {
		if (value === undefined) {
			throw this.#refuse(field, reason);
		}
		return value;
	}

	/** Where the event names it. */
	#placeOf(item: IntentItem): string {
		const { event } = this;
		if (event.parentID !== undefined && isOf(event.parentID, item)) {
			return '/parentID';
		}
		for (const field of ['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList'] as const) {
			const at = event[field].findIndex((identifier) => isOf(identifier, item));
			if (at >= 0) {
				return `/${field}/${at}`;
			}
		}
		for (const field of ['quantityList', 'childQuantityList'] as const) {
			const at = event[field].findIndex(({ epcClass }) => isOf(epcClass, item));
			if (at >= 0) {
				return `/${field}/${at}`;
			}
		}
		return '';
	}

	#refuse(field: string, reason: string): EpcisError {
		return new EpcisError('not-expressible', this.event.path + field, reason);
	}
}

function isOf({ elements, link }: Gs1Identifier, item: IntentItem): boolean {
	const says = (ai: string, value: string): boolean => elementValue(elements, ai) === value;
	switch (item.kind) {
		case 'unit':
			return says('01', item.gtin) && says('21', item.serial);
		case 'container':
			return says('00', item.sscc);
		case 'lot':
			return says('01', item.gtin) && says('10', item.lot);
		case 'product':
			return says('01', item.gtin);
		case 'asset':
			return link === item.link;
	}
}

function described(item: IntentItem): string {
	switch (item.kind) {
		case 'unit':
			return `pack ${item.serial} of ${item.gtin}`;
		case 'container':
			return `container ${item.sscc}`;
		case 'lot':
			return `${item.quantity ?? 'some'} of lot ${item.lot} of ${item.gtin}`;
		case 'product':
			return `${item.quantity ?? 'some'} of ${item.gtin}`;
		case 'asset':
			return item.link;
	}
}

const same = (a: ReturnType<typeof lotKey>, b: ReturnType<typeof lotKey>): boolean =>
	a.gtin === b.gtin && a.lot === b.lot;

const packOf = ({ gtin, serial }: PackItem): ReturnType<typeof packKey> => packKey(gtin, serial);

const itemArgument = (item: PackItem | ContainerItem): object =>
	item.kind === 'unit' ? { Pack: packOf(item) } : { Unit: ssccArgument(item.sscc) };

const claimedArgument = ({ pack, proof }: { pack: PackItem; proof: PackProof | null }): object => ({
	pack: packOf(pack),
	proof,
});

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** One after the other: a resolver may ask a service for each. */
async function inTurn<Item, Made>(
	items: readonly Item[],
	make: (item: Item) => Made | Promise<Made>,
): Promise<Made[]> {
	const made: Made[] = [];
	for (const item of items) {
		made.push(await make(item));
	}
	return made;
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
	return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
		items.slice(at * size, (at + 1) * size),
	);
}
