import { performance } from 'node:perf_hooks';

/** What a closed loop of callers saw between two instants. */
export interface Window {
  readonly seconds: number;
  readonly latenciesMs: readonly number[];
}

export interface Load {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/**
 * Runs `operation` in as many closed loops as there are callers. What ends within the window counts; the loops go on
 * around it, so that neither the warm-up nor the last stragglers do.
 */
export const closedLoop = async (
  callers: number,
  seconds: number,
  operation: () => Promise<unknown>,
  warmUpSeconds = 1,
): Promise<Window> => {
  const from = performance.now() + warmUpSeconds * 1000;
  const until = from + seconds * 1000;
  const latenciesMs: number[] = [];
  const loop = async (): Promise<void> => {
    for (let begin = performance.now(); begin < until; begin = performance.now()) {
      await operation();
      const end = performance.now();
      if (end >= from && end < until) latenciesMs.push(end - begin);
    }
  };
  await Promise.all(Array.from({ length: callers }, loop));
  return { seconds, latenciesMs };
};

/** Ours and the floor in turns, since a machine has better and worse moments. */
export const inTurns = async (
  turns: number,
  floor: () => Promise<Window>,
  ours: () => Promise<Window>,
): Promise<{ readonly floor: Load; readonly ours: Load }> => {
  const windows = { floor: [] as Window[], ours: [] as Window[] };
  for (let turn = 0; turn < turns; turn++) {
    windows.floor.push(await floor());
    windows.ours.push(await ours());
  }
  return { floor: summarize(windows.floor), ours: summarize(windows.ours) };
};

const summarize = (windows: readonly Window[]): Load => {
  const sorted = windows.flatMap(({ latenciesMs }) => latenciesMs).sort((a, b) => a - b);
  const seconds = windows.reduce((sum, window) => sum + window.seconds, 0);
  return {
    perSecond: round(sorted.length / seconds),
    p50Ms: round(percentile(sorted, 0.5)),
    p99Ms: round(percentile(sorted, 0.99)),
  };
};

const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits));
