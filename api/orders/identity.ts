import { createHash } from 'node:crypto';
import { v5 as uuidV5 } from 'uuid';

// Fixed for ever: an order's id follows from its creator and the idempotency key, so a repeat meets the same order.
const orders = 'd5f3ab0e-6c0e-4c4e-8d2b-0a9a2f6f7a51';
const subscriptions = '2f0f6a3c-7f43-4c0a-9a5e-5f1f7f0a9b1d';
const decisions = 'b7a0f2a6-51b5-4a43-8a0e-6f0c7b3d9e42';
const quotes = '8b1d2f64-3c57-4d0e-9f2a-7e5b6c1a4d38';

const bundles = '3a9d6f18-72c4-4f5b-8e10-c5b2d7f4a6e3';

// A separator that no id and no key holds keeps pairs apart.
const named = (namespace: string, ...parts: readonly string[]): string => uuidV5(parts.join('\n'), namespace);

export const orderIdOf = (userId: string, idempotencyKey: string): string => named(orders, userId, idempotencyKey);

export const bundleIdOf = (userId: string, idempotencyKey: string): string => named(bundles, userId, idempotencyKey);

export const bundledOrderIdOf = (bundleId: string, planId: string): string => named(orders, bundleId, planId);

export const quoteIdOf = (userId: string, idempotencyKey: string): string => named(quotes, userId, idempotencyKey);

export const subscriptionIdOf = (orderId: string): string => named(subscriptions, orderId);

/** The verdict belongs to it: the same key with the other verdict is another decision, and comes too late. */
export const decisionIdOf = (userId: string, given: string, verdict: string): string =>
  named(decisions, userId, given, verdict);

export const cancellationIdOf = (userId: string): string => named(decisions, userId, 'cancel');

/** Hash of a parsed body, whatever the order of its keys. */
export const requestHashOf = (body: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(body)))
    .digest('hex');

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
};
