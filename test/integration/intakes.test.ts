import { randomUUID } from 'node:crypto';
import { createClockIntake } from '../../db/clocks/clock-intake';
import { createClockView } from '../../db/clocks/clock-view';
import { createUsageIntake } from '../../db/metering/usage-intake';
import { createSubscriptionStore } from '../../db/subscriptions/subscription-store';
import { createResourceIntake } from '../../db/subscriptions/resource-intake';
import { createSubscriptionView } from '../../db/subscriptions/subscription-view';
import type { ReceivedReport } from '../../db/syndication/report-intake';
import { createReportIntake } from '../../db/syndication/report-intake';
import { createRunStore } from '../../db/syndication/run-store';
import type { UsageRecord } from '../../domain/metering/usage-record';
import type { LimitPeriod } from '../../domain/metering/usage-limits';
import type { Turn } from '../../domain/subscriptions/turn';
import { turnPeriod } from '../../domain/subscriptions/turn';
import type { Market } from '../support/builders';
import {
  activateSubscription,
  day,
  insertClock,
  insertMarket,
  insertOrganization,
  openRun,
  placePurchase,
  termsOf,
} from '../support/builders';
import { useDatabase } from '../support/database';

describe('the intake of usage', () => {
  const { knex } = useDatabase();
  const meter = createUsageIntake(knex);
  let market: Market;
  let subscriptionId: string;

  beforeEach(async () => {
    market = await insertMarket(knex);
    ({ subscriptionId } = await activateSubscription(knex, market, day(2)));
  });

  const used = (fields: Partial<UsageRecord> = {}): UsageRecord => ({
    ...{
      source: 'meter',
      eventId: randomUUID(),
      subscriptionId,
      component: 'calls',
      quantity: '1',
      uniqueKey: null,
      dimensions: {},
      occurredAt: day(5),
    },
    ...fields,
  });
  const record = async (records: readonly UsageRecord[], now = day(20), mayWrite = () => true) => {
    const results = await meter.record(records, { userId: market.buyerId, now, mayWrite });
    expect(results.map(({ source, eventId }) => [source, eventId])).toEqual(
      records.map(({ source, eventId }) => [source, eventId]),
    );
    return results.map(({ status, error }) => error?.code ?? status);
  };
  const quantities = () =>
    knex('usage_records').where({ subscription_id: subscriptionId }).orderBy('seq').pluck('quantity');

  it('answers for each record, in order, and takes the good ones among the bad', async () => {
    const unknown = used({ subscriptionId: randomUUID() });
    const answers = await record([
      used(),
      unknown,
      used({ component: 'licence' }),
      used({ occurredAt: day(1) }),
      used({ occurredAt: day(21) }),
      used({ quantity: '0.0000000001' }),
    ]);
    expect(answers).toEqual([
      ...['recorded', 'subscription-not-found', 'usage-component-unknown'],
      ...['usage-outside-subscription', 'usage-outside-subscription', 'recorded'],
    ]);
    expect([...(await quantities())].sort()).toEqual(['0.0000000001', '1']);
  });

  it('counts a record once: inside a batch, in a later one, and with other content', async () => {
    const one = used({ quantity: '1' });
    expect(await record([one, { ...one, quantity: '2' }])).toEqual(['recorded', 'duplicate']);
    expect(await record([{ ...one, quantity: '3', component: 'licence' }])).toEqual(['duplicate']);
    expect(await quantities()).toEqual(['1']);
  });

  it('takes the good repeat of a record that was refused', async () => {
    const bad = used({ component: 'licence' });
    expect(await record([bad, { ...bad, component: 'calls' }])).toEqual(['usage-component-unknown', 'recorded']);
  });

  it('counts a record once when many batches bring it at the same time, in any order', async () => {
    const records = Array.from({ length: 50 }, () => used());
    const batches = [records, [...records].reverse(), records, [...records].reverse()];
    const answers = await Promise.all(batches.map((batch) => record(batch)));
    expect(answers.flat().filter((answer) => answer === 'recorded')).toHaveLength(50);
    expect(await quantities()).toHaveLength(50);
  });

  it('keeps the sources of two vendors apart', async () => {
    const other = await insertMarket(knex);
    const theirs = await activateSubscription(knex, other, day(2));
    const mine = used();
    const same = { ...mine, subscriptionId: theirs.subscriptionId };
    expect(await record([mine, same])).toEqual(['recorded', 'recorded']);
  });

  it('answers for a subscription that the caller may not write to as for one that is not there', async () => {
    expect(await record([used()], day(20), () => false)).toEqual(['subscription-not-found']);
    expect(await quantities()).toEqual([]);
  });

  const close = (type: string, at: string, endedAt?: string): Promise<unknown> =>
    createSubscriptionStore(knex).book(
      {
        ...{ subscriptionId, rev: 3, state: endedAt === undefined ? 'active' : 'terminated', type, at },
        ...{ usageUntil: endedAt ?? null, ...(endedAt === undefined ? {} : { endedAt }) },
      },
      (): Turn => ({
        ...{ rows: [], invoice: undefined, nextDueAt: null },
        open: endedAt === undefined ? { index: 1, period: { start: at, end: day(60) } } : null,
      }),
    );

  describe('of a component with a limit', () => {
    const limitedTo = async (limitAmount: string, limitPeriod: LimitPeriod): Promise<void> => {
      const components = market.plan.components.map((component) =>
        component.key === 'calls' ? { ...component, limitAmount, limitPeriod } : component,
      );
      const terms = termsOf({ ...market, plan: { ...market.plan, components } });
      ({ subscriptionId } = await activateSubscription(knex, market, day(2), { terms }));
    };
    const calls = (quantity: string, occurredAt = day(5)) => used({ quantity, occurredAt });

    it('takes what fits, record by record, and what is refused takes no room', async () => {
      await limitedTo('10', 'month');
      expect(await record([calls('6'), calls('5'), calls('4'), calls('0.1'), calls('0')])).toEqual([
        ...['recorded', 'usage-limit-reached', 'recorded', 'usage-limit-reached', 'recorded'],
      ]);
      expect(await record([calls('1')])).toEqual(['usage-limit-reached']);
    });

    it('begins anew with each limit period, by the time at the meter', async () => {
      await limitedTo('10', 'month');
      expect(await record([calls('10'), calls('10', day(33)), calls('1', day(32))], day(40))).toEqual([
        ...['recorded', 'recorded', 'usage-limit-reached'],
      ]);
      await limitedTo('10', 'total');
      expect(await record([calls('10'), calls('1', day(33))], day(40))).toEqual(['recorded', 'usage-limit-reached']);
    });

    it('counts a record once that is sent again', async () => {
      await limitedTo('10', 'quarter');
      const first = calls('6');
      expect(await record([first, first, calls('4')])).toEqual(['recorded', 'duplicate', 'recorded']);
    });

    it('takes no more than fits, however many batches come at once', async () => {
      await limitedTo('25', 'month');
      const batches = await Promise.all(Array.from({ length: 12 }, () => record([calls('1'), calls('2')])));
      const recorded = batches.flat().filter((answer) => answer === 'recorded');
      const taken = (await quantities()).reduce((sum: number, each: string) => sum + Number(each), 0);
      expect(taken).toBe(25);
      expect(recorded.length).toBe((await quantities()).length);
    });

    it('counts what was recorded before there was a limit', async () => {
      expect(await record([calls('8')])).toEqual(['recorded']);
      await knex('usage_totals').delete();
      await knex.raw(
        `update subscriptions set terms = jsonb_set(terms, '{components}', (
           select jsonb_agg(each || '{"limitAmount": "10", "limitPeriod": "year"}') from jsonb_array_elements(terms -> 'components') each
         )) where id = ?`,
        [subscriptionId],
      );
      expect(await record([calls('3'), calls('2')])).toEqual(['usage-limit-reached', 'recorded']);
    });
  });

  it('refuses what no invoice could hold, so that the period can be closed', async () => {
    const components = market.plan.components.map((component) =>
      component.key === 'calls' ? { ...component, price: { kind: 'per-unit' as const, unitPrice: '50' } } : component,
    );
    const terms = termsOf({ ...market, plan: { ...market.plan, components } });
    ({ subscriptionId } = await activateSubscription(knex, market, day(2), { terms }));
    const most = Array.from({ length: 4 }, () => used({ quantity: '999999999999' }));
    expect(await record(most)).toEqual(['recorded', 'recorded', 'usage-beyond-bounds', 'usage-beyond-bounds']);
    const turn = { subscriptionId, rev: 3, state: 'active', type: 'turned', at: day(33), usageUntil: null } as const;
    await createSubscriptionStore(knex).book(turn, ({ terms: sold, anchorAt, open, usage }) => {
      if (open === null) throw new Error('the period is open');
      return turnPeriod(sold, anchorAt ?? '', open, usage, true);
    });
    expect(
      await knex('proceeds').where({ subscription_id: subscriptionId, kind: 'arrears' }).pluck('sell_out'),
    ).toEqual(['9999999999990000']);
  });

  it('refuses usage of a period that is closed, yet knows what it has taken before', async () => {
    const early = used();
    await record([early]);
    await close('turned', day(10));
    expect(await record([early, used(), used({ occurredAt: day(10) })])).toEqual([
      ...['duplicate', 'usage-period-closed', 'recorded'],
    ]);
  });

  it('refuses usage before the end of a subscription that has ended: it would never be billed', async () => {
    await close('ended', day(10), day(10));
    expect(await record([used({ occurredAt: day(9) }), used({ occurredAt: day(10) })])).toEqual([
      ...['usage-period-closed', 'usage-outside-subscription'],
    ]);
  });

  it('waits for a period that is being closed', async () => {
    const closing = await knex.transaction();
    await closing.raw('select id from subscriptions where id = ? for update', [subscriptionId]);
    const waiting = record([used()]);
    await closing('subscriptions')
      .where({ id: subscriptionId })
      .update({ period_start: day(10) });
    await closing.commit();
    expect(await waiting).toEqual(['usage-period-closed']);
  });

  it('meters a subscription on a test clock by that clock', async () => {
    const clockId = await insertClock(knex, day(100));
    const onClock = await activateSubscription(knex, market, day(90), { testClockId: clockId });
    const at = (occurredAt: string) => used({ subscriptionId: onClock.subscriptionId, occurredAt });
    expect(await record([at(day(95)), at(day(101))], day(1))).toEqual(['recorded', 'usage-outside-subscription']);
  });

  it('takes a thousand records at once', async () => {
    const records = Array.from({ length: 1_000 }, () => used());
    expect(new Set(await record(records))).toEqual(new Set(['recorded']));
    expect(await quantities()).toHaveLength(1_000);
  });
});

