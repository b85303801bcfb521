import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { CatalogChange } from '../../domain/catalog/catalog-change';
import type { OfferingEntry } from '../../domain/catalog/catalog-file';
import type { CatalogPlan } from '../../domain/catalog/catalog-plan';
import { planCatalog } from '../../domain/catalog/catalog-plan';
import type { Surroundings } from '../../domain/catalog/surroundings';
import { checkSurroundings } from '../../domain/catalog/surroundings';
import type { OfferingDetails, PlanSettings, Visibility } from '../../domain/catalog/settings';
import { chosen, defaultOfferingDetails, defaultPlanSettings } from '../../domain/catalog/settings';
import { rowsOf } from '../rows';
import { categoriesAbove, readLock } from './stored-categories';
import type { KnownOffering } from './stored-offerings';
import { storedOfferings } from './stored-offerings';

interface CatalogImport {
  readonly vendorId: string;
  readonly file: readonly OfferingEntry[];
  readonly userId: string;
  readonly now: string;
  /** Only says what would be done. */
  readonly dryRun: boolean;
}

export interface CatalogIntake {
  /** All of it or, when something of it is refused, nothing. `undefined` when there is no such vendor. */
  import(request: CatalogImport): Promise<CatalogPlan | undefined>;
}

/** Two imports of one vendor follow each other, so that each plans from what the other has left. */
export const createCatalogIntake = (knex: Knex): CatalogIntake => ({
  import: ({ vendorId, file, userId, now, dryRun }) =>
    knex.transaction(async (trx) => {
      const vendors = await rowsOf(trx, lockVendor, [vendorId]);
      if (vendors.length === 0) return undefined;
      const stored = await storedOfferings(trx, { vendorId, keys: file.map(({ key }) => key), now });
      const plan = refusedToo(planCatalog(file, stored, now), checkSurroundings(file, await surroundingsOf(trx, file)));
      if (!dryRun && plan.refusals.length === 0 && plan.changes.length > 0) {
        await apply(trx, vendorId, stored, plan.changes);
        await rowsOf(trx, insertImport, [randomUUID(), vendorId, userId, now, JSON.stringify(plan.changes)]);
      }
      return plan;
    }),
});

const refusedToo = ({ changes, refusals }: CatalogPlan, others: CatalogPlan['refusals']): CatalogPlan => ({
  changes,
  refusals: [...refusals, ...others],
});

const surroundingsOf = async (trx: Knex.Transaction, file: readonly OfferingEntry[]): Promise<Surroundings> => {
  await rowsOf(trx, readLock);
  const namedBy = (visibility: Visibility): string[] =>
    file.flatMap((entry) => (entry.visibility === visibility ? entry.visibleTo : []));
  return {
    categories: await categoriesAbove(trx, [...new Set(file.map(({ category }) => category))]),
    groups: await knownNames(trx, 'organization_groups', 'key', namedBy('groups')),
    organizations: await knownNames(trx, 'organizations', 'id', namedBy('private')),
  };
};

/** Of some names those that a table has. Ids are compared as text: what is none is not there. */
const knownNames = async (
  trx: Knex.Transaction,
  table: 'organization_groups' | 'organizations',
  column: string,
  names: readonly string[],
): Promise<ReadonlySet<string>> => {
  const statement = `select cast(${column} as text) as name from ${table} where cast(${column} as text) = any (cast(? as text[]))`;
  const rows = names.length === 0 ? [] : await rowsOf<{ readonly name: string }>(trx, statement, [names]);
  return new Set(rows.map(({ name }) => name));
};

// What refers to the vendor, such as a purchase, does not wait for this lock.
const lockVendor = `select id from organizations where id = ? and 'vendor' = any (kinds) for no key update`;

const insertImport = `
  insert into catalog_imports (id, vendor_id, imported_by, imported_at, changes) values (?, ?, ?, ?, cast(? as jsonb))`;

/** One statement for each table, however much there is to write. */
const apply = async (
  trx: Knex.Transaction,
  vendorId: string,
  stored: readonly KnownOffering[],
  changes: readonly CatalogChange[],
): Promise<void> => {
  const ids = createIds(stored);
  const offerings = changes.flatMap((change) =>
    change.kind === 'create-offering' || change.kind === 'update-offering'
      ? [{ ...change.values, details: detailsOf(change.values), id: ids.ofOffering(change.offering), vendorId }]
      : [],
  );
  const plans = changes.flatMap((change) =>
    change.kind === 'create-plan' || change.kind === 'update-plan' || change.kind === 'remove-plan'
      ? [
          {
            ...change.values,
            settings: settingsOf(change.values),
            id: ids.ofPlan(change),
            offeringId: ids.ofOffering(change.offering),
          },
        ]
      : [],
  );
  const prices = changes.flatMap((change) =>
    change.kind === 'set-prices' ? [{ ...change.values, planId: ids.ofPlan(change) }] : [],
  );
  await rowsOf(trx, upsertOfferings, [JSON.stringify(offerings)]);
  await rowsOf(trx, upsertPlans, [JSON.stringify(plans)]);
  await rowsOf(trx, insertPrices, [JSON.stringify(prices)]);
};

const detailsOf = (values: OfferingDetails): Partial<OfferingDetails> => chosen(defaultOfferingDetails, values);
const settingsOf = (values: PlanSettings): Partial<PlanSettings> => chosen(defaultPlanSettings, values);

/** Ids of what is kept, and new ones for what is not. */
const createIds = (stored: readonly KnownOffering[]) => {
  const known = new Map<string, string>();
  const nameOf = (offering: string, plan?: string): string => JSON.stringify([offering, plan]);
  for (const { key, id, plans } of stored) {
    known.set(nameOf(key), id);
    for (const plan of plans) known.set(nameOf(key, plan.key), plan.id);
  }
  const idOf = (name: string): string => {
    const id = known.get(name) ?? randomUUID();
    known.set(name, id);
    return id;
  };
  return {
    ofOffering: (offering: string): string => idOf(nameOf(offering)),
    ofPlan: ({ offering, plan }: { readonly offering: string; readonly plan: string }): string =>
      idOf(nameOf(offering, plan)),
  };
};

// The key of what is kept under its id stays unwritten.
const upsertOfferings = `
  insert into offerings (id, vendor_id, key, name, description, category, plugin, state, details)
  select r.id, r."vendorId", r.key, r.name, r.description, r.category, r.plugin, r.state, r.details
  from jsonb_to_recordset(cast(? as jsonb)) as r (id uuid, "vendorId" uuid, key text, name text, description text,
    category text, plugin text, state text, details jsonb)
  on conflict (id) do update set name = excluded.name, description = excluded.description,
    category = excluded.category, plugin = excluded.plugin, state = excluded.state, details = excluded.details`;

const upsertPlans = `
  insert into plans (id, offering_id, key, name, currency, period_months, state, settings)
  select r.id, r."offeringId", r.key, r.name, r.currency, r."periodMonths", r.state, r.settings
  from jsonb_to_recordset(cast(? as jsonb)) as r (id uuid, "offeringId" uuid, key text, name text, currency text,
    "periodMonths" integer, state text, settings jsonb)
  on conflict (id) do update set name = excluded.name, currency = excluded.currency,
    period_months = excluded.period_months, state = excluded.state, settings = excluded.settings`;

const insertPrices = `
  insert into plan_prices (plan_id, version, valid_from, components)
  select r."planId", r.version, r."validFrom", r.components
  from jsonb_to_recordset(cast(? as jsonb)) as r ("planId" uuid, version integer, "validFrom" timestamptz, components jsonb)`;
