import * as wf from '@temporalio/workflow';
import type { FloorActivities } from './activities';

// The same workflows, messages and activities as a purchase, with nothing in them: every activity is one INSERT.

const local = wf.proxyLocalActivities<FloorActivities>({ startToCloseTimeout: '10s' });
const remote = wf.proxyActivities<FloorActivities>({ startToCloseTimeout: '30s' });

export const submit = wf.defineUpdate('submit');
export const decide = wf.defineUpdate('decide');
export const done = wf.defineSignal('done');
export const report = wf.defineSignal('report');

export interface Purchase {
  readonly id: string;
  readonly full: boolean;
}

export async function floorOrder({ id, full }: Purchase): Promise<void> {
  let stored = false;
  let decided = !full;
  let ended = false;
  wf.setHandler(submit, () => wf.condition(() => stored));
  wf.setHandler(decide, async () => {
    decided = true;
    await local.insert('decide');
  });
  wf.setHandler(done, () => {
    ended = true;
  });
  await local.insert('place');
  stored = true;
  await wf.condition(() => decided);
  await local.startSubscription({ id, full });
  await wf.condition(() => ended);
  await local.insert('done');
  await wf.condition(wf.allHandlersFinished);
}

export async function floorSubscription({ id, full }: Purchase): Promise<void> {
  let ended = false;
  wf.setHandler(done, () => {
    ended = true;
  });
  if (full) await local.insert('provisioning');
  await local.startRun({ id, full });
  if (full) await wf.condition(() => ended);
  await local.insert('activate');
  await local.tell(`floor-order/${id}`);
  await wf.condition(() => false, '30 days');
}

export async function floorRun({ id, full }: Purchase): Promise<void> {
  let reported = false;
  wf.setHandler(report, () => {
    reported = true;
  });
  await local.insert('run');
  if (!full) return;
  await remote.notify({ id, full });
  await local.insert('notified');
  await wf.condition(() => reported, '1 day');
  await local.insert('ended');
  await local.tell(`floor-subscription/${id}`);
}
