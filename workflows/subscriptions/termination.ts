import type { SubscriptionStanding } from '../../activities/subscriptions';
import type { RunOutcome } from '../../domain/syndication/run';
import { isFinalSubscriptionState } from '../../domain/subscriptions/subscription';
import { describe } from './details';
import type { Life } from './life';
import { advanceSubscription, endSubscription, tellOrder } from './local-activities';

export const beginTermination = async ({ s, clock, steps }: Life): Promise<void> => {
  const at = clock.now();
  const step = { ...steps.move('termination-ordered'), type: 'subscription-terminating', at, nextDueAt: s.nextDueAt };
  steps.isStored(await advanceSubscription(step));
};

export const removeResource = async ({ s, clock, runs }: Life): Promise<void> => {
  const at = clock.now();
  describe(s, `Waits for the vendor to remove the resource, since ${at}`);
  await runs.begin('terminate', at);
};

/** Ends the subscription at the instant of the vendor's report, or lets it run on when the vendor could not remove it. */
export const settleTermination = async (life: Life, result: RunOutcome): Promise<void> => {
  const { s, clock, steps, runs } = life;
  clock.see(result.at);
  const isSettledSo =
    result.result === 'succeeded'
      ? steps.isBooked(await endSubscription({ ...steps.move('deprovisioned'), at: result.at }))
      : steps.isStored(await keep(life, result));
  const isOver = isFinalSubscriptionState(s.state);
  // What else is stored comes first; the outcome is settled after it, unless that was the end.
  if (!isSettledSo && !isOver) return;
  const orderId = s.termination?.orderId;
  runs.settle();
  s.termination = null;
  describe(s, isOver ? `Ended ${result.at}` : `Runs on: ${result.reason ?? 'not removed'}`);
  const end = isOver ? ({ result: 'succeeded', reason: null } as const) : result;
  if (orderId !== undefined) await tellOrder({ orderId, at: result.at, result: end.result, reason: end.reason });
};

const keep = ({ s, steps }: Life, { at }: RunOutcome): Promise<SubscriptionStanding | null> => {
  const step = steps.move('deprovisioning-failed');
  return advanceSubscription({ ...step, type: 'subscription-termination-failed', at, nextDueAt: s.nextDueAt });
};
