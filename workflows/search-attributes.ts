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
