import { DomainError } from '../errors';
import type { Actor, ObjectScopes } from './permission';
import { may } from './permission';
import type { Role } from './permission-table';
import { rolePermissions } from './permission-table';

/**
 * Nobody gives to others, or takes from them, what it does not hold itself on the same scope.
 * @throws DomainError `role-beyond-yours` naming what is missing
 */
export const checkWithin = (actor: Actor, role: Role, scopes: ObjectScopes): void => {
  const missing = rolePermissions[role].find((permission) => !may(actor, permission, scopes));
  if (missing === undefined) return;
  throw new DomainError('role-beyond-yours', 'the role gives more than you hold', { role, permission: missing });
};

/** Roles of which one holder at least stays on each scope that has one. */
export const lastingRoles: readonly Role[] = ['owner', 'platform.admin'];
