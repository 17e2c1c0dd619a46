// SPDX-License-Identifier: Apache-2.0

//! What data is used for: the codes of HL7 v3 ActReason that are a PurposeOfUse.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

enum_with_set! {
	/// What data is used for. The variants are named as the codes are in HL7 v3 ActReason.
	PurposeOfUse,
	/// A set of [`PurposeOfUse`]s, each named for itself: see [`Purposes::cover`] for what else
	/// they stand for.
	Purposes(u64),
	/// Treatment.
	TREAT = 0,
	/// Treatment within a clinical trial.
	CLINTRL = 1,
	/// Coordination of care.
	COC = 2,
	/// Emergency treatment.
	ETREAT = 3,
	/// Break the glass: emergency access by somebody who would be refused.
	BTG = 4,
	/// Treatment in an emergency room.
	ERTREAT = 5,
	/// Population health.
	POPHLTH = 6,
	/// Payment for care.
	HPAYMT = 7,
	/// Attachments to claims.
	CLMATTCH = 8,
	/// Authorisation of coverage.
	COVAUTH = 9,
	/// Coverage under a policy.
	COVERAGE = 10,
	/// Determination of eligibility.
	ELIGDTRM = 11,
	/// Verification of eligibility.
	ELIGVER = 12,
	/// Enrolment in coverage.
	ENROLLM = 13,
	/// Discharge from military service.
	MILDCRG = 14,
	/// Remittance advice.
	REMITADV = 15,
	/// Operations of care providers.
	HOPERAT = 16,
	/// Care management.
	CAREMGT = 17,
	/// Donation.
	DONAT = 18,
	/// Detection of fraud.
	FRAUD = 19,
	/// Government.
	GOV = 20,
	/// Accreditation.
	HACCRED = 21,
	/// Compliance.
	HCOMPL = 22,
	/// Care of the deceased: handling a decedent's affairs.
	HDECD = 23,
	/// Directories.
	HDIRECT = 24,
	/// Health data management.
	HDM = 25,
	/// Legal matters.
	HLEGAL = 26,
	/// Outcomes of care.
	HOUTCOMS = 27,
	/// Programme reporting.
	HPRGRP = 28,
	/// Improvement of quality.
	HQUALIMP = 29,
	/// Administration of systems.
	HSYSADMIN = 30,
	/// Labelling.
	LABELING = 31,
	/// Management of metadata.
	METAMGT = 32,
	/// Administration of members.
	MEMADMIN = 33,
	/// Military command.
	MILCDM = 34,
	/// Administration of patients.
	PATADMIN = 35,
	/// Safety of patients.
	PATSFTY = 36,
	/// Measurement of performance.
	PERFMSR = 37,
	/// Management of records.
	RECORDMGT = 38,
	/// Development of systems.
	SYSDEV = 39,
	/// Test data.
	HTEST = 40,
	/// Training.
	TRAIN = 41,
	/// Research.
	HRESCH = 42,
	/// Biomedical research.
	BIORCH = 43,
	/// Clinical trials.
	CLINTRCH = 44,
	/// Clinical trials without care of patients.
	CLINTRCHNPC = 45,
	/// Clinical trials with care of patients.
	CLINTRCHPC = 46,
	/// Before clinical trials.
	PRECLINTRCH = 47,
	/// Research on disease.
	DSRCH = 48,
	/// Research on populations' origins or ancestry.
	POARCH = 49,
	/// Translational research.
	TRANSRCH = 50,
	/// At the patient's request.
	PATRQT = 51,
	/// At the request of the family.
	FAMRQT = 52,
	/// At the request of a holder of a power of attorney.
	PWATRNY = 53,
	/// At the request of a support network.
	SUPNWK = 54,
	/// Public health.
	PUBHLTH = 55,
	/// Disasters.
	DISASTER = 56,
	/// Threats to public health.
	THREAT = 57,
	/// Marketing.
	HMARKT = 58,
}

