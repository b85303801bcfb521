import fc from 'fast-check';
import { checkQuoteOrderable, quoteValidUntil } from '../../../../domain/pricing/kept-quote';
import { quote } from '../../../../domain/pricing/quote';
import type { Terms } from '../../../../domain/pricing/terms';
import { activate } from '../../../../domain/subscriptions/turn';
import { instants, termsOfSales } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

describe('a kept quote', () => {
  it('agrees to the cent with what is charged for the terms that were kept with it', () => {
    fc.assert(
      fc.property(termsOfSales, instants, (terms, at) => {
        const kept = JSON.parse(JSON.stringify(terms)) as Terms;
        const { now } = quote(terms, {});
        expect(quote(kept, {}).now).toEqual(now);
        expect(activate(kept, at).invoice?.gross.minor ?? '0').toBe(now.gross.minor);
      }),
    );
  });
});

describe('checkQuoteOrderable', () => {
  const validUntil = quoteValidUntil('2026-03-01T12:00:00.000Z');
  const check = (orderId: string | null, placedAt: string) => () =>
    checkQuoteOrderable({ validUntil, orderId }, { id: 'mine', placedAt });

  it('takes an order until thirty days have passed', () => {
    expect(validUntil).toBe('2026-03-31T12:00:00.000Z');
    expect(check(null, '2026-03-31T11:59:59.999Z')).not.toThrow();
    expect(check(null, validUntil)).toThrow(refusal('quote-expired', { validUntil }));
  });

  it('takes one order, and that one again', () => {
    expect(check('other', '2026-03-02T00:00:00.000Z')).toThrow(refusal('quote-used', { orderId: 'other' }));
    expect(check('mine', '2026-03-02T00:00:00.000Z')).not.toThrow();
  });
});
