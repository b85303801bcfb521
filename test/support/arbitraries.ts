import fc from 'fast-check';
import type { Charge, Component, PriceModel, Tier } from '../../domain/catalog/offering';
import type { ByLevel, ChannelPrices, PriceListEntry } from '../../domain/channel/chain';
import { byLevel, levels } from '../../domain/channel/chain';
import type { SoldCoupon } from '../../domain/discounts/sold-coupon';
import type { SoldDiscount } from '../../domain/discounts/sold-discount';
import type { Money } from '../../domain/money';
import type { Coupon } from '../../domain/pricing/coupon';
import type { Terms } from '../../domain/pricing/terms';
import { freezeTerms } from '../../domain/pricing/terms';
import { defaultPlanSettings } from '../../domain/catalog/settings';

/** Digits below the point, by hand: no float is ever made. */
const decimalOf = (units: bigint, places: number): string => {
  const digits = units.toString().padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
};

/** Decimal text that is not negative, with up to `places` digits below the point. */
export const decimals = (max: bigint, places: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.bigInt({ min: 0n, max }), fc.integer({ min: 0, max: places }))
    .map(([units, digits]) => decimalOf(units, digits));

/** Quantities, among them zero, one, fractions and numbers beyond 53 bits. */
export const quantities: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('0', '0.0000000000', '1', '9.5', '18014398509481985'),
  fc.integer({ min: 0, max: 100_000 }).map(String),
  decimals(10n ** 12n, 10),
);

/** Quantities of one sale, such that its amounts can be settled. */
export const saleQuantities: fc.Arbitrary<string> = fc.oneof(fc.constantFrom('0', '1', '9.5'), decimals(100_000n, 10));

/** Unit prices with up to ten decimals. */
const prices: fc.Arbitrary<string> = decimals(10n ** 7n, 10);

export const currencies = fc.constantFrom('EUR', 'JPY', 'KWD', 'USD', 'CLF');

export const moneys = (currency = 'EUR'): fc.Arbitrary<Money> =>
  fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map((minor) => ({ currency, minor: minor.toString() }));

type Tiered = Extract<PriceModel, { readonly tiers: readonly Tier[] }>;
type TieredKind = Tiered['kind'];

const orNone = <T>(name: string, value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.oneof(
    fc.constant({}),
    value.map((each) => ({ [name]: each })),
  );

const tierPrices = (kind: TieredKind): fc.Arbitrary<Partial<Tier>> => {
  if (kind === 'stairstep') return prices.map((flat) => ({ flat }));
  const main = prices.map((price) => ({ [kind === 'graduated-percentage' ? 'rate' : 'unitPrice']: price }));
  return fc.tuple(main, orNone('flat', prices)).map(([a, b]) => ({ ...a, ...b }));
};

/** Up to five tiers without a hole, the last one open; the first begins at 0 or at its first unit. */
export const tieredModels = (kind: TieredKind, first = fc.constantFrom('0', '1')): fc.Arbitrary<Tiered> =>
  fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { maxLength: 4 }),
      fc.array(tierPrices(kind), { minLength: 5, maxLength: 5 }),
      first,
    )
    .map(([bounds, each, start]) => ({
      kind,
      tiers: [...[...bounds].sort((a, b) => a - b), null].map((to, at, all) => ({
        ...each[at]!,
        from: at === 0 ? start : String(all[at - 1]! + 1),
        to: to === null ? null : String(to),
      })),
    }));

const sizes = fc.oneof(fc.integer({ min: 1, max: 10_000 }).map(String), fc.constantFrom('0.5', '3'));

const percentageModels: fc.Arbitrary<PriceModel> = fc
  .tuple(prices, orNone('fixed', prices), orNone('freeAmount', prices), orNone('freeEvents', fc.constantFrom('0', '2')))
  .map(([rate, ...rest]) => Object.assign({ kind: 'percentage' as const, rate }, ...rest) as PriceModel);

const matrixModels: fc.Arbitrary<PriceModel> = fc
  .tuple(fc.uniqueArray(fc.constantFrom('eu', 'us', 'ap')), prices, prices)
  .map(([regions, unitPrice, otherwise]) => ({
    kind: 'matrix',
    rows: regions.map((region) => ({ dimensions: { region }, unitPrice })),
    otherwise,
  }));

