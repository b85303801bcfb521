import { reachOf } from '../../domain/identity/permission';
import type { Route } from '../route';
import { route } from '../route';
import type { OrganizationDeskDeps } from './organization-desk';
import { createOrganizationDesk } from './organization-desk';
import {
  MoveBody,
  OrganizationBody,
  OrganizationOut,
  OrganizationPage,
  OrganizationParams,
  OrganizationQuery,
  OrganizationSettingsBody,
  RevBody,
} from './organization-schemas';

export type OrganizationDeps = OrganizationDeskDeps;

const common = { tag: 'Organizations', access: 'authenticated' } as const;
const one = { ...common, params: OrganizationParams, status: 200, response: OrganizationOut } as const;

export const organizationRoutes = (deps: OrganizationDeps): readonly Route[] => {
  const desk = createOrganizationDesk(deps);
  return [
    route(
      {
        ...common,
        method: 'get',
        path: '/v1/organizations',
        operationId: 'listOrganizations',
        summary: 'Your organizations and those below them in the channel, by name',
        query: OrganizationQuery,
        status: 200,
        response: OrganizationPage,
      },
      ({ caller, query: { limit, cursor, ...filter } }) =>
        deps.organizations.list(filter, reachOf(caller, 'organization.read'), { limit, cursor }),
    ),
    route(
      {
        ...common,
        method: 'post',
        path: '/v1/organizations',
        operationId: 'createOrganization',
        summary: 'Makes an organization below one of yours',
        description:
          'Distributors make resellers and customers, resellers make customers, the platform makes all of them, and vendors, which stand beside the channel. A repeat with the same name in the same place is refused, and names the one that is there.',
        body: OrganizationBody,
        status: 201,
        response: OrganizationOut,
        problems: [
          'forbidden',
          'organization-closed',
          'organization-exists',
          'organization-misplaced',
          'organization-not-found',
        ],
      },
      async ({ caller, body }, reply) => {
        const id = await desk.create(caller, body);
        reply.header('location', `/v1/organizations/${id}`);
        return desk.seen(caller, id);
      },
    ),
    route(
      {
        ...one,
        method: 'get',
        path: '/v1/organizations/{organizationId}',
        operationId: 'getOrganization',
        summary: 'One organization',
        problems: ['organization-not-found'],
      },
      ({ caller, params }) => desk.seen(caller, params.organizationId),
    ),
    route(
      {
        ...one,
        method: 'put',
        path: '/v1/organizations/{organizationId}',
        operationId: 'changeOrganization',
        summary: 'Sets name, time zone, and how it issues invoices',
        description: 'Later sales follow it; what runs keeps the terms that it was sold under.',
        body: OrganizationSettingsBody,
        problems: ['forbidden', 'organization-changed', 'organization-closed', 'organization-not-found'],
      },
      async ({ caller, params: { organizationId }, body }) => {
        await desk.change(caller, organizationId, body);
        return desk.seen(caller, organizationId);
      },
    ),
    route(
      {
        ...one,
        method: 'post',
        path: '/v1/organizations/{organizationId}/move',
        operationId: 'moveOrganization',
        summary: 'Puts an organization below another one, with all that is below it',
        description:
          'For who runs both what it leaves and where it goes. Refused while an order is open or a subscription runs in it or below: these go on under the channel that they were sold through.',
        body: MoveBody,
        problems: [
          ...(['forbidden', 'organization-changed', 'organization-closed', 'organization-in-use'] as const),
          ...(['organization-misplaced', 'organization-not-found'] as const),
        ],
      },
      async ({ caller, params: { organizationId }, body }) => {
        await desk.move(caller, organizationId, body);
        return desk.seen(caller, organizationId);
      },
    ),
    route(
      {
        ...one,
        method: 'post',
        path: '/v1/organizations/{organizationId}/close',
        operationId: 'closeOrganization',
        summary: 'Closes an organization in which nothing runs any more; its books stay',
        description:
          'Refused while an order is open, a subscription runs, an offering is for sale, or an organization below is open. A closed one buys nothing, and nothing is made below it.',
        body: RevBody,
        problems: [
          ...(['forbidden', 'organization-changed', 'organization-closed', 'organization-in-use'] as const),
          ...(['organization-misplaced', 'organization-not-found'] as const),
        ],
      },
      async ({ caller, params: { organizationId }, body }) => {
        await desk.close(caller, organizationId, body.rev);
        return desk.seen(caller, organizationId);
      },
    ),
  ];
};
