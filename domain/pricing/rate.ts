import type { PriceModel, Tier } from '../catalog/offering';
import type { DecimalText } from '../decimal';
import { Big, decimal } from '../decimal';
import type { AmountPart, PriceChange, Units } from './models/model-rules';
import { rulesOf } from './models/models';

/** What was bought or used: a quantity, the amounts of single events in their order, or quantities by dimension. */
export type Usage =
  | DecimalText
  | { readonly events: readonly DecimalText[] }
  | {
      readonly parts: readonly {
        readonly dimensions: Readonly<Record<string, string>>;
        readonly quantity: DecimalText;
      }[];
    };

/**
 * Usage → amount in major units, at full precision; the caller rounds it once, on the line. Less than nothing was never
 * used: a negative quantity counts as zero. A quantity alone is one event, and has no dimensions.
 * @throws DomainError `decimal-invalid`, `quantity-invalid` for a quantity that the model has no price for
 */
export const rate = (model: PriceModel, usage: Usage): Big => rulesOf(model).amount(model, unitsOf(usage));

/** The whole quantity of what was used; never below zero. @throws DomainError `decimal-invalid` */
export const quantityOf = (usage: Usage): Big => unitsOf(usage).quantity;

/** The same amount taken apart, by the prices that it is made of; the parts sum to what `rate` gives. @throws as `rate` */
export const rateParts = (model: PriceModel, usage: Usage): readonly AmountPart[] =>
  rulesOf(model).parts(model, unitsOf(usage));

/**
 * The amount of further units of a period in which `before` have been rated on an earlier line: the price of all of them
 * less the price of those before.
 * @throws DomainError `decimal-invalid`, `quantity-invalid`
 */
export const rateMore = (model: PriceModel, before: DecimalText, quantity: DecimalText): Big =>
  rate(model, decimal(before).plus(decimal(quantity)).toFixed()).minus(rate(model, before));

/** Applies `change` to every price of a model, and keeps the rest of it. */
export const mapPrices = (model: PriceModel, change: PriceChange): PriceModel =>
  rulesOf(model).mapPrices(model, change);

/**
 * One-off fees, in major units, of the tiers that a quantity is billed at and `before` was not: each is due when its tier
 * is billed for the first time.
 * @throws DomainError `decimal-invalid`, `quantity-invalid`
 */
export const setupFee = (model: PriceModel, quantity: DecimalText, before: DecimalText | null = null): Big =>
  firstBilled(model, quantity, before).reduce((sum, { setup = '0' }) => sum.plus(decimal(setup)), new Big('0'));

/** The fees that `setupFee` adds up, one by one. @throws DomainError `decimal-invalid`, `quantity-invalid` */
export const setupParts = (
  model: PriceModel,
  quantity: DecimalText,
  before: DecimalText | null = null,
): readonly AmountPart[] =>
  firstBilled(model, quantity, before).flatMap((tier): AmountPart[] => {
    const { setup: price } = tier;
    if (price === undefined) return [];
    const at = 'tiers' in model ? model.tiers.indexOf(tier) : null;
    return [{ tier: at, part: 'setup', units: new Big('1'), price, amount: decimal(price) }];
  });

/** The tiers that a quantity is billed at, and `before` was not. */
const firstBilled = (model: PriceModel, quantity: DecimalText, before: DecimalText | null): readonly Tier[] => {
  const { billedTiers } = rulesOf(model);
  if (billedTiers === undefined) return [];
  const paid = before === null ? [] : billedTiers(model, atLeast0(before));
  return billedTiers(model, atLeast0(quantity)).filter((tier) => !paid.includes(tier));
};

const atLeast0 = (text: DecimalText): Big => {
  const given = decimal(text);
  return given.lt('0') ? new Big('0') : given;
};

const unitsOf = (usage: Usage): Units => {
  if (typeof usage === 'string') return unitsOfQuantity(atLeast0(usage));
  if ('events' in usage) {
    const events = usage.events.map(atLeast0);
    return { quantity: sumOf(events), events, parts: [] };
  }
  const parts = usage.parts.map(({ dimensions, quantity }) => ({ dimensions, quantity: atLeast0(quantity) }));
  const quantities = parts.map(({ quantity }) => quantity);
  return { quantity: sumOf(quantities), events: quantities, parts };
};

const unitsOfQuantity = (quantity: Big): Units => ({
  quantity,
  events: quantity.eq('0') ? [] : [quantity],
  parts: [{ dimensions: {}, quantity }],
});

const sumOf = (all: readonly Big[]): Big => all.reduce((sum, each) => sum.plus(each), new Big('0'));
