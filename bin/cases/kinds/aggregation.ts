import { decimal, decimalText } from '../../../domain/decimal';
import { roundShare } from '../../../domain/fraction';
import type { Aggregate, Aggregation, MeterEvent } from '../../../domain/metering/aggregate';
import { aggregate, aggregateBy } from '../../../domain/metering/aggregate';
import type { Period } from '../../../domain/time';
import { instant } from '../../../domain/time';
import type { Rounding, WorkedCase } from '../worked-case';
import { kind } from '../worked-case';

interface Given {
  readonly period: Period;
  readonly events: readonly MeterEvent[];
  readonly values?: 'level' | 'delta';
  readonly carried?: string;
  readonly unitPrice?: string;
}

const periodOf = ({ period: { start, end } }: Given): Period => ({ start: instant(start), end: instant(end) });

const eventsOf = ({ events }: Given): MeterEvent[] => events.map((event) => ({ ...event, at: instant(event.at) }));

const aggregationOf = ({ setting, given }: WorkedCase<Given>): Aggregation =>
  ({ kind: setting, values: given.values }) as Aggregation;

/** `price` times the quantity; the share is taken and the result rounded in one step. */
const timesPrice = ({ total, share }: Aggregate, price: string, rounding?: Rounding, scale = rounding?.scale) => {
  const amount = total.times(decimal(price));
  if (rounding?.mode !== 'half-up' || scale === undefined) return decimalText(amount.times(share.part).div(share.of));
  return decimalText(roundShare(amount, share, scale));
};

const whole = kind<Given>('aggregate', (worked) => {
  const { given, rounding } = worked;
  const found = aggregate(aggregationOf(worked), eventsOf(given), periodOf(given), given.carried ?? null);
  return {
    quantity: timesPrice(found, '1', rounding),
    ...(given.unitPrice === undefined
      ? {}
      : { amount: timesPrice(found, given.unitPrice, rounding, rounding?.amountScale) }),
    carriedOut: found.carriedOut === null ? null : decimalText(found.carriedOut),
  };
});

const byDimension = kind<Given & { readonly by: string }>('aggregate-by', (worked) => {
  const { given, rounding } = worked;
  const found = aggregateBy(given.by, aggregationOf(worked), eventsOf(given), periodOf(given));
  return {
    quantities: Object.fromEntries([...found].map(([value, quantity]) => [value, timesPrice(quantity, '1', rounding)])),
  };
});

/** Kinds of `aggregation.json`: from events to a quantity. */
export const aggregation = [whole, byDimension];
