import type { Knex } from 'knex';
import type { KeptList } from '../../domain/channel/list-file';
import { rowsOf } from '../rows';
import { insertRows, lockOwner } from './price-list-intake';
import type { PriceListRecord } from './price-list-view';

/** A plan by its vendor and the keys that the vendor's file gives to its offering and itself. */
export interface PlanName {
  readonly vendorId: string;
  readonly offering: string;
  readonly plan: string;
}

export interface PriceListFileIntake {
  /** The ids of plans that are there, by their name as JSON. */
  planIds(names: readonly PlanName[]): Promise<ReadonlyMap<string, string>>;
  planNames(planIds: readonly string[]): Promise<ReadonlyMap<string, PlanName>>;
  /**
   * Makes the lists of an owner what `next` says, in one transaction.
   * @param kept all its lists as they were read
   * @returns false when any of them has changed since, and then nothing is written
   */
  apply(ownerId: string, kept: readonly PriceListRecord[], next: readonly KeptList[]): Promise<boolean>;
}

export const createPriceListFileIntake = (knex: Knex): PriceListFileIntake => ({
  planIds: async (names) => {
    const rows = await rowsOf<NamedPlan>(knex, named, [JSON.stringify(names)]);
    return new Map(rows.map(({ planId, ...name }) => [JSON.stringify(name), planId]));
  },
  planNames: async (planIds) => {
    const rows = await rowsOf<NamedPlan>(knex, withIds, [planIds]);
    return new Map(rows.map(({ planId, ...name }) => [planId, name]));
  },
  apply: (ownerId, kept, next) =>
    knex.transaction(async (trx) => {
      await lockOwner(trx, 'id = ?', ownerId);
      if (!(await isAsRead(trx, ownerId, kept))) return false;
      const known = new Map(kept.map((list) => [list.id, list]));
      const touched = next.filter((list) => JSON.stringify(list) !== JSON.stringify(known.get(list.id)));
      // Defaults of before go first, since a level never has two; a list may inherit from one that is as new as itself.
      const defaults = touched.filter(({ id, isDefault }) => known.get(id)?.isDefault === true && !isDefault);
      await trx('price_lists')
        .whereIn(
          'id',
          defaults.map(({ id }) => id),
        )
        .update({ is_default: false });
      for (const list of touched.filter(({ id }) => !known.has(id)))
        await trx('price_lists').insert({ ...columnsOf(list), id: list.id, owner_id: ownerId });
      for (const list of touched) await update(trx, list, known.has(list.id));
      return true;
    }),
});

interface NamedPlan extends PlanName {
  readonly planId: string;
}

const plans = `
  select plan.id as "planId", o.vendor_id as "vendorId", coalesce(o.key, o.id::text) as "offering",
    coalesce(plan.key, plan.id::text) as "plan"
  from plans plan join offerings o on o.id = plan.offering_id`;

const withIds = `${plans} where plan.id = any (cast(? as uuid[]))`;

const named = `${plans}
  join jsonb_to_recordset(cast(? as jsonb)) as named ("vendorId" uuid, offering text, plan text)
    on named."vendorId" = o.vendor_id and named.offering = coalesce(o.key, o.id::text)
      and named.plan = coalesce(plan.key, plan.id::text)`;

/** Whoever writes a list counts its revision up, so the same revisions are the same lists. */
const isAsRead = async (trx: Knex.Transaction, ownerId: string, kept: readonly PriceListRecord[]): Promise<boolean> => {
  const rows = await rowsOf<{ id: string; rev: number }>(
    trx,
    'select id, rev from price_lists where owner_id = ? for no key update',
    [ownerId],
  );
  const revs = new Map(kept.map(({ id, rev }) => [id, rev]));
  return rows.length === kept.length && rows.every(({ id, rev }) => revs.get(id) === rev);
};

const columnsOf = ({ name, level, isDefault, taxIncluded, belowCost, recommendedPercent }: KeptList) => ({
  ...{ name, level },
  is_default: isDefault,
  tax_included: taxIncluded,
  below_cost: belowCost,
  recommended_percent: recommendedPercent,
});

const update = async (trx: Knex.Transaction, list: KeptList, isKnown: boolean): Promise<void> => {
  const { id, parentId, rows } = list;
  await trx('price_lists')
    .where({ id })
    .update({ ...columnsOf(list), parent_id: parentId });
  if (isKnown) await trx('price_lists').where({ id }).increment('rev');
  await trx('price_list_entries').where({ price_list_id: id }).delete();
  await trx('price_list_rows').where({ price_list_id: id }).delete();
  await insertRows(trx, id, rows);
};
