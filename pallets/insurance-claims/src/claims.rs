// SPDX-License-Identifier: Apache-2.0

//! Claims: submitted, checked, taken back.

use crate::{
	adjudication::{Basis, Books},
	preauth::{is_pharmacy, next_id},
	*,
};
use alloc::vec::Vec;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{
	merkle,
	seams::{ConsentGate, Institutions, Patients, Records, Studies},
	AccessRequest, BenefitCategory, DataClass, DataScope, DepartmentId, EvidenceId,
	EvidenceStanding, FieldGroup, FieldGroups, InstitutionId, Moment, PatientId, PurposeOfUse,
	RecordId, Requester, Role,
};
use sp_runtime::{BoundedVec, DispatchError};

/// A claim that can be submitted.
struct Assessed {
	coverage: Coverage,
	version: RulesVersion,
	basis: Basis,
	period: BenefitPeriod,
	lines: Vec<Line>,
	/// What makes it wait until somebody has looked.
	flags: PendReasons,
	/// What makes it wait, and may go away by itself.
	circumstances: PendReasons,
}

/// The claim that the payer before this one has decided.
struct PriorClaim<T: Config> {
	id: ClaimId,
	claim: ClaimOf<T>,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_submit_claim(actor: ActorOf<T>, terms: ClaimTerms) -> DispatchResult {
		let pharmacy = terms.lines.iter().all(|line| is_pharmacy(terms.kind, line.category));
		ensure!(actor.role != Role::Pharmacist || pharmacy, Error::<T>::PharmacyOnly);
		let now = T::Time::now();
		let assessed = Self::assess(&actor, &terms, now)?;
		let Assessed { coverage, version, basis, period, lines, mut flags, circumstances } =
			assessed;

		let mut books = Books::open(terms.coverage, period);
		let too_many = Self::count_claim(&mut books.ledger, now);
		flags.insert_if(too_many, PendReason::Velocity);
		let id = next_id::<T>(terms.coverage, period, &mut books.ledger)?;
		let (provider, payer, total) = (actor.institution, coverage.payer, terms.total);
		let mut claim = Claim {
			kind: terms.kind,
			plan: coverage.plan,
			rules: version,
			payer,
			currency: coverage.currency,
			order: coverage.terms.order,
			provider,
			created: now,
			prior: terms.prior,
			lines: BoundedVec::truncate_from(lines),
			supporting: terms.supporting,
			status: ClaimStatus::Pended,
			flags,
			cleared: PendReasons::NONE,
			decided: None,
			payment: Default::default(),
		};
		let reasons = flags.union(circumstances);
		let event = if reasons.is_empty() {
			let benefit = Self::decide(id, &mut claim, &basis, &mut books, &[], None)?;
			let payment = claim.payment;
			Event::ClaimAdjudicated {
				claim: id,
				provider,
				payer,
				rules: version,
				total,
				benefit,
				payment,
			}
		} else {
			Self::spend(id, &claim)?;
			Event::ClaimPended { claim: id, provider, payer, reasons }
		};
		books.close();
		Claims::<T>::insert(id, claim);

		Self::deposit_event(event);
		Ok(())
	}

	pub(crate) fn do_cancel_claim(
		actor: ActorOf<T>,
		id: ClaimId,
		reason: CancelReason,
	) -> DispatchResult {
		let mut claim = Claims::<T>::get(id).ok_or(Error::<T>::ClaimNotFound)?;
		ensure!(claim.provider == actor.institution, Error::<T>::OtherProvidersClaim);
		ensure!(claim.status == ClaimStatus::Pended, Error::<T>::NotPended);

		Self::free(id, &claim);
		claim.status = match reason {
			CancelReason::Withdrawn => ClaimStatus::Cancelled,
			CancelReason::EnteredInError => ClaimStatus::EnteredInError,
		};
		Claims::<T>::insert(id, claim);

		Self::deposit_event(Event::ClaimCancelled { claim: id, reason });
		Ok(())
	}

