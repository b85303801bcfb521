import fc from 'fast-check';
import type { Actor, Grant, ObjectScopes } from '../../../../domain/identity/permission';
import { counts, may, reachOf } from '../../../../domain/identity/permission';
import type { Permission, Role } from '../../../../domain/identity/permission-table';
import { permissions, roles, scopeOf } from '../../../../domain/identity/permission-table';

const ofPlatform = [
  'api-key.write',
  'category.write',
  'exchange-rate.write',
  'login.write',
  'organization-group.write',
  'platform-share.write',
];
const reading: readonly Permission[] = ['order.read', 'subscription.read', 'event.read', 'project.read'];

// Who may what, written out: a change of the rules has to be made twice.
const allowed: Readonly<Record<Role, readonly Permission[]>> = {
  'platform.admin': permissions,
  'platform.support': [
    ...reading,
    'organization.read',
    'approval-policy.read',
    'member.read',
    'proceeds.read',
    'invoice.read',
    'audit.read',
  ],
  owner: permissions.filter((permission) => !ofPlatform.includes(permission)),
  manager: permissions.filter(
    (permission) => ![...ofPlatform, 'organization.close', 'audit.read'].includes(permission),
  ),
  approver: [...reading, 'organization.read', 'approval-policy.read', 'member.read', 'order.create', 'order.approve'],
  billing: [...reading, 'organization.read', 'approval-policy.read', 'member.read', 'proceeds.read', 'invoice.read'],
  viewer: [...reading, 'organization.read', 'approval-policy.read', 'member.read'],
  'project.manager': [...reading, 'order.create', 'order.approve', 'project.write', 'member.read', 'member.write'],
  'project.admin': [...reading, 'order.create'],
  'project.member': [...reading, 'order.create'],
  'offering.manager': ['order.read', 'subscription.read', 'subscription.report', 'usage.write', 'member.read'],
};

const home = (role: Role, scopeId: string): Grant => {
  if (role.startsWith('platform.')) return { role, scope: 'platform', scopeId: null };
  return { role, scope: scopeOf(role), scopeId };
};
const actorOf = (...grants: readonly Grant[]): Actor => ({ userId: 'u', name: 'any', grants });

const ids = fc.constantFrom('a', 'b', 'c');
const anyRole = fc.constantFrom(...roles);
const anyPermission = fc.constantFrom(...permissions);
const grants: fc.Arbitrary<Grant> = fc.oneof(
  fc.tuple(anyRole, ids).map(([role, id]) => home(role, id)),
  fc.record({
    role: anyRole,
    scope: fc.constantFrom('platform', 'organization', 'project', 'offering'),
    scopeId: fc.option(ids),
  }),
);
const actors = fc.array(grants, { maxLength: 4 }).map((held) => actorOf(...held));
const objects: fc.Arbitrary<ObjectScopes> = fc.record({
  organizationIds: fc.array(fc.option(ids), { maxLength: 3 }),
  projectId: fc.option(ids, { nil: null }),
  offeringId: fc.option(ids, { nil: null }),
});

describe('may', () => {
  it.each(roles)('gives each role exactly its permissions: %s', (role) => {
    const object = { organizationIds: ['a'], projectId: 'a', offeringId: 'a' };
    expect(permissions.filter((permission) => may(actorOf(home(role, 'a')), permission, object))).toEqual(
      permissions.filter((permission) => allowed[role].includes(permission)),
    );
  });

  it('gives a stranger nothing', () => {
    fc.assert(
      fc.property(anyRole, anyPermission, (role, permission) => {
        fc.pre(!role.startsWith('platform.'));
        expect(may(actorOf(home(role, 'stranger')), permission, { organizationIds: ['a', null], projectId: 'b' })).toBe(
          false,
        );
      }),
    );
  });

  it('takes nothing away with one more grant', () => {
    fc.assert(
      fc.property(actors, grants, anyPermission, objects, (actor, grant, permission, object) => {
        const richer = actorOf(...actor.grants, grant);
        expect(may(actor, permission, object) && !may(richer, permission, object)).toBe(false);
      }),
    );
  });

  it('takes nothing away with one more scope above the object', () => {
    fc.assert(
      fc.property(actors, anyPermission, objects, ids, (actor, permission, object, id) => {
        const wider = { ...object, organizationIds: [...object.organizationIds, id] };
        expect(may(actor, permission, object) && !may(actor, permission, wider)).toBe(false);
      }),
    );
  });

  it('gives a limited key no more than its limits and no more than its owner', () => {
    fc.assert(
      fc.property(actors, fc.array(anyPermission), anyPermission, objects, (owner, limits, permission, object) => {
        expect(may({ ...owner, permissions: limits }, permission, object)).toBe(
          limits.includes(permission) && may(owner, permission, object),
        );
      }),
    );
  });

  it('never takes an object without a project for one of a grant without a scope', () => {
    const broken = { role: 'project.admin', scope: 'project', scopeId: null } as const;
    expect(may(actorOf(broken), 'order.read', { organizationIds: [null], projectId: null })).toBe(false);
    expect(
      may(actorOf({ ...broken, role: 'owner', scope: 'organization' }), 'order.read', { organizationIds: [null] }),
    ).toBe(false);
  });

  it.each<[string, Grant]>([
    ['a role that does not exist', { role: 'root' as Role, scope: 'platform', scopeId: null }],
    ['a word of JavaScript', { role: 'constructor' as Role, scope: 'organization', scopeId: 'a' }],
    ['an owner of the platform', { role: 'owner', scope: 'platform', scopeId: null }],
    ['a project role on an organization', { role: 'project.manager', scope: 'organization', scopeId: 'a' }],
    ['a platform role on an organization', { role: 'platform.admin', scope: 'organization', scopeId: 'a' }],
  ])('gives nothing for %s', (_, grant) => {
    expect(counts(grant)).toBe(false);
    expect(
      permissions.filter((permission) => may(actorOf(grant), permission, { organizationIds: ['a'], projectId: 'a' })),
    ).toEqual([]);
  });
});

describe('reachOf', () => {
  it('lists exactly the objects on which the actor may', () => {
    fc.assert(
      fc.property(actors, anyPermission, objects, (actor, permission, object) => {
        const { all, organizationIds, projectIds, offeringIds = [] } = reachOf(actor, permission);
        const listed =
          all ||
          object.organizationIds.some((id) => id !== null && organizationIds.includes(id)) ||
          projectIds.some((id) => id === object.projectId) ||
          offeringIds.some((id) => id === object.offeringId);
        expect(listed).toBe(may(actor, permission, object));
      }),
    );
  });
});
