// SPDX-License-Identifier: Apache-2.0

//! The questions that pallets ask each other. The runtime says who answers; `()` refuses.

use crate::{InstitutionId, InstitutionKinds, PatientId};

/// Which institutions there are. Answered by `pallet-institutions`.
pub trait Institutions {
	/// What the institution does, if it is admitted, not suspended and not retired.
	fn kinds_in_force(institution: InstitutionId) -> Option<InstitutionKinds>;
	/// Whether the institution was ever admitted.
	fn exists(institution: InstitutionId) -> bool;
}

impl Institutions for () {
	fn kinds_in_force(_: InstitutionId) -> Option<InstitutionKinds> {
		None
	}
	fn exists(_: InstitutionId) -> bool {
		false
	}
}

/// Which accounts are somebody's staff. Answered by `pallet-institutions`.
pub trait Staff<AccountId> {
	/// Whether the account holds a credential, in force or not.
	fn is_staff(who: &AccountId) -> bool;
}

/// Refuses: every account counts as taken.
impl<AccountId> Staff<AccountId> for () {
	fn is_staff(_: &AccountId) -> bool {
		true
	}
}

/// Which patients there are, and who speaks for them. Answered by `pallet-patients`.
pub trait Patients<AccountId> {
	/// Whether the pseudonym was opened and is neither closed nor of somebody who has died.
	fn is_open(patient: &PatientId) -> bool;
	/// Whether `who` controls the pseudonym or represents the patient in everything.
	fn speaks_for(who: &AccountId, patient: &PatientId) -> bool;
}

impl<AccountId> Patients<AccountId> for () {
	fn is_open(_: &PatientId) -> bool {
		false
	}
	fn speaks_for(_: &AccountId, _: &PatientId) -> bool {
		false
	}
}

/// Which accounts are patients', and who lets them transact. Answered by `pallet-patients`.
pub trait PatientSponsors<AccountId> {
	/// Whether the account serves or served a patient in any way: no staff's then.
	fn is_patients(who: &AccountId) -> bool;
	/// The institution whose patients' share `who` draws on, if `who` is a patient's account.
	fn sponsor(who: &AccountId) -> Option<InstitutionId>;
}

/// Refuses: every account counts as taken, and nobody pays for it.
impl<AccountId> PatientSponsors<AccountId> for () {
	fn is_patients(_: &AccountId) -> bool {
		true
	}
	fn sponsor(_: &AccountId) -> Option<InstitutionId> {
		None
	}
}
