// SPDX-License-Identifier: Apache-2.0

//! Who sits in the bodies that govern, what members can do there and others can't, and what the
//! technical committee's motions may do.

use codec::Encode;
use galen_runtime::{
	configs::{HOURS, MAX_PAUSE},
	SafeMode, TxPause,
};
use galen_runtime_common::governance;
use galen_scenarios::*;
use pallet_institutions::Call as InstitutionsCall;
use pallet_seats::{Attendance, Call as SeatsCall};
use polkadot_sdk::{
	frame_support::{
		dispatch::GetDispatchInfo,
		traits::{GetCallMetadata, UnfilteredDispatchable},
	},
	frame_system, pallet_collective, pallet_multisig, pallet_proxy, pallet_safe_mode,
	pallet_scheduler, pallet_tx_pause, pallet_utility, pallet_whitelist,
	sp_runtime::traits::{BlakeTwo256, Hash as _},
};

const REASON: Reason = Reason::SafetyConcern;

fn suspend(institution: InstitutionId, until: Option<Moment>) -> InstitutionsCall<Runtime> {
	InstitutionsCall::suspend { institution, reason: REASON, until }
}

fn lift(institution: InstitutionId) -> InstitutionsCall<Runtime> {
	InstitutionsCall::lift_suspension { institution }
}

fn name(body: Body, account: &Signer) -> SeatsCall<Runtime> {
	SeatsCall::name_representative { body: body.chamber(), account: account.account() }
}

fn vacate(body: Body, institution: InstitutionId) -> SeatsCall<Runtime> {
	SeatsCall::vacate { body: body.chamber(), institution }
}

fn resume(body: Body, institution: InstitutionId) -> SeatsCall<Runtime> {
	SeatsCall::resume { body: body.chamber(), institution }
}

/// Hires somebody who runs nodes.
fn engineer(chain: &mut Chain, administrator: &Signer, name: &str) -> Signer {
	let engineer = Signer::named(name);
	chain.hire(administrator, &engineer, Role::NodeOperator);
	engineer
}

/// Hires an inspector of the authority.
fn inspector(chain: &mut Chain) -> Signer {
	let inspector = Signer::named("inspector");
	chain.hire(&alice(), &inspector, Role::Inspector);
	inspector
}

#[track_caller]
fn sit(body: Body, members: &[&Signer]) {
	let mut expected: Vec<_> = members.iter().map(|member| member.account()).collect();
	expected.sort();
	assert_eq!(body.members(), expected);
}

fn attendance(body: Body, institution: InstitutionId) -> Option<Attendance> {
	let mut seats = Seats::seats(body.chamber()).into_iter();
	seats.find(|seat| seat.institution == institution).map(|seat| seat.attendance)
}

fn filtered() -> DispatchError {
	frame_system::Error::<Runtime>::CallFiltered.into()
}

/// Root: the council whitelists the call, the committee dispatches it.
#[track_caller]
fn by_both_bodies(chain: &mut Chain, committee: &[Signer], call: RuntimeCall) -> DispatchResult {
	let call_hash = BlakeTwo256::hash_of(&call);
	let whitelist = pallet_whitelist::Call::whitelist_call { call_hash };
	assert_eq!(chain.council(whitelist), Ok(()));
	let call = Box::new(call);
	let dispatch = pallet_whitelist::Call::dispatch_whitelisted_call_with_preimage { call };
	chain.motion(Body::TechnicalCommittee, committee, dispatch)
}

// Who sits.

#[test]
fn a_vote_should_not_count_any_more_when_the_institution_is_suspended_by_the_council() {
	Chain::development().run(|chain| {
		// Charlie has voted for a motion that needs one more.
		let remark = remark();
		let index = Body::Council.motions();
		chain.submit(&charlie(), Body::Council.propose(remark.clone(), 2)).succeeds();
		chain.submit(&charlie(), Body::Council.vote(&remark, index, true)).succeeds();

		assert_eq!(chain.council(suspend(PAYER, None)), Ok(()));
		sit(Body::Council, &[&alice(), &bob()]);
		let not_member = pallet_collective::Error::<Runtime, governance::Council>::NotMember;
		chain.submit(&charlie(), Body::Council.vote(&remark, index, true)).fails_with(not_member);
		chain.submit(&bob(), Body::Council.vote(&remark, index, true)).succeeds();
		let early = pallet_collective::Error::<Runtime, governance::Council>::TooEarly;
		chain.submit(&alice(), Body::Council.close(&remark, index)).fails_with(early);

		assert_eq!(chain.council(lift(PAYER)), Ok(()));
		sit(Body::Council, &[&alice(), &bob(), &charlie()]);
		// It has to be given anew.
		chain.submit(&charlie(), Body::Council.vote(&remark, index, true)).succeeds();
		chain.submit(&alice(), Body::Council.close(&remark, index)).succeeds();
	});
}

