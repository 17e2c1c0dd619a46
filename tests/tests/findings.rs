
use galen_scenarios::*;
use pallet_institutions::Call as InstitutionsCall;
use polkadot_sdk::{pallet_collective, pallet_whitelist, frame_system};

#[test]
fn finding_operational_flood() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		chain.ration(HOSPITAL, allowance_class(50 * 370_000_000, 0));
		let mut n = 0;
		let reason = Reason::KeyCompromise;
		loop {
			let call = InstitutionsCall::revoke_credential { account: bob().account(), reason };
			match chain.submit(&physician, call).result { Ok(r) => { assert!(r.is_err()); n += 1 }, Err(e) => { println!("{n} {e:?}"); break } }
		}
		println!("left {:?}", chain.allowance(HOSPITAL));
		let revoke = InstitutionsCall::revoke_credential { account: physician.account(), reason };
		println!("administrator: {:?}", chain.submit(&bob(), revoke).result);
	});
}

#[test]
fn finding_regulator_silences_council() {
	Chain::development().run(|chain| {
		let inspector = Signer::named("inspector");
		chain.hire(&alice(), &inspector, Role::Inspector);
		for institution in [HOSPITAL, PAYER] {
			chain.submit(&inspector, InstitutionsCall::suspend_provisionally { institution, reason: Reason::SafetyConcern }).succeeds();
		}
		for who in [alice(), bob(), charlie()] { println!("{:?}", chain.submit(&who, remark()).result); }
	});
}

#[test]
fn finding_council_alone_reaches_root() {
	Chain::development().run(|chain| {
		let set = pallet_collective::Call::<Runtime, galen_runtime_common::governance::Technical>::set_members { new_members: vec![alice().account()], prime: None, old_count: 3 };
		println!("{:?}", chain.council(set));
		let up: RuntimeCall = frame_system::Call::authorize_upgrade { code_hash: Hash::repeat_byte(7) }.into();
		use polkadot_sdk::sp_runtime::traits::{BlakeTwo256, Hash as _};
		println!("{:?}", chain.council(pallet_whitelist::Call::whitelist_call { call_hash: BlakeTwo256::hash_of(&up) }));
		let d: RuntimeCall = pallet_whitelist::Call::dispatch_whitelisted_call_with_preimage { call: Box::new(up) }.into();
		println!("{:?}", chain.submit(&alice(), Body::TechnicalCommittee.propose(d, 1)).result);
		println!("root: {:?}", frame_system::Pallet::<Runtime>::authorized_upgrade().is_some());
	});
}
