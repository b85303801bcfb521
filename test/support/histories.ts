import type { Client } from '@temporalio/client';
import type { History } from '@temporalio/common/lib/proto-utils';

const historyOf = (client: Client, workflowId: string): Promise<History> =>
  client.workflow.getHandle(workflowId).fetchHistory();

/** How many updates a workflow's latest run has accepted; a refused one leaves no trace. */
export const acceptedUpdatesOf = async (client: Client, workflowId: string): Promise<number> => {
  const { events } = await historyOf(client, workflowId);
  return (events ?? []).filter(({ workflowExecutionUpdateAcceptedEventAttributes: accepted }) => Boolean(accepted))
    .length;
};

/** The histories of a workflow, from its first run to the one that goes on today. */
export const allHistoriesOf = async (client: Client, workflowId: string): Promise<History[]> => {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  const histories: History[] = [];
  let runId = raw.workflowExecutionInfo?.firstRunId ?? undefined;
  while (runId !== undefined && runId !== '') {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    histories.push(history);
    const last = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes;
    runId = last?.newExecutionRunId ?? undefined;
  }
  return histories;
};

/** What a history shows to people in the order of its events: the workflow's summary, those of its timers and activities. */
export const summariesOf = ({ events }: History): string[] =>
  (events ?? []).flatMap(({ userMetadata }) => {
    const data = userMetadata?.summary?.data;
    return !data ? [] : [String(JSON.parse(Buffer.from(data).toString()))];
  });

export const visibleTextsOf = async (client: Client, workflowId: string): Promise<string[]> =>
  summariesOf(await historyOf(client, workflowId));
