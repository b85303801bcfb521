import type { Ask } from '../../domain/approvals/asks';
import { changedAsks } from '../../domain/approvals/asks';
import type { ApprovalFact, ApprovalRun } from '../../domain/approvals/run';
import { endsByItselfAt } from '../../domain/approvals/silence';
import { firstApproval } from '../../domain/orders/approval';
import type { PlacedOrder } from '../../domain/orders/placed-order';

/** What a step of an order's approval writes beside the order's row. */
export interface ApprovalChange {
  readonly run: ApprovalRun;
  readonly facts: readonly ApprovalFact[];
  readonly asks: readonly Ask[];
}

/** What is written when an order begins to wait. */
export const firstChange = (order: PlacedOrder): ApprovalChange => {
  const { run, facts } = firstApproval(order);
  return { run, facts, asks: changedAsks(null, run, order.placedAt) };
};

export const approvalBindings = (change: ApprovalChange | undefined) => ({
  run: change === undefined ? null : JSON.stringify(change.run),
  deadlineAt: change === undefined ? null : endsByItselfAt(change.run),
  asks: JSON.stringify(change?.asks ?? []),
  facts: JSON.stringify(change?.facts ?? []),
  notBy: change?.run.createdBy ?? null,
});

/** The statement's further parts for the order that `moved` gives back: asks with their audiences, and facts. */
export const writeApproval = (moved: string, rev: string): string => `
  ask as (
    select ${moved}.id as order_id, cast(md5(concat(${moved}.id, '-', said.ask)) as uuid) as id, said.*
    from ${moved} cross join jsonb_to_recordset(cast(:asks as jsonb)) as said (ask integer, step integer, name text, state text,
      asked jsonb, audience jsonb, "notCreator" boolean, "askedAt" timestamptz, "dueAt" timestamptz, "closedAt" timestamptz, reminders integer,
      "hasQuestion" boolean, "givenBy" jsonb)
  ), asked as (
    insert into approvals (id, order_id, ask, step, name, state, asked, not_by, asked_at, due_at, closed_at, reminders, has_question, given_by)
    select id, order_id, ask, step, name, state, asked, case when "notCreator" then cast(:notBy as uuid) end, "askedAt", "dueAt", "closedAt", reminders, "hasQuestion", "givenBy"
    from ask
    on conflict (id) do update set state = excluded.state, due_at = coalesce(excluded.due_at, approvals.due_at), closed_at = excluded.closed_at,
      reminders = excluded.reminders, has_question = excluded.has_question, given_by = excluded.given_by
  ), heard as (
    insert into approval_audiences (approval_id, audience, asked_at)
    select ask.id, audience.key, ask."askedAt" from ask cross join jsonb_array_elements_text(ask.audience) as audience (key)
    where ask."closedAt" is null
    on conflict do nothing
  ), unheard as (
    delete from approval_audiences using ask
    where approval_audiences.approval_id = ask.id and ask."closedAt" is not null
  ), told as (
    insert into approval_facts (order_id, rev, position, fact)
    select ${moved}.id, ${rev}, told.position, told.fact
    from ${moved} cross join jsonb_array_elements(cast(:facts as jsonb)) with ordinality as told (fact, position)
    on conflict do nothing
  )`;
