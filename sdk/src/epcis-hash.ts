// SPDX-License-Identifier: Apache-2.0

/**
 * The hash that identifies an EPCIS event whatever it is written in: the "EPCIS Event Hash ID" of
 * CBV 2.0. Of an event and its declaration of error the hash is the same, and so is that of
 * an event before and after a repository has stamped it.
 *
 * Where the text of the standard leaves room, this does as GS1's reference implementation and
 * OpenEPCIS do for CBV 2.0: `sensorElementList` has no name of its own; what extends a field of the
 * standard comes after `ilmd`, led by the names of the fields around it; numbers in extensions have
 * no needless zeros. Unlike theirs, prefixes of sensors' properties are expanded, as the standard
 * asks: which prefix an author has chosen would change the hash otherwise.
 */

import { type Hex, toHex, utf8 } from './bytes.js';
import { hash } from './digest.js';
import type {
	EpcisEvent,
	EpcisExtension,
	EpcisPlace,
	EpcisQuantity,
	SensorElement,
	SensorMetadata,
	SensorReport,
	EpcisTerm,
} from './epcis.js';

/** The hash of an event, for the chain: 32 bytes. */
export function eventHash(event: EpcisEvent): Hex {
	return toHex(hash('Sha2_256', utf8(eventPrehash(event))));
}

/** The hash of an event as events refer to each other: `ni:///sha-256;…?ver=CBV2.0`. */
export function eventHashId(event: EpcisEvent): string {
	return `ni:///sha-256;${eventHash(event).slice(2)}?ver=CBV2.0`;
}

const HASH_ID = /^ni:\/\/\/sha-256;([0-9a-f]{64})\?ver=CBV2\.0$/;

/** The 32 bytes of a hash id of CBV 2.0; `undefined` if the id is another one. */
export function eventHashOf(id: string): Hex | undefined {
	const digits = HASH_ID.exec(id)?.[1];
	return digits === undefined ? undefined : `0x${digits}`;
}

/** The text that is hashed. */
export function eventPrehash(event: EpcisEvent): string {
	return [
		field('eventType', event.type),
		time('eventTime', event.eventTime),
		field('eventTimeZoneOffset', event.eventTimeZoneOffset),
		list(
			'epcList',
			event.epcList.map(({ link }) => field('epc', link)),
		),
		field('parentID', event.parentID?.link),
		list(
			'inputEPCList',
			event.inputEPCList.map(({ link }) => field('epc', link)),
		),
		list(
			'childEPCs',
			event.childEPCs.map(({ link }) => field('epc', link)),
		),
		quantities('quantityList', event.quantityList),
		quantities('childQuantityList', event.childQuantityList),
		quantities('inputQuantityList', event.inputQuantityList),
		list(
			'outputEPCList',
			event.outputEPCList.map(({ link }) => field('epc', link)),
		),
		quantities('outputQuantityList', event.outputQuantityList),
		field('action', event.action),
		field('transformationID', event.transformationID),
		term('bizStep', event.bizStep),
		term('disposition', event.disposition),
		event.persistentDisposition === undefined
			? ''
			: `persistentDisposition${sorted([
					...event.persistentDisposition.set.map((each) => term('set', each)),
				])}${sorted(event.persistentDisposition.unset.map((each) => term('unset', each)))}`,
		place('readPoint', event.readPoint),
		place('bizLocation', event.bizLocation),
		list(
			'bizTransactionList',
			event.bizTransactionList.map(
				({ type, id }) => term('type', type) + field('bizTransaction', id),
			),
		),
		list(
			'sourceList',
			event.sourceList.map(({ type, id }) => term('type', type) + field('source', id.link)),
		),
		list(
			'destinationList',
			event.destinationList.map(
				({ type, id }) => term('type', type) + field('destination', id.link),
			),
		),
		sorted(event.sensorElementList.map(sensorElement)),
		event.ilmd.length === 0 ? '' : `ilmd${extensions(event.ilmd)}`,
		named('readPoint', extensions(event.readPoint?.extensions ?? [])),
		named('bizLocation', extensions(event.bizLocation?.extensions ?? [])),
		sorted(event.sensorElementList.map(sensorExtensions)),
		extensions(event.extensions),
	].join('');
}

