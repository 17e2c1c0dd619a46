// SPDX-License-Identifier: Apache-2.0

//! What breaks the invariants of money is found.

use super::{settlement::*, *};

/// A claim that is paid, one that waits, one that is funded and one that was paid by remittance and
/// reversed.
fn scene() -> [ClaimId; 4] {
	let coverage = funded_with(80);
	let paid = sold(coverage, 1, 100);
	let waits = sold(coverage, 2, 100);
	let plan = plan_of(OTHER_PAYER, SettlementMode::Batch, eighty_percent());
	fund(OTHER_PAYER, 160);
	let coverage = covered(plan, patient(2), 1);
	let (funded, reversed) = (sold(coverage, 3, 100), sold(coverage, 4, 100));
	let treasurer = staff(OTHER_PAYER, Role::SettlementOfficer);
	assert_ok!(Insurance::remit(
		signed(treasurer.clone()),
		PHARMACY,
		EUR,
		vec![reversed].try_into().unwrap(),
		Default::default(),
		80
	));
	let reason = ReversalReason::Duplicate;
	assert_ok!(Insurance::reverse_claim(signed(treasurer), reversed, reason));
	assert_ok!(Insurance::request_redemption(
		signed(PHARMACY_BILLING),
		Purse::Receipts,
		EUR,
		BANK,
		10,
		digest(5)
	));
	[paid, waits, funded, reversed]
}

fn change(id: ClaimId, change: impl FnOnce(&mut Payment)) {
	Claims::<Test>::mutate(id, |claim| change(&mut claim.as_mut().unwrap().payment));
}

fn reserve_of(payer: InstitutionId, change: impl FnOnce(&mut Reserve)) {
	Reserves::<Test>::mutate(payer, EUR, change);
}

#[test]
fn every_broken_invariant_should_be_found() {
	type Row = (&'static str, fn([ClaimId; 4]));
	let table: [Row; 24] = [
		("a claim's payment isn't what it comes to", |[id, ..]| change(id, |p| p.paid += 1)),
		("a claim's payment isn't what it comes to", |[id, ..]| change(id, |p| p.reversed = 1)),
		("a claim's payment isn't what it comes to", |[.., id]| change(id, |p| p.reversed -= 1)),
		("a claim was paid at no time, or at an impossible one", |[id, ..]| {
			change(id, |p| p.at = None)
		}),
		("a claim was paid at no time, or at an impossible one", |[id, ..]| {
			change(id, |p| p.at = Some(now() + 1))
		}),
		("a claim was paid by no remittance", |[id, ..]| change(id, |p| p.remittance = Some(0))),
		("a provider owes what nobody has reversed", |_| {
			ForwardingBalances::<Test>::insert((OTHER_PAYER, PHARMACY, EUR), 81)
		}),
		("a provider owes what nobody has reversed", |_| {
			ForwardingBalances::<Test>::insert((OTHER_PAYER, PHARMACY, EUR), 0)
		}),
		("what is held isn't what is funded and unpaid", |_| {
			reserve_of(OTHER_PAYER, |reserve| reserve.held += 1)
		}),
		("what is queued isn't what waits", |_| reserve_of(PAYER, |reserve| reserve.queued -= 1)),
		("a reserve owes something to nobody", |_| reserve_of(77, |reserve| reserve.held = 1)),
		("a reserve holds less than it has set aside", |_| {
			use frame_support::traits::fungibles::Mutate;
			let account = Insurance::reserve_account(OTHER_PAYER);
			let asset = u32::from(EUR);
			Assets::set_balance(asset, &account, 79);
		}),
		("a ticket that nobody gave out, or served", |_| {
			reserve_of(PAYER, |reserve| reserve.tail -= 1)
		}),
		("a ticket of no claim", |_| {
			let claim = id(9, 9);
			let mode = SettlementMode::Immediate;
			Queue::<Test>::insert((PAYER, EUR, 0), Queued { claim, amount: 80, mode });
		}),
		("a ticket of another payer's, or for nothing", |[_, claim, ..]| {
			let mode = SettlementMode::Immediate;
			Queue::<Test>::insert((PAYER, EUR, 0), Queued { claim, amount: 0, mode });
		}),
		("a queue has a gap", |_| reserve_of(PAYER, |reserve| reserve.tail += 1)),
		("a claim waits for what no ticket is for", |[_, claim, ..]| {
			let mode = SettlementMode::Immediate;
			Queue::<Test>::insert((PAYER, EUR, 0), Queued { claim, amount: 79, mode });
		}),
		("a remittance of nothing, or of something twice", |_| {
			Remittances::<Test>::mutate((OTHER_PAYER, EUR, 0), |found| {
				let claims = &mut found.as_mut().unwrap().claims;
				claims.try_push(claims[0]).unwrap();
			})
		}),
		("a remittance of another's claim", |[id, ..]| {
			Remittances::<Test>::mutate((OTHER_PAYER, EUR, 0), |found| {
				found.as_mut().unwrap().claims.try_push(id).unwrap();
			})
		}),
		("a remittance doesn't balance", |_| {
			Remittances::<Test>::mutate((OTHER_PAYER, EUR, 0), |found| {
				found.as_mut().unwrap().payment += 1;
			})
		}),
		("a remittance that nobody has numbered", |_| {
			reserve_of(OTHER_PAYER, |reserve| reserve.next_remittance = 0)
		}),
		("a remittance is missing", |_| {
			reserve_of(OTHER_PAYER, |reserve| reserve.next_remittance = 2)
		}),
		("a redemption of nothing, or asked for in the future", |_| {
			Redemptions::<Test>::mutate((PHARMACY, Purse::Receipts, EUR), |found| {
				found.as_mut().unwrap().amount = 0;
			})
		}),
		("there is more or less money than was issued", |_| {
			Issuances::<Test>::mutate(BANK, EUR, |issuance| issuance.issued += 1)
		}),
	];
	for (expected, break_it) in table {
		new_test_ext().execute_with(|| {
			let ids = scene();
			assert_ok!(Insurance::do_try_state());
			break_it(ids);
			assert_eq!(Insurance::do_try_state(), Err(expected.into()));
		});
	}
}
