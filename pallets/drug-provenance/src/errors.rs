// SPDX-License-Identifier: Apache-2.0

//! Why a call is refused: an error for each cause.

use frame_support::pallet_macros::pallet_section;

/// What is refused.
#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// The GTIN isn't one: too long, or its check digit is wrong.
		InvalidGtin,
		/// The SSCC isn't one: too long, or its check digit is wrong.
		InvalidSscc,
		/// The lot number is empty or has characters that GS1 doesn't allow.
		InvalidLot,
		/// The serial number is empty or has characters that GS1 doesn't allow.
		InvalidSerial,
		/// A digest is all zeros: a field was left empty.
		ZeroDigest,
		/// What is told of would happen in the future. Check the clock.
		OccurredInFuture,
		/// A list has nothing in it.
		EmptyList,
		/// Nothing can be kept by this storage profile.
		InvalidProfile,
		/// A pack has no content.
		NoContent,
		/// There is no such product.
		UnknownProduct,
		/// There is no such lot.
		UnknownLot,
		/// There is no such container.
		UnknownUnit,
		/// There is no such institution, or it isn't in force.
		UnknownInstitution,
		/// There is no such dispense.
		UnknownDispense,
		/// There is no such notice.
		UnknownNotice,
		/// There is no such event.
		UnknownEvent,
		/// The product, lot, container or event is on chain already.
		AlreadyExists,
		/// Another institution holds the product's marketing authorisation.
		NotMarketingHolder,
		/// The lot would expire before or when it is made.
		ExpiryNotAfterProduction,
		/// A lot has at least one pack.
		EmptyLot,
		/// The chain can't compute this hash.
		Unsupported,
		/// The product was withdrawn from the market.
		Withdrawn,
		/// The lot has expired.
		Expired,
		/// The product, the lot or the pack is recalled.
		Recalled,
		/// Another institution has the goods.
		NotHolder,
		/// The institution has nothing to do with the goods.
		NotEntitled,
		/// The goods are on their way.
		InTransit,
		/// The goods aren't on their way: never shipped, received already, or voided.
		NotInTransit,
		/// Another institution is the consignee.
		NotConsignee,
		/// The consignee is the shipper.
		SameInstitution,
		/// The consignee doesn't deal with medicines.
		NotAHandler,
		/// The carrier isn't one.
		NotACarrier,
		/// It is in another container, from which it has to be taken first.
		InsideAnother,
		/// It isn't in that container.
		NotInside,
		/// The pack is in no container.
		NotPacked,
		/// A container can't be put into itself.
		Itself,
		/// The containers would lie too deep in each other.
		TooDeep,
		/// There would be too many lots in one container.
		TooManyLots,
		/// What is in the container and what is put in can't be kept at the same temperatures.
		ProfilesConflict,
		/// A sensor watches the container by a profile that wouldn't suit what is put in.
		WatchedOtherwise,
		/// A sensor watches the container. Unbind it first.
		SensorBound,
		/// There is something in the container that is held, or not for sale.
		HoldsInside,
		/// It is held for review.
		InQuarantine,
		/// Its storage profile was breached, and nobody has released it.
		Excursion,
		/// It was found illegitimate.
		Illegitimate,
		/// Its sensor has been silent for too long.
		TelemetryGap,
		/// A sensor that vouched for it was found out of tolerance.
		SensorInDoubt,
		/// It was stolen.
		Stolen,
		/// It was destroyed.
		Destroyed,
		/// Nothing proves that there is such a pack.
		Unproven,
		/// The path doesn't prove that there is such a pack in the lot, at that place.
		InvalidPath,
		/// The case isn't a first case of the lot.
		NotAFirstCase,
		/// The serial number belongs to another lot.
		DuplicateSerial,
		/// It is held for that reason already.
		AlreadyHeld,
		/// It isn't held for that reason.
		NotHeld,
		/// It is held for as many reasons as it can be.
		TooManyHolds,
		/// Too many sensors have vouched for it. Have their spells reviewed.
		TooManySpells,
		/// Whoever raised a hold doesn't release it.
		RaisedBySelf,
		/// The regulator raised the hold, and releases it.
		HeldByRegulator,
		/// Notice was given already.
		AlreadyNotified,
		/// It is recalled already, or was in this very block.
		AlreadyRecalled,
		/// It isn't recalled.
		NotRecalled,
		/// The pack was supplied.
		AlreadyDispensed,
		/// Some of the pack was supplied.
		PartiallyDispensed,
		/// The pack was taken out of saleable stock.
		Decommissioned,
		/// The public handed the pack back.
		Returned,
		/// The pack wasn't supplied.
		NotDispensed,
		/// The pack wasn't taken out of saleable stock.
		NotDecommissioned,
		/// Nothing would be supplied.
		ZeroQuantity,
		/// There isn't so much left in the pack.
		QuantityExceeded,
		/// It was handed over already.
		AlreadyHandedOver,
		/// The dispense was taken back already.
		AlreadyReverted,
		/// Others, or others' premises, have decommissioned the pack (art. 13(1)(a)).
		OtherPremises,
		/// More than ten days have passed (art. 13(1)(b)).
		ReversalTooLate,
		/// The pack is recalled, withdrawn, illegitimate or stolen (art. 13(1)(d)).
		Flagged,
		/// The pack was supplied to the public (art. 13(1)(e)).
		SuppliedToPublic,
		/// The sensor belongs neither to who has the goods nor to who carries them.
		ForeignSensor,
		/// The sensor watches something already.
		SensorInUse,
		/// The sensor doesn't watch this container.
		SensorNotBound,
		/// A sensor watches the container already.
		AlreadyWatched,
		/// What is in the container needs no watching, or nothing is in it.
		NothingToWatch,
		/// The statement was made already.
		Replayed,
		/// An earlier statement is missing.
		StatementMissing,
		/// The window ends before or when it begins.
		EmptyPeriod,
		/// The window has no reading.
		NoReadings,
		/// The lowest reading is above the highest.
		MinAboveMax,
		/// The mean isn't between the lowest and the highest reading.
		MeanOutOfRange,
		/// The runs were counted by another range than the product's.
		OtherRange,
		/// The runs can't be those of so many readings between these extremes.
		ImpossibleRuns,
		/// The window or reading begins before the last one ended.
		Overlapping,
		/// Another institution has anchored the event, declared the item illegitimate, or dispensed.
		NotAuthor,
		/// The event was declared wrong already.
		AlreadyDeclared,
		/// An event can't correct itself.
		CorrectsItself,
		/// An event is corrected by one of the same kind.
		OtherKind,
		/// An event that was wrong itself corrects nothing.
		CorrectiveInError,
		/// The institution neither makes medicines nor holds marketing authorisations.
		NotAManufacturer,
	}
}
