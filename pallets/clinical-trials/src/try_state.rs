// SPDX-License-Identifier: Apache-2.0

//! What must hold of the storage, whatever was called. Numbers up to 20 are about studies, sites,
//! subjects and allocation; those from 21 on about what comes of them.

mod conduct;

use crate::*;
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{ensure, traits::Time};
use galen_primitives::{Moment, PatientId, StudyId};
use sp_runtime::TryRuntimeError;

type Check = Result<(), TryRuntimeError>;

/// What is found of a study's subjects, counted anew.
#[derive(Default)]
struct Counted {
	flow: Flow,
	numbers: u32,
	patients: BTreeSet<PatientId>,
	first_enrolment: Option<Moment>,
}

impl<T: Config> Pallet<T> {
	/// Checks every invariant of the pallet.
	pub fn do_try_state() -> Check {
		let now = T::Time::now();
		Self::check_studies(now)?;
		Self::check_versions(now)?;
		Self::check_approvals(now)?;
		Self::check_sites(now)?;
		Self::check_subjects(now)?;
		Self::check_tokens()?;
		Self::check_lists(now)?;
		Self::check_kits(now)?;
		Self::check_conduct(now)
	}

	fn check_studies(now: Moment) -> Check {
		let next = NextStudy::<T>::get();
		for (id, study) in Studies::<T>::iter() {
			// 1. Studies have numbers that were given, terms, and the registry numbers of these.
			ensure!(id < next, "a study has a number to come");
			let terms = Terms::<T>::get(id).ok_or("a study without terms")?;
			ensure!(
				Self::registry_numbers(&terms)
					.all(|number| RegistryNumbers::<T>::get(number) == Some(id)),
				"a registry number isn't its study's"
			);
			ensure!(
				usize::from(study.arms) == terms.arms.len()
					&& study.points == terms.points
					&& study.masking == terms.masking
					&& study.allocation == terms.allocation
					&& study.registrar == terms.registrar,
				"a study isn't what its terms say"
			);
			ensure!(
				study.registered <= now
					&& study.key_destroyed.is_none_or(|at| at <= now)
					&& study.locked.is_none_or(|at| at <= now),
				"a study's times are out of order"
			);
			// 2. The current version was adopted, and it or the one that it goes with has been
			// decided about by the study's committee, if the study is open or was. Whether that is
			// valid now is decided when somebody relies on it.
			let version = Versions::<T>::get(id, study.version).ok_or("no current version")?;
			ensure!(
				version.adopted.is_some()
					&& version.basis == study.basis
					&& study.version <= study.newest
					&& study.submitted <= study.version,
				"the current version isn't one"
			);
			if study.status.has_begun() {
				let committee = study.committee.ok_or("an open study of no committee")?;
				ensure!(
					Approvals::<T>::contains_key(id, (study.basis, committee)),
					"an open study that nobody has approved"
				);
				ensure!(
					committee != study.sponsor && study.registrar.institution != study.sponsor,
					"a sponsor that approves of itself"
				);
			}
			// 3. A halted study has a halt, one that accrues has none.
			let Halts { sponsor, regulator, monitors } = &study.halts;
			let halted = sponsor.is_some() || regulator.is_some() || monitors.is_some();
			let stopped = study.halts.stop_intervention();
			let as_it_says = match study.status {
				StudyStatus::TemporarilyClosedToAccrual => halted && !stopped,
				StudyStatus::TemporarilyClosedToAccrualAndIntervention => stopped,
				status => !halted || status.has_begun() && !status.accrues(),
			};
			ensure!(as_it_says, "a study isn't halted as it says");
			// 4. The moments at which versions have to be signed come one after the other.
			for asked in [&study.reconsent, &study.next_reconsent].into_iter().flatten() {
				ensure!(
					1 < asked.version && asked.version <= study.version,
					"a signature is asked for of another version"
				);
			}
			ensure!(
				study.reconsent.is_none_or(|before| {
					study.next_reconsent.is_some_and(|next| before.version < next.version)
				}),
				"signatures are asked for out of order"
			);
		}
		for (number, id) in RegistryNumbers::<T>::iter() {
			let terms = Terms::<T>::get(id).ok_or("a registry number of no study")?;
			ensure!(
				Self::registry_numbers(&terms).any(|other| other == number),
				"a registry number that its study hasn't"
			);
		}
		for (id, _) in Terms::<T>::iter() {
			ensure!(Studies::<T>::contains_key(id), "terms of no study");
		}
		Ok(())
	}

