import type { SearchAttributePair } from '@temporalio/common';
import { defineSearchAttributeKey } from '@temporalio/common';

/** What operators filter by. Ids and states only: no personal data, price or secret. */
export const searchAttributes = {
  orgId: defineSearchAttributeKey('OrgId', 'KEYWORD'),
  vendorId: defineSearchAttributeKey('VendorId', 'KEYWORD'),
  offeringId: defineSearchAttributeKey('OfferingId', 'KEYWORD'),
  orderState: defineSearchAttributeKey('OrderState', 'KEYWORD'),
  subscriptionState: defineSearchAttributeKey('SubscriptionState', 'KEYWORD'),
  nextDueAt: defineSearchAttributeKey('NextDueAt', 'DATETIME'),
  needsAttention: defineSearchAttributeKey('NeedsAttention', 'BOOL'),
} as const;

/** The attributes that a workflow is started with, so that its first task need not write them. */
export const startAttributes = (
  of: { readonly customerId: string; readonly vendorId: string; readonly offeringId: string },
  ...more: readonly SearchAttributePair[]
): SearchAttributePair[] => [
  { key: searchAttributes.orgId, value: of.customerId },
  { key: searchAttributes.vendorId, value: of.vendorId },
  { key: searchAttributes.offeringId, value: of.offeringId },
  ...more,
];
