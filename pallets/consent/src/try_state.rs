// SPDX-License-Identifier: Apache-2.0

//! What must hold of the storage, whatever was called.

use crate::*;
use codec::Encode;
use frame_support::{ensure, traits::Time};
use galen_primitives::{ConsentId, InstitutionId, PatientId, Period};
use sp_io::hashing::blake2_256;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		for (patient, mine) in Directives::<T>::iter() {
			Self::check_directives(&patient, &mine)?;
		}
		for (patient, (consent, number), version) in Versions::<T>::iter() {
			Self::check_version(&patient, consent, number, &version)?;
		}
		Self::check_proposals()?;
		Self::check_policies()?;
		Self::check_releases()
	}

	fn check_directives(
		patient: &PatientId,
		mine: &DirectivesOf<T>,
	) -> Result<(), TryRuntimeError> {
		// 1. Consents are in the order of their numbers, each once, below the next.
		ensure!(
			mine.active.is_sorted_by(|one, other| one.consent < other.consent)
				&& mine.active.last().is_none_or(|last| last.consent < mine.next),
			"consents are out of order"
		);
		for active in &mine.active {
			// 2. What is said can be meant, of institutions that there are.
			ensure!(
				active.directive.check().is_ok()
					&& Self::ensure_institutions(&active.directive).is_ok(),
				"an active directive can't be meant"
			);
			// 3. An active directive's version hasn't ended.
			let head = Versions::<T>::get(patient, (active.consent, active.version))
				.ok_or("an active directive without a version")?;
			ensure!(
				head.ended.is_none() && head.annulled.is_none(),
				"an active directive has ended"
			);
		}
		// 4. Every number below the next was given to a consent.
		ensure!(
			(0..mine.next).all(|consent| Versions::<T>::contains_key(patient, (consent, 1))),
			"a consent has no first version"
		);
		Ok(())
	}

	fn check_version(
		patient: &PatientId,
		consent: ConsentId,
		number: u32,
		version: &VersionOf<T>,
	) -> Result<(), TryRuntimeError> {
		let now = T::Time::now();
		let mine = Directives::<T>::get(patient);
		// 5. What hasn't ended is active.
		let active = mine.find(consent).filter(|active| active.version == number);
		ensure!(
			version.ended.is_some() || active.is_some(),
			"a version that hasn't ended isn't active"
		);
		let directive = match (&version.ended, active) {
			(Some(ended), _) => &ended.directive,
			(None, Some(active)) => &active.directive,
			(None, None) => return Err("a version that hasn't ended isn't active".into()),
		};

		// 6. A version has a source and a number that was given away, and isn't from the future.
		ensure!(!version.source.is_zero(), "a version has no source");
		ensure!(consent < mine.next, "a version of no consent");
		ensure!(version.recorded <= now, "a version is from the future");
		ensure!(directive.check().is_ok(), "a version says what can't be meant");

		// 7. It ended after it began; an amended one when the next began, which follows from it.
		let next =
			number.checked_add(1).and_then(|next| Versions::<T>::get(patient, (consent, next)));
		if let Some(ended) = &version.ended {
			ensure!(
				version.recorded <= ended.at && ended.at <= now,
				"a version ended at an impossible time"
			);
			ensure!(
				(ended.reason == EndReason::Amended) == next.is_some(),
				"amended without a next version, or the reverse"
			);
			if let Some(next) = next {
				ensure!(next.recorded == ended.at, "there is a gap between versions");
				ensure!(
					next.predecessor == Some(directive.using_encoded(blake2_256)),
					"a version doesn't follow from the one before"
				);
			}
			if let EndReason::Replaced { by } = ended.reason {
				ensure!(consent < by && by < mine.next, "a consent was replaced by an earlier one");
			}
		}
		ensure!(
			(number == 1) == version.predecessor.is_none()
				&& (number == 1
					|| Versions::<T>::contains_key(patient, (consent, number.saturating_sub(1)))),
			"a version has no predecessor, or a first one has"
		);

		// 8. Forms make first versions alone, within treatment and about own data. Nothing else is
		// annulled, and what is counts no more.
		match &version.performer {
			Performer::Form { institution, .. } => ensure!(
				number == 1 && Self::ensure_fit_for_form(directive, *institution).is_ok(),
				"a form says more than it can"
			),
			Performer::Patient { .. } => {
				ensure!(version.annulled.is_none(), "a patient's own word was annulled")
			},
		}
		let annulled_on_end =
			version.ended.as_ref().is_some_and(|ended| ended.reason == EndReason::Annulled);
		match (version.annulled, &version.ended) {
			(None, _) => ensure!(!annulled_on_end, "ended by an annulment that isn't there"),
			(Some(annulment), Some(ended)) => ensure!(
				ended.at <= annulment.at
					&& annulment.at <= now
					&& (!annulled_on_end || ended.at == annulment.at),
				"an annulment's time can't be"
			),
			(Some(_), None) => return Err("an annulled version hasn't ended".into()),
		}
		Ok(())
	}

	fn check_proposals() -> Result<(), TryRuntimeError> {
		for (_, institution, proposal) in Proposals::<T>::iter() {
			// 9. A proposal can be meant, has a source and an institution, and isn't from the
			// future.
			let Proposal { directive, source, recorded, .. } = proposal;
			ensure!(
				Self::ensure_meant(&directive, &source, recorded).is_ok()
					&& Self::ensure_institutions(&directive).is_ok()
					&& recorded <= T::Time::now()
					&& <T::Institutions as galen_primitives::seams::Institutions>::exists(
						institution
					),
				"a proposal can't be meant"
			);
		}
		Ok(())
	}

	fn check_policies() -> Result<(), TryRuntimeError> {
		let now = T::Time::now();
		// 10. Policies are numbered without gaps, and each has a text.
		let next = NextPolicy::<T>::get();
		ensure!(
			(0..next).all(Policies::<T>::contains_key)
				&& Policies::<T>::iter_keys().all(|policy| policy < next),
			"policies are out of order"
		);
		ensure!(
			Policies::<T>::iter_values()
				.all(|policy| !policy.document.is_zero() && policy.registered <= now),
			"a policy has no text or is from the future"
		);
		for institution in PolicyHistory::<T>::iter_keys() {
			ensure!(PolicyChoices::<T>::contains_key(institution), "a history without a choice");
		}
		for (institution, choice) in PolicyChoices::<T>::iter() {
			Self::check_choices(institution, choice)?;
		}
		Ok(())
	}

	fn check_choices(
		institution: InstitutionId,
		choice: PolicyChoice,
	) -> Result<(), TryRuntimeError> {
		// 11. The choice in force is the last that is remembered; all are of registered policies,
		// in the order of time.
		let Choices { known_from, choices } = PolicyHistory::<T>::get(institution);
		ensure!(choices.last() == Some(&choice), "the choice in force isn't the last");
		ensure!(
			choices.iter().all(|PolicyChoice { policy, .. }| {
				Policies::<T>::get(policy.id).is_some_and(|known| known.kind == policy.kind)
			}),
			"a choice isn't of a registered policy"
		);
		ensure!(
			choices.is_sorted_by(|one, other| one.since < other.since)
				&& choices.iter().all(|choice| known_from <= choice.since)
				&& choice.since <= T::Time::now(),
			"choices are out of order"
		);
		Ok(())
	}

	fn check_releases() -> Result<(), TryRuntimeError> {
		for (_, _, Releases { known_from, periods }) in StudyReleases::<T>::iter() {
			// 12. Releases are proper, in the order of time, and only the last may be open.
			let ordered = periods.is_sorted_by(|one: &Period, other: &Period| {
				one.until.is_some_and(|until| until < other.from)
			});
			ensure!(
				ordered
					&& periods.iter().all(|period| {
						period.is_proper()
							&& known_from <= period.from
							&& period.from <= T::Time::now()
					}),
				"releases are out of order"
			);
		}
		Ok(())
	}
}
