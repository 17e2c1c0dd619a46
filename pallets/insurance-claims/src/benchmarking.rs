// SPDX-License-Identifier: Apache-2.0

//! Benchmarks of the calls, each at its worst.

use crate::*;
use alloc::vec::Vec;
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::{
	dispatch::DispatchResult,
	storage::with_transaction,
	traits::{
		fungibles::Mutate,
		tokens::{Fortitude, Precision, Preservation},
		Get, Time,
	},
	BoundedVec,
};
use galen_primitives::{
	merkle,
	time::{DAY, HOUR},
	BenefitCategory, Digest, EvidenceId, HashAlgorithm, InstitutionId, InstitutionKind, Moment,
	PatientId, Period, RecordId, Role, StudyId,
};
use sp_runtime::TransactionOutcome;

/// Sets up what other pallets know, by writing their real state.
pub trait BenchmarkHelper<RuntimeOrigin> {
	/// Admits an institution of that kind, which has nothing to do with others; another one for
	/// each `seed`. Those with a seed of 50 and more are under another law.
	fn admit(kind: InstitutionKind, seed: u32) -> InstitutionId;
	/// Somebody there with that role; another one for each `seed`.
	fn staff(institution: InstitutionId, role: Role, seed: u32) -> RuntimeOrigin;
	/// A patient who lets everybody know everything, and somebody who represents them.
	fn patient() -> (PatientId, RuntimeOrigin);
	/// A currency in which there is a settlement asset.
	fn currency() -> Currency;
	/// An encounter of the patient with the provider, which is over, and nobody has confirmed it;
	/// another one for each `seed`.
	fn encounter(provider: InstitutionId, patient: PatientId, seed: u32) -> EvidenceId;
	/// Confirms it.
	fn confirm(evidence: EvidenceId);
	/// A record of the patient at the provider; another one for each `seed`.
	fn record(patient: PatientId, provider: InstitutionId, seed: u32) -> RecordId;
	/// A study that the patient is in, whose sponsor pays no consultations, if there are studies.
	fn study(patient: PatientId) -> Option<StudyId>;
	/// Sets the clock.
	fn set_time(now: Moment);
}

const START: Moment = 20_000 * DAY;
const ALGORITHM: HashAlgorithm = HashAlgorithm::Sha2_256;
const CATEGORY: BenefitCategory = BenefitCategory::Consultation;
const PRICE: Amount = 10_000;
/// What is in each payer's reserve.
const FUNDS: Amount = 1_000_000_000;

fn digest(seed: u32) -> Digest {
	let bytes = seed.using_encoded(sp_io::hashing::sha2_256);
	Digest { algorithm: ALGORITHM, bytes }
}

fn hash(parts: &[&[u8]]) -> [u8; 32] {
	sp_io::hashing::sha2_256(&parts.concat())
}

/// The longest path there is, of the first leaf of as many as there can be, and the root over them.
fn tallest_tree(leaf: [u8; 32]) -> (Vec<[u8; 32]>, [u8; 32]) {
	let path: Vec<_> = (0..merkle::MAX_PATH).map(|level| digest(level).bytes).collect();
	let mut node = hash(&[&[0], &leaf]);
	for sibling in &path {
		node = hash(&[&[1], &node, sibling]);
	}
	(path, hash(&[&[2], &u32::MAX.to_le_bytes(), &node]))
}

/// Rules of all categories with every limit, for as large a network as there can be. A consultation
/// has to be authorised.
fn rules(provider: InstitutionId) -> RulesTerms {
	let categories = BenefitCategory::ALL.iter().map(|category| CategoryRule {
		category: *category,
		copay: 1,
		coinsurance: 1_000,
		price_cap: Some(Amount::MAX),
		limit: Some(Amount::MAX),
		count_limit: Some(u32::MAX),
		waiting_days: 1,
		requires_preauth: *category == CATEGORY,
	});
	let mut members: Vec<_> = (0..MAX_NETWORK.saturating_sub(1))
		.map(|member| InstitutionId::MAX.saturating_sub(member))
		.chain([provider])
		.collect();
	members.sort();
	RulesTerms {
		effective: START.saturating_sub(100 * DAY),
		rules: PlanRules {
			deductible: 10,
			out_of_pocket_max: Some(Amount::MAX),
			annual_max: Some(Amount::MAX),
			filing_days: 1_000,
			period_days: 365,
			categories: BoundedVec::truncate_from(categories.collect()),
		},
		network: Network::Listed(BoundedVec::truncate_from(members)),
		schedule: None,
		automatic_up_to: Amount::MAX,
	}
}

