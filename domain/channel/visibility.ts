import type { Actor } from '../identity/permission';
import { counts } from '../identity/permission';
import type { ByLevel, Level } from './chain';
import { levels } from './chain';

/** The organizations of one sale. */
export interface SaleParties {
  readonly vendorId: string;
  readonly distributorId: string | null;
  readonly resellerId: string | null;
  readonly offeringId?: string;
}

/**
 * The levels of one sale that an actor may see: what it pays and what it asks. Nobody sees a price above the adjacent
 * tier, vendors see their own cost only, the platform sees the whole chain (`product.md` §3).
 */
export const visibleLevels = (actor: Actor, sale: SaleParties): readonly Level[] => {
  const grants = actor.grants.filter(counts);
  if (grants.some((grant) => grant.scope === 'platform')) return levels;
  const of = (id: string | null): boolean =>
    id !== null && grants.some((grant) => grant.scope === 'organization' && grant.scopeId === id);
  const seen = new Set<Level>();
  const ofOffering = grants.some(({ scope, scopeId }) => scope === 'offering' && scopeId === sale.offeringId);
  if (of(sale.vendorId) || ofOffering) seen.add('vendorCost');
  if (of(sale.distributorId)) seen.add('wholesale').add('sellIn');
  if (of(sale.resellerId)) seen.add('sellIn').add('sellOut');
  // Whoever is neither vendor nor tier came by the customer or its project.
  if (seen.size === 0) seen.add('sellOut');
  return levels.filter((level) => seen.has(level));
};

/** Keeps the levels that may be seen. */
export const onlyLevels = <T>(values: ByLevel<T>, visible: readonly Level[]): Partial<Record<Level, T>> =>
  Object.fromEntries(visible.map((level) => [level, values[level]]));
