import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { History } from '@temporalio/common/lib/proto-utils';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { DeterminismViolationError } from '@temporalio/workflow';
import type { WorkflowBundle } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import * as workflows from '../../workflows';
import { summariesOf } from '../support/histories';
import { quietRuntime } from '../support/quiet-runtime';
import { bundleOf, workflowBundle } from '../support/workflow-bundle';
import { histories, scenarios } from '../workflow/scenarios';

interface Recording {
  readonly workflowId: string;
  readonly text: string;
}

const recorded: readonly Recording[] = readdirSync(histories, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => ({ workflowId: file, text: readFileSync(join(histories, file), 'utf8') }));

const replay = async (bundle: WorkflowBundle, recordings: readonly Recording[]): Promise<Map<string, Error>> => {
  const failures = new Map<string, Error>();
  const parsed = recordings.map(({ workflowId, text }) => ({
    workflowId,
    history: historyFromJSON(JSON.parse(text)),
  }));
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: bundle }, parsed)) {
    if (error !== undefined) failures.set(workflowId, error);
  }
  return failures;
};

describe('recorded histories', () => {
  beforeAll(quietRuntime);

  it('exist for every workflow', () => {
    const types = new Set(recorded.map(({ workflowId }) => workflowId.split('/')[0]));
    expect([...types].sort()).toEqual(Object.keys(workflows).sort());
  });

  it('exist for every scenario, and for nothing else', () => {
    const expected = Object.entries(scenarios).flatMap(([name, { records }]) =>
      records.map((type) => `${type}/${name}.json`),
    );
    const firstRuns = recorded.map(({ workflowId }) => workflowId).filter((file) => !/\.\d+\.json$/.test(file));
    expect(firstRuns).toEqual(expected.sort());
  });

  it('replay on the workflow code of today', async () => {
    const failures = await replay(await workflowBundle(), recorded);
    expect([...failures].map(([id, error]) => `${id}: ${error.message}`)).toEqual([]);
  });

  it('fail to replay on workflows that do something else', async () => {
    const failures = await replay(await bundleOf(join(__dirname, 'changed-workflows.ts')), recorded);
    expect([...failures.keys()].sort()).toEqual(recorded.map(({ workflowId }) => workflowId));
    expect([...failures.values()].filter((error) => !(error instanceof DeterminismViolationError))).toEqual([]);
  });

  it('name every timer and every activity', () => {
    const unnamed = recorded.flatMap(({ workflowId, text }) =>
      (historyFromJSON(JSON.parse(text)).events ?? [])
        .filter((event) => event.timerStartedEventAttributes ?? event.activityTaskScheduledEventAttributes)
        .filter((event) => !event.userMetadata?.summary)
        .map((event) => `${workflowId}, event ${String(event.eventId)}`),
    );
    expect(unnamed).toEqual([]);
  });

  it('show ids, states and instants in search attributes, and no price in a summary', () => {
    const shown = recorded.map(({ text }) => historyFromJSON(JSON.parse(text)));
    const values = new Set(shown.flatMap(searchAttributeValuesOf));
    expect([...values].filter((value) => !harmless.test(value))).toEqual([]);
    expect(values.size).toBeGreaterThan(0);
    const summaries = new Set(shown.flatMap(summariesOf));
    expect([...summaries].filter((text) => /\d[.,]\d\d\b(?!\d*Z)|EUR|@/.test(text))).toEqual([]);
    expect(summaries.size).toBeGreaterThan(0);
  });

  it('hold no path and no name of the machine that recorded them', () => {
    const found = recorded.filter(({ text }) => /[( ]\/[\w./-]+\.[jt]s:\d|"identity":"\d+@/.test(text));
    expect(found.map(({ workflowId }) => workflowId)).toEqual([]);
  });

  it('hold no secret and no vendor signature', () => {
    const readable = recorded.map(({ workflowId, text }) => [workflowId, withDecodedPayloads(text)] as const);
    const leaks = readable.filter(([, text]) => /whsec_|sealed|webhook-signature|api[-_ ]?key|password/i.test(text));
    expect(leaks.map(([id]) => id)).toEqual([]);
  });
});

/** A history's text with what its payloads hold in base64. */
const withDecodedPayloads = (text: string): string =>
  text.replace(/"data":\s*"([^"]*)"/g, (whole, data: string) => whole + Buffer.from(data, 'base64').toString());

/** An id, a word that names a state, an instant, a flag, or nothing. */
const harmless = /^("[0-9a-f-]{36}"|"[a-z-]+"|"\d{4}-\d\d-\d\dT[\d:.]+Z"|true|false|null|\[\]|)$/;

const searchAttributeValuesOf = ({ events }: History): string[] =>
  (events ?? []).flatMap((event) => {
    const {
      workflowExecutionStartedEventAttributes: started,
      upsertWorkflowSearchAttributesEventAttributes: upserted,
    } = event;
    const fields = (started ?? upserted)?.searchAttributes?.indexedFields ?? {};
    return Object.values(fields).map(({ data }) => Buffer.from(data ?? []).toString());
  });
