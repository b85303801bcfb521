export type { ResourceIntake as ResourceWrites } from '../../db/subscriptions/resource-intake';
export type {
  SubscriptionDetail,
  SubscriptionView as SubscriptionReads,
  TerminableSubscription,
} from '../../db/subscriptions/subscription-view';
