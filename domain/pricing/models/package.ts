import type { PackagePrice } from '../../catalog/offering';
import { Big, decimal } from '../../decimal';
import type { ModelRules } from './model-rules';
import { priceOr0 } from './tiers';

/** How many blocks are begun; by remainder, so that no division is rounded. */
const begunBlocks = (units: Big, size: Big): Big => {
  const rest = units.mod(size);
  return units
    .minus(rest)
    .div(size)
    .plus(rest.eq('0') ? '0' : '1');
};

const chargedBlocks = ({ size, freeUnits }: PackagePrice, quantity: Big): Big => {
  const charged = quantity.minus(priceOr0(freeUnits));
  return charged.gt('0') ? begunBlocks(charged, decimal(size)) : new Big('0');
};

/** A price for each begun block above the free units. */
export const packages: ModelRules<PackagePrice> = {
  amount: (model, { quantity }) => chargedBlocks(model, quantity).times(decimal(model.price)),
  parts: (model, { quantity }) => {
    const units = chargedBlocks(model, quantity);
    const { price } = model;
    return [{ tier: null, part: 'price', units, price, amount: units.times(decimal(price)) }];
  },
  mapPrices: (model, change) => ({ ...model, price: change(model.price, { tier: null, part: 'price' }) }),
  check: ({ size }, refuse) => {
    if (decimal(size).eq('0')) refuse('/size', 'a block has a size');
  },
};
