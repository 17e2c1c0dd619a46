// SPDX-License-Identifier: Apache-2.0

//! A suspension takes effect at once, ends when it should, and silences no patient.

use galen_runtime_common::allowance::refusal;
use galen_scenarios::*;
use pallet_institutions::{ActorError, AllowanceError, Call as InstitutionsCall};
use pallet_patients::Call as PatientsCall;
use polkadot_sdk::frame_support::traits::Get;

/// An inspector of the authority.
fn inspector(chain: &mut Chain) -> Signer {
	let inspector = Signer::named("inspector");
	chain.hire(&alice(), &inspector, Role::Inspector);
	inspector
}

fn suspend(institution: InstitutionId) -> InstitutionsCall<Runtime> {
	InstitutionsCall::suspend_provisionally { institution, reason: Reason::SafetyConcern }
}

fn provisional_term() -> Moment {
	<Runtime as pallet_institutions::Config>::ProvisionalTerm::get()
}

#[test]
fn staff_should_be_refused_at_once_when_a_regulator_suspends_their_hospital() {
	Chain::development().run(|chain| {
		let (inspector, physician) = (inspector(chain), chain.physician());
		let ada = chain.claimed_patient(&physician, "ada");
		let letter = chain.anchored(&physician, ada.id, 1);
		let pending = chain.transaction(&physician, anchor(ada.id, 2)).encode();

		chain.submit(&inspector, suspend(HOSPITAL)).succeeds();
		// In the same block: what was valid a moment ago, and what is new.
		chain
			.submit_bytes(&pending)
			.is_refused_with(refusal(AllowanceError::InstitutionNotInForce));
		chain
			.submit(&physician, anchor(ada.id, 3))
			.is_refused_with(refusal(AllowanceError::InstitutionNotInForce));
		// The administrator is heard, and has nothing to say as one.
		chain.submit(&bob(), remark()).succeeds();
		let hire = InstitutionsCall::issue_credential {
			account: Signer::named("new").account(),
			role: Role::Nurse,
			department: 1,
			validity: Period { from: 0, until: None },
		};
		chain.submit(&bob(), hire).fails_with(DispatchError::BadOrigin);
		assert_eq!(
			Institutions::actor(physician.account()),
			Err(ActorError::InstitutionNotInForce)
		);

		// Nobody gets round it through somebody else's transaction.
		let proxied = polkadot_sdk::pallet_proxy::Call::proxy {
			real: physician.account().into(),
			force_proxy_type: None,
			call: Box::new(anchor(ada.id, 2)),
		};
		chain
			.submit(&alice(), proxied)
			.fails_with(polkadot_sdk::pallet_proxy::Error::<Runtime>::NotProxy);

		// What was anchored before still counts.
		chain.next_block();
		assert!(matches!(
			Records::verify_digest(letter, None, document(1)),
			pallet_patient_records::Verification::Matches { .. }
		));
	});
}

#[test]
fn the_council_should_be_heard_when_an_inspector_suspends_the_houses_of_its_members() {
	Chain::development().run(|chain| {
		let inspector = inspector(chain);
		for institution in [HOSPITAL, PAYER] {
			chain.submit(&inspector, suspend(institution)).succeeds();
		}
		for institution in [HOSPITAL, PAYER] {
			let lift = InstitutionsCall::lift_suspension { institution };
			assert_eq!(chain.motion(Body::Council, &[bob(), charlie()], lift), Ok(()));
		}
		assert!(Institutions::actor(bob().account()).is_ok());
	});
}

#[test]
fn an_anchor_should_be_refused_when_it_comes_through_a_proxy_of_a_suspended_hospital() {
	Chain::development().run(|chain| {
		let (inspector, physician) = (inspector(chain), chain.physician());
		let ada = chain.claimed_patient(&physician, "ada");
		// The delegate works elsewhere, so that it still can transact.
		let allow = polkadot_sdk::pallet_proxy::Call::add_proxy {
			delegate: charlie().account().into(),
			proxy_type: galen_runtime::configs::ProxyType::Records,
			delay: 0,
		};
		chain.submit(&physician, allow).succeeds();
		let proxied = |number| polkadot_sdk::pallet_proxy::Call::proxy {
			real: physician.account().into(),
			force_proxy_type: None,
			call: Box::new(anchor(ada.id, number)),
		};
		let executed = |receipt: Receipt| {
			receipt.find(|event| match event {
				RuntimeEvent::Proxy(polkadot_sdk::pallet_proxy::Event::ProxyExecuted {
					result,
				}) => Some(*result),
				_ => None,
			})
		};
		let receipt = chain.submit(&charlie(), proxied(1)).succeeds();
		assert_eq!(executed(receipt), Ok(()));
		chain.submit(&inspector, suspend(HOSPITAL)).succeeds();
		let receipt = chain.submit(&charlie(), proxied(2)).succeeds();
		assert_eq!(executed(receipt), Err(DispatchError::BadOrigin));
	});
}

