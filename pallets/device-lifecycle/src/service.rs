// SPDX-License-Identifier: Apache-2.0

//! Services, and what they do to a device and to the trust in what it has said.

use crate::*;
use device_lifecycle_core::{due, suspect, Serviced, Spell};
use frame_support::{dispatch::DispatchResult, ensure};
use galen_primitives::{DeviceId, Moment, Role};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_record_service(
		actor: ActorOf<T>,
		id: DeviceId,
		report: ServiceReport,
	) -> DispatchResult {
		Self::ensure_consistent(&report)?;
		let now = Self::now_unless_before(report.occurred)?;
		let mut device = Self::live_device(id)?;
		let model = Self::model_of(&device)?;
		Self::ensure_may_service(&actor, &device, &model, &report.service)?;
		ensure!(device.availability != Availability::Lost, Error::<T>::NotAvailable);
		ensure!(
			device.status != ServiceStatus::Decommissioned
				|| report.service == Service::Decontamination,
			Error::<T>::Decommissioned
		);
		ensure!(device.registered <= report.occurred, Error::<T>::BeforeRegistration);
		ensure!(device.last_service <= report.occurred, Error::<T>::BeforeLastService);
		// A clock that runs ahead doesn't put the next service off.
		let at = report.occurred.min(now);
		Self::ensure_next_due(&report, &model, at, now)?;
		if let Service::SoftwareUpdate { firmware } = report.service {
			ensure!(model.definition.has_firmware, Error::<T>::NoFirmware);
			ensure!(model.approves(&firmware), Error::<T>::FirmwareNotApproved);
		}

		let doubt = Self::apply_service(&mut device, &report, at, now);
		if let Some(spell) = doubt {
			suspect::add(&mut device.suspect, spell);
		}
		let status = device.status;
		Devices::<T>::insert(id, device);

		Self::deposit_event(Event::ServiceRecorded {
			device: id,
			institution: actor.institution,
			report,
			status,
			suspect: doubt,
			by: actor.account,
		});
		Ok(())
	}

	/// Whether a report says nothing that contradicts itself.
	fn ensure_consistent(report: &ServiceReport) -> Result<(), Error<T>> {
		ensure!(!report.report.is_zero(), Error::<T>::ZeroDigest);
		match report.service {
			Service::Calibration { as_left, reference, .. } => {
				ensure!(!reference.is_zero(), Error::<T>::ZeroDigest);
				ensure!(
					(as_left == Tolerance::Within) == (report.result == ServiceResult::Pass),
					Error::<T>::ResultContradictsTolerance
				);
			},
			Service::SoftwareUpdate { firmware } => {
				ensure!(!firmware.is_zero(), Error::<T>::ZeroDigest);
			},
			_ => {},
		}
		Ok(())
	}

	/// Whether the actor is one whose work of this kind counts.
	fn ensure_may_service(
		actor: &ActorOf<T>,
		device: &DeviceOf<T>,
		model: &ModelOf<T>,
		service: &Service,
	) -> Result<(), Error<T>> {
		if actor.role == Role::CalibrationTechnician {
			ensure!(matches!(service, Service::Calibration { .. }), Error::<T>::NotACalibration);
			return Ok(());
		}
		// Whether a device is fit for an owner's purpose is for the owner to say.
		let as_maker = model.maker == actor.institution && *service != Service::Acceptance;
		ensure!(device.owner == actor.institution || as_maker, Error::<T>::NotCredentialed);
		Ok(())
	}

	/// Whether the next service is due when it can be.
	fn ensure_next_due(
		report: &ServiceReport,
		model: &ModelOf<T>,
		at: Moment,
		now: Moment,
	) -> Result<(), Error<T>> {
		let Some(next) = report.next_due else { return Ok(()) };
		let plan = &model.definition.plan;
		ensure!(report.result == ServiceResult::Pass, Error::<T>::NoNextDue);
		let interval = match report.service {
			Service::PreventiveMaintenance => plan.maintenance,
			Service::Calibration { .. } => plan.calibration,
			Service::SafetyTest => plan.safety_test,
			_ => return Err(Error::<T>::NoNextDue),
		};
		ensure!(now < next, Error::<T>::NextDuePast);
		ensure!(
			due::due(at, interval, None).is_none_or(|latest| next <= latest),
			Error::<T>::NextDueTooLate
		);
		Ok(())
	}

	/// Does to the device what the service has done. Answers the time that is in doubt because of it.
	fn apply_service(
		device: &mut DeviceOf<T>,
		report: &ServiceReport,
		at: Moment,
		now: Moment,
	) -> Option<Spell> {
		let passed = report.result == ServiceResult::Pass;
		let serviced = passed.then_some(Serviced { at, next: report.next_due });
		let mut doubt = None;
		match report.service {
			Service::Acceptance => {
				device.history.accepted = passed.then_some(at);
				match (device.status, passed) {
					(ServiceStatus::Registered, true) => {
						device.enter(ServiceStatus::Commissioned, now);
					},
					(ServiceStatus::Commissioned, false) => {
						device.enter(ServiceStatus::Registered, now);
					},
					_ => {},
				}
			},
			Service::PreventiveMaintenance => {
				if passed {
					device.history.maintenance_run = device.meter.run_minutes;
				}
				device.history.maintenance = serviced.or(device.history.maintenance);
			},
			Service::CorrectiveMaintenance => {
				if passed && device.availability == Availability::Damaged {
					device.availability = Availability::Available;
				}
			},
			Service::Calibration { as_found, .. } => {
				let last_good = device.history.calibration.map(|last| last.at);
				doubt = match device.doubted_since {
					// Whatever was left out of tolerance was so until now, however it is found.
					Some(from) => Some(Spell { from: from.min(now), until: now }),
					None if as_found == Tolerance::Out => Some(suspect::since(last_good, now)),
					None => None,
				};
				device.doubted_since = (!passed).then(|| at.saturating_add(1));
				device.history.calibration = serviced.or(device.history.calibration);
			},
			Service::SafetyTest => {
				device.history.safety_test = serviced.or(device.history.safety_test);
			},
			Service::SoftwareUpdate { firmware } => {
				if passed {
					device.firmware = Some(firmware);
				}
			},
			Service::Decontamination => {},
		}
		device.last_service = at;
		device.failed.note(&report.service, report.result);
		if !passed {
			device.suspend(now);
		} else if report.service.is_inspection() {
			device.inspected = true;
		}
		doubt
	}
}
