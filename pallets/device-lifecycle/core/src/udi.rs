// SPDX-License-Identifier: Apache-2.0

//! Unique Device Identification: the part that names the model (UDI-DI), and what a label adds to
//! tell its devices apart (UDI-PI).

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use galen_primitives::{
	gs1::{is_valid_text, Gtin, Text20},
	Digest, Moment,
};
use scale_info::TypeInfo;
use sp_core::{bounded::BoundedVec, ConstU32};

/// Who issues device identifiers.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum IssuingAgency {
	/// GS1.
	#[codec(index = 0)]
	Gs1,
	/// The Health Industry Business Communications Council.
	#[codec(index = 1)]
	Hibcc,
	/// ICCBBA, for products of human origin (ISBT 128).
	#[codec(index = 2)]
	Iccbba,
}

/// The longest HIBCC device identifier: labeler 4, product 18, unit of measure 1.
pub const MAX_HIBCC: u32 = 23;

/// The shortest: a product code of one character.
const MIN_HIBCC: usize = 6;

/// A UDI-DI: the fixed part of the identification, which names the model and its version.
///
/// An agency that isn't among these doesn't decode. Whoever takes one in asks
/// [`DeviceIdentifier::check`].
#[derive(
	Clone,
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
pub enum DeviceIdentifier {
	/// A Global Trade Item Number, AI 01, with its check digit.
	#[codec(index = 0)]
	Gs1(Gtin),
	/// Labeler identification code, product or catalogue number, unit of measure, in capitals.
	///
	/// Without the `+` before it and the modulo-43 character behind it: those belong to the
	/// carrier, and the character checks the carrier's own data.
	#[codec(index = 1)]
	Hibcc(BoundedVec<u8, ConstU32<MAX_HIBCC>>),
	/// Facility identification number of the processor (5), facility product code (6), product
	/// description code (5): ISBT 128's data structure 034 without its `=/`.
	#[codec(index = 2)]
	Iccbba([u8; 16]),
}

/// Why a UDI-DI isn't one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DiFlaw {
	/// It has too few characters or too many.
	WrongLength,
	/// Its check digit isn't that of the others.
	WrongCheckDigit,
	/// A character isn't a capital letter or a digit.
	WrongCharacter,
	/// Whoever labels or processes isn't named the way its agency does.
	WrongLabeler,
	/// The unit of measure isn't a digit.
	WrongUnit,
	/// The product description code doesn't begin with a letter.
	WrongProductCode,
}

/// A capital letter or a digit.
const fn is_alphanumeric(byte: u8) -> bool {
	matches!(byte, b'A'..=b'Z' | b'0'..=b'9')
}

/// What ISBT 128 allows in a facility identification number: no letter that looks like a zero.
const fn is_facility(byte: u8) -> bool {
	is_alphanumeric(byte) && byte != b'O'
}

impl DeviceIdentifier {
	/// Who has issued it.
	pub fn agency(&self) -> IssuingAgency {
		match self {
			Self::Gs1(_) => IssuingAgency::Gs1,
			Self::Hibcc(_) => IssuingAgency::Hibcc,
			Self::Iccbba(_) => IssuingAgency::Iccbba,
		}
	}

	/// Whether it has the form that its agency gives it.
	pub fn check(&self) -> Result<(), DiFlaw> {
		match self {
			Self::Gs1(gtin) => check_gs1(gtin),
			Self::Hibcc(text) => check_hibcc(text),
			Self::Iccbba(text) => check_iccbba(text),
		}
	}
}

fn check_gs1(gtin: &Gtin) -> Result<(), DiFlaw> {
	// Zero is a number that was left out.
	if gtin.0 == 0 || gtin.0 >= 100_000_000_000_000 {
		return Err(DiFlaw::WrongLength);
	}
	gtin.is_valid().then_some(()).ok_or(DiFlaw::WrongCheckDigit)
}

