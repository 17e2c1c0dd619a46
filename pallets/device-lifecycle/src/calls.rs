// SPDX-License-Identifier: Apache-2.0

//! The calls. Each asks its origin and hands over to the file of its subject.

use frame_support::pallet_macros::pallet_section;

/// What can be done.
#[pallet_section]
mod calls {
	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Describes a model. It doesn't change afterwards: what differs has another identifier.
		///
		/// Origin: [`Config::MakerOrigin`] of an institution that makes devices.
		#[pallet::call_index(0)]
		pub fn register_model(origin: OriginFor<T>, definition: ModelDefinition) -> DispatchResult {
			let actor = T::MakerOrigin::ensure_origin(origin)?;
			Self::do_register_model(actor, definition)
		}

		/// Lets a model's devices run a firmware.
		///
		/// Origin: [`Config::MakerOrigin`] of the maker.
		///
		/// Where there is no room, the firmware that was withdrawn first is forgotten.
		#[pallet::call_index(1)]
		pub fn approve_firmware(
			origin: OriginFor<T>,
			model: ModelId,
			firmware: Digest,
		) -> DispatchResult {
			let actor = T::MakerOrigin::ensure_origin(origin)?;
			Self::do_approve_firmware(actor, model, firmware)
		}

		/// Stops every device that runs a firmware, from the next block on.
		///
		/// Origin: [`Config::MakerOrigin`] of the maker.
		// Operational: a flood must not stop it.
		#[pallet::call_index(2)]
		#[pallet::weight((T::WeightInfo::withdraw_firmware(), DispatchClass::Operational))]
		pub fn withdraw_firmware(
			origin: OriginFor<T>,
			model: ModelId,
			firmware: Digest,
		) -> DispatchResult {
			let actor = T::MakerOrigin::ensure_origin(origin)?;
			Self::do_withdraw_firmware(actor, model, firmware)
		}

		/// Registers a device, owned by the registrar's institution.
		///
		/// Origin: [`Config::RegistrarOrigin`]; a responsible person registers the own models'.
		///
		/// - `identifiers`: exactly what the model's labels carry.
		/// - `firmware`: what it runs, for a model that has a firmware.
		/// - `prior`: its life before, if it had one.
		#[pallet::call_index(3)]
		pub fn register_device(
			origin: OriginFor<T>,
			model: ModelId,
			identifiers: ProductionIdentifiers,
			firmware: Option<Digest>,
			prior: Option<PriorService>,
		) -> DispatchResult {
			let actor = T::RegistrarOrigin::ensure_origin(origin)?;
			Self::do_register_device(actor, model, identifiers, firmware, prior)
		}

		/// Offers a device to another institution. It is out of service, with no patient, and under no
		/// field action.
		///
		/// Origin: [`Config::RegistrarOrigin`] of the owner.
		#[pallet::call_index(4)]
		pub fn offer_transfer(
			origin: OriginFor<T>,
			device: DeviceId,
			to: InstitutionId,
		) -> DispatchResult {
			let actor = T::RegistrarOrigin::ensure_origin(origin)?;
			Self::do_offer_transfer(actor, device, to)
		}

		/// Takes over a device that is offered. The new owner has to accept it anew and to set a key.
		///
		/// Origin: [`Config::RegistrarOrigin`] of the institution that it is offered to.
		#[pallet::call_index(5)]
		pub fn accept_transfer(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let actor = T::RegistrarOrigin::ensure_origin(origin)?;
			Self::do_accept_transfer(actor, device)
		}

		/// Takes an offer back.
		///
		/// Origin: [`Config::RegistrarOrigin`] of the owner.
		#[pallet::call_index(6)]
		pub fn cancel_transfer(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let actor = T::RegistrarOrigin::ensure_origin(origin)?;
			Self::do_cancel_transfer(actor, device)
		}

		/// Records a service. Whatever is failed takes the device out of service; what is passed
		/// starts its clock again. A calibration that finds the device out of tolerance casts doubt
		/// on what it has said since the last good one.
		///
		/// Origin: [`Config::ServiceOrigin`]: engineers of the owner or the maker, and calibration
		/// technicians of any provider for calibrations. Acceptance is the owner's.
		#[pallet::call_index(7)]
		pub fn record_service(
			origin: OriginFor<T>,
			device: DeviceId,
			report: ServiceReport,
		) -> DispatchResult {
			let actor = T::ServiceOrigin::ensure_origin(origin)?;
			Self::do_record_service(actor, device, report)
		}

