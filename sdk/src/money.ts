// SPDX-License-Identifier: Apache-2.0

/**
 * Money: from the decimals of documents to the whole minor units that the chain counts, and back.
 *
 * How many decimals a currency has is ISO 4217's: two of the euro, none of the yen, three of the
 * Kuwaiti dinar. An amount with more of them than the currency has is refused, never rounded, and
 * nothing here is ever a floating-point number.
 */

/** A currency of ISO 4217. */
export interface Currency {
	/** `EUR` */
	readonly code: string;
	/** The numeric code, which is what the chain calls the currency and its asset: 978. */
	readonly number: number;
	/** How many decimals an amount has. */
	readonly exponent: number;
}

/**
 * The currencies in which people are paid, by how many decimals they have: codes and numbers of ISO
 * 4217 without metals, funds and test codes.
 */
const BY_EXPONENT: Readonly<Record<number, string>> = {
	0: `
	BIF 108, CLP 152, DJF 262, GNF 324, ISK 352, JPY 392, KMF 174, KRW 410, PYG 600, RWF 646,
	UGX 800, VND 704, VUV 548, XAF 950, XOF 952, XPF 953`,
	2: `
	AED 784, AFN 971, ALL 008, AMD 051, AOA 973, ARS 032, AUD 036, AWG 533, AZN 944, BAM 977,
	BBD 052, BDT 050, BMD 060, BND 096, BOB 068, BRL 986, BSD 044, BTN 064, BWP 072, BYN 933,
	BZD 084, CAD 124, CDF 976, CHF 756, CNY 156, COP 170, CRC 188, CUP 192, CVE 132, CZK 203,
	DKK 208, DOP 214, DZD 012, EGP 818, ERN 232, ETB 230, EUR 978, FJD 242, FKP 238, GBP 826,
	GEL 981, GHS 936, GIP 292, GMD 270, GTQ 320, GYD 328, HKD 344, HNL 340, HTG 332, HUF 348,
	IDR 360, ILS 376, INR 356, IRR 364, JMD 388, KES 404, KGS 417, KHR 116, KPW 408, KYD 136,
	KZT 398, LAK 418, LBP 422, LKR 144, LRD 430, LSL 426, MAD 504, MDL 498, MGA 969, MKD 807,
	MMK 104, MNT 496, MOP 446, MRU 929, MUR 480, MVR 462, MWK 454, MXN 484, MYR 458, MZN 943,
	NAD 516, NGN 566, NIO 558, NOK 578, NPR 524, NZD 554, PAB 590, PEN 604, PGK 598, PHP 608,
	PKR 586, PLN 985, QAR 634, RON 946, RSD 941, RUB 643, SAR 682, SBD 090, SCR 690, SDG 938,
	SEK 752, SGD 702, SHP 654, SLE 925, SOS 706, SRD 968, SSP 728, STN 930, SVC 222, SYP 760,
	SZL 748, THB 764, TJS 972, TMT 934, TOP 776, TRY 949, TTD 780, TWD 901, TZS 834, UAH 980,
	USD 840, UYU 858, UZS 860, VED 926, VES 928, WST 882, XCD 951, XCG 532, YER 886, ZAR 710,
	ZMW 967, ZWG 924`,
	3: `
	BHD 048, IQD 368, JOD 400, KWD 414, LYD 434, OMR 512, TND 788`,
};

/** Currencies by their letters. */
export const CURRENCIES: ReadonlyMap<string, Currency> = new Map(
	Object.entries(BY_EXPONENT).flatMap(([exponent, list]) =>
		list.split(',').map((item) => {
			const [code = '', number = ''] = item.trim().split(' ');
			return [code, { code, number: Number(number), exponent: Number(exponent) }] as const;
		}),
	),
);

/** The most that the chain counts: a `u128`. */
export const MAX_AMOUNT = (1n << 128n) - 1n;

/** What kind of obstacle a {@link MoneyError} is about. */
export type MoneyErrorCode =
	/** No currency of ISO 4217 that anybody is paid in. */
	| 'unknown-currency'
	/** No decimal. */
	| 'malformed'
	/** More decimals than the currency has. */
	| 'too-precise'
	/** Less than nothing. */
	| 'negative'
	/** More than the chain counts. */
	| 'too-large';

