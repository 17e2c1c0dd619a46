// SPDX-License-Identifier: Apache-2.0

//! The questions that pallets ask each other. The runtime says who answers; `()` refuses.

use crate::{
	Access, AccessRequest, BenefitCategories, BreakGlassId, ConsentId, Denial, DeviceFacts,
	DeviceId, DevicePurpose, DeviceRefusal, DeviceSignature, Digest, DispenseId, DispensedPack,
	EvidenceFacts, EvidenceId, GroupId, InstitutionId, InstitutionKinds, Moment, PatientId, Permit,
	RecordFacts, RecordId, Scope, SignedBy, StudyId,
};
use alloc::vec::Vec;
use sp_runtime::{DispatchError, DispatchResult, Weight};

/// Which institutions there are. Answered by `pallet-institutions`.
pub trait Institutions {
	/// What the institution does, if it is admitted, not suspended and not retired.
	fn kinds_in_force(institution: InstitutionId) -> Option<InstitutionKinds>;
	/// Whether the institution was ever admitted.
	fn exists(institution: InstitutionId) -> bool;
	/// The country whose law the institution is under, ISO 3166-1 numeric.
	fn jurisdiction(institution: InstitutionId) -> Option<u16>;
	/// Whether either of the two declares the other to be under common control with it.
	fn are_affiliated(one: InstitutionId, other: InstitutionId) -> bool;
	/// What the institution does, if it was in force at `at`, a moment that is over. Nothing, too,
	/// where the chain has forgotten. Refuses unless answered.
	fn kinds_at(_institution: InstitutionId, _at: Moment) -> Option<InstitutionKinds> {
		None
	}
}

impl Institutions for () {
	fn kinds_in_force(_: InstitutionId) -> Option<InstitutionKinds> {
		None
	}
	fn exists(_: InstitutionId) -> bool {
		false
	}
	fn jurisdiction(_: InstitutionId) -> Option<u16> {
		None
	}
	/// Refuses: whoever asks wants to know of a conflict.
	fn are_affiliated(_: InstitutionId, _: InstitutionId) -> bool {
		true
	}
}

/// Is told what governance decides of institutions. Listened to by `pallet-seats`.
///
/// What it isn't told: that one regulator has suspended an institution for a term, since nobody may
/// act on that as if it were governance's decision; and what time does by itself, as when a
/// suspension lapses.
pub trait OnStanding {
	/// Governance has suspended or retired the institution, or ratified its suspension.
	fn excluded(institution: InstitutionId);
	/// The institution's suspension was lifted, whoever had imposed it.
	fn reinstated(institution: InstitutionId);
	/// The most that either weighs. Whoever tells adds it to the weight of the own call.
	fn weight() -> Weight;
}

/// Nobody listens.
impl OnStanding for () {
	fn excluded(_: InstitutionId) {}
	fn reinstated(_: InstitutionId) {}
	fn weight() -> Weight {
		Weight::zero()
	}
}

/// Which groups a member of staff belongs to. Answered by `pallet-institutions`.
pub trait Groups<AccountId> {
	/// The groups of the own institution that `who` belongs to now.
	fn groups_of(who: &AccountId) -> Vec<GroupId>;
}

