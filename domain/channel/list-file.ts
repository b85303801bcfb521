import type { FieldChange } from '../catalog/catalog-change';
import type { RefuseAt } from '../catalog/refusal';
import { below } from '../catalog/refusal';
import { sameValues } from '../catalog/same-prices';
import type { DecimalText } from '../decimal';
import { decimal, decimalText } from '../decimal';
import type { RefusedPlace } from '../errors';
import type { CostEntry } from './match';
import type { ListLevel, PriceList, PriceListRow } from './price-list';

/** What can be told of a price list beside its rows. */
interface ListSettings {
  readonly isDefault: boolean;
  readonly taxIncluded: boolean;
  readonly belowCost: 'warn' | 'refuse';
  readonly recommendedPercent: DecimalText | null;
}

/** A price list as a file of its owner writes it: its name names it among the lists of a level. */
export interface ListEntry extends ListSettings {
  readonly name: string;
  readonly level: ListLevel;
  /** Name of the list of the same level that it inherits from. */
  readonly parent: string | null;
  readonly rows: readonly PriceListRow[];
}

/** A price list as it is kept. */
export interface KeptList extends Omit<PriceList, 'taxIncluded'>, ListSettings {
  readonly name: string;
  readonly level: ListLevel;
}

/** One list that a file changes. */
export interface ListChange {
  readonly kind: 'create-list' | 'update-list';
  readonly name: string;
  readonly level: ListLevel;
  readonly fields: readonly FieldChange[];
  /** Plans whose rows come, say something else, or go. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** What a file makes of the lists of an owner, and what of it is refused; it is done only when nothing is. */
export interface ListFilePlan {
  /** All lists of the owner as they would be; those that stay as they are, unchanged. */
  readonly next: readonly KeptList[];
  readonly changes: readonly ListChange[];
  readonly refusals: readonly RefusedPlace[];
}

/**
 * The difference between a file and the price lists that its owner has. Lists that it does not name stay as they are, but
 * for a default that another list of the level becomes.
 * @param idOf gives the id of a list that is not kept yet; the same one whenever it is asked
 */
export const planListFile = (
  file: readonly ListEntry[],
  kept: readonly KeptList[],
  idOf: (entry: ListEntry) => string,
): ListFilePlan => {
  const refusals: RefusedPlace[] = [];
  const refuse: RefuseAt = (pointer, rule) => void refusals.push({ pointer, rule });
  const known = new Map(kept.map((list) => [nameOf(list), list]));
  const ids = new Map(kept.map((list) => [nameOf(list), list.id]));
  for (const entry of file) if (!ids.has(nameOf(entry))) ids.set(nameOf(entry), idOf(entry));
  checkNames(file, ids, refuse);
  const listed = file.map((entry) => listOf(entry, ids, known.get(nameOf(entry))));
  const names = new Set(file.map(nameOf));
  const others = kept.filter((list) => !names.has(nameOf(list))).map((list) => withoutDefault(list, listed));
  const next = [...listed, ...others];
  checkLoops(listed, next, refuse);
  return { next, changes: next.flatMap((list) => changeOf(known.get(nameOf(list)), list, next)), refusals };
};

const nameOf = ({ level, name }: { readonly level: ListLevel; readonly name: string }): string =>
  JSON.stringify([level, name]);

const checkNames = (file: readonly ListEntry[], ids: ReadonlyMap<string, string>, refuse: RefuseAt): void => {
  file.forEach((entry, at) => {
    const earlier = file.slice(0, at).filter(({ level }) => level === entry.level);
    const place = below(refuse, `/priceLists/${at}`);
    if (earlier.some(({ name }) => name === entry.name)) place('/name', 'another list of the level has the same name');
    if (entry.isDefault && earlier.some(({ isDefault }) => isDefault))
      place('/isDefault', 'another list of the level is the default');
    if (entry.parent !== null && !ids.has(nameOf({ level: entry.level, name: entry.parent })))
      place('/parent', 'there is no list of this name at the level');
  });
};

const listOf = (
  { parent, ...entry }: ListEntry,
  ids: ReadonlyMap<string, string>,
  kept: KeptList | undefined,
): KeptList => {
  const parentId = parent === null ? null : (ids.get(nameOf({ level: entry.level, name: parent })) ?? null);
  const id = ids.get(nameOf(entry)) ?? '';
  return { ...(kept ?? { buyerIds: [] }), ...entry, id, parentId };
};

/** A level has one default: a new one takes the place of the one before. */
const withoutDefault = (list: KeptList, listed: readonly KeptList[]): KeptList =>
  list.isDefault && listed.some(({ level, isDefault }) => level === list.level && isDefault)
    ? { ...list, isDefault: false }
    : list;

const checkLoops = (listed: readonly KeptList[], next: readonly KeptList[], refuse: RefuseAt): void => {
  const parents = new Map(next.map(({ id, parentId }) => [id, parentId]));
  listed.forEach(({ id, parentId }, at) => {
    const seen = new Set<string>();
    let above = parentId;
    while (above !== null && above !== id && !seen.has(above)) {
      seen.add(above);
      above = parents.get(above) ?? null;
    }
    if (above === id) refuse(`/priceLists/${at}/parent`, 'a list does not inherit from itself');
  });
};

const changeOf = (kept: KeptList | undefined, list: KeptList, all: readonly KeptList[]): ListChange[] => {
  const { name, level } = list;
  const rows = rowChanges(kept?.rows ?? [], list.rows);
  if (kept === undefined) return [{ kind: 'create-list', name, level, fields: [], ...rows }];
  const parentOf = ({ parentId }: KeptList): string | null => all.find(({ id }) => id === parentId)?.name ?? null;
  const before = { ...settingsOf(kept), parent: parentOf(kept) };
  const after = { ...settingsOf(list), parent: parentOf(list) };
  const fields = (Object.keys(after) as (keyof typeof after)[])
    .filter((field) => !sameValues(before[field], after[field], field === 'recommendedPercent'))
    .map((field) => ({ field, from: textOf(before[field]), to: textOf(after[field]) }));
  const isSame = fields.length + rows.added.length + rows.changed.length + rows.removed.length === 0;
  return isSame ? [] : [{ kind: 'update-list', name, level, fields, ...rows }];
};

const settingsOf = ({ isDefault, taxIncluded, belowCost, recommendedPercent }: KeptList): ListSettings => ({
  isDefault,
  taxIncluded,
  belowCost,
  recommendedPercent,
});

const textOf = (value: string | boolean | null): string | null => (value === null ? null : String(value));

const rowChanges = (before: readonly PriceListRow[], after: readonly PriceListRow[]) => {
  const old = new Map(before.map((row) => [row.planId, row]));
  const kept = new Set(after.map(({ planId }) => planId));
  const idsOf = (rows: readonly PriceListRow[]): string[] => rows.map(({ planId }) => planId);
  return {
    added: idsOf(after.filter(({ planId }) => !old.has(planId))),
    changed: idsOf(after.filter((row) => old.has(row.planId) && !sameRow(row, old.get(row.planId)))),
    removed: idsOf(before.filter(({ planId }) => !kept.has(planId))),
  };
};

// Entries are a set: a file may list them in any order.
const sameRow = (a: PriceListRow, b: PriceListRow | undefined): boolean =>
  b !== undefined &&
  sameValues(comparable(a), comparable(b)) &&
  sameValues(a.components ?? [], b.components ?? [], true);

const comparable = ({ entries, costEntries = [], components: _, ...row }: PriceListRow): unknown => ({
  ...row,
  entries: entries.map((entry) => JSON.stringify(inOrder(entry))).sort(),
  costEntries: costEntries.map((entry) => JSON.stringify(costInOrder(entry))).sort(),
});

const costInOrder = ({ name, rule, pattern, weight, kind, value }: CostEntry): unknown[] => [
  ...[name, rule, pattern, weight, kind],
  comparableNumber(value),
];

const inOrder = ({ component, tier, part, kind, value }: PriceListRow['entries'][number]): unknown[] => [
  ...[component, tier, part ?? null, kind],
  comparableNumber(value),
];

const comparableNumber = (value: DecimalText): DecimalText => decimalText(decimal(value));
