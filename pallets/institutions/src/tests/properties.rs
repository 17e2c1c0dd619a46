// SPDX-License-Identifier: Apache-2.0

//! Random sequences of calls against models that know nothing of intervals.

use crate::{mock::*, AllowanceError, Credentials, Drawn};
use frame_support::assert_ok;
use frame_support::dispatch::DispatchClass;
use galen_primitives::{standing::Reason, Moment, Period, Role};
use proptest::prelude::*;

const WHY: Reason = Reason::UnderInvestigation;

/// What can be told of one credential at the present moment, and nothing of the past.
#[derive(Clone, Debug)]
struct Post {
	from: Moment,
	until: Moment,
	revoked: bool,
	suspended_until: Moment,
}

impl Post {
	fn expired(&self, now: Moment) -> bool {
		self.until <= now
	}

	fn suspended(&self, now: Moment) -> bool {
		now < self.suspended_until
	}

	fn in_force(&self, now: Moment) -> bool {
		self.from <= now && !self.expired(now) && !self.revoked && !self.suspended(now)
	}
}

#[derive(Clone, Debug)]
enum Step {
	Issue(usize, Moment, Option<Moment>),
	Suspend(usize, Option<Moment>),
	Reinstate(usize),
	Revoke(usize),
	Renew(usize, Option<Moment>),
	SuspendInstitution(Option<Moment>),
	LiftInstitution,
}

/// Terms are counted from the present; 0 is the present, which no term may end at.
fn step() -> impl Strategy<Value = Step> {
	let who = 0usize..4;
	let term = || proptest::option::of(0u64..12);
	prop_oneof![
		3 => (who.clone(), 0u64..6, term()).prop_map(|(who, from, term)| Step::Issue(who, from, term)),
		4 => (who.clone(), term()).prop_map(|(who, term)| Step::Suspend(who, term)),
		3 => who.clone().prop_map(Step::Reinstate),
		1 => who.clone().prop_map(Step::Revoke),
		3 => (who, term()).prop_map(|(who, term)| Step::Renew(who, term)),
		1 => term().prop_map(Step::SuspendInstitution),
		2 => Just(Step::LiftInstitution),
	]
}

