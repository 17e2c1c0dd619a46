// SPDX-License-Identifier: Apache-2.0

//! What collators may ask of this runtime: when to build on what, and what came of it.

/// The shared runtime APIs, and these.
macro_rules! runtime_apis {
	($($shared:tt)*) => {
		sp_api::impl_runtime_apis! {
			$($shared)*

			impl cumulus_primitives_aura::AuraUnincludedSegmentApi<Block> for Runtime {
				fn can_build_upon(
					included_hash: Hash,
					slot: cumulus_primitives_aura::Slot,
				) -> bool {
					configs::ConsensusHook::can_build_upon(included_hash, slot)
				}
			}

			impl cumulus_primitives_core::CollectCollationInfo<Block> for Runtime {
				fn collect_collation_info(
					header: &Header,
				) -> cumulus_primitives_core::CollationInfo {
					ParachainSystem::collect_collation_info(header)
				}
			}

			impl cumulus_primitives_core::GetParachainInfo<Block> for Runtime {
				fn parachain_id() -> cumulus_primitives_core::ParaId {
					ParachainInfo::parachain_id()
				}
			}

			impl cumulus_primitives_core::RelayParentOffsetApi<Block> for Runtime {
				fn relay_parent_offset() -> u32 {
					configs::RELAY_PARENT_OFFSET
				}

				fn max_claim_queue_offset() -> u8 {
					ParachainSystem::max_claim_queue_offset()
				}
			}

			impl cumulus_primitives_core::SchedulingV3EnabledApi<Block> for Runtime {
				fn scheduling_v3_enabled() -> bool {
					false
				}
			}

			impl cumulus_primitives_core::TargetBlockRate<Block> for Runtime {
				fn target_block_rate() -> u32 {
					configs::BLOCKS_PER_RELAY_SLOT
				}
			}
		}
	};
}
pub(crate) use runtime_apis;
