import type { Knex } from 'knex';
import { rowsOf } from '../rows';
import type { Delegation } from './delegation-view';

export interface DelegationIntake {
  /** Keeps a delegation of the person; the same id changes it, and never one of somebody else. @returns false then */
  keep(delegation: Delegation): Promise<boolean>;
}

export const createDelegationIntake = (knex: Knex): DelegationIntake => ({
  keep: async ({ id, userId, deputyId, startsAt, endsAt }) => {
    const kept = await rowsOf(
      knex,
      `insert into delegations (id, user_id, deputy_id, starts_at, ends_at) values (?, ?, ?, ?, ?)
       on conflict (id) do update
       set deputy_id = excluded.deputy_id, starts_at = excluded.starts_at, ends_at = excluded.ends_at
       where delegations.user_id = excluded.user_id returning id`,
      [id, userId, deputyId, startsAt, endsAt],
    );
    return kept.length > 0;
  },
});
