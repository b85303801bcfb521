import fc from 'fast-check';
import { fraction, nothing, whole } from '../../../../domain/fraction';
import { closeLife } from '../../../../domain/invoices/closing';
import type { Money } from '../../../../domain/money';
import { addMoney } from '../../../../domain/money';
import { settled } from '../../../support/amounts';

const euro = (amount: string) => settled(amount, 'EUR');
const amounts: fc.Arbitrary<Money> = fc
  .bigInt({ min: 0n, max: 10n ** 7n })
  .map((minor) => ({ currency: 'EUR', minor: minor.toString() }));
const ending = {
  currency: 'EUR',
  usage: [euro('70')],
  minimum: euro('100'),
  used: whole,
  taxPercent: '20',
  prepaid: { amount: euro('50'), unused: nothing },
};

describe('closeLife', () => {
  it('makes up what usage lacks of the minimum for the time used, and no more', () => {
    fc.assert(
      fc.property(fc.array(amounts), amounts, fc.nat(31), (usage, minimum, days) => {
        const { trueUp, invoice } = closeLife({ ...ending, usage, minimum, used: fraction(days, 31) });
        const used = addMoney('EUR', usage);
        expect(addMoney('EUR', [used, trueUp])).toEqual(invoice.net);
        expect(trueUp.minor === '0' || BigInt(invoice.net.minor) <= BigInt(minimum.minor)).toBe(true);
      }),
    );
  });

  it('owes the invoice less the credit note, to the customer where that is more', () => {
    expect(closeLife(ending).due).toEqual(euro('120'));
    const { due, creditNote } = closeLife({
      ...ending,
      usage: [],
      minimum: euro('0'),
      prepaid: { amount: euro('50'), unused: whole },
    });
    expect([creditNote.gross, due]).toEqual([euro('60'), euro('-60')]);
  });
});
