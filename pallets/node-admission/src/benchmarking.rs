// SPDX-License-Identifier: Apache-2.0

//! Benchmarks of the calls and of the hooks, each at its worst.

use crate::*;
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::{
	assert_ok,
	traits::{EnsureOrigin, Get},
};
use frame_system::{
	pallet_prelude::{BlockNumberFor, HeaderFor},
	RawOrigin,
};
use galen_primitives::{keys::Signature, time::HOUR, Digest, HashAlgorithm, InstitutionId, Moment};
use sp_consensus_aura::{
	digests::CompatibleDigestItem,
	sr25519::{AuthorityId, AuthoritySignature},
	Slot, AURA_ENGINE_ID,
};
use sp_core::crypto::KeyTypeId;
use sp_runtime::{
	traits::{Header, One},
	DigestItem, Perbill, RuntimeAppPublic,
};
use sp_session::MembershipProof;
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

/// An institution, and who acts for it.
pub struct Operator<AccountId> {
	/// The institution.
	pub institution: InstitutionId,
	/// Somebody there who passes `OperatorOrigin`.
	pub operator: AccountId,
	/// Somebody there who passes `RepresentativeOrigin`.
	pub representative: AccountId,
}

/// Sets up what other pallets know, by writing their real state.
pub trait BenchmarkHelper<AccountId> {
	/// Admits an institution that votes; another one for each `seed`.
	fn operator(seed: u32) -> Operator<AccountId>;
	/// Has `one` declare `other` its affiliate.
	fn affiliate(one: InstitutionId, other: InstitutionId);
	/// Sets the account's session keys.
	fn set_keys(account: &AccountId);
	/// Makes `authority` the Aura key of `account` in the running session, among as many validators
	/// as there can be, and proves it.
	fn prove_owner(authority: &AuthorityId, account: &AccountId) -> MembershipProof;
	/// Sets the clock.
	fn set_time(now: Moment);
}

/// When everything happens, unless it is later.
const NOW: Moment = 1_700_000_000_000;

/// For keys that exist in benchmarks only.
const KEYS: KeyTypeId = KeyTypeId(*b"node");

fn digest() -> Digest {
	Digest { algorithm: HashAlgorithm::Sha2_256, bytes: [7; 32] }
}

fn parameters<T: Config>() -> Parameters {
	Parameters {
		minimum_set: 1,
		maximum_set: T::MaxValidators::get(),
		institution_cap: u32::MAX,
		// Counted, and never reached.
		jurisdiction_cap: u32::MAX,
		..Default::default()
	}
}

fn form_of(seed: u32, kind: NodeKind) -> NodeForm {
	NodeForm {
		kind,
		peer: PeerId(seed.using_encoded(sp_io::hashing::blake2_256)),
		certificate: digest(),
		agreement: parameters_agreement(),
		region: 276,
	}
}

fn parameters_agreement() -> u32 {
	Parameters::default().agreement
}

/// Nothing but parameters and a clock.
fn prepare<T: Config>() {
	T::BenchmarkHelper::set_time(NOW);
	let _ = Nodes::<T>::clear(u32::MAX, None);
	Seats::<T>::kill();
	NodeCount::<T>::kill();
	CurrentParameters::<T>::put(parameters::<T>());
}

/// A node, admitted without further ado.
fn node_of<T: Config>(
	seed: u32,
	operator: &Operator<T::AccountId>,
	kind: NodeKind,
) -> Result<NodeId, BenchmarkError> {
	let node = NodeOf::<T> {
		institution: operator.institution,
		account: operator.operator.clone(),
		form: form_of(seed, kind),
		admitted: NOW,
		probation: 0,
		expires: Some(NOW.saturating_add(T::AdmissionTerm::get())),
		active: true,
		suspension: None,
		rests: 0,
		missed: 0,
		answered: None,
		end: None,
	};
	Pallet::<T>::add_node(node).map_err(|_| BenchmarkError::Stop("no room for a node"))
}

/// So many validators of different institutions, in the set, all with keys.
fn validators<T: Config>(count: u32) -> Result<Vec<Operator<T::AccountId>>, BenchmarkError> {
	prepare::<T>();
	let operators: Vec<_> = (0..count).map(T::BenchmarkHelper::operator).collect();
	for (seed, operator) in (0..).zip(&operators) {
		T::BenchmarkHelper::set_keys(&operator.operator);
		node_of::<T>(seed, operator, NodeKind::Validator)?;
	}
	let set = operators.iter().map(|operator| operator.operator.clone()).collect();
	let set = SetOf::<T>::truncate_from(set);
	PlannedSet::<T>::put(&set);
	LiveSet::<T>::put(set);
	Ok(operators)
}

