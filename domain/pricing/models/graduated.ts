import type { Tier } from '../../catalog/offering';
import { Big, decimal } from '../../decimal';

/** Each unit at the price of its own tier. Bounds are inclusive: with `upTo: 9` the tenth unit is in the next tier. */
export const graduatedPrice = (quantity: Big, model: { readonly tiers: readonly Tier[] }): Big => {
  let amount = new Big('0');
  let priced = new Big('0');
  for (const tier of model.tiers) {
    const bound = tier.upTo === null ? quantity : decimal(tier.upTo);
    const reached = bound.lt(quantity) ? bound : quantity;
    if (reached.gt(priced)) {
      amount = amount.plus(reached.minus(priced).times(decimal(tier.price)));
      priced = reached;
    }
  }
  return amount;
};
