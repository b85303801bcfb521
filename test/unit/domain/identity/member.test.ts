import fc from 'fast-check';
import { checkWithin } from '../../../../domain/identity/member';
import type { Grant } from '../../../../domain/identity/permission';
import { may } from '../../../../domain/identity/permission';
import { rolePermissions, roles, scopeOf } from '../../../../domain/identity/permission-table';
import { refusal } from '../../../support/refusals';

const place = { organizationIds: ['a'], projectId: 'a', offeringId: 'a' };
const heldOn = (role: Grant['role'], scopeId: string): Grant => {
  const scope = scopeOf(role);
  return { role, scope, scopeId: scope === 'platform' ? null : scopeId };
};

describe('checkWithin', () => {
  it('lets nobody give more than it holds', () => {
    const grants = fc.array(fc.tuple(fc.constantFrom(...roles), fc.constantFrom('a', 'b')), { maxLength: 4 });
    fc.assert(
      fc.property(grants, fc.constantFrom(...roles), (held, role) => {
        const actor = { userId: 'u', name: 'any', grants: held.map(([each, id]) => heldOn(each, id)) };
        const holdsAll = rolePermissions[role].every((permission) => may(actor, permission, place));
        const check = (): void => {
          checkWithin(actor, role, place);
        };
        if (holdsAll) check();
        else expect(check).toThrow(refusal('role-beyond-yours'));
      }),
    );
  });

  it('keeps a manager from making owners, and an owner from making staff of the platform', () => {
    const of = (role: Grant['role']) => ({ userId: 'u', name: 'any', grants: [heldOn(role, 'a')] });
    expect(() => {
      checkWithin(of('manager'), 'owner', place);
    }).toThrow(refusal('role-beyond-yours'));
    expect(() => {
      checkWithin(of('owner'), 'platform.admin', place);
    }).toThrow(refusal('role-beyond-yours'));
  });
});