/// How many institutions can be added before there are so many. Genesis has some.
fn room_for<T: Config>(members: u32) -> u32 {
	members.saturating_sub(count(&T::Members::electorate()))
}

/// The most seats that can be taken with a seat and a member left for an applicant.
fn almost_all<T: Config>(members: u32) -> u32 {
	let room = room_for::<T>(members).saturating_sub(1);
	T::MaxValidators::get().saturating_sub(1).min(room).max(1)
}

/// An applicant with its network key.
fn applicant<T: Config>() -> (Operator<T::AccountId>, NodeForm, Moment, Signature) {
	let operator = T::BenchmarkHelper::operator(1_000);
	let key = sp_io::crypto::ed25519_generate(KEYS, None);
	let form = NodeForm { peer: PeerId(key.0), ..form_of(1_000, NodeKind::Validator) };
	let expires = NOW.saturating_add(T::MaxProofTerm::get());
	let message =
		Pallet::<T>::statement_of(&operator.operator, operator.institution, &form, expires);
	let proof = sp_io::crypto::ed25519_sign(KEYS, &key, &message)
		.map(|signature| signature.0)
		.unwrap_or([0; 64]);
	(operator, form, expires, proof)
}

/// So many members in all.
fn electorate<T: Config>(members: u32) {
	for seed in 0..room_for::<T>(members) {
		T::BenchmarkHelper::operator(2_000u32.saturating_add(seed));
	}
}

/// Those who validate, and an applicant.
type Filed<T> = (Vec<OperatorOf<T>>, OperatorOf<T>);
type OperatorOf<T> = Operator<<T as frame_system::Config>::AccountId>;

/// An application that was filed with so many seats taken, and so many members in all.
fn filed<T: Config>(taken: u32, members: u32) -> Result<Filed<T>, BenchmarkError> {
	let operators = validators::<T>(taken)?;
	let (applicant, form, expires, proof) = applicant::<T>();
	Pallet::<T>::apply(RawOrigin::Signed(applicant.operator.clone()).into(), form, expires, proof)
		.map_err(|error| error.error)?;
	electorate::<T>(members);
	Ok((operators, applicant))
}

/// An application that has lapsed.
fn lapsed<T: Config>(id: ApplicationId, applicant: &Operator<T::AccountId>, form: NodeForm) {
	let application = ApplicationOf::<T> {
		institution: applicant.institution,
		account: applicant.operator.clone(),
		form,
		lapses: NOW,
		endorsements: Default::default(),
		ballot: None,
	};
	Applications::<T>::insert(id, application);
	Applicants::<T>::insert(applicant.institution, id);
	Peers::<T>::insert(form.peer, PeerUse::Application(id));
}

/// A node that can be proposed about, and who can propose it.
fn two_validators<T: Config>() -> Result<(Operator<T::AccountId>, NodeId), BenchmarkError> {
	let mut operators = validators::<T>(T::MaxValidators::get())?;
	let first = operators.swap_remove(0);
	let last = Seats::<T>::get().last().map(|seat| seat.node).ok_or("no seats")?;
	Ok((first, last))
}

fn operator_of<T: Config>(node: NodeId) -> Result<T::RuntimeOrigin, BenchmarkError> {
	let node = Nodes::<T>::get(node).ok_or("no node")?;
	Ok(RawOrigin::Signed(node.account).into())
}

fn change<T: Config>(node: NodeId, change: impl FnOnce(&mut NodeOf<T>)) {
	Nodes::<T>::mutate_extant(node, change);
}