#[test]
fn one_inspector_should_not_take_over_the_council() {
	Chain::development().run(|chain| {
		let inspector = inspector(chain);
		for institution in [HOSPITAL, PAYER] {
			let provisionally =
				InstitutionsCall::suspend_provisionally { institution, reason: REASON };
			chain.submit(&inspector, provisionally).succeeds();
			// Nor by declaring the seat vacant.
			chain
				.submit(&inspector, vacate(Body::Council, institution))
				.fails_with(SeatsError::InOrder);
		}
		sit(Body::Council, &[&alice(), &bob(), &charlie()]);
		// They lift it themselves.
		let voters = [bob(), charlie()];
		assert_eq!(chain.motion(Body::Council, &voters, lift(HOSPITAL)), Ok(()));

		// What the council ratifies is its own decision.
		let ratify = InstitutionsCall::ratify_suspension { institution: PAYER };
		assert_eq!(chain.council(ratify), Ok(()));
		sit(Body::Council, &[&alice(), &bob()]);
	});
}

#[test]
fn a_seat_should_sit_again_when_a_suspension_has_lapsed_and_somebody_says_so() {
	Chain::development().run(|chain| {
		let until = chain.now() + DAY;
		assert_eq!(chain.council(suspend(PAYER, Some(until))), Ok(()));
		chain
			.submit(&alice(), resume(Body::Council, PAYER))
			.fails_with(SeatsError::InstitutionNotInForce);
		chain.wait(DAY);
		sit(Body::Council, &[&alice(), &bob()]);
		let physician = chain.physician();
		chain.submit(&physician, resume(Body::Council, PAYER)).succeeds();
		sit(Body::Council, &[&alice(), &bob(), &charlie()]);
	});
}

#[test]
fn the_seat_of_a_retired_institution_should_rest_and_then_go() {
	Chain::development().run(|chain| {
		let retire = InstitutionsCall::retire { institution: PAYER, reason: Reason::Ceased };
		assert_eq!(chain.council(retire), Ok(()));
		assert_eq!(attendance(Body::Council, PAYER), Some(Attendance::Rests));
		sit(Body::Council, &[&alice(), &bob()]);
		chain.submit(&alice(), vacate(Body::Council, PAYER)).succeeds();
		assert_eq!(attendance(Body::Council, PAYER), None);
	});
}

#[test]
fn an_administrator_should_say_who_sits_and_nobody_else_should() {
	Chain::development().run(|chain| {
		let delegate = engineer(chain, &charlie(), "delegate");
		let physician = chain.physician();
		chain
			.submit(&physician, name(Body::Council, &physician))
			.fails_with(DispatchError::BadOrigin);
		chain.submit(&bob(), name(Body::Council, &delegate)).fails_with(SeatsError::NotStaff);
		chain.submit(&charlie(), name(Body::Council, &delegate)).succeeds();
		sit(Body::Council, &[&alice(), &bob(), &delegate]);

		// The delegate leaves the institution.
		let revoke = InstitutionsCall::revoke_credential {
			account: delegate.account(),
			reason: Reason::Ceased,
		};
		chain.submit(&charlie(), revoke).succeeds();
		chain.submit(&physician, vacate(Body::Council, PAYER)).succeeds();
		sit(Body::Council, &[&alice(), &bob()]);
		chain.submit(&charlie(), name(Body::Council, &charlie())).succeeds();
		sit(Body::Council, &[&alice(), &bob(), &charlie()]);
	});
}

