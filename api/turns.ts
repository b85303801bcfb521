/** Lets some calls about one thing through at the same time; the others wait for their turn, in the order in which they came. */
export type InTurn = <T>(key: string, call: () => Promise<T>) => Promise<T>;

export const createTurns = (places: number): InTurn => {
  const waiting = new Map<string, { taken: number; readonly queue: (() => void)[] }>();

  const take = async (key: string): Promise<void> => {
    const line = waiting.get(key) ?? { taken: 0, queue: [] };
    waiting.set(key, line);
    if (line.taken < places) line.taken += 1;
    // Who leaves hands its place on, so that nobody who comes in between takes it.
    else await new Promise<void>((resolve) => line.queue.push(resolve));
  };

  const leave = (key: string): void => {
    const line = waiting.get(key);
    if (line === undefined) return;
    const next = line.queue.shift();
    if (next !== undefined) next();
    else if (line.taken > 1) line.taken -= 1;
    else waiting.delete(key);
  };

  return async (key, call) => {
    await take(key);
    try {
      return await call();
    } finally {
      leave(key);
    }
  };
};
