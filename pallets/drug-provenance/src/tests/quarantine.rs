// SPDX-License-Identifier: Apache-2.0

use super::*;

fn suspect(item: Item, proof: Option<PackProof>) -> DispatchResult {
	DrugProvenance::quarantine(signed(QP), item, HoldReason::Suspect, proof)
}

#[test]
fn a_hold_on_a_pallet_should_hold_what_is_in_it_and_stay_with_what_leaves() {
	build_and_execute(|| {
		commissioned();
		let cases = [LINE.case(0), LINE.case(1), LINE.case(2)];
		assert_ok!(pack_onto(MAKERS_OPERATOR, pallet(1), &cases));
		assert_ok!(unpack_from(MAKERS_OPERATOR, pallet(1), &cases[2..]));
		wait(HOUR);
		assert_ok!(quarantine(MAKERS_OPERATOR, Item::Unit(pallet(1))));
		assert_event(Event::Quarantined {
			item: Item::Unit(pallet(1)),
			reason: HoldReason::Suspect,
			by: MAKER,
			who: MAKERS_OPERATOR,
		});
		wait(HOUR);
		// What left before isn't touched; what leaves afterwards is.
		assert_eq!(trace(6).standing, Standing::Available);
		assert_ok!(unpack_from(MAKERS_OPERATOR, pallet(1), &cases[..1]));
		assert_ok!(release(QP, Item::Unit(pallet(1)), HoldReason::Suspect));
		assert_eq!(trace(0).standing, Standing::Quarantined);
		assert_eq!(trace(3).standing, Standing::Available);
		assert_ok!(release(QP, Item::Unit(cases[0]), HoldReason::Suspect));
		assert_eq!(trace(0).standing, Standing::Available);
	});
}

#[test]
fn a_pack_should_be_held_where_it_is() {
	build_and_execute(|| {
		commissioned();
		assert_ok!(pack_onto(MAKERS_OPERATOR, pallet(1), &[LINE.case(0)]));
		assert_noop!(suspect(pack_item(0), None), Error::<Test>::Unproven);
		assert_ok!(suspect(pack_item(0), Some(LINE.proof(0))));
		assert_eq!(trace(0).root, Some(pallet(1)));
		assert_eq!(trace(0).standing, Standing::Quarantined);
		assert_eq!(trace(1).standing, Standing::Available);
		assert_noop!(ship(MAKERS_OPERATOR, pallet(1), HOSPITAL), Error::<Test>::HoldsInside);
		let released = release(MAKERS_OPERATOR, pack_item(0), HoldReason::Suspect);
		assert_noop!(released, sp_runtime::DispatchError::BadOrigin);
		assert_ok!(release(
			staff_in(MAKER, galen_primitives::Role::ResponsiblePerson, 1),
			pack_item(0),
			HoldReason::Suspect
		));
		assert_ok!(ship(MAKERS_OPERATOR, pallet(1), HOSPITAL));
	});
}

#[test]
fn only_those_concerned_should_quarantine() {
	build_and_execute(|| {
		commissioned();
		let item = Item::Unit(LINE.case(0));
		delivered(LINE.case(0), WHOLESALER);
		assert_noop!(quarantine(HOSPITALS_OPERATOR, item.clone()), Error::<Test>::NotEntitled);
		assert_noop!(quarantine(OTHER_QP, item.clone()), Error::<Test>::NotEntitled);
		assert_noop!(quarantine(DRIVER, item.clone()), Error::<Test>::NotEntitled);
		assert_noop!(quarantine(QP, Item::Unit(pallet(9))), Error::<Test>::UnknownUnit);
		assert_noop!(
			DrugProvenance::quarantine(
				signed(OTHER_QP),
				pack_item(0),
				HoldReason::Suspect,
				Some(LINE.proof(0))
			),
			Error::<Test>::NotEntitled
		);
		let hold =
			|who, reason| DrugProvenance::quarantine(signed(who), item.clone(), reason, None);
		// The holder, the marketing-authorisation holder, the regulator, the carrier.
		assert_ok!(hold(WHOLESALERS_OPERATOR, HoldReason::Suspect));
		assert_noop!(hold(QP, HoldReason::Suspect), Error::<Test>::AlreadyHeld);
		assert_ok!(hold(QP, HoldReason::NoPedigree));
		assert_ok!(hold(INSPECTOR, HoldReason::Inspection));
		let back = ship_as(WHOLESALERS_OPERATOR, LINE.case(0), MAKER, ShipmentKind::Return);
		assert_ok!(back);
		assert_ok!(hold(DRIVER, HoldReason::Damaged));
		assert_noop!(hold(DRIVER, HoldReason::Missing), Error::<Test>::TooManyHolds);
	});
}

