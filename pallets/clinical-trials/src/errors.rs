// SPDX-License-Identifier: Apache-2.0

//! Why a call is refused: an error for each cause.

use frame_support::pallet_macros::pallet_section;

/// What is refused.
#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such study.
		UnknownStudy,
		/// There is no such version of the protocol.
		UnknownVersion,
		/// The institution isn't a site of the study.
		UnknownSite,
		/// There is no such subject in the study.
		UnknownSubject,
		/// There is no such institution, or it isn't in force.
		UnknownInstitution,
		/// A digest is all zeros: a field was left empty.
		ZeroDigest,
		/// The number isn't one of ClinicalTrials.gov: `NCT` and eight digits.
		InvalidNct,
		/// The number isn't one of the EU's: `YYYY-5NNNNN-NN-NN`.
		InvalidEuCt,
		/// The sponsor's number is empty or has other characters than GS1's set 82.
		InvalidSponsorNumber,
		/// A study with that registry number exists.
		AlreadyRegistered,
		/// A study has at least one arm.
		NoArms,
		/// Two arms have the same label.
		SameArm,
		/// A study that randomises has two arms and a randomisation point at least; another one has
		/// no point.
		PointsDontSuit,
		/// The quorum is none, or more than the monitors.
		InvalidQuorum,
		/// The same account sits twice on the board.
		SameMonitor,
		/// The registrar is the sponsor or affiliated with it.
		RegistrarNotIndependent,
		/// The registrar's key is all zeros.
		InvalidKey,
		/// The kit's number isn't a GTIN.
		InvalidKit,
		/// A criterion that nothing can meet, or without a field.
		InvalidCriterion,
		/// Categories that stand for nothing.
		InvalidCategories,
		/// Nobody is to be enrolled.
		NoTarget,
		/// Another institution is the sponsor.
		NotSponsor,
		/// The document is a version of this protocol already.
		DocumentKnown,
		/// The protocol can't be amended at this point of the study.
		NotAmendable,
		/// An earlier amendment's moment for signing again is still to come, and earlier than this
		/// one's.
		ReconsentPending,
		/// The version is the current one, or older.
		VersionNotNewer,
		/// More are enrolled already than were to be.
		TargetBelowEnrolled,
		/// The study can't go there from where it is.
		ImpossibleTransition,
		/// The version was rejected. Amend it first.
		NothingNew,
		/// Nobody may be enrolled or screened: the study isn't open for accrual.
		NotRecruiting,
		/// The study was never open, or has ended.
		NotUnderWay,
		/// Subjects are still being screened or on study.
		SubjectsOnStudy,
		/// The institution reviews no research.
		NotACommittee,
		/// The committee is the sponsor's own, or of an institution affiliated with it.
		NotIndependent,
		/// The version is older than the current one.
		VersionSuperseded,
		/// The version needs no approval of its own: it goes with the one before.
		NotSubstantial,
		/// The study is a draft, or has ended: there is nothing to review.
		NotUnderReview,
		/// A term ends before or when it begins, or is over.
		InvalidTerm,
		/// No site is named.
		NoSites,
		/// The committee has not approved the version.
		NotApproved,
		/// The committee has rejected the version.
		Rejected,
		/// The approval isn't valid yet.
		ApprovalNotYetValid,
		/// The approval has expired.
		ApprovalExpired,
		/// The committee has suspended its approval.
		ApprovalIsSuspended,
		/// The approval is for other sites.
		SiteNotApproved,
		/// The study, as far as it is meant, is halted already.
		AlreadyHalted,
		/// There is no such halt.
		NotHalted,
		/// A regulator has halted the study.
		HaltedByRegulator,
		/// The monitoring board has halted the study.
		HaltedByMonitors,
		/// Subjects aren't randomised or treated now.
		InterventionStopped,
		/// Data about subjects is never the sponsor's to write.
		SponsorsStaff,
		/// The institution is a site already.
		AlreadyInitiated,
		/// The institution doesn't treat patients.
		NotACareProvider,
		/// The site's principal investigator is somebody else.
		NotPrincipalInvestigator,
		/// The site is open already.
		SiteAlreadyOpen,
		/// The site isn't open.
		SiteNotOpen,
		/// The site was closed.
		SiteIsClosed,
		/// A bit that stands for no duty.
		UnknownDuty,
		/// Nothing was delegated, and nothing is.
		NothingDelegated,
		/// What the account may do has changed too often. Delegate to another one.
		TooManyDelegations,
		/// The duty isn't delegated to the account at this site.
		NotDelegated,
		/// The account doesn't speak for the patient in matters of research.
		NotThePatient,
		/// That very form was signed already.
		SameForm,
		/// The patient takes part at another site.
		OtherSite,
		/// The patient has signed nothing.
		NotSigned,
		/// An amendment asks for a new signature.
		ReconsentDue,
		/// The role can't ask for data for research.
		RoleDenied,
		/// The site hasn't released its data for the study.
		NotReleased,
		/// A directive of the patient forbids it.
		ForbiddenByPatient,
		/// No directive of the patient permits it.
		NoConsent,
		/// The patient's directive is active, or another one has taken its place.
		ConsentActive,
		/// The patient is a subject of the study already.
		AlreadyInStudy,
		/// The subject isn't being screened.
		NotInScreening,
		/// Nobody has attested that the subject is eligible.
		NotEligible,
		/// The subject was enrolled.
		AlreadyEnrolled,
		/// The subject isn't on study.
		NotOnStudy,
		/// As many are enrolled as were to be.
		TargetReached,
		/// The registrar hasn't signed this token for this subject.
		InvalidToken,
		/// The registrar's statement has expired.
		TokenExpired,
		/// The person takes part already, maybe by another pseudonym.
		TokenUsed,
		/// The registrar's key is destroyed.
		KeyDestroyed,
		/// The registrar is another institution.
		NotRegistrar,
		/// The study may still enrol.
		NotClosed,
		/// The database is locked.
		DatabaseLocked,
		/// The database isn't locked yet.
		NotLocked,
		/// The study doesn't randomise.
		DoesNotRandomise,
		/// The study has fewer randomisation points.
		PointOutOfRange,
		/// Subjects are enrolled already: a list sealed now proves nothing.
		EnrolmentBegun,
		/// Another institution's statisticians hold the lists.
		NotStatistician,
		/// There is a list for that point and stratum already.
		ListExists,
		/// There is no list for that point and stratum.
		UnknownList,
		/// A list has at least one leaf, and no more than can be opened at once.
		InvalidLength,
		/// The chain can't compute this hash.
		Unsupported,
		/// Every leaf of the list is used.
		ListExhausted,
		/// The leaf isn't the next one of the list.
		InvalidPath,
		/// The subject is randomised at this point already.
		AlreadyRandomised,
		/// The subject isn't randomised at this point.
		NotRandomised,
		/// The study hides no arm from anybody.
		NotMasked,
		/// No analysis plan is registered.
		NoPlan,
		/// The list is open already.
		AlreadyOpened,
		/// The opened list is shorter or longer than the sealed one.
		WrongLength,
		/// The study has no such arm.
		UnknownArm,
		/// The opened list isn't the one that was sealed, or not in its order.
		WrongOpening,
		/// The study has no kits.
		NoKits,
		/// The study has sealed its kits, and nothing shows that this is one of them.
		KitUnproven,
		/// There is no such dispense.
		UnknownDispense,
		/// The pack is of another product than the study's kits.
		OtherProduct,
		/// Another institution than the subject's site has dispensed it.
		OtherProvider,
		/// The dispense was taken back.
		DispenseReversed,
		/// It was dispensed for somebody else.
		OtherBeneficiary,
		/// The pack is recalled.
		Recalled,
		/// The kit was handed out already.
		AlreadyHandedOut,
		/// The study has no such criterion.
		UnknownCriterion,
		/// The criterion was shown to be met already.
		AlreadyShown,
		/// There is no such record.
		UnknownRecord,
		/// The record is another patient's.
		OtherPatient,
		/// The record was entered in error or erased.
		RecordWithdrawn,
		/// What measured the record's values was found out of tolerance.
		RecordInDoubt,
		/// The record has no tree over its fields.
		NoFields,
		/// The path doesn't prove that the record has this commitment in the criterion's field.
		InvalidFieldPath,
		/// The proof doesn't show that the value lies in the range.
		InvalidProof,
		/// There is no such adverse event in the study.
		UnknownEvent,
		/// An event would begin in the future. Check the clock.
		OnsetInFuture,
		/// Somebody would become aware of it in the future. Check the clock.
		AwareInFuture,
		/// Nobody is aware of an event before it begins.
		AwareBeforeOnset,
		/// There is no such dispense or use of a device.
		UnknownSuspect,
		/// What may have caused the event is left empty.
		NoSuspect,
		/// A bit stands for no criterion of seriousness.
		UnknownSeriousness,
		/// An event is said to be serious, and no criterion says why.
		SeriousWithoutCriterion,
		/// An event meets a criterion, and is said not to be serious.
		CriterionButNotSerious,
		/// An event was fatal, and death isn't among the criteria.
		FatalWithoutDeath,
		/// The sponsor takes it for less likely than the investigator that what is tested caused it.
		CausalityDowngraded,
		/// The sponsor would have been aware before the investigator was.
		AwareBeforeInvestigator,
		/// The chain knows that the sponsor was aware earlier.
		AwarenessPostponed,
		/// Nothing of that kind has to be reported of the event.
		NothingDue,
		/// That was reported already.
		AlreadySubmitted,
		/// The account isn't on the study's monitoring board.
		NotMonitor,
		/// The member has voted for that already.
		AlreadyVoted,
		/// A change needs a reason.
		NoReason,
		/// A reason for a change is given, and nothing was captured before.
		NothingToChange,
		/// The same values were captured already.
		SameValues,
		/// Nothing was captured on that form.
		UnknownForm,
		/// The visit was recorded already.
		VisitAlreadyRecorded,
		/// What is told of would happen in the future. Check the clock.
		OccurredInFuture,
		/// No visit is part of a study before screening began.
		BeforeScreening,
		/// The institution is neither the sponsor nor the site.
		NotInvolved,
		/// There is no such query.
		UnknownQuery,
		/// The query was answered or closed.
		QueryNotOpen,
		/// The query was closed already.
		QueryAlreadyClosed,
		/// There are queries that aren't closed.
		QueriesUnclosed,
		/// That very plan is registered.
		SamePlan,
		/// Shares don't add up to 10,000 basis points, or one is none.
		SharesNotWhole,
		/// A contributor is named twice.
		SameContributor,
		/// Results are registered already.
		ResultsAlreadyRegistered,
		/// No results are registered.
		NoResults,
		/// A participant flow has a row at least.
		NoRows,
		/// The rows aren't in the order of periods and arms, or a period is missing.
		RowsOutOfOrder,
		/// Who started an arm's period neither completed it nor left, or more did.
		FlowNotConserved,
		/// The reasons don't add up to those who left.
		ReasonsDontAddUp,
		/// A reason is named twice.
		SameReason,
		/// Completion is no reason for leaving.
		CompletionAsReason,
		/// The chain has counted others who started, completed or left.
		FlowDiffers,
		/// That isn't a DOI.
		InvalidDoi,
		/// The publication is linked already.
		AlreadyLinked,
		/// As many publications are linked as can be.
		TooManyPublications,
	}
}
