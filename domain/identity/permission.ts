import type { Permission, Role, ScopeKind } from './permission-table';
import { isRole, rolePermissions, scopeOf } from './permission-table';

/** A role held on a scope; the platform's scope has no id. A role counts on its own kind of scope only. */
export interface Grant {
  readonly role: Role;
  readonly scope: ScopeKind;
  readonly scopeId: string | null;
}

/** Who calls: a user (or service account) with its roles. */
export interface Actor {
  readonly userId: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  /** All that the key it calls with is for; without it, the roles alone decide. */
  readonly permissions?: readonly Permission[];
}

/** True for a grant that counts: its role exists and is held on the kind of scope that it is meant for. */
export const counts = ({ role, scope }: Grant): boolean => isRole(role) && scopeOf(role) === scope;

const allows = (grant: Grant, permission: Permission): boolean =>
  counts(grant) && rolePermissions[grant.role].includes(permission);

/** The scopes that lie above an object: a permission held on any of them counts. */
export interface ObjectScopes {
  readonly organizationIds: readonly (string | null)[];
  readonly projectId?: string | null;
  readonly offeringId?: string | null;
}

const covers = (grant: Grant, object: ObjectScopes): boolean => {
  if (grant.scope === 'platform') return true;
  if (grant.scopeId === null) return false;
  if (grant.scope === 'organization') return object.organizationIds.includes(grant.scopeId);
  return grant.scopeId === (grant.scope === 'project' ? object.projectId : object.offeringId);
};

/** The grants by which the actor has a permission: none when the key that it calls with is not for it. */
const grantsOf = (actor: Actor, permission: Permission): readonly Grant[] =>
  actor.permissions?.includes(permission) === false ? [] : actor.grants.filter((grant) => allows(grant, permission));

/** True if the actor holds the permission anywhere. */
export const holds = (actor: Actor, permission: Permission): boolean => grantsOf(actor, permission).length > 0;

/** True if the actor holds the permission on any scope above the object (`product.md` §3). */
export const may = (actor: Actor, permission: Permission, object: ObjectScopes): boolean =>
  grantsOf(actor, permission).some((grant) => covers(grant, object));

/** What a list may show: everything, or the rows of some organizations, projects and offerings. */
export interface Reach {
  readonly all: boolean;
  readonly organizationIds: readonly string[];
  readonly projectIds: readonly string[];
  readonly offeringIds?: readonly string[];
}

/** The objects on which the actor holds a permission, for a list's filter. */
export const reachOf = (actor: Actor, permission: Permission): Reach => {
  const held = grantsOf(actor, permission);
  const ids = (scope: ScopeKind): string[] =>
    held.flatMap((grant) => (grant.scope === scope && grant.scopeId !== null ? [grant.scopeId] : []));
  return {
    all: held.some((grant) => grant.scope === 'platform'),
    organizationIds: ids('organization'),
    projectIds: ids('project'),
    offeringIds: ids('offering'),
  };
};
