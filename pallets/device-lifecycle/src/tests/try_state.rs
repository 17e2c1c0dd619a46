// SPDX-License-Identifier: Apache-2.0

//! Every invariant, broken by hand.

use super::*;
use device_lifecycle_core::{Serviced, Spell};

/// A ventilator in service, a stent in a body, a disposed ventilator, and field actions over all of
/// them.
struct State {
	ventilator: DeviceId,
	stent: DeviceId,
	gone: DeviceId,
	by_lot: FieldActionId,
	by_serial: FieldActionId,
}

impl State {
	fn new() -> Self {
		let ventilator = in_service();
		set_key(ventilator, 1);
		let stents = register_model(stent());
		let stent = register(stents, boxed("L7", 0));
		commission(stent);
		assert_ok!(DeviceLifecycle::implant(signed(PHYSICIAN), stent, digest(5), now()));
		let gone = register(0, serial("L1", "S2"));
		disposed(gone);
		wait(DAY);
		assert_ok!(submit(ventilator, next_batch(ventilator, 60), 1));
		assert_ok!(record(ventilator, calibration(Tolerance::Out, Tolerance::Within)));
		let alert = FieldActionKind::SafetyAlert;
		let by_lot = open(0, FieldActionScope::Lot(text("L1")), alert);
		let by_serial = open(0, serials_of(&["S1", "S8"]), alert);
		assert_ok!(settle(by_serial, ventilator, Disposition::Corrected));
		Self { ventilator, stent, gone, by_lot, by_serial }
	}
}

/// Breaks something, and expects to be told.
fn break_and_expect(expected: &'static str, break_it: impl FnOnce(&State)) {
	new_test_ext().execute_with(|| {
		let state = State::new();
		assert_ok!(DeviceLifecycle::do_try_state());
		break_it(&state);
		assert_eq!(DeviceLifecycle::do_try_state(), Err(expected.into()));
	});
}

fn change(id: DeviceId, change: impl FnOnce(&mut DeviceOf<Test>)) {
	Devices::<Test>::mutate(id, |device| change(device.as_mut().unwrap()));
}

fn change_model(id: ModelId, change: impl FnOnce(&mut ModelOf<Test>)) {
	Models::<Test>::mutate(id, |model| change(model.as_mut().unwrap()));
}

fn change_action(id: FieldActionId, change: impl FnOnce(&mut FieldAction)) {
	FieldActions::<Test>::mutate(id, |action| change(action.as_mut().unwrap()));
}

#[test]
fn broken_models_should_be_noticed() {
	break_and_expect("a model has no number", |_| ModelCount::<Test>::put(1));
	break_and_expect("a model's identifier is malformed", |_| {
		change_model(0, |m| m.definition.identifier = DeviceIdentifier::Gs1(Gtin(1)));
	});
	break_and_expect("a model isn't found by its identifier", |_| {
		ModelIds::<Test>::remove(gtin(1));
	});
	break_and_expect("an identifier leads to no model", |_| {
		ModelIds::<Test>::insert(gtin(5), 5);
	});
	break_and_expect("a model's flags or plan can't be", |_| {
		change_model(0, |m| m.definition.plan.maintenance = Some(0));
	});
	break_and_expect("a model without a firmware approves one", |_| {
		let firmwares = Models::<Test>::get(0).unwrap().firmwares;
		change_model(1, |m| m.firmwares = firmwares);
	});
	break_and_expect("a firmware is there twice", |_| {
		change_model(0, |m| m.firmwares.try_push(m.firmwares[0]).unwrap());
	});
	let wrongly = "a model lists a field action wrongly";
	break_and_expect(wrongly, |_| change_model(0, |m| m.actions[0].stops = true));
	break_and_expect(wrongly, |_| {
		change_model(0, |m| m.actions.try_push(m.actions[0].clone()).unwrap());
	});
	break_and_expect("a model lists nothing", |s| FieldActions::<Test>::remove(s.by_lot));
}

#[test]
fn broken_labels_should_be_noticed() {
	break_and_expect("a device has no number", |_| DeviceCount::<Test>::put(1));
	break_and_expect("a device has no model", |s| change(s.ventilator, |d| d.model = 9));
	break_and_expect("a label says what its model's don't, or the reverse", |s| {
		change(s.ventilator, |d| d.identifiers.lot = None);
	});
	break_and_expect("a device isn't found by its identification", |s| {
		change(s.ventilator, |d| d.identifiers.serial = Some(text("S7")));
	});
	break_and_expect("a device runs a firmware that its model doesn't have, or the reverse", |s| {
		change(s.ventilator, |d| d.firmware = None);
	});
	break_and_expect("an identification leads nowhere", |_| {
		UdiIndex::<Test>::insert(UdiHash([1; 32]), UdiEntry::Device(77));
	});
	break_and_expect("an identification leads to another device", |s| {
		UdiIndex::<Test>::insert(UdiHash([1; 32]), UdiEntry::Device(s.ventilator));
	});
	break_and_expect("an identification awaits nothing", |_| {
		let nothing = UdiEntryOf::<Test>::Awaited(BoundedVec::new());
		UdiIndex::<Test>::insert(UdiHash([1; 32]), nothing);
	});
}