#[test]
fn the_council_should_not_choose_who_sits_in_the_committee() {
	Chain::development().run(|chain| {
		let all = [alice(), bob(), charlie()];
		let committee: Vec<&Signer> = all.iter().collect();
		// Neither by setting its members,
		let crony = Signer::named("crony");
		let seats = [(AUTHORITY, alice()), (HOSPITAL, bob()), (PAYER, crony.clone())];
		let set = Body::TechnicalCommittee.set_seats(&seats);
		assert_eq!(chain.council(set), Err(DispatchError::BadOrigin));
		// nor by suspending who is in its way,
		assert_eq!(chain.council(suspend(PAYER, None)), Ok(()));
		sit(Body::TechnicalCommittee, &committee);
		sit(Body::Council, &[&alice(), &bob()]);
		let elsewhere = vacate(Body::TechnicalCommittee, PAYER);
		chain.submit(&alice(), elsewhere.clone()).fails_with(SeatsError::Entrenched);
		assert_eq!(chain.council(lift(PAYER)), Ok(()));
		// nor by appointing an administrator, who names another and dismisses who sits,
		let appoint = InstitutionsCall::appoint_administrator {
			institution: PAYER,
			account: crony.account(),
		};
		assert_eq!(chain.council(appoint), Ok(()));
		chain
			.submit(&crony, name(Body::TechnicalCommittee, &crony))
			.fails_with(SeatsError::Entrenched);
		let dismiss =
			InstitutionsCall::revoke_credential { account: charlie().account(), reason: REASON };
		chain.submit(&crony, dismiss).succeeds();
		chain.submit(&alice(), elsewhere).fails_with(SeatsError::Entrenched);
		// nor by retiring the institution.
		let retire = InstitutionsCall::retire { institution: PAYER, reason: REASON };
		assert_eq!(chain.council(retire), Ok(()));
		sit(Body::TechnicalCommittee, &committee);
		assert!(Seats::seats(Body::TechnicalCommittee.chamber()).iter().all(|seat| seat.sits));

		// Who sits hands the seat over.
		let engineer = engineer(chain, &bob(), "engineer");
		chain.submit(&bob(), name(Body::TechnicalCommittee, &engineer)).succeeds();
		sit(Body::TechnicalCommittee, &[&alice(), &engineer, &charlie()]);
		// And both bodies give the committee other seats.
		let clinic = chain.admit_clinic(&Signer::named("clinic"));
		let third = Signer::named("third");
		chain.hire(&Signer::named("clinic"), &third, Role::NodeOperator);
		let seats = [(AUTHORITY, alice()), (HOSPITAL, engineer.clone()), (clinic, third.clone())];
		let set = Body::TechnicalCommittee.set_seats(&seats);
		assert_eq!(by_both_bodies(chain, &[alice(), engineer.clone()], set), Ok(()));
		sit(Body::TechnicalCommittee, &[&alice(), &engineer, &third]);
	});
}

#[test]
fn the_last_seat_should_stay_so_that_somebody_can_decide() {
	Chain::development().run(|chain| {
		assert_eq!(chain.council(suspend(PAYER, None)), Ok(()));
		assert_eq!(chain.council(suspend(HOSPITAL, None)), Ok(()));
		sit(Body::Council, &[&alice()]);
		let alone = |chain: &mut Chain, call: RuntimeCall| {
			chain.submit(&alice(), Body::Council.propose(call, 1)).succeeds();
		};
		alone(chain, suspend(AUTHORITY, None).into());
		sit(Body::Council, &[&alice()]);
		assert_eq!(attendance(Body::Council, AUTHORITY), Some(Attendance::Stays));
		alone(chain, lift(HOSPITAL).into());
		sit(Body::Council, &[&bob()]);
		assert_eq!(attendance(Body::Council, AUTHORITY), Some(Attendance::Rests));
	});
}

#[test]
fn nobody_should_be_a_member_past_the_seats() {
	Chain::development().run(|chain| {
		type Collective = pallet_collective::Call<Runtime, governance::Council>;
		let set: RuntimeCall = Collective::set_members {
			new_members: vec![alice().account()],
			prime: None,
			old_count: 3,
		}
		.into();
		assert_eq!(chain.council(set.clone()), Err(DispatchError::BadOrigin));
		let committee = [alice(), bob()];
		let by_root = by_both_bodies(chain, &committee, set);
		assert_eq!(by_root, Ok(()), "it is dispatched");
		sit(Body::Council, &[&alice(), &bob(), &charlie()]);
		// Root sets seats.
		let clinic = chain.admit_clinic(&Signer::named("clinic"));
		let seats = [(AUTHORITY, alice()), (HOSPITAL, bob()), (clinic, Signer::named("clinic"))];
		let set = Body::Council.set_seats(&seats);
		assert_eq!(by_both_bodies(chain, &committee, set), Ok(()));
		sit(Body::Council, &[&alice(), &bob(), &Signer::named("clinic")]);
	});
}

