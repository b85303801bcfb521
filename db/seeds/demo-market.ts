import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { SecretBox } from '../../platform/secrets';
import { createSecretBox, vendorEndpointContext } from '../../platform/secrets';
import { categories, offerings, plans, priceLists } from './demo-catalog';
import type { KeyEntry } from './demo-people';
import {
  createDemoKeys,
  crmVendorId,
  customerId,
  demoId,
  organizations,
  people,
  platformId,
  projectId,
  testClockId,
} from './demo-people';

/** Where the sandbox's clock begins. Fixed, so that the same story books the same everywhere. */
const clockStartsAt = '2026-12-01T09:00:00.000Z';
const pricesValidFrom = '2026-01-01T00:00:00.000Z';

export interface DemoMarketOptions {
  /** Seals the vendor's webhook secret: 32 bytes in base64. */
  readonly secretKey: string;
  /** Where the demo vendor listens for events. */
  readonly vendorUrl: string;
  /** Keys of an earlier loading; new ones by default. */
  readonly keys?: readonly KeyEntry[];
}

/**
 * Loads one small, coherent marketplace. What is there already stays as it is, except for keys and the address of the
 * vendor, which follow the options.
 */
export const seedDemoMarket = async (
  knex: Knex,
  { secretKey, vendorUrl, keys = createDemoKeys() }: DemoMarketOptions,
): Promise<readonly KeyEntry[]> => {
  await knex.transaction(async (trx) => {
    await insertIdentities(trx);
    await insertCatalog(trx);
    await insertPriceLists(trx);
    await followKeys(trx, keys);
    await followEndpoint(trx, vendorUrl, webhookSecretOf(keys), createSecretBox(secretKey));
  });
  return keys;
};

/** Whether the demo marketplace may be loaded: into an empty database, or where it is already. */
export const takesDemoMarket = async (knex: Knex): Promise<boolean> => {
  const known = await knex('organizations')
    .select('id')
    .orderByRaw('id = ? desc', [platformId])
    .first<{ id: string } | undefined>();
  return known === undefined || known.id === platformId;
};

const insertNew = async (trx: Knex, table: string, rows: readonly object[]): Promise<void> => {
  await trx(table)
    .insert([...rows])
    .onConflict()
    .ignore();
};

const insertIdentities = async (trx: Knex): Promise<void> => {
  const clock = { now: clockStartsAt, target: clockStartsAt, state: 'ready' };
  await insertNew(trx, 'test_clocks', [{ id: testClockId, name: 'Dolomite sandbox', ...clock }]);
  await insertNew(trx, 'organizations', organizations);
  await insertNew(trx, 'projects', [{ id: projectId, organization_id: customerId, name: 'Sales' }]);
  await insertNew(
    trx,
    'users',
    people.map(({ id, name }) => ({ id, name })),
  );
  await insertNew(
    trx,
    'members',
    people.flatMap(({ id, grants }) =>
      grants.map(({ role, scope, scopeId }) => ({ user_id: id, role, scope, scope_id: scopeId })),
    ),
  );
};

const insertCatalog = async (trx: Knex): Promise<void> => {
  await insertNew(trx, 'categories', categories);
  await insertNew(trx, 'offerings', offerings);
  await insertNew(
    trx,
    'plans',
    plans.map(({ id, offeringId, name, currency, periodMonths }) => ({
      id,
      offering_id: offeringId,
      name,
      currency,
      period_months: periodMonths,
    })),
  );
  await insertNew(
    trx,
    'plan_prices',
    plans.map(({ id, components }) => ({
      plan_id: id,
      version: 1,
      valid_from: pricesValidFrom,
      components: JSON.stringify(components),
    })),
  );
};

const insertPriceLists = async (trx: Knex): Promise<void> => {
  await insertNew(
    trx,
    'price_lists',
    priceLists.map(({ id, ownerId, level, name }) => ({ id, owner_id: ownerId, level, name })),
  );
  await insertNew(
    trx,
    'price_list_entries',
    priceLists.flatMap(({ id, entries }) =>
      entries.map(({ planId, ...entry }) => ({ price_list_id: id, plan_id: planId, ...entry })),
    ),
  );
};

const followKeys = async (trx: Knex, keys: readonly KeyEntry[]): Promise<void> => {
  const rows = people.flatMap(({ id, role }, at) => {
    const entry = keys.find((one) => one.role === role);
    if (entry === undefined) return [];
    const hash = createHash('sha256').update(entry.key).digest();
    return [{ id: demoId(201 + at), user_id: id, name: 'demo', prefix: entry.key.slice(0, 7), hash }];
  });
  await trx('api_keys').insert(rows).onConflict('id').merge(['prefix', 'hash']);
};

const webhookSecretOf = (keys: readonly KeyEntry[]): string => {
  const secret = keys.find(({ organizationId }) => organizationId === crmVendorId)?.webhookSecret;
  if (secret === undefined) throw new Error('the keys of the demo market hold no webhook secret');
  return secret;
};

const followEndpoint = async (trx: Knex, url: string, secret: string, secrets: SecretBox): Promise<void> => {
  const context = vendorEndpointContext(crmVendorId);
  const found = await trx('vendor_endpoints')
    .where({ vendor_id: crmVendorId })
    .first<{ url: string; sealed_secret: string } | undefined>();
  // A seal is different each time; the row changes only if what it says does.
  if (found?.url === url && opens(secrets, found.sealed_secret, context) === secret) return;
  await trx('vendor_endpoints')
    .insert({ vendor_id: crmVendorId, url, sealed_secret: secrets.seal(secret, context) })
    .onConflict('vendor_id')
    .merge();
};

const opens = (secrets: SecretBox, sealed: string, context: string): string | undefined => {
  try {
    return secrets.open(sealed, context);
  } catch {
    // Sealed with a key of another installation.
    return undefined;
  }
};
