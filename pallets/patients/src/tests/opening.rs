// SPDX-License-Identifier: Apache-2.0

//! `open`, `claim` and `replace_claim_key`.

use super::prelude::*;
use frame_support::dispatch::GetDispatchInfo;

#[test]
fn a_patient_should_be_opened_unclaimed() {
	build_and_execute(|| {
		let id = open("ada");
		let expected = Patient {
			sponsor: HOSPITAL,
			control: Control::Unclaimed { claim_key: key("ada") },
			status: Status::Open,
			closed_to_break_glass: 0,
			recovery_nonce: 0,
			opened: START,
		};
		assert_eq!(stored(id), expected);
		assert_eq!(
			last_event(),
			Event::PatientOpened { patient: id, sponsor: HOSPITAL, control: expected.control }
		);
		assert!(Patients::is_open(&id));
		assert!(!speaks("ada", id));
	});
}

#[test]
fn a_nonce_should_open_one_patient_per_opener() {
	build_and_execute(|| {
		let id = open("ada");
		assert_noop!(
			Patients::open(registrar(), nonce("ada"), key("another")),
			Error::<Test>::AlreadyExists
		);
		assert_ok!(Patients::open(signed("clinic/registrar"), nonce("ada"), key("ada")));
		let other = PatientId::derive(&account("clinic/registrar"), &nonce("ada"));
		assert_ne!(id, other);
		assert_eq!(stored(other).sponsor, CLINIC);
	});
}

#[test]
fn only_care_providers_should_open_patients() {
	build_and_execute(|| {
		assert_noop!(
			Patients::open(signed("pharmacy/registrar"), nonce("ada"), key("ada")),
			Error::<Test>::NotCareProvider
		);
	});
}

#[test]
fn a_claim_should_give_control_to_the_claimant_alone() {
	build_and_execute(|| {
		let id = open("ada");
		let (expires, signature) = claim_signature("ada", id, &account("wallet"));
		assert_eq!(System::providers(&account("wallet")), 0);
		assert_ok!(Patients::claim(signed("kiosk"), id, account("wallet"), expires, signature));

		assert_eq!(stored(id).control, Control::Controlled { account: account("wallet") });
		assert_eq!(
			entry("wallet"),
			Some(PatientAccount::Controller { patient: id, sponsor: HOSPITAL })
		);
		assert_eq!(
			last_event(),
			Event::PatientClaimed { patient: id, controller: account("wallet") }
		);
		assert_eq!(System::providers(&account("wallet")), 1);
		assert!(speaks("wallet", id) && !speaks("kiosk", id));
		assert_eq!((payer("wallet"), payer("kiosk")), (Some(HOSPITAL), None));
	});
}

#[test]
fn an_ed25519_key_should_claim_as_well() {
	use sp_core::Pair;
	build_and_execute(|| {
		let pair = sp_core::ed25519::Pair::from_seed(&[9; 32]);
		let claim_key = VerifyingKey::Ed25519(pair.public().0);
		assert_ok!(Patients::open(registrar(), nonce("ada"), claim_key));
		let id = PatientId::derive(&account("hospital/registrar"), &nonce("ada"));
		let expires = now() + HOUR;
		let signature = pair.sign(&Patients::claim_statement(id, account("wallet"), expires)).0;
		assert_ok!(Patients::claim(signed("x"), id, account("wallet"), expires, signature));
		assert!(speaks("wallet", id));
	});
}

#[test]
fn a_claim_should_be_refused_unless_the_key_signed_all_of_it() {
	build_and_execute(|| {
		let (id, other) = (open("ada"), open("ben"));
		let wallet = account("wallet");
		let (expires, signature) = claim_signature("ada", id, &wallet);
		let by_another_key = claim_signature("ben", id, &wallet).1;
		for (patient, claimant, expires, signature) in [
			(other, wallet.clone(), expires, signature),
			(id, account("thief"), expires, signature),
			(id, wallet.clone(), expires + 1, signature),
			(id, wallet.clone(), expires, by_another_key),
			(id, wallet.clone(), expires, [0; 64]),
		] {
			assert_noop!(
				Patients::claim(signed("thief"), patient, claimant, expires, signature),
				Error::<Test>::BadSignature
			);
		}
		// Nor does a signature count that was given for another purpose or another chain.
		let body = (id, wallet.clone(), expires);
		for (domain, chain) in
			[(b"patient-recovery".as_slice(), Chain::get()), (b"patient-claim", [0; 32])]
		{
			let message = galen_primitives::statement::statement(domain, &chain, &body);
			let signature = sign("ada", &message);
			assert_noop!(
				Patients::claim(signed("thief"), id, wallet.clone(), expires, signature),
				Error::<Test>::BadSignature
			);
		}
		assert_ok!(Patients::claim(signed("thief"), id, wallet, expires, signature));
	});
}

#[test]
fn a_claim_should_expire() {
	build_and_execute(|| {
		let id = open("ada");
		let wallet = account("wallet");
		let (expires, signature) = claim_signature("ada", id, &wallet);
		advance(HOUR);
		assert_noop!(
			Patients::claim(signed("x"), id, wallet.clone(), expires, signature),
			Error::<Test>::Expired
		);
		let expires = now() + MaxStatementTerm::get() + 1;
		let signature = sign("ada", &Patients::claim_statement(id, wallet.clone(), expires));
		assert_noop!(
			Patients::claim(signed("x"), id, wallet.clone(), expires, signature),
			Error::<Test>::TermTooLong
		);
		advance(1);
		assert_ok!(Patients::claim(signed("x"), id, wallet, expires, signature));
	});
}

