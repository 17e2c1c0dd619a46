// SPDX-License-Identifier: Apache-2.0

//! What nodes may ask of this runtime alone: about finality, and about those who offend.

/// The shared runtime APIs, and these.
macro_rules! runtime_apis {
	($($shared:tt)*) => {
		sp_api::impl_runtime_apis! {
			$($shared)*

			impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
				fn grandpa_authorities() -> sp_consensus_grandpa::AuthorityList {
					Grandpa::grandpa_authorities()
				}

				fn current_set_id() -> sp_consensus_grandpa::SetId {
					Grandpa::current_set_id()
				}

				fn submit_report_equivocation_unsigned_extrinsic(
					equivocation_proof: sp_consensus_grandpa::EquivocationProof<
						Hash,
						BlockNumber,
					>,
					key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
				) -> Option<()> {
					Grandpa::submit_unsigned_equivocation_report(
						equivocation_proof,
						key_owner_proof.decode()?,
					)
				}

				fn generate_key_ownership_proof(
					_set_id: sp_consensus_grandpa::SetId,
					authority_id: sp_consensus_grandpa::AuthorityId,
				) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
					use codec::Encode;
					use frame_support::traits::KeyOwnerProofSystem;
					Historical::prove((sp_consensus_grandpa::KEY_TYPE, authority_id))
						.map(|proof| proof.encode())
						.map(sp_consensus_grandpa::OpaqueKeyOwnershipProof::new)
				}
			}

			impl galen_runtime_api::AuraOffencesApi<Block, sp_consensus_aura::sr25519::AuthorityId> for Runtime {
				fn key_ownership_proof(authority: sp_consensus_aura::sr25519::AuthorityId) -> Option<sp_session::MembershipProof> {
					use frame_support::traits::KeyOwnerProofSystem;
					Historical::prove((sp_core::crypto::key_types::AURA, authority))
				}
			}
		}
	};
}
pub(crate) use runtime_apis;
