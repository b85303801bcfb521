import type { Knex } from 'knex';
import type { Approver } from '../../domain/approvals/policy';
import type { ApprovalFact, ApprovalRun } from '../../domain/approvals/run';
import type { OrderKind } from '../../domain/orders/order';
import type { Page, PageRequest } from '../page';
import { createCursors, isId, isInstant, pageOf } from '../page';
import { rowsOf } from '../rows';

/** An open approval, as those who are asked find it. */
interface ApprovalRecord {
  readonly id: string;
  readonly orderId: string;
  readonly name: string;
  readonly asked: readonly Approver[];
  readonly askedAt: string;
  readonly dueAt: string | null;
  readonly reminders: number;
  readonly hasQuestion: boolean;
  readonly kind: OrderKind;
  readonly customerId: string;
  readonly projectId: string;
  readonly offeringId: string;
  readonly planId: string;
  readonly createdBy: string;
  readonly placedAt: string;
}

/** What is known of the approval of an order. */
export interface ApprovalHistory {
  readonly run: ApprovalRun | null;
  readonly facts: readonly ApprovalFact[];
}

export interface ApprovalView {
  /** What people are asked who have any of these keys, the oldest first; not what `userId` may not decide, or has. */
  inbox(keys: readonly string[], userId: string, page: PageRequest): Promise<Page<ApprovalRecord>>;
  historyOf(orderId: string): Promise<ApprovalHistory>;
}

const cursors = createCursors('approvals', isInstant, isId);

export const createApprovalView = (knex: Knex): ApprovalView => ({
  inbox: async (keys, userId, { limit, cursor }) => {
    const after = cursor === null ? [] : cursors.read(cursor);
    const branch = branchOf(after.length > 0);
    const branches = keys.map(() => branch).join(' union ');
    const values = keys.flatMap((key) => [key, ...after, userId, JSON.stringify(userId), limit + 1]);
    const rows = await rowsOf<ApprovalRecord>(knex, pageAmong(branches), [...values, limit + 1]);
    return pageOf(rows, limit, cursors, ({ askedAt, id }) => [askedAt, id]);
  },
  historyOf: async (orderId) => {
    const [order] = await rowsOf<{ run: ApprovalRun | null }>(knex, runOf, [orderId]);
    const facts = await rowsOf<{ fact: ApprovalFact }>(knex, factsOf, [orderId]);
    return { run: order?.run ?? null, facts: facts.map(({ fact }) => fact) };
  },
});

/** The next of one key, read from its index in the order of the list. */
const branchOf = (isContinued: boolean): string => `
  (select heard.asked_at, heard.approval_id
   from approval_audiences heard join approvals approval on approval.id = heard.approval_id
   where heard.audience = ? ${isContinued ? 'and (heard.asked_at, heard.approval_id) > (?, ?)' : ''}
     and approval.not_by is distinct from cast(? as uuid) and not approval.given_by @> cast(? as jsonb)
   order by heard.asked_at, heard.approval_id limit ?)`;

const pageAmong = (branches: string): string => `
  select approval.id, approval.order_id as "orderId", approval.name, approval.asked, approval.asked_at as "askedAt",
    approval.due_at as "dueAt", approval.reminders, approval.has_question as "hasQuestion", o.kind, o.customer_id as "customerId",
    o.project_id as "projectId", o.offering_id as "offeringId", o.plan_id as "planId", o.created_by as "createdBy",
    o.placed_at as "placedAt"
  from (select * from (${branches}) heard order by asked_at, approval_id limit ?) page
  join approvals approval on approval.id = page.approval_id join orders o on o.id = approval.order_id
  order by approval.asked_at, approval.id`;

const runOf = `select approval_run as "run" from orders where id = ?`;
const factsOf = `select fact from approval_facts where order_id = ? order by rev, position`;
