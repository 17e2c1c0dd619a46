// SPDX-License-Identifier: Apache-2.0

//! Parts of a whole, in basis points.

/// The whole.
pub const WHOLE: u32 = 10_000;

/// Whether `parts` add up to the whole, none of them being nothing.
pub fn are_whole(parts: impl IntoIterator<Item = u16>) -> bool {
	let mut sum = 0u32;
	for part in parts {
		if part == 0 {
			return false;
		}
		sum = sum.saturating_add(u32::from(part));
	}
	sum == WHOLE
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn shares_should_add_up_to_all_of_it_and_no_more() {
		let table: [(&[u16], bool); 8] = [
			(&[10_000], true),
			(&[9_999, 1], true),
			(&[3_333, 3_333, 3_334], true),
			(&[], false),
			(&[9_999], false),
			(&[10_001], false),
			(&[10_000, 0], false),
			(&[9_999, 2], false),
		];
		for (parts, whole) in table {
			assert_eq!(are_whole(parts.iter().copied()), whole, "{parts:?}");
		}
	}

	proptest! {
		#[test]
		fn cuts_of_the_whole_should_be_whole_and_anything_else_not(
			cuts in prop::collection::btree_set(1u16..10_000, 0..20), more in 1u16..100,
		) {
			let mut edges: Vec<u16> = vec![0];
			edges.extend(&cuts);
			edges.push(10_000);
			let mut parts: Vec<u16> = edges.windows(2).map(|pair| pair[1] - pair[0]).collect();
			prop_assert!(are_whole(parts.clone()));
			// No overflow makes up for what is too much, and nothing for what is missing.
			parts.push(more);
			prop_assert!(!are_whole(parts.clone()));
			parts.pop();
			parts.pop();
			prop_assert!(!are_whole(parts.clone()));
			prop_assert!(!are_whole(parts.into_iter().chain([u16::MAX; 7])));
		}
	}
}
