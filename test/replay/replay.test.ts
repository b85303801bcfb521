import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { Worker } from '@temporalio/worker';
import * as workflows from '../../workflows';
import { workflowBundle } from '../support/workflow-bundle';

const root = join(__dirname, 'histories');
const recorded = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) =>
    readdirSync(join(root, name)).map((file) => ({
      workflow: name,
      id: `${name}/${file}`,
      path: join(root, name, file),
    })),
  );

describe('recorded histories', () => {
  it('exist for every workflow', () => {
    expect([...new Set(recorded.map(({ workflow }) => workflow))].sort()).toEqual(Object.keys(workflows).sort());
  });

  it('replay on the workflow code of today', async () => {
    const failures: string[] = [];
    const histories = recorded.map(({ id, path }) => ({
      workflowId: id,
      history: historyFromJSON(JSON.parse(readFileSync(path, 'utf8'))),
    }));
    for await (const { workflowId, error } of Worker.runReplayHistories(
      { workflowBundle: await workflowBundle() },
      histories,
    )) {
      if (error !== undefined) failures.push(`${workflowId}: ${error.message}`);
    }
    expect(failures).toEqual([]);
    expect(recorded.length).toBeGreaterThan(0);
  });
});
