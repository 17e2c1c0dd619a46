// SPDX-License-Identifier: Apache-2.0

//! Studies: what a sponsor states, the versions of the protocol, and how far a study is.

use crate::*;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{EnsureOrigin, Time},
};
use galen_primitives::{
	gs1::is_valid_text,
	seams::{Institutions, Studies as StudiesSeam},
	BenefitCategories, Digest, InstitutionId, Moment, PatientId, StudyId,
};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_study(
		actor: ActorOf<T>,
		terms: TermsOf<T>,
		protocol: Amendment,
	) -> DispatchResult {
		let sponsor = actor.institution;
		Self::ensure_possible_terms(sponsor, &terms)?;
		Self::ensure_possible_protocol(&protocol)?;
		let now = T::Time::now();
		let id = NextStudy::<T>::get();
		for number in Self::registry_numbers(&terms) {
			ensure!(!RegistryNumbers::<T>::contains_key(number), Error::<T>::AlreadyRegistered);
			RegistryNumbers::<T>::insert(number, id);
		}

		let first = 1;
		let study = Study {
			sponsor,
			status: StudyStatus::Draft,
			committee: None,
			version: first,
			basis: first,
			newest: first,
			submitted: 0,
			// Nobody has signed anything yet: the first version asks for nothing again.
			reconsent: None,
			next_reconsent: None,
			masking: terms.masking,
			allocation: terms.allocation,
			arms: u8::try_from(terms.arms.len()).unwrap_or(u8::MAX),
			points: terms.points,
			target: protocol.target,
			registrar: terms.registrar,
			key_destroyed: None,
			halts: Halts::default(),
			locked: None,
			flow: Flow::default(),
			registered: now,
		};
		// The first version is one that has to be approved, whatever was stated.
		let protocol = Amendment { substantial: true, reconsent_from: None, ..protocol };
		let version = ProtocolVersion {
			terms: protocol,
			basis: first,
			inherited: None,
			registered: now,
			adopted: Some(now),
		};
		Versions::<T>::insert(id, first, version);
		Documents::<T>::insert(id, protocol.document, first);
		Studies::<T>::insert(id, study);
		Terms::<T>::insert(id, terms);
		NextStudy::<T>::put(id.saturating_add(1));

		let document = protocol.document;
		Self::deposit_event(Event::StudyRegistered { study: id, sponsor, document });
		Ok(())
	}

	pub(crate) fn do_amend(actor: ActorOf<T>, id: StudyId, amendment: Amendment) -> DispatchResult {
		Self::ensure_possible_protocol(&amendment)?;
		let mut study = Self::study_of(id)?;
		Self::ensure_sponsor(&actor, &study)?;
		ensure!(
			!study.status.is_final() && study.status != StudyStatus::InReview,
			Error::<T>::NotAmendable
		);
		ensure!(study.locked.is_none(), Error::<T>::DatabaseLocked);
		ensure!(!Documents::<T>::contains_key(id, amendment.document), Error::<T>::DocumentKnown);
		ensure!(amendment.target >= study.flow.enrolled, Error::<T>::TargetBelowEnrolled);

		let now = T::Time::now();
		let before = study.newest;
		study.newest = before.saturating_add(1);
		let number = study.newest;
		// Nobody has approved a draft: it is written anew rather than amended.
		let unapproved = matches!(study.status, StudyStatus::Draft | StudyStatus::Disapproved);
		let before = Versions::<T>::get(id, before).ok_or(Error::<T>::UnknownVersion)?;
		let basis = if amendment.substantial || unapproved { number } else { before.basis };
		// What a version asked for that was never adopted isn't lost with it.
		let inherited = before.asked(study.newest.saturating_sub(1), study.version);
		let mut version =
			ProtocolVersion { terms: amendment, basis, inherited, registered: now, adopted: None };
		if unapproved {
			// Nobody has signed anything yet.
			(version.adopted, version.inherited) = (Some(now), None);
			(study.version, study.basis, study.target) = (number, basis, amendment.target);
		}
		Versions::<T>::insert(id, number, version);
		Documents::<T>::insert(id, amendment.document, number);
		Studies::<T>::insert(id, study);

		Self::deposit_event(Event::ProtocolAmended {
			study: id,
			version: number,
			terms: amendment,
		});
		Ok(())
	}

	pub(crate) fn do_adopt_version(
		actor: ActorOf<T>,
		id: StudyId,
		number: VersionNumber,
	) -> DispatchResult {
		let mut study = Self::study_of(id)?;
		Self::ensure_sponsor(&actor, &study)?;
		ensure!(number > study.version, Error::<T>::VersionNotNewer);
		ensure!(
			study.status == StudyStatus::Approved || study.status.is_under_way(),
			Error::<T>::NotAmendable
		);
		ensure!(study.locked.is_none(), Error::<T>::DatabaseLocked);
		let mut version = Versions::<T>::get(id, number).ok_or(Error::<T>::UnknownVersion)?;
		ensure!(version.terms.target >= study.flow.enrolled, Error::<T>::TargetBelowEnrolled);
		let now = T::Time::now();
		Self::ensure_version_approved(id, version.basis, study.committee, now)?;
		if let Some(asked) = version.asked(number, study.version) {
			Self::ask_reconsent(&mut study, asked, now)?;
		}
		version.adopted = Some(now);
		(study.version, study.basis, study.target) = (number, version.basis, version.terms.target);
		Versions::<T>::insert(id, number, version);
		Studies::<T>::insert(id, study);

		Self::deposit_event(Event::VersionAdopted { study: id, version: number });
		Ok(())
	}

	/// From a moment on, subjects must have signed this version or a later one.
	fn ask_reconsent(study: &mut Study, asked: Reconsent, now: Moment) -> Result<(), Error<T>> {
		match study.next_reconsent {
			// What was to come has come.
			Some(next) if next.from <= now => study.reconsent = Some(next),
			// A newer version asked for at least as early makes the older one needless.
			Some(next) => ensure!(asked.from <= next.from, Error::<T>::ReconsentPending),
			None => {},
		}
		study.next_reconsent = Some(asked);
		Ok(())
	}

	pub(crate) fn do_submit(
		actor: ActorOf<T>,
		id: StudyId,
		committee: InstitutionId,
	) -> DispatchResult {
		let by = actor.institution;
		Self::change_study(id, |study| {
			Self::ensure_sponsor(&actor, study)?;
			Self::ensure_committee(study, committee)?;
			ensure!(study.version > study.submitted, Error::<T>::NothingNew);
			Self::advance(study, StudyStatus::InReview)?;
			study.submitted = study.version;
			study.committee = Some(committee);
			Ok(())
		})?;
		Self::status_changed(id, StudyStatus::InReview, by, None)
	}

	pub(crate) fn do_activate(actor: ActorOf<T>, id: StudyId) -> DispatchResult {
		let by = actor.institution;
		let mut study = Self::study_of(id)?;
		Self::ensure_sponsor(&actor, &study)?;
		ensure!(study.halts.regulator.is_none(), Error::<T>::HaltedByRegulator);
		ensure!(study.halts.monitors.is_none(), Error::<T>::HaltedByMonitors);
		ensure!(study.locked.is_none(), Error::<T>::DatabaseLocked);
		let now = T::Time::now();
		if study.status == StudyStatus::ClosedToAccrual {
			// It was halted without a status of its own, and goes on treating.
			ensure!(study.halts.sponsor.is_some(), Error::<T>::NotHalted);
		} else {
			Self::advance(&mut study, StudyStatus::Active)?;
		}
		Self::ensure_version_approved(id, study.basis, study.committee, now)?;
		study.halts.sponsor = None;
		Studies::<T>::insert(id, study);
		Self::status_changed(id, study.status, by, None)
	}

	pub(crate) fn do_halt(
		actor: ActorOf<T>,
		regulator: bool,
		id: StudyId,
		scope: HaltScope,
		reason: HaltReason,
	) -> DispatchResult {
		let mut study = Self::study_of(id)?;
		let authority = if regulator {
			HaltAuthority::Regulator
		} else {
			Self::ensure_sponsor(&actor, &study)?;
			HaltAuthority::Sponsor
		};
		let halt = Halt { scope, reason, by: actor.institution, since: T::Time::now() };
		Self::impose_halt(&mut study, authority, halt)?;
		Studies::<T>::insert(id, study);

		Self::deposit_event(Event::Halted { study: id, authority, halt });
		Ok(())
	}

	/// Halts a study that is under way, for an authority that hasn't done so, or not so far.
	///
	/// R4 has no status for a halt of treatment after accrual is closed: the halt itself stops it
	/// then ([`Study::intervenes`]).
	pub(crate) fn impose_halt(
		study: &mut Study,
		authority: HaltAuthority,
		halt: Halt,
	) -> Result<(), Error<T>> {
		let to = match (study.status, halt.scope) {
			(StudyStatus::Active, HaltScope::Accrual) => StudyStatus::TemporarilyClosedToAccrual,
			(
				StudyStatus::Active | StudyStatus::TemporarilyClosedToAccrual,
				HaltScope::AccrualAndIntervention,
			) => StudyStatus::TemporarilyClosedToAccrualAndIntervention,
			(status, HaltScope::Accrual) if status.is_halted() => status,
			(
				StudyStatus::TemporarilyClosedToAccrualAndIntervention
				| StudyStatus::ClosedToAccrual,
				HaltScope::AccrualAndIntervention,
			) => study.status,
			(StudyStatus::ClosedToAccrual, HaltScope::Accrual) => {
				return Err(Error::<T>::AlreadyHalted);
			},
			_ => return Err(Error::<T>::NotUnderWay),
		};
		let place = study.halts.place(authority);
		let wider = place.is_none_or(|before| {
			before.scope == HaltScope::Accrual && halt.scope == HaltScope::AccrualAndIntervention
		});
		ensure!(wider, Error::<T>::AlreadyHalted);
		*place = Some(halt);
		study.status = to;
		Ok(())
	}

	/// Ends an authority's halt. The study stays where it is until the sponsor resumes it, and from
	/// then on the halt is the sponsor's.
	pub(crate) fn end_halt(study: &mut Study, authority: HaltAuthority) -> Result<(), Error<T>> {
		let ended = study.halts.place(authority).take().ok_or(Error::<T>::NotHalted)?;
		let sponsor = study.halts.sponsor.get_or_insert(ended);
		// What was stopped stays stopped until somebody has decided to go on.
		if ended.scope == HaltScope::AccrualAndIntervention {
			sponsor.scope = HaltScope::AccrualAndIntervention;
		}
		Ok(())
	}

	pub(crate) fn do_lift_halt(actor: ActorOf<T>, id: StudyId) -> DispatchResult {
		let authority = HaltAuthority::Regulator;
		Self::change_study(id, |study| {
			let halt = study.halts.regulator.ok_or(Error::<T>::NotHalted)?;
			ensure!(halt.by == actor.institution, Error::<T>::HaltedByRegulator);
			Self::end_halt(study, authority)
		})?;

		Self::deposit_event(Event::HaltLifted { study: id, authority });
		Ok(())
	}

	pub(crate) fn do_close(actor: ActorOf<T>, id: StudyId, closure: Closure) -> DispatchResult {
		let to = match closure {
			Closure::ToAccrual => StudyStatus::ClosedToAccrual,
			Closure::ToAccrualAndIntervention => StudyStatus::ClosedToAccrualAndIntervention,
		};
		Self::sponsor_advances(actor, id, to, None, |_| Ok(()))
	}

	pub(crate) fn do_complete(actor: ActorOf<T>, id: StudyId) -> DispatchResult {
		Self::sponsor_advances(actor, id, StudyStatus::Completed, None, |study| {
			ensure!(
				study.flow.on_study() == 0 && study.flow.in_screening() == 0,
				Error::<T>::SubjectsOnStudy
			);
			Ok(())
		})
	}

	pub(crate) fn do_terminate(
		actor: ActorOf<T>,
		id: StudyId,
		reason: HaltReason,
	) -> DispatchResult {
		let to = StudyStatus::AdministrativelyCompleted;
		Self::sponsor_advances(actor, id, to, Some(reason), |_| Ok(()))
	}

	pub(crate) fn do_withdraw_study(actor: ActorOf<T>, id: StudyId) -> DispatchResult {
		// It was never open, so there are no subjects.
		Self::sponsor_advances(actor, id, StudyStatus::Withdrawn, None, |_| Ok(()))
	}

	/// The sponsor takes a study to another status.
	fn sponsor_advances(
		actor: ActorOf<T>,
		id: StudyId,
		to: StudyStatus,
		reason: Option<HaltReason>,
		check: impl FnOnce(&Study) -> Result<(), Error<T>>,
	) -> DispatchResult {
		let by = actor.institution;
		Self::change_study(id, |study| {
			Self::ensure_sponsor(&actor, study)?;
			Self::advance(study, to)?;
			check(study)
		})?;
		Self::status_changed(id, to, by, reason)
	}

	/// Takes a study to another status, if its state machine has that step.
	pub(crate) fn advance(study: &mut Study, to: StudyStatus) -> Result<(), Error<T>> {
		ensure!(study.status.may_become(to), Error::<T>::ImpossibleTransition);
		study.status = to;
		Ok(())
	}

	fn status_changed(
		study: StudyId,
		status: StudyStatus,
		by: InstitutionId,
		reason: Option<HaltReason>,
	) -> DispatchResult {
		Self::deposit_event(Event::StatusChanged { study, status, by, reason });
		Ok(())
	}

	/// A study.
	pub(crate) fn study_of(id: StudyId) -> Result<Study, Error<T>> {
		Studies::<T>::get(id).ok_or(Error::<T>::UnknownStudy)
	}

	/// What its sponsor states of a study.
	pub(crate) fn terms_of(id: StudyId) -> Result<TermsOf<T>, Error<T>> {
		Terms::<T>::get(id).ok_or(Error::<T>::UnknownStudy)
	}

	/// Changes a study: one read and one write.
	pub(crate) fn change_study<R>(
		id: StudyId,
		change: impl FnOnce(&mut Study) -> Result<R, Error<T>>,
	) -> Result<R, Error<T>> {
		Studies::<T>::try_mutate(id, |study| {
			change(study.as_mut().ok_or(Error::<T>::UnknownStudy)?)
		})
	}

	/// Whether somebody acts for the study's sponsor.
	pub(crate) fn ensure_sponsor(actor: &ActorOf<T>, study: &Study) -> Result<(), Error<T>> {
		ensure!(actor.institution == study.sponsor, Error::<T>::NotSponsor);
		Ok(())
	}

	/// Whether an institution has nothing to do with the sponsor.
	pub(crate) fn is_independent(one: InstitutionId, sponsor: InstitutionId) -> bool {
		one != sponsor && !T::Institutions::are_affiliated(one, sponsor)
	}

	/// Somebody who passes the regulators' origin, or another one.
	pub(crate) fn regulator_or<Other>(
		origin: T::RuntimeOrigin,
	) -> Result<(ActorOf<T>, bool), DispatchError>
	where
		Other: EnsureOrigin<T::RuntimeOrigin, Success = ActorOf<T>>,
	{
		match T::RegulatorOrigin::try_origin(origin) {
			Ok(actor) => Ok((actor, true)),
			Err(origin) => Ok((Other::ensure_origin(origin)?, false)),
		}
	}

	/// Somebody who acts for a sponsor or conducts trials.
	pub(crate) fn sponsor_or_investigator(
		origin: T::RuntimeOrigin,
	) -> Result<ActorOf<T>, DispatchError> {
		match T::InvestigatorOrigin::try_origin(origin) {
			Ok(actor) => Ok(actor),
			Err(origin) => Ok(T::SponsorOrigin::ensure_origin(origin)?),
		}
	}

	/// Whether a digest is more than an empty field.
	pub(crate) fn ensure_set(digest: &Digest) -> Result<(), Error<T>> {
		ensure!(!digest.is_zero(), Error::<T>::ZeroDigest);
		Ok(())
	}

	fn ensure_possible_protocol(protocol: &Amendment) -> Result<(), Error<T>> {
		Self::ensure_set(&protocol.document)?;
		ensure!(protocol.target > 0, Error::<T>::NoTarget);
		Ok(())
	}

	fn ensure_possible_terms(sponsor: InstitutionId, terms: &TermsOf<T>) -> Result<(), Error<T>> {
		ensure!(terms.nct.is_none_or(|nct| nct.is_valid()), Error::<T>::InvalidNct);
		ensure!(terms.eu_ct.is_none_or(|number| number.is_valid()), Error::<T>::InvalidEuCt);
		ensure!(is_valid_text(&terms.sponsor_number), Error::<T>::InvalidSponsorNumber);
		Self::ensure_set(&terms.title)?;
		ensure!(!terms.arms.is_empty(), Error::<T>::NoArms);
		for (place, arm) in terms.arms.iter().enumerate() {
			Self::ensure_set(arm)?;
			ensure!(
				!terms.arms.iter().skip(place.saturating_add(1)).any(|other| other == arm),
				Error::<T>::SameArm
			);
		}
		let suits = match terms.allocation {
			AllocationKind::Randomized => terms.points > 0 && terms.arms.len() > 1,
			AllocationKind::NonRandomized => terms.points == 0,
			AllocationKind::NotApplicable => terms.points == 0 && terms.arms.len() == 1,
		};
		ensure!(suits, Error::<T>::PointsDontSuit);
		// Without monitors, none is asked for.
		let monitors = terms.monitors.len();
		let quorum = usize::from(terms.quorum);
		ensure!(quorum <= monitors && (quorum == 0) == (monitors == 0), Error::<T>::InvalidQuorum);
		for (place, monitor) in terms.monitors.iter().enumerate() {
			let mut others = terms.monitors.iter().skip(place.saturating_add(1));
			ensure!(!others.any(|other| other == monitor), Error::<T>::SameMonitor);
		}
		let unknown = terms.sponsor_pays.0 & !BenefitCategories::ALL.0;
		ensure!(unknown == 0, Error::<T>::InvalidCategories);
		ensure!(terms.kit.is_none_or(|gtin| gtin.is_valid()), Error::<T>::InvalidKit);
		for criterion in &terms.criteria {
			let pointer = core::str::from_utf8(&criterion.field);
			ensure!(
				criterion.least <= criterion.most
					&& pointer.is_ok_and(|pointer| pointer.starts_with('/')),
				Error::<T>::InvalidCriterion
			);
		}
		ensure!(terms.registrar.key != [0; 32], Error::<T>::InvalidKey);
		ensure!(
			Self::is_independent(terms.registrar.institution, sponsor),
			Error::<T>::RegistrarNotIndependent
		);
		for institution in
			[Some(terms.registrar.institution), terms.statistics].into_iter().flatten()
		{
			ensure!(
				T::Institutions::kinds_in_force(institution).is_some(),
				Error::<T>::UnknownInstitution
			);
		}
		Ok(())
	}

	/// The numbers that registries have given a study.
	pub(crate) fn registry_numbers(terms: &TermsOf<T>) -> impl Iterator<Item = RegistryId> {
		[terms.nct.map(RegistryId::Nct), terms.eu_ct.map(RegistryId::EuCt)].into_iter().flatten()
	}

	pub(crate) fn study_info(id: StudyId) -> Option<StudyInfo> {
		let study = Studies::<T>::get(id)?;
		let now = T::Time::now();
		let approved = Self::ensure_version_approved(id, study.basis, study.committee, now).is_ok();
		Some(StudyInfo {
			approved,
			least_signed: study.least_signed(now),
			in_screening: study.flow.in_screening(),
			on_study: study.flow.on_study(),
			study,
		})
	}
}

impl<T: Config> StudiesSeam for Pallet<T> {
	fn exists(study: StudyId) -> bool {
		Studies::<T>::get(study).is_some_and(|study| study.status != StudyStatus::Withdrawn)
	}

	fn is_on_study(study: StudyId, patient: &PatientId) -> bool {
		Participations::<T>::get(study, patient)
			.and_then(|participation| participation.subject)
			.and_then(|number| Subjects::<T>::get(study, number))
			.is_some_and(|subject| subject.status.is_on_study())
	}

	fn paid_by_sponsor(study: StudyId) -> Option<BenefitCategories> {
		Terms::<T>::get(study).map(|terms| terms.sponsor_pays)
	}
}
