import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { createActors } from '../support/actors';
import { allHistoriesOf } from '../support/histories';
import type { Stage } from '../support/workflow-stage';
import { openStage } from '../support/workflow-stage';
import { histories, recordings, scenarios } from '../workflow/scenarios';
import type { Scenario } from '../workflow/scenarios/scenario';
import { workflowIdOf } from '../workflow/scenarios/scenario';

// Not a test: `npm run histories:record` plays every scenario and keeps the histories of its workflows.
describe('the recorder', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it('plays every scenario and keeps its histories', async () => {
    const actors = await createActors(stage);
    const play = async ([name, scenario]: [string, Scenario]): Promise<() => void> => {
      const scene = await scenario.play({ ...actors, stage });
      const files = await Promise.all(
        scenario.records.map(async (type) =>
          recordings(type, name, await allHistoriesOf(stage.client, workflowIdOf(scene, type))),
        ),
      );
      return () => files.flat().forEach(keep);
    };
    const keepers = await Promise.all(Object.entries(scenarios).map(play));
    // Only when all have been played, so that a failure leaves the old ones in place.
    rmSync(histories, { recursive: true, force: true });
    for (const keepAll of keepers) keepAll();
  }, 170_000);
});

const keep = ({ file, history }: ReturnType<typeof recordings>[number]): void => {
  const path = join(histories, file);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `${portable(JSON.stringify(JSON.parse(historyToJSON(history))))}\n`);
};

const root = join(__dirname, '../..');

/** Without the paths and names of the machine that it was recorded on; a replay looks at neither. */
const portable = (json: string): string =>
  json.replaceAll(`${root}/`, '').replace(new RegExp(`\\d+@${hostname().replaceAll('.', '\\.')}`, 'g'), 'worker');
