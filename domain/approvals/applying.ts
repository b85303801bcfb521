import type { OrderKind } from '../orders/order';
import type { ApprovalPolicy } from './policy';

/** What a policy is attached to. */
export type PolicyScope = 'platform' | 'organization' | 'project' | 'offering' | 'plan';

/** Every scope, the narrowest first. */
export const policyScopes: readonly PolicyScope[] = ['plan', 'offering', 'project', 'organization', 'platform'];

/** A policy that an order may fall under; without an organization it is the platform's. */
export interface AttachedPolicy {
  readonly id: string;
  readonly version: number;
  readonly organizationId: string | null;
  readonly scope: PolicyScope;
  readonly policy: ApprovalPolicy;
}

/** A policy as an order keeps it. */
export interface FrozenPolicy {
  readonly id: string;
  readonly version: number;
  readonly policy: ApprovalPolicy;
}

const narrowness = ({ scope, organizationId }: AttachedPolicy): number =>
  policyScopes.indexOf(scope) * 2 + (organizationId === null ? 1 : 0);

/** The policies that an order falls under: the narrowest, and wider ones for as long as each adds to them. */
export const applyingPolicies = (attached: readonly AttachedPolicy[], kind: OrderKind): readonly FrozenPolicy[] => {
  const fitting = attached.filter(({ policy }) => policy.kinds.includes(kind));
  const ordered = fitting.toSorted((a, b) => narrowness(a) - narrowness(b));
  const last = ordered.findIndex(({ policy }) => !policy.adds);
  return ordered
    .slice(0, last === -1 ? ordered.length : last + 1)
    .map(({ id, version, policy }) => ({ id, version, policy }));
};
