import type { Actor } from '../identity/permission';
import { counts } from '../identity/permission';
import { rolePermissions, scopeOf } from '../identity/permission-table';
import type { Approver } from './policy';

/** Where an order is decided: its customer and its project. */
export interface OrderScopes {
  readonly customerId: string;
  readonly projectId: string;
}

const platform = 'platform';

/** Whoever has one of these keys is asked. A person's keys are `keysOfActor`. */
export const keysOfApprover = (approver: Approver, { customerId, projectId }: OrderScopes): readonly string[] => {
  if (approver.kind === 'user') return [userKey(approver.userId)];
  if (approver.kind === 'approvers') return [customerId, projectId, platform].map(approversKey);
  const scopes = { platform, organization: customerId, project: projectId, offering: null };
  const scope = scopes[scopeOf(approver.role)];
  return scope === null ? [] : [roleKey(approver.role, scope)];
};

/** Under which keys a person is asked: by name, by role, and as one who may approve. */
export const keysOfActor = ({ userId, grants }: Pick<Actor, 'userId' | 'grants'>): readonly string[] => {
  const held = grants.filter(counts).flatMap(({ role, scopeId }) => {
    const scope = scopeId ?? platform;
    const approves = rolePermissions[role].includes('order.approve');
    return [roleKey(role, scope), ...(approves ? [approversKey(scope)] : [])];
  });
  return [...new Set([userKey(userId), ...held])];
};

/** True for somebody among those who are asked. */
export const isAmong = (
  approvers: readonly Approver[],
  scopes: OrderScopes,
  actor: Pick<Actor, 'userId' | 'grants'>,
): boolean => {
  const held = new Set(keysOfActor(actor));
  return approvers.some((approver) => keysOfApprover(approver, scopes).some((key) => held.has(key)));
};

const userKey = (userId: string): string => `user:${userId}`;
const roleKey = (role: string, scope: string): string => `role:${role}@${scope}`;
const approversKey = (scope: string): string => `approvers@${scope}`;
