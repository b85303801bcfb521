import type { z } from 'zod';
import type { FrozenPolicy } from '../../domain/approvals/applying';
import { applyingPolicies } from '../../domain/approvals/applying';
import { checkPolicy } from '../../domain/approvals/check-policy';
import { planned } from '../../domain/approvals/plan';
import type { ApprovalPolicy } from '../../domain/approvals/policy';
import { defaultPolicy } from '../../domain/approvals/policy';
import { beginRun } from '../../domain/approvals/run';
import { silenceOf } from '../../domain/approvals/silence';
import { may } from '../../domain/identity/permission';
import { amountToApprove } from '../../domain/orders/approval';
import { quote } from '../../domain/pricing/quote';
import { customerScopes } from '../access';
import type { Caller } from '../auth';
import type { Sale } from '../pricing/reads';
import { permittedSale, termsOf } from '../pricing/sale';
import type { PolicyDeps } from './policy-routes';
import type { SimulateBody } from './schemas';

type Body = z.output<typeof SimulateBody>;

const factsTold = 100;

/** Plays the approval of an order that is not placed, with nobody answering. */
export const createSimulate =
  ({ approvalPolicies, sales, now }: Pick<PolicyDeps, 'approvalPolicies' | 'sales' | 'now'>) =>
  async (caller: Caller, body: Body) => {
    const { projectId, planId, kind, policy } = body;
    const found = await sales.forPlan({ planId, projectId, now: now() });
    const sale = permittedSale(caller, projectId, found);
    const at = body.placedAt ?? sale.customer.clockNow ?? now();
    const parties = { customerId: sale.customer.id, projectId };
    if (policy !== undefined) checkPolicy(policy);
    const place = { ...parties, planId, offeringId: sale.offering.id };
    const attached = policy === undefined ? await approvalPolicies.attachedTo(place) : [];
    const frozen = applyingPolicies(attached, kind);
    const policies = policy === undefined ? policiesOf(frozen) : [policy];
    const amount = kind === 'terminate' ? null : amountOf(sale, body, at);
    const begun = planned(beginRun(policies, { kind, createdBy: caller.userId, scopes: parties, amount }, at));
    const silent = silenceOf(begun.run);
    const asksAll = policies.some(({ asksApprovers }) => asksApprovers);
    const isApproved = may(caller, 'order.approve', customerScopes({ ...parties, vendorId: sale.offering.vendorId }));
    return {
      policies: told(frozen, policies),
      amount,
      needsDecision: begun.run.outcome === null && (asksAll || !isApproved),
      facts: [...begun.facts, ...silent.facts].slice(0, factsTold),
      outcome: silent.run.outcome,
    };
  };

const amountOf = (sale: Sale, { amount }: Body, at: string) =>
  amount === undefined ? amountToApprove(quote(termsOf(sale, {}), {}, 'sellOut', at)) : amount;

const policiesOf = (frozen: readonly FrozenPolicy[]): readonly ApprovalPolicy[] =>
  frozen.length === 0 ? [defaultPolicy] : frozen.map(({ policy }) => policy);

/** A draft and the default have neither id nor version. */
const told = (frozen: readonly FrozenPolicy[], policies: readonly ApprovalPolicy[]) =>
  policies.map(({ name }, index) => {
    const { id = null, version = null } = frozen[index] ?? {};
    return { id, version, name };
  });
