import type { Answers } from '../../domain/catalog/order-form';
import { may } from '../../domain/identity/permission';
import type { Parties } from '../access';
import type { Caller } from '../auth';

/** Answers are the business of the customer and the vendor: who sells in between is not told them. */
export const answersFor = (caller: Caller, sold: Parties & { readonly answers: Answers }): Answers | null => {
  const { customerId, vendorId, projectId, answers } = sold;
  const scopes = { organizationIds: [customerId, vendorId], projectId: projectId ?? null };
  return may(caller, 'order.read', scopes) ? answers : null;
};
