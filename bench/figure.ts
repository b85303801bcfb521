import { execFileSync } from 'node:child_process';
import { arch, cpus, platform, totalmem } from 'node:os';

/** One line a figure, beside the same work done bare in the same run. */
export const print = (figure: { readonly bench: string } & Readonly<Record<string, unknown>>): void => {
  console.log(JSON.stringify(figure));
};

export const printMachine = (versions: Readonly<Record<string, string>>, settings: Readonly<Record<string, unknown>>) =>
  print({
    bench: 'machine',
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 1e9),
    system: `${platform()} ${arch()}`,
    node: process.version,
    ...versions,
    ...settings,
  });

/** Memory of a process that the machine really holds, in kB. */
export const residentKb = (pid: number): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim());
