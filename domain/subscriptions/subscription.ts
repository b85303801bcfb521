import { DomainError } from '../errors';

/** Life of a subscription (`product.md` §7); the last two are final. */
export type SubscriptionState = 'pending' | 'provisioning' | 'active' | 'terminating' | 'terminated' | 'failed';

/** What can happen to a subscription. */
export type SubscriptionEvent =
  | 'order-executing'
  | 'order-ended'
  | 'provisioned'
  | 'provisioning-failed'
  | 'termination-ordered'
  | 'deprovisioned'
  | 'deprovisioning-failed';

const moves: Readonly<Record<SubscriptionState, Partial<Record<SubscriptionEvent, SubscriptionState>>>> = {
  pending: { 'order-executing': 'provisioning', 'order-ended': 'terminated' },
  provisioning: { provisioned: 'active', 'provisioning-failed': 'failed' },
  active: { 'termination-ordered': 'terminating' },
  terminating: { deprovisioned: 'terminated', 'deprovisioning-failed': 'active' },
  terminated: {},
  failed: {},
};

/** Every state of a subscription. */
export const subscriptionStates = Object.keys(moves) as SubscriptionState[];

/** True for a state that nothing follows. */
export const isFinalSubscriptionState = (state: SubscriptionState): boolean => Object.keys(moves[state]).length === 0;

/**
 * The only way a subscription moves.
 * @throws DomainError `subscription-move-illegal`
 */
export const nextSubscriptionState = (state: SubscriptionState, event: SubscriptionEvent): SubscriptionState => {
  const next = moves[state][event];
  if (next === undefined) {
    throw new DomainError('subscription-move-illegal', `a subscription that is ${state} takes no ${event}`, {
      state,
      event,
    });
  }
  return next;
};

/**
 * Only what runs can be terminated.
 * @throws DomainError `subscription-ended`, `subscription-not-active`
 */
export const checkTerminable = (state: SubscriptionState): void => checkActive(state, 'terminated');

/** Only what runs can be changed or renewed. @throws as `checkTerminable` */
export const checkChangeable = (state: SubscriptionState): void => checkActive(state, 'changed');

const checkActive = (state: SubscriptionState, what: string): void => {
  if (isFinalSubscriptionState(state))
    throw new DomainError('subscription-ended', 'the subscription has ended', { state });
  if (state !== 'active')
    throw new DomainError('subscription-not-active', `only an active subscription can be ${what}`, { state });
};