	fn check_versions(now: Moment) -> Check {
		let mut counts = BTreeMap::<StudyId, u32>::new();
		for (id, number, version) in Versions::<T>::iter() {
			// 5. Versions are dense, their documents unique, and each goes with a substantial one.
			let study = Studies::<T>::get(id).ok_or("a version of no study")?;
			ensure!(1 <= number && number <= study.newest, "a version has a number to come");
			let count = counts.entry(id).or_default();
			*count = count.saturating_add(1);
			ensure!(
				Documents::<T>::get(id, version.terms.document) == Some(number),
				"a version's document is another's"
			);
			let basis = Versions::<T>::get(id, version.basis).ok_or("a version of no basis")?;
			ensure!(
				version.basis <= number && basis.basis == version.basis,
				"a version goes with none that is approved"
			);
			ensure!(
				version.registered <= now
					&& version.adopted.is_none_or(|at| version.registered <= at && at <= now),
				"a version's times are out of order"
			);
		}
		for (id, study) in Studies::<T>::iter() {
			ensure!(counts.get(&id) == Some(&study.newest), "a version is missing");
		}
		for (id, _, number) in Documents::<T>::iter() {
			ensure!(Versions::<T>::contains_key(id, number), "a document of no version");
		}
		Ok(())
	}

	fn check_approvals(now: Moment) -> Check {
		for (id, (number, committee), approval) in Approvals::<T>::iter() {
			// 6. A decision is about a substantial version, for a time, and not the sponsor's own.
			let study = Studies::<T>::get(id).ok_or("an approval of no study")?;
			let version = Versions::<T>::get(id, number).ok_or("an approval of no version")?;
			ensure!(
				version.basis == number
					&& approval.review.period().is_proper()
					&& approval.recorded <= now
					&& approval.suspended.is_none_or(|at| approval.recorded <= at && at <= now),
				"an approval is impossible"
			);
			ensure!(committee != study.sponsor, "a sponsor that approves of itself");
		}
		Ok(())
	}

	fn check_sites(now: Moment) -> Check {
		for (id, at, site) in Sites::<T>::iter() {
			// 7. A site isn't the sponsor's, and was opened by its investigator.
			let study = Studies::<T>::get(id).ok_or("a site of no study")?;
			ensure!(
				at != study.sponsor && site.committee != study.sponsor,
				"a sponsor is its own site"
			);
			ensure!(site.initiated <= now, "a site's times are out of order");
			ensure!(
				site.status != SiteStatus::Open
					|| !Delegations::<T>::get((id, at), &site.investigator).is_empty(),
				"an open site whose investigator never came"
			);
		}
		for ((id, at), _, log) in Delegations::<T>::iter() {
			// 8. A delegation log is in the order of time, and only its last line is open.
			ensure!(Sites::<T>::contains_key(id, at), "a delegation log of no site");
			ensure!(!log.is_empty(), "an empty delegation log");
			let ordered = log
				.iter()
				.zip(log.iter().skip(1))
				.all(|(one, next)| one.until.is_some_and(|until| until <= next.from));
			let sound = log.iter().all(|line| {
				line.duties.is_known()
					&& !line.duties.is_empty()
					&& line.from <= now
					&& line.until.is_none_or(|until| line.from <= until)
			});
			ensure!(ordered && sound, "a delegation log is out of order");
		}
		Ok(())
	}

