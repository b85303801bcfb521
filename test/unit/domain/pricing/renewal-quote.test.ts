import fc from 'fast-check';
import { defaultPlanSettings } from '../../../../domain/catalog/settings';
import { addMoney } from '../../../../domain/money';
import { planChange } from '../../../../domain/pricing/change-plan';
import { nextWindow, planRenewal } from '../../../../domain/pricing/renewal-quote';
import type { Terms } from '../../../../domain/pricing/terms';
import { periodOf } from '../../../../domain/subscriptions/calendar';
import { renew } from '../../../../domain/subscriptions/renewal';
import { turnPeriod } from '../../../../domain/subscriptions/turn';
import { noChannelPrices, termsOfSales } from '../../../support/arbitraries';
import { april, changes } from '../../../support/changes';

const anchor = '2026-01-31T10:00:00.000Z';

/** What the vendor asks by now, without a channel. */
const saleOf = ({ planId, currency, periodMonths, components, channel }: Terms) => ({
  plan: {
    ...{ id: planId, offeringId: planId, name: 'any', currency, periodMonths, priceVersion: 2, ...defaultPlanSettings },
    components: components.map(({ prices, ...rest }) => ({ ...rest, price: prices.vendorCost })),
  },
  prices: noChannelPrices,
  channel,
});

describe('planRenewal', () => {
  it('agrees to the cent with what the turn of the order window charges in advance', () => {
    fc.assert(
      fc.property(termsOfSales, fc.integer({ min: 1, max: 4 }), fc.nat(2), (sold, periods, windows) => {
        const { periodMonths } = sold;
        if (periodMonths === null) return;
        const terms = { ...sold, periodMonths, minimumMonths: periodMonths * periods };
        const index = windows * periods + periods - 1;
        const next = nextWindow(terms, anchor, windows * periods);
        expect(next.first.index).toBe(index + 1);
        const { rows } = turnPeriod(
          terms,
          anchor,
          { index, period: periodOf(terms, anchor, index) },
          {},
          true,
          saleOf(terms),
        );
        const { deferred } = planRenewal(renew(terms, saleOf(terms), next.first.period).terms, next);
        expect(deferred.flatMap((each) => each.rows)).toEqual(rows.filter(({ kind }) => kind === 'prepaid'));
      }),
    );
  });

  it('adds up all periods of the window, each with the discounts that last until then', () => {
    fc.assert(
      fc.property(termsOfSales, fc.integer({ min: 1, max: 3 }), (sold, periods) => {
        const { periodMonths } = sold;
        if (periodMonths === null) return;
        const terms = { ...sold, periodMonths, minimumMonths: periodMonths * periods };
        const { windowNet } = planRenewal(terms, nextWindow(terms, anchor, 0));
        const nets = Array.from({ length: periods }, (_, n) => periods + n).flatMap((index) => {
          const open = { index: index - 1, period: periodOf(terms, anchor, index - 1) };
          const { rows } = turnPeriod(terms, anchor, open, {}, true);
          return rows.filter(({ kind }) => kind === 'prepaid').map(({ amounts }) => amounts.sellOut);
        });
        expect(windowNet).toEqual(addMoney(terms.currency, nets));
      }),
    );
  });
});

describe('planChange', () => {
  it('agrees to the cent with what the next period charges, when it waits for it', () => {
    fc.assert(
      fc.property(changes, (change) => {
        const periodMonths = 1;
        const before: Terms = { ...change.before, periodMonths, lowering: 'defer' };
        const after: Terms = { ...change.after, periodMonths };
        const { deferred, effectiveAt } = planChange({ ...change, before, after, open: { index: 0, period: april } });
        if (effectiveAt !== april.end) return;
        const { rows } = turnPeriod(after, april.start, { index: 0, period: april }, {}, true);
        const prepaid = rows.filter(({ kind }) => kind === 'prepaid');
        expect(deferred.flatMap((each) => each.rows).filter(({ kind }) => kind === 'prepaid')).toEqual(prepaid);
      }),
    );
  });
});
