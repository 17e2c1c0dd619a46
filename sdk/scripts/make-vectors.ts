// SPDX-License-Identifier: Apache-2.0

/**
 * Writes `vectors.json` (`npm run vectors --workspace sdk`). What it writes is only as good as the
 * code that computes it: `pallets/primitives/tests/vectors.rs`,
 * `pallets/drug-provenance/core/tests/vectors.rs`,
 * `pallets/clinical-trials/core/tests/vectors.rs` and
 * `pallets/insurance-claims/core/tests/vectors.rs` compute all of it again.
 */

import { writeFileSync } from 'node:fs';
import { Keyring } from '@polkadot/api';
import {
	ADJUSTMENT_REASONS,
	AllocationList,
	batchId,
	BENEFIT_CATEGORIES,
	beneficiaryCommitment,
	canonicalize,
	claimStatement,
	DENIAL_REASONS,
	type Digest,
	digest,
	documentCommitment,
	evidenceOf,
	exposedTo,
	type Exposure,
	fieldCommitment,
	FieldTree,
	derivedSalts,
	hash,
	type HashAlgorithm,
	type Hex,
	JsonError,
	kitLeaf,
	LotFile,
	MerkleTree,
	NO_STATEMENTS,
	packLeaf,
	type PackProof,
	parseJson,
	patientId,
	readingLeaf,
	readingStatement,
	ReadingWindow,
	recordId,
	recoveryStatement,
	REFRIGERATED,
	signClaim,
	signRecovery,
	signToken,
	statement,
	type TariffEntry,
	TariffFile,
	type TariffItem,
	tariffLeaf,
	telemetryHead,
	type TelemetryStatement,
	toBytes,
	toHex,
	tokenStatement,
	windowStatement,
} from '../src/index.js';
import { ALGORITHMS, type ByAlgorithm, VECTORS_FILE, type Vectors } from './vectors.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const known = (label: string): Hex => toHex(hash('Sha2_256', utf8(`galen vectors: ${label}`)));
const each = (make: (algorithm: HashAlgorithm) => Uint8Array): ByAlgorithm => ({
	Sha2_256: toHex(make('Sha2_256')),
	Blake2b_256: toHex(make('Blake2b_256')),
});

const chainId = known('chain');
const institution = 0x01020304;

const OBSERVATION = `{
  "resourceType": "Observation",
  "id": "glucose",
  "status": "final",
  "valueQuantity": { "value": 1.50, "unit": "mmol/l" },
  "note": [],
  "component": [ { "a/b": true, "m~n": null, "é": "𝄞" } ]
}
`;

const documents = [
	['nothing', ''],
	['a few bytes', 'abc'],
	['an observation', OBSERVATION],
	['the same with the decimal 1.5', OBSERVATION.replace('1.50', '1.5')],
].map(([name = '', text = '']) => {
	const salt = known(`salt of ${name}`);
	return {
		name,
		document: toHex(utf8(text)),
		salt,
		commitments: each((algorithm) =>
			documentCommitment({ chainId, institution, algorithm }, salt, utf8(text)),
		),
	};
});

const fields = [
	['', 'null'],
	['/status', '"final"'],
	['/valueQuantity/value', '1.50'],
	['/valueQuantity/value', '1.5'],
	['/component/0/a~1b', 'true'],
	['/component/0/é', '"𝄞"'],
].map(([path = '', value = '']) => {
	const salt = known(`salt of ${path}`);
	return {
		path,
		value,
		salt,
		commitments: each((algorithm) =>
			fieldCommitment({ chainId, institution, algorithm }, salt, path, value),
		),
	};
});

/** The leaf at `index` of every tree here: SHA-256 of the index as `u32` little endian. */
const leaf = (index: number): Uint8Array =>
	hash('Sha2_256', new Uint8Array(new Uint32Array([index]).buffer));