#[test]
fn a_provisional_suspension_should_lapse_by_itself_when_nobody_ratifies_it() {
	Chain::development().run(|chain| {
		let (inspector, physician) = (inspector(chain), chain.physician());
		let ada = chain.claimed_patient(&physician, "ada");
		chain.submit(&inspector, suspend(HOSPITAL)).succeeds();
		let begun = chain.now();

		chain.wait(provisional_term() - 2_000);
		chain
			.submit(&physician, anchor(ada.id, 1))
			.is_refused_with(refusal(AllowanceError::InstitutionNotInForce));
		chain.next_block();
		chain.anchored(&physician, ada.id, 1);

		// The past stays what it was.
		assert_eq!(Institutions::was_in_force(HOSPITAL, begun), Some(false));
		assert_eq!(Institutions::was_in_force(HOSPITAL, begun - 1), Some(true));
		assert_eq!(Institutions::was_in_force(HOSPITAL, chain.now()), Some(true));

		// Nor can the regulator go on like this.
		chain.submit(&inspector, suspend(HOSPITAL)).fails_with(InstitutionsError::TooSoon);
	});
}

#[test]
fn a_suspension_should_last_until_lifted_when_it_was_ratified() {
	Chain::development().run(|chain| {
		let (inspector, physician) = (inspector(chain), chain.physician());
		let ada = chain.claimed_patient(&physician, "ada");
		chain.submit(&inspector, suspend(HOSPITAL)).succeeds();
		// Bob's institution is suspended, and so is his voice.
		let ratify = InstitutionsCall::ratify_suspension { institution: HOSPITAL };
		assert_eq!(chain.motion(Body::Council, &[alice(), charlie()], ratify), Ok(()));

		chain.wait(2 * provisional_term());
		chain
			.submit(&physician, anchor(ada.id, 1))
			.is_refused_with(refusal(AllowanceError::InstitutionNotInForce));
		// It isn't the regulator's any more.
		let lift = InstitutionsCall::lift_suspension { institution: HOSPITAL };
		chain.submit(&inspector, lift.clone()).fails_with(InstitutionsError::NotImposedByYou);
		assert_eq!(chain.motion(Body::Council, &[alice(), charlie()], lift), Ok(()));
		chain.anchored(&physician, ada.id, 1);
	});
}

#[test]
fn a_patient_should_transact_when_the_hospital_is_suspended() {
	Chain::development().run(|chain| {
		let (inspector, physician) = (inspector(chain), chain.physician());
		let ada = chain.claimed_patient(&physician, "ada");
		chain.submit(&inspector, suspend(HOSPITAL)).succeeds();
		let (staff, patients) = chain.allowance(HOSPITAL);
		let closed_to_break_glass = 1;
		chain
			.submit(&ada.controller, PatientsCall::set_compartments { closed_to_break_glass })
			.succeeds();
		let (staff_after, patients_after) = chain.allowance(HOSPITAL);
		assert_eq!(staff, staff_after);
		assert!(patients_after < patients);

		// She can go to another care provider, which pays from then on.
		let administrator = Signer::named("clinic");
		let profile = admission(&[InstitutionKind::CareProvider], VotingClass::CareProviders);
		let administrators = vec![administrator.account()].try_into().unwrap();
		let admit = InstitutionsCall::admit { profile, administrators };
		assert_eq!(chain.motion(Body::Council, &[alice(), charlie()], admit), Ok(()));
		let clinic = 3;
		let desk = Signer::named("desk");
		chain.hire(&administrator, &desk, Role::RegistrationOfficer);
		let expires = chain.now() + DAY;
		let offer = PatientsCall::offer_sponsorship { patient: ada.id, expires };
		chain.submit(&desk, offer).succeeds();
		let (_, before) = chain.allowance(clinic);
		let accept = PatientsCall::accept_sponsorship { institution: clinic };
		let receipt = chain.submit(&ada.controller, accept).succeeds();
		assert_eq!(chain.allowance(clinic).1, before - receipt.fee());
		assert_eq!(Patients::patient(ada.id).unwrap().sponsor, clinic);
	});
}

#[test]
fn one_members_credential_should_be_suspended_without_the_others() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let nurse = Signer::named("nurse");
		chain.hire(&bob(), &nurse, Role::Nurse);
		let ada = chain.claimed_patient(&physician, "ada");
		let until = Some(chain.now() + DAY);
		let suspend = InstitutionsCall::suspend_credential {
			account: physician.account(),
			reason: Reason::UnderInvestigation,
			until,
		};
		chain.submit(&bob(), suspend).succeeds();
		chain
			.submit(&physician, anchor(ada.id, 1))
			.is_refused_with(refusal(AllowanceError::CredentialNotInForce));
		chain.anchored(&nurse, ada.id, 2);
		chain.wait(DAY);
		chain.anchored(&physician, ada.id, 1);
	});
}

#[test]
fn a_regulator_should_not_suspend_itself_or_be_impersonated() {
	Chain::development().run(|chain| {
		let (inspector, physician) = (inspector(chain), chain.physician());
		chain.submit(&inspector, suspend(AUTHORITY)).fails_with(InstitutionsError::OwnInstitution);
		for other in [physician, alice(), bob(), charlie()] {
			chain.submit(&other, suspend(PAYER)).fails_with(DispatchError::BadOrigin);
		}
	});
}
