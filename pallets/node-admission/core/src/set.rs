// SPDX-License-Identifier: Apache-2.0

//! Who validates next.
//!
//! Three priorities, on every path:
//!
//! 1. the set has its minimum;
//! 2. at most a third of it leaves and at most a third joins in one session (one, where a third is
//!    less than one: a set of two could never change);
//! 3. whoever has to leave does.
//!
//! Those who stay keep their places, and those who join come last.

use alloc::vec::Vec;

/// What is to become of a member of the set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wish {
	/// It stays.
	Stay,
	/// It has to leave. The lower the number, the sooner, where not all can at once.
	Leave(u8),
	/// It has no keys. The session pallet would drop it, whatever is decided here.
	Gone,
}

/// A member of the set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member<Id> {
	/// Who it is.
	pub id: Id,
	/// What is to become of it.
	pub wish: Wish,
}

/// How small and how large the set may become.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Size {
	/// Nobody leaves if fewer than that would stay.
	pub minimum: usize,
	/// Nobody joins if more than that would be there.
	pub maximum: usize,
}

/// How many of a set of `size` may leave, and how many may join, in one session: a third, but one
/// where that is less than one.
pub fn most_changes(size: usize) -> usize {
	size.checked_div(3).unwrap_or(0).max(1)
}

/// The set of the next session.
///
/// `waiting` are those who may join, in that order; none of them is a member, and each has keys.
///
/// More than a third joins only where there are fewer than the minimum, because members without
/// keys have gone.
pub fn next_set<Id: Clone + PartialEq>(
	members: &[Member<Id>],
	waiting: &[Id],
	size: Size,
) -> Vec<Id> {
	let most = most_changes(members.len());
	let gone = members.iter().filter(|member| member.wish == Wish::Gone).count();
	let keyed = members.len().saturating_sub(gone);

	// In the order in which they go; the sort keeps that of the set among equals.
	let mut leaving: Vec<(u8, &Id)> = members
		.iter()
		.filter_map(|member| match member.wish {
			Wish::Leave(urgency) => Some((urgency, &member.id)),
			Wish::Stay | Wish::Gone => None,
		})
		.collect();
	leaving.sort_by_key(|(urgency, _)| *urgency);

	let joining = |left: usize| {
		let room = size.maximum.saturating_sub(keyed.saturating_sub(left));
		waiting.len().min(most).min(room)
	};
	// As many as can, starting with all that a third allows.
	let leave = (0..=leaving.len().min(most.saturating_sub(gone)))
		.rev()
		.find(|leave| keyed.saturating_sub(*leave).saturating_add(joining(*leave)) >= size.minimum)
		.unwrap_or(0);
	let missing = size.minimum.saturating_sub(keyed.saturating_sub(leave));
	let join = joining(leave).max(missing.min(waiting.len()));

	let left: Vec<&Id> = leaving.iter().take(leave).map(|(_, id)| *id).collect();
	members
		.iter()
		.filter(|member| member.wish != Wish::Gone && !left.contains(&&member.id))
		.map(|member| &member.id)
		.chain(waiting.iter().take(join))
		.cloned()
		.collect()
}