/// A provider abroad, a patient with two coverages of two payers, and money.
struct Setup {
	first_payer: InstitutionId,
	payer: InstitutionId,
	provider: InstitutionId,
	patient: PatientId,
	plan: PlanId,
	first: CoverageId,
	/// The one that all is about: it pays second.
	coverage: CoverageId,
	currency: Currency,
}

impl Setup {
	fn new<T: Config>() -> Result<Self, BenchmarkError> {
		T::BenchmarkHelper::set_time(START);
		let admit = T::BenchmarkHelper::admit;
		let (patient, _) = T::BenchmarkHelper::patient();
		let mut setup = Self {
			first_payer: admit(InstitutionKind::Payer, 0),
			payer: admit(InstitutionKind::Payer, 1),
			provider: admit(InstitutionKind::CareProvider, 50),
			patient,
			plan: 0,
			first: 0,
			coverage: 0,
			currency: T::BenchmarkHelper::currency(),
		};
		let plain = |rules: &mut RulesTerms| {
			for rule in rules.rules.categories.iter_mut() {
				rule.requires_preauth = false;
			}
		};
		(_, setup.first) = setup.cover::<T>(setup.first_payer, 1, plain)?;
		let with_schedule = |rules: &mut RulesTerms| {
			let (_, bytes) = setup.tariff::<T>(NextPlan::<T>::get());
			let root = Digest { algorithm: ALGORITHM, bytes };
			rules.schedule = Some(FeeSchedule { root, count: u32::MAX });
		};
		(setup.plan, setup.coverage) = setup.cover::<T>(setup.payer, 2, with_schedule)?;
		T::BenchmarkHelper::set_time(START.saturating_add(HOUR));
		Ok(setup)
	}

	/// Publishes a plan with as many versions as there can be, covers the patient by it, agrees with
	/// the provider, and fills the reserve.
	fn cover<T: Config>(
		&self,
		payer: InstitutionId,
		order: CoverageOrder,
		change: impl FnOnce(&mut RulesTerms),
	) -> Result<(PlanId, CoverageId), BenchmarkError> {
		let (plan, coverage) = (NextPlan::<T>::get(), NextCoverage::<T>::get());
		let mut terms = rules(self.provider);
		change(&mut terms);
		let who = || self.manager::<T>(payer);
		let mode = SettlementMode::Immediate;
		Pallet::<T>::create_plan(who(), self.currency, mode, terms.clone())?;
		// Only the beginnings of other versions are read.
		Plans::<T>::mutate(plan, |plan| {
			let Some(plan) = plan else { return };
			for version in 1..MAX_VERSIONS {
				let effective = START.saturating_add(1_000 * DAY).saturating_add(version.into());
				let _ = plan.versions.try_push(effective);
			}
		});
		Pallet::<T>::create_coverage(who(), plan, self.coverage_terms(order))?;
		Pallet::<T>::activate_coverage(who(), coverage)?;
		let period = self.period();
		Pallet::<T>::propose_agreement(who(), payer, self.provider, period)?;
		let other = self.manager::<T>(self.provider);
		Pallet::<T>::accept_agreement(other, payer, self.provider, period)?;
		let bank = T::BenchmarkHelper::admit(InstitutionKind::SettlementBank, 0);
		let banker = T::BenchmarkHelper::staff(bank, Role::SettlementOfficer, 0);
		Pallet::<T>::issue(banker, payer, self.currency, FUNDS)?;
		Ok((plan, coverage))
	}

	fn manager<T: Config>(&self, institution: InstitutionId) -> T::RuntimeOrigin {
		T::BenchmarkHelper::staff(institution, Role::Administrator, 0)
	}

	fn claimant<T: Config>(&self) -> T::RuntimeOrigin {
		T::BenchmarkHelper::staff(self.provider, Role::BillingOfficer, 0)
	}

	fn adjudicator<T: Config>(&self, seed: u32) -> T::RuntimeOrigin {
		T::BenchmarkHelper::staff(self.payer, Role::Adjudicator, seed)
	}

	fn period(&self) -> Period {
		let until = Some(START.saturating_add(300 * DAY));
		Period { from: START.saturating_sub(30 * DAY), until }
	}

	fn coverage_terms(&self, order: CoverageOrder) -> CoverageTerms {
		CoverageTerms {
			beneficiary: self.patient,
			subscriber: digest(1),
			relationship: Relationship::Other,
			period: self.period(),
			order,
		}
	}

