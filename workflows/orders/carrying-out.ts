import * as wf from '@temporalio/workflow';
import type { CarryingOut } from './contract';
import type { Life } from './life';
import { carryOutOrder } from './local-activities';
import { move } from './steps';

/** A subscription whose answer takes longer than a call may last is asked again, less and less often. */
const askAgainMs = 5_000;
const askAgainMaxMs = 300_000;

/** What the subscription says, be it in its answer, be it later in a signal. */
const carryOut = async (life: Life, at: string): Promise<CarryingOut> => {
  const said = (): CarryingOut | undefined => life.carriedOut;
  for (let pauseMs = askAgainMs; ; pauseMs = Math.min(pauseMs * 2, askAgainMaxMs)) {
    const handover = await carryOutOrder({ order: life.order, at });
    life.carriedOut ??= handover.carriedOut ?? undefined;
    if (said() === undefined && handover.isAsked)
      await wf.condition(() => said() !== undefined, pauseMs, { summary: 'asks the subscription again' });
    else await wf.condition(() => said() !== undefined);
    const result = said();
    if (result !== undefined) return result;
  }
};

/** Hands the order over to its subscription and ends with what comes of it. */
export const finish = async (life: Life): Promise<void> => {
  const { result, reason, at } = await carryOut(life, life.clock.now());
  life.clock.see(at);
  const event = result === 'succeeded' ? 'carried-out' : 'carrying-out-failed';
  await move(life, event, { at, actorId: null, failure: reason });
};
