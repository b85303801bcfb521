import { z } from 'zod';
import { checkAttachment, checkPolicy, refusePolicy } from '../../domain/approvals/check-policy';
import { DomainError } from '../../domain/errors';
import type { Permission } from '../../domain/identity/permission-table';
import { holds, may, reachOf } from '../../domain/identity/permission';
import type { RealClock } from '../../platform/clock';
import { permit } from '../access';
import type { Caller } from '../auth';
import type { SaleReads } from '../pricing/reads';
import type { Route } from '../route';
import { route } from '../route';
import { idIn, pageIn } from '../shapes';
import type { PolicyReads, PolicyWrites } from './reads';
import { KeepPolicyBody, PolicyOut, PolicyPage, SimulateBody, SimulationOut } from './schemas';
import { createSimulate } from './simulate';

export interface PolicyDeps {
  readonly approvalPolicies: PolicyReads;
  readonly approvalPolicyWrites: PolicyWrites;
  readonly sales: SaleReads;
  readonly now: RealClock;
}

const tag = 'Approvals';
const PolicyParams = z.strictObject({ policyId: idIn });

/** The platform's own are about everybody, hence for all to read and for the platform to write. */
const mayRead = (caller: Caller, organizationId: string | null): boolean =>
  organizationId === null
    ? holds(caller, 'approval-policy.read')
    : may(caller, 'approval-policy.read', { organizationIds: [organizationId] });

const scopesOf = (organizationId: string | null) => ({
  organizationIds: organizationId === null ? [] : [organizationId],
});

/** Who has to approve orders. */
export const policyRoutes = (deps: PolicyDeps): readonly Route[] => {
  const { approvalPolicies, approvalPolicyWrites, now } = deps;
  const simulate = createSimulate(deps);
  const seen = async (caller: Caller, id: string) => {
    const found = await approvalPolicies.find(id);
    if (found !== undefined && mayRead(caller, found.organizationId)) return found;
    throw new DomainError('approval-policy-not-found', 'there is no such approval policy');
  };
  const reading: Permission = 'approval-policy.read';
  return [
    route(
      {
        method: 'get',
        path: '/v1/approval-policies',
        operationId: 'listApprovalPolicies',
        tag,
        summary: 'The approval policies of your organizations and of the platform',
        access: 'authenticated',
        permission: reading,
        query: z.strictObject(pageIn),
        status: 200,
        response: PolicyPage,
        problems: ['forbidden'],
      },
      ({ caller, query }) => approvalPolicies.list(reachOf(caller, reading), query),
    ),
    route(
      {
        method: 'get',
        path: '/v1/approval-policies/{policyId}',
        operationId: 'getApprovalPolicy',
        tag,
        summary: 'One approval policy, in its present version',
        access: 'authenticated',
        params: PolicyParams,
        status: 200,
        response: PolicyOut,
        problems: ['approval-policy-not-found'],
      },
      ({ caller, params }) => seen(caller, params.policyId),
    ),
    route(
      {
        method: 'put',
        path: '/v1/approval-policies/{policyId}',
        operationId: 'keepApprovalPolicy',
        tag,
        summary: 'Keeps an approval policy, as a new version if anything in it differs',
        description:
          'A policy counts for orders that are placed from now on; an order keeps the versions that it was placed under. The plan counts before its offering, then the project, the organization, the platform; policies of an organization before those of the platform.',
        access: 'authenticated',
        permission: 'approval-policy.write',
        params: PolicyParams,
        body: KeepPolicyBody,
        status: 200,
        response: PolicyOut,
        problems: [
          'approval-policy-changed',
          'approval-policy-invalid',
          'approval-policy-not-found',
          'approval-policy-taken',
          'forbidden',
        ],
      },
      async ({ caller, params: { policyId: id }, body }) => {
        permit(caller, 'approval-policy.write', scopesOf(body.organizationId));
        checkAttachment(body);
        checkPolicy(body.policy);
        if (!(await approvalPolicies.isThere(body)))
          refusePolicy([{ pointer: '/scopeId', rule: 'does not name what it is attached to' }]);
        return approvalPolicyWrites.keep({ ...body, id, userId: caller.userId, now: now() });
      },
    ),
    route(
      {
        method: 'post',
        path: '/v1/approval-policies/simulate',
        operationId: 'simulateApproval',
        tag,
        summary: 'Tells who would be asked about an order, when, and what happens if nobody answers',
        description: 'Nothing is stored. For who may order for the project.',
        access: 'authenticated',
        body: SimulateBody,
        status: 200,
        response: SimulationOut,
        problems: [
          'approval-policy-invalid',
          'forbidden',
          'offering-not-for-sale',
          'plan-not-found',
          'project-not-found',
          'quantity-invalid',
        ],
      },
      ({ caller, body }) => simulate(caller, body),
    ),
  ];
};
