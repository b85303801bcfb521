import { heartbeat, sleep } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { ClockStore, DueObjects } from '../db/clocks/clock-store';
import type { ClockAdvance } from '../workflows/clocks/contract';
import { advanceClock } from '../workflows/clocks/contract';
import { orderWorkflowId } from '../workflows/orders/contract';
import { subscriptionWorkflowId } from '../workflows/subscriptions/contract';
import { syndicationWorkflowId } from '../workflows/syndication/contract';

export interface ClockDeps {
  readonly clocks: ClockStore;
  readonly client: Client;
}

/** Runs told at the same time; each update is a round trip to the server and a task of a worker. */
const lanes = 16;

const aMomentMs = 50;

/** Well below the heartbeat timeout. */
const beatMs = 2_000;

export const createClockActivities = ({ clocks, client }: ClockDeps) => ({
  openAdvance: ({ clockId, to }: ClockAdvance): Promise<{ now: string; target: string }> =>
    clocks.begin({ clockId, to }),

  closeAdvance: ({ clockId, to }: ClockAdvance): Promise<void> => clocks.finish(clockId, to),

  /**
   * Moves everything that falls due until `to`, in the order of due instants. Each step asks anew what is due first, so
   * it goes on after a crash where it was.
   * @returns how many steps were made
   */
  advanceSteps: (advance: ClockAdvance): Promise<number> => whileBeating(() => makeSteps(clocks, client, advance)),
});

export type ClockActivities = ReturnType<typeof createClockActivities>;

/** A step may wait for an outage to pass; that its worker lives is told meanwhile, so that nobody else begins it too. */
const whileBeating = async <T>(work: () => Promise<T>): Promise<T> => {
  const beats = setInterval(heartbeat, beatMs);
  try {
    return await work();
  } finally {
    clearInterval(beats);
  }
};

const makeSteps = async (clocks: ClockStore, client: Client, { clockId, to }: ClockAdvance): Promise<number> => {
  let steps = 0;
  let last = '';
  for (let due = await clocks.due(clockId, to); due !== null; due = await clocks.due(clockId, to)) {
    // What is due still, or again, at the same instant has not been written yet.
    if (due.at === last) await sleep(aMomentMs);
    last = due.at;
    await clocks.setNow(clockId, due.at);
    await tellAll(client, due);
    steps += 1;
    heartbeat(due.at);
  }
  return steps;
};

const tellAll = async (client: Client, { at, orders, subscriptions, runs, concerned }: DueObjects): Promise<void> => {
  await tellSome(client, at, [
    ...orders.map(orderWorkflowId),
    ...subscriptions.map(subscriptionWorkflowId),
    ...runs.map(syndicationWorkflowId),
  ]);
  // After their runs, so that they have heard what became of them.
  await tellSome(client, at, concerned.map(subscriptionWorkflowId));
};

const tellSome = async (client: Client, at: string, workflowIds: string[]): Promise<void> => {
  const lane = async (): Promise<void> => {
    for (let id = workflowIds.shift(); id !== undefined; id = workflowIds.shift()) {
      await tell(client, id, at);
      heartbeat(at);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
};

const tell = async (client: Client, workflowId: string, to: string): Promise<void> => {
  try {
    await client.workflow.getHandle(workflowId).executeUpdate(advanceClock, { args: [{ to }] });
  } catch (error) {
    // It ended meanwhile: the next look at what is due shows whether anything is left.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
};
