import { decimal } from '../../decimal';
import type { ModelRules } from './model-rules';

/** The same price for every unit. */
export const perUnit: ModelRules<{ readonly kind: 'per-unit'; readonly unitPrice: string }> = {
  amount: ({ unitPrice }, { quantity }) => quantity.times(decimal(unitPrice)),
  parts: ({ unitPrice }, { quantity }) => [
    { tier: null, part: 'price', units: quantity, price: unitPrice, amount: quantity.times(decimal(unitPrice)) },
  ],
  mapPrices: (model, change) => ({ ...model, unitPrice: change(model.unitPrice, { tier: null, part: 'price' }) }),
  check: () => undefined,
};