	/// The path of a consultation in the schedule of prices of a plan, and its root.
	fn tariff<T: Config>(&self, plan: PlanId) -> (Vec<[u8; 32]>, [u8; 32]) {
		let tariff = Tariff {
			payer: self.payer,
			plan,
			version: 0,
			code: digest(2),
			category: CATEGORY,
			unit_price: PRICE,
		};
		tallest_tree(tariff_leaf(ALGORITHM, &T::ChainId::get(), &tariff).unwrap_or_default())
	}

	fn preauth_terms(&self, lines: u32) -> PreAuthTerms {
		let lines = (1u8..).zip(0..lines).map(|(sequence, _)| PreAuthLineTerms {
			sequence,
			category: CATEGORY,
			code: digest(2),
			quantity: 2,
			amount: PRICE.saturating_mul(2),
		});
		PreAuthTerms {
			coverage: self.coverage,
			kind: ClaimKind::Institutional,
			currency: self.currency,
			planned: START,
			lines: BoundedVec::truncate_from(lines.collect()),
		}
	}

	/// Asks for so many lines.
	fn requested<T: Config>(&self, lines: u32) -> Result<PreAuthId, BenchmarkError> {
		Pallet::<T>::request_preauth(self.claimant::<T>(), self.preauth_terms(lines))?;
		Ok(self.last::<T>(self.coverage))
	}

	/// Has a line authorised.
	fn authorised<T: Config>(&self) -> Result<PreAuthRef, BenchmarkError> {
		let id = self.requested::<T>(1)?;
		let verdicts = self.certified(1);
		let validity = self.period();
		Pallet::<T>::decide_preauth(self.adjudicator::<T>(0), id, verdicts, validity)?;
		Ok(PreAuthRef { period: id.period, number: id.number, line: 1 })
	}

	fn certified(&self, lines: u32) -> PreAuthVerdicts {
		let amount = PRICE.saturating_mul(2);
		let verdicts = (0..lines).map(|_| PreAuthVerdict::Certify { quantity: 2, amount });
		BoundedVec::truncate_from(verdicts.collect())
	}

	/// The last claim or preauthorisation of a coverage.
	fn last<T: Config>(&self, coverage: CoverageId) -> ClaimId {
		let number = Ledgers::<T>::get(coverage, 0).next.saturating_sub(1);
		ClaimId { coverage, period: 0, number }
	}

	/// A claim of so many lines, each with an encounter, a price in the schedule and a
	/// preauthorisation of its own, for which the first payer has decided already, and of so many
	/// records. What happened is confirmed or not.
	fn claim<T: Config>(
		&self,
		lines: u32,
		records: u32,
		confirmed: bool,
	) -> Result<ClaimTerms, BenchmarkError> {
		let (path, _) = self.tariff::<T>(self.plan);
		let study = T::BenchmarkHelper::study(self.patient);
		let mut stated = Vec::new();
		let mut evidence = Vec::new();
		for (sequence, seed) in (1u8..).zip(0..lines) {
			let happened = T::BenchmarkHelper::encounter(self.provider, self.patient, seed);
			evidence.push(happened);
			stated.push(LineTerms {
				sequence,
				category: CATEGORY,
				code: digest(2),
				serviced: START,
				quantity: 1,
				unit_price: PRICE,
				net: PRICE,
				evidence: happened,
				salt: None,
				preauth: None,
				study,
				tariff: None,
			});
		}
		let mut terms = ClaimTerms {
			coverage: self.first,
			kind: ClaimKind::Institutional,
			currency: self.currency,
			total: PRICE.saturating_mul(lines.into()),
			prior: None,
			lines: BoundedVec::truncate_from(stated),
			supporting: BoundedVec::new(),
		};
		// The first payer denies it, so that the second one pays all of it.
		Pallet::<T>::submit_claim(self.claimant::<T>(), terms.clone())?;
		let prior = self.last::<T>(self.first);
		let verdicts = self.denied(lines, DenialReason::NotCovered);
		let adjudicator = T::BenchmarkHelper::staff(self.first_payer, Role::Adjudicator, 0);
		Pallet::<T>::decide_claim(adjudicator, prior, verdicts)?;
		if confirmed {
			evidence.into_iter().for_each(T::BenchmarkHelper::confirm);
		}

		(terms.coverage, terms.prior) = (self.coverage, Some(prior));
		for line in terms.lines.iter_mut() {
			line.preauth = Some(self.authorised::<T>()?);
			let path = BoundedVec::truncate_from(path.clone());
			line.tariff = Some(TariffProof { unit_price: PRICE, index: 0, path });
		}
		let records =
			(0..records).map(|seed| T::BenchmarkHelper::record(self.patient, self.provider, seed));
		terms.supporting = BoundedVec::truncate_from(records.collect());
		// What is paid is set off in part against what the provider owes.
		let key = (self.payer, self.provider, self.currency);
		ForwardingBalances::<T>::insert(key, 1);
		Ok(terms)
	}

