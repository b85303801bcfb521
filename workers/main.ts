import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { activityInterceptors } from '../activities/interceptors';
import type { WorkerEnv } from '../platform/env';
import { readWorkerEnv } from '../platform/env';
import { createLogger } from '../platform/logger';
import { createShutdown, handleSignals } from '../platform/shutdown';
import { onceTemporalAnswers, temporalConnectionOptions } from '../platform/temporal';
import { taskQueues } from '../workflows/task-queues';
import { createDeps } from './deps';
import { closeHealthServer, startHealthServer } from './health';
import { createTemporalLogger } from './temporal-logger';

/** Calls to vendors mostly wait, so many may be under way at once. */
const vendorCallsMax = 200;

const createWorkers = async (
  env: WorkerEnv,
  connection: NativeConnection,
  deps: ReturnType<typeof createDeps>,
): Promise<readonly Worker[]> => {
  const interceptors = { activity: [activityInterceptors] };
  const shared = {
    connection,
    namespace: env.TEMPORAL_NAMESPACE,
    interceptors,
    // Below the time that the launcher, and any orchestrator, gives a process to stop.
    shutdownGraceTime: '3s',
    shutdownForceTime: '12s',
    // Otherwise heartbeats are held back until four fifths of their timeout have passed, which leaves a busy machine too little.
    maxHeartbeatThrottleInterval: '2s',
  } as const;
  return [
    await Worker.create({
      ...shared,
      taskQueue: taskQueues.core,
      workflowBundle: { codePath: join(__dirname, '..', 'workflow-bundle.js') },
      activities: deps.coreActivities,
      maxCachedWorkflows: env.MAX_CACHED_WORKFLOWS,
      maxConcurrentWorkflowTaskExecutions: 200,
      // One that waits for a plugin which answers at once keeps its place, while that plugin's own run needs another.
      maxConcurrentLocalActivityExecutions: 500,
      // After a worker has died its workflows wait this long before another one takes them over.
      stickyQueueScheduleToStartTimeout: '5s',
    }),
    await Worker.create({
      ...shared,
      taskQueue: taskQueues.vendor,
      activities: deps.vendorActivities,
      maxConcurrentActivityTaskExecutions: vendorCallsMax,
    }),
  ];
};

// Cached workflows live long and in a heap of their own, which by default may grow to a multiple of what lives in it before
// it is collected.
const keepHeapsSmall = (): void => setFlagsFromString('--heap-growing-percent=20');

const main = async (): Promise<void> => {
  keepHeapsSmall();
  const env = readWorkerEnv(process.env);
  const log = createLogger({ level: env.LOG_LEVEL, name: 'worker' });
  Runtime.install({
    logger: createTemporalLogger(log, env.LOG_LEVEL),
    telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } },
    shutdownSignals: [],
  });
  let workers: readonly Worker[] = [];
  const health = startHealthServer(
    env.WORKER_HEALTH_HOST,
    env.WORKER_HEALTH_PORT,
    () => workers.length > 0 && workers.every((worker) => worker.getState() === 'RUNNING'),
  );
  const connection = await onceTemporalAnswers(env, log, Infinity, () =>
    NativeConnection.connect(temporalConnectionOptions(env)),
  );
  const deps = createDeps(env, connection);
  workers = await createWorkers(env, connection, deps);
  const running = Promise.all(workers.map((worker) => worker.run()));
  const shutdown = createShutdown({
    log,
    limitMs: 14_000,
    closers: [
      {
        name: 'workers',
        close: async () => {
          for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
          await running;
        },
      },
      { name: 'health pages', close: () => closeHealthServer(health) },
      { name: 'dependencies', close: deps.close },
      { name: 'Temporal connection', close: () => connection.close() },
    ],
  });
  handleSignals(shutdown, log);
  running.catch((error: unknown) => {
    log.fatal({ err: error }, 'a worker has failed');
    void shutdown('a worker has failed', 1);
  });
  log.info({ taskQueues: Object.values(taskQueues) }, 'workers poll');
};

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
