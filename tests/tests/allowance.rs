// SPDX-License-Identifier: Apache-2.0

//! Members pay nothing, within bounds that hold whatever a call is wrapped in.

use codec::Encode;
use galen_runtime::configs::ProxyType;
use galen_runtime_common::allowance::refusal;
use galen_scenarios::*;
use pallet_institutions::{AllowanceError, Call as InstitutionsCall};
use pallet_patients::{Call as PatientsCall, RepresentativeKind, Scopes};
use polkadot_sdk::{
	frame_support::{
		dispatch::{DispatchClass, GetDispatchInfo},
		weights::Weight,
	},
	frame_system, pallet_multisig, pallet_proxy, pallet_utility, pallet_whitelist,
	sp_runtime::transaction_validity::TransactionSource,
};

type Info =
	polkadot_sdk::pallet_transaction_payment_rpc_runtime_api::RuntimeDispatchInfo<Balance, Weight>;

/// What a transaction is charged before it is known what it uses, as wallets ask for it.
fn charge(extrinsic: &[u8]) -> u64 {
	let length = u32::try_from(extrinsic.len()).unwrap();
	let function = "TransactionPaymentApi_query_info";
	let answer =
		galen_runtime::apis::api::dispatch(function, &[extrinsic, &length.encode()].concat());
	let info: Info = codec::DecodeAll::decode_all(&mut &answer.unwrap()[..]).unwrap();
	info.partial_fee.try_into().unwrap()
}

fn charge_of(chain: &mut Chain, signer: &Signer, call: impl Into<RuntimeCall>) -> u64 {
	charge(&chain.transaction(signer, call).encode())
}

/// Sends remarks until one is refused; answers how many weren't, and why that one was.
fn flood(chain: &mut Chain, signer: &Signer) -> (u64, TransactionValidityError) {
	for sent in 0.. {
		match chain.submit(signer, remark()).result {
			Ok(result) => assert_eq!(result, Ok(())),
			Err(refused) => return (sent, refused),
		}
	}
	unreachable!()
}

const EXHAUSTED: TransactionValidityError =
	TransactionValidityError::Invalid(InvalidTransaction::Payment);

#[test]
fn a_flood_should_stop_at_its_own_limit_when_others_transact_in_the_same_block() {
	Chain::development().run(|chain| {
		let (physician, administrator) = (chain.physician(), Signer::named("clinic"));
		let clinic = chain.admit_clinic(&administrator);
		let ada = chain.claimed_patient(&physician, "ada");
		let fee = charge_of(chain, &physician, remark());
		let capacity = 100 * fee;
		chain.ration(HOSPITAL, allowance_class(capacity, 0));
		let (_, patients) = chain.allowance(HOSPITAL);
		let elsewhere = chain.allowance(clinic);

		let (sent, refused) = flood(chain, &physician);
		assert_eq!(refused, EXHAUSTED);
		// A tenth is kept for what can't wait. (Later transactions are a byte longer.)
		assert!((88..=90).contains(&sent), "{sent}");
		let (left, patients_left) = chain.allowance(HOSPITAL);
		assert!((10 * fee..12 * fee).contains(&left), "{left}");
		assert_eq!(patients_left, patients);
		assert_eq!(chain.allowance(clinic), elsewhere);
		assert_eq!(chain.transaction(&bob(), anchor(ada.id, 1)).validate(), Err(EXHAUSTED));

		// In the same block: another institution, and a patient of the very same hospital.
		let nurse = Signer::named("nurse");
		chain.hire(&administrator, &nurse, Role::Nurse);
		chain.anchored(&nurse, ada.id, 1);
		let closed_to_break_glass = 1;
		let close = PatientsCall::set_compartments { closed_to_break_glass };
		chain.submit(&ada.controller, close).succeeds();

		// And the hospital's administrator ends it: the physician's key was stolen.
		let revoke = InstitutionsCall::revoke_credential {
			account: physician.account(),
			reason: Reason::KeyCompromise,
		};
		chain.submit(&bob(), revoke).succeeds();
		chain.next_block();
		let refused = refusal(AllowanceError::CredentialNotInForce).into();
		assert_eq!(flood(chain, &physician), (0, refused));
	});
}