impl<AccountId> Groups<AccountId> for () {
	fn groups_of(_: &AccountId) -> Vec<GroupId> {
		Vec::new()
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
	/// Whether somebody ever took control of the pseudonym.
	fn is_claimed(patient: &PatientId) -> bool;
	/// Whether `who` controls the pseudonym or represents the patient in matters of `scope`.
	fn may(who: &AccountId, patient: &PatientId, scope: Scope) -> bool;
	/// The compartments, one bit each, that the patient has closed to break-glass.
	fn closed_to_break_glass(patient: &PatientId) -> u64;
}

impl<AccountId> Patients<AccountId> for () {
	fn is_open(_: &PatientId) -> bool {
		false
	}
	/// Refuses: what is done for the unclaimed can't be done.
	fn is_claimed(_: &PatientId) -> bool {
		true
	}
	fn may(_: &AccountId, _: &PatientId, _: Scope) -> bool {
		false
	}
	fn closed_to_break_glass(_: &PatientId) -> u64 {
		u64::MAX
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

/// What records there are. Answered by `pallet-patient-records`.
pub trait Records {
	/// What the chain knows of a record.
	fn facts(record: &RecordId) -> Option<RecordFacts>;
	/// Whether a device measured what the record says, and was found out of tolerance later.
	fn is_suspect(record: &RecordId) -> bool;
	/// The root of the newest version's tree over salted fields ([`crate::commitment::field`]), if it
	/// has one. Refuses unless answered.
	fn fields(_record: &RecordId) -> Option<Digest> {
		None
	}
}

impl Records for () {
	fn facts(_: &RecordId) -> Option<RecordFacts> {
		None
	}
	/// Refuses: nothing is believed.
	fn is_suspect(_: &RecordId) -> bool {
		true
	}
}

/// Who may use a patient's data for what. Answered by `pallet-consent`, and by nobody else: no
/// pallet has consent rules of its own.
///
/// The caller says who acts as its role origin has said it, and what the data is as the chain knows
/// it. The time is always the chain's own.
pub trait ConsentGate<AccountId> {
	/// Whether the request is permitted now, and what of it.
	fn decide(request: &AccessRequest<AccountId>) -> Result<Permit, Denial>;
	/// Whether the directive is active now, in that very version. Refuses unless answered.
	fn is_active(_patient: &PatientId, _consent: ConsentId, _version: u32) -> bool {
		false
	}
}

impl<AccountId> ConsentGate<AccountId> for () {
	fn decide(_: &AccessRequest<AccountId>) -> Result<Permit, Denial> {
		Err(Denial::NoGate)
	}
}

/// Who has broken the glass. Answered by `pallet-disclosures`.
pub trait BreakGlass<AccountId> {
	/// The use of break-glass by `who` for `patient` that is open now.
	fn open_use(who: &AccountId, patient: &PatientId) -> Option<BreakGlassId>;
}

impl<AccountId> BreakGlass<AccountId> for () {
	fn open_use(_: &AccountId, _: &PatientId) -> Option<BreakGlassId> {
		None
	}
}

/// The patients' logs. Kept by `pallet-disclosures`: one sink for every decision of the suite.
pub trait AccessAudit<AccountId> {
	/// Adds the decision to the patient's log. What can't be logged must not happen.
	fn log(access: Access<AccountId>) -> DispatchResult;
}

impl<AccountId> AccessAudit<AccountId> for () {
	fn log(_: Access<AccountId>) -> DispatchResult {
		Err(DispatchError::Unavailable)
	}
}

/// Which devices may be relied on. Answered by `pallet-device-lifecycle`.
pub trait DeviceStatus {
	/// Whether the device may serve the purpose now, and if not, the first reason why not.
	fn check(device: DeviceId, purpose: DevicePurpose) -> Result<DeviceFacts, DeviceRefusal>;
	/// Whether the device may report now, and has signed `statement` with its key in force.
	///
	/// The statement is [`crate::statement::statement`]'s, whose body names the device, what it
	/// speaks of, and a sequence number: whoever asks refuses a repeated or skipped one.
	fn check_signed(
		device: DeviceId,
		statement: &[u8],
		signature: &DeviceSignature,
	) -> Result<SignedBy, DeviceRefusal>;
	/// Whether what the device said of any moment in `from..=until` is in doubt, because it was found
	/// out of tolerance later.
	fn is_suspect(device: DeviceId, from: Moment, until: Moment) -> bool;
	/// The refusal as an error: that of the pallet that knows devices, so that every caller of every
	/// pallet reads the same one.
	fn error(refusal: DeviceRefusal) -> DispatchError;
}

/// Refuses: there is no device, and nothing that one said is believed.
impl DeviceStatus for () {
	fn check(_: DeviceId, _: DevicePurpose) -> Result<DeviceFacts, DeviceRefusal> {
		Err(DeviceRefusal::Unknown)
	}
	fn check_signed(_: DeviceId, _: &[u8], _: &DeviceSignature) -> Result<SignedBy, DeviceRefusal> {
		Err(DeviceRefusal::Unknown)
	}
	fn is_suspect(_: DeviceId, _: Moment, _: Moment) -> bool {
		true
	}
	fn error(_: DeviceRefusal) -> DispatchError {
		DispatchError::Unavailable
	}
}

/// What is recalled: one lookup for whoever dispenses, uses, hands out or pays. Answered for
/// devices by `pallet-device-lifecycle`, for lots by `pallet-drug-provenance`, and by both for what
/// was used and dispensed ([`EvidenceId`]).
pub trait RecallStatus<Object> {
	/// Whether a recall or a field action covers the object now.
	fn is_recalled(object: &Object) -> bool;
}

/// Refuses: everything counts as recalled.
impl<Object> RecallStatus<Object> for () {
	fn is_recalled(_: &Object) -> bool {
		true
	}
}

/// What really happened. Answered by `pallet-disclosures` for encounters, by
/// `pallet-drug-provenance` for dispenses, by `pallet-device-lifecycle` for uses of devices.
/// Whoever pays remembers what was spent.
pub trait Evidence {
	/// What the chain knows of it.
	fn facts(evidence: EvidenceId) -> Option<EvidenceFacts>;
}

impl Evidence for () {
	fn facts(_: EvidenceId) -> Option<EvidenceFacts> {
		None
	}
}

/// What was dispensed. Answered by `pallet-drug-provenance`.
pub trait Dispenses {
	/// The pack that the dispense is of.
	fn pack(dispense: DispenseId) -> Option<DispensedPack>;
}

impl Dispenses for () {
	fn pack(_: DispenseId) -> Option<DispensedPack> {
		None
	}
}

/// Which clinical trials there are, and who is in them. Answered by `pallet-clinical-trials`.
pub trait Studies {
	/// Whether the study was registered and isn't withdrawn.
	fn exists(study: StudyId) -> bool;
	/// Whether the patient is enrolled in it and not off study, as far as is recorded.
	fn is_on_study(study: StudyId, patient: &PatientId) -> bool;
	/// What the study's sponsor pays for: nobody else may be billed for it. Nothing if there is no
	/// such study.
	fn paid_by_sponsor(study: StudyId) -> Option<BenefitCategories>;
}

impl Studies for () {
	fn exists(_: StudyId) -> bool {
		false
	}
	fn is_on_study(_: StudyId, _: &PatientId) -> bool {
		false
	}
	fn paid_by_sponsor(_: StudyId) -> Option<BenefitCategories> {
		None
	}
}

/// Checks proofs that a committed value lies in a range, without learning it.
pub trait RangeProofs {
	/// Whether `proof` shows that the value that `commitment` (a Pedersen commitment, a compressed
	/// Ristretto point) hides lies in `least..=most`, and was made for `context`.
	fn verify(commitment: &[u8; 32], least: u64, most: u64, context: &[u8], proof: &[u8]) -> bool;
}

/// Refuses: nothing is shown.
impl RangeProofs for () {
	fn verify(_: &[u8; 32], _: u64, _: u64, _: &[u8], _: &[u8]) -> bool {
		false
	}
}