fn staff(who: usize) -> AccountId {
	account(100 + who as u8)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	#[test]
	fn an_account_should_act_exactly_when_the_model_says_so(
		steps in proptest::collection::vec((step(), 0u64..5), 1..80),
	) {
		new_test_ext().execute_with(|| {
			let mut posts: [Option<Post>; 4] = [None, None, None, None];
			let mut hospital_suspended_until = 0;
			let mut history: Vec<(Moment, bool, [Option<bool>; 4])> = Vec::new();
			let mut now = START;
			for (step, wait) in steps {
				let open = hospital_suspended_until <= now;
				let absolute = |term: Option<Moment>| term.map(|term| now + term);
				let end = |term: Option<Moment>| absolute(term).unwrap_or(Moment::MAX);
				let by = by(&ADMINISTRATOR);
				let (outcome, expected) = match step {
					Step::Issue(who, delay, term) => {
						let validity = Period { from: (now + delay).saturating_sub(3), until: absolute(term) };
						let from = validity.from.max(now);
						let expected = open && posts[who].is_none() && from < end(term);
						if expected {
							let suspended_until = 0;
							posts[who] =
								Some(Post { from, until: end(term), revoked: false, suspended_until });
						}
						(
							Institutions::issue_credential(by, staff(who), Role::Nurse, 0, validity),
							expected,
						)
					},
					Step::Suspend(who, term) => {
						let post = posts[who].as_mut().filter(|post| {
							open && !post.revoked && !post.expired(now) && !post.suspended(now) &&
								now < end(term)
						});
						let expected = post.is_some();
						if let Some(post) = post {
							post.suspended_until = end(term);
						}
						(
							Institutions::suspend_credential(by, staff(who), WHY, absolute(term)),
							expected,
						)
					},
					Step::Reinstate(who) => {
						let post = posts[who].as_mut().filter(|post| {
							open && !post.revoked && !post.expired(now) && post.suspended(now)
						});
						let expected = post.is_some();
						if let Some(post) = post {
							post.suspended_until = now;
						}
						(Institutions::reinstate_credential(by, staff(who)), expected)
					},
					Step::Revoke(who) => {
						let post = posts[who].as_mut().filter(|post| open && !post.revoked);
						let expected = post.is_some();
						if let Some(post) = post {
							post.revoked = true;
						}
						(Institutions::revoke_credential(by, staff(who), WHY), expected)
					},
					Step::Renew(who, term) => {
						let post = posts[who].as_mut().filter(|post| {
							open && !post.revoked && post.from.max(now) < end(term)
						});
						let expected = post.is_some();
						if let Some(post) = post {
							post.until = end(term);
						}
						let until = absolute(term);
						(
							Institutions::renew_credential(by, staff(who), until, Role::Nurse, 0),
							expected,
						)
					},
					Step::SuspendInstitution(term) => {
						let expected = open && now < end(term);
						if expected {
							hospital_suspended_until = end(term);
						}
						let root = RuntimeOrigin::root();
						(Institutions::suspend(root, HOSPITAL, WHY, absolute(term)), expected)
					},
					Step::LiftInstitution => {
						if !open {
							hospital_suspended_until = now;
						}
						(Institutions::lift_suspension(RuntimeOrigin::root(), HOSPITAL), !open)
					},
				};
				assert_eq!(outcome.is_ok(), expected, "{outcome:?} at {now}");

				for _ in 0..wait {
					let open = hospital_suspended_until <= now;
					let mut was = [None; 4];
					for (who, post) in posts.iter().enumerate() {
						let in_force = post.as_ref().map(|post| post.in_force(now));
						assert_eq!(acts(&staff(who)), open && in_force == Some(true), "{who} at {now}");
						was[who] = in_force;
					}
					history.push((now, open, was));
					now += 1;
					at(now);
				}
			}

			// The past is told as it was, or not at all.
			for (moment, open, was) in history {
				let told = Institutions::was_in_force(HOSPITAL, moment);
				assert!(told.is_none_or(|told| told == open), "institution at {moment}");
				for (who, was) in was.into_iter().enumerate() {
					let Some(was) = was else { continue };
					let told = Credentials::<Test>::get(staff(who)).unwrap().standing.was_in_force(moment);
					assert!(told.is_none_or(|told| told == was), "{who} at {moment}");
				}
			}
			assert_ok!(Institutions::do_try_state());
		});
	}

	#[test]
	fn nobody_should_transact_more_than_capacity_and_refills(
		steps in proptest::collection::vec((0u8..4, 0u64..1_200, 0u64..8), 1..80),
	) {
		new_test_ext().execute_with(|| {
			let shares = [(ADMINISTRATOR, CLASS.members), (PATIENT, CLASS.patients)];
			let mut levels = shares.clone().map(|(_, refill)| refill.capacity);
			let mut spent = [0u64; 2];
			let mut blocks = 0;
			let mut last: [Option<Drawn>; 2] = [None, None];
			for (what, amount, wait) in steps {
				let side = usize::from(what % 2);
				let (who, _) = &shares[side];
				if what < 2 {
					let outcome = Institutions::draw(who, amount, DispatchClass::Operational);
					if amount <= levels[side] {
						levels[side] -= amount;
						spent[side] += amount;
						last[side] = Some(outcome.unwrap());
					} else {
						assert_eq!(outcome, Err(AllowanceError::Exhausted));
					}
				} else if let Some(drawn) = last[side].take() {
					Institutions::restore(&drawn, amount);
					let back = amount.min(drawn.amount);
					spent[side] -= back;
					levels[side] = (levels[side] + back).min(shares[side].1.capacity);
				}
				let left = Institutions::allowance(HOSPITAL).unwrap();
				assert_eq!([left.members, left.patients], levels);
				for (side, (_, refill)) in shares.iter().enumerate() {
					assert!(spent[side] <= refill.capacity + refill.per_block * blocks);
				}
				blocks += wait;
				System::set_block_number(1 + blocks);
				for (side, (_, refill)) in shares.iter().enumerate() {
					levels[side] = (levels[side] + refill.per_block * wait).min(refill.capacity);
				}
			}
			assert_ok!(Institutions::do_try_state());
		});
	}
}
