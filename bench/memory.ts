import { setTimeout as sleep } from 'node:timers/promises';
import { print, residentKb } from './figure';
import { round } from './load';
import type { Purchaser } from './purchase';
import { createFloor, createOurs } from './purchase';
import type { Stack } from './stack';

const open = 2_000;
/** A worker that has begun to work takes more than one that only waits, whatever it caches. */
const warmUp = 200;
const callers = 16;
// Orders and runs pass through the cache too, and must not push subscriptions out.
const roomy = { MAX_CACHED_WORKFLOWS: '4000' };
const settleMs = 3_000;

/** What open subscriptions take in memory, cached by a worker that had none before. */
export const memory = async (stack: Stack): Promise<void> => {
  await stack.restart(['api', 'worker', 'floor'], roomy);
  await sleep(settleMs);
  const idle = resident(stack);
  await openAll(createFloor(stack), warmUp);
  await openAll(createOurs(stack), warmUp);
  await sleep(settleMs);
  const before = resident(stack);
  await openAll(createFloor(stack), open);
  await openAll(createOurs(stack), open);
  await sleep(settleMs);
  const after = resident(stack);
  const each = (name: keyof typeof before): number => round((after[name] - before[name]) / open);
  print({
    bench: 'memory',
    subscriptions: open,
    workerMb: round(after.worker / 1000),
    workerIdleMb: round(idle.worker / 1000),
    workerWarmMb: round(before.worker / 1000),
    workerKbEach: each('worker'),
    apiMb: round(after.api / 1000),
    apiIdleMb: round(idle.api / 1000),
    floor: {
      workerMb: round(after.floor / 1000),
      workerIdleMb: round(idle.floor / 1000),
      workerKbEach: each('floor'),
    },
    ofFloor: round(each('floor') / each('worker'), 2),
  });
};

const resident = ({ programs }: Stack) => ({
  api: residentKb(programs.api.pid),
  worker: residentKb(programs.worker.pid),
  floor: residentKb(programs.floor.pid),
});

const openAll = async (purchaser: Purchaser, count: number): Promise<void> => {
  let left = count;
  const loop = async (): Promise<void> => {
    while (left-- > 0) await purchaser.purchase('instant');
  };
  await Promise.all(Array.from({ length: callers }, loop));
};