fn check_hibcc(text: &[u8]) -> Result<(), DiFlaw> {
	let (labeler, rest) = text
		.split_first_chunk::<4>()
		.filter(|_| text.len() >= MIN_HIBCC)
		.ok_or(DiFlaw::WrongLength)?;
	let (unit, product) = rest.split_last().ok_or(DiFlaw::WrongLength)?;
	let [first, others @ ..] = labeler;
	if !first.is_ascii_uppercase() || !others.iter().all(|byte| is_alphanumeric(*byte)) {
		return Err(DiFlaw::WrongLabeler);
	}
	if !product.iter().all(|byte| is_alphanumeric(*byte)) {
		return Err(DiFlaw::WrongCharacter);
	}
	unit.is_ascii_digit().then_some(()).ok_or(DiFlaw::WrongUnit)
}

fn check_iccbba(text: &[u8; 16]) -> Result<(), DiFlaw> {
	let [f0, f1, f2, f3, f4, product @ .., p0, p1, p2, p3, p4] = text;
	// A leading zero would be no facility's.
	if *f0 == b'0' || ![f0, f1, f2, f3, f4].iter().all(|byte| is_facility(**byte)) {
		return Err(DiFlaw::WrongLabeler);
	}
	if !product.iter().chain([p0, p1, p2, p3, p4]).all(|byte| is_alphanumeric(*byte)) {
		return Err(DiFlaw::WrongCharacter);
	}
	p0.is_ascii_uppercase().then_some(()).ok_or(DiFlaw::WrongProductCode)
}

/// Which production identifiers a model's labels carry (GUDID), a bit each.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct ProductionFlags(pub u8);

impl ProductionFlags {
	/// Bit 0: a lot or batch.
	pub const LOT: Self = Self(1);
	/// Bit 1: a serial number.
	pub const SERIAL: Self = Self(1 << 1);
	/// Bit 2: a date of manufacture.
	pub const MANUFACTURED: Self = Self(1 << 2);
	/// Bit 3: an expiry date.
	pub const EXPIRY: Self = Self(1 << 3);
	/// Bit 4: a donation identification number.
	pub const DONATION: Self = Self(1 << 4);
	/// Every bit that stands for something.
	pub const ALL: Self = Self(0b1_1111);

	/// Whether all of `other` are among these.
	pub const fn contains(self, other: Self) -> bool {
		self.0 & other.0 == other.0
	}

	/// Whether no bit is set that stands for nothing. A label may carry nothing but the model.
	pub const fn is_valid(self) -> bool {
		self.0 & !Self::ALL.0 == 0
	}

	/// These and those.
	pub const fn and(self, other: Self) -> Self {
		Self(self.0 | other.0)
	}
}

/// A UDI-PI: what the label of one device says beside the model.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct ProductionIdentifiers {
	/// The lot or batch.
	pub lot: Option<Text20>,
	/// The serial number.
	pub serial: Option<Text20>,
	/// The date of manufacture.
	pub manufactured: Option<Moment>,
	/// The expiry date.
	pub expiry: Option<Moment>,
	/// A salted commitment to the donation's number, which leads to a donor and therefore stays off
	/// chain.
	pub donation: Option<Digest>,
	/// Which of those that bear the same label, counted by whoever registers them. Zero where the
	/// serial number tells them apart.
	pub unit: u32,
}

/// A part of a UDI-PI.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PiField {
	/// The lot or batch.
	Lot,
	/// The serial number.
	Serial,
	/// The date of manufacture.
	Manufactured,
	/// The expiry date.
	Expiry,
	/// The donation.
	Donation,
	/// Which of those with the same label.
	Unit,
}

/// Why a UDI-PI isn't one of a model's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PiFlaw {
	/// The model's labels carry it, and it isn't there.
	Missing(PiField),
	/// The model's labels don't carry it, and it is there.
	Extra(PiField),
	/// A lot or serial number is empty or has characters that labels don't.
	Malformed(PiField),
	/// It would expire before it was made, or at that very moment.
	ExpiresTooEarly,
}

