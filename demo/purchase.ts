import type { Invoice, Offering, Order, Page, Quote, Subscription } from './answers';
import { amount } from './answers';
import type { Cast } from './cast';
import { eventually, refusalOf } from './cast';
import type { Step, Told } from './narrator';
import { doneBefore } from './narrator';

/** What the steps hand to each other. */
export interface Plot {
  planId: string;
  orderId: string;
  subscriptionId: string;
  activatedAt: string;
}

const seats = { seats: '3' };

/** The offering of a name as the caller's channel sells it, with its plans. */
export const findOffering = async ({ bea }: Cast, search: string): Promise<Offering> => {
  const { items } = await bea.get<Page<{ id: string }>>(`/v1/offerings?search=${search}&limit=1`);
  if (items[0] === undefined) throw new Error(`no offering is called ${search}`);
  return bea.get<Offering>(`/v1/offerings/${items[0].id}`);
};

export const planIdOf = ({ name, plans }: Offering): string => {
  const id = plans[0]?.id;
  if (id === undefined) throw new Error(`${name} has no plan`);
  return id;
};

/** From the catalog to an active subscription with its first invoice. */
export const purchase = (cast: Cast, plot: Plot): readonly Step[] => [
  {
    title: 'find',
    act: async () => {
      const offering = await findOffering(cast, 'CRM');
      plot.planId = planIdOf(offering);
      return { text: `Bea finds ${offering.name} at her reseller's price: ${pricesOf(offering)}` };
    },
  },
  {
    title: 'quote',
    act: async () => {
      const body = { projectId: cast.projectId, planId: plot.planId, quantities: seats };
      const expectedUsage = { 'api-calls': '9000' };
      const { body: quote } = await cast.bea.post<Quote>('/v1/quotes', { ...body, expectedUsage });
      const { now, atPeriodEnd, recurring } = quote;
      const due = `${amount(now.net)} + ${amount(now.tax)} tax now`;
      return {
        text: `three seats: ${due}, ${amount(recurring)} a month, 9,000 API calls ${amount(atPeriodEnd.net)}`,
      };
    },
  },
  { title: 'order', act: () => order(cast, plot) },
  { title: 'approve', act: () => approve(cast, plot) },
  { title: 'provision', act: () => provision(cast, plot) },
  {
    title: 'invoice',
    act: async () => {
      const invoice = await invoiceOf(cast, plot, 'activation');
      return { text: `${invoice.number}: ${amount(invoice.net)} net, ${amount(invoice.gross)} gross` };
    },
  },
];

const pricesOf = ({ plans }: Offering): string =>
  (plans[0]?.components ?? [])
    .map(({ key, prices: { sellOut } }) => {
      if (sellOut === undefined) return `${key} ?`;
      if (sellOut.kind === 'graduated') return `${key} ${sellOut.tiers.map(({ unitPrice }) => unitPrice).join(' | ')}`;
      return `${key} ${sellOut.kind === 'flat' ? sellOut.price : sellOut.unitPrice}`;
    })
    .join(', ');

const order = async ({ bea, projectId }: Cast, plot: Plot): Promise<Told> => {
  const body = { kind: 'purchase', projectId, planId: plot.planId, quantities: seats };
  const key = 'demo-story-purchase';
  const placed = await bea.post<Order>('/v1/orders', body, key);
  plot.orderId = placed.body.id;
  plot.subscriptionId = placed.body.subscriptionId;
  if (placed.headers.has('idempotent-replay')) return doneBefore;
  const again = await bea.post<Order>('/v1/orders', body, key);
  if (again.body.id !== placed.body.id) throw new Error('the same key has made a second order');
  const other = await refusalOf(bea.post('/v1/orders', { ...body, quantities: { seats: '4' } }, key));
  const repeats = `same key again: same order; with another body: ${other}`;
  return { text: `Bea orders, ${placed.body.state} (${repeats})`, isNew: true };
};

const approve = async ({ bea, ada }: Cast, { orderId }: Plot): Promise<Told> => {
  const { state } = await ada.get<Order>(`/v1/orders/${orderId}`);
  if (state !== 'pending-consumer') return doneBefore;
  const decisions = `/v1/orders/${orderId}/decisions`;
  const refusal = await refusalOf(bea.post(decisions, { verdict: 'approve' }));
  const { body } = await ada.post<Order>(decisions, { verdict: 'approve' }, 'demo-story-approval');
  return { text: `Bea may not decide (${refusal}); Ada approves, ${body.state}`, isNew: true };
};

const provision = async ({ bea }: Cast, plot: Plot): Promise<Told> => {
  const look = () => bea.get<Subscription>(`/v1/subscriptions/${plot.subscriptionId}`);
  const before = await look();
  const subscription = await eventually(
    'the vendor',
    look,
    ({ state, activatedAt }) => activatedAt !== null || state === 'failed',
  );
  if (subscription.activatedAt === null) throw new Error(`not provisioned: ${subscription.failure ?? 'no reason'}`);
  plot.activatedAt = subscription.activatedAt;
  // The order is told after the subscription.
  await eventually(
    'the order',
    () => bea.get<Order>(`/v1/orders/${plot.orderId}`),
    ({ state }) => state === 'done',
  );
  const url = subscription.endpoints[0]?.url ?? 'no address';
  const text = `the vendor has reported: ${subscription.state} since ${subscription.activatedAt}, ${url}`;
  return { text, isNew: before.activatedAt === null };
};

/** The invoice of one cause. */
export const invoiceOf = async ({ ada }: Cast, { subscriptionId }: Plot, cause: string): Promise<Invoice> => {
  const path = `/v1/invoices?subscriptionId=${subscriptionId}&limit=100`;
  const { items } = await ada.get<Page<Invoice>>(path);
  const invoice = items.find((one) => one.cause === cause);
  if (invoice === undefined) throw new Error(`no invoice for ${cause}`);
  return invoice;
};
