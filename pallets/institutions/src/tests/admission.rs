// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Admission, Error, Event, GlnHolders, NextInstitutionId, VotingClass};
use frame_support::{assert_noop, assert_ok, hypothetically};
use galen_primitives::{
	gs1::Gln, seams::Institutions as _, standing::Reason, InstitutionId, InstitutionKind,
	InstitutionKinds,
};
use sp_runtime::DispatchResult;

const NEW: AccountId = AccountId::new([50; 32]);

fn admit(profile: Admission, administrators: &[AccountId]) -> DispatchResult {
	let administrators = administrators.to_vec().try_into().unwrap();
	Institutions::admit(by(&COUNCIL), profile, administrators)
}

fn amend(id: InstitutionId, gln: Option<Gln>) -> DispatchResult {
	let (kinds, class) = (InstitutionKind::CareProvider.set(), VotingClass::CareProviders);
	Institutions::amend(by(&COUNCIL), id, kinds, class, gln, 276)
}

#[test]
fn an_admitted_institution_should_be_a_member_with_administrators_and_a_full_allowance() {
	build_and_execute(|| {
		assert_ok!(admit(pharmacy(), &[NEW, account(51)]));
		assert_eq!(
			last_event(),
			Event::InstitutionAdmitted {
				institution: 3,
				profile: pharmacy(),
				administrators: vec![NEW, account(51)].try_into().unwrap(),
			}
		);
		let info = Institutions::institution(3).unwrap();
		assert_eq!(info.gln, Some(ANOTHER_GLN));
		assert_eq!(info.voting_class, VotingClass::CareProviders);
		assert_eq!(info.administrators, 2);
		assert_eq!((info.validity.from, info.validity.until), (START, None));
		assert!(info.in_force && info.affiliates.is_empty());
		assert!(acts(&NEW) && acts(&account(51)));
		assert_eq!(System::providers(&NEW), 1);
		let allowance = Institutions::allowance(3).unwrap();
		assert_eq!((allowance.members, allowance.patients), (1_000, 200));
		assert_eq!(Institutions::kinds_in_force(3), Some(InstitutionKind::Pharmacy.set()));
		assert!(Institutions::exists(3) && !Institutions::exists(4));
	});
}

#[test]
fn an_implausible_application_should_be_refused_by_name() {
	build_and_execute(|| {
		let kinds = |kinds| Admission { kinds: InstitutionKinds(kinds), ..pharmacy() };
		assert_noop!(admit(kinds(0), &[NEW]), Error::<Test>::InvalidKinds);
		assert_noop!(admit(kinds(1 << 15 | 1), &[NEW]), Error::<Test>::InvalidKinds);
		assert_noop!(
			admit(Admission { voting_class: VotingClass::Payers, ..pharmacy() }, &[NEW]),
			Error::<Test>::VotingClassNotAllowed
		);
		assert_noop!(
			admit(Admission { gln: Some(Gln(4_012_345_000_008)), ..pharmacy() }, &[NEW]),
			Error::<Test>::InvalidGln
		);
		assert_noop!(
			admit(Admission { gln: Some(HOSPITALS_GLN), ..pharmacy() }, &[NEW]),
			Error::<Test>::GlnInUse
		);
		assert_noop!(
			admit(Admission { jurisdiction: 999, ..pharmacy() }, &[NEW]),
			Error::<Test>::UnknownJurisdiction
		);
		assert_noop!(
			admit(Admission { allowance_class: 9, ..pharmacy() }, &[NEW]),
			Error::<Test>::UnknownAllowanceClass
		);
		assert_noop!(admit(pharmacy(), &[]), Error::<Test>::NoAdministrator);
	});
}

#[test]
fn an_administrator_should_be_nobody_elses_account() {
	build_and_execute(|| {
		for taken in [PHYSICIAN, PATIENT] {
			assert_noop!(admit(pharmacy(), &[NEW, taken]), Error::<Test>::AccountInUse);
		}
		assert_noop!(admit(pharmacy(), &[NEW, NEW]), Error::<Test>::AccountInUse);
	});
}

#[test]
fn numbers_should_never_be_used_twice() {
	build_and_execute(|| {
		hypothetically!({
			NextInstitutionId::<Test>::put(InstitutionId::MAX);
			assert_noop!(admit(pharmacy(), &[NEW]), Error::<Test>::TooManyInstitutions);
		});
	});
}

#[test]
fn an_amendment_should_replace_what_was_said_and_free_the_old_gln() {
	build_and_execute(|| {
		assert_ok!(amend(HOSPITAL, Some(ANOTHER_GLN)));
		assert_eq!(
			last_event(),
			Event::InstitutionAmended {
				institution: HOSPITAL,
				kinds: InstitutionKind::CareProvider.set(),
				voting_class: VotingClass::CareProviders,
				gln: Some(ANOTHER_GLN),
				jurisdiction: 276,
			}
		);
		assert_eq!(GlnHolders::<Test>::get(ANOTHER_GLN), Some(HOSPITAL));
		assert_eq!(GlnHolders::<Test>::get(HOSPITALS_GLN), None);
		assert_noop!(amend(PAYER, Some(ANOTHER_GLN)), Error::<Test>::GlnInUse);
		// The same number again is no conflict with itself.
		assert_ok!(amend(HOSPITAL, Some(ANOTHER_GLN)));
		assert_ok!(amend(HOSPITAL, None));
		assert_eq!(GlnHolders::<Test>::get(ANOTHER_GLN), None);
	});
}

