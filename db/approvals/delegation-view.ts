import type { Knex } from 'knex';
import type { Grant } from '../../domain/identity/permission';
import { preparedRows, rowsOf } from '../rows';

/** Somebody decides for somebody else, from one instant until before another. */
export interface Delegation {
  readonly id: string;
  readonly userId: string;
  readonly deputyId: string;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** Who is out of office, with the roles that a deputy decides by. */
export interface Represented {
  readonly userId: string;
  readonly grants: readonly Grant[];
}

export interface DelegationView {
  /** The latest first. */
  listOf(userId: string): Promise<readonly Delegation[]>;
  isUser(userId: string): Promise<boolean>;
  /** Whom a deputy stands in for at an instant. */
  representedBy(deputyId: string, at: string): Promise<readonly Represented[]>;
}

/** Most of a person that are told; older ones are over. */
const most = 100;

export const createDelegationView = (knex: Knex): DelegationView => ({
  listOf: (userId) =>
    rowsOf<Delegation>(
      knex,
      `select id, user_id as "userId", deputy_id as "deputyId", starts_at as "startsAt", ends_at as "endsAt"
       from delegations where user_id = ? order by starts_at desc, id limit ?`,
      [userId, most],
    ),
  isUser: async (userId) => (await rowsOf(knex, 'select id from users where id = ?', [userId])).length > 0,
  representedBy: (deputyId, at) => preparedRows<Represented>(knex, 'represented', represented, [deputyId, at, at]),
});

const represented = `
  select delegation.user_id as "userId",
    (select coalesce(jsonb_agg(jsonb_build_object('role', m.role, 'scope', m.scope, 'scopeId', m.scope_id)), '[]')
     from members m where m.user_id = delegation.user_id) as "grants"
  from (select distinct user_id from delegations where deputy_id = ? and starts_at <= ? and ends_at > ?) delegation`;
