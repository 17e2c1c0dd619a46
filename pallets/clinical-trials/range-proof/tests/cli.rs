// SPDX-License-Identifier: Apache-2.0

//! The tool, as somebody at a shell uses it.

#![cfg(feature = "cli")]

use serde_json::Value;
use std::{
	io::Write,
	process::{Command, Stdio},
};

/// What the tool says to these arguments and this input: exit code, output, complaints.
fn run(arguments: &[&str], input: &str) -> (i32, String, String) {
	let mut child = Command::new(env!("CARGO_BIN_EXE_galen-range-proof"))
		.args(arguments)
		.stdin(Stdio::piped())
		.stdout(Stdio::piped())
		.stderr(Stdio::piped())
		.spawn()
		.unwrap();
	// Who doesn't read its input may be gone already.
	let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
	let output = child.wait_with_output().unwrap();
	let text = |bytes| String::from_utf8(bytes).unwrap();
	(output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn range<'a>(command: &'a str, least: &'a str, most: &'a str) -> Vec<&'a str> {
	vec![command, "--least", least, "--most", most, "--context", "0x0102"]
}

fn commit(value: &str) -> (String, String) {
	let (code, opening, complaints) = run(&["commit"], value);
	assert_eq!((code, complaints.as_str()), (0, ""));
	let json: Value = serde_json::from_str(&opening).unwrap();
	assert_eq!(json["value"], value.trim());
	let commitment = json["commitment"].as_str().unwrap().to_owned();
	(opening, commitment)
}

fn verify(commitment: &str, least: &str, most: &str, proof: &str) -> (i32, String) {
	let mut arguments = range("verify", least, most);
	arguments.extend(["--commitment", commitment]);
	let (code, output, _) = run(&arguments, proof);
	(code, output)
}

#[test]
fn a_proof_should_hold_from_commitment_to_check() {
	let (opening, commitment) = commit("42\n");
	let (code, proof, _) = run(&range("prove", "18", "65"), &opening);
	assert_eq!(code, 0);
	assert_eq!(verify(&commitment, "18", "65", &proof), (0, "valid\n".into()));
	assert_eq!(verify(&commitment, "18", "64", &proof), (1, "not valid\n".into()));
	// The largest value, which a number of JavaScript isn't.
	let (opening, commitment) = commit("18446744073709551615");
	let (_, proof, _) = run(&range("prove", "0", "18446744073709551615"), &opening);
	assert_eq!(verify(&commitment, "0", "18446744073709551615", &proof).0, 0);
}

#[test]
fn a_commitment_should_be_another_each_time() {
	assert_ne!(commit("42").1, commit("42").1);
}

#[test]
fn a_proof_should_be_refused_when_the_value_lies_outside() {
	let (opening, _) = commit("17");
	let (code, output, complaint) = run(&range("prove", "18", "65"), &opening);
	assert_eq!((code, output.as_str()), (2, ""));
	assert_eq!(complaint, "error: the value lies outside the range\n");
}

#[test]
fn input_should_be_refused_when_it_is_none_without_being_shown() {
	let (opening, commitment) = commit("1234567890");
	let (other, _) = commit("1234567890");
	let json: Value = serde_json::from_str(&opening).unwrap();
	let blinding = json["blinding"].as_str().unwrap();
	let exchanged = opening.replace(&commitment, &commit("1234567890").1);
	let prove = range("prove", "0", "9999999999");
	for (arguments, input, expected) in [
		(vec!["commit"], "-1234567890", "error: value: not a whole number of at most 64 bits\n"),
		(
			vec!["commit"],
			"18446744073709551616",
			"error: value: not a whole number of at most 64 bits\n",
		),
		(prove.clone(), "1234567890", "error: opening: no text `value`\n"),
		(prove.clone(), "{\"value\": 1234567890", "error: opening: not JSON\n"),
		(prove.clone(), &exchanged, "error: opening: value and blinding aren't the commitment's\n"),
		(
			prove.clone(),
			&opening.replace(blinding, &format!("0x{}", "ff".repeat(32))),
			"error: opening: no such blinding\n",
		),
		(prove.clone(), &opening.replace(blinding, "0x00"), "error: blinding: not 32 bytes\n"),
		(
			prove,
			&opening.replace(blinding, "1234567890x"),
			"error: opening: `blinding` isn't hexadecimal\n",
		),
	] {
		let (code, output, complaint) = run(&arguments, input);
		assert_eq!((code, output.as_str(), complaint.as_str()), (2, "", expected));
	}
	assert_ne!(opening, other);
	assert_eq!(verify(&commitment, "0", "1", "0x00").0, 2);
	assert_eq!(verify("0x00", "0", "1", &"00".repeat(736)).0, 2);
}

#[test]
fn help_should_say_where_secrets_come_from() {
	let (code, help, _) = run(&["--help"], "");
	assert_eq!(code, 0);
	assert!(help.contains("standard input"));
	// There is no argument that takes one.
	for command in ["commit", "prove"] {
		let (_, help, _) = run(&[command, "--help"], "");
		assert!(!help.contains("--value") && !help.contains("--blinding"), "{help}");
	}
}
