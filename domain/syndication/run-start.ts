import type { RunVerb } from './run';

/** Everything a syndication run needs to begin; frozen when its subscription starts it. */
export interface RunStart {
  readonly runId: string;
  readonly verb: RunVerb;
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly vendorId: string;
  readonly offeringId: string;
  readonly plugin: string;
  /** How the plugin tells the outcome: by its own answer, or by a later report. */
  readonly answers: 'at-once' | 'by-report';
  readonly testClockId: string | null;
  /** Business time at which the run begins. */
  readonly startedAt: string;
}
