// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::assert_noop;

fn opened(
	who: AccountId,
	model: ModelId,
	scope: ScopeOf<Test>,
	kind: FieldActionKind,
	class: FieldActionClass,
) -> DispatchResult {
	DeviceLifecycle::open_field_action(signed(who), model, scope, kind, class, digest(80))
}

fn complete(who: AccountId, action: FieldActionId) -> DispatchResult {
	DeviceLifecycle::complete_field_action(signed(who), action)
}

const CORRECTION: FieldActionKind = FieldActionKind::Correction;
const ALL: ScopeOf<Test> = FieldActionScope::Model;

#[test]
fn an_action_should_be_opened_by_the_maker_or_a_regulator() {
	build_and_execute(|| {
		let id = in_service();
		assert_ok!(DeviceLifecycle::record_use(
			signed(PHYSICIAN),
			id,
			Beneficiary::Patient(PATIENT),
			now()
		));
		let used = |evidence| <DeviceLifecycle as RecallStatus<_>>::is_recalled(&evidence);
		assert!(!used(EvidenceId::DeviceUse(0)));
		let class = FieldActionClass::I;
		assert_noop!(opened(RIVAL_OFFICER, 0, ALL, CORRECTION, class), Error::<Test>::NotTheMaker);
		assert_noop!(
			opened(PRODUCT_OFFICER, 9, ALL, CORRECTION, class),
			Error::<Test>::UnknownModel
		);
		assert_noop!(
			DeviceLifecycle::open_field_action(
				signed(INSPECTOR),
				0,
				ALL,
				CORRECTION,
				class,
				digest(0)
			),
			Error::<Test>::ZeroDigest
		);
		assert!(!is_recalled(id));
		assert_ok!(opened(INSPECTOR, 0, ALL, CORRECTION, class));
		assert_event(Event::FieldActionOpened {
			action: 0,
			model: 0,
			scope: ActionScope::Model,
			serials: vec![],
			kind: CORRECTION,
			class,
			reason: digest(80),
			institution: REGULATOR,
			by: INSPECTOR,
		});
		assert!(is_recalled(id) && is_recalled(NOWHERE));
		// What isn't on chain, or isn't a device's use, can't be relied on.
		let nothing = [EvidenceId::DeviceUse(1), EvidenceId::Dispense(0)];
		assert!(used(EvidenceId::DeviceUse(0)) && nothing.into_iter().all(used));
		assert_ok!(opened(PRODUCT_OFFICER, 0, ALL, CORRECTION, class));
	});
}

#[test]
fn warnings_and_what_is_not_likely_to_harm_should_stop_nothing() {
	build_and_execute(|| {
		let id = in_service();
		use FieldActionClass::*;
		use FieldActionKind::*;
		for (kind, class, stops) in [
			(SafetyAlert, I, false),
			(Correction, III, false),
			(Removal, III, false),
			(Correction, II, true),
			(Removal, II, true),
		] {
			let action = FieldActionCount::<Test>::get();
			assert_ok!(opened(PRODUCT_OFFICER, 0, ALL, kind, class));
			assert_eq!(is_recalled(id), stops, "{kind:?} {class:?}");
			assert_eq!(DeviceLifecycle::field_action(action).unwrap().stops, stops);
			let shown = DeviceActionInfo { id: action, stops, outcome: None };
			assert!(DeviceLifecycle::field_actions_of(id).contains(&shown));
			assert_ok!(terminate(action, Some(RestReason::Untraceable)));
			assert_eq!(is_recalled(id), stops);
			// Put right, and away.
			if kind == Removal {
				let list = |model: &mut Option<ModelOf<Test>>| {
					model.as_mut().unwrap().actions.clear();
				};
				Models::<Test>::mutate(0, list);
				FieldActions::<Test>::remove(action);
			} else {
				assert_ok!(settle(action, id, Disposition::Corrected));
				assert_ok!(terminate(action, None));
			}
		}
	});
}

