// SPDX-License-Identifier: Apache-2.0

use super::*;
use sp_runtime::BuildStorage;

fn set(parameters: Parameters) -> sp_runtime::DispatchResult {
	NodeAdmission::set_parameters(RuntimeOrigin::root(), parameters)
}

#[test]
fn parameters_should_be_set_as_a_whole() {
	build_and_execute(|| {
		let parameters = Parameters { agreement: 2, minimum_set: 3, ..Default::default() };
		assert_ok!(set(parameters));
		assert_event(Event::ParametersSet { parameters });
		assert_eq!(NodeAdmission::parameters(), parameters);
	});
}

#[test]
fn parameters_that_cant_be_should_be_refused() {
	build_and_execute(|| {
		let right = Parameters::default();
		let mut quorums = right.quorums;
		quorums.payers = 10_001;
		for wrong in [
			Parameters { quorums, ..right },
			Parameters { approval: 4_999, ..right },
			Parameters { approval: 10_001, ..right },
			Parameters { endorsements: 17, ..right },
			Parameters { minimum_set: 0, ..right },
			Parameters { maximum_set: 3, ..right },
			Parameters { maximum_set: 26, ..right },
			Parameters { institution_cap: 0, ..right },
			Parameters { absence: 0, ..right },
			Parameters { probation_absence: 0, ..right },
		] {
			assert_noop!(set(wrong), Error::<Test>::InvalidParameters);
		}
		assert_noop!(set(Parameters { minimum_set: 5, ..right }), Error::<Test>::MinimumAboveSet);
	});
}

#[test]
fn the_constants_should_fit_each_other() {
	use frame_support::traits::Hooks;
	NodeAdmission::integrity_test();
}

#[test]
fn a_genesis_of_one_should_make_a_chain_of_one() {
	let mut genesis = genesis();
	genesis.validators.truncate(1);
	genesis.parameters.minimum_set = 1;
	test_ext_of(genesis).execute_with(|| {
		sessions(3);
		assert_eq!(live(), [1]);
		NodeAdmission::do_try_state().unwrap();
	});
}

#[test]
#[should_panic(expected = "MinimumAboveSet")]
fn a_genesis_below_its_minimum_should_be_refused() {
	let mut genesis = genesis();
	genesis.validators.truncate(3);
	let _ = genesis.build_storage();
}

#[test]
#[should_panic(expected = "PeerInUse")]
fn a_genesis_with_a_key_twice_should_be_refused() {
	let mut genesis = genesis();
	genesis.validators[0].peer = peer(2);
	let _ = genesis.build_storage();
}

#[test]
#[should_panic(expected = "AccountInUse")]
fn a_genesis_with_an_account_twice_should_be_refused() {
	let mut genesis = genesis();
	genesis.validators[0].account = operator(2);
	let _ = genesis.build_storage();
}