#[test]
fn broken_lives_should_be_noticed() {
	let unfit = "a device in service isn't fit for it";
	break_and_expect(unfit, |s| change(s.ventilator, |d| d.history.accepted = None));
	break_and_expect(unfit, |s| change(s.ventilator, |d| d.failed = FailedServices(1)));
	break_and_expect(unfit, |s| change(s.ventilator, |d| d.inspected = false));
	break_and_expect(unfit, |s| change(s.stent, |d| d.association = Association::Explanted));
	break_and_expect("a broken device is in service", |s| {
		change(s.ventilator, |d| d.availability = Availability::Damaged);
	});
	break_and_expect("an accepted device isn't commissioned", |s| {
		change(s.ventilator, |d| d.status = ServiceStatus::Registered);
	});
	let late = "a service is out of its time";
	let service = |at, next| Some(Serviced { at, next });
	break_and_expect(late, |s| {
		change(s.ventilator, |d| d.history.maintenance = service(START - 1, None));
	});
	break_and_expect(late, |s| {
		change(s.ventilator, |d| d.history.safety_test = service(now() + 1, None));
	});
	break_and_expect("a next service is later than planned", |s| {
		let next = Some(START + 366 * DAY);
		change(s.ventilator, |d| d.history.maintenance = service(START, next));
	});
	break_and_expect("a device's times can't be", |s| {
		change(s.ventilator, |d| d.status_since = now() + 1);
	});
	break_and_expect("a meter shows what can't be", |s| {
		change(s.ventilator, |d| d.history.maintenance_run = 61);
	});
	break_and_expect("a meter shows what can't be", |s| {
		change(s.ventilator, |d| d.meter.until = START - 1);
	});
	break_and_expect("a device has run for longer than there was time", |s| {
		change(s.ventilator, |d| d.meter.run_minutes = 71);
	});
	break_and_expect("a single-use device was used again", |s| change(s.stent, |d| d.uses = 2));
	break_and_expect("an implant isn't one", |s| {
		change(s.ventilator, |d| {
			d.association = Association::Implanted { patient: digest(5), since: START }
		});
	});
	break_and_expect("a device that is gone is with a patient", |s| {
		change(s.gone, |d| d.association = Association::Attached { patient: digest(5) });
	});
	break_and_expect("a device is disposed of with its data", |s| {
		change(s.gone, |d| d.sanitised = false);
	});
	break_and_expect("a device is doubted without a cause, or not in spite of one", |s| {
		change(s.ventilator, |d| d.doubted_since = Some(START));
	});
	let order = "spells of doubt are out of order";
	break_and_expect(order, |s| {
		let until = now() + 1;
		change(s.ventilator, |d| d.suspect = vec![Spell { from: 0, until }].try_into().unwrap());
	});
	break_and_expect(order, |s| {
		let touching = vec![Spell { from: 0, until: 5 }, Spell { from: 6, until: 7 }];
		change(s.ventilator, |d| d.suspect = touching.try_into().unwrap());
	});
}

#[test]
fn broken_counts_should_be_noticed() {
	break_and_expect("a model's devices are counted wrongly", |_| {
		change_model(0, |m| m.census.registered = 9);
	});
	break_and_expect("a lot's devices are counted wrongly", |_| {
		Lots::<Test>::mutate(0, text("L1"), Census::add_ended);
	});
	break_and_expect("a use has no number", |_| DeviceUseCount::<Test>::put(0));
	break_and_expect("a use can't be", |_| {
		DeviceUses::<Test>::mutate(0, |one| {
			one.as_mut().unwrap().standing = EvidenceStanding::Unconfirmed;
		});
	});
	break_and_expect("a device's uses are counted wrongly", |s| {
		change(s.ventilator, |d| d.uses = 1);
	});
	break_and_expect("a use is of no device", |_| {
		let device_use = DeviceUses::<Test>::get(0).unwrap();
		DeviceUseCount::<Test>::put(2);
		DeviceUses::<Test>::insert(1, DeviceUse { device: 77, ..device_use });
	});
}

#[test]
fn broken_field_actions_should_be_noticed() {
	break_and_expect("a device keeps a field action wrongly", |s| {
		change(s.ventilator, |d| d.actions[0].outcome = None);
		change_action(s.by_serial, |a| a.scope = ActionScope::Model);
	});
	break_and_expect("a device keeps a field action wrongly", |s| {
		change(s.ventilator, |d| d.actions[0].stops = true);
	});
	break_and_expect("a device keeps nothing", |s| {
		change(s.ventilator, |d| d.actions[0].id = 77);
	});
	break_and_expect("a field action has no number", |_| FieldActionCount::<Test>::put(1));
	break_and_expect("a field action is of no model", |s| {
		change(s.ventilator, |d| d.actions.clear());
		change_action(s.by_serial, |a| a.model = 9);
	});
	break_and_expect("a field action isn't listed, or still is", |_| {
		change_model(0, |m| m.actions.clear());
	});
	break_and_expect("a field action's counters don't add up", |s| {
		change_action(s.by_lot, |a| a.corrected = 9);
	});
	break_and_expect("a field action's devices are counted wrongly", |s| {
		change_action(s.by_lot, |a| a.corrected = 1);
	});
	break_and_expect("a field action's devices are counted wrongly", |s| {
		change_action(s.by_serial, |a| {
			a.status = FieldActionStatus::Terminated { at: START, rest: None }
		});
	});
}
