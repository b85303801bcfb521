import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker';

/** Bundles the floor's workflows beside its worker, as ours are: a worker that bundles at its start never gives that memory back. */
const main = async (): Promise<void> => {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(__dirname, 'workflows.js'),
    logger: new DefaultLogger('WARN'),
  });
  await writeFile(join(__dirname, 'workflow-bundle.js'), code);
};

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