#[test]
fn a_hold_should_be_released_by_somebody_else_who_may() {
	build_and_execute(|| {
		commissioned();
		delivered(LINE.case(0), HOSPITAL);
		let item = Item::Unit(LINE.case(0));
		let why = HoldReason::Suspect;
		assert_noop!(release(PHARMACIST, item.clone(), why), Error::<Test>::NotHeld);
		assert_noop!(release(PHARMACIST, Item::Unit(pallet(9)), why), Error::<Test>::UnknownUnit);
		assert_noop!(release(PHARMACIST, pack_item(0), why), Error::<Test>::Unproven);
		assert_ok!(quarantine(PHARMACIST, item.clone()));
		assert_noop!(release(PHARMACIST, item.clone(), why), Error::<Test>::RaisedBySelf);
		assert_noop!(release(WHOLESALERS_RP, item.clone(), why), Error::<Test>::NotEntitled);
		assert_noop!(release(INSPECTOR, item.clone(), why), Error::<Test>::NotEntitled);
		let unset = DrugProvenance::release(signed(QP), item.clone(), why, digest(0));
		assert_noop!(unset, Error::<Test>::ZeroDigest);
		assert_ok!(release(QP, item.clone(), why));
		assert_event(Event::Released {
			item: item.clone(),
			reason: why,
			evidence: digest(6),
			by: MAKER,
			who: QP,
		});

		// What the regulator holds, the regulator releases, by somebody else.
		assert_ok!(quarantine(INSPECTOR, item.clone()));
		assert_noop!(release(QP, item.clone(), why), Error::<Test>::HeldByRegulator);
		assert_noop!(release(INSPECTOR, item.clone(), why), Error::<Test>::RaisedBySelf);
		let colleague = staff_in(REGULATOR, galen_primitives::Role::Inspector, 1);
		assert_ok!(release(colleague, item, why));
	});
}

#[test]
fn clean_goods_should_not_be_put_to_what_is_held() {
	build_and_execute(|| {
		commissioned();
		assert_ok!(pack_onto(MAKERS_OPERATOR, pallet(1), &[LINE.case(0)]));
		assert_ok!(quarantine(MAKERS_OPERATOR, Item::Unit(pallet(1))));
		let more = || pack_onto(MAKERS_OPERATOR, pallet(1), &[LINE.case(1)]);
		assert_noop!(more(), Error::<Test>::InQuarantine);
		assert_ok!(DrugProvenance::declare_illegitimate(
			signed(QP),
			Item::Unit(pallet(1)),
			digest(6)
		));
		Units::<Test>::mutate(pallet(1), |unit| {
			unit.as_mut().unwrap().trail.holds = Default::default();
		});
		assert_noop!(more(), Error::<Test>::Illegitimate);
	});
}

#[test]
fn what_is_illegitimate_should_never_be_supplied_and_notice_be_due_in_a_day() {
	build_and_execute(|| {
		commissioned();
		delivered(LINE.case(0), HOSPITAL);
		let item = Item::Unit(LINE.case(0));
		let declare = |who, evidence| {
			let item = Item::Unit(LINE.case(0));
			DrugProvenance::declare_illegitimate(signed(who), item, digest(evidence))
		};
		let notify = |who, notice, evidence| {
			DrugProvenance::notify_illegitimate(signed(who), notice, digest(evidence))
		};
		assert_noop!(declare(PHARMACIST, 6), Error::<Test>::NotHeld);
		assert_ok!(quarantine(HOSPITALS_OPERATOR, item.clone()));
		assert_noop!(declare(PHARMACIST, 0), Error::<Test>::ZeroDigest);
		assert_noop!(declare(WHOLESALERS_RP, 6), Error::<Test>::NotEntitled);
		assert_ok!(declare(PHARMACIST, 6));
		let due = now() + NOTICE_TERM;
		assert_event(Event::FoundIllegitimate {
			notice: 0,
			item: item.clone(),
			by: HOSPITAL,
			evidence: digest(6),
			due,
		});
		assert_noop!(declare(QP, 6), Error::<Test>::Illegitimate);
		let released = release(QP, item.clone(), HoldReason::Suspect);
		assert_noop!(released, Error::<Test>::Illegitimate);
		assert_eq!(trace(0).standing, Standing::NonSellable);
		assert_noop!(dispense(0), Error::<Test>::Illegitimate);

		assert_noop!(notify(PHARMACIST, 1, 7), Error::<Test>::UnknownNotice);
		assert_noop!(notify(QP, 0, 7), Error::<Test>::NotAuthor);
		assert_noop!(notify(PHARMACIST, 0, 0), Error::<Test>::ZeroDigest);
		assert!(!DrugProvenance::notice(0).unwrap().is_late);
		wait(NOTICE_TERM - 1);
		assert!(!DrugProvenance::notice(0).unwrap().is_late);
		wait(1);
		assert!(DrugProvenance::notice(0).unwrap().is_late);
		assert_ok!(notify(PHARMACIST, 0, 7));
		assert_event(Event::IllegitimateNotified { notice: 0, evidence: digest(7), is_late: true });
		assert_noop!(notify(PHARMACIST, 0, 7), Error::<Test>::AlreadyNotified);
	});
}

#[test]
fn what_is_destroyed_or_stolen_should_be_neither_held_nor_released() {
	build_and_execute(|| {
		commissioned();
		let end = |call: fn(RuntimeOrigin, Item, Option<PackProof>, Digest) -> DispatchResult,
		           case| {
			assert_ok!(call(signed(MAKERS_OPERATOR), Item::Unit(LINE.case(case)), None, digest(6)));
		};
		end(DrugProvenance::destroy, 0);
		end(DrugProvenance::report_stolen, 1);
		let hold = |case| quarantine(QP, Item::Unit(LINE.case(case)));
		assert_noop!(hold(0), Error::<Test>::Destroyed);
		assert_noop!(hold(1), Error::<Test>::Stolen);
	});
}
