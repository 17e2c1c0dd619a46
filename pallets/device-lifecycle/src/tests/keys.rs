// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::assert_noop;
use galen_primitives::{statement::statement, SignedBy};
use p256::ecdsa::{signature::Signer, Signature, SigningKey};
use sp_core::sr25519;

fn set(id: DeviceId, key: DeviceKey, signature: DeviceSignature) -> DispatchResult {
	DeviceLifecycle::set_key(signed(ENGINEER), id, key, signature)
}

fn rotate(id: DeviceId, key: DeviceKey, signature: DeviceSignature) -> DispatchResult {
	DeviceLifecycle::rotate_key(signed(ENGINEER), id, key, signature)
}

fn revoke(id: DeviceId) -> DispatchResult {
	DeviceLifecycle::revoke_key(signed(ENGINEER), id)
}

fn p256_key(seed: u8) -> (SigningKey, DeviceKey) {
	let pair = SigningKey::from_slice(&[seed; 32]).unwrap();
	let point = pair.verifying_key().to_encoded_point(true);
	let key = DeviceKey::P256(point.as_bytes().try_into().unwrap());
	(pair, key)
}

fn p256_sign(pair: &SigningKey, message: &[u8]) -> DeviceSignature {
	let signature: Signature = pair.sign(message);
	signature.to_bytes().into()
}

#[test]
fn a_key_should_prove_itself_and_never_twice_with_one_signature() {
	build_and_execute(|| {
		let id = in_service();
		let stated = DeviceLifecycle::key_statement(id, key(1));
		// What is signed binds the chain, the device, its owner, a nonce and the key.
		assert_eq!(stated, statement(b"device-key", &CHAIN, &(id, HOSPITAL, 0u32, key(1))));
		let first = proof(id, 1);
		assert_noop!(set(id, key(1), [0; 64]), Error::<Test>::InvalidSignature);
		assert_noop!(set(id, key(2), first), Error::<Test>::InvalidSignature);
		assert_noop!(rotate(id, key(1), first), Error::<Test>::NoKey);
		assert_noop!(revoke(id), Error::<Test>::NoKey);
		assert_ok!(set(id, key(1), first));
		let event = Event::KeySet { device: id, key: key(1), replaced: None, by: ENGINEER };
		assert_event(event);
		assert_eq!(device(id).key, Some(KeyInForce { key: key(1), since: now() }));
		assert_noop!(set(id, key(2), proof(id, 2)), Error::<Test>::KeyExists);
		assert_noop!(rotate(id, key(1), proof(id, 1)), Error::<Test>::SameKey);
		assert_ok!(rotate(id, key(2), proof(id, 2)));
		assert_event(Event::KeySet {
			device: id,
			key: key(2),
			replaced: Some(key(1)),
			by: ENGINEER,
		});
		assert_noop!(rotate(id, key(1), first), Error::<Test>::InvalidSignature);
		assert_ok!(revoke(id));
		assert_event(Event::KeyRevoked { device: id, key: key(2), by: ENGINEER });
		assert_noop!(set(id, key(1), first), Error::<Test>::InvalidSignature);
		assert_eq!(DeviceLifecycle::key_statement(NOWHERE, key(1)), Vec::<u8>::new());
		assert_noop!(
			DeviceLifecycle::set_key(signed(CLINIC_ENGINEER), id, key(1), first),
			Error::<Test>::NotTheOwner
		);
	});
}

#[test]
fn keys_of_every_kind_should_verify_for_their_message_alone() {
	build_and_execute(|| {
		let sr = sr25519::Pair::from_seed(&[3; 32]);
		let (p256, p256_key) = p256_key(4);
		let cases = [
			(key(1), pair(1).sign(b"m").0),
			(DeviceKey::Sr25519(sr.public().0), sr.sign(b"m").0),
			(p256_key, p256_sign(&p256, b"m")),
		];
		for (place, (key, signature)) in cases.iter().enumerate() {
			assert!(key.verifies(b"m", signature), "{key:?}");
			assert!(!key.verifies(b"n", signature), "{key:?}");
			for (other, (_, wrong)) in cases.iter().enumerate() {
				assert!(place == other || !key.verifies(b"m", wrong), "{key:?}");
			}
			let mut flipped = *signature;
			flipped[40] ^= 1;
			assert!(!key.verifies(b"m", &flipped), "{key:?}");
		}
		// Bytes that are no point, and numbers that are none of the group.
		assert!(!DeviceKey::P256([7; 33]).verifies(b"m", &cases[2].1));
		assert!(!p256_key.verifies(b"m", &[0; 64]) && !p256_key.verifies(b"m", &[0xff; 64]));
	});
}

