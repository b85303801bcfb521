import { Big, decimalText } from './decimal';
import { DomainError } from './errors';

/** An amount settled to the currency's scale. `minor` is an integer of minor units, as text: plain JSON everywhere. */
export interface Money {
  readonly currency: string;
  readonly minor: string;
}

/** How an amount loses its digits; ties and `up` go away from zero, below zero too (`product.md` §2). */
export type RoundingMode = 'half-up' | 'half-even' | 'up';

const modes = { 'half-up': Big.roundHalfUp, 'half-even': Big.roundHalfEven, up: Big.roundUp } as const;

// ISO 4217, minor units that differ from two.
const otherDigits: ReadonlyMap<string, number> = new Map(
  Object.entries({
    BHD: 3,
    BIF: 0,
    CLF: 4,
    CLP: 0,
    DJF: 0,
    GNF: 0,
    IQD: 3,
    ISK: 0,
    JOD: 3,
    JPY: 0,
    KMF: 0,
    KRW: 0,
    KWD: 3,
    LYD: 3,
    OMR: 3,
    PYG: 0,
    RWF: 0,
    TND: 3,
    UGX: 0,
    UYI: 0,
    UYW: 4,
    VND: 0,
    VUV: 0,
    XAF: 0,
    XOF: 0,
    XPF: 0,
  }),
);
const twoDigits = new Set(
  (
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK ' +
    'DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK ' +
    'LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON ' +
    'RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST ' +
    'XCD YER ZAR ZMW ZWG'
  ).split(' '),
);

/**
 * Digits after the point of a currency, by ISO 4217 (JPY 0, EUR 2, KWD 3).
 * @throws DomainError `currency-unknown`
 */
export const scaleOf = (currency: string): number => {
  const scale = twoDigits.has(currency) ? 2 : otherDigits.get(currency);
  if (scale === undefined)
    throw new DomainError('currency-unknown', 'the currency is not in ISO 4217', { currency: currency.slice(0, 8) });
  return scale;
};

const powersOfTen = ['1', '10', '100', '1000', '10000'].map((power) => new Big(power));

/** Minor units of one major unit: 100 of EUR. */
const minorUnits = (currency: string): Big => powersOfTen[scaleOf(currency)] ?? new Big('10').pow(scaleOf(currency));

/** Rounds to `scale` digits after the point. */
export const roundDecimal = (value: Big, scale: number, mode: RoundingMode = 'half-up'): Big =>
  value.round(scale, modes[mode]);

/** Rounds a full-precision amount once, to the currency's scale (`product.md` §2). */
export const roundToMoney = (amount: Big, currency: string, mode: RoundingMode = 'half-up'): Money => ({
  currency,
  minor: decimalText(roundDecimal(amount.times(minorUnits(currency)), 0, mode)),
});

/** Adds amounts of one currency. @throws TypeError when currencies are mixed: a programmer's mistake */
export const addMoney = (currency: string, amounts: readonly Money[]): Money => ({
  currency,
  minor: amounts.reduce((sum, amount) => sum + minorOf(amount, currency), 0n).toString(),
});

/** Nothing, in a currency. */
export const noMoney = (currency: string): Money => ({ currency, minor: '0' });

/** `a − b`, of one currency. @throws TypeError when currencies are mixed: a programmer's mistake */
export const minusMoney = (a: Money, b: Money): Money => ({
  currency: a.currency,
  minor: (BigInt(a.minor) - minorOf(b, a.currency)).toString(),
});

/** An amount, a whole number of times. */
export const timesMoney = ({ currency, minor }: Money, times: number): Money => ({
  currency,
  minor: (BigInt(minor) * BigInt(times)).toString(),
});

/** The smaller of two amounts of one currency. @throws TypeError when currencies are mixed: a programmer's mistake */
export const leastMoney = (a: Money, b: Money): Money => (minorOf(b, a.currency) < BigInt(a.minor) ? b : a);

/**
 * Splits by weight, largest remainder first, ties to the first. The parts always sum to the whole (`product.md` §2).
 * @throws RangeError when a weight is negative or all are zero: a programmer's mistake
 */
export const allocate = (whole: Money, weights: readonly bigint[]): Money[] => {
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (sum <= 0n || weights.some((weight) => weight < 0n))
    throw new RangeError('weights are not negative, and one of them is positive');
  const minor = BigInt(whole.minor);
  const sign = minor < 0n ? -1n : 1n;
  const shares = weights.map((weight, at) => ({
    at,
    units: (minor * sign * weight) / sum,
    rest: (minor * sign * weight) % sum,
  }));
  const spare = minor * sign - shares.reduce((total, share) => total + share.units, 0n);
  const byRest = [...shares].sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest < b.rest ? 1 : -1));
  const lucky = new Set(byRest.slice(0, Number(spare)).map((share) => share.at));
  return shares.map((share) => ({
    currency: whole.currency,
    minor: (sign * (share.units + (lucky.has(share.at) ? 1n : 0n))).toString(),
  }));
};

/** An amount as a decimal of major units, exact. */
export const majorUnits = (money: Money): Big => new Big(money.minor).div(minorUnits(money.currency));

// Postgres keeps minor units as bigint.
const mostMinor = 2n ** 63n - 1n;

/** True for an amount that the books can hold. */
export const isSettleable = ({ minor }: Money): boolean => BigInt(minor) <= mostMinor && BigInt(minor) >= -mostMinor;

const minorOf = (amount: Money, currency: string): bigint => {
  if (amount.currency !== currency) throw new TypeError(`cannot mix ${amount.currency} and ${currency}`);
  return BigInt(amount.minor);
};
