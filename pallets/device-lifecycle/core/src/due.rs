// SPDX-License-Identifier: Apache-2.0

//! When a device is due for service: a function of what was done last and of its model's plan.
//! Nothing is scheduled and nothing expires by itself; whoever reads, computes.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use galen_primitives::Moment;
use scale_info::TypeInfo;

/// How often a model's devices have to be serviced. An interval that isn't there doesn't bind.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct ServicePlan {
	/// The longest time between maintenances, in milliseconds.
	pub maintenance: Option<Moment>,
	/// The longest running time between maintenances, in minutes.
	pub maintenance_run: Option<u64>,
	/// The longest time between calibrations, in milliseconds.
	pub calibration: Option<Moment>,
	/// The longest time between safety tests (IEC 62353), in milliseconds.
	pub safety_test: Option<Moment>,
}

/// A service that was passed.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Serviced {
	/// When it was done.
	pub at: Moment,
	/// When the next is due, where whoever did it has said so; the plan binds all the same.
	pub next: Option<Moment>,
}

/// What was passed last.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct ServiceHistory {
	/// The acceptance by the present owner. The clocks of maintenance and safety tests begin here.
	pub accepted: Option<Moment>,
	/// The last maintenance.
	pub maintenance: Option<Serviced>,
	/// What the meter of running time showed then, in minutes.
	pub maintenance_run: u64,
	/// The last calibration that left the device within tolerance. Nothing else starts its clock:
	/// a device that was never calibrated is out of calibration.
	pub calibration: Option<Serviced>,
	/// The last safety test.
	pub safety_test: Option<Serviced>,
}

/// When what is due.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct NextDue {
	/// The next maintenance, by time.
	pub maintenance: Option<Moment>,
	/// The next maintenance, by what the meter of running time will show, in minutes.
	pub maintenance_run: Option<u64>,
	/// The next calibration. Zero where there is a plan and there was no calibration yet.
	pub calibration: Option<Moment>,
	/// The next safety test.
	pub safety_test: Option<Moment>,
}

impl ServicePlan {
	/// Whether no interval is empty.
	pub fn is_proper(&self) -> bool {
		![self.maintenance, self.maintenance_run, self.calibration, self.safety_test]
			.contains(&Some(0))
	}
}

/// The earlier of what the plan says and what was stated.
pub fn due(last: Moment, interval: Option<Moment>, stated: Option<Moment>) -> Option<Moment> {
	let planned = interval.map(|interval| last.saturating_add(interval));
	match (planned, stated) {
		(Some(planned), Some(stated)) => Some(planned.min(stated)),
		(planned, stated) => planned.or(stated),
	}
}

/// Whether the time has come: what is due at a moment is overdue from that moment on.
pub fn is_overdue(due: Option<Moment>, now: Moment) -> bool {
	due.is_some_and(|due| due <= now)
}

/// When what is due, from what was passed last and the plan.
pub fn next_due(plan: &ServicePlan, history: &ServiceHistory) -> NextDue {
	let since_acceptance = history.accepted.map(|at| Serviced { at, next: None });
	let by_time =
		|last: Option<Serviced>, interval| last.and_then(|last| due(last.at, interval, last.next));
	// What was serviced before the present owner accepted the device still counts.
	let maintenance = history.maintenance.or(since_acceptance);
	let safety_test = history.safety_test.or(since_acceptance);
	let calibration = match history.calibration {
		Some(last) => due(last.at, plan.calibration, last.next),
		None => plan.calibration.map(|_| 0),
	};
	NextDue {
		maintenance: by_time(maintenance, plan.maintenance),
		maintenance_run: plan
			.maintenance_run
			.map(|interval| history.maintenance_run.saturating_add(interval)),
		calibration,
		safety_test: by_time(safety_test, plan.safety_test),
	}
}

impl NextDue {
	/// Whether maintenance is overdue, by time or by running time.
	pub fn maintenance_overdue(&self, now: Moment, run_minutes: u64) -> bool {
		is_overdue(self.maintenance, now) || is_overdue(self.maintenance_run, run_minutes)
	}

