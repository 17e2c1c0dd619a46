// SPDX-License-Identifier: Apache-2.0

//! The times of which a device's word is in doubt.
//!
//! When a calibration finds a device out of tolerance, nobody knows since when it was: everything
//! that it has said since it was last found good is in doubt (ISO 13485, 7.6). The device keeps these
//! times as few closed spells, and whoever relies on a measurement compares its moment with them.
//! No measurement is touched.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use galen_primitives::Moment;
use scale_info::TypeInfo;
use sp_core::{bounded::BoundedVec, Get};

/// A time of which a device's word is in doubt. Both ends belong to it.
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
pub struct Spell {
	/// The first moment in doubt.
	pub from: Moment,
	/// The last one.
	pub until: Moment,
}

/// The spell after `last_good`, up to and including `until`. Where the device never was good, from
/// the beginning of time.
pub fn since(last_good: Option<Moment>, until: Moment) -> Spell {
	let from = last_good.map_or(0, |good| good.saturating_add(1));
	Spell { from: from.min(until), until }
}

/// Whether a moment of `from..=until` lies in a spell.
pub fn overlaps(spells: &[Spell], from: Moment, until: Moment) -> bool {
	spells.iter().any(|spell| spell.from <= until && from <= spell.until)
}

/// Adds a spell to those there are, which stay in order and apart.
///
/// Where there is no room for one more, the two neighbours with the least time between them become
/// one: doubt may grow, it is never lost. With no room for any, nothing is kept.
pub fn add<Max: Get<u32>>(spells: &mut BoundedVec<Spell, Max>, spell: Spell) {
	if spell.until < spell.from {
		return;
	}
	let mut merged = spell;
	// What touches the new one becomes part of it.
	spells.retain(|old| {
		let apart =
			old.until.saturating_add(1) < merged.from || merged.until.saturating_add(1) < old.from;
		if !apart {
			merged.from = merged.from.min(old.from);
			merged.until = merged.until.max(old.until);
		}
		apart
	});
	let place = spells.iter().take_while(|old| old.from < merged.from).count();
	if spells.is_full() {
		insert_joining(spells, place, merged);
	} else {
		// There is room.
		let _ = spells.try_insert(place, merged);
	}
}

/// Inserts where there is no room: the closest two of all become one.
fn insert_joining<Max: Get<u32>>(spells: &mut BoundedVec<Spell, Max>, place: usize, spell: Spell) {
	let (mut best, mut least) = (None, Moment::MAX);
	let mut previous: Option<Spell> = None;
	// With the new one among them, as if there were room.
	let with_new =
		spells.iter().take(place).chain(core::iter::once(&spell)).chain(spells.iter().skip(place));
	for (index, next) in with_new.enumerate() {
		if let Some(before) = previous {
			let gap = next.from.saturating_sub(before.until);
			if best.is_none() || gap < least {
				(best, least) = (Some(index), gap);
			}
		}
		previous = Some(*next);
	}
	// `second` is the index of the later of the two, counted with the new one.
	let Some(second) = best else { return };
	let first = second.saturating_sub(1);
	if first == place || second == place {
		// The new one and an old one: widen the old one.
		let neighbour = if first == place { place } else { first };
		if let Some(old) = spells.get_mut(neighbour) {
			old.from = old.from.min(spell.from);
			old.until = old.until.max(spell.until);
		}
		return;
	}
	// Two old ones make room for the new one.
	let shift = usize::from(place < second);
	let (first, second) = (first.saturating_sub(shift), second.saturating_sub(shift));
	let Some(gone) = spells.get(second).copied() else { return };
	if let Some(old) = spells.get_mut(first) {
		old.until = old.until.max(gone.until);
	}
	spells.retain(|old| *old != gone);
	let place = spells.iter().take_while(|old| old.from < spell.from).count();
	let _ = spells.try_insert(place, spell);
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;
	use sp_core::ConstU32;

	type Spells<const MAX: u32> = BoundedVec<Spell, ConstU32<MAX>>;

	fn of<const MAX: u32>(spells: &[(Moment, Moment)]) -> Spells<MAX> {
		let mut all = Spells::new();
		for (from, until) in spells {
			add(&mut all, Spell { from: *from, until: *until });
		}
		all
	}

	fn plain<const MAX: u32>(spells: &Spells<MAX>) -> Vec<(Moment, Moment)> {
		spells.iter().map(|spell| (spell.from, spell.until)).collect()
	}

	#[test]
	fn doubt_should_begin_after_the_last_good_calibration() {
		assert_eq!(since(Some(10), 20), Spell { from: 11, until: 20 });
		assert_eq!(since(None, 20), Spell { from: 0, until: 20 });
		let spells = of::<4>(&[(11, 20)]);
		assert!(!overlaps(&spells, 0, 10) && overlaps(&spells, 0, 11));
		assert!(overlaps(&spells, 20, 30) && !overlaps(&spells, 21, 30));
		assert!(overlaps(&spells, 0, 99) && overlaps(&spells, 15, 15));
	}

	#[test]
	fn spells_that_touch_should_become_one() {
		assert_eq!(plain(&of::<4>(&[(1, 5), (6, 9)])), [(1, 9)]);
		assert_eq!(plain(&of::<4>(&[(1, 5), (3, 9)])), [(1, 9)]);
		assert_eq!(plain(&of::<4>(&[(1, 5), (7, 9)])), [(1, 5), (7, 9)]);
		assert_eq!(plain(&of::<4>(&[(10, 12), (1, 2), (5, 6), (2, 11)])), [(1, 12)]);
		assert_eq!(plain(&of::<4>(&[(5, 4)])), []);
	}

	#[test]
	fn neighbours_should_be_joined_where_there_is_no_room() {
		// Two old ones, the new one and the one before, the new one and the one after.
		assert_eq!(
			plain(&of::<3>(&[(1, 2), (5, 6), (20, 21), (40, 41)])),
			[(1, 6), (20, 21), (40, 41)]
		);
		assert_eq!(plain(&of::<2>(&[(1, 2), (50, 60), (4, 6)])), [(1, 6), (50, 60)]);
		assert_eq!(plain(&of::<2>(&[(1, 2), (50, 60), (40, 45)])), [(1, 2), (40, 60)]);
		assert_eq!(plain(&of::<2>(&[(10, 20), (23, 30), (1, 2)])), [(1, 2), (10, 30)]);
		assert_eq!(plain(&of::<1>(&[(1, 2), (50, 60)])), [(1, 60)]);
		assert_eq!(plain(&of::<0>(&[(1, 2)])), []);
	}

	proptest! {
		#[test]
		fn doubt_should_never_be_lost_and_spells_stay_apart(
			added in proptest::collection::vec((0u64..200, 0u64..12), 0..30),
		) {
			let mut spells = Spells::<4>::new();
			let mut roomy = Spells::<64>::new();
			for (from, length) in &added {
				let spell = Spell { from: *from, until: from + length };
				add(&mut spells, spell);
				add(&mut roomy, spell);
				for pair in spells.windows(2).chain(roomy.windows(2)) {
					prop_assert!(pair[0].until + 1 < pair[1].from);
				}
			}
			for moment in 0..220 {
				let truth = added.iter().any(|(from, length)| (*from..=from + length).contains(&moment));
				// With room enough the doubt is exact, without it only grows.
				prop_assert_eq!(overlaps(&roomy, moment, moment), truth);
				prop_assert!(!truth || overlaps(&spells, moment, moment));
			}
		}
	}
}
