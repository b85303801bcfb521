import * as wf from '@temporalio/workflow';
import type { SubscriptionActivities } from '../../activities/subscriptions';
import type { Booked, SubscriptionStanding } from '../../activities/subscriptions';
import type { SubscriptionRun } from '../../domain/subscriptions/subscription-run';
import type { SubscriptionEvent, SubscriptionState } from '../../domain/subscriptions/subscription';
import {
  checkTerminable,
  isFinalSubscriptionState,
  nextSubscriptionState,
} from '../../domain/subscriptions/subscription';
import type { RunOutcome, RunVerb } from '../../domain/syndication/run';
import type { RunStart } from '../../domain/syndication/run-start';
import { quick } from '../activity-options';
import { createRunClock } from '../clock';
import { advanceClock } from '../clocks/contract';
import { searchAttributes } from '../search-attributes';
import { provisioned, runEnded, terminateSubscription } from './contract';

const { advanceSubscription } = wf.proxyLocalActivities<SubscriptionActivities>({
  ...quick,
  summary: 'record the subscription',
});
const { startRun } = wf.proxyLocalActivities<SubscriptionActivities>({
  ...quick,
  summary: 'start the syndication run',
});
const { activateSubscription } = wf.proxyLocalActivities<SubscriptionActivities>({
  ...quick,
  summary: 'open the first period and invoice it',
});
const { turnPeriod } = wf.proxyLocalActivities<SubscriptionActivities>({
  ...quick,
  summary: 'close the period, open the next, invoice',
});
const { endSubscription } = wf.proxyLocalActivities<SubscriptionActivities>({
  ...quick,
  summary: 'bill arrears and end',
});
const { tellOrder } = wf.proxyLocalActivities<SubscriptionActivities>({ ...quick, summary: 'tell the order' });

/** A fresh run each so many periods keeps a replay short. */
const turnsPerRun = 24;

/** A plugin that answers at once is asked again after this long, should its answer have been lost. */
const askAgainMs = 5_000;

