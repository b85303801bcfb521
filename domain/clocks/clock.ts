import { DomainError } from '../errors';

// Far enough for any scenario, near enough to end.
const longestAdvanceMs = 20 * 366 * 86_400_000;

/**
 * A test clock only goes forward, and at most 20 years at once. What is no instant is not forward either.
 * @throws DomainError `test-clock-backwards`, `test-clock-busy`
 */
export const checkAdvance = (
  clock: { readonly now: string; readonly state: 'ready' | 'advancing' },
  to: string,
): void => {
  if (clock.state === 'advancing') throw new DomainError('test-clock-busy', 'the test clock is still advancing');
  const advanceMs = Date.parse(to) - Date.parse(clock.now);
  if (!(advanceMs > 0))
    throw new DomainError('test-clock-backwards', 'a test clock only goes forward', { now: clock.now, to });
  if (advanceMs > longestAdvanceMs) {
    throw new DomainError('test-clock-backwards', 'a test clock advances by at most 20 years at once', {
      now: clock.now,
      to,
    });
  }
};
