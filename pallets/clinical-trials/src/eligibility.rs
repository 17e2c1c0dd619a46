// SPDX-License-Identifier: Apache-2.0

//! Eligibility without disclosure: that a value in a record lies in a criterion's range, and nothing
//! else of it.
//!
//! The custodian writes a Pedersen commitment to the value into the record, as a field of its salted
//! tree: so whoever shows the field shows the custodian's own figure. The range proof speaks of that
//! commitment.

use crate::{subjects::RESEARCH_FIELDS, *};
use alloc::{string::String, vec::Vec};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{
	commitment, merkle,
	seams::{RangeProofs, Records},
	statement::statement,
	StudyId,
};

/// What a range proof is made for, so that nobody shows it for somebody else or another criterion.
const CONTEXT: &[u8] = b"eligibility-proof";

impl<T: Config> Pallet<T> {
	pub(crate) fn do_prove_eligibility(
		actor: ActorOf<T>,
		id: StudyId,
		number: SubjectNumber,
		place: u8,
		field: CommittedField,
		proof: ProofOf<T>,
	) -> DispatchResult {
		let mut subject = Self::subject_of(id, number)?;
		let before_enrolment =
			matches!(subject.status, SubjectStatus::Screening | SubjectStatus::Eligible);
		ensure!(before_enrolment, Error::<T>::NotInScreening);
		let now = T::Time::now();
		Self::ensure_at_site(&actor, id, &subject, Duty::Screening, now)?;
		let terms = Self::terms_of(id)?;
		let criterion =
			terms.criteria.get(usize::from(place)).ok_or(Error::<T>::UnknownCriterion)?;
		let bit = 1u8.checked_shl(u32::from(place)).ok_or(Error::<T>::UnknownCriterion)?;
		ensure!(subject.shown & bit == 0, Error::<T>::AlreadyShown);
		let study = Self::study_of(id)?;
		Self::ensure_consented(&actor, id, &study, &subject, now)?;

		let record = T::Records::facts(&field.record).ok_or(Error::<T>::UnknownRecord)?;
		ensure!(record.patient == subject.patient, Error::<T>::OtherPatient);
		ensure!(!record.withdrawn, Error::<T>::RecordWithdrawn);
		ensure!(!T::Records::is_suspect(&field.record), Error::<T>::RecordInDoubt);
		// The record's own custodian and the patient have to permit it for the study as well.
		Self::ask_gate(&actor, id, &subject.patient, record.scope(RESEARCH_FIELDS))?;
		let root = T::Records::fields(&field.record).ok_or(Error::<T>::NoFields)?;
		let path =
			core::str::from_utf8(&criterion.field).map_err(|_| Error::<T>::InvalidCriterion)?;
		let leaf = commitment::field(
			root.algorithm,
			&T::ChainId::get(),
			record.custodian,
			&field.salt,
			path,
			&in_json(&field.commitment),
		)
		.ok_or(Error::<T>::Unsupported)?;
		let proven = merkle::verify(
			root.algorithm,
			&root.bytes,
			field.count,
			field.index,
			&leaf,
			&field.path,
		);
		ensure!(proven == Ok(true), Error::<T>::InvalidFieldPath);
		let context = Self::context_of(id, number, place);
		ensure!(
			T::RangeProofs::verify(
				&field.commitment,
				criterion.least,
				criterion.most,
				&context,
				&proof
			),
			Error::<T>::InvalidProof
		);
		subject.shown |= bit;
		Subjects::<T>::insert(id, number, subject);

		Self::deposit_event(Event::CriterionShown { study: id, subject: number, criterion: place });
		Ok(())
	}

	/// What a range proof has to be made for.
	pub(crate) fn context_of(id: StudyId, number: SubjectNumber, criterion: u8) -> Vec<u8> {
		statement(CONTEXT, &T::ChainId::get(), &(id, number, criterion))
	}
}

/// A commitment as a record has it: a JSON string of `0x` and hexadecimal digits in lower case.
pub(crate) fn in_json(commitment: &[u8; 32]) -> String {
	let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
	let mut text = String::from("\"0x");
	for byte in commitment {
		text.push(digit(byte >> 4));
		text.push(digit(byte & 15));
	}
	text.push('"');
	text
}
