import { print } from './figure';
import { closedLoop, inTurns, round } from './load';
import type { Kind, Purchaser } from './purchase';
import { createFloor, createOurs } from './purchase';
import type { Stack } from './stack';
import { transitionsOf } from './transitions';

const callersOf = [1, 8, 32];
const turns = 2;
const secondsATurn = 4;
const purchasesCounted = 10;

/** Purchases a second from the request to the invoice, beside bare workflows with the same messages and activities. */
export const purchases =
  (kind: Kind) =>
  async (stack: Stack): Promise<void> => {
    const ours = createOurs(stack);
    const floor = createFloor(stack);
    for (const callers of callersOf) {
      const sides = { ours: measured(ours, kind, callers), floor: measured(floor, kind, callers) };
      const loads = await inTurns(turns, sides.floor.run, sides.ours.run);
      print({
        bench: `purchase-${kind}`,
        callers,
        ...loads.ours,
        transitions: await transitionsOf(stack.client, ours, sides.ours.last()),
        floor: { ...loads.floor, transitions: await transitionsOf(stack.client, floor, sides.floor.last()) },
        ofFloor: round(loads.ours.perSecond / loads.floor.perSecond, 2),
      });
    }
  };

const measured = (purchaser: Purchaser, kind: Kind, callers: number) => {
  const made: string[] = [];
  return {
    run: () =>
      closedLoop(callers, secondsATurn, async () => {
        made.push(await purchaser.purchase(kind));
      }),
    last: () => made.slice(-purchasesCounted),
  };
};

/** How long a buyer waits for the stored order, alone on the machine. */
export const firstAnswer = async (stack: Stack): Promise<void> => {
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
