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
	commitment::Salt,
	gs1::{Gtin, Sscc, Text20},
	AccessRequest, Actor, BenefitCategory, BreakGlassId, ChainId, ConsentId, Denial, DeviceId,
	DeviceUseId, Digest, DispenseId, EvidenceId, GroupId, InstitutionId, Moment, PatientId, Permit,
	PolicyId, RecordId, StudyId,
};
use pallet_clinical_trials::{
	Allocation, AllocationList, ApprovalInfo, Arm, ArmInfo, BoardVote, Capture, ConductFile,
	DelegationLog, Deviation, DeviationNumber, Duty, EnrolmentToken, EventInfo, EventNumber,
	FormKey, Handout, KitCheck, KitList, LeafCheck, ListId, Notification, NotificationNumber,
	Opening, ParticipantFlow, Participation, Point, ProtocolVersion, Query, QueryNumber,
	RegistryId, ResultFile, SafetyFile, Site, SiteId, StudyInfo, StudyTerms, SubjectInfo,
	SubjectNumber, SubjectTally, VersionNumber, Visit, VisitNumber,
};
use pallet_consent::{
	Policy, PolicyChoice, ProposalInfo, ReleaseInfo, Verdict, VersionInfo as ConsentVersion,
};
use pallet_device_lifecycle::{
	rules::{DeviceIdentifier, NextDue, ProductionIdentifiers},
	DeviceActionInfo, DeviceKey, DeviceStatusInfo, DeviceUse, FieldActionId, FieldActionInfo,
	ModelId, UdiEntryView,
};
use pallet_disclosures::{
	Accounting, BreakGlassInfo, Encounter, EncounterId, GrantHolder, GrantId, GrantInfo, LogEntry,
	LogError, LogHead, ReviewerInfo, RightInfo,
};
use pallet_drug_provenance::{
	Alert, AnchoredEvent, Dispense, EventHash, Lot, LotKey, NoticeId, NoticeInfo, Pack, PackKey,
	PackProof, Product, ReadingCheck, ReadingProof, Recall, RecallScope, ReportRecord, Telemetry,
	Trace, UnitInfo,
};
use pallet_institutions::{
	ActorError, AllowanceInfo, CredentialInfo, DidDocument, InstitutionInfo, KeyId, Membership,
};
use pallet_insurance_claims::{
	Agreement, Amount, Appeal, BenefitPeriod, ClaimId, ClaimInfo, ClaimSummary, ClaimTerms,
	Coverage, CoverageId, CoverageOrder, Currency, Eligibility, Explanation, Issuance, Ledger,
	Plan, PlanId, PreAuthId, PreAuthInfo, Predetermination, Purse, Queued, Ranked, ReceiptsInfo,
	Redemption, Remittance, RemittanceId, ReserveInfo, Rules, RulesVersion, Ticket,
};
use pallet_node_admission::{
	AdmittedPeer, ApplicationId, ApplicationInfo, BallotId, BallotInfo, NodeForm, NodeId, NodeInfo,
	Parameters, PeerId, Seat, Subject,
};
use pallet_patient_records::{
	Anchor, Batch, BatchId, ErasureInfo, Membership as BatchMembership, MerklePath, Record,
	Related, SourceInfo, Verification, VersionInfo,
};
use pallet_patients::{
	PatientAccount, PatientInfo, RecoveryInfo, Representative, SponsorshipOffer,
};
use pallet_seats::{Body, SeatInfo};
use sp_runtime::DispatchError;
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

	/// Who sits in the bodies that govern.
	pub trait SeatsApi<AccountId: Codec> {
		/// The seats of a body.
		fn seats(body: Body) -> Vec<SeatInfo<AccountId>>;
		/// The seats of an institution.
		fn seats_of(institution: InstitutionId) -> Vec<SeatInfo<AccountId>>;
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
		/// The bytes that guardians sign next; none for a patient that doesn't exist.
		fn recovery_statement(
			patient: PatientId,
			new_controller: AccountId,
			expires: Moment,
		) -> Vec<u8>;
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

	/// Medical devices and sensors: whether they are fit, and why not.
	pub trait DeviceLifecycleApi<Model: Codec, Device: Codec, UsageBatch: Codec> {
		/// The device with this number.
		fn device(id: DeviceId) -> Option<Device>;
		/// Whether a device may report, be used and be billed now, and every reason why not.
		fn status(id: DeviceId) -> Option<DeviceStatusInfo>;
		/// What a whole identification leads to.
		fn device_by_udi(
			identifier: DeviceIdentifier,
			production: ProductionIdentifiers,
		) -> Option<UdiEntryView>;
		/// The model with this number.
		fn model(id: ModelId) -> Option<Model>;
		/// The number of the model with this identifier.
		fn model_by_di(identifier: DeviceIdentifier) -> Option<ModelId>;
		/// A field action, and how far it is.
		fn field_action(id: FieldActionId) -> Option<FieldActionInfo>;
		/// The field actions that cover a device, and those that have come to something on it.
		fn field_actions_of(id: DeviceId) -> Vec<DeviceActionInfo>;
		/// Whether what a device said of any moment in `from..=until` is in doubt.
		fn is_suspect(id: DeviceId, from: Moment, until: Moment) -> bool;
		/// When a device is due for what.
		fn next_due(id: DeviceId) -> Option<NextDue>;
		/// A use of a device on a patient.
		fn device_use(id: DeviceUseId) -> Option<DeviceUse>;
		/// The bytes that a new key signs to become the device's.
		fn key_statement(id: DeviceId, key: DeviceKey) -> Vec<u8>;
		/// The bytes that a device signs to report its usage.
		fn usage_statement(id: DeviceId, batch: UsageBatch) -> Vec<u8>;
	}

	/// Medicines: what is known of a pack, a lot, a container.
	pub trait DrugProvenanceApi<AccountId: Codec> {
		/// What is known of a pack that somebody has in hand.
		fn trace(gtin: Gtin, lot: Text20, serial: Text20, proof: Option<PackProof>)
			-> Trace<AccountId>;
		/// The product with this GTIN.
		fn product(gtin: Gtin) -> Option<Product>;
		/// A lot, with its counts and its recall.
		fn lot(lot: LotKey) -> Option<Lot>;
		/// A pack's own state, if it has one.
		fn pack_state(pack: PackKey) -> Option<Pack<AccountId>>;
		/// A container, who has it, and how it stands.
		fn unit(sscc: Sscc) -> Option<UnitInfo<AccountId>>;
		/// The last recall of a product, a lot or a pack.
		fn recall(scope: RecallScope) -> Option<Recall>;
		/// What an institution has reported of a recall.
		fn recall_report(scope: RecallScope, by: InstitutionId) -> Option<ReportRecord>;
		/// A dispense.
		fn dispense_record(id: DispenseId) -> Option<Dispense>;
		/// A notice of something illegitimate, and whether it is late.
		fn notice(id: NoticeId) -> Option<NoticeInfo>;
		/// What a sensor has stated of a container so far.
		fn telemetry(unit: Sscc, device: DeviceId) -> Option<Telemetry>;
		/// The container that a sensor watches now.
		fn sensor_unit(device: DeviceId) -> Option<Sscc>;
		/// The last alert about a serial number.
		fn alert(pack: PackKey) -> Option<Alert>;
		/// An anchored EPCIS event.
		fn epcis_event(hash: EventHash) -> Option<AnchoredEvent>;
		/// Whether `leaf` is the reading at `index` of a window that a sensor has stated.
		fn verify_reading(unit: Sscc, device: DeviceId, proof: ReadingProof) -> ReadingCheck;
		/// The leaf of a pack in its lot's tree.
		fn pack_leaf(
			lot: LotKey,
			serial: Text20,
			first_case: Sscc,
			salt: [u8; 32],
		) -> Option<[u8; 32]>;
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
		/// The device that measured what a record's first version says, and whether it is in doubt.
		fn source(id: RecordId) -> Option<SourceInfo>;
		/// The bytes that a device signs for `patientRecords.anchorMeasured`.
		fn measurement_statement(
			device: DeviceId,
			custodian: InstitutionId,
			patient: PatientId,
			anchor: Anchor,
			from: Moment,
		) -> Vec<u8>;
		/// The id of the record that `custodian` anchors with this digest.
		fn record_id(custodian: InstitutionId, content: Digest) -> RecordId;
		/// The id of the batch that `custodian` anchors with this root.
		fn batch_id(custodian: InstitutionId, root: Digest) -> BatchId;
	}

	/// Which clinical trials there are, what was done in them, and what can be checked of it.
	pub trait ClinicalTrialsApi<AccountId: Codec> {
		/// A study, with what follows from the clock.
		fn study(study: StudyId) -> Option<StudyInfo>;
		/// What the sponsor states of a study.
		fn terms(study: StudyId) -> Option<StudyTerms<AccountId>>;
		/// The study with that registry number.
		fn study_by_number(number: RegistryId) -> Option<StudyId>;
		/// A version of a study's protocol.
		fn version(study: StudyId, version: VersionNumber) -> Option<ProtocolVersion>;
		/// The version of a study's protocol that a document is.
		fn version_of(study: StudyId, document: Digest) -> Option<VersionNumber>;
		/// What a committee has decided of a version, and whether it is valid now.
		fn approval(
			study: StudyId,
			version: VersionNumber,
			committee: InstitutionId,
		) -> Option<ApprovalInfo>;
		/// A site.
		fn site(study: StudyId, site: SiteId) -> Option<Site<AccountId>>;
		/// What an account may do at a site, and could before.
		fn delegations(study: StudyId, site: SiteId, account: AccountId) -> DelegationLog;
		/// Whether the duty was delegated to the account at that moment.
		fn was_delegated(
			study: StudyId,
			site: SiteId,
			account: AccountId,
			duty: Duty,
			at: Moment,
		) -> bool;
		/// What a patient has signed, and which subject the patient is.
		fn participation(study: StudyId, patient: PatientId) -> Option<Participation>;
		/// A subject, with what follows from the consent.
		fn subject(study: StudyId, number: SubjectNumber) -> Option<SubjectInfo<AccountId>>;
		/// The subject that has used a token.
		fn token_user(study: StudyId, token: EnrolmentToken) -> Option<SubjectNumber>;
		/// What a registrar signs, so that a subject can be enrolled.
		fn token_statement(
			study: StudyId,
			number: SubjectNumber,
			token: EnrolmentToken,
			expires: Moment,
		) -> Vec<u8>;
		/// A sealed list.
		fn list(list: ListId) -> Option<AllocationList>;
		/// What was allocated to a subject.
		fn allocation(
			study: StudyId,
			number: SubjectNumber,
			point: Point,
		) -> Option<Allocation<AccountId>>;
		/// Whether that is a subject's arm, for somebody who was told it with its salt.
		fn check_leaf(
			study: StudyId,
			number: SubjectNumber,
			point: Point,
			arm: Arm,
			salt: Salt,
		) -> LeafCheck;
		/// Whether a list's secret and arms are those that were sealed as `leaves`, and if not, where
		/// they first differ.
		fn check_opening(
			list: ListId,
			leaves: Vec<[u8; 32]>,
			secret: [u8; 32],
			arms: Vec<Arm>,
		) -> Option<Opening>;
		/// A subject's arm, once its list is open.
		fn arm(study: StudyId, number: SubjectNumber, point: Point) -> Option<ArmInfo>;
		/// A kit that was handed out.
		fn handout(dispense: DispenseId) -> Option<Handout>;
		/// The list of a study's kits.
		fn kit_list(study: StudyId) -> Option<KitList>;
		/// Whether a kit holds that arm's treatment, for somebody who was told it with its salt, and
		/// whether it was the subject's arm.
		fn check_kit(dispense: DispenseId, arm: Arm, salt: Salt) -> KitCheck;
		/// What a proof that a subject meets a criterion has to be made for.
		fn proof_context(study: StudyId, number: SubjectNumber, criterion: u8) -> Vec<u8>;
		/// An adverse event, with what follows from it and from the clock.
		fn adverse_event(study: StudyId, event: EventNumber) -> Option<EventInfo<AccountId>>;
		/// What is counted of a study's safety.
		fn safety(study: StudyId) -> SafetyFile;
		/// What is counted of a subject's safety.
		fn subject_safety(study: StudyId, number: SubjectNumber) -> SubjectTally;
		/// What an authority was notified of.
		fn notification(study: StudyId, notification: NotificationNumber) -> Option<Notification>;
		/// What a study's monitoring board votes on now.
		fn board_vote(study: StudyId) -> Option<BoardVote>;
		/// What was captured of a subject on a form.
		fn capture(study: StudyId, number: SubjectNumber, form: FormKey) -> Option<Capture<AccountId>>;
		/// A subject's visit.
		fn visit(study: StudyId, number: SubjectNumber, visit: VisitNumber) -> Option<Visit>;
		/// A deviation from the protocol.
		fn deviation(study: StudyId, deviation: DeviationNumber) -> Option<Deviation>;
		/// A query.
		fn query(study: StudyId, query: QueryNumber) -> Option<Query>;
		/// What is counted of how a study is carried out.
		fn conduct(study: StudyId) -> ConductFile;
		/// A study's analysis plan, lock, results and publications.
		fn results(study: StudyId) -> ResultFile<AccountId>;
		/// A study's participant flow, as it was submitted.
		fn participant_flow(study: StudyId) -> ParticipantFlow;
	}

	/// Plans, coverages, claims, what became of them, and the money behind them.
	pub trait InsuranceClaimsApi<AccountId: Codec> {
		/// A plan.
		fn plan(plan: PlanId) -> Option<Plan>;
		/// A version of a plan's rules.
		fn rules(plan: PlanId, version: RulesVersion) -> Option<Rules>;
		/// A coverage.
		fn coverage(coverage: CoverageId) -> Option<Coverage>;
		/// The coverages of a patient's in a place, one after the other.
		fn coverages_of(patient: PatientId, order: CoverageOrder) -> Vec<Ranked>;
		/// What was used of a coverage in a benefit period.
		fn ledger(coverage: CoverageId, period: BenefitPeriod) -> Ledger;
		/// What a coverage would pay of a category at a moment, and what is left of its limits.
		fn eligibility(
			coverage: CoverageId,
			category: BenefitCategory,
			serviced: Moment,
		) -> Eligibility;
		/// What the rules would make of a claim if the provider submitted it now.
		fn predetermination(
			provider: InstitutionId,
			terms: ClaimTerms,
		) -> Result<Predetermination, DispatchError>;
		/// A preauthorisation, and whether it can be used now.
		fn preauth(preauth: PreAuthId) -> Option<PreAuthInfo<AccountId>>;
		/// A claim, and why it waits now, if it does.
		fn claim(claim: ClaimId) -> Option<ClaimInfo<AccountId>>;
		/// The claim for which evidence is spent, by the place of the coverage that pays.
		fn spent_for(evidence: EvidenceId, order: CoverageOrder) -> Option<ClaimId>;
		/// The appeals against a claim's decision.
		fn appeal(claim: ClaimId) -> Option<Appeal<AccountId>>;
		/// The agreement between a payer and a provider under different laws.
		fn agreement(payer: InstitutionId, provider: InstitutionId) -> Option<Agreement>;
		/// What became of a claim and who bears what, as the patient reads it.
		fn explanation_of_benefit(claim: ClaimId) -> Option<Explanation<AccountId>>;
		/// The claims of a coverage in a benefit period, from a number on, up to `PAGE` numbers.
		fn claims_of(coverage: CoverageId, period: BenefitPeriod, from: u32) -> Vec<ClaimSummary>;
		/// What a payer has to pay claims with, and what it owes.
		fn reserve(payer: InstitutionId, currency: Currency) -> ReserveInfo<AccountId>;
		/// What a provider was paid and hasn't redeemed.
		fn receipts(provider: InstitutionId, currency: Currency) -> ReceiptsInfo<AccountId>;
		/// The claims that wait for a payer's money, from a ticket on, up to `PAGE`.
		fn queue(payer: InstitutionId, currency: Currency, from: Ticket) -> Vec<(Ticket, Queued)>;
		/// What a provider owes a payer.
		fn forwarding(payer: InstitutionId, provider: InstitutionId, currency: Currency) -> Amount;
		/// A remittance.
		fn remittance(
			payer: InstitutionId,
			currency: Currency,
			remittance: RemittanceId,
		) -> Option<Remittance>;
		/// What an institution has asked a bank to pay out of one of its accounts.
		fn redemption(
			institution: InstitutionId,
			purse: Purse,
			currency: Currency,
		) -> Option<Redemption>;
		/// What a settlement bank has issued and redeemed.
		fn issuance(bank: InstitutionId, currency: Currency) -> Issuance;
	}
}
