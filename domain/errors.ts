/**
 * Every way in which a rule refuses. The code is the one identity of an error: it is a failure's `type` in a
 * workflow's history, the problem `type` of an HTTP answer and `errorCode` in a log line.
 */
export type ErrorCode =
  | 'answers-invalid'
  | 'attachment-not-found'
  | 'attachment-refused'
  | 'api-key-beyond-owner'
  | 'api-key-ended'
  | 'api-key-limited'
  | 'api-key-not-found'
  | 'api-key-overlap-invalid'
  | 'api-keys-too-many'
  | 'approval-policy-changed'
  | 'approval-policy-invalid'
  | 'approval-policy-not-found'
  | 'approval-policy-taken'
  | 'approvers-too-few'
  | 'audit-entry-not-found'
  | 'bundle-not-found'
  | 'calendar-invalid'
  | 'campaign-not-usable'
  | 'cap-reached'
  | 'catalog-refused'
  | 'categories-refused'
  | 'category-not-found'
  | 'change-empty'
  | 'change-outside-period'
  | 'component-not-downgradable'
  | 'coupon-code-taken'
  | 'coupon-not-found'
  | 'coupon-not-usable'
  | 'credit-exceeds-invoice'
  | 'currency-differs'
  | 'currency-not-priced'
  | 'currency-unknown'
  | 'decimal-invalid'
  | 'delegation-not-found'
  | 'discount-changed'
  | 'discount-invalid'
  | 'discount-not-found'
  | 'end-before-start'
  | 'exchange-rate-missing'
  | 'exchange-rate-settled'
  | 'forbidden'
  | 'formula-invalid'
  | 'idempotency-key-reused'
  | 'invoice-not-found'
  | 'login-not-found'
  | 'login-taken'
  | 'offering-not-for-sale'
  | 'offering-not-found'
  | 'order-closed'
  | 'order-decided'
  | 'order-decided-already'
  | 'order-decision-forbidden'
  | 'order-move-illegal'
  | 'order-not-found'
  | 'order-own'
  | 'order-question-missing'
  | 'order-question-open'
  | 'order-refused-by-vendor'
  | 'organization-changed'
  | 'organization-closed'
  | 'organization-exists'
  | 'organization-group-not-found'
  | 'organization-group-used'
  | 'organization-in-use'
  | 'organization-misplaced'
  | 'organization-not-found'
  | 'plan-not-found'
  | 'plan-not-upgrade-target'
  | 'price-below-cost'
  | 'price-entry-invalid'
  | 'price-list-broken'
  | 'price-list-changed'
  | 'price-list-exists'
  | 'price-list-inherited'
  | 'price-list-not-found'
  | 'price-list-of-another-channel'
  | 'price-lists-refused'
  | 'price-model-invalid'
  | 'price-version-not-found'
  | 'project-changed'
  | 'project-exists'
  | 'project-in-use'
  | 'project-not-found'
  | 'project-not-open'
  | 'quantity-invalid'
  | 'quote-expired'
  | 'quote-not-found'
  | 'quote-used'
  | 'report-contradicts'
  | 'report-out-of-place'
  | 'role-beyond-yours'
  | 'role-last'
  | 'run-not-found'
  | 'subscription-busy'
  | 'subscription-ended'
  | 'subscription-move-illegal'
  | 'subscription-not-active'
  | 'subscription-not-found'
  | 'subscription-not-renewable'
  | 'terms-not-accepted'
  | 'termination-too-early'
  | 'test-clock-backwards'
  | 'test-clock-busy'
  | 'test-clock-not-found'
  | 'time-invalid'
  | 'usage-beyond-bounds'
  | 'usage-component-unknown'
  | 'usage-limit-reached'
  | 'usage-outside-subscription'
  | 'usage-period-closed'
  | 'usage-record-unfit'
  | 'user-not-found'
  | 'vendor-not-found'
  | 'zone-unknown';

/** Facts of a refusal that a program can read; never a secret. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/** One place of what was handed in that is refused: a JSON pointer into it, and what is wrong there. */
export interface RefusedPlace {
  readonly pointer: string;
  readonly rule: string;
}

/** A refusal by the rules, told to the caller. Anything else that is thrown is a bug. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly places: readonly RefusedPlace[];

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, places: readonly RefusedPlace[] = []) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
    this.places = places;
  }
}

/** Stops on a programmer's mistake; never used for a caller's. */
export function assert(condition: unknown, rule: string): asserts condition {
  if (condition === false || condition === undefined || condition === null)
    throw new Error(`broken assumption: ${rule}`);
}
