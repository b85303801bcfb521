import type { SubscriptionStanding } from '../../activities/subscriptions';
import type { RunOutcome } from '../../domain/syndication/run';
import { isFinalSubscriptionState } from '../../domain/subscriptions/subscription';
import type { SubscriptionRun } from '../../domain/subscriptions/subscription-run';
import { later } from '../clock';
import { describe, needsAttention } from './details';
import type { Life } from './life';
import { advanceSubscription, endAtWindow, endSubscription, tellOrder } from './local-activities';

/** Where its vendor could not remove what has ended by itself, it is asked again after this long. */
const removeAgainMs = 86_400_000;

export const beginTermination = async ({ s, steps }: Life, at: string): Promise<void> => {
  const step = { ...steps.move('termination-ordered'), type: 'subscription-terminating', at, nextDueAt: s.nextDueAt };
  steps.isStored(await advanceSubscription(step));
};

/** Carries out an order to let it end with its order window: from now on it is not renewed. */
export const scheduleEnd = async ({ s, steps }: Life): Promise<void> => {
  const { ending } = s;
  if (!ending) return;
  const { orderId, at } = ending;
  if (!steps.isBooked(await endAtWindow({ ...steps.next(), at }))) return;
  s.ending = null;
  describe(s, `Ends ${s.endsAt ?? 'never'}, next period turn ${s.nextDueAt ?? 'never'}`);
  await tellOrder({ orderId, at, result: 'succeeded', reason: null });
};

/** True when what is due next is the end itself, or a further attempt at it. */
export const isEndDue = ({ nextDueAt, endsAt = null }: SubscriptionRun): boolean =>
  nextDueAt !== null && endsAt !== null && nextDueAt >= endsAt;

/** Ends what does not renew, as an order would. While it is being terminated already, its period turns no more. */
export const endByItself = async (life: Life, dueAt: string): Promise<void> => {
  const { s, steps } = life;
  s.nextDueAt = null;
  if (s.state === 'active') return beginTermination(life, dueAt);
  const step = { ...steps.next(), type: 'subscription-expired', at: dueAt, nextDueAt: null };
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
      ? steps.isBooked(await endSubscription({ ...steps.move('deprovisioned'), ...endOf(s, result) }))
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

/** Nothing is charged after the end, however long the vendor takes to remove what is left. */
const endOf = ({ endsAt = null, termination }: SubscriptionRun, { at }: RunOutcome) => ({
  at,
  ...(endsAt !== null && at > endsAt ? { until: endsAt } : {}),
  ...(termination === null ? {} : { orderedAt: termination.at }),
});

const keep = ({ s, steps }: Life, { at }: RunOutcome): Promise<SubscriptionStanding | null> => {
  const step = steps.move('deprovisioning-failed');
  const { endsAt = null } = s;
  if (endsAt !== null && s.nextDueAt === null) {
    s.nextDueAt = later(at, removeAgainMs);
    needsAttention();
  }
  return advanceSubscription({ ...step, type: 'subscription-termination-failed', at, nextDueAt: s.nextDueAt });
};
