// SPDX-License-Identifier: Apache-2.0

//! The calls. Each asks its origin and hands over to the file of its subject.

use frame_support::pallet_macros::pallet_section;

/// What can be done.
#[pallet_section]
mod calls {
	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Admits an institution, with its first administrators.
		///
		/// Origin: [`Config::AdmissionOrigin`]. Emits [`Event::InstitutionAdmitted`].
		///
		/// - `profile`: what is said of it; the kinds must vote in the class, the allowance class
		///   must be defined.
		/// - `administrators`: at least one account that is neither staff nor a patient's.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::admit(count(administrators)))]
		pub fn admit(
			origin: OriginFor<T>,
			profile: Admission,
			administrators: AdministratorsOf<T>,
		) -> DispatchResult {
			T::AdmissionOrigin::ensure_origin(origin)?;
			let institution = Self::do_admit(profile.clone(), administrators.clone())?;
			Self::deposit_event(Event::InstitutionAdmitted {
				institution,
				profile,
				administrators,
			});
			Ok(())
		}

		/// Amends what is said of an institution, in force or not. Staff whose role is no longer
		/// allowed stops acting.
		///
		/// Origin: [`Config::AdmissionOrigin`]. Emits [`Event::InstitutionAmended`].
		///
		/// - `gln`: without one, the number it had becomes free, as a second admission of a retired
		///   institution may need.
		#[pallet::call_index(1)]
		pub fn amend(
			origin: OriginFor<T>,
			institution: InstitutionId,
			kinds: InstitutionKinds,
			voting_class: VotingClass,
			gln: Option<Gln>,
			jurisdiction: u16,
		) -> DispatchResult {
			T::AdmissionOrigin::ensure_origin(origin)?;
			Self::do_amend(institution, kinds, voting_class, gln, jurisdiction)
		}

