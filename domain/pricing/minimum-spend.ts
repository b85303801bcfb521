import { Big } from '../decimal';

/**
 * What the charges of a component or a plan lack to its minimum spend, 0 when it is reached; due at the end of the period
 * (`product.md` §4). Both in major units of one currency.
 */
export const trueUp = (minimum: Big, charged: Big): Big =>
  charged.gte(minimum) ? new Big('0') : minimum.minus(charged);
