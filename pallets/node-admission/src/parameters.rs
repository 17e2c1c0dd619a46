// SPDX-License-Identifier: Apache-2.0

//! What governance decides, and what the chain starts with.

use crate::*;
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use node_admission_core::set::Size;
use sp_runtime::{traits::SaturatedConversion, DispatchResult};

impl Parameters {
	/// How small and how large the set may become.
	pub(crate) fn size(&self) -> Size {
		Size {
			minimum: self.minimum_set.saturated_into(),
			maximum: self.maximum_set.saturated_into(),
		}
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_parameters(parameters: Parameters) -> DispatchResult {
		ensure!(parameters.are_plausible(T::MaxValidators::get()), Error::<T>::InvalidParameters);
		// A minimum above the set is one that the set has fallen below.
		ensure!(
			parameters.minimum_set <= count(&PlannedSet::<T>::get()),
			Error::<T>::MinimumAboveSet
		);
		CurrentParameters::<T>::put(parameters);
		Self::deposit_event(Event::ParametersSet { parameters });
		Ok(())
	}

	pub(crate) fn build_genesis(
		parameters: Parameters,
		validators: &[GenesisValidator<T::AccountId>],
	) -> Result<(), Error<T>> {
		ensure!(parameters.are_plausible(T::MaxValidators::get()), Error::<T>::InvalidParameters);
		CurrentParameters::<T>::put(parameters);
		// No validators, no chain: this is somebody's test.
		if validators.is_empty() {
			return Ok(());
		}
		ensure!(parameters.minimum_set <= count(validators), Error::<T>::MinimumAboveSet);
		for validator in validators {
			let GenesisValidator { account, institution, peer, certificate, region } = validator;
			let kind = NodeKind::Validator;
			ensure!(!Peers::<T>::contains_key(peer), Error::<T>::PeerInUse);
			Self::ensure_room(account, *institution, kind, &parameters)?;
			Self::add_node(NodeOf::<T> {
				institution: *institution,
				account: account.clone(),
				form: NodeForm {
					kind,
					peer: *peer,
					certificate: *certificate,
					agreement: parameters.agreement,
					region: *region,
				},
				admitted: Self::now(),
				// Who founds the chain is trusted from the start.
				probation: 0,
				expires: None,
				active: true,
				suspension: None,
				rests: 0,
				missed: 0,
				answered: None,
				end: None,
			})?;
		}
		let set: Vec<_> = validators.iter().map(|validator| validator.account.clone()).collect();
		let set = SetOf::<T>::try_from(set).map_err(|_| Error::<T>::TooManyNodes)?;
		PlannedSet::<T>::put(&set);
		LiveSet::<T>::put(set);
		Ok(())
	}
}
