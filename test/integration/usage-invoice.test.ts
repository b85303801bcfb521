import { createUsageIntake } from '../../db/metering/usage-intake';
import { createUsageView } from '../../db/metering/usage-view';
import type { BillingFacts } from '../../db/subscriptions/subscription-store';
import { createSubscriptionStore } from '../../db/subscriptions/subscription-store';
import type { Component } from '../../domain/catalog/offering';
import type { UsageRecord } from '../../domain/metering/usage-record';
import { explainRows } from '../../domain/pricing/explain';
import { terminationRows } from '../../domain/pricing/termination-quote';
import { freezeTerms } from '../../domain/pricing/terms';
import { terminate, turnPeriod } from '../../domain/subscriptions/turn';
import { activateSubscription, day, insertMarket } from '../support/builders';
import { useDatabase } from '../support/database';

const usage = (key: string, rest: Omit<Component, 'key' | 'name' | 'unit' | 'charge'>): Component => ({
  ...{ key, name: key, unit: 'each', charge: 'usage', ...rest },
});
const unitPrice = (price: string) => ({ kind: 'per-unit', unitPrice: price }) as const;

/** One component of each way to measure, each with a price that reads it. */
const components: readonly Component[] = [
  usage('calls', { price: unitPrice('0.01') }),
  usage('payments', { price: { kind: 'percentage', rate: '1', fixed: '0.30', freeEvents: '1', maxPerEvent: '5' } }),
  usage('turnover', {
    price: {
      kind: 'graduated-percentage',
      tiers: [
        { from: '1', to: '1000', rate: '2' },
        { from: '1001', to: null, rate: '1' },
      ],
    },
  }),
  usage('traffic', {
    price: {
      kind: 'matrix',
      rows: [{ dimensions: { region: 'eu' }, unitPrice: '0.10' }],
      otherwise: '0.25',
    },
    factor: '1024',
  }),
  usage('peak', { price: unitPrice('2'), aggregation: { kind: 'max' } }),
  usage('plan', { price: unitPrice('3'), aggregation: { kind: 'last' } }),
  usage('users', { price: unitPrice('4'), aggregation: { kind: 'unique-count' } }),
  usage('disk', { price: unitPrice('31'), aggregation: { kind: 'time-weighted-average', values: 'level' } }),
  usage('nodes', { price: unitPrice('31'), aggregation: { kind: 'time-weighted-average', values: 'delta' } }),
  usage('energy', { price: unitPrice('0.20'), aggregation: { kind: 'counter-increase' } }),
];

