import type { Big } from '../../decimal';
import { decimal } from '../../decimal';

/** One price whatever the quantity; nothing for a quantity of zero. */
export const flatPrice = (quantity: Big, model: { readonly price: string }): Big =>
  quantity.eq('0') ? quantity : decimal(model.price);
