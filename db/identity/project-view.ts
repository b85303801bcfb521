import type { Knex } from 'knex';
import type { ProjectTerm } from '../../domain/identity/project';
import type { Reach } from '../../domain/identity/permission';
import type { Page, PageRequest } from '../page';
import { createCursors, isId, isName, pageOf } from '../page';
import { columns, rowsOf } from '../rows';

export interface ProjectRecord extends ProjectTerm {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly description: string;
  /** Counts the changes, from 1. */
  readonly rev: number;
  /** Whose days count. */
  readonly zone: string;
  /** Where the test clock of its organization stands, if it lives on one. */
  readonly clockNow: string | null;
}

interface ProjectFilter {
  readonly organizationId?: string | undefined;
  readonly archived?: boolean | undefined;
}

export interface ProjectView {
  /** By name. */
  list(filter: ProjectFilter, reach: Reach, page: PageRequest): Promise<Page<ProjectRecord>>;
  find(projectId: string): Promise<ProjectRecord | undefined>;
}

const cursors = createCursors('projects', isName, isId);

export const createProjectView = (knex: Knex): ProjectView => ({
  list: async ({ organizationId, archived }, reach, { limit, cursor }) => {
    const conditions: Condition[] = [
      ...(reach.all ? [] : [[inReach, reach.organizationIds, reach.projectIds] as const]),
      ...(organizationId === undefined ? [] : [['p.organization_id = ?', organizationId] as const]),
      ...(archived === undefined ? [] : [[`p.archived_at is ${archived ? 'not ' : ''}null`] as const]),
      ...(cursor === null ? [] : [['(p.name, p.id) > (?, ?)', ...cursors.read(cursor)] as const]),
    ];
    const where = conditions.length === 0 ? '' : `where ${conditions.map(([sql]) => sql).join(' and ')}`;
    const rows = await rowsOf<ProjectRecord>(
      knex,
      `select ${record} ${source} ${where} order by p.name, p.id limit ?`,
      [...conditions.flatMap(([, ...values]) => values), limit + 1] as Parameters<typeof rowsOf>[2],
    );
    return pageOf(rows, limit, cursors, ({ name, id }) => [name, id]);
  },
  find: async (projectId) =>
    (await rowsOf<ProjectRecord>(knex, `select ${record} ${source} where p.id = ?`, [projectId]))[0],
});

type Condition = readonly [sql: string, ...values: (string | readonly string[])[]];

const inReach = '(p.organization_id = any (cast(? as uuid[])) or p.id = any (cast(? as uuid[])))';

const record = `${columns('p', ['id', 'organizationId', 'name', 'description', 'archivedAt', 'rev'])},
  cast(p.starts_on as text) as "startsOn", cast(p.ends_on as text) as "endsOn", o.zone as "zone", clock.now as "clockNow"`;
const source = `
  from projects p join organizations o on o.id = p.organization_id
  left join test_clocks clock on clock.id = o.test_clock_id`;
