import fc from 'fast-check';
import { defaultPlanSettings } from '../../../../domain/catalog/settings';
import type { Terms } from '../../../../domain/pricing/terms';
import { freezeTerms } from '../../../../domain/pricing/terms';
import type { FoundSale } from '../../../../domain/subscriptions/renewal';
import { renew } from '../../../../domain/subscriptions/renewal';
import { activate, turnPeriod } from '../../../../domain/subscriptions/turn';
import { calls, seats } from '../../../support/catalog-files';

const channel = { platformId: 'p', distributorId: null, resellerId: null };
const prices = { wholesale: [], sellIn: [], sellOut: [] };
const planAt = (unitPrice: string, priceVersion: number) => ({
  ...{ id: 'plan', offeringId: 'offering', name: 'Monthly', currency: 'EUR', periodMonths: 1, priceVersion },
  ...defaultPlanSettings,
  minimumMonths: 2,
  components: [seats(unitPrice), calls(unitPrice)],
});
const terms: Terms = freezeTerms({
  ...{ plan: planAt('5', 1), prices, quantities: { seats: '3' }, zone: 'UTC', channel },
  issuer: { id: 'p', prefix: 'P', taxPercent: '19' },
});
const saleAt = (unitPrice: string, priceVersion = 2): FoundSale => ({
  plan: planAt(unitPrice, priceVersion),
  channel,
  prices,
});
const anchor = '2026-01-31T00:00:00.000Z';
const period = { start: '2026-03-31T00:00:00.000Z', end: '2026-04-30T00:00:00.000Z' };

describe('renew', () => {
  it('renews with the prices that are found', () => {
    const { terms: renewed, kept } = renew(terms, saleAt('7'), period);
    expect([renewed.priceVersion, kept]).toEqual([2, null]);
  });

  it.each([
    ['the plan has no price any more', undefined, 'the plan has no price'],
    [
      'the customer buys from somebody else',
      { ...saleAt('7')!, channel: { ...channel, resellerId: 'r' } },
      'the customer buys through another channel',
    ],
    ['an amount could not be settled', saleAt('9'.repeat(18)), 'seats: the amount is beyond what can be settled'],
  ])('keeps what was sold, and says why, where %s', (_, sale, kept) => {
    expect(renew(terms, sale, period)).toEqual({ terms, kept });
  });
});

describe('turnPeriod at the end of an order window', () => {
  const first = activate(terms, anchor).open!;
  const second = turnPeriod(terms, anchor, first, {}, true, saleAt('7'));

  it('keeps prices as long as the window lasts, whatever is found', () => {
    expect(second.renewal).toBeUndefined();
    expect(second.rows.map(({ amounts }) => amounts.sellOut.minor)).toEqual(['1500']);
  });

  it('charges what was used at the old prices, and in advance at the new ones', () => {
    const third = turnPeriod(terms, anchor, second.open!, { calls: '2' }, true, saleAt('7'));
    expect(third.rows.map(({ component, kind, amounts }) => [component, kind, amounts.sellOut.minor])).toEqual([
      ['calls', 'arrears', '1000'],
      ['seats', 'prepaid', '2100'],
    ]);
    expect(third.renewal?.terms.priceVersion).toBe(2);
  });

  it('renews nothing while the subscription is being terminated', () => {
    expect(turnPeriod(terms, anchor, second.open!, {}, false, saleAt('7')).renewal).toBeUndefined();
  });

  it('decides the same from the same facts, however often it is asked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (price) => {
        const turn = () => turnPeriod(terms, anchor, second.open!, { calls: '2' }, true, saleAt(String(price)));
        expect(turn()).toEqual(turn());
      }),
    );
  });
});
