// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error, Event, ServiceEndpoint, ServiceKind};
use frame_support::{assert_noop, assert_ok};
use galen_primitives::keys::{KeyPurposes, PublicKey};
use sp_runtime::DispatchResult;

type Service = ServiceEndpoint<<Test as crate::Config>::MaxEndpointLength>;

fn service(endpoint: &str) -> Service {
	ServiceEndpoint {
		kind: ServiceKind::FhirRest,
		endpoint: endpoint.as_bytes().to_vec().try_into().unwrap(),
	}
}

fn set(services: &[Service]) -> DispatchResult {
	Institutions::set_services(by(&ADMINISTRATOR), services.to_vec().try_into().unwrap())
}

#[test]
fn services_should_replace_those_before() {
	build_and_execute(|| {
		let (fhir, other) = (service("https://fhir.example.org/r4"), service("https://a"));
		assert_ok!(set(&[fhir.clone(), other.clone()]));
		assert_eq!(
			last_event(),
			Event::ServicesSet {
				institution: HOSPITAL,
				services: vec![fhir, other.clone()].try_into().unwrap()
			}
		);
		assert_ok!(set(&[other]));
		assert_eq!(Institutions::did_document(HOSPITAL).unwrap().services.len(), 1);
		assert_ok!(set(&[]));
	});
}

#[test]
fn an_endpoint_should_be_an_https_url_in_printable_ascii() {
	build_and_execute(|| {
		for endpoint in [
			"",
			"https://",
			"https:///path",
			"http://example.org",
			"HTTPS://example.org",
			"https://exämple.org",
			"https://example.org/a b",
			"https://example.org/\n",
			"javascript:alert(1)",
		] {
			let services = [service("https://example.org"), service(endpoint)];
			assert_noop!(set(&services), Error::<Test>::InvalidEndpoint);
		}
	});
}

#[test]
fn a_did_document_should_tell_keys_and_services_in_order() {
	build_and_execute(|| {
		let (ed, x) = (PublicKey::Ed25519([1; 32]), PublicKey::X25519([2; 32]));
		let publish = |key, purposes| {
			assert_ok!(Institutions::publish_key(by(&ADMINISTRATOR), key, purposes));
		};
		publish(ed, KeyPurposes(0b11));
		publish(x, KeyPurposes::KEY_AGREEMENT);
		assert_ok!(set(&[service("https://fhir.example.org")]));

		let document = Institutions::did_document(HOSPITAL).unwrap();
		let did = format!("did:galen:{}:0", "a5".repeat(32));
		assert_eq!(document.id, did.as_bytes());
		assert_eq!(document.controller, document.id);
		assert!(!document.deactivated);
		let [first, second] = &document.verification_methods[..] else { panic!("two keys") };
		assert_eq!(first.id, format!("{did}#key-0").as_bytes());
		assert_eq!(second.id, format!("{did}#key-1").as_bytes());
		assert_eq!((first.key, first.purposes), (ed, KeyPurposes(0b11)));
		assert_eq!((second.key, second.revoked), (x, None));
		let [only] = &document.services[..] else { panic!("one service") };
		assert_eq!(only.id, format!("{did}#service-0").as_bytes());
		assert_eq!(only.kind, ServiceKind::FhirRest);
		assert_eq!(only.endpoint, b"https://fhir.example.org");
		assert_eq!(Institutions::did_document(9), None);
	});
}
