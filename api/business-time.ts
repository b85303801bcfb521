import { DomainError } from '../domain/errors';
import type { RealClock } from '../platform/clock';

interface BusinessTimeDeps {
  readonly clocks: { find(clockId: string): Promise<{ readonly now: string } | undefined> };
  readonly now: RealClock;
}

/** Business time: the real one, or that of the test clock that something lives on (`product.md` §2). */
export type BusinessTime = (testClockId: string | null) => Promise<string>;

export const createBusinessTime =
  ({ clocks, now }: BusinessTimeDeps): BusinessTime =>
  async (testClockId) => {
    if (testClockId === null) return now();
    const clock = await clocks.find(testClockId);
    if (clock === undefined) throw new DomainError('test-clock-not-found', 'there is no such test clock');
    return clock.now;
  };
