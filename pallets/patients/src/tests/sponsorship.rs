// SPDX-License-Identifier: Apache-2.0

//! `offer_sponsorship`, `accept_sponsorship` and who pays.

use super::prelude::*;

fn offer(by: &str, id: PatientId) -> DispatchResult {
	Patients::offer_sponsorship(signed(by), id, now() + DAY)
}

#[test]
fn an_accepted_offer_should_move_the_patient_and_all_its_accounts() {
	build_and_execute(|| {
		let id = claimed("ada");
		assert_ok!(appoint("ada", "mother", Scopes::EVERYTHING));
		assert_ok!(appoint("ada", "sister", Scopes::CONSENT));
		assert_ok!(offer("clinic/registrar", id));
		assert_eq!(
			last_event(),
			Event::SponsorshipOffered { patient: id, institution: CLINIC, expires: START + DAY }
		);
		assert_eq!(payer("ada"), Some(HOSPITAL), "an offer changes nothing by itself");
		let info = Patients::accept_sponsorship(signed("ada"), CLINIC).unwrap();
		assert_eq!(info.actual_weight, Some(<() as WeightInfo>::accept_sponsorship(2)));
		assert_eq!(
			last_event(),
			Event::SponsorshipAccepted { patient: id, from: HOSPITAL, to: CLINIC }
		);
		for name in ["ada", "mother", "sister"] {
			assert_eq!(payer(name), Some(CLINIC), "{name}");
		}
		assert!(speaks("ada", id) && speaks("mother", id));
		assert_noop!(Patients::record_death(registrar(), id), Error::<Test>::NotSponsor);
		assert_noop!(Patients::accept_sponsorship(signed("ada"), CLINIC), Error::<Test>::NoOffer);
	});
}

#[test]
fn an_offer_should_come_from_another_care_provider_for_a_term() {
	build_and_execute(|| {
		let (id, gone) = (claimed("ada"), open("ben"));
		assert_ok!(Patients::close(registrar(), gone));
		let longest = now() + MaxOfferTerm::get();
		let clinic = || signed("clinic/registrar");
		for (by, id, expires, error) in [
			(clinic(), id, now(), Error::<Test>::Expired),
			(clinic(), id, longest + 1, Error::TermTooLong),
			(clinic(), PatientId([0; 32]), longest, Error::NotFound),
			(clinic(), gone, longest, Error::PatientClosed),
			(registrar(), id, longest, Error::AlreadySponsor),
			(signed("pharmacy/registrar"), id, longest, Error::NotCareProvider),
		] {
			assert_noop!(Patients::offer_sponsorship(by, id, expires), error);
		}
		assert_ok!(Patients::offer_sponsorship(clinic(), id, longest));
	});
}

#[test]
fn an_offer_should_be_accepted_by_those_who_speak_for_the_patient_in_everything() {
	build_and_execute(|| {
		let id = open("ada");
		assert_ok!(offer("clinic/registrar", id));
		assert_ok!(appoint_for(physician(), id, "sister", Scopes::CONSENT));
		assert_ok!(appoint_for(physician(), id, "mother", Scopes::EVERYTHING));
		for name in ["sister", "stranger", "hospital/registrar"] {
			assert_noop!(
				Patients::accept_sponsorship(signed(name), CLINIC),
				Error::<Test>::NotAuthorized
			);
		}
		assert_ok!(Patients::accept_sponsorship(signed("mother"), CLINIC));
		assert_eq!((payer("mother"), payer("sister")), (Some(CLINIC), Some(CLINIC)));

		// An unclaimed patient is the new sponsor's to look after.
		assert_ok!(Patients::replace_claim_key(signed("clinic/registrar"), id, key("new")));
	});
}

#[test]
fn an_offer_should_be_accepted_by_name_and_in_time() {
	build_and_execute(|| {
		let id = claimed("ada");
		assert_noop!(Patients::accept_sponsorship(signed("ada"), CLINIC), Error::<Test>::NoOffer);
		// A later offer takes the place of an earlier one, but nobody can slip it in.
		admit(4, galen_primitives::InstitutionKind::CareProvider);
		employ(&account("other/registrar"), 4, Role::RegistrationOfficer);
		assert_ok!(offer("clinic/registrar", id));
		assert_ok!(offer("other/registrar", id));
		assert_noop!(Patients::accept_sponsorship(signed("ada"), CLINIC), Error::<Test>::NoOffer);
		advance(DAY);
		assert_noop!(Patients::accept_sponsorship(signed("ada"), 4), Error::<Test>::Expired);
		assert_ok!(offer("clinic/registrar", id));
		suspend(CLINIC);
		assert_noop!(
			Patients::accept_sponsorship(signed("ada"), CLINIC),
			Error::<Test>::NotCareProvider
		);
	});
}

#[test]
fn an_offer_should_pay_only_where_the_sponsor_is_out_of_force() {
	build_and_execute(|| {
		let id = claimed("ada");
		assert_ok!(appoint("ada", "mother", Scopes::EVERYTHING));
		assert_ok!(Patients::issue_voucher(registrar(), account("holder"), now() + 9 * DAY));
		suspend(HOSPITAL);
		assert_eq!(payer("ada"), Some(HOSPITAL), "who then refuses");
		assert_ok!(offer("clinic/registrar", id));
		assert_eq!((payer("ada"), payer("mother")), (Some(CLINIC), Some(CLINIC)));
		assert_eq!(payer("holder"), Some(HOSPITAL), "a voucher can't move");
		advance(DAY);
		assert_eq!(payer("ada"), Some(HOSPITAL), "the offer has expired");
	});
}

#[test]
fn a_death_in_error_should_be_reversible_by_the_next_sponsor() {
	build_and_execute(|| {
		let id = claimed("ada");
		deceased(id);
		suspend(HOSPITAL);
		assert_ok!(offer("clinic/registrar", id));
		assert_ok!(Patients::accept_sponsorship(signed("ada"), CLINIC));
		assert_ok!(Patients::reverse_death(signed("clinic/physician"), id));
		assert!(Patients::is_open(&id));
	});
}
