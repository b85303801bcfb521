import { performance } from 'node:perf_hooks';

/** What one closed loop of callers saw. */
export interface Load {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly count: number;
}

/** Runs `operation` in `callers` closed loops until `seconds` are over; the warm-up is not counted. */
export const closedLoop = async (
  callers: number,
  seconds: number,
  operation: () => Promise<void>,
  warmUpSeconds = 1,
): Promise<Load> => {
  const warmUntil = performance.now() + warmUpSeconds * 1000;
  await Promise.all(Array.from({ length: callers }, () => repeatUntil(warmUntil, operation)));
  const begin = performance.now();
  const latencies = (
    await Promise.all(Array.from({ length: callers }, () => repeatUntil(begin + seconds * 1000, operation)))
  ).flat();
  const elapsed = (performance.now() - begin) / 1000;
  const sorted = latencies.sort((a, b) => a - b);
  return {
    perSecond: round(sorted.length / elapsed),
    p50Ms: round(percentile(sorted, 0.5)),
    p99Ms: round(percentile(sorted, 0.99)),
    count: sorted.length,
  };
};

const repeatUntil = async (until: number, operation: () => Promise<void>): Promise<number[]> => {
  const latencies: number[] = [];
  while (performance.now() < until) {
    const begin = performance.now();
    await operation();
    latencies.push(performance.now() - begin);
  }
  return latencies;
};

const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

export const round = (value: number): number => Math.round(value * 10) / 10;

/** One line a figure; `floor` is the same work done bare in the same run. */
export const print = (figure: { readonly bench: string } & Readonly<Record<string, unknown>>): void => {
  console.log(JSON.stringify(figure));
};