#[test]
fn a_patient_should_be_claimed_once() {
	build_and_execute(|| {
		let id = claimed("ada");
		let (expires, signature) = claim_signature("ada", id, &account("second"));
		assert_noop!(
			Patients::claim(signed("x"), id, account("second"), expires, signature),
			Error::<Test>::AlreadyClaimed
		);
		let unknown = PatientId([0; 32]);
		assert_noop!(
			Patients::claim(signed("x"), unknown, account("second"), expires, signature),
			Error::<Test>::NotFound
		);
	});
}

#[test]
fn a_closed_or_deceased_patient_should_not_be_claimed() {
	build_and_execute(|| {
		let (closed, died) = (open("ada"), open("ben"));
		assert_ok!(Patients::close(registrar(), closed));
		deceased(died);
		let (expires, signature) = claim_signature("ada", closed, &account("wallet"));
		assert_noop!(
			Patients::claim(signed("x"), closed, account("wallet"), expires, signature),
			Error::<Test>::PatientClosed
		);
		let (expires, signature) = claim_signature("ben", died, &account("wallet"));
		assert_noop!(
			Patients::claim(signed("x"), died, account("wallet"), expires, signature),
			Error::<Test>::PatientDeceased
		);
	});
}

#[test]
fn an_account_in_use_should_not_claim() {
	build_and_execute(|| {
		let _ben = claimed("ben");
		assert_ok!(appoint("ben", "ben/representative", Scopes::CONSENT));
		assert_ok!(Patients::issue_voucher(registrar(), account("holder"), now() + DAY));
		let _eve = claimed("eve");
		assert_ok!(Patients::rotate_controller(signed("eve"), account("eve/new")));
		let _dan = claimed("dan");
		with_recovery("dan");
		begin_recovery(_dan, "dan/candidate");

		let id = open("ada");
		for name in [
			"ben",
			"ben/representative",
			"holder",
			"eve",
			"dan/candidate",
			"hospital/physician",
			"pharmacy/administrator",
		] {
			let (expires, signature) = claim_signature("ada", id, &account(name));
			assert_noop!(
				Patients::claim(signed("x"), id, account(name), expires, signature),
				Error::<Test>::AccountInUse
			);
		}
	});
}

#[test]
fn a_claim_should_end_what_the_sponsor_appointed() {
	build_and_execute(|| {
		let id = open("ada");
		assert_ok!(appoint_for(physician(), id, "mother", Scopes::EVERYTHING));
		assert_ok!(appoint_for(physician(), id, "father", Scopes::CONSENT));
		assert!(speaks("mother", id));

		let (expires, signature) = claim_signature("ada", id, &account("wallet"));
		let call =
			Call::<Test>::claim { patient: id, claimant: account("wallet"), expires, signature };
		let charged = call.get_dispatch_info().call_weight;
		let info = Patients::claim(signed("x"), id, account("wallet"), expires, signature).unwrap();
		assert_eq!(charged, <() as WeightInfo>::claim(MaxRepresentatives::get()));
		assert_eq!(info.actual_weight, Some(<() as WeightInfo>::claim(2)));

		assert!(!speaks("mother", id));
		assert_eq!(payer("mother"), None);
		assert_eq!(entry("father"), Some(PatientAccount::Former { patient: id }));
		assert_eq!(Patients::representatives(id), vec![]);

		// Whom the patient trusts may come back.
		assert_ok!(appoint("wallet", "mother", Scopes::CONSENT));
	});
}

#[test]
fn a_representative_should_be_able_to_claim_after_resigning() {
	build_and_execute(|| {
		let id = open("ada");
		assert_ok!(appoint_for(physician(), id, "mother", Scopes::EVERYTHING));
		let (expires, signature) = claim_signature("ada", id, &account("mother"));
		assert_noop!(
			Patients::claim(signed("x"), id, account("mother"), expires, signature),
			Error::<Test>::AccountInUse
		);
		assert_ok!(Patients::dismiss_representative(signed("mother"), account("mother")));
		assert_ok!(Patients::claim(signed("x"), id, account("mother"), expires, signature));
		assert_eq!(System::providers(&account("mother")), 1);
	});
}

#[test]
fn a_replaced_key_should_claim_no_more() {
	build_and_execute(|| {
		let id = open("ada");
		let wallet = account("wallet");
		assert_ok!(Patients::replace_claim_key(registrar(), id, key("second")));
		assert_eq!(last_event(), Event::ClaimKeyReplaced { patient: id, claim_key: key("second") });
		let (expires, by_old) = claim_signature("ada", id, &wallet);
		assert_noop!(
			Patients::claim(signed("x"), id, wallet.clone(), expires, by_old),
			Error::<Test>::BadSignature
		);
		let (expires, by_new) = claim_signature("second", id, &wallet);
		assert_ok!(Patients::claim(signed("x"), id, wallet, expires, by_new));
	});
}

#[test]
fn a_claim_key_should_be_replaced_by_the_sponsor_while_it_can_claim() {
	build_and_execute(|| {
		let (unclaimed, gone, died) = (open("ada"), open("ben"), open("dan"));
		let has_controller = claimed("cleo");
		assert_ok!(Patients::close(registrar(), gone));
		deceased(died);
		for (by, id, error) in [
			(registrar(), PatientId([0; 32]), Error::<Test>::NotFound),
			(signed("clinic/registrar"), unclaimed, Error::NotSponsor),
			(registrar(), has_controller, Error::AlreadyClaimed),
			(registrar(), gone, Error::PatientClosed),
			(registrar(), died, Error::PatientDeceased),
		] {
			assert_noop!(Patients::replace_claim_key(by, id, key("second")), error);
		}
	});
}
