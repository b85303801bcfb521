import { readFileSync, readdirSync } from 'node:fs';

/** Processor time that processes have used, by name; none where the system has no `/proc`. */
export type CpuMs = Readonly<Record<string, number>>;

// What Linux calls a clock tick is 10 ms wherever Node runs.
const tickMs = 10;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** Its own, and that of its children which have ended. */
  readonly usedMs: number;
}

/** Of each process alone; `postgres` with its connections, each of which is a process of its own. */
export const cpuOf = (pids: Readonly<Record<string, number>>): CpuMs => {
  const stats = statsOfAll();
  return Object.fromEntries(
    Object.entries(pids).map(([name, pid]) => [
      name,
      stats
        .filter((stat) => stat.pid === pid || (name === 'postgres' && stat.parent === pid))
        .reduce((sum, { usedMs }) => sum + usedMs, 0),
    ]),
  );
};

const statsOfAll = (): readonly Stat[] => {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => statOf(Number(pid)));
  } catch {
    return [];
  }
};

const statOf = (pid: number): Stat[] => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return [{ pid, parent: Number(fields[1]), usedMs: ticks * tickMs }];
  } catch {
    // It has ended meanwhile.
    return [];
  }
};