// What members can do, and others can't.

/// The seats of each body, with nobody in two of them.
fn disjoint(chain: &mut Chain) -> Vec<(Body, Vec<Signer>)> {
	let mut bodies = vec![(Body::Council, vec![alice(), bob(), charlie()])];
	for body in [Body::TechnicalCommittee, Body::EthicsCommittee, Body::PatientsCouncil] {
		let houses = [(AUTHORITY, alice()), (HOSPITAL, bob()), (PAYER, charlie())];
		let seats = houses.map(|(id, administrator)| {
			(id, engineer(chain, &administrator, &format!("{body:?} of {id}")))
		});
		let set = body.set_seats(&seats);
		let appointed = match body {
			Body::TechnicalCommittee => by_both_bodies(chain, &[alice(), bob()], set),
			_ => chain.council(set),
		};
		assert_eq!(appointed, Ok(()), "{body:?}");
		bodies.push((body, seats.map(|(_, member)| member).to_vec()));
	}
	for (body, members) in &bodies {
		sit(*body, &members.iter().collect::<Vec<_>>());
	}
	bodies
}

/// An error of a body's collective.
macro_rules! collective_error {
	($body:expr, $error:ident) => {
		match $body {
			Body::Council => {
				pallet_collective::Error::<Runtime, governance::Council>::$error.into()
			},
			Body::TechnicalCommittee => {
				pallet_collective::Error::<Runtime, governance::Technical>::$error.into()
			},
			Body::EthicsCommittee => {
				pallet_collective::Error::<Runtime, governance::Ethics>::$error.into()
			},
			Body::PatientsCouncil => {
				pallet_collective::Error::<Runtime, governance::PatientsCouncil>::$error.into()
			},
		}
	};
}

/// Who tries.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
	/// Of the body whose call it is.
	Member,
	/// Signed by anybody else: of another body, staff, or nobody's.
	Stranger,
	/// Two thirds of the council.
	Council,
	/// Root.
	Root,
	/// Not signed, and neither of the above.
	Nobody,
}

/// What should come of a call.
type Verdict = fn(Body, Kind) -> DispatchResult;

fn only_members(body: Body, kind: Kind) -> DispatchResult {
	match kind {
		Kind::Member => Ok(()),
		Kind::Stranger => Err(collective_error!(body, NotMember)),
		_ => Err(DispatchError::BadOrigin),
	}
}

fn only_the_council(_: Body, kind: Kind) -> DispatchResult {
	match kind {
		Kind::Council | Kind::Root => Ok(()),
		_ => Err(DispatchError::BadOrigin),
	}
}

fn whoever_signs_when_it_is_time(body: Body, kind: Kind) -> DispatchResult {
	match kind {
		Kind::Member | Kind::Stranger => Err(collective_error!(body, TooEarly)),
		_ => Err(DispatchError::BadOrigin),
	}
}

fn whoever_signs_when_it_is_over(body: Body, kind: Kind) -> DispatchResult {
	match kind {
		Kind::Member | Kind::Stranger | Kind::Root => Err(collective_error!(body, ProposalActive)),
		_ => Err(DispatchError::BadOrigin),
	}
}

fn nobody(_: Body, _: Kind) -> DispatchResult {
	Err(DispatchError::BadOrigin)
}

