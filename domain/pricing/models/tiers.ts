import type { Tier } from '../../catalog/offering';
import type { DecimalText } from '../../decimal';
import { Big, decimal } from '../../decimal';
import { DomainError } from '../../errors';
import type { AmountPart, PriceChange } from './model-rules';

/** A model made of tiers. */
export interface Tiered {
  readonly tiers: readonly Tier[];
}

const zero = new Big('0');
const one = new Big('1');
const hundredth = new Big('0.01');

/** A price that may be missing, as a number. */
export const priceOr0 = (price: DecimalText | undefined): Big => (price === undefined ? zero : decimal(price));

/** A tier with the units of a quantity that lie inside it. */
export interface ReachedTier {
  readonly tier: Tier;
  readonly units: Big;
}

const noTier = (): DomainError => new DomainError('quantity-invalid', 'no tier of the price has this quantity');

// Nothing reaches no tier, unless the first one begins there.
const reachedByNothing = (tiers: readonly Tier[]): readonly Tier[] =>
  tiers.slice(0, 1).filter(({ from }) => decimal(from).eq(zero));

/**
 * The tiers that a quantity reaches, from the first. Units inside are those above the tier below, up to the tier's bound.
 * @throws DomainError `quantity-invalid` above the last bound
 */
export const reachedTiers = (tiers: readonly Tier[], quantity: Big): readonly ReachedTier[] => {
  if (quantity.eq(zero)) return reachedByNothing(tiers).map((tier) => ({ tier, units: zero }));
  const reached: ReachedTier[] = [];
  let below = zero;
  for (const tier of tiers) {
    const bound = tier.to === null ? quantity : decimal(tier.to);
    if (bound.gte(quantity)) return [...reached, { tier, units: quantity.minus(below) }];
    reached.push({ tier, units: bound.minus(below) });
    below = bound;
  }
  throw noTier();
};

/**
 * The one tier that holds a quantity; `undefined` for nothing, unless the first tier begins there.
 * @throws DomainError `quantity-invalid` above the last bound
 */
export const holdingTier = (tiers: readonly Tier[], quantity: Big): Tier | undefined => {
  if (quantity.eq(zero)) return reachedByNothing(tiers)[0];
  const tier = tiers.find(({ to }) => to === null || decimal(to).gte(quantity));
  if (tier === undefined) throw noTier();
  return tier;
};

/** What a tier makes of the units inside it: so much for each, or percent of them, and its flat part. */
export const tierParts = ({ tiers }: Tiered, { tier, units }: ReachedTier): readonly AmountPart[] => {
  const at = tiers.indexOf(tier);
  const { unitPrice, rate, flat } = tier;
  const part = (part: AmountPart['part'], count: Big, price: DecimalText | undefined, per = one): AmountPart[] =>
    price === undefined
      ? []
      : [{ tier: at, part, units: count, price, amount: count.times(decimal(price)).times(per) }];
  const hasUnits = unitPrice !== undefined || rate !== undefined;
  return [
    ...part('price', units, unitPrice),
    ...part('price', units, rate, hundredth),
    ...part(hasUnits ? 'flat' : 'price', one, flat),
  ];
};

/** Changes every price of every tier. The one of a unit is the tier's price; where there is none, its flat part is. */
export const mapTiers = <M extends Tiered>(model: M, change: PriceChange): M => ({
  ...model,
  tiers: model.tiers.map((tier, at) => mapTier(tier, at, change)),
});

const mapTier = (tier: Tier, at: number, change: PriceChange): Tier => {
  const { unitPrice, rate, flat, setup } = tier;
  const hasUnits = unitPrice !== undefined || rate !== undefined;
  const changed = (price: DecimalText, part: 'price' | 'flat' | 'setup'): DecimalText =>
    change(price, { tier: at, part });
  return {
    ...tier,
    ...(unitPrice === undefined ? {} : { unitPrice: changed(unitPrice, 'price') }),
    ...(rate === undefined ? {} : { rate: changed(rate, 'price') }),
    ...(flat === undefined ? {} : { flat: changed(flat, hasUnits ? 'flat' : 'price') }),
    ...(setup === undefined ? {} : { setup: changed(setup, 'setup') }),
  };
};
