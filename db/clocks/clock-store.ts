import type { Knex } from 'knex';
import { checkAdvance } from '../../domain/clocks/clock';
import { DomainError } from '../../domain/errors';

/** Everything on a clock that falls due first, and when. */
export interface DueObjects {
  readonly at: string;
  readonly orders: string[];
  readonly subscriptions: string[];
  readonly runs: string[];
  /** The subscriptions of these runs: what becomes of a run, its subscription has to act upon. */
  readonly concerned: string[];
}

export interface ClockStore {
  /** Marks the clock as advancing. A repeat of the same advance is harmless. */
  begin(advance: { readonly clockId: string; readonly to: string }): Promise<{ now: string; target: string }>;
  /** What falls due first, at `to` at the latest. */
  due(clockId: string, to: string): Promise<DueObjects | null>;
  /** A clock never goes back, even when something that fell due long ago has only now been noticed. */
  setNow(clockId: string, now: string): Promise<void>;
  finish(clockId: string, now: string): Promise<void>;
}

interface ClockRow {
  readonly id: string;
  readonly now: string;
  readonly target: string;
  readonly state: 'ready' | 'advancing';
}

export const createClockStore = (knex: Knex): ClockStore => ({
  begin: ({ clockId, to }) =>
    knex.transaction(async (trx) => {
      const clock = await trx<ClockRow>('test_clocks').where({ id: clockId }).forUpdate().first();
      if (clock === undefined) throw new DomainError('test-clock-not-found', 'there is no such test clock');
      if (clock.state === 'advancing' && clock.target === to) return { now: clock.now, target: clock.target };
      checkAdvance(clock, to);
      await trx('test_clocks').where({ id: clockId }).update({ state: 'advancing', target: to });
      return { now: clock.now, target: to };
    }),
  due: async (clockId, to) => {
    const { rows } = await knex.raw<{
      rows: { entity: 'orders' | 'subscriptions' | 'runs'; id: string; concerned: string | null; at: string }[];
    }>(dueFirst, { clockId, to });
    const [first] = rows;
    if (first === undefined) return null;
    const of = (entity: string): string[] => rows.filter((row) => row.entity === entity).map(({ id }) => id);
    const concerned = rows.flatMap((row) => (row.concerned === null ? [] : [row.concerned]));
    return { at: first.at, orders: of('orders'), subscriptions: of('subscriptions'), runs: of('runs'), concerned };
  },
  setNow: async (clockId, now) => {
    await knex('test_clocks').where({ id: clockId }).andWhere('now', '<', now).update({ now });
  },
  finish: async (clockId, now) => {
    await knex('test_clocks').where({ id: clockId }).update({ now, target: now, state: 'ready' });
  },
});

const dueFirst = `
  with due as (
    select 'orders' as entity, id, cast(null as uuid) as concerned, next_due_at as at
    from orders where test_clock_id = :clockId and next_due_at <= :to
    union all
    select 'subscriptions', id, null, next_due_at
    from subscriptions where test_clock_id = :clockId and next_due_at <= :to
    union all
    select 'runs', id, subscription_id, next_due_at
    from syndication_runs where test_clock_id = :clockId and next_due_at <= :to
  )
  select entity, id, concerned, at from due where at = (select min(at) from due)`;