		/// Puts a device into service that nothing speaks against.
		///
		/// Origin: [`Config::EngineerOrigin`] of the owner.
		#[pallet::call_index(8)]
		pub fn put_into_service(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let actor = T::EngineerOrigin::ensure_origin(origin)?;
			Self::do_put_into_service(actor, device)
		}

		/// Takes a device out of service.
		///
		/// Origin: [`Config::EngineerOrigin`] of the owner.
		// Operational: a flood must not stop it.
		#[pallet::call_index(9)]
		#[pallet::weight((T::WeightInfo::take_out_of_service(), DispatchClass::Operational))]
		pub fn take_out_of_service(
			origin: OriginFor<T>,
			device: DeviceId,
			reason: OutOfServiceReason,
		) -> DispatchResult {
			let actor = T::EngineerOrigin::ensure_origin(origin)?;
			Self::do_take_out_of_service(actor, device, reason)
		}

		/// Reports that a device is lost.
		///
		/// Origin: [`Config::StaffOrigin`] of the owner.
		#[pallet::call_index(10)]
		pub fn report_lost(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let actor = T::StaffOrigin::ensure_origin(origin)?;
			Self::do_report_lost(actor, device)
		}

		/// Reports that a lost device was found. It is out of service until somebody has looked at
		/// it.
		///
		/// Origin: [`Config::StaffOrigin`] of the owner.
		#[pallet::call_index(11)]
		pub fn report_found(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let actor = T::StaffOrigin::ensure_origin(origin)?;
			Self::do_report_found(actor, device)
		}

		/// Reports that a device is damaged. It is out of service until it is repaired.
		///
		/// Origin: [`Config::StaffOrigin`] of the owner.
		#[pallet::call_index(12)]
		pub fn report_damaged(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let actor = T::StaffOrigin::ensure_origin(origin)?;
			Self::do_report_damaged(actor, device)
		}

		/// Reports that a device is destroyed. That is its end, and no field action waits for it.
		///
		/// Origin: [`Config::EngineerOrigin`] of the owner.
		///
		/// - `evidence`: the digest of what shows it.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::report_destroyed(Pallet::<T>::max_actions()))]
		pub fn report_destroyed(
			origin: OriginFor<T>,
			device: DeviceId,
			evidence: Digest,
		) -> DispatchResultWithPostInfo {
			let actor = T::EngineerOrigin::ensure_origin(origin)?;
			let actions = Self::do_report_destroyed(actor, device, evidence)?;
			Ok(Some(T::WeightInfo::report_destroyed(actions)).into())
		}

