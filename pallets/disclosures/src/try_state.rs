// SPDX-License-Identifier: Apache-2.0

//! What must hold of the storage, whatever was called. Nothing here depends on how long terms are,
//! so that they can be changed.

use crate::*;
use alloc::{collections::BTreeMap, vec::Vec};
use codec::Encode;
use frame_support::{
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{
	keys::KeyPurposes,
	time::{self, CLOCK_DRIFT},
	BreakGlassId, Moment,
};
use sp_runtime::TryRuntimeError;

type Outcome = Result<(), TryRuntimeError>;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of the pallet.
	pub fn do_try_state() -> Outcome {
		let now = T::Time::now();
		Self::check_grants(now)?;
		Self::check_logs()?;
		for (id, encounter) in Encounters::<T>::iter() {
			ensure!(id < EncounterCount::<T>::get(), "an encounter's number was never given");
			Self::check_encounter(&encounter, now)?;
		}
		for (id, used) in Uses::<T>::iter() {
			ensure!(id < UseCount::<T>::get(), "a use's number was never given");
			Self::check_use(&used, now)?;
			Self::check_review(&used)?;
		}
		Self::check_open_uses(now)?;
		Self::check_rights(now)?;
		Self::check_reviewing()
	}

	// 1. A grant is of some fields, to a key that suits, and was released in time if at all.
	// 2. Open grants are counted right, and no zeros are stored.
	fn check_grants(now: Moment) -> Outcome {
		let mut open = BTreeMap::<_, u32>::new();
		for (id, grant) in Grants::<T>::iter() {
			ensure!(id < GrantCount::<T>::get(), "a grant's number was never given");
			ensure!(grant.data.fields.is_valid(), "a grant is of no fields");
			ensure!(
				KeyPurposes::KEY_AGREEMENT.suit(&grant.recipient_key),
				"a grant's key doesn't suit"
			);
			ensure!(
				grant.granted <= now && grant.granted < grant.expires,
				"a grant's times are out of order"
			);
			if let Some(release) = &grant.released {
				ensure!(
					grant.granted <= release.at && release.at < grant.expires && release.at <= now,
					"a grant was released out of time"
				);
				ensure!(!release.payload.is_zero(), "nothing was released");
			}
			let count = open.entry(grant.holder().encode()).or_insert(0);
			*count = count.saturating_add(1);
		}
		let stored: BTreeMap<_, _> =
			OpenGrants::<T>::iter().map(|(holder, count)| (holder.encode(), count)).collect();
		ensure!(stored == open, "open grants are counted wrong");
		Ok(())
	}

	// 3. A log that is there has an entry, and an entry leaves a hash.
	fn check_logs() -> Outcome {
		for log in Logs::<T>::iter_values() {
			ensure!(log.entries > 0 && log.head != [0; 32], "a log is empty");
		}
		Ok(())
	}

	// 4. An encounter's times are in order and fit its status; only what took place is confirmed,
	// and not by who opened it or from the same department.
	fn check_encounter(encounter: &EncounterOf<T>, now: Moment) -> Outcome {
		let Encounter { started, recorded, finished, status, .. } = *encounter;
		ensure!(
			recorded <= now && time::is_plausible(started, recorded),
			"an encounter began in the future"
		);
		ensure!(
			finished.is_none_or(|finished| started <= finished),
			"an encounter was over before it began"
		);
		let fits = match status {
			EncounterStatus::InProgress | EncounterStatus::Cancelled => finished.is_none(),
			EncounterStatus::Finished => finished.is_some(),
			EncounterStatus::EnteredInError => true,
		};
		ensure!(fits, "an encounter's end doesn't fit its status");
		let Some(confirmation) = &encounter.confirmed else { return Ok(()) };
		ensure!(finished.is_some(), "what wasn't over is confirmed");
		ensure!(
			recorded <= confirmation.at && confirmation.at <= now,
			"a confirmation is out of time"
		);
		if let Confirmer::Countersigner { account, department } = &confirmation.by {
			ensure!(
				*account != encounter.opened_by && *department != encounter.department,
				"an encounter is countersigned by who may not"
			);
		}
		Ok(())
	}

	// 5. A use's times are in order: it begins before or when it is declared, ends by itself at
	// the latest, and its statement comes after it.
	fn check_use(used: &BreakGlassUseOf<T>, now: Moment) -> Outcome {
		ensure!(used.declared <= now, "a use is from the future");
		ensure!(
			used.from <= used.declared && used.from < used.expires,
			"a use's window is out of order"
		);
		ensure!(
			used.late == (used.declared.saturating_sub(used.from) > CLOCK_DRIFT),
			"a use is late without being marked, or the reverse"
		);
		ensure!(
			used.ended.is_none_or(|ended| {
				used.declared <= ended && ended < used.expires && ended <= now
			}),
			"a use ended out of time"
		);
		ensure!(
			used.declared < used.statement_due && used.declared.max(used.expires) < used.review_due,
			"something was due before it could be done"
		);
		ensure!(
			used.statement.is_none_or(|statement| {
				used.declared <= statement.at && statement.at <= now && !statement.content.is_zero()
			}),
			"a statement is empty or out of time"
		);
		Ok(())
	}

	// 6. Nobody reviews their own institution or themselves, nothing is found justified while it
	// gives access, nor unjustified without ending it; what is unjustified counts.
	fn check_review(used: &BreakGlassUseOf<T>) -> Outcome {
		ensure!(
			used.reviewer != Some(used.actor.institution),
			"a use is reviewed by the actor's institution"
		);
		if let Some(decision) = used.decision() {
			ensure!(
				decision.by.account != used.actor.account
					&& decision.by.institution != used.actor.institution,
				"a use was reviewed by its own side"
			);
			ensure!(!used.is_open(decision.at), "what was reviewed is open");
			ensure!(
				(decision.finding == Finding::Unjustified) == decision.counted.is_some(),
				"an unjustified use doesn't count, or a justified one does"
			);
		}
		Ok(())
	}

	// 7. What gives access is found by who and whom for, so that there is one at most; and what is
	// found there belongs there.
	fn check_open_uses(now: Moment) -> Outcome {
		for (account, patient, id) in OpenUses::<T>::iter() {
			let used = Uses::<T>::get(id).ok_or("an open use doesn't exist")?;
			ensure!(
				used.actor.account == account && used.patient == patient,
				"an open use is somebody else's"
			);
			ensure!(
				used.ended.is_none() && used.declared < used.expires,
				"an open use was ended or never open"
			);
		}
		for (id, used) in Uses::<T>::iter() {
			ensure!(
				!used.is_open(now)
					|| OpenUses::<T>::get(&used.actor.account, used.patient) == Some(id),
				"an open use can't be found"
			);
		}
		Ok(())
	}

	// 8. What is awaited of an actor or an institution is what wasn't stated, and nothing that can
	// still come in time is forgotten; what counts against them was found.
	fn check_rights(now: Moment) -> Outcome {
		for (account, privilege) in Privileges::<T>::iter() {
			let uses = &privilege.uses;
			ensure!(
				uses.iter().zip(uses.iter().skip(1)).all(|(one, next)| one <= next)
					&& uses.iter().all(|at| *at <= now),
				"an actor's uses are out of order"
			);
			Self::check_conduct(
				&privilege.conduct,
				|used| used.actor.account == account,
				|counted| counted.actor,
			)?;
		}
		for (institution, conduct) in Conducts::<T>::iter() {
			Self::check_conduct(
				&conduct,
				|used| used.actor.institution == institution,
				|counted| counted.institution,
			)?;
		}
		for (id, used) in Uses::<T>::iter() {
			if used.statement_status(now) == StatementStatus::Due {
				let awaited = Awaited { id, due: used.statement_due };
				let privilege = Privileges::<T>::get(&used.actor.account);
				let conduct = Conducts::<T>::get(used.actor.institution);
				ensure!(
					privilege.conduct.awaiting.contains(&awaited)
						&& conduct.awaiting.contains(&awaited),
					"a statement is due and isn't awaited"
				);
			}
			if let Some(decision) = used.decision() {
				let own = Privileges::<T>::get(&used.actor.account).conduct.restorations;
				let institutions = Conducts::<T>::get(used.actor.institution).restorations;
				ensure!(
					decision.counted.is_none_or(|counted| {
						counted.actor <= own && counted.institution <= institutions
					}),
					"a finding was counted after rights were restored that never were"
				);
			}
		}
		Ok(())
	}

	fn check_conduct<Max: Get<u32>>(
		conduct: &Conduct<Max>,
		is_theirs: impl Fn(&BreakGlassUseOf<T>) -> bool,
		counted_at: impl Fn(Counted) -> u32,
	) -> Outcome {
		let awaiting = &conduct.awaiting;
		ensure!(
			awaiting
				.iter()
				.zip(awaiting.iter().skip(1))
				.all(|(one, next)| one.due <= next.due && one.id < next.id),
			"statements are awaited out of order"
		);
		for Awaited { id, due } in awaiting {
			let used = Uses::<T>::get(id).ok_or("a statement of no use is awaited")?;
			ensure!(
				is_theirs(&used) && used.statement.is_none() && used.statement_due == *due,
				"a statement is awaited that isn't due"
			);
		}
		let (mut unjustified, mut late) = (0u32, 0u32);
		for used in Uses::<T>::iter_values().filter(&is_theirs) {
			let counts = used
				.decision()
				.and_then(|decision| decision.counted)
				.is_some_and(|counted| counted_at(counted) == conduct.restorations);
			unjustified = unjustified.saturating_add(counts.into());
			let missed = matches!(
				used.statement_status(T::Time::now()),
				StatementStatus::Missing | StatementStatus::GivenLate
			);
			late = late.saturating_add(missed.into());
		}
		ensure!(conduct.unjustified == unjustified, "unjustified uses are counted wrong");
		ensure!(conduct.missing <= late, "more statements are missing than there can be");
		Ok(())
	}

	// 9. What is outstanding at a reviewer is what it has to review; no two open reviews are
	// reciprocal.
	// 10. The rotation is in order.
	fn check_reviewing() -> Outcome {
		let mut outstanding = Vec::<BreakGlassId>::new();
		for (reviewer, reviewing) in Reviews::<T>::iter() {
			for Owed { id, due, institution } in &reviewing.outstanding {
				let used = Uses::<T>::get(id).ok_or("a review of no use is outstanding")?;
				ensure!(
					used.review == Review::Awaited
						&& used.reviewer == Some(reviewer)
						&& used.review_due == *due
						&& used.actor.institution == *institution,
					"a review is outstanding that isn't"
				);
				ensure!(!outstanding.contains(id), "a review is outstanding twice");
				outstanding.push(*id);
				ensure!(
					!Reviews::<T>::get(institution)
						.outstanding
						.iter()
						.any(|owed| owed.institution == reviewer),
					"two institutions review each other"
				);
			}
			let done = Uses::<T>::iter_values()
				.filter(|used| used.reviewer == Some(reviewer) && used.review != Review::Awaited)
				.count();
			ensure!(
				usize::try_from(reviewing.overdue).is_ok_and(|overdue| overdue <= done),
				"a reviewer is marked too often"
			);
		}
		let awaited = Uses::<T>::iter_values()
			.filter(|used| used.review == Review::Awaited && used.reviewer.is_some())
			.count();
		ensure!(awaited == outstanding.len(), "a review isn't outstanding that is");
		let list = Reviewers::<T>::get();
		ensure!(
			list.iter().zip(list.iter().skip(1)).all(|(one, next)| one < next),
			"the rotation is out of order"
		);
		Ok(())
	}
}

impl<AccountId> BreakGlassUse<AccountId> {
	/// What holds of what was decided, if anything was.
	fn decision(&self) -> Option<&Decision<AccountId>> {
		match &self.review {
			Review::Awaited => None,
			Review::Found(decision) | Review::Settled(decision) => Some(decision),
			Review::Disputed { before, .. } => before.as_ref(),
		}
	}
}
