import { z } from 'zod';
import { idIn, idOut, instantIn, instantOut, orNull, textIn } from '../shapes';

export const ClockOut = z
  .object({
    id: idOut,
    name: z.string(),
    organizationId: orNull(idOut),
    now: instantOut,
    target: instantOut.meta({ description: 'Where it is going; where it stands when it is ready.' }),
    state: z.enum(['ready', 'advancing']),
  })
  .meta({
    id: 'TestClock',
    description: 'A clock that a sandbox organization lives on. It stands still until advanced.',
  });

export const ClockBody = z
  .strictObject({
    name: textIn(100),
    organizationId: idIn.optional().meta({ description: 'The sandbox; your own organization by default.' }),
    now: instantIn.optional().meta({ description: 'Where it stands; the real time by default.' }),
  })
  .meta({ id: 'TestClockRequest', example: { name: 'A year in advance' } });

export const ClockParams = z.strictObject({ clockId: idIn });

export const AdvanceBody = z
  .union([
    z.strictObject({ to: instantIn }).meta({ description: 'To an instant, at most 20 years ahead.' }),
    z.strictObject({ months: z.number().int().min(1).max(240) }).meta({
      description: "By months on the calendar of the organization's zone.",
    }),
  ])
  .meta({ id: 'AdvanceRequest', description: 'Where to move the clock.', example: { months: 1 } });
