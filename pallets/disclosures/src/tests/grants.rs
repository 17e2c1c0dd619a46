// SPDX-License-Identifier: Apache-2.0

//! From a request to its closure.

use super::*;
use codec::MaxEncodedLen;
use frame_support::assert_noop;

const BASIS: Basis = Basis::Consent { consent: 1, version: 1 };

fn confirm(who: AccountId, id: GrantId, payload: u8) -> DispatchResult {
	Disclosures::confirm_receipt(signed(who), id, digest(payload))
}

fn release(who: AccountId, id: GrantId) -> DispatchResult {
	Disclosures::release(signed(who), id, digest(1))
}

fn clinics() -> GrantHolder {
	GrantHolder::Institution(CLINIC)
}

#[test]
fn a_permitted_request_should_become_a_grant_of_what_is_left() {
	build_and_execute(|| {
		let id = granted();
		let expires = START + GRANT_TERM;
		assert_eq!(
			Disclosures::grant(id),
			Some(GrantInfo {
				grant: Grant {
					patient: PATIENT,
					data: labs_for_clinic(),
					recipient_key: KEY,
					basis: BASIS,
					granted: START,
					expires,
					released: None,
				},
				status: GrantStatus::NotReleased,
				suspect: false,
			})
		);
		SuspectRecords::set(vec![RECORD]);
		assert!(Disclosures::grant(id).unwrap().suspect, "whoever may read it is told");
		SuspectRecords::set(vec![]);
		let what = Happening::Granted { grant: id, basis: BASIS, recipient_key: KEY, expires };
		assert_logged(of_staff(&CLINIC_PHYSICIAN), what, Some(labs_for_clinic()));
		assert_eq!(Disclosures::open_grants(clinics()), 1);
	});
}

#[test]
fn a_grant_should_be_small() {
	assert!(Grant::<AccountId>::max_encoded_len() <= 256);
}

#[test]
fn a_denied_request_should_be_logged_and_leave_nothing_else() {
	build_and_execute(|| {
		assert_ok!(ask(CLINIC_PHYSICIAN, RECORD, FieldGroups::ALL));
		let denial = Denial::ByPolicy { policy: Some(4) };
		let data = DataUse { fields: FieldGroups::ALL, ..labs_for_clinic() };
		assert_logged(of_staff(&CLINIC_PHYSICIAN), Happening::Denied { denial }, Some(data));
		assert_eq!(Grants::<Test>::iter().count(), 0);
		assert_eq!(Disclosures::open_grants(clinics()), 0);
		assert_eq!(GrantCount::<Test>::get(), 0);
	});
}

#[test]
fn a_patient_should_get_the_own_record_and_nobody_elses() {
	build_and_execute(|| {
		assert_ok!(ask_own(ALICE, RECORD));
		let grant = Disclosures::grant(0).unwrap().grant;
		assert_eq!(grant.basis, Basis::SelfAccess);
		assert_eq!(grant.data.recipient, Requester::Patient(ALICE));
		assert_eq!(Disclosures::open_grants(GrantHolder::Patient(PATIENT)), 1);

		// A stranger leaves no trace.
		for stranger in [BOB, OUTSIDER, PHYSICIAN] {
			assert_noop!(ask_own(stranger, RECORD), Error::<Test>::NotThePatient);
		}

		// What isn't a patient's purpose is the gate's to deny.
		let who = signed(ALICE);
		assert_ok!(Disclosures::request_own(who, RECORD, 1, LABS, TREAT, KEY));
		let denial = Denial::PurposeNotForRole;
		let recipient = Requester::Patient(ALICE);
		let data = DataUse { recipient: recipient.clone(), ..labs_for_clinic() };
		assert_logged(recipient, Happening::Denied { denial }, Some(data));
	});
}

#[test]
fn what_cant_be_asked_should_be_refused() {
	build_and_execute(|| {
		consent(PATIENT, CLINIC, LABS);
		let ask = |record, version, fields, key| {
			let who = signed(CLINIC_PHYSICIAN);
			Disclosures::request(who, record, version, fields, TREAT, None, key)
		};
		assert_noop!(ask(NOWHERE, 1, LABS, KEY), Error::<Test>::RecordNotFound);
		assert_noop!(ask(ERASED, 1, LABS, KEY), Error::<Test>::RecordWithdrawn);
		assert_noop!(ask(RECORD, 0, LABS, KEY), Error::<Test>::NoSuchVersion);
		assert_noop!(ask(RECORD, 4, LABS, KEY), Error::<Test>::NoSuchVersion);
		assert_noop!(ask(RECORD, 1, FieldGroups::NONE, KEY), Error::<Test>::InvalidFields);
		for key in [PublicKey::Ed25519([7; 32]), PublicKey::Secp256k1([2; 33])] {
			assert_noop!(ask(RECORD, 1, LABS, key), Error::<Test>::KeyNotSuited);
		}
		assert_ok!(ask(RECORD, 3, LABS, PublicKey::P256([2; 33])));
	});
}

