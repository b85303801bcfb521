import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { killGroup, signal } from '../../bin/launcher/identity.js';
import { readPidFile } from '../../bin/launcher/pid-files.js';

const root = join(__dirname, '../..');

// What the test run tells its own processes would lead a launcher to their servers.
const foreign = /^(DATABASE_URL|TEMPORAL_|API_|PUBLIC_URL|WORKER_|VENDOR_|POSTGRES_|ENTREPOT_|NODE_ENV|npm_)/;

/** One `npm start` on a home of its own. */
export interface Launcher {
  readonly told: () => string;
  /** Waits until it has printed the text; fails when it ends without. */
  readonly says: (text: string) => Promise<void>;
  readonly signal: (name: NodeJS.Signals) => void;
  readonly exitCode: Promise<number | null>;
}

export const launch = (home: string, args: readonly string[] = []): Launcher => {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  const child = spawn(process.execPath, [join(root, 'bin/start.js'), ...args], {
    env: { ...env, ENTREPOT_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  const exitCode = once(child, 'close').then(([code]: unknown[]) => code as number | null);
  const says = async (text: string): Promise<void> => {
    const ended = exitCode.then(() => {
      throw new Error(`it ended without saying ${text}:\n${output.text}`);
    });
    while (!output.text.includes(text)) await Promise.race([once(output.news, 'more'), ended]);
    ended.catch(() => undefined);
  };
  return { told: () => output.text, says, signal: (name) => void child.kill(name), exitCode };
};

const collect = (child: ChildProcessByStdio<null, Readable, Readable>): { text: string; news: EventEmitter } => {
  const output = { text: '', news: new EventEmitter() };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output.text += chunk.toString('utf8');
      output.news.emit('more');
    });
  }
  return output;
};

/** The processes that a launcher has started below its home and that still run. */
export const runningBelow = (home: string): readonly number[] =>
  readdirSync(join(home, 'run')).flatMap((file) => readPidFile(join(home, 'run', file))?.pid ?? []);

/** Ends the launcher and all that it has started without a word, as a machine that is switched off would. */
export const killEverything = async (launcher: Launcher, home: string): Promise<void> => {
  launcher.signal('SIGKILL');
  for (const pid of runningBelow(home)) {
    signal(pid, 'SIGKILL');
    killGroup(pid);
  }
  await launcher.exitCode;
};