#[test]
fn patients_should_not_crowd_out_the_staff() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let ada = chain.claimed_patient(&physician, "ada");
		let fee = charge_of(chain, &ada.controller, remark());
		chain.ration(HOSPITAL, allowance_class(30 * fee, fee));
		let (members, _) = chain.allowance(HOSPITAL);
		let (sent, refused) = flood(chain, &ada.controller);
		assert_eq!((sent, refused), (27, EXHAUSTED));
		assert_eq!(chain.allowance(HOSPITAL).0, members);
		chain.anchored(&physician, ada.id, 1);
	});
}

#[test]
fn an_allowance_should_refill_by_the_block_up_to_its_capacity() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let fee = charge_of(chain, &physician, remark());
		let (capacity, per_block) = (20 * fee, fee / 2);
		chain.ration(HOSPITAL, allowance_class(capacity, per_block));
		flood(chain, &physician);
		let (exhausted, _) = chain.allowance(HOSPITAL);
		assert_eq!(exhausted, capacity - 18 * fee);

		// Half a fee comes with each block: every second one has room for a transaction.
		for _ in 0..3 {
			chain.next_block();
			assert_eq!(flood(chain, &physician).0, 0);
			chain.next_block();
			assert_eq!(flood(chain, &physician).0, 1);
		}
		assert_eq!(chain.allowance(HOSPITAL).0, exhausted);
		// Blocks count, not time: what is rationed is the space in them.
		chain.wait(DAY);
		assert_eq!(chain.allowance(HOSPITAL).0, exhausted + per_block);
		chain.blocks(40);
		assert_eq!(chain.allowance(HOSPITAL), (capacity, capacity));
	});
}

#[test]
fn what_a_call_did_not_use_should_be_given_back() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let patient = chain.opened_patient(&physician, "ada");
		// A claim is charged as if it ended as many representatives as there can be.
		let ada = Signer::named("ada");
		let claim = chain.claim(patient, &claim_key("ada"), &ada);
		let charged = charge_of(chain, &physician, claim.clone());
		let (before, patients) = chain.allowance(HOSPITAL);
		let receipt = chain.submit(&physician, claim).succeeds();
		let used = before - chain.allowance(HOSPITAL).0;
		assert_eq!(used, receipt.fee());
		assert!(used < charged, "{used} of {charged}");
		assert_eq!(chain.allowance(HOSPITAL).1, patients);
		// What is kept is what the block took note of, and the length.
		assert_eq!(used, receipt.weight().ref_time() + length_fee(receipt.length));

		// It ended none. With one, it costs more.
		let patient = chain.opened_patient(&physician, "ben");
		let represent = PatientsCall::appoint_representative_for {
			patient,
			account: Signer::named("ben's mother").account(),
			kind: RepresentativeKind::Guardian,
			scopes: Scopes::ALL,
			until: None,
			evidence: document(7),
		};
		chain.submit(&physician, represent).succeeds();
		let claim = chain.claim(patient, &claim_key("ben"), &Signer::named("ben"));
		let dearer = chain.submit(&physician, claim).succeeds();
		assert!(receipt.fee() < dearer.fee() && dearer.fee() < charged);
	});
}

#[test]
fn a_failed_call_should_be_charged() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let (before, _) = chain.allowance(HOSPITAL);
		let unknown = anchor(PatientId([7; 32]), 1);
		let receipt = chain.submit(&physician, unknown).fails_with(RecordsError::PatientNotOpen);
		assert_eq!(chain.allowance(HOSPITAL).0, before - receipt.fee());
		assert!(receipt.fee() > length_fee(receipt.length));
	});
}

