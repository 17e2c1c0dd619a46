// SPDX-License-Identifier: Apache-2.0

//! What a patient can say: directives, made of provisions.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use galen_primitives::{
	iso3166, Actor, ConsentId, DataClass, DataClasses, DepartmentId, FieldGroups, GroupId,
	InstitutionId, Period, PurposeOfUse, Purposes, Role, StudyId,
};
use scale_info::TypeInfo;
use sp_core::{bounded::BoundedVec, ConstU32};

/// How many actors a provision can name. Groups stand for more.
pub const MAX_ACTORS: u32 = 4;

/// How many exceptions a directive can have. With more, another directive is easier to read.
pub const MAX_EXCEPTIONS: u32 = 3;

/// How many custodians a directive can name.
pub const MAX_CUSTODIANS: u32 = 4;

/// How many jurisdictions a provision can name.
pub const MAX_JURISDICTIONS: u32 = 4;

/// How many directives a patient can have at a time: one read of some 26 KiB at worst, and 1 KiB
/// as a rule.
pub const MAX_DIRECTIVES: u32 = 32;

/// How many institutions a directive can name: its custodians, and the actors of its provisions.
pub const MAX_NAMED: u32 = 20;

/// Whether a provision permits or denies. Stated with each, as in FHIR R4: an exception isn't
/// simply the opposite of what it is an exception to.
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
pub enum Decision {
	/// It permits.
	#[codec(index = 0)]
	Permit,
	/// It denies.
	#[codec(index = 1)]
	Deny,
}

/// Whom a provision is about.
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
pub enum ActorRef<AccountId> {
	/// One member of an institution's staff.
	#[codec(index = 0)]
	Person(AccountId),
	/// An institution's staff.
	#[codec(index = 1)]
	Institution(InstitutionId),
	/// A department's staff.
	#[codec(index = 2)]
	Department(InstitutionId, DepartmentId),
	/// Everybody in that role, wherever it is.
	#[codec(index = 3)]
	Role(Role),
	/// Who belongs to a group of an institution's staff.
	#[codec(index = 4)]
	Group(InstitutionId, GroupId),
}

impl<AccountId: PartialEq> ActorRef<AccountId> {
	/// Whether it is about `actor`, who belongs to `groups` of the own institution.
	pub fn means(&self, actor: &Actor<AccountId>, groups: &[GroupId]) -> bool {
		match self {
			Self::Person(account) => *account == actor.account,
			Self::Institution(institution) => *institution == actor.institution,
			Self::Department(institution, department) => {
				*institution == actor.institution && *department == actor.department
			},
			Self::Role(role) => *role == actor.role,
			Self::Group(institution, group) => {
				*institution == actor.institution && groups.contains(group)
			},
		}
	}
}

impl<AccountId> ActorRef<AccountId> {
	/// The institution that it names, if it does.
	pub const fn institution(&self) -> Option<InstitutionId> {
		match self {
			Self::Institution(institution)
			| Self::Department(institution, _)
			| Self::Group(institution, _) => Some(*institution),
			Self::Person(_) | Self::Role(_) => None,
		}
	}
}

/// What is permitted or denied. Every axis that is empty doesn't restrict.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Provision<AccountId, Labels = ()> {
	/// Whether it permits or denies.
	pub decision: Decision,
	/// When it holds: the time of use.
	pub period: Option<Period>,
	/// Over what: the time that the data tells of.
	pub data_period: Option<Period>,
	/// Whom it is about.
	pub actors: BoundedVec<ActorRef<AccountId>, ConstU32<MAX_ACTORS>>,
	/// For what, kinds included. Break-glass counts only where it is named itself.
	pub purposes: Purposes,
	/// Which compartments, a bit each.
	pub compartments: u64,
	/// Which classes of data.
	pub data_classes: DataClasses,
	/// Which parts of documents.
	pub fields: FieldGroups,
	/// Under which law the requester's institution is, in ISO 3166-1 numeric codes.
	pub jurisdictions: BoundedVec<u16, ConstU32<MAX_JURISDICTIONS>>,
	/// Which labels. `()` on chain.
	pub labels: Labels,
}

impl<AccountId, Labels: Default> Provision<AccountId, Labels> {
	/// One without a restriction.
	pub fn new(decision: Decision) -> Self {
		Self {
			decision,
			period: None,
			data_period: None,
			actors: BoundedVec::new(),
			purposes: Purposes(0),
			compartments: 0,
			data_classes: DataClasses(0),
			fields: FieldGroups::NONE,
			jurisdictions: BoundedVec::new(),
			labels: Labels::default(),
		}
	}

	/// One that permits, without a restriction.
	pub fn permit() -> Self {
		Self::new(Decision::Permit)
	}

	/// One that denies, without a restriction.
	pub fn deny() -> Self {
		Self::new(Decision::Deny)
	}
}

/// What a patient consents to or forbids: a root, and exceptions to it. The root limits the whole;
/// where it says nothing, neither does an exception.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Directive<AccountId, Labels = ()> {
	/// What holds in general. Its period is the directive's.
	pub root: Provision<AccountId, Labels>,
	/// What holds otherwise. One level, by construction (IHE PCF).
	pub exceptions: BoundedVec<Provision<AccountId, Labels>, ConstU32<MAX_EXCEPTIONS>>,
	/// Whose data it is about; everybody's if it names nobody.
	pub custodians: BoundedVec<InstitutionId, ConstU32<MAX_CUSTODIANS>>,
	/// For which study alone. Without one, research may be denied but is never permitted.
	pub study: Option<StudyId>,
}

