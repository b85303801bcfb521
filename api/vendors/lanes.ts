/** Runs work for many parties side by side, for each only some at a time; who waits goes when it is cancelled. */
export interface Lanes {
  /** @throws LaneFullError when too many wait already; the signal's reason when it aborts while the work waits */
  readonly run: <T>(party: string, signal: AbortSignal, work: () => Promise<T>) => Promise<T>;
}

export class LaneFullError extends Error {
  constructor() {
    super('too many wait already');
    this.name = 'LaneFullError';
  }
}

interface Lane {
  running: number;
  readonly waiting: Set<() => void>;
}

export const createLanes = (mostRunning: number, mostWaiting: number): Lanes => {
  const lanes = new Map<string, Lane>();

  const enter = async (lane: Lane, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (lane.running < mostRunning) {
      lane.running += 1;
      return;
    }
    if (lane.waiting.size >= mostWaiting) throw new LaneFullError();
    // Whoever leaves hands its place over: the number that runs stays.
    await new Promise<void>((resolve, reject) => {
      const next = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        lane.waiting.delete(next);
        reject(signal.reason as Error);
      };
      lane.waiting.add(next);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  };

  const leave = (party: string, lane: Lane): void => {
    const [next] = lane.waiting;
    if (next !== undefined) {
      lane.waiting.delete(next);
      next();
      return;
    }
    lane.running -= 1;
    if (lane.running === 0) lanes.delete(party);
  };

  return {
    run: async (party, signal, work) => {
      const lane = lanes.get(party) ?? { running: 0, waiting: new Set() };
      lanes.set(party, lane);
      await enter(lane, signal);
      try {
        return await work();
      } finally {
        leave(party, lane);
      }
    },
  };
};