impl PurposeOfUse {
	/// The purpose that this is a kind of, if it is one (the is-a hierarchy of v3 ActReason).
	pub const fn parent(self) -> Option<Self> {
		Some(match self {
			Self::CLINTRL | Self::COC | Self::ETREAT | Self::POPHLTH => Self::TREAT,
			Self::BTG | Self::ERTREAT => Self::ETREAT,
			Self::CLMATTCH | Self::COVAUTH | Self::COVERAGE | Self::REMITADV => Self::HPAYMT,
			Self::ELIGDTRM | Self::ELIGVER | Self::ENROLLM | Self::MILDCRG => Self::COVERAGE,
			Self::CAREMGT
			| Self::DONAT
			| Self::FRAUD
			| Self::GOV
			| Self::HACCRED
			| Self::HCOMPL
			| Self::HDECD
			| Self::HDIRECT
			| Self::HDM
			| Self::HLEGAL
			| Self::HOUTCOMS
			| Self::HPRGRP
			| Self::HQUALIMP
			| Self::HSYSADMIN
			| Self::MEMADMIN
			| Self::MILCDM
			| Self::PATADMIN
			| Self::PATSFTY
			| Self::PERFMSR
			| Self::RECORDMGT
			| Self::SYSDEV
			| Self::TRAIN => Self::HOPERAT,
			Self::LABELING | Self::METAMGT => Self::HSYSADMIN,
			Self::HTEST => Self::SYSDEV,
			Self::BIORCH | Self::CLINTRCH | Self::DSRCH | Self::POARCH | Self::TRANSRCH => {
				Self::HRESCH
			},
			Self::CLINTRCHNPC | Self::CLINTRCHPC | Self::PRECLINTRCH => Self::CLINTRCH,
			Self::FAMRQT | Self::PWATRNY | Self::SUPNWK => Self::PATRQT,
			Self::DISASTER | Self::THREAT => Self::PUBHLTH,
			Self::TREAT
			| Self::HPAYMT
			| Self::HOPERAT
			| Self::HRESCH
			| Self::PATRQT
			| Self::PUBHLTH
			| Self::HMARKT => return None,
		})
	}

	/// Whether this is `other` or a kind of it.
	pub const fn is_a(self, other: Self) -> bool {
		other.set().reach(self)
	}
}

impl Purposes {
	/// Whether `purpose` or one that it is a kind of is named.
	const fn reach(self, purpose: PurposeOfUse) -> bool {
		let mut kind = Some(purpose);
		while let Some(this) = kind {
			if self.contains(this) {
				return true;
			}
			kind = this.parent();
		}
		false
	}

	/// Whether these purposes stand for `purpose`: it is named, or one that it is a kind of is.
	///
	/// [`PurposeOfUse::BTG`] must be named itself. Breaking the glass overrides what was said of
	/// treatment; who permits treatment doesn't thereby permit that, and who forbids treatment by
	/// somebody doesn't thereby forbid being saved.
	pub const fn cover(self, purpose: PurposeOfUse) -> bool {
		match purpose {
			PurposeOfUse::BTG => self.contains(purpose),
			_ => self.reach(purpose),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::{PurposeOfUse as P, *};

	#[test]
	fn every_hierarchy_should_end_at_a_top_level_purpose() {
		let tops = [P::TREAT, P::HPAYMT, P::HOPERAT, P::HRESCH, P::PATRQT, P::PUBHLTH, P::HMARKT];
		for purpose in P::ALL {
			assert_eq!(tops.iter().filter(|top| purpose.is_a(**top)).count(), 1, "{purpose:?}");
			assert_eq!(purpose.parent().is_none(), tops.contains(purpose));
		}
		assert_eq!(P::ALL.len(), 59);
		assert!(
			P::ELIGVER.is_a(P::HPAYMT) && P::CLINTRCHPC.is_a(P::HRESCH) && P::BTG.is_a(P::TREAT)
		);
		assert!(!P::TREAT.is_a(P::ETREAT) && !P::BTG.is_a(P::ERTREAT));
	}

	#[test]
	fn a_set_should_cover_what_is_a_kind_of_its_members_and_break_glass_by_name_alone() {
		let treatment = P::TREAT.set();
		assert!(treatment.cover(P::TREAT) && treatment.cover(P::ERTREAT));
		assert!(!treatment.cover(P::HRESCH) && !treatment.cover(P::BTG));
		assert!(!P::ETREAT.set().cover(P::BTG) && P::BTG.set().cover(P::BTG));
		assert!(!P::ERTREAT.set().cover(P::TREAT));
		assert!(!Purposes(0).cover(P::TREAT));
	}
}
