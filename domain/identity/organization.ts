import { DomainError } from '../errors';
import type { ObjectScopes } from './permission';

/** What a company can be; one may be several. */
export const organizationKinds = ['platform', 'distributor', 'reseller', 'vendor', 'customer'] as const;
export type OrganizationKind = (typeof organizationKinds)[number];

/** Where a kind stands in the channel, from the top; a vendor stands beside it. */
const heights: Readonly<Record<OrganizationKind, number | null>> = {
  platform: 0,
  distributor: 1,
  reseller: 2,
  customer: 3,
  vendor: null,
};

const heightOf = (kinds: readonly OrganizationKind[]): number | null => {
  const held = kinds.flatMap((kind) => heights[kind] ?? []);
  return held.length === 0 ? null : Math.min(...held);
};

/** True for an organization that others can be below: it sells in the channel. */
export const sells = (kinds: readonly OrganizationKind[]): boolean => (heightOf(kinds) ?? heights.customer ?? 0) < 3;

interface Placed {
  readonly kinds: readonly OrganizationKind[];
}

/**
 * The channel is a tree of sellers, each below one that stands higher: so it has no loops. Tiers may be missing. A platform
 * stands at the top, and who is only a vendor stands beside the tree.
 * @throws DomainError `organization-misplaced`
 */
export const checkPlacement = (kinds: readonly OrganizationKind[], parent: Placed | null): void => {
  const height = heightOf(kinds);
  const isAlone = height === null || height === 0;
  if (isAlone !== (parent === null)) {
    throw misplaced(isAlone ? 'nothing is above it' : 'something has to be above it', kinds, parent);
  }
  if (parent === null || height === null) return;
  const above = heightOf(parent.kinds);
  if (!sells(parent.kinds) || above === null || above >= height) {
    throw misplaced('what is above does not sell to it', kinds, parent);
  }
};

const misplaced = (rule: string, kinds: readonly OrganizationKind[], parent: Placed | null): DomainError =>
  new DomainError('organization-misplaced', rule, {
    kinds: kinds.join(' '),
    above: parent === null ? null : parent.kinds.join(' '),
  });

/** Where an organization stands, from itself to the top. */
export interface Lineage {
  readonly id: string;
  /** The nearest first. */
  readonly ancestorIds: readonly string[];
}

/** All above an organization see that it is there; peers, and those below, do not. */
export const seenFrom = ({ id, ancestorIds }: Lineage): ObjectScopes => ({ organizationIds: [id, ...ancestorIds] });

/** An organization is run by its own people and by those of the tier next above it, no further. */
export const runFrom = ({ id, ancestorIds }: Lineage): ObjectScopes => ({
  organizationIds: [id, ancestorIds[0] ?? null],
});

/**
 * Where somebody has to hold a permission to make an organization of some kinds: on what will be above it. Platforms and
 * vendors are made by the platform's own administrators.
 */
export const madeFrom = (kinds: readonly OrganizationKind[], parentId: string | null): ObjectScopes => ({
  organizationIds: kinds.some((kind) => kind === 'platform' || kind === 'vendor') ? [] : [parentId],
});

/** What of an organization still runs, by kind. */
export interface InUse {
  readonly subscriptions: number;
  readonly orders: number;
  readonly offerings: number;
  readonly organizations: number;
}

/**
 * What runs goes on under the channel that it was sold through: nobody is closed or moved away under it.
 * @throws DomainError `organization-in-use` with what there is
 */
export const checkIdle = (inUse: InUse): void => {
  if (!isIdle(inUse)) throw new DomainError('organization-in-use', 'something of it still runs', { ...inUse });
};

export const isIdle = (inUse: InUse): boolean => Object.values(inUse).every((count: number) => count === 0);
