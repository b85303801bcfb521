import { z } from 'zod';
import { projectStates } from '../../domain/identity/project';
import { dayIn, idIn, idOut, instantOut, orNull, pageIn, pageOf, textIn } from '../shapes';
import { revIn } from './organization-schemas';

export const ProjectParams = z.strictObject({ projectId: idIn });

export const ProjectQuery = z.strictObject({
  organizationId: idIn.optional(),
  archived: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  ...pageIn,
});

const settings = {
  name: textIn(200),
  description: z.union([textIn(2000), z.literal('')]).default(''),
  startsOn: orNull(dayIn)
    .default(null)
    .meta({ description: 'The first day on which it buys, in the zone of its organization.' }),
  endsOn: orNull(dayIn).default(null).meta({ description: 'The last day on which it buys.' }),
};

export const ProjectBody = z.strictObject({ organizationId: idIn, ...settings }).meta({ id: 'ProjectIn' });

export const ProjectSettingsBody = z.strictObject({ ...settings, rev: revIn }).meta({ id: 'ProjectSettingsIn' });

export const ProjectOut = z
  .object({
    id: idOut,
    organizationId: idOut,
    name: z.string(),
    description: z.string(),
    startsOn: orNull(z.string().meta({ format: 'date' })),
    endsOn: orNull(z.string().meta({ format: 'date' })),
    state: z.enum(projectStates).meta({ description: 'Only an open one buys.' }),
    archivedAt: orNull(instantOut),
    rev: z.number().int(),
  })
  .meta({ id: 'Project' });

export const ProjectPage = pageOf('ProjectPage', ProjectOut);
