import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';

// Each cached workflow holds its own copy of every module: a library that slips in costs a megabyte times the cache.
const sizeMaxKb = 2_200;

/** Bundles the workflows into dist/workflow-bundle.js; `--check` only tells the size and fails when it has grown too far. */
const main = async (): Promise<void> => {
  const root = join(__dirname, '..');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'workflows', 'index.js'),
    workflowInterceptorModules: [join(root, 'workflows', 'interceptors.js')],
    logger: {
      log: () => undefined,
      trace: () => undefined,
      debug: () => undefined,
      info: () => undefined,
      warn: console.warn,
      error: console.error,
    },
  });
  const kilobytes = Math.round(Buffer.byteLength(code) / 1000);
  console.log(JSON.stringify({ bench: 'workflow-bundle', value: kilobytes, unit: 'kB', limit: sizeMaxKb }));
  if (kilobytes > sizeMaxKb) throw new Error(`the workflow bundle has ${kilobytes} kB, more than ${sizeMaxKb} kB`);
  if (process.argv.includes('--check')) return;
  await mkdir(root, { recursive: true });
  await writeFile(join(root, 'workflow-bundle.js'), code);
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