#[test]
fn a_tip_should_be_drawn_too() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let plain = chain.submit(&physician, remark()).succeeds();
		let (before, _) = chain.allowance(HOSPITAL);
		let tip = 1_000_000_000;
		let tipped = chain.transaction(&physician, remark()).tip(tip.into()).submit().succeeds();
		assert_eq!(chain.allowance(HOSPITAL).0, before - tipped.fee());
		// The bytes of the tip count as well.
		let longer = length_fee(tipped.length) - length_fee(plain.length);
		assert_eq!(tipped.fee(), plain.fee() + tip + longer);

		// Nobody tips more than there is, even if it overflows an allowance's counter.
		for tip in
			[Balance::from(before), u64::MAX.into(), Balance::from(u64::MAX) + 1, Balance::MAX]
		{
			let offer = chain.transaction(&physician, remark()).tip(tip);
			assert_eq!(offer.validate(), Err(EXHAUSTED), "{tip}");
			let offer = chain.transaction(&physician, remark()).tip(tip);
			offer.submit().is_refused_with(InvalidTransaction::Payment);
		}
		// Nor does it take tokens instead: an administrator has some.
		let offer = chain.transaction(&bob(), remark()).tip(before.into());
		assert_eq!(offer.validate(), Err(EXHAUSTED));
	});
}

/// Whatever is wrapped in what, weighs at least what is in it.
#[test]
fn a_wrapped_call_should_be_charged_as_if_it_were_alone() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let ada = chain.claimed_patient(&physician, "ada");
		let proxy = pallet_proxy::Call::add_proxy {
			delegate: physician.account().into(),
			proxy_type: ProxyType::Any,
			delay: 0,
		};
		chain.submit(&bob(), proxy).succeeds();

		let one = |number| anchor(ada.id, number);
		let boxed = |number| Box::new(one(number));
		let few = |from| vec![one(from), one(from + 1), one(from + 2)];
		let weight = one(0).get_dispatch_info().call_weight;
		let others = vec![Signer::named("colleague").account()];
		let real = bob().account();
		let wrappers: Vec<(u64, RuntimeCall)> = vec![
			(3, pallet_utility::Call::batch { calls: few(10) }.into()),
			(3, pallet_utility::Call::batch_all { calls: few(20) }.into()),
			(3, pallet_utility::Call::force_batch { calls: few(30) }.into()),
			(1, pallet_utility::Call::as_derivative { index: 0, call: boxed(40) }.into()),
			(2, pallet_utility::Call::if_else { main: boxed(50), fallback: boxed(51) }.into()),
			(
				1,
				pallet_proxy::Call::proxy {
					real: real.into(),
					force_proxy_type: None,
					call: boxed(60),
				}
				.into(),
			),
			(
				1,
				pallet_multisig::Call::as_multi_threshold_1 {
					other_signatories: others.clone(),
					call: boxed(70),
				}
				.into(),
			),
			(
				1,
				pallet_multisig::Call::as_multi {
					threshold: 2,
					other_signatories: others,
					maybe_timepoint: None,
					call: boxed(80),
					max_weight: weight,
				}
				.into(),
			),
			// In one another.
			(
				3,
				pallet_utility::Call::batch {
					calls: vec![
						pallet_utility::Call::force_batch { calls: few(90) }.into(),
						pallet_utility::Call::batch { calls: vec![] }.into(),
					],
				}
				.into(),
			),
			// With the origin of a collective's member.
			(1, Body::Council.propose(one(100), 1)),
		];
		let base = block_weights().get(DispatchClass::Normal).base_extrinsic.ref_time();
		for (times, wrapper) in wrappers {
			let name = format!("{wrapper:?}");
			let length = wrapper.encoded_size();
			let bytes = chain.transaction(&physician, wrapper).encode();
			let least = base + times * weight.ref_time() + length_fee(length);
			assert!(charge(&bytes) >= least, "{name}");
			let (before, _) = chain.allowance(HOSPITAL);
			let receipt = match chain.submit_bytes(&bytes) {
				Outcome { result: Ok(_), receipt } => receipt,
				refused => panic!("{name}: {refused:?}"),
			};
			assert_eq!(chain.allowance(HOSPITAL).0, before - receipt.fee(), "{name}");
			// Nothing is given back for what was done.
			let anchored = receipt.events.iter().filter(|event| {
				matches!(
					event,
					RuntimeEvent::PatientRecords(pallet_patient_records::Event::Anchored { .. })
				)
			});
			let done = u64::try_from(anchored.count()).unwrap();
			assert!(receipt.fee() >= base + done * weight.ref_time(), "{name}");
		}

		// Those that were the physician's own have anchored.
		let anchored = |number| Records::record(Records::record_id(HOSPITAL, document(number)));
		for number in [10, 12, 20, 22, 30, 32, 50, 90, 92] {
			assert!(anchored(number).is_some(), "{number}");
		}
		// A derivative account, a multisig and an administrator aren't clinicians.
		for number in [40, 51, 60, 70, 80, 100] {
			assert!(anchored(number).is_none(), "{number}");
		}
	});
}

