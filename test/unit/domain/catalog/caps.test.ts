import fc from 'fast-check';
import { overCap, takenOf } from '../../../../domain/catalog/caps';
import { decimal } from '../../../../domain/decimal';
import { saleQuantities, termsOfSales } from '../../../support/arbitraries';

describe('overCap', () => {
  it('is never reached by what fits beside the others, and always by what does not', () => {
    fc.assert(
      fc.property(termsOfSales, saleQuantities, saleQuantities, (terms, cap, seats) => {
        const taken = decimal(terms.quantities['seats'] ?? '0');
        const fits = taken.eq('0') || taken.plus(decimal(seats)).lte(decimal(cap));
        expect(overCap({ seats: cap }, terms, { seats })).toBe(fits ? undefined : 'seats');
      }),
    );
  });

  it('takes one of what has no quantity, and nothing of what was not sold', () => {
    const [terms] = fc.sample(termsOfSales, { numRuns: 1, seed: 1 });
    expect([takenOf(terms!, 'licence'), takenOf(terms!, 'disks')]).toEqual(['1', '0']);
    expect(overCap({ licence: '1' }, terms!, {})).toBeUndefined();
    expect(overCap({ licence: '1' }, terms!, { licence: '1' })).toBe('licence');
    expect(overCap({ disks: '0' }, terms!, {})).toBeUndefined();
  });
});
