export { clockAdvanceWorkflow } from './clocks/workflow';
export { orderWorkflow } from './orders/workflow';
export { subscriptionWorkflow } from './subscriptions/workflow';
export { syndicationWorkflow } from './syndication/workflow';
