import * as wf from '@temporalio/workflow';
import type { SubscriptionRun } from '../../domain/subscriptions/subscription-run';
import type { RunOutcome, RunVerb } from '../../domain/syndication/run';
import type { RunStart } from '../../domain/syndication/run-start';
import { runEnded } from './contract';
import { startRun } from './local-activities';

/** A plugin that answers at once is asked again after this long, should its answer have been lost. */
const askAgainMs = 5_000;

/** The syndication runs of one subscription, one at a time. */
export interface Runs {
  /** How the present run has ended; null as long as it has not, and without one. */
  readonly outcome: () => RunOutcome | null;
  /** False from the end of a run until it has been acted upon. */
  readonly isSettled: () => boolean;
  readonly begin: (verb: RunVerb, at: string) => Promise<void>;
  /** Forgets the run: its end has been acted upon. */
  readonly settle: () => void;
}

export const createRuns = (s: SubscriptionRun): Runs => {
  const outcome = (): RunOutcome | null => s.outcome;
  // A run may end before the call that starts it has answered, and a task that is done again hears of the end first.
  const early = new Map<string, RunOutcome>();
  wf.setHandler(runEnded, ({ runId, outcome: result }) => {
    if (runId === s.syndication?.runId) s.outcome ??= result;
    else early.set(runId, result);
  });

  const start = async (run: RunStart): Promise<void> => {
    const answer = await startRun(run);
    // Not `??=` on the call: that looks before it waits.
    s.outcome = outcome() ?? answer;
  };

  return {
    outcome,
    isSettled: () => s.syndication === null || s.outcome === null,
    begin: async (verb, at) => {
      const runId = wf.uuid4();
      s.syndication = { runId, verb };
      s.outcome = early.get(runId) ?? null;
      const run = runOf(s, { runId, verb, startedAt: at });
      await start(run);
      while (s.answers === 'at-once' && outcome() === null) {
        await wf.condition(() => outcome() !== null, askAgainMs, { summary: `answer of plugin ${s.plugin}` });
        if (outcome() === null) await start(run);
      }
    },
    settle: () => {
      s.syndication = s.outcome = null;
    },
  };
};

const runOf = (s: SubscriptionRun, of: Pick<RunStart, 'runId' | 'verb' | 'startedAt'>): RunStart => {
  const { id: subscriptionId, customerId, vendorId, offeringId, plugin, answers, testClockId } = s;
  return { ...of, subscriptionId, customerId, vendorId, offeringId, plugin, answers, testClockId };
};
