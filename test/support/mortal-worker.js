'use strict';

// A worker of its own process, made from the files that ship. Of each activity that its arguments name, the first that
// is done is never answered, and told to whoever started this: that is when to kill it.

const path = require('node:path');
const { DefaultLogger, NativeConnection, Runtime, Worker } = require('@temporalio/worker');

/** @param {string} file Below dist/, which need not be there when types are checked. */
const shipped = (file) => require(path.join(__dirname, '..', '..', 'dist', file));

const left = new Set(process.argv.slice(2));

/** @type {import('@temporalio/worker').ActivityInterceptorsFactory} */
const neverAnswers = ({ info }) => ({
  inbound: {
    execute: async (input, next) => {
      const isChosen = left.delete(info.activityType);
      const result = await next(input);
      if (!isChosen) return result;
      process.send?.(info.activityType);
      return new Promise(() => undefined);
    },
  },
});

const main = async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const env = shipped('platform/env.js').readWorkerEnv(process.env);
  const connection = await NativeConnection.connect({ address: env.TEMPORAL_ADDRESS });
  const deps = shipped('workers/deps.js').createDeps(env, connection);
  const { activityInterceptors } = shipped('activities/interceptors.js');
  const interceptors = { activity: [activityInterceptors, neverAnswers] };
  const shared = { connection, namespace: env.TEMPORAL_NAMESPACE, interceptors };
  const core = { taskQueue: 'core', activities: deps.coreActivities };
  const workflowBundle = { codePath: path.join(__dirname, '..', '..', 'dist', 'workflow-bundle.js') };
  const workers = [
    await Worker.create({ ...shared, ...core, workflowBundle }),
    await Worker.create({ ...shared, taskQueue: 'vendor', activities: deps.vendorActivities }),
  ];
  await Promise.all(workers.map((worker) => worker.run()));
};

// Whoever started it has gone.
process.once('disconnect', () => process.exit(0));
void main();
