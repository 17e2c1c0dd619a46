// SPDX-License-Identifier: Apache-2.0

//! Identifiers that registries and publishers assign, checked by their form.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A number of ClinicalTrials.gov: `NCT` and eight digits. Whoever takes one in asks
/// [`NctId::is_valid`].
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct NctId(pub [u8; 11]);

/// A number of the EU's Clinical Trials Information System, such as `2022-500024-30-00`: year,
/// serial number that begins with 5, check digits, version. Whoever takes one in asks
/// [`EuCtNumber::is_valid`].
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct EuCtNumber(pub [u8; 17]);

/// Whether `text` has the form of `pattern`, in which `0` stands for any digit and everything else
/// for itself.
fn has_form(text: &[u8], pattern: &[u8]) -> bool {
	text.len() == pattern.len()
		&& text.iter().zip(pattern).all(|(letter, form)| match form {
			b'0' => letter.is_ascii_digit(),
			_ => letter == form,
		})
}

impl NctId {
	/// Whether it matches `^NCT\d{8}$`.
	pub fn is_valid(&self) -> bool {
		has_form(&self.0, b"NCT00000000")
	}
}

impl EuCtNumber {
	/// Whether it matches `^\d{4}-5\d{5}-\d{2}-\d{2}$`.
	pub fn is_valid(&self) -> bool {
		has_form(&self.0, b"0000-500000-00-00")
	}
}

/// The longest DOI that is taken. Those in use are hardly longer than 60 characters.
pub const MAX_DOI: u32 = 128;

/// Whether `text` is a DOI: `10.`, four to nine digits, a slash, and printable ASCII without
/// spaces (Crossref: `^10\.\d{4,9}/\S+$`; of other characters few are in use, and none is needed).
pub fn is_doi(text: &[u8]) -> bool {
	let Some(rest) = text.strip_prefix(b"10.") else { return false };
	let digits = rest.iter().take_while(|letter| letter.is_ascii_digit()).count();
	let suffix = match rest.get(digits..) {
		Some([b'/', suffix @ ..]) => suffix,
		_ => return false,
	};
	(4..=9).contains(&digits)
		&& !suffix.is_empty()
		&& suffix.iter().all(|letter| letter.is_ascii_graphic())
		&& u32::try_from(text.len()).is_ok_and(|length| length <= MAX_DOI)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn nct(text: &str) -> bool {
		text.as_bytes().try_into().is_ok_and(|bytes| NctId(bytes).is_valid())
	}
	fn eu(text: &str) -> bool {
		text.as_bytes().try_into().is_ok_and(|bytes| EuCtNumber(bytes).is_valid())
	}

	#[test]
	fn registry_numbers_should_have_their_form() {
		for good in ["NCT00763412", "NCT00973089", "NCT99999999", "NCT00000000"] {
			assert!(nct(good), "{good}");
		}
		for bad in
			["nct00763412", "NCT0076341", "NCT007634123", "NCT0076341A", "NTC00763412", "00763412"]
		{
			assert!(!nct(bad), "{bad}");
		}
		for good in ["2022-500024-30-00", "2023-599999-00-01"] {
			assert!(eu(good), "{good}");
		}
		for bad in [
			"2022-400024-30-00",
			"2022-50002-430-00",
			"2022-500024-30",
			"2022/500024/30/00",
			"2O22-500024-30-00",
			// EudraCT's form, which it replaced.
			"2004-000123-45",
		] {
			assert!(!eu(bad), "{bad}");
		}
	}

	#[test]
	fn dois_should_have_their_form() {
		let longest = [b"10.1000/".as_slice(), &[b'a'; 120]].concat();
		let too_long = [b"10.1000/".as_slice(), &[b'a'; 121]].concat();
		for good in [
			b"10.1056/NEJMoa2034577".as_slice(),
			b"10.1016/S0140-6736(20)32661-1",
			b"10.1000/1",
			b"10.123456789/x",
			&longest,
		] {
			assert!(is_doi(good), "{good:?}");
		}
		for bad in [
			b"".as_slice(),
			b"10.",
			b"10.1056",
			b"10.1056/",
			b"10.105/x",
			b"10.1234567890/x",
			b"11.1056/x",
			b"10.1056/a b",
			b"10.1056/a\n",
			b"10.1056/\xc3\xa9",
			b"https://doi.org/10.1056/x",
			&too_long,
		] {
			assert!(!is_doi(bad), "{bad:?}");
		}
	}

	proptest! {
		#[test]
		fn only_digits_in_their_places_should_do(at in 0usize..11, letter: u8) {
			let mut bytes = *b"NCT00763412";
			bytes[at] = letter;
			let expected =
				if at < 3 { letter == b"NCT"[at] } else { letter.is_ascii_digit() };
			prop_assert_eq!(NctId(bytes).is_valid(), expected);
		}

		#[test]
		fn nothing_should_make_a_doi_panic(text in prop::collection::vec(any::<u8>(), 0..200)) {
			is_doi(&text);
			is_doi(&[b"10.1000/".as_slice(), &text].concat());
		}
	}
}
