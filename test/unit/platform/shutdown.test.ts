import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger } from '../../../platform/logger';
import { createShutdown } from '../../../platform/shutdown';

const log = createLogger({ level: 'silent', name: 'test' });

describe('createShutdown', () => {
  it('closes in order, each after the one before', async () => {
    const closed: string[] = [];
    const closers = ['server', 'temporal', 'database'].map((name, at) => ({
      name,
      close: async () => {
        await sleep(10 - at * 5);
        closed.push(name);
      },
    }));
    await createShutdown({ log, closers, limitMs: 1_000, exit: () => undefined })('SIGTERM');
    expect(closed).toEqual(['server', 'temporal', 'database']);
  });

  it('happens once, however many signals come', async () => {
    let times = 0;
    const closers = [{ name: 'server', close: () => void (times += 1) }];
    const shutdown = createShutdown({ log, closers, limitMs: 1_000, exit: () => undefined });
    await Promise.all([shutdown('SIGTERM'), shutdown('SIGINT')]);
    expect(times).toBe(1);
  });

  it('closes the rest when one fails, and says so with the exit code', async () => {
    const closed: string[] = [];
    const codes: number[] = [];
    const closers = [
      { name: 'server', close: () => Promise.reject(new Error('no')) },
      { name: 'database', close: () => void closed.push('database') },
    ];
    await createShutdown({ log, closers, limitMs: 1_000, exit: (code) => void codes.push(code) })('SIGTERM');
    expect(closed).toEqual(['database']);
    expect(codes).toEqual([1]);
  });

  it('ends the process when closing takes too long', async () => {
    const codes: number[] = [];
    const closers = [{ name: 'stuck', close: () => sleep(60) }];
    await createShutdown({ log, closers, limitMs: 20, exit: (code) => void codes.push(code) })('SIGTERM');
    expect(codes[0]).toBe(1);
  });
});
