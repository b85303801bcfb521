import { DomainError } from '../errors';
import type { Instant } from '../time';

/**
 * Refuses a termination of who is bound still.
 * @throws DomainError `termination-too-early` with the end of the minimum duration
 */
export const checkEarlyEnd = (until: Instant | null | undefined, at: Instant, mayLeaveEarly: boolean): void => {
  if (mayLeaveEarly || typeof until !== 'string' || at >= until) return;
  throw new DomainError('termination-too-early', 'the minimum duration has not passed', { until });
};

/**
 * Only what is renewed can be let end with its window.
 * @throws DomainError `subscription-not-renewable`
 */
export const checkGoesOn = ({
  nextDueAt,
  endsAt = null,
}: {
  readonly nextDueAt: Instant | null;
  readonly endsAt?: Instant | null;
}): void => {
  if (nextDueAt !== null && endsAt === null) return;
  throw new DomainError('subscription-not-renewable', 'the subscription is not renewed: it ends, or has no periods');
};
