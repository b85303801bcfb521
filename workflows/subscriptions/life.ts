import type { SubscriptionRun } from '../../domain/subscriptions/subscription-run';
import type { RunClock } from '../clock';
import type { Runs } from './runs';
import type { Steps } from './steps';

/** What the parts of a subscription's life share. */
export interface Life {
  readonly s: SubscriptionRun;
  readonly clock: RunClock;
  readonly steps: Steps;
  readonly runs: Runs;
  /** True while something is being done: an advance of the test clock waits for it. */
  busy: boolean;
  /** True once the order waits for the answer itself, so that it need not be signalled. */
  isAsked: boolean;
}
