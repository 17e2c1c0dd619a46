// SPDX-License-Identifier: Apache-2.0

//! What proves that a service happened, and that nobody is paid for it twice.

use crate::*;
use frame_support::{ensure, traits::Get};
use galen_primitives::{
	commitment::{self, Salt},
	seams::Evidence,
	Beneficiary, EvidenceFacts, EvidenceId, EvidenceStanding, InstitutionId, PatientId,
};

impl<T: Config> Pallet<T> {
	/// What the chain knows of a line's evidence, if it is the provider's, for the patient, of the
	/// kind that the category asks for, and wasn't taken back.
	pub(crate) fn checked_evidence(
		line: &LineTerms,
		provider: InstitutionId,
		patient: &PatientId,
	) -> Result<EvidenceFacts, Error<T>> {
		ensure!(line.evidence.kind() == line.category.evidence(), Error::<T>::WrongEvidence);
		let facts = T::Evidence::facts(line.evidence).ok_or(Error::<T>::EvidenceNotFound)?;
		ensure!(facts.provider == provider, Error::<T>::OtherProvider);
		Self::ensure_beneficiary(&facts, line.salt.as_ref(), patient)?;
		ensure!(facts.standing != EvidenceStanding::Reversed, Error::<T>::EvidenceReversed);
		Ok(facts)
	}

	fn ensure_beneficiary(
		facts: &EvidenceFacts,
		salt: Option<&Salt>,
		patient: &PatientId,
	) -> Result<(), Error<T>> {
		let is_patient = match (facts.beneficiary, salt) {
			(Beneficiary::Patient(found), _) => found == *patient,
			(Beneficiary::Committed(_), None) => false,
			(Beneficiary::Committed(digest), Some(salt)) => {
				let (chain, by) = (T::ChainId::get(), facts.provider);
				let opened = commitment::patient(digest.algorithm, &chain, by, salt, patient)
					.ok_or(Error::<T>::UnsupportedAlgorithm)?;
				opened == digest.bytes
			},
		};
		ensure!(is_patient, Error::<T>::OtherBeneficiary);
		Ok(())
	}

	/// Whether evidence can be spent at that place: it isn't, and neither has a later payer paid.
	pub(crate) fn ensure_unspent(
		evidence: EvidenceId,
		order: CoverageOrder,
	) -> Result<(), Error<T>> {
		ensure!(!Spent::<T>::contains_key((evidence, order)), Error::<T>::AlreadySpent);
		ensure!(!Self::is_followed(evidence, order), Error::<T>::FollowedByNextPayer);
		Ok(())
	}

	/// Whether none of a claim's lines was claimed from a later payer. As long as one was, what that
	/// one relies on doesn't change.
	pub(crate) fn ensure_not_followed(claim: &ClaimOf<T>) -> Result<(), Error<T>> {
		let followed = claim.lines.iter().any(|line| Self::is_followed(line.evidence, claim.order));
		ensure!(!followed, Error::<T>::FollowedByNextPayer);
		Ok(())
	}

	/// Whether the next payer was asked to pay for it.
	fn is_followed(evidence: EvidenceId, order: CoverageOrder) -> bool {
		order < MAX_ORDER && Spent::<T>::contains_key((evidence, order.saturating_add(1)))
	}

	/// Spends what the decided lines of a claim are paid for, and frees what is denied.
	pub(crate) fn spend(id: ClaimId, claim: &ClaimOf<T>) -> Result<(), Error<T>> {
		for line in &claim.lines {
			let key = (line.evidence, claim.order);
			let denied =
				line.adjudication.as_ref().is_some_and(|decided| decided.denial().is_some());
			match (Spent::<T>::get(key), denied) {
				(None, false) => Spent::<T>::insert(key, id),
				(Some(spender), true) if spender == id => Spent::<T>::remove(key),
				(Some(spender), false) => ensure!(spender == id, Error::<T>::AlreadySpent),
				_ => {},
			}
		}
		Ok(())
	}

	/// Frees what a claim has spent.
	pub(crate) fn free(id: ClaimId, claim: &ClaimOf<T>) {
		for line in &claim.lines {
			let key = (line.evidence, claim.order);
			if Spent::<T>::get(key) == Some(id) {
				Spent::<T>::remove(key);
			}
		}
	}
}