/// Every call of a body's collective, and what should come of it. Motion `index` is open.
fn calls(body: Body, open: &RuntimeCall, index: u32) -> Vec<(RuntimeCall, Verdict)> {
	macro_rules! of {
		($instance:ty) => {{
			use pallet_collective::Call;
			type Of = Call<Runtime, $instance>;
			let proposal_hash = BlakeTwo256::hash_of(open);
			let proposal = || Box::new(motion(body, 2));
			let length_bound = u32::try_from(motion(body, 2).encoded_size()).unwrap();
			let new_members = vec![outsider().account()];
			let set: RuntimeCall =
				Of::set_members { new_members, prime: None, old_count: 3 }.into();
			let propose = Of::propose { threshold: 2, proposal: proposal(), length_bound };
			vec![
				(set, nobody as Verdict),
				(Of::execute { proposal: proposal(), length_bound }.into(), only_members),
				(propose.into(), only_members),
				(body.vote(open, index, true), only_members),
				(Of::disapprove_proposal { proposal_hash }.into(), only_the_council),
				(body.close(open, index), whoever_signs_when_it_is_time),
				(Of::kill { proposal_hash }.into(), only_the_council),
				(Of::release_proposal_cost { proposal_hash }.into(), whoever_signs_when_it_is_over),
			]
		}};
	}
	match body {
		Body::Council => of!(governance::Council),
		Body::TechnicalCommittee => of!(governance::Technical),
		Body::EthicsCommittee => of!(governance::Ethics),
		Body::PatientsCouncil => of!(governance::PatientsCouncil),
	}
}

/// Something that the body may move; another for each number.
fn motion(body: Body, number: u8) -> RuntimeCall {
	match body {
		Body::TechnicalCommittee => unpause("Proxy", &format!("nothing{number}")),
		_ => frame_system::Call::remark { remark: vec![number] }.into(),
	}
}

#[test]
fn every_call_of_a_body_should_be_for_whom_it_is_for() {
	Chain::development().run(|chain| {
		let bodies = disjoint(chain);
		let physician = chain.physician();
		for (body, members) in &bodies {
			let open = motion(*body, 1);
			let index = body.motions();
			chain.submit(&members[0], body.propose(open.clone(), 2)).succeeds();
			let mut callers = vec![
				(Kind::Nobody, "none".to_string(), RuntimeOrigin::none()),
				(Kind::Root, "root".to_string(), RuntimeOrigin::root()),
			];
			for (other, members) in &bodies {
				for (number, member) in members.iter().enumerate() {
					let kind = if other == body { Kind::Member } else { Kind::Stranger };
					let origin = RuntimeOrigin::signed(member.account());
					callers.push((kind, format!("{number} of {other:?}"), origin));
				}
				let council = *other == Body::Council;
				let most = if council { Kind::Council } else { Kind::Nobody };
				callers.push((most, format!("two thirds of {other:?}"), other.origin(2, 3)));
				let third = format!("a third of {other:?}");
				callers.push((Kind::Nobody, third, other.origin(1, 3)));
			}
			for stranger in [&physician, &outsider()] {
				let origin = RuntimeOrigin::signed(stranger.account());
				callers.push((Kind::Stranger, "a stranger".to_string(), origin));
			}

			let calls = calls(*body, &open, index);
			let (pallet, names): (Vec<_>, Vec<_>) = calls
				.iter()
				.map(|(call, _)| call.get_call_metadata())
				.map(|name| (name.pallet_name, name.function_name))
				.unzip();
			assert!(pallet.iter().all(|name| *name == format!("{body:?}")));
			assert_eq!(names, RuntimeCall::get_call_names(pallet[0]), "every call, in order");
			for (call, expected) in &calls {
				for (kind, who, origin) in &callers {
					let outcome = in_vain(|| {
						call.clone().dispatch_bypass_filter(origin.clone()).map_err(|e| e.error)
					});
					let outcome = outcome.map(|_| ()).map_err(strip);
					let name = call.get_call_metadata().function_name;
					assert_eq!(
						outcome,
						expected(*body, *kind).map_err(strip),
						"{body:?}.{name} by {who}"
					);
				}
			}
		}
		chain.next_block();
	});
}

// What the technical committee's motions may do.

fn batch_all(calls: Vec<RuntimeCall>) -> RuntimeCall {
	pallet_utility::Call::batch_all { calls }.into()
}

fn schedule_after(after: BlockNumber, call: RuntimeCall) -> RuntimeCall {
	let call = Box::new(call);
	pallet_scheduler::Call::schedule_after { after, maybe_periodic: None, priority: 0, call }.into()
}

