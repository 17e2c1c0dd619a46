// SPDX-License-Identifier: Apache-2.0

//! Commitments to content that stays off chain.
//!
//! Every commitment binds a domain, the chain, the institution that makes it and a salt of 32
//! random bytes that it keeps: copied by another, it says nothing, and without the salt nobody can
//! try out what it might commit to. The `sdk` computes the same bytes; `sdk/vectors.json` holds
//! both to it.

use crate::{statement::statement, ChainId, HashAlgorithm, InstitutionId, PatientId};

/// 32 random bytes that stay off chain. Destroying them makes the commitment unopenable.
pub type Salt = [u8; 32];

/// The commitment to a whole document, over its exact bytes:
/// `H("galen/record" ‖ 0x00 ‖ chain ‖ institution (u32 LE) ‖ salt ‖ document)`.
///
/// `None` for an algorithm that the chain can't compute.
pub fn document(
	algorithm: HashAlgorithm,
	chain: &ChainId,
	institution: InstitutionId,
	salt: &Salt,
	document: &[u8],
) -> Option<[u8; 32]> {
	let mut bytes = statement(b"record", chain, &(institution, salt));
	bytes.extend_from_slice(document);
	algorithm.hash(&bytes)
}

/// The commitment to one field of a document, a leaf of its field tree:
/// `H("galen/field" ‖ 0x00 ‖ chain ‖ institution (u32 LE) ‖ salt ‖ length of path (u32 LE) ‖ path
/// ‖ value)`.
///
/// The path is an RFC 6901 JSON pointer in UTF-8, the value canonical JSON (RFC 8785, numbers as
/// they are written in the document). Every field has a salt of its own. `None` for an algorithm
/// that the chain can't compute or a path of 4 GiB and more.
pub fn field(
	algorithm: HashAlgorithm,
	chain: &ChainId,
	institution: InstitutionId,
	salt: &Salt,
	path: &str,
	value: &str,
) -> Option<[u8; 32]> {
	let length = u32::try_from(path.len()).ok()?;
	let mut bytes = statement(b"field", chain, &(institution, salt, length));
	bytes.extend_from_slice(path.as_bytes());
	bytes.extend_from_slice(value.as_bytes());
	algorithm.hash(&bytes)
}

/// The commitment to whom something was done for, where the chain isn't to link it to the patient:
/// `H("galen/beneficiary" ‖ 0x00 ‖ chain ‖ institution (u32 LE) ‖ salt ‖ patient)`.
///
/// `None` for an algorithm that the chain can't compute.
pub fn patient(
	algorithm: HashAlgorithm,
	chain: &ChainId,
	institution: InstitutionId,
	salt: &Salt,
	patient: &PatientId,
) -> Option<[u8; 32]> {
	algorithm.hash(&statement(b"beneficiary", chain, &(institution, salt, patient)))
}
