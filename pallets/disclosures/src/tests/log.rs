// SPDX-License-Identifier: Apache-2.0

//! The chain of entries, and what is told from it.

use super::*;
use codec::{Encode, MaxEncodedLen};
use galen_primitives::{
	seams::AccessAudit, Access, AccessRequest, DataClass, DataScope, Permit, PurposeOfUse as P,
};

/// A log with some of everything, of which the clinic got laboratory results twice.
fn busy_log() -> Vec<LogEntry<AccountId>> {
	assert_ok!(ask(CLINIC_PHYSICIAN, RECORD, FieldGroups::ALL));
	wait(HOUR);
	let first = released();
	wait(HOUR);
	assert_ok!(Disclosures::confirm_receipt(signed(CLINIC_PHYSICIAN), first, digest(1)));
	released();
	wait(HOUR);
	declared();
	log_of(PATIENT)
}

#[test]
fn an_entry_should_be_chained_as_documented() {
	build_and_execute(|| {
		assert_eq!(Disclosures::log_head(PATIENT), LogHead { entries: 0, head: [0; 32] });
		granted();
		let [entry] = &log_of(PATIENT)[..] else { panic!("there is one") };
		let mut bytes = b"galen/access-log".to_vec();
		bytes.extend([0; 32]);
		bytes.extend(entry.encode());
		let head = sp_io::hashing::blake2_256(&bytes);
		assert_eq!(Disclosures::log_head(PATIENT), LogHead { entries: 1, head });

		granted();
		let mut bytes = b"galen/access-log".to_vec();
		bytes.extend(head);
		bytes.extend(log_of(PATIENT)[1].encode());
		let head = sp_io::hashing::blake2_256(&bytes);
		assert_eq!(Disclosures::log_head(PATIENT), LogHead { entries: 2, head });
	});
}

#[test]
fn a_log_should_take_the_same_space_however_long_it_is() {
	assert_eq!(LogHead::max_encoded_len(), 40);
	build_and_execute(|| {
		for _ in 0..100 {
			assert_ok!(ask(CLINIC_PHYSICIAN, RECORD, LABS));
		}
		assert_eq!(Disclosures::log_head(PATIENT).entries, 100);
		assert_eq!(Logs::<Test>::iter().count(), 1);
	});
}

#[test]
fn a_copy_of_a_log_should_be_refused_unless_it_is_whole_and_unaltered() {
	build_and_execute(|| {
		let log = busy_log();
		let verify = |entries| Disclosures::verify_log(PATIENT, entries);
		let entries = log.len() as u64;
		assert_eq!(entries, 7);
		assert_eq!(verify(log.clone()), Ok(()));

		for index in 0..log.len() {
			let mut dropped = log.clone();
			dropped.remove(index);
			assert_eq!(verify(dropped), Err(LogError::CountDiffers { entries }));
			let mut doubled = log.clone();
			doubled.insert(index, log[index].clone());
			assert_eq!(verify(doubled), Err(LogError::CountDiffers { entries }));
			// The same number of entries, one of them another's.
			let mut replaced = log.clone();
			replaced[index] = log[(index + 1) % log.len()].clone();
			let expected = index as u64 + 1;
			assert_eq!(verify(replaced), Err(LogError::OutOfOrder { expected }));
			let mut altered = log.clone();
			altered[index].at += 1;
			assert_eq!(verify(altered), Err(LogError::Altered));
			let mut blamed = log.clone();
			blamed[index].actor = of_staff(&PHYSICIAN);
			assert_eq!(verify(blamed), Err(LogError::Altered));
		}
		let mut swapped = log.clone();
		swapped.swap(1, 2);
		assert_eq!(verify(swapped.clone()), Err(LogError::OutOfOrder { expected: 2 }));
		// Renumbered, so that the order looks right.
		(swapped[1].number, swapped[2].number) = (2, 3);
		assert_eq!(verify(swapped), Err(LogError::Altered));
		// Nobody else's log.
		assert_eq!(
			Disclosures::verify_log(OTHER_PATIENT, log),
			Err(LogError::CountDiffers { entries: 0 })
		);
		assert_eq!(Disclosures::verify_log(OTHER_PATIENT, vec![]), Ok(()));
	});
}

#[test]
fn an_account_should_name_every_disclosure_of_the_period_and_whether_it_arrived() {
	build_and_execute(|| {
		let log = busy_log();
		let account = |from, until| Disclosures::accounting(PATIENT, log.clone(), from, until);
		let basis = |version| Basis::Consent { consent: 1, version };
		let first = Disclosure {
			entry: 3,
			at: START + HOUR,
			data: labs_for_clinic(),
			basis: basis(1),
			accountable: false,
			received: Some(START + 2 * HOUR),
		};
		let second = Disclosure {
			entry: 6,
			at: START + 2 * HOUR,
			basis: basis(2),
			received: None,
			..first.clone()
		};
		let summary = Summary {
			recipient: Recipient::Institution(CLINIC),
			purpose: TREAT,
			accountable: false,
			first: first.at,
			last: second.at,
			count: 2,
		};
		assert_eq!(
			account(START, START + DAY),
			Ok(Accounting {
				disclosures: vec![first.clone(), second.clone()],
				summaries: vec![summary.clone()]
			})
		);
		// The start belongs to the period, the end doesn't.
		let of_second = Summary { first: second.at, count: 1, ..summary };
		assert_eq!(
			account(second.at, second.at + 1),
			Ok(Accounting { disclosures: vec![second.clone()], summaries: vec![of_second] })
		);
		assert_eq!(account(START, first.at).unwrap().disclosures, []);
		assert_eq!(account(START, second.at).unwrap().disclosures, [first]);

		assert_eq!(account(START, START), Err(LogError::EmptyPeriod));
		let mut part = log;
		part.pop();
		assert_eq!(
			Disclosures::accounting(PATIENT, part, START, START + DAY),
			Err(LogError::CountDiffers { entries: 7 })
		);
	});
}

