export type { InvoiceRecord, InvoiceSummary, InvoiceView as InvoiceReads } from '../../db/invoices/invoice-view';