	/// Whether calibration is overdue.
	pub fn calibration_overdue(&self, now: Moment) -> bool {
		is_overdue(self.calibration, now)
	}

	/// Whether the safety test is overdue.
	pub fn safety_test_overdue(&self, now: Moment) -> bool {
		is_overdue(self.safety_test, now)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const PLAN: ServicePlan = ServicePlan {
		maintenance: Some(100),
		maintenance_run: Some(60_000),
		calibration: Some(50),
		safety_test: Some(200),
	};

	#[test]
	fn clocks_should_begin_with_acceptance_but_for_calibration() {
		assert_eq!(
			next_due(&PLAN, &ServiceHistory::default()),
			NextDue { maintenance_run: Some(60_000), calibration: Some(0), ..Default::default() }
		);
		let accepted = ServiceHistory { accepted: Some(1_000), ..Default::default() };
		let next = next_due(&PLAN, &accepted);
		assert_eq!(
			next,
			NextDue {
				maintenance: Some(1_100),
				maintenance_run: Some(60_000),
				calibration: Some(0),
				safety_test: Some(1_200)
			}
		);
		assert!(next.calibration_overdue(1_000));
		assert!(!next.maintenance_overdue(1_099, 59_999));
		assert!(next.maintenance_overdue(1_100, 0) && next.maintenance_overdue(0, 60_000));
		assert!(!next.safety_test_overdue(1_199) && next.safety_test_overdue(1_200));
	}

	#[test]
	fn nothing_should_be_due_without_a_plan() {
		let history = ServiceHistory { accepted: Some(1), ..Default::default() };
		assert_eq!(next_due(&ServicePlan::default(), &history), NextDue::default());
		assert!(!NextDue::default().maintenance_overdue(Moment::MAX, u64::MAX));
		assert!(ServicePlan::default().is_proper() && PLAN.is_proper());
		assert!(!ServicePlan { safety_test: Some(0), ..PLAN }.is_proper());
	}

	#[test]
	fn a_stated_date_should_bring_forward_and_never_put_off() {
		assert_eq!(due(10, Some(5), Some(12)), Some(12));
		assert_eq!(due(10, Some(5), Some(20)), Some(15));
		assert_eq!(due(10, None, Some(20)), Some(20));
		assert_eq!(due(10, Some(5), None), Some(15));
		assert_eq!(due(10, None, None), None);
	}

	fn serviced() -> impl Strategy<Value = Option<Serviced>> {
		proptest::option::of(
			(any::<Moment>(), any::<Option<Moment>>()).prop_map(|(at, next)| Serviced { at, next }),
		)
	}

	fn plan() -> impl Strategy<Value = ServicePlan> {
		any::<[Option<u64>; 4]>().prop_map(
			|[maintenance, maintenance_run, calibration, safety_test]| ServicePlan {
				maintenance,
				maintenance_run,
				calibration,
				safety_test,
			},
		)
	}

	proptest! {
		#[test]
		fn what_is_overdue_should_stay_so_until_it_is_serviced(
			plan in plan(), accepted in any::<Option<Moment>>(), maintenance in serviced(),
			calibration in serviced(), safety_test in serviced(), maintenance_run in any::<u64>(),
			now in any::<Moment>(), later in any::<Moment>(), run in any::<u64>(), more in any::<u64>(),
		) {
			let history = ServiceHistory { accepted, maintenance, maintenance_run, calibration, safety_test };
			let next = next_due(&plan, &history);
			let (now, later) = (now.min(later), now.max(later));
			let (run, more) = (run.min(more), run.max(more));
			prop_assert!(!next.maintenance_overdue(now, run) || next.maintenance_overdue(later, more));
			prop_assert!(!next.calibration_overdue(now) || next.calibration_overdue(later));
			prop_assert!(!next.safety_test_overdue(now) || next.safety_test_overdue(later));
			// No date lies beyond the plan's.
			if let (Some(last), Some(interval)) = (maintenance, plan.maintenance) {
				prop_assert!(next.maintenance.unwrap() <= last.at.saturating_add(interval));
			}
		}
	}
}
