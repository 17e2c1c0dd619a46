// SPDX-License-Identifier: Apache-2.0

//! # Clinical trials
//!
//! Trials whose promises can be checked: a protocol before patients, approval before sites, consent
//! before screening, a sealed allocation before the first enrolment, an analysis plan before the
//! database is locked, and a safety clock that nobody can stop.
//!
//! ## Overview
//!
//! A sponsor registers a study with the first version of its protocol and submits it to an ethics
//! committee, which is of another institution and not affiliated. What the committee approves is a
//! version, for sites, for a time. The sponsor names a site and its investigator, the investigator
//! opens it and writes the delegation log: who may do what there, and since when.
//!
//! A patient signs a version by the own account, at the moment of the block. From screening on a
//! number stands for the patient. **Enrolment checks everything once more, in one call**: study and
//! site are open, the site's committee approves now of what the study does now, the signature is
//! new enough, the patient's directives permit research in this study and the custodian takes part,
//! eligibility was attested, and the registrar says that the person isn't in the study already.
//! **Whatever is added about a subject later asks for both consents again**: a withdrawn one ends
//! data at once, and so does an amendment that has to be signed.
//!
//! Who gets which arm is fixed before anybody is enrolled, and sealed: the chain knows the root of a
//! tree over a list. Each randomisation uses up the next leaf. When the database is locked the list
//! is opened, and the chain computes it anew, order included. No randomness of the chain has a part
//! in it, and no arm is on chain before that.
//!
//! ## Terminology
//!
//! - *Sponsor*, *investigator*, *subject*, *protocol version*, *amendment*: as in ICH E6. Statuses
//!   of studies and subjects are those of HL7 FHIR R4.
//! - *Basis* of a version: the version whose approval it needs. A substantial one needs its own.
//! - *Delegation log*: what an account may do at a site, as intervals, so that the past has an
//!   answer.
//! - *Registrar*: an institution that is independent of the sponsor and computes, off chain, the
//!   same *token* for each of a person's pseudonyms. Its key is destroyed at the end.
//! - *Point*: an occasion at which subjects are randomised. Some trials have several.
//! - *Masked*: somebody must not know the arm.
//! - *Halt*: the sponsor's, a regulator's or the monitoring board's. Each lifts its own, and the
//!   sponsor resumes when no other is left.
//! - *SUSAR*: a suspected unexpected serious adverse reaction. It is due at the end of the seventh
//!   or fifteenth day, in UTC, after the sponsor became aware.
//! - *Lock*: from then on no data changes.
//!
//! ## Scenarios
//!
//! A list is sealed, used up and opened:
#![doc = docify::embed!("src/tests/scenarios.rs", a_sealed_list_should_be_kept_and_verified)]
//!
//! Somebody tries to take part twice:
#![doc = docify::embed!(
	"src/tests/scenarios.rs",
	one_person_with_two_pseudonyms_should_take_part_once
)]
//!
//! An amendment has to be signed:
#![doc = docify::embed!(
	"src/tests/scenarios.rs",
	an_amendment_should_stop_the_data_of_whoever_has_not_signed_it
)]
//!
//! A patient takes back the consent to the use of data:
#![doc = docify::embed!("src/tests/scenarios.rs", a_withdrawn_consent_should_end_data_at_once)]
//!
//! ## Pallet API
//!
//! **Studies.** [`Pallet::register_study`], [`Pallet::amend`], [`Pallet::adopt_version`],
//! [`Pallet::submit`]; [`Pallet::review`], [`Pallet::suspend_approval`]; [`Pallet::activate`],
//! [`Pallet::halt`], [`Pallet::lift_halt`], [`Pallet::close`], [`Pallet::complete`],
//! [`Pallet::terminate`], [`Pallet::withdraw_study`].
//!
//! **Sites.** [`Pallet::initiate_site`], [`Pallet::open_site`], [`Pallet::replace_investigator`],
//! [`Pallet::close_site`], [`Pallet::delegate`].
//!
//! **Subjects.** [`Pallet::sign_consent`], [`Pallet::screen`], [`Pallet::attest_eligibility`],
//! [`Pallet::prove_eligibility`], [`Pallet::enrol`], [`Pallet::renew_consent`],
//! [`Pallet::move_subject`]; [`Pallet::take_off_study`], [`Pallet::end_screening`],
//! [`Pallet::withdraw_subject`], [`Pallet::note_withdrawal`]; [`Pallet::destroy_registrar_key`].
//!
//! **Allocation.** [`Pallet::commit_list`], [`Pallet::commit_kits`], [`Pallet::randomise`],
//! [`Pallet::hand_out_kit`], [`Pallet::unblind`], [`Pallet::open_list`].
//!
//! **Safety.** [`Pallet::report_adverse_event`], [`Pallet::follow_up_adverse_event`],
//! [`Pallet::assess_adverse_event`], [`Pallet::submit_expedited_report`],
//! [`Pallet::notify_authority`]; [`Pallet::vote_to_halt`], [`Pallet::vote_to_resume`].
//!
//! **Data.** [`Pallet::capture_data`], [`Pallet::record_visit`], [`Pallet::report_deviation`];
//! [`Pallet::raise_query`], [`Pallet::answer_query`], [`Pallet::close_query`].
//!
//! **Results.** [`Pallet::register_analysis_plan`], [`Pallet::lock_database`],
//! [`Pallet::register_results`], [`Pallet::submit_participant_flow`],
//! [`Pallet::link_publication`].
//!
//! **Reading.** The view functions: `study`, `terms`, `study_by_number`, `version`, `version_of`,
//! `approval`; `site`, `delegations`, `was_delegated`; `participation`, `subject`, `token_user`,
//! `token_statement`, `proof_context`; `list`, `allocation`, `arm`, `check_leaf`, `check_opening`,
//! `kit_list`, `handout`, `check_kit`; `adverse_event`, `safety`, `subject_safety`, `notification`,
//! `board_vote`; `capture`, `visit`, `deviation`, `query`, `conduct`; `results`,
//! `participant_flow`.
//!
//! For other pallets: [`Studies`](galen_primitives::seams::Studies), which says who is in a study
//! and what its sponsor pays for.
//!
//! ## Low level
//!
//! - No call looks at subjects that it doesn't name: counts are kept in the study. Enrolment writes
//!   the study with its counts, the subject, and the token.
//! - An approval is valid before the moment at which it ends, and not in it. Nothing has to happen
//!   for it to expire, and the study's status doesn't change by it: nobody can be enrolled.
//! - There is no argument for when a patient has signed, so nothing can be backdated. The chain sees
//!   a commitment to the form: what date is written on the paper is the investigator's to compare.
//! - A version that is skipped loses nothing: what it asked to be signed, the next one asks for.
//! - What a directive of the patient says is for the pallet that knows consents; its refusals have
//!   errors of their own here. A custodian's policy alone doesn't permit research.
//! - A directive that is changed keeps its subject: the new version counts from then on, and
//!   [`Pallet::renew_consent`] takes it over. Who has withdrawn is off study, whether that is booked
//!   or not.
//! - A sponsor is no site of its own, and its staff write nothing about subjects.
//! - An emergency publishes no arm. It is on record who learnt it, when and why; the arm and its
//!   salt go to the clinician, who asks `check_leaf` whether they are genuine.
//! - A kit's leaf binds its serial number and its arm. Whether a kit held the arm that its subject
//!   was allocated, `check_kit` tells once the salt is known.
//! - That a value in a record lies in a range is shown for the custodian's own figure: the field of
//!   the record has a commitment to it, the study's terms say which field, and the proof is made for
//!   this subject and criterion.
//! - R4 has no status for a halt of treatment after accrual is closed: the halt itself stops it.
//! - Halts, withdrawals, unblinding and whatever is about safety are of class Operational: a flood
//!   can't stop them.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects,
		clippy::as_conversions
	)
)]

