import type { Knex } from 'knex';
import type { AttachedPolicy } from '../../domain/approvals/applying';
import type { Reach } from '../../domain/identity/permission';
import type { Page, PageRequest } from '../page';
import { createCursors, isId, pageOf } from '../page';
import { preparedRows, rowsOf } from '../rows';

/** A policy as it is kept, in its present version. */
export interface PolicyRecord extends AttachedPolicy {
  readonly scopeId: string | null;
  readonly isActive: boolean;
  readonly createdBy: string;
  readonly createdAt: string;
}

/** What an order is about, as far as policies are attached to it. */
interface PolicyPlace {
  readonly customerId: string;
  readonly projectId: string;
  readonly offeringId: string;
  readonly planId: string;
}

export interface PolicyView {
  list(reach: Reach, page: PageRequest): Promise<Page<PolicyRecord>>;
  find(id: string): Promise<PolicyRecord | undefined>;
  /** True for what a policy of this owner may be attached to. */
  isThere(at: Pick<PolicyRecord, 'organizationId' | 'scope' | 'scopeId'>): Promise<boolean>;
  /** The active policies that are attached to anything that an order is about. */
  attachedTo(place: PolicyPlace): Promise<readonly AttachedPolicy[]>;
}

export const policyFields = `
  policy.id, policy.organization_id as "organizationId", policy.scope, policy.scope_id as "scopeId",
  policy.is_active as "isActive", policy.version, version.document as "policy", version.created_by as "createdBy",
  version.created_at as "createdAt"
  from approval_policies policy
  join approval_policy_versions version on version.policy_id = policy.id and version.version = policy.version`;

const cursors = createCursors('approval-policies', (text) => text === '', isId);

export const createPolicyView = (knex: Knex): PolicyView => ({
  list: async ({ all, organizationIds }, { limit, cursor }) => {
    const [, after = '00000000-0000-0000-0000-000000000000'] = cursor === null ? [] : cursors.read(cursor);
    const whose = all ? '' : 'and (policy.organization_id = any(cast(? as uuid[])) or policy.organization_id is null)';
    const rows = await rowsOf<PolicyRecord>(
      knex,
      `select ${policyFields} where policy.id > ? ${whose} order by policy.id limit ?`,
      [after, ...(all ? [] : [organizationIds]), limit + 1],
    );
    return pageOf(rows, limit, cursors, ({ id }) => ['', id]);
  },
  find: async (id) => (await rowsOf<PolicyRecord>(knex, `select ${policyFields} where policy.id = ?`, [id]))[0],
  isThere: async ({ organizationId, scope, scopeId }) => {
    if (scope === 'platform' || scopeId === null) return scope === 'platform';
    const values = scope === 'project' ? [scopeId, organizationId ?? ''] : [scopeId];
    return (await rowsOf(knex, placeOf[scope], values)).length > 0;
  },
  attachedTo: ({ customerId, projectId, offeringId, planId }) =>
    preparedRows<PolicyRecord>(knex, 'policies-of-order', attached, [
      customerId,
      customerId,
      projectId,
      offeringId,
      planId,
    ]),
});

const placeOf = {
  organization: 'select id from organizations where id = ?',
  project: 'select id from projects where id = ? and organization_id = cast(? as uuid)',
  offering: 'select id from offerings where id = ?',
  plan: 'select id from plans where id = ?',
} as const;

const attached = `
  select ${policyFields}
  where policy.is_active and (policy.organization_id = ? or policy.organization_id is null)
    and (policy.scope_id is null or policy.scope_id in (?, ?, ?, ?))`;
