import type { Answers } from '../../domain/catalog/order-form';
import { may } from '../../domain/identity/permission';
import type { Acceptance } from '../../domain/orders/acceptance';
import type { Parties } from '../access';
import type { Caller } from '../auth';

interface Enclosed {
  readonly answers: Answers;
  readonly acceptedTerms: readonly Acceptance[];
}

/** What came with an order is the business of the customer and the vendor: who sells in between is not told it. */
export const enclosedFor = (caller: Caller, sold: Parties & Enclosed) => {
  const { customerId, vendorId, projectId, answers, acceptedTerms } = sold;
  const scopes = { organizationIds: [customerId, vendorId], projectId: projectId ?? null };
  return may(caller, 'order.read', scopes) ? { answers, acceptedTerms } : { answers: null, acceptedTerms: null };
};
