import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { RequestProblemExtras } from './request-problem';
import { RequestProblem } from './request-problem';
import { readYaml, writeYaml } from './yaml';

export type YamlTask =
  { readonly kind: 'read'; readonly text: string } | { readonly kind: 'write'; readonly json: string };

export type YamlAnswer =
  | { readonly value: unknown }
  | {
      readonly refused: {
        readonly code: RequestProblem['code'];
        readonly message: string;
        readonly extras: RequestProblemExtras;
      };
    };

export interface YamlThreads {
  /** As `readYaml`; a document that takes too long or too much memory is refused as malformed. */
  readonly read: (text: string) => Promise<unknown>;
  readonly write: (value: unknown) => Promise<string>;
}

interface Limits {
  /** Documents that are read or written at once; others wait, up to as many times `waitingMost`. */
  readonly threads: number;
  readonly waitingMost: number;
  readonly taskMs: number;
  readonly memoryMb: number;
  /** What is shorter takes less time than to begin a thread. */
  readonly inlineLength: number;
}

const usualLimits: Limits = { threads: 2, waitingMost: 8, taskMs: 20_000, memoryMb: 512, inlineLength: 16_384 };

/** Long documents keep a processor busy for seconds: in threads of their own they keep no other request waiting. */
export const createYamlThreads = (given: Partial<Limits> = {}): YamlThreads => {
  const limits = { ...usualLimits, ...given };
  const waiting: (() => void)[] = [];
  let running = 0;

  const enter = (): Promise<void> | undefined => {
    if (running < limits.threads) {
      running += 1;
      return undefined;
    }
    if (waiting.length >= limits.waitingMost) throw busy();
    return new Promise((resolve) => waiting.push(resolve));
  };
  // Who waits takes the place over, so that nobody comes in between.
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  const inThread = async (task: YamlTask): Promise<unknown> => {
    await enter();
    try {
      return valueOf(await runThread(task, limits));
    } finally {
      leave();
    }
  };

  return {
    read: async (text) =>
      text.length <= limits.inlineLength ? readYaml(text) : await inThread({ kind: 'read', text }),
    write: async (value) => {
      const json = JSON.stringify(value);
      return json.length <= limits.inlineLength
        ? writeYaml(value)
        : ((await inThread({ kind: 'write', json })) as string);
    },
  };
};

const busy = (): RequestProblem =>
  new RequestProblem('unavailable', 'too many long documents are being read', { headers: { 'retry-after': '5' } });

const tooMuch = (detail: string): RequestProblem =>
  new RequestProblem('malformed-yaml', 'the document cannot be read', {
    errors: [{ in: 'body', pointer: '', detail }],
  });

const valueOf = (answer: YamlAnswer): unknown => {
  if ('value' in answer) return answer.value;
  const { code, message, extras } = answer.refused;
  throw new RequestProblem(code, message, extras);
};

// A thread runs compiled code, also for what runs from the sources.
const script = join(__dirname, __filename.endsWith('.ts') ? '../dist/api/yaml-thread.js' : 'yaml-thread.js');

const runThread = (task: YamlTask, { taskMs, memoryMb }: Limits): Promise<YamlAnswer> =>
  new Promise((resolve, reject) => {
    const resourceLimits = { maxOldGenerationSizeMb: memoryMb };
    const thread = new Worker(script, { workerData: task, resourceLimits });
    const timer = setTimeout(() => {
      reject(tooMuch('takes too long to read'));
      void thread.terminate();
    }, taskMs);
    thread.once('message', resolve);
    thread.once('error', (error: Error & { readonly code?: string }) => {
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch('takes too much memory to read') : error);
    });
    thread.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('a thread ended without an answer'));
    });
  });

/** Those of a process: its processors are shared by all that is asked of it. */
export const yamlThreads = createYamlThreads();
