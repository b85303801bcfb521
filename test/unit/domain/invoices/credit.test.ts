import fc from 'fast-check';
import { fraction, nothing, whole } from '../../../../domain/fraction';
import { balanceOf, creditLine, creditPart, creditUnused, drawCredit } from '../../../../domain/invoices/credit';
import { taxOn } from '../../../../domain/invoices/tax';
import type { Money } from '../../../../domain/money';
import { addMoney, allocate } from '../../../../domain/money';
import { settled } from '../../../support/amounts';
import { moneys } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

const euro = (amount: string) => settled(amount, 'EUR');
const amounts: fc.Arbitrary<Money> = fc
  .bigInt({ min: 0n, max: 10n ** 9n })
  .map((minor) => ({ currency: 'EUR', minor: minor.toString() }));
const rates = fc.constantFrom('0', '4', '7', '22', '25');
const shares = fc.tuple(fc.nat(31), fc.constant(31)).map(([part, of]) => fraction(part, of));

describe('creditUnused', () => {
  it('makes gross of net and tax, to the minor unit', () => {
    fc.assert(
      fc.property(amounts, shares, rates, (amount, unused, taxPercent) => {
        const { net, tax, gross } = creditUnused(amount, unused, taxPercent);
        expect(addMoney('EUR', [net, tax])).toEqual(gross);
        expect(BigInt(net.minor) <= BigInt(amount.minor)).toBe(true);
      }),
    );
  });
});

describe('creditPart', () => {
  it('credits with all notes together the tax of the invoice, never more on the way', () => {
    fc.assert(
      fc.property(amounts, rates, fc.array(fc.bigInt({ min: 1n, max: 9n }), { minLength: 1 }), (net, rate, weights) => {
        const nets = allocate(net, weights);
        const notes = nets.map((each, at) =>
          creditPart({ net, taxPercent: rate, earlierNets: nets.slice(0, at) }, each),
        );
        expect(
          addMoney(
            'EUR',
            notes.map(({ tax }) => tax),
          ),
        ).toEqual(taxOn(net, rate));
        expect(notes.every(({ tax }) => BigInt(tax.minor) >= 0n)).toBe(true);
      }),
    );
  });

  it('refuses more than what is left of the invoice, and less than nothing', () => {
    const invoice = { net: euro('10'), taxPercent: '7', earlierNets: [euro('6')] };
    expect(() => creditPart(invoice, euro('4.01'))).toThrow(refusal('credit-exceeds-invoice', { left: '400' }));
    expect(() => creditPart(invoice, euro('-1'))).toThrow(refusal('credit-exceeds-invoice'));
    expect(creditPart(invoice, euro('4')).gross).toEqual(euro('4.28'));
  });
});

describe('creditLine', () => {
  it('credits a line at most once, however often it is asked', () => {
    fc.assert(
      fc.property(amounts, shares, shares, (amount, first, second) => {
        const one = creditLine(amount, euro('0'), first);
        const two = creditLine(amount, { ...one, minor: (-BigInt(one.minor)).toString() }, second);
        const credited = -BigInt(one.minor) - BigInt(two.minor);
        expect(credited >= 0n && credited <= BigInt(amount.minor)).toBe(true);
      }),
    );
  });

  it('credits nothing of what was credited in full, nor of a line below zero', () => {
    expect(creditLine(euro('12'), euro('12'), whole)).toEqual(euro('0'));
    expect(creditLine(euro('12'), euro('0'), nothing)).toEqual(euro('0'));
    expect(creditLine(euro('-12'), euro('0'), whole)).toEqual(euro('0'));
  });
});

describe('drawCredit', () => {
  it('never pays more than is due or there is, and loses nothing', () => {
    fc.assert(
      fc.property(moneys(), amounts, (amount, credit) => {
        const { covered, due, creditLeft } = drawCredit(amount, credit);
        expect(addMoney('EUR', [covered, due])).toEqual(amount);
        expect(addMoney('EUR', [covered, creditLeft])).toEqual(credit);
        expect(BigInt(covered.minor) >= 0n && BigInt(creditLeft.minor) >= 0n).toBe(true);
      }),
    );
  });
});

describe('balanceOf', () => {
  it('lets a draft owe nothing and use no credit', () => {
    expect(balanceOf('draft', euro('80'), euro('5'))).toEqual({
      covered: euro('0'),
      due: euro('0'),
      creditLeft: euro('5'),
    });
    expect(balanceOf('issued', euro('80'), euro('5')).due).toEqual(euro('75'));
  });
});
