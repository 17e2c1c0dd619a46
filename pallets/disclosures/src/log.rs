// SPDX-License-Identifier: Apache-2.0

//! The patients' logs: written here, kept by whoever listens, proven against the head.

use crate::*;
use alloc::{collections::BTreeMap, vec::Vec};
use codec::Encode;
use frame_support::traits::Time;
use galen_primitives::{
	seams::AccessAudit, Access, AccessRequest, Basis, DataScope, Moment, PatientId, PurposeOfUse,
};
use sp_runtime::DispatchResult;

/// Whether 45 CFR 164.528 asks an account of a disclosure for this purpose on this basis.
///
/// Exempt is what goes to the individual, what the individual has authorised, and what serves
/// treatment, payment or operations (45 CFR 164.528(a)(1), 164.506). Some of what HL7 counts to
/// operations is no such thing there but stands by itself in 164.512: the law's demands, the
/// government's, organ donation, the affairs of the dead, military command.
pub const fn is_accountable(purpose: PurposeOfUse, basis: &Basis) -> bool {
	match basis {
		Basis::Consent { .. } | Basis::SelfAccess => false,
		Basis::Policy { .. } | Basis::BreakGlass { .. } => match purpose {
			PurposeOfUse::HLEGAL
			| PurposeOfUse::GOV
			| PurposeOfUse::DONAT
			| PurposeOfUse::HDECD
			| PurposeOfUse::MILCDM => true,
			_ => {
				!purpose.is_a(PurposeOfUse::TREAT)
					&& !purpose.is_a(PurposeOfUse::HPAYMT)
					&& !purpose.is_a(PurposeOfUse::HOPERAT)
			},
		},
	}
}

impl Happening {
	/// What permits the data to be seen, where this is a disclosure.
	pub const fn disclosure(&self) -> Option<Basis> {
		match self {
			Self::Accessed { basis } | Self::Released { basis, .. } => Some(*basis),
			_ => None,
		}
	}
}

impl<AccountId: Encode> LogEntry<AccountId> {
	/// The hash that this entry leads to from `head`:
	/// `blake2_256("galen/access-log" ‖ head ‖ SCALE(entry))`.
	pub fn chained_to(&self, head: &[u8; 32]) -> [u8; 32] {
		(b"galen/access-log", head, self).using_encoded(sp_io::hashing::blake2_256)
	}
}

impl<AccountId: Clone> Recipient<AccountId> {
	/// Whom the requester gets data for.
	fn of(requester: &Requester<AccountId>) -> Self {
		match requester {
			Requester::Staff(actor) => Self::Institution(actor.institution),
			Requester::Patient(account) => Self::Patient(account.clone()),
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Adds an entry and tells of it. One read and one write, however long the log is.
	pub(crate) fn add_to_log(
		patient: PatientId,
		actor: RequesterOf<T>,
		what: Happening,
		data: Option<DataUseOf<T>>,
	) {
		let accountable = match (&data, what.disclosure()) {
			(Some(data), Some(basis)) => is_accountable(data.purpose, &basis),
			_ => false,
		};
		let mut log = Logs::<T>::get(patient);
		let number = log.entries.saturating_add(1);
		let entry = LogEntry { number, at: T::Time::now(), actor, what, data, accountable };
		log.entries = number;
		log.head = entry.chained_to(&log.head);
		Logs::<T>::insert(patient, log);
		Self::deposit_event(Event::Logged { patient, entry, head: log.head });
	}

	/// Whether these are all the entries there are.
	pub(crate) fn check_log(
		patient: &PatientId,
		entries: &[LogEntryOf<T>],
	) -> Result<(), LogError> {
		let log = Logs::<T>::get(patient);
		if u64::try_from(entries.len()) != Ok(log.entries) {
			return Err(LogError::CountDiffers { entries: log.entries });
		}
		let (mut expected, mut head) = (0u64, [0; 32]);
		for entry in entries {
			expected = expected.saturating_add(1);
			if entry.number != expected {
				return Err(LogError::OutOfOrder { expected });
			}
			head = entry.chained_to(&head);
		}
		if head != log.head {
			return Err(LogError::Altered);
		}
		Ok(())
	}

	/// The disclosures among the entries, once those are known to be all.
	pub(crate) fn account_for(
		patient: PatientId,
		entries: Vec<LogEntryOf<T>>,
		from: Moment,
		until: Moment,
	) -> Result<Accounting<T::AccountId>, LogError> {
		if until <= from {
			return Err(LogError::EmptyPeriod);
		}
		Self::check_log(&patient, &entries)?;

		let receipts: BTreeMap<GrantId, Moment> = entries
			.iter()
			.filter_map(|entry| match entry.what {
				Happening::Received { grant, .. } => Some((grant, entry.at)),
				_ => None,
			})
			.collect();
		let disclosures: Vec<_> = entries
			.into_iter()
			.filter(|entry| from <= entry.at && entry.at < until)
			.filter_map(|entry| {
				let (basis, data) = (entry.what.disclosure()?, entry.data?);
				let received = match entry.what {
					Happening::Released { grant, .. } => receipts.get(&grant).copied(),
					_ => None,
				};
				let LogEntry { number, at, accountable, .. } = entry;
				Some(Disclosure { entry: number, at, data, basis, accountable, received })
			})
			.collect();
		let summaries = Self::summarise(&disclosures);
		Ok(Accounting { disclosures, summaries })
	}

	fn summarise(disclosures: &[Disclosure<T::AccountId>]) -> Vec<Summary<T::AccountId>> {
		let mut summaries = BTreeMap::new();
		for Disclosure { at, data, accountable, .. } in disclosures {
			let key = (Recipient::of(&data.recipient), data.purpose, *accountable);
			let (_, last, count) = summaries.entry(key).or_insert((*at, *at, 0u32));
			*last = *at;
			*count = count.saturating_add(1);
		}
		summaries
			.into_iter()
			.map(|((recipient, purpose, accountable), (first, last, count))| Summary {
				recipient,
				purpose,
				accountable,
				first,
				last,
				count,
			})
			.collect()
	}
}

impl<T: Config> AccessAudit<T::AccountId> for Pallet<T> {
	fn log(access: Access<T::AccountId>) -> DispatchResult {
		let Access { record, version, request, outcome } = access;
		let AccessRequest { requester, patient, purpose, study, data } = request;
		let DataScope { custodian, fields, .. } = data;
		let (what, fields) = match outcome {
			Ok(permit) => (Happening::Accessed { basis: permit.basis }, permit.fields),
			Err(denial) => (Happening::Denied { denial }, fields),
		};
		let recipient = requester.clone();
		let data = DataUse { recipient, custodian, record, version, fields, purpose, study };
		Self::add_to_log(patient, requester, what, Some(data));
		Ok(())
	}
}
