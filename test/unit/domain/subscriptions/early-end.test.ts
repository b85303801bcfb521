import fc from 'fast-check';
import { levels } from '../../../../domain/channel/chain';
import type { Terms } from '../../../../domain/pricing/terms';
import type { ProceedsRow } from '../../../../domain/proceeds/proceeds';
import { windowOf } from '../../../../domain/subscriptions/calendar';
import { checkEarlyEnd, checkGoesOn } from '../../../../domain/subscriptions/bound';
import { boundUntil, minimumUntil, restRows } from '../../../../domain/subscriptions/early-end';
import { activate, terminate, turnPeriod } from '../../../../domain/subscriptions/turn';
import { instants, termsOfSales } from '../../../support/arbitraries';
import { flat, soldAt, termsWith } from '../../../support/changes';
import { refusal } from '../../../support/refusals';

const anchor = '2026-01-31T00:00:00.000Z';
const sold = (fields: Partial<Terms> = {}): Terms =>
  termsWith([soldAt('licence', 'fixed', flat('20')), soldAt('support', 'postpaid', flat('5'))], {
    periodMonths: 1,
    ...fields,
  });

describe('minimumUntil', () => {
  it('is the end of an order window of several periods, and binds nobody who has paid for one', () => {
    const quarter = sold({ minimumMonths: 3 });
    expect([0, 2, 3].map((index) => minimumUntil(quarter, anchor, index))).toEqual([
      '2026-04-30T00:00:00.000Z',
      '2026-04-30T00:00:00.000Z',
      '2026-07-31T00:00:00.000Z',
    ]);
    const others = [{}, { minimumMonths: 1 }, { periodMonths: null }, { periodMonths: null, lifespanHours: 48 }];
    expect(others.map((fields) => minimumUntil(sold(fields), anchor, 0))).toEqual([null, null, null, null]);
  });
});

describe('boundUntil', () => {
  it('binds by the plans alone that refuse an early end', () => {
    const bound = (earlyTermination?: Terms['earlyTermination']) =>
      boundUntil(sold({ minimumMonths: 3, ...(earlyTermination && { earlyTermination }) }), anchor, 0);
    expect([bound(), bound('charge-rest'), bound('allowed')]).toEqual(['2026-04-30T00:00:00.000Z', null, null]);
  });
});

describe('checkEarlyEnd', () => {
  it('lets nobody leave who is bound, but for those who may, and from the very end on everybody', () => {
    const until = '2026-04-30T00:00:00.000Z';
    const before = '2026-04-29T23:59:59.999Z';
    expect(() => checkEarlyEnd(until, before, false)).toThrow(refusal('termination-too-early'));
    expect(() => checkEarlyEnd(until, before, true)).not.toThrow();
    expect(() => checkEarlyEnd(until, until, false)).not.toThrow();
    expect(() => checkEarlyEnd(null, before, false)).not.toThrow();
  });
});

describe('checkGoesOn', () => {
  it('refuses what ends by itself, and what has no periods', () => {
    const at = '2026-04-30T00:00:00.000Z';
    expect(() => checkGoesOn({ nextDueAt: at })).not.toThrow();
    expect(() => checkGoesOn({ nextDueAt: at, endsAt: at })).toThrow(refusal('subscription-not-renewable'));
    expect(() => checkGoesOn({ nextDueAt: null, endsAt: null })).toThrow(refusal('subscription-not-renewable'));
  });
});

describe('restRows', () => {
  const told = (rows: readonly ProceedsRow[]): string[] =>
    rows.map(({ component, kind, period, amounts }) =>
      [component, kind, period.start.slice(0, 10), amounts.sellOut.minor].join(' '),
    );

  it('charge what recurs of the periods that are left, and the whole of the open one', () => {
    const terms = sold({ minimumMonths: 3, earlyTermination: 'charge-rest' });
    const { rows } = terminate(terms, activate(terms, anchor).open!, {}, '2026-02-10T00:00:00.000Z');
    expect(told(rows)).toEqual([
      'support arrears 2026-01-31 500',
      'licence charge 2026-02-28 2000',
      'support charge 2026-02-28 500',
      'licence charge 2026-03-31 2000',
      'support charge 2026-03-31 500',
    ]);
  });

  it('charge the open period too, where that was not charged in advance', () => {
    const terms = sold({ minimumMonths: 2, earlyTermination: 'charge-rest' });
    const open = { index: 1, period: { start: '2026-02-28T00:00:00.000Z', end: '2026-03-31T00:00:00.000Z' } };
    const { rows } = terminate(terms, open, {}, '2026-03-10T00:00:00.000Z', { anchor, isPaid: false });
    expect(told(rows)).toEqual(['support arrears 2026-02-28 500', 'licence charge 2026-02-28 2000']);
  });

  it('charge nothing at the end of the window, and nothing where the plan does not say so', () => {
    const terms = sold({ minimumMonths: 2, earlyTermination: 'charge-rest' });
    const ending = { ...activate(terms, anchor).open!, anchor, isPaid: true, orderedAt: anchor };
    expect(restRows(terms, { ...ending, index: 1, at: windowOf(terms, anchor, 1)!.end })).toEqual([]);
    expect(restRows({ ...terms, earlyTermination: 'allowed' }, { ...ending, at: anchor })).toEqual([]);
  });

  it('charge, with what has been charged, what the whole window costs, to the cent and at every level', () => {
    const alignments = fc.constantFrom('anchored', 'calendar');
    fc.assert(
      fc.property(
        termsOfSales,
        instants,
        fc.integer({ min: 2, max: 4 }),
        alignments,
        (sample, at, periods, alignment) => {
          const periodMonths = sample.periodMonths ?? 1;
          const terms = {
            ...{ ...sample, periodMonths, alignment, minimumMonths: periodMonths * periods },
            earlyTermination: 'charge-rest',
            components: sample.components.filter(({ charge }) => charge === 'fixed' || charge === 'limit'),
          } as Terms;
          const { open, rows: first } = activate(terms, at);
          const early = [...first, ...terminate(terms, open!, {}, at, { anchor: at }).rows];
          const whole = [...first];
          const { end } = windowOf(terms, at, 0)!;
          for (let turned = open!; turned.period.end < end;) {
            const turn = turnPeriod(terms, at, turned, {}, true);
            whole.push(...turn.rows);
            turned = turn.open!;
          }
          for (const level of levels) {
            const sum = (rows: readonly ProceedsRow[]): bigint =>
              rows.reduce((all, { amounts }) => all + BigInt(amounts[level].minor), 0n);
            expect(sum(early)).toBe(sum(whole));
          }
          const keys = early.map(({ component, kind, period }) => [component, kind, period.start].join());
          expect(new Set(keys).size).toBe(keys.length);
        },
      ),
      { numRuns: 40 },
    );
  });
});