#[test]
fn a_scope_should_be_one_that_labels_tell() {
	build_and_execute(|| {
		let model = register_model(ventilator());
		let stents = register_model(stent());
		let bare = register_model(ModelDefinition {
			identifier: gtin(3),
			production: ProductionFlags(0),
			..stent()
		});
		let lot = |lot: &str| FieldActionScope::Lot(text(lot));
		let refused = |model, scope, error: Error<Test>| {
			assert_noop!(
				opened(PRODUCT_OFFICER, model, scope, CORRECTION, FieldActionClass::I),
				error
			);
		};
		refused(bare, lot("L1"), Error::ScopeNotLabelled);
		refused(stents, serials_of(&["S1"]), Error::ScopeNotLabelled);
		refused(model, lot(""), Error::InvalidText);
		refused(model, serials_of(&["a b"]), Error::InvalidText);
		refused(model, serials_of(&[]), Error::NoSerials);
		refused(model, serials_of(&["S1", "S2", "S1"]), Error::DuplicateSerial);
		for number in 0..3 {
			open(model, lot(&format!("L{number}")), CORRECTION);
		}
		refused(model, ALL, Error::TooManyModelActions);
		// A list of serial numbers needs no room there, until a device has none.
		for _ in 0..3 {
			open(model, serials_of(&["S1"]), CORRECTION);
		}
		refused(model, serials_of(&["S1"]), Error::TooManyDeviceActions);
		let id = register(model, serial("L9", "S1"));
		refused(model, serials_of(&["S1"]), Error::TooManyDeviceActions);
		for action in 3..6 {
			assert_ok!(settle(action, id, Disposition::Corrected));
		}
		// What is settled makes room.
		open(model, serials_of(&["S1"]), CORRECTION);
		assert_noop!(settle(3, id, Disposition::Corrected), Error::<Test>::NotCovered);
	});
}

#[test]
fn serial_numbers_should_be_stopped_before_and_after_they_are_registered() {
	build_and_execute(|| {
		let id = in_service();
		let gone = register(0, serial("L1", "S2"));
		disposed(gone);
		let action = open(0, serials_of(&["S1", "S2", "S3"]), CORRECTION);
		assert_eq!(counters(action), [3, 0, 0, 1, 2]);
		assert!(is_recalled(id));
		let awaited = DeviceLifecycle::device_by_udi(gtin(1), serial("L1", "S3"));
		assert_eq!(awaited, Some(UdiEntryView::Awaited(vec![action])));
		let later = register(0, serial("L1", "S3"));
		let other = register(0, serial("L1", "S4"));
		assert!(is_recalled(later) && !is_recalled(other));
		assert_noop!(settle(action, other, Disposition::Corrected), Error::<Test>::NotCovered);
		assert_ok!(settle(action, id, Disposition::Corrected));
		assert_event(Event::FieldActionOutcomeRecorded {
			action,
			device: id,
			outcome: Disposition::Corrected,
			report: digest(81),
			by: ENGINEER,
		});
		assert!(!is_recalled(id));
		assert_noop!(settle(action, id, Disposition::Corrected), Error::<Test>::AlreadySettled);
		assert_ok!(settle(action, later, Disposition::Removed));
		assert_eq!(counters(action), [3, 1, 1, 1, 0]);
		assert_eq!(device(later).status, ServiceStatus::Decommissioned);
		assert_ok!(terminate(action, None));
	});
}

