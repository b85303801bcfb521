import type { PriceListRow } from '../../domain/channel/price-list';
import { assert } from '../../domain/errors';
import { ownFrom } from './own-components';
import type { PriceListFile } from './list-file-schemas';
import type { PlanName, PriceListFileWrites, PriceListRecord } from './reads';

type FileLists = PriceListFile['priceLists'];
type FileRow = FileLists[number]['rows'][number];

// No plan has it: what a file names wrongly is refused as any other plan that is not there.
const noPlan = '00000000-0000-0000-0000-000000000000';

/** Finds the plans that a file names, all at once; the result makes rows of what the file says. */
export const rowsInFile = async (
  lists: FileLists,
  files: Pick<PriceListFileWrites, 'planIds'>,
): Promise<(rows: readonly FileRow[]) => PriceListRow[]> => {
  const named = lists.flatMap(({ rows }) => rows.flatMap((row) => ('planId' in row ? [] : [nameOf(row)])));
  const ids = await files.planIds(named);
  return (rows) => rows.map((row) => rowOf(row, 'planId' in row ? row.planId : ids.get(JSON.stringify(nameOf(row)))));
};

const nameOf = ({ vendorId, offering, plan }: PlanName): PlanName => ({ vendorId, offering, plan });

const found = (name: PlanName | undefined): PlanName => {
  assert(name, 'a plan in a price list is never deleted');
  return name;
};

const rowOf = ({ visibility, locked, entries, costEntries, components }: FileRow, planId = noPlan): PriceListRow => ({
  ...{ planId, visibility, locked },
  entries: entries.map(({ part, currency, ...entry }) => ({
    ...{ planId, ...entry },
    ...(part === undefined ? {} : { part }),
    ...(currency === undefined ? {} : { currency }),
  })),
  ...(costEntries.length === 0 ? {} : { costEntries }),
  ...(components.length === 0 ? {} : { components: components.map(ownFrom) }),
});

/** A list as a file writes it: what is the default is left out. */
export const writtenList = (
  { name, level, parentId, isDefault, taxIncluded, belowCost, recommendedPercent, rows }: PriceListRecord,
  lists: readonly PriceListRecord[],
  names: ReadonlyMap<string, PlanName>,
) => ({
  ...{ name, level },
  ...(parentId === null ? {} : { parent: lists.find(({ id }) => id === parentId)?.name ?? null }),
  ...(isDefault ? { isDefault } : {}),
  ...(taxIncluded ? { taxIncluded } : {}),
  ...(belowCost === 'warn' ? {} : { belowCost }),
  ...(recommendedPercent === null ? {} : { recommendedPercent }),
  rows: rows.map((row) => writtenRow(row, names.get(row.planId))),
});

const writtenRow = (
  { visibility, locked, entries, costEntries, components }: PriceListRow,
  name: PlanName | undefined,
) => ({
  ...found(name),
  ...(visibility === 'priced' ? {} : { visibility }),
  ...(locked ? { locked } : {}),
  entries: entries.map(({ planId: _, ...entry }) => entry),
  ...(costEntries === undefined ? {} : { costEntries }),
  ...(components === undefined ? {} : { components }),
});
