// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::assert_noop;

fn refused(definition: ModelDefinition, error: Error<Test>) {
	assert_noop!(DeviceLifecycle::register_model(signed(PRODUCT_OFFICER), definition), error);
}

#[test]
fn a_model_should_be_found_by_number_and_identifier() {
	build_and_execute(|| {
		assert_ok!(DeviceLifecycle::register_model(signed(PRODUCT_OFFICER), ventilator()));
		assert_event(Event::ModelRegistered {
			model: 0,
			maker: MAKER,
			definition: ventilator(),
			by: PRODUCT_OFFICER,
		});
		assert_eq!(DeviceLifecycle::model_by_di(gtin(1)), Some(0));
		let model = DeviceLifecycle::model(0).unwrap();
		assert_eq!((model.maker, model.definition), (MAKER, ventilator()));
		assert_eq!(DeviceLifecycle::model_by_di(gtin(2)), None);
	});
}

#[test]
fn identifiers_of_each_agency_should_be_checked_with_their_cause() {
	build_and_execute(|| {
		let hibcc = |text: &[u8]| DeviceIdentifier::Hibcc(text.to_vec().try_into().unwrap());
		let cases = [
			(DeviceIdentifier::Gs1(Gtin(844588003289)), Error::<Test>::IdentifierCheckDigit),
			(DeviceIdentifier::Gs1(Gtin(100_000_000_000_000)), Error::<Test>::IdentifierLength),
			(hibcc(b"A9990"), Error::<Test>::IdentifierLength),
			(hibcc(b"9999PROD0"), Error::<Test>::IdentifierLabeler),
			(hibcc(b"A999PR.D0"), Error::<Test>::IdentifierCharacter),
			(hibcc(b"A999PRODX"), Error::<Test>::IdentifierUnit),
			(DeviceIdentifier::Iccbba(*b"A9999XYZ10000944"), Error::<Test>::IdentifierProductCode),
		];
		for (identifier, error) in cases {
			refused(ModelDefinition { identifier, ..ventilator() }, error);
		}
		register_model(ModelDefinition { identifier: hibcc(b"A999PROD0"), ..ventilator() });
		let iccbba = DeviceIdentifier::Iccbba(*b"A9999XYZ100T0944");
		register_model(ModelDefinition { identifier: iccbba, ..ventilator() });
	});
}

#[test]
fn an_impossible_model_should_be_refused() {
	build_and_execute(|| {
		let flags = ProductionFlags(1 << 5);
		refused(ModelDefinition { production: flags, ..ventilator() }, Error::UnknownFlag);
		let plan = ServicePlan { calibration: Some(0), ..PLAN };
		refused(ModelDefinition { plan, ..ventilator() }, Error::InvalidPlan);
		refused(ModelDefinition { master_data: digest(0), ..ventilator() }, Error::ZeroDigest);
		register_model(ventilator());
		refused(ventilator(), Error::ModelExists);
		// Nobody but a maker of devices, and another can't take the identifier either.
		let wholesaler = signed(staff(CLINIC, Role::ResponsiblePerson));
		assert_noop!(
			DeviceLifecycle::register_model(wholesaler, stent()),
			Error::<Test>::NotADeviceMaker
		);
		assert_noop!(
			DeviceLifecycle::register_model(signed(RIVAL_OFFICER), ventilator()),
			Error::<Test>::ModelExists
		);
	});
}

#[test]
fn a_withdrawn_firmware_should_stop_its_devices_and_not_come_back() {
	build_and_execute(|| {
		let device = in_service();
		let officer = || signed(PRODUCT_OFFICER);
		assert_ok!(use_on_patient(device));
		assert_ok!(DeviceLifecycle::withdraw_firmware(officer(), 0, digest(70)));
		assert_event(Event::FirmwareWithdrawn {
			model: 0,
			firmware: digest(70),
			by: PRODUCT_OFFICER,
		});
		assert_eq!(check(device, DevicePurpose::Report), Err(DeviceRefusal::FirmwareNotApproved));
		assert_noop!(use_on_patient(device), Error::<Test>::FirmwareNotApproved);
		for approve in [true, false] {
			let call = if approve {
				DeviceLifecycle::approve_firmware
			} else {
				DeviceLifecycle::withdraw_firmware
			};
			assert_noop!(call(officer(), 0, digest(70)), Error::<Test>::FirmwareWithdrawn);
		}
		// An update brings the device back.
		assert_ok!(DeviceLifecycle::approve_firmware(officer(), 0, digest(71)));
		assert_event(Event::FirmwareApproved {
			model: 0,
			firmware: digest(71),
			by: PRODUCT_OFFICER,
		});
		pass(device, Service::SoftwareUpdate { firmware: digest(71) });
		assert_ok!(use_on_patient(device));
	});
}

#[test]
fn firmwares_should_be_the_makers_and_bounded() {
	build_and_execute(|| {
		let model = register_model(ventilator());
		let plain = register_model(stent());
		let approve = |who, model, firmware| {
			DeviceLifecycle::approve_firmware(signed(who), model, digest(firmware))
		};
		assert_noop!(approve(RIVAL_OFFICER, model, 71), Error::<Test>::NotTheMaker);
		assert_noop!(approve(PRODUCT_OFFICER, 9, 71), Error::<Test>::UnknownModel);
		assert_noop!(approve(PRODUCT_OFFICER, model, 0), Error::<Test>::ZeroDigest);
		assert_noop!(approve(PRODUCT_OFFICER, model, 70), Error::<Test>::AlreadyApproved);
		assert_noop!(approve(PRODUCT_OFFICER, plain, 70), Error::<Test>::NoFirmware);
		assert_noop!(
			DeviceLifecycle::withdraw_firmware(signed(PRODUCT_OFFICER), model, digest(72)),
			Error::<Test>::FirmwareNotApproved
		);
		assert_ok!(approve(PRODUCT_OFFICER, model, 71));
		assert_ok!(approve(PRODUCT_OFFICER, model, 72));
		assert_noop!(approve(PRODUCT_OFFICER, model, 73), Error::<Test>::TooManyFirmwares);
		// What was withdrawn makes room.
		let withdraw = |firmware| {
			DeviceLifecycle::withdraw_firmware(signed(PRODUCT_OFFICER), model, digest(firmware))
		};
		assert_ok!(withdraw(71));
		assert_ok!(approve(PRODUCT_OFFICER, model, 73));
		let model = DeviceLifecycle::model(model).unwrap();
		let approved = [70, 71, 72, 73].map(|firmware| model.approves(&digest(firmware)));
		assert_eq!(approved, [true, false, true, true]);
	});
}

#[test]
fn a_firmware_should_be_known_by_its_algorithm_too() {
	build_and_execute(|| {
		let model = register_model(ventilator());
		let firmware = Digest { algorithm: HashAlgorithm::Sm3, ..digest(70) };
		assert!(!DeviceLifecycle::model(model).unwrap().approves(&firmware));
		assert_ok!(DeviceLifecycle::approve_firmware(signed(PRODUCT_OFFICER), model, firmware));
		assert!(DeviceLifecycle::model(model).unwrap().approves(&firmware));
	});
}
