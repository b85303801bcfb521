import { z } from 'zod';
import { idIn, idOut, instantOut, orNull, pageIn, pageOf, textIn, tokenIn } from '../shapes';

const RunState = z.enum(['notifying', 'awaiting-report', 'succeeded', 'failed']);

export const RunOut = z
  .object({
    id: idOut,
    subscriptionId: idOut,
    customerId: idOut,
    vendorId: idOut,
    verb: z.enum(['provision', 'terminate']).meta({ description: 'What the vendor is asked to do.' }),
    plugin: z.string(),
    state: RunState.meta({
      description: 'notifying until the vendor takes the event, then awaiting-report; succeeded and failed are final.',
    }),
    reason: orNull(z.string()).meta({ description: 'Why it failed.' }),
    startedAt: instantOut,
    notifiedAt: orNull(instantOut).meta({ description: 'When the vendor took the event.' }),
    nextDueAt: orNull(instantOut).meta({ description: 'When the vendor is reminded next.' }),
    deadlineAt: orNull(instantOut).meta({ description: 'When the run fails without a report.' }),
    endedAt: orNull(instantOut),
  })
  .meta({ id: 'SyndicationRun', description: 'One attempt to have a vendor do something.' });

export const RunPage = pageOf('SyndicationRunPage', RunOut);

export const RunQuery = z.strictObject({ state: RunState.optional(), subscriptionId: idIn.optional(), ...pageIn });

export const RunParams = z.strictObject({ runId: idIn });

export const ReportBody = z
  .strictObject({
    reportId: tokenIn(200).meta({ description: 'Your own id of the report: sent twice, it counts once.' }),
    kind: z.enum(['deployed', 'undeployed', 'failed', 'progress']).meta({
      description:
        'deployed ends a run that provisions, undeployed one that terminates, failed either; progress ends nothing.',
    }),
    message: textIn(2_000).optional().meta({ description: 'Why it failed, or what is going on.' }),
    percent: z.number().int().min(0).max(100).optional().meta({ description: 'Of a report of progress.' }),
    resourceRef: textIn(300).optional().meta({ description: 'What you know the resource by.' }),
  })
  .meta({
    id: 'ReportRequest',
    description: 'What a vendor says of a run.',
    example: { reportId: 'team-42-deployed', kind: 'deployed', resourceRef: 'team-42' },
  });

export const ReportTaken = z
  .object({
    status: z.enum(['accepted', 'duplicate']).meta({ description: 'duplicate: this reportId was taken before.' }),
  })
  .meta({ id: 'ReportTaken' });
