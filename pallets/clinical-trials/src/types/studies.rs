// SPDX-License-Identifier: Apache-2.0

//! Studies, their protocol versions and their approvals.

use super::chain_type;
use clinical_trials_core::{EuCtNumber, ExclusionReason, NctId, OffStudyReason, StudyStatus};
use frame_support::{traits::ConstU32, BoundedVec};
use galen_primitives::{gs1::Gtin, BenefitCategories, Digest, InstitutionId, Moment, Period};

/// How many arms a study can have. The largest platform trials have about a dozen.
pub const MAX_ARMS: u32 = 16;

/// How many criteria a study can state in numbers: what a subject has shown is a bit each.
pub const MAX_CRITERIA: u32 = 8;

/// The longest JSON pointer to a field, in bytes.
pub const MAX_POINTER: u32 = 64;

/// How many members a monitoring committee can have.
pub const MAX_MONITORS: u32 = 16;

/// The longest number that a sponsor gives a study, in bytes.
pub const MAX_SPONSOR_NUMBER: u32 = 32;

/// How many sites one approval can name. More are approved one after the other, or all at once.
pub const MAX_APPROVED_SITES: u32 = 64;

/// A version of a study's protocol, from 1 on.
pub type VersionNumber = u32;

chain_type! {
	/// An identifier that a registry has given a study.
	#[derive(Copy)]
	pub enum RegistryId {
		/// ClinicalTrials.gov.
		#[codec(index = 0)]
		Nct(NctId),
		/// The EU's Clinical Trials Information System.
		#[codec(index = 1)]
		EuCt(EuCtNumber),
	}

	/// What a study is about, in the order of development (FHIR research-study-phase).
	#[derive(Copy)]
	pub enum Phase {
		/// Trials without phases.
		#[codec(index = 0)]
		NotApplicable,
		/// Early phase 1.
		#[codec(index = 1)]
		EarlyPhase1,
		/// Phase 1.
		#[codec(index = 2)]
		Phase1,
		/// Phases 1 and 2.
		#[codec(index = 3)]
		Phase1Phase2,
		/// Phase 2.
		#[codec(index = 4)]
		Phase2,
		/// Phases 2 and 3.
		#[codec(index = 5)]
		Phase2Phase3,
		/// Phase 3.
		#[codec(index = 6)]
		Phase3,
		/// Phase 4.
		#[codec(index = 7)]
		Phase4,
	}

	/// What a study is for (FHIR research-study-prim-purp-type).
	#[derive(Copy)]
	pub enum PrimaryPurpose {
		/// Treatment.
		#[codec(index = 0)]
		Treatment,
		/// Prevention.
		#[codec(index = 1)]
		Prevention,
		/// Diagnosis.
		#[codec(index = 2)]
		Diagnostic,
		/// Supportive care.
		#[codec(index = 3)]
		SupportiveCare,
		/// Screening.
		#[codec(index = 4)]
		Screening,
		/// Health services research.
		#[codec(index = 5)]
		HealthServicesResearch,
		/// Basic science.
		#[codec(index = 6)]
		BasicScience,
		/// Whether a device can work.
		#[codec(index = 7)]
		DeviceFeasibility,
		/// Another purpose.
		#[codec(index = 8)]
		Other,
	}

	/// From whom the arm is hidden.
	#[derive(Copy)]
	pub enum Masking {
		/// Nobody.
		#[codec(index = 0)]
		Open,
		/// One party.
		#[codec(index = 1)]
		Single,
		/// Two parties.
		#[codec(index = 2)]
		Double,
		/// Three parties.
		#[codec(index = 3)]
		Triple,
		/// Participant, care provider, investigator and outcomes assessor.
		#[codec(index = 4)]
		Quadruple,
	}

	/// How subjects come to their arms.
	#[derive(Copy)]
	pub enum AllocationKind {
		/// By sealed lists.
		#[codec(index = 0)]
		Randomized,
		/// In another way.
		#[codec(index = 1)]
		NonRandomized,
		/// There is one arm.
		#[codec(index = 2)]
		NotApplicable,
	}

	/// Who makes sure that nobody takes part twice: a keyed function of the person, computed off
	/// chain, and a signature over its value.
	#[derive(Copy)]
	pub struct Registrar {
		/// The institution. It has nothing to do with the sponsor.
		pub institution: InstitutionId,
		/// Its Ed25519 key (RFC 8032).
		pub key: [u8; 32],
	}

	/// A criterion that can be shown to be met without showing the value.
	pub struct Criterion {
		/// Where a record has the commitment to the value: an RFC 6901 JSON pointer. Stated by the
		/// study, so that nobody shows another value in its place.
		pub field: BoundedVec<u8, ConstU32<MAX_POINTER>>,
		/// The least value that meets it.
		pub least: u64,
		/// The greatest.
		pub most: u64,
	}

	/// What a sponsor states of a study. It doesn't change.
	pub struct StudyTerms<AccountId> {
		/// The number at ClinicalTrials.gov, if there is one.
		pub nct: Option<NctId>,
		/// The EU's number, if there is one.
		pub eu_ct: Option<EuCtNumber>,
		/// The sponsor's own number, of GS1's character set 82.
		pub sponsor_number: BoundedVec<u8, ConstU32<MAX_SPONSOR_NUMBER>>,
		/// The digest of the title.
		pub title: Digest,
		/// The phase.
		pub phase: Phase,
		/// What it is for.
		pub purpose: PrimaryPurpose,
		/// From whom the arm is hidden.
		pub masking: Masking,
		/// How subjects come to their arms.
		pub allocation: AllocationKind,
		/// The digests of the arms' labels, which registries publish. An arm is its place here.
		pub arms: BoundedVec<Digest, ConstU32<MAX_ARMS>>,
		/// How often a subject can be randomised.
		pub points: u8,
		/// Who makes sure that nobody takes part twice.
		pub registrar: Registrar,
		/// The institution whose statisticians hold the lists, besides the sponsor's own.
		pub statistics: Option<InstitutionId>,
		/// The data and safety monitoring board.
		pub monitors: BoundedVec<AccountId, ConstU32<MAX_MONITORS>>,
		/// How many of them halt the study.
		pub quorum: u8,
		/// What the sponsor pays for: nobody else may be billed for it.
		pub sponsor_pays: BenefitCategories,
		/// The product that the kits are packs of.
		pub kit: Option<Gtin>,
		/// Criteria that can be shown to be met without showing the value.
		pub criteria: BoundedVec<Criterion, ConstU32<MAX_CRITERIA>>,
	}

	/// What a sponsor states of a version of the protocol.
	#[derive(Copy)]
	pub struct Amendment {
		/// The digest of the document.
		pub document: Digest,
		/// Whether it needs an approval of its own.
		pub substantial: bool,
		/// From when on subjects must have signed it, or a later one.
		pub reconsent_from: Option<Moment>,
		/// How many subjects are to be enrolled in all.
		pub target: u32,
	}

	/// A version of the protocol.
	#[derive(Copy)]
	pub struct ProtocolVersion {
		/// What was stated.
		pub terms: Amendment,
		/// The version whose approval it needs: itself if it is substantial, otherwise that of the
		/// one before.
		pub basis: VersionNumber,
		/// What the versions before had asked to be signed that hadn't been adopted when this one
		/// was registered.
		pub inherited: Option<Reconsent>,
		/// When it was registered.
		pub registered: Moment,
		/// When it became the current one.
		pub adopted: Option<Moment>,
	}

	/// From when on subjects must have signed a version, or a later one.
	#[derive(Copy)]
	pub struct Reconsent {
		/// The version.
		pub version: VersionNumber,
		/// From when on.
		pub from: Moment,
	}

	/// What was found of those who were screened, and how those enrolled have left.
	#[derive(Copy, Default)]
	pub struct Flow {
		/// Screened.
		pub screened: u32,
		/// Found ineligible, by [`ExclusionReason`].
		pub excluded: [u32; 3],
		/// Withdrew before enrolment.
		pub withdrawn: u32,
		/// Weren't enrolled for another reason.
		pub not_registered: u32,
		/// Enrolled.
		pub enrolled: u32,
		/// Left before they were randomised, in a study that randomises: the rest have started.
		pub not_started: u32,
		/// Left, by [`OffStudyReason`].
		pub off: [u32; 10],
	}

	/// Who has halted a study.
	#[derive(Copy)]
	pub enum HaltAuthority {
		/// The sponsor.
		#[codec(index = 0)]
		Sponsor,
		/// A regulator.
		#[codec(index = 1)]
		Regulator,
		/// The monitoring board.
		#[codec(index = 2)]
		Monitors,
	}

	/// Why a study is halted or terminated.
	#[derive(Copy)]
	pub enum HaltReason {
		/// Subjects may be at risk.
		#[codec(index = 0)]
		Safety,
		/// It can't show what it is meant to.
		#[codec(index = 1)]
		Futility,
		/// It has shown it already.
		#[codec(index = 2)]
		Efficacy,
		/// Too few subjects are found.
		#[codec(index = 3)]
		SlowAccrual,
		/// There is nothing to treat with.
		#[codec(index = 4)]
		Supply,
		/// The rules of good clinical practice were breached.
		#[codec(index = 5)]
		Compliance,
		/// For the sponsor's own reasons.
		#[codec(index = 6)]
		SponsorDecision,
	}

	/// What a halt stops.
	#[derive(Copy)]
	pub enum HaltScope {
		/// Nobody is enrolled.
		#[codec(index = 0)]
		Accrual,
		/// Nobody is enrolled, randomised or treated.
		#[codec(index = 1)]
		AccrualAndIntervention,
	}

	/// A halt.
	#[derive(Copy)]
	pub struct Halt {
		/// What it stops.
		pub scope: HaltScope,
		/// Why.
		pub reason: HaltReason,
		/// By which institution; the sponsor for its monitoring board.
		pub by: InstitutionId,
		/// Since when.
		pub since: Moment,
	}

	/// The halts in force. Each is lifted by whoever imposed it.
	#[derive(Copy, Default)]
	pub struct Halts {
		/// The sponsor's.
		pub sponsor: Option<Halt>,
		/// A regulator's.
		pub regulator: Option<Halt>,
		/// The monitoring board's.
		pub monitors: Option<Halt>,
	}

	/// How far a study is closed.
	#[derive(Copy)]
	pub enum Closure {
		/// Nobody is enrolled any more.
		#[codec(index = 0)]
		ToAccrual,
		/// Nobody is enrolled or treated any more.
		#[codec(index = 1)]
		ToAccrualAndIntervention,
	}

	/// A study (FHIR ResearchStudy): what changes, and what is needed at each enrolment.
	#[derive(Copy)]
	pub struct Study {
		/// The sponsor.
		pub sponsor: InstitutionId,
		/// How far it is.
		pub status: StudyStatus,
		/// The committee that it was submitted to, whose approvals it needs.
		pub committee: Option<InstitutionId>,
		/// The current version of the protocol.
		pub version: VersionNumber,
		/// The version whose approval the current one needs.
		pub basis: VersionNumber,
		/// The newest version.
		pub newest: VersionNumber,
		/// The version that was submitted last.
		pub submitted: VersionNumber,
		/// What subjects must have signed.
		pub reconsent: Option<Reconsent>,
		/// The same, where the moment was still to come when it was stated.
		pub next_reconsent: Option<Reconsent>,
		/// From whom the arm is hidden.
		pub masking: Masking,
		/// How subjects come to their arms.
		pub allocation: AllocationKind,
		/// How many arms there are.
		pub arms: u8,
		/// How often a subject can be randomised.
		pub points: u8,
		/// How many subjects are to be enrolled in all.
		pub target: u32,
		/// Who makes sure that nobody takes part twice.
		pub registrar: Registrar,
		/// When the registrar stated that the key is destroyed.
		pub key_destroyed: Option<Moment>,
		/// The halts that haven't been lifted.
		pub halts: Halts,
		/// When the database was locked.
		pub locked: Option<Moment>,
		/// How many were screened and enrolled, and how they left.
		pub flow: Flow,
		/// When it was registered.
		pub registered: Moment,
	}

	/// What a committee says of a version.
	#[derive(Copy)]
	pub enum EthicsDecision {
		/// It may be carried out.
		#[codec(index = 0)]
		Approved,
		/// It may be, under conditions that the document states.
		#[codec(index = 1)]
		ApprovedWithConditions,
		/// It may not.
		#[codec(index = 2)]
		Rejected,
	}

	/// Which sites an approval is for.
	pub enum ApprovedSites {
		/// Every site that names the committee.
		#[codec(index = 0)]
		All,
		/// These.
		#[codec(index = 1)]
		These(BoundedVec<InstitutionId, ConstU32<MAX_APPROVED_SITES>>),
	}

	/// What a committee states.
	pub struct Review {
		/// The decision.
		pub decision: EthicsDecision,
		/// For which sites.
		pub sites: ApprovedSites,
		/// From when on.
		pub from: Moment,
		/// The first moment at which it isn't valid any more.
		pub until: Moment,
		/// The digest of the letter.
		pub document: Digest,
	}

	/// A committee's approval of a version, or its rejection.
	pub struct Approval {
		/// What was stated.
		pub review: Review,
		/// When it was recorded.
		pub recorded: Moment,
		/// Since when the committee has suspended it.
		pub suspended: Option<Moment>,
	}
}

