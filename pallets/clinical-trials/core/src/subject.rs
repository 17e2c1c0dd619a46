// SPDX-License-Identifier: Apache-2.0

//! What a subject may become: HL7 FHIR R4 `research-subject-status` from the first study-specific
//! procedure on. Candidates aren't on chain.

use crate::chain_type;

chain_type! {
	/// How far a subject is.
	pub enum SubjectStatus {
		/// Has consented, and is being screened.
		#[codec(index = 0)]
		Screening,
		/// Meets the criteria.
		#[codec(index = 1)]
		Eligible,
		/// Doesn't meet them. Final.
		#[codec(index = 2)]
		Ineligible,
		/// Enrolled, and not randomised yet.
		#[codec(index = 3)]
		PendingOnStudy,
		/// Enrolled and, where the study randomises, randomised.
		#[codec(index = 4)]
		OnStudy,
		/// Being treated.
		#[codec(index = 5)]
		OnStudyIntervention,
		/// Being observed between treatments or without any.
		#[codec(index = 6)]
		OnStudyObservation,
		/// Treatment is over, and the outcome is awaited.
		#[codec(index = 7)]
		FollowUp,
		/// Has left the study, for an [`OffStudyReason`]. Final.
		#[codec(index = 8)]
		OffStudy,
		/// Has withdrawn before enrolment. Final.
		#[codec(index = 9)]
		Withdrawn,
		/// Wasn't enrolled, for another reason. Final.
		#[codec(index = 10)]
		NotRegistered,
	}

	/// Why somebody is excluded at screening (CONSORT).
	pub enum ExclusionReason {
		/// Doesn't meet the criteria.
		#[codec(index = 0)]
		CriteriaNotMet,
		/// Has declined to take part.
		#[codec(index = 1)]
		Declined,
		/// Another reason.
		#[codec(index = 2)]
		Other,
	}

	/// Why somebody who was screened isn't enrolled.
	pub enum UnregisteredReason {
		/// The study, or the site, is full or closed.
		#[codec(index = 0)]
		NoPlace,
		/// Can't be reached any more.
		#[codec(index = 1)]
		LostToFollowUp,
		/// The physician decides so.
		#[codec(index = 2)]
		PhysicianDecision,
		/// Another reason.
		#[codec(index = 3)]
		Other,
	}

	/// Why a subject leaves the study, by the reasons of ClinicalTrials.gov's participant flow.
	/// Pregnancy isn't among them: subject numbers are public, and it counts as `Other`.
	#[derive(PartialOrd, Ord)]
	pub enum OffStudyReason {
		/// Everything was done as planned.
		#[codec(index = 0)]
		Completed,
		/// Withdrawal by subject.
		#[codec(index = 1)]
		WithdrawalBySubject,
		/// Lost to follow-up.
		#[codec(index = 2)]
		LostToFollowUp,
		/// An adverse event.
		#[codec(index = 3)]
		AdverseEvent,
		/// Physician decision.
		#[codec(index = 4)]
		PhysicianDecision,
		/// Protocol violation.
		#[codec(index = 5)]
		ProtocolViolation,
		/// Death.
		#[codec(index = 6)]
		Death,
		/// Lack of efficacy.
		#[codec(index = 7)]
		LackOfEfficacy,
		/// The study was ended before it was planned to (ClinicalTrials.gov: study terminated by
		/// sponsor).
		#[codec(index = 8)]
		StudyTerminated,
		/// Another reason.
		#[codec(index = 9)]
		Other,
	}

	/// What becomes of the data of somebody who withdraws.
	pub enum DataChoice {
		/// What was collected is kept and used; nothing is added.
		#[codec(index = 0)]
		KeepCollected,
		/// The same, and public records or the treating physician may be asked for the outcome.
		#[codec(index = 1)]
		KeepAndFollowUp,
		/// Nothing is used any more, as far as the law allows.
		#[codec(index = 2)]
		NoFurtherUse,
	}
}

