import fc from 'fast-check';
import type { PriceModel } from '../../domain/catalog/offering';
import { byLevel } from '../../domain/channel/chain';
import type { Change } from '../../domain/pricing/change-facts';
import { withoutDiscounts } from '../../domain/pricing/change-facts';
import type { SoldComponent, Terms } from '../../domain/pricing/terms';
import { saleQuantities, termsOfSales } from './arbitraries';

export const april = { start: '2026-04-01T00:00:00.000Z', end: '2026-05-01T00:00:00.000Z' };

/** A component at one price for all levels. */
export const soldAt = (
  key: string,
  charge: SoldComponent['charge'],
  price: PriceModel,
  fields: Partial<SoldComponent> = {},
): SoldComponent => ({ key, name: key, unit: 'each', charge, prices: byLevel(() => price), ...fields });

export const perUnit = (unitPrice: string): PriceModel => ({ kind: 'per-unit', unitPrice });
export const flat = (price: string): PriceModel => ({ kind: 'flat', price });

/** Monthly terms in EUR. */
export const termsWith = (components: readonly SoldComponent[], fields: Partial<Terms> = {}): Terms => ({
  ...{ planId: 'plan', priceVersion: 1, currency: 'EUR', periodMonths: 1, components, quantities: {} },
  channel: { platformId: 'platform', distributorId: null, resellerId: null },
  issuer: { id: 'platform', prefix: 'P', taxPercent: '22' },
  zone: 'UTC',
  ...fields,
});

/** 242 hours are left of April. */
export const late = '2026-04-20T22:40:00.000Z';

export const changeOf = (before: Terms, after: Terms, at = late): Change => ({
  ...{ before, after, at, anchor: april.start, usage: {} },
  open: { index: 0, period: april },
});

const settings = fc.record(
  {
    proration: fc.constantFrom('days', 'seconds', 'fixed-30', 'calendar-month-days-inclusive', 'none'),
    lowering: fc.constantFrom('now-with-credit', 'now-without-credit'),
    changeInvoicing: fc.constant('next-invoice'),
    changeLines: fc.constant('delta'),
  },
  { requiredKeys: [], noNullPrototype: true },
) as fc.Arbitrary<Partial<Terms>>;

/** Changes of quantities, plans and prices, in every setting. */
export const changes: fc.Arbitrary<Change> = fc
  .record({
    terms: termsOfSales,
    other: termsOfSales,
    seats: saleQuantities,
    isOtherPlan: fc.boolean(),
    settings,
    index: fc.nat(3),
  })
  .map(({ terms, other, seats, isOtherPlan, settings: set, index }) => {
    const before = { ...terms, ...set };
    const after = isOtherPlan
      ? { ...withoutDiscounts(other), planId: 'other', currency: before.currency, zone: before.zone }
      : { ...before, quantities: { ...before.quantities, seats } };
    return { before, after, at: late, anchor: april.start, usage: { calls: '9' }, open: { index, period: april } };
  });
