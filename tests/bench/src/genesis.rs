// SPDX-License-Identifier: Apache-2.0

//! Chains that begin in the middle of their life: with many institutions, authors, patients and
//! whatever else a measurement needs.
//!
//! The node writes one of its presets as raw state; the same runtime, in process, carries out calls
//! on it, or copies what one of them has stored; what came of it is the genesis of a new chain.

use crate::{client, signing::Key};
use anyhow::{bail, Context, Result};
use galen_primitives::{
	keys::VerifyingKey, InstitutionKind, InstitutionKinds, Moment, Period, Role,
};
use galen_runtime::{
	AccountId, Balance, Institutions, Runtime, RuntimeCall, RuntimeOrigin, Timestamp,
};
use galen_scenarios::{InstitutionId, PatientId};
use pallet_institutions::{
	AllowanceClass, Call as InstitutionsCall, GenesisConfig, GenesisInstitution, Refill,
	VotingClass,
};
use pallet_patients::Call as PatientsCall;
use polkadot_sdk::{
	frame_support::traits::{fungible::Mutate, BuildGenesisConfig},
	pallet_timestamp,
	sp_core::storage::Storage,
	sp_io::hashing::blake2_256,
	sp_runtime::traits::Dispatchable,
};
use serde_json::{Map, Value};
use sp_state_machine::BasicExternalities;
use std::{
	fs::{self, File},
	io::{BufWriter, Write},
	path::Path,
	process::Command,
	time::{SystemTime, UNIX_EPOCH},
};

/// The allowance class of institutions that may transact without end.
pub const BOUNDLESS: u8 = 200;
/// The presets' class of a member that doesn't need more.
pub use galen_runtime::genesis_presets::STANDARD_CLASS as STANDARD;

/// How far the first block is from what was done before it.
const BEFORE: Moment = 3_600_000;

/// What a chain is to begin with.
pub struct Genesis {
	spec: Value,
	state: Storage,
	/// What the time is when calls are carried out: an hour ago.
	pub now: Moment,
}

/// A physician with a patient of the own institution, who sends transactions.
#[derive(Clone)]
pub struct Author {
	/// What the author signs with.
	pub key: Key,
	/// Where the author works.
	pub institution: InstitutionId,
	/// Whom the author writes of.
	pub patient: PatientId,
}

impl Genesis {
	/// Begins with a preset of the node: `dev` or `local`.
	pub fn of(preset: &str) -> Result<Self> {
		let node = client::binary()?;
		let output = Command::new(&node)
			.args(["export-chain-spec", "--raw", "--chain", preset])
			.output()
			.with_context(|| node.display().to_string())?;
		if !output.status.success() {
			bail!(
				"{} export-chain-spec: {}",
				node.display(),
				String::from_utf8_lossy(&output.stderr)
			);
		}
		let mut spec: Value = serde_json::from_slice(&output.stdout).context("a specification")?;
		let top = spec
			.pointer_mut("/genesis/raw/top")
			.map(Value::take)
			.and_then(|top| serde_json::from_value::<Map<String, Value>>(top).ok())
			.context("a specification without a raw state")?;
		let mut state = Storage::default();
		for (key, value) in top {
			let value = value.as_str().context("a raw state of something but text")?;
			state.top.insert(bytes(&key)?, bytes(value)?);
		}
		let since = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
		let now = Moment::try_from(since)?.saturating_sub(BEFORE);
		let mut genesis = Self { spec, state, now };
		genesis.act(|| pallet_timestamp::Now::<Runtime>::put(now));
		Ok(genesis)
	}

	/// Does something to the state.
	pub fn act<R>(&mut self, act: impl FnOnce() -> R) -> R {
		let mut state = BasicExternalities::new(std::mem::take(&mut self.state));
		let outcome = state.execute_with(act);
		self.state = state.into_storages();
		outcome
	}

