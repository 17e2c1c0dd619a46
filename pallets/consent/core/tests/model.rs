// SPDX-License-Identifier: Apache-2.0

//! The algorithm against a model that is slow and reads like the rules, and properties of it.
//!
//! `GALEN_STEPS` sets how many requests are compared, 100,000 where it isn't set.

mod common;

use common::*;
use consent_core::*;
use galen_primitives::{PurposeOfUse as P, *};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A quick source of chance: xorshift64*.
struct Chance(u64);

impl Chance {
	fn next(&mut self) -> u64 {
		self.0 ^= self.0 >> 12;
		self.0 ^= self.0 << 25;
		self.0 ^= self.0 >> 27;
		self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
	}
	fn below(&mut self, bound: u64) -> u64 {
		(self.next() >> 16) % bound
	}
	fn one_in(&mut self, odds: u64) -> bool {
		self.below(odds) == 0
	}
	fn pick<Item: Copy>(&mut self, items: &[Item]) -> Item {
		items[self.below(items.len() as u64) as usize]
	}
	fn some<Item>(&mut self, most: u64, mut make: impl FnMut(&mut Self) -> Item) -> Vec<Item> {
		let count = if self.one_in(2) { 0 } else { 1 + self.below(most) };
		(0..count).map(|_| make(self)).collect()
	}

