import { sleep } from '@temporalio/workflow';

/** Under every name a workflow that begins otherwise: histories recorded from the real ones must not replay on it. */
const changed = async (): Promise<void> => {
  await sleep('1 hour', { summary: 'what no workflow of ours begins with' });
};

export {
  changed as clockAdvanceWorkflow,
  changed as orderWorkflow,
  changed as subscriptionWorkflow,
  changed as syndicationWorkflow,
};
