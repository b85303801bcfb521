import * as wf from '@temporalio/workflow';
import { DomainError } from '../../domain/errors';
import type { OrderState } from '../../domain/orders/order';
import type { OrderRun } from '../../domain/orders/order-run';
import { firstOrderRun } from '../../domain/orders/order-run';
import type { PlacedOrder } from '../../domain/orders/placed-order';
import { createRunClock } from '../clock';
import { advanceClock } from '../clocks/contract';
import { answerOf, takeDecisions } from './approving';
import { finish } from './carrying-out';
import { orderCarriedOut, submitOrder } from './contract';
import { describe, reasonToWait } from './details';
import type { Life } from './life';
import { isPending } from './life';
import { placeOrder } from './local-activities';
import { dueOf, inTurn, isDue, passTime } from './steps';

/** A fresh run each so many steps of an approval keeps a replay short. */
const stepsPerRun = 24;

/**
 * One order from its placement to a final state: waits for people, then for its subscription to carry it out.
 * @param carried What a run before this one has led to.
 */
export async function orderWorkflow(order: PlacedOrder, carried?: OrderRun): Promise<OrderState> {
  const s = carried ?? firstOrderRun(order);
  const clock = createRunClock({ testClockId: order.testClockId, now: s.now });
  const placed = carried !== undefined;
  const life: Life = { order, s, clock, placed, refusal: undefined, busy: false, steps: 0, carriedOut: undefined };
  takeMessages(life);
  takeDecisions(life);

  if (!placed) await place(life);
  describe(order, s, s.now);
  if ((await waitForApproval(life)) === 'fresh') {
    return wf.continueAsNew<typeof orderWorkflow>(order, { ...s, now: clock.now() });
  }

  // Nothing is carried out before the decision is stored.
  await wf.condition(() => !life.busy);
  if (isExecuting(life)) await finish(life);
  await wf.condition(wf.allHandlersFinished);
  return s.state;
}

const takeMessages = (life: Life): void => {
  const { order, clock } = life;
  wf.setHandler(
    submitOrder,
    async () => {
      await wf.condition(() => life.placed || life.refusal !== undefined);
      if (life.refusal !== undefined) throw refused(life.refusal);
      return answerOf(life);
    },
    {
      validator: ({ requestHash }: { readonly requestHash: string }): void => {
        if (requestHash !== order.requestHash) {
          throw new DomainError('idempotency-key-reused', 'this idempotency key came with another request');
        }
      },
    },
  );
  wf.setHandler(orderCarriedOut, (result) => {
    life.carriedOut ??= result;
  });
  wf.setHandler(advanceClock, async ({ to }) => {
    clock.see(to);
    await wf.condition(() => !isDue(life) && !life.busy);
  });
};

const place = async (life: Life): Promise<void> => {
  try {
    await placeOrder({ order: life.order, state: life.s.state });
    life.placed = true;
  } catch (failure) {
    life.refusal = failure;
    await wf.condition(wf.allHandlersFinished);
    throw refused(failure);
  }
};

/** Reminds, escalates and gives up waiting as it falls due, until somebody has decided. */
const waitForApproval = async (life: Life): Promise<'over' | 'fresh'> => {
  const isSet = (due: string | null): boolean => isPending(life) && dueOf(life) === due;
  const wantsFreshRun = (): boolean =>
    (life.steps >= stepsPerRun || wf.workflowInfo().continueAsNewSuggested) &&
    wf.allHandlersFinished() &&
    isPending(life) &&
    !life.busy;
  while (isPending(life)) {
    if (wantsFreshRun()) return 'fresh';
    const due = dueOf(life);
    await life.clock.wait(due, () => !isSet(due) || wantsFreshRun(), reasonToWait(life.s, due));
    if (isDue(life)) await inTurn(life, () => passTime(life));
  }
  return 'over';
};

// TypeScript narrows a variable that handlers change; a function reads it anew.
const isExecuting = ({ s }: Life): boolean => s.state === 'executing';

const refused = (failure: unknown): unknown =>
  failure instanceof wf.ActivityFailure && failure.cause instanceof wf.ApplicationFailure ? failure.cause : failure;