extern crate alloc;

mod allocation;
mod calls;
mod capture;
mod eligibility;
mod errors;
mod ethics;
mod events;
mod registrar;
mod results;
mod safety;
mod sites;
mod studies;
mod subjects;
// For the casts in derived codecs.
#[allow(clippy::as_conversions)]
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
// `origin as T::RuntimeOrigin` is how a benchmark names its origin's type.
#[allow(clippy::as_conversions)]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod try_state;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use clinical_trials_core::{
	Arm, ArmFlow, Case, Causality, DataChoice, EuCtNumber, ExclusionReason, Expectedness,
	FlowTotals, ListId, NctId, Obligation, OffStudyReason, Opening, Outcome, Point, ReasonCount,
	SeriousnessCriteria, Severity, Stratum, StudyStatus, SubjectStatus, UnregisteredReason,
};
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;
use frame_support::BoundedVec;
use galen_primitives::Actor;

/// Who acts, for which institution.
pub type ActorOf<T> = Actor<<T as frame_system::Config>::AccountId>;

/// What a sponsor states of a study.
pub type TermsOf<T> = StudyTerms<<T as frame_system::Config>::AccountId>;

/// A site.
pub type SiteOf<T> = Site<<T as frame_system::Config>::AccountId>;

/// A subject.
pub type SubjectOf<T> = Subject<<T as frame_system::Config>::AccountId>;

