// SPDX-License-Identifier: Apache-2.0

//! The calls. Each asks its origin and hands over to the file of its subject.

use frame_support::pallet_macros::pallet_section;

/// What can be done.
#[pallet_section]
mod calls {
	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Applies for a node. An institution has one application at a time; a lapsed one gives
		/// way. Where nobody may endorse it, the ballot is opened at once.
		///
		/// Origin: [`Config::OperatorOrigin`]. A validator validates under the account that signs.
		///
		/// - `expires`: until when the proof is valid, at most [`Config::MaxProofTerm`] from now.
		/// - `proof`: the network key's signature over the view `admission_statement`, so that
		///   nobody applies with a key that isn't its own.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::apply(T::MaxValidators::get(), T::MaxMembers::get()))]
		pub fn apply(
			origin: OriginFor<T>,
			form: NodeForm,
			expires: Moment,
			proof: Signature,
		) -> DispatchResultWithPostInfo {
			let actor = T::OperatorOrigin::ensure_origin(origin)?;
			let Extent { validators, electorate } = Self::do_apply(actor, form, expires, &proof)?;
			// The applicant's institution is read, whether there is a ballot or not.
			Ok(Some(T::WeightInfo::apply(validators, electorate.max(1))).into())
		}

		/// Withdraws an application before there is a ballot.
		///
		/// Origin: [`Config::OperatorOrigin`] of the applicant.
		#[pallet::call_index(1)]
		pub fn withdraw_application(
			origin: OriginFor<T>,
			application: ApplicationId,
		) -> DispatchResult {
			let actor = T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_withdraw_application(actor, application)
		}

		/// Vouches for an applicant. With enough endorsements the ballot is opened.
		///
		/// Origin: [`Config::RepresentativeOrigin`] of an institution with a validator in the set
		/// that is past its probation; neither the applicant nor affiliated with it.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::endorse(T::MaxValidators::get(), T::MaxMembers::get()))]
		pub fn endorse(
			origin: OriginFor<T>,
			application: ApplicationId,
		) -> DispatchResultWithPostInfo {
			let actor = T::RepresentativeOrigin::ensure_origin(origin)?;
			let Extent { validators, electorate } = Self::do_endorse(actor, application)?;
			Ok(Some(T::WeightInfo::endorse(validators, electorate)).into())
		}

		/// Puts the removal of a node, or the ratification of its suspension, to the vote.
		///
		/// Origin: [`Config::RepresentativeOrigin`] of an institution with a validator in the set
		/// that is past its probation; neither the node's nor affiliated with it.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::propose(T::MaxValidators::get(), T::MaxMembers::get()))]
		pub fn propose(origin: OriginFor<T>, proposal: Proposal) -> DispatchResultWithPostInfo {
			let actor = T::RepresentativeOrigin::ensure_origin(origin)?;
			let Extent { validators, electorate } = Self::do_propose(actor, proposal)?;
			Ok(Some(T::WeightInfo::propose(validators, electorate)).into())
		}

		/// Votes. An institution has one vote: a second, whoever casts it, replaces the first.
		///
		/// Origin: [`Config::RepresentativeOrigin`] of an institution on the roll that isn't
		/// recused.
		#[pallet::call_index(4)]
		#[pallet::weight((T::WeightInfo::vote(T::MaxMembers::get()), DispatchClass::Operational))]
		pub fn vote(
			origin: OriginFor<T>,
			ballot: BallotId,
			vote: Vote,
		) -> DispatchResultWithPostInfo {
			let actor = T::RepresentativeOrigin::ensure_origin(origin)?;
			let members = Self::do_vote(actor, ballot, vote)?;
			Ok(Some(T::WeightInfo::vote(members)).into())
		}

		/// Closes a ballot whose deadline has passed, or that no further vote can change, and does
		/// what it says.
		///
		/// Origin: anybody signed.
		#[pallet::call_index(5)]
		#[pallet::weight((T::WeightInfo::close(T::MaxMembers::get()), DispatchClass::Operational))]
		pub fn close(origin: OriginFor<T>, ballot: BallotId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let members = Self::do_close(ballot)?;
			Ok(Some(T::WeightInfo::close(members)).into())
		}

		/// Says that a validator is live and wants it in the set. It joins at a session boundary
		/// that has a place for it. Ends a suspension for absence or after a recovery.
		///
		/// Origin: [`Config::OperatorOrigin`] of the node's institution. The session keys must be
		/// set.
		#[pallet::call_index(6)]
		pub fn activate(origin: OriginFor<T>, node: NodeId) -> DispatchResult {
			let actor = T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_activate(actor, node)
		}

		/// Wants a validator out of the set, for maintenance say. It stays admitted, leaves at the
		/// first session boundary that allows it, and can be called upon in a recovery.
		///
		/// Origin: [`Config::OperatorOrigin`] of the node's institution.
		#[pallet::call_index(7)]
		pub fn stand_down(origin: OriginFor<T>, node: NodeId) -> DispatchResult {
			let actor = T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_stand_down(actor, node)
		}