	fn period(&mut self, around: Moment) -> Option<Period> {
		self.one_in(3).then(|| Period {
			from: around - 2 + self.below(4),
			until: self.one_in(2).then(|| around - 1 + self.below(4)),
		})
	}
	fn purpose(&mut self) -> P {
		let usual = [P::TREAT, P::ETREAT, P::BTG, P::HRESCH, P::CLINTRCH, P::HPAYMT, P::COC];
		if self.one_in(6) {
			self.pick(P::ALL)
		} else {
			self.pick(&usual)
		}
	}
	fn purposes(&mut self) -> Purposes {
		Purposes(self.some(3, |chance| chance.purpose().set().0).iter().fold(0, |a, b| a | b))
	}
	fn fields(&mut self) -> FieldGroups {
		let groups = [FieldGroup::LabResults, FieldGroup::ClinicalNotes, FieldGroup::Imaging];
		FieldGroups(
			self.some(2, |chance| chance.pick(&groups).set().0).iter().fold(0, |a, b| a | b),
		)
	}
	fn confidentiality(&mut self) -> Confidentiality {
		use Confidentiality::*;
		self.pick(&[U, L, M, N, R, V])
	}
	fn sensitivities(&mut self) -> Sensitivities {
		use Sensitivity::*;
		let codes = [ETH, ETHUD, OPIOIDUD, SPI, BH, COGN, HIV];
		Sensitivities(
			self.some(2, |chance| chance.pick(&codes).set().0).iter().fold(0, |a, b| a | b),
		)
	}
	fn id(&mut self) -> [u8; 32] {
		[1 + self.below(3) as u8; 32]
	}
	fn role(&mut self) -> Role {
		if self.one_in(4) {
			self.pick(Role::ALL)
		} else {
			self.pick(&[Role::Physician, Role::Statistician, Role::Nurse, Role::BillingOfficer])
		}
	}
	fn institution(&mut self) -> InstitutionId {
		1 + self.below(3) as u32
	}
	fn provision(&mut self, nested: bool) -> Rule {
		// Much that restricts at once never matches.
		let rarely = if nested { 3 } else { 4 };
		let mut rule = Rule::new(self.pick(&[Decision::Permit, Decision::Permit, Decision::Deny]));
		rule.period = self.period(NOW);
		rule.fields = self.fields();
		if self.one_in(2) {
			rule.purposes = self.purposes();
		}
		if self.one_in(rarely) {
			rule.data_period = self.period(COLLECTED);
		}
		if self.one_in(2) {
			let actors = self.some(3, |chance| match chance.below(5) {
				0 => ActorRef::Person(chance.below(3) as u8),
				1 => ActorRef::Institution(chance.institution()),
				2 => ActorRef::Department(chance.institution(), chance.below(2) as u16),
				3 => ActorRef::Role(chance.role()),
				_ => ActorRef::Group(chance.institution(), chance.below(3) as u16),
			});
			rule.actors = actors.try_into().unwrap();
		}
		if self.one_in(rarely) {
			rule.compartments = self.below(8);
		}
		if self.one_in(rarely) {
			rule.data_classes = DataClasses(self.below(16) as u8);
		}
		if self.one_in(rarely) {
			rule.jurisdictions =
				self.some(2, |chance| chance.pick(&[276, 156, 840])).try_into().unwrap();
		}
		if self.one_in(rarely) {
			rule.labels.ceiling = self.one_in(2).then(|| self.confidentiality());
			rule.labels.floor = self.one_in(3).then(|| self.confidentiality());
			rule.labels.sensitivities = self.sensitivities();
			let references = self.some(3, |chance| match chance.below(4) {
				0 => DataReference::Instance(chance.id()),
				1 => DataReference::Related(chance.id()),
				2 => DataReference::Dependents(chance.id()),
				_ => DataReference::AuthoredBy(chance.id()),
			});
			rule.labels.references = references.try_into().unwrap();
		}
		rule
	}
	fn directive(&mut self) -> Labelled {
		Directive {
			root: self.provision(false),
			exceptions: self.some(3, |chance| chance.provision(true)).try_into().unwrap(),
			custodians: if self.one_in(3) {
				self.some(3, |chance| chance.institution()).try_into().unwrap()
			} else {
				Default::default()
			},
			study: self.one_in(3).then(|| self.below(2) as u32),
		}
	}
	fn request(&mut self) -> AccessRequest<Account> {
		let actor = Actor {
			account: self.below(3) as u8,
			institution: self.institution(),
			role: self.role(),
			department: self.below(2) as u16,
		};
		let patient = self.one_in(20);
		AccessRequest {
			purpose: match patient {
				true => self.pick(&[P::PATRQT, P::FAMRQT, P::TREAT]),
				false if actor.role == Role::Statistician => self.pick(&[P::HRESCH, P::CLINTRCH]),
				false if actor.role == Role::BillingOfficer => P::CLMATTCH,
				false => self.purpose(),
			},
			requester: match patient {
				true => Requester::Patient(actor.account),
				false => Requester::Staff(actor),
			},
			patient: PatientId([0; 32]),
			study: self.one_in(2).then(|| self.below(2) as u32),
			data: DataScope {
				custodian: self.institution(),
				department: self.below(2) as u16,
				data_class: match self.one_in(4) {
					true => self.pick(DataClass::ALL),
					false => DataClass::Sensitive,
				},
				compartment: match self.one_in(3) {
					true => self.pick(&[0, 1, 2, 63, 64, 255]),
					false => 0,
				},
				collected: COLLECTED - 1 + self.below(3),
				fields: match self.one_in(20) {
					true => FieldGroups::NONE,
					false => FieldGroups(1 + self.below(1 << 10) as u16),
				},
			},
		}
	}
	fn facts(&mut self) -> LabelFacts {
		LabelFacts {
			confidentiality: self.confidentiality(),
			sensitivities: self.sensitivities(),
			instance: self.id(),
			referrers: self.some(2, Self::id),
			references: self.some(2, Self::id),
			authors: self.some(2, Self::id),
		}
	}
	fn policy(&mut self) -> Option<ChosenPolicy> {
		self.pick(&[NORMAL, NORMAL, ALL, EMERGENCY, DENY, None])
	}
}

/// The rules, each as a sentence, for one part of a document at a time.
mod model {
	use super::*;

	fn ancestors(purpose: P) -> BTreeSet<P> {
		let mut all = BTreeSet::from([purpose]);
		while let Some(parent) = all.iter().filter_map(|p| p.parent()).find(|p| !all.contains(p)) {
			all.insert(parent);
		}
		all
	}

	fn members(purposes: Purposes) -> BTreeSet<P> {
		P::ALL.iter().copied().filter(|purpose| purposes.contains(*purpose)).collect()
	}

	fn codes(set: Sensitivities) -> BTreeSet<Sensitivity> {
		Sensitivity::ALL.iter().copied().filter(|code| set.contains(*code)).collect()
	}

	fn with_ancestors(code: Sensitivity) -> Vec<Sensitivity> {
		let parents = code.parent().map(with_ancestors).unwrap_or_default();
		[vec![code], parents].concat()
	}

