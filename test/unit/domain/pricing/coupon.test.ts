import fc from 'fast-check';
import type { Money } from '../../../../domain/money';
import { addMoney } from '../../../../domain/money';
import type { Coupon, DiscountableLine } from '../../../../domain/pricing/coupon';
import { applyCoupon, percentOff, priceBundle } from '../../../../domain/pricing/coupon';
import { settled } from '../../../support/amounts';
import { decimals } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

const euro = (amount: string) => settled(amount, 'EUR');
const amounts: fc.Arbitrary<Money> = fc
  .bigInt({ min: 0n, max: 10n ** 9n })
  .map((minor) => ({ currency: 'EUR', minor: minor.toString() }));
const lines: fc.Arbitrary<DiscountableLine[]> = fc.array(
  fc.record({ kind: fc.constantFrom('licence', 'setup', 'extra', 'cloud'), amount: amounts }),
);
const percents = decimals(100n, 4);
const scopes = fc.constantFrom('licence-only', 'licence-and-extras', 'total');

describe('applyCoupon', () => {
  it('never gives more than its scope costs, and nothing for nothing', () => {
    fc.assert(
      fc.property(lines, percents, scopes, (some, percent, scope) => {
        const { discount, net } = applyCoupon('EUR', some, { type: 'discount', percent, scope });
        const full = addMoney(
          'EUR',
          some.map(({ amount }) => amount),
        );
        expect(addMoney('EUR', [full, discount])).toEqual(net);
        expect(BigInt(discount.minor) <= 0n && BigInt(net.minor) >= 0n).toBe(true);
      }),
    );
  });

  it('takes a price in the place of the licence, and of nothing else', () => {
    const coupon: Coupon = { type: 'price-override', price: euro('70') };
    const extra: DiscountableLine = { kind: 'extra', amount: euro('30') };
    const licence: DiscountableLine = { kind: 'licence', amount: euro('100') };
    expect(applyCoupon('EUR', [licence, extra], coupon)).toEqual({ discount: euro('0'), net: euro('100') });
    expect(applyCoupon('EUR', [extra], coupon).net).toEqual(euro('30'));
    expect(() => applyCoupon('EUR', [licence], { ...coupon, price: euro('-1') })).toThrow(refusal('discount-invalid'));
  });
});

describe('percentOff', () => {
  it.each(['-1', '100.1'])('refuses %s percent', (percent) => {
    expect(() => percentOff(euro('1'), percent)).toThrow(refusal('discount-invalid'));
  });
});

describe('priceBundle', () => {
  it('discounts each member once, and no extras', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(amounts, percents, fc.array(amounts, { maxLength: 3 }))), (some) => {
        const members = some.map(([price, discountPercent, extras]) => ({ price, discountPercent, extras }));
        const { discounts, total } = priceBundle('EUR', members);
        expect(discounts).toEqual(members.map(({ price, discountPercent }) => percentOff(price, discountPercent)));
        const full = members.flatMap(({ price, extras }) => [price, ...extras]);
        expect(addMoney('EUR', [...full, ...discounts])).toEqual(total);
      }),
    );
  });
});
