import type { PriceModel } from '../catalog/offering';
import type { DecimalText, Big } from '../decimal';
import { decimal } from '../decimal';
import { flatPrice } from './models/flat';
import { graduatedPrice } from './models/graduated';
import { perUnitPrice } from './models/per-unit';

/** Quantity → amount in major units, at full precision; the caller rounds it once, on the line. */
export const rate = (model: PriceModel, quantity: DecimalText): Big => {
  const units = decimal(quantity);
  switch (model.kind) {
    case 'flat':
      return flatPrice(units, model);
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
