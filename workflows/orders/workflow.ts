import * as wf from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders';
import { DomainError } from '../../domain/errors';
import type { OrderDecision, OrderEvent, OrderState } from '../../domain/orders/order';
import { checkDecision, firstOrderState, nextOrderState } from '../../domain/orders/order';
import type { PlacedOrder } from '../../domain/orders/placed-order';
import { quick } from '../activity-options';
import { createRunClock } from '../clock';
import { advanceClock } from '../clocks/contract';
import { searchAttributes } from '../search-attributes';
import type { CarryingOut, OrderAnswer } from './contract';
import { cancelOrder, decideOrder, orderCarriedOut, submitOrder } from './contract';

const { placeOrder } = wf.proxyLocalActivities<OrderActivities>({ ...quick, summary: 'store the order' });
const { advanceOrder } = wf.proxyLocalActivities<OrderActivities>({ ...quick, summary: 'record the order' });
const { carryOutOrder } = wf.proxyLocalActivities<OrderActivities>({
  ...quick,
  summary: 'hand over to the subscription',
});

/** A subscription whose answer takes longer than a call may last is asked again, less and less often. */
const askAgainMs = 5_000;
const askAgainMaxMs = 300_000;

/** One order from its placement to a final state: waits for people, then for its subscription to carry it out. */
export async function orderWorkflow(order: PlacedOrder): Promise<OrderState> {
  const clock = createRunClock({ testClockId: order.testClockId, now: order.placedAt });
  let state = firstOrderState(order.approvedByCreator);
  let rev = 1;
  let placed = false;
  let decidedBy: string | null = null;
  let carriedOut: CarryingOut | undefined;
  let refusal: unknown;
  const answer = (): OrderAnswer => ({ orderId: order.id, state, rev });
  const pending = (): boolean => state === 'pending-consumer';
  let moving = 0;
  // The deadline counts, not when its timer fires: a task that is done again after a crash may meet other messages with it.
  const seenState = (): OrderState =>
    pending() && order.deadlineAt !== null && clock.now() >= order.deadlineAt
      ? nextOrderState(state, 'deadline-passed')
      : state;

  // State moves before the write: of two messages in one task the second meets the new state. The write is tried until
  // it works; when an attempt of this task that was lost has stored another move, that one counts.
  const move = async (
    event: OrderEvent,
    at: string,
    actorId: string | null,
    more: Partial<Parameters<typeof advanceOrder>[0]> = {},
  ): Promise<boolean> => {
    state = nextOrderState(state, event);
    rev += 1;
    moving += 1;
    wf.upsertSearchAttributes([{ key: searchAttributes.orderState, value: state }]);
    describe(order, state, at);
    const change = { orderId: order.id, rev, state };
    // The row may be there before this run has heard that it is.
    await wf.condition(() => placed);
    const otherwise = await advanceOrder({
      ...change,
      type: `order-${event}`,
      at,
      actorId,
      nextDueAt: null,
      ...more,
    });
    moving -= 1;
    if (otherwise === null) return true;
    ({ state, rev } = otherwise);
    describe(order, state, at);
    wf.upsertSearchAttributes([{ key: searchAttributes.orderState, value: state }]);
    return false;
  };
  const mustHaveMoved = (hasMoved: boolean): void => {
    if (!hasMoved) throw new DomainError('order-decided', 'the order has been decided', { state });
  };

  wf.setHandler(
    submitOrder,
    async () => {
      await wf.condition(() => placed || refusal !== undefined);
      if (refusal !== undefined) throw refused(refusal);
      return answer();
    },
    {
      validator: ({ requestHash }: { readonly requestHash: string }): void => {
        if (requestHash !== order.requestHash) {
          throw new DomainError('idempotency-key-reused', 'this idempotency key came with another request');
        }
      },
    },
  );
  wf.setHandler(
    decideOrder,
    async (decision) => {
      clock.see(decision.decidedAt);
      decidedBy = decision.by;
      const event = decision.verdict === 'approve' ? 'approved' : 'rejected';
      mustHaveMoved(await move(event, decision.decidedAt, decision.by, { decision }));
      return answer();
    },
    {
      validator: (decision: OrderDecision): void =>
        checkDecision({ state: seenState(), decidedBy, createdBy: order.createdBy }, decision.by),
    },
  );
  wf.setHandler(
    cancelOrder,
    async ({ by, at }) => {
      clock.see(at);
      mustHaveMoved(await move('cancelled', at, by));
      return answer();
    },
    {
      validator: (_: { readonly by: string; readonly at: string }): void =>
        void nextOrderState(seenState(), 'cancelled'),
    },
  );
  wf.setHandler(orderCarriedOut, (result) => {
    carriedOut ??= result;
  });
  wf.setHandler(advanceClock, async ({ to }) => {
    clock.see(to);
    await wf.condition(() => seenState() === state && moving === 0);
  });

  try {
    await placeOrder({ order, state });
    placed = true;
  } catch (failure) {
    refusal = failure;
    await wf.condition(wf.allHandlersFinished);
    throw refused(failure);
  }
  describe(order, state, order.placedAt);

  await clock.wait(
    order.deadlineAt,
    () => !pending(),
    `decision by the customer, until ${order.deadlineAt ?? 'decided'}`,
  );
  if (pending()) await move('deadline-passed', clock.now(), null);

  // Nothing is carried out before the decision is stored.
  await wf.condition(() => moving === 0);
  if (isExecuting(state)) await finish(await carryOut(clock.now()));
  await wf.condition(wf.allHandlersFinished);
  return state;

  // What the subscription says, be it in its answer, be it later in a signal.
  async function carryOut(at: string): Promise<CarryingOut> {
    const said = (): CarryingOut | undefined => carriedOut;
    for (let pauseMs = askAgainMs; ; pauseMs = Math.min(pauseMs * 2, askAgainMaxMs)) {
      const handover = await carryOutOrder({ order, at });
      carriedOut ??= handover.carriedOut ?? undefined;
      if (said() === undefined && handover.isAsked)
        await wf.condition(() => said() !== undefined, pauseMs, { summary: 'asks the subscription again' });
      else await wf.condition(() => said() !== undefined);
      const result = said();
      if (result !== undefined) return result;
    }
  }

  async function finish(result: CarryingOut): Promise<void> {
    clock.see(result.at);
    const event = result.result === 'succeeded' ? 'carried-out' : 'carrying-out-failed';
    await move(event, result.at, null, { failure: result.reason });
  }
}

// TypeScript narrows a variable that handlers change; a function reads it anew.
const isExecuting = (state: OrderState): boolean => state === 'executing';

const refused = (failure: unknown): unknown =>
  failure instanceof wf.ActivityFailure && failure.cause instanceof wf.ApplicationFailure ? failure.cause : failure;

const describe = (order: PlacedOrder, state: OrderState, since: string): void => {
  const waiting: Partial<Record<OrderState, string>> = {
    'pending-consumer': `**Waits for** an approver of the customer since ${since}, until ${order.deadlineAt ?? 'decided'}`,
    executing: `**Waits for** subscription \`${order.subscriptionId}\` since ${since}`,
  };
  wf.setCurrentDetails(`**${state}** · ${order.kind} order\n\n${waiting[state] ?? `Ended ${since}`}`);
};
