import type { Order, Page, Proceeds, Run, Subscription } from './answers';
import { amount, sum } from './answers';
import type { Api } from './api';
import type { Cast } from './cast';
import { all, eventually } from './cast';
import type { Step, Told } from './narrator';
import type { Plot } from './purchase';
import { findOffering, invoiceOf, planIdOf } from './purchase';

/** From termination to the books, and two orders that stay open, to look at. */
export const ending = (cast: Cast, plot: Plot): readonly Step[] => [
  { title: 'terminate', act: () => terminate(cast, plot) },
  {
    title: 'invoice',
    act: async () => {
      const { number, net, gross } = await invoiceOf(cast, plot, 'termination');
      return { text: `${number} for usage up to that instant: ${amount(net)} net, ${amount(gross)} gross` };
    },
  },
  {
    title: 'books',
    act: async () => {
      const views = await Promise.all([
        booksOf(cast.ada, plot, { sellOut: 'Ada pays' }),
        booksOf(cast.brenta, plot, { sellOut: 'Brenta is paid', sellIn: 'and pays' }),
        booksOf(cast.nimbus, plot, { vendorCost: 'Nimbus is paid' }),
      ]);
      return { text: `net, as each sees it: ${views.join('; ')}` };
    },
  },
  { title: 'by hand', act: () => leaveWithPeople(cast) },
  { title: 'open', act: () => leavePending(cast, plot) },
];

const terminate = async ({ bea, ada }: Cast, { subscriptionId }: Plot): Promise<Told> => {
  const path = `/v1/subscriptions/${subscriptionId}`;
  const before = await bea.get<Subscription>(path);
  const body = { kind: 'terminate', subscriptionId };
  const { body: order } = await bea.post<Order>('/v1/orders', body, 'demo-story-termination');
  await approvePending(ada, order, 'demo-story-termination-approval');
  const ended = await eventually(
    'the removal',
    () => bea.get<Subscription>(path),
    ({ state }) => state === 'terminated',
  );
  await eventually(
    'the order',
    () => bea.get<Order>(`/v1/orders/${order.id}`),
    ({ state }) => state === 'done',
  );
  const text = `Bea orders the end, Ada approves, Nimbus removes: ${ended.state} at ${ended.endedAt ?? '?'}`;
  return { text, isNew: before.state !== 'terminated' };
};

const approvePending = async (ada: Api, { id, state }: Order, key: string): Promise<void> => {
  if (state === 'pending-consumer') await ada.post(`/v1/orders/${id}/decisions`, { verdict: 'approve' }, key);
};

type Levels = Proceeds['amounts'];

/** The sums of the levels that the caller is to see; any other must be hidden from it. */
const booksOf = async (
  api: Api,
  { subscriptionId }: Plot,
  words: Readonly<Partial<Record<keyof Levels, string>>>,
): Promise<string> => {
  const rows = await all<Proceeds>(api, `/v1/proceeds?subscriptionId=${subscriptionId}`);
  const seen = new Set(rows.flatMap(({ amounts }) => Object.keys(amounts)));
  const levels = Object.keys(words) as (keyof Levels)[];
  if (seen.size !== levels.length || !levels.every((level) => seen.has(level))) {
    throw new Error(`${levels.join(' and ')} were to be seen, but it was ${[...seen].join(' and ')}`);
  }
  const total = (level: keyof Levels) => amount(sum(rows.flatMap(({ amounts }) => amounts[level] ?? [])));
  return levels.map((level) => `${words[level] ?? level} ${total(level)}`).join(' ');
};

const leaveWithPeople = async (cast: Cast): Promise<Told> => {
  const { bea, ada, projectId } = cast;
  const planId = planIdOf(await findOffering(cast, 'Consulting'));
  const body = { kind: 'purchase', projectId, planId, quantities: { hours: '8' } };
  const { body: order, headers } = await bea.post<Order>('/v1/orders', body, 'demo-story-consulting');
  await approvePending(ada, order, 'demo-story-consulting-approval');
  const isWaiting = ({ items }: Page<Run>) => items.length > 0 && items[0]?.state !== 'notifying';
  const path = `/v1/syndication-runs?subscriptionId=${order.subscriptionId}`;
  await eventually('the run of Consulting hours', () => bea.get<Page<Run>>(path), isWaiting);
  const text = 'Bea orders eight consulting hours, Ada approves; the run waits for a person of Granite';
  return { text, isNew: !headers.has('idempotent-replay') };
};

const leavePending = async ({ bea, projectId }: Cast, { planId }: Plot): Promise<Told> => {
  const body = { kind: 'purchase', projectId, planId, quantities: { seats: '12' } };
  const { body: order, headers } = await bea.post<Order>('/v1/orders', body, 'demo-story-pending');
  const text = `Bea orders twelve seats more; ${order.state}, for Ada to decide`;
  return { text, isNew: !headers.has('idempotent-replay') };
};
