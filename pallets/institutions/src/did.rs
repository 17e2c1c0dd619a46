// SPDX-License-Identifier: Apache-2.0

//! An institution as others on the web look it up.

use crate::{
	pallet::*, ActorOf, DidDocument, DidService, InstitutionKey, KeyId, ServiceEndpoint,
	ServicesOf, VerificationMethod,
};
use alloc::{format, string::String, vec::Vec};
use core::fmt::Write;
use frame_support::ensure;
use galen_primitives::InstitutionId;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_services(actor: ActorOf<T>, services: ServicesOf<T>) -> DispatchResult {
		ensure!(services.iter().all(ServiceEndpoint::is_valid), Error::<T>::InvalidEndpoint);
		let institution = actor.institution;
		Self::mutate_profile(institution, |profile| {
			profile.services = services.clone();
			Ok(())
		})?;
		Self::deposit_event(Event::ServicesSet { institution, services });
		Ok(())
	}

	pub(crate) fn did_document_of(id: InstitutionId) -> Option<DidDocument> {
		let institution = Institutions::<T>::get(id)?;
		let profile = Profiles::<T>::get(id)?;
		let did = Self::did(id);

		let mut keys: Vec<(KeyId, InstitutionKey)> = Keys::<T>::iter_prefix(id).collect();
		keys.sort_by_key(|(key_id, _)| *key_id);
		let verification_methods = keys
			.into_iter()
			.map(|(key_id, key)| VerificationMethod {
				id: format!("{did}#key-{key_id}").into_bytes(),
				key: key.key,
				purposes: key.purposes,
				period: key.period,
				revoked: key.revoked,
			})
			.collect();
		let services = profile
			.services
			.into_iter()
			.enumerate()
			.map(|(position, service)| DidService {
				id: format!("{did}#service-{position}").into_bytes(),
				kind: service.kind,
				endpoint: service.endpoint.into_inner(),
			})
			.collect();
		Some(DidDocument {
			controller: did.clone().into_bytes(),
			id: did.into_bytes(),
			deactivated: institution.standing.ended().is_some(),
			verification_methods,
			services,
		})
	}

	/// The identifier binds the chain, so that it survives a move and can't be taken for another
	/// consortium's.
	fn did(id: InstitutionId) -> String {
		let mut did = String::from("did:galen:");
		for byte in Self::chain_id() {
			// Writing to a string can't fail.
			let _ = write!(did, "{byte:02x}");
		}
		format!("{did}:{id}")
	}
}
