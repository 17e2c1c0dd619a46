// SPDX-License-Identifier: Apache-2.0

use super::*;

fn admitted_nodes() -> Vec<NodeId> {
	NodeAdmission::admitted_peers().iter().map(|peer| peer.node).collect()
}

#[test]
fn a_peer_id_should_be_the_identity_multihash_of_the_key() {
	build_and_execute(|| {
		let bytes = NodeAdmission::peer_multihash(PeerId([0xab; 32]));
		assert_eq!(bytes[..6], [0x00, 0x24, 0x08, 0x01, 0x12, 0x20]);
		assert_eq!(bytes[6..], [0xab; 32]);
		// Byte 1 is how many follow.
		assert_eq!(usize::from(bytes[1]), bytes.len() - 2);
	});
}

#[test]
fn who_may_connect_should_be_whoever_was_admitted_and_isnt_over() {
	build_and_execute(|| {
		assert_eq!(admitted_nodes(), [0, 1, 2, 3]);
		let application = apply(FIFTH, NodeKind::Full).unwrap();
		assert_eq!(admitted_nodes(), [0, 1, 2, 3]);
		carried(endorsed(application));
		assert_eq!(admitted_nodes(), [0, 1, 2, 3, 4]);
		let fifth = &NodeAdmission::admitted_peers()[4];
		assert_eq!((fifth.institution, fifth.kind, fifth.peer), (FIFTH, NodeKind::Full, peer(5)));
		assert_eq!(fifth.multihash, peer(5).to_multihash());
		suspend_institution(FIFTH);
		assert_eq!(admitted_nodes(), [0, 1, 2, 3]);
		reinstate_institution(FIFTH);
		assert_eq!(admitted_nodes(), [0, 1, 2, 3, 4]);
		wait(ADMISSION_TERM);
		assert_eq!(admitted_nodes(), [0, 1, 2, 3]);
	});
}

#[test]
fn who_still_validates_should_stay_connected_until_it_has_left() {
	build_and_execute(|| {
		activated(FIFTH);
		assert_ok!(NodeAdmission::suspend(signed(COMMITTEE), founder(1)));
		rotate();
		// It isn't planned any more, but this session still needs it.
		assert_eq!(planned(), [2, 3, 4, 5]);
		assert_eq!(admitted_nodes(), [0, 1, 2, 3, 4]);
		rotate();
		assert_eq!(admitted_nodes(), [1, 2, 3, 4]);
	});
}

#[test]
fn a_key_of_an_application_should_be_no_nodes() {
	build_and_execute(|| {
		applied(FIFTH);
		assert_eq!(NodeAdmission::node_of_peer(peer(5)), None);
		assert_eq!(NodeAdmission::node_of_peer(peer(1)), Some(founder(1)));
	});
}