#[test]
fn an_implausible_amendment_should_be_refused_by_name() {
	build_and_execute(|| {
		let amend = |kinds, class, gln, jurisdiction| {
			Institutions::amend(by(&COUNCIL), HOSPITAL, kinds, class, gln, jurisdiction)
		};
		let (hospital, care) = (InstitutionKind::CareProvider.set(), VotingClass::CareProviders);
		assert_noop!(amend(InstitutionKinds(0), care, None, 276), Error::<Test>::InvalidKinds);
		assert_noop!(
			amend(hospital, VotingClass::Industry, None, 276),
			Error::<Test>::VotingClassNotAllowed
		);
		assert_noop!(amend(hospital, care, Some(Gln(1)), 276), Error::<Test>::InvalidGln);
		assert_noop!(amend(hospital, care, None, 0), Error::<Test>::UnknownJurisdiction);
		assert_noop!(super::admission::amend(9, None), Error::<Test>::UnknownInstitution);
	});
}

#[test]
fn a_retired_institutions_gln_should_stay_its_own_until_amended() {
	build_and_execute(|| {
		assert_ok!(Institutions::retire(RuntimeOrigin::root(), HOSPITAL, Reason::EnteredInError));
		let again = Admission { gln: Some(HOSPITALS_GLN), ..pharmacy() };
		assert_noop!(admit(again.clone(), &[NEW]), Error::<Test>::GlnInUse);
		assert_ok!(amend(HOSPITAL, None));
		assert_ok!(admit(again, &[NEW]));
		assert!(!Institutions::institution(HOSPITAL).unwrap().in_force);
	});
}

#[test]
fn affiliation_should_be_what_either_declares_or_a_regulator_finds() {
	use galen_primitives::seams::Institutions as _;
	build_and_execute(|| {
		let related = || Institutions::are_affiliated(HOSPITAL, PAYER);
		let back = || Institutions::are_affiliated(PAYER, HOSPITAL);
		let list = |ids: &[InstitutionId]| ids.to_vec().try_into().unwrap();
		assert!(!related() && !back());
		assert_ok!(Institutions::declare_affiliates(by(&ADMINISTRATOR), list(&[PAYER])));
		assert!(related() && back());
		assert_ok!(Institutions::declare_affiliates(by(&ADMINISTRATOR), list(&[])));
		assert!(!related() && !back());

		let find = |one, ids: &[InstitutionId]| {
			Institutions::attribute_affiliates(by(&INSPECTOR), one, list(ids))
		};
		assert_ok!(find(PAYER, &[HOSPITAL]));
		assert_eq!(
			last_event(),
			Event::AffiliatesAttributed {
				institution: PAYER,
				affiliates: list(&[HOSPITAL]),
				regulator: REGULATOR,
			}
		);
		assert!(related() && back());
		assert_eq!(Institutions::institution(PAYER).unwrap().attributed_affiliates, [HOSPITAL]);
		// The payer's own word doesn't take it back.
		assert_ok!(Institutions::declare_affiliates(by(&PAYERS_ADMINISTRATOR), list(&[])));
		assert!(related());
		assert_noop!(find(REGULATOR, &[HOSPITAL]), Error::<Test>::OwnInstitution);
		assert_noop!(find(PAYER, &[PAYER]), Error::<Test>::OwnInstitution);
		assert_noop!(find(PAYER, &[HOSPITAL, HOSPITAL]), Error::<Test>::AffiliatesNotSorted);
		assert_noop!(find(PAYER, &[9]), Error::<Test>::UnknownInstitution);
		assert_noop!(find(9, &[HOSPITAL]), Error::<Test>::UnknownInstitution);
		assert_eq!(Institutions::jurisdiction(HOSPITAL), Some(276));
		assert_eq!(Institutions::jurisdiction(9), None);
	});
}

#[test]
fn affiliates_should_be_other_institutions_in_order() {
	build_and_execute(|| {
		let declare = |affiliates: &[InstitutionId]| {
			let affiliates = affiliates.to_vec().try_into().unwrap();
			Institutions::declare_affiliates(by(&ADMINISTRATOR), affiliates)
		};
		assert_ok!(declare(&[REGULATOR, PAYER]));
		assert_eq!(
			last_event(),
			Event::AffiliatesDeclared {
				institution: HOSPITAL,
				affiliates: vec![REGULATOR, PAYER].try_into().unwrap(),
			}
		);
		assert_eq!(Institutions::institution(HOSPITAL).unwrap().affiliates, [REGULATOR, PAYER]);
		assert_noop!(declare(&[PAYER, REGULATOR]), Error::<Test>::AffiliatesNotSorted);
		assert_noop!(declare(&[PAYER, PAYER]), Error::<Test>::AffiliatesNotSorted);
		assert_noop!(declare(&[HOSPITAL, PAYER]), Error::<Test>::OwnInstitution);
		assert_noop!(declare(&[PAYER, 3]), Error::<Test>::UnknownInstitution);
		assert_ok!(declare(&[]));
		assert!(Institutions::institution(HOSPITAL).unwrap().affiliates.is_empty());
	});
}

#[test]
fn every_kind_should_vote_in_exactly_one_class() {
	for kind in InstitutionKind::ALL {
		let classes =
			VotingClass::ALL.iter().filter(|class| class.allowed_kinds().contains(*kind)).count();
		assert_eq!(classes, 1, "{kind:?}");
	}
	for class in VotingClass::ALL {
		assert!(class.allowed_kinds().is_valid(), "{class:?}");
	}
}
