import { join } from 'node:path';
import type { WorkflowBundle } from '@temporalio/worker';
import { bundleWorkflowCode } from '@temporalio/worker';

/** The bundle as it ships, made from the sources. */
export const workflowBundle = (): Promise<WorkflowBundle & { code: string }> =>
  bundleWorkflowCode({
    workflowsPath: join(__dirname, '../../workflows/index.ts'),
    workflowInterceptorModules: [join(__dirname, '../../workflows/interceptors.ts')],
    logger: {
      log: () => undefined,
      trace: () => undefined,
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: console.error,
    },
  });