/// The set with `lost` replaced by those who wait, however many that changes; nothing, if fewer
/// than the minimum would be left.
pub fn recovered_set<Id: Clone + PartialEq>(
	members: &[Member<Id>],
	lost: &[Id],
	waiting: &[Id],
	size: Size,
) -> Option<Vec<Id>> {
	let kept: Vec<&Id> = members
		.iter()
		.filter(|member| member.wish != Wish::Gone && !lost.contains(&member.id))
		.map(|member| &member.id)
		.collect();
	let replaced = members.len().saturating_sub(kept.len());
	let room = size.maximum.saturating_sub(kept.len());
	let missing = size.minimum.saturating_sub(kept.len());
	let join = replaced.min(room).max(missing).min(waiting.len());
	let set: Vec<Id> = kept.into_iter().chain(waiting.iter().take(join)).cloned().collect();
	(set.len() >= size.minimum && !set.is_empty()).then_some(set)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::{collection::vec, prelude::*};

	fn set(wishes: &[Wish]) -> Vec<Member<u8>> {
		(0..).zip(wishes).map(|(id, wish)| Member { id, wish: *wish }).collect()
	}

	fn stay(count: usize) -> Vec<Wish> {
		vec![Wish::Stay; count]
	}

	const SIZE: Size = Size { minimum: 4, maximum: 10 };

	#[test]
	fn a_set_in_which_nobody_moves_should_stay_as_it_is() {
		assert_eq!(next_set(&set(&stay(5)), &[], SIZE), [0, 1, 2, 3, 4]);
	}

	#[test]
	fn newcomers_should_come_last_and_at_most_a_third_at_once() {
		assert_eq!(next_set(&set(&stay(6)), &[9, 8, 7], SIZE), [0, 1, 2, 3, 4, 5, 9, 8]);
		assert_eq!(next_set(&set(&stay(1)), &[9, 8], Size { minimum: 1, maximum: 4 }), [0, 9]);
	}

	#[test]
	fn a_full_set_should_take_nobody_in() {
		let size = Size { minimum: 4, maximum: 4 };
		assert_eq!(next_set(&set(&stay(4)), &[9], size), [0, 1, 2, 3]);
	}

	#[test]
	fn the_minimum_should_keep_whoever_has_to_leave_until_somebody_waits() {
		let members = set(&[Wish::Leave(0), Wish::Stay, Wish::Stay, Wish::Stay]);
		assert_eq!(next_set(&members, &[], SIZE), [0, 1, 2, 3]);
		assert_eq!(next_set(&members, &[9], SIZE), [1, 2, 3, 9]);
	}

	#[test]
	fn the_most_urgent_should_leave_first() {
		let mut wishes = stay(6);
		(wishes[1], wishes[2], wishes[3]) = (Wish::Leave(2), Wish::Leave(0), Wish::Leave(1));
		assert_eq!(next_set(&set(&wishes), &[], SIZE), [0, 1, 4, 5]);
	}

	#[test]
	fn members_without_keys_should_be_replaced_beyond_a_third_if_the_minimum_needs_it() {
		let members = set(&[Wish::Gone, Wish::Gone, Wish::Stay, Wish::Leave(0)]);
		assert_eq!(next_set(&members, &[9, 8, 7], SIZE), [2, 3, 9, 8]);
	}

	#[test]
	fn recovery_should_replace_all_that_was_lost_or_nothing() {
		let members = set(&stay(4));
		assert_eq!(recovered_set(&members, &[1, 2], &[9, 8, 7], SIZE), Some(vec![0, 3, 9, 8]));
		assert_eq!(recovered_set(&members, &[1, 2], &[9], SIZE), None);
		let small = Size { minimum: 1, maximum: 4 };
		assert_eq!(recovered_set(&members, &[1, 2], &[9], small), Some(vec![0, 3, 9]));
		assert_eq!(recovered_set(&members, &[0, 1, 2, 3], &[], small), None);
	}

	fn wish() -> impl Strategy<Value = Wish> {
		prop_oneof![
			6 => Just(Wish::Stay), 3 => (0..3u8).prop_map(Wish::Leave), 1 => Just(Wish::Gone)
		]
	}

	proptest! {
		#![proptest_config(ProptestConfig {
			cases: 20_000, failure_persistence: None, ..Default::default()
		})]

		#[test]
		fn the_priorities_should_hold_whatever_the_set(
			wishes in vec(wish(), 1..20),
			waiting in 0..12u8,
			minimum in 1..8usize,
			extra in 0..12usize,
		) {
			let members = set(&wishes);
			let waiting: Vec<u8> = (100..).take(waiting.into()).collect();
			let size = Size { minimum, maximum: minimum + extra };
			let next = next_set(&members, &waiting, size);

			let gone = wishes.iter().filter(|wish| **wish == Wish::Gone).count();
			let keyed = members.len() - gone;
			let most = (members.len() / 3).max(1);
			let stayed: Vec<u8> = next.iter().copied().filter(|id| *id < 100).collect();
			let joined = next.len() - stayed.len();
			let left = keyed - stayed.len();

			// The minimum, unless there is nobody to reach it with.
			prop_assert!(next.len() >= minimum.min(keyed + waiting.len()));
			prop_assert!(joined == 0 || next.len() <= size.maximum);
			// A third, unless the minimum needs more.
			prop_assert!(left + gone <= most || left == 0);
			prop_assert!(joined <= most || next.len() <= minimum);
			// Order.
			prop_assert!(stayed.is_sorted());
			prop_assert_eq!(&next[stayed.len()..], &waiting[..joined]);
			// Only who has to leave does, the most urgent first, and as many as can.
			let out = |id: &u8| !stayed.contains(id);
			let urgency = |member: &Member<u8>| match member.wish {
				Wish::Leave(urgency) => Some(urgency),
				_ => None,
			};
			for member in &members {
				match member.wish {
					Wish::Stay => prop_assert!(!out(&member.id)),
					Wish::Gone => prop_assert!(out(&member.id)),
					Wish::Leave(_) => {},
				}
			}
			let last_out = members.iter().filter(|m| out(&m.id)).filter_map(urgency).max();
			let first_in = members.iter().filter(|m| !out(&m.id)).filter_map(urgency).min();
			if let (Some(last), Some(first)) = (last_out, first_in) {
				prop_assert!(last <= first);
			}
			let leavers = members.iter().filter_map(urgency).count();
			if left < leavers && left + gone < most {
				let one_more = keyed - left - 1;
				let could_join = waiting.len().min(most).min(size.maximum.saturating_sub(one_more));
				prop_assert!(one_more + could_join < minimum, "one more could have left");
			}
		}
	}
}
