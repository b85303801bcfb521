import fc from 'fast-check';
import { levels } from '../../../../domain/channel/chain';
import { decimal } from '../../../../domain/decimal';
import { roundShareToMoney, whole } from '../../../../domain/fraction';
import { explainRows } from '../../../../domain/pricing/explain';
import type { Terms } from '../../../../domain/pricing/terms';
import type { ProceedsRow } from '../../../../domain/proceeds/proceeds';
import { endless } from '../../../../domain/subscriptions/calendar';
import type { Ending } from '../../../../domain/subscriptions/refund';
import { refundRows } from '../../../../domain/subscriptions/refund';
import { activate, terminate } from '../../../../domain/subscriptions/turn';
import { addMilliseconds, millisecondsBetween } from '../../../../domain/time';
import { instants, termsOfSales } from '../../../support/arbitraries';
import { perUnit, soldAt, termsWith } from '../../../support/changes';

const at = (date: string): string => `${date}T00:00:00.000Z`;
const anchor = at('2026-06-01');
const once = soldAt('start', 'one-time', { kind: 'flat', price: '50' });
const licence = soldAt('licence', 'fixed', { kind: 'flat', price: '30' });
const seats = soldAt('seats', 'limit', perUnit('6'));
const team = (fields: Partial<Terms> = {}): Terms =>
  termsWith([once, licence, seats], { quantities: { seats: '2' }, periodMonths: 1, zone: 'UTC', ...fields });

const metered = (fields: Partial<Terms>): Terms => {
  const terms = team(fields);
  return { ...terms, components: [...terms.components, soldAt('calls', 'usage', perUnit('3'))] };
};

const endingOf = (terms: Terms, ended: string, more: Partial<Ending> = {}): Ending => ({
  ...activate(terms, anchor).open!,
  ...{ isPaid: true, at: ended, orderedAt: ended, anchor },
  ...more,
});
const told = (rows: readonly ProceedsRow[]): string[] =>
  rows.map(({ component, kind, period, amounts }) =>
    [component, kind, period.start.slice(5, 10), amounts.sellOut.minor].join(' '),
  );
const refunded = (terms: Terms, ended: string, more: Partial<Ending> = {}): string[] =>
  told(refundRows(terms, endingOf(terms, ended, more)));
const coupon: NonNullable<Terms['coupon']> = {
  ...{ id: 'c', name: 'Ten', from: 'vendorCost', periods: null },
  effect: { type: 'discount', percent: '10', scope: 'total' },
};

