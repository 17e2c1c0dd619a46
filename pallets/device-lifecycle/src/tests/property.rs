// SPDX-License-Identifier: Apache-2.0

//! Random calls on random devices, against a model that knows the rules as sentences and derives
//! everything from lists of what has happened.
//!
//! `GALEN_STEPS` sets how many steps there are, 10,000 where it isn't set.

use super::*;
use proptest::{
	collection::vec,
	prelude::*,
	sample::select,
	test_runner::{Config as ProptestConfig, TestRunner},
};
use sp_runtime::{DispatchError, StateVersion};
use std::{cell::RefCell, collections::BTreeMap};

/// Steps on one chain, before the next begins afresh.
const STEPS: u32 = 200;

const INTERVALS: ServicePlan = ServicePlan {
	maintenance: Some(30 * DAY),
	maintenance_run: Some(600),
	calibration: Some(20 * DAY),
	safety_test: Some(40 * DAY),
};

/// Whether things are as they should be: some steps are wrong on purpose.
type Right = bool;

#[derive(Clone, Copy, Debug)]
enum Kind {
	Acceptance,
	Maintenance,
	Repair,
	Calibration { found: bool },
	Safety,
}

#[derive(Clone, Copy, Debug)]
enum Scope {
	All,
	Lot(u8),
	Serials(u8, u8),
}

/// Devices and field actions are picked among those that there are; owners by whether they are.
#[derive(Clone, Copy, Debug)]
enum Step {
	Wait(Moment),
	Register(u8),
	Service(u8, Right, Kind, bool),
	PutIntoService(u8, Right),
	TakeOutOfService(u8, bool),
	ReportLost(u8),
	ReportFound(u8),
	ReportDamaged(u8),
	ReportDestroyed(u8),
	SubmitUsage(u8, Right, u64, i8),
	RecordUse(u8, Moment),
	Offer(u8),
	Accept(u8),
	Open(Scope, FieldActionKind, FieldActionClass),
	Settle(u8, u8, bool),
	Terminate(u8, bool),
	Decommission(u8, bool),
	Dispose(u8),
	EnterInError(u8),
}

#[derive(Clone, Debug, Default)]
struct ModelDevice {
	serial: u8,
	owner: InstitutionId,
	offered: bool,
	registered: Moment,
	/// Nothing, accepted, in service, out, gone.
	stage: u8,
	fit_from: Moment,
	lost: bool,
	damaged: bool,
	ended: Option<&'static str>,
	accepted: Option<Moment>,
	/// What was passed and when, by kind, and the running time then.
	passed: Vec<(&'static str, Moment, u64)>,
	failed: Vec<&'static str>,
	last_service: Moment,
	inspected: bool,
	run: u64,
	sequence: u64,
	until: Moment,
	uses: u32,
	doubts: Vec<(Moment, Moment)>,
	left_bad: Option<Moment>,
}

impl ModelDevice {
	fn lot(&self) -> u8 {
		self.serial % 2
	}
	fn last(&self, kind: &str) -> Option<(Moment, u64)> {
		self.passed.iter().rev().find(|one| one.0 == kind).map(|one| (one.1, one.2))
	}
	fn overdue(&self, kind: &str, interval: Moment, now: Moment) -> bool {
		let begun = self.last(kind).map(|last| last.0);
		let begun = if kind == "calibration" { begun } else { begun.or(self.accepted) };
		match begun {
			Some(begun) => begun + interval <= now,
			None => kind == "calibration",
		}
	}
}

#[derive(Clone, Debug)]
struct ModelAction {
	scope: Scope,
	kind: FieldActionKind,
	class: FieldActionClass,
	/// The devices that it has come to something on, and those that have ended before.
	settled: Vec<usize>,
	ended: Vec<usize>,
	ended_before: Vec<usize>,
	rest: bool,
	lifted: bool,
}

impl ModelAction {
	fn names(&self, device: &ModelDevice) -> bool {
		match self.scope {
			Scope::All => true,
			Scope::Lot(lot) => device.lot() == lot,
			Scope::Serials(one, other) => [one, other].contains(&device.serial),
		}
	}
	fn stops(&self) -> bool {
		self.kind != FieldActionKind::SafetyAlert && self.class != FieldActionClass::III
	}
}

struct Model {
	devices: Vec<ModelDevice>,
	actions: Vec<ModelAction>,
	now: Moment,
}

/// The reasons to refuse a step, of which the pallet may give any.
type Reasons = Vec<Error<Test>>;

impl Model {
	fn pick(&self, number: u8) -> Option<usize> {
		(!self.devices.is_empty()).then(|| usize::from(number) % self.devices.len())
	}

