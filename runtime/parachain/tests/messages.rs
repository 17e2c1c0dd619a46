// SPDX-License-Identifier: Apache-2.0

//! Whose messages are let in, and that none of them moves or calls anything.

use codec::Encode;
use galen_parachain_runtime::{
	genesis_presets,
	own::messages::{parameters, Barrier, MaxSiblings, RuntimeParameters, XcmConfig},
	AccountId, Balances, Neighbours, PolkadotXcm, Runtime, RuntimeCall, RuntimeEvent,
	RuntimeGenesisConfig, RuntimeOrigin, System,
};
use galen_runtime_common::governance::{Council, Technical};
use galen_scenarios::{alice, bob, merge};
use polkadot_sdk::{
	frame_support::{
		assert_noop, assert_ok,
		genesis_builder_helper::{build_state, get_preset},
		weights::Weight,
		BoundedVec,
	},
	frame_system, pallet_collective, pallet_xcm,
	sp_genesis_builder::DEV_RUNTIME_PRESET,
	sp_io::{hashing::blake2_256, TestExternalities},
	sp_runtime::{traits::Dispatchable, DispatchError},
	staging_xcm::{prelude::*, DoubleEncoded},
	staging_xcm_executor::{
		traits::{Properties, ShouldExecute},
		XcmExecutor,
	},
};

/// A sibling.
const SIBLING: u32 = 2_001;
/// What a message may take.
const LIMIT: Weight = Weight::from_parts(1_000_000_000_000, 10_000_000);

/// Runs `story` on the preset for development.
pub fn on_the_chain(story: impl FnOnce()) {
	on(DEV_RUNTIME_PRESET, story);
}

/// Runs `story` on a preset.
pub fn on(preset_name: &str, story: impl FnOnce()) {
	TestExternalities::new_empty().execute_with(|| {
		let preset = |name: Option<&str>| {
			let name = name.map(Into::into);
			let json = get_preset::<RuntimeGenesisConfig>(&name, genesis_presets::get)
				.expect("the runtime has the preset");
			serde_json::from_slice::<serde_json::Value>(&json).expect("presets are JSON")
		};
		let mut genesis = preset(None);
		merge(&mut genesis, preset(Some(preset_name)));
		build_state::<RuntimeGenesisConfig>(genesis.to_string().into_bytes())
			.expect("presets are sound");
		System::set_block_number(1);
		story();
	});
}

/// The origin that `ayes` of the council's three members are.
pub fn council(ayes: u32) -> RuntimeOrigin {
	pallet_collective::RawOrigin::<AccountId, Council>::Members(ayes, 3).into()
}

/// The call that lists these siblings.
fn list(siblings: &[u32]) -> RuntimeParameters {
	let siblings = BoundedVec::try_from(siblings.to_vec()).expect("few");
	RuntimeParameters::Messages(parameters::messages::Parameters::Siblings(
		parameters::messages::Siblings,
		Some(siblings),
	))
}

/// A message that doesn't pay, as nobody can, and has these instructions.
fn unpaid(instructions: Vec<Instruction<RuntimeCall>>) -> Xcm<RuntimeCall> {
	let unpaid = UnpaidExecution { weight_limit: Unlimited, check_origin: None };
	Xcm([vec![unpaid], instructions].concat())
}

fn subscription() -> Xcm<RuntimeCall> {
	Xcm(vec![SubscribeVersion { query_id: 1, max_response_weight: Weight::zero() }])
}

fn channel_notice() -> Xcm<RuntimeCall> {
	Xcm(vec![HrmpNewChannelOpenRequest {
		sender: SIBLING,
		max_message_size: 1_024,
		max_capacity: 8,
	}])
}

fn passes(origin: &Location, message: &Xcm<RuntimeCall>) -> bool {
	let mut properties = Properties { weight_credit: Weight::zero(), message_id: None };
	let mut instructions = message.0.clone();
	Barrier::should_execute(origin, &mut instructions, LIMIT, &mut properties).is_ok()
}

/// What becomes of a message.
fn execute(origin: Location, message: Xcm<RuntimeCall>) -> Outcome {
	let mut id = message.using_encoded(blake2_256);
	XcmExecutor::<XcmConfig>::prepare_and_execute(origin, message, &mut id, LIMIT, Weight::zero())
}