	pub struct World<'a> {
		pub request: &'a AccessRequest<Account>,
		pub circumstances: &'a Circumstances<'a, LabelFacts>,
		pub directives: &'a [ActiveDirective<Account, Labels>],
		pub policy: Option<ChosenPolicy>,
		pub now: Moment,
	}

	impl World<'_> {
		fn is_research(&self) -> bool {
			ancestors(self.request.purpose).contains(&P::HRESCH)
		}

		fn labels_match(&self, labels: &Labels) -> bool {
			let facts = self.circumstances.labels;
			let refers = |reference: &DataReference| {
				let (id, also): ([u8; 32], &[[u8; 32]]) = match reference {
					DataReference::Instance(id) => (*id, &[]),
					DataReference::Related(id) => (*id, &facts.referrers),
					DataReference::Dependents(id) => (*id, &facts.references),
					DataReference::AuthoredBy(id) => return facts.authors.iter().any(|a| a == id),
				};
				facts.instance == id || also.contains(&id)
			};
			let named = codes(labels.sensitivities);
			let carried: BTreeSet<_> =
				codes(facts.sensitivities).into_iter().flat_map(with_ancestors).collect();
			labels.ceiling.is_none_or(|ceiling| facts.confidentiality <= ceiling)
				&& labels.floor.is_none_or(|floor| facts.confidentiality >= floor)
				&& (named.is_empty() || !named.is_disjoint(&carried))
				&& (labels.references.is_empty() || labels.references.iter().any(refers))
		}

		fn matches(&self, rule: &Rule, field: FieldGroup) -> bool {
			let data = &self.request.data;
			let Requester::Staff(actor) = &self.request.requester else { unreachable!() };
			let inside = |period: &Option<Period>, at: Moment| match period {
				None => true,
				Some(Period { from, until: None }) => at >= *from,
				Some(Period { from, until: Some(until) }) => at >= *from && at < *until,
			};
			let is_meant = |reference: &ActorRef<Account>| match *reference {
				ActorRef::Person(account) => account == actor.account,
				ActorRef::Institution(of) => of == actor.institution,
				ActorRef::Department(of, here) => {
					(of, here) == (actor.institution, actor.department)
				},
				ActorRef::Role(role) => role == actor.role,
				ActorRef::Group(of, group) => {
					of == actor.institution && self.circumstances.groups.contains(&group)
				},
			};
			let named = members(rule.purposes);
			let purpose = if self.request.purpose == P::BTG {
				named.contains(&P::BTG)
			} else {
				!named.is_disjoint(&ancestors(self.request.purpose))
			};
			let compartments: BTreeSet<u8> =
				(0..64).filter(|bit| rule.compartments >> bit & 1 == 1).collect();
			let law = self.circumstances.jurisdiction;
			inside(&rule.period, self.now)
				&& inside(&rule.data_period, data.collected)
				&& (rule.actors.is_empty() || rule.actors.iter().any(is_meant))
				&& (named.is_empty() || purpose)
				&& (compartments.is_empty() || compartments.contains(&data.compartment))
				&& (rule.data_classes == DataClasses(0)
					|| rule.data_classes.contains(data.data_class))
				&& (rule.fields == FieldGroups(0) || rule.fields.contains(field))
				&& (rule.jurisdictions.is_empty()
					|| rule.jurisdictions.iter().any(|code| Some(*code) == law))
				&& self.labels_match(&rule.labels)
		}

		/// What a directive says of one part of the document.
		fn says(&self, directive: &Labelled, field: FieldGroup) -> Option<Decision> {
			let data = &self.request.data;
			let about =
				directive.custodians.is_empty() || directive.custodians.contains(&data.custodian);
			let fits_study = match directive.study {
				None => true,
				Some(_) => self.is_research() && directive.study == self.request.study,
			};
			if !about || !fits_study || !self.matches(&directive.root, field) {
				return None;
			}
			let break_glass = self.request.purpose == P::BTG;
			let root_names = members(directive.root.purposes).contains(&P::BTG);
			let exceptions: Vec<_> = directive
				.exceptions
				.iter()
				.filter(|rule| self.matches(rule, field))
				.filter(|rule| {
					!break_glass || root_names || members(rule.purposes).contains(&P::BTG)
				})
				.map(|rule| rule.decision)
				.collect();
			let root = (!break_glass || root_names).then_some(directive.root.decision);
			let said = if exceptions.contains(&Decision::Deny) {
				Some(Decision::Deny)
			} else if exceptions.contains(&Decision::Permit) {
				Some(Decision::Permit)
			} else {
				root
			};
			// Who names no study has nothing to permit in one.
			said.filter(|said| {
				*said == Decision::Deny || !self.is_research() || directive.study.is_some()
			})
		}

		pub fn decide(&self) -> Result<Permit, Denial> {
			let World { request, circumstances, policy, .. } = self;
			let (data, purpose) = (&request.data, request.purpose);
			let wanted: Vec<_> = FieldGroup::ALL
				.iter()
				.copied()
				.filter(|field| data.fields.contains(*field))
				.collect();
			let policy_id = policy.map(|policy| policy.id);
			let kind = policy.map(|policy| policy.kind);
			match &request.requester {
				Requester::Patient(_) => {
					if !ancestors(purpose).contains(&P::PATRQT) {
						return Err(Denial::PurposeNotForRole);
					}
				},
				Requester::Staff(actor) => {
					if !may_claim(actor.role, purpose) {
						return Err(Denial::PurposeNotForRole);
					}
					let here = (actor.institution, actor.department);
					if actor.role == Role::Trainee && here != (data.custodian, data.department) {
						return Err(Denial::OtherDepartment);
					}
					if data.data_class == DataClass::Internal && actor.institution != data.custodian
					{
						return Err(Denial::NeverShared);
					}
				},
			}
			if data.data_class == DataClass::Core {
				return Err(Denial::NeverShared);
			}
			if wanted.is_empty() {
				return Err(Denial::ByPolicy { policy: None });
			}
			if let Requester::Patient(_) = request.requester {
				return match circumstances.speaks_for_patient {
					true => Ok(Permit { fields: data.fields, basis: Basis::SelfAccess }),
					false => Err(Denial::NotThePatient),
				};
			}
			if purpose == P::BTG {
				let id = circumstances.open_use.ok_or(Denial::GlassNotBroken)?;
				let is_open = data.compartment < 64
					&& circumstances.closed_to_break_glass >> data.compartment & 1 == 0;
				if !is_open {
					return Err(Denial::ClosedToBreakGlass);
				}
				if matches!(kind, None | Some(PolicyKind::Deny)) {
					return Err(Denial::ByPolicy { policy: policy_id });
				}
				return self.sum(&wanted, |_| Some(Basis::BreakGlass { id }));
			}
			if self.is_research() && !(request.study.is_some() && circumstances.released) {
				return Err(Denial::NotReleased);
			}
			let opened_by_policy = !self.is_research()
				&& purpose != P::HMARKT
				&& data.compartment == 0
				&& match kind {
					None => false,
					Some(_) if data.data_class == DataClass::Public => true,
					Some(PolicyKind::All) => true,
					Some(PolicyKind::Normal) => ancestors(purpose).contains(&P::TREAT),
					Some(_) => false,
				};
			self.sum(&wanted, |field| {
				let permitting = self
					.directives
					.iter()
					.filter(|active| self.says(&active.directive, field) == Some(Decision::Permit))
					.map(|active| (active.consent, active.version))
					.min();
				match (permitting, policy_id) {
					(Some((consent, version)), _) => Some(Basis::Consent { consent, version }),
					(None, Some(policy)) if opened_by_policy => Some(Basis::Policy { policy }),
					_ => None,
				}
			})
		}

		/// Part by part: denied by whom, or permitted by what.
		fn sum(
			&self,
			wanted: &[FieldGroup],
			basis: impl Fn(FieldGroup) -> Option<Basis>,
		) -> Result<Permit, Denial> {
			let (mut left, mut bases, mut deniers) = (0, BTreeSet::new(), BTreeSet::new());
			for field in wanted {
				let denying: Vec<_> = self
					.directives
					.iter()
					.filter(|active| self.says(&active.directive, *field) == Some(Decision::Deny))
					.map(|active| (active.consent, active.version))
					.collect();
				if !denying.is_empty() {
					deniers.extend(denying);
				} else if let Some(basis) = basis(*field) {
					left |= 1 << FieldGroup::ALL.iter().position(|other| other == field).unwrap();
					bases.insert(basis);
				}
			}
			let policy = self.policy.map(|policy| policy.id);
			match (bases.first(), deniers.first()) {
				(Some(basis), _) => Ok(Permit { fields: FieldGroups(left), basis: *basis }),
				(None, Some((consent, version))) => {
					Err(Denial::ByConsent { consent: *consent, version: *version })
				},
				(None, None) => Err(Denial::ByPolicy { policy }),
			}
		}
	}
}