impl Masking {
	/// Whether the arm is hidden from anybody.
	pub const fn is_masked(self) -> bool {
		!matches!(self, Self::Open)
	}
}

impl ProtocolVersion {
	/// What adopting it as version `number` asks to be signed, where version `current` was adopted
	/// last.
	pub(crate) fn asked(&self, number: VersionNumber, current: VersionNumber) -> Option<Reconsent> {
		let inherited = self.inherited.filter(|asked| asked.version > current);
		match self.terms.reconsent_from {
			_ if number <= current => None,
			Some(from) => {
				let from = inherited.map_or(from, |asked| asked.from.min(from));
				Some(Reconsent { version: number, from })
			},
			None => inherited,
		}
	}
}

impl ApprovedSites {
	/// Whether the site is among them.
	pub fn contain(&self, site: InstitutionId) -> bool {
		match self {
			Self::All => true,
			Self::These(sites) => sites.contains(&site),
		}
	}
}

impl Review {
	/// When it is valid: from `from` on, until before `until`.
	pub const fn period(&self) -> Period {
		Period { from: self.from, until: Some(self.until) }
	}
}

impl Halts {
	/// The place of an authority's halt.
	pub(crate) fn place(&mut self, authority: HaltAuthority) -> &mut Option<Halt> {
		match authority {
			HaltAuthority::Sponsor => &mut self.sponsor,
			HaltAuthority::Regulator => &mut self.regulator,
			HaltAuthority::Monitors => &mut self.monitors,
		}
	}

