import type { PriceModel } from '../catalog/offering';
import type { DecimalText } from '../decimal';
import { decimal } from '../decimal';
import type { PricePlace } from '../pricing/models/model-rules';
import { mapPrices } from '../pricing/rate';
import type { ByLevel, ChannelPrices, Level } from './chain';
import { byLevel, levels, minimumChain, priceChain, withTax } from './chain';
import type { ListLevel } from './price-list';

/** One component that is for sale, at what its vendor asks. */
export interface OfferedComponent {
  readonly planId: string;
  readonly component: string;
  readonly vendorPrice: PriceModel;
  /** Least that it comes to in a period, at the vendor. */
  readonly minimumSpend?: DecimalText | undefined;
  /** The level that the price is of, where a tier adds the component. */
  readonly from?: ListLevel | undefined;
  /** What its tier has asked so far; absent where that stays. */
  readonly priceBefore?: PriceModel | undefined;
}

/** One price that a change of mark-ups changes. */
export interface PriceImpact extends PricePlace {
  readonly planId: string;
  readonly component: string;
  /** Of a price in another currency than the plan's. */
  readonly currency?: string;
  readonly level: Level;
  readonly before: DecimalText;
  readonly after: DecimalText;
  /** True when the new price is lower than what its tier pays itself: a warning, or a reason to refuse. */
  readonly belowCost: boolean;
}

interface OnePrice extends PricePlace {
  readonly price: DecimalText;
}

const pricesOf = (model: PriceModel): OnePrice[] => {
  const prices: OnePrice[] = [];
  mapPrices(model, (price, place) => {
    prices.push({ ...place, price });
    return price;
  });
  return prices;
};

/**
 * What a change of mark-ups does before it is saved: every price that it changes at any level, old and new, in the order
 * of the components and down the channel (`product.md` §5).
 * @throws DomainError `price-entry-invalid` when the new mark-ups are none
 */
export const markUpImpact = (
  before: ChannelPrices,
  after: ChannelPrices,
  components: readonly OfferedComponent[],
): PriceImpact[] =>
  components.flatMap((offered) => {
    const { planId, component } = offered;
    const old = chainPrices({ ...offered, vendorPrice: offered.priceBefore ?? offered.vendorPrice }, before);
    const next = chainPrices(offered, after);
    return levels.flatMap((level) =>
      changedPrices(old[level], next, level, after.includedTax).map((change) => ({
        planId,
        component,
        level,
        ...change,
      })),
    );
  });

type Change = Omit<PriceImpact, 'planId' | 'component' | 'level'>;

/** Every price of a component at every level, its minimum the last. */
const chainPrices = (
  { planId, component, vendorPrice, minimumSpend, from }: OfferedComponent,
  prices: ChannelPrices,
): ByLevel<OnePrice[]> => {
  const models = priceChain(planId, component, vendorPrice, prices, from);
  const minimums = minimumSpend === undefined ? null : minimumChain(planId, component, minimumSpend, prices);
  return byLevel((level) => [
    ...pricesOf(models[level]),
    ...(minimums === null ? [] : [{ tier: null, part: 'minimum' as const, price: minimums[level] }]),
  ]);
};

const changedPrices = (
  olds: readonly OnePrice[],
  next: ByLevel<OnePrice[]>,
  level: Level,
  includedTax: DecimalText | undefined,
): Change[] => {
  const above = next[levels[Math.max(0, levels.indexOf(level) - 1)] ?? level];
  return next[level].flatMap(({ price, ...place }, at) => {
    const before = olds[at]?.price ?? price;
    if (decimal(before).eq(decimal(price))) return [];
    // A price with the tax is no loss as long as it covers the tax too.
    const paid = withTax(above[at]?.price ?? price, level === 'sellOut' ? includedTax : undefined);
    return [{ ...place, before, after: price, belowCost: decimal(price).lt(decimal(paid)) }];
  });
};