#[test]
fn the_algorithm_should_agree_with_the_model() {
	let steps = std::env::var("GALEN_STEPS").ok().and_then(|steps| steps.parse().ok());
	let requests = steps.unwrap_or(100_000u64);
	let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
	let mut tally = std::collections::BTreeMap::<String, u64>::new();
	let mut done = 0;
	while done < requests {
		let mut numbers: Vec<_> = (1..=6).collect();
		let mut directives: Vec<_> = (0..chance.below(6))
			.map(|_| ActiveDirective {
				consent: numbers.remove(chance.below(numbers.len() as u64) as usize),
				version: 1 + chance.below(3) as u32,
				directive: chance.directive(),
			})
			.collect();
		let policy = chance.policy();
		for _ in 0..8 {
			let (request, facts) = (chance.request(), chance.facts());
			let groups = chance.some(2, |chance| chance.below(3) as u16);
			let circumstances = Circumstances {
				speaks_for_patient: chance.one_in(2),
				groups: &groups,
				jurisdiction: (!chance.one_in(4)).then(|| chance.pick(&[276, 156])),
				released: !chance.one_in(4),
				open_use: (!chance.one_in(4)).then_some(77),
				closed_to_break_glass: chance.below(4),
				labels: &facts,
			};
			let now = NOW - 1 + chance.below(3);
			let outcome = decide(&request, &circumstances, &directives, policy, now);
			let world = model::World {
				request: &request,
				circumstances: &circumstances,
				directives: &directives,
				policy,
				now,
			};
			let expected = world.decide();
			assert_eq!(outcome, expected, "{request:?} {circumstances:?} {directives:#?}");

			directives.reverse();
			let reversed = decide(&request, &circumstances, &directives, policy, now);
			assert_eq!(reversed, outcome, "the order matters");

			let name = format!("{outcome:?}");
			let name = name.split(['{', ')']).nth(usize::from(outcome.is_ok()) * 2);
			*tally.entry(name.unwrap_or(&format!("{outcome:?}")).into()).or_default() += 1;
			if let Ok(permit) = outcome {
				assert!(!permit.fields.is_empty());
				assert!(permit.fields.without(request.data.fields).is_empty());
				*tally.entry(format!("{:?}", permit.basis)).or_default() += 1;
			}
			done += 1;
		}
	}
	println!("{tally:#?}");
	if requests >= 10_000 {
		let has = |name: &str| tally.keys().any(|key| key.contains(name));
		for name in [
			"Consent {",
			"Policy {",
			"BreakGlass {",
			"SelfAccess",
			"PurposeNotForRole",
			"OtherDepartment",
			"NotThePatient",
			"NeverShared",
			"ByConsent",
			"ByPolicy",
			"NotReleased",
			"GlassNotBroken",
			"ClosedToBreakGlass",
		] {
			assert!(has(name), "{name} never came up");
		}
	}
}

