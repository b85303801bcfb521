import * as wf from '@temporalio/workflow';

/** Business time of one run: the real clock, or a test clock that stands still until it is told to move. */
export interface RunClock {
  readonly now: () => string;
  /** Takes note of an instant that a message carried; time never goes back. */
  readonly see: (at: string) => void;
  /**
   * Waits until `wake` or the due instant, whichever comes first. On the real clock the wait is a timer that says why it
   * waits; on a test clock there is no timer: an advance moves the clock.
   */
  readonly wait: (dueAt: string | null, wake: () => boolean, summary: string) => Promise<void>;
}

export const createRunClock = (state: { readonly testClockId: string | null; now: string }): RunClock => {
  const isTest = state.testClockId !== null;
  const now = (): string => (isTest ? state.now : new Date(Date.now()).toISOString());
  const isDue = (dueAt: string | null): boolean => dueAt !== null && now() >= dueAt;
  return {
    now,
    see: (at) => {
      if (at > state.now) state.now = at;
    },
    wait: async (dueAt, wake, summary) => {
      if (isTest || dueAt === null) return wf.condition(() => wake() || isDue(dueAt));
      await wf.condition(wake, Math.max(1, Date.parse(dueAt) - Date.now()), { summary });
    },
  };
};

/** `at + milliseconds`, without a calendar. */
export const later = (at: string, milliseconds: number): string =>
  new Date(Date.parse(at) + milliseconds).toISOString();
