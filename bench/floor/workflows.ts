import * as wf from '@temporalio/workflow';
import type { FloorActivities, FloorVendorActivities } from './activities';

// The workflows of a purchase with nothing in them: the same messages, waits and activities, each activity one INSERT.

const local = wf.proxyLocalActivities<FloorActivities>({ startToCloseTimeout: '10s' });
const remote = wf.proxyActivities<FloorVendorActivities>({ startToCloseTimeout: '30s', taskQueue: 'floor-vendor' });

const submit = wf.defineUpdate('submit');
const decide = wf.defineUpdate('decide');
const provisioned = wf.defineUpdate('provisioned');
const done = wf.defineSignal('done');
const report = wf.defineSignal('report');

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
    await local.insert(id, 'decided');
  });
  wf.setHandler(done, () => {
    ended = true;
  });
  await local.insert(id, 'placed');
  stored = true;
  if (full) await wf.condition(() => decided, '30 days');
  await local.startSubscription({ id, full });
  if (full) await wf.condition(() => ended);
  await local.insert(id, 'done');
  await wf.condition(wf.allHandlersFinished);
}

export async function floorSubscription({ id, full }: Purchase): Promise<void> {
  let ended = false;
  let active = false;
  wf.setHandler(done, () => {
    ended = true;
  });
  wf.setHandler(provisioned, () => wf.condition(() => active));
  if (full) await local.insert(id, 'provisioning');
  await local.startRun({ id, full });
  if (full) await wf.condition(() => ended);
  await local.insert(id, 'active');
  active = true;
  if (full) await local.tell(`floor-order/${id}`);
  await wf.condition(() => false, '30 days');
}

export async function floorRun({ id, full }: Purchase): Promise<void> {
  let reported = false;
  wf.setHandler(report, () => {
    reported = true;
  });
  await local.insert(id, 'run');
  if (!full) return;
  const notified = notifyVendor({ id, full });
  await wf.condition(() => reported, '1 day');
  await notified;
  await local.insert(id, 'ended');
  await local.tell(`floor-subscription/${id}`);
}

const notifyVendor = async (purchase: Purchase): Promise<void> => {
  await remote.notify(purchase);
  await local.insert(purchase.id, 'notified');
};
