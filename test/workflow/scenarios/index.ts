import { join } from 'node:path';
import type { History } from '@temporalio/common/lib/proto-utils';
import { approvalScenarios } from './approvals';
import { clockScenarios } from './clocks';
import { orderScenarios } from './orders';
import type { Scenario, WorkflowType } from './scenario';
import { subscriptionScenarios } from './subscriptions';
import { syndicationScenarios } from './syndication';

const named = (feature: string, scenarios: Readonly<Record<string, Scenario>>): [string, Scenario][] =>
  Object.entries(scenarios).map(([name, scenario]) => [`${feature}-${kebab(name)}`, scenario]);

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Every branch of every workflow, by a name that is also the name of its recorded histories. */
export const scenarios: Readonly<Record<string, Scenario>> = Object.fromEntries([
  ...named('order', orderScenarios),
  ...named('approval', approvalScenarios),
  ...named('subscription', subscriptionScenarios),
  ...named('syndication', syndicationScenarios),
  ...named('clock', clockScenarios),
]);

/** Where recorded histories are kept, a folder for each type of workflow. */
export const histories = join(__dirname, '../../replay/histories');

/** The files of one workflow's histories; a run that goes on in a fresh one has more than one. */
export const recordings = (type: WorkflowType, name: string, runs: readonly History[]) =>
  runs.map((history, at) => ({ file: `${type}/${name}${at === 0 ? '' : `.${at + 1}`}.json`, history }));
