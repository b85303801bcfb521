import { importRoutes } from '../../api/catalog/import-routes';
import { discountRoutes } from '../../api/discounts/routes';
import { pricingRoutes } from '../../api/pricing/routes';
import type { Answer, Caller } from '../support/api';
import type { Market } from '../support/builders';
import { day, insertMarket } from '../support/builders';
import { offeringEntry, planEntry, seats } from '../support/catalog-files';
import { useDatabase } from '../support/database';
import { useServer } from '../support/served';

const { knex } = useDatabase();
const server = useServer(knex, day(1), (deps) => [
  ...importRoutes(deps),
  ...pricingRoutes(deps),
  ...discountRoutes(deps),
]);

/** What nobody means, in each way in which a number can be wrong. */
const noNumbers = [
  ...['-1', '-0.01', 'NaN', 'Infinity', '-Infinity', '1e3', '1E400', '0x10', '1_000', '1,5', '', ' 1', '１２', '٣'],
  ...[`1${'0'.repeat(30)}`, `0.${'3'.repeat(40)}`, '9'.repeat(100_000), 1.5, 1e30, Number.MAX_VALUE, true, {}, []],
] as const;

const tier = { from: '1', to: null, unitPrice: '1' };
const graduated = (fields: object) => ({ kind: 'graduated', tiers: [{ ...tier, ...fields }] });

/** Places of a file that hold a number; each makes the component of a plan with that number. */
const places: readonly (readonly [string, (value: unknown) => object])[] = [
  ['price of a flat model', (price) => ({ price: { kind: 'flat', price } })],
  ['price of a unit', (unitPrice) => ({ price: { kind: 'per-unit', unitPrice } })],
  ['price of a tier', (unitPrice) => ({ price: graduated({ unitPrice }) })],
  ['bound of a tier', (from) => ({ price: graduated({ from }) })],
  ['set-up fee of a tier', (setup) => ({ price: graduated({ setup }) })],
  ['size of a package', (size) => ({ price: { kind: 'package', size, price: '1' } })],
  ['rate', (rate) => ({ price: { kind: 'percentage', rate } })],
  [
    'price of a row',
    (unitPrice) => ({ price: { kind: 'matrix', rows: [{ dimensions: { a: 'b' }, unitPrice }], otherwise: '1' } }),
  ],
  ['least quantity', (min) => ({ min })],
  ['step', (step) => ({ step })],
];

describe('numbers that are none', () => {
  let market: Market;
  let vendor: Caller;
  let customer: Caller;
  beforeAll(async () => {
    market = await insertMarket(knex);
    vendor = await server.ownerOf(market.vendorId);
    customer = await server.ownerOf(market.customerId);
  });

  const booked = async (): Promise<unknown> =>
    Promise.all(['offerings', 'plans', 'plan_prices', 'quotes', 'coupons'].map((table) => knex(table).count()));

  /** A refusal that says what is wrong, where, and how to mend it; and nothing half-written. */
  const expectRefused = ({ status, headers, body }: Answer, place: RegExp): void => {
    expect([400, 413, 422]).toContain(status);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ type: expect.stringMatching(/^\/problems\//), title: expect.any(String) });
    if (status !== 413) expect(JSON.stringify(body)).toMatch(place);
  };

  it.each(places)('are refused as the %s of a catalog, with the place', async (_, fieldsOf) => {
    const before = await booked();
    for (const value of noNumbers) {
      const component = { ...seats('1'), ...fieldsOf(value) };
      const plans = [{ ...planEntry(), components: [component] }];
      const answer = await vendor.post('/v1/catalog/import', { offerings: [{ ...offeringEntry(), plans }] });
      expectRefused(answer, /\/offerings\/0\/plans\/0\/components\/0\//);
    }
    expect(await booked()).toEqual(before);
  });

  it.each(['quantities', 'expectedUsage'])('are refused in the %s of a quote, with the place', async (field) => {
    const before = await booked();
    const { projectId, plan } = market;
    const key = field === 'quantities' ? 'seats' : 'calls';
    for (const value of noNumbers) {
      const request = { projectId, planId: plan.id, quantities: { seats: '3' }, [field]: { [key]: value }, keep: true };
      expectRefused(await customer.post('/v1/quotes', request), new RegExp(`/${field}/${key}|"${key}"`));
    }
    expect(await booked()).toEqual(before);
  });

  it('are refused as the percent of a coupon, with the place', async () => {
    const before = await booked();
    for (const percent of [...noNumbers, '100.01']) {
      const effect = { type: 'discount', percent, scope: 'total' };
      expectRefused(await vendor.post('/v1/coupons', { ownerId: market.vendorId, name: 'Spring', effect }), /\/effect/);
    }
    expect(await booked()).toEqual(before);
  });

  it.each(['XXQ', 'eur', 'EURO', '', '€', null, 978])('have no currency %j', async (currency) => {
    const before = await booked();
    const plans = [{ ...planEntry(), currency }];
    const answer = await vendor.post('/v1/catalog/import', { offerings: [{ ...offeringEntry(), plans }] });
    expectRefused(answer, /\/offerings\/0\/plans\/0\/currency/);
    expect(await booked()).toEqual(before);
  });

  it('are no validity that ends before it begins', async () => {
    const effect = { type: 'discount', percent: '10', scope: 'total' };
    const coupon = { ownerId: market.vendorId, name: 'Never', effect, validFrom: day(10), validUntil: day(9) };
    expectRefused(await vendor.post('/v1/coupons', coupon), /end-before-start/);
  });

  it('come in no catalog of 50,000 plans', async () => {
    const before = await booked();
    const plans = Array.from({ length: 50_000 }, (_, at) => ({
      ...{ key: `p${at}`, name: 'P', currency: 'EUR', periodMonths: 1, components: [] },
    }));
    const { key, name, plugin } = offeringEntry();
    const offerings = [{ ...{ key, name, plugin, state: 'draft' }, plans }];
    expectRefused(await vendor.post('/v1/catalog/import', { offerings }), /20000 plans/);
    expect(await booked()).toEqual(before);
  });

  it.each([
    ['brackets in JSON', 'application/json', '['.repeat(100_000)],
    ['closed brackets in JSON', 'application/json', `{"offerings":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ['brackets in YAML', 'application/yaml', '['.repeat(100_000)],
    ['maps in YAML', 'application/yaml', '{a: '.repeat(20_000)],
    [
      'indentation in YAML',
      'application/yaml',
      Array.from({ length: 1500 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
    ],
    ['aliases', 'application/yaml', `a: &a [x]\n${Array.from({ length: 50 }, (_, at) => `b${at}: *a`).join('\n')}`],
  ])('hide behind no depth of %s', async (_, type, text) => {
    const before = await booked();
    const answer = await vendor.send('/v1/catalog/import', type, text);
    expectRefused(answer, /problems/);
    expect(await booked()).toEqual(before);
  });
});
