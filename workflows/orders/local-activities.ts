import * as wf from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders';
import { quick } from '../activity-options';

const local = <N extends keyof OrderActivities>(name: N, summary: string): OrderActivities[N] =>
  wf.proxyLocalActivities<OrderActivities>({ ...quick, summary })[name];

export const placeOrder = local('placeOrder', 'store the order');
export const advanceOrder = local('advanceOrder', 'record the order');
export const carryOutOrder = local('carryOutOrder', 'hand over to the subscription');
export const planApproval = local('planApproval', 'find when it falls due');