	fn check_subjects(now: Moment) -> Check {
		let mut counts = BTreeMap::<StudyId, Counted>::new();
		for (id, number, subject) in Subjects::<T>::iter() {
			let study = Studies::<T>::get(id).ok_or("a subject of no study")?;
			let counted = counts.entry(id).or_default();
			// 9. One patient is one subject of a study, as the signature says.
			ensure!(counted.patients.insert(subject.patient), "a patient is in a study twice");
			let signed = Participations::<T>::get(id, subject.patient)
				.ok_or("a subject who has signed nothing")?;
			ensure!(
				signed.subject == Some(number)
					&& signed.version == subject.signed
					&& signed.site == subject.site,
				"a subject isn't what was signed"
			);
			ensure!(Sites::<T>::contains_key(id, subject.site), "a subject of no site");
			ensure!(number < study.flow.screened, "a subject has a number to come");
			ensure!(study.status.has_begun(), "a study that was never open has a subject");
			// 10. Who is or was on study was found eligible by somebody who was charged with that,
			// had signed, and was enrolled under a version that was current.
			let enrolled = subject.status.was_enrolled();
			ensure!(enrolled == subject.enrolled.is_some(), "enrolled, and nobody knows when");
			if let Some(Attestation { by, at, .. }) = &subject.attested {
				let duty = Duty::EligibilityAttestation;
				ensure!(
					*at <= now && Self::is_delegated(id, subject.site, by, duty, *at),
					"eligibility was attested by somebody to whom it wasn't delegated"
				);
			}
			let found = !matches!(
				subject.status,
				SubjectStatus::Screening | SubjectStatus::Withdrawn | SubjectStatus::NotRegistered
			);
			ensure!(!found || subject.attested.is_some(), "eligible, and nobody has said so");
			if let Some(Enrolment { at, version, signed }) = &subject.enrolled {
				ensure!(
					subject.screened <= *at && *at <= now,
					"a subject's times are out of order"
				);
				let adopted = Versions::<T>::get(id, version)
					.and_then(|version| version.adopted)
					.is_some_and(|adopted| adopted <= *at);
				ensure!(
					adopted && 1 <= *signed && *signed <= subject.signed,
					"enrolled under a version that wasn't current, or without a signature"
				);
				let first = counted.first_enrolment.get_or_insert(*at);
				*first = (*first).min(*at);
			}
			// 11. Who has left has a reason that says how, and nobody else.
			let departed = match subject.left {
				None => !subject.status.is_final(),
				Some((departure, at)) => {
					let as_it_says = match departure {
						Departure::Excluded(_) => subject.status == SubjectStatus::Ineligible,
						Departure::NotRegistered(_) => {
							subject.status == SubjectStatus::NotRegistered
						},
						Departure::Withdrawn(_) if enrolled => {
							subject.status == SubjectStatus::OffStudy
						},
						Departure::Withdrawn(_) => subject.status == SubjectStatus::Withdrawn,
						Departure::OffStudy(_) => subject.status == SubjectStatus::OffStudy,
					};
					as_it_says && subject.screened <= at && at <= now
				},
			};
			ensure!(departed, "a subject has left for another reason than it says");
			// 12. Who waits to be randomised hasn't been, and the others have.
			let randomised =
				(0..study.points).any(|point| Allocations::<T>::contains_key(id, (point, number)));
			let as_it_says = match subject.status {
				SubjectStatus::PendingOnStudy => study.randomises() && !randomised,
				status if status.is_on_study() => study.randomises() == randomised,
				_ => enrolled || !randomised,
			};
			ensure!(as_it_says, "a subject isn't randomised as it says");
			let criteria = Terms::<T>::get(id).map_or(0, |terms| terms.criteria.len());
			let unknown = u32::from(subject.shown) >> u32::try_from(criteria).unwrap_or(0);
			ensure!(unknown == 0, "a criterion that there isn't was shown");
			counted.add(&subject, study.randomises() && !randomised);
		}
		for (id, study) in Studies::<T>::iter() {
			// 13. How many were screened, enrolled and left is what their states add up to; nobody
			// is forgotten, and no more are enrolled than were to be.
			let counted = counts.remove(&id).unwrap_or_default();
			ensure!(
				counted.numbers == study.flow.screened && counted.flow == study.flow,
				"subjects by state don't add up to the study's"
			);
			ensure!(study.flow.enrolled <= study.target, "more are enrolled than were to be");
			// 14. Lists and kits were sealed before anybody was enrolled.
			if let Some(first) = counted.first_enrolment {
				let sealed = Lists::<T>::iter_prefix_values(id).all(|list| list.committed <= first);
				ensure!(
					sealed && KitLists::<T>::get(id).is_none_or(|kits| kits.committed <= first),
					"a list was sealed after somebody was enrolled"
				);
			}
			// 15. The database is locked once nobody is in the study any more.
			ensure!(
				study.locked.is_none()
					|| study.flow.on_study() == 0 && study.flow.in_screening() == 0,
				"somebody is in a study whose database is locked"
			);
		}
		for (id, patient, signed) in Participations::<T>::iter() {
			let study = Studies::<T>::get(id).ok_or("a signature for no study")?;
			ensure!(
				1 <= signed.version && signed.version <= study.newest && signed.signed <= now,
				"a signature under no version, or still to come"
			);
			if let Some(number) = signed.subject {
				let subject = Subjects::<T>::get(id, number).ok_or("a signature of no subject")?;
				ensure!(subject.patient == patient, "a signature of another patient");
			}
		}
		Ok(())
	}

	fn check_tokens() -> Check {
		// 16. Everybody who was enrolled has used one token, and nobody else has.
		let mut used = BTreeSet::<(StudyId, SubjectNumber)>::new();
		for (id, _, number) in Tokens::<T>::iter() {
			let subject = Subjects::<T>::get(id, number).ok_or("a token of no subject")?;
			ensure!(subject.status.was_enrolled(), "a token of somebody who isn't enrolled");
			ensure!(used.insert((id, number)), "two tokens of one subject");
		}
		for (id, number, subject) in Subjects::<T>::iter() {
			ensure!(
				used.contains(&(id, number)) == subject.status.was_enrolled(),
				"somebody was enrolled without a token"
			);
		}
		Ok(())
	}

