// SPDX-License-Identifier: Apache-2.0

//! The decision.

use crate::{
	claims::may_claim, ActiveDirective, ChosenPolicy, Decision, Directive, LabelAxis, Provision,
};
use alloc::vec::Vec;
use galen_primitives::{
	AccessRequest, Actor, Basis, BreakGlassId, ConsentId, DataClass, Denial, FieldGroups, GroupId,
	Moment, Permit, PurposeOfUse, Purposes, Requester, Role,
};

/// What there is to know besides the request, as far as it matters to it.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a, Facts = ()> {
	/// Whether a patient's account speaks for the patient in matters of disclosure.
	pub speaks_for_patient: bool,
	/// The groups of the own institution that the requester belongs to.
	pub groups: &'a [GroupId],
	/// Under which law the requester's institution is.
	pub jurisdiction: Option<u16>,
	/// Whether the custodian has released its data for the study.
	pub released: bool,
	/// The requester's use of break-glass for the patient that is open.
	pub open_use: Option<BreakGlassId>,
	/// The compartments, a bit each, that the patient has closed to break-glass.
	pub closed_to_break_glass: u64,
	/// What is known of the data's labels.
	pub labels: &'a Facts,
}

impl<'a, Facts> Circumstances<'a, Facts> {
	/// Where nothing speaks for the requester.
	pub const fn refusing(labels: &'a Facts) -> Self {
		Self {
			speaks_for_patient: false,
			groups: &[],
			jurisdiction: None,
			released: false,
			open_use: None,
			closed_to_break_glass: u64::MAX,
			labels,
		}
	}
}

/// Whether the request can be permitted at all, as far as it tells itself: what costs nothing to
/// know comes first. [`decide`] begins with it.
///
/// A request for no part of a document is denied as if by a policy.
pub fn admissible<AccountId>(request: &AccessRequest<AccountId>) -> Result<(), Denial> {
	let data = &request.data;
	match &request.requester {
		Requester::Patient(_) => {
			if !request.purpose.is_a(PurposeOfUse::PATRQT) {
				return Err(Denial::PurposeNotForRole);
			}
		},
		Requester::Staff(actor) => {
			if !may_claim(actor.role, request.purpose) {
				return Err(Denial::PurposeNotForRole);
			}
			let own = actor.institution == data.custodian;
			if actor.role == Role::Trainee && !(own && actor.department == data.department) {
				return Err(Denial::OtherDepartment);
			}
			if data.data_class == DataClass::Internal && !own {
				return Err(Denial::NeverShared);
			}
		},
	}
	if data.data_class == DataClass::Core {
		return Err(Denial::NeverShared);
	}
	if wanted(request).is_empty() {
		return Err(Denial::ByPolicy { policy: None });
	}
	Ok(())
}

/// Whether the request is permitted `now`, and what of it.
///
/// `directives` are those of the patient that weren't ended; whether their periods are over is
/// decided here. `policy` is the custodian's; without one, nothing is permitted by policy.
pub fn decide<AccountId: PartialEq, Labels: LabelAxis>(
	request: &AccessRequest<AccountId>,
	circumstances: &Circumstances<'_, Labels::Facts>,
	directives: &[ActiveDirective<AccountId, Labels>],
	policy: Option<ChosenPolicy>,
	now: Moment,
) -> Result<Permit, Denial> {
	admissible(request)?;
	let actor = match &request.requester {
		Requester::Staff(actor) => actor,
		Requester::Patient(_) if circumstances.speaks_for_patient => {
			return Ok(Permit { fields: wanted(request), basis: Basis::SelfAccess });
		},
		Requester::Patient(_) => return Err(Denial::NotThePatient),
	};
	let purpose = request.purpose;
	let inquiry = Inquiry {
		request,
		actor,
		circumstances,
		now,
		wanted: wanted(request),
		compartment: bit(request.data.compartment),
		lineage: lineage(purpose),
		is_research: purpose.is_a(PurposeOfUse::HRESCH),
		is_break_glass: purpose == PurposeOfUse::BTG,
	};
	if inquiry.is_break_glass {
		inquiry.break_glass(directives, policy)
	} else {
		inquiry.ordinary(directives, policy)
	}
}

