import * as wf from '@temporalio/workflow';
import type { SubscriptionActivities } from '../../activities/subscriptions';
import { quick } from '../activity-options';

type Name = keyof SubscriptionActivities;

const local = <N extends Name>(name: N, summary: string): SubscriptionActivities[N] =>
  wf.proxyLocalActivities<SubscriptionActivities>({ ...quick, summary })[name];

export const advanceSubscription = local('advanceSubscription', 'record the subscription');
export const startRun = local('startRun', 'start the syndication run');
export const activateSubscription = local('activateSubscription', 'open the first period and invoice it');
export const turnPeriod = local('turnPeriod', 'close the period, open the next, invoice');
export const endSubscription = local('endSubscription', 'bill arrears and end');
export const endAtWindow = local('endAtWindow', 'let it end with its order window');
export const tellOrder = local('tellOrder', 'tell the order');
