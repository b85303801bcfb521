import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { may, reachOf } from '../../domain/identity/permission';
import type { Route } from '../route';
import { route } from '../route';
import { idIn, idOut, instantIn, instantOut, orNull, pageIn, pageOf, tokenIn } from '../shapes';
import type { AuditReads } from './reads';

export interface AuditDeps {
  readonly auditTrail: AuditReads;
}

const outcomes = ['done', 'refused', 'failed'] as const;

const AuditQuery = z.strictObject({
  ...pageIn,
  userId: idIn.optional().meta({ description: 'Who did it, or on whose behalf it was done.' }),
  organizationId: idIn.optional().meta({ description: 'The organization that it was done for.' }),
  operationId: tokenIn(100).optional().meta({ description: 'As this document names operations.' }),
  objectId: tokenIn(100).optional().meta({ description: 'What it was about: an id or a key.' }),
  outcome: z.enum(outcomes).optional(),
  from: instantIn.optional().meta({ description: 'Since then.' }),
  to: instantIn.optional().meta({ description: 'Before then.' }),
});

const entry = {
  id: idOut,
  at: instantOut,
  requestId: z.string().meta({ description: '`x-request-id` of the request.' }),
  operationId: z.string(),
  outcome: z.enum(outcomes).meta({ description: 'Done, refused for a reason, or failed on our side.' }),
  errorCode: orNull(z.string()).meta({ description: 'The code of the problem.', example: 'forbidden' }),
  userId: idOut.meta({ description: 'Who did it.' }),
  onBehalfOf: orNull(idOut).meta({ description: 'As whom a member of the staff did it.' }),
  reason: orNull(z.string()).meta({ description: 'Why the staff acted as somebody else.' }),
  organizationId: orNull(idOut),
  address: orNull(z.string()).meta({ description: 'Where the request came from.' }),
  keyId: orNull(idOut),
  keyPrefix: orNull(z.string()),
  issuer: orNull(z.string()).meta({ description: 'Who issued the access token of the request.' }),
  objectIds: z.array(z.string()).meta({ description: 'What it was about.' }),
};

const row = orNull(z.record(z.string(), z.unknown()));
const EntryOut = z.object(entry).meta({ id: 'AuditEntry' });
const DetailOut = z
  .object({
    ...entry,
    changes: z
      .array(z.object({ object: z.string(), kind: z.enum(['insert', 'update', 'delete']), before: row, after: row }))
      .meta({ description: 'Rows that the request changed directly, secrets hidden. Events tell what workflows did.' }),
  })
  .meta({ id: 'AuditEntryDetail' });

const common = { tag: 'Audit', access: 'authenticated', status: 200 } as const;

/** The trail of writes, done and refused; an organization reads what was done for it. */
export const auditRoutes = ({ auditTrail }: AuditDeps): readonly Route[] => [
  route(
    {
      ...common,
      method: 'get',
      path: '/v1/audit',
      operationId: 'listAudit',
      summary: 'Who did what, from where, on whose behalf, and what was refused; newest first',
      query: AuditQuery,
      response: pageOf('AuditPage', EntryOut),
    },
    ({ caller, query: { limit, cursor, ...filter } }) =>
      auditTrail.list(filter, reachOf(caller, 'audit.read'), { limit, cursor }),
  ),
  route(
    {
      ...common,
      method: 'get',
      path: '/v1/audit/{entryId}',
      operationId: 'getAudit',
      summary: 'One entry, with what was before and after',
      params: z.strictObject({ entryId: idIn }),
      response: DetailOut,
      problems: ['audit-entry-not-found'],
    },
    async ({ caller, params: { entryId } }) => {
      const found = await auditTrail.find(entryId);
      if (found === undefined || !may(caller, 'audit.read', { organizationIds: [found.organizationId] }))
        throw new DomainError('audit-entry-not-found', 'there is no such audit entry');
      return { ...found, changes: await auditTrail.changesOf(entryId) };
    },
  ),
];
