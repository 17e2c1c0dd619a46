// SPDX-License-Identifier: Apache-2.0
// How much of a parachain's proof each call may take: what its weight file says at the end of the
// range of each component. Fails if one takes more than half of a block's 10 MiB.
//
//   node scripts/proof-sizes.mjs [HOW MANY]      the largest; 20 unless said

import { existsSync, readdirSync, readFileSync } from "node:fs";

const HALF = (10 * 1024 * 1024) / 2;
const number = (digits) => Number(digits.replaceAll("_", ""));

/** The calls of a weight file: name and the most bytes. */
function calls(path) {
	const text = readFileSync(path, "utf8");
	const pallet = /Weights of `(\w+)`/.exec(text)?.[1] ?? path;
	const measured = /\nimpl<T: frame_system::Config> [\s\S]*?\n}/.exec(text)?.[0] ?? "";
	return [...measured.matchAll(/((?:\t\/\/\/.*\n)*)\tfn (\w+)\([^)]*\) -> Weight \{([\s\S]*?)\n\t\}/g)].map(
		([, docs, call, body]) => {
			const ends = new Map(
				[...docs.matchAll(/component `(\w+)` is `\[[\d_]+, ([\d_]+)\]`/g)].map(([, name, end]) => [
					name,
					number(end),
				]),
			);
			const base = number(/Weight::from_parts\([\d_]+, ([\d_]+)\)/.exec(body)?.[1] ?? "0");
			const slopes = body.matchAll(
				/Weight::from_parts\(0, ([\d_]+)\)\.saturating_mul\((\w+)\.into\(\)\)/g,
			);
			const bytes = [...slopes].reduce((sum, [, slope, name]) => {
				const end = ends.get(name);
				if (end === undefined) throw new Error(`${pallet}.${call}: no range of ${name}`);
				return sum + number(slope) * end;
			}, base);
			return { name: `${pallet}.${call}`, bytes };
		},
	);
}

const upstream = "runtime/consortium/src/weights";
const files = [
	...readdirSync("pallets").map((pallet) => `pallets/${pallet}/src/weights.rs`),
	...readdirSync(upstream).map((file) => `${upstream}/${file}`),
].filter(existsSync);
const all = files.flatMap(calls).sort((a, b) => b.bytes - a.bytes);
if (all.length < 300) throw new Error(`only ${all.length} calls found: did the files' form change?`);
const share = (bytes) => `${((100 * bytes) / HALF).toFixed(1)} %`;
for (const { name, bytes } of all.slice(0, Number(process.argv[2] ?? 20))) {
	console.log(`${String(bytes).padStart(9)}  ${share(bytes).padStart(7)} of half a block  ${name}`);
}
const over = all.filter(({ bytes }) => bytes > HALF);
if (over.length > 0) {
	console.error(`more than half of a block: ${over.map(({ name }) => name).join(", ")}`);
	process.exit(1);
}