/** One subscription for its whole life: provision, period after period, end. */
export async function subscriptionWorkflow(s: SubscriptionRun): Promise<SubscriptionState> {
  const clock = createRunClock(s);
  let turns = 0;
  let busy = true;
  let isAsked = false;
  const ended = (): boolean => isFinalSubscriptionState(s.state);
  const isDue = (): boolean => s.nextDueAt !== null && clock.now() >= s.nextDueAt;
  const mustTerminate = (): boolean => s.termination !== null && s.state === 'active';
  const isSettled = (): boolean => s.syndication === null || s.outcome === null;
  const outcome = (): RunOutcome | null => s.outcome;
  const provisioning = (): RunOutcome => s.provisioning as RunOutcome;

  const move = (event: SubscriptionEvent): { subscriptionId: string; rev: number; state: SubscriptionState } => {
    s.state = nextSubscriptionState(s.state, event);
    return next();
  };
  const next = (): { subscriptionId: string; rev: number; state: SubscriptionState } => {
    s.rev += 1;
    return { subscriptionId: s.id, rev: s.rev, state: s.state };
  };
  // Where an attempt of a task that was lost has stored another step, that one counts, and it is decided anew from there.
  const isStored = (otherwise: SubscriptionStanding | null): boolean => {
    if (otherwise !== null) Object.assign(s, otherwise);
    return otherwise === null;
  };
  const isBooked = ({ nextDueAt, otherwise }: Booked): boolean => {
    if (otherwise === null) s.nextDueAt = nextDueAt;
    return isStored(otherwise);
  };

  wf.setHandler(
    terminateSubscription,
    ({ orderId, at }) => {
      clock.see(at);
      s.termination ??= { orderId, at };
      return { state: s.state, rev: s.rev };
    },
    {
      validator: ({ orderId }: { readonly orderId: string; readonly at: string }): void => {
        if (s.termination?.orderId !== orderId) checkTerminable(s.state);
      },
    },
  );
  wf.setHandler(provisioned, async () => {
    isAsked = true;
    await wf.condition(() => s.provisioning !== null);
    return provisioning();
  });
  // A run may end before the call that starts it has answered, and a task that is done again hears of the end first.
  const early = new Map<string, RunOutcome>();
  wf.setHandler(runEnded, ({ runId, outcome: result }) => {
    if (runId === s.syndication?.runId) s.outcome ??= result;
    else early.set(runId, result);
  });
  wf.setHandler(advanceClock, async ({ to }) => {
    clock.see(to);
    await wf.condition(() => !busy && !isDue() && isSettled());
  });

  const begin = async (run: RunStart): Promise<void> => {
    const answer = await startRun(run);
    // Not `??=` on the call: that looks before it waits.
    s.outcome = outcome() ?? answer;
  };

  const syndicate = async (verb: RunVerb, at: string): Promise<void> => {
    const runId = wf.uuid4();
    s.syndication = { runId, verb };
    s.outcome = early.get(runId) ?? null;
    const { id: subscriptionId, customerId, vendorId, offeringId, plugin, answers, testClockId } = s;
    const run = {
      runId,
      verb,
      subscriptionId,
      customerId,
      vendorId,
      offeringId,
      plugin,
      answers,
      testClockId,
      startedAt: at,
    };
    await begin(run);
    while (answers === 'at-once' && outcome() === null) {
      await wf.condition(() => outcome() !== null, askAgainMs, { summary: `answer of plugin ${plugin}` });
      if (outcome() === null) await begin(run);
    }
  };

  const provision = async (): Promise<void> => {
    const at = clock.now();
    if (s.answers === 'by-report') {
      wf.setCurrentDetails(`**${s.state}** · plugin ${s.plugin}\n\nWaits for the vendor to provision, since ${at}`);
      await advanceSubscription({ ...move('order-executing'), type: 'subscription-provisioning', at, nextDueAt: null });
    } else {
      // The outcome comes with the call: the state in between would never be seen.
      s.state = nextSubscriptionState(s.state, 'order-executing');
    }
    await syndicate('provision', at);
    busy = false;
    await wf.condition(() => outcome() !== null);
    busy = true;
    await settleProvisioning(outcome());
  };

  const settleProvisioning = async (result: RunOutcome | null): Promise<void> => {
    if (result === null) return;
    clock.see(result.at);
    s.syndication = s.outcome = null;
    if (result.result === 'succeeded') {
      const step = { ...move('provisioned'), at: result.at, resourceRef: result.resourceRef };
      isBooked(await activateSubscription(step));
      describe(s, `In its first period, next turn ${s.nextDueAt ?? 'never'}`);
    } else {
      const step = move('provisioning-failed');
      await advanceSubscription({
        ...step,
        type: 'subscription-failed',
        at: result.at,
        nextDueAt: null,
        failure: result.reason,
        endedAt: result.at,
      });
    }
    s.provisioning = result;
    if (!isAsked) await tellOrder({ orderId: s.purchaseOrderId, ...result });
    if (result.result === 'failed') await compensate();
  };

  // A create that failed may have left something behind: it is always followed by a removal (`product.md` §8).
  const compensate = async (): Promise<void> => {
    describe(s, 'Failed; waits for the vendor to remove what may be left');
    await syndicate('terminate', clock.now());
    busy = false;
    await wf.condition(() => outcome() !== null);
    busy = true;
    s.syndication = null;
    if (outcome()?.result === 'failed')
      wf.upsertSearchAttributes([{ key: searchAttributes.needsAttention, value: true }]);
    describe(
      s,
      outcome()?.result === 'failed' ? '**Needs attention**: the removal failed too' : 'Nothing is left at the vendor',
    );
  };

  const beginTermination = async (): Promise<void> => {
    const at = clock.now();
    const step = move('termination-ordered');
    isStored(await advanceSubscription({ ...step, type: 'subscription-terminating', at, nextDueAt: s.nextDueAt }));
  };

  const removeResource = async (): Promise<void> => {
    const at = clock.now();
    describe(s, `Waits for the vendor to remove the resource, since ${at}`);
    await syndicate('terminate', at);
  };

  const settleTermination = async (result: RunOutcome): Promise<void> => {
    clock.see(result.at);
    const isSettledSo =
      result.result === 'succeeded'
        ? isBooked(await endSubscription({ ...move('deprovisioned'), at: result.at }))
        : isStored(await keepSubscription(result));
    // What else is stored comes first; the outcome is settled after it, unless that was the end.
    if (!isSettledSo && !ended()) return;
    const orderId = s.termination?.orderId;
    s.syndication = s.outcome = s.termination = null;
    describe(s, ended() ? `Ended ${result.at}` : `Runs on: ${result.reason ?? 'not removed'}`);
    const end = ended() ? ({ result: 'succeeded', reason: null } as const) : result;
    if (orderId !== undefined) await tellOrder({ orderId, at: result.at, result: end.result, reason: end.reason });
  };

  const keepSubscription = (result: RunOutcome): Promise<SubscriptionStanding | null> => {
    const step = move('deprovisioning-failed');
    const type = 'subscription-termination-failed';
    return advanceSubscription({ ...step, type, at: result.at, nextDueAt: s.nextDueAt });
  };

  const turn = async (dueAt: string): Promise<void> => {
    turns += 1;
    isBooked(await turnPeriod({ ...next(), at: dueAt, renews: s.state === 'active' }));
    describe(s, `Next period turn ${s.nextDueAt ?? 'never'}`);
  };

  // What came first is done first: the end of a period that was over when the vendor reported, or when the order came.
  const comesFirst = (at: string): boolean => s.nextDueAt === null || at < s.nextDueAt;
  const step = async (): Promise<boolean> => {
    const result = s.state === 'terminating' ? outcome() : null;
    if (result !== null && comesFirst(result.at)) await settleTermination(result);
    else if (s.state === 'terminating' && s.syndication === null) await removeResource();
    else if (mustTerminate() && comesFirst(s.termination?.at ?? '')) await beginTermination();
    else if (s.nextDueAt !== null && (isDue() || result !== null || mustTerminate())) await turn(s.nextDueAt);
    else return false;
    return true;
  };
  const hasWork = (): boolean => isDue() || mustTerminate() || (s.state === 'terminating' && outcome() !== null);
  // A handler that waits for a turn must not be left behind.
  const wantsFreshRun = (): boolean =>
    (turns >= turnsPerRun || wf.workflowInfo().continueAsNewSuggested) && wf.allHandlersFinished();

  if (s.state === 'pending') await provision();
  while (!ended()) {
    if (await step()) continue;
    busy = false;
    if (wantsFreshRun()) break;
    const due = s.nextDueAt;
    await clock.wait(due, () => hasWork() || wantsFreshRun(), `period turn due ${due ?? 'never'}`);
    busy = true;
  }
  busy = false;
  if (!ended()) return wf.continueAsNew<typeof subscriptionWorkflow>(s);
  await wf.condition(wf.allHandlersFinished);
  return s.state;
}

const describe = (s: SubscriptionRun, now: string): void => {
  wf.upsertSearchAttributes([
    { key: searchAttributes.subscriptionState, value: s.state },
    { key: searchAttributes.nextDueAt, value: s.nextDueAt === null ? null : new Date(s.nextDueAt) },
  ]);
  wf.setCurrentDetails(`**${s.state}** · plugin ${s.plugin}\n\n${now}`);
};