/// The error that stopped a message.
fn error(outcome: Outcome) -> Option<XcmError> {
	match outcome {
		Outcome::Complete { .. } => None,
		Outcome::Incomplete { error, .. } | Outcome::Error(error) => Some(error.error),
	}
}

fn relay() -> Location {
	Location::parent()
}

fn sibling(id: u32) -> Location {
	Location::new(1, [Parachain(id)])
}

/// Nobody whom the council has listed.
fn strangers() -> Vec<Location> {
	let somebody = AccountId32 { network: None, id: [1; 32] };
	vec![
		Location::here(),
		Location::new(0, [somebody]),
		Location::new(0, [Parachain(SIBLING)]),
		Location::new(1, [somebody]),
		Location::new(1, [Plurality { id: BodyId::Executive, part: BodyPart::Voice }]),
		sibling(1_000),
		sibling(SIBLING + 1),
		Location::new(1, [Parachain(SIBLING), somebody]),
		Location::new(1, [Parachain(SIBLING), PalletInstance(50)]),
		Location::new(2, Here),
		Location::new(2, [GlobalConsensus(Polkadot)]),
		Location::new(2, [GlobalConsensus(Polkadot), Parachain(SIBLING)]),
	]
}

#[test]
fn messages_of_strangers_should_be_refused_whatever_they_say() {
	on_the_chain(|| {
		assert_ok!(Neighbours::set_parameter(council(2), list(&[SIBLING])));
		for origin in strangers() {
			for message in [unpaid(vec![]), subscription(), channel_notice()] {
				assert!(!passes(&origin, &message), "{origin:?}: {message:?}");
				assert_eq!(error(execute(origin.clone(), message)), Some(XcmError::Barrier));
			}
		}
	});
}

#[test]
fn the_relay_chain_should_be_heard() {
	on_the_chain(|| {
		for message in [unpaid(vec![]), subscription(), channel_notice()] {
			assert!(passes(&relay(), &message), "{message:?}");
		}
		assert_eq!(error(execute(relay(), unpaid(vec![]))), None);
		assert_eq!(error(execute(relay(), channel_notice())), None);
		// Without saying that it doesn't pay, it isn't.
		assert!(!passes(&relay(), &Xcm(vec![])));
		assert!(!passes(&relay(), &Xcm(vec![ClearOrigin])));
	});
}

#[test]
fn a_sibling_should_be_heard_while_the_council_lists_it() {
	on_the_chain(|| {
		assert!(!passes(&sibling(SIBLING), &unpaid(vec![])));
		assert_ok!(Neighbours::set_parameter(council(2), list(&[SIBLING])));
		assert!(passes(&sibling(SIBLING), &unpaid(vec![])));
		assert!(passes(&sibling(SIBLING), &subscription()));
		assert_eq!(error(execute(sibling(SIBLING), unpaid(vec![]))), None);
		// Only the relay chain knows about channels.
		assert!(!passes(&sibling(SIBLING), &channel_notice()));
		// It speaks for itself.
		let child = DescendOrigin([PalletInstance(1)].into());
		assert!(!passes(&sibling(SIBLING), &Xcm([vec![child], unpaid(vec![]).0].concat())));
		assert_ok!(Neighbours::set_parameter(council(2), list(&[])));
		assert!(!passes(&sibling(SIBLING), &unpaid(vec![])));
	});
}

#[test]
fn only_the_council_should_list_siblings() {
	on_the_chain(|| {
		let committee = pallet_collective::RawOrigin::<AccountId, Technical>::Members(3, 3).into();
		let others = [council(1), committee, RuntimeOrigin::signed(alice().account())];
		for origin in others {
			let set = || Neighbours::set_parameter(origin.clone(), list(&[SIBLING]));
			assert_noop!(set(), DispatchError::BadOrigin);
		}
		let full: Vec<u32> = (0..).take(16).collect();
		assert_eq!(<MaxSiblings as polkadot_sdk::frame_support::traits::Get<u32>>::get(), 16);
		assert_ok!(Neighbours::set_parameter(council(2), list(&full)));
		assert!(passes(&sibling(15), &unpaid(vec![])));
	});
}

