import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';

export interface Program {
  readonly pid: number;
  readonly send: (message: object) => void;
  readonly stop: () => Promise<void>;
}

interface ProgramOptions {
  /** The compiled script, from this folder. */
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  /** The page that says that it can be used; a program without one sends a message. */
  readonly readyUrl?: string;
}

/** Starts one program of ours as in production, a process of its own that logs into a file. */
export const startProgram = async ({ script, env, readyUrl }: ProgramOptions): Promise<Program> => {
  const child = launch(script, [], env);
  const gone = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code ?? 'a signal'}`)));
  });
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  await Promise.race([readyUrl === undefined ? message(child) : page(readyUrl), gone]);
  gone.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    send: (what) => void child.send(what),
    stop: async () => {
      process.off('exit', end);
      child.kill('SIGTERM');
      await ended;
    },
  };
};

/** Runs a program to its end. */
export const runProgram = async (script: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> => {
  const child = launch(script, args, env);
  const code = await new Promise<number | null>((resolve) => void child.once('exit', resolve));
  if (code !== 0) throw new Error(`${script} ended with ${code ?? 'a signal'}; see ${logFileOf(script, env)}`);
};

const logFileOf = (script: string, env: NodeJS.ProcessEnv): string =>
  join(env['ENTREPOT_HOME'] ?? '.', 'logs', `bench${script.replace(/[^a-z]+/g, '-')}.log`);

const launch = (script: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess => {
  const logFile = logFileOf(script, env);
  mkdirSync(join(logFile, '..'), { recursive: true });
  const log = openSync(logFile, 'a', 0o600);
  const child = fork(join(__dirname, script), args, { env, stdio: ['ignore', log, log, 'ipc'] });
  closeSync(log);
  return child;
};

const message = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.once('message', resolve));

const page = async (url: string): Promise<void> => {
  for (;;) {
    try {
      const { statusCode, body } = await request(url);
      await body.dump();
      if (statusCode === 200) return;
    } catch {
      // It does not listen yet.
    }
    await sleep(50);
  }
};