impl ProductionIdentifiers {
	/// Whether these are exactly those that the flags name, each well formed.
	pub fn check(&self, flags: ProductionFlags) -> Result<(), PiFlaw> {
		let fields = [
			(ProductionFlags::LOT, self.lot.is_some(), PiField::Lot),
			(ProductionFlags::SERIAL, self.serial.is_some(), PiField::Serial),
			(ProductionFlags::MANUFACTURED, self.manufactured.is_some(), PiField::Manufactured),
			(ProductionFlags::EXPIRY, self.expiry.is_some(), PiField::Expiry),
			(ProductionFlags::DONATION, self.donation.is_some(), PiField::Donation),
		];
		for (flag, is_there, field) in fields {
			match (flags.contains(flag), is_there) {
				(true, false) => return Err(PiFlaw::Missing(field)),
				(false, true) => return Err(PiFlaw::Extra(field)),
				_ => {},
			}
		}
		if self.unit != 0 && self.serial.is_some() {
			return Err(PiFlaw::Extra(PiField::Unit));
		}
		for (text, field) in [(&self.lot, PiField::Lot), (&self.serial, PiField::Serial)] {
			if text.as_ref().is_some_and(|text| !is_valid_text(text)) {
				return Err(PiFlaw::Malformed(field));
			}
		}
		if self.donation.is_some_and(|donation| donation.is_zero()) {
			return Err(PiFlaw::Malformed(PiField::Donation));
		}
		match (self.manufactured, self.expiry) {
			(Some(made), Some(expiry)) if expiry <= made => Err(PiFlaw::ExpiresTooEarly),
			_ => Ok(()),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use galen_primitives::HashAlgorithm;
	use proptest::prelude::*;

	fn hibcc(text: &[u8]) -> DeviceIdentifier {
		DeviceIdentifier::Hibcc(text.to_vec().try_into().unwrap())
	}

	#[test]
	fn identifiers_of_every_agency_should_be_taken() {
		// FHIR's own examples, and the shortest and the longest of HIBCC's.
		assert_eq!(DeviceIdentifier::Gs1(Gtin(844588003288)).check(), Ok(()));
		assert_eq!(hibcc(b"H123PARTNO12345670").check(), Ok(()));
		assert_eq!(hibcc(b"A99X10").check(), Ok(()));
		assert_eq!(hibcc(b"A999ABCDEFGHIJKLMNOPQR9").check(), Ok(()));
		assert_eq!(DeviceIdentifier::Iccbba(*b"A9999XYZ100T0944").check(), Ok(()));
		let agencies = [
			(DeviceIdentifier::Gs1(Gtin(1)), IssuingAgency::Gs1),
			(hibcc(b""), IssuingAgency::Hibcc),
			(DeviceIdentifier::Iccbba([0; 16]), IssuingAgency::Iccbba),
		];
		for (identifier, agency) in agencies {
			assert_eq!(identifier.agency(), agency);
		}
	}

	#[test]
	fn malformed_identifiers_should_be_refused_with_their_cause() {
		use DiFlaw::*;
		let cases = [
			(DeviceIdentifier::Gs1(Gtin(844588003289)), WrongCheckDigit),
			(DeviceIdentifier::Gs1(Gtin(0)), WrongLength),
			(DeviceIdentifier::Gs1(Gtin(100_000_000_000_000)), WrongLength),
			(hibcc(b""), WrongLength),
			(hibcc(b"A9990"), WrongLength),
			(hibcc(b"9999PROD0"), WrongLabeler),
			(hibcc(b"A99-PROD0"), WrongLabeler),
			(hibcc(b"a999PROD0"), WrongLabeler),
			(hibcc(b"A999PR-D0"), WrongCharacter),
			(hibcc(b"A999prod0"), WrongCharacter),
			(hibcc(b"A999PRODX"), WrongUnit),
			(DeviceIdentifier::Iccbba(*b"09999XYZ100T0944"), WrongLabeler),
			(DeviceIdentifier::Iccbba(*b"O9999XYZ100T0944"), WrongLabeler),
			(DeviceIdentifier::Iccbba(*b"A99O9XYZ100T0944"), WrongLabeler),
			(DeviceIdentifier::Iccbba(*b"A9999XyZ100T0944"), WrongCharacter),
			(DeviceIdentifier::Iccbba(*b"A9999XYZ100T094-"), WrongCharacter),
			(DeviceIdentifier::Iccbba(*b"A9999XYZ10000944"), WrongProductCode),
		];
		for (identifier, flaw) in cases {
			assert_eq!(identifier.check(), Err(flaw), "{identifier:?}");
		}
	}

	#[test]
	fn an_unknown_agency_should_not_decode() {
		let mut bytes = DeviceIdentifier::Gs1(Gtin(844588003288)).encode();
		bytes[0] = 3;
		assert!(DeviceIdentifier::decode(&mut bytes.as_slice()).is_err());
	}

	const FIELDS: [(ProductionFlags, PiField); 5] = [
		(ProductionFlags::LOT, PiField::Lot),
		(ProductionFlags::SERIAL, PiField::Serial),
		(ProductionFlags::MANUFACTURED, PiField::Manufactured),
		(ProductionFlags::EXPIRY, PiField::Expiry),
		(ProductionFlags::DONATION, PiField::Donation),
	];

	/// Exactly what the flags name.
	fn exactly(flags: ProductionFlags) -> ProductionIdentifiers {
		let text = |text: &[u8]| Text20::try_from(text.to_vec()).unwrap();
		let has = |flag| flags.contains(flag);
		ProductionIdentifiers {
			lot: has(ProductionFlags::LOT).then(|| text(b"L1")),
			serial: has(ProductionFlags::SERIAL).then(|| text(b"S1")),
			manufactured: has(ProductionFlags::MANUFACTURED).then_some(1),
			expiry: has(ProductionFlags::EXPIRY).then_some(2),
			donation: has(ProductionFlags::DONATION)
				.then_some(Digest { algorithm: HashAlgorithm::Sha2_256, bytes: [1; 32] }),
			unit: 0,
		}
	}

	#[test]
	fn production_identifiers_should_be_exactly_the_flags() {
		for flags in (0..32).map(ProductionFlags) {
			assert!(flags.is_valid());
			let right = exactly(flags);
			assert_eq!(right.check(flags), Ok(()), "{flags:?}");
			// Each field is toggled in turn.
			for (flag, field) in FIELDS {
				let wrong = exactly(ProductionFlags(flags.0 ^ flag.0));
				let flaw = if flags.contains(flag) {
					PiFlaw::Missing(field)
				} else {
					PiFlaw::Extra(field)
				};
				assert_eq!(wrong.check(flags), Err(flaw), "{flags:?}");
			}
			let counted = ProductionIdentifiers { unit: 1, ..right };
			let extra = Err(PiFlaw::Extra(PiField::Unit));
			let has_serial = flags.contains(ProductionFlags::SERIAL);
			assert_eq!(counted.check(flags), if has_serial { extra } else { Ok(()) });
		}
		assert!(!ProductionFlags(32).is_valid());
	}

	#[test]
	fn production_identifiers_should_be_well_formed() {
		let right = exactly(ProductionFlags::ALL);
		let bad = |text: &[u8]| Some(Text20::try_from(text.to_vec()).unwrap());
		let cases = [
			(
				ProductionIdentifiers { lot: bad(b""), ..right.clone() },
				PiFlaw::Malformed(PiField::Lot),
			),
			(
				ProductionIdentifiers { serial: bad(b"a b"), ..right.clone() },
				PiFlaw::Malformed(PiField::Serial),
			),
			(
				ProductionIdentifiers {
					donation: Some(Digest { algorithm: HashAlgorithm::Sha2_256, bytes: [0; 32] }),
					..right.clone()
				},
				PiFlaw::Malformed(PiField::Donation),
			),
			(ProductionIdentifiers { expiry: Some(1), ..right }, PiFlaw::ExpiresTooEarly),
		];
		for (identifiers, flaw) in cases {
			assert_eq!(identifiers.check(ProductionFlags::ALL), Err(flaw));
		}
	}

	proptest! {
		#[test]
		fn no_bytes_should_make_the_check_panic(text in proptest::collection::vec(any::<u8>(), 0..24), gtin in any::<u64>(), isbt in any::<[u8; 16]>()) {
			let _ = DeviceIdentifier::Gs1(Gtin(gtin)).check();
			let _ = DeviceIdentifier::Iccbba(isbt).check();
			if let Ok(text) = BoundedVec::try_from(text) {
				let _ = DeviceIdentifier::Hibcc(text).check();
			}
		}

		#[test]
		fn what_has_the_form_of_hibcc_should_be_taken(text in "[A-Z][A-Z0-9]{3}[A-Z0-9]{1,18}[0-9]") {
			prop_assert_eq!(hibcc(text.as_bytes()).check(), Ok(()));
		}
	}
}
