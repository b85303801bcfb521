import type { ProviderPlugin } from '../provider';

/** Nothing has to be provisioned (a support contract, a licence by name): what is asked for is done. */
export const createInstantPlugin = (): ProviderPlugin => ({
  manifest: { kind: 'instant', answers: 'at-once' },
  perform: (request) => Promise.resolve({ kind: 'done', resourceRef: request.subscriptionId }),
});