	/// Checks everything that there is to check of a claim before it is decided.
	fn assess(
		actor: &ActorOf<T>,
		terms: &ClaimTerms,
		now: Moment,
	) -> Result<Assessed, DispatchError> {
		Self::check_amounts(terms, now)?;
		let provider = actor.institution;
		let coverage = Coverages::<T>::get(terms.coverage).ok_or(Error::<T>::CoverageNotFound)?;
		let (payer, patient) = (coverage.payer, coverage.terms.beneficiary);
		ensure!(payer != provider, Error::<T>::OwnClaim);
		ensure!(terms.currency == coverage.currency, Error::<T>::OtherCurrency);
		ensure!(coverage.is_in_force(), Error::<T>::CoverageNotActive);
		let covered = terms.lines.iter().all(|line| coverage.terms.period.contains(line.serviced));
		ensure!(covered, Error::<T>::OutsideCoverage);

		// One version of the rules, and one benefit period, for all lines.
		let first = terms.lines.iter().map(|line| line.serviced).min().unwrap_or(now);
		let plan = Plans::<T>::get(coverage.plan).ok_or(Error::<T>::PlanNotFound)?;
		let (version, Rules { terms: rules, .. }) = Self::rules_at(coverage.plan, &plan, first)?;
		let days = rules.rules.filing_days;
		ensure!(is_filed_in_time(first, now, days), Error::<T>::FilingLimitPassed);
		let period_of = |at| benefit_period(coverage.terms.period.from, at, plan.period_days);
		let period = period_of(first).ok_or(Error::<T>::OutsideCoverage)?;
		let together = terms.lines.iter().all(|line| period_of(line.serviced) == Some(period));
		ensure!(together, Error::<T>::SpansPeriods);
		let times = || terms.lines.iter().map(|line| line.serviced);
		Self::ensure_agreement(payer, provider, times())?;

		let mut flags = PendReasons::NONE;
		let affiliated = T::Institutions::are_affiliated(payer, provider);
		flags.insert_if(affiliated, PendReason::Affiliated);
		flags.insert_if(terms.total > rules.automatic_up_to, PendReason::HighAmount);
		flags.insert_if(!T::Patients::is_open(&patient), PendReason::PatientNotOpen);
		let mut circumstances = Self::standing_flags(payer, provider);

		let prior = Self::checked_prior(terms, provider, &coverage)?;
		let mut lines = Vec::new();
		for (index, stated) in terms.lines.iter().enumerate() {
			let facts = Self::checked_evidence(stated, provider, &patient)?;
			Self::ensure_unspent(stated.evidence, coverage.terms.order)?;
			let left = match &prior {
				Some(prior) => Some(prior.left_of(stated.evidence, stated.category, stated.net)?),
				None => None,
			};
			let rule = rules.rules.rule(stated.category);
			let asked = rule.is_some_and(|rule| rule.requires_preauth);
			ensure!(!asked || stated.preauth.is_some(), Error::<T>::PreAuthMissing);
			let before = terms.lines.get(..index).unwrap_or(&[]);
			Self::check_preauth(terms.coverage, provider, stated, before)?;
			Self::check_study(stated, &patient)?;
			let tariff = Self::checked_tariff(stated, &coverage, version, &rules)?;

			let impossible = Self::is_impossible_time(stated, &facts);
			flags.insert_if(impossible, PendReason::ImpossibleTime);
			let unpriced = rules.schedule.is_some() && tariff.is_none();
			flags.insert_if(unpriced, PendReason::NoTariff);
			let confirmed = facts.standing == EvidenceStanding::Confirmed;
			circumstances.insert_if(!confirmed, PendReason::EvidenceUnconfirmed);
			let line = Line {
				category: stated.category,
				code: stated.code,
				serviced: stated.serviced,
				quantity: stated.quantity,
				charge: stated.net,
				tariff,
				evidence: stated.evidence,
				preauth: stated.preauth,
				study: stated.study,
				prior: left,
				adjudication: None,
			};
			circumstances = circumstances.union(Self::line_flags(&line, provider, now));
			lines.push(line);
		}
		for record in &terms.supporting {
			Self::check_record(record, payer, &patient)?;
		}
		for serviced in times() {
			let purpose = PurposeOfUse::HPAYMT;
			Self::ensure_consent(payer, actor, &patient, purpose, serviced)?;
		}
		let basis = Basis {
			in_network: rules.network.has(provider),
			terms: rules,
			covered_from: coverage.terms.period.from,
			mode: plan.mode,
		};
		Ok(Assessed { coverage, version, basis, period, lines, flags, circumstances })
	}