	fn denied(&self, lines: u32, reason: DenialReason) -> Verdicts {
		BoundedVec::truncate_from((0..lines).map(|_| Verdict::Deny(reason)).collect())
	}

	fn granted(&self, lines: u32) -> Verdicts {
		BoundedVec::truncate_from((0..lines).map(|_| Verdict::ByRules).collect())
	}

	/// A claim of so many lines that waits for what happened to be confirmed.
	fn pended<T: Config>(&self, lines: u32) -> Result<ClaimId, BenchmarkError> {
		let terms = self.claim::<T>(lines, 0, false)?;
		Pallet::<T>::submit_claim(self.claimant::<T>(), terms)?;
		Ok(self.last::<T>(self.coverage))
	}

	/// The same, confirmed meanwhile.
	fn ready<T: Config>(&self, lines: u32) -> Result<ClaimId, BenchmarkError> {
		let id = self.pended::<T>(lines)?;
		if let Some(claim) = Claims::<T>::get(id) {
			claim.lines.iter().for_each(|line| T::BenchmarkHelper::confirm(line.evidence));
		}
		Ok(id)
	}

	/// A claim of so many lines that was denied.
	fn refused<T: Config>(&self, lines: u32) -> Result<ClaimId, BenchmarkError> {
		let id = self.ready::<T>(lines)?;
		let verdicts = self.denied(lines, DenialReason::NotMedicallyNecessary);
		Pallet::<T>::decide_claim(self.adjudicator::<T>(0), id, verdicts)?;
		Ok(id)
	}

	/// The same, appealed for the last time.
	fn appealed<T: Config>(&self, lines: u32) -> Result<ClaimId, BenchmarkError> {
		let id = self.refused::<T>(lines)?;
		let grounds = AppealGrounds::NewEvidence;
		Pallet::<T>::appeal_claim(self.claimant::<T>(), id, grounds, digest(3))?;
		Appeals::<T>::mutate(id, |appeal| {
			let Some(appeal) = appeal else { return };
			for level in 1..T::AppealLevels::get() {
				let _ = appeal.reviews.try_push(Review {
					by: Pallet::<T>::receipts_account(level),
					institution: self.payer,
					outcome: AppealOutcome::Upheld,
					reasons: digest(4),
					at: T::Time::now(),
				});
			}
		});
		Ok(id)
	}

	fn bank<T: Config>(&self) -> InstitutionId {
		T::BenchmarkHelper::admit(InstitutionKind::SettlementBank, 0)
	}

	fn banker<T: Config>(&self) -> T::RuntimeOrigin {
		T::BenchmarkHelper::staff(self.bank::<T>(), Role::SettlementOfficer, 0)
	}

	fn treasurer<T: Config>(&self) -> T::RuntimeOrigin {
		T::BenchmarkHelper::staff(self.payer, Role::SettlementOfficer, 0)
	}

	/// Leaves so much in an account: with nothing left it ends.
	fn leave<T: Config>(
		&self,
		purse: Purse,
		institution: InstitutionId,
		amount: Amount,
	) -> Result<(), BenchmarkError> {
		let balance = Pallet::<T>::balance_of(purse, institution, self.currency);
		let surplus = balance.saturating_sub(amount);
		if surplus > 0 {
			T::Assets::burn_from(
				self.currency.into(),
				&Pallet::<T>::account_of(purse, institution),
				surplus,
				Preservation::Expendable,
				Precision::Exact,
				Fortitude::Polite,
			)?;
		}
		Ok(())
	}

	/// What is in the reserve.
	fn left<T: Config>(&self) -> Amount {
		Pallet::<T>::balance_of(Purse::Reserve, self.payer, self.currency)
	}

	/// Leaves in the reserve what the call is going to pay, found out in a try that is forgotten, so
	/// that the account ends with it.
	fn exhaust<T: Config>(
		&self,
		call: impl FnOnce() -> DispatchResult,
	) -> Result<(), BenchmarkError> {
		let before = self.left::<T>();
		let paid = with_transaction(|| {
			let outcome = call();
			TransactionOutcome::Rollback(outcome.map(|()| before.saturating_sub(self.left::<T>())))
		})?;
		self.leave::<T>(Purse::Reserve, self.payer, paid)
	}