#[test]
fn a_flood_should_stop_when_it_comes_in_batches() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let ada = chain.claimed_patient(&physician, "ada");
		let weight = anchor(ada.id, 0).get_dispatch_info().call_weight.ref_time();
		// Room for the weight of twenty-one anchors, less the reserve; nothing comes in.
		chain.ration(HOSPITAL, allowance_class(21 * weight, 0));
		let batch = |from: u64, count: u64| {
			let calls = (from..from + count).map(|number| anchor(ada.id, number)).collect();
			pallet_utility::Call::batch { calls }
		};
		// Too large at once, whatever of it would succeed.
		chain.submit(&physician, batch(0, 21)).is_refused_with(InvalidTransaction::Payment);
		let fails = pallet_utility::Call::batch_all {
			calls: (0..21).map(|_| anchor(PatientId([7; 32]), 1)).collect(),
		};
		chain.submit(&physician, fails).is_refused_with(InvalidTransaction::Payment);
		let mut anchored = 0;
		for from in (0..).step_by(4) {
			match chain.submit(&physician, batch(from, 4)).result {
				Ok(_) => anchored += 4,
				Err(refused) => {
					assert_eq!(refused, EXHAUSTED);
					break;
				},
			}
		}
		assert!(anchored < 21, "{anchored}");
		assert_eq!(
			pallet_patient_records::Records::<Runtime>::iter().count(),
			usize::try_from(anchored).unwrap()
		);
	});
}

#[test]
fn a_multisig_should_not_understate_what_its_call_weighs() {
	Chain::development().run(|chain| {
		let (physician, nurse) = (chain.physician(), Signer::named("nurse"));
		chain.hire(&bob(), &nurse, Role::Nurse);
		let call = anchor(PatientId([7; 32]), 1);
		let least = call.get_dispatch_info().call_weight;
		let as_multi = |other: &Signer, timepoint, max_weight| pallet_multisig::Call::as_multi {
			threshold: 2,
			other_signatories: vec![other.account()],
			maybe_timepoint: timepoint,
			call: Box::new(call.clone()),
			max_weight,
		};
		chain.submit(&physician, as_multi(&nurse, None, Weight::zero())).succeeds();
		let timepoint = Some(pallet_multisig::Timepoint {
			height: System::block_number(),
			index: System::extrinsic_index().unwrap() - 1,
		});
		let too_little = least.saturating_sub(Weight::from_parts(1, 0));
		chain
			.submit(&nurse, as_multi(&physician, timepoint, too_little))
			.fails_with(pallet_multisig::Error::<Runtime>::MaxWeightTooLow);
		let receipt = chain.submit(&nurse, as_multi(&physician, timepoint, least)).succeeds();
		assert!(receipt.fee() > least.ref_time());
	});
}

/// A transaction that weighs as much as its signer says, and fails: what it has used stays used.
fn burden(weight: Weight) -> RuntimeCall {
	pallet_whitelist::Call::dispatch_whitelisted_call {
		call_hash: Hash::zero(),
		call_encoded_len: 0,
		call_weight_witness: weight,
	}
	.into()
}