	fn pick_action(&self, number: u8) -> Option<usize> {
		(!self.actions.is_empty()).then(|| usize::from(number) % self.actions.len())
	}

	fn is_outstanding(&self, action: usize, device: usize) -> bool {
		let one = &self.actions[action];
		let later_than_lifting = one.lifted;
		one.names(&self.devices[device])
			&& !later_than_lifting
			&& !one.settled.contains(&device)
			&& !one.ended.contains(&device)
			&& !one.ended_before.contains(&device)
	}

	fn is_stopped(&self, device: usize) -> bool {
		(0..self.actions.len())
			.any(|action| self.actions[action].stops() && self.is_outstanding(action, device))
	}

	/// Affected, settled, outstanding.
	fn counters(&self, action: usize) -> [usize; 3] {
		let one = &self.actions[action];
		let done = one.settled.len() + one.ended.len();
		if one.lifted {
			return [done, done, 0];
		}
		let named = self.devices.iter().filter(|device| one.names(device)).count();
		let affected = match one.scope {
			// Registered or not.
			Scope::Serials(..) => 2,
			_ => named - one.ended_before.len(),
		};
		[affected, done, affected - done]
	}

	fn gone(device: &ModelDevice) -> Option<Error<Test>> {
		device.ended.map(|why| match why {
			"disposed" => Error::Disposed,
			"error" => Error::InError,
			_ => Error::Destroyed,
		})
	}

	fn unfit(&self, id: usize, as_if_in_service: bool, for_use: bool) -> Reasons {
		let device = &self.devices[id];
		let mut reasons = vec![];
		let mut refuse = |when: bool, error: Error<Test>| {
			if when {
				reasons.push(error);
			}
		};
		refuse(!as_if_in_service && device.stage != 2, Error::NotInService);
		refuse(device.lost || device.damaged, Error::NotAvailable);
		refuse(self.is_stopped(id), Error::UnderFieldAction);
		let calibration = device.overdue("calibration", 20 * DAY, self.now)
			|| device.failed.contains(&"calibration");
		refuse(calibration, Error::OutOfCalibration);
		let at = device.last("maintenance").map_or(0, |last| last.1);
		let maintenance =
			device.overdue("maintenance", 30 * DAY, self.now) || device.run - at >= 600;
		refuse(for_use && maintenance, Error::MaintenanceOverdue);
		let safety = device.overdue("safety", 40 * DAY, self.now);
		refuse(for_use && safety, Error::SafetyTestOverdue);
		reasons
	}

