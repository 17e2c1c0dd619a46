// SPDX-License-Identifier: Apache-2.0

//! What challenges are made of.

use crate::DOMAIN;
use merlin::Transcript;
use rand_core::{CryptoRng, Error, RngCore};

/// The transcript that prover and verifier begin with: it binds all that is stated.
pub fn begin(commitment: &[u8; 32], least: u64, most: u64, context: &[u8]) -> Transcript {
	let mut transcript = Transcript::new(DOMAIN);
	transcript.append_message(b"commitment", commitment);
	transcript.append_u64(b"least", least);
	transcript.append_u64(b"most", most);
	transcript.append_message(b"context", context);
	transcript
}

/// Challenges of a transcript, for what asks for randomness. As hard to foresee as what went into
/// the transcript, and no secret to whoever knows that.
pub struct Challenges(pub Transcript);

impl RngCore for Challenges {
	fn next_u32(&mut self) -> u32 {
		let mut bytes = [0; 4];
		self.fill_bytes(&mut bytes);
		u32::from_le_bytes(bytes)
	}

	fn next_u64(&mut self) -> u64 {
		let mut bytes = [0; 8];
		self.fill_bytes(&mut bytes);
		u64::from_le_bytes(bytes)
	}

	fn fill_bytes(&mut self, bytes: &mut [u8]) {
		self.0.challenge_bytes(b"challenge", bytes);
	}

	fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
		self.fill_bytes(bytes);
		Ok(())
	}
}

// Whoever wants secrets of it has to have put some in.
impl CryptoRng for Challenges {}