fn wanted<AccountId>(request: &AccessRequest<AccountId>) -> FieldGroups {
	request.data.fields.intersection(FieldGroups::ALL)
}

/// The bit of a compartment; none beyond the highest.
fn bit(compartment: u8) -> u64 {
	1u64.checked_shl(compartment.into()).unwrap_or(0)
}

/// The purposes any of which covers `purpose`: `set.cover(purpose)` is
/// `set.intersects(lineage(purpose))`.
fn lineage(purpose: PurposeOfUse) -> Purposes {
	let mut bits = purpose.set().0;
	if purpose != PurposeOfUse::BTG {
		let mut kind = purpose.parent();
		while let Some(this) = kind {
			bits |= this.set().0;
			kind = this.parent();
		}
	}
	Purposes(bits)
}

/// What a directive says of the parts that are wanted.
#[derive(Clone, Copy)]
struct Say {
	permitted: FieldGroups,
	denied: FieldGroups,
}

const SILENCE: Say = Say { permitted: FieldGroups::NONE, denied: FieldGroups::NONE };

/// What all directives say.
struct Says {
	/// What each permits; what any denies, itself included, is still to be taken away.
	permitted: Vec<((ConsentId, u32), FieldGroups)>,
	denied: FieldGroups,
	/// The first that denies anything.
	denier: Option<(ConsentId, u32)>,
}

impl Says {
	fn denial(&self) -> Option<Denial> {
		self.denier.map(|(consent, version)| Denial::ByConsent { consent, version })
	}
}

/// A request, taken apart once.
struct Inquiry<'a, AccountId, Facts> {
	request: &'a AccessRequest<AccountId>,
	actor: &'a Actor<AccountId>,
	circumstances: &'a Circumstances<'a, Facts>,
	now: Moment,
	wanted: FieldGroups,
	compartment: u64,
	lineage: Purposes,
	is_research: bool,
	is_break_glass: bool,
}

