import { createHash, randomBytes } from 'node:crypto';
import type { Component } from '../../domain/catalog/offering';
import type { PriceListEntry } from '../../domain/channel/chain';
import { rate } from '../../domain/pricing/rate';
import { seedDemoMarket, takesDemoMarket } from '../../db/seeds/demo-market';
import { plans, priceLists } from '../../db/seeds/demo-catalog';
import { createDemoKeys } from '../../db/seeds/demo-people';
import { createActorView } from '../../db/identity/actor-view';
import { createSecretBox } from '../../platform/secrets';
import { priceChain } from '../../domain/channel/chain';
import { useDatabase } from '../support/database';

const { knex } = useDatabase();
const secretKey = randomBytes(32).toString('base64');
const options = { secretKey, vendorUrl: 'http://127.0.0.1:1/events', keys: createDemoKeys() };

const tables = [
  ...['organizations', 'projects', 'users', 'members', 'api_keys', 'test_clocks', 'vendor_endpoints'],
  ...['offerings', 'plans', 'plan_prices', 'price_lists', 'price_list_entries'],
];
const everything = async () => {
  const rowsOf = async (name: string) => {
    const rows: unknown[] = await knex(name);
    return [name, rows.map((row) => JSON.stringify(row)).sort()] as const;
  };
  return Object.fromEntries(await Promise.all(tables.map(rowsOf)));
};

const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();

describe('seedDemoMarket', () => {
  beforeEach(() => seedDemoMarket(knex, options));

  it('changes nothing the second time', async () => {
    const before = await everything();
    await seedDemoMarket(knex, options);
    expect(await everything()).toEqual(before);
  });

  it('leaves what people have changed since as it is', async () => {
    await knex('test_clocks').update({ now: '2027-05-01T00:00:00.000Z', target: '2027-05-01T00:00:00.000Z' });
    await knex('offerings').where({ name: 'Team CRM' }).update({ state: 'paused' });
    const before = await everything();
    await seedDemoMarket(knex, options);
    expect(await everything()).toEqual(before);
  });

  it('gives everybody a key that is known by its hash alone', async () => {
    const actors = createActorView(knex);
    for (const { name, key, organizationId } of options.keys) {
      const actor = await actors.byKeyHash(hashOf(key), '2026-12-01T00:00:00.000Z');
      expect(actor).toMatchObject({ name });
      // The platform's staff act for nobody in particular.
      if (actor?.organizationId !== null) expect(actor?.organizationId).toBe(organizationId);
    }
    expect(JSON.stringify(await everything())).not.toMatch(/ek_[\w-]{9}|whsec_/);
  });

  it('follows new keys and a new port, and forgets the old ones', async () => {
    const keys = createDemoKeys();
    const vendorUrl = 'http://127.0.0.1:2/events';
    await seedDemoMarket(knex, { ...options, keys, vendorUrl });
    const actors = createActorView(knex);
    expect(await actors.byKeyHash(hashOf(keys[0]!.key), '2026-12-01T00:00:00.000Z')).toBeDefined();
    expect(await actors.byKeyHash(hashOf(options.keys[0]!.key), '2026-12-01T00:00:00.000Z')).toBeUndefined();
    const endpoint = await knex('vendor_endpoints').first();
    expect(endpoint.url).toBe(vendorUrl);
    const opened = createSecretBox(secretKey).open(endpoint.sealed_secret, `vendor-endpoint|${endpoint.vendor_id}`);
    expect(opened).toBe(keys.find(({ role }) => role === 'vendor')?.webhookSecret);
  });

  it('seals the secret anew when the key of the installation is another', async () => {
    const other = randomBytes(32).toString('base64');
    await seedDemoMarket(knex, { ...options, secretKey: other });
    const endpoint = await knex('vendor_endpoints').first();
    expect(() =>
      createSecretBox(other).open(endpoint.sealed_secret, `vendor-endpoint|${endpoint.vendor_id}`),
    ).not.toThrow();
  });
});

describe('takesDemoMarket', () => {
  const foreign = { id: '11111111-1111-4111-8111-111111111111', name: 'Own', kinds: ['platform'] };

  it('is true for an empty database and where the demo is already, never for the market of somebody else', async () => {
    await knex.raw('truncate organizations, test_clocks, users cascade');
    expect(await takesDemoMarket(knex)).toBe(true);
    await seedDemoMarket(knex, options);
    await knex('organizations').insert(foreign);
    expect(await takesDemoMarket(knex)).toBe(true);
    await knex.raw('truncate organizations, test_clocks, users cascade');
    await knex('organizations').insert(foreign);
    expect(await takesDemoMarket(knex)).toBe(false);
  });
});

describe('the demo catalog', () => {
  const entriesOf = (level: string): readonly PriceListEntry[] =>
    priceLists.find((list) => list.level === level)!.entries;
  const prices = { wholesale: entriesOf('wholesale'), sellIn: entriesOf('sellIn'), sellOut: entriesOf('sellOut') };
  const components = plans.flatMap(({ id, components: own }) =>
    own.map((one): [string, string, Component] => [one.key, id, one]),
  );

  it.each(components)('has a price of %s at every level of the channel', (key, planId, { price }) => {
    const chain = priceChain(planId, key, price, prices);
    const first = (model: typeof price): number => rate(model, '1').round(20).toNumber();
    expect(first(chain.wholesale)).toBeCloseTo(first(price) * 1.1, 8);
    expect(first(chain.sellIn)).toBeCloseTo(first(price) * 1.155, 8);
    expect(first(chain.sellOut)).toBeGreaterThan(first(chain.sellIn));
  });
});