	/// Asks for so much of the reserve.
	fn asked<T: Config>(&self, amount: Amount) -> Result<(), BenchmarkError> {
		let (who, bank) = (self.treasurer::<T>(), self.bank::<T>());
		let purse = Purse::Reserve;
		Pallet::<T>::request_redemption(who, purse, self.currency, bank, amount, digest(5))?;
		Ok(())
	}

	/// A claim of as many lines as there can be, which was granted and paid.
	fn paid<T: Config>(&self) -> Result<(ClaimId, ClaimOf<T>), BenchmarkError> {
		let id = self.ready::<T>(MAX_LINES)?;
		let verdicts = self.granted(MAX_LINES);
		Pallet::<T>::decide_claim(self.adjudicator::<T>(0), id, verdicts)?;
		let claim = Claims::<T>::get(id).ok_or(BenchmarkError::Stop("no claim"))?;
		Ok((id, claim))
	}

	/// So many copies of it, each of another provider.
	fn copies<T: Config>(&self, most: u32) -> Result<Vec<(ClaimId, ClaimOf<T>)>, BenchmarkError> {
		let (id, claim) = self.paid::<T>()?;
		let copy = |number: u32| {
			let provider = number.saturating_add(1_000_000);
			let number = number.saturating_add(1_000);
			(ClaimId { number, ..id }, Claim { provider, ..claim.clone() })
		};
		Ok((0..most).map(copy).collect())
	}

	/// The claim itself, of which one is set aside and one waits.
	fn partly_paid<T: Config>(&self) -> Result<ClaimId, BenchmarkError> {
		let (id, mut claim) = self.paid::<T>()?;
		(claim.payment.funded, claim.payment.queued) = (1, 1);
		Claims::<T>::insert(id, claim);
		let reserve = Reserve { held: 1, queued: 1, tail: 1, ..Reserve::default() };
		Reserves::<T>::insert(self.payer, self.currency, reserve);
		Ok(id)
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn create_plan() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let who = setup.manager::<T>(setup.payer);
		let terms = rules(setup.provider);
		let plan = NextPlan::<T>::get();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, setup.currency, SettlementMode::Batch, terms);

