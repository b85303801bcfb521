import type { PriceModel } from '../catalog/offering';
import { levels } from '../channel/chain';
import type { Big, DecimalText } from '../decimal';
import { decimal, decimalText } from '../decimal';
import { DomainError } from '../errors';
import { roundShareToMoney, whole } from '../fraction';
import { billedUsage } from '../pricing/factor';
import type { SharedAmount } from '../pricing/stretch';
import { rateShared } from '../pricing/stretch';
import type { SoldComponent } from '../pricing/terms';
import type { Instant, Period } from '../time';
import { millisecondsBetween, periodAt } from '../time';
import { defaultAggregation } from './measurement';
import type { UsageRecord } from './usage-record';

/** The time over which no more than a limit is used; `total` is the life of a subscription. */
export type LimitPeriod = 'month' | 'quarter' | 'year' | 'total';

/** What has been recorded of one component within some time. */
export interface UsedSoFar {
  readonly quantity: DecimalText;
  readonly records: number;
}

/** The most of one component that a period can hold: beyond it nobody uses, and books cannot count. */
export const mostUsed: DecimalText = '1000000000000000';

/** The most minor units that one component can come to in a period: a hundred of them, with tax, still fit into an invoice. */
const mostMinor = 10n ** 16n;

const months: Readonly<Record<Exclude<LimitPeriod, 'total'>, number>> = { month: 1, quarter: 3, year: 12 };
const longestMonthMs = 31 * 86_400_000;

/** The stretch of a limit that an instant lies in: stretches are counted from the anchor, as billing periods are. */
export const limitWindow = (limitPeriod: LimitPeriod, anchor: Instant, zone: string, at: Instant): Period => {
  if (limitPeriod === 'total') return { start: anchor, end: '9999-12-31T23:59:59.999Z' };
  const length = months[limitPeriod];
  let index = Math.max(0, Math.floor(millisecondsBetween(anchor, at) / (longestMonthMs * length)) - 1);
  for (;;) {
    const window = periodAt(anchor, length, index, zone);
    if (at < window.end) return window;
    index += 1;
  }
};

/** The same with one more record. What falls counts as well as what rises. */
export const withRecord = ({ quantity, records }: UsedSoFar, record: Pick<UsageRecord, 'quantity'>): UsedSoFar => ({
  quantity: decimalText(decimal(quantity).plus(decimal(record.quantity ?? '0').abs())),
  records: records + 1,
});

/** @throws DomainError `usage-limit-reached` when the limit period would hold more than the limit of the component */
export const checkLimit = ({ key, limitAmount }: SoldComponent, used: UsedSoFar): void => {
  if (limitAmount === undefined || decimal(used.quantity).lte(decimal(limitAmount))) return;
  throw new DomainError('usage-limit-reached', 'the limit of the component would be exceeded', {
    component: key,
    limitAmount,
  });
};

/**
 * Refuses what no invoice could hold, so that a period can always be closed.
 * @param used what the open period would hold with the record
 * @throws DomainError `usage-beyond-bounds`
 */
export const checkBounds = (component: SoldComponent, currency: string, record: UsageRecord, used: UsedSoFar): void => {
  const counted = countsTogether(component) ? used : { quantity: record.quantity ?? String(used.records), records: 1 };
  const quantity = decimal(counted.quantity).abs();
  const isHeld = (price: PriceModel): boolean => {
    const { amount, share } = greatestAmount(price, component, quantity, counted.records);
    return BigInt(roundShareToMoney(amount, share, currency).minor) <= mostMinor;
  };
  if (quantity.lte(decimal(mostUsed)) && levels.every((level) => isHeld(component.prices[level]))) return;
  throw new DomainError('usage-beyond-bounds', 'the period would hold more than can be billed', {
    component: component.key,
  });
};

/** True where records add up; of the greatest or the latest, one record is all that counts. */
const countsTogether = ({ aggregation: { kind } = defaultAggregation }: SoldComponent): boolean =>
  kind === 'sum' || kind === 'time-weighted-average';

/** No less than what this quantity costs, however it is spread over events and dimensions. */
const greatestAmount = (price: PriceModel, { factor }: SoldComponent, quantity: Big, records: number): SharedAmount => {
  const usage = billedUsage(decimalText(quantity), factor);
  if (price.kind === 'matrix') {
    const dearest = [price.otherwise, ...price.rows.map(({ unitPrice }) => unitPrice)].reduce((most, each) =>
      decimal(each).gt(decimal(most)) ? each : most,
    );
    return rateShared({ kind: 'per-unit', unitPrice: dearest }, usage);
  }
  if (price.kind !== 'percentage') return rateShared(price, usage);
  const { rate, fixed = '0', minPerEvent = '0' } = price;
  const ofEach = decimal(fixed).plus(decimal(minPerEvent)).times(String(records));
  const percent = rateShared({ kind: 'per-unit', unitPrice: rate }, { ...usage, share: whole });
  return { amount: percent.amount.times('0.01').plus(ofEach), share: whole };
};
