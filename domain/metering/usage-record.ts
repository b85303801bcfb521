import type { DecimalText } from '../decimal';
import { decimal } from '../decimal';
import { DomainError } from '../errors';
import type { Instant } from '../time';
import type { Aggregation } from './aggregate';
import { defaultAggregation } from './measurement';

/** One measured fact. Known by `source` and `eventId`: sent twice, it counts once (`product.md` §9). */
export interface UsageRecord {
  readonly source: string;
  readonly eventId: string;
  readonly subscriptionId: string;
  readonly component: string;
  /** How much, or the level or reading of a meter; below zero only where a level falls. `null` where keys are counted. */
  readonly quantity: DecimalText | null;
  /** What is counted once a period, such as a user; `null` where quantities are measured. */
  readonly uniqueKey: string | null;
  /** What it was used with, by name; prices may tell by it. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** When it was used, at the meter. */
  readonly occurredAt: Instant;
}

/** A component whose usage is measured, and how. */
export interface MeteredComponent {
  readonly key: string;
  /** Absent for a sum. */
  readonly aggregation?: Aggregation;
}

/** What the books know of a subscription when usage arrives. */
export interface MeteredSubscription {
  /** `null` before activation. */
  readonly activatedAt: Instant | null;
  /** Usage before this instant is already rated; `null` before activation. */
  readonly meteredUntil: Instant | null;
  /** `null` while it runs. */
  readonly endedAt: Instant | null;
  readonly usageComponents: readonly MeteredComponent[];
}

/**
 * Refuses a usage record that can never be billed. On the boundary of two periods it belongs to the later one; what occurs
 * just `now` is taken.
 * @throws DomainError `usage-component-unknown`, `usage-record-unfit`, `quantity-invalid`, `usage-outside-subscription`, `usage-period-closed`
 */
export const checkUsage = (record: UsageRecord, subscription: MeteredSubscription, now: Instant): void => {
  const component = subscription.usageComponents.find(({ key }) => key === record.component);
  if (component === undefined) {
    throw new DomainError('usage-component-unknown', 'the plan meters no component of this key', {
      component: record.component,
    });
  }
  checkValue(record, component.aggregation ?? defaultAggregation);
  const { activatedAt, meteredUntil, endedAt } = subscription;
  if (
    activatedAt === null ||
    meteredUntil === null ||
    record.occurredAt < activatedAt ||
    record.occurredAt > now ||
    (endedAt !== null && record.occurredAt >= endedAt)
  ) {
    throw new DomainError(
      'usage-outside-subscription',
      'the usage lies before the activation, after the end or in the future',
      { occurredAt: record.occurredAt },
    );
  }
  if (record.occurredAt < meteredUntil) {
    throw new DomainError('usage-period-closed', 'the period of this usage is closed', {
      occurredAt: record.occurredAt,
      meteredUntil,
    });
  }
};

/** A record has what its component aggregates, and nothing that would be dropped. */
const checkValue = ({ component, quantity, uniqueKey }: UsageRecord, aggregation: Aggregation): void => {
  const unfit = (rule: string): DomainError => new DomainError('usage-record-unfit', rule, { component });
  if (aggregation.kind === 'unique-count') {
    if (uniqueKey === null || quantity !== null)
      throw unfit('the component counts unique keys: a record has one, and no quantity');
    return;
  }
  if (quantity === null || uniqueKey !== null)
    throw unfit('the component measures quantities: a record has one, and no unique key');
  if (decimal(quantity).lt('0') && !fallsBelow(aggregation)) {
    throw new DomainError('quantity-invalid', 'nobody uses less than nothing', { component });
  }
};

/** True where a quantity is added to a level, which may fall. */
const fallsBelow = (aggregation: Aggregation): boolean =>
  aggregation.kind === 'time-weighted-average' && aggregation.values === 'delta';
