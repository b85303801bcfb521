import type { Booked, SubscriptionStanding } from '../../activities/subscriptions';
import type { SubscriptionEvent, SubscriptionState } from '../../domain/subscriptions/subscription';
import { nextSubscriptionState } from '../../domain/subscriptions/subscription';
import type { SubscriptionRun } from '../../domain/subscriptions/subscription-run';

interface Step {
  readonly subscriptionId: string;
  readonly rev: number;
  readonly state: SubscriptionState;
}

/** The numbered steps of a subscription's life. */
export interface Steps {
  readonly next: () => Step;
  readonly move: (event: SubscriptionEvent) => Step;
  /**
   * Where an attempt of a task that was lost has stored another step, that one counts, and it is decided anew from there.
   * @returns false then
   */
  readonly isStored: (otherwise: SubscriptionStanding | null) => boolean;
  readonly isBooked: (booked: Booked) => boolean;
}

export const createSteps = (s: SubscriptionRun): Steps => {
  const next = (): Step => {
    s.rev += 1;
    return { subscriptionId: s.id, rev: s.rev, state: s.state };
  };
  const isStored = (otherwise: SubscriptionStanding | null): boolean => {
    if (otherwise !== null) Object.assign(s, otherwise);
    return otherwise === null;
  };
  return {
    next,
    move: (event) => {
      s.state = nextSubscriptionState(s.state, event);
      return next();
    },
    isStored,
    isBooked: ({ nextDueAt, endsAt, boundUntil, otherwise }) => {
      s.boundUntil = boundUntil;
      if (otherwise === null) Object.assign(s, { nextDueAt, endsAt });
      return isStored(otherwise);
    },
  };
};
