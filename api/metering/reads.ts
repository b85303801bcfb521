import type { ErrorCode } from '../../domain/errors';
import type { UsageRecord } from '../../domain/metering/usage-record';
import type { Page, PageRequest } from '../page';

export interface UsageResult {
  readonly source: string;
  readonly eventId: string;
  readonly status: 'recorded' | 'duplicate' | 'refused';
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}

export interface UsageWrites {
  /** One result for each record, in order. What may not be written to answers as what does not exist. */
  record(
    records: readonly UsageRecord[],
    context: {
      readonly userId: string;
      /** The real time; a subscription on a test clock is metered by that clock. */
      readonly now: string;
      readonly mayWrite: (subscription: {
        readonly customerId: string;
        readonly vendorId: string;
        readonly projectId: string;
      }) => boolean;
    },
  ): Promise<readonly UsageResult[]>;
}

export interface UsageReads {
  list(subscriptionId: string, page: PageRequest): Promise<Page<UsageRecord & { readonly recordedAt: string }>>;
}