#[test]
fn no_message_should_move_or_call_anything() {
	let asset: Asset = (Location::here(), 1_000_000_000_000_u128).into();
	let relays: Asset = (Location::parent(), 1_000_000_000_000_u128).into();
	let alice_here: Location = AccountId32 { network: None, id: alice().account().into() }.into();
	let transact = |origin_kind| {
		let remark: RuntimeCall = frame_system::Call::remark_with_event { remark: vec![1] }.into();
		Transact {
			origin_kind,
			fallback_max_weight: None,
			call: DoubleEncoded::from(remark.encode()),
		}
	};
	let deposit = || DepositAsset { assets: Wild(All), beneficiary: alice_here.clone() };
	let transfer = TransferAsset { assets: asset.clone().into(), beneficiary: alice_here.clone() };
	let lent = |asset: &Asset| vec![ReserveAssetDeposited(asset.clone().into()), deposit()];
	let teleported = |asset: &Asset| vec![ReceiveTeleportedAsset(asset.clone().into()), deposit()];
	let withdrawn = |asset: &Asset| vec![WithdrawAsset(asset.clone().into()), deposit()];
	let cases = vec![
		(lent(&asset), XcmError::UntrustedReserveLocation),
		(lent(&relays), XcmError::UntrustedReserveLocation),
		(teleported(&asset), XcmError::UntrustedTeleportLocation),
		(teleported(&relays), XcmError::UntrustedTeleportLocation),
		(withdrawn(&asset), XcmError::AssetNotFound),
		(vec![transfer], XcmError::AssetNotFound),
		(vec![transact(OriginKind::Superuser)], XcmError::NoPermission),
		(vec![transact(OriginKind::Native)], XcmError::NoPermission),
		(vec![transact(OriginKind::SovereignAccount)], XcmError::NoPermission),
		(vec![transact(OriginKind::Xcm)], XcmError::NoPermission),
		(
			vec![AliasOrigin(alice_here.clone()), transact(OriginKind::SovereignAccount)],
			XcmError::NoPermission,
		),
	];
	on_the_chain(|| {
		assert_ok!(Neighbours::set_parameter(council(2), list(&[SIBLING])));
		let (issued, held) =
			(Balances::total_issuance(), Balances::free_balance(alice().account()));
		for (instructions, expected) in cases {
			for origin in [relay(), sibling(SIBLING)] {
				System::reset_events();
				let outcome = execute(origin, unpaid(instructions.clone()));
				assert_eq!(error(outcome), Some(expected), "{instructions:?}");
				let called = System::events().into_iter().any(|record| {
					matches!(record.event, RuntimeEvent::System(_) | RuntimeEvent::Balances(_))
				});
				assert!(!called, "{instructions:?}");
			}
		}
		assert_eq!(Balances::total_issuance(), issued);
		assert_eq!(Balances::free_balance(alice().account()), held);
	});
}

#[test]
fn members_should_have_no_use_of_messages() {
	let destination = || Box::new(VersionedLocation::from(relay()));
	let message = || Box::new(VersionedXcm::from(Xcm(vec![ClearOrigin])));
	let assets = || Box::new(VersionedAssets::from(Assets::new()));
	on_the_chain(|| {
		let calls: Vec<RuntimeCall> = vec![
			pallet_xcm::Call::send { dest: destination(), message: message() }.into(),
			pallet_xcm::Call::execute {
				message: Box::new(VersionedXcm::from(Xcm(vec![ClearOrigin]))),
				max_weight: LIMIT,
			}
			.into(),
			pallet_xcm::Call::limited_teleport_assets {
				dest: destination(),
				beneficiary: destination(),
				assets: assets(),
				fee_asset_item: 0,
				weight_limit: Unlimited,
			}
			.into(),
			pallet_xcm::Call::limited_reserve_transfer_assets {
				dest: destination(),
				beneficiary: destination(),
				assets: assets(),
				fee_asset_item: 0,
				weight_limit: Unlimited,
			}
			.into(),
			pallet_xcm::Call::claim_assets { assets: assets(), beneficiary: destination() }.into(),
		];
		for call in calls {
			let result = call.clone().dispatch(RuntimeOrigin::signed(bob().account()));
			assert_eq!(
				result.map_err(|failed| failed.error),
				Err(frame_system::Error::<Runtime>::CallFiltered.into()),
				"{call:?}"
			);
		}
		// They get no further without the filter.
		let send =
			PolkadotXcm::send(RuntimeOrigin::signed(bob().account()), destination(), message());
		assert_eq!(send, Err(DispatchError::BadOrigin));
	});
}
