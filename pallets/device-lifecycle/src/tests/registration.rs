// SPDX-License-Identifier: Apache-2.0

use super::*;
use device_lifecycle_core::Meter;
use frame_support::assert_noop;

fn try_register(
	model: ModelId,
	identifiers: ProductionIdentifiers,
	firmware: Option<Digest>,
	prior: Option<PriorService>,
) -> DispatchResult {
	DeviceLifecycle::register_device(signed(ENGINEER), model, identifiers, firmware, prior)
}

fn offer(id: DeviceId, to: InstitutionId) -> DispatchResult {
	DeviceLifecycle::offer_transfer(signed(ENGINEER), id, to)
}

fn accept(id: DeviceId) -> DispatchResult {
	DeviceLifecycle::accept_transfer(signed(CLINIC_ENGINEER), id)
}

#[test]
fn a_device_should_be_found_by_its_label() {
	build_and_execute(|| {
		let model = register_model(ventilator());
		let id = register(model, serial("L1", "S1"));
		assert_event(Event::DeviceRegistered {
			device: id,
			model,
			owner: HOSPITAL,
			identifiers: serial("L1", "S1"),
			prior: None,
			by: ENGINEER,
		});
		let registered = device(id);
		assert_eq!(registered.status, ServiceStatus::Registered);
		assert_eq!(registered.meter, Meter { until: now(), ..Default::default() });
		let by_udi = |identifiers| DeviceLifecycle::device_by_udi(gtin(1), identifiers);
		assert_eq!(by_udi(serial("L1", "S1")), Some(UdiEntryView::Device(id)));
		assert_eq!(by_udi(serial("other", "S1")), Some(UdiEntryView::Device(id)));
		assert_eq!(by_udi(serial("L1", "S2")), None);
		assert_eq!(DeviceLifecycle::device_by_udi(gtin(3), serial("L1", "S1")), None);
		assert_eq!(DeviceLifecycle::device(NOWHERE), None);
	});
}

/// Every combination of flags, with each field missing or too many: 32 times 6 cases.
#[test]
fn a_label_should_carry_exactly_what_its_model_says() {
	build_and_execute(|| {
		for flags in 0..32u8 {
			let model = register_model(ModelDefinition {
				identifier: gtin(100 + u64::from(flags)),
				production: ProductionFlags(flags),
				..stent()
			});
			let label = |flags: u8| ProductionIdentifiers {
				lot: (flags & 1 != 0).then(|| text("L")),
				serial: (flags & 2 != 0).then(|| text("S")),
				manufactured: (flags & 4 != 0).then_some(START - DAY),
				expiry: (flags & 8 != 0).then_some(START + DAY),
				donation: (flags & 16 != 0).then(|| digest(9)),
				unit: 0,
			};
			for bit in 0..5 {
				let error = if flags & (1 << bit) != 0 {
					Error::<Test>::ProductionIdentifierMissing
				} else {
					Error::<Test>::ProductionIdentifierExtra
				};
				assert_noop!(try_register(model, label(flags ^ (1 << bit)), None, None), error);
			}
			assert_ok!(try_register(model, label(flags), None, None));
		}
	});
}

#[test]
fn a_malformed_label_should_be_refused() {
	build_and_execute(|| {
		let model = register_model(ventilator());
		let (boxes, firmware) = (register_model(stent()), Some(digest(70)));
		for identifiers in [serial("", "S"), serial("L", "a b")] {
			assert_noop!(
				try_register(model, identifiers, firmware, None),
				Error::<Test>::ProductionIdentifierMalformed
			);
		}
		let counted = ProductionIdentifiers { unit: 1, ..serial("L", "S") };
		assert_noop!(
			try_register(model, counted, firmware, None),
			Error::<Test>::ProductionIdentifierExtra
		);
		let later = ProductionIdentifiers { manufactured: Some(START + DAY), ..serial("L", "S") };
		assert_noop!(try_register(model, later, firmware, None), Error::<Test>::OccurredInFuture);
		assert_noop!(try_register(9, serial("L", "S"), None, None), Error::<Test>::UnknownModel);
		assert_noop!(
			try_register(model, serial("L", "S"), None, None),
			Error::<Test>::FirmwareMissing
		);
		assert_noop!(
			try_register(model, serial("L", "S"), Some(digest(0)), None),
			Error::<Test>::ZeroDigest
		);
		assert_noop!(try_register(boxes, boxed("L", 0), firmware, None), Error::<Test>::NoFirmware);
		let both = ProductionFlags::MANUFACTURED.and(ProductionFlags::EXPIRY);
		let dated =
			register_model(ModelDefinition { identifier: gtin(3), production: both, ..stent() });
		let label = ProductionIdentifiers {
			manufactured: Some(START),
			expiry: Some(START),
			..Default::default()
		};
		assert_noop!(
			try_register(dated, label, None, None),
			Error::<Test>::ExpiresBeforeManufacture
		);
	});
}

