// SPDX-License-Identifier: Apache-2.0

//! Adverse events: what they are, and what has to be reported by when (ICH E2A; Regulation (EU)
//! 536/2014, article 42; UK SI 2004/1031; 21 CFR 312.32).

use crate::{chain_type, clock};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use galen_primitives::Moment;
use scale_info::TypeInfo;

/// Why an event is serious: bits of FHIR's seriousness criteria. None: it isn't.
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
pub struct SeriousnessCriteria(pub u8);

chain_type! {
	/// How severe an event is. That isn't how serious it is: a severe headache isn't serious.
	pub enum Severity {
		/// Mild.
		#[codec(index = 0)]
		Mild,
		/// Moderate.
		#[codec(index = 1)]
		Moderate,
		/// Severe.
		#[codec(index = 2)]
		Severe,
	}

	/// Whether the reference safety information lists such an event.
	#[derive(PartialOrd, Ord)]
	pub enum Expectedness {
		/// It does.
		#[codec(index = 0)]
		Expected,
		/// It doesn't, or not so specific or so severe.
		#[codec(index = 1)]
		Unexpected,
	}

	/// Whether what is tested caused it, from the least to the most likely (WHO-UMC).
	#[derive(PartialOrd, Ord)]
	pub enum Causality {
		/// It didn't.
		#[codec(index = 0)]
		NotRelated,
		/// Unlikely.
		#[codec(index = 1)]
		Unlikely,
		/// There is a reasonable possibility.
		#[codec(index = 2)]
		Possible,
		/// Probable or likely.
		#[codec(index = 3)]
		Probable,
		/// Certain.
		#[codec(index = 4)]
		Certain,
	}

	/// What became of it (FHIR R4 `adverse-event-outcome`).
	pub enum Outcome {
		/// Resolved.
		#[codec(index = 0)]
		Resolved,
		/// Recovering.
		#[codec(index = 1)]
		Recovering,
		/// Ongoing.
		#[codec(index = 2)]
		Ongoing,
		/// Resolved with sequelae.
		#[codec(index = 3)]
		ResolvedWithSequelae,
		/// Fatal.
		#[codec(index = 4)]
		Fatal,
		/// Not known yet.
		#[codec(index = 5)]
		Unknown,
	}

	/// What the clock needs to know of an event.
	pub struct Case {
		/// Whether it is said to be serious.
		pub is_serious: bool,
		/// Why it is.
		pub criteria: SeriousnessCriteria,
		/// Whether it was to be expected.
		pub expectedness: Expectedness,
		/// Whether what is tested caused it.
		pub causality: Causality,
		/// What became of it.
		pub outcome: Outcome,
	}

	/// What is wrong with a case.
	pub enum CaseFlaw {
		/// A bit stands for no criterion.
		#[codec(index = 0)]
		UnknownCriterion,
		/// It is said to be serious, and no criterion says why.
		#[codec(index = 1)]
		SeriousWithoutCriterion,
		/// It meets a criterion, and is said not to be serious.
		#[codec(index = 2)]
		CriterionButNotSerious,
		/// It was fatal, and death isn't among the criteria.
		#[codec(index = 3)]
		FatalWithoutDeath,
	}

	/// A report that is due to the authority.
	#[derive(PartialOrd, Ord)]
	pub enum Obligation {
		/// The report of a suspected unexpected serious adverse reaction: within 15 days.
		#[codec(index = 0)]
		FifteenDay,
		/// That of one that is fatal or life-threatening: within 7 days.
		#[codec(index = 1)]
		SevenDay,
		/// What completes the seven-day report: within 8 days more.
		#[codec(index = 2)]
		Completion,
	}
}

impl SeriousnessCriteria {
	/// It isn't serious.
	pub const NONE: Self = Self(0);
	/// Bit 0: death.
	pub const DEATH: Self = Self(1);
	/// Bit 1: life-threatening.
	pub const LIFE_THREATENING: Self = Self(1 << 1);
	/// Bit 2: a stay in hospital, or a longer one.
	pub const HOSPITALISATION: Self = Self(1 << 2);
	/// Bit 3: persistent or significant disability.
	pub const DISABILITY: Self = Self(1 << 3);
	/// Bit 4: congenital anomaly or birth defect.
	pub const CONGENITAL_ANOMALY: Self = Self(1 << 4);
	/// Bit 5: required intervention, or is medically important otherwise.
	pub const MEDICALLY_IMPORTANT: Self = Self(1 << 5);
	/// Every bit that stands for something.
	pub const ALL: Self = Self(0b11_1111);

