// SPDX-License-Identifier: Apache-2.0

//! How a pseudonym comes into being: opened for somebody without a key and claimed later, or
//! opened by a patient who was given a voucher.

use crate::{
	types::{Control, Patient, PatientAccount, Status},
	Accounts, Config, Error, Event, Pallet, PatientOf, Patients, Representatives,
};
use alloc::vec::Vec;
use frame_support::{ensure, pallet_prelude::*};
use galen_primitives::{
	keys::{Signature, VerifyingKey},
	statement::statement,
	Actor, InstitutionId, Moment, PatientId,
};

impl<T: Config> Pallet<T> {
	/// The patient, whatever has become of it.
	pub(crate) fn known_patient(id: &PatientId) -> Result<PatientOf<T>, Error<T>> {
		Patients::<T>::get(id).ok_or(Error::<T>::NotFound)
	}

	/// The patient, if things can still be done in its name.
	pub(crate) fn open_patient(id: &PatientId) -> Result<PatientOf<T>, Error<T>> {
		let patient = Self::known_patient(id)?;
		match patient.status {
			Status::Open => Ok(patient),
			Status::Deceased { .. } => Err(Error::<T>::PatientDeceased),
			Status::Closed { .. } => Err(Error::<T>::PatientClosed),
		}
	}

	/// The patient, if `institution` sponsors it.
	pub(crate) fn sponsored_patient(
		id: &PatientId,
		institution: InstitutionId,
	) -> Result<PatientOf<T>, Error<T>> {
		let patient = Self::known_patient(id)?;
		ensure!(patient.sponsor == institution, Error::<T>::NotSponsor);
		Ok(patient)
	}

	/// The open patient that nobody has claimed and `institution` sponsors.
	pub(crate) fn unclaimed_patient(
		id: &PatientId,
		institution: InstitutionId,
	) -> Result<PatientOf<T>, Error<T>> {
		let patient = Self::open_patient(id)?;
		ensure!(patient.sponsor == institution, Error::<T>::NotSponsor);
		ensure!(!patient.is_claimed(), Error::<T>::AlreadyClaimed);
		Ok(patient)
	}

	pub(crate) fn do_open(
		opener: &T::AccountId,
		sponsor: InstitutionId,
		nonce: &[u8; 32],
		control: Control<T::AccountId>,
	) -> DispatchResult {
		Self::ensure_care_provider(sponsor)?;
		let id = PatientId::derive(opener, nonce);
		ensure!(!Patients::<T>::contains_key(id), Error::<T>::AlreadyExists);
		if let Control::Controlled { account } = &control {
			Self::bind(account, PatientAccount::Controller { patient: id, sponsor });
		}
		Patients::<T>::insert(
			id,
			Patient {
				sponsor,
				control: control.clone(),
				status: Status::Open,
				closed_to_break_glass: 0,
				recovery_nonce: 0,
				opened: Self::now(),
			},
		);
		Self::deposit_event(Event::PatientOpened { patient: id, sponsor, control });
		Ok(())
	}

	/// Returns how many representatives this ended.
	pub(crate) fn do_claim(
		id: PatientId,
		claimant: T::AccountId,
		expires: Moment,
		signature: &Signature,
	) -> Result<usize, DispatchError> {
		Self::ensure_term::<T::MaxStatementTerm>(expires)?;
		let mut patient = Self::open_patient(&id)?;
		let Control::Unclaimed { claim_key } = patient.control else {
			return Err(Error::<T>::AlreadyClaimed.into());
		};
		Self::ensure_unused(&claimant, Some(id))?;
		let message = Self::claim_message(&id, &claimant, expires);
		ensure!(claim_key.verifies(&message, signature), Error::<T>::BadSignature);

		// The sponsor appointed them for a patient who couldn't speak. Now the patient can.
		let ended = Representatives::<T>::take(id);
		ended.iter().for_each(|ended| Self::release(&ended.account, id));
		Self::bind(&claimant, PatientAccount::Controller { patient: id, sponsor: patient.sponsor });
		patient.control = Control::Controlled { account: claimant.clone() };
		Patients::<T>::insert(id, patient);
		Self::deposit_event(Event::PatientClaimed { patient: id, controller: claimant });
		Ok(ended.len())
	}

	pub(crate) fn do_replace_claim_key(
		by: InstitutionId,
		id: PatientId,
		claim_key: VerifyingKey,
	) -> DispatchResult {
		let mut patient = Self::unclaimed_patient(&id, by)?;
		patient.control = Control::Unclaimed { claim_key };
		Patients::<T>::insert(id, patient);
		Self::deposit_event(Event::ClaimKeyReplaced { patient: id, claim_key });
		Ok(())
	}

	pub(crate) fn do_issue_voucher(
		by: Actor<T::AccountId>,
		account: T::AccountId,
		expires: Moment,
	) -> DispatchResult {
		Self::ensure_term::<T::MaxVoucherTerm>(expires)?;
		Self::ensure_care_provider(by.institution)?;
		Self::ensure_unused(&account, None)?;
		let sponsor = by.institution;
		Self::bind(&account, PatientAccount::VoucherHolder { sponsor, expires });
		Self::deposit_event(Event::VoucherIssued { account, institution: sponsor, expires });
		Ok(())
	}

	/// A voucher that was revoked is one that lapsed now: its holder may have transacted, so that
	/// the entry stays.
	pub(crate) fn do_revoke_voucher(by: InstitutionId, account: T::AccountId) -> DispatchResult {
		let sponsor = Self::voucher_of(&account)?;
		ensure!(sponsor == by, Error::<T>::NotSponsor);
		let expires = Self::now();
		Accounts::<T>::insert(&account, PatientAccount::VoucherHolder { sponsor, expires });
		Self::deposit_event(Event::VoucherRevoked { account });
		Ok(())
	}

	pub(crate) fn do_open_with_voucher(holder: T::AccountId, nonce: &[u8; 32]) -> DispatchResult {
		let sponsor = Self::voucher_of(&holder)?;
		Self::do_open(&holder, sponsor, nonce, Control::Controlled { account: holder.clone() })
	}

	/// The institution whose voucher `account` holds.
	fn voucher_of(account: &T::AccountId) -> Result<InstitutionId, Error<T>> {
		let Some(PatientAccount::VoucherHolder { sponsor, expires }) = Accounts::<T>::get(account)
		else {
			return Err(Error::<T>::NoVoucher);
		};
		ensure!(Self::now() < expires, Error::<T>::VoucherExpired);
		Ok(sponsor)
	}

	/// What the claim key signs.
	pub(crate) fn claim_message(
		patient: &PatientId,
		claimant: &T::AccountId,
		expires: Moment,
	) -> Vec<u8> {
		statement(b"patient-claim", &T::ChainId::get(), &(patient, claimant, expires))
	}
}
