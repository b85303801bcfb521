import { z } from 'zod';
import type { Route } from '../route';
import { route } from '../route';
import type { MemberDeskDeps } from './member-desk';
import { createMemberDesk } from './member-desk';
import { GrantBody, MemberOut, MemberPage, MemberQuery, placeOf } from './member-schemas';

export type MemberDeps = MemberDeskDeps;

const common = { tag: 'Members', access: 'authenticated' } as const;
const notFound = ['offering-not-found', 'organization-not-found', 'project-not-found'] as const;

const Revoked = z.object({ revoked: z.literal(true) }).meta({ id: 'Revoked' });

export const memberRoutes = (deps: MemberDeps): readonly Route[] => {
  const desk = createMemberDesk(deps);
  return [
    route(
      {
        ...common,
        method: 'get',
        path: '/v1/members',
        operationId: 'listMembers',
        summary: 'Who has a role on the platform, an organization, a project or an offering, by name',
        description:
          'Of the platform unless another scope is named. Who has a role above it is not named again: it counts below.',
        query: MemberQuery,
        status: 200,
        response: MemberPage,
        problems: ['forbidden', ...notFound],
      },
      ({ caller, query }) => desk.list(caller, placeOf(query), { limit: query.limit, cursor: query.cursor }),
    ),
    route(
      {
        ...common,
        method: 'post',
        path: '/v1/members/grant',
        operationId: 'grantRole',
        summary: 'Gives a user a role; a repeat changes nothing',
        description:
          'Nobody gives more than it holds on the same scope. The user has a role in the organization already; staff of the platform bring in others. It counts within 15 seconds.',
        body: GrantBody,
        status: 200,
        response: MemberOut,
        problems: ['forbidden', 'role-beyond-yours', 'user-not-found', ...notFound],
      },
      ({ caller, body }) => desk.grant(caller, body),
    ),
    route(
      {
        ...common,
        method: 'post',
        path: '/v1/members/revoke',
        operationId: 'revokeRole',
        summary: 'Takes a role from a user; a repeat changes nothing',
        description:
          'Nobody takes what it does not hold, but everybody may give up a role of its own. The last owner of an organization stays, and the last administrator of the platform. It counts within 15 seconds.',
        body: GrantBody,
        status: 200,
        response: Revoked,
        problems: ['forbidden', 'role-beyond-yours', 'role-last', ...notFound],
      },
      async ({ caller, body }) => {
        await desk.revoke(caller, body);
        return { revoked: true as const };
      },
    ),
  ];
};