impl<AccountId: PartialEq, Facts> Inquiry<'_, AccountId, Facts> {
	fn break_glass<Labels: LabelAxis<Facts = Facts>>(
		&self,
		directives: &[ActiveDirective<AccountId, Labels>],
		policy: Option<ChosenPolicy>,
	) -> Result<Permit, Denial> {
		let id = self.circumstances.open_use.ok_or(Denial::GlassNotBroken)?;
		// A compartment that doesn't exist is closed.
		if self.compartment & !self.circumstances.closed_to_break_glass == 0 {
			return Err(Denial::ClosedToBreakGlass);
		}
		if !policy.is_some_and(|policy| policy.kind.permits_break_glass()) {
			return Err(Denial::ByPolicy { policy: policy.map(|policy| policy.id) });
		}
		let says = self.hear(directives);
		let fields = self.wanted.without(says.denied);
		match says.denial() {
			Some(denial) if fields.is_empty() => Err(denial),
			_ => Ok(Permit { fields, basis: Basis::BreakGlass { id } }),
		}
	}

	fn ordinary<Labels: LabelAxis<Facts = Facts>>(
		&self,
		directives: &[ActiveDirective<AccountId, Labels>],
		policy: Option<ChosenPolicy>,
	) -> Result<Permit, Denial> {
		if self.is_research && (self.request.study.is_none() || !self.circumstances.released) {
			return Err(Denial::NotReleased);
		}
		let says = self.hear(directives);
		let contributions =
			says.permitted.iter().map(|(by, fields)| (by, fields.without(says.denied)));
		let mut fields = FieldGroups::NONE;
		let mut first = None;
		for (by, contribution) in contributions {
			if !contribution.is_empty() {
				fields = fields.union(contribution);
				first = Some(first.map_or(*by, |first: (ConsentId, u32)| first.min(*by)));
			}
		}
		let mut basis = first.map(|(consent, version)| Basis::Consent { consent, version });

		let data = &self.request.data;
		let by_policy = policy.filter(|policy| {
			policy.kind.permits(self.request.purpose, data.data_class, data.compartment)
		});
		if let Some(ChosenPolicy { id, .. }) = by_policy {
			fields = self.wanted.without(says.denied);
			basis = basis.or(Some(Basis::Policy { policy: id }));
		}
		match basis {
			Some(basis) if !fields.is_empty() => Ok(Permit { fields, basis }),
			_ => Err(says
				.denial()
				.unwrap_or(Denial::ByPolicy { policy: policy.map(|policy| policy.id) })),
		}
	}

	fn hear<Labels: LabelAxis<Facts = Facts>>(
		&self,
		directives: &[ActiveDirective<AccountId, Labels>],
	) -> Says {
		let mut says = Says { permitted: Vec::new(), denied: FieldGroups::NONE, denier: None };
		for ActiveDirective { consent, version, directive } in directives {
			let by = (*consent, *version);
			let Say { permitted, denied } = self.listen(directive);
			if !permitted.is_empty() {
				says.permitted.push((by, permitted));
			}
			if !denied.is_empty() {
				says.denied = says.denied.union(denied);
				says.denier = Some(says.denier.map_or(by, |denier| denier.min(by)));
			}
		}
		says
	}

	fn listen<Labels: LabelAxis<Facts = Facts>>(
		&self,
		directive: &Directive<AccountId, Labels>,
	) -> Say {
		let root = &directive.root;
		if !self.concerns(directive) || !self.matches(root) {
			return SILENCE;
		}
		let limit = self.mask(root);
		let root_names = root.purposes.contains(PurposeOfUse::BTG);
		let (mut permits, mut denies) = (FieldGroups::NONE, FieldGroups::NONE);
		for exception in &directive.exceptions {
			// An exception that names no purpose has those of the root.
			let speaks = !self.is_break_glass || root_names || exception.purposes.0 != 0;
			if speaks && self.matches(exception) {
				let mask = self.mask(exception).intersection(limit);
				match exception.decision {
					Decision::Permit => permits = permits.union(mask),
					Decision::Deny => denies = denies.union(mask),
				}
			}
		}
		// Of break-glass a root that doesn't name it says nothing itself.
		let (permitted, denied) = match root.decision {
			_ if self.is_break_glass && !root_names => (permits, denies),
			Decision::Permit => (limit, denies),
			Decision::Deny => (permits, denies.union(limit.without(permits))),
		};
		let is_silent_on_research = self.is_research && directive.study.is_none();
		let permitted = if is_silent_on_research { FieldGroups::NONE } else { permitted };
		Say { permitted, denied }
	}

	fn concerns<Labels>(&self, directive: &Directive<AccountId, Labels>) -> bool {
		let custodian = &self.request.data.custodian;
		(directive.custodians.is_empty() || directive.custodians.contains(custodian))
			&& directive
				.study
				.is_none_or(|study| self.is_research && self.request.study == Some(study))
	}

	fn matches<Labels: LabelAxis<Facts = Facts>>(
		&self,
		provision: &Provision<AccountId, Labels>,
	) -> bool {
		let data = &self.request.data;
		let Circumstances { groups, jurisdiction, labels, .. } = self.circumstances;
		provision.period.is_none_or(|period| period.contains(self.now))
			&& provision.data_period.is_none_or(|period| period.contains(data.collected))
			&& (provision.purposes.0 == 0 || provision.purposes.intersects(self.lineage))
			&& (provision.compartments == 0 || provision.compartments & self.compartment != 0)
			&& (provision.data_classes.0 == 0 || provision.data_classes.contains(data.data_class))
			&& (provision.jurisdictions.is_empty()
				|| jurisdiction.is_some_and(|law| provision.jurisdictions.contains(&law)))
			&& (provision.actors.is_empty()
				|| provision.actors.iter().any(|actor| actor.means(self.actor, groups)))
			&& provision.labels.matches(labels)
	}

	/// The parts that are wanted and that the provision is about.
	fn mask<Labels>(&self, provision: &Provision<AccountId, Labels>) -> FieldGroups {
		if provision.fields.is_empty() {
			self.wanted
		} else {
			self.wanted.intersection(provision.fields)
		}
	}
}
