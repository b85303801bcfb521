import { setTimeout as sleep } from 'node:timers/promises';
import type { ProviderPlugin } from '../../providers/provider';
import { ProviderError } from '../../providers/provider';

const atOnce = (kind: string, perform: ProviderPlugin['perform']): ProviderPlugin => ({
  manifest: { kind, answers: 'at-once' },
  perform,
});

const done = { kind: 'done', resourceRef: 'resource-1' } as const;
const refuse = (): never => {
  throw new ProviderError('rejected', 'no capacity is left');
};

/** Longer than a run that answers at once is waited for. */
const slownessMs = 4_500;

/** Plugins in process that answer at once, each in a way of its own. */
export const scriptedPlugins: readonly ProviderPlugin[] = [
  atOnce('refusing', async ({ verb }) => Promise.resolve(verb === 'provision' ? refuse() : done)),
  atOnce('clinging', async ({ verb }) => Promise.resolve(verb === 'terminate' ? refuse() : done)),
  atOnce('stubborn', async () => Promise.resolve(refuse())),
  atOnce('slow', async () => {
    await sleep(slownessMs);
    return done;
  }),
];
