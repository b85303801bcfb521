import type { PercentagePrice } from '../../catalog/offering';
import type { DecimalText } from '../../decimal';
import { Big, decimal } from '../../decimal';
import type { AmountPart, ModelRules, PriceChange, PricePlace } from './model-rules';
import { priceOr0 } from './tiers';

const zero = new Big('0');
const one = new Big('1');
const hundredth = new Big('0.01');

/** Percent of each event, plus a fixed part, within bounds; events are taken in their order. */
export const percentage: ModelRules<PercentagePrice> = {
  amount: (model, { events }) =>
    chargedParts(model, events).reduce((sum, charged) => sum.plus(eventPrice(model, charged)), zero),
  parts: (model, { events }) => chargedParts(model, events).flatMap((charged) => eventParts(model, charged)),
  mapPrices: (model, change) => ({
    ...model,
    rate: change(model.rate, { tier: null, part: 'price' }),
    ...changed(model, 'fixed', change),
    ...changed(model, 'minPerEvent', change),
    ...changed(model, 'maxPerEvent', change),
  }),
  check: ({ minPerEvent, maxPerEvent, freeEvents }, refuse) => {
    if (maxPerEvent !== undefined && priceOr0(minPerEvent).gt(decimal(maxPerEvent)))
      refuse('/maxPerEvent', 'the most of an event is not below its least');
    if (freeEvents?.includes('.') === true) refuse('/freeEvents', 'events are counted in whole numbers');
  },
};

const chargedParts = (model: PercentagePrice, events: readonly Big[]): Big[] => {
  const charged: Big[] = [];
  let before = zero;
  events.forEach((event, at) => {
    charged.push(...[chargedPart(model, event, at, before) ?? []].flat());
    before = before.plus(event);
  });
  return charged;
};

/** What is charged of an event, `undefined` for one that is wholly free: by count, by running total, or as far as both allow. */
const chargedPart = (
  { freeEvents, freeAmount }: PercentagePrice,
  event: Big,
  at: number,
  before: Big,
): Big | undefined => {
  const isFreeByCount = freeEvents !== undefined && decimal(freeEvents).gt(String(at));
  if (freeAmount === undefined) return isFreeByCount ? undefined : event;
  const left = decimal(freeAmount).minus(before);
  if ((freeEvents !== undefined && !isFreeByCount) || left.lte(zero)) return event;
  return left.gte(event) ? undefined : event.minus(left);
};

const eventPrice = ({ rate, fixed, minPerEvent, maxPerEvent }: PercentagePrice, charged: Big): Big => {
  const price = charged.times(decimal(rate)).times(hundredth).plus(priceOr0(fixed));
  const least = priceOr0(minPerEvent);
  if (price.lt(least)) return least;
  return maxPerEvent !== undefined && price.gt(decimal(maxPerEvent)) ? decimal(maxPerEvent) : price;
};

/** A bound takes the place of all that it cuts off. */
const eventParts = (model: PercentagePrice, charged: Big): AmountPart[] => {
  const { rate, fixed, minPerEvent, maxPerEvent } = model;
  const percent = charged.times(decimal(rate)).times(hundredth);
  const price = percent.plus(priceOr0(fixed));
  const once = (part: EventPart, of: DecimalText): AmountPart => ({
    tier: null,
    part,
    units: one,
    price: of,
    amount: decimal(of),
  });
  if (minPerEvent !== undefined && price.lt(decimal(minPerEvent))) return [once('minPerEvent', minPerEvent)];
  if (maxPerEvent !== undefined && price.gt(decimal(maxPerEvent))) return [once('maxPerEvent', maxPerEvent)];
  return [
    { tier: null, part: 'price', units: charged, price: rate, amount: percent },
    ...(fixed === undefined ? [] : [once('fixed', fixed)]),
  ];
};

type EventPart = Extract<PricePlace['part'], 'fixed' | 'minPerEvent' | 'maxPerEvent'>;

const changed = (
  model: PercentagePrice,
  part: EventPart,
  change: PriceChange,
): Partial<Record<EventPart, DecimalText>> => {
  const price = model[part];
  return price === undefined ? {} : { [part]: change(price, { tier: null, part }) };
};
