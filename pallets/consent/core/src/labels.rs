// SPDX-License-Identifier: Apache-2.0

//! Security labels: the axis that custodians evaluate off chain.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_core::{bounded::BoundedVec, ConstU32};

/// How many data references a provision can name.
pub const MAX_REFERENCES: u32 = 8;

/// A provision's restriction to labelled data.
pub trait LabelAxis {
	/// What is known of the data.
	type Facts;

	/// Whether the data is among that to which the provision is restricted.
	fn matches(&self, facts: &Self::Facts) -> bool;
}

/// On chain: no label is known, none restricts.
impl LabelAxis for () {
	type Facts = ();

	fn matches(&self, (): &()) -> bool {
		true
	}
}

/// The codes of HL7 v3 Confidentiality that aren't deprecated, in their order.
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
pub enum Confidentiality {
	/// Unrestricted.
	#[codec(index = 0)]
	U,
	/// Low.
	#[codec(index = 1)]
	L,
	/// Moderate.
	#[codec(index = 2)]
	M,
	/// Normal.
	#[codec(index = 3)]
	N,
	/// Restricted.
	#[codec(index = 4)]
	R,
	/// Very restricted.
	#[codec(index = 5)]
	V,
}

/// Defines the codes, their bits, and which code each is a kind of.
macro_rules! sensitivities {
	($( $(#[$meta:meta])* $code:ident = $index:literal $(in $parent:ident)?, )+) => {
		/// The codes of HL7 v3 ActCode's information sensitivity policies.
		#[derive(
			Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode,
			DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
		)]
		pub enum Sensitivity {
			$( $(#[$meta])* #[codec(index = $index)] $code, )+
		}

		impl Sensitivity {
			/// Every code, in the order of their indices.
			pub const ALL: &'static [Self] = &[$(Self::$code),+];

			/// The set of this alone.
			pub const fn set(self) -> Sensitivities {
				match self {
					$(Self::$code => Sensitivities(1 << $index),)+
				}
			}

			/// The code that this is a kind of, if it is one.
			pub const fn parent(self) -> Option<Self> {
				match self {
					$($(Self::$code => Some(Self::$parent),)?)+
					_ => None,
				}
			}
		}
	};
}

sensitivities! {
	/// Substance abuse.
	ETH = 0,
	/// Alcohol use disorder.
	ETHUD = 1 in ETH,
	/// Opioid use disorder.
	OPIOIDUD = 2 in ETH,
	/// Psychiatry.
	PSY = 3 in SPI,
	/// Sexual assault, abuse, or domestic violence.
	SDV = 4,
	/// HIV or AIDS.
	HIV = 5,
	/// Genetic disease.
	GDIS = 6,
	/// Military sexual trauma.
	MST = 7,
	/// Sickle cell anaemia.
	SCA = 8,
	/// Sexuality and reproductive health.
	SEX = 9,
	/// Specially protected information.
	SPI = 10,
	/// Behavioural health.
	BH = 11 in SPI,
	/// Cognitive disability.
	COGN = 12 in BH,
	/// Developmental disability.
	DVD = 13 in BH,
	/// Emotional disturbance.
	EMOTDIS = 14 in BH,
	/// Mental health.
	MH = 15 in SPI,
	/// Psychotherapy notes.
	PSYTHPN = 16 in SPI,
	/// Substance use disorder.
	SUD = 17 in SPI,
	/// Sexually transmitted disease.
	STD = 18,
	/// Taboo.
	TBOO = 19,
	/// Violence.
	VIO = 20,
	/// Sickle cell.
	SICKLE = 21,
	/// Adolescent.
	ADOL = 22,
	/// Celebrity.
	CEL = 23,
	/// Diagnosis.
	DIA = 24,
	/// Drugs.
	DRGIS = 25,
	/// Employee.
	EMP = 26,
	/// Patient default.
	PDS = 27,
	/// Physician requested.
	PHY = 28,
	/// Patient requested.
	PRS = 29,
	/// All demographics.
	DEMO = 30,
	/// Date of birth.
	DOB = 31,
	/// Gender.
	GENDER = 32,
	/// Living arrangement.
	LIVARG = 33,
	/// Marital status.
	MARST = 34,
	/// Race.
	RACE = 35,
	/// Religion.
	REL = 36,
	/// Business.
	B = 37,
	/// Employer.
	EMPL = 38,
	/// Location.
	LOCIS = 39,
	/// Sensitive service provider.
	SSP = 40,
}

/// A set of [`Sensitivity`]s. Bit `n` stands for the code with index `n`.
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
pub struct Sensitivities(pub u64);

impl Sensitivities {
	/// The set of `members`.
	pub const fn of(members: &[Sensitivity]) -> Self {
		let (mut bits, mut rest) = (0, members);
		while let [first, others @ ..] = rest {
			bits |= first.set().0;
			rest = others;
		}
		Self(bits)
	}

	/// The bits that stand for something.
	pub const ALL: Self = Self::of(Sensitivity::ALL);

	/// What there is a stigma on: such data is restricted (IHE PCF).
	pub const STIGMATISING: Self = Self::of(&[
		Sensitivity::ETH,
		Sensitivity::ETHUD,
		Sensitivity::OPIOIDUD,
		Sensitivity::PSY,
		Sensitivity::SDV,
		Sensitivity::HIV,
		Sensitivity::GDIS,
		Sensitivity::MST,
		Sensitivity::SCA,
		Sensitivity::SEX,
		Sensitivity::SPI,
		Sensitivity::BH,
		Sensitivity::COGN,
		Sensitivity::DVD,
		Sensitivity::EMOTDIS,
		Sensitivity::MH,
		Sensitivity::PSYTHPN,
		Sensitivity::SUD,
		Sensitivity::STD,
		Sensitivity::TBOO,
		Sensitivity::VIO,
		Sensitivity::SICKLE,
	]);

	/// Whether `code` is named.
	pub const fn contains(self, code: Sensitivity) -> bool {
		self.0 & code.set().0 != 0
	}

	/// Whether the two sets share a code.
	pub const fn intersects(self, other: Self) -> bool {
		self.0 & other.0 != 0
	}

	/// Whether `code` or one that it is a kind of is named.
	pub const fn cover(self, code: Sensitivity) -> bool {
		let mut kind = Some(code);
		while let Some(this) = kind {
			if self.contains(this) {
				return true;
			}
			kind = this.parent();
		}
		false
	}

	/// Whether one of `codes` is covered.
	pub fn cover_any(self, codes: Self) -> bool {
		Sensitivity::ALL.iter().any(|code| codes.contains(*code) && self.cover(*code))
	}
}

/// A reference to data (FHIR consent-data-meaning). What it refers to is the custodian's to know.
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
pub enum DataReference {
	/// This document.
	#[codec(index = 0)]
	Instance([u8; 32]),
	/// This document and those that it refers to.
	#[codec(index = 1)]
	Related([u8; 32]),
	/// This document and those that refer to it.
	#[codec(index = 2)]
	Dependents([u8; 32]),
	/// What this author has written.
	#[codec(index = 3)]
	AuthoredBy([u8; 32]),
}

/// To which labels a provision is restricted. The default restricts nothing.
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
pub struct Labels {
	/// Only data at least that confidential: what a provision that denies usually names.
	pub floor: Option<Confidentiality>,
	/// Only data at most that confidential, the high-water mark of FHIR: what a provision that
	/// permits usually names.
	pub ceiling: Option<Confidentiality>,
	/// Only data with one of these sensitivities or a kind of one.
	pub sensitivities: Sensitivities,
	/// Only data that one of these refers to.
	pub references: BoundedVec<DataReference, ConstU32<MAX_REFERENCES>>,
}

impl Labels {
	/// Whether some data can match, and no bit stands for nothing.
	pub fn is_proper(&self) -> bool {
		let ordered = match (self.floor, self.ceiling) {
			(Some(floor), Some(ceiling)) => floor <= ceiling,
			_ => true,
		};
		ordered && self.sensitivities.0 & !Sensitivities::ALL.0 == 0
	}
}

/// What a custodian knows of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LabelFacts {
	/// How confidential it is.
	pub confidentiality: Confidentiality,
	/// What it is sensitive for.
	pub sensitivities: Sensitivities,
	/// Which it is.
	pub instance: [u8; 32],
	/// The documents that refer to it.
	pub referrers: Vec<[u8; 32]>,
	/// The documents that it refers to.
	pub references: Vec<[u8; 32]>,
	/// Who has written it.
	pub authors: Vec<[u8; 32]>,
}

impl LabelFacts {
	/// Whether the labels can be: what there is a stigma on is restricted at least (IHE PCF).
	/// A custodian corrects labels that aren't before it decides anything by them.
	pub fn is_well_formed(&self) -> bool {
		self.sensitivities.0 & !Sensitivities::ALL.0 == 0
			&& (self.confidentiality >= Confidentiality::R
				|| !self.sensitivities.intersects(Sensitivities::STIGMATISING))
	}

	fn is_referred_to(&self, reference: &DataReference) -> bool {
		match reference {
			DataReference::Instance(id) => self.instance == *id,
			DataReference::Related(id) => self.instance == *id || self.referrers.contains(id),
			DataReference::Dependents(id) => self.instance == *id || self.references.contains(id),
			DataReference::AuthoredBy(id) => self.authors.contains(id),
		}
	}
}

impl LabelAxis for Labels {
	type Facts = LabelFacts;

	fn matches(&self, facts: &LabelFacts) -> bool {
		self.floor.is_none_or(|floor| floor <= facts.confidentiality)
			&& self.ceiling.is_none_or(|ceiling| facts.confidentiality <= ceiling)
			&& (self.sensitivities.0 == 0 || self.sensitivities.cover_any(facts.sensitivities))
			&& (self.references.is_empty()
				|| self.references.iter().any(|reference| facts.is_referred_to(reference)))
	}
}
