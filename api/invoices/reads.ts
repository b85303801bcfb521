import type { Reach } from '../../domain/identity/permission';
import type { DraftInvoice } from '../../domain/invoices/invoice';
import type { Page, PageRequest } from '../page';

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

export interface InvoiceReads {
  list(
    filter: { readonly subscriptionId?: string | undefined },
    reach: Reach,
    page: PageRequest,
  ): Promise<Page<InvoiceSummary>>;
  find(invoiceId: string): Promise<InvoiceRecord | undefined>;
}