/** Models of which more never costs less: all but those whose tiers reprice the whole quantity. */
export const risingModels: fc.Arbitrary<PriceModel> = fc.oneof(
  prices.map((price) => ({ kind: 'flat', price }) as const),
  prices.map((unitPrice) => ({ kind: 'per-unit', unitPrice }) as const),
  tieredModels('graduated'),
  tieredModels('graduated-percentage'),
  fc
    .tuple(sizes, prices, orNone('freeUnits', prices))
    .map(([size, price, free]): PriceModel => ({ kind: 'package', size, price, ...free })),
  percentageModels,
  matrixModels,
);

/** Models of every kind. */
export const priceModels: fc.Arbitrary<PriceModel> = fc.oneof(
  { weight: 6, arbitrary: risingModels },
  { weight: 1, arbitrary: tieredModels('volume') },
  { weight: 1, arbitrary: tieredModels('stairstep') },
);

export const planId = '7c1b3f0e-2d54-4c5e-8a86-3f1c2b9d0a11';

const percentages: fc.Arbitrary<string> = fc.oneof(
  fc.bigInt({ min: 0n, max: 50_000n }).map((units) => decimalOf(units, 3)),
  decimals(100n, 0).map((text) => (text === '0' ? text : `-${text}`)),
);

const percentageOn = (component: string): fc.Arbitrary<PriceListEntry> =>
  percentages.map((value) => ({ planId, component, tier: null, kind: 'percentage', value }));

const listOf = (components: readonly string[]): fc.Arbitrary<PriceListEntry[]> =>
  fc
    .uniqueArray(fc.constantFrom('*', ...components), { maxLength: 3 })
    .chain((keys) => fc.tuple<PriceListEntry[]>(...keys.map(percentageOn)));

/** Price lists of percentages for these components, some of them empty. */
export const channelPrices = (...components: readonly string[]): fc.Arbitrary<ChannelPrices> =>
  fc.record({ wholesale: listOf(components), sellIn: listOf(components), sellOut: listOf(components) });

export const noChannelPrices: ChannelPrices = { wholesale: [], sellIn: [], sellOut: [] };

/** Zones of both hemispheres whose clocks change, one that never does, and odd offsets. */
export const zones = fc.constantFrom(
  'UTC',
  'Europe/Rome',
  'America/New_York',
  'America/Santiago',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
);

/** Instants of the years 2000 to 2090. */
export const instants: fc.Arbitrary<string> = fc
  .integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2090, 0, 1) })
  .map((ms) => new Date(ms).toISOString());

/** Calendar days of the years 2000 to 2090, half of them at the end of a month. */
export const dates: fc.Arbitrary<string> = fc.oneof(
  instants.map((at) => at.slice(0, 10)),
  fc
    .tuple(fc.integer({ min: 2000, max: 2089 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: -3, max: 1 }))
    .map(([year, month, day]) => new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)),
);

const charges: Readonly<Record<string, Charge>> = {
  setup: 'one-time',
  licence: 'fixed',
  seats: 'limit',
  calls: 'usage',
};

// As JSON makes them.
const plainObjects = { noNullPrototype: true } as const;

const couponEffects = (currency: string): fc.Arbitrary<Coupon> =>
  fc.oneof(
    fc.record(
      {
        type: fc.constant('discount' as const),
        percent: fc.oneof(fc.constantFrom('0', '100'), decimals(100n, 4)),
        scope: fc.constantFrom('licence-only' as const, 'licence-and-extras' as const, 'total' as const),
      },
      plainObjects,
    ),
    fc.record(
      {
        type: fc.constant('price-override' as const),
        price: fc.bigInt({ min: 0n, max: 10n ** 6n }).map((minor) => ({ currency, minor: minor.toString() })),
      },
      plainObjects,
    ),
  );

/** Coupons of any owner, for ever or for some periods. */
export const soldCoupons = (currency: string): fc.Arbitrary<SoldCoupon> =>
  fc.record(
    {
      id: fc.constant('c5b0a1de-5a55-4c1c-9d7e-0f6f2a3b4c5d'),
      name: fc.constant('Spring'),
      effect: couponEffects(currency),
      from: fc.constantFrom(...levels),
      periods: fc.constantFrom(null, 1, 2, 12),
    },
    plainObjects,
  );

