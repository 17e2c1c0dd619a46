// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error, Event, Keys};
use frame_support::{assert_noop, assert_ok};
use galen_primitives::{
	keys::{KeyPurposes, PublicKey},
	standing::Reason,
	Period,
};
use sp_runtime::DispatchResult;

const SIGNS: KeyPurposes = KeyPurposes::ASSERTION_METHOD;
const WHY: Reason = Reason::KeyCompromise;

fn key(seed: u8) -> PublicKey {
	PublicKey::Ed25519([seed; 32])
}

fn publish(key: PublicKey, purposes: KeyPurposes) -> DispatchResult {
	Institutions::publish_key(by(&ADMINISTRATOR), key, purposes)
}

fn rotate(key_id: u32, key: PublicKey) -> DispatchResult {
	Institutions::rotate_key(by(&ADMINISTRATOR), key_id, key)
}

fn revoke(key_id: u32) -> DispatchResult {
	Institutions::revoke_key(by(&ADMINISTRATOR), key_id, WHY)
}

#[test]
fn a_published_key_should_be_valid_from_then_on() {
	build_and_execute(|| {
		assert_ok!(publish(key(1), SIGNS));
		assert_eq!(
			last_event(),
			Event::KeyPublished { institution: HOSPITAL, key_id: 0, key: key(1), purposes: SIGNS }
		);
		assert_eq!(Institutions::key_was_valid(HOSPITAL, 0, START - 1), Some(false));
		assert_eq!(Institutions::key_was_valid(HOSPITAL, 0, START), Some(true));
		assert_eq!(Institutions::key_was_valid(HOSPITAL, 1, START), None);
		assert_eq!(Institutions::key_was_valid(PAYER, 0, START), None);
		// Two institutions may share a key: that is their affair.
		assert_ok!(Institutions::publish_key(by(&PAYERS_ADMINISTRATOR), key(1), SIGNS));
	});
}

#[test]
fn purposes_should_suit_the_key() {
	build_and_execute(|| {
		let suit = || Error::<Test>::PurposesDontSuit;
		assert_noop!(publish(key(1), KeyPurposes::KEY_AGREEMENT), suit());
		assert_noop!(publish(key(1), KeyPurposes(0)), suit());
		assert_noop!(publish(PublicKey::X25519([1; 32]), SIGNS), suit());
		assert_ok!(publish(key(1), SIGNS));
		assert_noop!(rotate(0, PublicKey::X25519([1; 32])), suit());
		assert_ok!(rotate(0, PublicKey::P256([2; 33])));
		assert_ok!(publish(PublicKey::X25519([1; 32]), KeyPurposes::KEY_AGREEMENT));
	});
}

#[test]
fn a_rotated_key_should_end_when_its_successor_begins() {
	build_and_execute(|| {
		assert_ok!(publish(key(1), SIGNS));
		at(START + 5);
		assert_ok!(rotate(0, key(2)));
		assert_eq!(
			last_event(),
			Event::KeyRotated { institution: HOSPITAL, ended: 0, key_id: 1, key: key(2) }
		);
		let old = Keys::<Test>::get(HOSPITAL, 0).unwrap();
		let new = Keys::<Test>::get(HOSPITAL, 1).unwrap();
		assert_eq!(old.period, Period { from: START, until: Some(START + 5) });
		assert_eq!(new.period, Period { from: START + 5, until: None });
		assert_eq!((old.revoked, new.revoked), (None, None));
		assert_eq!(new.purposes, SIGNS);
		assert_noop!(rotate(0, key(3)), Error::<Test>::KeyEnded);
		assert_noop!(rotate(7, key(3)), Error::<Test>::UnknownKey);
	});
}

#[test]
fn a_revoked_key_should_end_with_its_reason() {
	build_and_execute(|| {
		assert_ok!(publish(key(1), SIGNS));
		at(START + 5);
		assert_ok!(revoke(0));
		assert_eq!(
			last_event(),
			Event::KeyRevoked { institution: HOSPITAL, key_id: 0, reason: WHY }
		);
		assert_eq!(Keys::<Test>::get(HOSPITAL, 0).unwrap().revoked, Some(WHY));
		assert_eq!(Institutions::key_was_valid(HOSPITAL, 0, START + 4), Some(true));
		assert_eq!(Institutions::key_was_valid(HOSPITAL, 0, START + 5), Some(false));
		assert_noop!(revoke(0), Error::<Test>::KeyEnded);
		assert_noop!(revoke(1), Error::<Test>::UnknownKey);
		assert_noop!(rotate(0, key(2)), Error::<Test>::KeyEnded);
	});
}

#[test]
fn a_key_should_be_published_once_even_after_its_end() {
	build_and_execute(|| {
		assert_ok!(publish(key(1), SIGNS));
		assert_noop!(publish(key(1), KeyPurposes::AUTHENTICATION), Error::<Test>::KeyInUse);
		assert_noop!(rotate(0, key(1)), Error::<Test>::KeyInUse);
		assert_ok!(revoke(0));
		assert_noop!(publish(key(1), SIGNS), Error::<Test>::KeyInUse);
	});
}

#[test]
fn no_key_should_ever_be_dropped_for_a_new_one() {
	build_and_execute(|| {
		for seed in 0..4 {
			assert_ok!(publish(key(seed), SIGNS));
		}
		assert_noop!(publish(key(9), SIGNS), Error::<Test>::TooManyKeys);
		assert_noop!(rotate(0, key(9)), Error::<Test>::TooManyKeys);
		assert_ok!(revoke(0));
		assert_noop!(publish(key(9), SIGNS), Error::<Test>::TooManyKeys);
	});
}
