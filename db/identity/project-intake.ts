import type { Knex } from 'knex';
import { rowsOf } from '../rows';

/** What is set of a project. */
export interface ProjectSettings {
  readonly name: string;
  readonly description: string;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
}

/** What of a project still runs. */
interface ProjectUse {
  readonly subscriptions: number;
  readonly orders: number;
}

/** Writes of projects; those of one that exists are made upon the revision that was looked at, or not at all. */
export interface ProjectIntake {
  /** @returns what stands against it: another one of this name that is not archived, or its organization is closed */
  create(
    project: ProjectSettings & { readonly id: string; readonly organizationId: string },
  ): Promise<{ readonly twinId: string } | 'organization-closed' | undefined>;
  /** @returns false when it has changed meanwhile, or is archived */
  change(id: string, rev: number, settings: ProjectSettings): Promise<boolean>;
  /** @returns false when it has changed meanwhile, or is archived; else what still runs: if any, it stays */
  archive(id: string, rev: number, now: string): Promise<ProjectUse | false>;
}

export const createProjectIntake = (knex: Knex): ProjectIntake => ({
  create: ({ id, organizationId, ...settings }) =>
    knex.transaction(async (trx) => {
      // Held until the end: projects of one organization are made one after the other, and it is not closed meanwhile.
      if ((await rowsOf(trx, openOrganization, [organizationId])).length === 0) return 'organization-closed';
      const [twin] = await rowsOf<{ readonly id: string }>(trx, twinOf, [organizationId, settings.name]);
      if (twin !== undefined) return { twinId: twin.id };
      await trx('projects').insert({ id, organization_id: organizationId, ...columnsOf(settings) });
      return undefined;
    }),
  change: async (id, rev, settings) => (await updateCurrent(knex, id, rev, columnsOf(settings))) === 1,
  archive: (id, rev, now) =>
    knex.transaction(async (trx) => {
      await rowsOf(trx, 'select id from projects where id = ? for update', [id]);
      const [use] = await rowsOf<ProjectUse>(trx, runningIn, { id });
      const { subscriptions, orders } = use ?? { subscriptions: 0, orders: 0 };
      const isIdle = subscriptions === 0 && orders === 0;
      const isDone = !isIdle || (await updateCurrent(trx, id, rev, { archived_at: now })) === 1;
      return isDone && { subscriptions, orders };
    }),
});

const openOrganization = 'select id from organizations where id = ? and closed_at is null for no key update';

const twinOf = `
  select id from projects where organization_id = ? and name = ? and archived_at is null order by id limit 1`;

const columnsOf = ({ name, description, startsOn, endsOn }: ProjectSettings) => ({
  ...{ name, description },
  ...{ starts_on: startsOn, ends_on: endsOn },
});

const updateCurrent = (knex: Knex, id: string, rev: number, fields: object): Promise<number> =>
  knex('projects')
    .where({ id, rev, archived_at: null })
    .update({ ...fields, rev: rev + 1 });

const runningIn = `
  select (
    select cast(count(*) as integer) from subscriptions s where s.project_id = :id and s.state not in ('terminated', 'failed')
  ) as "subscriptions", (
    select cast(count(*) as integer) from orders o
    where o.project_id = :id and o.state not in ('done', 'rejected', 'cancelled', 'expired', 'failed')
  ) as "orders"`;
