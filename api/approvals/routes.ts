import { z } from 'zod';
import { keysOfActor } from '../../domain/approvals/audience';
import { silenceOf } from '../../domain/approvals/silence';
import { DomainError } from '../../domain/errors';
import type { Permission } from '../../domain/identity/permission-table';
import type { RealClock } from '../../platform/clock';
import { customerScopes, permit, visible } from '../access';
import type { Caller } from '../auth';
import type { BusinessTime } from '../business-time';
import type { OrderReads } from '../orders/reads';
import { RequestProblem } from '../request-problem';
import type { Route } from '../route';
import { route } from '../route';
import { idIn, pageIn } from '../shapes';
import type { PolicyDeps } from './policy-routes';
import { policyRoutes } from './policy-routes';
import type { ApprovalHistory, ApprovalReads, DelegationReads, DelegationWrites } from './reads';
import { ApprovalPage, DelegationBody, DelegationOut, TimelineOut } from './schemas';

export interface ApprovalDeps extends PolicyDeps {
  readonly approvals: ApprovalReads;
  readonly delegations: DelegationReads;
  readonly delegationWrites: DelegationWrites;
  readonly orders: OrderReads;
  readonly businessTime: BusinessTime;
  readonly now: RealClock;
}

const tag = 'Approvals';
const factsToCome = 50;

/** Whom policies name need not hold a permission; a key that is limited has to be for it. */
const checkKey = ({ permissions }: Caller, permission: Permission): void => {
  if (permissions?.includes(permission) === false)
    throw new DomainError('forbidden', 'the key is not for the permission', { permission });
};

const timelineOf = ({ run, facts }: ApprovalHistory, isPending: boolean) => ({
  facts,
  next: run === null || !isPending ? [] : silenceOf(run, factsToCome).facts.slice(0, factsToCome),
  outcome: run?.outcome ?? null,
});

/** What approvers see and say of themselves. */
export const approvalRoutes = (deps: ApprovalDeps): readonly Route[] => {
  const { approvals, delegations, orders, businessTime } = deps;
  return [
    route(
      {
        method: 'get',
        path: '/v1/approvals',
        operationId: 'listApprovals',
        tag,
        summary: 'The orders that wait for you, the oldest first',
        description:
          'And those that wait for somebody for whom you stand in now. Without your own orders, and those that you have approved.',
        access: 'authenticated',
        query: z.strictObject(pageIn),
        status: 200,
        response: ApprovalPage,
        problems: ['forbidden'],
      },
      async ({ caller, query }) => {
        checkKey(caller, 'order.read');
        const represented = await delegations.representedBy(caller.userId, await businessTime(caller.testClockId));
        const keys = new Set([caller, ...represented].flatMap(keysOfActor));
        return approvals.inbox([...keys], caller.userId, query);
      },
    ),
    route(
      {
        method: 'get',
        path: '/v1/orders/{orderId}/timeline',
        operationId: 'getOrderTimeline',
        tag,
        summary: 'Who was asked about an order, reminded, has decided, and what comes next',
        description: 'For the people of its customer.',
        access: 'authenticated',
        params: z.strictObject({ orderId: idIn }),
        status: 200,
        response: TimelineOut,
        problems: ['forbidden', 'order-not-found'],
      },
      async ({ caller, params }) => {
        const order = visible(caller, 'order.read', await orders.find(params.orderId), 'order-not-found');
        permit(caller, 'order.read', customerScopes(order));
        return timelineOf(await approvals.historyOf(order.id), order.state === 'pending-consumer');
      },
    ),
    ...delegationRoutes(deps),
    ...policyRoutes(deps),
  ];
};

const delegationRoutes = ({ delegations, delegationWrites }: ApprovalDeps): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/delegations',
      operationId: 'listDelegations',
      tag,
      summary: 'Who decides for you when you are out of office, the latest first',
      description: 'The last 100.',
      access: 'authenticated',
      status: 200,
      response: z.object({ items: z.array(DelegationOut) }).meta({ id: 'DelegationList' }),
    },
    async ({ caller }) => ({ items: await delegations.listOf(caller.userId) }),
  ),
  route(
    {
      method: 'put',
      path: '/v1/delegations/{delegationId}',
      operationId: 'keepDelegation',
      tag,
      summary: 'Names who decides for you, from one instant until another',
      description:
        'It counts when something is decided: for orders that wait already as well, and not for those that you may not decide yourself. A deputy names no deputy of its own for you.',
      access: 'authenticated',
      params: z.strictObject({ delegationId: idIn }),
      body: DelegationBody,
      status: 200,
      response: DelegationOut,
      problems: ['delegation-not-found', 'end-before-start', 'forbidden'],
    },
    async ({ caller, params, body }) => {
      checkKey(caller, 'order.approve');
      if (body.endsAt < body.startsAt) throw new DomainError('end-before-start', 'a delegation ends after it starts');
      if (body.deputyId === caller.userId || !(await delegations.isUser(body.deputyId)))
        throw new RequestProblem('validation-failed', "one of the request's values cannot be taken", {
          errors: [{ in: 'body', pointer: '/deputyId', detail: 'is not somebody else' }],
        });
      const delegation = { ...body, id: params.delegationId, userId: caller.userId };
      if (await delegationWrites.keep(delegation)) return delegation;
      throw new DomainError('delegation-not-found', 'there is no such delegation of yours');
    },
  ),
];
