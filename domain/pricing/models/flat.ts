import type { Big } from '../../decimal';
import { decimal } from '../../decimal';

/** One price whatever the quantity. */
export const flatPrice = (model: { readonly price: string }): Big => decimal(model.price);
