import type { PriceModel, Tier } from '../catalog/offering';
import { decimal } from '../decimal';
import { DomainError } from '../errors';

/**
 * Refuses a price model that would give some quantity no price, two prices or a negative one.
 * @throws DomainError `price-model-invalid` naming the component, `decimal-invalid`
 */
export const checkPriceModel = (component: string, model: PriceModel): void => {
  const refuse = (rule: string): never => {
    throw new DomainError('price-model-invalid', rule, { component });
  };
  const prices = model.kind === 'graduated' ? model.tiers.map((tier) => tier.price) : [model.price];
  if (prices.some((price) => decimal(price).lt('0'))) refuse('a price is not negative');
  if (model.kind === 'graduated' && !areTiersWhole(model.tiers)) {
    refuse('tiers have rising bounds above zero, and the last alone has none');
  }
};

const areTiersWhole = (tiers: readonly Tier[]): boolean =>
  tiers.length > 0 &&
  tiers.every(({ upTo }, at) => {
    if (upTo === null || at === tiers.length - 1) return upTo === null && at === tiers.length - 1;
    return decimal(upTo).gt(decimal(tiers[at - 1]?.upTo ?? '0'));
  });
