// SPDX-License-Identifier: Apache-2.0

//! # The reads of Galen's runtimes
//!
//! Each function forwards to the view function of the same name, in the pallet of the same name,
//! which says what it answers. polkadot.js knows no view functions: it reads through these, as
//! `api.call.institutionsApi.chainId()` and so on.

#![cfg_attr(not(feature = "std"), no_std)]
// What the macro writes out states bounds twice and adds an argument.
#![allow(clippy::multiple_bound_locations, clippy::too_many_arguments)]

extern crate alloc;

use alloc::vec::Vec;
use codec::Codec;
use galen_primitives::{
	AccessRequest, Actor, BreakGlassId, ChainId, ConsentId, Denial, Digest, GroupId, InstitutionId,
	Moment, PatientId, Permit, PolicyId, RecordId, StudyId,
};
use pallet_consent::{
	Policy, PolicyChoice, ProposalInfo, ReleaseInfo, Verdict, VersionInfo as ConsentVersion,
};
use pallet_disclosures::{
	Accounting, BreakGlassInfo, Encounter, EncounterId, GrantHolder, GrantId, GrantInfo, LogEntry,
	LogError, LogHead, ReviewerInfo, RightInfo,
};
use pallet_institutions::{
	ActorError, AllowanceInfo, CredentialInfo, DidDocument, InstitutionInfo, KeyId, Membership,
};
use pallet_node_admission::{
	AdmittedPeer, ApplicationId, ApplicationInfo, BallotId, BallotInfo, NodeForm, NodeId, NodeInfo,
	Parameters, PeerId, Seat, Subject,
};
use pallet_patient_records::{
	Batch, BatchId, ErasureInfo, Membership as BatchMembership, MerklePath, Record, Related,
	Verification, VersionInfo,
};
use pallet_patients::{
	PatientAccount, PatientInfo, RecoveryInfo, Representative, SponsorshipOffer,
};
use sp_session::MembershipProof;