	fn reasons(&self, step: &Step) -> Reasons {
		let about = self.device_of(step);
		let Some(id) = about else { return self.reasons_without_device(step) };
		let device = &self.devices[id];
		if let Some(error) = Self::gone(device) {
			return match step {
				// What is told is looked at before the device is.
				Step::SubmitUsage(..) => vec![error, Error::OccurredInFuture],
				_ => vec![error],
			};
		}
		let mut reasons = vec![];
		let mut refuse = |when: bool, error: Error<Test>| {
			if when {
				reasons.push(error);
			}
		};
		match *step {
			Step::Service(_, right, kind, passes) => {
				refuse(!right, Error::NotCredentialed);
				refuse(device.lost, Error::NotAvailable);
				refuse(device.stage == 4, Error::Decommissioned);
				let _ = (kind, passes);
			},
			Step::PutIntoService(_, right) => {
				refuse(!right, Error::NotTheOwner);
				refuse(device.stage == 2, Error::InService);
				refuse(device.stage == 4, Error::Decommissioned);
				refuse(!device.failed.is_empty(), Error::ServiceFailed);
				refuse(device.accepted.is_none(), Error::NotAccepted);
				refuse(!device.inspected, Error::NotInspected);
				reasons.extend(self.unfit(id, true, true));
			},
			Step::TakeOutOfService(..) => refuse(device.stage != 2, Error::NotInService),
			Step::ReportLost(_) => refuse(device.lost, Error::AlreadyLost),
			Step::ReportFound(_) => refuse(!device.lost, Error::NotLost),
			Step::ReportDamaged(_) => {
				refuse(device.lost, Error::NotAvailable);
				refuse(device.damaged && !device.lost, Error::AlreadyDamaged);
			},
			Step::SubmitUsage(_, right, run, skip) => {
				refuse(!right, Error::InvalidSignature);
				refuse(skip != 0, Error::NotContiguous);
				refuse(
					device.until + run * MINUTE > self.now + 5 * MINUTE,
					Error::OccurredInFuture,
				);
				reasons.extend(self.unfit(id, false, false));
			},
			Step::RecordUse(_, before) => {
				let last = ["maintenance", "calibration", "safety"]
					.iter()
					.filter_map(|kind| device.last(kind))
					.map(|last| last.0)
					.max();
				let floor = device.fit_from.max(last.unwrap_or(0));
				refuse(self.now - before < floor, Error::Backdated);
				reasons.extend(self.unfit(id, false, true));
			},
			Step::Offer(_) => {
				refuse(device.offered, Error::AlreadyOffered);
				self.unmovable(id, &mut refuse);
			},
			Step::Accept(_) => {
				refuse(!device.offered, Error::NotOffered);
				self.unmovable(id, &mut refuse);
			},
			Step::Settle(number, _, removed) => match self.pick_action(number) {
				None => refuse(true, Error::UnknownFieldAction),
				Some(action) => {
					let one = &self.actions[action];
					refuse(one.kind == FieldActionKind::Removal && !removed, Error::NeedsRemoval);
					let settled = one.settled.contains(&id);
					refuse(settled, Error::AlreadySettled);
					// Where it was settled and made room, it isn't covered any more.
					refuse(!self.is_outstanding(action, id), Error::NotCovered);
				},
			},
			Step::Decommission(_, evidence) => {
				refuse(device.stage == 4, Error::Decommissioned);
				refuse(!evidence, Error::SanitisationMissing);
			},
			Step::Dispose(_) => refuse(device.stage != 4, Error::NotDecommissioned),
			_ => {},
		}
		reasons
	}

	fn unmovable(&self, id: usize, refuse: &mut impl FnMut(bool, Error<Test>)) {
		let device = &self.devices[id];
		refuse(device.stage == 2, Error::InService);
		refuse(device.stage == 4, Error::Decommissioned);
		refuse(device.lost, Error::NotAvailable);
		refuse(self.is_stopped(id), Error::UnderFieldAction);
	}

	fn reasons_without_device(&self, step: &Step) -> Reasons {
		match *step {
			Step::Wait(_) => vec![],
			Step::Register(serial) => {
				let taken = self.devices.iter().any(|device| device.serial == serial);
				if taken {
					vec![Error::AlreadyRegistered]
				} else {
					vec![]
				}
			},
			Step::Open(scope, ..) => {
				let listed = self
					.actions
					.iter()
					.filter(|one| !matches!(one.scope, Scope::Serials(..)) && !one.lifted)
					.count();
				match scope {
					Scope::Serials(one, other) if one == other => vec![Error::DuplicateSerial],
					Scope::Serials(..) => vec![],
					_ if listed >= 3 => vec![Error::TooManyModelActions],
					_ => vec![],
				}
			},
			Step::Terminate(number, rest) => match self.pick_action(number) {
				None => vec![Error::UnknownFieldAction],
				Some(action) => {
					let one = &self.actions[action];
					let mut reasons = vec![];
					if one.lifted || (one.rest && rest) {
						reasons.push(Error::Terminated);
					}
					if !rest && self.counters(action)[2] > 0 {
						reasons.push(Error::Outstanding);
					}
					reasons
				},
			},
			_ => vec![Error::NotFound, Error::UnknownFieldAction],
		}
	}