describe('the inbox of reports', () => {
  const { knex } = useDatabase();
  const inbox = createReportIntake(knex);
  let market: Market;
  let runId: string;

  beforeEach(async () => {
    await knex('provisioning_reports').delete();
    market = await insertMarket(knex);
    runId = await openRun(knex, await placePurchase(knex, market));
  });

  const report = (fields: Partial<ReceivedReport> = {}): ReceivedReport => ({
    ...{ runId, reportId: 'r1', kind: 'deployed', message: 'ready', percent: null, resourceRef: 'crm-1' },
    ...{ userId: market.buyerId, now: day(5) },
    ...fields,
  });
  const end = (state: 'succeeded' | 'failed') =>
    createRunStore(knex).advance({ runId, rev: 5, state, type: 'ended', at: day(6), nextDueAt: null, endedAt: day(6) });
  const expire = () => knex('provisioning_reports').update({ claimed_until: '2020-01-01T00:00:00.000Z' });
  const stored = {
    ...{ reportId: 'r1', kind: 'deployed', message: 'ready', percent: null, resourceRef: 'crm-1', reportedAt: day(5) },
  };

  it('stores a report that moves its run, to be signalled', async () => {
    expect(await inbox.receive(report())).toEqual({ status: 'accepted', signal: true, report: stored });
    expect(await createRunStore(knex).findClosingReport(runId)).toEqual(stored);
  });

  it('gives the same answer to a repeat, whatever it says and also when the run has ended since', async () => {
    await inbox.receive(report());
    const again = { status: 'duplicate', signal: true, report: stored };
    expect(await inbox.receive(report({ kind: 'failed', message: 'other' }))).toEqual(again);
    await end('failed');
    expect(await inbox.receive(report())).toEqual(again);
    await inbox.markSignalled(runId, 'r1');
    expect(await inbox.receive(report())).toEqual({ ...again, signal: false });
  });

  it('counts one report once when it comes many times at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => inbox.receive(report())));
    expect(answers.map(({ status }) => status).sort()).toEqual(['accepted', ...Array<string>(5).fill('duplicate')]);
  });

  it.each([
    ['the other verb', report, { kind: 'undeployed' }, 'report-out-of-place'],
    ['a run that is not there', report, { runId: randomUUID() }, 'run-not-found'],
  ] as const)('refuses a report of %s, and keeps nothing of it', async (_, make, fields, code) => {
    await expect(inbox.receive(make(fields))).rejects.toMatchObject({ code });
    expect(await knex('provisioning_reports')).toEqual([]);
  });

  it('refuses what contradicts the outcome, and notes an echo of it without a signal', async () => {
    await end('succeeded');
    await expect(inbox.receive(report({ kind: 'failed' }))).rejects.toMatchObject({ code: 'report-contradicts' });
    expect(await inbox.receive(report({ reportId: 'r2' }))).toMatchObject({ status: 'accepted', signal: false });
    await expire();
    expect(await inbox.unsignalled(10)).toEqual([]);
  });

  it('tells of progress as well', async () => {
    const progress = report({ kind: 'progress', percent: 40, resourceRef: null });
    expect(await inbox.receive(progress)).toMatchObject({ signal: true, report: { kind: 'progress', percent: 40 } });
    expect(await createRunStore(knex).findClosingReport(runId)).toBeNull();
  });

  it('dates the report of a run on a test clock by that clock', async () => {
    const clockId = await insertClock(knex, day(50));
    const onClock = await openRun(knex, await placePurchase(knex, market), { testClockId: clockId });
    expect((await inbox.receive(report({ runId: onClock }))).report.reportedAt).toBe(day(50));
  });

  it('leaves a fresh report to the one who took it', async () => {
    await inbox.receive(report());
    expect(await inbox.unsignalled(10)).toEqual([]);
  });

  it('hands each forgotten report to one sweeper, and to another when that one has died', async () => {
    for (let nth = 0; nth < 20; nth += 1) await inbox.receive(report({ reportId: `r${nth}`, kind: 'progress' }));
    await expire();
    const claims = await Promise.all(Array.from({ length: 4 }, () => inbox.unsignalled(7)));
    const claimed = claims.flat().map((one) => one.report.reportId);
    expect(new Set(claimed).size).toBe(claimed.length);
    const rest = await inbox.unsignalled(100);
    expect(claimed.length + rest.length).toBe(20);
    expect(await inbox.unsignalled(100)).toEqual([]);
    await expire();
    expect(await inbox.unsignalled(100)).toHaveLength(20);
  });

  it('hands out no report that was signalled or given up', async () => {
    await inbox.receive(report());
    await inbox.receive(report({ reportId: 'r2' }));
    await inbox.markSignalled(runId, 'r1');
    await inbox.park(runId, 'r2', 'the run has ended');
    await expire();
    expect(await inbox.unsignalled(10)).toEqual([]);
  });
});

