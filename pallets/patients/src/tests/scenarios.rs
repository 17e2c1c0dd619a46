// SPDX-License-Identifier: Apache-2.0

//! The stories of the crate's documentation.

use crate::{
	mock::{Patients, *},
	*,
};
use frame_support::{assert_noop, assert_ok};
use galen_primitives::{
	seams::{PatientSponsors, Patients as _},
	time::{DAY, HOUR},
};

#[docify::export]
#[test]
fn a_patient_without_a_token_should_take_control() {
	build_and_execute(|| {
		// The claim key's secret half is in the QR code.
		assert_ok!(Patients::open(registrar(), nonce("ada"), key("ada/qr")));
		let ada = PatientId::derive(&account("hospital/registrar"), &nonce("ada"));

		let (wallet, expires) = (account("ada/wallet"), now() + HOUR);
		let statement = Patients::claim_statement(ada, wallet.clone(), expires);
		let signature = sign("ada/qr", &statement);

		// Nobody can turn the claim to their own good, and whoever submits it gains nothing.
		let thief = account("thief");
		assert_noop!(
			Patients::claim(signed("thief"), ada, thief, expires, signature),
			Error::<Test>::BadSignature
		);
		assert_ok!(Patients::claim(signed("kiosk"), ada, wallet.clone(), expires, signature));

		// The wallet speaks for her, and transacts at the hospital's expense.
		assert!(Patients::may(&wallet, &ada, Scope::Everything));
		assert_eq!(Patients::sponsor(&wallet), Some(HOSPITAL));
		assert_ok!(Patients::set_compartments(signed("ada/wallet"), 1 << 5));
	});
}

#[docify::export]
#[test]
fn a_patient_who_lost_the_key_should_regain_control() {
	build_and_execute(|| {
		let ben = claimed("ben/phone");
		assert_ok!(Patients::set_recovery(signed("ben/phone"), guardians(3), 2, 2 * DAY));

		// Two guardians sign what the chain says is to be signed.
		let (tablet, expires) = (account("ben/tablet"), now() + HOUR);
		let statement = Patients::recovery_statement(ben, tablet.clone(), expires);
		let signatures = vec![
			GuardianSignature { guardian: 0, signature: sign("guardian/0", &statement) },
			GuardianSignature { guardian: 2, signature: sign("guardian/2", &statement) },
		];
		assert_ok!(Patients::begin_recovery(
			signed("anyone"),
			ben,
			tablet.clone(),
			expires,
			signatures.try_into().unwrap(),
		));
		assert_noop!(Patients::complete_recovery(signed("anyone"), ben), Error::<Test>::TooEarly);

		advance(2 * DAY);
		assert_ok!(Patients::complete_recovery(signed("anyone"), ben));
		assert!(Patients::may(&tablet, &ben, Scope::Everything));
		assert!(!Patients::may(&account("ben/phone"), &ben, Scope::Everything));
	});
}

#[docify::export]
#[test]
fn a_patient_should_outlast_the_hospital() {
	build_and_execute(|| {
		let cleo = claimed("cleo");
		let wallet = account("cleo");
		suspend(HOSPITAL);

		assert_ok!(Patients::offer_sponsorship(signed("clinic/registrar"), cleo, now() + DAY));
		assert_eq!(Patients::sponsor(&wallet), Some(CLINIC), "so that she can accept");
		assert_ok!(Patients::accept_sponsorship(signed("cleo"), CLINIC));

		advance(2 * DAY);
		assert_eq!(Patients::sponsor(&wallet), Some(CLINIC));
	});
}