	/// Whether one of them stops treatment.
	pub fn stop_intervention(&self) -> bool {
		[&self.sponsor, &self.regulator, &self.monitors]
			.into_iter()
			.flatten()
			.any(|halt| halt.scope == HaltScope::AccrualAndIntervention)
	}
}

impl Study {
	/// Whether subjects are randomised and treated.
	pub fn intervenes(&self) -> bool {
		self.status.intervenes() && !self.halts.stop_intervention()
	}

	/// The oldest version that a subject may have signed `now`.
	pub fn least_signed(&self, now: Moment) -> VersionNumber {
		let asked = |reconsent: &Option<Reconsent>| {
			reconsent.filter(|reconsent| reconsent.from <= now).map_or(1, |asked| asked.version)
		};
		asked(&self.reconsent).max(asked(&self.next_reconsent))
	}

	/// Whether subjects are randomised.
	pub const fn randomises(&self) -> bool {
		matches!(self.allocation, AllocationKind::Randomized)
	}
}

impl Flow {
	/// How many were excluded at screening.
	pub fn all_excluded(&self) -> u32 {
		self.excluded.iter().fold(0, |sum, count| sum.saturating_add(*count))
	}

	/// How many of those enrolled have left.
	pub fn all_off(&self) -> u32 {
		self.off.iter().fold(0, |sum, count| sum.saturating_add(*count))
	}

