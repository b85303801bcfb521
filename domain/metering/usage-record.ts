import type { DecimalText } from '../decimal';
import { decimal } from '../decimal';
import { DomainError } from '../errors';
import type { Instant } from '../time';

/** One measured fact. Known by `source` and `eventId`: sent twice, it counts once (`product.md` §9). */
export interface UsageRecord {
  readonly source: string;
  readonly eventId: string;
  readonly subscriptionId: string;
  readonly component: string;
  readonly quantity: DecimalText;
  /** When it was used, at the meter. */
  readonly occurredAt: Instant;
}

/** What the books know of a subscription when usage arrives. */
export interface MeteredSubscription {
  /** `null` before activation. */
  readonly activatedAt: Instant | null;
  /** Usage before this instant is already rated; `null` before activation. */
  readonly meteredUntil: Instant | null;
  /** `null` while it runs. */
  readonly endedAt: Instant | null;
  readonly usageComponents: readonly string[];
}

/**
 * Refuses a usage record that can never be billed. On the boundary of two periods it belongs to the later one; what occurs
 * just `now` is taken.
 * @throws DomainError `usage-component-unknown`, `quantity-invalid`, `usage-outside-subscription`, `usage-period-closed`
 */
export const checkUsage = (record: UsageRecord, subscription: MeteredSubscription, now: Instant): void => {
  if (!subscription.usageComponents.includes(record.component)) {
    throw new DomainError('usage-component-unknown', 'the plan meters no component of this key', {
      component: record.component,
    });
  }
  if (decimal(record.quantity).lt('0')) {
    throw new DomainError('quantity-invalid', 'nobody uses less than nothing', { component: record.component });
  }
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