#[test]
fn a_p256_device_should_report_like_any_other() {
	build_and_execute(|| {
		let id = in_service();
		let (pair, key) = p256_key(4);
		let stated = DeviceLifecycle::key_statement(id, key);
		assert_ok!(set(id, key, p256_sign(&pair, &stated)));
		let other = statement(b"sensor-window", &CHAIN, &(id, 1u64));
		let checked = DeviceLifecycle::check_signed(id, &other, &p256_sign(&pair, &other));
		assert!(checked.unwrap().is_p256);
		let batch = next_batch(id, 0);
		let stated = DeviceLifecycle::usage_statement(id, batch.clone());
		let signature = p256_sign(&pair, &stated);
		let carry = || DeviceLifecycle::submit_usage(signed(NURSE), id, batch.clone(), signature);
		// Dearer than the others, which get back what they didn't cost.
		assert_eq!(carry().unwrap().actual_weight, None);
		assert_eq!(carry().unwrap_err().error, Error::<Test>::NotContiguous.into());
		// The other signature with the same r passes the key and fails the sequence all the same.
		let twin = Signature::from_slice(&signature).unwrap();
		let (r, s) = twin.split_scalars();
		let twin = Signature::from_scalars(r, -s).unwrap();
		assert!(key.verifies(&stated, &twin.to_bytes().into()));
		let again =
			DeviceLifecycle::submit_usage(signed(NURSE), id, batch.clone(), twin.to_bytes().into());
		assert_eq!(again.unwrap_err().error, Error::<Test>::NotContiguous.into());
	});
}

#[test]
fn others_should_have_statements_checked_with_the_key_in_force() {
	build_and_execute(|| {
		let id = in_service();
		let stated = statement(b"sensor-window", &CHAIN, &(id, 1u64));
		let by = |seed| pair(seed).sign(&stated).0;
		let ask =
			|signature| <DeviceLifecycle as DeviceStatus>::check_signed(id, &stated, &signature);
		assert_eq!(ask(by(1)), Err(DeviceRefusal::NoKey));
		set_key(id, 1);
		let SignedBy { device, is_p256 } = ask(by(1)).unwrap();
		assert_eq!((device.owner, device.last_good_calibration), (HOSPITAL, Some(START)));
		assert!(!is_p256);
		assert_eq!(ask(by(2)), Err(DeviceRefusal::InvalidSignature));
		assert_ok!(rotate(id, key(2), proof(id, 2)));
		assert_eq!(ask(by(1)), Err(DeviceRefusal::InvalidSignature));
		assert!(ask(by(2)).is_ok());
		wait(180 * DAY);
		assert_eq!(ask(by(2)), Err(DeviceRefusal::OutOfCalibration));
	});
}

/// Not a test: `cargo test -p pallet-device-lifecycle --release -- --ignored --nocapture`.
#[test]
#[ignore = "measures"]
fn how_long_a_verification_takes() {
	let (sr, (p256, p256_key)) = (sr25519::Pair::from_seed(&[3; 32]), p256_key(4));
	let message = [7u8; 200];
	let cases = [
		("ed25519", key(1), pair(1).sign(&message).0),
		("sr25519", DeviceKey::Sr25519(sr.public().0), sr.sign(&message).0),
		("p256", p256_key, p256_sign(&p256, &message)),
	];
	for (name, key, signature) in cases {
		let start = std::time::Instant::now();
		for _ in 0..1_000 {
			assert!(key.verifies(&message, &signature));
		}
		println!("{name}: {} us", start.elapsed().as_micros() / 1_000);
	}
}