#[test]
fn an_earlier_life_should_be_plausible_and_shown() {
	build_and_execute(|| {
		let model = register_model(ventilator());
		let stated = |since, evidence| {
			let prior = PriorService { since, evidence: digest(evidence) };
			try_register(model, serial("L", "S"), Some(digest(70)), Some(prior))
		};
		assert_noop!(stated(START + DAY, 1), Error::<Test>::OccurredInFuture);
		assert_noop!(stated(START - DAY, 0), Error::<Test>::ZeroDigest);
		assert_noop!(stated(START - 101 * DAY, 1), Error::<Test>::InServiceBeforeManufacture);
		assert_ok!(stated(START - 99 * DAY, 1));
		assert_eq!(device(0).meter.until, START - 99 * DAY);
	});
}

#[test]
fn a_life_that_begins_by_a_fast_clock_should_begin_now() {
	build_and_execute(|| {
		let model = register_model(ventilator());
		let prior = PriorService { since: START + 2, evidence: digest(1) };
		assert_ok!(try_register(model, serial("L", "S"), Some(digest(70)), Some(prior)));
		assert_eq!(device(0).meter.until, START);
		wait(HOUR);
	});
}

#[test]
fn an_identification_should_never_come_back() {
	build_and_execute(|| {
		let model = register_model(ventilator());
		let id = register(model, serial("L1", "S1"));
		let again = |who| {
			let label = serial("L2", "S1");
			DeviceLifecycle::register_device(signed(who), model, label, Some(digest(70)), None)
		};
		let taken = || Error::<Test>::AlreadyRegistered;
		assert_noop!(again(ENGINEER), taken());
		assert_noop!(again(CLINIC_ENGINEER), taken());
		disposed(id);
		assert_noop!(again(CLINIC_ENGINEER), taken());
		assert_noop!(again(PRODUCT_OFFICER), taken());

		let mistaken = register(model, serial("L1", "S2"));
		assert_ok!(DeviceLifecycle::enter_in_error(signed(ENGINEER), mistaken));
		let label = serial("L1", "S2");
		assert_noop!(try_register(model, label, Some(digest(70)), None), taken());

		// Boxes with the same label are counted.
		let boxes = register_model(stent());
		register(boxes, boxed("L1", 0));
		assert_noop!(try_register(boxes, boxed("L1", 0), None, None), taken());
		register(boxes, boxed("L1", 1));
	});
}

#[test]
fn a_maker_should_register_its_own_models_alone() {
	build_and_execute(|| {
		let model = register_model(ventilator());
		let by = |who, number: &str| {
			let label = serial("L1", number);
			DeviceLifecycle::register_device(signed(who), model, label, Some(digest(70)), None)
		};
		assert_noop!(by(RIVAL_OFFICER, "S1"), Error::<Test>::NotTheMaker);
		assert_ok!(by(PRODUCT_OFFICER, "S1"));
		assert_ok!(by(MAKER_ENGINEER, "S2"));
		assert_eq!((device(0).owner, device(1).owner), (MAKER, MAKER));
	});
}

