// SPDX-License-Identifier: Apache-2.0

//! The enrolment registrar: one person, one place in a study, whatever the pseudonyms.
//!
//! The registrar computes a token of the person with a keyed function, off chain, and signs that it
//! is this subject's. The same person has the same token for the same study, and without the key
//! nobody can compute it: neither compare it with another study's, nor try people out. This is the
//! one place where something on chain is derived from a person, and it ends with the key.

use crate::*;
use alloc::vec::Vec;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{
	keys::{Signature, VerifyingKey},
	seams::Institutions,
	statement::statement,
	Moment, StudyId,
};

/// What a registrar states: that this is the token of the person who is this subject.
const TOKEN: &[u8] = b"enrolment-token";

impl<T: Config> Pallet<T> {
	/// Whether the registrar has said so of this subject, and nobody has used the token.
	#[allow(clippy::too_many_arguments)]
	pub(crate) fn ensure_token(
		study: &Study,
		id: StudyId,
		number: SubjectNumber,
		token: &EnrolmentToken,
		expires: Moment,
		signature: &Signature,
		now: Moment,
	) -> Result<(), Error<T>> {
		let Registrar { institution, key } = study.registrar;
		ensure!(study.key_destroyed.is_none(), Error::<T>::KeyDestroyed);
		ensure!(now < expires, Error::<T>::TokenExpired);
		ensure!(!Tokens::<T>::contains_key(id, token), Error::<T>::TokenUsed);
		ensure!(
			T::Institutions::kinds_in_force(institution).is_some(),
			Error::<T>::UnknownInstitution
		);
		let statement = Self::statement_of_token(id, number, token, expires);
		let signed = VerifyingKey::Ed25519(key).verifies(&statement, signature);
		ensure!(signed, Error::<T>::InvalidToken);
		Ok(())
	}

	/// What the registrar signs.
	pub(crate) fn statement_of_token(
		id: StudyId,
		number: SubjectNumber,
		token: &EnrolmentToken,
		expires: Moment,
	) -> Vec<u8> {
		statement(TOKEN, &T::ChainId::get(), &(id, number, token, expires))
	}

	pub(crate) fn do_destroy_registrar_key(actor: ActorOf<T>, id: StudyId) -> DispatchResult {
		let registrar = actor.institution;
		Self::change_study(id, |study| {
			ensure!(study.registrar.institution == registrar, Error::<T>::NotRegistrar);
			ensure!(study.key_destroyed.is_none(), Error::<T>::KeyDestroyed);
			// While somebody can still be enrolled, the key is needed.
			let closed = !study.status.is_halted()
				&& !study.status.accrues()
				&& (study.status.has_begun() || study.status.is_final());
			ensure!(closed, Error::<T>::NotClosed);
			study.key_destroyed = Some(T::Time::now());
			Ok(())
		})?;

		Self::deposit_event(Event::RegistrarKeyDestroyed { study: id, registrar });
		Ok(())
	}
}
