import type { DecimalText } from '../decimal';
import { DomainError } from '../errors';
import type { Level, PriceListEntry } from './chain';
import type { CostEntry } from './match';
import type { OwnComponent } from './own-components';

/** `priced`: for sale. `included`: shown without a price. `excluded`: hidden, yet the seller may order it (`product.md` §5). */
export type RowVisibility = 'priced' | 'included' | 'excluded';

/** A level that is set by a price list: every one but what the vendor asks. */
export type ListLevel = Exclude<Level, 'vendorCost'>;

/** How a plan shows under the list of each tier of a sale. */
export type ChannelRows = Readonly<Record<ListLevel, RowVisibility>>;

/** The levels that a tier's lists set, by the kind of its organization, top down. */
const levelOfKind = { platform: 'wholesale', distributor: 'sellIn', reseller: 'sellOut' } as const;

/** The levels that an organization of these kinds may set, top down. */
export const levelsSetBy = (kinds: readonly string[]): ListLevel[] =>
  Object.entries(levelOfKind).flatMap(([kind, level]) => (kinds.includes(kind) ? [level] : []));

/** How one plan is sold under a price list: to whom it shows, and its mark-ups. */
export interface PriceListRow {
  readonly planId: string;
  readonly visibility: RowVisibility;
  /** Mass updates pass over a locked row. */
  readonly locked: boolean;
  readonly entries: readonly PriceListEntry[];
  /** Mark-ups of the costs that a provider bills for the plan, by their identifiers; absent where there are none. */
  readonly costEntries?: readonly CostEntry[];
  /** What the owner adds to the plan; absent where it is nothing. */
  readonly components?: readonly OwnComponent[];
  /** There where the list that it stands in has prices that include the tax. */
  readonly taxIncluded?: true;
}

/** What one organization asks of the tier below it. */
export interface PriceList {
  readonly id: string;
  /** The list whose rows it takes over for plans that it has no row of; `null` stands alone. */
  readonly parentId: string | null;
  readonly isDefault: boolean;
  /** Its prices include the tax of whoever invoices the customer; of sell-out lists alone. */
  readonly taxIncluded?: boolean;
  /** Buyers that are bound to this list. */
  readonly buyerIds: readonly string[];
  readonly rows: readonly PriceListRow[];
}

/** The list by which a seller sells to a buyer: the one it is bound to, else the default, if there is one. */
export const listFor = (lists: readonly PriceList[], buyerId: string): PriceList | undefined =>
  lists.find(({ buyerIds }) => buyerIds.includes(buyerId)) ?? lists.find(({ isDefault }) => isDefault);

const lineage = (list: PriceList, lists: ReadonlyMap<string, PriceList>): PriceList[] => {
  const line = [list];
  const seen = new Set([list.id]);
  for (let { parentId } = list; parentId !== null;) {
    const parent = lists.get(parentId);
    if (parent === undefined || seen.has(parentId))
      throw new DomainError('price-list-broken', 'a list inherits from a list that exists, and never from itself', {
        priceListId: list.id,
      });
    line.push(parent);
    seen.add(parentId);
    parentId = parent.parentId;
  }
  return line;
};

/**
 * The rows that count in a list: its own, and of its ancestors those of plans that no nearer list has a row of.
 * @throws DomainError `price-list-broken` for a parent that is missing or that inherits from the list
 */
export const rowsOf = (list: PriceList, lists: readonly PriceList[]): PriceListRow[] => {
  const byId = new Map(lists.map((each) => [each.id, each]));
  const rows = new Map<string, PriceListRow>();
  for (const each of lineage(list, byId)) {
    for (const row of each.rows) if (!rows.has(row.planId)) rows.set(row.planId, asStands(row, each));
  }
  return [...rows.values()];
};

/** A row is read as the list that it stands in says, also where another one inherits it. */
const asStands = ({ taxIncluded: _, ...row }: PriceListRow, list: PriceList): PriceListRow =>
  list.taxIncluded === true ? { ...row, taxIncluded: true } : row;

/** Why a list cannot inherit from another one of its owner and level; `undefined` if it can. */
export const checkParent = (
  { id, parentId }: Pick<PriceList, 'id' | 'parentId'>,
  lists: readonly Pick<PriceList, 'id' | 'parentId'>[],
): string | undefined => {
  const parents = new Map(lists.map((list) => [list.id, list.parentId]));
  if (parentId !== null && !parents.has(parentId)) return 'is no list of the same owner and level';
  const seen = new Set<string>();
  for (let above = parentId; above !== null && !seen.has(above); above = parents.get(above) ?? null) {
    if (above === id) return 'inherits from the list itself';
    seen.add(above);
  }
  return undefined;
};

/** What a row lets a buyer, or the seller on its behalf, see and do. */
export interface Offered {
  readonly shown: boolean;
  readonly priced: boolean;
  readonly orderable: boolean;
}

/** What a row offers; the seller itself sees and orders all of its rows. */
export const offered = (visibility: RowVisibility, viewer: 'buyer' | 'seller'): Offered => {
  const all = viewer === 'seller' || visibility === 'priced';
  return { shown: all || visibility === 'included', priced: all, orderable: all };
};

/** What the rows of all tiers together leave somebody who is on the seller's side at some of them. */
export const offeredDown = (rows: ChannelRows, isSeller: (level: ListLevel) => boolean): Offered => {
  const each = (Object.keys(rows) as ListLevel[]).map((level) =>
    offered(rows[level], isSeller(level) ? 'seller' : 'buyer'),
  );
  return {
    shown: each.every(({ shown }) => shown),
    priced: each.every(({ priced }) => priced),
    orderable: each.every(({ orderable }) => orderable),
  };
};

/** Replaces the entries of every row that is not locked. */
export const updateRows = (
  rows: readonly PriceListRow[],
  entriesOf: (row: PriceListRow) => readonly PriceListEntry[],
): PriceListRow[] => rows.map((row) => (row.locked ? row : { ...row, entries: entriesOf(row) }));

/**
 * Rows of a new list from those of the tier above: the same plans, for sale at the recommended percentage on their prices,
 * and on their cost lines where the tier above marks those up.
 */
export const recommendedRows = (above: readonly PriceListRow[], percent: DecimalText): PriceListRow[] =>
  above.map(({ planId, costEntries }) => ({
    planId,
    visibility: 'priced',
    locked: false,
    entries: [{ planId, component: '*', tier: null, kind: 'percentage', value: percent }],
    ...(costEntries === undefined ? {} : { costEntries: [anyCost(percent)] }),
  }));

const anyCost = (percent: DecimalText): CostEntry => ({
  ...{ name: 'Recommended', rule: 'wildcard', pattern: '*', weight: 0, kind: 'percentage', value: percent },
});
