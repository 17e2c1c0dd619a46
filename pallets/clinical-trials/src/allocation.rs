// SPDX-License-Identifier: Apache-2.0

//! Sealed allocation. No randomness of the chain has a part in it: whoever writes blocks could bias
//! that. The sequence is fixed before anybody is enrolled, and nobody on chain can see it.

use crate::*;
use clinical_trials_core::allocation::{check, kit_leaf, leaf};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{
	commitment::{self, Salt},
	merkle,
	seams::{Dispenses, Evidence, RecallStatus},
	Beneficiary, Digest, DispenseId, EvidenceId, EvidenceStanding, StudyId,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_commit_list(
		actor: ActorOf<T>,
		list: ListId,
		root: Digest,
		length: u32,
	) -> DispatchResult {
		Self::ensure_set(&root)?;
		ensure!(root.algorithm.hash(&[]).is_some(), Error::<T>::Unsupported);
		ensure!((1..=T::MaxListLength::get()).contains(&length), Error::<T>::InvalidLength);
		let study = Self::study_of(list.study)?;
		Self::ensure_statistician(&actor, list.study, &study)?;
		Self::ensure_point(&study, list.point)?;
		ensure!(!study.status.is_final(), Error::<T>::NotUnderWay);
		ensure!(study.flow.enrolled == 0, Error::<T>::EnrolmentBegun);
		let key = (list.point, list.stratum);
		ensure!(!Lists::<T>::contains_key(list.study, key), Error::<T>::ListExists);
		let sealed = AllocationList {
			root,
			length,
			next: 0,
			by: actor.institution,
			committed: T::Time::now(),
			opened: None,
		};
		Lists::<T>::insert(list.study, key, sealed);

		Self::deposit_event(Event::ListCommitted { list, root, length });
		Ok(())
	}

	pub(crate) fn do_randomise(
		actor: ActorOf<T>,
		id: StudyId,
		number: SubjectNumber,
		(point, stratum): (Point, Stratum),
		leaf: [u8; 32],
		path: AllocationPath,
	) -> DispatchResult {
		let (study, mut subject, now) =
			Self::subject_for_new_data(&actor, id, number, Duty::Randomisation)?;
		Self::ensure_point(&study, point)?;
		ensure!(study.intervenes(), Error::<T>::InterventionStopped);
		let key = (point, number);
		ensure!(!Allocations::<T>::contains_key(id, key), Error::<T>::AlreadyRandomised);
		let mut list = Lists::<T>::get(id, (point, stratum)).ok_or(Error::<T>::UnknownList)?;
		let index = list.next;
		ensure!(index < list.length, Error::<T>::ListExhausted);
		let AllocationList { root, length, .. } = &list;
		let proven = merkle::verify(root.algorithm, &root.bytes, *length, index, &leaf, &path);
		ensure!(proven == Ok(true), Error::<T>::InvalidPath);

		list.next = index.saturating_add(1);
		Lists::<T>::insert(id, (point, stratum), list);
		let allocation =
			Allocation { stratum, index, leaf, at: now, unblinded: None, unblindings: 0 };
		Allocations::<T>::insert(id, key, allocation);
		if subject.status == SubjectStatus::PendingOnStudy {
			Self::step(&mut subject, SubjectStatus::OnStudy)?;
			Subjects::<T>::insert(id, number, subject);
		}

		Self::deposit_event(Event::Randomised {
			study: id,
			subject: number,
			point,
			stratum,
			index,
		});
		Ok(())
	}

	pub(crate) fn do_unblind(
		actor: ActorOf<T>,
		id: StudyId,
		number: SubjectNumber,
		point: Point,
		purpose: UnblindingPurpose,
		reason: UnblindingReason,
	) -> DispatchResult {
		let study = Self::study_of(id)?;
		ensure!(study.masking.is_masked(), Error::<T>::NotMasked);
		let subject = Self::subject_of(id, number)?;
		let now = T::Time::now();
		// Also of somebody who has left, and whatever became of the consents: it may save a life.
		Self::ensure_at_site(&actor, id, &subject, Duty::Unblinding, now)?;
		// Who looks before the plan is fixed can fit the plan to what is seen.
		ensure!(purpose != UnblindingPurpose::Planned || Self::has_plan(id), Error::<T>::NoPlan);
		let unblinding = Unblinding {
			by: actor.account,
			institution: actor.institution,
			purpose,
			reason,
			at: now,
		};
		Allocations::<T>::try_mutate(id, (point, number), |allocation| {
			let allocation = allocation.as_mut().ok_or(Error::<T>::NotRandomised)?;
			allocation.unblinded = Some(unblinding.clone());
			allocation.unblindings = allocation.unblindings.saturating_add(1);
			Ok::<_, Error<T>>(())
		})?;

		Self::deposit_event(Event::Unblinded { study: id, subject: number, point, unblinding });
		Ok(())
	}

	pub(crate) fn do_open_list(
		actor: ActorOf<T>,
		list: ListId,
		secret: [u8; 32],
		arms: ArmsOf<T>,
	) -> DispatchResult {
		let study = Self::study_of(list.study)?;
		Self::ensure_statistician(&actor, list.study, &study)?;
		// What is opened shows what is still to be allocated, too.
		ensure!(study.locked.is_some(), Error::<T>::NotLocked);
		let key = (list.point, list.stratum);
		let mut sealed = Lists::<T>::get(list.study, key).ok_or(Error::<T>::UnknownList)?;
		ensure!(sealed.opened.is_none(), Error::<T>::AlreadyOpened);
		ensure!(arms.iter().all(|arm| *arm < study.arms), Error::<T>::UnknownArm);
		let chain = T::ChainId::get();
		match check(&chain, list, &sealed.root, sealed.length, &secret, &arms, &[]) {
			Opening::Verified => {},
			Opening::OtherLength => return Err(Error::<T>::WrongLength.into()),
			Opening::Unsupported => return Err(Error::<T>::Unsupported.into()),
			Opening::OtherLeaves | Opening::WrongAt { .. } => {
				return Err(Error::<T>::WrongOpening.into());
			},
		}
		sealed.opened = Some(T::Time::now());
		Lists::<T>::insert(list.study, key, sealed);
		OpenedLists::<T>::insert(list.study, key, arms);

		Self::deposit_event(Event::ListOpened { list, by: actor.institution });
		Ok(())
	}

	pub(crate) fn do_hand_out_kit(
		actor: ActorOf<T>,
		id: StudyId,
		number: SubjectNumber,
		point: Point,
		(dispense, salt): (DispenseId, Salt),
		kit: Option<KitProof>,
	) -> DispatchResult {
		let (study, subject, now) = Self::subject_for_new_data(&actor, id, number, Duty::Kits)?;
		ensure!(study.intervenes(), Error::<T>::InterventionStopped);
		if study.randomises() {
			Self::ensure_point(&study, point)?;
			let allocated = Allocations::<T>::contains_key(id, (point, number));
			ensure!(allocated, Error::<T>::NotRandomised);
		} else {
			ensure!(point == 0, Error::<T>::PointOutOfRange);
		}
		let product = Self::terms_of(id)?.kit.ok_or(Error::<T>::NoKits)?;
		ensure!(!Handouts::<T>::contains_key(dispense), Error::<T>::AlreadyHandedOut);
		let pack = T::Dispenses::pack(dispense).ok_or(Error::<T>::UnknownDispense)?;
		ensure!(pack.gtin == product, Error::<T>::OtherProduct);
		let evidence = EvidenceId::Dispense(dispense);
		let facts = T::Evidence::facts(evidence).ok_or(Error::<T>::UnknownDispense)?;
		ensure!(facts.provider == subject.site, Error::<T>::OtherProvider);
		ensure!(facts.standing != EvidenceStanding::Reversed, Error::<T>::DispenseReversed);
		let for_subject = match facts.beneficiary {
			Beneficiary::Patient(patient) => patient == subject.patient,
			Beneficiary::Committed(Digest { algorithm, bytes }) => {
				let chain = T::ChainId::get();
				let opened =
					commitment::patient(algorithm, &chain, facts.provider, &salt, &subject.patient);
				opened == Some(bytes)
			},
		};
		ensure!(for_subject, Error::<T>::OtherBeneficiary);
		ensure!(!T::Recalls::is_recalled(&evidence), Error::<T>::Recalled);
		let kit = Self::proven_kit(id, kit)?;
		let handout = Handout { study: id, subject: number, point, kit, at: now };
		Handouts::<T>::insert(dispense, handout);

		Self::deposit_event(Event::KitHandedOut { study: id, subject: number, point, dispense });
		Ok(())
	}

	pub(crate) fn do_commit_kits(
		actor: ActorOf<T>,
		id: StudyId,
		root: Digest,
		length: u32,
	) -> DispatchResult {
		Self::ensure_set(&root)?;
		ensure!(root.algorithm.hash(&[]).is_some(), Error::<T>::Unsupported);
		ensure!(length > 0, Error::<T>::InvalidLength);
		let study = Self::study_of(id)?;
		Self::ensure_statistician(&actor, id, &study)?;
		ensure!(Self::terms_of(id)?.kit.is_some(), Error::<T>::NoKits);
		ensure!(!study.status.is_final(), Error::<T>::NotUnderWay);
		ensure!(study.flow.enrolled == 0, Error::<T>::EnrolmentBegun);
		ensure!(!KitLists::<T>::contains_key(id), Error::<T>::ListExists);
		let by = actor.institution;
		KitLists::<T>::insert(id, KitList { root, length, by, committed: T::Time::now() });

		Self::deposit_event(Event::KitsCommitted { study: id, root, length });
		Ok(())
	}

	/// The leaf that a kit is said to be, if it is one of the study's: asked for where the study has
	/// sealed its kits. That it is this very kit's shows when its salt and arm are told
	/// ([`Pallet::check_kit`]): its serial number is in the leaf.
	fn proven_kit(id: StudyId, kit: Option<KitProof>) -> Result<Option<(u32, [u8; 32])>, Error<T>> {
		let Some(KitList { root, length, .. }) = KitLists::<T>::get(id) else { return Ok(None) };
		let KitProof { leaf, index, path } = kit.ok_or(Error::<T>::KitUnproven)?;
		let proven = merkle::verify(root.algorithm, &root.bytes, length, index, &leaf, &path);
		ensure!(proven == Ok(true), Error::<T>::InvalidPath);
		Ok(Some((index, leaf)))
	}

	pub(crate) fn kit_check(dispense: DispenseId, arm: Arm, salt: &Salt) -> KitCheck {
		let Some(Handout { study, subject, point, kit: Some((index, handed)), .. }) =
			Handouts::<T>::get(dispense)
		else {
			return KitCheck::Unknown;
		};
		let (Some(pack), Some(list)) = (T::Dispenses::pack(dispense), KitLists::<T>::get(study))
		else {
			return KitCheck::Unknown;
		};
		let algorithm = list.root.algorithm;
		let chain = T::ChainId::get();
		let told = kit_leaf(algorithm, &chain, study, index, &pack.serial, salt, arm);
		if told != Some(handed) {
			return KitCheck::Refuted;
		}
		match Self::arm_info(study, subject, point) {
			Some(allocated) if allocated.arm == arm => KitCheck::Right,
			Some(_) => KitCheck::WrongArm,
			None => KitCheck::Genuine,
		}
	}

	/// Whether the study randomises, and so often.
	fn ensure_point(study: &Study, point: Point) -> Result<(), Error<T>> {
		ensure!(study.randomises(), Error::<T>::DoesNotRandomise);
		ensure!(point < study.points, Error::<T>::PointOutOfRange);
		Ok(())
	}

	/// Whether somebody's institution holds the study's lists: the sponsor, or the one it names.
	pub(crate) fn ensure_statistician(
		actor: &ActorOf<T>,
		id: StudyId,
		study: &Study,
	) -> Result<(), Error<T>> {
		let by = actor.institution;
		let entitled = by == study.sponsor || Self::terms_of(id)?.statistics == Some(by);
		ensure!(entitled, Error::<T>::NotStatistician);
		Ok(())
	}

	pub(crate) fn check_arm(
		id: StudyId,
		number: SubjectNumber,
		point: Point,
		arm: Arm,
		salt: &Salt,
	) -> LeafCheck {
		let Some(allocation) = Allocations::<T>::get(id, (point, number)) else {
			return LeafCheck::NotRandomised;
		};
		let Allocation { stratum, index, leaf: allocated, .. } = allocation;
		let list = ListId { study: id, point, stratum };
		let Some(sealed) = Lists::<T>::get(id, (point, stratum)) else {
			return LeafCheck::NotRandomised;
		};
		let chain = T::ChainId::get();
		let told = leaf(sealed.root.algorithm, &chain, list, index, salt, arm);
		if told == Some(allocated) {
			LeafCheck::Genuine
		} else {
			LeafCheck::Refuted
		}
	}

	pub(crate) fn compare_opening(
		list: ListId,
		leaves: &[[u8; 32]],
		secret: &[u8; 32],
		arms: &[Arm],
	) -> Option<Opening> {
		let sealed = Lists::<T>::get(list.study, (list.point, list.stratum))?;
		let chain = T::ChainId::get();
		Some(check(&chain, list, &sealed.root, sealed.length, secret, arms, leaves))
	}

	pub(crate) fn arm_info(id: StudyId, number: SubjectNumber, point: Point) -> Option<ArmInfo> {
		let Allocation { stratum, index, .. } = Allocations::<T>::get(id, (point, number))?;
		let opened = Lists::<T>::get(id, (point, stratum))?.opened?;
		let arms = OpenedLists::<T>::get(id, (point, stratum))?;
		let arm = *arms.get(usize::try_from(index).ok()?)?;
		Some(ArmInfo { subject: number, arm, opened })
	}
}
