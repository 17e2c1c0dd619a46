// SPDX-License-Identifier: Apache-2.0

//! The money that claims are settled in: an asset for each currency, numbered by its ISO 4217 code.

use crate::*;
use frame_support::{
	parameter_types,
	traits::{AsEnsureOriginWithArg, ConstU128, ConstU32, Contains},
};
use frame_system::{EnsureNever, EnsureRoot};

parameter_types! {
	/// How many accounts or approvals one call removes of an asset that is being destroyed.
	pub const RemoveItemsLimit: u32 = 256;
}

impl pallet_assets::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type RemoveItemsLimit = RemoveItemsLimit;
	type AssetId = u32;
	type AssetIdParameter = codec::Compact<u32>;
	type ReserveData = ();
	type Currency = Balances;
	// A currency is governance's to add (`force_create`), and the settlement banks' to issue.
	type CreateOrigin = AsEnsureOriginWithArg<EnsureNever<AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type AssetDeposit = ConstU128<0>;
	type AssetAccountDeposit = ConstU128<0>;
	type MetadataDepositBase = ConstU128<0>;
	type MetadataDepositPerByte = ConstU128<0>;
	type ApprovalDeposit = ConstU128<0>;
	type StringLimit = ConstU32<32>;
	type Freezer = ();
	type Holder = ();
	type Extra = ();
	type CallbackHandle = ();
	type AssetIdAllocator = ();
	type WeightInfo = weights::pallet_assets::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

/// Who has money may pass it on. Everything else that the assets' pallet offers is governance's,
/// whose origin passes by this filter: an approval, for one, would be stored for nothing.
pub struct PaymentsAlone;

impl Contains<RuntimeCall> for PaymentsAlone {
	fn contains(call: &RuntimeCall) -> bool {
		use pallet_assets::Call::{transfer, transfer_all, transfer_keep_alive};
		match call {
			RuntimeCall::Assets(call) => {
				matches!(call, transfer { .. } | transfer_all { .. } | transfer_keep_alive { .. })
			},
			_ => true,
		}
	}
}