const merkle = [1, 2, 3, 5, 8, 1024].map((count) => {
	const leaves = Array.from({ length: count }, (_, index) => leaf(index));
	const places = count > 8 ? [0, 1, 511, 512, count - 1] : [...leaves.keys()];
	return {
		count,
		roots: each((algorithm) => new MerkleTree(algorithm, leaves).root),
		paths: ALGORITHMS.flatMap((algorithm) => {
			const tree = new MerkleTree(algorithm, leaves);
			return places.map((index) => ({
				algorithm,
				index,
				path: tree.path(index).map((node) => toHex(node)),
			}));
		}),
	};
});

const canonical = [
	'1.50',
	'1.5',
	'1e3',
	'1E+3',
	'-0',
	'0.000',
	'9007199254740993',
	'  [ 1.50 , 1e3 ]\r\n',
	'{}',
	'[]',
	'{"b":1,"a":2}',
	'{"a":{"d":[true,false,null],"c":"x"},"B":""}',
	// RFC 8785 section 3.2.3: the order of UTF-16 code units, not of code points.
	'{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh",' +
		'"1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control",' +
		'"\\u00f6":"Latin Small Letter O With Diaeresis"}',
	'"\\u00e9\\/\\u001f\\b\\f\\n\\r\\t\\"\\\\\\u007f\\u2028"',
	'"e\\u0301 is not \\u00e9: nothing is normalised"',
	'{"":"","\\u0000":"nul"}',
].map((json) => ({ json, canonical: canonicalize(json) }));

const refused = [
	'',
	' ',
	'{"a":1,"a":2}',
	'{"a":1,"\\u0061":2}',
	'{\n  "a": 1,\n  "b": 01\n}',
	'[1.]',
	'[.5]',
	'[+1]',
	'[0x10]',
	'[NaN]',
	'[1,]',
	'{"a":1,}',
	'{a:1}',
	"{'a':1}",
	'[1] x',
	'{"a" 1}',
	'"\\ud800"',
	'"\\udc00\\ud800"',
	'"a\tb"',
	'"\\x41"',
	'"never closed',
	'[1',
	'\ufeff{}',
	'True',
	'[1 2]',
	'// comment\n{}',
	'["𝄞", x]',
].map((json) => {
	try {
		parseJson(json);
	} catch (error) {
		if (error instanceof JsonError) {
			return { json, line: error.line, column: error.column };
		}
		throw error;
	}
	throw new Error(`accepted ${json}`);
});

const secret = known('secret');
const trees = ALGORITHMS.map((algorithm) => ({
	algorithm,
	tree: new FieldTree({ chainId, institution, algorithm }, OBSERVATION, derivedSalts(secret)),
}));

const ids = (derive: (custodian: number, content: Digest) => Hex): Vectors['recordIds'] =>
	ALGORITHMS.map((algorithm) => ({
		custodian: institution,
		algorithm,
		digest: known('digest'),
		id: derive(institution, digest(algorithm, known('digest'))),
	}));

const seed = known('seed');
const signer = new Keyring({ type: 'ed25519' }).addFromSeed(toBytes(seed));
const key = { seed, publicKey: toHex(signer.publicKey) };

const CASES = ['095060001343521014', '095060001343521021'];

const lots = [
	{ gtin: '09506000134352', lot: 'A', serials: ['1'] },
	{
		gtin: '4006381333931',
		lot: '20-CHARACTERS-OF-LOT',
		serials: ['S/1', 'S-2', '!"%&\'()*+,-./0123456', 'abc_XYZ', '0x12'],
	},
].flatMap(({ gtin, lot, serials }) =>
	ALGORITHMS.map((algorithm) => {
		const context = { chainId, gtin, lot, algorithm };
		const cases = new Map(serials.map((serial, at) => [serial, CASES[at % 2] as string]));
		const file = new LotFile(
			context,
			serials.map((serial) => ({ serial, firstCase: cases.get(serial) as string })),
			(serial) => toBytes(known(`salt of pack ${serial}`)),
		);
		return {
			gtin,
			lot,
			serials: file.serials,
			quantity: file.quantity,
			packs: serials.map((serial) => {
				const [firstCase, proof] = [
					cases.get(serial) as string,
					file.proof(serial) as PackProof,
				];
				const leaf = packLeaf(context, serial, firstCase, proof.salt);
				return { serial, firstCase, leaf: toHex(leaf), proof };
			}),
		};
	}),
);

