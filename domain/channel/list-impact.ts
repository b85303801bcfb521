import { sameValues } from '../catalog/same-prices';
import { decimal } from '../decimal';
import type { ListedPlan } from './check-rows';
import type { PriceImpact } from './impact';
import type { CostEntry } from './match';
import type { OwnComponent } from './own-components';
import { ownKey, withOwn } from './own-components';
import { planImpact } from './plan-impact';
import type { ListLevel, PriceList, PriceListRow, RowVisibility } from './price-list';
import { rowsOf } from './price-list';
import { pricesBy } from './row-prices';

/** A price that a change of one list changes, in that list or in one that inherits from it. */
interface ListPriceImpact extends Omit<PriceImpact, 'level'> {
  readonly priceListId: string;
  readonly level: ListLevel;
}

/** A plan that is shown otherwise than before. */
interface RowImpact {
  readonly priceListId: string;
  readonly planId: string;
  readonly before: RowVisibility;
  readonly after: RowVisibility;
}

/** A mark-up of cost lines that is new, gone or another one. What it does to prices shows with the lines alone. */
interface CostImpact {
  readonly priceListId: string;
  readonly planId: string;
  readonly name: string;
  readonly before: CostEntry | null;
  readonly after: CostEntry | null;
  /** It takes something off the cost. */
  readonly belowCost: boolean;
}

/** What the owner adds to a plan that is new, gone or another one; `null` where it is not there. */
interface ComponentImpact {
  readonly priceListId: string;
  readonly planId: string;
  readonly component: string;
  readonly before: OwnComponent | null;
  readonly after: OwnComponent | null;
}

/** What a change of a price list does before it is saved. */
export interface ListImpact {
  readonly prices: readonly ListPriceImpact[];
  readonly rows: readonly RowImpact[];
  readonly costEntries: readonly CostImpact[];
  readonly components: readonly ComponentImpact[];
}

/** Nothing changes. */
export const noListImpact: ListImpact = { prices: [], rows: [], costEntries: [], components: [] };

/**
 * What becomes of the prices and rows of a tier's lists when one of them changes, inheritance included. Levels above never
 * change, and what the tiers below make of it is theirs.
 * @param plans Of every plan that has a row before or after; one that is not there has no price, and changes nothing.
 * @throws DomainError `price-entry-invalid`, `price-list-broken`
 */
export const listImpact = (
  level: ListLevel,
  before: readonly PriceList[],
  after: readonly PriceList[],
  plans: ReadonlyMap<string, ListedPlan>,
): ListImpact => {
  const changes = after.flatMap((list) => changedRows(list, before, after));
  return {
    prices: changes.flatMap((change) => pricesOf(change, level, plans.get(change.planId))),
    rows: changes.flatMap(({ priceListId, planId, old, next }) => {
      const [from, to] = [old?.visibility ?? 'priced', next?.visibility ?? 'priced'];
      return from === to ? [] : [{ priceListId, planId, before: from, after: to }];
    }),
    costEntries: changes.flatMap(costsOf),
    components: changes.flatMap((change) => componentsOf(change, level)),
  };
};

/**
 * What the prices of one buyer become when it buys by another list, inheritance included; all is told of the list that
 * counts afterwards, or, where none does, of the one that did.
 * @param lists All lists of the seller at the level.
 * @throws DomainError as `listImpact`
 */
export const bindingImpact = (
  level: ListLevel,
  { from, to }: { readonly from: PriceList | undefined; readonly to: PriceList | undefined },
  lists: readonly PriceList[],
  plans: ReadonlyMap<string, ListedPlan>,
): ListImpact => movingImpact(level, { list: from, lists }, { list: to, lists }, plans);

/**
 * What the buyers that are bound to no list of a seller pay otherwise when another list of it becomes the default, or none is
 * any more. A default that stays the same one tells what changes in it as any list does.
 * @throws DomainError as `listImpact`
 */
