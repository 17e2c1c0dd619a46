// SPDX-License-Identifier: Apache-2.0

//! Participant flow, as registries publish it: of each arm, how many started a period, completed it
//! and left it, and why.

use crate::{chain_type, OffStudyReason};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_core::{bounded::BoundedVec, ConstU32};

chain_type! {
	/// How many left for a reason.
	pub struct ReasonCount {
		/// The reason.
		pub reason: OffStudyReason,
		/// How many.
		pub count: u32,
	}

	/// What is wrong with an arm's flow.
	pub enum FlowFlaw {
		/// Who started neither completed nor left, or more did than started.
		#[codec(index = 0)]
		NotConserved,
		/// The reasons don't add up to those who left.
		#[codec(index = 1)]
		ReasonsDontAddUp,
		/// A reason is named twice.
		#[codec(index = 2)]
		ReasonTwice,
		/// Completion is no reason for not completing.
		#[codec(index = 3)]
		CompletionAsReason,
	}

	/// All arms of a period together.
	#[derive(Default)]
	pub struct FlowTotals {
		/// Who started.
		pub started: u32,
		/// Who completed.
		pub completed: u32,
		/// Who left.
		pub not_completed: u32,
	}
}

/// One arm in one period.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct ArmFlow {
	/// The period, from 0.
	pub period: u8,
	/// The arm.
	pub arm: u8,
	/// Who started.
	pub started: u32,
	/// Who completed.
	pub completed: u32,
	/// Who left.
	pub not_completed: u32,
	/// Why they left. Registries have periods without any reason; then nothing is said.
	pub reasons: BoundedVec<ReasonCount, ConstU32<{ OffStudyReason::COUNT }>>,
}

impl ArmFlow {
	/// Whether nobody got lost: `started = completed + not completed`, and the reasons, if there are
	/// any, add up to those who left.
	pub fn check(&self) -> Result<(), FlowFlaw> {
		let wide = |count: u32| u64::from(count);
		let ended = wide(self.completed).saturating_add(wide(self.not_completed));
		if wide(self.started) != ended {
			return Err(FlowFlaw::NotConserved);
		}
		let mut sum = 0u64;
		for (index, ReasonCount { reason, count }) in self.reasons.iter().enumerate() {
			if *reason == OffStudyReason::Completed {
				return Err(FlowFlaw::CompletionAsReason);
			}
			if self.reasons.iter().take(index).any(|other| other.reason == *reason) {
				return Err(FlowFlaw::ReasonTwice);
			}
			sum = sum.saturating_add(wide(*count));
		}
		if !self.reasons.is_empty() && sum != wide(self.not_completed) {
			return Err(FlowFlaw::ReasonsDontAddUp);
		}
		Ok(())
	}
}

/// All arms of a period together.
pub fn total<'a>(flows: impl IntoIterator<Item = &'a ArmFlow>, period: u8) -> FlowTotals {
	let mut totals = FlowTotals::default();
	for flow in flows.into_iter().filter(|flow| flow.period == period) {
		totals.started = totals.started.saturating_add(flow.started);
		totals.completed = totals.completed.saturating_add(flow.completed);
		totals.not_completed = totals.not_completed.saturating_add(flow.not_completed);
	}
	totals
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn flow(
		started: u32,
		completed: u32,
		not_completed: u32,
		reasons: &[(OffStudyReason, u32)],
	) -> ArmFlow {
		let reasons: Vec<_> = reasons
			.iter()
			.map(|(reason, count)| ReasonCount { reason: *reason, count: *count })
			.collect();
		let reasons = reasons.try_into().unwrap();
		ArmFlow { period: 0, arm: 0, started, completed, not_completed, reasons }
	}

	#[test]
	fn nobody_should_get_lost() {
		use FlowFlaw::*;
		use OffStudyReason::*;
		type Row = (u32, u32, u32, &'static [(OffStudyReason, u32)], Result<(), FlowFlaw>);
		let table: [Row; 12] = [
			// NCT00763412 lists no reasons.
			(8, 4, 4, &[], Ok(())),
			(8, 4, 4, &[(Death, 1), (LostToFollowUp, 3)], Ok(())),
			(0, 0, 0, &[], Ok(())),
			(8, 8, 0, &[(Death, 0)], Ok(())),
			(8, 4, 3, &[], Err(NotConserved)),
			(8, 4, 5, &[], Err(NotConserved)),
			(0, u32::MAX, 1, &[], Err(NotConserved)),
			(8, 4, 4, &[(Death, 3)], Err(ReasonsDontAddUp)),
			(8, 4, 4, &[(Death, 5)], Err(ReasonsDontAddUp)),
			(8, 4, 4, &[(Death, 2), (Death, 2)], Err(ReasonTwice)),
			(8, 4, 4, &[(Completed, 4)], Err(CompletionAsReason)),
			(1, 1, 0, &[(Death, u32::MAX), (Other, 1)], Err(ReasonsDontAddUp)),
		];
		for (started, completed, left, reasons, expected) in table {
			assert_eq!(flow(started, completed, left, reasons).check(), expected, "{reasons:?}");
		}
	}

	#[test]
	fn a_period_should_be_the_sum_of_its_arms() {
		let one = flow(8, 4, 4, &[]);
		let two = ArmFlow { arm: 1, ..flow(9, 9, 0, &[]) };
		let later = ArmFlow { period: 1, ..flow(4, 3, 1, &[]) };
		let all = [one, two, later];
		let sum =
			|started, completed, not_completed| FlowTotals { started, completed, not_completed };
		assert_eq!(total(&all, 0), sum(17, 13, 4));
		assert_eq!(total(&all, 1), sum(4, 3, 1));
		assert_eq!(total(&all, 2), FlowTotals::default());
	}

	proptest! {
		/// A population that is followed one by one gives a flow that is conserved; one person more
		/// or less anywhere doesn't.
		#[test]
		fn a_population_that_is_counted_should_be_conserved(
			fates in prop::collection::vec(0usize..10, 0..100), off in 0usize..3,
		) {
			let of = |index: usize| fates.iter().filter(|fate| **fate == index).count() as u32;
			let reasons: Vec<_> = (1..10)
				.filter(|index| of(*index) > 0)
				.map(|index| (OffStudyReason::ALL[index], of(index)))
				.collect();
			let (all, done) = (fates.len() as u32, of(0));
			let mut flow = flow(all, done, all - done, &reasons);
			prop_assert_eq!(flow.check(), Ok(()));
			match off {
				0 => flow.started += 1,
				1 => flow.completed += 1,
				_ => flow.not_completed += 1,
			}
			prop_assert_eq!(flow.check(), Err(FlowFlaw::NotConserved));
			if off == 2 {
				flow.started += 1;
				let expected =
					if reasons.is_empty() { Ok(()) } else { Err(FlowFlaw::ReasonsDontAddUp) };
				prop_assert_eq!(flow.check(), expected);
			}
		}
	}
}