describe('refundRows', () => {
  it('give back nothing where the plan does not say so, nor of a period that was not charged in advance', () => {
    expect(refunded(team(), at('2026-06-11'))).toEqual([]);
    const prorated = team({ terminationRefund: 'prorated' });
    expect(refunded(prorated, at('2026-06-11'), { isPaid: false })).toEqual([]);
    expect(refunded(prorated, at('2026-07-01'))).toEqual([]);
  });

  it('give back the part that is not used of what was charged in advance, and nothing that was paid once', () => {
    expect(refunded(team({ terminationRefund: 'prorated' }), at('2026-06-11'))).toEqual([
      'licence credit 06-11 -2000',
      'seats credit 06-11 -800',
    ]);
    expect(refunded(team({ terminationRefund: 'prorated', proration: 'days' }), '2026-06-11T18:00:00.000Z')).toEqual([
      'licence credit 06-11 -2000',
      'seats credit 06-11 -800',
    ]);
  });

  it('keep what was charged for a unit of time that has begun', () => {
    const daily = team({ terminationRefund: 'prorated', unit: 'day' });
    expect(refunded(daily, '2026-06-10T18:00:00.000Z')).toEqual([
      'licence credit 06-10 -60000',
      'seats credit 06-10 -24000',
    ]);
  });

  it('give back of a lifespan what is left of its hours, and of what has no end nothing', () => {
    const hours = team({ terminationRefund: 'prorated', periodMonths: null, lifespanHours: 48 });
    expect(refunded(hours, '2026-06-01T12:00:00.000Z')).toEqual([
      'licence credit 06-01 -2250',
      'seats credit 06-01 -900',
    ]);
    expect(refunded(team({ terminationRefund: 'prorated', periodMonths: null }), at('2026-06-11'))).toEqual([]);
  });

  it('take back the same part of a discount', () => {
    const discounted = team({ terminationRefund: 'prorated', coupon });
    const charged = activate(discounted, anchor).rows.find(({ component }) => component === '@coupon');
    const rows = refundRows(discounted, endingOf(discounted, at('2026-06-11')));
    // 10 % of 92.00 with the set-up were taken off once; of the 42.00 of each period, two thirds of 4.20 come back.
    expect(charged?.amounts.sellOut.minor).toBe('-920');
    expect(told(rows)).toContain('@coupon credit 06-11 280');
  });

  it('give back, with what was used, what the period costs, within a minor unit each', () => {
    const modes = fc.constantFrom('hours', 'seconds', 'days', 'fixed-30', 'calendar-month-days-inclusive');
    const cases = fc.tuple(termsOfSales, instants, modes, fc.constantFrom('anchored', 'calendar'), fc.nat(10_000));
    fc.assert(
      fc.property(cases, ([sold, start, proration, alignment, part]) => {
        const terms = { ...sold, periodMonths: sold.periodMonths ?? 1, proration, alignment } as Terms;
        const prorated: Terms = { ...terms, terminationRefund: 'prorated' };
        const { open } = activate(terms, start);
        const length = millisecondsBetween(open!.period.start, open!.period.end);
        const ended = addMilliseconds(start, Math.floor((length * part) / 10_000));
        const rows = refundRows(prorated, endingOf(prorated, ended, { ...open!, anchor: start }));
        const inArrears: Terms = {
          ...terms,
          components: terms.components
            .filter(({ charge }) => charge === 'fixed')
            .map((each) => ({ ...each, charge: 'postpaid' })),
        };
        const used = terminate(inArrears, open!, {}, ended).rows;
        for (const row of activate(terms, start).rows.filter(({ component }) => component === 'licence'))
          for (const level of levels) {
            const sum = [...rows, ...used]
              .filter(({ component }) => component === 'licence')
              .reduce(
                (all, { kind, amounts }) => all + BigInt(amounts[level].minor) * (kind === 'credit' ? -1n : 1n),
                0n,
              );
            const difference = sum - BigInt(row.amounts[level].minor);
            expect(difference >= -1n && difference <= 1n).toBe(true);
          }
      }),
      { numRuns: 60 },
    );
  });

  it('give back all that the activation charged, to the cent and at every level, within the days of the plan', () => {
    fc.assert(
      fc.property(termsOfSales, instants, (sold, start) => {
        const terms: Terms = { ...sold, terminationRefund: 'full-within-days', refundDays: 14 };
        const { open, rows: charged } = activate(terms, start);
        const ended = addMilliseconds(start, 86_400_000);
        const back = refundRows(terms, { ...open!, isPaid: true, at: ended, orderedAt: ended, anchor: start });
        for (const level of levels) {
          const sum = (rows: readonly ProceedsRow[]): bigint =>
            rows.reduce((all, { amounts }) => all + BigInt(amounts[level].minor), 0n);
          expect(sum(back)).toBe(-sum(charged));
        }
        const keys = back.map(({ component, kind, period }) => [component, kind, period.start].join());
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
    expect(refunded(team({ terminationRefund: 'full-within-days', refundDays: 14 }), at('2026-06-14'))).toEqual([
      'start refund 06-01 -5000',
      'licence credit 06-01 -3000',
      'seats credit 06-01 -1200',
    ]);
    expect(refunded(team({ terminationRefund: 'full-within-days', refundDays: 14 }), at('2026-06-15'))).toEqual([]);
  });

  it('count the days until the order, however long the vendor takes', () => {
    const full = team({ terminationRefund: 'full-within-days', refundDays: 28 });
    const late = { orderedAt: at('2026-06-28'), index: 1, isPaid: false };
    const period = { start: at('2026-07-01'), end: at('2026-08-01') };
    expect(refunded(full, at('2026-07-03'), { ...late, period })).toHaveLength(3);
    expect(refunded(full, at('2026-07-03'), { ...late, period, orderedAt: at('2026-06-29') })).toEqual([]);
  });

  it('count days on the clocks of the billing account', () => {
    const rome = team({ terminationRefund: 'full-within-days', refundDays: 14, zone: 'Europe/Rome' });
    const start = '2026-03-20T11:00:00.000Z';
    const within = (orderedAt: string) =>
      refundRows(rome, { ...activate(rome, start).open!, isPaid: true, at: orderedAt, orderedAt, anchor: start })
        .length;
    expect([within('2026-04-03T09:59:00.000Z'), within('2026-04-03T10:00:00.000Z')]).toEqual([3, 0]);
  });

  it('lead to every figure: its parts against it, the part of the period, and the one rounding', () => {
    const refunds = [
      team({ terminationRefund: 'prorated' }),
      metered({ terminationRefund: 'prorated', coupon }),
      metered({ terminationRefund: 'full-within-days', refundDays: 14, coupon }),
      metered({ earlyTermination: 'charge-rest', minimumMonths: 3, coupon }),
    ];
    for (const terms of refunds) {
      const { rows } = terminate(terms, activate(terms, anchor).open!, { calls: '7' }, '2026-06-11T07:30:00.000Z');
      expect(rows.length).toBeGreaterThan(1);
      explainRows(terms, rows, { levels, prices: null }).forEach(({ levels: told }, nth) => {
        const { parts, exact, share = whole, net } = told.sellOut!;
        const sum = parts.reduce((all, { amount }) => all.plus(decimal(amount)), decimal('0'));
        expect(sum.eq(decimal(exact))).toBe(true);
        expect(roundShareToMoney(sum, share, terms.currency)).toEqual(net);
        expect(net).toEqual(rows[nth]?.amounts.sellOut);
      });
    }
  });

  it('leave as much less towards a minimum', () => {
    const least = (refund: Terms['terminationRefund']) => {
      const bounded = { ...licence, minimums: { vendorCost: '60', wholesale: '60', sellIn: '60', sellOut: '60' } };
      const terms = termsWith([bounded], { periodMonths: 1, zone: 'UTC', terminationRefund: refund! });
      return told(terminate(terms, activate(terms, anchor).open!, {}, at('2026-06-16')).rows);
    };
    // Half of the minimum of 60.00 is due: paid with the 30.00, unless half of those come back.
    expect(least('none')).toEqual([]);
    expect(least('prorated')).toEqual(['licence true-up 06-01 1500', 'licence credit 06-16 -1500']);
  });

  it('never touch what would not end', () => {
    const { open } = activate(team({ periodMonths: null }), anchor);
    expect(open?.period.end).toBe(endless);
  });
});