export const defaultImpact = (
  level: ListLevel,
  before: readonly PriceList[],
  after: readonly PriceList[],
  plans: ReadonlyMap<string, ListedPlan>,
): ListImpact => {
  const [from, to] = [before, after].map((lists) => ({ list: lists.find(({ isDefault }) => isDefault), lists }));
  return from === undefined || to === undefined || from.list?.id === to.list?.id
    ? noListImpact
    : movingImpact(level, from, to, plans);
};

/** A list that counts, if one does, among those that it inherits from. */
interface Counting {
  readonly list: PriceList | undefined;
  readonly lists: readonly PriceList[];
}

const movingImpact = (
  level: ListLevel,
  from: Counting,
  to: Counting,
  plans: ReadonlyMap<string, ListedPlan>,
): ListImpact => {
  const id = (to.list ?? from.list)?.id ?? '';
  const rowsIn = ({ list, lists }: Counting): PriceList[] => [
    { id, parentId: null, isDefault: false, buyerIds: [], rows: list === undefined ? [] : rowsOf(list, lists) },
  ];
  return listImpact(level, rowsIn(from), rowsIn(to), plans);
};

const costsOf = ({ priceListId, planId, old, next }: ChangedRow): CostImpact[] => {
  const [olds, nexts] = [old, next].map((row) => new Map((row?.costEntries ?? []).map((entry) => [entry.name, entry])));
  return [...new Set([...(olds?.keys() ?? []), ...(nexts?.keys() ?? [])])].flatMap((name) => {
    const [before, after] = [olds?.get(name) ?? null, nexts?.get(name) ?? null];
    if (before !== null && after !== null && isSame(before, after)) return [];
    const belowCost = after?.kind === 'percentage' && decimal(after.value).lt('0');
    return [{ priceListId, planId, name, before, after, belowCost }];
  });
};

const componentsOf = ({ priceListId, planId, old, next }: ChangedRow, level: ListLevel): ComponentImpact[] => {
  const [olds, nexts] = [old?.components ?? [], next?.components ?? []];
  return [...new Set([...olds, ...nexts].map(({ key }) => key))].flatMap((key) => {
    const [before, after] = [olds, nexts].map((own) => own.find((component) => component.key === key) ?? null);
    return before === undefined || after === undefined || sameValues(before, after, true)
      ? []
      : [{ priceListId, planId, component: ownKey(level, key), before, after }];
  });
};

const isSame = (a: CostEntry, b: CostEntry): boolean =>
  a.rule === b.rule &&
  a.pattern === b.pattern &&
  a.weight === b.weight &&
  a.kind === b.kind &&
  decimal(a.value).eq(decimal(b.value));

interface ChangedRow {
  readonly priceListId: string;
  readonly planId: string;
  readonly old: PriceListRow | undefined;
  readonly next: PriceListRow | undefined;
}

/** A list that is new changes everything that it says, as if its buyers had paid the price above before. */
const changedRows = (list: PriceList, before: readonly PriceList[], after: readonly PriceList[]): ChangedRow[] => {
  const known = before.find(({ id }) => id === list.id);
  const olds = byPlan(known === undefined ? [] : rowsOf(known, before));
  const nexts = byPlan(rowsOf(list, after));
  return [...new Set([...olds.keys(), ...nexts.keys()])]
    .map((planId) => ({ priceListId: list.id, planId, old: olds.get(planId), next: nexts.get(planId) }))
    .filter(({ old, next }) => JSON.stringify(old) !== JSON.stringify(next));
};

const byPlan = (rows: readonly PriceListRow[]): ReadonlyMap<string, PriceListRow> =>
  new Map(rows.map((row) => [row.planId, row]));

const pricesOf = (
  { priceListId, old, next }: ChangedRow,
  level: ListLevel,
  plan: ListedPlan | undefined,
): ListPriceImpact[] => {
  if (plan === undefined) return [];
  return planImpact(
    pricesBy(plan, level, old),
    pricesBy(plan, level, next),
    { ...plan, components: withOwn(plan.components, level, next?.components ?? []) },
    withOwn(plan.components, level, old?.components ?? []),
  )
    .filter((impact) => impact.level === level)
    .map((impact) => ({ priceListId, ...impact, level }));
};
