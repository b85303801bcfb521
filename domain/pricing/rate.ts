import type { PriceModel } from '../catalog/offering';
import type { DecimalText } from '../decimal';
import { Big, decimal } from '../decimal';
import { flatPrice } from './models/flat';
import { graduatedPrice } from './models/graduated';
import { perUnitPrice } from './models/per-unit';

/**
 * Quantity → amount in major units, at full precision; the caller rounds it once, on the line. Less than nothing was
 * never used: a negative quantity counts as zero.
 * @throws DomainError `decimal-invalid`
 */
export const rate = (model: PriceModel, quantity: DecimalText): Big => {
  const given = decimal(quantity);
  const units = given.lt('0') ? new Big('0') : given;
  switch (model.kind) {
    case 'flat':
      return flatPrice(model);
    case 'per-unit':
      return perUnitPrice(units, model);
    case 'graduated':
      return graduatedPrice(units, model);
  }
};

/** Applies `change` to every price of a model; `tier` is the position in a graduated model, `null` elsewhere. */
export const mapPrices = (
  model: PriceModel,
  change: (price: DecimalText, tier: number | null) => DecimalText,
): PriceModel =>
  model.kind === 'graduated'
    ? { ...model, tiers: model.tiers.map((tier, at) => ({ ...tier, price: change(tier.price, at) })) }
    : { ...model, price: change(model.price, null) };
