// SPDX-License-Identifier: Apache-2.0

//! The bodies that govern.

use crate::*;
use galen_runtime_common::governance;
use polkadot_sdk::{
	frame_support::dispatch::GetDispatchInfo,
	pallet_collective, pallet_scheduler, pallet_tx_pause, pallet_utility,
	sp_runtime::traits::{BlakeTwo256, Hash as _},
};

/// A body that decides by motions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
	/// Members of every class of institution.
	Council,
	/// Those who can judge an upgrade or an emergency.
	TechnicalCommittee,
	/// The ethics committee.
	EthicsCommittee,
	/// The patients' council.
	PatientsCouncil,
}

/// `$act`, in which `$instance` is the body's.
macro_rules! of_body {
	($body:expr, $instance:ident => $act:expr) => {
		match $body {
			Body::Council => {
				type $instance = governance::Council;
				$act
			},
			Body::TechnicalCommittee => {
				type $instance = governance::Technical;
				$act
			},
			Body::EthicsCommittee => {
				type $instance = governance::Ethics;
				$act
			},
			Body::PatientsCouncil => {
				type $instance = governance::PatientsCouncil;
				$act
			},
		}
	};
}

impl Body {
	/// Every body.
	pub const ALL: [Self; 4] =
		[Self::Council, Self::TechnicalCommittee, Self::EthicsCommittee, Self::PatientsCouncil];

	/// Who belongs to it.
	pub fn members(self) -> Vec<AccountId> {
		of_body!(self, I => pallet_collective::Members::<Runtime, I>::get())
	}

	/// The origin that `ayes` of `seats` members are.
	pub fn origin(self, ayes: u32, seats: u32) -> RuntimeOrigin {
		of_body!(self, I => {
			pallet_collective::RawOrigin::<AccountId, I>::Members(ayes, seats).into()
		})
	}

	/// The call by which a member moves `call`, to be decided by so many ayes.
	pub fn propose(self, call: RuntimeCall, threshold: u32) -> RuntimeCall {
		let length_bound = length(&call);
		let proposal = Box::new(call);
		of_body!(self, I => {
			pallet_collective::Call::<Runtime, I>::propose { threshold, proposal, length_bound }.into()
		})
	}

	/// The call by which a member votes on motion `index`, which is to dispatch `call`.
	pub fn vote(self, call: &RuntimeCall, index: u32, approve: bool) -> RuntimeCall {
		let proposal = BlakeTwo256::hash_of(call);
		of_body!(self, I => {
			pallet_collective::Call::<Runtime, I>::vote { proposal, index, approve }.into()
		})
	}

	/// The call by which anyone closes motion `index`, which is to dispatch `call`.
	pub fn close(self, call: &RuntimeCall, index: u32) -> RuntimeCall {
		let proposal_hash = BlakeTwo256::hash_of(call);
		let proposal_weight_bound = call.get_dispatch_info().call_weight;
		let length_bound = length(call);
		of_body!(self, I => {
			pallet_collective::Call::<Runtime, I>::close {
				proposal_hash,
				index,
				proposal_weight_bound,
				length_bound,
			}
			.into()
		})
	}

	/// The body, as seats name it.
	pub fn chamber(self) -> pallet_seats::Body {
		match self {
			Self::Council => pallet_seats::Body::Council,
			Self::TechnicalCommittee => pallet_seats::Body::TechnicalCommittee,
			Self::EthicsCommittee => pallet_seats::Body::EthicsCommittee,
			Self::PatientsCouncil => pallet_seats::Body::PatientsCouncil,
		}
	}

	/// The call that gives the body these seats.
	pub fn set_seats(self, seats: &[(InstitutionId, Signer)]) -> RuntimeCall {
		let seats: Vec<_> = seats.iter().map(|(id, signer)| (*id, signer.account())).collect();
		let seats = seats.try_into().expect("few; qed");
		pallet_seats::Call::set_seats { body: self.chamber(), seats }.into()
	}

	/// How many motions there were.
	pub fn motions(self) -> u32 {
		of_body!(self, I => pallet_collective::ProposalCount::<Runtime, I>::get())
	}

	/// What came of a motion that was carried, if this is the event that says so.
	fn executed(self, event: &RuntimeEvent) -> Option<DispatchResult> {
		use pallet_collective::Event::Executed;
		match (self, event) {
			(Self::Council, RuntimeEvent::Council(Executed { result, .. }))
			| (
				Self::TechnicalCommittee,
				RuntimeEvent::TechnicalCommittee(Executed { result, .. }),
			)
			| (Self::EthicsCommittee, RuntimeEvent::EthicsCommittee(Executed { result, .. }))
			| (Self::PatientsCouncil, RuntimeEvent::PatientsCouncil(Executed { result, .. })) => {
				Some(*result)
			},
			_ => None,
		}
	}
}

/// A call, as pauses name it.
pub fn call_name(pallet: &str, call: &str) -> pallet_tx_pause::RuntimeCallNameOf<Runtime> {
	let bounded = |name: &str| name.as_bytes().to_vec().try_into().expect("names are short; qed");
	(bounded(pallet), bounded(call))
}

/// The call that pauses another.
pub fn pause(pallet: &str, call: &str) -> RuntimeCall {
	pallet_tx_pause::Call::pause { full_name: call_name(pallet, call) }.into()
}

/// The call that ends that.
pub fn unpause(pallet: &str, call: &str) -> RuntimeCall {
	pallet_tx_pause::Call::unpause { ident: call_name(pallet, call) }.into()
}

/// What the technical committee moves to pause a call: the pause, and its end `after` so many
/// blocks.
pub fn pausing(pallet: &str, call: &str, after: BlockNumber) -> RuntimeCall {
	let end = pallet_scheduler::Call::schedule_after {
		after,
		maybe_periodic: None,
		priority: 0,
		call: Box::new(unpause(pallet, call)),
	};
	pallet_utility::Call::batch_all { calls: vec![pause(pallet, call), end.into()] }.into()
}

fn length(call: &RuntimeCall) -> u32 {
	codec::Encode::encoded_size(call).try_into().expect("calls are short; qed")
}

impl Chain {
	/// A motion that the first of `ayes` makes, all of them vote for, and the first closes. Answers
	/// what came of the call.
	#[track_caller]
	pub fn motion(
		&mut self,
		body: Body,
		ayes: &[Signer],
		call: impl Into<RuntimeCall>,
	) -> DispatchResult {
		let call = call.into();
		let threshold = ayes.len().try_into().expect("bodies are small; qed");
		let index = body.motions();
		self.submit(&ayes[0], body.propose(call.clone(), threshold)).succeeds();
		for member in ayes {
			self.submit(member, body.vote(&call, index, true)).succeeds();
		}
		let receipt = self.submit(&ayes[0], body.close(&call, index)).succeeds();
		receipt.find(|event| body.executed(event))
	}

	/// A motion of two thirds of the council.
	#[track_caller]
	pub fn council(&mut self, call: impl Into<RuntimeCall>) -> DispatchResult {
		self.motion(Body::Council, &[alice(), bob()], call)
	}

	/// A motion of two thirds of the technical committee.
	#[track_caller]
	pub fn committee(&mut self, call: impl Into<RuntimeCall>) -> DispatchResult {
		self.motion(Body::TechnicalCommittee, &[alice(), bob()], call)
	}
}