describe('an invoice of usage', () => {
  const { knex } = useDatabase();

  it('bills every component by its own aggregation and price, over the boundary of periods, to its end', async () => {
    // given a subscription since 2 January, whose periods begin on the 2nd
    const market = await insertMarket(knex);
    const plan = { ...market.plan, components };
    const terms = freezeTerms({
      ...{ plan, prices: { wholesale: [], sellIn: [], sellOut: [] }, quantities: {}, channel: { ...market } },
      ...{ issuer: { id: market.resellerId, prefix: 'R', taxPercent: '0' }, zone: 'UTC' },
    });
    const { subscriptionId } = await activateSubscription(knex, market, day(2), { terms });
    const meter = createUsageIntake(knex);
    let nth = 0;
    const used = (component: string, at: string, fields: Partial<UsageRecord>): UsageRecord => ({
      ...{ source: 'meter', eventId: String((nth += 1)).padStart(4, '0'), subscriptionId, component, occurredAt: at },
      ...{ quantity: null, uniqueKey: null, dimensions: {}, ...fields },
    });
    const record = async (...records: readonly UsageRecord[]) => {
      const results = await meter.record(records, { userId: market.buyerId, now: day(90), mayWrite: () => true });
      return results.map(({ status, error }) => error?.code ?? status);
    };
    const quantity = (component: string, at: string, value: string): UsageRecord =>
      used(component, at, { quantity: value });

    // when it is used in the first period, and a level and a reading stand at its end
    const first = [
      ...[quantity('calls', day(3), '100'), quantity('calls', day(4), '50.5')],
      ...[
        quantity('payments', day(5), '9000'),
        quantity('payments', day(6), '100'),
        quantity('payments', day(7), '900'),
      ],
      quantity('turnover', day(8), '1500'),
      used('traffic', day(9), { quantity: '10240', dimensions: { region: 'eu' } }),
      used('traffic', day(9), { quantity: '512', dimensions: { region: 'us' } }),
      ...[quantity('peak', day(3), '7'), quantity('peak', day(4), '9'), quantity('peak', day(5), '8')],
      ...[quantity('plan', day(9), '2'), quantity('plan', day(3), '5')],
      ...['ann', 'bob', 'ann'].map((uniqueKey) => used('users', day(10), { uniqueKey })),
      quantity('disk', day(23), '3'),
      ...[quantity('nodes', day(23), '2'), quantity('nodes', day(28), '-1')],
      ...[quantity('energy', day(5), '700'), quantity('energy', day(6), '745')],
    ];
    expect(new Set(await record(...first))).toEqual(new Set(['recorded']));
    expect(await record(used('users', day(10), { quantity: '1' }), used('calls', day(10), { uniqueKey: 'a' }))).toEqual(
      [...['usage-record-unfit', 'usage-record-unfit']],
    );

    // then the first period charges it
    const subscriptions = createSubscriptionStore(knex);
    const openOf = ({ open }: BillingFacts) => open ?? { index: -1, period: { start: '', end: '' } };
    const step = { subscriptionId, state: 'active', type: 'turned' } as const;
    await subscriptions.book({ ...step, rev: 3, at: day(33), usageUntil: null }, (facts) =>
      turnPeriod(facts.terms, facts.anchorAt ?? '', openOf(facts), facts.usage, true),
    );
    const linesOf = async (): Promise<string[]> => {
      const [invoice] = await knex('invoices').where({ subscription_id: subscriptionId }).orderBy('number', 'desc');
      const { lines, net } = invoice as {
        lines: { component: string; quantity: string; net: { minor: string } }[];
        net: string;
      };
      return [...lines.map((line) => `${line.component} ${line.quantity} ${line.net.minor}`), `net ${net}`];
    };
    expect(await linesOf()).toEqual([
      'calls 150.5 151', // 1.505
      'payments 10000 630', // the first is free, 1.30 and 5 at most
      'turnover 1500 2500',
      'traffic 10.5 113', // 10 × 0.10 + 0.5 × 0.25 = 1.125
      'peak 9 1800',
      'plan 2 600',
      'users 2 800',
      'disk 0.9677419355 3000', // 3 for 10 of 31 days
      'nodes 0.4838709677 1500', // 2 for 5 days, 1 for 5
      'energy 45 900',
      'net 11994',
    ]);

    // when the second one goes on from there, and ends after 14 of its 28 days
    expect(await record(quantity('disk', day(32), '9'))).toEqual(['usage-period-closed']);
    await record(
      quantity('energy', day(34), '750'),
      ...[quantity('energy', day(35), '5'), quantity('nodes', day(40), '1')],
      used('users', day(34), { uniqueKey: 'ann' }),
    );

    // then what a termination would charge is what it charges
    const period = { start: day(33), end: day(61) };
    const so = { subscriptionId, components: terms.components, period, until: day(47) };
    const { now } = terminationRows(terms, { index: 1, period }, await createUsageView(knex).totals(so), day(47));
    await subscriptions.book(
      { ...step, rev: 4, state: 'terminated', at: day(47), usageUntil: day(47), endedAt: day(47) },
      (facts) => terminate(facts.terms, openOf(facts), facts.usage, day(47)),
    );
    const final = await linesOf();
    expect(final).toEqual([
      'users 1 400',
      'disk 1.5 4650', // 3 for half of the period
      'nodes 0.75 2325', // 1 for half of it, and one more for a quarter
      'energy 10 200', // 5 more, then 5 of a counter that began again
      'net 7575',
    ]);
    expect(now.map((row) => `${row.component} ${row.quantity} ${row.amounts.sellOut.minor}`)).toEqual(
      final.slice(0, -1),
    );
    const explained = explainRows(terms, now, { levels: ['sellOut'], prices: null });
    expect(explained.find(({ component }) => component === 'nodes')?.levels.sellOut).toMatchObject({
      parts: [{ units: '0.75', price: '31', amount: '23.25' }],
      exact: '23.25',
    });
  });
});
