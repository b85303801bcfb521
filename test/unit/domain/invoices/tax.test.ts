import fc from 'fast-check';
import { taxedTotals, taxOn } from '../../../../domain/invoices/tax';
import { addMoney } from '../../../../domain/money';
import { settled } from '../../../support/amounts';
import { moneys } from '../../../support/arbitraries';

const lines = fc.array(fc.record({ net: moneys(), taxPercent: fc.constantFrom('0', '4', '7.7', '10', '22', '22.00') }));
const euro = (amount: string) => settled(amount, 'EUR');

describe('taxedTotals', () => {
  it('makes gross of net and tax, whatever the order of lines and the basis', () => {
    fc.assert(
      fc.property(lines, fc.constantFrom('per-rate', 'per-line'), (taxed, basis) => {
        const sums = taxedTotals('EUR', taxed, basis);
        expect(addMoney('EUR', [sums.net, sums.tax])).toEqual(sums.gross);
        expect(taxedTotals('EUR', [...taxed].reverse(), basis)).toEqual(sums);
      }),
    );
  });

  it('rounds once for each rate, or on each line where that is set', () => {
    const taxed = ['0.05', '0.05', '0.05'].map((net) => ({ net: euro(net), taxPercent: '10' }));
    expect(taxedTotals('EUR', taxed).tax).toEqual(euro('0.02'));
    expect(taxedTotals('EUR', taxed, 'per-line').tax).toEqual(euro('0.03'));
  });

  it('takes rates as numbers: 22 and 22.00 are one', () => {
    const taxed = ['22', '22.00'].map((taxPercent) => ({ net: euro('0.02'), taxPercent }));
    expect(taxedTotals('EUR', taxed).tax).toEqual(euro('0.01'));
  });
});

describe('taxOn', () => {
  it('rounds as the installation does', () => {
    expect(taxOn(euro('0.05'), '10')).toEqual(euro('0.01'));
    expect(taxOn(euro('0.05'), '10', 'half-even')).toEqual(euro('0'));
    expect(taxOn(euro('-0.05'), '10')).toEqual(euro('-0.01'));
  });
});