#[test]
fn open_grants_should_be_bounded_by_whoever_answers_for_them() {
	build_and_execute(|| {
		for _ in 0..4 {
			granted();
		}
		let colleague = staff(CLINIC, Role::Nurse);
		for who in [CLINIC_PHYSICIAN, colleague] {
			assert_noop!(ask(who, RECORD, LABS), Error::<Test>::TooManyOpenGrants);
		}
		// Another institution has its own, and so has the patient.
		consent(PATIENT, HOSPITAL, LABS);
		assert_ok!(ask(PHYSICIAN, RECORD, LABS));
		assert_ok!(ask_own(ALICE, RECORD));
		assert_ok!(ask_own(ALICE, RECORD));
		assert_noop!(ask_own(ALICE, RECORD), Error::<Test>::TooManyOpenGrants);
		// A denial needs no room.
		assert_ok!(ask(CLINIC_PHYSICIAN, OTHER_RECORD, LABS));

		// Closing one makes room for one.
		let reason = RefusalReason::NotAvailable;
		assert_ok!(Disclosures::refuse_release(signed(OFFICER), 2, reason));
		assert_ok!(ask(CLINIC_PHYSICIAN, RECORD, LABS));
		assert_noop!(ask(CLINIC_PHYSICIAN, RECORD, LABS), Error::<Test>::TooManyOpenGrants);
	});
}

#[test]
fn a_release_should_be_the_custodians_alone_and_once() {
	build_and_execute(|| {
		let id = granted();
		wait(HOUR);
		assert_noop!(release(OFFICER, 9), Error::<Test>::GrantNotFound);
		assert_noop!(release(CLINIC_OFFICER, id), Error::<Test>::NotCustodian);
		assert_noop!(
			Disclosures::release(signed(OFFICER), id, digest(0)),
			Error::<Test>::ZeroDigest
		);
		assert_ok!(release(OFFICER, id));
		let what = Happening::Released { grant: id, payload: digest(1), basis: BASIS };
		assert_logged(of_staff(&OFFICER), what, Some(labs_for_clinic()));
		let GrantInfo { grant, status, .. } = Disclosures::grant(id).unwrap();
		assert_eq!(status, GrantStatus::NotConfirmed);
		let released = Release { at: START + HOUR, payload: digest(1), by: OFFICER };
		assert_eq!(grant.released, Some(released));
		assert_noop!(release(OFFICER, id), Error::<Test>::AlreadyReleased);
	});
}

#[test]
fn a_release_should_be_refused_when_the_gate_permits_less_than_before() {
	build_and_execute(|| {
		let id = granted();
		// Withdrawn; narrowed to something else; then as it was, and some more.
		consent(PATIENT, CLINIC, FieldGroups::NONE);
		assert_noop!(release(OFFICER, id), Error::<Test>::NoLongerPermitted);
		consent(PATIENT, CLINIC, FieldGroups::of(&[FieldGroup::Imaging]));
		assert_noop!(release(OFFICER, id), Error::<Test>::NoLongerPermitted);
		let imaging = FieldGroups::of(&[FieldGroup::Imaging]);
		consent(PATIENT, CLINIC, LABS.union(imaging));
		assert_ok!(release(OFFICER, id));
		// The basis is that of the release.
		let basis = Basis::Consent { consent: 1, version: 4 };
		let what = Happening::Released { grant: id, payload: digest(1), basis };
		assert_logged(of_staff(&OFFICER), what, Some(labs_for_clinic()));

		// Of two parts one is left: the payload would have both.
		assert_ok!(ask(CLINIC_PHYSICIAN, RECORD, FieldGroups::ALL));
		consent(PATIENT, CLINIC, LABS);
		assert_noop!(release(OFFICER, id + 1), Error::<Test>::NoLongerPermitted);
	});
}

#[test]
fn a_release_should_be_refused_to_a_suspended_institution_and_after_the_term() {
	build_and_execute(|| {
		let id = granted();
		Suspended::set(vec![CLINIC]);
		assert_noop!(release(OFFICER, id), Error::<Test>::RecipientNotInForce);
		Suspended::set(vec![]);
		wait(GRANT_TERM - 1);
		assert_eq!(Disclosures::grant(id).unwrap().status, GrantStatus::NotReleased);
		wait(1);
		assert_eq!(Disclosures::grant(id).unwrap().status, GrantStatus::ExpiredUnreleased);
		assert_noop!(release(OFFICER, id), Error::<Test>::Expired);

		let id = granted();
		wait(GRANT_TERM - 1);
		assert_ok!(release(OFFICER, id));
	});
}

#[test]
fn a_record_that_was_withdrawn_meanwhile_should_not_be_released() {
	build_and_execute(|| {
		let id = granted();
		Grants::<Test>::mutate(id, |grant| grant.as_mut().unwrap().data.record = ERASED);
		assert_noop!(release(OFFICER, id), Error::<Test>::RecordWithdrawn);
	});
}

