// SPDX-License-Identifier: Apache-2.0

//! P7: how long it takes until a block is final, and until a read is answered on a large state.

use crate::{
	genesis::{Author, Genesis, BOUNDLESS},
	inprocess::extent,
	ledger::Window,
	load::{Chain, Pace, Stock, ANCHORS},
	nodes::UNLIMITED,
	results::{number, quantile, Measure, StoredResult, Table},
	signing::Key,
};
use anyhow::{ensure, Context, Result};
use codec::{DecodeAll, Encode};
use consent_core::{ActorRef, Directive, Provision};
use galen_primitives::{
	gs1::{Gtin, Sscc, Text20},
	AccessRequest, Actor, Basis, DataClass, DataScope, Denial, Digest, FieldGroups, HashAlgorithm,
	InstitutionId, InstitutionKind, InstitutionKinds, Moment, PatientId, Period, Permit,
	PurposeOfUse, Requester, Role,
};
use galen_runtime::{AccountId, Institutions, Runtime};
use pallet_consent::{Call as ConsentCall, Directives};
use pallet_drug_provenance::{
	Call as MedicinesCall, CustodyStep, LotKey, LotTerms, Pack, PackKey, PackPlace, PackStatus,
	Packs, ProductTerms, Trace, Trail,
};
use pallet_institutions::{
	Call as InstitutionsCall, GenesisConfig, GenesisInstitution, VotingClass,
};
use polkadot_sdk::{frame_support::traits::BuildGenesisConfig, sp_io::hashing::blake2_256};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime as Executor;

/// How many of the records are asked for, over and over.
const ASKED: usize = 1_000;
const DAY: Moment = 86_400_000;
const PRODUCT: Gtin = Gtin(9_506_000_140_445);

/// How long finality and reads take.
pub fn run(quick: bool) -> Result<StoredResult> {
	Executor::new()?.block_on(async {
		let mut result = StoredResult::new("P7", quick);
		finality(&mut result, quick).await?;
		reads(&mut result, quick).await?;
		Ok(result)
	})
}

/// Four validators on this machine, with a little to do.
async fn finality(result: &mut StoredResult, quick: bool) -> Result<()> {
	const RATE: f64 = 50.0;
	let seconds = extent(quick, 300, 60, 20);
	let mut genesis = Genesis::of("local")?;
	let authors = genesis.authors("author", 100, 10, BOUNDLESS)?;
	let mut chain = Chain::start(genesis, 4, &UNLIMITED).await?;
	let count = (RATE * (seconds + 20) as f64) as usize;
	let mut stock = Stock::anchors(ANCHORS, &authors, &chain, count);
	let measured = chain.measure(&mut stock, Pace::Rate(RATE), seconds).await?;
	let blocks = chain.ledger.blocks(measured.window);
	ensure!(!blocks.is_empty(), "no block became final");
	let lags: Vec<_> = blocks.iter().map(|block| block.lag as f64 / 1_000.0).collect();
	let (made, due) = measured.blocks;
	result.measures.extend([
		Measure::at_most(
			6.0,
			format!("four validators: final after the slot began, p99 of {made} blocks"),
			quantile(&lags, 0.99),
			"s",
		),
		Measure::plain("the same, median", quantile(&lags, 0.5), "s"),
		Measure::plain(
			"a transaction is known to be final, p99",
			quantile(&measured.tally.latencies, 0.99),
			"s",
		),
		Measure::plain("slots with a block", made as f64 / due, ""),
	]);
	result.note(format!(
		"finality: {} validators and the client share this machine; {} anchors a second meanwhile",
		chain.nodes.len(),
		number(measured.rate())
	));
	Ok(())
}