	/// The device that a step is about, if there is one.
	fn device_of(&self, step: &Step) -> Option<usize> {
		match *step {
			Step::Wait(_) | Step::Register(_) | Step::Open(..) | Step::Terminate(..) => None,
			Step::Service(number, ..)
			| Step::PutIntoService(number, _)
			| Step::TakeOutOfService(number, _)
			| Step::ReportLost(number)
			| Step::ReportFound(number)
			| Step::ReportDamaged(number)
			| Step::ReportDestroyed(number)
			| Step::SubmitUsage(number, ..)
			| Step::RecordUse(number, _)
			| Step::Offer(number)
			| Step::Accept(number)
			| Step::Settle(_, number, _)
			| Step::Decommission(number, _)
			| Step::Dispose(number)
			| Step::EnterInError(number) => self.pick(number),
		}
	}

	/// Does what a step that went through has done.
	fn apply(&mut self, step: &Step) {
		let now = self.now;
		let about = self.device_of(step);
		match *step {
			Step::Wait(time) => self.now += time,
			Step::Register(serial) => self.devices.push(ModelDevice {
				serial,
				owner: HOSPITAL,
				registered: now,
				last_service: now,
				until: now,
				fit_from: now,
				..Default::default()
			}),
			Step::Open(scope, kind, class) => {
				let over: Vec<_> = (0..self.devices.len())
					.filter(|id| self.devices[*id].ended.is_some())
					.collect();
				let mut action = ModelAction {
					scope,
					kind,
					class,
					settled: vec![],
					ended: vec![],
					ended_before: vec![],
					rest: false,
					lifted: false,
				};
				let over = over.into_iter().filter(|id| action.names(&self.devices[*id])).collect();
				match scope {
					// What is named counts, though it is no more.
					Scope::Serials(..) => action.ended = over,
					_ => action.ended_before = over,
				}
				self.actions.push(action);
			},
			Step::Terminate(number, rest) => {
				let action = self.pick_action(number).unwrap();
				let one = &mut self.actions[action];
				one.rest = rest;
				one.lifted = !rest;
			},
			_ => self.apply_to(about.unwrap(), step, now),
		}
	}

