import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { periodUsage } from '../../db/metering/period-usage';
import type { PriceModel } from '../../domain/catalog/offering';
import { byLevel } from '../../domain/channel/chain';
import { Big, decimal, decimalText } from '../../domain/decimal';
import { fraction, roundShare, whole } from '../../domain/fraction';
import type { Aggregation, MeterEvent } from '../../domain/metering/aggregate';
import { aggregate } from '../../domain/metering/aggregate';
import type { Usage } from '../../domain/pricing/rate';
import type { SharedUsage } from '../../domain/pricing/stretch';
import type { SoldComponent } from '../../domain/pricing/terms';
import type { Market } from '../support/builders';
import { activateSubscription, day, insertMarket } from '../support/builders';
import { useDatabase } from '../support/database';

interface Recorded {
  readonly at: string;
  readonly quantity: string | null;
  readonly uniqueKey: string | null;
  readonly dimensions: Readonly<Record<string, string>>;
}

const period = { start: day(31), end: day(59) };
const regions = ['eu', 'us'];
const perUnit: PriceModel = { kind: 'per-unit', unitPrice: '1' };
const byRegion: PriceModel = {
  kind: 'matrix',
  rows: regions.map((region) => ({ dimensions: { class: 'a', region }, unitPrice: '1' })),
  otherwise: '1',
};

const aggregations: readonly Aggregation[] = [
  ...(['sum', 'max', 'last', 'unique-count', 'counter-increase'] as const).map((kind) => ({ kind })),
  ...(['level', 'delta'] as const).map((values) => ({ kind: 'time-weighted-average' as const, values })),
];

const values = (aggregation: Aggregation): fc.Arbitrary<Pick<Recorded, 'quantity' | 'uniqueKey'>> => {
  if (aggregation.kind === 'unique-count')
    return fc.constantFrom('ann', 'Ann', 'bob', 'ann ').map((uniqueKey) => ({ uniqueKey, quantity: null }));
  const falls = aggregation.kind === 'time-weighted-average' && aggregation.values === 'delta';
  return fc
    .tuple(fc.integer({ min: falls ? -500 : 0, max: 500 }), fc.constantFrom('', '.5', '.0000000001'))
    .map(([units, rest]) => ({ quantity: `${String(units)}${rest}`, uniqueKey: null }));
};

// Few instants, so that some are the same, and some lie on the edges of the period.
const instants = fc.oneof(
  fc.integer({ min: 10, max: 70 }).map(day),
  fc.constantFrom(period.start, period.end, new Date(Date.parse(period.end) - 1).toISOString()),
);
const dimensions = fc.constantFrom<Readonly<Record<string, string>>>(
  ...[{}, { region: 'eu' }, { region: 'eu', class: 'a' }, { region: 'us', class: 'a', team: 'x' }],
  { region: 'ap', class: 'a' },
);

const recordings = (aggregation: Aggregation): fc.Arbitrary<Recorded[]> =>
  fc.array(
    fc
      .tuple(instants, values(aggregation), dimensions)
      .map(([at, value, used]) => ({ at, ...value, dimensions: used })),
    { maxLength: 25 },
  );

