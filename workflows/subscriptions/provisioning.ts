import * as wf from '@temporalio/workflow';
import type { RunOutcome } from '../../domain/syndication/run';
import { nextSubscriptionState } from '../../domain/subscriptions/subscription';
import { describe, needsAttention, say } from './details';
import type { Life } from './life';
import { activateSubscription, advanceSubscription, tellOrder } from './local-activities';

/** Has the resource made, and opens the first period at the instant of the vendor's report. */
export const provision = async (life: Life): Promise<void> => {
  const { s, clock, runs } = life;
  const at = clock.now();
  if (s.answers === 'by-report') {
    say(s, `Waits for the vendor to provision, since ${at}`);
    const step = life.steps.move('order-executing');
    await advanceSubscription({ ...step, type: 'subscription-provisioning', at, nextDueAt: null });
  } else {
    // The outcome comes with the call: the state in between would never be seen.
    s.state = nextSubscriptionState(s.state, 'order-executing');
  }
  await runs.begin('provision', at);
  const result = await ended(life);
  clock.see(result.at);
  runs.settle();
  await (result.result === 'succeeded' ? activate(life, result) : fail(life, result));
  s.provisioning = result;
  if (!life.isAsked) await tellOrder({ orderId: s.purchaseOrderId, ...result });
  if (result.result === 'failed') await compensate(life);
};

const activate = async ({ s, steps }: Life, { at, resourceRef }: RunOutcome): Promise<void> => {
  steps.isBooked(await activateSubscription({ ...steps.move('provisioned'), at, resourceRef }));
  describe(s, `In its first period, next turn ${s.nextDueAt ?? 'never'}`);
};

const fail = async ({ steps }: Life, { at, reason }: RunOutcome): Promise<void> => {
  const step = { ...steps.move('provisioning-failed'), type: 'subscription-failed', at, nextDueAt: null };
  await advanceSubscription({ ...step, failure: reason, endedAt: at });
};

// A create that failed may have left something behind: it is always followed by a removal (`product.md` §8).
const compensate = async (life: Life): Promise<void> => {
  const { s, clock, runs } = life;
  describe(s, 'Failed; waits for the vendor to remove what may be left');
  await runs.begin('terminate', clock.now());
  const { result } = await ended(life);
  s.syndication = null;
  if (result === 'failed') needsAttention();
  describe(s, result === 'failed' ? '**Needs attention**: the removal failed too' : 'Nothing is left at the vendor');
};

/** Waits for the end of the present run; nothing else is done meanwhile. */
const ended = async (life: Life): Promise<RunOutcome> => {
  const outcome = (): RunOutcome | null => life.runs.outcome();
  life.busy = false;
  await wf.condition(() => outcome() !== null);
  life.busy = true;
  return outcome() as RunOutcome;
};
