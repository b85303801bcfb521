import type { SubscriptionEvent, SubscriptionState } from '../../../../domain/subscriptions/subscription';
import {
  checkTerminable,
  isFinalSubscriptionState,
  nextSubscriptionState,
  subscriptionStates,
} from '../../../../domain/subscriptions/subscription';
import { refusal } from '../../../support/refusals';

const events: readonly SubscriptionEvent[] = [
  'order-executing',
  'order-ended',
  'provisioned',
  'provisioning-failed',
  'termination-ordered',
  'deprovisioned',
  'deprovisioning-failed',
];
const legal: Readonly<Record<string, SubscriptionState>> = {
  'pending order-executing': 'provisioning',
  'pending order-ended': 'terminated',
  'provisioning provisioned': 'active',
  'provisioning provisioning-failed': 'failed',
  'active termination-ordered': 'terminating',
  'terminating deprovisioned': 'terminated',
  'terminating deprovisioning-failed': 'active',
};
const pairs = subscriptionStates.flatMap((state) => events.map((event) => [state, event] as const));

describe('nextSubscriptionState', () => {
  it.each(pairs)('moves by the table or refuses: %s, %s', (state, event) => {
    const next = legal[`${state} ${event}`];
    if (next === undefined)
      expect(() => nextSubscriptionState(state, event)).toThrow(refusal('subscription-move-illegal'));
    else expect(nextSubscriptionState(state, event)).toBe(next);
  });

  it('reaches every state from pending', () => {
    const reached = new Set<SubscriptionState>(['pending']);
    for (const state of reached) {
      for (const event of events) {
        const next = legal[`${state} ${event}`];
        if (next !== undefined) reached.add(next);
      }
    }
    expect([...reached].sort()).toEqual([...subscriptionStates].sort());
  });
});

describe('isFinalSubscriptionState', () => {
  it.each(subscriptionStates)('says whether anything follows %s', (state) => {
    expect(isFinalSubscriptionState(state)).toBe(state === 'terminated' || state === 'failed');
  });
});

describe('checkTerminable', () => {
  it.each<[SubscriptionState, string | null]>([
    ['pending', 'subscription-not-active'],
    ['provisioning', 'subscription-not-active'],
    ['active', null],
    ['terminating', 'subscription-not-active'],
    ['terminated', 'subscription-ended'],
    ['failed', 'subscription-ended'],
  ])('lets only what runs be terminated: %s', (state, code) => {
    if (code === null) expect(() => checkTerminable(state)).not.toThrow();
    else expect(() => checkTerminable(state)).toThrow(refusal(code));
  });
});
