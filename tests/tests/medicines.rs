// SPDX-License-Identifier: Apache-2.0

//! Medicines, and the sensors that vouch for them.

use galen_primitives::{
	gs1::Sscc,
	seams::{Evidence, RecallStatus},
	EvidenceId, EvidenceStanding,
};
use galen_scenarios::*;
use pallet_device_lifecycle::Tolerance;
use pallet_drug_provenance::{
	Call as MedicinesCall, HoldReason, Item, RecallClass, RecallNotice, RecallReason, Standing,
};
use pallet_institutions::Call as InstitutionsCall;

const CASES: [u32; 3] = [0, 1, 2];

fn standing(line: &Line, number: u32) -> Standing {
	let key = pack(number);
	let traced = Medicines::trace(key.gtin, lot().lot, key.serial, Some(line.proof(number)));
	traced.status.expect("it is proven").standing
}

#[test]
fn a_recalled_lot_should_be_refused_in_every_institution_in_the_next_block() {
	Chain::development().run(|chain| {
		let line = chain.line(3);
		let here = chain.pharmacist();
		let administrator = Signer::named("clinic");
		let clinic = chain.admit_clinic(&administrator);
		let there = Signer::named("clinic's pharmacist");
		chain.hire(&administrator, &there, Role::Pharmacist);
		let [first, second, third] = CASES.map(|case| sscc(case.into()));
		chain.delivered(&line, first, HOSPITAL, &here);
		chain.delivered(&line, second, clinic, &there);
		chain.submit(&here, line.dispense(0, chain.now())).succeeds();

		let notice = RecallNotice {
			class: RecallClass::I,
			reason: RecallReason::Contamination,
			notice: document(710),
		};
		let recall = MedicinesCall::recall_lot { lot: lot(), notice };
		chain.submit(&here, recall.clone()).fails_with(DispatchError::BadOrigin);
		chain.submit(&line.responsible, recall).succeeds();
		chain.next_block();

		chain.submit(&here, line.dispense(1, chain.now())).fails_with(MedicinesError::Recalled);
		chain.submit(&there, line.dispense(4, chain.now())).fails_with(MedicinesError::Recalled);
		let shipped = ship(third, HOSPITAL);
		chain.submit(&line.responsible, shipped).fails_with(MedicinesError::Recalled);
		assert!(Medicines::is_recalled(&(lot().gtin, lot().lot)));
		// What was supplied was supplied, and counts.
		let facts = Medicines::facts(EvidenceId::Dispense(0)).unwrap();
		assert_eq!((facts.provider, facts.standing), (HOSPITAL, EvidenceStanding::Confirmed));
	});
}

/// A logger of the manufacturer's, bound to a case that is on its way to the hospital.
fn watched(chain: &mut Chain, line: &Line, case: Sscc) -> (u64, Signer) {
	let maker = chain.maker();
	let engineer = Signer::named("manufacturer's engineer");
	chain.hire(&Signer::named("manufacturer"), &engineer, Role::BiomedicalEngineer);
	let logger = chain.device_in_service(&engineer, maker.model, "A", "1");
	let bind = MedicinesCall::bind_sensor { unit: case, device: logger };
	chain.submit(&line.responsible, bind).succeeds();
	chain.submit(&line.responsible, ship(case, HOSPITAL)).succeeds();
	(logger, engineer)
}

#[test]
fn a_breach_should_lock_what_is_in_the_container_in_that_very_block() {
	Chain::development().run(|chain| {
		let line = chain.line(2);
		let here = chain.pharmacist();
		let (warm, cool) = (sscc(0), sscc(1));
		let (logger, _) = watched(chain, &line, warm);
		chain.submit(&line.responsible, ship(cool, HOSPITAL)).succeeds();
		let key = device_key("1");

		// Two warm readings end the first window, a third begins the second.
		chain.wait(5 * MINUTE);
		let call = window(chain, warm, logger, &key, 0, &[500, 500, 900, 900]);
		chain.submit(&line.responsible, call.clone()).succeeds();
		assert_eq!(standing(&line, 0), Standing::InTransit);
		chain.submit(&line.responsible, call).fails_with(MedicinesError::Replayed);
		chain.wait(5 * MINUTE);
		let forged = window(chain, warm, logger, &device_key("2"), 1, &[500]);
		chain.submit(&line.responsible, forged).fails_with(DevicesError::InvalidSignature);
		let call = window(chain, warm, logger, &key, 1, &[900, 500]);
		chain.submit(&line.responsible, call).succeeds();
		assert_eq!(standing(&line, 0), Standing::Quarantined, "in that very block");
		assert_eq!(standing(&line, 4), Standing::InTransit, "the other isn't touched");

		chain.submit(&here, receive(warm)).succeeds();
		chain.submit(&here, receive(cool)).succeeds();
		chain.submit(&here, line.dispense(0, chain.now())).fails_with(MedicinesError::Excursion);
		chain.submit(&here, line.dispense(4, chain.now())).succeeds();
		let release = MedicinesCall::release {
			item: Item::Unit(warm),
			reason: HoldReason::Excursion,
			evidence: document(711),
		};
		chain.submit(&here, release).succeeds();
		chain.submit(&here, line.dispense(0, chain.now())).succeeds();
	});
}

