import { defineUpdate } from '@temporalio/workflow';

/** One advance at a time per clock: the id is the clock's. */
export const clockAdvanceWorkflowId = (clockId: string): string => `test-clock/${clockId}`;

export interface ClockAdvance {
  readonly clockId: string;
  /** Business time at the end of the advance. */
  readonly to: string;
}

/** Sent with the start: marks the clock as advancing, or refuses. */
export const beginAdvance = defineUpdate<{ readonly now: string; readonly target: string }>('beginAdvance');

/**
 * Tells one run that lives on a test clock that it is now `to`. Answers when everything due by then is done.
 * Orders, subscriptions and syndication runs all take it.
 */
export const advanceClock = defineUpdate<undefined, [{ readonly to: string }]>('advanceClock');