/// Fills what normal transactions may take of the block's weight.
fn fill_weight(chain: &mut Chain, signer: &Signer) {
	for milliseconds in [400, 200, 100, 50, 20, 10, 5, 2, 1] {
		let weight = Weight::from_parts(milliseconds * 1_000_000_000, 0);
		loop {
			match chain.submit(signer, burden(weight)).result {
				Ok(result) => assert!(result.is_err()),
				Err(refused) => {
					assert_eq!(refused, InvalidTransaction::ExhaustsResources.into());
					break;
				},
			}
		}
	}
}

/// Fills what normal transactions may take of the block's length.
fn fill_length(chain: &mut Chain, signer: &Signer) {
	for length in [1_000_000, 100_000, 10_000, 1_000, 100] {
		let call: RuntimeCall = frame_system::Call::remark { remark: vec![7; length] }.into();
		loop {
			match chain.submit(signer, call.clone()).result {
				Ok(result) => assert_eq!(result, Ok(())),
				Err(refused) => {
					assert_eq!(refused, InvalidTransaction::ExhaustsResources.into());
					break;
				},
			}
		}
	}
}

#[test]
fn operational_calls_should_fit_when_normal_ones_have_filled_the_block() {
	for fill in [fill_weight, fill_length] {
		Chain::development().run(|chain| {
			let (physician, inspector) = (chain.physician(), Signer::named("inspector"));
			chain.hire(&alice(), &inspector, Role::Inspector);
			let nurse = Signer::named("nurse");
			chain.hire(&bob(), &nurse, Role::Nurse);
			chain.next_block();

			fill(chain, &physician);
			// Not even another institution's normal call fits.
			chain
				.submit(&charlie(), burden(Weight::from_parts(1_000_000_000, 0)))
				.is_refused_with(InvalidTransaction::ExhaustsResources);

			// What protects people does: of the flooder's own administrator, of the regulator, of
			// the council.
			let account = nurse.account();
			let reason = Reason::Misconduct;
			let operational: Vec<(Signer, RuntimeCall)> = vec![
				(
					bob(),
					InstitutionsCall::suspend_credential {
						account: account.clone(),
						reason,
						until: None,
					}
					.into(),
				),
				(bob(), InstitutionsCall::revoke_credential { account, reason }.into()),
				(
					inspector,
					InstitutionsCall::suspend_provisionally { institution: PAYER, reason }.into(),
				),
			];
			for (signer, call) in operational {
				assert_eq!(call.get_dispatch_info().class, DispatchClass::Operational);
				let receipt = chain.submit(&signer, call).succeeds();
				assert_eq!(receipt.class(), DispatchClass::Operational);
			}
			let suspend = InstitutionsCall::suspend { institution: HOSPITAL, reason, until: None };
			assert_eq!(chain.motion(Body::Council, &[alice(), bob()], suspend), Ok(()));
		});
	}
}

#[test]
fn a_wrapper_should_be_operational_only_when_all_that_is_in_it_is() {
	Chain::development().run(|_| {
		let operational: RuntimeCall = InstitutionsCall::revoke_credential {
			account: alice().account(),
			reason: Reason::Ceased,
		}
		.into();
		let class = |calls: Vec<RuntimeCall>| {
			let batch: RuntimeCall = pallet_utility::Call::batch { calls }.into();
			batch.get_dispatch_info().class
		};
		assert_eq!(class(vec![operational.clone()]), DispatchClass::Operational);
		assert_eq!(class(vec![operational, remark()]), DispatchClass::Normal);
	});
}

#[test]
fn the_pool_should_refuse_what_the_block_would() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let fee = charge_of(chain, &physician, remark());
		chain.ration(HOSPITAL, allowance_class(10 * fee, 0));
		let bytes = chain.transaction(&physician, remark()).encode();
		assert!(chain.validate(TransactionSource::External, &bytes).is_ok());
		flood(chain, &physician);
		let bytes = chain.transaction(&physician, remark()).encode();
		assert_eq!(chain.validate(TransactionSource::External, &bytes), Err(EXHAUSTED));
	});
}