/// A header of a slot, as long as asked for, sealed by the key.
fn sealed<T: Config>(
	authority: &AuthorityId,
	number: BlockNumberFor<T>,
	length: u32,
) -> Option<HeaderBytesOf<T>> {
	let slot = Slot::from(7);
	let item = CompatibleDigestItem::<AuthoritySignature>::aura_pre_digest(slot);
	let empty = <HeaderFor<T> as Header>::new(
		number,
		Default::default(),
		Default::default(),
		Default::default(),
		sp_runtime::Digest { logs: vec![item] },
	);
	let with = |padding: usize| {
		let mut header = empty.clone();
		header.digest_mut().push(DigestItem::PreRuntime(*b"fill", vec![0; padding]));
		let seal = authority.sign(&header.hash())?;
		header.digest_mut().push(DigestItem::Seal(AURA_ENGINE_ID, seal.encode()));
		Some(header)
	};
	// What is there without any padding, and the length of its length.
	let bare = with(0)?.encoded_size().saturating_add(4);
	let length = usize::try_from(length).ok()?;
	HeaderBytesOf::<T>::try_from(with(length.saturating_sub(bare))?.encode()).ok()
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// `v` counts the validators, each of another institution, `n` the other institutions that go on
	/// the roll: nobody can endorse, so the ballot is opened. Two applications give way that have
	/// lapsed.
	#[benchmark]
	fn apply(
		v: Linear<1, { T::MaxValidators::get().saturating_sub(1) }>,
		n: Linear<16, { T::MaxMembers::get().saturating_sub(T::MaxValidators::get()) }>,
	) -> Result<(), BenchmarkError> {
		let operators = validators::<T>(v)?;
		let (applicant, form, expires, proof) = applicant::<T>();
		for operator in &operators {
			T::BenchmarkHelper::affiliate(operator.institution, applicant.institution);
		}
		electorate::<T>(v.saturating_add(n));
		lapsed::<T>(0, &applicant, form_of(3_000, NodeKind::Full));
		let other = operators.first().ok_or("no validators")?;
		lapsed::<T>(1, other, form);
		NextApplication::<T>::put(2);

		#[extrinsic_call]
		_(RawOrigin::Signed(applicant.operator.clone()), form, expires, proof);

		assert!(Applicants::<T>::contains_key(applicant.institution));
		assert!(NextBallot::<T>::get() > 0);
		Ok(())
	}

	#[benchmark]
	fn withdraw_application() -> Result<(), BenchmarkError> {
		let (_, applicant) = filed::<T>(1, 16)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(applicant.operator), 0);

		assert!(!Applications::<T>::contains_key(0));
		Ok(())
	}

	/// `v` counts the validators, each of another institution, `n` the other institutions that go on
	/// the roll. The only endorsement there can be is the last of all seats': the others are
	/// affiliated.
	#[benchmark]
	fn endorse(
		v: Linear<1, { T::MaxValidators::get().saturating_sub(1) }>,
		n: Linear<16, { T::MaxMembers::get().saturating_sub(T::MaxValidators::get()) }>,
	) -> Result<(), BenchmarkError> {
		let (mut operators, applicant) = filed::<T>(v, v.saturating_add(n))?;
		let last = operators.pop().ok_or("nobody endorses")?;
		for operator in &operators {
			T::BenchmarkHelper::affiliate(operator.institution, applicant.institution);
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(last.representative), 0);

		assert!(NextBallot::<T>::get() > 0);
		Ok(())
	}

	/// `v` counts the proposer's validators, of which only the last isn't on probation, `n` the
	/// institutions on the roll.
	#[benchmark]
	fn propose(
		v: Linear<1, { T::MaxValidators::get().saturating_sub(1) }>,
		n: Linear<16, { T::MaxMembers::get() }>,
	) -> Result<(), BenchmarkError> {
		let mut operators = validators::<T>(1)?;
		let node = Seats::<T>::get().first().map(|seat| seat.node).ok_or("no seats")?;
		let Operator { institution, representative, .. } = T::BenchmarkHelper::operator(1);
		for seed in 1..=v {
			let validator = account::<T::AccountId>("validator", seed, 0);
			let representative = validator.clone();
			let operator = Operator { institution, operator: validator, representative };
			let own = node_of::<T>(seed, &operator, NodeKind::Validator)?;
			change::<T>(own, |own| own.probation = if seed == v { 0 } else { Moment::MAX });
			operators.push(operator);
		}
		let set = operators.into_iter().map(|operator| operator.operator).collect();
		PlannedSet::<T>::put(SetOf::<T>::truncate_from(set));
		electorate::<T>(n);
		let proposal = Proposal::Remove { node, blacklist: Some(HOUR) };

		#[extrinsic_call]
		_(RawOrigin::Signed(representative), proposal);

		assert!(OpenBallots::<T>::contains_key(Subject::Node(node)));
		Ok(())
	}

	/// `n` counts the institutions on the roll.
	#[benchmark]
	fn vote(n: Linear<16, { T::MaxMembers::get() }>) -> Result<(), BenchmarkError> {
		let mut operators = validators::<T>(2)?;
		electorate::<T>(n);
		let node = Seats::<T>::get().first().map(|seat| seat.node).ok_or("no seats")?;
		let last = operators.pop().ok_or("nobody votes")?;
		let origin = RawOrigin::Signed(last.representative);
		let proposal = Proposal::Remove { node, blacklist: Some(HOUR) };
		Pallet::<T>::propose(origin.clone().into(), proposal).map_err(|error| error.error)?;

		#[extrinsic_call]
		_(origin, 0, Vote::Aye);

		let voted = |ballot: BallotOf<T>| ballot.roll.iter().any(|entry| entry.vote.is_some());
		assert!(Ballots::<T>::get(0).is_some_and(voted));
		Ok(())
	}

	/// `n` counts the institutions on the roll. All are in favour: a validator is admitted. Its own
	/// institution was suspended when the ballot was opened, and isn't on the roll.
	#[benchmark]
	fn close(
		n: Linear<16, { T::MaxMembers::get().saturating_sub(1) }>,
	) -> Result<(), BenchmarkError> {
		let members = n.saturating_add(1);
		let (operators, applicant) = filed::<T>(almost_all::<T>(members), members)?;
		for operator in &operators {
			let origin = RawOrigin::Signed(operator.representative.clone()).into();
			if OpenBallots::<T>::contains_key(Subject::Application(0)) {
				break;
			}
			Pallet::<T>::endorse(origin, 0).map_err(|error| error.error)?;
		}
		Ballots::<T>::mutate_extant(0, |ballot| {
			ballot.roll.retain(|entry| entry.institution != applicant.institution);
			ballot.roll.iter_mut().for_each(|entry| entry.vote = Some(Vote::Aye));
		});
		let seats = Seats::<T>::get().len();

		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), 0);

		assert_eq!(Seats::<T>::get().len(), seats.saturating_add(1));
		Ok(())
	}

	#[benchmark]
	fn activate() -> Result<(), BenchmarkError> {
		let (_, node) = two_validators::<T>()?;
		change::<T>(node, |node| {
			node.active = false;
			node.suspension = Some(Suspension { cause: Cause::Absence, until: None });
		});
		let origin = operator_of::<T>(node)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, node);

		assert!(Nodes::<T>::get(node).is_some_and(|node| node.active));
		Ok(())
	}

	#[benchmark]
	fn stand_down() -> Result<(), BenchmarkError> {
		let (_, node) = two_validators::<T>()?;
		let origin = operator_of::<T>(node)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, node);

		assert!(Nodes::<T>::get(node).is_some_and(|node| !node.active));
		Ok(())
	}

	#[benchmark]
	fn renew() -> Result<(), BenchmarkError> {
		let (_, node) = two_validators::<T>()?;
		T::BenchmarkHelper::set_time(NOW.saturating_add(T::AdmissionTerm::get()).saturating_sub(1));
		let origin = operator_of::<T>(node)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, node, parameters_agreement());

		let later = NOW.saturating_add(T::AdmissionTerm::get());
		assert!(Nodes::<T>::get(node).is_some_and(|node| node.expires > Some(later)));
		Ok(())
	}

	#[benchmark]
	fn exit() -> Result<(), BenchmarkError> {
		let (_, node) = two_validators::<T>()?;
		let origin = operator_of::<T>(node)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, node);

		assert!(Nodes::<T>::get(node).is_some_and(|node| node.end.is_some()));
		Ok(())
	}

	#[benchmark]
	fn reap() -> Result<(), BenchmarkError> {
		let (_, node) = two_validators::<T>()?;
		change::<T>(node, |node| node.end = Some(End::Exited));
		for set in [PlannedSet::<T>::mutate, LiveSet::<T>::mutate] {
			set(|set: &mut SetOf<T>| {
				set.pop();
			});
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), node);

		assert!(!Nodes::<T>::contains_key(node));
		Ok(())
	}

	#[benchmark]
	fn suspend() -> Result<(), BenchmarkError> {
		let (_, node) = two_validators::<T>()?;
		let origin =
			T::EmergencyOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, node);

		assert!(Nodes::<T>::get(node).is_some_and(|node| node.suspension.is_some()));
		Ok(())
	}

	#[benchmark]
	fn ratify_suspension() -> Result<(), BenchmarkError> {
		let (_, node) = two_validators::<T>()?;
		assert_ok!(Pallet::<T>::do_suspend(node));
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, node);

		let lasts = Suspension { cause: Cause::Emergency, until: None };
		assert!(Nodes::<T>::get(node).is_some_and(|node| node.suspension == Some(lasts)));
		Ok(())
	}

	#[benchmark]
	fn lift_suspension() -> Result<(), BenchmarkError> {
		let (_, node) = two_validators::<T>()?;
		assert_ok!(Pallet::<T>::do_suspend(node));
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, node);

		assert!(Nodes::<T>::get(node).is_some_and(|node| node.suspension.is_none()));
		Ok(())
	}

	/// `l` counts the lost. All seats are there; the rest of them stand by.
	#[benchmark]
	fn recover(
		l: Linear<1, { T::MaxValidators::get().saturating_sub(1) }>,
	) -> Result<(), BenchmarkError> {
		validators::<T>(T::MaxValidators::get())?;
		frame_system::Pallet::<T>::set_block_number(BlockNumberFor::<T>::one());
		let lost: Vec<_> =
			PlannedSet::<T>::get().into_iter().take(usize::try_from(l).unwrap_or(0)).collect();
		let lost = SetOf::<T>::truncate_from(lost);
		let origin =
			T::RecoveryOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			lost,
			BlockNumberFor::<T>::one(),
			BlockNumberFor::<T>::default(),
		);

		assert!(PendingRecovery::<T>::exists());
		Ok(())
	}

	/// `b` counts the bytes of both headers. The proof is one of the running session with as many
	/// validators as there can be; one that fails costs less.
	#[benchmark]
	fn report_aura_equivocation(
		b: Linear<512, { T::MaxHeaderLength::get().saturating_mul(2) }>,
	) -> Result<(), BenchmarkError> {
		let mut operators = validators::<T>(T::MaxValidators::get())?;
		let reporter = operators.swap_remove(0).operator;
		let offender = operators.pop().ok_or("nobody equivocates")?.operator;
		let authority = AuthorityId::generate_pair(None);
		let length = b.checked_div(2).unwrap_or(0);
		let header = |number: u32| {
			sealed::<T>(&authority, number.into(), length).ok_or("a header that can't be")
		};
		let (first, second) = (header(1)?, header(2)?);
		let owner_proof = T::BenchmarkHelper::prove_owner(&authority, &offender);

		#[extrinsic_call]
		_(RawOrigin::Signed(reporter), authority.clone(), first, second, owner_proof);

		let suspended = |node: NodeOf<T>| node.suspension.is_some();
		let seat = Seats::<T>::get().into_iter().find(|seat| seat.account == offender);
		assert!(seat.and_then(|seat| Nodes::<T>::get(seat.node)).is_some_and(suspended));
		Ok(())
	}

	#[benchmark]
	fn set_parameters() -> Result<(), BenchmarkError> {
		validators::<T>(T::MaxValidators::get())?;
		let parameters = Parameters { agreement: 2, ..parameters::<T>() };
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, parameters);

		assert_eq!(CurrentParameters::<T>::get(), parameters);
		Ok(())
	}

	#[benchmark]
	fn note_author() -> Result<(), BenchmarkError> {
		let (first, _) = two_validators::<T>()?;
		let author = first.operator;

		#[block]
		{
			<Pallet<T> as pallet_authorship::EventHandler<_, _>>::note_author(author.clone());
		}

		assert_eq!(Authored::<T>::get(author), 1);
		Ok(())
	}

	/// `o` counts the offenders.
	#[benchmark]
	fn on_offence(o: Linear<1, { T::MaxValidators::get() }>) -> Result<(), BenchmarkError> {
		let operators = validators::<T>(T::MaxValidators::get())?;
		let offenders: Vec<_> = operators
			.into_iter()
			.take(usize::try_from(o).unwrap_or(0))
			.map(|operator| OffenceDetails { offender: (operator.operator, ()), reporters: vec![] })
			.collect();
		let fractions = vec![Perbill::zero(); offenders.len()];

		#[block]
		{
			let _ = Pallet::<T>::on_offence(&offenders, &fractions, 0);
		}

		let suspended = Nodes::<T>::iter_values().filter(|node| node.suspension.is_some()).count();
		assert_eq!(u32::try_from(suspended), Ok(o));
		Ok(())
	}

	/// `v` counts the validators. None but the last was there, all are suspended for something,
	/// and a third of them leaves.
	#[benchmark]
	fn session_boundary(v: Linear<2, { T::MaxValidators::get() }>) -> Result<(), BenchmarkError> {
		let mut operators = validators::<T>(v)?;
		let last = operators.pop().ok_or("no validators")?.operator;
		Authored::<T>::insert(&last, v);
		CurrentParameters::<T>::mutate(|parameters| parameters.absence = 1);

		#[block]
		{
			Pallet::<T>::finish();
			Pallet::<T>::begin(2);
			let _ = Pallet::<T>::plan(3);
		}

		assert!(count(&PlannedSet::<T>::get()) < v);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
