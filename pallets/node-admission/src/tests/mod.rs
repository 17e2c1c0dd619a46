// SPDX-License-Identifier: Apache-2.0

//! One file for each topic. Every test ends in `do_try_state`.

mod apply;
mod ballots;
mod endorse;
mod equivocation;
mod nodes;
mod origins;
mod parameters;
mod peers;
mod property;
mod recovery;
mod scenarios;
mod session;
mod suspension;
mod try_state;

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use galen_primitives::{keys::Signature, InstitutionId, Moment, Role};
use sp_core::Pair;

fn form(number: u8, kind: NodeKind) -> NodeForm {
	NodeForm { kind, peer: peer(number), certificate: certificate(), agreement: 1, region: 276 }
}

/// Until when proofs are valid.
fn soon() -> Moment {
	NodeAdmission::now() + PROOF_TERM
}

/// What the network key with that number signs.
fn proof(
	number: u8,
	account: AccountId,
	institution: InstitutionId,
	form: NodeForm,
	expires: Moment,
) -> Signature {
	let message = NodeAdmission::admission_statement(account, institution, form, expires);
	network_key(number).sign(&message).0
}

/// Applies for a node whose network key has that number.
fn apply_as(
	account: AccountId,
	institution: InstitutionId,
	number: u8,
	kind: NodeKind,
) -> Result<ApplicationId, sp_runtime::DispatchError> {
	let (form, id) = (form(number, kind), NextApplication::<Test>::get());
	let proof = proof(number, account.clone(), institution, form, soon());
	match NodeAdmission::apply(signed(account), form, soon(), proof) {
		Ok(_) => Ok(id),
		Err(error) => Err(error.error),
	}
}

/// Applies for a node whose network key has the institution's number.
fn apply(
	institution: InstitutionId,
	kind: NodeKind,
) -> Result<ApplicationId, sp_runtime::DispatchError> {
	apply_as(operator(institution), institution, institution as u8, kind)
}

fn applied(institution: InstitutionId) -> ApplicationId {
	apply(institution, NodeKind::Validator).unwrap()
}

fn endorse(
	institution: InstitutionId,
	application: ApplicationId,
) -> frame_support::dispatch::DispatchResultWithPostInfo {
	NodeAdmission::endorse(signed(representative(institution)), application)
}

/// Has the founders endorse, as far as they can, until the ballot is open.
fn endorsed(application: ApplicationId) -> BallotId {
	let ballot = || NodeAdmission::ballot_about(Subject::Application(application));
	for institution in FOUNDERS {
		if ballot().is_none() {
			let _ = endorse(institution, application);
		}
	}
	ballot().unwrap()
}

fn vote(
	institution: InstitutionId,
	ballot: BallotId,
	vote: Vote,
) -> frame_support::dispatch::DispatchResultWithPostInfo {
	NodeAdmission::vote(signed(representative(institution)), ballot, vote)
}

fn close(ballot: BallotId) -> frame_support::dispatch::DispatchResultWithPostInfo {
	NodeAdmission::close(signed(OUTSIDER), ballot)
}

/// Has everybody who can vote in favour, and closes.
fn carried(ballot: BallotId) {
	for institution in 1..=INSTITUTIONS {
		let _ = vote(institution, ballot, Vote::Aye);
	}
	assert_ok!(close(ballot));
}

/// Admits a node of that kind whose network key has the institution's number.
fn admitted(institution: InstitutionId, kind: NodeKind) -> NodeId {
	let application = apply(institution, kind).unwrap();
	carried(endorsed(application));
	NodeAdmission::node_of_peer(peer(institution as u8)).unwrap()
}

/// Admits a validator and activates it.
fn activated(institution: InstitutionId) -> NodeId {
	let node = admitted(institution, NodeKind::Validator);
	set_keys(&operator(institution));
	assert_ok!(NodeAdmission::activate(signed(operator(institution)), node));
	node
}

/// Proposes on behalf of the second founder.
fn proposed(proposal: Proposal) -> BallotId {
	assert_ok!(NodeAdmission::propose(signed(representative(2)), proposal));
	NodeAdmission::ballot_about(Subject::Node(proposal.node())).unwrap()
}

fn node(id: NodeId) -> Node<AccountId> {
	Nodes::<Test>::get(id).unwrap()
}

fn standing(id: NodeId) -> Standing {
	NodeAdmission::node(id).unwrap().standing
}

/// The founders' nodes are numbered from 0, their institutions from 1.
fn founder(institution: InstitutionId) -> NodeId {
	institution - 1
}

/// The planned set, by institution.
fn planned() -> Vec<InstitutionId> {
	institutions_of(NodeAdmission::planned_set())
}

fn live() -> Vec<InstitutionId> {
	institutions_of(NodeAdmission::live_set())
}

fn institutions_of(set: Vec<AccountId>) -> Vec<InstitutionId> {
	set.iter()
		.map(|account| {
			let seats = NodeAdmission::seats();
			seats.iter().find(|seat| seat.account == *account).unwrap().institution
		})
		.collect()
}

fn set_parameters(change: impl FnOnce(&mut Parameters)) {
	let mut parameters = NodeAdmission::parameters();
	change(&mut parameters);
	assert_ok!(NodeAdmission::set_parameters(RuntimeOrigin::root(), parameters));
}

/// The last event of the last call.
fn assert_event(event: Event<Test>) {
	let events = System::read_events_for_pallet::<Event<Test>>();
	assert_eq!(events.last(), Some(&event));
}

/// Somebody else who speaks for the institution.
fn deputy(institution: InstitutionId) -> AccountId {
	staff(institution, Role::Administrator, 1)
}