	fn apply_to(&mut self, id: usize, step: &Step, now: Moment) {
		let end = |model: &mut Self, why| {
			for action in 0..model.actions.len() {
				if model.is_outstanding(action, id) {
					model.actions[action].ended.push(id);
				}
			}
			model.devices[id].ended = Some(why);
		};
		match *step {
			Step::ReportDestroyed(_) => return end(self, "destroyed"),
			Step::Dispose(_) => return end(self, "disposed"),
			Step::EnterInError(_) => return end(self, "error"),
			Step::Settle(number, _, removed) => {
				let action = self.pick_action(number).unwrap();
				self.actions[action].settled.push(id);
				if removed {
					self.devices[id].stage = 4;
					self.devices[id].offered = false;
				}
				return;
			},
			_ => {},
		}
		let device = &mut self.devices[id];
		let out = |device: &mut ModelDevice| {
			if device.stage == 2 {
				device.stage = 3;
			}
			device.inspected = false;
		};
		match *step {
			Step::Service(_, _, kind, passes) => {
				device.last_service = now;
				let name = match kind {
					Kind::Acceptance => "acceptance",
					Kind::Maintenance => "maintenance",
					Kind::Repair => "repair",
					Kind::Calibration { .. } => "calibration",
					Kind::Safety => "safety",
				};
				if let Kind::Calibration { found } = kind {
					let bad_since = match device.left_bad {
						Some(since) => Some(since),
						None if !found => Some(device.last(name).map_or(0, |good| good.0 + 1)),
						None => None,
					};
					device.doubts.extend(bad_since.map(|from| (from.min(now), now)));
					device.left_bad = (!passes).then_some(now + 1);
				}
				device.failed.retain(|failed| *failed != name);
				if passes {
					device.passed.push((name, now, device.run));
					if !matches!(kind, Kind::Calibration { .. }) {
						device.inspected = true;
					}
					if matches!(kind, Kind::Repair) {
						device.damaged = false;
					}
				} else {
					device.failed.push(name);
				}
				if let Kind::Acceptance = kind {
					device.accepted = passes.then_some(now);
					device.stage = match (device.stage, passes) {
						(0, true) => 1,
						(1, false) => 0,
						(stage, _) => stage,
					};
				}
				if !passes {
					out(device);
				}
			},
			Step::PutIntoService(..) => {
				device.stage = 2;
				device.fit_from = now;
			},
			Step::TakeOutOfService(_, standby) => {
				out(device);
				device.inspected = standby;
			},
			Step::ReportLost(_) => {
				device.lost = true;
				device.damaged = false;
			},
			Step::ReportFound(_) => {
				device.lost = false;
				out(device);
			},
			Step::ReportDamaged(_) => {
				device.damaged = true;
				out(device);
			},
			Step::SubmitUsage(_, _, run, _) => {
				device.run += run;
				device.sequence += 10;
				device.until += run * MINUTE;
			},
			Step::RecordUse(..) => device.uses += 1,
			Step::Offer(_) => device.offered = true,
			Step::Accept(_) => {
				device.offered = false;
				device.owner = if device.owner == HOSPITAL { CLINIC } else { HOSPITAL };
				device.stage = 0;
				device.accepted = None;
				device.inspected = false;
			},
			Step::Decommission(..) => {
				device.stage = 4;
				device.offered = false;
			},
			_ => unreachable!(),
		}
	}