	/// Whether there is none.
	pub const fn is_empty(self) -> bool {
		self.0 == 0
	}

	/// Whether every bit stands for something.
	pub const fn is_known(self) -> bool {
		self.0 & !Self::ALL.0 == 0
	}

	/// Whether all of `other` are among these.
	pub const fn contains(self, other: Self) -> bool {
		self.0 & other.0 == other.0
	}

	/// Those of either.
	pub const fn union(self, other: Self) -> Self {
		Self(self.0 | other.0)
	}

	/// Whether it is fatal or life-threatening.
	pub const fn is_fatal_or_life_threatening(self) -> bool {
		self.contains(Self::DEATH) || self.contains(Self::LIFE_THREATENING)
	}
}

impl Causality {
	/// Whether there is at least a reasonable possibility: an adverse *reaction* is suspected.
	pub const fn is_suspected(self) -> bool {
		matches!(self, Self::Possible | Self::Probable | Self::Certain)
	}
}

impl Case {
	/// Whether the case says of itself what can be true.
	pub fn check(&self) -> Result<(), CaseFlaw> {
		if !self.criteria.is_known() {
			return Err(CaseFlaw::UnknownCriterion);
		}
		if self.is_serious && self.criteria.is_empty() {
			return Err(CaseFlaw::SeriousWithoutCriterion);
		}
		if !self.is_serious && !self.criteria.is_empty() {
			return Err(CaseFlaw::CriterionButNotSerious);
		}
		if self.outcome == Outcome::Fatal && !self.criteria.contains(SeriousnessCriteria::DEATH) {
			return Err(CaseFlaw::FatalWithoutDeath);
		}
		Ok(())
	}

	/// Whether it is a suspected unexpected serious adverse reaction.
	pub const fn is_susar(&self) -> bool {
		self.is_serious
			&& matches!(self.expectedness, Expectedness::Unexpected)
			&& self.causality.is_suspected()
	}

	/// The worst of what two people say of the same event.
	pub fn worst_with(&self, expectedness: Expectedness, causality: Causality) -> Self {
		Self {
			expectedness: self.expectedness.max(expectedness),
			causality: self.causality.max(causality),
			..*self
		}
	}

	/// What has to be reported.
	pub const fn obligations(&self) -> &'static [Obligation] {
		if !self.is_susar() {
			return &[];
		}
		if self.criteria.is_fatal_or_life_threatening() {
			&[Obligation::SevenDay, Obligation::Completion]
		} else {
			&[Obligation::FifteenDay]
		}
	}
}

/// How many days a sponsor has to report a serious breach, once aware of it (article 52), and an
/// urgent safety measure, once taken (article 54).
pub const NOTIFICATION_DAYS: u64 = 7;

impl Obligation {
	/// Every obligation, in the order of their indices.
	pub const ALL: &'static [Self] = &[Self::FifteenDay, Self::SevenDay, Self::Completion];

	/// Within how many calendar days of the sponsor's awareness it is due. The eight days of a
	/// completion begin when the seven end, even if the report was early.
	pub const fn days(self) -> u64 {
		match self {
			Self::SevenDay => 7,
			Self::FifteenDay | Self::Completion => 15,
		}
	}