	/// What can be checked of a claim without looking anything up.
	fn check_amounts(terms: &ClaimTerms, now: Moment) -> Result<(), Error<T>> {
		ensure!(!terms.lines.is_empty(), Error::<T>::NoLines);
		let mut total: Amount = 0;
		for (index, (line, sequence)) in terms.lines.iter().zip(1u8..).enumerate() {
			ensure!(line.sequence == sequence, Error::<T>::SequenceBroken);
			ensure!(line.quantity > 0 && line.unit_price > 0, Error::<T>::ZeroAmount);
			ensure!(!line.code.is_zero(), Error::<T>::ZeroDigest);
			let net = price(line.quantity, line.unit_price)?;
			ensure!(line.net == net, Error::<T>::NetMismatch);
			total = total.checked_add(net).ok_or(Error::<T>::Overflow)?;
			ensure!(line.serviced <= now, Error::<T>::ServicedInFuture);
			// A service that is split over lines is one service.
			let before = terms.lines.get(..index).unwrap_or(&[]);
			let again = before.iter().any(|other| other.evidence == line.evidence);
			ensure!(!again, Error::<T>::AlreadySpent);
		}
		ensure!(terms.total == total, Error::<T>::TotalMismatch);
		Ok(())
	}

	/// The claim to the coverage before this one, where there has to be one.
	fn checked_prior(
		terms: &ClaimTerms,
		provider: InstitutionId,
		coverage: &Coverage,
	) -> Result<Option<PriorClaim<T>>, Error<T>> {
		let order = coverage.terms.order;
		let Some(id) = terms.prior else {
			ensure!(order == 1, Error::<T>::PriorMissing);
			return Ok(None);
		};
		ensure!(order > 1, Error::<T>::PriorNotExpected);
		let prior = Self::decided_prior(id)?;
		ensure!(
			prior.claim.provider == provider
				&& prior.claim.order.saturating_add(1) == order
				&& prior.claim.currency == coverage.currency,
			Error::<T>::PriorMismatch
		);
		Ok(Some(prior))
	}

	/// A claim that is decided, for now.
	fn decided_prior(id: ClaimId) -> Result<PriorClaim<T>, Error<T>> {
		let claim = Claims::<T>::get(id).ok_or(Error::<T>::ClaimNotFound)?;
		let appealed = Appeals::<T>::get(id).is_some_and(|appeal| appeal.open.is_some());
		let decided = claim.status == ClaimStatus::Decided && !appealed;
		ensure!(decided, Error::<T>::PriorNotDecided);
		Ok(PriorClaim { id, claim })
	}

	/// Whether the payer before this one still leaves what it left. It is held to that as long as
	/// evidence is spent for this claim, and not while its lines are denied.
	pub(crate) fn ensure_prior_unchanged(claim: &ClaimOf<T>) -> Result<(), Error<T>> {
		let Some(id) = claim.prior else { return Ok(()) };
		let prior = Self::decided_prior(id)?;
		for line in &claim.lines {
			let left = prior.left_of(line.evidence, line.category, line.charge)?;
			ensure!(line.prior == Some(left), Error::<T>::PriorMismatch);
		}
		Ok(())
	}

	fn check_study(line: &LineTerms, patient: &PatientId) -> Result<(), Error<T>> {
		let Some(study) = line.study else { return Ok(()) };
		let paid = T::Studies::paid_by_sponsor(study).ok_or(Error::<T>::StudyNotFound)?;
		ensure!(T::Studies::is_on_study(study, patient), Error::<T>::NotOnStudy);
		ensure!(!paid.contains(line.category), Error::<T>::SponsorPays);
		Ok(())
	}

	/// The price of one by the plan's schedule, where the line shows it.
	fn checked_tariff(
		line: &LineTerms,
		coverage: &Coverage,
		version: RulesVersion,
		rules: &RulesTerms,
	) -> Result<Option<Amount>, Error<T>> {
		let Some(TariffProof { unit_price, index, path }) = &line.tariff else { return Ok(None) };
		let schedule = rules.schedule.ok_or(Error::<T>::TariffNotProven)?;
		let tariff = Tariff {
			payer: coverage.payer,
			plan: coverage.plan,
			version,
			code: line.code,
			category: line.category,
			unit_price: *unit_price,
		};
		let FeeSchedule { root, count } = schedule;
		let leaf = tariff_leaf(root.algorithm, &T::ChainId::get(), &tariff)
			.ok_or(Error::<T>::UnsupportedAlgorithm)?;
		let proven = merkle::verify(root.algorithm, &root.bytes, count, *index, &leaf, path);
		ensure!(proven == Ok(true), Error::<T>::TariffNotProven);
		Ok(Some(*unit_price))
	}

