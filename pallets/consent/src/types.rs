// SPDX-License-Identifier: Apache-2.0

//! What consents, their versions, proposals, policies and releases are.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use consent_core::{ActiveDirective, ChosenPolicy, Directive, PolicyKind, MAX_DIRECTIVES};
use frame_support::{
	traits::{ConstU32, Get},
	BoundedVec, CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound, PartialEqNoBound,
};
use galen_primitives::{ConsentId, Denial, Digest, InstitutionId, Moment, Period, Permit};
use scale_info::TypeInfo;

/// Gives every plain type below the derives that storage, calls and events ask for.
macro_rules! chain_type {
	($($(#[$meta:meta])* pub $kind:tt $name:ident $(<$account:ident>)? { $($body:tt)* })+) => {
		$(
			$(#[$meta])*
			#[derive(
				Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen,
				TypeInfo,
			)]
			pub $kind $name $(<$account>)? { $($body)* }
		)+
	};
}

chain_type! {
	/// The directives of a patient that weren't ended.
	pub struct PatientDirectives<AccountId> {
		/// The number of the patient's next consent.
		pub next: ConsentId,
		/// The directives, in the order of their numbers. Some may have expired.
		pub active: BoundedVec<ActiveDirective<AccountId>, ConstU32<MAX_DIRECTIVES>>,
	}

	/// Who made a version count (FHIR Consent.performer).
	pub enum Performer<AccountId> {
		/// The patient or a representative.
		#[codec(index = 0)]
		Patient {
			/// Their account.
			account: AccountId,
			/// The institution that proposed it, if it wasn't their own idea.
			proposed_by: Option<InstitutionId>,
		},
		/// The patient, on a form that was recorded.
		#[codec(index = 1)]
		Form {
			/// The institution that has the form.
			institution: InstitutionId,
			/// Who recorded it.
			recorder: AccountId,
		},
	}

	/// Why a version doesn't count any more.
	#[derive(Copy)]
	pub enum EndReason {
		/// Another version took its place.
		#[codec(index = 0)]
		Amended,
		/// It was withdrawn: an explicit revocation.
		#[codec(index = 1)]
		Withdrawn,
		/// Another consent took its place: an implied revocation.
		#[codec(index = 2)]
		Replaced {
			/// That consent.
			by: ConsentId,
		},
		/// It had expired when its place was needed.
		#[codec(index = 3)]
		Expired,
		/// It was annulled.
		#[codec(index = 4)]
		Annulled,
	}

	/// Why a version never was the patient's will.
	#[derive(Copy)]
	pub enum AnnulmentReason {
		/// The patient says so.
		#[codec(index = 0)]
		Voided,
		/// The institution that has recorded it says so.
		#[codec(index = 1)]
		EnteredInError,
	}

	/// How a version was annulled.
	#[derive(Copy)]
	pub struct Annulment {
		/// Since when that is known.
		pub at: Moment,
		/// Why.
		pub reason: AnnulmentReason,
	}

	/// How a version ended, and what it said.
	pub struct Ended<AccountId> {
		/// The first moment at which it didn't count.
		pub at: Moment,
		/// Why.
		pub reason: EndReason,
		/// What it said.
		pub directive: Directive<AccountId>,
	}

	/// A version of a consent.
	pub struct Version<AccountId> {
		/// The salted digest of the form or of what was shown.
		pub source: Digest,
		/// Who made it count.
		pub performer: Performer<AccountId>,
		/// blake2_256 of what the version before said; nothing for a first one.
		pub predecessor: Option<[u8; 32]>,
		/// Since when it counts, as far as its period goes.
		pub recorded: Moment,
		/// How it ended; nothing while it stands in the patient's directives.
		pub ended: Option<Ended<AccountId>>,
		/// How it was annulled, if it was.
		pub annulled: Option<Annulment>,
	}

	/// A directive that awaits the patient's answer.
	pub struct Proposal<AccountId> {
		/// What it would say.
		pub directive: Directive<AccountId>,
		/// The salted digest of the form.
		pub source: Digest,
		/// Who recorded it.
		pub recorder: AccountId,
		/// When it was made.
		pub recorded: Moment,
	}

	/// A registered policy.
	#[derive(Copy)]
	pub struct Policy {
		/// What it permits.
		pub kind: PolicyKind,
		/// The digest of its text.
		pub document: Digest,
		/// When it was registered.
		pub registered: Moment,
	}

	/// An institution's choice of a policy.
	#[derive(Copy)]
	pub struct PolicyChoice {
		/// The policy.
		pub policy: ChosenPolicy,
		/// Since when.
		pub since: Moment,
	}
}

impl<AccountId> Default for PatientDirectives<AccountId> {
	fn default() -> Self {
		Self { next: 0, active: BoundedVec::new() }
	}
}

impl<AccountId> PatientDirectives<AccountId> {
	/// Where the consent of that number is.
	pub fn position(&self, consent: ConsentId) -> Option<usize> {
		self.active.iter().position(|active| active.consent == consent)
	}

	/// What the consent of that number says.
	pub fn find(&self, consent: ConsentId) -> Option<&ActiveDirective<AccountId>> {
		self.active.iter().find(|active| active.consent == consent)
	}
}

impl<AccountId: Encode> Proposal<AccountId> {
	/// blake2_256 of the directive and the source: names what the patient has seen.
	pub fn digest(&self) -> [u8; 32] {
		(&self.directive, &self.source).using_encoded(sp_io::hashing::blake2_256)
	}
}

impl<AccountId> Version<AccountId> {
	/// Whether it counted at `valid_at` by what was known at `known_at`, its period apart.
	///
	/// What happened between the two changes nothing but by annulment: a withdrawal is for what
	/// comes after it.
	pub fn counted(&self, valid_at: Moment, known_at: Moment) -> bool {
		let seen = valid_at.min(known_at);
		self.recorded <= seen
			&& self.ended.as_ref().is_none_or(|ended| seen < ended.at)
			&& self.annulled.is_none_or(|annulment| known_at < annulment.at)
	}
}

/// The policies that an institution chose, at most `Max`. When one more comes, the oldest is
/// forgotten: what was before [`Choices::known_from`] is unknown rather than wrong.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	DefaultNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(Max))]
#[codec(mel_bound())]
pub struct Choices<Max: Get<u32>> {
	/// From when on the choices are complete.
	pub known_from: Moment,
	/// In the order of time; the last is in force.
	pub choices: BoundedVec<PolicyChoice, Max>,
}

impl<Max: Get<u32>> Choices<Max> {
	/// The policy at `at`, if there was one; `None` where that is no longer known.
	pub fn at(&self, at: Moment) -> Option<Option<ChosenPolicy>> {
		let chosen = || self.choices.iter().rev().find(|choice| choice.since <= at);
		(self.known_from <= at).then(|| chosen().map(|choice| choice.policy))
	}

	/// Adds a choice behind the others.
	pub fn remember(&mut self, choice: PolicyChoice) {
		// What was chosen in this very moment never was in force.
		if self.choices.last().is_some_and(|last| last.since == choice.since) {
			self.choices.pop();
		}
		if self.choices.is_full() {
			self.choices.remove(0);
			self.known_from = self.choices.first().map_or(choice.since, |oldest| oldest.since);
		}
		// There is room now; with a bound of zero nothing would be remembered.
		let _ = self.choices.try_push(choice);
	}
}

/// When an institution had released its data for a study, at most `Max` periods. When one more
/// comes, the oldest is forgotten: what was before [`Releases::known_from`] is unknown.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	DefaultNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(Max))]
#[codec(mel_bound())]
pub struct Releases<Max: Get<u32>> {
	/// From when on the periods are complete.
	pub known_from: Moment,
	/// In the order of time, disjoint; only the last may be without an end.
	pub periods: BoundedVec<Period, Max>,
}

impl<Max: Get<u32>> Releases<Max> {
	/// Whether the data is released.
	pub fn is_open(&self) -> bool {
		self.periods.last().is_some_and(|last| last.until.is_none())
	}

	/// Whether the data was released at `at`; `None` where that is no longer known.
	pub fn at(&self, at: Moment) -> Option<bool> {
		(self.known_from <= at).then(|| self.periods.iter().any(|period| period.contains(at)))
	}

	/// Releases from `now` on.
	pub fn open(&mut self, now: Moment) {
		// What was ended in this very moment goes on.
		if let Some(last) = self.periods.last_mut().filter(|last| last.until == Some(now)) {
			last.until = None;
			return;
		}
		if self.periods.is_full() {
			let oldest = self.periods.remove(0);
			self.known_from = oldest.until.unwrap_or(now);
		}
		// There is room now; with a bound of zero nothing would be remembered.
		let _ = self.periods.try_push(Period { from: now, until: None });
	}

	/// Ends the release `now`.
	pub fn close(&mut self, now: Moment) {
		if let Some(last) = self.periods.last_mut() {
			last.until = Some(now);
			if !last.is_proper() {
				// Ended in the very moment that began it: it never was.
				self.periods.pop();
			}
		}
	}
}

/// What becomes of a version.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum Status {
	/// Its period hasn't begun.
	#[codec(index = 0)]
	NotYet,
	/// It counts.
	#[codec(index = 1)]
	Active,
	/// Its period is over.
	#[codec(index = 2)]
	Expired,
	/// It has ended.
	#[codec(index = 3)]
	Ended(EndReason),
	/// It was annulled.
	#[codec(index = 4)]
	Annulled(AnnulmentReason),
}

