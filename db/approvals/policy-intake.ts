import { isDeepStrictEqual } from 'node:util';
import type { Knex } from 'knex';
import type { PolicyScope } from '../../domain/approvals/applying';
import type { ApprovalPolicy } from '../../domain/approvals/policy';
import { DomainError } from '../../domain/errors';
import { rowsOf } from '../rows';
import type { PolicyRecord } from './policy-view';
import { policyFields } from './policy-view';

interface PolicyChange {
  readonly id: string;
  readonly organizationId: string | null;
  readonly scope: PolicyScope;
  readonly scopeId: string | null;
  readonly isActive: boolean;
  readonly policy: ApprovalPolicy;
  /** The version that it was changed from, where the caller says so. */
  readonly from?: number | undefined;
  readonly userId: string;
  readonly now: string;
}

export interface PolicyIntake {
  /**
   * Keeps a policy, as a new version if anything in it differs.
   * @throws DomainError `approval-policy-changed`, `approval-policy-taken` when the scope has another active one
   */
  keep(change: PolicyChange): Promise<PolicyRecord>;
}

export const createPolicyIntake = (knex: Knex): PolicyIntake => ({
  keep: async (change) => {
    try {
      return await knex.transaction((trx) => keepIn(trx, change));
    } catch (error) {
      if (error instanceof Error && 'constraint' in error && error.constraint === 'approval_policies_one_per_scope')
        throw new DomainError('approval-policy-taken', 'another active policy is attached there');
      throw error;
    }
  },
});

const keepIn = async (trx: Knex, change: PolicyChange): Promise<PolicyRecord> => {
  const { id, organizationId, scope, scopeId, isActive, policy, from, userId, now } = change;
  await trx.raw(`select pg_advisory_xact_lock(hashtext('approval-policies'), hashtext(?))`, [id]);
  const [stored] = await rowsOf<PolicyRecord>(trx, one, [id]);
  checkSameOwner(stored, organizationId);
  if (from !== undefined && from !== (stored?.version ?? 0))
    throw new DomainError('approval-policy-changed', 'the policy has been changed meanwhile');
  if (stored !== undefined && isSame(stored, change)) return stored;
  const version = (stored?.version ?? 0) + 1;
  const row = { organization_id: organizationId, scope, scope_id: scopeId, is_active: isActive, version };
  await trx('approval_policies')
    .insert({ id, ...row })
    .onConflict('id')
    .merge(row);
  const said = { document: JSON.stringify(policy), created_by: userId, created_at: now };
  await trx('approval_policy_versions').insert({ policy_id: id, version, ...said });
  const [kept] = await rowsOf<PolicyRecord>(trx, one, [id]);
  if (kept === undefined) throw new Error('a policy that was kept is there');
  return kept;
};

const one = `select ${policyFields} where policy.id = ?`;

const checkSameOwner = (stored: PolicyRecord | undefined, organizationId: string | null): void => {
  if (stored !== undefined && stored.organizationId !== organizationId)
    throw new DomainError('approval-policy-not-found', 'there is no such approval policy');
};

const isSame = (stored: PolicyRecord, { scope, scopeId, isActive, policy }: PolicyChange): boolean =>
  stored.scope === scope &&
  stored.scopeId === scopeId &&
  stored.isActive === isActive &&
  isDeepStrictEqual(stored.policy, policy);