		/// Gives a device its key.
		///
		/// Origin: [`Config::EngineerOrigin`] of the owner.
		///
		/// - `signature`: the new key's, over what `key_statement` answers.
		#[pallet::call_index(14)]
		#[pallet::weight(if key.is_p256() {
			T::WeightInfo::set_key_p256()
		} else {
			T::WeightInfo::set_key()
		})]
		pub fn set_key(
			origin: OriginFor<T>,
			device: DeviceId,
			key: DeviceKey,
			signature: DeviceSignature,
		) -> DispatchResult {
			let actor = T::EngineerOrigin::ensure_origin(origin)?;
			Self::do_set_key(actor, device, key, signature)
		}

		/// Gives a device another key; the old one ends.
		///
		/// Origin: [`Config::EngineerOrigin`] of the owner.
		///
		/// - `signature`: the new key's, over what `key_statement` answers.
		#[pallet::call_index(15)]
		#[pallet::weight(if key.is_p256() {
			T::WeightInfo::rotate_key_p256()
		} else {
			T::WeightInfo::rotate_key()
		})]
		pub fn rotate_key(
			origin: OriginFor<T>,
			device: DeviceId,
			key: DeviceKey,
			signature: DeviceSignature,
		) -> DispatchResult {
			let actor = T::EngineerOrigin::ensure_origin(origin)?;
			Self::do_rotate_key(actor, device, key, signature)
		}

		/// Ends a device's key: what it signs isn't believed any more.
		///
		/// Origin: [`Config::EngineerOrigin`] of the owner.
		// Operational: a flood must not stop it.
		#[pallet::call_index(16)]
		#[pallet::weight((T::WeightInfo::revoke_key(), DispatchClass::Operational))]
		pub fn revoke_key(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let actor = T::EngineerOrigin::ensure_origin(origin)?;
			Self::do_revoke_key(actor, device)
		}

		/// Submits what a device has signed of its usage. The device may report; overdue maintenance
		/// doesn't keep it from that.
		///
		/// Origin: [`Config::StaffOrigin`] of the owner, who only carries it.
		///
		/// - `signature`: the device's, over what `usage_statement` answers.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::submit_usage_p256(count(&batch.faults)))]
		pub fn submit_usage(
			origin: OriginFor<T>,
			device: DeviceId,
			batch: UsageBatchOf<T>,
			signature: DeviceSignature,
		) -> DispatchResultWithPostInfo {
			let actor = T::StaffOrigin::ensure_origin(origin)?;
			let faults = count(&batch.faults);
			let is_p256 = Self::do_submit_usage(actor, device, batch, signature)?;
			Ok((!is_p256).then(|| T::WeightInfo::submit_usage(faults)).into())
		}

		/// Notes that a device is at a patient's.
		///
		/// Origin: [`Config::ClinicianOrigin`] of the owner.
		///
		/// - `patient`: a commitment ([`galen_primitives::commitment::patient`]).
		#[pallet::call_index(18)]
		pub fn associate(
			origin: OriginFor<T>,
			device: DeviceId,
			patient: Digest,
		) -> DispatchResult {
			let actor = T::ClinicianOrigin::ensure_origin(origin)?;
			Self::do_associate(actor, device, patient)
		}

		/// Notes that a device is at no patient's any more.
		///
		/// Origin: [`Config::ClinicianOrigin`] of the owner.
		#[pallet::call_index(19)]
		pub fn dissociate(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let actor = T::ClinicianOrigin::ensure_origin(origin)?;
			Self::do_dissociate(actor, device)
		}

		/// Notes that a device was implanted. This is its use, and evidence of it.
		///
		/// Origin: [`Config::ClinicianOrigin`] of the owner.
		///
		/// - `patient`: a commitment ([`galen_primitives::commitment::patient`]).
		/// - `occurred`: when.
		#[pallet::call_index(20)]
		pub fn implant(
			origin: OriginFor<T>,
			device: DeviceId,
			patient: Digest,
			occurred: Moment,
		) -> DispatchResult {
			let actor = T::ClinicianOrigin::ensure_origin(origin)?;
			Self::do_implant(actor, device, patient, occurred)
		}

		/// Notes that a device was taken out of the body. It is out of service, and won't be
		/// implanted again.
		///
		/// Origin: [`Config::ClinicianOrigin`] of the owner.
		#[pallet::call_index(21)]
		pub fn explant(origin: OriginFor<T>, device: DeviceId, occurred: Moment) -> DispatchResult {
			let actor = T::ClinicianOrigin::ensure_origin(origin)?;
			Self::do_explant(actor, device, occurred)
		}

		/// Records that a device that is fit for it was used on a patient: evidence for whoever pays.
		///
		/// Origin: [`Config::ClinicianOrigin`] of the owner.
		#[pallet::call_index(22)]
		pub fn record_use(
			origin: OriginFor<T>,
			device: DeviceId,
			beneficiary: Beneficiary,
			occurred: Moment,
		) -> DispatchResult {
			let actor = T::ClinicianOrigin::ensure_origin(origin)?;
			Self::do_record_use(actor, device, beneficiary, occurred)
		}

		/// Takes a use back. It stays readable; what is for single use stays used.
		///
		/// Origin: [`Config::ClinicianOrigin`] of the institution that recorded it.
		#[pallet::call_index(23)]
		pub fn reverse_use(
			origin: OriginFor<T>,
			device_use: DeviceUseId,
			reason: ReversalReason,
		) -> DispatchResult {
			let actor = T::ClinicianOrigin::ensure_origin(origin)?;
			Self::do_reverse_use(actor, device_use, reason)
		}

		/// Opens a field action. A correction or removal of class I or II stops the devices that it
		/// covers from the next block on, until something has come of it on them.
		///
		/// Origin: [`Config::MakerOrigin`] of the model's maker, or [`Config::RegulatorOrigin`].
		///
		/// - `scope`: a model or a lot is one write; serial numbers are one each.
		/// - `reason`: the digest of the notice.
		// Operational: a flood must not stop it.
		#[pallet::call_index(24)]
		#[pallet::weight((opening::<T>(scope), DispatchClass::Operational))]
		pub fn open_field_action(
			origin: OriginFor<T>,
			model: ModelId,
			scope: ScopeOf<T>,
			kind: FieldActionKind,
			class: FieldActionClass,
			reason: Digest,
		) -> DispatchResult {
			let (actor, is_regulator) = Self::ensure_maker_or_regulator(origin)?;
			Self::do_open_field_action(actor, is_regulator, model, scope, kind, class, reason)
		}

		/// Records what a field action has come to on a device. Removal decommissions it.
		///
		/// Origin: [`Config::EngineerOrigin`] of the owner.
		#[pallet::call_index(25)]
		pub fn record_field_action_outcome(
			origin: OriginFor<T>,
			action: FieldActionId,
			device: DeviceId,
			outcome: Disposition,
			report: Digest,
		) -> DispatchResult {
			let actor = T::EngineerOrigin::ensure_origin(origin)?;
			Self::do_record_outcome(actor, action, device, outcome, report)
		}

		/// States that everything that a field action asks for is done.
		///
		/// Origin: [`Config::MakerOrigin`] of the model's maker, or [`Config::RegulatorOrigin`] of
		/// whoever opened it.
		#[pallet::call_index(26)]
		pub fn complete_field_action(
			origin: OriginFor<T>,
			action: FieldActionId,
		) -> DispatchResult {
			let (actor, _) = Self::ensure_maker_or_regulator(origin)?;
			Self::do_complete_field_action(actor, action)
		}

		/// Closes a field action.
		///
		/// Origin: [`Config::RegulatorOrigin`].
		///
		/// - `rest`: why, although devices are outstanding. They go on being stopped, and so is what
		///   is registered in its scope later. Without a reason, none may be outstanding.
		#[pallet::call_index(27)]
		pub fn terminate_field_action(
			origin: OriginFor<T>,
			action: FieldActionId,
			rest: Option<RestReason>,
		) -> DispatchResult {
			let actor = T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_terminate_field_action(actor, action, rest)
		}

		/// Takes a device out of service for good.
		///
		/// Origin: [`Config::EngineerOrigin`] of the owner.
		///
		/// - `sanitisation`: the digest of what shows that its data were destroyed; required where
		///   the model keeps some.
		#[pallet::call_index(28)]
		pub fn decommission(
			origin: OriginFor<T>,
			device: DeviceId,
			sanitisation: Option<Digest>,
		) -> DispatchResult {
			let actor = T::EngineerOrigin::ensure_origin(origin)?;
			Self::do_decommission(actor, device, sanitisation)
		}

		/// Disposes of a decommissioned device. Its identification never comes back, and no field
		/// action waits for it.
		///
		/// Origin: [`Config::EngineerOrigin`] of the owner.
		///
		/// - `sanitisation`: as in [`Pallet::decommission`], for what a removal has decommissioned.
		#[pallet::call_index(29)]
		#[pallet::weight(T::WeightInfo::dispose(Pallet::<T>::max_actions()))]
		pub fn dispose(
			origin: OriginFor<T>,
			device: DeviceId,
			sanitisation: Option<Digest>,
		) -> DispatchResultWithPostInfo {
			let actor = T::EngineerOrigin::ensure_origin(origin)?;
			let actions = Self::do_dispose(actor, device, sanitisation)?;
			Ok(Some(T::WeightInfo::dispose(actions)).into())
		}

		/// Declares that a device should never have been registered. It stays readable, and its
		/// identification stays taken: what belongs to another is transferred, not registered anew.
		///
		/// Origin: [`Config::RegistrarOrigin`] of the owner.
		#[pallet::call_index(30)]
		#[pallet::weight(T::WeightInfo::enter_in_error(Pallet::<T>::max_actions()))]
		pub fn enter_in_error(
			origin: OriginFor<T>,
			device: DeviceId,
		) -> DispatchResultWithPostInfo {
			let actor = T::RegistrarOrigin::ensure_origin(origin)?;
			let actions = Self::do_enter_in_error(actor, device)?;
			Ok(Some(T::WeightInfo::enter_in_error(actions)).into())
		}
	}
}