		/// Renews an admission for another term, which begins when this one ends. Nobody votes:
		/// whoever is against it proposes the removal.
		///
		/// Origin: [`Config::OperatorOrigin`] of the node's institution, within
		/// [`Config::RenewalWindow`] of the end.
		///
		/// - `agreement`: the version of the agreement that the institution has signed.
		#[pallet::call_index(8)]
		pub fn renew(origin: OriginFor<T>, node: NodeId, agreement: u32) -> DispatchResult {
			let actor = T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_renew(actor, node, agreement)
		}

		/// Ends a node's admission. A validator leaves the set at the first session boundary that
		/// allows it, and has to keep running until then.
		///
		/// Origin: [`Config::OperatorOrigin`] of the node's institution.
		#[pallet::call_index(9)]
		pub fn exit(origin: OriginFor<T>, node: NodeId) -> DispatchResult {
			let actor = T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_exit(actor, node)
		}

		/// Forgets a node that is over and isn't in the set. Its network key is free then.
		///
		/// Origin: anybody signed.
		#[pallet::call_index(10)]
		pub fn reap(origin: OriginFor<T>, node: NodeId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_reap(node)
		}

		/// Suspends a node for [`Config::EmergencyTerm`]. That lapses by itself unless a ballot or
		/// governance ratifies it.
		///
		/// Origin: [`Config::EmergencyOrigin`].
		#[pallet::call_index(11)]
		#[pallet::weight((T::WeightInfo::suspend(), DispatchClass::Operational))]
		pub fn suspend(origin: OriginFor<T>, node: NodeId) -> DispatchResult {
			T::EmergencyOrigin::ensure_origin(origin)?;
			Self::do_suspend(node)
		}

		/// Lets an emergency suspension last until it is lifted.
		///
		/// Origin: [`Config::GovernanceOrigin`].
		#[pallet::call_index(12)]
		#[pallet::weight((T::WeightInfo::ratify_suspension(), DispatchClass::Operational))]
		pub fn ratify_suspension(origin: OriginFor<T>, node: NodeId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_ratify_suspension(node)?;
			Self::deposit_event(Event::SuspensionRatified { node });
			Ok(())
		}

		/// Lifts a suspension, whatever its cause.
		///
		/// Origin: [`Config::GovernanceOrigin`].
		#[pallet::call_index(13)]
		#[pallet::weight((T::WeightInfo::lift_suspension(), DispatchClass::Operational))]
		pub fn lift_suspension(origin: OriginFor<T>, node: NodeId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_lift_suspension(node)
		}

		/// Replaces validators that are lost for good by standbys, however many, and lets GRANDPA
		/// begin anew with them. The new set is planned at the next session boundary and active
		/// from the one after.
		///
		/// Origin: [`Config::RecoveryOrigin`].
		///
		/// - `lost`: their accounts. Each is suspended until its operator activates it.
		/// - `delay`: how many blocks after its session has started the new set finalises. Long
		///   enough that the block that says so won't be reorganised away.
		/// - `best_finalized`: the highest block that all of the new set have finalised.
		#[pallet::call_index(14)]
		#[pallet::weight((T::WeightInfo::recover(count(lost)), DispatchClass::Operational))]
		pub fn recover(
			origin: OriginFor<T>,
			lost: SetOf<T>,
			delay: BlockNumberFor<T>,
			best_finalized: BlockNumberFor<T>,
		) -> DispatchResult {
			T::RecoveryOrigin::ensure_origin(origin)?;
			Self::do_recover(lost, Stalled { delay, best_finalized })
		}

		/// Reports that an authority has sealed two blocks of one slot, and so suspends its node.
		///
		/// Origin: [`Config::OperatorOrigin`] of any institution.
		///
		/// - `authority`: the Aura key.
		/// - `first`, `second`: the sealed headers, encoded.
		/// - `owner_proof`: that the key was a validator's in some session that is still known.
		#[pallet::call_index(15)]
		#[pallet::weight((
			T::WeightInfo::report_aura_equivocation(count(first).saturating_add(count(second))),
			DispatchClass::Operational,
		))]
		pub fn report_aura_equivocation(
			origin: OriginFor<T>,
			authority: AuthorityId,
			first: HeaderBytesOf<T>,
			second: HeaderBytesOf<T>,
			owner_proof: MembershipProof,
		) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_report_aura_equivocation(authority, &first, &second, owner_proof)
		}

		/// Decides about admission from now on, open ballots included.
		///
		/// Origin: [`Config::GovernanceOrigin`].
		#[pallet::call_index(16)]
		pub fn set_parameters(origin: OriginFor<T>, parameters: Parameters) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_parameters(parameters)
		}
	}
}
