import * as wf from '@temporalio/workflow';
import type { SyndicationActivities, VendorActivities } from '../../activities/syndication';
import type { Report, RunOutcome, RunState } from '../../domain/syndication/run';
import {
  isFinalRunState,
  remindEveryMs,
  runDeadlineMs,
  storedOutcome,
  successReport,
} from '../../domain/syndication/run';
import type { RunStart } from '../../domain/syndication/run-start';
import { quick, vendorCall } from '../activity-options';
import { createRunClock, later } from '../clock';
import { advanceClock } from '../clocks/contract';
import { searchAttributes } from '../search-attributes';
import { taskQueues } from '../task-queues';
import { reportArrived } from './contract';

const { performAtOnce } = wf.proxyLocalActivities<SyndicationActivities>({
  ...quick,
  summary: 'ask the plugin and record its answer',
});
const { openRun } = wf.proxyLocalActivities<SyndicationActivities>({ ...quick, summary: 'record the run' });
const { advanceRun } = wf.proxyLocalActivities<SyndicationActivities>({ ...quick, summary: 'record the run' });
const { lookForReport } = wf.proxyLocalActivities<SyndicationActivities>({
  ...quick,
  summary: 'look for a report once more',
});
const { tellSubscription } = wf.proxyLocalActivities<SyndicationActivities>({
  ...quick,
  summary: 'tell the subscription',
});
const { notifyVendor } = wf.proxyActivities<VendorActivities>({
  ...vendorCall,
  taskQueue: taskQueues.vendor,
  summary: 'send the event to the vendor',
});
const reminder = wf.proxyActivities<VendorActivities>({
  ...vendorCall,
  taskQueue: taskQueues.vendor,
  scheduleToCloseTimeout: '1h',
  summary: 'remind the vendor with the same event',
});

