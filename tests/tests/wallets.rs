// SPDX-License-Identifier: Apache-2.0

//! What wallets sign: every part of it counts.

use galen_runtime_common::allowance::refusal;
use galen_scenarios::*;
use pallet_institutions::AllowanceError;
use polkadot_sdk::sp_runtime::{generic::Era, transaction_validity::TransactionSource};

#[test]
fn a_transaction_should_be_accepted_whether_mortal_or_immortal() {
	Chain::development().run(|chain| {
		chain.blocks(3);
		chain.transaction(&alice(), remark()).mortal(4).submit().succeeds();
		chain.transaction(&alice(), remark()).mortal(4_096).submit().succeeds();
		chain.transaction(&alice(), remark()).immortal().submit().succeeds();
		assert_eq!(System::account_nonce(alice().account()), 3);
		assert!(Era::mortal(4, 3) != Era::Immortal);
	});
}

#[test]
fn a_transaction_should_be_refused_when_it_is_sent_again() {
	Chain::development().run(|chain| {
		let bytes = chain.transaction(&alice(), remark()).encode();
		chain.submit_bytes(&bytes).succeeds();
		chain.submit_bytes(&bytes).is_refused_with(InvalidTransaction::Stale);
		chain.next_block();
		chain.submit_bytes(&bytes).is_refused_with(InvalidTransaction::Stale);
		let pool = chain.validate(TransactionSource::External, &bytes);
		assert_eq!(pool, Err(InvalidTransaction::Stale.into()));
	});
}

#[test]
fn a_transaction_should_be_refused_when_its_turn_has_not_come() {
	Chain::development().run(|chain| {
		let early = chain.transaction(&alice(), remark()).nonce(1).encode();
		chain.submit_bytes(&early).is_refused_with(InvalidTransaction::Future);
		// The pool keeps it until then.
		let kept = chain.validate(TransactionSource::External, &early).unwrap();
		assert_eq!(kept.requires.len(), 1);
		chain.submit(&alice(), remark()).succeeds();
		chain.submit_bytes(&early).succeeds();
	});
}

#[test]
fn a_transaction_should_be_refused_when_it_was_signed_for_another_chain() {
	Chain::development().run(|chain| {
		let elsewhere = Hash::repeat_byte(7);
		chain
			.transaction(&alice(), remark())
			.for_chain(elsewhere)
			.submit()
			.is_refused_with(InvalidTransaction::BadProof);
	});
	// The presets are two chains.
	let genesis = |scenario: Scenario| scenario.run(|chain| chain.genesis_hash());
	assert_ne!(genesis(Chain::development()), genesis(Chain::local_testnet()));
}

#[test]
fn a_transaction_should_be_refused_when_its_time_is_over() {
	Chain::development().run(|chain| {
		let bytes = chain.transaction(&alice(), remark()).mortal(4).encode();
		chain.blocks(3);
		assert!(chain.validate(TransactionSource::External, &bytes).is_err());
		chain.next_block();
		// Read in the next period, the era names another block than the one that was signed.
		chain.submit_bytes(&bytes).is_refused_with(InvalidTransaction::BadProof);
	});
}

#[test]
fn a_transaction_should_be_refused_when_a_byte_of_it_was_changed() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let ada = chain.claimed_patient(&physician, "ada");
		let bytes = chain.transaction(&physician, anchor(ada.id, 1)).encode();
		// The call comes last: this is the moment that the author claims.
		let mut changed = bytes.clone();
		let last = changed.len() - 3;
		changed[last] ^= 1;
		chain.submit_bytes(&changed).is_refused_with(InvalidTransaction::BadProof);
		chain.submit_bytes(&bytes).succeeds();
	});
}

#[test]
fn a_nonce_should_never_start_again_when_a_member_leaves() {
	Chain::development().run(|chain| {
		let nurse = Signer::named("nurse");
		chain.hire(&bob(), &nurse, Role::Nurse);
		let replayed = chain.transaction(&nurse, remark()).immortal().encode();
		chain.submit_bytes(&replayed).succeeds();
		let revoke = pallet_institutions::Call::revoke_credential {
			account: nurse.account(),
			reason: Reason::Ceased,
		};
		chain.submit(&bob(), revoke).succeeds();
		assert_eq!(System::account_nonce(nurse.account()), 1);
		chain.submit_bytes(&replayed).is_refused_with(InvalidTransaction::Stale);
	});
}

#[test]
fn a_patients_nonce_should_never_start_again_when_the_pseudonym_is_closed() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let ada = chain.claimed_patient(&physician, "ada");
		let replayed = chain.transaction(&ada.controller, remark()).immortal().encode();
		chain.submit_bytes(&replayed).succeeds();
		let close = pallet_patients::Call::close { patient: ada.id };
		chain.submit(&ada.controller, close).succeeds();
		assert_eq!(System::account_nonce(ada.controller.account()), 2);
		chain.submit_bytes(&replayed).is_refused_with(InvalidTransaction::Stale);
		// It transacts no more.
		chain
			.submit(&ada.controller, remark())
			.is_refused_with(refusal(AllowanceError::NotAMember));
	});
}
