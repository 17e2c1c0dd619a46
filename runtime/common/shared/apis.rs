// SPDX-License-Identifier: Apache-2.0

//! What nodes and dApps may ask of the runtime.

use crate::*;
use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	weights::Weight,
};
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
	DeviceActionInfo, DeviceKey, DeviceOf, DeviceStatusInfo, DeviceUse, FieldActionId,
	FieldActionInfo, ModelId, ModelOf, UdiEntryView, UsageBatchOf,
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
use pallet_patient_records::{BatchId, Membership, MerklePath, Verification};
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_core::{crypto::KeyTypeId, OpaqueMetadata};
use sp_runtime::{
	traits::Block as BlockT,
	transaction_validity::{TransactionSource, TransactionValidity},
	ApplyExtrinsicResult, DispatchError,
};
use sp_session::OpaqueGeneratedSessionKeys;

// A runtime's `own` adds its own to these.
crate::own::apis::runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}

		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block)
		}

		fn initialize_block(
			header: &<Block as BlockT>::Header,
		) -> sp_runtime::ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			OpaqueMetadata::new(Runtime::metadata().into())
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			Runtime::metadata_at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: frame_support::view_functions::ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> <Block as BlockT>::Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(
			data: sp_inherents::InherentData,
		) -> Vec<<Block as BlockT>::Extrinsic> {
			data.create_extrinsics()
		}

		fn check_inherents(
			block: <Block as BlockT>::LazyBlock,
			data: sp_inherents::InherentData,
		) -> sp_inherents::CheckInherentsResult {
			data.check_extrinsics(&block)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			tx: <Block as BlockT>::Extrinsic,
			block_hash: <Block as BlockT>::Hash,
		) -> TransactionValidity {
			Executive::validate_transaction(source, tx, block_hash)
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &<Block as BlockT>::Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_consensus_aura::AuraApi<Block, AuraId> for Runtime {
		fn slot_duration() -> sp_consensus_aura::SlotDuration {
			sp_consensus_aura::SlotDuration::from_millis(Aura::slot_duration())
		}

		fn authorities() -> Vec<AuraId> {
			pallet_aura::Authorities::<Runtime>::get().into_inner()
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(
			owner: Vec<u8>,
			seed: Option<Vec<u8>>,
		) -> OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance>
		for Runtime
	{
		fn query_info(
			uxt: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> pallet_transaction_payment_rpc_runtime_api::RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_info(uxt, len)
		}

		fn query_fee_details(
			uxt: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> pallet_transaction_payment::FeeDetails<Balance> {
			TransactionPayment::query_fee_details(uxt, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl galen_runtime_api::InstitutionsApi<Block, AccountId> for Runtime {
		fn chain_id() -> ChainId {
			Institutions::chain_id()
		}

		fn institution(id: InstitutionId) -> Option<pallet_institutions::InstitutionInfo> {
			Institutions::institution(id)
		}

		fn was_in_force(id: InstitutionId, at: Moment) -> Option<bool> {
			Institutions::was_in_force(id, at)
		}

		fn credential(account: AccountId) -> Option<pallet_institutions::CredentialInfo> {
			Institutions::credential(account)
		}

		fn actor(
			account: AccountId,
		) -> Result<Actor<AccountId>, pallet_institutions::ActorError> {
			Institutions::actor(account)
		}

		fn memberships(account: AccountId) -> Vec<pallet_institutions::Membership> {
			Institutions::memberships(account)
		}

		fn allowance(id: InstitutionId) -> Option<pallet_institutions::AllowanceInfo> {
			Institutions::allowance(id)
		}

		fn key_was_valid(
			id: InstitutionId,
			key_id: pallet_institutions::KeyId,
			at: Moment,
		) -> Option<bool> {
			Institutions::key_was_valid(id, key_id, at)
		}

		fn did_document(id: InstitutionId) -> Option<pallet_institutions::DidDocument> {
			Institutions::did_document(id)
		}
	}

	impl galen_runtime_api::NodeAdmissionApi<Block, AccountId> for Runtime {
		fn application(id: ApplicationId) -> Option<ApplicationInfo<AccountId>> {
			NodeAdmission::application(id)
		}

		fn node(id: NodeId) -> Option<NodeInfo<AccountId>> {
			NodeAdmission::node(id)
		}

		fn node_of_peer(peer: PeerId) -> Option<NodeId> {
			NodeAdmission::node_of_peer(peer)
		}

		fn seats() -> Vec<Seat<AccountId>> {
			NodeAdmission::seats()
		}

		fn planned_set() -> Vec<AccountId> {
			NodeAdmission::planned_set()
		}

		fn live_set() -> Vec<AccountId> {
			NodeAdmission::live_set()
		}

		fn admitted_peers() -> Vec<AdmittedPeer> {
			NodeAdmission::admitted_peers()
		}

		fn peer_multihash(peer: PeerId) -> Vec<u8> {
			NodeAdmission::peer_multihash(peer)
		}

		fn admission_statement(
			account: AccountId,
			institution: InstitutionId,
			form: NodeForm,
			expires: Moment,
		) -> Vec<u8> {
			NodeAdmission::admission_statement(account, institution, form, expires)
		}

		fn ballot(id: BallotId) -> Option<BallotInfo> {
			NodeAdmission::ballot(id)
		}

		fn ballot_about(subject: Subject) -> Option<BallotId> {
			NodeAdmission::ballot_about(subject)
		}

		fn blacklisted_until(peer: PeerId, institution: InstitutionId) -> Option<Moment> {
			NodeAdmission::blacklisted_until(peer, institution)
		}

		fn parameters() -> Parameters {
			NodeAdmission::parameters()
		}
	}

	impl galen_runtime_api::SeatsApi<Block, AccountId> for Runtime {
		fn seats(body: pallet_seats::Body) -> Vec<pallet_seats::SeatInfo<AccountId>> {
			Seats::seats(body)
		}

		fn seats_of(institution: InstitutionId) -> Vec<pallet_seats::SeatInfo<AccountId>> {
			Seats::seats_of(institution)
		}
	}

	impl galen_runtime_api::PatientsApi<Block, AccountId> for Runtime {
		fn patient(id: PatientId) -> Option<pallet_patients::PatientInfo<AccountId>> {
			Patients::patient(id)
		}

		fn representatives(id: PatientId) -> Vec<pallet_patients::Representative<AccountId>> {
			Patients::representatives(id)
		}

		fn recovery(id: PatientId) -> Option<pallet_patients::RecoveryInfo<AccountId>> {
			Patients::recovery(id)
		}

		fn patient_of(account: AccountId) -> Option<PatientId> {
			Patients::patient_of(account)
		}

		fn patient_account(account: AccountId) -> Option<pallet_patients::PatientAccount> {
			Patients::patient_account(account)
		}

		fn sponsorship_offer(id: PatientId) -> Option<pallet_patients::SponsorshipOffer> {
			Patients::sponsorship_offer(id)
		}

		fn claim_statement(patient: PatientId, claimant: AccountId, expires: Moment) -> Vec<u8> {
			Patients::claim_statement(patient, claimant, expires)
		}

		fn recovery_statement(
			patient: PatientId,
			new_controller: AccountId,
			expires: Moment,
		) -> Vec<u8> {
			Patients::recovery_statement(patient, new_controller, expires)
		}
	}

	impl galen_runtime_api::ConsentApi<Block, AccountId> for Runtime {
		fn may_use(request: AccessRequest<AccountId>) -> Result<Permit, Denial> {
			Consent::may_use(request)
		}

		fn was_permitted(
			request: AccessRequest<AccountId>,
			groups: Vec<GroupId>,
			valid_at: Moment,
			known_at: Moment,
		) -> Verdict {
			Consent::was_permitted(request, groups, valid_at, known_at)
		}

		fn directives(patient: PatientId) -> Vec<ConsentVersion<AccountId>> {
			Consent::directives(patient)
		}

		fn consent(
			patient: PatientId,
			consent: ConsentId,
			version: u32,
		) -> Option<ConsentVersion<AccountId>> {
			Consent::consent(patient, consent, version)
		}

		fn history(patient: PatientId) -> Vec<ConsentVersion<AccountId>> {
			Consent::history(patient)
		}

		fn proposal(
			patient: PatientId,
			institution: InstitutionId,
		) -> Option<ProposalInfo<AccountId>> {
			Consent::proposal(patient, institution)
		}

		fn proposals(patient: PatientId) -> Vec<ProposalInfo<AccountId>> {
			Consent::proposals(patient)
		}

		fn policy(policy: PolicyId) -> Option<Policy> {
			Consent::policy(policy)
		}

		fn policy_of(institution: InstitutionId) -> Option<PolicyChoice> {
			Consent::policy_of(institution)
		}

		fn release(institution: InstitutionId, study: StudyId) -> ReleaseInfo {
			Consent::release(institution, study)
		}
	}

	impl galen_runtime_api::DisclosuresApi<Block, AccountId> for Runtime {
		fn log_head(patient: PatientId) -> LogHead {
			Disclosures::log_head(patient)
		}

		fn verify_log(
			patient: PatientId,
			entries: Vec<LogEntry<AccountId>>,
		) -> Result<(), LogError> {
			Disclosures::verify_log(patient, entries)
		}

		fn accounting(
			patient: PatientId,
			entries: Vec<LogEntry<AccountId>>,
			from: Moment,
			until: Moment,
		) -> Result<Accounting<AccountId>, LogError> {
			Disclosures::accounting(patient, entries, from, until)
		}

		fn grant(id: GrantId) -> Option<GrantInfo<AccountId>> {
			Disclosures::grant(id)
		}

		fn open_grants(holder: GrantHolder) -> u32 {
			Disclosures::open_grants(holder)
		}

		fn encounter(id: EncounterId) -> Option<Encounter<AccountId>> {
			Disclosures::encounter(id)
		}

		fn break_glass(id: BreakGlassId) -> Option<BreakGlassInfo<AccountId>> {
			Disclosures::break_glass(id)
		}

		fn break_glass_open(account: AccountId, patient: PatientId) -> Option<BreakGlassId> {
			Disclosures::break_glass_open(account, patient)
		}

		fn right(account: AccountId) -> RightInfo {
			Disclosures::right(account)
		}

		fn institution_right(institution: InstitutionId) -> RightInfo {
			Disclosures::institution_right(institution)
		}

		fn reviewers() -> Vec<InstitutionId> {
			Disclosures::reviewers()
		}

		fn reviewer(institution: InstitutionId) -> ReviewerInfo {
			Disclosures::reviewer(institution)
		}
	}

	impl galen_runtime_api::DeviceLifecycleApi<
		Block,
		ModelOf<Runtime>,
		DeviceOf<Runtime>,
		UsageBatchOf<Runtime>,
	> for Runtime {
		fn device(id: DeviceId) -> Option<DeviceOf<Runtime>> {
			DeviceLifecycle::device(id)
		}

		fn status(id: DeviceId) -> Option<DeviceStatusInfo> {
			DeviceLifecycle::status(id)
		}

		fn device_by_udi(
			identifier: DeviceIdentifier,
			production: ProductionIdentifiers,
		) -> Option<UdiEntryView> {
			DeviceLifecycle::device_by_udi(identifier, production)
		}

		fn model(id: ModelId) -> Option<ModelOf<Runtime>> {
			DeviceLifecycle::model(id)
		}

		fn model_by_di(identifier: DeviceIdentifier) -> Option<ModelId> {
			DeviceLifecycle::model_by_di(identifier)
		}

		fn field_action(id: FieldActionId) -> Option<FieldActionInfo> {
			DeviceLifecycle::field_action(id)
		}

		fn field_actions_of(id: DeviceId) -> Vec<DeviceActionInfo> {
			DeviceLifecycle::field_actions_of(id)
		}

		fn is_suspect(id: DeviceId, from: Moment, until: Moment) -> bool {
			DeviceLifecycle::is_suspect(id, from, until)
		}

		fn next_due(id: DeviceId) -> Option<NextDue> {
			DeviceLifecycle::next_due(id)
		}

		fn device_use(id: DeviceUseId) -> Option<DeviceUse> {
			DeviceLifecycle::device_use(id)
		}

		fn key_statement(id: DeviceId, key: DeviceKey) -> Vec<u8> {
			DeviceLifecycle::key_statement(id, key)
		}

		fn usage_statement(id: DeviceId, batch: UsageBatchOf<Runtime>) -> Vec<u8> {
			DeviceLifecycle::usage_statement(id, batch)
		}
	}

	impl galen_runtime_api::DrugProvenanceApi<Block, AccountId> for Runtime {
		fn trace(gtin: Gtin, lot: Text20, serial: Text20, proof: Option<PackProof>) -> Trace<AccountId> {
			DrugProvenance::trace(gtin, lot, serial, proof)
		}

		fn product(gtin: Gtin) -> Option<Product> {
			DrugProvenance::product(gtin)
		}

		fn lot(lot: LotKey) -> Option<Lot> {
			DrugProvenance::lot(lot)
		}

		fn pack_state(pack: PackKey) -> Option<Pack<AccountId>> {
			DrugProvenance::pack_state(pack)
		}

		fn unit(sscc: Sscc) -> Option<UnitInfo<AccountId>> {
			DrugProvenance::unit(sscc)
		}

		fn recall(scope: RecallScope) -> Option<Recall> {
			DrugProvenance::recall(scope)
		}

		fn recall_report(scope: RecallScope, by: InstitutionId) -> Option<ReportRecord> {
			DrugProvenance::recall_report(scope, by)
		}

		fn dispense_record(id: DispenseId) -> Option<Dispense> {
			DrugProvenance::dispense_record(id)
		}

		fn notice(id: NoticeId) -> Option<NoticeInfo> {
			DrugProvenance::notice(id)
		}

		fn telemetry(unit: Sscc, device: DeviceId) -> Option<Telemetry> {
			DrugProvenance::telemetry(unit, device)
		}

		fn sensor_unit(device: DeviceId) -> Option<Sscc> {
			DrugProvenance::sensor_unit(device)
		}

		fn alert(pack: PackKey) -> Option<Alert> {
			DrugProvenance::alert(pack)
		}

		fn epcis_event(hash: EventHash) -> Option<AnchoredEvent> {
			DrugProvenance::epcis_event(hash)
		}

		fn verify_reading(unit: Sscc, device: DeviceId, proof: ReadingProof) -> ReadingCheck {
			DrugProvenance::verify_reading(unit, device, proof)
		}

		fn pack_leaf(lot: LotKey, serial: Text20, first_case: Sscc, salt: [u8; 32]) -> Option<[u8; 32]> {
			DrugProvenance::pack_leaf(lot, serial, first_case, salt)
		}
	}

	impl galen_runtime_api::PatientRecordsApi<Block> for Runtime {
		fn record(id: RecordId) -> Option<pallet_patient_records::Record> {
			PatientRecords::record(id)
		}

		fn version(id: RecordId, version: u32) -> Option<pallet_patient_records::VersionInfo> {
			PatientRecords::version(id, version)
		}

		fn relations(id: RecordId) -> Vec<pallet_patient_records::Related> {
			PatientRecords::relations(id)
		}

		fn erasure(id: RecordId) -> Option<pallet_patient_records::ErasureInfo> {
			PatientRecords::erasure(id)
		}

		fn batch(id: BatchId) -> Option<pallet_patient_records::Batch> {
			PatientRecords::batch(id)
		}

		fn verify_digest(id: RecordId, version: Option<u32>, digest: Digest) -> Verification {
			PatientRecords::verify_digest(id, version, digest)
		}

		fn verify_field(
			id: RecordId,
			version: Option<u32>,
			leaf: [u8; 32],
			index: u32,
			count: u32,
			path: MerklePath,
		) -> Verification {
			PatientRecords::verify_field(id, version, leaf, index, count, path)
		}

		fn verify_batch_member(
			id: BatchId,
			leaf: [u8; 32],
			index: u32,
			path: MerklePath,
		) -> Membership {
			PatientRecords::verify_batch_member(id, leaf, index, path)
		}

		fn source(id: RecordId) -> Option<pallet_patient_records::SourceInfo> {
			PatientRecords::source(id)
		}

		fn measurement_statement(
			device: DeviceId,
			custodian: InstitutionId,
			patient: PatientId,
			anchor: pallet_patient_records::Anchor,
			from: Moment,
		) -> Vec<u8> {
			PatientRecords::measurement_statement(device, custodian, patient, anchor, from)
		}

		fn record_id(custodian: InstitutionId, content: Digest) -> RecordId {
			PatientRecords::record_id(custodian, content)
		}

		fn batch_id(custodian: InstitutionId, root: Digest) -> BatchId {
			PatientRecords::batch_id(custodian, root)
		}
	}

	impl galen_runtime_api::ClinicalTrialsApi<Block, AccountId> for Runtime {
		fn study(study: StudyId) -> Option<StudyInfo> {
			ClinicalTrials::study(study)
		}

		fn terms(study: StudyId) -> Option<StudyTerms<AccountId>> {
			ClinicalTrials::terms(study)
		}

		fn study_by_number(number: RegistryId) -> Option<StudyId> {
			ClinicalTrials::study_by_number(number)
		}

		fn version(study: StudyId, version: VersionNumber) -> Option<ProtocolVersion> {
			ClinicalTrials::version(study, version)
		}

		fn version_of(study: StudyId, document: Digest) -> Option<VersionNumber> {
			ClinicalTrials::version_of(study, document)
		}

		fn approval(
			study: StudyId,
			version: VersionNumber,
			committee: InstitutionId,
		) -> Option<ApprovalInfo> {
			ClinicalTrials::approval(study, version, committee)
		}

		fn site(study: StudyId, site: SiteId) -> Option<Site<AccountId>> {
			ClinicalTrials::site(study, site)
		}

		fn delegations(study: StudyId, site: SiteId, account: AccountId) -> DelegationLog {
			ClinicalTrials::delegations(study, site, account)
		}

		fn was_delegated(
			study: StudyId,
			site: SiteId,
			account: AccountId,
			duty: Duty,
			at: Moment,
		) -> bool {
			ClinicalTrials::was_delegated(study, site, account, duty, at)
		}

		fn participation(study: StudyId, patient: PatientId) -> Option<Participation> {
			ClinicalTrials::participation(study, patient)
		}

		fn subject(study: StudyId, number: SubjectNumber) -> Option<SubjectInfo<AccountId>> {
			ClinicalTrials::subject(study, number)
		}

		fn token_user(study: StudyId, token: EnrolmentToken) -> Option<SubjectNumber> {
			ClinicalTrials::token_user(study, token)
		}

		fn token_statement(
			study: StudyId,
			number: SubjectNumber,
			token: EnrolmentToken,
			expires: Moment,
		) -> Vec<u8> {
			ClinicalTrials::token_statement(study, number, token, expires)
		}

		fn list(list: ListId) -> Option<AllocationList> {
			ClinicalTrials::list(list)
		}

		fn allocation(
			study: StudyId,
			number: SubjectNumber,
			point: Point,
		) -> Option<Allocation<AccountId>> {
			ClinicalTrials::allocation(study, number, point)
		}

		fn check_leaf(
			study: StudyId,
			number: SubjectNumber,
			point: Point,
			arm: Arm,
			salt: Salt,
		) -> LeafCheck {
			ClinicalTrials::check_leaf(study, number, point, arm, salt)
		}

		fn check_opening(
			list: ListId,
			leaves: Vec<[u8; 32]>,
			secret: [u8; 32],
			arms: Vec<Arm>,
		) -> Option<Opening> {
			ClinicalTrials::check_opening(list, leaves, secret, arms)
		}

		fn arm(study: StudyId, number: SubjectNumber, point: Point) -> Option<ArmInfo> {
			ClinicalTrials::arm(study, number, point)
		}

		fn handout(dispense: DispenseId) -> Option<Handout> {
			ClinicalTrials::handout(dispense)
		}

		fn kit_list(study: StudyId) -> Option<KitList> {
			ClinicalTrials::kit_list(study)
		}

		fn check_kit(dispense: DispenseId, arm: Arm, salt: Salt) -> KitCheck {
			ClinicalTrials::check_kit(dispense, arm, salt)
		}

		fn proof_context(study: StudyId, number: SubjectNumber, criterion: u8) -> Vec<u8> {
			ClinicalTrials::proof_context(study, number, criterion)
		}

		fn adverse_event(study: StudyId, event: EventNumber) -> Option<EventInfo<AccountId>> {
			ClinicalTrials::adverse_event(study, event)
		}

		fn safety(study: StudyId) -> SafetyFile {
			ClinicalTrials::safety(study)
		}

		fn subject_safety(study: StudyId, number: SubjectNumber) -> SubjectTally {
			ClinicalTrials::subject_safety(study, number)
		}

		fn notification(study: StudyId, notification: NotificationNumber) -> Option<Notification> {
			ClinicalTrials::notification(study, notification)
		}

		fn board_vote(study: StudyId) -> Option<BoardVote> {
			ClinicalTrials::board_vote(study)
		}

		fn capture(study: StudyId, number: SubjectNumber, form: FormKey) -> Option<Capture<AccountId>> {
			ClinicalTrials::capture(study, number, form)
		}

		fn visit(study: StudyId, number: SubjectNumber, visit: VisitNumber) -> Option<Visit> {
			ClinicalTrials::visit(study, number, visit)
		}

		fn deviation(study: StudyId, deviation: DeviationNumber) -> Option<Deviation> {
			ClinicalTrials::deviation(study, deviation)
		}

		fn query(study: StudyId, query: QueryNumber) -> Option<Query> {
			ClinicalTrials::query(study, query)
		}

		fn conduct(study: StudyId) -> ConductFile {
			ClinicalTrials::conduct(study)
		}

		fn results(study: StudyId) -> ResultFile<AccountId> {
			ClinicalTrials::results(study)
		}

		fn participant_flow(study: StudyId) -> ParticipantFlow {
			ClinicalTrials::participant_flow(study)
		}
	}

	impl galen_runtime_api::InsuranceClaimsApi<Block, AccountId> for Runtime {
		fn plan(plan: PlanId) -> Option<Plan> {
			InsuranceClaims::plan(plan)
		}

		fn rules(plan: PlanId, version: RulesVersion) -> Option<Rules> {
			InsuranceClaims::rules(plan, version)
		}

		fn coverage(coverage: CoverageId) -> Option<Coverage> {
			InsuranceClaims::coverage(coverage)
		}

		fn coverages_of(patient: PatientId, order: CoverageOrder) -> Vec<Ranked> {
			InsuranceClaims::coverages_of(patient, order)
		}

		fn ledger(coverage: CoverageId, period: BenefitPeriod) -> Ledger {
			InsuranceClaims::ledger(coverage, period)
		}

		fn eligibility(
			coverage: CoverageId,
			category: BenefitCategory,
			serviced: Moment,
		) -> Eligibility {
			InsuranceClaims::eligibility(coverage, category, serviced)
		}

		fn predetermination(
			provider: InstitutionId,
			terms: ClaimTerms,
		) -> Result<Predetermination, DispatchError> {
			InsuranceClaims::predetermination(provider, terms)
		}

		fn preauth(preauth: PreAuthId) -> Option<PreAuthInfo<AccountId>> {
			InsuranceClaims::preauth(preauth)
		}

		fn claim(claim: ClaimId) -> Option<ClaimInfo<AccountId>> {
			InsuranceClaims::claim(claim)
		}

		fn spent_for(evidence: EvidenceId, order: CoverageOrder) -> Option<ClaimId> {
			InsuranceClaims::spent_for(evidence, order)
		}

		fn appeal(claim: ClaimId) -> Option<Appeal<AccountId>> {
			InsuranceClaims::appeal(claim)
		}

		fn agreement(payer: InstitutionId, provider: InstitutionId) -> Option<Agreement> {
			InsuranceClaims::agreement(payer, provider)
		}

		fn explanation_of_benefit(claim: ClaimId) -> Option<Explanation<AccountId>> {
			InsuranceClaims::explanation_of_benefit(claim)
		}

		fn claims_of(coverage: CoverageId, period: BenefitPeriod, from: u32) -> Vec<ClaimSummary> {
			InsuranceClaims::claims_of(coverage, period, from)
		}

		fn reserve(payer: InstitutionId, currency: Currency) -> ReserveInfo<AccountId> {
			InsuranceClaims::reserve(payer, currency)
		}

		fn receipts(provider: InstitutionId, currency: Currency) -> ReceiptsInfo<AccountId> {
			InsuranceClaims::receipts(provider, currency)
		}

		fn queue(payer: InstitutionId, currency: Currency, from: Ticket) -> Vec<(Ticket, Queued)> {
			InsuranceClaims::queue(payer, currency, from)
		}

		fn forwarding(payer: InstitutionId, provider: InstitutionId, currency: Currency) -> Amount {
			InsuranceClaims::forwarding(payer, provider, currency)
		}

		fn remittance(
			payer: InstitutionId,
			currency: Currency,
			remittance: RemittanceId,
		) -> Option<Remittance> {
			InsuranceClaims::remittance(payer, currency, remittance)
		}

		fn redemption(
			institution: InstitutionId,
			purse: Purse,
			currency: Currency,
		) -> Option<Redemption> {
			InsuranceClaims::redemption(institution, purse, currency)
		}

		fn issuance(bank: InstitutionId, currency: Currency) -> Issuance {
			InsuranceClaims::issuance(bank, currency)
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
			build_state::<RuntimeGenesisConfig>(config)
		}

		fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
			get_preset::<RuntimeGenesisConfig>(id, genesis_presets::get)
		}

		fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
			genesis_presets::names()
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(extra: bool) -> (
			Vec<frame_benchmarking::BenchmarkList>,
			Vec<frame_support::traits::StorageInfo>,
		) {
			benchmarks::metadata(extra)
		}

		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			benchmarks::dispatch(config)
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		fn on_runtime_upgrade(checks: frame_try_runtime::UpgradeCheckSelect) -> (Weight, Weight) {
			let weight = Executive::try_runtime_upgrade(checks).expect("migrations are sound");
			(weight, configs::RuntimeBlockWeights::get().max_block)
		}

		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			select: frame_try_runtime::TryStateSelect,
		) -> Weight {
			Executive::try_execute_block(block, state_root_check, signature_check, select)
				.expect("the block is valid")
		}
	}
}
