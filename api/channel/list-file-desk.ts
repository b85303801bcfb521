import { randomUUID } from 'node:crypto';
import { checkRows } from '../../domain/channel/check-rows';
import type { KeptList, ListChange, ListEntry } from '../../domain/channel/list-file';
import { planListFile } from '../../domain/channel/list-file';
import type { ListImpact } from '../../domain/channel/list-impact';
import { defaultImpact, listImpact } from '../../domain/channel/list-impact';
import type { ListLevel, PriceListRow } from '../../domain/channel/price-list';
import { levelsSetBy } from '../../domain/channel/price-list';
import type { RefusedPlace } from '../../domain/errors';
import { DomainError } from '../../domain/errors';
import { may } from '../../domain/identity/permission';
import type { RealClock } from '../../platform/clock';
import { linearRegex } from '../../platform/linear-regex';
import { permit } from '../access';
import type { Caller } from '../auth';
import type { SaleReads } from '../pricing/reads';
import { refuseAll } from '../refuse-all';
import { createFindPlans } from './list-plans';
import { rowsInFile, writtenList } from './list-file-rows';
import type { PriceListFile } from './list-file-schemas';
import type { PriceListFileWrites, PriceListReads, PriceListRecord } from './reads';

export interface ListFileDeps {
  readonly priceLists: PriceListReads;
  readonly priceListFiles: PriceListFileWrites;
  readonly sales: Pick<SaleReads, 'forPlans'>;
  readonly now: RealClock;
}

interface Imported {
  readonly dryRun: boolean;
  readonly changes: readonly ListChange[];
  readonly prices: readonly NamedPrice[];
  readonly defaultBuyers: readonly NamedPrice[];
}

type NamedPrice = ListImpact['prices'][number] & { readonly priceList: string };

interface Fault extends RefusedPlace {
  readonly list: KeptList;
}

/** Price lists of a tier as a file: all of it is taken, or nothing. */
export const createListFileDesk = ({ priceLists, priceListFiles, sales, now }: ListFileDeps) => {
  const findPlans = createFindPlans(sales, now);

  const ownerOf = async (caller: Caller, asked: string | undefined) => {
    const ownerId = asked ?? caller.organizationId;
    const owner = ownerId === null ? undefined : await priceLists.buyer(ownerId);
    if (owner === undefined || !may(caller, 'price-list.read', { organizationIds: [owner.id] }))
      throw new DomainError('organization-not-found', 'there is no such organization');
    return owner;
  };

  const listsOf = async (ownerId: string, levels: readonly ListLevel[]): Promise<PriceListRecord[]> =>
    (await Promise.all(levels.map((level) => priceLists.family(ownerId, level)))).flat();

  const entriesFrom = async ({ priceLists: lists }: PriceListFile): Promise<ListEntry[]> => {
    const rowsOf = await rowsInFile(lists, priceListFiles);
    return lists.map(({ rows, ...list }) => ({ ...list, rows: rowsOf(rows) }));
  };

  /** What is wrong with the rows of a level, and what becomes of its prices. */
  const judge = async (ownerId: string, level: ListLevel, before: readonly KeptList[], after: readonly KeptList[]) => {
    const ofLevel = (lists: readonly KeptList[]) => lists.filter((list) => list.level === level);
    const [kept, next] = [ofLevel(before), ofLevel(after)];
    const rowsIn = (lists: readonly KeptList[]): PriceListRow[] => lists.flatMap(({ rows }) => rows);
    const plans = await findPlans({ ownerId, level, rows: rowsIn(kept) }, rowsIn(next));
    const faults = next.flatMap((list): Fault[] =>
      checkRows(list.rows, plans, kept.find(({ id }) => id === list.id)?.rows, linearRegex).map((fault) => ({
        list,
        ...fault,
      })),
    );
    const impactOf = () => ({
      ofLists: listImpact(level, kept, next, plans),
      ofDefault: defaultImpact(level, kept, next, plans),
    });
    return { faults, impactOf };
  };

  return {
    import: async (
      caller: Caller,
      file: PriceListFile,
      { ownerId: asked, dryRun }: { readonly ownerId?: string | undefined; readonly dryRun: boolean },
    ): Promise<Imported> => {
      const owner = await ownerOf(caller, asked);
      permit(caller, 'price-list.write', { organizationIds: [owner.id] });
      const levels = levelsSetBy(owner.kinds);
      const [entries, kept] = await Promise.all([entriesFrom(file), listsOf(owner.id, levels)]);
      refuse(foreignLevels(entries, levels));
      refuse(taxedLevels(entries));
      const { next, changes, refusals } = planListFile(entries, kept, createIds());
      refuse(refusals);
      const judged = await Promise.all(levels.map((level) => judge(owner.id, level, kept, next)));
      refuse(judged.flatMap(({ faults }) => faults.map((fault) => placed(fault, entries))));
      const impacts = judged.map(({ impactOf }) => impactOf());
      const named = (told: readonly ListImpact[]): NamedPrice[] =>
        told
          .flatMap(({ prices }) => prices)
          .map((price) => ({ ...price, priceList: next.find(({ id }) => id === price.priceListId)?.name ?? '' }));
      const prices = named(impacts.map(({ ofLists }) => ofLists));
      const defaultBuyers = named(impacts.map(({ ofDefault }) => ofDefault));
      const costs = impacts.flatMap(({ ofLists, ofDefault }) => [ofLists, ofDefault]);
      const refused = [...losses([...prices, ...defaultBuyers], next), ...costLosses(costs, next)];
      refuse(refused.map((loss) => placed(loss, entries)));
      if (!dryRun && changes.length > 0 && !(await priceListFiles.apply(owner.id, kept, next)))
        throw new DomainError('price-list-changed', 'the price lists have changed since they were read');
      return { dryRun, changes, prices, defaultBuyers };
    },

    export: async (caller: Caller, asked: string | undefined) => {
      const owner = await ownerOf(caller, asked);
      const lists = await listsOf(owner.id, levelsSetBy(owner.kinds));
      const names = await priceListFiles.planNames(lists.flatMap(({ rows }) => rows.map(({ planId }) => planId)));
      return { priceLists: lists.map((list) => writtenList(list, lists, names)) };
    },
  };
};

