import type { Knex } from 'knex';
import type { InUse, OrganizationKind } from '../../domain/identity/organization';
import { isIdle } from '../../domain/identity/organization';
import { rowsOf } from '../rows';

/** What its own people set of an organization. */
export interface OrganizationSettings {
  readonly name: string;
  readonly zone: string;
  readonly invoicePrefix: string | null;
  readonly taxPercent: string | null;
}

interface NewOrganization extends OrganizationSettings {
  readonly id: string;
  readonly kinds: readonly OrganizationKind[];
  readonly parentId: string | null;
}

/** Writes of organizations; those of one that exists are made upon the revision that was looked at, or not at all. */
export interface OrganizationIntake {
  /** @returns what stands against it: another open one of this name in the same place, or what is above is closed */
  create(organization: NewOrganization): Promise<{ readonly twinId: string } | 'parent-closed' | undefined>;
  /** @returns false when it has changed meanwhile, or is closed */
  change(id: string, rev: number, settings: OrganizationSettings): Promise<boolean>;
  /** @returns false when it, or what is to be above it, has changed meanwhile; else what runs in it and below: if any, it stays */
  move(id: string, rev: number, parentId: string): Promise<InUse | false>;
  /** @returns false when it has changed meanwhile, or is closed; else what still runs: if any, it stays open */
  close(id: string, rev: number, now: string): Promise<InUse | false>;
}

/** Writes to the tree wait for each other, so that what one has looked at stays until it is done. */
export const createOrganizationIntake = (knex: Knex): OrganizationIntake => ({
  create: ({ id, kinds, parentId, ...settings }) =>
    knex.transaction(async (trx) => {
      await rowsOf(trx, treeLock);
      if (parentId !== null && (await rowsOf(trx, openOne, [parentId])).length === 0) return 'parent-closed';
      const [twin] = await rowsOf<{ readonly id: string }>(trx, twinOf, [settings.name, parentId]);
      if (twin !== undefined) return { twinId: twin.id };
      await trx('organizations').insert({ id, kinds, parent_id: parentId, ...columnsOf(settings) });
      return undefined;
    }),
  change: async (id, rev, settings) => (await updateOpen(knex, id, rev, { ...columnsOf(settings) })) === 1,
  move: (id, rev, parentId) =>
    knex.transaction(async (trx) => {
      await rowsOf(trx, treeLock);
      if ((await rowsOf(trx, openOne, [parentId])).length === 0) return false;
      const inUse = await inUseOf(trx, runningBelow, id);
      const isMoved = !isIdle(inUse) || (await updateOpen(trx, id, rev, { parent_id: parentId })) === 1;
      return isMoved && inUse;
    }),
  close: (id, rev, now) =>
    knex.transaction(async (trx) => {
      await rowsOf(trx, treeLock);
      const inUse = await inUseOf(trx, runningOf, id);
      const isClosed = !isIdle(inUse) || (await updateOpen(trx, id, rev, { closed_at: now })) === 1;
      return isClosed && inUse;
    }),
});

const treeLock = `select pg_advisory_xact_lock(hashtext('organizations'))`;

const openOne = 'select id from organizations where id = ? and closed_at is null';

const twinOf = `
  select id from organizations where name = ? and parent_id is not distinct from cast(? as uuid) and closed_at is null
  order by id limit 1`;

const columnsOf = ({ name, zone, invoicePrefix, taxPercent }: OrganizationSettings) => ({
  ...{ name, zone },
  ...{ invoice_prefix: invoicePrefix, tax_percent: taxPercent },
});

const updateOpen = (knex: Knex, id: string, rev: number, fields: object): Promise<number> =>
  knex('organizations')
    .where({ id, rev, closed_at: null })
    .update({ ...fields, rev: rev + 1 });

const inUseOf = async (trx: Knex, statement: string, id: string): Promise<InUse> => {
  const [inUse] = await rowsOf<InUse>(trx, statement, { id });
  return inUse ?? { subscriptions: 0, orders: 0, offerings: 0, organizations: 0 };
};

const openOrders = `o.state not in ('done', 'rejected', 'cancelled', 'expired', 'failed')`;
const running = `s.state not in ('terminated', 'failed')`;
const count = (from: string): string => `(select cast(count(*) as integer) from ${from})`;
const partyOf = (alias: string): string =>
  `(${['customer_id', 'vendor_id', 'distributor_id', 'reseller_id'].map((party) => `${alias}.${party} = :id`).join(' or ')})`;

/** What an organization has a part in. */
const runningOf = `
  select ${count(`subscriptions s where ${partyOf('s')} and ${running}`)} as "subscriptions",
    ${count(`orders o where ${partyOf('o')} and ${openOrders}`)} as "orders",
    ${count(`offerings f where f.vendor_id = :id and f.state in ('active', 'paused')`)} as "offerings",
    ${count(`organizations child where child.parent_id = :id and child.closed_at is null`)} as "organizations"`;

/** What was sold to an organization and those below it. */
const runningBelow = `
  with recursive below as (
    select id from organizations where id = :id
    union select o.id from organizations o join below on o.parent_id = below.id
  )
  select ${count(`subscriptions s join below on below.id = s.customer_id where ${running}`)} as "subscriptions",
    ${count(`orders o join below on below.id = o.customer_id where ${openOrders}`)} as "orders",
    0 as "offerings", 0 as "organizations"`;