/// One node with many records.
async fn reads(result: &mut StoredResult, quick: bool) -> Result<()> {
	let (records, rounds) = extent(quick, (1_000_000, 20_000), (10_000, 2_000), (10_000, 500));
	let mut genesis = Genesis::of("dev")?;
	let authors = genesis.authors("author", 100, 10, BOUNDLESS)?;
	let consents = consents(&mut genesis, &authors[0], records)?;
	let packs = packs(&mut genesis, records)?;
	let entries = genesis.entries();
	let mut chain = Chain::start(genesis, 1, &UNLIMITED).await?;
	let client = chain.clients[0].clone();

	let mut table = Table::new(
		format!("answers of one node over a WebSocket on this machine, {entries} entries of state"),
		&["asked", "records", "answers", "p50 ms", "p99 ms", "worst ms"],
	);
	for (what, function, questions, is_answered) in [
		(
			"consent.may_use",
			"ConsentApi_may_use",
			consents,
			is_permitted as fn(&[u8]) -> Result<()>,
		),
		("drug_provenance.trace", "DrugProvenanceApi_trace", packs, is_traced),
	] {
		let mut times = Vec::with_capacity(rounds);
		// The first answers compile and warm nothing that stays cold in a node that runs.
		for at in 0..rounds + 100 {
			let question = &questions[at % questions.len()];
			let start = Instant::now();
			let answer = client.raw_api(function, question).await?;
			let time = start.elapsed();
			is_answered(&answer).with_context(|| what.to_string())?;
			if at >= 100 {
				times.push(time.as_secs_f64() * 1_000.0);
			}
		}
		result.measures.push(Measure::at_most(
			5.0,
			format!("{what} with {records} such records, p99"),
			quantile(&times, 0.99),
			"ms",
		));
		table.row([
			what.to_string(),
			records.to_string(),
			times.len().to_string(),
			number(quantile(&times, 0.5)),
			number(quantile(&times, 0.99)),
			number(quantile(&times, 1.0)),
		]);
	}
	chain.check()?;
	// Blocks go on meanwhile.
	let window = Window::next(4);
	chain.ledger.finish(window, Duration::from_secs(30)).await;
	ensure!(!chain.ledger.blocks(window).is_empty(), "no block became final after the reads");
	result.note(format!("reads: the node's memory was {} MiB", number(chain.nodes[0].memory())));
	result.tables.push(table);
	Ok(())
}

fn is_permitted(answer: &[u8]) -> Result<()> {
	let answer = Result::<Permit, Denial>::decode_all(&mut &answer[..])?;
	let by_consent = matches!(answer, Ok(Permit { basis: Basis::Consent { .. }, .. }));
	ensure!(by_consent, "{answer:?}");
	Ok(())
}

fn is_traced(answer: &[u8]) -> Result<()> {
	let trace = Trace::<AccountId>::decode_all(&mut &answer[..])?;
	ensure!(trace.status.is_some(), "{trace:?}");
	Ok(())
}

fn digest(of: &str) -> Digest {
	Digest { algorithm: HashAlgorithm::Sha2_256, bytes: blake2_256(of.as_bytes()) }
}

fn text(text: &str) -> Text20 {
	text.as_bytes().to_vec().try_into().expect("short")
}

/// A chain with so many consents and as many packs.
pub fn large(records: usize) -> Result<Genesis> {
	let mut genesis = Genesis::of("dev")?;
	let authors = genesis.authors("author", 1, 1, BOUNDLESS)?;
	let author = authors.first().context("an author")?;
	consents(&mut genesis, author, records)?;
	packs(&mut genesis, records)?;
	Ok(genesis)
}

/// Gives so many patients of an institution a consent, and returns what to ask about some of them.
///
/// The first is recorded by a call; the others are what it stored, for other patients.
fn consents(genesis: &mut Genesis, author: &Author, count: usize) -> Result<Vec<Vec<u8>>> {
	let (now, account, institution) = (genesis.now, author.key.account(), author.institution);
	genesis.act(|| {
		let mut root = Provision::permit();
		root.period = Some(Period { from: 0, until: Some(now + 365 * DAY) });
		root.actors = vec![ActorRef::Institution(institution)].try_into().expect("one fits");
		root.purposes = PurposeOfUse::TREAT.set();
		root.fields = FieldGroups::ALL;
		// The first compartment is for what is in none.
		root.compartments = 1;
		let mut directive: Directive<AccountId> = root.into();
		directive.custodians = vec![institution].try_into().expect("one fits");
		let (patient, source) = (author.patient, digest("a form"));
		Genesis::call(&account, ConsentCall::record_signed { patient, directive, source })?;
		let stored = Directives::<Runtime>::get(patient);
		let others = (1..count).map(|number| {
			PatientId(blake2_256(format!("galen-bench patient {number}").as_bytes()))
		});
		let mut patients = vec![patient];
		for (at, other) in others.enumerate() {
			Directives::<Runtime>::insert(other, stored.clone());
			if at % (count / ASKED).max(1) == 0 {
				patients.push(other);
			}
		}
		let question = |patient: PatientId| {
			let (role, department) = (Role::Physician, 0);
			let actor = Actor { account: account.clone(), institution, role, department };
			let data = DataScope {
				custodian: institution,
				department,
				data_class: DataClass::Sensitive,
				compartment: 0,
				collected: now,
				fields: FieldGroups::ALL,
			};
			let (requester, purpose) = (Requester::Staff(actor), PurposeOfUse::TREAT);
			AccessRequest { requester, patient, purpose, study: None, data }.encode()
		};
		Ok(patients.into_iter().map(question).collect())
	})
}

