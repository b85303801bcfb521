import type { Knex } from 'knex';
import type { ByLevel } from '../../domain/channel/chain';
import type { Reach } from '../../domain/identity/permission';
import type { Money } from '../../domain/money';
import type { ProceedsKind } from '../../domain/proceeds/proceeds';
import { createListing } from '../listing';
import type { Page, PageRequest } from '../page';
import { columns } from '../rows';

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
  /** What the customer was asked with the tax; `null` where it was asked net. */
  readonly gross: Money | null;
  /** What the platform has kept of what the vendor asked; `null` where there was a channel, or no share. */
  readonly platformShare: Money | null;
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

export interface ProceedsView {
  list(filter: ProceedsFilter, reach: Reach, page: PageRequest): Promise<Page<ProceedsRecord>>;
}

export const createProceedsView = (knex: Knex): ProceedsView => {
  const page = createListing<ProceedsRow>(knex, {
    table: 'proceeds',
    alias: 'p',
    columns: columns('p', [
      ...['id', 'subscriptionId', 'customerId', 'vendorId', 'distributorId', 'resellerId', 'component', 'kind'],
      ...['periodStart', 'periodEnd', 'quantity', 'currency', 'vendorCost', 'wholesale', 'sellIn', 'sellOut'],
      ...['priceVersion', 'gross', 'platformShare', 'invoiceId', 'bookedAt'],
    ]),
    at: { column: 'booked_at', field: 'bookedAt' },
    organizations: ['customer_id', 'vendor_id', 'distributor_id', 'reseller_id'],
    // No role on a project reads income.
    projects: [],
  });
  return {
    list: async ({ subscriptionId, from, to }, reach, request) => {
      const { items, nextCursor } = await page(
        [
          ['p.subscription_id = ?', subscriptionId],
          ['p.booked_at >= ?', from],
          ['p.booked_at < ?', to],
        ],
        reach,
        request,
      );
      return { items: items.map(toRecord), nextCursor };
    },
  };
};

/** Amounts in minor units, all of one currency. */
interface ProceedsRow extends Omit<ProceedsRecord, 'period' | 'amounts' | 'gross' | 'platformShare'>, ByLevel<string> {
  readonly gross: string | null;
  readonly platformShare: string | null;

  readonly periodStart: string;
  readonly periodEnd: string;
  readonly currency: string;
}

const toRecord = ({
  periodStart: start,
  periodEnd: end,
  currency,
  vendorCost,
  wholesale,
  sellIn,
  sellOut,
  gross,
  platformShare,
  ...row
}: ProceedsRow): ProceedsRecord => {
  const money = (minor: string): Money => ({ currency, minor });
  return {
    ...row,
    period: { start, end },
    gross: gross === null ? null : money(gross),
    platformShare: platformShare === null ? null : money(platformShare),
    amounts: {
      vendorCost: money(vendorCost),
      wholesale: money(wholesale),
      sellIn: money(sellIn),
      sellOut: money(sellOut),
    },
  };
};
