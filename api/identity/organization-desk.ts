import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { checkIdle, checkPlacement, madeFrom, runFrom, seenFrom } from '../../domain/identity/organization';
import { may } from '../../domain/identity/permission';
import type { RealClock } from '../../platform/clock';
import { permit } from '../access';
import type { Caller } from '../auth';
import type { MoveBody, OrganizationBody, OrganizationSettingsBody } from './organization-schemas';
import type { OrganizationReads, OrganizationWrites } from './reads';

export interface OrganizationDeskDeps {
  readonly organizations: OrganizationReads;
  readonly organizationWrites: OrganizationWrites;
  readonly now: RealClock;
}

type Found = NonNullable<Awaited<ReturnType<OrganizationReads['find']>>>;

/** What is done to organizations, by their own people, by those next above, and by the platform's. */
export const createOrganizationDesk = ({ organizations, organizationWrites: writes, now }: OrganizationDeskDeps) => {
  const seen = async (caller: Caller, organizationId: string): Promise<Found> => {
    const found = await organizations.find(organizationId);
    if (found === undefined || !may(caller, 'organization.read', seenFrom(found))) throw noOrganization();
    return found;
  };

  /** What a new one is below unless it is said. */
  const defaultParent = async (caller: Caller, kinds: Body['kinds']): Promise<string | null> => {
    if (kinds.every((kind) => kind === 'vendor') || kinds.includes('platform')) return null;
    return caller.organizationId ?? (await organizations.platformId()) ?? null;
  };

  return {
    seen,

    create: async (caller: Caller, { parentId: asked, ...body }: Body): Promise<string> => {
      const parentId = asked === undefined ? await defaultParent(caller, body.kinds) : asked;
      const parent = parentId === null ? null : await seen(caller, parentId);
      permit(caller, 'organization.create', madeFrom(body.kinds, parentId));
      checkPlacement(body.kinds, parent);
      if (body.kinds.includes('platform') && (await organizations.platformId()) !== undefined)
        throw new DomainError('organization-misplaced', 'there is one platform', {
          kinds: body.kinds.join(' '),
          above: null,
        });
      const id = randomUUID();
      const conflict = await writes.create({ ...body, id, parentId });
      if (conflict === 'parent-closed') throw closed();
      if (conflict !== undefined)
        throw new DomainError('organization-exists', 'there is one of this name', { organizationId: conflict.twinId });
      return id;
    },

    change: async (caller: Caller, id: string, { rev, ...settings }: z.output<typeof OrganizationSettingsBody>) => {
      const found = await seen(caller, id);
      permit(caller, 'organization.write', runFrom(found));
      if (!(await writes.change(id, rev, settings))) throw stale(found);
    },

    /** Whoever runs both what it leaves and where it goes may move it. */
    move: async (caller: Caller, id: string, { rev, parentId }: z.output<typeof MoveBody>): Promise<void> => {
      const found = await seen(caller, id);
      const to = await seen(caller, parentId);
      const from = found.parentId === null ? undefined : await organizations.find(found.parentId);
      permit(caller, 'organization.write', from === undefined ? { organizationIds: [] } : runFrom(from));
      permit(caller, 'organization.write', runFrom(to));
      checkPlacement(found.kinds, to);
      if (to.closedAt !== null) throw closed();
      const inUse = await writes.move(id, rev, parentId);
      if (inUse === false) throw stale(found);
      checkIdle(inUse);
    },

    close: async (caller: Caller, id: string, rev: number): Promise<void> => {
      const found = await seen(caller, id);
      permit(caller, 'organization.close', runFrom(found));
      if (found.kinds.includes('platform'))
        throw new DomainError('organization-misplaced', 'a platform stays', {
          kinds: found.kinds.join(' '),
          above: null,
        });
      const inUse = await writes.close(id, rev, now());
      if (inUse === false) throw stale(found);
      checkIdle(inUse);
    },
  };
};

type Body = z.output<typeof OrganizationBody>;

const noOrganization = (): DomainError => new DomainError('organization-not-found', 'there is no such organization');
const closed = (): DomainError => new DomainError('organization-closed', 'it is closed');

const stale = ({ closedAt, rev }: Found): DomainError =>
  closedAt === null ? new DomainError('organization-changed', 'it has changed meanwhile', { rev }) : closed();
