import type { ClockDeps } from './clocks';
import { createClockActivities } from './clocks';
import type { OrderDeps } from './orders';
import { createOrderActivities } from './orders';
import type { SubscriptionDeps } from './subscriptions';
import { createSubscriptionActivities } from './subscriptions';
import type { SyndicationDeps } from './syndication';
import { createSyndicationActivities } from './syndication';

/** Everything the workflows do on the `core` queue. */
export const createActivities = (deps: ClockDeps & OrderDeps & SubscriptionDeps & SyndicationDeps) => ({
  ...createOrderActivities(deps),
  ...createSubscriptionActivities(deps),
  ...createSyndicationActivities(deps),
  ...createClockActivities(deps),
});
