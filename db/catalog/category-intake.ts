import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { CategoryTree } from '../../domain/catalog/category';
import { byKey, lineOf } from '../../domain/catalog/category';
import type { CategoryPlan, ListedOffering } from '../../domain/catalog/category-plan';
import { planCategories } from '../../domain/catalog/category-plan';
import { rowsOf } from '../rows';
import { storedCategories, writeLock } from './stored-categories';

interface CategoryEdit {
  /** All categories as they are to be, from all that there are. */
  readonly edit: (stored: CategoryTree) => CategoryTree;
  readonly userId: string;
  readonly now: string;
  /** Only says what would be done. */
  readonly dryRun: boolean;
}

export interface CategoryIntake {
  /** All of it or, when something of it is refused, nothing. */
  change(request: CategoryEdit): Promise<CategoryPlan>;
}

/** Changes follow each other, and no offering is imported meanwhile. */
export const createCategoryIntake = (knex: Knex): CategoryIntake => ({
  change: ({ edit, userId, now, dryRun }) =>
    knex.transaction(async (trx) => {
      await rowsOf(trx, writeLock);
      const stored = await storedCategories(trx);
      const wanted = edit(stored);
      const plan = planCategories(wanted, stored, await rowsOf<ListedOffering>(trx, listed));
      if (!dryRun && plan.refusals.length === 0 && plan.changes.length > 0) {
        await apply(trx, wanted, plan);
        await rowsOf(trx, insertChange, [randomUUID(), userId, now, JSON.stringify(plan.changes)]);
      }
      return plan;
    }),
});

const listed = `
  select category, state, coalesce(details -> 'attributes', '{}') as "attributes" from offerings where category <> ''`;

const insertChange = `
  insert into category_changes (id, changed_by, changed_at, changes) values (?, ?, ?, cast(? as jsonb))`;

const apply = async (trx: Knex.Transaction, wanted: CategoryTree, { changes }: CategoryPlan): Promise<void> => {
  const goneOf = (of: string): string[] =>
    changes.flatMap(({ kind, of: what, key }) => (kind === 'remove' && what === of ? [key] : []));
  const changed = new Set(changes.map(({ of, key }) => `${of}/${key}`));
  const categories = wanted.categories.filter(({ key }) => changed.has(`category/${key}`));
  const groups = wanted.groups.filter(({ key }) => changed.has(`group/${key}`));
  const members = groups.flatMap(({ key, categories: own }) =>
    own.map((category, place) => ({ group: key, category, place })),
  );
  await rowsOf(trx, 'delete from category_groups where key = any (cast(? as text[]))', [goneOf('group')]);
  await rowsOf(trx, 'delete from category_group_members where group_key = any (cast(? as text[]))', [
    groups.map(({ key }) => key),
  ]);
  await rowsOf(trx, upsertCategories, [JSON.stringify(categories)]);
  await rowsOf(trx, upsertGroups, [JSON.stringify(groups)]);
  await rowsOf(trx, insertMembers, [JSON.stringify(members)]);
  await rowsOf(trx, 'delete from categories where key = any (cast(? as text[]))', [goneOf('category')]);
  await rowsOf(trx, indexAnew, [keysBelow(wanted, new Set(categories.map(({ key }) => key)))]);
};

/** What is said of a category is what offerings below it are found by. */
const indexAnew = 'update offerings set category = category where category = any (cast(? as text[]))';

const keysBelow = ({ categories }: CategoryTree, changed: ReadonlySet<string>): string[] => {
  const known = byKey(categories);
  return categories.map(({ key }) => key).filter((key) => lineOf(known, key).some((upper) => changed.has(upper.key)));
};

const upsertCategories = `
  insert into categories (key, parent, "order", title, description, icon, texts, attributes)
  select r.key, r.parent, r."order", r.title, r.description, r.icon, r.texts, r.attributes
  from jsonb_to_recordset(cast(? as jsonb)) as r (key text, parent text, "order" integer, title text, description text,
    icon text, texts jsonb, attributes jsonb)
  on conflict (key) do update set parent = excluded.parent, "order" = excluded."order", title = excluded.title,
    description = excluded.description, icon = excluded.icon, texts = excluded.texts, attributes = excluded.attributes`;

const upsertGroups = `
  insert into category_groups (key, "order", title, texts)
  select r.key, r."order", r.title, r.texts
  from jsonb_to_recordset(cast(? as jsonb)) as r (key text, "order" integer, title text, texts jsonb)
  on conflict (key) do update set "order" = excluded."order", title = excluded.title, texts = excluded.texts`;

const insertMembers = `
  insert into category_group_members (group_key, category, place)
  select r."group", r.category, r.place
  from jsonb_to_recordset(cast(? as jsonb)) as r ("group" text, category text, place integer)`;
