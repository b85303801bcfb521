import type { Component, PriceModel } from '../catalog/offering';
import { decimal, isDecimalText } from '../decimal';
import { DomainError } from '../errors';
import type { Refuse } from './models/model-rules';
import { rulesOf } from './models/models';

/** Tiers and rows that a price model may have: more than people read, few enough to price a line at once. */
const mostTiers = 200;

/** Words of a model that are no numbers. */
const words: ReadonlySet<string> = new Set(['kind', 'tag', 'dimensions']);

/**
 * Refuses a price model that would give some quantity no price, two prices or a negative one, before anything is sold by
 * it: bounds that overlap or leave a hole, and numbers that are negative, too long or not in plain digits.
 * @throws DomainError `price-model-invalid`, whose details name the component and, as a JSON pointer within it, the place
 */
export const checkPriceModel = ({ key, charge, price }: Pick<Component, 'key' | 'charge' | 'price'>): void => {
  const refuse: Refuse = (pointer, rule) => {
    throw new DomainError('price-model-invalid', rule, { component: key, pointer: `/price${pointer}` });
  };
  checkSize(price, refuse);
  checkNumbers(price, '', refuse);
  rulesOf(price).check(price, refuse);
  checkCharge(price, charge, refuse);
};

const checkSize = (price: PriceModel, refuse: Refuse): void => {
  if ('tiers' in price && price.tiers.length > mostTiers) refuse('/tiers', `a price has at most ${mostTiers} tiers`);
  if ('rows' in price && price.rows.length > mostTiers) refuse('/rows', `a price has at most ${mostTiers} rows`);
};

const checkNumbers = (part: object, pointer: string, refuse: Refuse): void => {
  for (const [name, value] of Object.entries(part) as [string, unknown][]) {
    if (words.has(name) || value === null || value === undefined) continue;
    const at = `${pointer}/${name}`;
    if (typeof value === 'object') checkNumbers(value, at, refuse);
    else if (typeof value !== 'string' || !isDecimalText(value)) refuse(at, 'a number is text in plain digits');
    else if (decimal(value).lt('0')) refuse(at, 'a number of a price is not negative');
  }
};

/** Charges that are due at no activation, and so no fee of a tier with them. */
const setupless: ReadonlySet<Component['charge']> = new Set(['usage', 'postpaid', 'plan-switch']);

// What is measured has no bound, and its tiers are reached when nobody is asked any more.
const checkCharge = (price: PriceModel, charge: Component['charge'], refuse: Refuse): void => {
  if (!('tiers' in price) || !setupless.has(charge)) return;
  price.tiers.forEach(({ to, setup }, at) => {
    if (setup !== undefined) refuse(`/tiers/${at}/setup`, 'a set-up fee goes with what is charged in advance');
    if (charge === 'usage' && at === price.tiers.length - 1 && to !== null)
      refuse(`/tiers/${at}/to`, 'the last tier of usage has no bound');
  });
};
