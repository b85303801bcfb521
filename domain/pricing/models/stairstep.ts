import type { Tier } from '../../catalog/offering';
import { decimal } from '../../decimal';
import { checkTiers } from './check-tiers';
import type { ModelRules, Refuse } from './model-rules';
import type { Tiered } from './tiers';
import { holdingTier, mapTiers, priceOr0, tierParts } from './tiers';

/** The flat price of the tier that holds the quantity. The last tier may have a bound: more can't be bought then. */
export const stairstep: ModelRules<Tiered> = {
  amount: ({ tiers }, { quantity }) => priceOr0(holdingTier(tiers, quantity)?.flat),
  parts: (model, { quantity }) =>
    [holdingTier(model.tiers, quantity) ?? []].flat().flatMap((tier) => tierParts(model, { tier, units: quantity })),
  mapPrices: mapTiers,
  check: ({ tiers }, refuse) => {
    checkTiers(tiers, { prices: ['flat'], isOpen: false }, refuse);
    checkTags(tiers, refuse);
  },
  billedTiers: ({ tiers }, quantity) => [holdingTier(tiers, quantity) ?? []].flat(),
};

// No tag can be taken for a quantity.
const tagForm = /^[a-zA-Z][\w.-]{0,63}$/;

const checkTags = (tiers: readonly Tier[], refuse: Refuse): void => {
  const tags = tiers.map(({ tag }) => tag);
  if (tags.every((tag) => tag === undefined)) return;
  tiers.forEach(({ tag, from, to }, at) => {
    if (tag === undefined || !tagForm.test(tag))
      refuse(`/tiers/${at}/tag`, 'a tag begins with a letter, and all tiers have one');
    if (tags.indexOf(tag) !== at) refuse(`/tiers/${at}/tag`, 'a tag names one tier');
    if (to === null || !decimal(from).eq(decimal(to))) refuse(`/tiers/${at}/to`, 'a tier with a tag is one number');
  });
};