fn schedule(when: BlockNumber, call: RuntimeCall) -> RuntimeCall {
	let call = Box::new(call);
	pallet_scheduler::Call::schedule { when, maybe_periodic: None, priority: 0, call }.into()
}

fn anchor_name() -> pallet_tx_pause::RuntimeCallNameOf<Runtime> {
	call_name("PatientRecords", "anchor")
}

fn pause_anchor() -> RuntimeCall {
	pause("PatientRecords", "anchor")
}

fn unpause_anchor() -> RuntimeCall {
	unpause("PatientRecords", "anchor")
}

#[test]
fn a_pause_should_end_by_itself_when_its_term_is_over() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let ada = chain.claimed_patient(&physician, "ada");
		let pausing = pausing("PatientRecords", "anchor", 5);
		assert_eq!(chain.committee(pausing), Ok(()));
		assert!(TxPause::is_paused(&anchor_name()));
		chain.blocks(5);
		chain.submit(&physician, anchor(ada.id, 1)).fails_with(filtered());
		chain.next_block();
		assert!(!TxPause::is_paused(&anchor_name()));
		chain.anchored(&physician, ada.id, 1);

		// The same with the block's number; and two calls by one motion.
		let when = System::block_number() + 3;
		let both = batch_all(vec![
			pause_anchor(),
			schedule(when, unpause_anchor()),
			pause("Patients", "open"),
			schedule_after(1, unpause("Patients", "open")),
		]);
		assert_eq!(chain.committee(both), Ok(()));
		assert!(TxPause::is_paused(&anchor_name()));
		assert!(TxPause::is_paused(&call_name("Patients", "open")));
		chain.blocks(3);
		assert!(!TxPause::is_paused(&anchor_name()));
		assert!(!TxPause::is_paused(&call_name("Patients", "open")));
		chain.anchored(&physician, ada.id, 2);
	});
}

#[test]
fn a_pause_should_fail_when_its_end_has_passed_before_the_motion_is_carried() {
	Chain::development().run(|chain| {
		let when = System::block_number() + 2;
		let late = batch_all(vec![pause_anchor(), schedule(when, unpause_anchor())]);
		let index = Body::TechnicalCommittee.motions();
		chain.submit(&alice(), Body::TechnicalCommittee.propose(late.clone(), 2)).succeeds();
		for member in [alice(), bob()] {
			chain.submit(&member, Body::TechnicalCommittee.vote(&late, index, true)).succeeds();
		}
		chain.blocks(3);
		chain.submit(&alice(), Body::TechnicalCommittee.close(&late, index)).succeeds();
		assert!(!TxPause::is_paused(&anchor_name()));
	});
}

#[test]
fn nobody_should_keep_a_pause_from_ending() {
	Chain::development().run(|chain| {
		let pausing = pausing("PatientRecords", "anchor", 5);
		let when = System::block_number() + 6;
		assert_eq!(chain.committee(pausing), Ok(()));
		let cancel: RuntimeCall = pallet_scheduler::Call::cancel { when, index: 0 }.into();
		let committee = Body::TechnicalCommittee;
		chain.submit(&alice(), committee.propose(cancel.clone(), 2)).fails_with(filtered());
		let all = [alice(), bob(), charlie()];
		assert_eq!(chain.motion(Body::Council, &all, cancel), Err(DispatchError::BadOrigin));
		// Not even the safe mode.
		let enter = pallet_safe_mode::Call::<Runtime>::force_enter {};
		assert_eq!(chain.committee(enter), Ok(()));
		chain.blocks(6);
		assert!(SafeMode::is_entered());
		assert!(!TxPause::is_paused(&anchor_name()));
	});
}