#[test]
fn counters_should_add_up_whatever_becomes_of_devices() {
	build_and_execute(|| {
		let model = register_model(ventilator());
		let ids: Vec<_> = (0..6).map(|n| register(model, serial("L1", &format!("S{n}")))).collect();
		disposed(ids[0]);
		let by_lot = open(model, FieldActionScope::Lot(text("L1")), CORRECTION);
		let by_model = open(model, ALL, FieldActionKind::Removal);
		let named = open(model, serials_of(&["S1", "S2"]), FieldActionKind::SafetyAlert);
		assert_eq!(counters(by_lot), [5, 0, 0, 0, 5]);
		assert_eq!(counters(by_model), [5, 0, 0, 0, 5]);
		assert_ok!(settle(by_lot, ids[1], Disposition::Corrected));
		disposed(ids[1]);
		assert_eq!(counters(by_lot), [5, 1, 0, 0, 4]);
		assert_eq!(counters(by_model), [5, 0, 0, 1, 4]);
		assert_eq!(counters(named), [2, 0, 0, 1, 1]);
		// One that ends by accident or by error is no longer outstanding either.
		let end = DeviceLifecycle::report_destroyed(signed(ENGINEER), ids[2], digest(9)).unwrap();
		assert_eq!(end.actual_weight, Some(<() as WeightInfo>::report_destroyed(3)));
		let end = DeviceLifecycle::enter_in_error(signed(ENGINEER), ids[3]).unwrap();
		assert_eq!(end.actual_weight, Some(<() as WeightInfo>::enter_in_error(2)));
		assert_eq!(counters(by_lot), [5, 1, 0, 2, 2]);
		assert_eq!(counters(named), [2, 0, 0, 2, 0]);
		// Whatever comes later is covered too.
		let later = register(model, serial("L1", "S9"));
		let elsewhere = register(model, serial("L2", "S8"));
		assert!(is_recalled(later));
		assert_eq!(counters(by_lot), [6, 1, 0, 2, 3]);
		assert_eq!(counters(by_model), [7, 0, 0, 3, 4]);
		for id in [ids[4], ids[5], later, elsewhere] {
			assert_noop!(settle(by_model, id, Disposition::Corrected), Error::<Test>::NeedsRemoval);
			assert_ok!(settle(by_model, id, Disposition::Removed));
		}
		assert_eq!(counters(by_model), [7, 0, 4, 3, 0]);
		assert_ok!(terminate(by_model, None));
		// What is lifted covers nothing more.
		register(model, serial("L2", "S7"));
		assert_eq!(counters(by_model), [7, 0, 4, 3, 0]);
	});
}

#[test]
fn an_action_should_be_completed_and_closed_when_nothing_is_outstanding() {
	build_and_execute(|| {
		let id = in_service();
		let action = open(0, ALL, CORRECTION);
		assert_noop!(complete(RIVAL_OFFICER, action), Error::<Test>::NotTheInitiator);
		assert_noop!(complete(PRODUCT_OFFICER, 9), Error::<Test>::UnknownFieldAction);
		assert_noop!(complete(PRODUCT_OFFICER, action), Error::<Test>::Outstanding);
		assert_noop!(terminate(9, None), Error::<Test>::UnknownFieldAction);
		assert_noop!(settle(9, id, Disposition::Corrected), Error::<Test>::UnknownFieldAction);
		assert_noop!(
			DeviceLifecycle::record_field_action_outcome(
				signed(ENGINEER),
				action,
				id,
				Disposition::Corrected,
				digest(0)
			),
			Error::<Test>::ZeroDigest
		);
		assert_ok!(settle(action, id, Disposition::Corrected));
		assert_ok!(complete(PRODUCT_OFFICER, action));
		assert_event(Event::FieldActionCompleted { action, by: PRODUCT_OFFICER });
		assert_noop!(complete(PRODUCT_OFFICER, action), Error::<Test>::NotOngoing);
		assert_ok!(terminate(action, None));
		assert_event(Event::FieldActionTerminated {
			action,
			outstanding: 0,
			rest: None,
			by: INSPECTOR,
		});
		assert_noop!(terminate(action, None), Error::<Test>::Terminated);
		let rest = Some(RestReason::Untraceable);
		assert_noop!(terminate(action, rest), Error::<Test>::Terminated);
		// A regulator completes its own.
		let imposed = FieldActionCount::<Test>::get();
		assert_ok!(opened(INSPECTOR, 0, serials_of(&["S1"]), CORRECTION, FieldActionClass::I));
		assert_ok!(settle(imposed, id, Disposition::Corrected));
		assert_ok!(complete(INSPECTOR, imposed));
	});
}

