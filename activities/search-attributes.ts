import type { SearchAttributePair } from '@temporalio/common';
import { defineSearchAttributeKey } from '@temporalio/common';

const orgId = defineSearchAttributeKey('OrgId', 'KEYWORD');
const vendorId = defineSearchAttributeKey('VendorId', 'KEYWORD');
const offeringId = defineSearchAttributeKey('OfferingId', 'KEYWORD');
const subscriptionState = defineSearchAttributeKey('SubscriptionState', 'KEYWORD');

/** The search attributes that a workflow is started with, so that its first task need not write them. */
export const startedWith = (
  of: { readonly customerId: string; readonly vendorId: string; readonly offeringId: string },
  more: { readonly subscriptionState?: string } = {},
): SearchAttributePair[] => [
  { key: orgId, value: of.customerId },
  { key: vendorId, value: of.vendorId },
  { key: offeringId, value: of.offeringId },
  ...(more.subscriptionState === undefined ? [] : [{ key: subscriptionState, value: more.subscriptionState }]),
];
