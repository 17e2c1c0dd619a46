// SPDX-License-Identifier: Apache-2.0
// Compares patient_records.anchor with balances.transfer_keep_alive, and every other call of ours,
// from raw results of `galen benchmark pallet --json-file`: own time (median) + reads x 25 us +
// writes x 100 us. Writes what `galen-bench store` keeps.
import { readFileSync } from "node:fs";

const READ_US = 25;
const WRITE_US = 100;
const MOST = 1.5;

const median = (numbers) => {
	const sorted = [...numbers].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const text = (field) => (Array.isArray(field) ? Buffer.from(field).toString() : field);

const load = (file) =>
	JSON.parse(readFileSync(file, "utf8")).map((batch) => {
		const worst = (name) => Math.max(...batch.db_results.map((result) => result[name]));
		const own = median(batch.time_results.map((result) => result.extrinsic_time)) / 1000;
		const [reads, writes] = [worst("reads"), worst("writes")];
		const charge = own + reads * READ_US + writes * WRITE_US;
		return { pallet: text(batch.pallet), call: text(batch.benchmark), own, reads, writes, charge };
	});

const quick = process.argv.includes("--quick");
const files = process.argv.slice(2).filter((argument) => argument !== "--quick");
const calls = files.flatMap(load);
const base = calls.find((call) => call.call === "transfer_keep_alive");
if (!base) throw new Error("no transfer_keep_alive among the results");
const ratio = (call) => call.charge / base.charge;
const rows = calls.filter((call) => call === base || !call.pallet.includes("balances"));
const own = rows.filter((call) => call !== base);
const anchor = own.find(({ pallet, call }) => pallet.includes("records") && call === "anchor");
if (!anchor) throw new Error("no patient_records.anchor among the results");

const measure = (what, value) => ({
	what,
	value,
	unit: "transfers",
	target: { atMost: MOST },
	met: value <= MOST,
});
const result = {
	name: "P1",
	quick,
	measures: [
		measure("patient_records.anchor charges", ratio(anchor)),
		measure(`the median of ${own.length} calls charges`, median(own.map(ratio))),
	],
	tables: [
		{
			title: "each call against balances.transfer_keep_alive",
			columns: ["call", "own us", "reads", "writes", "charge us", "ratio"],
			rows: rows.map((call) => [
				`${call.pallet}.${call.call}`,
				call.own.toFixed(1),
				`${call.reads}`,
				`${call.writes}`,
				call.charge.toFixed(1),
				ratio(call).toFixed(2),
			]),
		},
	],
	notes: [],
};
process.stdout.write(JSON.stringify(result));