	/// The first moment that is too late.
	pub const fn due(self, awareness: Moment) -> Moment {
		clock::deadline(awareness, self.days())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use galen_primitives::time::{DAY, HOUR};
	use proptest::prelude::*;

	const DAY_0: Moment = 20_000 * DAY;

	const SUSAR: Case = Case {
		is_serious: true,
		criteria: SeriousnessCriteria::HOSPITALISATION,
		expectedness: Expectedness::Unexpected,
		causality: Causality::Possible,
		outcome: Outcome::Ongoing,
	};

	fn case() -> impl Strategy<Value = Case> {
		(any::<bool>(), any::<u8>(), any::<bool>(), 0usize..5, any::<bool>()).prop_map(
			|(is_serious, bits, unexpected, causality, fatal)| Case {
				is_serious,
				criteria: SeriousnessCriteria(bits),
				expectedness: if unexpected {
					Expectedness::Unexpected
				} else {
					Expectedness::Expected
				},
				causality: CAUSALITIES[causality],
				outcome: if fatal { Outcome::Fatal } else { Outcome::Ongoing },
			},
		)
	}

	const CAUSALITIES: [Causality; 5] = [
		Causality::NotRelated,
		Causality::Unlikely,
		Causality::Possible,
		Causality::Probable,
		Causality::Certain,
	];

	#[test]
	fn each_condition_of_a_susar_should_count() {
		use SeriousnessCriteria as Why;
		type Row = (&'static str, fn(&mut Case), &'static [Obligation]);
		let table: [Row; 8] = [
			("all met", |_| (), &[Obligation::FifteenDay]),
			("death", |c| c.criteria = Why::DEATH, &[Obligation::SevenDay, Obligation::Completion]),
			(
				"life-threatening, and in hospital",
				|c| c.criteria = c.criteria.union(Why::LIFE_THREATENING),
				&[Obligation::SevenDay, Obligation::Completion],
			),
			("expected", |c| c.expectedness = Expectedness::Expected, &[]),
			("unlikely", |c| c.causality = Causality::Unlikely, &[]),
			("not related", |c| c.causality = Causality::NotRelated, &[]),
			("certain", |c| c.causality = Causality::Certain, &[Obligation::FifteenDay]),
			("not serious", |c| (c.is_serious, c.criteria) = (false, Why::NONE), &[]),
		];
		for (name, change, expected) in table {
			let mut case = SUSAR;
			change(&mut case);
			assert_eq!(case.check(), Ok(()), "{name}");
			assert_eq!(case.obligations(), expected, "{name}");
		}
	}

	#[test]
	fn a_case_that_contradicts_itself_should_be_flawed() {
		use SeriousnessCriteria as Why;
		type Row = (fn(&mut Case), CaseFlaw);
		let table: [Row; 4] = [
			(|c| c.criteria = Why(1 << 6), CaseFlaw::UnknownCriterion),
			(|c| c.criteria = Why::NONE, CaseFlaw::SeriousWithoutCriterion),
			(|c| c.is_serious = false, CaseFlaw::CriterionButNotSerious),
			(|c| c.outcome = Outcome::Fatal, CaseFlaw::FatalWithoutDeath),
		];
		for (change, flaw) in table {
			let mut case = SUSAR;
			change(&mut case);
			assert_eq!(case.check(), Err(flaw));
		}
	}

	#[test]
	fn the_three_clocks_should_run_to_the_ends_of_their_days() {
		let aware = DAY_0 + 23 * HOUR;
		assert_eq!(Obligation::SevenDay.due(aware), DAY_0 + 8 * DAY);
		assert_eq!(Obligation::FifteenDay.due(aware), DAY_0 + 16 * DAY);
		assert_eq!(Obligation::Completion.due(aware), DAY_0 + 16 * DAY);
		assert_eq!(
			Obligation::Completion.due(aware) - Obligation::SevenDay.due(aware),
			8 * DAY,
			"8 days more"
		);
		assert_eq!(clock::deadline(aware, NOTIFICATION_DAYS), DAY_0 + 8 * DAY);
	}

	proptest! {
		/// A second opinion never stops a clock.
		#[test]
		fn the_worst_of_two_opinions_should_owe_at_least_as_much(
			case in case(), unexpected: bool, causality in 0usize..5,
		) {
			let expectedness =
				if unexpected { Expectedness::Unexpected } else { Expectedness::Expected };
			let worst = case.worst_with(expectedness, CAUSALITIES[causality]);
			prop_assert!(!case.is_susar() || worst.is_susar());
			prop_assert!(worst.obligations().len() >= case.obligations().len());
			prop_assert_eq!(worst.check(), case.check());
			prop_assert!(worst.causality >= case.causality);
			prop_assert_eq!(worst, worst.worst_with(case.expectedness, case.causality));
		}

		#[test]
		fn a_sound_case_should_be_serious_by_its_criteria(case in case()) {
			if case.check().is_ok() {
				prop_assert_eq!(case.is_serious, !case.criteria.is_empty());
				prop_assert!(case.outcome != Outcome::Fatal || case.is_serious);
			}
		}
	}
}