sp_api::decl_runtime_apis! {
	/// Who belongs to the network.
	pub trait InstitutionsApi<AccountId: Codec> {
		/// The identity of the chain.
		fn chain_id() -> ChainId;
		/// The institution with this number.
		fn institution(id: InstitutionId) -> Option<InstitutionInfo>;
		/// Whether the institution was in force at a moment.
		fn was_in_force(id: InstitutionId, at: Moment) -> Option<bool>;
		/// The credential of an account.
		fn credential(account: AccountId) -> Option<CredentialInfo>;
		/// For whom an account acts now, or why for nobody.
		fn actor(account: AccountId) -> Result<Actor<AccountId>, ActorError>;
		/// Which groups of the own institution an account belongs, and belonged, to.
		fn memberships(account: AccountId) -> Vec<Membership>;
		/// What is left of an institution's allowance now.
		fn allowance(id: InstitutionId) -> Option<AllowanceInfo>;
		/// Whether a key of an institution was valid at a moment.
		fn key_was_valid(id: InstitutionId, key_id: KeyId, at: Moment) -> Option<bool>;
		/// The institution as a W3C DID document.
		fn did_document(id: InstitutionId) -> Option<DidDocument>;
	}

	/// Which nodes are admitted, and which of them validate.
	pub trait NodeAdmissionApi<AccountId: Codec> {
		/// An application that hasn't been decided.
		fn application(id: ApplicationId) -> Option<ApplicationInfo<AccountId>>;
		/// A node that was admitted, and where it stands now.
		fn node(id: NodeId) -> Option<NodeInfo<AccountId>>;
		/// What a network key belongs to.
		fn node_of_peer(peer: PeerId) -> Option<NodeId>;
		/// The validators that were admitted.
		fn seats() -> Vec<Seat<AccountId>>;
		/// Who validates in the next session.
		fn planned_set() -> Vec<AccountId>;
		/// Who validates in this session.
		fn live_set() -> Vec<AccountId>;
		/// Every node that may connect now.
		fn admitted_peers() -> Vec<AdmittedPeer>;
		/// The libp2p peer id of a network key, in bytes.
		fn peer_multihash(peer: PeerId) -> Vec<u8>;
		/// What the network key signs when `account` applies for `institution`.
		fn admission_statement(
			account: AccountId,
			institution: InstitutionId,
			form: NodeForm,
			expires: Moment,
		) -> Vec<u8>;
		/// A ballot that is open, and how it stands.
		fn ballot(id: BallotId) -> Option<BallotInfo>;
		/// The open ballot about something.
		fn ballot_about(subject: Subject) -> Option<BallotId>;
		/// Until when the network key and the institution are blacklisted, if they are.
		fn blacklisted_until(peer: PeerId, institution: InstitutionId) -> Option<Moment>;
		/// What is decided about admission.
		fn parameters() -> Parameters;
	}

	/// Evidence against who seals two blocks of one slot.
	pub trait AuraOffencesApi<AuthorityId: Codec> {
		/// Proves that the key is a validator's in this session, for
		/// `nodeAdmission.reportAuraEquivocation`.
		fn key_ownership_proof(authority: AuthorityId) -> Option<MembershipProof>;
	}

	/// Patients, as pseudonyms.
	pub trait PatientsApi<AccountId: Codec> {
		/// The patient with this id.
		fn patient(id: PatientId) -> Option<PatientInfo<AccountId>>;
		/// Who represents the patient now.
		fn representatives(id: PatientId) -> Vec<Representative<AccountId>>;
		/// How the patient's control can be recovered, and the recovery that runs.
		fn recovery(id: PatientId) -> Option<RecoveryInfo<AccountId>>;
		/// The patient that the account controls, or represents in anything, now.
		fn patient_of(account: AccountId) -> Option<PatientId>;
		/// What the account is, or was, to a patient.
		fn patient_account(account: AccountId) -> Option<PatientAccount>;
		/// The offer of sponsorship that the patient can accept now.
		fn sponsorship_offer(id: PatientId) -> Option<SponsorshipOffer>;
		/// The bytes that the claim key signs.
		fn claim_statement(patient: PatientId, claimant: AccountId, expires: Moment) -> Vec<u8>;
		/// The bytes that guardians sign next.
		fn recovery_statement(
			patient: PatientId,
			new_controller: AccountId,
			expires: Moment,
		) -> Option<Vec<u8>>;
	}

	/// What patients consent to.
	pub trait ConsentApi<AccountId: Codec> {
		/// Whether a request would be permitted now, and what of it.
		fn may_use(request: AccessRequest<AccountId>) -> Result<Permit, Denial>;
		/// Whether a request was permitted at `valid_at`, as far as was known at `known_at`.
		fn was_permitted(
			request: AccessRequest<AccountId>,
			groups: Vec<GroupId>,
			valid_at: Moment,
			known_at: Moment,
		) -> Verdict;
		/// The consents of a patient that weren't ended, each with its status now.
		fn directives(patient: PatientId) -> Vec<ConsentVersion<AccountId>>;
		/// One version of one consent.
		fn consent(
			patient: PatientId,
			consent: ConsentId,
			version: u32,
		) -> Option<ConsentVersion<AccountId>>;
		/// Every version of every consent of a patient.
		fn history(patient: PatientId) -> Vec<ConsentVersion<AccountId>>;
		/// What an institution proposes to a patient.
		fn proposal(
			patient: PatientId,
			institution: InstitutionId,
		) -> Option<ProposalInfo<AccountId>>;
		/// What a patient hasn't answered.
		fn proposals(patient: PatientId) -> Vec<ProposalInfo<AccountId>>;
		/// A registered policy.
		fn policy(policy: PolicyId) -> Option<Policy>;
		/// The policy of an institution, and since when.
		fn policy_of(institution: InstitutionId) -> Option<PolicyChoice>;
		/// Whether and when an institution has released its data for a study.
		fn release(institution: InstitutionId, study: StudyId) -> ReleaseInfo;
	}

	/// Who asked for which record and what was answered; encounters; break-glass.
	pub trait DisclosuresApi<AccountId: Codec> {
		/// Where a patient's log has got to.
		fn log_head(patient: PatientId) -> LogHead;
		/// Whether these are all the entries of a patient's log, unaltered and in order.
		fn verify_log(
			patient: PatientId,
			entries: Vec<LogEntry<AccountId>>,
		) -> Result<(), LogError>;
		/// Who got which of a patient's data in a period, by all the entries of the log.
		fn accounting(
			patient: PatientId,
			entries: Vec<LogEntry<AccountId>>,
			from: Moment,
			until: Moment,
		) -> Result<Accounting<AccountId>, LogError>;
		/// An open grant, and where it stands.
		fn grant(id: GrantId) -> Option<GrantInfo<AccountId>>;
		/// How many grants an institution or a patient has open.
		fn open_grants(holder: GrantHolder) -> u32;
		/// An encounter.
		fn encounter(id: EncounterId) -> Option<Encounter<AccountId>>;
		/// A use of break-glass, and where it stands.
		fn break_glass(id: BreakGlassId) -> Option<BreakGlassInfo<AccountId>>;
		/// The use by which an account has access to a patient's data now.
		fn break_glass_open(account: AccountId, patient: PatientId) -> Option<BreakGlassId>;
		/// Somebody's right to break the glass.
		fn right(account: AccountId) -> RightInfo;
		/// An institution's right to have its staff break the glass.
		fn institution_right(institution: InstitutionId) -> RightInfo;
		/// The institutions that review uses of break-glass.
		fn reviewers() -> Vec<InstitutionId>;
		/// What an institution has to review, and what it didn't in time.
		fn reviewer(institution: InstitutionId) -> ReviewerInfo;
	}

	/// Records of patients, and proofs about them.
	pub trait PatientRecordsApi {
		/// The record with this id.
		fn record(id: RecordId) -> Option<Record>;
		/// One version of a record, the head included.
		fn version(id: RecordId, version: u32) -> Option<VersionInfo>;
		/// What a record is to earlier ones.
		fn relations(id: RecordId) -> Vec<Related>;
		/// The erasure of a record, and who is overdue with it.
		fn erasure(id: RecordId) -> Option<ErasureInfo>;
		/// The batch with this id.
		fn batch(id: BatchId) -> Option<Batch>;
		/// Whether `digest` is that of a version of a record.
		fn verify_digest(id: RecordId, version: Option<u32>, digest: Digest) -> Verification;
		/// Whether `leaf` is a field of a version of a record.
		fn verify_field(
			id: RecordId,
			version: Option<u32>,
			leaf: [u8; 32],
			index: u32,
			count: u32,
			path: MerklePath,
		) -> Verification;
		/// Whether `leaf` is a record of a batch.
		fn verify_batch_member(
			id: BatchId,
			leaf: [u8; 32],
			index: u32,
			path: MerklePath,
		) -> BatchMembership;
		/// The id of the record that `custodian` anchors with this digest.
		fn record_id(custodian: InstitutionId, content: Digest) -> RecordId;
		/// The id of the batch that `custodian` anchors with this root.
		fn batch_id(custodian: InstitutionId, root: Digest) -> BatchId;
	}
}
