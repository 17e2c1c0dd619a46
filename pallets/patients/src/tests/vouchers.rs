// SPDX-License-Identifier: Apache-2.0

//! `issue_voucher`, `revoke_voucher` and `open_with_voucher`.

use super::prelude::*;

fn issue(name: &str) -> DispatchResult {
	Patients::issue_voucher(registrar(), account(name), now() + DAY)
}

#[test]
fn a_voucher_should_let_its_holder_transact_until_it_expires() {
	build_and_execute(|| {
		assert_ok!(issue("holder"));
		let expires = START + DAY;
		assert_eq!(
			entry("holder"),
			Some(PatientAccount::VoucherHolder { sponsor: HOSPITAL, expires })
		);
		assert_eq!(
			last_event(),
			Event::VoucherIssued { account: account("holder"), institution: HOSPITAL, expires }
		);
		assert_eq!(System::providers(&account("holder")), 1);
		advance(DAY - 1);
		assert_eq!(payer("holder"), Some(HOSPITAL));
		advance(1);
		assert_eq!(payer("holder"), None);
	});
}

#[test]
fn a_voucher_should_open_one_patient() {
	build_and_execute(|| {
		assert_ok!(issue("holder"));
		assert_ok!(Patients::open_with_voucher(signed("holder"), nonce("a")));
		let id = PatientId::derive(&account("holder"), &nonce("a"));
		assert_eq!(
			last_event(),
			Event::PatientOpened {
				patient: id,
				sponsor: HOSPITAL,
				control: Control::Controlled { account: account("holder") },
			}
		);
		assert!(speaks("holder", id));
		assert_eq!(System::providers(&account("holder")), 1);
		advance(2 * DAY);
		assert_eq!(payer("holder"), Some(HOSPITAL), "the voucher's end doesn't matter any more");
		assert_noop!(
			Patients::open_with_voucher(signed("holder"), nonce("b")),
			Error::<Test>::NoVoucher
		);
	});
}

#[test]
fn a_voucher_should_be_worth_nothing_once_it_has_expired_or_was_revoked() {
	build_and_execute(|| {
		assert_ok!(issue("late"));
		assert_ok!(issue("revoked"));
		assert_ok!(Patients::revoke_voucher(registrar(), account("revoked")));
		assert_eq!(last_event(), Event::VoucherRevoked { account: account("revoked") });
		assert_eq!(payer("revoked"), None);
		assert_noop!(
			Patients::open_with_voucher(signed("revoked"), nonce("a")),
			Error::<Test>::VoucherExpired
		);
		advance(DAY);
		assert_noop!(
			Patients::open_with_voucher(signed("late"), nonce("a")),
			Error::<Test>::VoucherExpired
		);
		assert_noop!(
			Patients::open_with_voucher(signed("nobody"), nonce("a")),
			Error::<Test>::NoVoucher
		);
	});
}

#[test]
fn a_voucher_of_an_institution_out_of_force_should_open_nothing() {
	build_and_execute(|| {
		assert_ok!(issue("holder"));
		suspend(HOSPITAL);
		assert_noop!(
			Patients::open_with_voucher(signed("holder"), nonce("a")),
			Error::<Test>::NotCareProvider
		);
	});
}

#[test]
fn a_voucher_should_not_open_the_same_patient_twice() {
	build_and_execute(|| {
		assert_ok!(issue("holder"));
		// The same account and nonce, which only a broken chain could bring about.
		let id = PatientId::derive(&account("holder"), &nonce("a"));
		let other = open("other");
		crate::Patients::<Test>::insert(id, stored(other));
		assert_noop!(
			Patients::open_with_voucher(signed("holder"), nonce("a")),
			Error::<Test>::AlreadyExists
		);
	});
}

#[test]
fn a_lapsed_voucher_should_not_hold_its_account() {
	build_and_execute(|| {
		// Expired: another care provider may issue one.
		assert_ok!(issue("late"));
		advance(DAY);
		let expires = now() + DAY;
		assert_ok!(Patients::issue_voucher(signed("clinic/registrar"), account("late"), expires));
		assert_eq!(payer("late"), Some(CLINIC));

		// Revoked: the account may serve in another way. It keeps the one reference it has.
		assert_ok!(issue("revoked"));
		assert_ok!(Patients::revoke_voucher(registrar(), account("revoked")));
		assert_eq!(System::providers(&account("revoked")), 1);
		let id = open("ada");
		let (expires, signature) = claim_signature("ada", id, &account("revoked"));
		assert_ok!(Patients::claim(signed("x"), id, account("revoked"), expires, signature));
		assert_eq!(System::providers(&account("revoked")), 1);
	});
}

#[test]
fn a_revoked_voucher_should_leave_the_nonce_where_it_was() {
	build_and_execute(|| {
		assert_ok!(issue("holder"));
		System::inc_account_nonce(account("holder"));
		assert_ok!(Patients::revoke_voucher(registrar(), account("holder")));
		assert_eq!(System::account_nonce(account("holder")), 1);
	});
}

#[test]
fn a_voucher_should_be_refused_to_an_account_in_use() {
	build_and_execute(|| {
		let _ada = claimed("ada");
		assert_ok!(appoint("ada", "representative", Scopes::ALL));
		assert_ok!(Patients::rotate_controller(signed("ada"), account("ada/new")));
		assert_ok!(issue("holder"));
		for name in ["ada", "ada/new", "representative", "holder", "clinic/physician"] {
			assert_noop!(issue(name), Error::<Test>::AccountInUse);
		}
	});
}

#[test]
fn a_voucher_should_have_a_term_and_a_care_provider() {
	build_and_execute(|| {
		let holder = account("holder");
		let longest = now() + MaxVoucherTerm::get();
		assert_noop!(
			Patients::issue_voucher(registrar(), holder.clone(), now()),
			Error::<Test>::Expired
		);
		assert_noop!(
			Patients::issue_voucher(registrar(), holder.clone(), longest + 1),
			Error::<Test>::TermTooLong
		);
		assert_noop!(
			Patients::issue_voucher(signed("pharmacy/registrar"), holder.clone(), longest),
			Error::<Test>::NotCareProvider
		);
		assert_ok!(Patients::issue_voucher(registrar(), holder, longest));
	});
}

#[test]
fn a_voucher_should_be_revoked_by_whoever_issued_it() {
	build_and_execute(|| {
		assert_ok!(issue("holder"));
		let _ada = claimed("ada");
		for (by, name, error) in [
			(signed("clinic/registrar"), "holder", Error::<Test>::NotSponsor),
			(registrar(), "nobody", Error::NoVoucher),
			(registrar(), "ada", Error::NoVoucher),
		] {
			assert_noop!(Patients::revoke_voucher(by, account(name)), error);
		}
		advance(DAY);
		assert_noop!(
			Patients::revoke_voucher(registrar(), account("holder")),
			Error::<Test>::VoucherExpired
		);
	});
}