/** By the values of the UTF-8 bytes, which is the order of the code points. */
function sorted(strings: readonly string[]): string {
	const encoder = new TextEncoder();
	return strings
		.map((text) => ({ text, bytes: encoder.encode(text) }))
		.sort((a, b) => compare(a.bytes, b.bytes))
		.map(({ text }) => text)
		.join('');
}

function compare(a: Uint8Array, b: Uint8Array): number {
	const at = a.findIndex((byte, index) => byte !== b[index]);
	return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
}

function field(name: string, value: string | undefined): string {
	return value === undefined ? '' : `${name}=${value}`;
}

function term(name: string, value: EpcisTerm | undefined): string {
	return field(name, value?.uri);
}

function time(name: string, value: number | undefined): string {
	return field(name, value === undefined ? undefined : new Date(value).toISOString());
}

/** What is there is led by its name; of nothing there is no name. */
function named(name: string, content: string): string {
	return content === '' ? '' : name + content;
}

function list(name: string, items: readonly string[]): string {
	return named(name, sorted(items));
}

function quantities(name: string, items: readonly EpcisQuantity[]): string {
	return list(
		name,
		items.map(
			({ epcClass, quantity, uom }) =>
				`quantityElement${field('epcClass', epcClass.link)}${field('quantity', quantity)}${field('uom', uom)}`,
		),
	);
}

function place(name: string, value: EpcisPlace | undefined): string {
	return value === undefined ? '' : name + field('id', value.id.link);
}

function sensorElement({ metadata, reports }: SensorElement): string {
	return `sensorElement${metadata === undefined ? '' : sensorMetadata(metadata)}${sorted(reports.map(sensorReport))}`;
}

function sensorMetadata(of: SensorMetadata): string {
	return named(
		'sensorMetadata',
		[
			time('time', of.time),
			time('startTime', of.startTime),
			time('endTime', of.endTime),
			field('deviceID', of.deviceID),
			field('deviceMetadata', of.deviceMetadata),
			field('rawData', of.rawData),
			field('dataProcessingMethod', of.dataProcessingMethod),
			field('bizRules', of.bizRules),
		].join(''),
	);
}

/** `bizRules` of a report isn't in the standard's list, and isn't hashed. */
function sensorReport(of: SensorReport): string {
	return `sensorReport${[
		term('type', of.type),
		term('exception', of.exception),
		field('deviceID', of.deviceID),
		field('deviceMetadata', of.deviceMetadata),
		field('rawData', of.rawData),
		field('dataProcessingMethod', of.dataProcessingMethod),
		time('time', of.time),
		field('microorganism', of.microorganism),
		field('chemicalSubstance', of.chemicalSubstance),
		field('value', of.value),
		term('component', of.component),
		field('stringValue', of.stringValue),
		field('booleanValue', of.booleanValue === undefined ? undefined : String(of.booleanValue)),
		field('hexBinaryValue', of.hexBinaryValue),
		field('uriValue', of.uriValue),
		field('minValue', of.minValue),
		field('maxValue', of.maxValue),
		field('meanValue', of.meanValue),
		field('sDev', of.sDev),
		field('percRank', of.percRank),
		field('percValue', of.percValue),
		field('uom', of.uom),
		field('coordinateReferenceSystem', of.coordinateReferenceSystem),
	].join('')}`;
}

function sensorExtensions({ metadata, reports, extensions: own }: SensorElement): string {
	return named(
		'sensorElement',
		named('sensorMetadata', extensions(metadata?.extensions ?? [])) +
			sorted(reports.map((report) => named('sensorReport', extensions(report.extensions)))) +
			extensions(own),
	);
}

function extensions(of: readonly EpcisExtension[]): string {
	return sorted(
		of.map(({ key, value, children }) => (field(key, value) || key) + extensions(children)),
	);
}
