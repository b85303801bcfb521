import { Big } from '../../decimal';
import { checkTiers } from './check-tiers';
import type { ModelRules } from './model-rules';
import type { Tiered } from './tiers';
import { mapTiers, priceOr0, reachedTiers, tierParts } from './tiers';

/** Each unit at the price of its own tier, plus the flat part of every tier reached. */
export const graduated: ModelRules<Tiered> = {
  amount: ({ tiers }, { quantity }) =>
    reachedTiers(tiers, quantity).reduce(
      (sum, { tier, units }) => sum.plus(units.times(priceOr0(tier.unitPrice))).plus(priceOr0(tier.flat)),
      new Big('0'),
    ),
  parts: (model, { quantity }) => reachedTiers(model.tiers, quantity).flatMap((reached) => tierParts(model, reached)),
  mapPrices: mapTiers,
  check: ({ tiers }, refuse) => checkTiers(tiers, { prices: ['unitPrice', 'flat'], isOpen: true }, refuse),
  billedTiers: ({ tiers }, quantity) => reachedTiers(tiers, quantity).map(({ tier }) => tier),
};