impl<AccountId, Labels> From<Provision<AccountId, Labels>> for Directive<AccountId, Labels> {
	fn from(root: Provision<AccountId, Labels>) -> Self {
		Self { root, exceptions: BoundedVec::new(), custodians: BoundedVec::new(), study: None }
	}
}

/// A directive with its number and version.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct ActiveDirective<AccountId, Labels = ()> {
	/// Its number.
	pub consent: ConsentId,
	/// Its version.
	pub version: u32,
	/// What it says.
	pub directive: Directive<AccountId, Labels>,
}

/// Why a directive can't be meant as it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flaw {
	/// A period ends before it begins.
	ImproperPeriod,
	/// A bit of a set stands for nothing.
	UnknownBits,
	/// A jurisdiction isn't an ISO 3166-1 numeric code.
	UnknownJurisdiction,
	/// A directive for a study names a purpose that isn't research.
	StudyNotResearch,
	/// Research is permitted without a study.
	ResearchWithoutStudy,
}

/// `top` and its kinds.
const fn family(top: PurposeOfUse) -> Purposes {
	let (mut bits, mut rest) = (0, PurposeOfUse::ALL);
	while let [first, others @ ..] = rest {
		if first.is_a(top) {
			bits |= first.set().0;
		}
		rest = others;
	}
	Purposes(bits)
}

const RESEARCH: Purposes = family(PurposeOfUse::HRESCH);
const TREATMENT: Purposes = Purposes(family(PurposeOfUse::TREAT).0 & !PurposeOfUse::BTG.set().0);

/// Compartment 0 alone: all that a policy opens.
const COMMON_COMPARTMENT: u64 = 1;

const fn is_within(set: Purposes, limit: Purposes) -> bool {
	set.0 & !limit.0 == 0
}

impl<AccountId, Labels> Directive<AccountId, Labels> {
	/// The root and the exceptions.
	pub fn provisions(&self) -> impl Iterator<Item = &Provision<AccountId, Labels>> {
		core::iter::once(&self.root).chain(self.exceptions.iter())
	}

	/// The institutions that it names, as often as it does.
	pub fn institutions(&self) -> impl Iterator<Item = InstitutionId> + '_ {
		let actors = self.provisions().flat_map(|provision| provision.actors.iter());
		self.custodians.iter().copied().chain(actors.filter_map(ActorRef::institution))
	}

	/// Whether it names a group of that institution.
	pub fn names_group_of(&self, institution: InstitutionId) -> bool {
		self.provisions()
			.flat_map(|provision| provision.actors.iter())
			.any(|actor| matches!(actor, ActorRef::Group(of, _) if *of == institution))
	}

	/// Whether it names a jurisdiction.
	pub fn names_jurisdiction(&self) -> bool {
		self.provisions().any(|provision| !provision.jurisdictions.is_empty())
	}

	/// Whether its period is over.
	pub fn is_over(&self, now: galen_primitives::Moment) -> bool {
		self.root.period.and_then(|period| period.until).is_some_and(|until| until <= now)
	}

	/// Whether it can be meant as it is written.
	pub fn check(&self) -> Result<(), Flaw> {
		for provision in self.provisions() {
			let periods = [provision.period, provision.data_period];
			if !periods.iter().flatten().all(Period::is_proper) {
				return Err(Flaw::ImproperPeriod);
			}
			if !is_within(provision.purposes, Purposes::ALL)
				|| provision.data_classes.0 & !DataClasses::ALL.0 != 0
				|| !provision.fields.without(FieldGroups::ALL).is_empty()
			{
				return Err(Flaw::UnknownBits);
			}
			if !provision.jurisdictions.iter().copied().all(iso3166::is_assigned) {
				return Err(Flaw::UnknownJurisdiction);
			}
			if self.study.is_some() {
				if !is_within(provision.purposes, RESEARCH) {
					return Err(Flaw::StudyNotResearch);
				}
			} else if provision.decision == Decision::Permit
				&& provision.purposes.intersects(RESEARCH)
			{
				return Err(Flaw::ResearchWithoutStudy);
			}
		}
		Ok(())
	}

	/// Whether it permits nothing that [`PolicyKind::Normal`](crate::PolicyKind::Normal) wouldn't:
	/// as much as somebody else may record for a patient who can't do it yet, from a signed form.
	///
	/// - Every provision that permits is, by itself or by the root, for treatment alone and for
	///   compartment 0 alone; if there is one, the directive has an end.
	/// - None is for a study, speaks of core data, or of break-glass: that must stay open to
	///   whoever can't withdraw by themselves.
	pub fn is_within_treatment(&self) -> bool {
		let break_glass = PurposeOfUse::BTG;
		let mut permits =
			self.provisions().filter(|provision| provision.decision == Decision::Permit).peekable();
		let ends = self.root.period.is_some_and(|period| period.until.is_some());
		self.study.is_none()
			&& self.provisions().all(|provision| {
				!provision.purposes.contains(break_glass)
					&& !provision.data_classes.contains(DataClass::Core)
			}) && (ends || permits.peek().is_none())
			&& permits.all(|provision| {
				let purposes = match provision.purposes {
					Purposes(0) => self.root.purposes,
					named => named,
				};
				let compartments = match provision.compartments {
					0 => self.root.compartments,
					named => named,
				};
				purposes.0 != 0
					&& is_within(purposes, TREATMENT)
					&& compartments == COMMON_COMPARTMENT
			})
	}
}
