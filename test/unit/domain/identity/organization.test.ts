import fc from 'fast-check';
import type { OrganizationKind } from '../../../../domain/identity/organization';
import {
  checkIdle,
  checkPlacement,
  madeFrom,
  organizationKinds,
  runFrom,
  seenFrom,
  sells,
} from '../../../../domain/identity/organization';
import { refusal } from '../../../support/refusals';

const kinds = fc.uniqueArray(fc.constantFrom(...organizationKinds), { minLength: 1 });
const fits = (child: readonly OrganizationKind[], parent: readonly OrganizationKind[] | null): boolean => {
  try {
    checkPlacement(child, parent && { kinds: parent });
    return true;
  } catch {
    return false;
  }
};

describe('checkPlacement', () => {
  it.each<[readonly OrganizationKind[], readonly OrganizationKind[] | null]>([
    [['platform'], null],
    [['vendor'], null],
    [['distributor'], ['platform']],
    [['reseller'], ['distributor']],
    [['reseller', 'customer'], ['platform']],
    [['customer'], ['platform']],
    [['customer'], ['distributor']],
    [['customer', 'vendor'], ['reseller']],
    [['customer'], ['reseller', 'customer']],
    [['reseller'], ['distributor', 'reseller']],
  ])('lets %j stand below %j', (child, parent) => {
    expect(fits(child, parent)).toBe(true);
  });

  it.each<[readonly OrganizationKind[], readonly OrganizationKind[] | null]>([
    [['customer'], null],
    [['distributor'], null],
    [['vendor'], ['platform']],
    [['platform'], ['platform']],
    [['distributor'], ['distributor']],
    [['reseller'], ['reseller']],
    [['distributor', 'reseller'], ['distributor']],
    [['reseller'], ['customer']],
    [['customer'], ['customer']],
    [['customer'], ['vendor']],
  ])('does not let %j stand below %j', (child, parent) => {
    expect(() => {
      checkPlacement(child, parent && { kinds: parent });
    }).toThrow(refusal('organization-misplaced'));
  });

  it('never puts two organizations below each other, however far', () => {
    fc.assert(
      fc.property(fc.array(kinds, { minLength: 1, maxLength: 6 }), (line) => {
        const isLine = line.every((child, at) => at === 0 || fits(child, line[at - 1] ?? null));
        fc.pre(isLine && line.length > 1);
        expect(fits(line[0] ?? [], line.at(-1) ?? null)).toBe(false);
      }),
    );
  });

  it('puts an organization only below one that sells', () => {
    fc.assert(
      fc.property(kinds, kinds, (child, parent) => {
        expect(fits(child, parent) && !sells(parent)).toBe(false);
      }),
    );
  });
});

describe('the scopes of an organization', () => {
  const lineage = { id: 'customer', ancestorIds: ['reseller', 'distributor', 'platform'] };

  it('are all above it to see it, and the next above it to run it', () => {
    expect(seenFrom(lineage).organizationIds).toEqual(['customer', 'reseller', 'distributor', 'platform']);
    expect(runFrom(lineage).organizationIds).toEqual(['customer', 'reseller']);
    expect(runFrom({ id: 'vendor', ancestorIds: [] }).organizationIds).toEqual(['vendor', null]);
  });

  it('are those of what will be above it to make it; vendors and platforms are made by the platform alone', () => {
    expect(madeFrom(['customer'], 'reseller').organizationIds).toEqual(['reseller']);
    expect(madeFrom(['customer', 'vendor'], 'reseller').organizationIds).toEqual([]);
    expect(madeFrom(['platform'], null).organizationIds).toEqual([]);
  });
});

describe('checkIdle', () => {
  const nothing = { subscriptions: 0, orders: 0, offerings: 0, organizations: 0 };

  it('lets nothing be closed or moved while something of it runs', () => {
    expect(() => {
      checkIdle(nothing);
    }).not.toThrow();
    for (const kind of Object.keys(nothing)) {
      const inUse = { ...nothing, [kind]: 1 };
      expect(() => {
        checkIdle(inUse);
      }).toThrow(refusal('organization-in-use', inUse));
    }
  });
});