	/// Carries out `call` for `who`.
	pub fn call(who: &AccountId, call: impl Into<RuntimeCall>) -> Result<()> {
		let (call, origin) = (call.into(), RuntimeOrigin::signed(who.clone()));
		let text = format!("{call:?}");
		match call.dispatch(origin) {
			Ok(_) => Ok(()),
			Err(failed) => bail!("{:?}: {text}", failed.error),
		}
	}

	/// Admits care providers of an allowance class, each with so many authors who have a patient
	/// and some tokens. `name` tells them from others.
	pub fn authors(
		&mut self,
		name: &str,
		institutions: usize,
		each: usize,
		allowance_class: u8,
	) -> Result<Vec<Author>> {
		let now = self.now;
		self.act(|| {
			let first = pallet_institutions::NextInstitutionId::<Runtime>::get();
			let administrator = |number| Key::of(&format!("{name} administrator"), number);
			let refill = Refill { capacity: u64::MAX / 4, per_block: u64::MAX / 4 };
			let boundless = AllowanceClass { members: refill, patients: refill };
			let admitted = (0..institutions).map(|number| GenesisInstitution {
				kinds: InstitutionKinds::of(&[InstitutionKind::CareProvider]),
				voting_class: VotingClass::CareProviders,
				gln: None,
				jurisdiction: 756,
				allowance_class,
				administrators: vec![administrator(number).account()],
			});
			GenesisConfig::<Runtime> {
				chain_id: Institutions::chain_id(),
				allowance_classes: vec![(BOUNDLESS, boundless)],
				institutions: admitted.collect(),
			}
			.build();
			let mut authors = Vec::with_capacity(institutions * each);
			for (institution, number) in (first..).zip(0..institutions) {
				let administrator = administrator(number).account();
				for at in 0..each {
					let key = Key::of(name, number * each + at);
					let (account, role) = (key.account(), Role::Physician);
					let validity = Period { from: now, until: None };
					let issue = InstitutionsCall::issue_credential {
						account: account.clone(),
						role,
						department: 0,
						validity,
					};
					Self::call(&administrator, issue)?;
					let nonce = blake2_256(&key.public());
					let claim_key = VerifyingKey::Sr25519(key.public());
					Self::call(&account, PatientsCall::open { nonce, claim_key })?;
					let endowment: Balance = galen_runtime_common::constants::UNIT * 1_000;
					galen_runtime::Balances::mint_into(&account, endowment)
						.map_err(|error| anyhow::anyhow!("{error:?}"))?;
					let patient = PatientId::derive(&account, &nonce);
					authors.push(Author { key, institution, patient });
				}
			}
			assert_eq!(Timestamp::get(), now, "calls are carried out at one moment");
			// Their institutions take turns, so that no allowance is read and written twice running.
			authors.sort_by_key(|author| blake2_256(&author.key.public()));
			Ok(authors)
		})
	}

	/// How many entries the state has.
	pub fn entries(&self) -> usize {
		self.state.top.len()
	}

	/// Writes the specification.
	pub fn write(&mut self, path: &Path) -> Result<()> {
		// Written entry by entry: a tree of JSON values of a large state would take gigabytes.
		const PLACE: &str = "THE STATE";
		let top = self.spec.pointer_mut("/genesis/raw/top").context("a raw state")?;
		*top = Value::String(PLACE.into());
		let text = serde_json::to_string(&self.spec)?;
		let (head, tail) =
			text.split_once(&format!("\"{PLACE}\"")).context("a place for the state")?;
		let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
		write!(file, "{head}{{")?;
		for (at, (key, value)) in self.state.top.iter().enumerate() {
			let comma = if at == 0 { "" } else { "," };
			write!(file, "{comma}\"0x{}\":\"0x{}\"", hex::encode(key), hex::encode(value))?;
		}
		write!(file, "}}{tail}")?;
		file.flush()?;
		fs::metadata(path).with_context(|| path.display().to_string())?;
		Ok(())
	}
}

/// What `0x` and hexadecimal digits stand for.
pub fn bytes(text: &str) -> Result<Vec<u8>> {
	let digits = text.strip_prefix("0x").context("hexadecimal digits without 0x")?;
	Ok(hex::decode(digits)?)
}
