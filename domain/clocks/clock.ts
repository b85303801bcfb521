import { DomainError } from '../errors';

/** Where an organization's business time comes from: the real clock, or a test clock that stands still until it is advanced. */
export interface BusinessClock {
  readonly testClockId: string | null;
  /** Business time when the value was read. */
  readonly now: string;
}

/** A year of years: far enough for any scenario, near enough to end. */
const longestAdvanceMs = 20 * 366 * 86_400_000;

/**
 * A test clock only goes forward, and not for ever.
 * @throws DomainError `test-clock-backwards`, `test-clock-busy`
 */
export const checkAdvance = (
  clock: { readonly now: string; readonly state: 'ready' | 'advancing' },
  to: string,
): void => {
  if (clock.state === 'advancing') throw new DomainError('test-clock-busy', 'the test clock is still advancing');
  if (to <= clock.now)
    throw new DomainError('test-clock-backwards', 'a test clock only goes forward', { now: clock.now, to });
  if (Date.parse(to) - Date.parse(clock.now) > longestAdvanceMs) {
    throw new DomainError('test-clock-backwards', 'a test clock advances by at most 20 years at once', {
      now: clock.now,
      to,
    });
  }
};
