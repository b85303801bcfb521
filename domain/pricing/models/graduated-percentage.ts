import { Big } from '../../decimal';
import { checkTiers } from './check-tiers';
import type { ModelRules } from './model-rules';
import type { Tiered } from './tiers';
import { mapTiers, priceOr0, reachedTiers, tierParts } from './tiers';

const hundredth = new Big('0.01');

/** As `graduated`, where the quantity is an amount and each tier takes percent of what lies inside it. */
export const graduatedPercentage: ModelRules<Tiered> = {
  amount: ({ tiers }, { quantity }) =>
    reachedTiers(tiers, quantity).reduce(
      (sum, { tier, units }) => sum.plus(units.times(priceOr0(tier.rate)).times(hundredth)).plus(priceOr0(tier.flat)),
      new Big('0'),
    ),
  parts: (model, { quantity }) => reachedTiers(model.tiers, quantity).flatMap((reached) => tierParts(model, reached)),
  mapPrices: mapTiers,
  check: ({ tiers }, refuse) => checkTiers(tiers, { prices: ['rate', 'flat'], isOpen: true }, refuse),
  billedTiers: ({ tiers }, quantity) => reachedTiers(tiers, quantity).map(({ tier }) => tier),
};