const refuse = (places: readonly RefusedPlace[]): void => {
  refuseAll('price-lists-refused', places);
};

/** A new list keeps the id that it was first asked for. */
const createIds = () => {
  const ids = new Map<string, string>();
  return ({ level, name }: ListEntry): string => {
    const key = JSON.stringify([level, name]);
    const id = ids.get(key) ?? randomUUID();
    ids.set(key, id);
    return id;
  };
};

const foreignLevels = (entries: readonly ListEntry[], levels: readonly ListLevel[]): RefusedPlace[] =>
  entries.flatMap(({ level }, at) =>
    levels.includes(level) ? [] : [{ pointer: `/priceLists/${at}/level`, rule: 'your organization does not set it' }],
  );

const taxedLevels = (entries: readonly ListEntry[]): RefusedPlace[] =>
  entries.flatMap(({ level, taxIncluded }, at) =>
    taxIncluded && level !== 'sellOut'
      ? [{ pointer: `/priceLists/${at}/taxIncluded`, rule: 'only prices of customers include the tax' }]
      : [],
  );

/** A fault of a list where the file has it; of a list that the file does not name, nowhere in particular. */
const placed = ({ list, pointer, rule }: Fault, entries: readonly ListEntry[]): RefusedPlace => {
  const at = entries.findIndex(({ level, name }) => level === list.level && name === list.name);
  // In a file, a row has its plan's name in the place of the id.
  return { pointer: at < 0 ? '' : `/priceLists/${at}/rows${pointer.replace(/\/planId$/, '')}`, rule };
};

/** Of lists that refuse to take something off costs. */
const costLosses = (impacts: readonly ListImpact[], next: readonly KeptList[]): Fault[] =>
  impacts.flatMap(({ costEntries }) =>
    costEntries.flatMap(({ priceListId, planId, name, belowCost }) => {
      const list = next.find(({ id }) => id === priceListId);
      if (!belowCost || list?.belowCost !== 'refuse') return [];
      const row = list.rows.findIndex((each) => each.planId === planId);
      const rule = `the list ${list.name} refuses to take something off costs: ${name} of the plan ${planId}`;
      return [{ list, pointer: row < 0 ? '' : `/${row}`, rule }];
    }),
  );

/** Of lists that refuse to sell below what their owner pays. */
const losses = (prices: Imported['prices'], next: readonly KeptList[]): Fault[] =>
  prices.flatMap(({ priceListId, planId, component, belowCost }) => {
    const list = next.find(({ id }) => id === priceListId);
    if (!belowCost || list?.belowCost !== 'refuse') return [];
    const row = list.rows.findIndex((each) => each.planId === planId);
    const rule = `the list ${list.name} refuses prices below what its owner pays: ${component} of the plan ${planId}`;
    return [{ list, pointer: row < 0 ? '' : `/${row}`, rule }];
  });