		/// Suspends an institution: nobody acts for it.
		///
		/// Origin: [`Config::GovernanceOrigin`]. Emits [`Event::InstitutionSuspended`].
		///
		/// - `until`: when the suspension lapses by itself; without it, it lasts until lifted.
		// Operational: a flood must not stop it.
		#[pallet::call_index(2)]
		#[pallet::weight((
			T::WeightInfo::suspend().saturating_add(T::OnStanding::weight()),
			DispatchClass::Operational
		))]
		pub fn suspend(
			origin: OriginFor<T>,
			institution: InstitutionId,
			reason: Reason,
			until: Option<Moment>,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_suspend(institution, reason, until)
		}

		/// Suspends another institution for [`Config::ProvisionalTerm`], at once.
		///
		/// Origin: [`Config::RegulatorOrigin`]. Emits [`Event::InstitutionSuspended`].
		///
		/// It lapses by itself unless ratified, and the same regulator can't repeat it right
		/// afterwards ([`Error::TooSoon`]): a second opinion is governance's.
		// Operational: a flood must not stop it.
		#[pallet::call_index(3)]
		#[pallet::weight((T::WeightInfo::suspend_provisionally(), DispatchClass::Operational))]
		pub fn suspend_provisionally(
			origin: OriginFor<T>,
			institution: InstitutionId,
			reason: Reason,
		) -> DispatchResult {
			let regulator = T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_suspend_provisionally(regulator, institution, reason)
		}

		/// Makes a provisional suspension last until it is lifted.
		///
		/// Origin: [`Config::GovernanceOrigin`]. Emits [`Event::SuspensionRatified`].
		#[pallet::call_index(4)]
		#[pallet::weight(
			T::WeightInfo::ratify_suspension().saturating_add(T::OnStanding::weight())
		)]
		pub fn ratify_suspension(
			origin: OriginFor<T>,
			institution: InstitutionId,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_ratify_suspension(institution)
		}

		/// Lifts the suspension of an institution.
		///
		/// Origin: [`Config::GovernanceOrigin`], or [`Config::RegulatorOrigin`] of the regulator
		/// that imposed it, while it is provisional. Emits [`Event::SuspensionLifted`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::lift_suspension().saturating_add(T::OnStanding::weight()))]
		pub fn lift_suspension(origin: OriginFor<T>, institution: InstitutionId) -> DispatchResult {
			let by = match T::GovernanceOrigin::try_origin(origin) {
				Ok(_) => Authority::Governance,
				Err(origin) => {
					Authority::Regulator(T::RegulatorOrigin::ensure_origin(origin)?.institution)
				},
			};
			Self::do_lift_suspension(institution, by)
		}

		/// Ends the membership of an institution for good.
		///
		/// Origin: [`Config::GovernanceOrigin`]. Emits [`Event::InstitutionRetired`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::retire().saturating_add(T::OnStanding::weight()))]
		pub fn retire(
			origin: OriginFor<T>,
			institution: InstitutionId,
			reason: Reason,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_retire(institution, reason)
		}

		/// Declares which other institutions are under common control, in place of those declared
		/// before.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::AffiliatesDeclared`].
		///
		/// - `affiliates`: in ascending order, each once.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::declare_affiliates(count(affiliates)))]
		pub fn declare_affiliates(
			origin: OriginFor<T>,
			affiliates: AffiliatesOf<T>,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_declare_affiliates(actor, affiliates)
		}

		/// Makes an account staff of the own institution.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::CredentialIssued`].
		///
		/// - `account`: neither staff nor a patient's, and never was staff before.
		/// - `role`: one that the institution's kinds allow.
		/// - `validity`: not over yet. A start in the past counts from now: the chain doesn't vouch
		///   for what it hasn't seen.
		#[pallet::call_index(8)]
		pub fn issue_credential(
			origin: OriginFor<T>,
			account: T::AccountId,
			role: Role,
			department: DepartmentId,
			validity: Period,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_issue_credential(actor, account, role, department, validity)
		}

		/// Suspends a credential of another member of the own staff.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::CredentialSuspended`].
		///
		/// - `until`: when the suspension lapses by itself; without it, it lasts until lifted.
		// Operational: a flood must not stop it.
		#[pallet::call_index(9)]
		#[pallet::weight((T::WeightInfo::suspend_credential(), DispatchClass::Operational))]
		pub fn suspend_credential(
			origin: OriginFor<T>,
			account: T::AccountId,
			reason: Reason,
			until: Option<Moment>,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_suspend_credential(actor, account, reason, until)
		}

		/// Lifts the suspension of a credential of the own staff.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::CredentialReinstated`].
		#[pallet::call_index(10)]
		pub fn reinstate_credential(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_reinstate_credential(actor, account)
		}

		/// Ends a credential of the own staff for good, also an expired one, which then can't be
		/// renewed. Administrators resign by revoking their own, unless they are the last.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::CredentialRevoked`].
		// Operational: a flood must not stop it.
		#[pallet::call_index(11)]
		#[pallet::weight((T::WeightInfo::revoke_credential(), DispatchClass::Operational))]
		pub fn revoke_credential(
			origin: OriginFor<T>,
			account: T::AccountId,
			reason: Reason,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_revoke_credential(actor, account, reason)
		}

		/// Gives a credential of the own staff another end, role and department. If it had expired,
		/// the time in between stays out of force.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::CredentialRenewed`].
		///
		/// - `until`: in the future, or none. It may also be earlier than before.
		#[pallet::call_index(12)]
		pub fn renew_credential(
			origin: OriginFor<T>,
			account: T::AccountId,
			until: Option<Moment>,
			role: Role,
			department: DepartmentId,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_renew_credential(actor, account, until, role, department)
		}

		/// Gives an institution an administrator, where those it has can't act any more: their
		/// credentials have lapsed, or their keys are lost.
		///
		/// Origin: [`Config::GovernanceOrigin`]. Emits [`Event::AdministratorAppointed`].
		#[pallet::call_index(13)]
		pub fn appoint_administrator(
			origin: OriginFor<T>,
			institution: InstitutionId,
			account: T::AccountId,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_appoint_administrator(institution, account)
		}

		/// Publishes a key of the own institution.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::KeyPublished`].
		///
		/// - `purposes`: some, and only such as the key can serve.
		#[pallet::call_index(14)]
		pub fn publish_key(
			origin: OriginFor<T>,
			key: PublicKey,
			purposes: KeyPurposes,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_publish_key(actor, key, purposes)
		}

		/// Replaces a key of the own institution by a new one for the same purposes. The old one
		/// ends now, and stays known for what it signed until then.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::KeyRotated`].
		#[pallet::call_index(15)]
		pub fn rotate_key(
			origin: OriginFor<T>,
			key_id: KeyId,
			new_key: PublicKey,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_rotate_key(actor, key_id, new_key)
		}

		/// Ends a key of the own institution without a successor.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::KeyRevoked`].
		// Operational: a flood must not stop it.
		#[pallet::call_index(16)]
		#[pallet::weight((T::WeightInfo::revoke_key(), DispatchClass::Operational))]
		pub fn revoke_key(origin: OriginFor<T>, key_id: KeyId, reason: Reason) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_revoke_key(actor, key_id, reason)
		}

		/// Lists where the systems of the own institution can be reached, in place of the list
		/// before.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::ServicesSet`].
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::set_services(count(services)))]
		pub fn set_services(origin: OriginFor<T>, services: ServicesOf<T>) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_set_services(actor, services)
		}

		/// Defines a class of allowances, perhaps anew. What institutions of the class have left
		/// follows the new definition from their last transaction on, up to its capacity.
		///
		/// Origin: [`Config::GovernanceOrigin`]. Emits [`Event::AllowanceClassSet`].
		#[pallet::call_index(18)]
		pub fn set_allowance_class(
			origin: OriginFor<T>,
			class: AllowanceClassId,
			definition: AllowanceClass,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			AllowanceClasses::<T>::insert(class, definition);
			Self::deposit_event(Event::AllowanceClassSet { class, definition });
			Ok(())
		}

		/// Gives an institution another class of allowances. It keeps what it has left, up to the
		/// new capacity.
		///
		/// Origin: [`Config::GovernanceOrigin`]. Emits [`Event::AllowanceClassAssigned`].
		#[pallet::call_index(19)]
		pub fn assign_allowance_class(
			origin: OriginFor<T>,
			institution: InstitutionId,
			class: AllowanceClassId,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_assign_allowance_class(institution, class)
		}

		/// Makes a member of the own staff a member of a group, from now on. Group 0 are those who
		/// may break the glass ([`galen_primitives::access::PRIVILEGED_GROUP`]); what the others
		/// are for, the institution knows.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::GroupMemberAdded`].
		#[pallet::call_index(20)]
		pub fn add_group_member(
			origin: OriginFor<T>,
			account: T::AccountId,
			group: GroupId,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_add_group_member(actor, account, group)
		}

		/// Ends a membership in a group of the own institution.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::GroupMemberRemoved`].
		#[pallet::call_index(21)]
		pub fn remove_group_member(
			origin: OriginFor<T>,
			account: T::AccountId,
			group: GroupId,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_remove_group_member(actor, account, group)
		}

		/// States which institutions are under common control with another, whatever that declares
		/// itself, in place of those stated before. Who is affiliated neither votes on nor reviews
		/// the other.
		///
		/// Origin: [`Config::RegulatorOrigin`], of another institution. Emits
		/// [`Event::AffiliatesAttributed`].
		///
		/// - `affiliates`: in ascending order, each once.
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::attribute_affiliates(count(affiliates)))]
		pub fn attribute_affiliates(
			origin: OriginFor<T>,
			institution: InstitutionId,
			affiliates: AffiliatesOf<T>,
		) -> DispatchResult {
			let actor = T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_attribute_affiliates(actor, institution, affiliates)
		}
	}
}