#[test]
fn an_account_should_tell_recipients_purposes_and_duties_apart() {
	build_and_execute(|| {
		let log = |requester, purpose, basis| {
			assert_ok!(<Disclosures as AccessAudit<_>>::log(access(requester, purpose, Ok(basis))));
		};
		let policy = Basis::Policy { policy: 4 };
		log(of_staff(&CLINIC_PHYSICIAN), P::HMARKT, policy);
		log(of_staff(&CLINIC_OFFICER), P::HMARKT, policy);
		log(of_staff(&CLINIC_OFFICER), P::TREAT, policy);
		log(of_staff(&PHYSICIAN), P::HMARKT, policy);
		log(of_staff(&PHYSICIAN), P::HMARKT, Basis::Consent { consent: 1, version: 1 });
		log(Requester::Patient(ALICE), P::PATRQT, Basis::SelfAccess);
		let accounting =
			Disclosures::accounting(PATIENT, log_of(PATIENT), START, START + 1).unwrap();
		let summaries: Vec<_> = accounting
			.summaries
			.into_iter()
			.map(|one| (one.recipient, one.purpose, one.accountable, one.count))
			.collect();
		let (hospital, clinic) = (Recipient::Institution(HOSPITAL), Recipient::Institution(CLINIC));
		assert_eq!(
			summaries,
			[
				(hospital.clone(), P::HMARKT, false, 1),
				(hospital, P::HMARKT, true, 1),
				(clinic.clone(), P::TREAT, false, 1),
				(clinic, P::HMARKT, true, 2),
				(Recipient::Patient(ALICE), P::PATRQT, false, 1),
			]
		);
	});
}

fn access(
	requester: Requester<AccountId>,
	purpose: P,
	outcome: Result<Basis, Denial>,
) -> Access<AccountId> {
	let data = DataScope {
		custodian: HOSPITAL,
		department: 3,
		data_class: DataClass::Sensitive,
		compartment: 5,
		collected: START,
		fields: FieldGroups::ALL,
	};
	let request = AccessRequest { requester, patient: PATIENT, purpose, study: Some(8), data };
	let outcome = outcome.map(|basis| Permit { fields: LABS, basis });
	Access { record: RECORD, version: 2, request, outcome }
}

#[test]
fn another_pallets_decisions_should_get_into_the_same_log() {
	build_and_execute(|| {
		let who = of_staff(&CLINIC_PHYSICIAN);
		let data = |fields| {
			let data = DataUse { fields, version: 2, study: Some(8), ..labs_for_clinic() };
			Some(data)
		};
		let basis = Basis::Consent { consent: 3, version: 1 };
		assert_ok!(<Disclosures as AccessAudit<_>>::log(access(who.clone(), TREAT, Ok(basis))));
		assert_logged(who.clone(), Happening::Accessed { basis }, data(LABS));

		let denial = Denial::GlassNotBroken;
		assert_ok!(<Disclosures as AccessAudit<_>>::log(access(who.clone(), TREAT, Err(denial))));
		assert_logged(who, Happening::Denied { denial }, data(FieldGroups::ALL));
	});
}

#[test]
fn what_is_exempt_should_follow_45_cfr_164_528() {
	let bases = [
		Basis::Policy { policy: 1 },
		Basis::BreakGlass { id: 1 },
		Basis::Consent { consent: 1, version: 1 },
		Basis::SelfAccess,
	];
	for purpose in P::ALL {
		// Written out, so that neither the hierarchy nor the function decides what is right.
		let due =
			matches!(
				purpose,
				P::HMARKT
					| P::PUBHLTH | P::DISASTER
					| P::THREAT | P::HRESCH
					| P::BIORCH | P::CLINTRCH
					| P::CLINTRCHNPC
					| P::CLINTRCHPC | P::PRECLINTRCH
					| P::DSRCH | P::POARCH
					| P::TRANSRCH | P::PATRQT
					| P::FAMRQT | P::PWATRNY
					| P::SUPNWK | P::HLEGAL
					| P::GOV | P::DONAT
					| P::HDECD | P::MILCDM
			);
		let expected = [due, due, false, false];
		assert_eq!(bases.map(|basis| is_accountable(*purpose, &basis)), expected, "{purpose:?}");
	}
}

#[test]
fn only_disclosures_should_be_accountable() {
	build_and_execute(|| {
		Policy::set(Some(LABS));
		let marketing = |fields| {
			let who = signed(CLINIC_PHYSICIAN);
			Disclosures::request(who, RECORD, 1, fields, P::HMARKT, None, KEY)
		};
		assert_ok!(marketing(LABS));
		assert_ok!(marketing(FieldGroups::of(&[FieldGroup::Genomics])));
		assert_ok!(Disclosures::release(signed(OFFICER), 0, digest(1)));
		assert_ok!(Disclosures::confirm_receipt(signed(CLINIC_PHYSICIAN), 0, digest(1)));
		let accountable: Vec<_> = log_of(PATIENT).iter().map(|entry| entry.accountable).collect();
		assert_eq!(accountable, [false, false, true, false]);
	});
}
