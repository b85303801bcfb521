import type { Big } from '../../decimal';
import { decimal } from '../../decimal';

/** The same price for every unit. */
export const perUnitPrice = (quantity: Big, model: { readonly price: string }): Big =>
  quantity.times(decimal(model.price));
