import fc from 'fast-check';
import { onlyLevels, visibleLevels } from '../../../../domain/channel/visibility';
import type { Grant } from '../../../../domain/identity/permission';
import type { Role, ScopeKind } from '../../../../domain/identity/permission-table';

const sale = { vendorId: 'vendor', distributorId: 'distributor', resellerId: 'reseller' };
const holding = (role: Role, scope: ScopeKind, scopeId: string | null) => ({
  userId: 'u',
  name: 'any',
  grants: [{ role, scope, scopeId }] satisfies Grant[],
});
const ownerOf = (id: string) => holding('owner', 'organization', id);

describe('visibleLevels', () => {
  it.each([
    ['vendor', ['vendorCost']],
    ['distributor', ['wholesale', 'sellIn']],
    ['reseller', ['sellIn', 'sellOut']],
    ['customer', ['sellOut']],
  ])('shows everybody what it pays and what it asks, no more: a %s', (organization, seen) => {
    expect(visibleLevels(ownerOf(organization), sale)).toEqual(seen);
  });

  it('shows the whole chain to the platform', () => {
    expect(visibleLevels(holding('platform.support', 'platform', null), sale)).toHaveLength(4);
  });

  it.each<[string, Role, ScopeKind, string | null]>([
    ['a role that does not exist', 'root' as Role, 'platform', null],
    ['an owner written on the platform', 'owner', 'platform', null],
    ['a project role written on the distributor', 'project.admin', 'organization', 'distributor'],
  ])('takes no account of %s', (_, role, scope, scopeId) => {
    expect(visibleLevels(holding(role, scope, scopeId), sale)).toEqual(['sellOut']);
  });

  it('does not take a missing tier for somebody', () => {
    const direct = { vendorId: 'vendor', distributorId: null, resellerId: null };
    expect(visibleLevels(ownerOf('distributor'), direct)).toEqual(['sellOut']);
  });

  it('never shows the vendor cost to whoever is neither vendor nor platform', () => {
    const others = fc.uniqueArray(fc.constantFrom('distributor', 'reseller', 'customer', 'stranger'));
    fc.assert(
      fc.property(others, (ids) => {
        const grants = ids.flatMap((id) => ownerOf(id).grants);
        expect(visibleLevels({ userId: 'u', name: 'any', grants }, sale)).not.toContain('vendorCost');
      }),
    );
  });
});

describe('onlyLevels', () => {
  it('keeps what may be seen and leaves no trace of the rest', () => {
    const all = { vendorCost: 1, wholesale: 2, sellIn: 3, sellOut: 4 };
    expect(onlyLevels(all, ['sellIn', 'sellOut'])).toEqual({ sellIn: 3, sellOut: 4 });
  });
});
