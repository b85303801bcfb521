import type { Knex } from 'knex';
import type { Role } from '../../domain/identity/permission-table';
import { rowsOf } from '../rows';
import type { HeldOn } from './member-view';

interface Held extends HeldOn {
  readonly userId: string;
  readonly role: Role;
}

export interface MemberIntake {
  /** Gives a role; who has it keeps it as it is. */
  grant(held: Held & { readonly by: string; readonly now: string }): Promise<void>;
  /** @returns false when it would leave nobody with a role that has to stay with somebody: it stays then */
  revoke(held: Held & { readonly stays: boolean }): Promise<boolean>;
}

export const createMemberIntake = (knex: Knex): MemberIntake => ({
  grant: async ({ userId, role, scope, scopeId, by, now }) => {
    const member = { user_id: userId, role, scope, scope_id: scopeId, granted_by: by, granted_at: now };
    await knex('members').insert(member).onConflict(['user_id', 'role', 'scope', 'scope_id']).ignore();
  },
  revoke: ({ userId, role, scope, scopeId, stays }) =>
    knex.transaction(async (trx) => {
      // One at a time, so that two who go at once do not each count on the other.
      await rowsOf(trx, `select pg_advisory_xact_lock(hashtext('members'), hashtext(?))`, [scopeId ?? scope]);
      if (stays && (await rowsOf(trx, others, { userId, role, scope, scopeId })).length === 0) return false;
      await trx('members').where({ user_id: userId, role, scope, scope_id: scopeId }).delete();
      return true;
    }),
});

/** Somebody else with the role; or nobody has it to begin with. */
const others = `
  select 1 where not exists (
    select from members m where m.user_id = :userId and m.role = :role and m.scope = :scope
      and m.scope_id is not distinct from cast(:scopeId as uuid)
  ) or exists (
    select from members m where m.user_id <> :userId and m.role = :role and m.scope = :scope
      and m.scope_id is not distinct from cast(:scopeId as uuid)
  )`;