	/// How many are on study, as far as is recorded.
	pub fn on_study(&self) -> u32 {
		self.enrolled.saturating_sub(self.all_off())
	}

	/// How many are being screened, or eligible and not enrolled yet.
	pub fn in_screening(&self) -> u32 {
		self.screened
			.saturating_sub(self.all_excluded())
			.saturating_sub(self.withdrawn)
			.saturating_sub(self.not_registered)
			.saturating_sub(self.enrolled)
	}

	/// Counts somebody who is excluded.
	pub(crate) fn count_excluded(&mut self, reason: ExclusionReason) {
		let place = match reason {
			ExclusionReason::CriteriaNotMet => 0,
			ExclusionReason::Declined => 1,
			ExclusionReason::Other => 2usize,
		};
		if let Some(count) = self.excluded.get_mut(place) {
			*count = count.saturating_add(1);
		}
	}

	/// Counts somebody who leaves, and whether that was before the subject was randomised.
	pub(crate) fn count_off(&mut self, reason: OffStudyReason, pending: bool) {
		self.not_started = self.not_started.saturating_add(u32::from(pending));
		let place = OffStudyReason::ALL.iter().position(|other| *other == reason);
		if let Some(count) = place.and_then(|place| self.off.get_mut(place)) {
			*count = count.saturating_add(1);
		}
	}
}