		assert!(PlanVersions::<T>::contains_key(plan, 0));
		Ok(())
	}

	#[benchmark]
	fn add_rules() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		Plans::<T>::mutate(setup.plan, |plan| {
			let Some(plan) = plan else { return };
			plan.versions.pop();
		});
		let who = setup.manager::<T>(setup.payer);
		let effective = START.saturating_add(2_000 * DAY);
		let terms = RulesTerms { effective, ..rules(setup.provider) };

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, setup.plan, terms);

		let version = MAX_VERSIONS.saturating_sub(1);
		assert!(PlanVersions::<T>::contains_key(setup.plan, version));
		Ok(())
	}

	#[benchmark]
	fn close_plan() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let who = setup.manager::<T>(setup.payer);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, setup.plan);

		assert!(Plans::<T>::get(setup.plan).is_some_and(|plan| plan.closed.is_some()));
		Ok(())
	}

	#[benchmark]
	fn create_coverage() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let who = setup.manager::<T>(setup.payer);
		let coverage = NextCoverage::<T>::get();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, setup.plan, setup.coverage_terms(3));

		assert!(Coverages::<T>::contains_key(coverage));
		Ok(())
	}

	/// Where the place was held as often as can be remembered.
	fn held_places<T: Config>(setup: &Setup, order: CoverageOrder) {
		let before = setup.period().from;
		let held = (0..MAX_RANKED).map(|number| {
			let from = Moment::from(number).saturating_mul(10);
			let until = Some(from.saturating_add(1).min(before));
			Ranked { coverage: setup.coverage, period: Period { from, until } }
		});
		Ranks::<T>::insert(setup.patient, order, BoundedVec::truncate_from(held.collect()));
	}

	#[benchmark]
	fn activate_coverage() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let who = setup.manager::<T>(setup.payer);
		let coverage = NextCoverage::<T>::get();
		Pallet::<T>::create_coverage(who.clone(), setup.plan, setup.coverage_terms(3))?;
		held_places::<T>(&setup, 3);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, coverage);

		assert_eq!(count(&Ranks::<T>::get(setup.patient, 3)), 1);
		Ok(())
	}

	#[benchmark]
	fn cancel_coverage() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let who = setup.manager::<T>(setup.payer);
		held_places::<T>(&setup, 2);
		let until = START.saturating_add(DAY);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, setup.coverage, until);

		let cancelled = Coverages::<T>::get(setup.coverage);
		let status = cancelled.map(|coverage| coverage.status);
		assert_eq!(status, Some(CoverageStatus::Cancelled));
		Ok(())
	}

	#[benchmark]
	fn enter_coverage_in_error() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let who = setup.manager::<T>(setup.payer);
		held_places::<T>(&setup, 2);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, setup.coverage);

		let status = Coverages::<T>::get(setup.coverage).map(|coverage| coverage.status);
		assert_eq!(status, Some(CoverageStatus::EnteredInError));
		Ok(())
	}

	#[benchmark]
	fn propose_agreement() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let (payer, provider) = (setup.payer, setup.provider);
		let who = setup.manager::<T>(provider);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, payer, provider, setup.period());

		let agreement = Agreements::<T>::get(payer, provider);
		assert!(agreement.is_some_and(|agreement| agreement.proposal.is_some()));
		Ok(())
	}

	#[benchmark]
	fn accept_agreement() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let (payer, provider, period) = (setup.payer, setup.provider, setup.period());
		let first = setup.manager::<T>(payer);
		Pallet::<T>::propose_agreement(first, payer, provider, period)?;
		let who = setup.manager::<T>(provider);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, payer, provider, period);

		let agreement = Agreements::<T>::get(payer, provider);
		assert!(agreement.is_some_and(|agreement| agreement.proposal.is_none()));
		Ok(())
	}

	#[benchmark]
	fn end_agreement() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let (payer, provider) = (setup.payer, setup.provider);
		let who = setup.manager::<T>(provider);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, payer, provider);

		let agreed = Agreements::<T>::get(payer, provider).and_then(|found| found.agreed);
		assert_eq!(agreed.and_then(|period| period.until), Some(T::Time::now()));
		Ok(())
	}

	#[benchmark]
	fn request_preauth(n: Linear<1, MAX_LINES>) -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let terms = setup.preauth_terms(n);

		#[extrinsic_call]
		_(setup.claimant::<T>() as T::RuntimeOrigin, terms);

		assert!(PreAuths::<T>::contains_key(setup.last::<T>(setup.coverage)));
		Ok(())
	}

	#[benchmark]
	fn pend_preauth() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let id = setup.requested::<T>(MAX_LINES)?;
		let reason = PreAuthPend::MedicalReview;

		#[extrinsic_call]
		_(setup.adjudicator::<T>(0) as T::RuntimeOrigin, id, reason);

		let status = PreAuths::<T>::get(id).map(|preauth| preauth.status);
		assert_eq!(status, Some(PreAuthStatus::Pended(reason)));
		Ok(())
	}

	#[benchmark]
	fn decide_preauth(n: Linear<1, MAX_LINES>) -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let id = setup.requested::<T>(n)?;
		let verdicts = setup.certified(n);

		#[extrinsic_call]
		_(setup.adjudicator::<T>(0) as T::RuntimeOrigin, id, verdicts, setup.period());

		let status = PreAuths::<T>::get(id).map(|preauth| preauth.status);
		assert_eq!(status, Some(PreAuthStatus::Certified));
		Ok(())
	}

	#[benchmark]
	fn cancel_preauth() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let id = setup.requested::<T>(MAX_LINES)?;

		#[extrinsic_call]
		_(setup.claimant::<T>() as T::RuntimeOrigin, id);

		let status = PreAuths::<T>::get(id).map(|preauth| preauth.status);
		assert_eq!(status, Some(PreAuthStatus::Cancelled));
		Ok(())
	}

	/// A claim that is decided and paid at once.
	#[benchmark]
	fn submit_claim(
		n: Linear<1, MAX_LINES>,
		r: Linear<0, MAX_SUPPORTING>,
	) -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let mut terms = setup.claim::<T>(n, r, true)?;
		// The first line opens a commitment: encounters don't have one, but it is read.
		for line in terms.lines.iter_mut() {
			line.salt = Some([7; 32]);
		}
		setup.exhaust::<T>(|| Pallet::<T>::submit_claim(setup.claimant::<T>(), terms.clone()))?;

		#[extrinsic_call]
		_(setup.claimant::<T>() as T::RuntimeOrigin, terms);

		let claim = Claims::<T>::get(setup.last::<T>(setup.coverage));
		assert!(claim.is_some_and(|claim| claim.payment.paid > 0));
		assert_eq!(setup.left::<T>(), 0);
		Ok(())
	}

	#[benchmark]
	fn process_claim() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let id = setup.ready::<T>(MAX_LINES)?;
		setup.exhaust::<T>(|| Pallet::<T>::process_claim(setup.adjudicator::<T>(0), id))?;

		#[extrinsic_call]
		_(setup.adjudicator::<T>(0) as T::RuntimeOrigin, id);

		assert!(Claims::<T>::get(id).is_some_and(|claim| claim.payment.paid > 0));
		assert_eq!(setup.left::<T>(), 0);
		Ok(())
	}

	#[benchmark]
	fn cancel_claim() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let id = setup.pended::<T>(MAX_LINES)?;

		#[extrinsic_call]
		_(setup.claimant::<T>() as T::RuntimeOrigin, id, CancelReason::Withdrawn);

		let status = Claims::<T>::get(id).map(|claim| claim.status);
		assert_eq!(status, Some(ClaimStatus::Cancelled));
		Ok(())
	}

	#[benchmark]
	fn clear_flag() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let id = setup.pended::<T>(MAX_LINES)?;
		let reason = PendReason::Velocity;
		Claims::<T>::mutate(id, |claim| {
			let Some(claim) = claim else { return };
			claim.flags.insert(reason);
		});

		#[extrinsic_call]
		_(setup.adjudicator::<T>(0) as T::RuntimeOrigin, id, reason, digest(5));

		assert!(Claims::<T>::get(id).is_some_and(|claim| claim.cleared.contains(reason)));
		Ok(())
	}

	#[benchmark]
	fn decide_claim(n: Linear<1, MAX_LINES>) -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let id = setup.ready::<T>(n)?;
		let verdicts = setup.granted(n);
		setup.exhaust::<T>(|| {
			Pallet::<T>::decide_claim(setup.adjudicator::<T>(0), id, verdicts.clone())
		})?;

		#[extrinsic_call]
		_(setup.adjudicator::<T>(0) as T::RuntimeOrigin, id, verdicts);

		assert!(Claims::<T>::get(id).is_some_and(|claim| claim.payment.paid > 0));
		assert_eq!(setup.left::<T>(), 0);
		Ok(())
	}

	/// By a patient's representative.
	#[benchmark]
	fn appeal_claim() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let id = setup.refused::<T>(MAX_LINES)?;
		let (_, who) = T::BenchmarkHelper::patient();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, id, AppealGrounds::NewEvidence, digest(3));

		assert!(Appeals::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn withdraw_appeal() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let id = setup.refused::<T>(MAX_LINES)?;
		let (_, who) = T::BenchmarkHelper::patient();
		let grounds = AppealGrounds::NewEvidence;
		Pallet::<T>::appeal_claim(who.clone(), id, grounds, digest(3))?;

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, id);

		assert!(!Appeals::<T>::contains_key(id));
		Ok(())
	}

	/// The last level: it is overturned by a regulator.
	#[benchmark]
	fn decide_appeal(n: Linear<1, MAX_LINES>) -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let id = setup.appealed::<T>(n)?;
		let verdicts = setup.granted(n);
		let regulator = T::BenchmarkHelper::admit(InstitutionKind::Regulator, 0);
		let who = T::BenchmarkHelper::staff(regulator, Role::Inspector, 0);
		setup.exhaust::<T>(|| {
			Pallet::<T>::decide_appeal(who.clone(), id, verdicts.clone(), digest(6))
		})?;

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, id, verdicts, digest(6));

		assert!(Claims::<T>::get(id).is_some_and(|claim| claim.payment.paid > 0));
		assert_eq!(setup.left::<T>(), 0);
		Ok(())
	}

	/// Into a reserve that has ended.
	#[benchmark]
	fn issue() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		setup.leave::<T>(Purse::Reserve, setup.payer, 0)?;

		#[extrinsic_call]
		_(setup.banker::<T>() as T::RuntimeOrigin, setup.payer, setup.currency, 7);

		assert_eq!(setup.left::<T>(), 7);
		Ok(())
	}

	#[benchmark]
	fn request_redemption() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let (currency, bank) = (setup.currency, setup.bank::<T>());
		let who = setup.treasurer::<T>();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, Purse::Reserve, currency, bank, 7, digest(5));

		assert!(Redemptions::<T>::contains_key((setup.payer, Purse::Reserve, currency)));
		Ok(())
	}

	#[benchmark]
	fn cancel_redemption() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		setup.asked::<T>(7)?;

		#[extrinsic_call]
		_(setup.treasurer::<T>() as T::RuntimeOrigin, Purse::Reserve, setup.currency);

		assert!(!Redemptions::<T>::contains_key((setup.payer, Purse::Reserve, setup.currency)));
		Ok(())
	}

	#[benchmark]
	fn redeem() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		setup.asked::<T>(FUNDS)?;
		let (who, payer) = (setup.banker::<T>(), setup.payer);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, payer, Purse::Reserve, setup.currency, FUNDS);

		assert_eq!(setup.left::<T>(), 0);
		Ok(())
	}

	/// Each claim is another provider's, who owes something.
	#[benchmark]
	fn settle(n: Linear<1, { T::MaxSettled::get() }>) -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let (payer, currency) = (setup.payer, setup.currency);
		for (ticket, (id, claim)) in (0..).zip(setup.copies::<T>(n)?) {
			let entry = Queued { claim: id, amount: 2, mode: SettlementMode::Immediate };
			Queue::<T>::insert((payer, currency, ticket), entry);
			ForwardingBalances::<T>::insert((payer, claim.provider, currency), 1);
			let payment = Payment { queued: 2, ..Payment::default() };
			Claims::<T>::insert(id, Claim { payment, ..claim });
		}
		let (tail, queued) = (n.into(), Amount::from(n).saturating_mul(2));
		Reserves::<T>::insert(payer, currency, Reserve { tail, queued, ..Reserve::default() });
		setup.exhaust::<T>(|| {
			Pallet::<T>::settle(setup.claimant::<T>(), payer, currency, n)
				.map(drop)
				.map_err(|error| error.error)
		})?;

		#[extrinsic_call]
		_(setup.claimant::<T>() as T::RuntimeOrigin, payer, currency, n);

		assert_eq!(Reserves::<T>::get(payer, currency).queued, 0);
		assert_eq!(setup.left::<T>(), 0);
		Ok(())
	}

	#[benchmark]
	fn remit(n: Linear<1, MAX_REMITTED>) -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let (payer, provider, currency) = (setup.payer, setup.provider, setup.currency);
		let mut ids = Vec::new();
		for (id, claim) in setup.copies::<T>(n)? {
			let payment = Payment { funded: 10, ..Payment::default() };
			Claims::<T>::insert(id, Claim { provider, payment, ..claim });
			ids.push(id);
		}
		let held = Amount::from(n).saturating_mul(10);
		Reserves::<T>::insert(payer, currency, Reserve { held, ..Reserve::default() });
		let raised = |reason| ProviderAdjustment { reason, effect: Effect::Raises, amount: 1 };
		let adjustments = [
			raised(ProviderAdjustmentReason::Interest),
			raised(ProviderAdjustmentReason::Incentive),
		];
		let (claims, expected) = (BoundedVec::truncate_from(ids), held.saturating_add(2));
		let adjustments = BoundedVec::truncate_from(adjustments.to_vec());
		let who = setup.treasurer::<T>();
		// Out of a reserve that ends with it, to a provider who has nothing yet. With something set off
		// the reserve would go on: a write for what is owed instead of the account's, and a read less.
		setup.leave::<T>(Purse::Reserve, payer, expected)?;
		setup.leave::<T>(Purse::Receipts, provider, 0)?;

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, provider, currency, claims, adjustments, expected);

		assert!(Remittances::<T>::contains_key((payer, currency, 0)));
		assert_eq!(setup.left::<T>(), 0);
		Ok(())
	}

	/// A claim of as many lines as there can be, each with a preauthorisation of its own, of which a
	/// part is paid, one is set aside and one waits.
	#[benchmark]
	fn reverse_claim() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let id = setup.partly_paid::<T>()?;
		let who = setup.adjudicator::<T>(0);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, id, ReversalReason::Overpayment);

		assert!(Claims::<T>::get(id).is_some_and(|claim| claim.payment.reversed > 0));
		Ok(())
	}

	/// The same, of which the last evidence isn't there any more.
	#[benchmark]
	fn reverse_for_evidence() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let id = setup.partly_paid::<T>()?;
		Claims::<T>::mutate(id, |claim| {
			let Some(line) = claim.as_mut().and_then(|claim| claim.lines.last_mut()) else {
				return;
			};
			let gone = EvidenceId::Encounter(u64::MAX);
			Spent::<T>::remove((line.evidence, 2));
			Spent::<T>::insert((gone, 2), id);
			line.evidence = gone;
		});

		#[extrinsic_call]
		_(setup.adjudicator::<T>(0) as T::RuntimeOrigin, id);

		assert!(Claims::<T>::get(id).is_some_and(|claim| claim.payment.reversed > 0));
		Ok(())
	}

	#[benchmark]
	fn repay() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let (payer, currency) = (setup.payer, setup.currency);
		Pallet::<T>::pay(payer, setup.provider, currency, FUNDS)?;
		ForwardingBalances::<T>::insert((payer, setup.provider, currency), FUNDS);

		#[extrinsic_call]
		_(setup.claimant::<T>() as T::RuntimeOrigin, payer, currency, FUNDS);

		assert_eq!(setup.left::<T>(), FUNDS);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
