import * as wf from '@temporalio/workflow';
import type { ClockActivities } from '../../activities/clocks';
import { longWork, quick } from '../activity-options';
import type { ClockAdvance } from './contract';
import { beginAdvance } from './contract';

const { openAdvance } = wf.proxyLocalActivities<ClockActivities>({ ...quick, summary: 'mark the clock as advancing' });
const { closeAdvance } = wf.proxyLocalActivities<ClockActivities>({ ...quick, summary: 'mark the clock as ready' });
const { advanceSteps } = wf.proxyActivities<ClockActivities>({
  ...longWork,
  summary: 'move everything due, in order of due instants',
});

/** Moves one test clock: everything that lives on it does what falls due, in order, and only then the clock stands at its target. */
export async function clockAdvanceWorkflow(advance: ClockAdvance): Promise<void> {
  let opened: { now: string; target: string } | undefined;
  let refusal: unknown;
  wf.setHandler(beginAdvance, async () => {
    await wf.condition(() => opened !== undefined || refusal !== undefined);
    if (opened === undefined) throw refusal;
    return opened;
  });
  try {
    opened = await openAdvance(advance);
  } catch (failure) {
    refusal = failure instanceof wf.ActivityFailure ? failure.cause : failure;
    await wf.condition(wf.allHandlersFinished);
    throw refusal;
  }
  wf.setCurrentDetails(`Advances from ${opened.now} to ${advance.to}`);
  const steps = await advanceSteps(advance);
  await closeAdvance(advance);
  wf.setCurrentDetails(`Stands at ${advance.to} after ${steps} steps`);
  await wf.condition(wf.allHandlersFinished);
}