describe('periodUsage', () => {
  const { knex } = useDatabase();
  let market: Market;
  let subscriptionId: string;
  beforeAll(async () => {
    market = await insertMarket(knex);
    ({ subscriptionId } = await activateSubscription(knex, market, day(2)));
  });

  const write = async (component: string, records: readonly Recorded[]): Promise<void> => {
    for (const { at, quantity, uniqueKey, dimensions: used } of records)
      await knex('usage_records').insert({
        ...{ vendor_id: market.vendorId, source: component, event_id: randomUUID(), subscription_id: subscriptionId },
        ...{ component, quantity, unique_key: uniqueKey, dimensions: JSON.stringify(used), occurred_at: at },
        ...{ recorded_at: at, recorded_by: market.buyerId },
      });
  };

  const soldAs = (key: string, price: PriceModel, aggregation: Aggregation): SoldComponent => ({
    ...{ key, name: key, unit: 'each', charge: 'usage', aggregation, prices: byLevel(() => price) },
  });

  const usageOf = async (component: SoldComponent, until = period.end): Promise<Usage | SharedUsage> => {
    const usage = await periodUsage(knex, { subscriptionId, components: [component], period, until });
    return usage[component.key] ?? '0';
  };

  /** What the domain makes of the same records: what is carried comes from those before the period. */
  const expected = (aggregation: Aggregation, records: readonly Recorded[], until = period.end) => {
    const events = [...records]
      .map(({ at, quantity, uniqueKey }): MeterEvent => ({
        at,
        ...(quantity === null ? {} : { value: quantity }),
        ...(uniqueKey === null ? {} : { key: uniqueKey }),
      }))
      .sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1));
    const earlier = { start: day(3), end: period.start };
    const { carriedOut } = aggregate(aggregation, events, earlier);
    const known = carriedOut === null ? null : decimalText(carriedOut);
    const { total, share } = aggregate(aggregation, events, { start: period.start, end: until }, known);
    return { total, share };
  };

  /** A quantity to ten decimals, as a line says it. */
  const told = (usage: string, share = whole): string => decimalText(roundShare(decimal(usage), share, 10));
  const toldOf = (usage: Usage | SharedUsage): unknown => {
    const { usage: all, share } = typeof usage === 'object' && 'share' in usage ? usage : { usage, share: whole };
    if (typeof all === 'string') return told(all, share);
    if (!('parts' in all)) throw new Error('is not aggregated');
    return Object.fromEntries(
      all.parts
        .map(({ dimensions: used, quantity }) => [used.region ?? 'others', told(quantity, share)] as const)
        .filter(([, quantity]) => quantity !== '0'),
    );
  };

  it.each(aggregations)('aggregates in the database as the domain does: %j', async (aggregation) => {
    await fc.assert(
      fc.asyncProperty(recordings(aggregation), async (records) => {
        const key = randomUUID();
        await write(key, records);
        const { total, share } = expected(aggregation, records);
        expect(toldOf(await usageOf(soldAs(key, perUnit, aggregation)))).toBe(told(decimalText(total), share));
      }),
      { numRuns: 25 },
    );
  });

  it.each(aggregations)('aggregates each row of a price by itself: %j', async (aggregation) => {
    await fc.assert(
      fc.asyncProperty(recordings(aggregation), async (records) => {
        const key = randomUUID();
        await write(key, records);
        const rowOf = ({ dimensions: { region = '', class: klass } }: Recorded): string =>
          klass === 'a' && regions.includes(region) ? region : 'others';
        const rows = [...regions, 'others'].map((row) => {
          const { total, share } = expected(
            aggregation,
            records.filter((each) => rowOf(each) === row),
          );
          return [row, told(decimalText(total), share)] as const;
        });
        expect(toldOf(await usageOf(soldAs(key, byRegion, aggregation)))).toEqual(
          Object.fromEntries(rows.filter(([, quantity]) => quantity !== '0')),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('gives single events in their order, those of nothing too', async () => {
    const at = (nth: number, quantity: string): Recorded => ({
      ...{ at: day(nth), quantity, uniqueKey: null, dimensions: {} },
    });
    await write('payments', [at(40, '5'), at(35, '0'), at(30, '9'), at(59, '8'), at(35, '7')]);
    const usage = await usageOf(soldAs('payments', { kind: 'percentage', rate: '1' }, { kind: 'sum' }));
    expect(usage).toEqual({ events: ['0', '7', '5'] });
  });

  it('divides a level by the whole period when it ends early: what is gone is at nothing', async () => {
    await write('disk', [{ at: day(10), quantity: '28', uniqueKey: null, dimensions: {} }]);
    const disk = soldAs('disk', perUnit, { kind: 'time-weighted-average', values: 'level' });
    expect(toldOf(await usageOf(disk, day(38)))).toBe('7');
    expect(toldOf(await usageOf(disk))).toBe('28');
    expect(await periodUsage(knex, { subscriptionId, components: [disk], period, until: period.start })).toEqual({});
  });

  it('keeps thirds exact', async () => {
    await write('third', [{ at: day(31), quantity: '1', uniqueKey: null, dimensions: {} }]);
    const usage = await usageOf(soldAs('third', perUnit, { kind: 'time-weighted-average', values: 'level' }));
    const length = 28 * 86_400_000;
    expect(usage).toMatchObject({ share: fraction(1, length) });
    expect(new Big((usage as { usage: string }).usage).toFixed()).toBe(String(length));
  });
});
