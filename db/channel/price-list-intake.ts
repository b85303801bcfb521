import type { Knex } from 'knex';
import type { PriceListRow } from '../../domain/channel/price-list';
import { rowsOf } from '../rows';
import type { PriceListRecord, PriceListSummary } from './price-list-view';

type NewPriceList = Omit<PriceListRecord, 'buyerIds' | 'rev'>;

/** What can be changed of a list besides its rows. */
export type PriceListSettings = Pick<
  PriceListSummary,
  'name' | 'parentId' | 'isDefault' | 'taxIncluded' | 'belowCost' | 'recommendedPercent'
>;

/** Writes of price lists; those of a list that exists are made upon the revision that was looked at, or not at all. */
export interface PriceListIntake {
  /** @returns false when the owner has a list of this name at this level */
  create(list: NewPriceList): Promise<boolean>;
  /** @returns what kept it from being written, if anything */
  change(id: string, rev: number, settings: PriceListSettings): Promise<'changed' | 'name-taken' | null>;
  /**
   * Removes a list with its rows and bindings.
   * @returns what kept it from going, if anything
   */
  remove(id: string, rev: number): Promise<'changed' | 'inherited' | null>;
  /** @returns false when the list has changed since that revision */
  replaceRows(id: string, rev: number, rows: readonly PriceListRow[]): Promise<boolean>;
  /** Lets a buyer buy by a list; `null` is the default one of whoever sells to it. */
  bind(buyerId: string, priceListId: string | null): Promise<void>;
}

export const createPriceListIntake = (knex: Knex): PriceListIntake => ({
  create: ({ rows, ...list }) =>
    knex.transaction(async (trx) => {
      await lockOwner(trx, 'id = ?', list.ownerId);
      if (await isNameTaken(trx, list)) return false;
      if (list.isDefault) await endDefault(trx, list.id, list.ownerId, list.level);
      await trx('price_lists').insert({
        id: list.id,
        owner_id: list.ownerId,
        level: list.level,
        name: list.name,
        parent_id: list.parentId,
        is_default: list.isDefault,
        tax_included: list.taxIncluded,
        below_cost: list.belowCost,
        recommended_percent: list.recommendedPercent,
      });
      await insertRows(trx, list.id, rows);
      return true;
    }),
  change: (id, rev, { name, parentId, isDefault, taxIncluded, belowCost, recommendedPercent }) =>
    knex.transaction(async (trx) => {
      await lockOwner(trx, 'id = (select owner_id from price_lists where id = ?)', id);
      const list = await lockList(trx, id, rev);
      if (list === undefined) return 'changed';
      if (await isNameTaken(trx, { ...list, id, name })) return 'name-taken';
      if (isDefault) await endDefault(trx, id, list.ownerId, list.level);
      await trx('price_lists')
        .where({ id })
        .update({
          name,
          parent_id: parentId,
          is_default: isDefault,
          tax_included: taxIncluded,
          below_cost: belowCost,
          recommended_percent: recommendedPercent,
        })
        .increment('rev');
      return null;
    }),
  remove: (id, rev) =>
    knex.transaction(async (trx) => {
      await lockOwner(trx, 'id = (select owner_id from price_lists where id = ?)', id);
      if ((await lockList(trx, id, rev, 'for update')) === undefined) return 'changed';
      if ((await trx('price_lists').where({ parent_id: id }).limit(1).select('id')).length > 0) return 'inherited';
      for (const table of ['price_list_bindings', 'price_list_entries', 'price_list_rows'])
        await trx(table).where({ price_list_id: id }).delete();
      await trx('price_lists').where({ id }).delete();
      return null;
    }),
  replaceRows: (id, rev, rows) =>
    knex.transaction(async (trx) => {
      if ((await lockList(trx, id, rev)) === undefined) return false;
      await trx('price_lists').where({ id }).increment('rev');
      await trx('price_list_entries').where({ price_list_id: id }).delete();
      await trx('price_list_rows').where({ price_list_id: id }).delete();
      await insertRows(trx, id, rows);
      return true;
    }),
  bind: async (buyerId, priceListId) => {
    if (priceListId === null) await knex('price_list_bindings').where({ buyer_id: buyerId }).delete();
    else {
      await knex('price_list_bindings')
        .insert({ buyer_id: buyerId, price_list_id: priceListId })
        .onConflict('buyer_id')
        .merge();
    }
  },
});

/** One at a time for each owner: its names are unique, and one list of a level is the default. */
export const lockOwner = (trx: Knex, owner: string, id: string): Promise<unknown> =>
  trx.raw(`select id from organizations where ${owner} for no key update`, [id]);

const isNameTaken = async (
  trx: Knex,
  { id, ownerId, level, name }: Pick<PriceListSummary, 'id' | 'ownerId' | 'level' | 'name'>,
): Promise<boolean> =>
  (
    await rowsOf(trx, 'select id from price_lists where owner_id = ? and level = ? and name = ? and id <> ?', [
      ownerId,
      level,
      name,
      id,
    ])
  ).length > 0;

const endDefault = (trx: Knex, id: string, ownerId: string, level: string): Promise<unknown> =>
  trx.raw(
    `update price_lists set is_default = false, rev = rev + 1
     where owner_id = ? and level = ? and is_default and id <> ?`,
    [ownerId, level, id],
  );

type Place = Pick<PriceListSummary, 'ownerId' | 'level'>;

/** Nothing when the list is at another revision. */
const lockList = async (
  trx: Knex.Transaction,
  id: string,
  rev: number,
  lock: 'for no key update' | 'for update' = 'for no key update',
): Promise<Place | undefined> =>
  (
    await rowsOf<Place>(trx, `select owner_id as "ownerId", level from price_lists where id = ? and rev = ? ${lock}`, [
      id,
      rev,
    ])
  )[0];

// Far below the number of values that one statement can have.
const rowsOfStatement = 1000;

export const insertRows = async (trx: Knex, priceListId: string, rows: readonly PriceListRow[]): Promise<void> => {
  const own = rows.map(({ planId, visibility, locked, costEntries = [], components = [] }) => ({
    price_list_id: priceListId,
    plan_id: planId,
    visibility,
    locked,
    cost_entries: JSON.stringify(costEntries),
    components: JSON.stringify(components),
  }));
  const entries = rows.flatMap((row) =>
    row.entries.map(({ component, tier, part = null, currency = null, kind, value }) => ({
      price_list_id: priceListId,
      plan_id: row.planId,
      component,
      tier,
      part,
      currency,
      kind,
      value,
    })),
  );
  await trx.batchInsert('price_list_rows', own, rowsOfStatement);
  await trx.batchInsert('price_list_entries', entries, rowsOfStatement);
};