	/// The step on the chain.
	fn call(&self, step: &Step) -> DispatchResult {
		let about = self.device_of(step);
		let id = about.map_or(NOWHERE, |id| id as DeviceId);
		let owner = about.map_or(HOSPITAL, |id| self.devices[id].owner);
		let other = if owner == HOSPITAL { CLINIC } else { HOSPITAL };
		let engineer = |right: Right| {
			let institution = if right { owner } else { other };
			signed(staff(institution, Role::BiomedicalEngineer))
		};
		let nurse = || signed(staff(owner, Role::Nurse));
		let action = |number: u8| self.pick_action(number).map_or(99, |action| action as u32);
		let plain = |outcome: frame_support::dispatch::DispatchResultWithPostInfo| {
			outcome.map(|_| ()).map_err(|error| error.error)
		};
		match *step {
			Step::Wait(time) => {
				wait(time);
				Ok(())
			},
			Step::Register(serial) => DeviceLifecycle::register_device(
				signed(ENGINEER),
				0,
				label(serial),
				Some(digest(70)),
				None,
			),
			Step::Service(_, right, kind, passes) => {
				let result = if passes { ServiceResult::Pass } else { ServiceResult::Fail };
				let tolerance = |within| if within { Tolerance::Within } else { Tolerance::Out };
				let service = match kind {
					Kind::Acceptance => Service::Acceptance,
					Kind::Maintenance => Service::PreventiveMaintenance,
					Kind::Repair => Service::CorrectiveMaintenance,
					Kind::Safety => Service::SafetyTest,
					Kind::Calibration { found } => Service::Calibration {
						as_found: tolerance(found),
						as_left: tolerance(passes),
						reference: digest(51),
					},
				};
				DeviceLifecycle::record_service(engineer(right), id, report(service, result))
			},
			Step::PutIntoService(_, right) => {
				DeviceLifecycle::put_into_service(engineer(right), id)
			},
			Step::TakeOutOfService(_, standby) => {
				let reason =
					if standby { OutOfServiceReason::Standby } else { OutOfServiceReason::Fault };
				DeviceLifecycle::take_out_of_service(engineer(true), id, reason)
			},
			Step::ReportLost(_) => DeviceLifecycle::report_lost(nurse(), id),
			Step::ReportFound(_) => DeviceLifecycle::report_found(nurse(), id),
			Step::ReportDamaged(_) => DeviceLifecycle::report_damaged(nurse(), id),
			Step::ReportDestroyed(_) => {
				plain(DeviceLifecycle::report_destroyed(engineer(true), id, digest(9)))
			},
			Step::SubmitUsage(_, right, run, skip) => {
				let Some(known) = about.map(|id| &self.devices[id]) else {
					return Err(Error::<Test>::NotFound.into());
				};
				// A key belongs to an owner: each sets its own before it is asked for.
				if known.ended.is_none() && device(id).key.is_none() {
					let proof = proof(id, 1);
					assert_ok!(DeviceLifecycle::set_key(engineer(true), id, key(1), proof));
				}
				let from_sequence = (known.sequence + 1).saturating_add_signed(i64::from(skip));
				let batch = UsageBatch {
					reading: Reading {
						from_sequence,
						to_sequence: from_sequence + 9,
						start: known.until,
						end: known.until + run * MINUTE,
						run_minutes: known.run + run,
						cycles: 0,
					},
					faults: BoundedVec::new(),
					root: digest(60),
					firmware: Some(digest(70)),
				};
				let stated = DeviceLifecycle::usage_statement(id, batch.clone());
				let signature = pair(if right { 1 } else { 2 }).sign(&stated).0;
				plain(DeviceLifecycle::submit_usage(nurse(), id, batch, signature))
			},
			Step::RecordUse(_, before) => DeviceLifecycle::record_use(
				nurse(),
				id,
				Beneficiary::Patient(PATIENT),
				now() - before,
			),
			Step::Offer(_) => DeviceLifecycle::offer_transfer(engineer(true), id, other),
			Step::Accept(_) => DeviceLifecycle::accept_transfer(engineer(false), id),
			Step::Open(scope, kind, class) => {
				let scope = match scope {
					Scope::All => FieldActionScope::Model,
					Scope::Lot(lot) => FieldActionScope::Lot(text(&format!("L{lot}"))),
					Scope::Serials(one, other) => {
						serials_of(&[&format!("S{one}"), &format!("S{other}")])
					},
				};
				DeviceLifecycle::open_field_action(
					signed(INSPECTOR),
					0,
					scope,
					kind,
					class,
					digest(80),
				)
			},
			Step::Settle(number, _, removed) => {
				let outcome = if removed { Disposition::Removed } else { Disposition::Corrected };
				DeviceLifecycle::record_field_action_outcome(
					engineer(true),
					action(number),
					id,
					outcome,
					digest(81),
				)
			},
			Step::Terminate(number, rest) => {
				terminate(action(number), rest.then_some(RestReason::Untraceable))
			},
			Step::Decommission(_, evidence) => {
				DeviceLifecycle::decommission(engineer(true), id, evidence.then_some(digest(90)))
			},
			Step::Dispose(_) => {
				plain(DeviceLifecycle::dispose(engineer(true), id, Some(digest(90))))
			},
			Step::EnterInError(_) => plain(DeviceLifecycle::enter_in_error(engineer(true), id)),
		}
	}