impl SubjectStatus {
	/// Every status, in the order of their indices.
	pub const ALL: &'static [Self] = &[
		Self::Screening,
		Self::Eligible,
		Self::Ineligible,
		Self::PendingOnStudy,
		Self::OnStudy,
		Self::OnStudyIntervention,
		Self::OnStudyObservation,
		Self::FollowUp,
		Self::OffStudy,
		Self::Withdrawn,
		Self::NotRegistered,
	];

	/// Whether a subject can go from this status to that one in one step.
	///
	/// Who is enrolled leaves as `OffStudy`, who isn't as one of the other three. `Eligible` goes to
	/// `OnStudy` directly where a study doesn't randomise.
	pub const fn may_become(self, to: Self) -> bool {
		use SubjectStatus::*;
		match self {
			Screening => matches!(to, Eligible | Ineligible | Withdrawn | NotRegistered),
			Eligible => matches!(to, PendingOnStudy | OnStudy | Withdrawn | NotRegistered),
			PendingOnStudy => matches!(to, OnStudy | OffStudy),
			OnStudy => {
				matches!(to, OnStudyIntervention | OnStudyObservation | FollowUp | OffStudy)
			},
			OnStudyIntervention => matches!(to, OnStudyObservation | FollowUp | OffStudy),
			OnStudyObservation => matches!(to, OnStudyIntervention | FollowUp | OffStudy),
			FollowUp => matches!(to, OffStudy),
			OffStudy | Ineligible | Withdrawn | NotRegistered => false,
		}
	}

	/// Whether the subject is enrolled and hasn't left.
	pub const fn is_on_study(self) -> bool {
		matches!(
			self,
			Self::PendingOnStudy
				| Self::OnStudy
				| Self::OnStudyIntervention
				| Self::OnStudyObservation
				| Self::FollowUp
		)
	}

	/// Whether the subject was ever enrolled.
	pub const fn was_enrolled(self) -> bool {
		self.is_on_study() || matches!(self, Self::OffStudy)
	}

	/// Whether nothing becomes of the subject any more.
	pub const fn is_final(self) -> bool {
		matches!(self, Self::OffStudy | Self::Ineligible | Self::Withdrawn | Self::NotRegistered)
	}
}

impl OffStudyReason {
	/// How many reasons there are.
	pub const COUNT: u32 = 10;

	/// Every reason, in the order of their indices.
	pub const ALL: &'static [Self] = &[
		Self::Completed,
		Self::WithdrawalBySubject,
		Self::LostToFollowUp,
		Self::AdverseEvent,
		Self::PhysicianDecision,
		Self::ProtocolViolation,
		Self::Death,
		Self::LackOfEfficacy,
		Self::StudyTerminated,
		Self::Other,
	];
}

#[cfg(test)]
mod tests {
	use super::{SubjectStatus::*, *};
	use codec::Encode;
	use proptest::prelude::*;

	#[test]
	fn the_table_should_be_the_one_that_is_written_down() {
		let allowed = [
			(Screening, Eligible),
			(Screening, Ineligible),
			(Screening, Withdrawn),
			(Screening, NotRegistered),
			(Eligible, PendingOnStudy),
			(Eligible, OnStudy),
			(Eligible, Withdrawn),
			(Eligible, NotRegistered),
			(PendingOnStudy, OnStudy),
			(PendingOnStudy, OffStudy),
			(OnStudy, OnStudyIntervention),
			(OnStudy, OnStudyObservation),
			(OnStudy, FollowUp),
			(OnStudy, OffStudy),
			(OnStudyIntervention, OnStudyObservation),
			(OnStudyIntervention, FollowUp),
			(OnStudyIntervention, OffStudy),
			(OnStudyObservation, OnStudyIntervention),
			(OnStudyObservation, FollowUp),
			(OnStudyObservation, OffStudy),
			(FollowUp, OffStudy),
		];
		for from in SubjectStatus::ALL {
			for to in SubjectStatus::ALL {
				assert_eq!(
					from.may_become(*to),
					allowed.contains(&(*from, *to)),
					"{from:?} to {to:?}"
				);
			}
		}
	}

	#[test]
	fn every_status_and_reason_should_have_its_index() {
		for (index, status) in SubjectStatus::ALL.iter().enumerate() {
			assert_eq!(status.encode(), [index as u8]);
			let stuck = SubjectStatus::ALL.iter().all(|to| !status.may_become(*to));
			assert_eq!(status.is_final(), stuck, "{status:?}");
		}
		for (index, reason) in OffStudyReason::ALL.iter().enumerate() {
			assert_eq!(reason.encode(), [index as u8]);
		}
		assert_eq!(OffStudyReason::ALL.len(), OffStudyReason::COUNT as usize);
	}

	proptest! {
		#[test]
		fn whoever_was_enrolled_should_stay_so_and_nobody_should_come_back(
			steps in prop::collection::vec(0usize..11, 0..60),
		) {
			let (mut status, mut enrolled, mut eligible) = (Screening, false, false);
			for step in steps {
				let to = SubjectStatus::ALL[step];
				if !status.may_become(to) {
					continue;
				}
				prop_assert!(!status.is_final());
				// Nobody is enrolled who wasn't found eligible.
				prop_assert!(!to.was_enrolled() || eligible);
				status = to;
				eligible |= status == Eligible;
				enrolled |= status.is_on_study();
				prop_assert_eq!(enrolled, status.was_enrolled());
			}
		}
	}
}
