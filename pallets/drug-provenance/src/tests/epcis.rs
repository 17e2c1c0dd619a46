// SPDX-License-Identifier: Apache-2.0

use super::*;

fn anchor(who: AccountId, hash: u8, kind: EventKind) -> DispatchResult {
	let anchor = EventAnchor { hash: [hash; 32], kind, occurred: START };
	DrugProvenance::anchor_event(signed(who), anchor)
}

fn declare(who: AccountId, hash: u8, corrective: &[u8]) -> DispatchResult {
	let corrective: Vec<_> = corrective.iter().map(|hash| [*hash; 32]).collect();
	DrugProvenance::declare_error(
		signed(who),
		[hash; 32],
		ErrorReason::IncorrectData,
		corrective.try_into().unwrap(),
	)
}

#[test]
fn an_event_should_be_anchored_once() {
	build_and_execute(|| {
		assert_ok!(anchor(MAKERS_OPERATOR, 1, EventKind::Object));
		let expected = EventAnchor { hash: [1; 32], kind: EventKind::Object, occurred: START };
		assert_event(Event::EventAnchored { anchor: expected, by: MAKER });
		assert_noop!(anchor(MAKERS_OPERATOR, 1, EventKind::Object), Error::<Test>::AlreadyExists);
		assert_noop!(anchor(DRIVER, 1, EventKind::Aggregation), Error::<Test>::AlreadyExists);
		assert_noop!(anchor(DRIVER, 0, EventKind::Object), Error::<Test>::ZeroDigest);
		let early = EventAnchor { hash: [2; 32], kind: EventKind::Object, occurred: START + HOUR };
		assert_noop!(
			DrugProvenance::anchor_event(signed(DRIVER), early),
			Error::<Test>::OccurredInFuture
		);
	});
}

#[test]
fn an_event_that_was_wrong_should_keep_its_hash() {
	build_and_execute(|| {
		for hash in 1..=3 {
			assert_ok!(anchor(MAKERS_OPERATOR, hash, EventKind::Object));
		}
		assert_ok!(anchor(MAKERS_OPERATOR, 4, EventKind::Aggregation));
		assert_noop!(declare(MAKERS_OPERATOR, 9, &[]), Error::<Test>::UnknownEvent);
		assert_noop!(declare(DRIVER, 1, &[]), Error::<Test>::NotAuthor);
		assert_noop!(declare(MAKERS_OPERATOR, 1, &[1]), Error::<Test>::CorrectsItself);
		assert_noop!(declare(MAKERS_OPERATOR, 1, &[9]), Error::<Test>::UnknownEvent);
		assert_noop!(declare(MAKERS_OPERATOR, 1, &[4]), Error::<Test>::OtherKind);
		assert_ok!(declare(MAKERS_OPERATOR, 1, &[2]));
		assert_event(Event::ErrorDeclared {
			hash: [1; 32],
			reason: ErrorReason::IncorrectData,
			corrective: vec![[2; 32]],
			by: MAKER,
		});
		let event = DrugProvenance::epcis_event([1; 32]).unwrap();
		assert_eq!(event.error.unwrap().corrective.to_vec(), [[2; 32]]);
		assert_noop!(declare(MAKERS_OPERATOR, 1, &[3]), Error::<Test>::AlreadyDeclared);
		assert_noop!(declare(MAKERS_OPERATOR, 3, &[1]), Error::<Test>::CorrectiveInError);
	});
}