	/// Whether the views say of a device what the model does.
	fn compare(&self, id: usize) {
		let (known, shown) = (&self.devices[id], device(id as DeviceId));
		assert_eq!((shown.owner, shown.registered), (known.owner, known.registered));
		assert_eq!(shown.uses, known.uses);
		assert_eq!((shown.meter.run_minutes, shown.meter.sequence), (known.run, known.sequence));
		let status = match (known.ended, known.stage) {
			(Some("disposed"), _) => ServiceStatus::Disposed,
			(Some("error"), _) => ServiceStatus::EnteredInError,
			(Some(_), 2) => ServiceStatus::OutOfService,
			(_, 0) => ServiceStatus::Registered,
			(_, 1) => ServiceStatus::Commissioned,
			(_, 2) => ServiceStatus::InService,
			(_, 3) => ServiceStatus::OutOfService,
			_ => ServiceStatus::Decommissioned,
		};
		assert_eq!(shown.status, status);
		if known.ended.is_none() {
			assert_eq!(is_recalled(id as DeviceId), self.is_stopped(id));
			for (purpose, for_use) in [(DevicePurpose::Report, false), (DevicePurpose::Use, true)] {
				let unfit = self.unfit(id, false, for_use);
				match check(id as DeviceId, purpose) {
					Ok(()) => assert!(unfit.is_empty(), "{unfit:?}"),
					Err(refusal) => {
						let error = <DeviceLifecycle as DeviceStatus>::error(refusal);
						assert!(unfit.into_iter().any(|one| same(&one.into(), &error)));
					},
				}
			}
			// Doubt may have grown, it is never lost.
			for (from, until) in &known.doubts {
				assert!([*from, *until].iter().all(|at| is_suspect(id as DeviceId, *at)));
			}
			let doubted = known.doubts.iter().any(|(_, until)| *until >= self.now);
			let in_doubt = doubted || known.left_bad.is_some_and(|since| since <= self.now);
			assert_eq!(is_suspect(id as DeviceId, self.now), in_doubt);
			assert_eq!(is_suspect(id as DeviceId, self.now + 1), known.left_bad.is_some());
		}
	}

	fn compare_actions(&self) {
		for action in 0..self.actions.len() {
			let [affected, _, corrected_removed_disposed, outstanding] = {
				let [affected, corrected, removed, disposed, outstanding] =
					counters(action as FieldActionId);
				[affected, 0, corrected + removed + disposed, outstanding]
			};
			let expected = self.counters(action).map(|count| count as u32);
			assert_eq!([affected, corrected_removed_disposed, outstanding], expected, "{action}");
		}
	}
}

fn label(serial_number: u8) -> ProductionIdentifiers {
	serial(&format!("L{}", serial_number % 2), &format!("S{serial_number}"))
}

fn step() -> impl Strategy<Value = Step> {
	let right = || prop_oneof![19 => Just(true), 1 => Just(false)];
	let number = || any::<u8>();
	let kind = prop_oneof![
		3 => Just(Kind::Acceptance),
		2 => Just(Kind::Maintenance),
		1 => Just(Kind::Repair),
		5 => any::<bool>().prop_map(|found| Kind::Calibration { found }),
		2 => Just(Kind::Safety),
	];
	let passes = prop_oneof![6 => Just(true), 1 => Just(false)];
	let scope = prop_oneof![
		1 => Just(Scope::All),
		2 => (0u8..2).prop_map(Scope::Lot),
		3 => (0u8..8, 0u8..8).prop_map(|(one, other)| Scope::Serials(one, other)),
	];
	let action = select(vec![
		FieldActionKind::Correction,
		FieldActionKind::Removal,
		FieldActionKind::SafetyAlert,
	]);
	let class = select(vec![FieldActionClass::I, FieldActionClass::II, FieldActionClass::III]);
	let skip = prop_oneof![12 => Just(0i8), 1 => Just(1i8), 1 => Just(-1i8)];
	let before = prop_oneof![6 => Just(0), 1 => 0..3 * DAY];
	prop_oneof![
		10 => prop_oneof![6 => 1..DAY, 1 => 10 * DAY..20 * DAY].prop_map(Step::Wait),
		4 => (0u8..8).prop_map(Step::Register),
		24 => (number(), right(), kind, passes).prop_map(|(a, b, c, d)| Step::Service(a, b, c, d)),
		16 => (number(), right()).prop_map(|(a, b)| Step::PutIntoService(a, b)),
		2 => (number(), any::<bool>()).prop_map(|(a, b)| Step::TakeOutOfService(a, b)),
		1 => number().prop_map(Step::ReportLost),
		2 => number().prop_map(Step::ReportFound),
		1 => number().prop_map(Step::ReportDamaged),
		10 => (number(), right(), 0u64..400, skip).prop_map(|(a, b, c, d)| Step::SubmitUsage(a, b, c, d)),
		8 => (number(), before).prop_map(|(a, b)| Step::RecordUse(a, b)),
		3 => number().prop_map(Step::Offer),
		3 => number().prop_map(Step::Accept),
		3 => (scope, action, class).prop_map(|(a, b, c)| Step::Open(a, b, c)),
		12 => (number(), number(), prop_oneof![5 => Just(false), 1 => Just(true)])
			.prop_map(|(a, b, c)| Step::Settle(a, b, c)),
		4 => (number(), prop_oneof![4 => Just(false), 1 => Just(true)])
			.prop_map(|(a, b)| Step::Terminate(a, b)),
		1 => (number(), any::<bool>()).prop_map(|(a, b)| Step::Decommission(a, b)),
		3 => number().prop_map(Step::Dispose),
		1 => prop_oneof![
			number().prop_map(Step::ReportDestroyed), number().prop_map(Step::EnterInError)
		],
	]
}

/// What happened how often, so that a run that never got anywhere is noticed.
type Tally = BTreeMap<String, u32>;

/// Changes with anything in storage.
fn state() -> Vec<u8> {
	sp_io::storage::root(StateVersion::V1)
}

fn run(steps: &[Step], tally: &RefCell<Tally>) {
	build_and_execute(|| {
		register_model(ModelDefinition { plan: INTERVALS, ..ventilator() });
		let mut model = Model { devices: vec![], actions: vec![], now: START };
		for step in steps {
			let reasons = model.reasons(step);
			let before = state();
			let outcome = frame_support::storage::with_storage_layer(|| model.call(step));
			let name = format!("{step:?}").split('(').next().unwrap_or_default().to_string();
			match outcome {
				Ok(()) => {
					assert!(reasons.is_empty(), "{step:?} should fail: {reasons:?}");
					*tally.borrow_mut().entry(name).or_default() += 1;
					let about = model.device_of(step);
					model.apply(step);
					if let Some(id) = about {
						model.compare(id);
					}
					model.compare_actions();
				},
				Err(error) => {
					// How many field actions a device has kept is no matter of the model's.
					let full = DispatchError::from(Error::<Test>::TooManyDeviceActions);
					assert!(
						same(&full, &error)
							|| reasons.into_iter().any(|reason| same(&reason.into(), &error)),
						"{step:?}: {error:?}"
					);
					assert_eq!(state(), before, "{step:?} left a trace");
					*tally.borrow_mut().entry(format!("{:?}", message(&error))).or_default() += 1;
				},
			}
		}
		assert_eq!(Devices::<Test>::iter().count(), model.devices.len());
		for id in 0..model.devices.len() {
			model.compare(id);
		}
	});
}

fn message(error: &DispatchError) -> &'static str {
	(*error).into()
}

