import fc from 'fast-check';
import { levels } from '../../../../domain/channel/chain';
import { marginsOf } from '../../../../domain/channel/margins';
import { addMoney } from '../../../../domain/money';
import type { Change, PricedRows } from '../../../../domain/pricing/change-facts';
import { planChange } from '../../../../domain/pricing/change-plan';
import { quoteChange } from '../../../../domain/pricing/change-quote';
import type { ProceedsRow } from '../../../../domain/proceeds/proceeds';
import { settled } from '../../../support/amounts';
import { april, changeOf, changes, flat, late, perUnit, soldAt, termsWith } from '../../../support/changes';

const rowsOf = (priced: readonly PricedRows[]): ProceedsRow[] => priced.flatMap(({ rows }) => rows);
const told = (priced: readonly PricedRows[]) =>
  rowsOf(priced).map(({ component, kind, amounts }) => [component, kind, amounts.sellOut]);
const netOf = (priced: readonly PricedRows[], currency: string): bigint =>
  BigInt(
    addMoney(
      currency,
      rowsOf(priced).map(({ amounts }) => amounts.sellOut),
    ).minor,
  );
const atOnce = (change: Change): PricedRows[] => {
  const { now, atPeriodEnd } = planChange(change);
  return [...now, ...atPeriodEnd];
};

const seats = soldAt('seats', 'limit', perUnit('6'));
const team = (count: string, fields = {}) => termsWith([seats], { quantities: { seats: count }, ...fields });

