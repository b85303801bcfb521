import fc from 'fast-check';
import { split, spreadDiscounts } from '../../../../domain/invoices/split';
import type { Money } from '../../../../domain/money';
import { addMoney } from '../../../../domain/money';
import { settled } from '../../../support/amounts';
import { decimals, moneys } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

const euro = (amount: string) => settled(amount, 'EUR');
const weights = fc.array(decimals(10n ** 6n, 6), { maxLength: 8 }).map((some) => [...some, '0.5']);
const lines = fc.array(fc.record({ net: moneys(), taxPercent: fc.constant('22') }), { maxLength: 8 });
const amounts: fc.Arbitrary<Money> = fc
  .bigInt({ min: 0n, max: 10n ** 15n })
  .map((minor) => ({ currency: 'EUR', minor: minor.toString() }));

describe('split', () => {
  it('gives parts that sum to the whole, also by decimal weights', () => {
    fc.assert(
      fc.property(moneys(), weights, (whole, each) => {
        const parts = split(whole, each);
        expect(parts).toHaveLength(each.length);
        expect(addMoney('EUR', parts)).toEqual(whole);
        expect(each.every((weight, at) => Number(weight) > 0 || parts[at]!.minor === '0')).toBe(true);
      }),
    );
  });

  it.each([[[]], [['0', '0']], [['1', '-0.1']]])('refuses the weights %j', (each) => {
    expect(() => split(euro('1'), each)).toThrow(refusal('quantity-invalid'));
  });

  it('refuses a weight that is no decimal', () => {
    expect(() => split(euro('1'), ['1e300'])).toThrow(refusal('decimal-invalid'));
  });
});

describe('spreadDiscounts', () => {
  it('takes from lines what it discounts, never more than there is', () => {
    fc.assert(
      fc.property(lines, fc.array(amounts), (taxed, discounts) => {
        const spread = spreadDiscounts('EUR', taxed, discounts);
        const sum = (nets: readonly Money[]) => addMoney('EUR', nets);
        const before = sum(taxed.map(({ net }) => net));
        const after = sum(spread.lines.map(({ net }) => net));
        expect(sum(spread.parts)).toEqual(spread.discount);
        expect(sum([after, spread.discount])).toEqual(before);
        expect(BigInt(after.minor) >= 0n || BigInt(before.minor) < 0n).toBe(true);
        expect(taxed.every(({ net }, at) => BigInt(net.minor) > 0n || spread.parts[at]!.minor === '0')).toBe(true);
      }),
    );
  });

  it('refuses a discount below zero', () => {
    expect(() => spreadDiscounts('EUR', [], [euro('-1')])).toThrow(refusal('discount-invalid'));
  });
});
