import fc from 'fast-check';
import type { Charge } from '../../../../domain/catalog/offering';
import { byLevel, levels } from '../../../../domain/channel/chain';
import { marginsOf } from '../../../../domain/channel/margins';
import { Big } from '../../../../domain/decimal';
import { discountParts, withDiscount } from '../../../../domain/discounts/discount-row';
import type { SoldCoupon } from '../../../../domain/discounts/sold-coupon';
import type { SoldDiscount } from '../../../../domain/discounts/sold-discount';
import { appliedDiscounts, isDiscountComponent } from '../../../../domain/discounts/sold-discount';
import type { Money } from '../../../../domain/money';
import { addMoney, roundToMoney } from '../../../../domain/money';
import type { Terms } from '../../../../domain/pricing/terms';
import type { ProceedsRow } from '../../../../domain/proceeds/proceeds';
import { arrearsRows, oneTimeRows, prepaidRows } from '../../../../domain/proceeds/proceeds';
import { activate, turnPeriod } from '../../../../domain/subscriptions/turn';
import { decimals, saleQuantities, soldCoupons, termsOfSales } from '../../../support/arbitraries';

const period = { start: '2026-01-01T00:00:00.000Z', end: '2026-02-01T00:00:00.000Z' };
const moment = { kind: 'prepaid', index: 0, period } as const;

const couponComponent = '@coupon';
const discountedSales = termsOfSales.filter((terms) => appliedDiscounts(terms).length > 0);
/** With a coupon and nothing else. */
const sales = termsOfSales.chain(({ discounts: _, ...terms }) =>
  soldCoupons(terms.currency).map((coupon) => ({ ...terms, coupon })),
);
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
      fc.property(discountedSales, (terms) => {
        const rows = withDiscount(terms, everyRow(terms), moment);
        for (const { component, amounts } of rows.filter((row) => isDiscountComponent(row.component))) {
          for (const level of levels) {
            const { parts, carried } = discountParts(terms, rows, component, level);
            const exact = [...parts, ...(carried === null ? [] : [carried])].reduce(
              (sum, { amount }) => sum.plus(amount),
              new Big('0'),
            );
            expect(roundToMoney(exact, terms.currency).minor).toBe(amounts[level].minor);
          }
        }
      }),
    );
    const dear = example({ type: 'price-override', price: euro('99900') });
    expect(discountParts(dear, everyRow(dear), '@coupon', 'sellOut')).toEqual({ parts: [], carried: null });
  });
});

