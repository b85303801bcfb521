import fc from 'fast-check';
import type { Charge } from '../../../../domain/catalog/offering';
import { byLevel, levels } from '../../../../domain/channel/chain';
import { marginsOf } from '../../../../domain/channel/margins';
import { Big } from '../../../../domain/decimal';
import { couponComponent, discountParts, withDiscount } from '../../../../domain/discounts/discount-row';
import type { SoldCoupon } from '../../../../domain/discounts/sold-coupon';
import type { Money } from '../../../../domain/money';
import { addMoney, roundToMoney } from '../../../../domain/money';
import type { Terms } from '../../../../domain/pricing/terms';
import type { ProceedsRow } from '../../../../domain/proceeds/proceeds';
import { arrearsRows, oneTimeRows, prepaidRows } from '../../../../domain/proceeds/proceeds';
import { activate, turnPeriod } from '../../../../domain/subscriptions/turn';
import { saleQuantities, soldCoupons, termsOfSales } from '../../../support/arbitraries';

const period = { start: '2026-01-01T00:00:00.000Z', end: '2026-02-01T00:00:00.000Z' };
const moment = { kind: 'prepaid', index: 0, period } as const;

const sales = termsOfSales.chain((terms) => soldCoupons(terms.currency).map((coupon) => ({ ...terms, coupon })));
const everyRow = (terms: Terms, calls = '7'): ProceedsRow[] => [
  ...oneTimeRows(terms, period),
  ...prepaidRows(terms, period),
  ...arrearsRows(terms, period, { calls }),
];
const couponRow = (rows: readonly ProceedsRow[]): ProceedsRow | undefined =>
  rows.find(({ component }) => component === couponComponent);
const sumAt = (rows: readonly ProceedsRow[], level: (typeof levels)[number], currency: string): bigint =>
  BigInt(
    addMoney(
      currency,
      rows.map(({ amounts }) => amounts[level]),
    ).minor,
  );

// The order of E13 and E14: licence 100, set-up 50, extras 30; each level a tenth above the one before.
const euro = (minor: string): Money => ({ currency: 'EUR', minor });
const sold = (key: string, charge: Charge, price: string) => ({
  ...{ key, name: key, unit: 'each', charge },
  prices: byLevel((level) => ({ kind: 'flat' as const, price: `${price}${levels.indexOf(level)}` })),
});
const example = (effect: SoldCoupon['effect'], fields: Partial<SoldCoupon> = {}): Terms => ({
  ...{ planId: 'p', priceVersion: 1, currency: 'EUR', periodMonths: 1, quantities: { seats: '1' }, zone: 'UTC' },
  components: [
    sold('licence', 'fixed', '10'),
    sold('set-up', 'one-time', '5'),
    sold('seats', 'limit', '3'),
    sold('calls', 'usage', '2'),
  ],
  channel: { platformId: 'platform', distributorId: 'distributor', resellerId: 'reseller' },
  issuer: { id: 'reseller', prefix: 'R', taxPercent: '20' },
  coupon: { id: 'c', name: 'Spring', effect, from: 'sellOut', periods: null, ...fields },
});
const off = (terms: Terms): readonly string[] => {
  const amounts = couponRow(withDiscount(terms, everyRow(terms), moment))?.amounts;
  return levels.map((level) => amounts?.[level].minor ?? 'no row');
};
const percent = (scope: 'licence-only' | 'licence-and-extras' | 'total') =>
  ({ type: 'discount', percent: '20', scope }) as const;

describe('withDiscount', () => {
  it('takes what a buyer could have done without for an extra', () => {
    const terms = example(percent('licence-only'));
    const [licence, ...others] = terms.components;
    const optional = { ...terms, components: [{ ...licence!, presence: 'optional' as const }, ...others] };
    expect(off(optional)[3]).toBe((BigInt(off(terms)[3]!) + 2060n).toString());
  });
});

describe('discountParts', () => {
  it('sum to what is taken off, also where a price is no lower than the licence', () => {
    fc.assert(
      fc.property(sales, (terms) => {
        const rows = withDiscount(terms, everyRow(terms), moment);
        for (const level of levels) {
          const exact = discountParts(terms, rows, level).reduce((sum, { amount }) => sum.plus(amount), new Big('0'));
          const booked = couponRow(rows)?.amounts[level].minor ?? '0';
          expect(roundToMoney(exact, terms.currency).minor).toBe(booked);
        }
      }),
    );
    const dear = example({ type: 'price-override', price: euro('99900') });
    expect(discountParts(dear, everyRow(dear), 'sellOut')).toEqual([]);
  });
});

