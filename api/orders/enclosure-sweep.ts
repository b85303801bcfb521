import { addMilliseconds } from '../../domain/time';
import type { RealClock } from '../../platform/clock';
import type { Logger } from '../../platform/logger';
import type { EnclosureWrites } from './reads';

export interface EnclosureSweepDeps {
  readonly enclosures: Pick<EnclosureWrites, 'sweep'>;
  readonly log: Logger;
  readonly now: RealClock;
}

const sweepEveryMs = 3_600_000;
/** An order that was handed over is stored when a worker is there again, however long that takes; longer than this, none is away. */
const keptWithoutOrderMs = 7 * 86_400_000;

/** Removes what was enclosed with requests of which no order has come, since a process died in between. */
export const createEnclosureSweep = ({ enclosures, log, now }: EnclosureSweepDeps) => {
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();

  const sweep = async (): Promise<void> => {
    try {
      const removed = await enclosures.sweep(addMilliseconds(now(), -keptWithoutOrderMs));
      if (removed > 0) log.info({ removed }, 'enclosures without an order removed');
    } catch (error) {
      log.warn({ err: error }, 'enclosures not swept, to be tried again');
    }
  };

  return {
    start: (): void => {
      underWay = sweep();
      timer = setInterval(() => {
        underWay = sweep();
      }, sweepEveryMs);
    },
    /** Waits for what is under way. */
    close: async (): Promise<void> => {
      clearInterval(timer);
      await underWay;
    },
  };
};
