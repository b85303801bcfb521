import type { ByLevel } from '../../domain/channel/chain';
import type { Reach } from '../../domain/identity/permission';
import type { Money } from '../../domain/money';
import type { ProceedsKind } from '../../domain/proceeds/proceeds';
import type { Page, PageRequest } from '../page';

interface ProceedsRecord {
  readonly id: string;
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly vendorId: string;
  readonly distributorId: string | null;
  readonly resellerId: string | null;
  readonly component: string;
  readonly kind: ProceedsKind;
  readonly period: { readonly start: string; readonly end: string };
  readonly quantity: string;
  readonly amounts: ByLevel<Money>;
  readonly priceVersion: number;
  readonly invoiceId: string;
  readonly bookedAt: string;
}

interface ProceedsFilter {
  readonly subscriptionId?: string | undefined;
  /** Booked at or after. */
  readonly from?: string | undefined;
  /** Booked before. */
  readonly to?: string | undefined;
}

export interface ProceedsReads {
  list(filter: ProceedsFilter, reach: Reach, page: PageRequest): Promise<Page<ProceedsRecord>>;
}