/** Why something is no amount of money. */
export class MoneyError extends Error {
	override readonly name = 'MoneyError';

	constructor(
		readonly code: MoneyErrorCode,
		/** What is wrong, in words that follow the place. */
		readonly reason: string,
	) {
		super(reason);
	}
}

/** The currency with these letters, or with this number. */
export function currencyOf(code: string | number): Currency {
	const found =
		typeof code === 'string'
			? CURRENCIES.get(code)
			: [...CURRENCIES.values()].find(({ number }) => number === code);
	if (found === undefined) {
		throw new MoneyError('unknown-currency', `is ${code}, no currency of ISO 4217`);
	}
	return found;
}

/** An exact decimal: `digits` times ten to the power of minus `scale`. */
export interface Decimal {
	readonly digits: bigint;
	readonly scale: number;
}

/** One. */
export const ONE: Decimal = { digits: 1n, scale: 0 };

/** More digits than these have no meaning in FHIR (R4 section 2.24.0.1), and cost time. */
const MAX_DIGITS = 40;

/** The decimal that a text is, as JSON and FHIR write numbers. */
export function parseDecimal(text: string): Decimal {
	const found = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([-+]?[0-9]{1,3}))?$/.exec(text);
	const [, sign = '', whole = '', fraction = '', exponent = '0'] = found ?? [];
	const scale = fraction.length - Number(exponent);
	if (
		found === null ||
		whole.length + fraction.length > MAX_DIGITS ||
		Math.abs(scale) > MAX_DIGITS
	) {
		throw new MoneyError('malformed', `is "${text.slice(0, 80)}", no decimal`);
	}
	const digits = BigInt(`${sign}${whole}${fraction}`);
	return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/** The exact product. */
export const times = (a: Decimal, b: Decimal): Decimal => ({
	digits: a.digits * b.digits,
	scale: a.scale + b.scale,
});

/** The decimal as a whole number of `10^-exponent`, or `undefined` if it lies between two. */
export function wholeOf({ digits, scale }: Decimal, exponent = 0): bigint | undefined {
	if (scale <= exponent) {
		return digits * 10n ** BigInt(exponent - scale);
	}
	const unit = 10n ** BigInt(scale - exponent);
	return digits % unit === 0n ? digits / unit : undefined;
}

/** The amount in minor units: `minorUnits('172.32', 'EUR')` is `17232n`. */
export function minorUnits(amount: string | Decimal, currency: Currency | string | number): bigint {
	const { code, exponent } = typeof currency === 'object' ? currency : currencyOf(currency);
	const decimal = typeof amount === 'string' ? parseDecimal(amount) : amount;
	const shown = typeof amount === 'string' ? amount : formatDecimal(amount);
	const minor = wholeOf(decimal, exponent);
	if (minor === undefined) {
		const most = exponent === 0 ? 'no decimals' : `${exponent} decimals`;
		throw new MoneyError('too-precise', `is ${shown}: ${code} has ${most}`);
	}
	if (minor < 0n) {
		throw new MoneyError('negative', `is ${shown}, less than nothing`);
	}
	if (minor > MAX_AMOUNT) {
		throw new MoneyError('too-large', `is ${shown}, more than the chain counts`);
	}
	return minor;
}

/** The decimal in digits. */
export function formatDecimal({ digits, scale }: Decimal): string {
	const sign = digits < 0n ? '-' : '';
	const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
	return scale === 0
		? `${sign}${text}`
		: `${sign}${text.slice(0, text.length - scale)}.${text.slice(text.length - scale)}`;
}

/** Minor units as a decimal with all of the currency's decimals: `formatAmount(17232n, 'EUR')`. */
export function formatAmount(minor: bigint, currency: Currency | string | number): string {
	const { exponent } = typeof currency === 'object' ? currency : currencyOf(currency);
	return formatDecimal({ digits: minor, scale: exponent });
}
