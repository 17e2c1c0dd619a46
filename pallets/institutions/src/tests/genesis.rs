// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, GenesisConfig, VotingClass};
use frame_support::traits::Get;
use galen_primitives::{ChainId, InstitutionKind};
use sp_runtime::BuildStorage;

fn build(config: GenesisConfig<Test>) {
	config.build_storage().unwrap();
}

#[test]
fn the_chain_should_have_its_identity_from_the_start() {
	build_and_execute(|| {
		assert_eq!(Institutions::chain_id(), CHAIN);
		assert_eq!(<Institutions as Get<ChainId>>::get(), CHAIN);
	});
}

#[test]
fn founders_should_be_members_since_the_beginning_of_time() {
	build_and_execute(|| {
		let hospital = Institutions::institution(HOSPITAL).unwrap();
		assert_eq!((hospital.validity.from, hospital.gln), (0, Some(HOSPITALS_GLN)));
		assert!(acts(&ADMINISTRATOR) && acts(&PAYERS_ADMINISTRATOR));
		assert_eq!(System::providers(&ADMINISTRATOR), 1);
	});
}

#[test]
fn a_genesis_should_be_readable_as_json() {
	let json = r#"{
		"chainId": [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],
		"allowanceClasses": [[0, {
			"members": { "capacity": 10, "perBlock": 1 },
			"patients": { "capacity": 10, "perBlock": 1 }
		}]],
		"institutions": [{
			"kinds": 1,
			"votingClass": "CareProviders",
			"gln": 4012345000009,
			"jurisdiction": 276,
			"allowanceClass": 0,
			"administrators": ["5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"]
		}]
	}"#;
	let config: GenesisConfig<Test> = serde_json::from_str(json).unwrap();
	assert_eq!(config.institutions[0].gln, Some(HOSPITALS_GLN));
	build(config);
	assert!(serde_json::from_str::<GenesisConfig<Test>>(r#"{"chainid": []}"#).is_err());
}

#[test]
fn an_empty_genesis_should_build() {
	build(GenesisConfig::default());
}

#[test]
#[should_panic = "members, but no chain id"]
fn members_without_a_chain_id_should_be_refused() {
	build(GenesisConfig { chain_id: ChainId::default(), ..genesis() });
}

#[test]
#[should_panic = "institution 0"]
fn a_class_that_is_not_defined_should_be_refused() {
	build(GenesisConfig { allowance_classes: vec![], ..genesis() });
}

#[test]
#[should_panic = "institution 1"]
fn an_account_that_founds_twice_should_be_refused() {
	let (kind, class) = (InstitutionKind::Payer, VotingClass::Payers);
	let twice = founder(kind, class, None, ADMINISTRATOR);
	build(GenesisConfig { institutions: vec![twice.clone(), twice], ..genesis() });
}

#[test]
#[should_panic = "institution 0"]
fn too_many_administrators_should_be_refused() {
	let (kind, class) = (InstitutionKind::Payer, VotingClass::Payers);
	let mut crowded = founder(kind, class, None, ADMINISTRATOR);
	crowded.administrators = (50..60).map(account).collect();
	build(GenesisConfig { institutions: vec![crowded], ..genesis() });
}