#[test]
fn a_device_should_change_hands_by_both_and_be_accepted_anew() {
	build_and_execute(|| {
		let id = in_service();
		set_key(id, 1);
		assert_noop!(offer(id, CLINIC), Error::<Test>::InService);
		assert_ok!(DeviceLifecycle::take_out_of_service(
			signed(ENGINEER),
			id,
			OutOfServiceReason::Standby
		));
		assert_ok!(offer(id, CLINIC));
		assert_event(Event::TransferOffered { device: id, to: CLINIC, by: ENGINEER });
		assert_noop!(offer(id, MAKER), Error::<Test>::AlreadyOffered);
		let stranger = DeviceLifecycle::accept_transfer(signed(MAKER_ENGINEER), id);
		assert_noop!(stranger, Error::<Test>::NotOffered);
		assert_ok!(accept(id));
		assert_event(Event::Transferred {
			device: id,
			from: HOSPITAL,
			to: CLINIC,
			by: CLINIC_ENGINEER,
		});
		let taken = device(id);
		assert_eq!((taken.owner, taken.offered_to, taken.key), (CLINIC, None, None));
		assert_eq!(taken.status, ServiceStatus::Registered);
		let put = || DeviceLifecycle::put_into_service(signed(CLINIC_ENGINEER), id);
		assert_noop!(put(), Error::<Test>::NotAccepted);
		let test = report(Service::Acceptance, ServiceResult::Pass);
		assert_ok!(DeviceLifecycle::record_service(signed(CLINIC_ENGINEER), id, test));
		assert_ok!(put());
		// The owner before has no say any more.
		assert_noop!(put_into_service(id), Error::<Test>::NotTheOwner);
		assert_noop!(use_on_patient(id), Error::<Test>::NotTheOwner);
	});
}

#[test]
fn an_offer_should_be_taken_back() {
	build_and_execute(|| {
		let model = register_model(ventilator());
		let id = register(model, serial("L1", "S1"));
		let cancel = || DeviceLifecycle::cancel_transfer(signed(ENGINEER), id);
		assert_noop!(cancel(), Error::<Test>::NotOffered);
		assert_noop!(offer(id, HOSPITAL), Error::<Test>::OwnInstitution);
		assert_noop!(offer(id, 99), Error::<Test>::UnknownInstitution);
		assert_noop!(offer(NOWHERE, CLINIC), Error::<Test>::NotFound);
		assert_ok!(offer(id, CLINIC));
		assert_noop!(
			DeviceLifecycle::cancel_transfer(signed(CLINIC_ENGINEER), id),
			Error::<Test>::NotTheOwner
		);
		assert_ok!(cancel());
		assert_event(Event::TransferCancelled { device: id, by: ENGINEER });
		assert_noop!(accept(id), Error::<Test>::NotOffered);
	});
}

#[test]
fn what_may_not_move_should_not_change_hands() {
	build_and_execute(|| {
		let model = register_model(ventilator());
		let id = register(model, serial("L1", "S1"));
		assert_ok!(offer(id, CLINIC));
		// A field action comes in between.
		let action = open(model, FieldActionScope::Model, FieldActionKind::Correction);
		assert_noop!(accept(id), Error::<Test>::UnderFieldAction);
		assert_ok!(DeviceLifecycle::cancel_transfer(signed(ENGINEER), id));
		assert_noop!(offer(id, CLINIC), Error::<Test>::UnderFieldAction);
		assert_ok!(settle(action, id, Disposition::Corrected));

		assert_ok!(DeviceLifecycle::report_lost(signed(NURSE), id));
		assert_noop!(offer(id, CLINIC), Error::<Test>::NotAvailable);
		assert_ok!(DeviceLifecycle::report_found(signed(NURSE), id));
		decommissioned(id);
		assert_noop!(offer(id, CLINIC), Error::<Test>::Decommissioned);

		let attached = register(model, serial("L1", "S2"));
		commission_under(attached, action);
		assert_ok!(DeviceLifecycle::associate(signed(PHYSICIAN), attached, digest(5)));
		assert_ok!(DeviceLifecycle::take_out_of_service(
			signed(ENGINEER),
			attached,
			OutOfServiceReason::Standby
		));
		assert_noop!(offer(attached, CLINIC), Error::<Test>::WithPatient);
	});
}

/// A device that was registered while a field action is under way is covered by it.
fn commission_under(id: DeviceId, action: FieldActionId) {
	pass(id, Service::Acceptance);
	assert_ok!(record(id, good_calibration()));
	assert_noop!(put_into_service(id), Error::<Test>::UnderFieldAction);
	assert_ok!(settle(action, id, Disposition::Corrected));
	assert_ok!(put_into_service(id));
}
