import type { CpuMs } from './cpu';
import { cpuOf } from './cpu';
import { print } from './figure';
import { closedLoop, inTurns, round } from './load';
import type { Kind, Purchaser } from './purchase';
import { createFloor, createOurs } from './purchase';
import type { Stack } from './stack';
import { transitionsOf } from './transitions';

/** With more callers each purchase takes longer, so that a window must be longer to see enough of them. */
const cases = [
  { callers: 1, seconds: 3, warmUpSeconds: 1 },
  { callers: 8, seconds: 4, warmUpSeconds: 1 },
  { callers: 32, seconds: 8, warmUpSeconds: 3 },
];
const turns = 2;
const purchasesCounted = 10;

/** Purchases a second from the request to the invoice, beside bare workflows with the same messages and activities. */
export const purchases =
  (kind: Kind) =>
  async (stack: Stack): Promise<void> => {
    const ours = createOurs(stack);
    const floor = createFloor(stack);
    const { env, programs } = stack;
    const servers = {
      temporal: Number(env['TEMPORAL_PID']),
      postgres: Number(env['POSTGRES_PID']),
      callers: process.pid,
    };
    const { api, worker, vendor } = programs;
    const ourPids = {
      ...servers,
      api: api.pid,
      worker: worker.pid,
      ...(kind === 'full' ? { vendor: vendor.pid } : {}),
    };
    const floorPids = { ...servers, worker: programs.floor.pid };
    for (const one of cases) {
      const sides = { ours: measured(ours, kind, one, ourPids), floor: measured(floor, kind, one, floorPids) };
      const loads = await inTurns(turns, sides.floor.run, sides.ours.run);
      print({
        bench: `purchase-${kind}`,
        callers: one.callers,
        ...loads.ours,
        transitions: await transitionsOf(stack.client, ours, sides.ours.last()),
        cpuMs: sides.ours.cpuMsEach(),
        floor: {
          ...loads.floor,
          transitions: await transitionsOf(stack.client, floor, sides.floor.last()),
          cpuMs: sides.floor.cpuMsEach(),
        },
        ofFloor: round(loads.ours.perSecond / loads.floor.perSecond, 2),
      });
    }
  };

/** Purchases in a closed loop, which ones they were, and the processor time that each took in all processes. */
const measured = (
  purchaser: Purchaser,
  kind: Kind,
  { callers, seconds, warmUpSeconds }: (typeof cases)[number],
  pids: Readonly<Record<string, number>>,
) => {
  const made: string[] = [];
  const used: Record<string, number> = {};
  const count = (before: CpuMs, after: CpuMs): void => {
    for (const [name, ms] of Object.entries(after)) used[name] = (used[name] ?? 0) + ms - (before[name] ?? 0);
  };
  return {
    run: async () => {
      const before = cpuOf(pids);
      const purchase = async (): Promise<void> => void made.push(await purchaser.purchase(kind));
      const window = await closedLoop(callers, seconds, purchase, warmUpSeconds);
      count(before, cpuOf(pids));
      return window;
    },
    last: () => made.slice(-purchasesCounted),
    cpuMsEach: () => {
      const total = Object.values(used).reduce((sum, ms) => sum + ms, 0);
      return Object.fromEntries(
        [...Object.entries(used), ['total', total] as const].map(([name, ms]) => [name, round(ms / made.length)]),
      );
    },
  };
};

/** How long a buyer waits for the stored order, alone on the machine. */
export const firstAnswer = async (stack: Stack): Promise<void> => {
  const secondsATurn = 3;
  const ours = createOurs(stack);
  const floor = createFloor(stack);
  const loads = await inTurns(
    turns,
    () => closedLoop(1, secondsATurn, () => floor.submit('full')),
    () => closedLoop(1, secondsATurn, () => ours.submit('full')),
  );
  print({
    bench: 'first-answer',
    callers: 1,
    ...loads.ours,
    floor: loads.floor,
    ofFloor: round(loads.floor.p50Ms / loads.ours.p50Ms, 2),
  });
};