describe('what vendors tell of a resource', () => {
  const { knex } = useDatabase();

  it('is replaced part by part by their last word', async () => {
    const { subscriptionId } = await placePurchase(knex, await insertMarket(knex));
    const resources = createResourceIntake(knex);
    const endpoint = { url: 'https://crm.example', description: 'Sign in', category: 'web' };
    await resources.setInstructions(subscriptionId, { en: 'Open it', de: 'Öffnen' });
    await resources.setEndpoints(subscriptionId, [endpoint]);
    await resources.setEndpoints(subscriptionId, [{ ...endpoint, category: 'admin' }]);
    expect(await createSubscriptionView(knex).find(subscriptionId)).toMatchObject({
      endpoints: [{ ...endpoint, category: 'admin' }],
      instructions: { en: 'Open it', de: 'Öffnen' },
    });
  });
});

describe('a new test clock', () => {
  const { knex } = useDatabase();
  const clocks = createClockIntake(knex);
  const create = (organizationId: string, id: string = randomUUID()) =>
    clocks.create({ id, name: 'Clock', organizationId, now: day(1) });

  it('is where its sandbox lives from then on', async () => {
    const organizationId = await insertOrganization(knex, { sandbox: true, zone: 'Europe/Rome' });
    const id = randomUUID();
    await create(organizationId, id);
    expect(await createClockView(knex).find(id)).toEqual({
      ...{ id, name: 'Clock', now: day(1), target: day(1), state: 'ready', organizationId, zone: 'Europe/Rome' },
    });
  });

  it('is only for a sandbox that has neither a clock nor a subscription', async () => {
    const forbidden = { code: 'forbidden' };
    await expect(create(randomUUID())).rejects.toMatchObject(forbidden);
    await expect(create(await insertOrganization(knex))).rejects.toMatchObject(forbidden);
    const market = await insertMarket(knex);
    await placePurchase(knex, market);
    await knex('organizations').where({ id: market.customerId }).update({ sandbox: true });
    await expect(create(market.customerId)).rejects.toMatchObject(forbidden);
    expect(await knex('test_clocks').where({ name: 'Clock' })).toHaveLength(1);
  });

  it('is one, when two are asked for at once', async () => {
    const organizationId = await insertOrganization(knex, { sandbox: true });
    const outcomes = await Promise.allSettled([create(organizationId), create(organizationId)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