fn same(one: &DispatchError, other: &DispatchError) -> bool {
	message(one) == message(other)
}

#[test]
fn the_chain_should_agree_with_the_model_whatever_is_called() {
	let total = std::env::var("GALEN_STEPS").ok().and_then(|steps| steps.parse().ok());
	let cases = total.unwrap_or(10_000u32).div_ceil(STEPS);
	let tally = RefCell::new(Tally::new());
	let config = ProptestConfig { cases, failure_persistence: None, ..Default::default() };
	TestRunner::new(config)
		.run(&vec(step(), STEPS as usize), |steps| {
			run(&steps, &tally);
			Ok(())
		})
		.unwrap_or_else(|failure| panic!("{failure}"));

	let tally = tally.into_inner();
	println!("{} steps: {tally:#?}", cases * STEPS);
	if cases >= 20 {
		for name in [
			"Register",
			"Service",
			"PutIntoService",
			"TakeOutOfService",
			"ReportLost",
			"ReportFound",
			"ReportDamaged",
			"ReportDestroyed",
			"SubmitUsage",
			"RecordUse",
			"Offer",
			"Accept",
			"Open",
			"Settle",
			"Terminate",
			"Decommission",
			"Dispose",
			"EnterInError",
		] {
			assert!(tally.contains_key(name), "{name} never went through");
		}
	}
}
