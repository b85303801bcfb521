import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { DomainError } from '../../domain/errors';
import { may } from '../../domain/identity/permission';
import { checkProjectOpen } from '../../domain/identity/project';
import type { Approver } from '../../domain/approvals/policy';
import { checkPending, nextOrderState } from '../../domain/orders/order';
import {
  answerApprovers,
  askBuyer,
  cancelOrder,
  decideOrder,
  orderWorkflowId,
  reassignOrder,
} from '../../workflows/orders/contract';
import type { DelegationReads } from '../approvals/reads';
import { customerScopes, permit, visible } from '../access';
import type { Caller } from '../auth';
import type { BusinessTime } from '../business-time';
import type { ProjectReads } from '../identity/reads';
import { RequestProblem } from '../request-problem';
import { isWorkflowGone } from '../temporal-failure';
import { createTurns } from '../turns';
import { updateOnce } from '../workflow-calls';
import { cancellationIdOf, decisionIdOf } from './identity';
import type { OrderReads, OrderRecord } from './reads';

export interface OrderDeskDeps {
  readonly orders: Pick<OrderReads, 'find'>;
  readonly projects: Pick<ProjectReads, 'find'>;
  readonly delegations: Pick<DelegationReads, 'representedBy'>;
  readonly client: Client;
  readonly businessTime: BusinessTime;
}

export interface DecisionRequest {
  readonly verdict: 'approve' | 'reject';
  readonly comment?: string | undefined;
  /** The caller's own id of the decision: sent again it does nothing new. */
  readonly id?: string | undefined;
}

/** Of one order; the server refuses more than ten at a time, and each has to be looked at by the same workflow. */
const actsAtOnce = 4;

/** What people do to an order that waits. */
export const createOrderDesk = ({ orders, projects, delegations, client, businessTime }: OrderDeskDeps) => {
  const seen = async (caller: Caller, orderId: string): Promise<OrderRecord> =>
    visible(caller, 'order.read', await orders.find(orderId), 'order-not-found');

  const approves = (caller: Caller, order: OrderRecord): boolean => may(caller, 'order.approve', customerScopes(order));

  /** The workflow has closed: the row says why nothing can be done any more. */
  const explain = async (orderId: string, check: (order: OrderRecord) => void): Promise<never> => {
    const order = await orders.find(orderId);
    if (order !== undefined) check(order);
    throw new RequestProblem('unavailable', 'the order cannot be reached', { headers: { 'retry-after': '5' } });
  };

  /** Nothing is bought outside of a project's days, however long ago it was ordered. */
  const checkProject = async ({ kind, state, projectId }: OrderRecord, at: string): Promise<void> => {
    if (kind !== 'purchase' || state !== 'pending-consumer') return;
    const project = await projects.find(projectId);
    if (project !== undefined) checkProjectOpen(project, at, project.zone);
  };

  const changed = async (orderId: string): Promise<OrderRecord> => {
    const order = await orders.find(orderId);
    if (order === undefined) throw new Error('an order that was changed is stored');
    return order;
  };

  const inTurn = createTurns(actsAtOnce);

  /** Who acts, when, and for whom else: whether the order asks that person, its workflow knows. */
  const actOf = async (caller: Caller, order: OrderRecord) => {
    if (caller.permissions?.includes('order.approve') === false)
      throw new DomainError('order-decision-forbidden', 'the key is not for order.approve');
    const at = await businessTime(order.testClockId);
    const standsInFor = await delegations.representedBy(caller.userId, at);
    return { by: caller.userId, grants: caller.grants, standsInFor, at };
  };

  const tell = async (order: OrderRecord, call: () => Promise<unknown>): Promise<OrderRecord> => {
    try {
      await inTurn(order.id, call);
    } catch (error) {
      if (!isWorkflowGone(error)) throw error;
      await explain(order.id, (ended) => checkPending(ended));
    }
    return changed(order.id);
  };

  return {
    decide: async (
      caller: Caller,
      orderId: string,
      { verdict, comment, id }: DecisionRequest,
    ): Promise<OrderRecord> => {
      const order = await seen(caller, orderId);
      const decisionId = decisionIdOf(caller.userId, id ?? randomUUID(), verdict);
      const { at: decidedAt, ...act } = await actOf(caller, order);
      if (verdict === 'approve') await checkProject(order, decidedAt);
      const decision = { ...act, decisionId, verdict, comment: comment ?? null, decidedAt };
      return tell(order, () =>
        updateOnce(client, orderWorkflowId(orderId), decideOrder, { updateId: decisionId, args: [decision] }),
      );
    },

    reassign: async (caller: Caller, orderId: string, to: readonly Approver[]): Promise<OrderRecord> => {
      const order = await seen(caller, orderId);
      const said = { ...(await actOf(caller, order)), to };
      return tell(order, () =>
        updateOnce(client, orderWorkflowId(orderId), reassignOrder, { updateId: randomUUID(), args: [said] }),
      );
    },

    ask: async (caller: Caller, orderId: string, text: string): Promise<OrderRecord> => {
      const order = await seen(caller, orderId);
      const said = { ...(await actOf(caller, order)), text };
      return tell(order, () =>
        updateOnce(client, orderWorkflowId(orderId), askBuyer, { updateId: randomUUID(), args: [said] }),
      );
    },

    answer: async (caller: Caller, orderId: string, text: string): Promise<OrderRecord> => {
      const order = await seen(caller, orderId);
      if (order.createdBy !== caller.userId) permit(caller, 'order.create', customerScopes(order));
      const said = { by: caller.userId, text, at: await businessTime(order.testClockId) };
      return tell(order, () =>
        updateOnce(client, orderWorkflowId(orderId), answerApprovers, { updateId: randomUUID(), args: [said] }),
      );
    },

    cancel: async (caller: Caller, orderId: string): Promise<OrderRecord> => {
      const order = await seen(caller, orderId);
      if (order.createdBy !== caller.userId && !approves(caller, order)) {
        throw new DomainError('forbidden', 'the creator cancels an order, or who may approve it', {
          permission: 'order.approve',
        });
      }
      const at = await businessTime(order.testClockId);
      try {
        await updateOnce(client, orderWorkflowId(orderId), cancelOrder, {
          updateId: cancellationIdOf(caller.userId),
          args: [{ by: caller.userId, at }],
        });
      } catch (error) {
        if (!isWorkflowGone(error)) throw error;
        await explain(orderId, (ended) => void nextOrderState(ended.state, 'cancelled'));
      }
      return changed(orderId);
    },
  };
};
