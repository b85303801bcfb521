import type { Knex } from 'knex';
import type { Reach } from '../../domain/identity/permission';
import type { DraftInvoice } from '../../domain/invoices/invoice';
import type { Money } from '../../domain/money';
import { createListing } from '../listing';
import type { Page, PageRequest } from '../page';
import { columns, preparedRows } from '../rows';

export interface InvoiceSummary extends Omit<DraftInvoice, 'lines'> {
  readonly id: string;
  readonly issuerId: string;
  readonly prefix: string;
  /** Gapless for each issuer and prefix. */
  readonly number: string;
  readonly customerId: string;
  readonly subscriptionId: string;
}

export interface InvoiceRecord extends InvoiceSummary, Pick<DraftInvoice, 'lines'> {}

interface InvoiceFilter {
  readonly subscriptionId?: string | undefined;
}

/** An invoice is between its issuer and its customer. */
export interface InvoiceView {
  list(filter: InvoiceFilter, reach: Reach, page: PageRequest): Promise<Page<InvoiceSummary>>;
  find(invoiceId: string): Promise<InvoiceRecord | undefined>;
}

const fields = [
  ...['id', 'issuerId', 'prefix', 'number', 'customerId', 'subscriptionId', 'cause', 'currency'],
  ...['net', 'taxPercent', 'tax', 'gross', 'issuedAt'],
];

export const createInvoiceView = (knex: Knex): InvoiceView => {
  const page = createListing<Row<InvoiceSummary>>(knex, {
    table: 'invoices',
    alias: 'i',
    columns: columns('i', fields),
    at: { column: 'issued_at', field: 'issuedAt' },
    organizations: ['customer_id', 'issuer_id'],
    projects: [],
  });
  return {
    list: async ({ subscriptionId }, reach, request) => {
      const { items, nextCursor } = await page([['i.subscription_id = ?', subscriptionId]], reach, request);
      return { items: items.map(withMoney), nextCursor };
    },
    find: async (invoiceId) => {
      const [row] = await preparedRows<Row<InvoiceRecord>>(knex, 'invoice', oneInvoice, [invoiceId]);
      return row && withMoney(row);
    },
  };
};

const oneInvoice = `select ${columns('i', [...fields, 'lines'])} from invoices i where i.id = ?`;

type Amount = 'net' | 'tax' | 'gross';

/** Amounts in minor units, all of one currency. */
type Row<T extends InvoiceSummary> = Omit<T, Amount> & Readonly<Record<Amount | 'currency' | 'id', string>>;

const withMoney = <T extends { readonly currency: string } & Readonly<Record<Amount, string>>>({
  currency,
  net,
  tax,
  gross,
  ...row
}: T) => {
  const money = (minor: string): Money => ({ currency, minor });
  return { ...row, net: money(net), tax: money(tax), gross: money(gross) };
};
