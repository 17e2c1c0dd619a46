// SPDX-License-Identifier: Apache-2.0

//! The bodies that govern.

use crate::*;
use galen_runtime_common::governance;
use polkadot_sdk::{
	frame_support::dispatch::GetDispatchInfo,
	pallet_collective,
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
			) => Some(*result),
			_ => None,
		}
	}
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
