// SPDX-License-Identifier: Apache-2.0

//! What scenarios about consent and disclosures need: directives, requests, and what the log says.

use crate::*;
use consent_core::{ActorRef, Directive, Provision};
use galen_primitives::{keys::PublicKey, ConsentId, Denial, FieldGroups, Permit, PurposeOfUse};
use pallet_consent::Call as ConsentCall;
use pallet_disclosures::{Call as DisclosuresCall, Event, GrantId, Happening, LogEntry};

/// A directive of the runtime.
pub type RuntimeDirective = Directive<AccountId>;

/// The key that recipients of scenarios name.
pub const RECIPIENT_KEY: PublicKey = PublicKey::X25519([9; 32]);

/// Permits these parts of documents for treatment by `institution`, until a moment.
pub fn treatment_by(
	institution: InstitutionId,
	fields: FieldGroups,
	until: Moment,
) -> RuntimeDirective {
	let mut root = Provision::permit();
	root.period = Some(Period { from: 0, until: Some(until) });
	root.actors = vec![ActorRef::Institution(institution)].try_into().expect("one fits; qed");
	root.purposes = PurposeOfUse::TREAT.set();
	root.fields = fields;
	root.into()
}

/// The call by which a patient gives a consent.
pub fn grant(patient: PatientId, directive: RuntimeDirective) -> RuntimeCall {
	ConsentCall::grant { patient, directive, source: document(77), replaces: None }.into()
}

/// The call by which a patient withdraws one.
pub fn withdraw(patient: PatientId, consent: ConsentId) -> RuntimeCall {
	ConsentCall::withdraw { patient, consent }.into()
}

/// The call that asks for a record's first version.
pub fn request(record: RecordId, fields: FieldGroups, purpose: PurposeOfUse) -> RuntimeCall {
	let recipient_key = RECIPIENT_KEY;
	DisclosuresCall::request { record, version: 1, fields, purpose, study: None, recipient_key }
		.into()
}

/// The one entry that a call has added to a log.
pub fn logged(receipt: &Receipt) -> LogEntry<AccountId> {
	receipt.find(|event| match event {
		RuntimeEvent::Disclosures(Event::Logged { entry, .. }) => Some(entry.clone()),
		_ => None,
	})
}

/// What a request came to.
pub fn answer(receipt: &Receipt) -> Result<(GrantId, Permit), Denial> {
	let entry = logged(receipt);
	match entry.what {
		Happening::Granted { grant, basis, .. } => {
			let fields = entry.data.expect("a grant is of something").fields;
			Ok((grant, Permit { fields, basis }))
		},
		Happening::Denied { denial } => Err(denial),
		other => panic!("not an answer: {other:?}"),
	}
}

impl Chain {
	/// Has `staff` ask for a record, and says what came of it.
	#[track_caller]
	pub fn ask(
		&mut self,
		staff: &Signer,
		record: RecordId,
		fields: FieldGroups,
		purpose: PurposeOfUse,
	) -> Result<(GrantId, Permit), Denial> {
		answer(&self.submit(staff, request(record, fields, purpose)).succeeds())
	}
}
