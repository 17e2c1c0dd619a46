// SPDX-License-Identifier: Apache-2.0

//! What anyone can read, and the exact bytes that are signed.

use super::prelude::*;

#[test]
fn a_patient_should_be_told_as_it_is() {
	build_and_execute(|| {
		assert_eq!(Patients::patient(PatientId([0; 32])), None);
		let id = open("ada");
		let unclaimed = PatientInfo {
			status: Status::Open,
			sponsor: HOSPITAL,
			claimed: false,
			controller: None,
			opened: START,
			closed_to_break_glass: 0,
		};
		assert_eq!(Patients::patient(id), Some(unclaimed.clone()));

		let (expires, signature) = claim_signature("ada", id, &account("ada"));
		assert_ok!(Patients::claim(signed("x"), id, account("ada"), expires, signature));
		assert_ok!(Patients::set_compartments(signed("ada"), 3));
		let controlled = PatientInfo {
			claimed: true,
			controller: Some(account("ada")),
			closed_to_break_glass: 3,
			..unclaimed
		};
		assert_eq!(Patients::patient(id), Some(controlled.clone()));

		assert_ok!(Patients::close(signed("ada"), id));
		let status = Status::Closed { at: now() };
		let closed = PatientInfo { controller: None, status, ..controlled };
		assert_eq!(Patients::patient(id), Some(closed));
	});
}

#[test]
fn accounts_should_be_told_whom_they_serve_now() {
	build_and_execute(|| {
		let id = claimed("ada");
		assert_ok!(Patients::appoint_representative(
			signed("ada"),
			account("mother"),
			RepresentativeKind::CourtAppointed,
			Scopes::DISCLOSURE,
			Some(START + DAY),
			evidence(),
		));
		assert_ok!(Patients::issue_voucher(registrar(), account("holder"), START + DAY));
		let of = |name| Patients::patient_of(account(name));
		assert_eq!((of("ada"), of("mother")), (Some(id), Some(id)));
		assert_eq!((of("holder"), of("stranger")), (None, None));
		assert_eq!(
			Patients::patient_account(account("holder")),
			Some(PatientAccount::VoucherHolder { sponsor: HOSPITAL, expires: START + DAY })
		);
		assert_eq!(
			Patients::representatives(id),
			vec![Representative {
				account: account("mother"),
				kind: RepresentativeKind::CourtAppointed,
				scopes: Scopes::DISCLOSURE,
				until: Some(START + DAY),
				evidence: evidence(),
				since: START,
			}]
		);
		advance(DAY);
		assert_eq!((of("ada"), of("mother")), (Some(id), None));
		assert_eq!(Patients::representatives(id), vec![]);
	});
}

#[test]
fn a_recovery_and_an_offer_should_be_told() {
	build_and_execute(|| {
		let id = claimed("ada");
		assert_eq!(Patients::recovery(id), None);
		with_recovery("ada");
		begin_recovery(id, "new");
		let info = Patients::recovery(id).unwrap();
		assert_eq!(info.keys, guardians(3).into_inner());
		assert_eq!((info.threshold, info.delay, info.nonce), (2, 2 * DAY, 2));
		assert_eq!(info.attempt.map(|attempt| attempt.new_controller), Some(account("new")));

		assert_eq!(Patients::sponsorship_offer(id), None);
		let expires = now() + DAY;
		assert_ok!(Patients::offer_sponsorship(signed("clinic/registrar"), id, expires));
		let offer = SponsorshipOffer { institution: CLINIC, expires };
		assert_eq!(Patients::sponsorship_offer(id), Some(offer));
		advance(DAY);
		assert_eq!(Patients::sponsorship_offer(id), None);
	});
}

#[test]
fn statements_should_be_their_documented_bytes() {
	build_and_execute(|| {
		let id = claimed("ada");
		let wallet: [u8; 32] = account("wallet").into();
		let expires: Moment = 0x0102_0304_0506_0708;
		let end = [8, 7, 6, 5, 4, 3, 2, 1];
		let claim =
			[b"galen/patient-claim\0".as_slice(), &Chain::get(), &id.0, &wallet, &end].concat();
		assert_eq!(Patients::claim_statement(id, account("wallet"), expires), claim);

		with_recovery("ada");
		let recovery = [
			b"galen/patient-recovery\0".as_slice(),
			&Chain::get(),
			&id.0,
			&wallet,
			&[1, 0, 0, 0],
			&end,
		]
		.concat();
		assert_eq!(Patients::recovery_statement(id, account("wallet"), expires), recovery);
		let nobody = PatientId([0; 32]);
		assert!(Patients::recovery_statement(nobody, account("wallet"), expires).is_empty());
	});
}

#[test]
fn deny_all_seams_should_refuse() {
	use galen_primitives::seams::{Patients, Staff};
	assert!(<() as Staff<AccountId>>::is_staff(&account("x")));
	let id = PatientId([0; 32]);
	assert!(!<() as Patients<AccountId>>::may(&account("x"), &id, Scope::Disclosure));
	assert!(<() as Patients<AccountId>>::is_claimed(&id));
	assert_eq!(<() as Patients<AccountId>>::closed_to_break_glass(&id), u64::MAX);
	assert!(<() as PatientSponsors<AccountId>>::is_patients(&account("x")));
	assert_eq!(<() as PatientSponsors<AccountId>>::sponsor(&account("x")), None);
}