const lists = [
	{ study: 1, point: 0, stratum: 0, arms: [1] },
	{ study: 0x01020304, point: 3, stratum: 0x0102, arms: [0, 1, 1, 0, 2, 255, 0] },
];
const allocations = lists.flatMap(({ arms, ...place }) =>
	ALGORITHMS.map((algorithm) => {
		const secret = known('secret of a list');
		const list = new AllocationList({ chainId, ...place, algorithm }, arms, secret);
		return {
			...place,
			root: list.root,
			secret,
			arms,
			entries: arms.map((_, index) => {
				const { leaf, path } = list.proof(index);
				return { salt: list.entry(index).salt, leaf, path };
			}),
		};
	}),
);

const kits = ['KIT-1', '20-CHARACTERS-OF-KIT'].map((serial, index) => {
	const [study, salt, arm] = [0x01020304, known(`salt of kit ${serial}`), index];
	const leaves = each((algorithm) =>
		kitLeaf({ chainId, study, algorithm }, index, serial, salt, arm),
	);
	return { study, index, serial, salt, arm, leaves };
});

const PRICES: readonly TariffItem[] = [
	{ system: 'urn:oid:2.51.1.1', code: '7680123450011', category: 'Pharmacy', unitPrice: 11_770n },
	{ code: 'A1', category: 'MedicalCare', unitPrice: 0n },
	{ system: 'é', code: '𝄞', category: 'ProstheticDevice', unitPrice: (1n << 128n) - 1n },
];

const tariffs = ALGORITHMS.flatMap((algorithm, version) =>
	[1, 3].map((count) => {
		const context = { chainId, payer: institution, plan: 4_711, version, algorithm };
		const file = new TariffFile(context, PRICES.slice(0, count), ({ code }) =>
			toBytes(known(`salt of code ${code}`)),
		);
		return {
			payer: institution,
			plan: context.plan,
			version,
			...file.tariff,
			prices: PRICES.slice(0, count).map((item) => {
				const { category, unitPrice, digest, proof } = file.find(item) as TariffEntry;
				return {
					category: BENEFIT_CATEGORIES.indexOf(category),
					code: digest,
					leaf: toHex(tariffLeaf(context, digest, category, unitPrice)),
					...proof,
				};
			}),
		};
	}),
);

const MINUTE = 60_000;
const SINCE = 1_924_992_000_000;
const UNIT = '095060001343521090';

/** Heat that goes on from window to window, cold, a mean below zero, a gap, single readings. */
const telemetry = [
	{ values: [500, 900, 199, 850] },
	{ values: [801, 801], algorithm: 'Blake2b_256' as const },
	{ values: [900], single: true },
	{ values: [-200, -201, 100, 100], from: 30 },
	{ values: [0] },
	{ values: [800, 200, 333], until: 45 },
	{ values: [100], single: true },
].reduce<{
	made: Vectors['telemetry']['statements'];
	exposure: Exposure;
	head: Hex;
}>(
	(
		{ made, exposure: before, head: last },
		{ values, algorithm, single, from = 1, until = 0 },
		at,
	) => {
		const context = { chainId, device: 4_711, algorithm: algorithm ?? 'Sha2_256' } as const;
		const start = before.coveredUntil;
		const readings = values.map((value, index) => ({
			at: start + (from + index) * MINUTE,
			value,
		}));
		const end = (readings.at(-1)?.at ?? 0) + until * MINUTE;
		const of = new ReadingWindow(context, readings, {
			sequence: at,
			range: REFRIGERATED.range,
			start,
			end,
			salts: (index) => toBytes(known(`salt of reading ${at} ${index}`)),
		});
		const reading = { sequence: at, ...(readings[0] as (typeof readings)[number]) };
		const stated: TelemetryStatement =
			single === true ? { Reading: reading } : { Window: of.window };
		const bytes =
			single === true
				? readingStatement(context, UNIT, reading)
				: windowStatement(context, UNIT, of.window);
		const { exposure, finding } = exposedTo(
			before,
			REFRIGERATED,
			single === true ? reading : of.window,
		);
		const head = telemetryHead(last, stated);
		const statement = {
			start,
			end,
			readings,
			window: single === true ? null : of.window,
			proofs: readings.map((each, index) => {
				const proof = of.prove(index);
				return { ...proof, leaf: toHex(readingLeaf(context, each, proof.salt)) };
			}),
			bytes: toHex(bytes),
			signature: toHex(signer.sign(bytes)),
			head,
			exposure,
			finding: { heat: finding.heat ?? null, cold: finding.cold ?? null, gap: finding.gap },
		};
		return { made: [...made, statement], exposure, head };
	},
	{
		made: [],
		exposure: { heatRun: 0, coldRun: 0, coveredUntil: SINCE },
		head: NO_STATEMENTS,
	},
);