/// What the committee must not move.
fn forbidden() -> Vec<(&'static str, RuntimeCall)> {
	let end = || schedule_after(HOURS, unpause_anchor());
	let periodic = pallet_scheduler::Call::schedule_after {
		after: HOURS,
		maybe_periodic: Some((HOURS, 3)),
		priority: 0,
		call: Box::new(unpause_anchor()),
	};
	let named = pallet_scheduler::Call::schedule_named_after {
		id: [7; 32],
		after: HOURS,
		maybe_periodic: None,
		priority: 0,
		call: Box::new(unpause_anchor()),
	};
	let good = || pausing("PatientRecords", "anchor", HOURS);
	let as_root = Box::new(galen_runtime::OriginCaller::system(frame_system::RawOrigin::Root));
	vec![
		("a pause", pause_anchor()),
		("a pause in a batch", batch_all(vec![pause_anchor()])),
		("an empty batch", batch_all(vec![])),
		("an end without a pause", batch_all(vec![end()])),
		("an end by itself", end()),
		("the wrong way round", batch_all(vec![end(), pause_anchor()])),
		("two ends", batch_all(vec![end(), end()])),
		("a second pause without an end", batch_all(vec![pause_anchor(), end(), pause_anchor()])),
		(
			"two pauses and then two ends",
			batch_all(vec![
				pause_anchor(),
				pause("Patients", "open"),
				schedule_after(HOURS, unpause("Patients", "open")),
				end(),
			]),
		),
		(
			"another call's end",
			batch_all(vec![
				pause_anchor(),
				schedule_after(HOURS, unpause("PatientRecords", "attest")),
			]),
		),
		(
			"another pallet's end",
			batch_all(vec![pause_anchor(), schedule_after(HOURS, unpause("Patients", "anchor"))]),
		),
		(
			"too long",
			batch_all(vec![pause_anchor(), schedule_after(MAX_PAUSE + 1, unpause_anchor())]),
		),
		(
			"too late",
			batch_all(vec![
				pause_anchor(),
				schedule(System::block_number() + MAX_PAUSE + 1, unpause_anchor()),
			]),
		),
		("again and again", batch_all(vec![pause_anchor(), periodic.into()])),
		("an end with a name, to be cancelled by", batch_all(vec![pause_anchor(), named.into()])),
		(
			"not an end",
			batch_all(vec![pause_anchor(), schedule_after(HOURS, pause("Patients", "open"))]),
		),
		(
			"an end that is wrapped",
			batch_all(vec![
				pause_anchor(),
				schedule_after(HOURS, batch_all(vec![unpause_anchor()])),
			]),
		),
		("a batch that goes on", {
			pallet_utility::Call::batch { calls: vec![pause_anchor(), end()] }.into()
		}),
		("a batch that is forced", {
			pallet_utility::Call::force_batch { calls: vec![pause_anchor(), end()] }.into()
		}),
		("a batch in a batch", batch_all(vec![good()])),
		("in an alternative", {
			let (main, fallback) = (Box::new(good()), Box::new(good()));
			pallet_utility::Call::if_else { main, fallback }.into()
		}),
		("in the name of root", {
			let call = Box::new(good());
			pallet_utility::Call::dispatch_as { as_origin: as_root, call }.into()
		}),
		("a cancellation", pallet_scheduler::Call::cancel { when: 7, index: 0 }.into()),
		("a motion in a motion", Body::TechnicalCommittee.propose(good(), 2)),
		("a remark", remark()),
		("a whitelisting", {
			pallet_whitelist::Call::whitelist_call { call_hash: Hash::repeat_byte(7) }.into()
		}),
		("seats", Body::TechnicalCommittee.set_seats(&[(AUTHORITY, alice())])),
	]
}

#[test]
fn the_committee_should_not_move_what_it_is_not_there_for() {
	Chain::development().run(|chain| {
		for (what, call) in forbidden() {
			let committee = Body::TechnicalCommittee;
			for threshold in [1, 2] {
				let outcome = chain.submit(&alice(), committee.propose(call.clone(), threshold));
				assert_eq!(
					outcome.result.map(|r| r.map_err(strip)),
					Ok(Err(strip(filtered()))),
					"{what}"
				);
			}
			let length_bound = u32::try_from(call.encoded_size()).unwrap();
			let proposal = Box::new(call.clone());
			let execute = pallet_collective::Call::<Runtime, governance::Technical>::execute {
				proposal,
				length_bound,
			};
			let outcome = chain.submit(&alice(), execute);
			assert_eq!(
				outcome.result.map(|r| r.map_err(strip)),
				Ok(Err(strip(filtered()))),
				"{what}"
			);
		}
		assert!(!TxPause::is_paused(&anchor_name()));
		// Of the other bodies, any call may be moved.
		chain.submit(&alice(), Body::Council.propose(pause_anchor(), 2)).succeeds();
	});
}