#[test]
fn a_sensor_out_of_tolerance_should_cast_doubt_on_what_it_vouched_for_alone() {
	Chain::development().run(|chain| {
		let line = chain.line(2);
		let here = chain.pharmacist();
		let (watched_case, other) = (sscc(0), sscc(1));
		let (logger, engineer) = watched(chain, &line, watched_case);
		chain.submit(&line.responsible, ship(other, HOSPITAL)).succeeds();
		chain.wait(5 * MINUTE);
		let call = window(chain, watched_case, logger, &device_key("1"), 0, &[500, 500]);
		chain.submit(&line.responsible, call).succeeds();
		chain.submit(&here, receive(watched_case)).succeeds();
		chain.submit(&here, receive(other)).succeeds();
		chain.submit(&here, MedicinesCall::unbind_sensor { unit: watched_case }).succeeds();
		chain.submit(&here, line.dispense(0, chain.now())).succeeds();

		chain.wait(HOUR);
		let found = service(chain, logger, calibration(Tolerance::Out));
		chain.submit(&engineer, found).succeeds();
		chain
			.submit(&here, line.dispense(1, chain.now()))
			.fails_with(MedicinesError::SensorInDoubt);
		chain.submit(&here, line.dispense(4, chain.now())).succeeds();
		// A review of the spells lets it be supplied again.
		let review = MedicinesCall::review_spells {
			item: Item::Unit(watched_case),
			until: chain.now(),
			evidence: document(712),
		};
		chain.submit(&here, review).succeeds();
		chain.submit(&here, line.dispense(1, chain.now())).succeeds();
	});
}

#[test]
fn a_sensor_under_a_field_action_should_not_be_believed() {
	use pallet_device_lifecycle::{Call, FieldActionClass, FieldActionKind, FieldActionScope};
	Chain::development().run(|chain| {
		let line = chain.line(1);
		let (logger, _) = watched(chain, &line, sscc(0));
		let open = Call::open_field_action {
			model: 0,
			scope: FieldActionScope::Model,
			kind: FieldActionKind::Removal,
			class: FieldActionClass::I,
			reason: document(713),
		};
		chain.submit(&Signer::named("maker's responsible person"), open).succeeds();
		chain.wait(5 * MINUTE);
		let call = window(chain, sscc(0), logger, &device_key("1"), 0, &[500]);
		chain.submit(&line.responsible, call).fails_with(DevicesError::UnderFieldAction);
	});
}

#[test]
fn a_suspended_pharmacy_should_dispense_nothing() {
	Chain::development().run(|chain| {
		let line = chain.line(1);
		let administrator = Signer::named("pharmacy");
		let kinds = [InstitutionKind::Pharmacy];
		let pharmacy = chain.admit(admission(&kinds, VotingClass::CareProviders), &administrator);
		let there = Signer::named("pharmacy's pharmacist");
		chain.hire(&administrator, &there, Role::Pharmacist);
		chain.delivered(&line, sscc(0), pharmacy, &there);
		chain.submit(&there, line.dispense(0, chain.now())).succeeds();
		let suspension = InstitutionsCall::suspend {
			institution: pharmacy,
			reason: Reason::SafetyConcern,
			until: None,
		};
		assert_eq!(chain.council(suspension), Ok(()));
		let origin = RuntimeOrigin::signed(there.account());
		let dispense = line.dispense(1, chain.now());
		assert_eq!(dispatch_in_vain(dispense, origin), Err(DispatchError::BadOrigin));
	});
}
