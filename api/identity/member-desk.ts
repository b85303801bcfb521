import { DomainError } from '../../domain/errors';
import { checkWithin, lastingRoles } from '../../domain/identity/member';
import { seenFrom } from '../../domain/identity/organization';
import type { ObjectScopes } from '../../domain/identity/permission';
import { may } from '../../domain/identity/permission';
import type { Role, ScopeKind } from '../../domain/identity/permission-table';
import type { RealClock } from '../../platform/clock';
import { permit } from '../access';
import type { Caller } from '../auth';
import type { MemberReads, MemberRecord, MemberWrites, ScopeReads } from './reads';

export interface MemberDeskDeps {
  readonly members: MemberReads;
  readonly memberWrites: MemberWrites;
  readonly scopes: ScopeReads;
  readonly now: RealClock;
}

/** What a role is held on. */
interface Place {
  readonly scope: ScopeKind;
  readonly scopeId?: string | undefined;
}

export interface GrantRequest extends Place {
  readonly userId: string;
  readonly role: Role;
}

/** What is seen of a scope, and where roles on it are decided. */
interface Found {
  readonly organizationId: string | null;
  readonly above: ObjectScopes;
}

const sight = {
  organization: ['organization.read', 'organization-not-found'],
  project: ['project.read', 'project-not-found'],
  offering: ['subscription.read', 'offering-not-found'],
} as const;

/** Who has which role, and who gives and takes them. */
export const createMemberDesk = ({ members, memberWrites: writes, scopes, now }: MemberDeskDeps) => {
  const seen = async (caller: Caller, { scope, scopeId }: Place): Promise<Found> => {
    if (scope === 'platform' || scopeId === undefined) return { organizationId: null, above: { organizationIds: [] } };
    const found = await scopes.find(scope, scopeId);
    const [permission, code] = sight[scope];
    if (found === undefined) throw new DomainError(code, `there is no such ${scope}`);
    const { organizationId, ancestorIds } = found;
    const above = { organizationIds: [organizationId], ...placeOf(scope, scopeId) };
    const isSeen = scope === 'organization' ? seenFrom({ id: organizationId, ancestorIds }) : above;
    if (!may(caller, permission, isSeen)) throw new DomainError(code, `there is no such ${scope}`);
    return { organizationId, above };
  };

  /** Who is of another organization is not known here: it is invited, or brought in by the platform. */
  const checkKnown = async (caller: Caller, userId: string, { organizationId }: Found): Promise<void> => {
    const user = await members.user(userId, organizationId);
    const isKnown = user?.isOfOrganization === true || may(caller, 'member.write', { organizationIds: [] });
    if (user === undefined || !isKnown) throw noUser();
  };

  const memberOf = async ({ scope, scopeId, userId }: GrantRequest): Promise<MemberRecord> => {
    const found = await members.find({ scope, scopeId: scopeId ?? null }, userId);
    // Somebody has taken it again at once.
    if (found === undefined) throw noUser();
    return found;
  };

  return {
    list: async (caller: Caller, place: Place, page: Parameters<MemberReads['list']>[1]) => {
      permit(caller, 'member.read', (await seen(caller, place)).above);
      return members.list({ scope: place.scope, scopeId: place.scopeId ?? null }, page);
    },

    grant: async (caller: Caller, asked: GrantRequest): Promise<MemberRecord> => {
      const found = await seen(caller, asked);
      permit(caller, 'member.write', found.above);
      checkWithin(caller, asked.role, found.above);
      await checkKnown(caller, asked.userId, found);
      await writes.grant({ ...asked, scopeId: asked.scopeId ?? null, by: caller.userId, now: now() });
      return memberOf(asked);
    },

    /** Everybody may give up a role of its own. */
    revoke: async (caller: Caller, asked: GrantRequest): Promise<void> => {
      const found = await seen(caller, asked);
      if (asked.userId !== caller.userId) {
        permit(caller, 'member.write', found.above);
        checkWithin(caller, asked.role, found.above);
      }
      const stays = lastingRoles.includes(asked.role);
      if (await writes.revoke({ ...asked, scopeId: asked.scopeId ?? null, stays })) return;
      throw new DomainError('role-last', 'nobody else has the role', { role: asked.role });
    },
  };
};

const noUser = (): DomainError => new DomainError('user-not-found', 'there is no such user');

const placeOf = (scope: ScopeKind, id: string): Partial<ObjectScopes> => {
  if (scope === 'project') return { projectId: id };
  return scope === 'offering' ? { offeringId: id } : {};
};
