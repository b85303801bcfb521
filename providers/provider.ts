import type { RunVerb } from '../domain/syndication/run';

/** What a plugin can do and how it answers; data, so that the core can plan without calling it. */
interface PluginManifest {
  readonly kind: string;
  /** `at-once`: the call's own answer is the outcome. `by-report`: the outcome comes later, as a provisioning report. */
  readonly answers: 'at-once' | 'by-report';
}

/** What a plugin is asked to do. The same `runId` means the same request: a repeat must have no second effect. */
export interface ProvisioningRequest {
  readonly runId: string;
  readonly verb: RunVerb;
  readonly subscriptionId: string;
  readonly vendorId: string;
  /** Business time at which the run began, ISO 8601. */
  readonly date: string;
}

/** `taken`: a report will follow. `done`: it is finished. */
type ProvisioningAnswer = { readonly kind: 'taken' } | { readonly kind: 'done'; readonly resourceRef: string | null };

/** Why a call to a provider failed. `retryAfterMs` is the provider's own wish, if it had one. */
export class ProviderError extends Error {
  readonly kind: 'unavailable' | 'rejected';
  readonly retryAfterMs: number | undefined;

  constructor(kind: 'unavailable' | 'rejected', message: string, retryAfterMs?: number) {
    super(message);
    this.name = 'ProviderError';
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * The port that every provider plugin fills (`product.md` §12). Calls are idempotent by `runId`, never sleep, and end
 * when `signal` aborts.
 */
export interface ProviderPlugin {
  readonly manifest: PluginManifest;
  /** Asks for the run's verb to be carried out. @throws ProviderError */
  readonly perform: (request: ProvisioningRequest, signal: AbortSignal) => Promise<ProvisioningAnswer>;
}