/// A version of a consent, as a view answers it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct VersionInfo<AccountId> {
	/// The consent.
	pub consent: ConsentId,
	/// The number of the version.
	pub version: u32,
	/// What it says.
	pub directive: Directive<AccountId>,
	/// The salted digest of the form or of what was shown.
	pub source: Digest,
	/// Who made it count.
	pub performer: Performer<AccountId>,
	/// blake2_256 of what the version before said.
	pub predecessor: Option<[u8; 32]>,
	/// Since when it counts.
	pub recorded: Moment,
	/// Since when it doesn't count any more, where somebody ended it.
	pub ended: Option<Moment>,
	/// How it was annulled, if it was.
	pub annulled: Option<Annulment>,
	/// What it is now.
	pub status: Status,
}

/// A proposal, as a view answers it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ProposalInfo<AccountId> {
	/// The institution that proposes it.
	pub institution: InstitutionId,
	/// What it proposes.
	pub proposal: Proposal<AccountId>,
	/// What `activate` expects.
	pub digest: [u8; 32],
	/// The first moment at which it can't be activated any more.
	pub expires: Moment,
}

/// Whether and when data was released for a study, as a view answers it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ReleaseInfo {
	/// Whether it is now.
	pub released: bool,
	/// From when on the periods are complete.
	pub known_from: Moment,
	/// When it was.
	pub periods: Vec<Period>,
}

/// What can be said about a past request.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum Verdict {
	/// It was permitted.
	#[codec(index = 0)]
	Permitted(Permit),
	/// It was denied.
	#[codec(index = 1)]
	Denied(Denial),
	/// It lies in the future, or too far back for what is remembered of policies and releases, or
	/// rests on a broken glass: what was seen that way is in the patient's log.
	#[codec(index = 2)]
	Unknown,
}