	fn check_lists(now: Moment) -> Check {
		let mut used = BTreeMap::<(StudyId, Point, Stratum), BTreeSet<u32>>::new();
		for (id, (point, number), allocation) in Allocations::<T>::iter() {
			// 17. A leaf is allocated once, to somebody who was enrolled, from a list of that point.
			let subject = Subjects::<T>::get(id, number).ok_or("an allocation to no subject")?;
			ensure!(
				subject.enrolled.is_some_and(|enrolled| enrolled.at <= allocation.at)
					&& allocation.at <= now,
				"somebody was randomised before enrolment"
			);
			let key = (id, point, allocation.stratum);
			ensure!(
				used.entry(key).or_default().insert(allocation.index),
				"a leaf was allocated twice"
			);
			// 18. Whoever learnt an arm is on record, and only where it is hidden.
			let study = Studies::<T>::get(id).ok_or("an allocation of no study")?;
			ensure!(
				allocation.unblinded.is_some() == (allocation.unblindings > 0)
					&& (allocation.unblinded.is_none() || study.masking.is_masked()),
				"an unblinding isn't counted"
			);
		}
		for (id, (point, stratum), list) in Lists::<T>::iter() {
			// 19. A list is used up in its order, and its arms are known once the database is locked
			// and it is open: not before.
			let study = Studies::<T>::get(id).ok_or("a list of no study")?;
			ensure!(
				study.randomises() && point < study.points && 0 < list.length,
				"a list for nothing"
			);
			let taken = used.remove(&(id, point, stratum)).unwrap_or_default();
			ensure!(
				taken.into_iter().eq(0..list.next) && list.next <= list.length,
				"a list wasn't used up in its order"
			);
			let open = OpenedLists::<T>::get(id, (point, stratum));
			ensure!(open.is_some() == list.opened.is_some(), "arms are known of a sealed list");
			if let (Some(arms), Some(opened)) = (open, list.opened) {
				ensure!(
					count(&arms) == list.length && arms.iter().all(|arm| *arm < study.arms),
					"an opened list has other arms"
				);
				ensure!(
					study.locked.is_some_and(|locked| locked <= opened) && opened <= now,
					"a list was opened before the lock"
				);
			}
		}
		ensure!(used.is_empty(), "an allocation from no list");
		for (id, key, _) in OpenedLists::<T>::iter() {
			ensure!(Lists::<T>::contains_key(id, key), "arms of no list");
		}
		Ok(())
	}

	fn check_kits(now: Moment) -> Check {
		for (_, handout) in Handouts::<T>::iter() {
			// 20. A kit went to somebody who was enrolled, and is a leaf where kits are sealed.
			let Handout { study, subject, kit, at, .. } = handout;
			let subject = Subjects::<T>::get(study, subject).ok_or("a kit of no subject")?;
			ensure!(
				subject.enrolled.is_some_and(|enrolled| enrolled.at <= at) && at <= now,
				"a kit was handed out before enrolment"
			);
			let sealed = KitLists::<T>::get(study);
			ensure!(
				sealed.map(|list| list.length > kit.map_or(u32::MAX, |(index, _)| index))
					== kit.map(|_| true),
				"a kit isn't one of the sealed ones"
			);
		}
		for (id, _) in KitLists::<T>::iter() {
			let kit = Terms::<T>::get(id).and_then(|terms| terms.kit);
			ensure!(kit.is_some(), "kits of a study that has none");
		}
		Ok(())
	}
}

impl Counted {
	/// Counts a subject, who may still have to be randomised.
	fn add<AccountId>(&mut self, subject: &Subject<AccountId>, pending: bool) {
		let Self { flow, numbers, .. } = self;
		let add = |count: &mut u32| *count = count.saturating_add(1);
		add(numbers);
		add(&mut flow.screened);
		if subject.enrolled.is_some() {
			add(&mut flow.enrolled);
		}
		match subject.left.map(|(departure, _)| departure) {
			None => {},
			Some(Departure::Excluded(reason)) => flow.count_excluded(reason),
			Some(Departure::NotRegistered(_)) => add(&mut flow.not_registered),
			Some(Departure::Withdrawn(_)) if subject.enrolled.is_none() => {
				add(&mut flow.withdrawn);
			},
			Some(Departure::Withdrawn(_)) => {
				flow.count_off(OffStudyReason::WithdrawalBySubject, pending);
			},
			Some(Departure::OffStudy(reason)) => flow.count_off(reason, pending),
		}
	}
}