/** Formulas as people write them, and some that fail at times. */
const formulas = fc.constantFrom(
  'quantity >= 10 ? 12.5 : 3',
  'min(30, quantity * 0.1)',
  'amount > 1000 ? 1.25 : 0',
  'subscriptions * 5 + (periodMonths == 12 ? 10 : 0)',
  '100 / (quantity - 7)',
);

/** A bundle, a campaign and volume discounts of any owner, in any order: all or some of them. */
export const soldDiscounts = (currency: string): fc.Arbitrary<readonly SoldDiscount[]> => {
  const one = (kind: SoldDiscount['kind'], effect: fc.Arbitrary<SoldDiscount['effect']>) =>
    fc.tuple(soldCoupons(currency), effect).map(([sold, each]) => ({ ...sold, kind, name: kind, effect: each }));
  const percent = fc.oneof(fc.constantFrom('0', '100'), decimals(100n, 4));
  const byFormula = fc.record(
    {
      type: fc.constant('formula' as const),
      formula: formulas,
      components: fc.subarray(['licence', 'seats', 'calls']),
      subscriptions: fc.constantFrom('0', '1', '4'),
    },
    plainObjects,
  );
  return fc
    .tuple(
      one('bundle', fc.record({ type: fc.constant('licence' as const), percent }, plainObjects)),
      one('campaign', couponEffects(currency)),
      one('volume', byFormula),
      one('volume', byFormula),
    )
    .chain((all) => fc.shuffledSubarray(all));
};

/** Terms of one sale: a component of every charge, priced and marked up at random, many with discounts. */
export const termsOfSales: fc.Arbitrary<Terms> = fc
  .record({
    models: fc.record({ setup: priceModels, licence: priceModels, seats: priceModels, calls: priceModels }),
    prices: channelPrices('setup', 'licence', 'seats', 'calls'),
    seats: saleQuantities,
    currency: currencies,
    periodMonths: fc.constantFrom(1, 3, 12, null),
    taxPercent: fc.constantFrom('0', '19', '22', '7.7'),
    zone: zones,
  })
  .map(({ models, prices: lists, seats, currency, periodMonths, taxPercent, zone }) =>
    freezeTerms({
      plan: {
        id: planId,
        offeringId: planId,
        name: 'any',
        currency,
        periodMonths,
        priceVersion: 1,
        ...defaultPlanSettings,
        components: Object.entries(models).map(([key, price]): Component => ({
          key,
          name: key,
          unit: 'each',
          charge: charges[key]!,
          price,
        })),
      },
      prices: lists,
      quantities: { seats },
      channel: { platformId: 'platform', distributorId: null, resellerId: null },
      issuer: { id: 'platform', prefix: 'P', taxPercent },
      zone,
    }),
  )
  .chain((terms) =>
    fc.tuple(fc.option(soldCoupons(terms.currency)), soldDiscounts(terms.currency)).map(([coupon, discounts]) => ({
      ...terms,
      ...(coupon === null ? {} : { coupon }),
      ...(discounts.length === 0 ? {} : { discounts }),
    })),
  );

const minimums: fc.Arbitrary<ByLevel<string>> = fc
  .array(decimals(10n ** 8n, 10), { minLength: 4, maxLength: 4 })
  .map((each) => byLevel((level) => each[levels.indexOf(level)]!));

/** Terms of sales whose seats and calls, and whose plan, come to some least amount in a period, another at every level. */
export const termsWithMinimums: fc.Arbitrary<Terms> = fc
  .tuple(termsOfSales, minimums, minimums, minimums)
  .map(([terms, seats, calls, plan]) => ({
    ...terms,
    components: [
      ...terms.components.map((component) => {
        const own = component.key === 'seats' ? seats : component.key === 'calls' ? calls : undefined;
        return own === undefined ? component : { ...component, minimums: own };
      }),
      {
        ...{ key: '@minimum', name: 'Minimum spend', unit: 'period', charge: 'minimum-spend' as const },
        prices: byLevel((level) => ({ kind: 'flat' as const, price: plan[level] })),
      },
    ],
  }));
