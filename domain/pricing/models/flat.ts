import { Big, decimal } from '../../decimal';
import type { ModelRules } from './model-rules';

/** One price whatever the quantity. */
export const flat: ModelRules<{ readonly kind: 'flat'; readonly price: string }> = {
  amount: ({ price }) => decimal(price),
  parts: ({ price }) => [{ tier: null, part: 'price', units: new Big('1'), price, amount: decimal(price) }],
  mapPrices: (model, change) => ({ ...model, price: change(model.price, { tier: null, part: 'price' }) }),
  check: () => undefined,
};
