import fc from 'fast-check';
import type { Aggregate, Aggregation, MeterEvent } from '../../../../domain/metering/aggregate';
import { aggregate, aggregateBy } from '../../../../domain/metering/aggregate';
import type { Big } from '../../../../domain/decimal';
import { decimal } from '../../../../domain/decimal';
import { refusal } from '../../../support/refusals';
import { decimals } from '../../../support/arbitraries';

const day = (at: number): string => new Date(Date.UTC(2026, 3, 1) + at * 86_400_000).toISOString();
const april = { start: day(0), end: day(30) };
const may = { start: day(30), end: day(61) };
const both = { start: day(0), end: day(61) };

const aggregations: fc.Arbitrary<Aggregation> = fc.constantFrom(
  ...(['sum', 'max', 'last', 'unique-count', 'counter-increase'] as const).map((kind) => ({ kind })),
  ...(['level', 'delta'] as const).map((values) => ({ kind: 'time-weighted-average', values }) as const),
);
const signed = fc.tuple(decimals(10n ** 12n, 10), fc.boolean()).map(([text, below]) => (below ? `-${text}` : text));

// No two at one instant: which of them came last would matter.
const eventsWith = (value: fc.Arbitrary<string>): fc.Arbitrary<MeterEvent[]> =>
  fc
    .uniqueArray(fc.record({ at: fc.integer({ min: -10, max: 80 }), value, key: fc.constantFrom('a', 'b', 'c') }), {
      selector: ({ at }) => at,
      maxLength: 12,
    })
    .map((all) => all.map(({ at, ...rest }) => ({ ...rest, at: day(at), source: 'meter', id: String(at) })));
const events = eventsWith(signed);
const positive = eventsWith(decimals(10n ** 12n, 10));

const exact = ({ total, share }: Aggregate): Big => total.times(share.part).div(share.of);
const plain = (found: Aggregate): string[] => [
  found.total.toFixed(),
  JSON.stringify(found.share),
  String(found.carriedOut?.toFixed()),
];

describe('aggregate', () => {
  it('does not care in which order events came, nor how often', () => {
    fc.assert(
      fc.property(aggregations, events, (aggregation, all) => {
        const again = [...all, ...all].reverse();
        expect(plain(aggregate(aggregation, again, april, '5'))).toEqual(
          plain(aggregate(aggregation, all, april, '5')),
        );
      }),
    );
  });

  it('counts an event in exactly one of two adjacent periods', () => {
    fc.assert(
      fc.property(positive, (all) => {
        const sumOf = (period: typeof april) => aggregate({ kind: 'sum' }, all, period).total;
        expect(sumOf(april).plus(sumOf(may)).eq(sumOf(both))).toBe(true);
      }),
    );
  });

  it('never finds less than nothing', () => {
    fc.assert(
      fc.property(aggregations, events, fc.option(signed), (aggregation, all, carried) => {
        expect(aggregate(aggregation, all, april, carried).total.gte('0')).toBe(true);
      }),
    );
  });

  it('keeps an average between the least and the greatest level', () => {
    fc.assert(
      fc.property(positive, decimals(10n ** 12n, 10), (all, carried) => {
        const mean = aggregate({ kind: 'time-weighted-average', values: 'level' }, all, april, carried);
        const levels = [
          carried,
          ...all.filter(({ at }) => at >= april.start && at < april.end).map(({ value }) => value!),
        ];
        const areas = levels
          .map((level) => decimal(level).times(mean.share.of).div(mean.share.part))
          .sort((a, b) => a.cmp(b));
        expect(mean.total.gte(areas[0]!) && mean.total.lte(areas.at(-1)!)).toBe(true);
      }),
    );
  });

  it('carries a level and a reading on, so that adjacent periods add up', () => {
    const carriers = aggregations.filter(({ kind }) => kind === 'counter-increase' || kind === 'time-weighted-average');
    fc.assert(
      fc.property(carriers, positive, decimals(10n ** 12n, 10), (aggregation, all, carried) => {
        // Deltas that are not negative keep the level so, and no result has to be lifted to zero.
        const first = aggregate(aggregation, all, april, carried);
        const second = aggregate(aggregation, all, may, first.carriedOut!.toFixed());
        const long = aggregate(aggregation, all, both, carried);
        expect(first.total.plus(second.total).eq(long.total)).toBe(true);
        expect(second.carriedOut!.eq(long.carriedOut!)).toBe(true);
      }),
    );
  });

  it('counts a counter that began again from zero', () => {
    const readings = ['50', '80', '4', '34'].map((value, at) => ({ value, at: day(at) }));
    expect(exact(aggregate({ kind: 'counter-increase' }, readings, april, '20')).toFixed()).toBe('94');
  });

  it('carries nothing on when nothing was ever read', () => {
    expect(aggregate({ kind: 'counter-increase' }, [], april).carriedOut).toBeNull();
  });

  it('refuses values that are no plain numbers', () => {
    expect(() => aggregate({ kind: 'sum' }, [{ at: day(1), value: '1e30' }], april)).toThrow(
      refusal('decimal-invalid'),
    );
  });

  it('stops on a period without a length', () => {
    expect(() => aggregate({ kind: 'sum' }, [], { start: day(1), end: day(1) })).toThrow('a length');
  });
});

describe('aggregateBy', () => {
  it('gives each event to one value of the dimension', () => {
    fc.assert(
      fc.property(positive, fc.array(fc.constantFrom('a', 'b', '__proto__', undefined)), (all, zones) => {
        const used = all.map((event, at): MeterEvent => {
          const zone = zones[at];
          return zone === undefined ? event : { ...event, dimensions: Object.fromEntries([['zone', zone]]) };
        });
        const parts = [...aggregateBy('zone', { kind: 'sum' }, used, april).values()];
        const sum = parts.reduce((total, part) => total.plus(part.total), decimal('0'));
        expect(sum.eq(aggregate({ kind: 'sum' }, used, april).total)).toBe(true);
      }),
    );
  });

  it('knows values that nothing happened to by their carried level', () => {
    const average = { kind: 'time-weighted-average', values: 'level' } as const;
    const found = aggregateBy('zone', average, [], april, new Map([['a', '7']]));
    expect([...found].map(([zone, each]) => [zone, exact(each).toFixed()])).toEqual([['a', '7']]);
  });
});
