import type { ProviderPlugin } from '../provider';

/** People carry it out: they find the waiting run in their list and report when it is done. */
export const createManualPlugin = (): ProviderPlugin => ({
  manifest: { kind: 'manual', answers: 'by-report' },
  perform: () => Promise.resolve({ kind: 'taken' }),
});
