import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { RunChange, RunStanding, RunStore } from '../db/syndication/run-store';
import type { Report, RunOutcome } from '../domain/syndication/run';
import { storedOutcome } from '../domain/syndication/run';
import type { RunStart } from '../domain/syndication/run-start';
import type { ProviderPlugin, ProvisioningRequest } from '../providers/provider';
import { ProviderError } from '../providers/provider';
import { runEnded, subscriptionWorkflowId } from '../workflows/subscriptions/contract';
import { signalIfRunning } from './workflow-starter';

export interface SyndicationDeps {
  readonly runs: RunStore;
  readonly client: Client;
  readonly pluginOf: (kind: string) => ProviderPlugin;
}

const requestOf = (run: RunStart): ProvisioningRequest => ({
  runId: run.runId,
  verb: run.verb,
  subscriptionId: run.subscriptionId,
  vendorId: run.vendorId,
  date: run.startedAt,
});

export const createSyndicationActivities = ({ runs, client, pluginOf }: SyndicationDeps) => ({
  openRun: ({
    run,
    deadlineAt,
    nextDueAt,
  }: {
    readonly run: RunStart;
    readonly deadlineAt: string;
    readonly nextDueAt: string;
  }): Promise<RunStanding | null> => runs.open({ ...run, state: 'notifying', deadlineAt, nextDueAt }),

  advanceRun: (change: RunChange): Promise<RunStanding | null> => runs.advance(change),

  /** A plugin that answers at once: its answer is the outcome, so the run opens and ends in one write. */
  performAtOnce: async (run: RunStart): Promise<RunOutcome> => {
    const outcome = await askAtOnce(pluginOf(run.plugin), run);
    const stored = await runs.open({
      ...run,
      state: outcome.result,
      deadlineAt: null,
      nextDueAt: null,
      endedAt: outcome.at,
      reason: outcome.reason,
      resourceRef: outcome.resourceRef,
    });
    // The first answer that was stored counts, should the plugin have changed its mind.
    return stored === null ? outcome : storedOutcome(stored);
  },

  /** The report that would end the run, if one is in the inbox that never reached the workflow. */
  lookForReport: ({ runId }: { readonly runId: string }): Promise<Report | null> => runs.findClosingReport(runId),

  tellSubscription: ({
    subscriptionId,
    runId,
    outcome,
  }: {
    readonly subscriptionId: string;
    readonly runId: string;
    readonly outcome: RunOutcome;
  }): Promise<void> => signalIfRunning(client, subscriptionWorkflowId(subscriptionId), runEnded, { runId, outcome }),
});

export type SyndicationActivities = ReturnType<typeof createSyndicationActivities>;

const askAtOnce = async (plugin: ProviderPlugin, run: RunStart): Promise<RunOutcome> => {
  try {
    const answer = await plugin.perform(requestOf(run), Context.current().cancellationSignal);
    const resourceRef = answer.kind === 'done' ? answer.resourceRef : null;
    return { result: 'succeeded', reason: null, resourceRef, at: run.startedAt };
  } catch (error) {
    if (!(error instanceof ProviderError) || error.kind === 'unavailable') throw error;
    return { result: 'failed', reason: error.message, resourceRef: null, at: run.startedAt };
  }
};

/** The activities of the `vendor` queue: calls that leave the house. */
export const createVendorActivities = ({ pluginOf }: Pick<SyndicationDeps, 'pluginOf'>) => ({
  /** Tells a vendor once. Whatever is not taken is tried again by the activity's retry policy. */
  notifyVendor: async (run: RunStart): Promise<void> => {
    try {
      await pluginOf(run.plugin).perform(requestOf(run), Context.current().cancellationSignal);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      throw ApplicationFailure.create({
        message: error.message,
        type: `provider-${error.kind}`,
        category: 'BENIGN',
        ...(error.retryAfterMs === undefined ? {} : { nextRetryDelay: error.retryAfterMs }),
      });
    }
  },
});

export type VendorActivities = ReturnType<typeof createVendorActivities>;
