import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { until } from './actors';
import type { Stage } from './workflow-stage';

/** Works until of each of these activities one has been done and not answered, and until `lastly` is done; is killed then. */
export const workUntilKilled = async (
  stage: Stage,
  activities: readonly string[],
  lastly: () => Promise<unknown> = () => Promise.resolve(),
): Promise<void> => {
  const lost = new Set<unknown>();
  const child = fork(join(__dirname, 'mortal-worker.js'), [...activities], {
    execArgv: [],
    env: { ...process.env, ...stage.env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.on('message', (activity) => lost.add(activity));
  const ended = once(child, 'exit');
  try {
    await until('every answer to be lost', () => Promise.resolve(lost.size === activities.length || undefined));
    await lastly();
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
};
