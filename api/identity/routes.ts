import { z } from 'zod';
import { roles, scopeKinds } from '../../domain/identity/permission-table';
import type { Route } from '../route';
import { route } from '../route';
import { idOut, instantOut, orNull } from '../shapes';

const Me = z
  .object({
    userId: idOut,
    name: z.string(),
    organizationId: orNull(idOut).meta({ description: 'The organization that the caller acts for.' }),
    testClockId: orNull(idOut).meta({ description: 'The test clock that a sandbox organization lives on.' }),
    grants: z.array(
      z.object({
        role: z.enum(roles),
        scope: z.enum(scopeKinds),
        scopeId: orNull(idOut),
      }),
    ),
    permissions: z
      .array(z.string())
      .optional()
      .meta({ description: 'All that the key of this request is for; without it, what the roles give.' }),
    credential: z
      .object({
        kind: z.enum(['api-key', 'access-token']),
        keyId: orNull(idOut),
        prefix: orNull(z.string()),
        expiresAt: orNull(instantOut),
        scopeIds: orNull(z.array(idOut)),
        issuer: orNull(z.string()),
      })
      .optional()
      .meta({ description: 'What this request came with.' }),
  })
  .meta({ id: 'Me' });

export const identityRoutes = (): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/me',
      operationId: 'getMe',
      tag: 'Identity',
      summary: 'Who calls, and with which roles',
      access: 'authenticated',
      status: 200,
      response: Me,
    },
    ({ caller }) => Promise.resolve(caller),
  ),
];