describe('withDiscount', () => {
  it('adds one row at most, below zero or nothing at every level, and no level ends below zero', () => {
    fc.assert(
      fc.property(sales, saleQuantities, (terms, calls) => {
        const rows = everyRow(terms, calls);
        const discounted = withDiscount(terms, rows, moment);
        expect(discounted.slice(0, rows.length)).toEqual(rows);
        expect(discounted.length - rows.length).toBeLessThanOrEqual(1);
        for (const level of levels) {
          const discount = BigInt(couponRow(discounted)?.amounts[level].minor ?? '0');
          expect(discount <= 0n && sumAt(discounted, level, terms.currency) >= 0n).toBe(true);
        }
      }),
    );
  });

  it('never takes more than its scope costs', () => {
    fc.assert(
      fc.property(sales, (terms) => {
        const rows = everyRow(terms);
        const isLicence = ({ component, kind }: ProceedsRow) => component === 'licence' && kind === 'prepaid';
        const licence = sumAt(rows.filter(isLicence), 'sellOut', terms.currency);
        const setup = sumAt(
          rows.filter(({ component }) => component === 'setup'),
          'sellOut',
          terms.currency,
        );
        const fees = sumAt(
          rows.filter((row) => row.component === 'licence' && !isLicence(row)),
          'sellOut',
          terms.currency,
        );
        const { effect } = terms.coupon;
        const inScope =
          effect.type === 'price-override'
            ? licence
            : effect.scope === 'licence-only'
              ? licence + setup + fees
              : sumAt(rows, 'sellOut', terms.currency);
        const discount = BigInt(couponRow(withDiscount(terms, rows, moment))?.amounts.sellOut.minor ?? '0');
        expect(-discount <= inScope).toBe(true);
      }),
    );
  });

  it('does not care about the order of the rows', () => {
    fc.assert(
      fc.property(sales, (terms) => {
        const rows = everyRow(terms);
        expect(couponRow(withDiscount(terms, [...rows].reverse(), moment))).toEqual(
          couponRow(withDiscount(terms, rows, moment)),
        );
      }),
    );
  });

  it('lowers what its owner asks and all below, and leaves who stands above whole', () => {
    fc.assert(
      fc.property(sales, (terms) => {
        const row = couponRow(withDiscount(terms, everyRow(terms), moment));
        const above = levels.slice(0, levels.indexOf(terms.coupon.from));
        expect(above.filter((level) => (row?.amounts[level].minor ?? '0') !== '0')).toEqual([]);
      }),
    );
  });

  it('keeps margins that sum to sell-out', () => {
    fc.assert(
      fc.property(sales, (terms) => {
        const rows = withDiscount(terms, everyRow(terms), moment);
        const lines = byLevel((level) => ({
          currency: terms.currency,
          minor: `${sumAt(rows, level, terms.currency)}`,
        }));
        expect(addMoney(terms.currency, [lines.vendorCost, ...Object.values(marginsOf(lines))])).toEqual(lines.sellOut);
      }),
    );
  });

  it.each([
    // Licence 103, set-up 53, seats 33 and calls 23 at sell-out.
    ['licence-only', '-3120'],
    ['licence-and-extras', '-4240'],
    ['total', '-4240'],
  ] as const)('takes 20 percent off %s, rounded once', (scope, minor) => {
    expect(off(example(percent(scope)))).toEqual(['0', '0', '0', minor]);
  });

  it.each([
    ['sellOut', ['0', '0', '0', '-3120']],
    ['sellIn', ['0', '0', '-3080', '-3120']],
    ['wholesale', ['0', '-3040', '-3080', '-3120']],
    ['vendorCost', ['-3000', '-3040', '-3080', '-3120']],
  ] as const)('takes its percentage off each level from %s down', (from, minors) => {
    expect(off(example(percent('licence-only'), { from }))).toEqual(minors);
  });

  it('lowers the licence to a price at each level, and raises it at none', () => {
    const effect = { type: 'price-override', price: euro('10150') } as const;
    expect(off(example(effect, { from: 'vendorCost' }))).toEqual(['0', '0', '-50', '-150']);
    expect(off(example({ ...effect, price: euro('10300') }))).toEqual(levels.map(() => 'no row'));
  });

  it('leaves the set-up fee of the licence beside the price that replaces it', () => {
    const tiers = [{ from: '0', to: null, unitPrice: '100', setup: '50' }];
    const prices = byLevel(() => ({ kind: 'graduated' as const, tiers }));
    const terms = example({ type: 'price-override', price: euro('7000') });
    const [licence] = terms.components;
    const withFee = { ...terms, components: [{ ...licence!, prices }] };
    const rows = withDiscount(withFee, everyRow(withFee), moment);
    expect(rows.map(({ kind, amounts }) => `${kind} ${amounts.sellOut.minor}`)).toEqual([
      ...['one-time 5000', 'prepaid 10000', 'prepaid -3000'],
    ]);
  });

  it('lasts its periods, in advance and in arrears, and not one more', () => {
    const terms = example(percent('total'), { periods: 2 });
    const first = activate(terms, period.start);
    const turn = (open: typeof first.open) => turnPeriod(terms, period.start, open!, { calls: '1' }, true);
    const turns = [first];
    for (let nth = 0; nth < 3; nth += 1) turns.push(turn(turns.at(-1)!.open));
    const coupons = turns.map(({ rows }) => rows.filter(({ component }) => component === couponComponent));
    expect(coupons.map((rows) => rows.map(({ kind }) => kind))).toEqual([
      ['prepaid'],
      ['arrears', 'prepaid'],
      ['arrears'],
      [],
    ]);
  });

  it('has a natural key of its own for each moment of a life', () => {
    fc.assert(
      fc.property(sales, (terms) => {
        const monthly = { ...terms, periodMonths: 1 };
        const first = activate(monthly, period.start);
        const second = turnPeriod(monthly, period.start, first.open!, { calls: '5' }, true);
        const third = turnPeriod(monthly, period.start, second.open!, { calls: '5' }, true);
        const keys = [first, second, third]
          .flatMap(({ rows }) => rows)
          .filter(({ component }) => component === couponComponent)
          .map((row) => `${row.kind} ${row.period.start}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});
