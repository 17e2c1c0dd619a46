// SPDX-License-Identifier: Apache-2.0

//! A few seconds of it, so that it keeps working.

use galen_fuzz::{world::WALKS, Fuzzer, Until};

#[test]
fn a_short_run_should_reach_much_and_find_nothing() {
	let mut fuzzer = Fuzzer::new(1, WALKS);
	let walked = fuzzer.calls_done();
	assert!(walked >= 200, "the walks do {walked} calls");
	fuzzer.run(Until::Executions(400));
	let done = fuzzer.calls_done();
	assert!(done >= walked + 5, "chance does {done} calls, the walks {walked}");
	let findings: Vec<_> = fuzzer.findings().collect();
	assert!(findings.is_empty(), "{findings:#?}");
}