/// Gives a manufacturer a lot with so many packs that have a state of their own, and returns what
/// to ask about some of them.
///
/// Product, lot and case are made by calls. The packs, in the case, are written.
fn packs(genesis: &mut Genesis, count: usize) -> Result<Vec<Vec<u8>>> {
	let now = genesis.now;
	genesis.act(|| {
		let holder: InstitutionId = pallet_institutions::NextInstitutionId::<Runtime>::get();
		let administrator = Key::of("manufacturer", 0).account();
		let responsible = Key::of("responsible person", 0).account();
		GenesisConfig::<Runtime> {
			chain_id: Institutions::chain_id(),
			allowance_classes: Vec::new(),
			institutions: vec![GenesisInstitution {
				kinds: InstitutionKinds::of(&[InstitutionKind::Manufacturer]),
				voting_class: VotingClass::Industry,
				gln: None,
				jurisdiction: 756,
				allowance_class: BOUNDLESS,
				administrators: vec![administrator.clone()],
			}],
		}
		.build();
		let issue = InstitutionsCall::issue_credential {
			account: responsible.clone(),
			role: Role::ResponsiblePerson,
			department: 0,
			validity: Period { from: now, until: None },
		};
		Genesis::call(&administrator, issue)?;
		let terms = ProductTerms { profile: None, content: 10, master_data: digest("product") };
		let register = MedicinesCall::register_product { gtin: PRODUCT, terms };
		Genesis::call(&responsible, register)?;
		let key = LotKey { gtin: PRODUCT, lot: text("L1") };
		let terms = LotTerms {
			production: now,
			expiry: now + 365 * DAY,
			quantity: u32::try_from(count)?,
			quality: digest("report"),
			serials: digest("packs"),
		};
		let commission = MedicinesCall::commission_lot { lot: key.clone(), terms };
		Genesis::call(&responsible, commission)?;
		let case = (0..10)
			.map(|check| Sscc(106_141_410_000_000_000 + check))
			.find(Sscc::is_valid)
			.context("a check digit")?;
		let cases = vec![case].try_into().expect("one fits");
		let commission = MedicinesCall::commission_cases { lot: key.clone(), cases, into: None };
		Genesis::call(&responsible, commission)?;

		let step = CustodyStep { from: 0, to: holder, shipped: now, received: now };
		let trail = Trail {
			holds: Default::default(),
			illegitimate: None,
			spells: Default::default(),
			steps: vec![step].try_into().expect("one fits"),
			earlier_steps: 0,
		};
		let pack = Pack {
			lot: key.lot.clone(),
			status: PackStatus::Active,
			place: PackPlace::Inside { unit: case, since: 0 },
			supplied: 0,
			decommission: None,
			trail,
		};
		let mut asked = Vec::new();
		for number in 0..count {
			let serial = text(&format!("S{number}"));
			let pack_key = PackKey { gtin: PRODUCT, serial: serial.clone() };
			Packs::<Runtime>::insert(pack_key, pack.clone());
			if number % (count / ASKED).max(1) == 0 {
				let none = None::<pallet_drug_provenance::PackProof>;
				asked.push((PRODUCT, &key.lot, serial, none).encode());
			}
		}
		Ok(asked)
	})
}
