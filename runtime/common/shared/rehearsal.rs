// SPDX-License-Identifier: Apache-2.0

//! What `scripts/zombienet upgrade` and `parachain` upgrade to: the same runtime under a version
//! higher than any release's (in `own`), with a migration that takes several blocks. Behind the
//! feature `rehearsal`, and never released.

use crate::*;
use configs::MigrationWeight;
use frame_support::{
	migrations::{MigrationId, SteppedMigration, SteppedMigrationError},
	storage_alias,
	weights::{Weight, WeightMeter},
};
use pallet_institutions::Credentials;

/// What departments' numbers are raised by.
const RAISE: u16 = 1_000;
/// How many credentials fill a block, so that few of them take several.
const IN_A_BLOCK: u64 = 16;

/// How many credentials were rewritten, and in how many steps, one a block.
#[storage_alias]
type Rewritten = StorageValue<Rehearsal, (u32, u32), frame_support::pallet_prelude::ValueQuery>;

/// Rewrites every credential: its department gets another number.
pub struct RenumberDepartments;

impl SteppedMigration for RenumberDepartments {
	type Cursor = AccountId;
	type Identifier = MigrationId<9>;

	fn id() -> Self::Identifier {
		MigrationId { pallet_id: *b"rehearsal", version_from: 0, version_to: 1 }
	}

	fn step(
		cursor: Option<AccountId>,
		meter: &mut WeightMeter,
	) -> Result<Option<AccountId>, SteppedMigrationError> {
		let each = Weight::from_parts(MigrationWeight::get().ref_time() / IN_A_BLOCK, 0);
		if !meter.can_consume(each) {
			return Err(SteppedMigrationError::InsufficientWeight { required: each });
		}
		let mut credentials = match &cursor {
			Some(last) => {
				Credentials::<Runtime>::iter_from(Credentials::<Runtime>::hashed_key_for(last))
			},
			None => Credentials::<Runtime>::iter(),
		};
		let (mut last, mut count) = (cursor, 0);
		while meter.try_consume(each).is_ok() {
			let Some((account, mut credential)) = credentials.next() else {
				last = None;
				break;
			};
			credential.department = credential.department.saturating_add(RAISE);
			Credentials::<Runtime>::insert(&account, credential);
			last = Some(account);
			count += 1;
		}
		Rewritten::mutate(|(credentials, steps)| {
			*credentials += count;
			*steps += 1;
		});
		Ok(last)
	}
}
