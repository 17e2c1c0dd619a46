// SPDX-License-Identifier: Apache-2.0

/** The terms of GS1's Core Business Vocabulary 2.0 that events are written in. */

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** What a step of a business process is called. */
export const BIZ_STEPS = words(`
	accepting arriving assembling collecting commissioning consigning creating_class_instance
	cycle_counting decommissioning departing destroying disassembling dispensing encoding
	entering_exiting holding inspecting installing killing loading other packing picking receiving
	removing repackaging repairing replacing reserving retail_selling sampling sensor_reporting
	shipping staging_outbound stock_taking stocking storing transporting unloading unpacking
	void_shipping
`);

/** In what state something is after an event. */
export const DISPOSITIONS = words(`
	active available completeness_inferred completeness_verified conformant container_closed
	container_open damaged destroyed dispensed disposed encoded expired in_progress in_transit
	inactive mismatch_class mismatch_instance mismatch_quantity needs_replacement no_pedigree_match
	non_conformant non_sellable_other partially_dispensed recalled reserved retail_sold returned
	sellable_accessible sellable_not_accessible stolen unavailable unknown
`);

/** Kinds of business transactions. */
export const BIZ_TRANSACTION_TYPES = words(`
	bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt
`);

/** What a source or a destination is. */
export const SOURCE_DESTINATION_TYPES = words('owning_party possessing_party location');

/** Why an event is wrong. */
export const ERROR_REASONS = words('did_not_occur incorrect_data');

/** Parts of what is measured. */
export const COMPONENTS = words(`
	x y z axial_distance azimuth height spherical_radius polar_angle elevation_angle easting northing
	latitude longitude altitude
`);

/** What sensors warn of. */
export const SENSOR_ALERTS = words('ALARM_CONDITION ERROR_CONDITION');

/** What sensors measure. */
export const MEASUREMENT_TYPES = words(`
	AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Altitude AmountOfSubstance
	AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity Area
	Capacitance Conductance Conductivity Count Density Dimensionless DoseEquivalent
	DoseEquivalentRate DynamicViscosity ElectricCharge ElectricCurrent ElectricCurrentDensity
	ElectricFieldStrength Energy Exposure Force Frequency Illuminance Inductance Irradiance
	KinematicViscosity Length LinearMomentum Luminance LuminousFlux LuminousIntensity MagneticFlux
	MagneticFluxDensity MagneticVectorPotential Mass MassConcentration MassFlowRate MassPerAreaTime
	MemoryCapacity MolalityOfSolute MolarEnergy MolarMass MolarVolume Power Pressure RadiantFlux
	RadiantIntensity Radioactivity RelativeHumidity Resistance Resistivity SolidAngle SpecificVolume
	Speed SurfaceDensity SurfaceTension Temperature Time Torque Voltage Volume VolumeFlowRate
	VolumeFraction VolumetricFlux Wavenumber
`);

/** A part of the vocabulary: its terms, and how they are written as URIs. */
export interface Vocabulary {
	/** For errors: `a business step`. */
	readonly what: string;
	readonly terms: ReadonlySet<string>;
	/** What comes before a term in GS1's web vocabularies. */
	readonly web: string;
	/** What came before it in the URNs of earlier releases, if there were any. */
	readonly urn: string | undefined;
}

const CBV = 'https://ref.gs1.org/cbv/';
/** GS1's web vocabulary. */
export const VOC = 'https://ref.gs1.org/voc/';

/** The parts of the vocabulary by where events have them. */
export const VOCABULARIES = {
	bizStep: {
		what: 'a business step',
		terms: BIZ_STEPS,
		web: `${CBV}BizStep-`,
		urn: 'urn:epcglobal:cbv:bizstep:',
	},
	disposition: {
		what: 'a disposition',
		terms: DISPOSITIONS,
		web: `${CBV}Disp-`,
		urn: 'urn:epcglobal:cbv:disp:',
	},
	bizTransaction: {
		what: 'a type of business transactions',
		terms: BIZ_TRANSACTION_TYPES,
		web: `${CBV}BTT-`,
		urn: 'urn:epcglobal:cbv:btt:',
	},
	sourceDestination: {
		what: 'a type of sources and destinations',
		terms: SOURCE_DESTINATION_TYPES,
		web: `${CBV}SDT-`,
		urn: 'urn:epcglobal:cbv:sdt:',
	},
	errorReason: {
		what: 'a reason of errors',
		terms: ERROR_REASONS,
		web: `${CBV}ER-`,
		urn: 'urn:epcglobal:cbv:er:',
	},
	component: { what: 'a component', terms: COMPONENTS, web: `${CBV}Comp-`, urn: undefined },
	alert: { what: 'a sensor alert', terms: SENSOR_ALERTS, web: VOC, urn: undefined },
	measurement: { what: 'a measurement', terms: MEASUREMENT_TYPES, web: VOC, urn: undefined },
} as const satisfies Record<string, Vocabulary>;

/** Prefixes that hold in every event, whatever its context says. */
export const STANDARD_PREFIXES: ReadonlyMap<string, string> = new Map([
	['cbv', CBV],
	['gs1', VOC],
	['epcis', 'https://ref.gs1.org/epcis/'],
	// As namespaces of XML have it, without the colon that would join it to a name in a URN.
	['cbvmda', 'urn:epcglobal:cbv:mda'],
]);

/** Where GS1's web vocabulary was before, and still is in the context of EPCIS 2.0.0. */
export const FORMER_VOC = 'https://gs1.org/voc/';