/// The fields that are permitted; none where it is denied.
fn fields(outcome: Result<Permit, Denial>) -> FieldGroups {
	outcome.map_or(FieldGroups::NONE, |permit| permit.fields)
}

fn strip(rule: &Rule) -> Provision<Account> {
	let Provision {
		decision,
		period,
		data_period,
		actors,
		purposes,
		compartments,
		data_classes,
		fields,
		jurisdictions,
		..
	} = rule.clone();
	Provision {
		decision,
		period,
		data_period,
		actors,
		purposes,
		compartments,
		data_classes,
		fields,
		jurisdictions,
		labels: (),
	}
}

proptest! {
	#![proptest_config(ProptestConfig {
		cases: 4_000,
		failure_persistence: None,
		..Default::default()
	})]

	#[test]
	fn a_deny_more_should_never_permit_more(seed in 1u64.., nested: bool) {
		let mut chance = Chance(seed);
		let (request, facts, policy) = (chance.request(), chance.facts(), chance.policy());
		let circumstances = circumstances(&facts);
		let before: Vec<_> = (0..chance.below(4)).map(|_| chance.directive()).collect();
		let mut after = before.clone();
		let deny = Rule { decision: Decision::Deny, ..chance.provision(nested) };
		if nested {
			if let Some(last) = after.last_mut() {
				let _ = last.exceptions.try_push(deny);
			}
		} else {
			after.push(deny.into());
		}
		let ask = |directives: &[Labelled]| {
			fields(decide(&request, &circumstances, &numbered(directives), policy, NOW))
		};
		prop_assert!(ask(&after).without(ask(&before)).is_empty());
	}

	#[test]
	fn no_consent_should_leave_it_to_the_policy(seed in 1u64..) {
		let mut chance = Chance(seed);
		let (request, facts, policy) = (chance.request(), chance.facts(), chance.policy());
		let circumstances = circumstances(&facts);
		let ask = |directives: &[Labelled]| {
			decide(&request, &circumstances, &numbered(directives), policy, NOW)
		};
		let over = Some(Period { from: 0, until: Some(NOW) });
		let expired: Vec<_> = (0..3)
			.map(|_| {
				let mut directive = chance.directive();
				directive.root.period = over;
				directive
			})
			.collect();
		prop_assert_eq!(ask(&expired), ask(&[]));
		match ask(&[]) {
			Ok(Permit { basis: Basis::Policy { policy: id }, fields }) => {
				prop_assert_eq!(Some(id), policy.map(|policy| policy.id));
				prop_assert_eq!(fields, request.data.fields);
			},
			Ok(Permit { basis: Basis::Consent { .. }, .. }) | Err(Denial::ByConsent { .. }) => {
				prop_assert!(false, "nobody has consented");
			},
			_ => {},
		}
	}

	#[test]
	fn expiry_should_be_a_matter_of_now_alone(seed in 1u64.., shift in 0u64..1_000_000) {
		// Moved in time with everything else, a request is answered as before.
		let mut chance = Chance(seed);
		let (mut request, facts, policy) = (chance.request(), chance.facts(), chance.policy());
		let circumstances = circumstances(&facts);
		let mut directives: Vec<_> = (0..3).map(|_| chance.directive()).collect();
		let before = decide(&request, &circumstances, &numbered(&directives), policy, NOW);
		request.data.collected += shift;
		for directive in &mut directives {
			let Directive { root, exceptions, .. } = directive;
			let mut nested: Vec<_> = exceptions.clone().into();
			for rule in std::iter::once(root).chain(&mut nested) {
				for period in [&mut rule.period, &mut rule.data_period].into_iter().flatten() {
					period.from += shift;
					period.until = period.until.map(|until| until + shift);
				}
			}
			*exceptions = nested.try_into().unwrap();
		}
		let after =
			decide(&request, &circumstances, &numbered(&directives), policy, NOW + shift);
		prop_assert_eq!(before, after);
	}

	#[test]
	fn labels_that_restrict_nothing_should_be_as_none(seed in 1u64..) {
		let mut chance = Chance(seed);
		let (request, facts, policy) = (chance.request(), chance.facts(), chance.policy());
		let mut directives: Vec<_> = (0..3).map(|_| chance.directive()).collect();
		let labelled = circumstances(&facts);
		let mut plain = Vec::new();
		for (consent, directive) in (1..).zip(&mut directives) {
			directive.root.labels = Labels::default();
			let nested: Vec<Rule> = directive
				.exceptions
				.iter()
				.map(|rule| Rule { labels: Labels::default(), ..rule.clone() })
				.collect();
			directive.exceptions = nested.try_into().unwrap();
			let exceptions: Vec<_> = directive.exceptions.iter().map(strip).collect();
			let stripped = Directive {
				root: strip(&directive.root),
				exceptions: exceptions.try_into().unwrap(),
				custodians: directive.custodians.clone(),
				study: directive.study,
			};
			plain.push(ActiveDirective { consent, version: 1, directive: stripped });
		}
		let unlabelled = Circumstances {
			speaks_for_patient: labelled.speaks_for_patient,
			groups: labelled.groups,
			jurisdiction: labelled.jurisdiction,
			released: labelled.released,
			open_use: labelled.open_use,
			closed_to_break_glass: labelled.closed_to_break_glass,
			labels: &(),
		};
		prop_assert_eq!(
			decide(&request, &labelled, &numbered(&directives), policy, NOW),
			decide(&request, &unlabelled, &plain, policy, NOW)
		);
	}
}
