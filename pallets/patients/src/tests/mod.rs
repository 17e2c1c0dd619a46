// SPDX-License-Identifier: Apache-2.0

mod control;
mod model;
mod opening;
mod origins;
mod recovery;
mod representatives;
mod scenarios;
mod sponsorship;
mod status;
mod try_state;
mod views;
mod vouchers;

/// What every topic needs.
mod prelude {
	pub use crate::{
		mock::{Patients, *},
		*,
	};
	pub use frame_support::{assert_noop, assert_ok, traits::Get};
	pub use galen_primitives::{
		seams::{PatientSponsors, Patients as _},
		time::{DAY, HOUR},
		Role,
	};

	/// The patient as it is stored.
	pub fn stored(id: PatientId) -> PatientOf<Test> {
		crate::Patients::<Test>::get(id).expect("it was opened")
	}

	/// What an account with this name is to a patient.
	pub fn entry(name: &str) -> Option<PatientAccount> {
		Accounts::<Test>::get(account(name))
	}

	/// Whether the account with this name speaks for the patient.
	pub fn speaks(name: &str, id: PatientId) -> bool {
		Patients::may(&account(name), &id, Scope::Everything)
	}

	/// Who pays for the account with this name.
	pub fn payer(name: &str) -> Option<InstitutionId> {
		Patients::sponsor(&account(name))
	}

	/// Records a death at the hospital.
	pub fn deceased(id: PatientId) {
		assert_ok!(Patients::record_death(registrar(), id));
	}
}