describe('withDiscount', () => {
  it('adds one row at most for each discount, below zero or nothing at every level, and no level ends below zero', () => {
    fc.assert(
      fc.property(discountedSales, saleQuantities, (terms, calls) => {
        const rows = everyRow(terms, calls);
        const discounted = withDiscount(terms, rows, moment);
        expect(discounted.slice(0, rows.length)).toEqual(rows);
        const added = discounted.slice(rows.length).map(({ component }) => component);
        const sold = appliedDiscounts(terms).map(({ component }) => component);
        expect(added).toEqual(sold.filter((component) => added.includes(component)));
        for (const level of levels) {
          const off = discounted.slice(rows.length).map(({ amounts }) => BigInt(amounts[level].minor));
          expect(off.every((minor) => minor <= 0n) && sumAt(discounted, level, terms.currency) >= 0n).toBe(true);
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
      fc.property(discountedSales, (terms) => {
        const rows = everyRow(terms);
        const discounts = (given: readonly ProceedsRow[]) => withDiscount(terms, given, moment).slice(rows.length);
        expect(discounts([...rows].reverse())).toEqual(discounts(rows));
      }),
    );
  });

  it('does not care about the order in which discounts were sold, but for their kinds', () => {
    fc.assert(
      fc.property(discountedSales, (terms) => {
        const { discounts = [], ...rest } = terms;
        const kinds = [...discounts].sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0));
        const rows = everyRow(terms);
        expect(withDiscount({ ...rest, discounts: kinds }, rows, moment)).toEqual(withDiscount(terms, rows, moment));
      }),
    );
  });

  it('never costs more with a discount more', () => {
    fc.assert(
      fc.property(discountedSales, fc.nat(), (terms, pick) => {
        const { coupon, discounts = [], ...bare } = terms;
        const sold = [...discounts, ...(coupon === undefined ? [] : [{ ...coupon, kind: 'coupon' as const }])];
        const fewer = { ...bare, discounts: sold.filter((_, nth) => nth !== pick % sold.length) };
        const rows = everyRow(terms);
        for (const level of levels) {
          const less = sumAt(withDiscount(terms, rows, moment), level, terms.currency);
          expect(less <= sumAt(withDiscount(fewer, rows, moment), level, terms.currency)).toBe(true);
        }
      }),
    );
  });

  it('counts what one takes off below half a cent with what the next takes', () => {
    const bundle = { id: 'b', name: 'b', kind: 'bundle', from: 'vendorCost', periods: null } as const;
    const terms = example({ type: 'discount', percent: '0.006', scope: 'licence-only' }, { from: 'vendorCost' });
    const discounts = [{ ...bundle, effect: { type: 'licence', percent: '0.004' } as const }];
    const taken = withDiscount({ ...terms, discounts }, everyRow(terms), moment).filter(({ component }) =>
      isDiscountComponent(component),
    );
    // 0.4 and 0.6 minor units of the vendor's 100.00.
    expect(taken.map(({ amounts }) => amounts.vendorCost.minor)).toEqual(['0', '-1']);
  });

  it('never costs more at a higher percentage', () => {
    fc.assert(
      fc.property(discountedSales, decimals(99n, 2), (terms, percent) => {
        const at = (given: string): Terms => ({
          ...terms,
          discounts: [
            ...(terms.discounts ?? []).filter(({ kind }) => kind !== 'bundle'),
            {
              id: 'b',
              name: 'b',
              kind: 'bundle',
              from: 'vendorCost',
              periods: null,
              effect: { type: 'licence', percent: given },
            },
          ],
        });
        const rows = everyRow(terms);
        const higher = new Big(percent).plus('0.37').toFixed();
        for (const level of levels) {
          const lower = sumAt(withDiscount(at(percent), rows, moment), level, terms.currency);
          expect(sumAt(withDiscount(at(higher), rows, moment), level, terms.currency) <= lower).toBe(true);
        }
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
      fc.property(discountedSales, (terms) => {
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

  const kinds = (...sold: readonly Partial<SoldDiscount>[]): Terms => {
    const terms: Terms = example(percent('total'));
    return {
      ...terms,
      coupon: { ...terms.coupon!, effect: { type: 'discount', percent: '0', scope: 'total' } },
      discounts: sold.map((each) => ({
        ...{ id: 'd', name: 'any', kind: 'campaign' as const, from: 'sellOut' as const, periods: null },
        effect: percent('total'),
        ...each,
      })),
    };
  };
  const bundle = { kind: 'bundle', effect: { type: 'licence', percent: '33' } } as const;
  const volume = (formula: string, components: readonly string[] = []) =>
    ({ kind: 'volume', effect: { type: 'formula', formula, components, subscriptions: '2' } }) as const;
  const lines = (terms: Terms): readonly string[] => {
    const rows = withDiscount(terms, everyRow(terms), moment);
    return rows.slice(4).map(({ component, amounts }) => `${component} ${amounts.sellOut.minor}`);
  };

  it('applies a bundle, then a campaign, then volume, then a coupon, each to what is left', () => {
    // Licence 103, set-up 53, seats 33, calls 23: 212. Less 33.99; 10 percent of 178.01; a fifth of the seats, 29.70; half the rest.
    const terms: Terms = {
      ...kinds(volume('20', ['seats']), { effect: { type: 'discount', percent: '10', scope: 'total' } }, bundle),
      coupon: { id: 'c', name: 'c', from: 'sellOut', periods: null, effect: { ...percent('total'), percent: '50' } },
    };
    expect(lines(terms)).toEqual(['@bundle -3399', '@campaign -1780', '@volume -594', '@coupon -7714']);
  });

  it('takes the percentage of a bundle off the licence alone, at full price of all else', () => {
    expect(lines(kinds(bundle))).toEqual(['@bundle -3399']);
  });

  it('gives each line the percentage that the formula gives for it, and numbers a second one', () => {
    const formula = 'quantity == 7 ? subscriptions * 5 : amount >= 100 ? 1 : 0';
    // Calls are seven: 10 percent of 23. The licence is 103: 1 percent.
    expect(lines(kinds(volume(formula), volume('10', ['licence'])))).toEqual(['@volume -333', '@volume-2 -1020']);
  });

  it('does without a formula that fails after all', () => {
    expect(lines(kinds(volume('100 / (quantity - 7)', ['calls']), volume('10', ['calls'])))).toEqual([
      '@volume-2 -230',
    ]);
  });

  it('is a cent off at most, however many discounts there are', () => {
    const many = kinds(...Array.from({ length: 5 }, () => volume('0.5', ['calls'])));
    // 23 × (1 − 0.995⁵) is 0.5693…
    const off = lines(many).map((line) => Number(line.split(' ')[1]));
    expect(off).toEqual([-12, -11, -11, -12, -11]);
  });

  it('lowers the licence to the price of a campaign, and counts what follows on that', () => {
    const price = { type: 'price-override', price: euro('8000') } as const;
    expect(lines(kinds({ effect: price }, volume('10', ['licence'])))).toEqual(['@campaign -2300', '@volume -800']);
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
      fc.property(discountedSales, (terms) => {
        const monthly = { ...terms, periodMonths: 1 };
        const first = activate(monthly, period.start);
        const second = turnPeriod(monthly, period.start, first.open!, { calls: '5' }, true);
        const third = turnPeriod(monthly, period.start, second.open!, { calls: '5' }, true);
        const keys = [first, second, third]
          .flatMap(({ rows }) => rows)
          .filter(({ component }) => isDiscountComponent(component))
          .map((row) => `${row.component} ${row.kind} ${row.period.start}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});
