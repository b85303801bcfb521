import type { PriceModel } from '../catalog/offering';
import type { Big, DecimalText } from '../decimal';
import { decimal, decimalText } from '../decimal';
import type { Fraction } from '../fraction';
import { fraction, roundShare } from '../fraction';
import type { AmountPart } from './models/model-rules';
import type { Usage } from './rate';
import { mapPrices, rate, rateParts, setupFee, setupParts } from './rate';

/**
 * Usage of which an exact share is billed: an average divides by time, a factor by the units that make a billed one. A
 * decimal would round thirds too early.
 */
export interface SharedUsage {
  readonly usage: Usage;
  readonly share: Fraction;
}

/** An exact amount in major units: `amount × share`. The caller rounds it once, on the line. */
export interface SharedAmount {
  readonly amount: Big;
  readonly share: Fraction;
}

/** Digits after the point of a quantity that is written down (`product.md` §2). */
const quantityScale = 10;

// Digits of a figure that is told of an exact one without an end.
const toldScale = 20;

/** The amount of a share of usage. @throws DomainError as `rate` */
export const rateShared = (model: PriceModel, { usage, share: { part, of } }: SharedUsage): SharedAmount => ({
  amount: rate(stretched(model, of), timesUsage(usage, part)),
  share: fraction(1, BigInt(of)),
});

/** The same amount taken apart; what has no end is told with twenty decimals. @throws DomainError as `rate` */
export const sharedParts = (model: PriceModel, { usage, share }: SharedUsage): readonly AmountPart[] =>
  partsOfShare(model, share, (grown) => rateParts(grown, timesUsage(usage, share.part)));

/** A quantity of which a share is billed. */
export interface SharedQuantity {
  readonly quantity: DecimalText;
  readonly share: Fraction;
}

/**
 * The set-up fees of the tiers that a share of a quantity is billed at, and `paid` was not.
 * @throws DomainError as `setupFee`
 */
export const setupShared = (
  model: PriceModel,
  { quantity, share: { part, of } }: SharedQuantity,
  paid: SharedQuantity | null = null,
): SharedAmount => {
  const common = timesQuantity(of, paid?.share.of ?? '1');
  return {
    amount: setupFee(stretched(model, common), timesQuantity(quantity, commonPart(part, paid)), paidPart(of, paid)),
    share: fraction(1, BigInt(common)),
  };
};

/** The fees that `setupShared` adds up, one by one. @throws DomainError as `setupFee` */
export const setupSharedParts = (
  model: PriceModel,
  { quantity, share: { part, of } }: SharedQuantity,
  paid: SharedQuantity | null = null,
): readonly AmountPart[] =>
  partsOfShare(model, { part, of: timesQuantity(of, paid?.share.of ?? '1') }, (grown) =>
    setupParts(grown, timesQuantity(quantity, commonPart(part, paid)), paidPart(of, paid)),
  );

/** Both quantities are asked of one model, by whose units both shares are whole. */
const commonPart = (part: DecimalText, paid: SharedQuantity | null): DecimalText =>
  timesQuantity(part, paid?.share.of ?? '1');

const paidPart = (of: DecimalText, paid: SharedQuantity | null): DecimalText | null =>
  paid === null ? null : timesQuantity(paid.quantity, timesQuantity(paid.share.part, of));

const partsOfShare = (
  model: PriceModel,
  { of }: Fraction,
  partsOf: (grown: PriceModel) => readonly AmountPart[],
): readonly AmountPart[] => {
  if (of === '1') return partsOf(model);
  const told = (value: Big): Big => roundShare(value, fraction(1, BigInt(of)), toldScale);
  const prices = pricesByPlace(model);
  return partsOf(stretched(model, of)).map((part) => {
    const price = prices.get(placeOf(part)) ?? part.price;
    // A price that is due once has grown with the model; one of each unit has not, but there are more units.
    const isOnce = price !== part.price;
    return { ...part, price, units: isOnce ? part.units : told(part.units), amount: told(part.amount) };
  });
};

/** What is billed of a quantity, with the decimals that are written down. */
export const sharedQuantity = (quantity: Big, share: Fraction): DecimalText =>
  decimalText(roundShare(quantity, share, quantityScale));

/** Each quantity of some usage, `times` as much. */
export const timesUsage = (usage: Usage, times: DecimalText): Usage => {
  if (times === '1') return usage;
  const multiply = (quantity: DecimalText): DecimalText => timesQuantity(quantity, times);
  if (typeof usage === 'string') return multiply(usage);
  if ('events' in usage) return { events: usage.events.map(multiply) };
  return { parts: usage.parts.map((part) => ({ ...part, quantity: multiply(part.quantity) })) };
};

const timesQuantity = (quantity: DecimalText, times: DecimalText): DecimalText =>
  decimalText(decimal(quantity).times(decimal(times)));

/** Quantities, and prices that are due once for some quantity; a price of each unit is none of them. */
const growing: ReadonlySet<string> = new Set([
  ...['from', 'to', 'size', 'freeUnits', 'freeAmount'],
  ...['price', 'flat', 'setup', 'fixed', 'minPerEvent', 'maxPerEvent'],
]);

/**
 * A model by which `times` as many units cost `times` as much as by the given one, exactly: whoever bills a part of a unit
 * asks it for the whole, and divides the amount.
 */
const stretched = (model: PriceModel, times: DecimalText): PriceModel =>
  times === '1' ? model : (stretch(model, times) as PriceModel);

const stretch = (value: unknown, times: DecimalText, name = ''): unknown => {
  if (Array.isArray(value)) return value.map((each) => stretch(each, times));
  if (typeof value === 'string') return growing.has(name) ? decimalText(decimal(value).times(decimal(times))) : value;
  if (typeof value !== 'object' || value === null || name === 'dimensions') return value;
  return Object.fromEntries(Object.entries(value).map(([field, each]) => [field, stretch(each, times, field)]));
};

const placeOf = ({ tier, part }: Pick<AmountPart, 'tier' | 'part'>): string => `${String(tier)} ${part}`;

const pricesByPlace = (model: PriceModel): ReadonlyMap<string, DecimalText> => {
  const prices = new Map<string, DecimalText>();
  mapPrices(model, (price, place) => {
    prices.set(placeOf(place), price);
    return price;
  });
  return prices;
};
