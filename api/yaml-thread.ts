import { parentPort, workerData } from 'node:worker_threads';
import { RequestProblem } from './request-problem';
import type { YamlAnswer, YamlTask } from './yaml-threads';
import { readYaml, writeYaml } from './yaml';

// What a thread runs: one document, then it ends, and its memory with it.

const answerOf = (task: YamlTask): YamlAnswer => {
  try {
    return task.kind === 'read'
      ? { value: readYaml(task.text) }
      : { value: writeYaml(JSON.parse(task.json) as unknown) };
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    return { refused: { code: error.code, message: error.message, extras: error.extras } };
  }
};

parentPort?.postMessage(answerOf(workerData as YamlTask));
