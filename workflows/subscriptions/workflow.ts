import * as wf from '@temporalio/workflow';
import { checkEarlyEnd, checkGoesOn } from '../../domain/subscriptions/bound';
import type { SubscriptionState } from '../../domain/subscriptions/subscription';
import { checkTerminable, isFinalSubscriptionState } from '../../domain/subscriptions/subscription';
import type { SubscriptionRun } from '../../domain/subscriptions/subscription-run';
import type { RunOutcome } from '../../domain/syndication/run';
import { createRunClock } from '../clock';
import { advanceClock } from '../clocks/contract';
import type { OrderedTermination } from './contract';
import { provisioned, terminateSubscription } from './contract';
import { describe } from './details';
import type { Life } from './life';
import { turnPeriod } from './local-activities';
import { provision } from './provisioning';
import { createRuns } from './runs';
import { createSteps } from './steps';
import { beginTermination, endByItself, isEndDue, removeResource, scheduleEnd, settleTermination } from './termination';

/** A fresh run each so many periods keeps a replay short. */
const turnsPerRun = 24;

/** One subscription for its whole life: provision, period after period, end. */
export async function subscriptionWorkflow(s: SubscriptionRun): Promise<SubscriptionState> {
  const clock = createRunClock(s);
  const life: Life = { s, clock, steps: createSteps(s), runs: createRuns(s), busy: true, isAsked: false };
  let turns = 0;
  const ended = (): boolean => isFinalSubscriptionState(s.state);
  const isDue = (): boolean => s.nextDueAt !== null && clock.now() >= s.nextDueAt;
  const mustTerminate = (): boolean => s.termination !== null && s.state === 'active';
  const toSchedule = (): SubscriptionRun['ending'] => (s.state === 'active' ? s.ending : null);

  wf.setHandler(
    terminateSubscription,
    ({ orderId, at, atWindowEnd = false }) => {
      clock.see(at);
      if (atWindowEnd) s.ending ??= { orderId, at };
      else s.termination ??= { orderId, at };
      return { state: s.state, rev: s.rev };
    },
    {
      validator: ({ orderId, at, mayLeaveEarly = false, atWindowEnd = false }: OrderedTermination): void => {
        if ([s.termination?.orderId, s.ending?.orderId].includes(orderId)) return;
        checkTerminable(s.state);
        if (atWindowEnd) checkGoesOn(s);
        else checkEarlyEnd(s.boundUntil, at, mayLeaveEarly);
      },
    },
  );
  wf.setHandler(provisioned, async () => {
    life.isAsked = true;
    await wf.condition(() => s.provisioning !== null);
    return s.provisioning as RunOutcome;
  });
  wf.setHandler(advanceClock, async ({ to }) => {
    clock.see(to);
    await wf.condition(() => !life.busy && !isDue() && life.runs.isSettled());
  });

  const turn = async (dueAt: string): Promise<void> => {
    turns += 1;
    life.steps.isBooked(await turnPeriod({ ...life.steps.next(), at: dueAt, renews: s.state === 'active' }));
    describe(s, `Next period turn ${s.nextDueAt ?? 'never'}`);
  };

  // What came first is done first: the end of a period that was over when the vendor reported, or when the order came.
  const comesFirst = (at: string): boolean => s.nextDueAt === null || at < s.nextDueAt;
  const step = async (): Promise<boolean> => {
    const result = s.state === 'terminating' ? life.runs.outcome() : null;
    if (result !== null && comesFirst(result.at)) await settleTermination(life, result);
    else if (s.state === 'terminating' && s.syndication === null) await removeResource(life);
    else if (mustTerminate() && comesFirst(s.termination?.at ?? '')) await beginTermination(life, clock.now());
    else if (toSchedule() && comesFirst(s.ending?.at ?? '')) await scheduleEnd(life);
    else if (s.nextDueAt !== null && (isDue() || result !== null || mustTerminate() || toSchedule()))
      await (isEndDue(s) ? endByItself(life, s.nextDueAt) : turn(s.nextDueAt));
    else return false;
    return true;
  };
  const hasWork = (): boolean =>
    isDue() || mustTerminate() || Boolean(toSchedule()) || (s.state === 'terminating' && life.runs.outcome() !== null);
  // A handler that waits for a turn must not be left behind.
  const wantsFreshRun = (): boolean =>
    (turns >= turnsPerRun || wf.workflowInfo().continueAsNewSuggested) && wf.allHandlersFinished();

  if (s.state === 'pending') await provision(life);
  while (!ended()) {
    if (await step()) continue;
    life.busy = false;
    if (wantsFreshRun()) break;
    const due = s.nextDueAt;
    await clock.wait(
      due,
      () => hasWork() || wantsFreshRun(),
      `${isEndDue(s) ? 'end' : 'period turn'} due ${due ?? 'never'}`,
    );
    life.busy = true;
  }
  life.busy = false;
  if (!ended()) return wf.continueAsNew<typeof subscriptionWorkflow>(s);
  await wf.condition(wf.allHandlersFinished);
  return s.state;
}