	/// Whether a record can support a claim: it is the patient's, and may be attached.
	fn check_record(
		record: &RecordId,
		payer: InstitutionId,
		patient: &PatientId,
	) -> Result<(), Error<T>> {
		let facts = T::Records::facts(record).ok_or(Error::<T>::RecordNotFound)?;
		ensure!(facts.patient == *patient, Error::<T>::OtherPatientsRecord);
		ensure!(!facts.withdrawn, Error::<T>::RecordWithdrawn);
		let data = facts.scope(FieldGroups::ALL);
		Self::ask_consent(payer, patient, PurposeOfUse::CLMATTCH, data)
	}

	/// Whether the patient lets the payer know what the provider bills.
	pub(crate) fn ensure_consent(
		payer: InstitutionId,
		provider: &ActorOf<T>,
		patient: &PatientId,
		purpose: PurposeOfUse,
		collected: Moment,
	) -> Result<(), Error<T>> {
		let data = DataScope {
			custodian: provider.institution,
			department: provider.department,
			data_class: DataClass::Sensitive,
			compartment: 0,
			collected,
			fields: FieldGroups::of(&[FieldGroup::Billing]),
		};
		Self::ask_consent(payer, patient, purpose, data)
	}

	/// Asks the gate whether the payer may know. It is the payer who learns something, through
	/// whomever: so it is asked for an adjudicator with the reserve's account, which is in no group
	/// and which nobody can sign for. A directive that lets some group of the payer's know lets
	/// nobody know here.
	fn ask_consent(
		payer: InstitutionId,
		patient: &PatientId,
		purpose: PurposeOfUse,
		data: DataScope,
	) -> Result<(), Error<T>> {
		let adjudicator = ActorOf::<T> {
			account: Self::reserve_account(payer),
			institution: payer,
			role: Role::Adjudicator,
			department: DepartmentId::default(),
		};
		let requester = Requester::Staff(adjudicator);
		let request = AccessRequest { requester, patient: *patient, purpose, study: None, data };
		T::Consent::decide(&request).map_err(|_| Error::<T>::ConsentDenied)?;
		Ok(())
	}

	pub(crate) fn predetermine(
		provider: InstitutionId,
		terms: ClaimTerms,
	) -> Result<Predetermination, DispatchError> {
		let actor = ActorOf::<T> {
			account: Self::reserve_account(provider),
			institution: provider,
			role: Role::BillingOfficer,
			department: DepartmentId::default(),
		};
		let assessed = Self::assess(&actor, &terms, T::Time::now())?;
		let Assessed { version, basis, period, lines, flags, circumstances, .. } = assessed;
		let lines = Books::<T>::open(terms.coverage, period).adjudicate(&basis, &lines, &[])?;
		let benefit = lines.iter().fold(0, |sum: Amount, line| sum.saturating_add(line.benefit()));
		let waits_for = flags.union(circumstances);
		Ok(Predetermination { waits_for, rules: version, period, lines, benefit })
	}

	pub(crate) fn claim_info(id: ClaimId) -> Option<ClaimInfo<T::AccountId>> {
		let claim = Claims::<T>::get(id)?;
		let waits_for = match claim.status {
			ClaimStatus::Pended => Self::waits_for(&claim),
			_ => PendReasons::NONE,
		};
		let decided = claim.lines.iter().filter_map(|line| line.adjudication.as_ref());
		let outcome = claim.decided.as_ref().map(|_| outcome(decided));
		let (total, benefit) = (claim.total(), claim.benefit());
		Some(ClaimInfo { claim, waits_for, outcome, total, benefit })
	}
}

impl<T: Config> PriorClaim<T> {
	/// What the payer before this one leaves of a service.
	fn left_of(
		&self,
		evidence: EvidenceId,
		category: BenefitCategory,
		charge: Amount,
	) -> Result<Prior, Error<T>> {
		let same = self.claim.lines.iter().find(|prior| prior.evidence == evidence);
		let same = same.filter(|prior| (prior.category, prior.charge) == (category, charge));
		let decided = same.and_then(|prior| prior.adjudication.as_ref());
		let decided = decided.ok_or(Error::<T>::PriorMismatch)?;
		// Of several that were denied, it doesn't matter which one; none is passed over that pays.
		let spender = Spent::<T>::get((evidence, self.claim.order));
		let current = match spender {
			Some(spender) => spender == self.id,
			None => decided.denial().is_some(),
		};
		ensure!(current, Error::<T>::PriorMismatch);
		Ok(decided.prior())
	}
}