/** One attempt to have a vendor do something: notify, wait for the report, remind, look once more at the deadline, fail. */
export async function syndicationWorkflow(run: RunStart): Promise<RunOutcome> {
  if (run.answers === 'at-once') {
    const outcome = await performAtOnce(run);
    wf.setCurrentDetails(`**${outcome.result}** · ${run.verb}, answered at once`);
    return outcome;
  }

  const deadlineAt = later(run.startedAt, runDeadlineMs);
  const clock = createRunClock({ testClockId: run.testClockId, now: run.startedAt });
  let rev = 1;
  let state = 'notifying' as RunState;
  let remindAt = later(run.startedAt, remindEveryMs);
  let outcome: RunOutcome | undefined;
  let reports = 0;
  let busy = true;
  let finished = false;
  const ended = (): boolean => outcome !== undefined;
  const nextDueAt = (): string => (remindAt < deadlineAt ? remindAt : deadlineAt);

  wf.setHandler(reportArrived, (report) => {
    clock.see(report.reportedAt);
    reports += 1;
    outcome ??= outcomeOf(run, report);
    if (outcome === undefined && report.kind === 'progress')
      describe(`Vendor: ${String(report.percent ?? '–')} % ${report.message ?? ''}`);
  });
  wf.setHandler(advanceClock, async ({ to }) => {
    clock.see(to);
    await wf.condition(() => finished || (!busy && !ended() && clock.now() < nextDueAt()));
  });
  const describe = (what: string): void => {
    wf.setCurrentDetails(`**${state}** · ${run.verb} subscription \`${run.subscriptionId}\`\n\n${what}`);
  };
  // One after the other: revisions are stored in their order. Where an attempt of a task that was lost has stored another
  // step, this one comes after it, and an end that is stored is the end.
  let recording: Promise<void> = Promise.resolve();
  const record = (type: string, to: RunState, more: RunStep): Promise<void> => {
    state = to;
    const change = { runId: run.runId, state, type, at: clock.now(), nextDueAt: ended() ? null : nextDueAt(), ...more };
    recording = recording.then(() => store(change));
    return recording;
  };
  const store = async (change: Omit<Parameters<typeof advanceRun>[0], 'rev'>): Promise<void> => {
    for (;;) {
      rev += 1;
      const otherwise = await advanceRun({ ...change, rev });
      if (otherwise === null) return;
      rev = otherwise.rev;
      if (!isFinalRunState(otherwise.state)) continue;
      state = otherwise.state;
      outcome = storedOutcome(otherwise);
      return;
    }
  };
  const recordNotified = async (): Promise<void> => {
    if (state !== 'notifying') return;
    await record('run-notified', 'awaiting-report', { notifiedAt: clock.now() });
    describe(`**Waits for the vendor's report** since ${clock.now()}, until ${deadlineAt}`);
  };

  await openRun({ run, deadlineAt, nextDueAt: nextDueAt() });
  describe(`Notifies the vendor since ${run.startedAt}, gives up ${deadlineAt}`);
  const notification = new wf.CancellationScope();
  const notified = notification
    .run(() => notifyVendor(run))
    .then(recordNotified, (error: unknown) => {
      if (!wf.isCancellation(error)) throw error;
    });
  let reminded = notified;

  while (!ended() && clock.now() < deadlineAt) {
    const due = nextDueAt();
    busy = false;
    await clock.wait(due, ended, `waiting for vendor report, ${due === deadlineAt ? 'until' : 'reminder at'} ${due}`);
    busy = true;
    if (ended() || clock.now() < due || due === deadlineAt) continue;
    await remind();
  }
  outcome ??= await lastLook();
  notification.cancel();
  await reminded;
  // A vendor that reports has had the event, whatever became of its answer.
  if (reports > 0) await recordNotified();
  const { result, at: endedAt, reason, resourceRef } = outcome;
  await record(`run-${result}`, result, { endedAt, reason, resourceRef });
  describe(`Ended ${outcome.at}${outcome.reason === null ? '' : `: ${outcome.reason}`}`);
  if (outcome.result === 'failed') wf.upsertSearchAttributes([{ key: searchAttributes.needsAttention, value: true }]);
  await tellSubscription({ subscriptionId: run.subscriptionId, runId: run.runId, outcome });
  finished = true;
  await wf.condition(wf.allHandlersFinished);
  return outcome;

  // Reminders go out one after the other; nobody waits for them, since a vendor that is down would hold up its own report.
  async function remind(): Promise<void> {
    remindAt = later(remindAt, remindEveryMs);
    if (!isAwaiting(state)) return record('run-delayed', state, {});
    reminded = reminded.then(() => notification.run(() => reminder.notifyVendor(run))).catch(noteUnreminded);
    await record('run-reminded', state, {});
  }

  // A reminder that does not arrive is no reason to fail: the deadline decides.
  function noteUnreminded(error: unknown): void {
    if (!wf.isCancellation(error)) wf.log.warn('vendor not reminded', { runId: run.runId, error: String(error) });
  }

  async function lastLook(): Promise<RunOutcome> {
    const report = await lookForReport({ runId: run.runId });
    const found = report === null ? undefined : outcomeOf(run, report);
    if (found !== undefined) reports += 1;
    return (
      found ?? { result: 'failed', reason: 'the vendor did not report in time', resourceRef: null, at: clock.now() }
    );
  }
}

const outcomeOf = (run: RunStart, report: Report): RunOutcome | undefined => {
  const { resourceRef, reportedAt: at, message } = report;
  if (report.kind === successReport[run.verb]) return { result: 'succeeded', reason: null, resourceRef, at };
  if (report.kind === 'failed')
    return { result: 'failed', reason: message ?? 'the vendor reported a failure', resourceRef, at };
  return undefined;
};

type RunStep = Partial<Parameters<SyndicationActivities['advanceRun']>[0]>;

// TypeScript narrows a variable that the notification changes; a function reads it anew.
const isAwaiting = (state: RunState): boolean => state === 'awaiting-report';
