// SPDX-License-Identifier: Apache-2.0

/**
 * The runtime's interface as readable text, one fact a line, so that a change of it shows in a
 * review: what signs, encodes or decodes otherwise afterwards.
 */

import type { Chain } from './chain.js';

/** Pallets of our own: their docs and the types that only they use belong to the interface. */
export const GALEN_PALLETS = [
	'Institutions',
	'Patients',
	'PatientRecords',
	'Consent',
	'Disclosures',
	'Seats',
	'DeviceLifecycle',
	'DrugProvenance',
	'ClinicalTrials',
	'InsuranceClaims',
	'NodeAdmission',
];

/** The runtime APIs of our own, as polkadot.js calls them. */
export const GALEN_APIS = [
	'institutionsApi',
	'patientsApi',
	'patientRecordsApi',
	'consentApi',
	'disclosuresApi',
	'seatsApi',
	'deviceLifecycleApi',
	'drugProvenanceApi',
	'clinicalTrialsApi',
	'insuranceClaimsApi',
	'nodeAdmissionApi',
	'auraOffencesApi',
];

/** Constants that follow from measurements: nobody relies on them. */
const MEASURED = ['BlockWeights', 'DbWeight'];

type Id = number | string;
interface Field {
	name: string | null;
	type: Id;
}
interface Variant {
	name: string;
	index: number;
	fields: Field[];
}
interface TypeDef {
	path: string[];
	params: { name: string; type: Id | null }[];
	def: {
		composite?: { fields: Field[] };
		variant?: { variants?: Variant[] };
		sequence?: { type: Id };
		array?: { len: number; type: Id };
		tuple?: Id[];
		primitive?: string;
		compact?: { type: Id };
		bitSequence?: unknown;
	};
}
interface StorageItem {
	name: string;
	modifier: string;
	type: { plain?: Id; map?: { hashers: string[]; key: Id; value: Id } };
}
interface Pallet {
	name: string;
	index: number;
	calls: { type: Id } | null;
	events: { type: Id } | null;
	errors: { type: Id } | null;
	constants: { name: string; type: Id; value: string }[];
	storage: { items: StorageItem[] } | null;
	viewFunctions: { name: string; inputs: Field[]; output: Id }[];
}
interface RuntimeApi {
	name: string;
	methods: { name: string; inputs: Field[]; output: Id }[];
}
interface Latest {
	lookup: { types: { id: number; type: TypeDef }[] };
	pallets: Pallet[];
	apis: RuntimeApi[];
	extrinsic: {
		transactionExtensions: { identifier: string; type: Id; implicit: Id }[];
	};
}

/** The interface of the runtime, sorted so that only what changes moves. */
export function describe(chain: Chain): string {
	const latest = chain.api.runtimeMetadata.asLatest.toJSON() as unknown as Latest;
	const types = new Map(latest.lookup.types.map(({ id, type }) => [id, type]));
	const definition = (id: Id): TypeDef => {
		const found = types.get(Number(id));
		if (found === undefined) {
			throw new Error(`the metadata has no type ${id}`);
		}
		return found;
	};

	const name = (id: Id): string => {
		const { path, params, def } = definition(id);
		const last = path.at(-1);
		if (last !== undefined) {
			// The parameters of a transaction are the transaction extensions, listed above.
			const shown = params.filter(
				({ type }) => type !== null && last !== 'UncheckedExtrinsic',
			);
			const generics = shown.map(({ type }) => name(type as Id)).join(', ');
			return generics === '' ? last : `${last}<${generics}>`;
		}
		if (def.primitive !== undefined) {
			return def.primitive.toLowerCase();
		}
		if (def.sequence !== undefined) {
			return `Vec<${name(def.sequence.type)}>`;
		}
		if (def.array !== undefined) {
			return `[${name(def.array.type)}; ${def.array.len}]`;
		}
		if (def.compact !== undefined) {
			return `Compact<${name(def.compact.type)}>`;
		}
		if (def.tuple !== undefined) {
			return `(${def.tuple.map(name).join(', ')})`;
		}
		return 'BitSequence';
	};
	const fields = (list: readonly Field[]): string =>
		list
			.map((field) => (field.name === null ? '' : `${field.name}: `) + name(field.type))
			.join(', ');
	const variants = (of: { type: Id } | null): Variant[] =>
		of === null
			? []
			: [...(definition(of.type).def.variant?.variants ?? [])].sort(
					(a, b) => a.index - b.index,
				);
	const variant = (one: Variant): string => {
		const inner = fields(one.fields);
		return `${String(one.index).padStart(3)} ${one.name}${inner === '' ? '' : `(${inner})`}`;
	};

	const lines: string[] = ['transaction extensions'];
	for (const { identifier, type, implicit } of latest.extrinsic.transactionExtensions) {
		lines.push(`  ${identifier}: ${name(type)}, implicit ${name(implicit)}`);
	}
	for (const pallet of [...latest.pallets].sort((a, b) => a.index - b.index)) {
		lines.push('', `pallet ${pallet.index} ${pallet.name}`);
		const add = (kind: string, list: readonly string[]): void => {
			list.forEach((line) => lines.push(`  ${kind} ${line}`));
		};
		add('call', variants(pallet.calls).map(variant));
		add('event', variants(pallet.events).map(variant));
		add('error', variants(pallet.errors).map(variant));
		add(
			'storage',
			(pallet.storage?.items ?? [])
				.map(({ name: item, modifier, type }) =>
					type.map === undefined
						? `${item}: ${name(type.plain as Id)} ${modifier}`
						: `${item}: ${type.map.hashers.join(', ')} ${name(type.map.key)} ` +
							`-> ${name(type.map.value)} ${modifier}`,
				)
				.sort(),
		);
		add(
			'constant',
			pallet.constants
				.filter((constant) => !MEASURED.includes(constant.name))
				.map((constant) => `${constant.name}: ${name(constant.type)} = ${constant.value}`)
				.sort(),
		);
		add(
			'view',
			pallet.viewFunctions
				.map((view) => `${view.name}(${fields(view.inputs)}) -> ${name(view.output)}`)
				.sort(),
		);
	}
	for (const api of [...latest.apis].sort((a, b) => (a.name < b.name ? -1 : 1))) {
		lines.push('', `runtime api ${api.name}`);
		api.methods
			.map((method) => `  ${method.name}(${fields(method.inputs)}) -> ${name(method.output)}`)
			.sort()
			.forEach((line) => lines.push(line));
	}
	const ours = latest.lookup.types
		.map(({ type }) => type)
		.filter(
			({ path: [crate = '', ...rest] }) =>
				/^(galen_primitives|pallet_(institutions|patients|patient_records))$/.test(crate) &&
				!['Call', 'Event', 'Error'].includes(rest.at(-1) ?? ''),
		)
		.map(({ path, def }) => {
			const body =
				def.variant !== undefined
					? [...(def.variant.variants ?? [])]
							.sort((a, b) => a.index - b.index)
							.map(variant)
					: (def.composite?.fields ?? []).map((field) => `  ${fields([field])}`);
			return [`type ${path.join('::')}`, ...body.map((line) => `  ${line}`)].join('\n');
		});
	[...new Set(ours)].sort().forEach((text) => lines.push('', text));
	return `${lines.join('\n')}\n`;
}