#[test]
fn a_receipt_should_be_the_recipients_alone_and_close_the_grant() {
	build_and_execute(|| {
		let id = granted();
		assert_noop!(confirm(CLINIC_PHYSICIAN, 9, 1), Error::<Test>::GrantNotFound);
		assert_noop!(confirm(CLINIC_PHYSICIAN, id, 1), Error::<Test>::NotReleased);
		assert_ok!(release(OFFICER, id));
		let colleague = staff(CLINIC, Role::Nurse);
		for stranger in [colleague, PHYSICIAN, OFFICER, ALICE, OUTSIDER] {
			assert_noop!(confirm(stranger, id, 1), Error::<Test>::NotRecipient);
		}
		assert_noop!(confirm(CLINIC_PHYSICIAN, id, 2), Error::<Test>::PayloadDiffers);

		// Nor who isn't in force any more, or has changed over.
		Expired::set(vec![CLINIC_PHYSICIAN]);
		assert_noop!(confirm(CLINIC_PHYSICIAN, id, 1), Error::<Test>::RecipientNotInForce);
		Expired::set(vec![]);
		Moved::set(vec![(CLINIC_PHYSICIAN, 5)]);
		assert_noop!(confirm(CLINIC_PHYSICIAN, id, 1), Error::<Test>::NotRecipient);
		Moved::set(vec![]);

		assert_ok!(confirm(CLINIC_PHYSICIAN, id, 1));
		let what = Happening::Received { grant: id, payload: digest(1) };
		assert_logged(of_staff(&CLINIC_PHYSICIAN), what, Some(labs_for_clinic()));
		assert_eq!(Disclosures::grant(id), None);
		assert_eq!(Disclosures::open_grants(clinics()), 0);
		assert_noop!(confirm(CLINIC_PHYSICIAN, id, 1), Error::<Test>::GrantNotFound);
	});
}

#[test]
fn a_patients_receipt_should_be_the_accounts_that_asked() {
	build_and_execute(|| {
		assert_ok!(ask_own(ALICE, RECORD));
		assert_ok!(release(OFFICER, 0));
		for stranger in [BOB, CLINIC_PHYSICIAN] {
			assert_noop!(confirm(stranger, 0, 1), Error::<Test>::NotRecipient);
		}
		assert_ok!(confirm(ALICE, 0, 1));
	});
}

#[test]
fn a_late_receipt_should_count_as_long_as_the_grant_is_there() {
	build_and_execute(|| {
		let id = released();
		wait(GRANT_TERM);
		assert_eq!(Disclosures::grant(id).unwrap().status, GrantStatus::ExpiredUnconfirmed);
		assert_ok!(confirm(CLINIC_PHYSICIAN, id, 1));
	});
}

#[test]
fn a_custodian_should_be_able_to_refuse_with_a_reason_until_it_has_released() {
	build_and_execute(|| {
		let (id, other) = (granted(), released());
		let refuse =
			|who, id| Disclosures::refuse_release(signed(who), id, RefusalReason::LegalRestriction);
		assert_noop!(refuse(OFFICER, 9), Error::<Test>::GrantNotFound);
		assert_noop!(refuse(CLINIC_OFFICER, id), Error::<Test>::NotCustodian);
		assert_noop!(refuse(OFFICER, other), Error::<Test>::AlreadyReleased);
		assert_ok!(refuse(OFFICER, id));
		let reason = RefusalReason::LegalRestriction;
		let what = Happening::NotReleased { grant: id, reason };
		assert_logged(of_staff(&OFFICER), what, Some(labs_for_clinic()));
		assert_eq!(Disclosures::grant(id), None);
		assert_eq!(Disclosures::open_grants(clinics()), 1);
	});
}

#[test]
fn an_expired_grant_should_be_anybodys_to_clear_away_and_no_other() {
	build_and_execute(|| {
		let (id, other) = (granted(), released());
		let clear = |who, id| Disclosures::expire_grant(signed(who), id);
		wait(GRANT_TERM - 1);
		assert_noop!(clear(PHYSICIAN, id), Error::<Test>::NotExpired);
		assert_noop!(clear(PHYSICIAN, 9), Error::<Test>::GrantNotFound);
		wait(1);
		assert_ok!(clear(staff(7, Role::Nurse), id));
		let what = Happening::Lapsed { grant: id, released: false };
		assert_logged(of_staff(&staff(7, Role::Nurse)), what, Some(labs_for_clinic()));
		assert_ok!(clear(CLINIC_OFFICER, other));
		let what = Happening::Lapsed { grant: other, released: true };
		let data = DataUse { version: 1, ..labs_for_clinic() };
		assert_logged(of_staff(&CLINIC_OFFICER), what, Some(data));
		assert_eq!(Disclosures::open_grants(clinics()), 0);
		assert_eq!(OpenGrants::<Test>::iter().count(), 0);
	});
}
