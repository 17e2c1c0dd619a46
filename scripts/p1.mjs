// SPDX-License-Identifier: Apache-2.0
// Compares patient_records.anchor with balances.transfer_keep_alive from two raw results of
// `galen benchmark pallet --json-file`: own time (median) + reads x 25 us + writes x 100 us.
import { readFileSync } from "node:fs";

const READ_US = 25;
const WRITE_US = 100;

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

const files = process.argv.slice(2);
const calls = files.flatMap(load);
const base = calls.find((call) => call.call === "transfer_keep_alive");
if (!base) throw new Error("no transfer_keep_alive among the results");
const rows = calls.filter((call) => call === base || !call.pallet.includes("balances"));
console.log("call                                              own us  reads writes  charge us  ratio");
for (const { pallet, call, own, reads, writes, charge } of rows) {
	const name = `${pallet}.${call}`.padEnd(48);
	const ratio = (charge / base.charge).toFixed(2);
	console.log(
		`${name} ${own.toFixed(1).padStart(7)} ${String(reads).padStart(6)} ${String(writes).padStart(6)} ` +
			`${charge.toFixed(1).padStart(10)} ${ratio.padStart(6)}`,
	);
}
const own = rows.filter((call) => call !== base);
console.log(`median ratio of ${own.length} calls: ${median(own.map((call) => call.charge / base.charge)).toFixed(2)}`);
