import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** How the vendor answers an event: a status, or not at all, or with a redirect. */
export type VendorAnswer = '200' | '204' | '429' | '500' | 'hang' | 'redirect' | VendorBody;

/** What it answers a question with; `fake-vendor.js` says what each is. */
type VendorBody =
  | ('list' | 'less' | 'none' | 'errors' | 'nothing')
  | ('twice' | 'garbage' | 'many' | 'huge' | 'deep' | 'wrong' | 'null' | 'same' | 'object');

export interface VendorEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A vendor in a process of its own, reached over a real socket. */
export interface VendorProcess {
  /** An endpoint that gives these answers in turn, and the last one for ever. */
  readonly endpoint: (name: string, answers: readonly VendorAnswer[]) => string;
  readonly received: (name: string) => Promise<readonly VendorEvent[]>;
  readonly stop: () => Promise<void>;
}

export const startVendor = async (): Promise<VendorProcess> => {
  const child = fork(join(__dirname, 'fake-vendor.js'), { execArgv: [] });
  const [port] = (await once(child, 'message')) as [number];
  const base = `http://127.0.0.1:${port}`;
  return {
    endpoint: (name, answers) => `${base}/${name}?answers=${answers.join(',')}`,
    received: async (name) => (await (await fetch(`${base}/${name}`)).json()) as VendorEvent[],
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
};
