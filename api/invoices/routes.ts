import { DomainError } from '../../domain/errors';
import { may, reachOf } from '../../domain/identity/permission';
import type { Caller } from '../auth';
import { mapPage } from '../page';
import type { Route } from '../route';
import { route } from '../route';
import { toPeriodResponse } from '../subscriptions/response';
import type { InvoiceReads, InvoiceRecord, InvoiceSummary } from './reads';
import { InvoiceOut, InvoicePage, InvoiceParams, InvoiceQuery } from './schemas';

export interface InvoiceDeps {
  readonly invoices: InvoiceReads;
}

const tag = 'Invoices';

export const invoiceRoutes = ({ invoices }: InvoiceDeps): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/invoices',
      operationId: 'listInvoices',
      tag,
      summary: 'Invoices, newest first',
      access: 'authenticated',
      query: InvoiceQuery,
      status: 200,
      response: InvoicePage,
    },
    async ({ caller, query: { limit, cursor, ...filter } }) =>
      mapPage(await invoices.list(filter, reachOf(caller, 'invoice.read'), { limit, cursor }), numbered),
  ),
  route(
    {
      method: 'get',
      path: '/v1/invoices/{invoiceId}',
      operationId: 'getInvoice',
      tag,
      summary: 'One invoice with its lines',
      access: 'authenticated',
      params: InvoiceParams,
      status: 200,
      response: InvoiceOut,
      problems: ['invoice-not-found'],
    },
    async ({ caller, params }) => {
      const invoice = seen(caller, await invoices.find(params.invoiceId));
      const lines = invoice.lines.map((line) => ({ ...line, period: toPeriodResponse(line.period) }));
      return { ...numbered(invoice), lines };
    },
  ),
];

/** An invoice is between its issuer and its customer: it says what the customer pays. */
const seen = (caller: Caller, invoice: InvoiceRecord | undefined): InvoiceRecord => {
  const isSeen =
    invoice !== undefined && may(caller, 'invoice.read', { organizationIds: [invoice.customerId, invoice.issuerId] });
  if (!isSeen) throw new DomainError('invoice-not-found', 'there is no such invoice');
  return invoice;
};

const numbered = <T extends InvoiceSummary>(invoice: T) => ({
  ...invoice,
  number: `${invoice.prefix}-${invoice.number}`,
});
