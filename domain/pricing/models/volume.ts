import { Big } from '../../decimal';
import { checkTiers } from './check-tiers';
import type { ModelRules } from './model-rules';
import type { Tiered } from './tiers';
import { holdingTier, mapTiers, priceOr0, tierParts } from './tiers';

/** All units at the price of the tier that holds them, plus its flat part. */
export const volume: ModelRules<Tiered> = {
  amount: ({ tiers }, { quantity }) => {
    const tier = holdingTier(tiers, quantity);
    return tier === undefined ? new Big('0') : quantity.times(priceOr0(tier.unitPrice)).plus(priceOr0(tier.flat));
  },
  parts: (model, { quantity }) =>
    [holdingTier(model.tiers, quantity) ?? []].flat().flatMap((tier) => tierParts(model, { tier, units: quantity })),
  mapPrices: mapTiers,
  check: ({ tiers }, refuse) => checkTiers(tiers, { prices: ['unitPrice', 'flat'], isOpen: true }, refuse),
  billedTiers: ({ tiers }, quantity) => [holdingTier(tiers, quantity) ?? []].flat(),
};
