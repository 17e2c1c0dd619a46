// SPDX-License-Identifier: Apache-2.0

//! Two sealed headers of one slot. Aura only logs that; here it is evidence.

use crate::*;
use codec::{DecodeAll, Encode};
use frame_support::{
	ensure,
	traits::{Get, KeyOwnerProofSystem},
};
use frame_system::pallet_prelude::HeaderFor;
use sp_consensus_aura::{
	digests::CompatibleDigestItem,
	sr25519::{AuthorityId, AuthoritySignature},
	Slot,
};
use sp_runtime::{
	traits::{Header, SaturatedConversion},
	DispatchResult, RuntimeAppPublic,
};
use sp_session::MembershipProof;

/// The most nodes of a proof that a key was a validator's: two branches of a tree of a few hundred
/// leaves, several times over.
pub const MAX_OWNER_PROOF_NODES: usize = 32;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report_aura_equivocation(
		authority: AuthorityId,
		first: &[u8],
		second: &[u8],
		owner_proof: MembershipProof,
	) -> DispatchResult {
		// Each of its nodes is hashed before the first is looked at. Within these bounds, a proof that
		// fails costs less than what comes after one that holds.
		let length: u32 = owner_proof.encoded_size().saturated_into();
		ensure!(
			length <= T::MaxOwnerProofLength::get()
				&& owner_proof.trie_nodes.len() <= MAX_OWNER_PROOF_NODES,
			Error::<T>::ProofTooLong
		);
		// The bytes have a bound, and so has what comes out of them.
		let (one_slot, one) = Self::sealed(&authority, first)?;
		let (other_slot, other) = Self::sealed(&authority, second)?;
		// Two seals on one header are one block: sr25519 never signs the same way twice.
		ensure!(one_slot == other_slot && one != other, Error::<T>::NoEquivocation);

		let session = owner_proof.session;
		let (offender, ()) = T::KeyOwners::check_proof((AuthorityId::ID, authority), owner_proof)
			.ok_or(Error::<T>::UnknownKey)?;
		Self::punish(&offender, session, Some(one_slot))?;
		Ok(())
	}

	/// The slot and the hash before the seal of a header that `authority` has sealed.
	fn sealed(authority: &AuthorityId, header: &[u8]) -> Result<(Slot, T::Hash), Error<T>> {
		let mut header =
			HeaderFor::<T>::decode_all(&mut &*header).map_err(|_| Error::<T>::InvalidHeader)?;
		let seal = header
			.digest_mut()
			.pop()
			.and_then(|item| CompatibleDigestItem::<AuthoritySignature>::as_aura_seal(&item))
			.ok_or(Error::<T>::InvalidHeader)?;
		let slot = header
			.digest()
			.logs()
			.iter()
			.find_map(CompatibleDigestItem::<AuthoritySignature>::as_aura_pre_digest)
			.ok_or(Error::<T>::InvalidHeader)?;
		let hash = header.hash();
		ensure!(authority.verify(&hash, &seal), Error::<T>::InvalidHeader);
		Ok((slot, hash))
	}
}