#[test]
fn the_committee_should_not_move_it_in_a_wrapper_either() {
	Chain::development().run(|chain| {
		let motion = Body::TechnicalCommittee.propose(pause_anchor(), 2);
		let boxed = || Box::new(motion.clone());
		let allow = pallet_proxy::Call::add_proxy {
			delegate: bob().account().into(),
			proxy_type: galen_runtime::configs::ProxyType::Governance,
			delay: 0,
		};
		chain.submit(&alice(), allow).succeeds();
		let wrapped: Vec<RuntimeCall> = vec![
			pallet_utility::Call::batch { calls: vec![motion.clone()] }.into(),
			batch_all(vec![motion.clone()]),
			pallet_utility::Call::force_batch { calls: vec![motion.clone()] }.into(),
			pallet_utility::Call::if_else { main: boxed(), fallback: boxed() }.into(),
			batch_all(vec![pallet_utility::Call::batch { calls: vec![motion.clone()] }.into()]),
			pallet_proxy::Call::proxy {
				real: alice().account().into(),
				force_proxy_type: None,
				call: boxed(),
			}
			.into(),
			pallet_multisig::Call::as_multi_threshold_1 {
				other_signatories: vec![outsider().account()],
				call: boxed(),
			}
			.into(),
		];
		let count = Body::TechnicalCommittee.motions();
		for call in wrapped {
			let outcome = chain.submit(&bob(), call.clone());
			let told = |error: &DispatchError| strip(*error) == strip(filtered());
			let filtered = matches!(&outcome.result, Ok(Err(error)) if told(error))
				|| outcome.receipt.events.iter().any(|event| match event {
					RuntimeEvent::Utility(
						pallet_utility::Event::BatchInterrupted { error, .. }
						| pallet_utility::Event::ItemFailed { error },
					) => told(error),
					RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted {
						result: Err(error),
					})
					| RuntimeEvent::Multisig(pallet_multisig::Event::MultisigExecuted {
						result: Err(error),
						..
					}) => told(error),
					_ => false,
				});
			assert!(filtered, "{call:?}: {outcome:#?}");
		}
		assert_eq!(Body::TechnicalCommittee.motions(), count);
		// In a wrapper as elsewhere, what may be moved may be.
		let good = Body::TechnicalCommittee.propose(pausing("PatientRecords", "anchor", 5), 2);
		chain.submit(&alice(), batch_all(vec![good])).succeeds();
		assert_eq!(Body::TechnicalCommittee.motions(), count + 1);
	});
}

#[test]
fn the_committee_should_do_what_it_is_there_for() {
	Chain::local_testnet().run(|chain| {
		assert_eq!(chain.committee(pausing("PatientRecords", "anchor", MAX_PAUSE)), Ok(()));
		assert_eq!(chain.committee(unpause_anchor()), Ok(()));
		let when = System::block_number() + MAX_PAUSE;
		let by_number = batch_all(vec![pause_anchor(), schedule(when, unpause_anchor())]);
		assert_eq!(chain.committee(by_number), Ok(()));
		for call in [
			RuntimeCall::SafeMode(pallet_safe_mode::Call::force_enter {}),
			RuntimeCall::SafeMode(pallet_safe_mode::Call::force_extend {}),
			RuntimeCall::SafeMode(pallet_safe_mode::Call::force_exit {}),
			pallet_node_admission::Call::suspend { node: 1 }.into(),
		] {
			assert_eq!(chain.committee(call.clone()), Ok(()), "{call:?}");
		}
		// By the preimage's hash, where the council has whitelisted it.
		let call = remark();
		let (call_hash, bytes) = (BlakeTwo256::hash_of(&call), call.encode());
		let whitelist = pallet_whitelist::Call::whitelist_call { call_hash };
		assert_eq!(chain.council(whitelist), Ok(()));
		let call_encoded_len = u32::try_from(bytes.len()).unwrap();
		let note = polkadot_sdk::pallet_preimage::Call::note_preimage { bytes };
		chain.submit(&charlie(), note).succeeds();
		let dispatch = pallet_whitelist::Call::dispatch_whitelisted_call {
			call_hash,
			call_encoded_len,
			call_weight_witness: call.get_dispatch_info().call_weight,
		};
		assert_eq!(chain.committee(dispatch), Ok(()));
	});
}
