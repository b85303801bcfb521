import { join } from 'node:path';
import type { WorkflowBundle } from '@temporalio/worker';
import { bundleWorkflowCode } from '@temporalio/worker';

const root = join(__dirname, '../..');

/** A bundle of the workflows that this file exports, with the interceptors that ship. */
export const bundleOf = (workflowsPath: string): Promise<WorkflowBundle & { code: string }> =>
  bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: [join(root, 'workflows/interceptors.ts')],
    logger: {
      log: () => undefined,
      trace: () => undefined,
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: console.error,
    },
  });

/** The bundle as it ships, made from the sources. */
export const workflowBundle = (): Promise<WorkflowBundle & { code: string }> =>
  bundleOf(join(root, 'workflows/index.ts'));
