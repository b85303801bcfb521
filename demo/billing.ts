import type { Clock, Invoice, Proceeds, Subscription, UsageTaken } from './answers';
import { amount, sum } from './answers';
import type { Api } from './api';
import { ApiRefusal } from './api';
import type { Cast } from './cast';
import { all, eventually } from './cast';
import type { Step, Told } from './narrator';
import { doneBefore } from './narrator';
import type { Plot } from './purchase';
import { invoiceOf } from './purchase';

const dayMs = 86_400_000;

/** From usage to thirteen more invoices, on the clock of the sandbox. */
export const billing = (cast: Cast, plot: Plot): readonly Step[] => [
  {
    title: 'usage',
    act: () => meter(cast, plot, { at: plot.activatedAt, name: 'first', quantities: ['1500', '3000', '4500'] }),
  },
  {
    title: 'month',
    act: async () => {
      const isNew = await advance(cast.ada, { months: 1 }, daysAfter(plot.activatedAt, 20));
      if (!isNew) return doneBefore;
      const { number, net, gross } = await invoiceOf(cast, plot, `period:${plot.activatedAt}`);
      return {
        text: `clock one month on: ${number} for usage and the next month, ${amount(net)} net, ${amount(gross)}`,
        isNew,
      };
    },
  },
  {
    title: 'year',
    act: async () => {
      const isNew = await advance(cast.ada, { months: 12 }, daysAfter(plot.activatedAt, 50));
      return isNew ? { text: `twelve months in one call: ${await yearOf(cast, plot)}`, isNew } : doneBefore;
    },
  },
  {
    title: 'usage',
    act: async () => {
      const { period, endedAt } = await cast.bea.get<Subscription>(`/v1/subscriptions/${plot.subscriptionId}`);
      if (period === null || endedAt !== null) return doneBefore;
      await advance(cast.ada, { to: daysAfter(period.start, 10) }, daysAfter(period.start, 5));
      return meter(cast, plot, { at: daysAfter(period.start, 9), name: 'last', quantities: ['700'] });
    },
  },
];

const daysAfter = (instant: string, days: number): string => new Date(Date.parse(instant) + days * dayMs).toISOString();

/**
 * Moves the clock, unless it is past `doneAfter` already.
 * @returns whether it had to be moved
 */
const advance = async (ada: Api, step: { months: number } | { to: string }, doneAfter: string): Promise<boolean> => {
  const { testClockId } = await ada.get<{ testClockId: string }>('/v1/me');
  const look = () => ada.get<Clock>(`/v1/test-clocks/${testClockId}`);
  const stands = () => eventually('the test clock', look, ({ state }) => state === 'ready', 180_000);
  if ((await stands()).now > doneAfter) return false;
  // An answer that was lost comes again as busy, or finds the clock at its target.
  await ada.post(`/v1/test-clocks/${testClockId}/advance`, step).catch((error: unknown) => {
    if (!(error instanceof ApiRefusal) || error.code !== 'test-clock-busy') throw error;
  });
  const { now } = await stands();
  if (now <= doneAfter) throw new Error(`the clock has stopped at ${now}`);
  return true;
};

interface Measured {
  readonly at: string;
  readonly name: string;
  readonly quantities: readonly string[];
}

const meter = async ({ nimbus }: Cast, { subscriptionId }: Plot, measured: Measured): Promise<Told> => {
  const { at: occurredAt, name, quantities } = measured;
  const records = quantities.map((quantity, nth) => ({
    source: 'crm-meter',
    eventId: `${subscriptionId}-${name}-${nth}`,
    subscriptionId,
    component: 'api-calls',
    quantity,
    occurredAt,
  }));
  const send = async () => (await nimbus.post<UsageTaken>('/v1/usage-records', records)).body;
  const taken = await send();
  if (taken.recorded === 0 && taken.refused === 0) return doneBefore;
  const again = await send();
  if (again.duplicates !== records.length) throw new Error(`not all usage was taken: ${JSON.stringify(again)}`);
  const text = `Nimbus meters ${quantities.join(' + ')} API calls: ${taken.recorded} recorded; sent again: ${again.duplicates} duplicates`;
  return { text, isNew: true };
};

const yearOf = async ({ ada }: Cast, { subscriptionId }: Plot): Promise<string> => {
  const invoices = await all<Invoice>(ada, `/v1/invoices?subscriptionId=${subscriptionId}`);
  const rows = await all<Proceeds>(ada, `/v1/proceeds?subscriptionId=${subscriptionId}`);
  const periods = rows.filter(({ component }) => component === 'licence').length;
  // The first month and the one that is open stand beside the twelve.
  if (invoices.length !== 14 || periods !== 14) {
    throw new Error(`14 periods were to be invoiced, but there are ${periods} and ${invoices.length} invoices`);
  }
  const year = invoices.slice(0, 12);
  const numbers = `${year.at(-1)?.number ?? ''} to ${year[0]?.number ?? ''}`;
  return `twelve periods, invoices ${numbers}, ${amount(sum(year.map(({ net }) => net)))} net`;
};