/// What was allocated to a subject.
pub type AllocationOf<T> = Allocation<<T as frame_system::Config>::AccountId>;

/// The arms of a list, in its order.
pub type ArmsOf<T> = BoundedVec<Arm, <T as Config>::MaxListLength>;

/// A proof that a value lies in a range.
pub type ProofOf<T> = BoundedVec<u8, <T as Config>::MaxProofLength>;

/// An adverse event.
pub type AdverseEventOf<T> = AdverseEvent<<T as frame_system::Config>::AccountId>;

/// What was captured on a form.
pub type CaptureOf<T> = Capture<<T as frame_system::Config>::AccountId>;

/// Contributors and their parts.
pub type SharesOf<T> = Shares<<T as frame_system::Config>::AccountId>;

/// What comes of a study.
pub type ResultsOf<T> = ResultFile<<T as frame_system::Config>::AccountId>;

/// How many `items` there are, as weights count them.
fn count<Item>(items: &[Item]) -> u32 {
	u32::try_from(items.len()).unwrap_or(u32::MAX)
}

// For what the macros write; the rules are in the other files.
#[allow(unused_qualifications, clippy::as_conversions, clippy::expect_used)]
#[import_section(calls::calls)]
#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, traits::Time};
	use frame_system::pallet_prelude::*;
	use galen_primitives::{
		commitment::Salt, keys::Signature, seams, ChainId, ConsentId, Digest, DispenseId,
		EvidenceId, InstitutionId, Moment, PatientId, StudyId,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who acts for a sponsor.
		type SponsorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who conducts a trial at a site. Which duties somebody has there is the delegation log's
		/// to say.
		type InvestigatorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who holds allocation lists and analyses trials.
		type StatisticianOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who reviews research.
		type EthicsOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who supervises.
		type RegulatorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who acts for an enrolment registrar.
		type RegistrarOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who can sit on a monitoring board. Whether somebody does is for the study to say.
		type MonitorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Knows which institutions there are, and which are affiliated.
		type Institutions: seams::Institutions;

		/// Knows who speaks for a patient.
		type Patients: seams::Patients<Self::AccountId>;

		/// Knows whose data may be used for research.
		type ConsentGate: seams::ConsentGate<Self::AccountId>;

		/// Knows the records that eligibility is shown from.
		type Records: seams::Records;

		/// Knows what was really dispensed.
		type Evidence: seams::Evidence;

		/// Knows which pack a dispense is of.
		type Dispenses: seams::Dispenses;

		/// Knows whether what was dispensed is recalled.
		type Recalls: seams::RecallStatus<EvidenceId>;

		/// Checks proofs that a value lies in a range.
		type RangeProofs: seams::RangeProofs;

		/// The chain's id, which every leaf, token and commitment binds.
		type ChainId: Get<ChainId>;

		/// The clock.
		type Time: Time<Moment = Moment>;

		/// How long a sealed list can be. Opening one hashes all of it in one call: 4,096.
		#[pallet::constant]
		type MaxListLength: Get<u32>;

		/// How long a proof that a value lies in a range can be, in bytes: 1,024 for Bulletproofs.
		#[pallet::constant]
		type MaxProofLength: Get<u32>;

		/// The weights of the calls.
		type WeightInfo: WeightInfo;

		/// Sets up what other pallets know.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::RuntimeOrigin, Self::AccountId>;
	}

	/// The studies, in the order of registration: what changes.
	// `Twox64Concat`, here and below, for keys that the chain assigns.
	#[pallet::storage]
	pub type Studies<T: Config> = StorageMap<_, Twox64Concat, StudyId, Study>;

	/// What sponsors state of their studies: what doesn't change.
	// `Twox64Concat` as above. Apart from `Studies`, which each enrolment writes.
	#[pallet::storage]
	pub type Terms<T: Config> = StorageMap<_, Twox64Concat, StudyId, TermsOf<T>>;

	/// The id of the next study.
	#[pallet::storage]
	pub type NextStudy<T: Config> = StorageValue<_, StudyId, ValueQuery>;

	/// The studies by the numbers that registries gave them.
	// `Blake2_128Concat`, here and below, for keys that callers choose.
	#[pallet::storage]
	pub type RegistryNumbers<T: Config> = StorageMap<_, Blake2_128Concat, RegistryId, StudyId>;

	/// The versions of protocols, by study and number.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type Versions<T: Config> =
		StorageDoubleMap<_, Twox64Concat, StudyId, Twox64Concat, VersionNumber, ProtocolVersion>;

	/// The versions by study and the digests of their documents: a document is one version.
	// `Twox64Concat` and `Blake2_128Concat` as above.
	#[pallet::storage]
	pub type Documents<T: Config> =
		StorageDoubleMap<_, Twox64Concat, StudyId, Blake2_128Concat, Digest, VersionNumber>;

	/// What committees have decided of versions, by study, version and committee: the newest.
	// `Twox64Concat` as above; institutions are numbered by the chain.
	#[pallet::storage]
	pub type Approvals<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		StudyId,
		Twox64Concat,
		(VersionNumber, InstitutionId),
		Approval,
	>;

	/// The sites, by study and institution.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type Sites<T: Config> =
		StorageDoubleMap<_, Twox64Concat, StudyId, Twox64Concat, SiteId, SiteOf<T>>;

	/// The delegation logs: what an account may do, by study and site, and account.
	// `Twox64Concat` as above; `Blake2_128Concat`: accounts are made by whoever wants one.
	#[pallet::storage]
	pub type Delegations<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		(StudyId, SiteId),
		Blake2_128Concat,
		T::AccountId,
		DelegationLog,
		ValueQuery,
	>;

	/// What patients have signed, by study and pseudonym, and which subjects they are.
	// `Twox64Concat` as above; `Identity`: there is such a pseudonym, and the chain has computed it.
	#[pallet::storage]
	pub type Participations<T: Config> =
		StorageDoubleMap<_, Twox64Concat, StudyId, Identity, PatientId, Participation>;

	/// The subjects, by study and number.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type Subjects<T: Config> =
		StorageDoubleMap<_, Twox64Concat, StudyId, Twox64Concat, SubjectNumber, SubjectOf<T>>;

	/// The enrolment tokens that were used, and by which subject: nobody takes part twice.
	// `Twox64Concat` as above; `Blake2_128Concat`: the registrar may compute tokens as it likes.
	#[pallet::storage]
	pub type Tokens<T: Config> =
		StorageDoubleMap<_, Twox64Concat, StudyId, Blake2_128Concat, EnrolmentToken, SubjectNumber>;

	/// The sealed lists, by study, randomisation point and stratum.
	// `Twox64Concat` as above; a statistician of the study chooses the strata.
	#[pallet::storage]
	pub type Lists<T: Config> =
		StorageDoubleMap<_, Twox64Concat, StudyId, Twox64Concat, (Point, Stratum), AllocationList>;

	/// The arms of the lists that were opened, in their order.
	// `Twox64Concat` as above. Apart from `Lists`, which each randomisation writes.
	#[pallet::storage]
	pub type OpenedLists<T: Config> =
		StorageDoubleMap<_, Twox64Concat, StudyId, Twox64Concat, (Point, Stratum), ArmsOf<T>>;

	/// What was allocated, by study, randomisation point and subject.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type Allocations<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		StudyId,
		Twox64Concat,
		(Point, SubjectNumber),
		AllocationOf<T>,
	>;

	/// The studies' sealed kits.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type KitLists<T: Config> = StorageMap<_, Twox64Concat, StudyId, KitList>;

	/// The kits that were handed out, by the dispenses that they are.
	// `Twox64Concat` as above: there is a dispense of that number.
	#[pallet::storage]
	pub type Handouts<T: Config> = StorageMap<_, Twox64Concat, DispenseId, Handout>;

	/// What is counted of studies' safety.
	// `Twox64Concat` as above. Apart from `Studies`: who reports harm waits for nobody.
	#[pallet::storage]
	pub type SafetyFiles<T: Config> = StorageMap<_, Twox64Concat, StudyId, SafetyFile, ValueQuery>;

	/// The adverse events, by study and number. None is ever removed.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type AdverseEvents<T: Config> =
		StorageDoubleMap<_, Twox64Concat, StudyId, Twox64Concat, EventNumber, AdverseEventOf<T>>;

	/// What is counted of subjects' safety, by study and subject.
	// `Twox64Concat` as above. Apart from `Subjects`, which adverse events don't change.
	#[pallet::storage]
	pub type SubjectTallies<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		StudyId,
		Twox64Concat,
		SubjectNumber,
		SubjectTally,
		ValueQuery,
	>;

	/// What authorities were notified of, by study and number.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type Notifications<T: Config> =
		StorageDoubleMap<_, Twox64Concat, StudyId, Twox64Concat, NotificationNumber, Notification>;

	/// What monitoring boards vote on now.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type BoardVotes<T: Config> = StorageMap<_, Twox64Concat, StudyId, BoardVote>;

	/// What was captured of subjects, by study and subject, and form: the newest versions.
	// `Twox64Concat` as above; `Blake2_128Concat`: the caller names the form.
	#[pallet::storage]
	pub type Captures<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		(StudyId, SubjectNumber),
		Blake2_128Concat,
		FormKey,
		CaptureOf<T>,
	>;

	/// The visits, by study and subject, and number.
	// As `Captures`.
	#[pallet::storage]
	pub type Visits<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		(StudyId, SubjectNumber),
		Blake2_128Concat,
		VisitNumber,
		Visit,
	>;

	/// The deviations from protocols, by study and number.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type Deviations<T: Config> =
		StorageDoubleMap<_, Twox64Concat, StudyId, Twox64Concat, DeviationNumber, Deviation>;

	/// The queries, by study and number.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type Queries<T: Config> =
		StorageDoubleMap<_, Twox64Concat, StudyId, Twox64Concat, QueryNumber, Query>;

	/// What is counted of how studies are carried out.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type ConductFiles<T: Config> =
		StorageMap<_, Twox64Concat, StudyId, ConductFile, ValueQuery>;

	/// Analysis plans, locks, results and publications.
	// `Twox64Concat` as above. Apart from `Studies`, which each enrolment writes.
	#[pallet::storage]
	pub type Results<T: Config> = StorageMap<_, Twox64Concat, StudyId, ResultsOf<T>, ValueQuery>;

	/// The participant flows that were submitted.
	// `Twox64Concat` as above. Apart from `Results`, since it is the larger part.
	#[pallet::storage]
	pub type Flows<T: Config> = StorageMap<_, Twox64Concat, StudyId, ParticipantFlow, ValueQuery>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxListLength::get() > 0, "a list has a leaf");
			assert!(T::MaxProofLength::get() > 0, "a proof has a length");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A study, with what follows from the clock.
		pub fn study(study: StudyId) -> Option<StudyInfo> {
			Self::study_info(study)
		}

		/// What the sponsor states of a study.
		pub fn terms(study: StudyId) -> Option<TermsOf<T>> {
			Terms::<T>::get(study)
		}

		/// The study with that registry number.
		pub fn study_by_number(number: RegistryId) -> Option<StudyId> {
			RegistryNumbers::<T>::get(number)
		}

		/// A version of a study's protocol.
		pub fn version(study: StudyId, version: VersionNumber) -> Option<ProtocolVersion> {
			Versions::<T>::get(study, version)
		}

		/// The version of a study's protocol that a document is.
		pub fn version_of(study: StudyId, document: Digest) -> Option<VersionNumber> {
			Documents::<T>::get(study, document)
		}

		/// What a committee has decided of a version, and whether it is valid now.
		pub fn approval(
			study: StudyId,
			version: VersionNumber,
			committee: InstitutionId,
		) -> Option<ApprovalInfo> {
			Self::approval_info(study, version, committee)
		}

		/// A site.
		pub fn site(study: StudyId, site: SiteId) -> Option<SiteOf<T>> {
			Sites::<T>::get(study, site)
		}

		/// What an account may do at a site, and could before.
		pub fn delegations(study: StudyId, site: SiteId, account: T::AccountId) -> DelegationLog {
			Delegations::<T>::get((study, site), account)
		}

		/// Whether the duty was delegated to the account at that moment, the moment included in which
		/// that ended.
		pub fn was_delegated(
			study: StudyId,
			site: SiteId,
			account: T::AccountId,
			duty: Duty,
			at: Moment,
		) -> bool {
			Self::is_delegated(study, site, &account, duty, at)
		}

		/// What a patient has signed, and which subject the patient is.
		pub fn participation(study: StudyId, patient: PatientId) -> Option<Participation> {
			Participations::<T>::get(study, patient)
		}

		/// A subject, with what follows from the consent.
		pub fn subject(study: StudyId, number: SubjectNumber) -> Option<SubjectInfo<T::AccountId>> {
			Self::subject_info(study, number)
		}

		/// The subject that has used a token.
		pub fn token_user(study: StudyId, token: EnrolmentToken) -> Option<SubjectNumber> {
			Tokens::<T>::get(study, token)
		}

		/// What a registrar signs, so that a subject can be enrolled.
		pub fn token_statement(
			study: StudyId,
			number: SubjectNumber,
			token: EnrolmentToken,
			expires: Moment,
		) -> Vec<u8> {
			Self::statement_of_token(study, number, &token, expires)
		}

		/// A sealed list.
		pub fn list(list: ListId) -> Option<AllocationList> {
			Lists::<T>::get(list.study, (list.point, list.stratum))
		}

		/// What was allocated to a subject.
		pub fn allocation(
			study: StudyId,
			number: SubjectNumber,
			point: Point,
		) -> Option<AllocationOf<T>> {
			Allocations::<T>::get(study, (point, number))
		}

		/// Whether that is a subject's arm, for somebody who was told it with its salt. Ask a node
		/// of your own: whoever answers learns the arm.
		pub fn check_leaf(
			study: StudyId,
			number: SubjectNumber,
			point: Point,
			arm: Arm,
			salt: Salt,
		) -> LeafCheck {
			Self::check_arm(study, number, point, arm, &salt)
		}

		/// Whether a list's secret and arms are those that were sealed as `leaves`, and if not, where
		/// they first differ.
		pub fn check_opening(
			list: ListId,
			leaves: Vec<[u8; 32]>,
			secret: [u8; 32],
			arms: Vec<Arm>,
		) -> Option<Opening> {
			Self::compare_opening(list, &leaves, &secret, &arms)
		}

		/// A subject's arm, once its list is open.
		pub fn arm(study: StudyId, number: SubjectNumber, point: Point) -> Option<ArmInfo> {
			Self::arm_info(study, number, point)
		}

		/// A kit that was handed out.
		pub fn handout(dispense: DispenseId) -> Option<Handout> {
			Handouts::<T>::get(dispense)
		}

		/// The list of a study's kits.
		pub fn kit_list(study: StudyId) -> Option<KitList> {
			KitLists::<T>::get(study)
		}

		/// Whether a kit holds that arm's treatment, for somebody who was told it with its salt, and
		/// whether it was the subject's arm. Ask a node of your own: whoever answers learns the arm.
		pub fn check_kit(dispense: DispenseId, arm: Arm, salt: Salt) -> KitCheck {
			Self::kit_check(dispense, arm, &salt)
		}

		/// What a proof that a subject meets a criterion has to be made for.
		pub fn proof_context(study: StudyId, number: SubjectNumber, criterion: u8) -> Vec<u8> {
			Self::context_of(study, number, criterion)
		}

		/// An adverse event, with what follows from it and from the clock.
		pub fn adverse_event(
			study: StudyId,
			event: EventNumber,
		) -> Option<EventInfo<T::AccountId>> {
			Self::event_info(study, event)
		}

		/// What is counted of a study's safety.
		pub fn safety(study: StudyId) -> SafetyFile {
			SafetyFiles::<T>::get(study)
		}

		/// What is counted of a subject's safety.
		pub fn subject_safety(study: StudyId, number: SubjectNumber) -> SubjectTally {
			SubjectTallies::<T>::get(study, number)
		}

		/// What an authority was notified of.
		pub fn notification(
			study: StudyId,
			notification: NotificationNumber,
		) -> Option<Notification> {
			Notifications::<T>::get(study, notification)
		}

		/// What a study's monitoring board votes on now.
		pub fn board_vote(study: StudyId) -> Option<BoardVote> {
			BoardVotes::<T>::get(study)
		}

		/// What was captured of a subject on a form.
		pub fn capture(
			study: StudyId,
			number: SubjectNumber,
			form: FormKey,
		) -> Option<CaptureOf<T>> {
			Captures::<T>::get((study, number), form)
		}

		/// A subject's visit.
		pub fn visit(study: StudyId, number: SubjectNumber, visit: VisitNumber) -> Option<Visit> {
			Visits::<T>::get((study, number), visit)
		}

		/// A deviation from the protocol.
		pub fn deviation(study: StudyId, deviation: DeviationNumber) -> Option<Deviation> {
			Deviations::<T>::get(study, deviation)
		}

		/// A query.
		pub fn query(study: StudyId, query: QueryNumber) -> Option<Query> {
			Queries::<T>::get(study, query)
		}

		/// What is counted of how a study is carried out.
		pub fn conduct(study: StudyId) -> ConductFile {
			ConductFiles::<T>::get(study)
		}

		/// A study's analysis plan, lock, results and publications.
		pub fn results(study: StudyId) -> ResultsOf<T> {
			Results::<T>::get(study)
		}

		/// A study's participant flow, as it was submitted.
		pub fn participant_flow(study: StudyId) -> ParticipantFlow {
			Flows::<T>::get(study)
		}
	}
}
