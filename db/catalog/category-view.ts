import type { Knex } from 'knex';
import type { CategoryTree } from '../../domain/catalog/category';
import { storedCategories } from './stored-categories';

export interface CategoryView {
  tree(): Promise<CategoryTree>;
}

export const createCategoryView = (knex: Knex): CategoryView => ({ tree: () => storedCategories(knex) });
