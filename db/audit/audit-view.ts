import type { Knex } from 'knex';
import type { Reach } from '../../domain/identity/permission';
import type { Condition } from '../listing';
import { createListing } from '../listing';
import type { Page, PageRequest } from '../page';
import { columns, rowsOf } from '../rows';
import type { AuditEntry } from './audit-intake';

/** A row that a request changed directly, without its secrets. */
interface AuditChange {
  readonly object: string;
  readonly kind: 'insert' | 'update' | 'delete';
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

interface AuditFilter {
  readonly userId?: string | undefined;
  readonly organizationId?: string | undefined;
  readonly operationId?: string | undefined;
  readonly objectId?: string | undefined;
  readonly outcome?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface AuditView {
  /** Newest first. */
  list(filter: AuditFilter, reach: Reach, page: PageRequest): Promise<Page<AuditEntry>>;
  find(entryId: string): Promise<AuditEntry | undefined>;
  /** What a request changed, in order; of very many the first ones. */
  changesOf(entryId: string): Promise<readonly AuditChange[]>;
}

const recorded = columns('a', [
  ...['id', 'at', 'requestId', 'operationId', 'outcome', 'errorCode', 'userId', 'onBehalfOf', 'reason'],
  ...['organizationId', 'address', 'keyId', 'keyPrefix', 'issuer', 'objectIds'],
]);

export const createAuditView = (knex: Knex): AuditView => {
  const page = createListing<AuditEntry>(knex, {
    table: 'audit_entries',
    alias: 'a',
    columns: recorded,
    at: { column: 'at', field: 'at' },
    organizations: ['organization_id'],
    projects: [],
  });
  return {
    list: (filter, reach, request) => page(conditionsOf(filter), reach, request),
    find: async (entryId) =>
      (await rowsOf<AuditEntry>(knex, `select ${recorded} from audit_entries a where a.id = ?`, [entryId]))[0],
    changesOf: (entryId) => rowsOf<AuditChange>(knex, changes, [entryId]),
  };
};

const conditionsOf = ({
  userId,
  organizationId,
  operationId,
  objectId,
  outcome,
  from,
  to,
}: AuditFilter): Condition[] => [
  // Who acts as somebody else is found by either.
  ['? in (a.user_id, a.on_behalf_of)', userId],
  ['a.organization_id = ?', organizationId],
  ['a.operation_id = ?', operationId],
  ['a.object_ids @> array[cast(? as text)]', objectId],
  ['a.outcome = ?', outcome],
  ['a.at >= ?', from],
  ['a.at < ?', to],
];

const changes = `
  select ${columns('c', ['object', 'kind', 'before', 'after'])}
  from audit_changes c where c.entry_id = ? order by c.seq limit 1000`;
