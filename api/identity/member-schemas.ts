import { z } from 'zod';
import type { ScopeKind } from '../../domain/identity/permission-table';
import { roles, scopeKinds, scopeOf } from '../../domain/identity/permission-table';
import { idIn, idOut, instantOut, orNull, pageIn, pageOf } from '../shapes';

const scope = {
  scope: z.enum(scopeKinds),
  scopeId: idIn.optional().meta({ description: 'Of the organization, project or offering; the platform has none.' }),
};

const isWhole = ({ scope: kind, scopeId }: { scope: string; scopeId?: string | undefined }): boolean =>
  (kind === 'platform') === (scopeId === undefined);
const notWhole = { error: 'is missing, or is said of the platform', path: ['scopeId'] };

export const MemberQuery = z
  .strictObject({ organizationId: idIn.optional(), projectId: idIn.optional(), offeringId: idIn.optional(), ...pageIn })
  .refine((query) => placesOf(query).length <= 1, {
    error: 'is one of several: name one scope, or none for the platform',
  });

interface Places {
  readonly organizationId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly offeringId?: string | undefined;
}

const placesOf = ({ organizationId, projectId, offeringId }: Places) =>
  Object.entries({ organization: organizationId, project: projectId, offering: offeringId }).flatMap(
    ([kind, scopeId]) => (scopeId === undefined ? [] : [{ scope: kind as ScopeKind, scopeId }]),
  );

/** Whose members are asked for: the platform's unless another scope is named. */
export const placeOf = (query: Places): { readonly scope: ScopeKind; readonly scopeId?: string } =>
  placesOf(query)[0] ?? { scope: 'platform' };

export const GrantBody = z
  .strictObject({ userId: idIn, role: z.enum(roles), ...scope })
  .refine(isWhole, notWhole)
  .refine(({ role, scope: kind }) => scopeOf(role) === kind, { error: 'is not for this kind of scope', path: ['role'] })
  .meta({ id: 'GrantIn' });

export const MemberOut = z
  .object({
    id: idOut.meta({ description: 'The user.' }),
    name: z.string(),
    roles: z.array(z.object({ role: z.enum(roles), grantedBy: orNull(idOut), grantedAt: orNull(instantOut) })),
  })
  .meta({ id: 'Member' });

export const MemberPage = pageOf('MemberPage', MemberOut);