describe('planChange', () => {
  it('charges a raise at once for what is left of the period, as a credit and a charge', () => {
    const { effect, effectiveAt, now, deferred } = planChange(changeOf(team('10'), team('15')));
    expect([effect, effectiveAt, deferred]).toEqual(['raises', late, []]);
    expect(told(now)).toEqual([
      ['seats', 'credit', settled('-20.17', 'EUR')],
      ['seats', 'charge', settled('30.25', 'EUR')],
    ]);
  });

  it('writes one line with the difference where the plan says so', () => {
    const delta = { changeLines: 'delta' } as const;
    expect(told(planChange(changeOf(team('10', delta), team('15', delta))).now)).toEqual([
      ['seats', 'charge', settled('10.08', 'EUR')],
    ]);
  });

  it('lets a change that lowers what is billed wait for the next period, unless the plan says otherwise', () => {
    const { effect, effectiveAt, now, atPeriodEnd, deferred } = planChange(changeOf(team('15'), team('10')));
    expect([effect, effectiveAt, now, atPeriodEnd]).toEqual(['lowers', april.end, [], []]);
    expect(told(deferred)).toEqual([['seats', 'prepaid', settled('60', 'EUR')]]);
  });

  it('gives a credit on the next invoice, or none, where the plan lowers at once', () => {
    const lowered = (lowering: 'now-with-credit' | 'now-without-credit') =>
      planChange(changeOf(team('15', { lowering }), team('10', { lowering })));
    const credited = lowered('now-with-credit');
    expect([credited.effectiveAt, credited.now]).toEqual([late, []]);
    expect(netOf(credited.atPeriodEnd, 'EUR')).toBe(-1008n);
    const { effectiveAt, now, atPeriodEnd } = lowered('now-without-credit');
    expect([effectiveAt, now, atPeriodEnd]).toEqual([late, [], []]);
  });

  it('takes effect at once and for nothing where the sum of what is billed stays', () => {
    const both = (a: string, b: string) =>
      termsWith([seats, soldAt('disk', 'limit', perUnit('3'))], { quantities: { seats: a, disk: b } });
    const { effect, effectiveAt, now, atPeriodEnd } = planChange(changeOf(both('2', '0'), both('1', '2')));
    expect([effect, effectiveAt, now, atPeriodEnd]).toEqual(['free', late, [], []]);
  });

  it('invoices with the next invoice where the plan says so', () => {
    const next = { changeInvoicing: 'next-invoice' } as const;
    const { now, atPeriodEnd } = planChange(changeOf(team('10', next), team('15', next)));
    expect([now, netOf(atPeriodEnd, 'EUR')]).toEqual([[], 1008n]);
  });

  it('charges set-up fees of tiers that are billed for the first time, and what a change of plans costs', () => {
    const tiered = soldAt('seats', 'limit', {
      kind: 'graduated',
      tiers: [
        { from: '1', to: '10', unitPrice: '6', setup: '5' },
        { from: '11', to: null, unitPrice: '6', setup: '7' },
      ],
    });
    const of = (count: string) => termsWith([tiered], { quantities: { seats: count } });
    expect(told(planChange(changeOf(of('10'), of('15'))).now)).toContainEqual([
      'seats',
      'one-time',
      settled('7', 'EUR'),
    ]);
    const components = [seats, soldAt('move', 'plan-switch', flat('9')), soldAt('hello', 'one-time', flat('4'))];
    const other = termsWith(components, { planId: 'other', quantities: { seats: '15' } });
    expect(told(planChange(changeOf(team('10'), other)).now).slice(2)).toEqual([
      ['hello', 'one-time', settled('4', 'EUR')],
      ['move', 'one-time', settled('9', 'EUR')],
    ]);
  });

  it('begins a period of its own where the plan has another one, charged in full', () => {
    const yearly = termsWith([seats], {
      planId: 'other',
      periodMonths: 12,
      quantities: { seats: '10' },
      components: [soldAt('seats', 'limit', perUnit('60'))],
    });
    const { period, now } = planChange(changeOf(team('10'), yearly));
    expect(period).toEqual({ start: late, end: '2027-04-20T22:40:00.000Z' });
    expect(told(now)).toEqual([
      ['seats', 'credit', settled('-20.17', 'EUR')],
      ['seats', 'charge', settled('600', 'EUR')],
    ]);
  });

  it('settles arrears at the prices of before, up to the change', () => {
    const [calls, support] = [soldAt('calls', 'usage', perUnit('2')), soldAt('support', 'postpaid', flat('72'))];
    const before = termsWith([seats, calls, support], { quantities: { seats: '1' } });
    const dear = [soldAt('calls', 'usage', perUnit('3')), soldAt('support', 'postpaid', flat('144'))];
    const after = termsWith([seats, ...dear], { planId: 'other', quantities: { seats: '1' } });
    const { now, atPeriodEnd } = planChange({ ...changeOf(before, after), usage: { calls: '9' } });
    expect(now).toEqual([]);
    // 478 hours of April are gone, 242 are left.
    expect(told(atPeriodEnd)).toEqual([
      ['calls', 'arrears', settled('18', 'EUR')],
      ['support', 'arrears', settled('47.80', 'EUR')],
      ['support', 'arrears', settled('48.40', 'EUR')],
    ]);
  });

  it('counts a discount once, for the part that it is for', () => {
    const coupon = {
      ...{ id: 'c', name: 'Spring', from: 'sellOut', periods: null },
      effect: { type: 'discount', percent: '20', scope: 'total' },
    } as const;
    const discounted = (count: string) => team(count, { coupon });
    expect(netOf(planChange(changeOf(discounted('10'), discounted('15'))).now, 'EUR')).toBe(806n);
    expect(netOf(planChange(changeOf(discounted('10'), team('10'))).now, 'EUR')).toBe(403n);
  });

  it('costs nothing there and back in the same instant, but for what is paid once', () => {
    fc.assert(
      fc.property(changes, (change) => {
        const { changeLines = 'two', proration = 'hours', periodMonths } = change.before;
        const set = { lowering: 'now-with-credit', changeLines, proration, periodMonths } as const;
        const [before, after] = [
          { ...change.before, ...set },
          { ...change.after, ...set },
        ];
        const prepaid = (of: Change) =>
          atOnce(of).map((each) => ({
            ...each,
            rows: each.rows.filter(({ kind }) => kind === 'credit' || kind === 'charge'),
          }));
        const there = prepaid({ ...change, before, after });
        const back = prepaid({ ...change, before: after, after: before });
        expect(netOf(there, before.currency) + netOf(back, before.currency)).toBe(0n);
      }),
    );
  });

  it('adds up whether it is made in one step or in two at the same instant', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.nat(50), (a, b, c) => {
        const set = { lowering: 'now-with-credit' } as const;
        const net = (from: number, to: number) =>
          netOf(atOnce(changeOf(team(String(from), set), team(String(to), set))), 'EUR');
        expect(net(a, b) + net(b, c)).toBe(net(a, c));
      }),
    );
  });

  it('charges at least nothing at once, and never lets margins miss what the customer pays', () => {
    fc.assert(
      fc.property(changes, (change) => {
        const { now, atPeriodEnd, deferred, terms } = planChange(change);
        expect(netOf(now, terms.currency) >= 0n).toBe(true);
        for (const { amounts } of rowsOf([...now, ...atPeriodEnd, ...deferred])) {
          const { platform, distributor, reseller } = marginsOf(amounts);
          expect(addMoney(terms.currency, [amounts.vendorCost, platform, distributor, reseller])).toEqual(
            amounts.sellOut,
          );
        }
      }),
    );
  });

  it('does not care about the order of components', () => {
    fc.assert(
      fc.property(changes, (change) => {
        const turned = (terms: Change['before']) => ({ ...terms, components: [...terms.components].reverse() });
        const other = { ...change, before: turned(change.before), after: turned(change.after) };
        const texts = (of: Change) =>
          rowsOf(atOnce(of))
            .map((row) => JSON.stringify([row.component, row.kind, row.amounts]))
            .sort();
        expect(texts(other)).toEqual(texts(change));
      }),
    );
  });
});

describe('quoteChange', () => {
  it('totals what the rows of the change say, at every level, and is plain JSON', () => {
    fc.assert(
      fc.property(changes, fc.constantFrom(...levels), (change, level) => {
        const planned = planChange(change);
        const quoted = quoteChange(planned, level);
        for (const part of ['now', 'atPeriodEnd', 'deferred'] as const) {
          expect(quoted[part].lines.map(({ net }) => net)).toEqual(
            rowsOf(planned[part]).map(({ amounts }) => amounts[level]),
          );
        }
        expect(JSON.parse(JSON.stringify(quoted))).toEqual(quoted);
      }),
    );
  });
});