#[test]
fn what_is_closed_with_a_rest_should_go_on_stopping_it() {
	build_and_execute(|| {
		let id = in_service();
		let action = open(0, FieldActionScope::Lot(text("L1")), CORRECTION);
		let rest = Some(RestReason::OwnerUnresponsive);
		assert_ok!(terminate(action, rest));
		assert_event(Event::FieldActionTerminated { action, outstanding: 1, rest, by: INSPECTOR });
		assert_noop!(terminate(action, rest), Error::<Test>::Terminated);
		assert_noop!(terminate(action, None), Error::<Test>::Outstanding);
		assert!(is_recalled(id));
		let later = register(0, serial("L1", "S2"));
		assert!(is_recalled(later));
		assert_ok!(settle(action, id, Disposition::Corrected));
		assert_ok!(settle(action, later, Disposition::Corrected));
		assert!(!is_recalled(id));
		// With no rest left, it can be lifted.
		assert_ok!(terminate(action, None));
		assert!(DeviceLifecycle::model(0).unwrap().actions.is_empty());
		assert!(!is_recalled(register(0, serial("L1", "S3"))));
	});
}

/// How many values of the pallet that changes or adds, and how many it adds.
fn writes(work: impl FnOnce()) -> (usize, usize) {
	let before = values();
	work();
	let after = values();
	(after.iter().filter(|pair| !before.contains(pair)).count(), after.len() - before.len())
}

fn values() -> Vec<(Vec<u8>, Vec<u8>)> {
	let prefix = sp_io::hashing::twox_128(b"DeviceLifecycle").to_vec();
	let mut all = vec![];
	let mut key = prefix.clone();
	while let Some(next) = sp_io::storage::next_key(&key).filter(|key| key.starts_with(&prefix)) {
		all.push((next.clone(), sp_io::storage::get(&next).unwrap().to_vec()));
		key = next;
	}
	all
}

#[test]
fn a_model_or_a_lot_should_be_stopped_by_as_many_writes_however_many_devices_there_are() {
	let of = |devices: u32, scope: fn() -> ScopeOf<Test>| {
		new_test_ext().execute_with(|| {
			let model = register_model(ventilator());
			for number in 0..devices {
				register(model, serial("L1", &format!("S{number}")));
			}
			let changed = writes(|| {
				open(model, scope(), CORRECTION);
			});
			// No check looks at another device: with the others gone, nothing changes.
			let status = DeviceLifecycle::status(0);
			assert!(is_recalled(0));
			for other in 1..u64::from(devices) {
				Devices::<Test>::remove(other);
			}
			assert!(is_recalled(0));
			assert_eq!(DeviceLifecycle::status(0), status);
			changed
		})
	};
	for scope in [|| FieldActionScope::Model, || FieldActionScope::Lot(text("L1"))] {
		// The model, the action, the count of actions.
		assert_eq!(of(1, scope), (3, 2));
		assert_eq!(of(200, scope), (3, 2));
	}
	// Serial numbers are one write each.
	assert_eq!(of(9, || serials_of(&["S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7"])).0, 10);
}

#[test]
fn opening_should_be_charged_for_what_its_scope_reads_and_writes() {
	use frame_support::{dispatch::GetDispatchInfo, weights::constants::ParityDbWeight};
	type Weights = ();
	// The actor's credential and institution, the model, the count of actions; the lot; the index
	// and the device, each. The action, the count, the model; the device, each.
	for (scope, weight, reads, writes) in [
		(ALL, Weights::open_field_action_of_model(), 4, 3),
		(FieldActionScope::Lot(text("L1")), Weights::open_field_action_of_lot(), 5, 3),
		(serials_of(&["S0", "S1"]), Weights::open_field_action_of_serials(2), 4 + 2 * 2, 2 + 2),
	] {
		let call = Call::<Test>::open_field_action {
			model: 0,
			scope: scope.clone(),
			kind: CORRECTION,
			class: FieldActionClass::I,
			reason: digest(80),
		};
		let database = ParityDbWeight::get().reads_writes(reads, writes);
		assert_eq!(call.get_dispatch_info().call_weight, weight, "{scope:?}");
		assert!(weight.all_gte(database), "{scope:?}: {weight:?} for {database:?}");
	}
}
