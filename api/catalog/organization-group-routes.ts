import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import type { RealClock } from '../../platform/clock';
import { RequestProblem } from '../request-problem';
import type { Route } from '../route';
import { route } from '../route';
import { idIn, idOut, keyIn, textIn } from '../shapes';
import type { OrganizationGroupReads, OrganizationGroupWrites } from './reads';

export interface OrganizationGroupDeps {
  readonly organizationGroups: OrganizationGroupReads;
  readonly organizationGroupWrites: OrganizationGroupWrites;
  readonly now: RealClock;
}

// Offerings name organizations by their ids in the same place.
const groupKeyIn = keyIn.refine((text) => !z.uuid().safeParse(text).success, { error: 'is the id of something' });
const Params = z.strictObject({ groupKey: groupKeyIn });

const GroupIn = z
  .strictObject({
    name: textIn(200),
    organizationIds: z.array(idIn).max(20_000, { error: 'has more than 20000 organizations' }),
  })
  .meta({ id: 'OrganizationGroupIn' });

const named = { key: z.string(), name: z.string() };
const GroupList = z
  .object({ items: z.array(z.object(named).meta({ id: 'OrganizationGroupName' })) })
  .meta({ id: 'OrganizationGroupList' });
const GroupOut = z.object({ ...named, organizationIds: z.array(idOut) }).meta({ id: 'OrganizationGroup' });

const common = { tag: 'Catalog', access: 'authenticated' } as const;
const managing = {
  ...common,
  permission: 'organization-group.write',
  params: Params,
  status: 200,
  response: GroupOut,
} as const;

export const organizationGroupRoutes = (deps: OrganizationGroupDeps): readonly Route[] => {
  const { organizationGroups: groups, organizationGroupWrites: writes, now } = deps;
  const found = async (key: string) => {
    const group = await groups.find(key);
    if (group === undefined) throw noGroup();
    return group;
  };
  return [
    route(
      {
        ...common,
        method: 'get',
        path: '/v1/organization-groups',
        operationId: 'listOrganizationGroups',
        summary: 'Groups of organizations that offerings can be for',
        description: 'Vendors are told their names; who is in them, the platform knows.',
        permission: 'catalog.write',
        status: 200,
        response: GroupList,
      },
      async () => ({ items: await groups.list() }),
    ),
    route(
      {
        ...managing,
        method: 'get',
        path: '/v1/organization-groups/{groupKey}',
        operationId: 'getOrganizationGroup',
        summary: 'One group with its organizations',
        problems: ['organization-group-not-found'],
      },
      ({ params }) => found(params.groupKey),
    ),
    route(
      {
        ...managing,
        method: 'put',
        path: '/v1/organization-groups/{groupKey}',
        operationId: 'setOrganizationGroup',
        summary: 'Makes or changes a group: what is for it is seen by those in it, and by who sells to them',
        body: GroupIn,
        bodyLimitBytes: 1024 * 1024,
      },
      async ({ caller, params: { groupKey: key }, body }) => {
        const { unknown } = await writes.set({ key, ...body, userId: caller.userId, now: now() });
        refuseUnknown(body.organizationIds, unknown);
        return found(key);
      },
    ),
    route(
      {
        ...managing,
        method: 'post',
        path: '/v1/organization-groups/{groupKey}/remove',
        operationId: 'removeOrganizationGroup',
        summary: 'Removes a group that no offering is for; answers what it was',
        problems: ['organization-group-not-found', 'organization-group-used'],
      },
      async ({ caller, params: { groupKey: key } }) => {
        const group = await found(key);
        const used = await writes.remove({ key, userId: caller.userId, now: now() });
        if (used === undefined) throw noGroup();
        if (used > 0)
          throw new DomainError('organization-group-used', `${used} offerings are for it`, { offerings: used });
        return group;
      },
    ),
  ];
};

const noGroup = (): DomainError => new DomainError('organization-group-not-found', 'there is no such group');

const refuseUnknown = (asked: readonly string[], unknown: readonly string[]): void => {
  if (unknown.length === 0) return;
  throw new RequestProblem('validation-failed', `${unknown.length} organizations are not there`, {
    errors: unknown
      .slice(0, 50)
      .map((id) => ({ in: 'body', pointer: `/organizationIds/${asked.indexOf(id)}`, detail: 'is no organization' })),
  });
};
