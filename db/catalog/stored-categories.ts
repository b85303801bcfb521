import type { Knex } from 'knex';
import type { Category, CategoryGroup, CategoryTree } from '../../domain/catalog/category';
import { byKey } from '../../domain/catalog/category';
import { rowsOf } from '../rows';

/** All categories and groups, each in its order. */
export const storedCategories = async (knex: Knex): Promise<CategoryTree> => {
  const categories = await rowsOf<Category>(knex, allCategories);
  return { categories, groups: await rowsOf<CategoryGroup>(knex, allGroups) };
};

const allCategories = `
  select c.key, c.parent, c."order", c.title, c.description, c.icon, c.texts, c.attributes
  from categories c order by c."order", c.key`;

const allGroups = `
  select g.key, g."order", g.title, g.texts,
    coalesce(array(select m.category from category_group_members m where m.group_key = g.key order by m.place), '{}')
      as "categories"
  from category_groups g order by g."order", g.key`;

/** Some categories with all above them. */
export const categoriesAbove = async (
  knex: Knex,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Pick<Category, 'key' | 'parent' | 'attributes'>>> =>
  byKey(await rowsOf(knex, above, [keys]));

const above = `
  with recursive line as (
    select key, parent, attributes from categories where key = any (cast(? as text[]))
    union
    select c.key, c.parent, c.attributes from categories c join line on c.key = line.parent
  )
  select key, parent, attributes from line`;

// Whoever changes the categories waits for imports that read them, and they for it; imports do not wait for each other.
export const readLock = 'lock table categories in share mode';
export const writeLock = 'lock table categories in share row exclusive mode';
