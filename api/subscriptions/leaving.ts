import { may } from '../../domain/identity/permission';
import type { Terms } from '../../domain/pricing/terms';
import { checkEarlyEnd } from '../../domain/subscriptions/bound';
import { boundUntil } from '../../domain/subscriptions/early-end';
import type { Caller } from '../auth';

/** True for staff of the platform that may order for anybody: it is not bound by a minimum duration. */
export const isStaff = (caller: Caller): boolean => may(caller, 'order.create', { organizationIds: [] });

/** What tells until when a customer is bound. */
interface Bound {
  readonly terms: Terms;
  readonly anchorAt: string | null;
  readonly periodIndex: number | null;
}

/** Refuses who leaves before the minimum duration has passed. @throws DomainError `termination-too-early` */
export const checkBound = ({ terms, anchorAt, periodIndex }: Bound, at: string, mayLeaveEarly: boolean): void => {
  if (anchorAt === null || periodIndex === null) return;
  checkEarlyEnd(boundUntil(terms, anchorAt, periodIndex), at, mayLeaveEarly);
};