const body = utf8('body');
const vectors: Vectors = {
	about:
		'What the SDK and the chain have to agree on. Leaves of the trees in "merkle": SHA-256 of ' +
		'the index as u32 little endian. Written by scripts/make-vectors.ts.',
	chainId,
	institution,
	documents,
	fields,
	beneficiary: {
		patient: known('patient'),
		salt: known('salt of a beneficiary'),
		commitments: each((algorithm) =>
			beneficiaryCommitment(
				{ chainId, institution, algorithm },
				known('salt of a beneficiary'),
				known('patient'),
			),
		),
	},
	merkle,
	recordIds: ids(recordId),
	batchIds: ids(batchId),
	patientIds: ['one', 'another'].map((name) => {
		const [opener, nonce] = [known(`opener ${name}`), known(`nonce ${name}`)];
		return { opener, nonce, id: patientId(opener, nonce) };
	}),
	statements: ['claim', 'x'].map((domain) => ({
		domain,
		body: toHex(body),
		bytes: toHex(statement(domain, chainId, body)),
	})),
	claims: [0, 1_924_992_000_000].map((expires) => {
		const claim = { patient: known('patient'), claimant: known('claimant'), expires };
		const bytes = claimStatement({ chainId, ...claim });
		const signature = signClaim(signer, { chainId, ...claim });
		return { ...claim, bytes: toHex(bytes), ...key, signature };
	}),
	recoveries: [0, 258].map((nonce) => {
		const recovery = {
			patient: known('patient'),
			newController: known('new controller'),
			nonce,
			expires: 1_924_992_000_000,
		};
		const bytes = recoveryStatement({ chainId, ...recovery });
		const signature = signRecovery(signer, { chainId, ...recovery });
		return { ...recovery, bytes: toHex(bytes), ...key, signature };
	}),
	canonical,
	refused,
	tree: {
		document: OBSERVATION,
		secret,
		count: trees[0]?.tree.count ?? 0,
		roots: each((algorithm) => {
			const found = trees.find((tree) => tree.algorithm === algorithm);
			return (found as (typeof trees)[number]).tree.root;
		}),
		disclosures: trees.flatMap(({ algorithm, tree }) =>
			tree.fields.map(({ path }) => ({ algorithm, ...tree.disclose(path) })),
		),
	},
	lots,
	tariffs,
	adjustmentReasons: Object.entries(ADJUSTMENT_REASONS).map(([reason, { group, code }]) => ({
		reason,
		group,
		code,
	})),
	denialReasons: DENIAL_REASONS,
	benefitCategories: BENEFIT_CATEGORIES.map((category) => ({
		category,
		evidence: evidenceOf(category),
	})),
	allocations,
	kits,
	tokens: [0, 258].map((subject) => {
		const said = { study: 0x01020304, subject, token: known('token'), expires: SINCE };
		const bytes = tokenStatement({ chainId, ...said });
		const signature = signToken(signer, { chainId, ...said });
		return { ...said, bytes: toHex(bytes), ...key, signature };
	}),
	telemetry: {
		device: 4_711,
		unit: UNIT,
		profile: REFRIGERATED,
		since: SINCE,
		...key,
		statements: telemetry.made,
	},
};
writeFileSync(VECTORS_FILE, `${JSON.stringify(vectors, null, '\t')}\n`);
