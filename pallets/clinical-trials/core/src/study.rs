// SPDX-License-Identifier: Apache-2.0

//! What a study may become: HL7 FHIR R4 `research-study-status`, and a draft before it.

use crate::chain_type;

chain_type! {
	/// How far a study is.
	pub enum StudyStatus {
		/// Being written. Not FHIR's: nobody has been asked to approve it.
		#[codec(index = 0)]
		Draft,
		/// The ethics committee reviews it.
		#[codec(index = 1)]
		InReview,
		/// Approved, and not open yet.
		#[codec(index = 2)]
		Approved,
		/// Rejected. A new version may be submitted.
		#[codec(index = 3)]
		Disapproved,
		/// Open for accrual.
		#[codec(index = 4)]
		Active,
		/// Nobody is enrolled for now; those enrolled are treated.
		#[codec(index = 5)]
		TemporarilyClosedToAccrual,
		/// Nobody is enrolled or treated for now.
		#[codec(index = 6)]
		TemporarilyClosedToAccrualAndIntervention,
		/// Nobody is enrolled any more; those enrolled are treated.
		#[codec(index = 7)]
		ClosedToAccrual,
		/// Nobody is enrolled or treated any more.
		#[codec(index = 8)]
		ClosedToAccrualAndIntervention,
		/// Ended as planned. Final.
		#[codec(index = 9)]
		Completed,
		/// Ended before it was planned to, and won't go on. Final.
		#[codec(index = 10)]
		AdministrativelyCompleted,
		/// Given up before it was open. Final.
		#[codec(index = 11)]
		Withdrawn,
	}
}

impl StudyStatus {
	/// Every status, in the order of their indices.
	pub const ALL: &'static [Self] = &[
		Self::Draft,
		Self::InReview,
		Self::Approved,
		Self::Disapproved,
		Self::Active,
		Self::TemporarilyClosedToAccrual,
		Self::TemporarilyClosedToAccrualAndIntervention,
		Self::ClosedToAccrual,
		Self::ClosedToAccrualAndIntervention,
		Self::Completed,
		Self::AdministrativelyCompleted,
		Self::Withdrawn,
	];

	/// Whether a study can go from this status to that one in one step.
	///
	/// A halt can become stricter and final. It ends in `Active` or never: what was closed for good
	/// isn't opened by a detour through a temporary closure.
	pub const fn may_become(self, to: Self) -> bool {
		use StudyStatus::*;
		match self {
			Draft => matches!(to, InReview | Withdrawn),
			InReview => matches!(to, Approved | Disapproved | Withdrawn),
			Disapproved => matches!(to, InReview | Withdrawn),
			Approved => matches!(to, Active | Withdrawn),
			Active => matches!(
				to,
				TemporarilyClosedToAccrual
					| TemporarilyClosedToAccrualAndIntervention
					| ClosedToAccrual
					| AdministrativelyCompleted
			),
			TemporarilyClosedToAccrual => matches!(
				to,
				Active
					| TemporarilyClosedToAccrualAndIntervention
					| ClosedToAccrual
					| AdministrativelyCompleted
			),
			TemporarilyClosedToAccrualAndIntervention => {
				matches!(to, Active | ClosedToAccrualAndIntervention | AdministrativelyCompleted)
			},
			ClosedToAccrual => {
				matches!(to, ClosedToAccrualAndIntervention | AdministrativelyCompleted)
			},
			ClosedToAccrualAndIntervention => matches!(to, Completed | AdministrativelyCompleted),
			Completed | AdministrativelyCompleted | Withdrawn => false,
		}
	}

	/// Whether subjects are enrolled.
	pub const fn accrues(self) -> bool {
		matches!(self, Self::Active)
	}

	/// Whether subjects are randomised and treated.
	pub const fn intervenes(self) -> bool {
		matches!(self, Self::Active | Self::TemporarilyClosedToAccrual | Self::ClosedToAccrual)
	}

	/// Whether it was open once. Only then there can be subjects.
	pub const fn has_begun(self) -> bool {
		!matches!(
			self,
			Self::Draft | Self::InReview | Self::Approved | Self::Disapproved | Self::Withdrawn
		)
	}

	/// Whether subjects are observed: it has begun, and hasn't ended.
	pub const fn is_under_way(self) -> bool {
		self.has_begun() && !self.is_final()
	}

	/// Whether it ends there.
	pub const fn is_final(self) -> bool {
		matches!(self, Self::Completed | Self::AdministrativelyCompleted | Self::Withdrawn)
	}

	/// Whether it is halted for a time.
	pub const fn is_halted(self) -> bool {
		matches!(
			self,
			Self::TemporarilyClosedToAccrual | Self::TemporarilyClosedToAccrualAndIntervention
		)
	}
}

#[cfg(test)]
mod tests {
	use super::{StudyStatus::*, *};
	use codec::Encode;
	use proptest::prelude::*;

	#[test]
	fn the_table_should_be_the_one_that_is_written_down() {
		let halt = TemporarilyClosedToAccrualAndIntervention;
		let allowed = [
			(Draft, InReview),
			(Draft, Withdrawn),
			(InReview, Approved),
			(InReview, Disapproved),
			(InReview, Withdrawn),
			(Disapproved, InReview),
			(Disapproved, Withdrawn),
			(Approved, Active),
			(Approved, Withdrawn),
			(Active, TemporarilyClosedToAccrual),
			(Active, halt),
			(Active, ClosedToAccrual),
			(Active, AdministrativelyCompleted),
			(TemporarilyClosedToAccrual, Active),
			(TemporarilyClosedToAccrual, halt),
			(TemporarilyClosedToAccrual, ClosedToAccrual),
			(TemporarilyClosedToAccrual, AdministrativelyCompleted),
			(halt, Active),
			(halt, ClosedToAccrualAndIntervention),
			(halt, AdministrativelyCompleted),
			(ClosedToAccrual, ClosedToAccrualAndIntervention),
			(ClosedToAccrual, AdministrativelyCompleted),
			(ClosedToAccrualAndIntervention, Completed),
			(ClosedToAccrualAndIntervention, AdministrativelyCompleted),
		];
		for from in StudyStatus::ALL {
			for to in StudyStatus::ALL {
				assert_eq!(
					from.may_become(*to),
					allowed.contains(&(*from, *to)),
					"{from:?} to {to:?}"
				);
			}
		}
	}

	#[test]
	fn every_status_should_have_its_index_and_final_ones_no_way_out() {
		for (index, status) in StudyStatus::ALL.iter().enumerate() {
			assert_eq!(status.encode(), [index as u8]);
			let stuck = StudyStatus::ALL.iter().all(|to| !status.may_become(*to));
			assert_eq!(status.is_final(), stuck, "{status:?}");
			assert!(!status.accrues() || status.intervenes());
			assert!(!status.intervenes() || status.is_under_way());
			assert!(!status.is_halted() || !status.accrues());
		}
	}

	proptest! {
		#[test]
		fn whatever_path_is_taken_what_was_closed_should_never_accrue_again(
			steps in prop::collection::vec(0usize..12, 0..60),
		) {
			let (mut status, mut begun, mut closed) = (Draft, false, false);
			for step in steps {
				let to = StudyStatus::ALL[step];
				if !status.may_become(to) {
					continue;
				}
				status = to;
				prop_assert!(!(closed && status.accrues()));
				prop_assert!(!(begun && status == Withdrawn));
				begun |= status.has_begun();
				closed |= matches!(status, ClosedToAccrual | ClosedToAccrualAndIntervention);
				prop_assert_eq!(begun, status.has_begun());
			}
		}
	}
}
