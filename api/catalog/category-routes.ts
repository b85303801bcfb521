import type { Category, CategoryGroup, CategoryTree } from '../../domain/catalog/category';
import { DomainError } from '../../domain/errors';
import type { RealClock } from '../../platform/clock';
import type { Caller } from '../auth';
import type { Route } from '../route';
import { route } from '../route';
import {
  CategoryChangesOut,
  CategoryFileIn,
  CategoryFileOut,
  CategoryGroupIn,
  CategoryGroupParams,
  CategoryIn,
  CategoryParams,
} from './category-schemas';
import { DryRunQuery } from './import-schemas';
import type { CategoryReads, CategoryWrites } from './reads';
import { refuseAll } from '../refuse-all';

export interface CategoryDeps {
  readonly categories: CategoryReads;
  readonly categoryWrites: CategoryWrites;
  readonly now: RealClock;
}

const common = { tag: 'Categories', access: 'authenticated' } as const;
const writing = {
  ...common,
  permission: 'category.write',
  query: DryRunQuery,
  status: 200,
  response: CategoryChangesOut,
} as const;

export const categoryRoutes = ({ categories, categoryWrites, now }: CategoryDeps): readonly Route[] => {
  const change = async (caller: Caller, dryRun: boolean, edit: (stored: CategoryTree) => CategoryTree) => {
    const { changes, refusals } = await categoryWrites.change({ edit, userId: caller.userId, now: now(), dryRun });
    refuseAll('categories-refused', refusals);
    return { dryRun, changes };
  };
  return [
    route(
      {
        ...common,
        method: 'get',
        path: '/v1/categories',
        operationId: 'listCategories',
        summary: 'All categories and groups of them, in JSON or YAML',
        description:
          'The same can be imported. A category has its own attributes and those of the categories above it.',
        yaml: true,
        status: 200,
        response: CategoryFileOut,
      },
      () => categories.tree(),
    ),
    route(
      {
        ...writing,
        method: 'post',
        path: '/v1/categories/import',
        operationId: 'importCategories',
        summary: 'Makes the categories what a file says, all of it or nothing',
        yaml: true,
        body: CategoryFileIn,
        bodyLimitBytes: 1024 * 1024,
        problems: ['categories-refused'],
      },
      ({ caller, query: { dryRun }, body }) => change(caller, dryRun, () => body),
    ),
    route(
      {
        ...writing,
        method: 'put',
        path: '/v1/categories/{categoryKey}',
        operationId: 'setCategory',
        summary: 'Makes or changes one category',
        description: 'One that offerings are listed in, also below it, stays where it is.',
        params: CategoryParams,
        body: CategoryIn,
        problems: ['categories-refused'],
      },
      ({ caller, query: { dryRun }, params: { categoryKey: key }, body }) =>
        change(caller, dryRun, ({ categories: all, groups }) => ({
          categories: replaced(all, { key, ...body }),
          groups,
        })),
    ),
    route(
      {
        ...writing,
        method: 'post',
        path: '/v1/categories/{categoryKey}/remove',
        operationId: 'removeCategory',
        summary: 'Removes a category that nothing is listed in',
        params: CategoryParams,
        problems: ['categories-refused', 'category-not-found'],
      },
      ({ caller, query: { dryRun }, params: { categoryKey } }) =>
        change(caller, dryRun, ({ categories: all, groups }) => ({
          categories: without(all, categoryKey),
          groups: groups.map((group) => ({
            ...group,
            categories: group.categories.filter((key) => key !== categoryKey),
          })),
        })),
    ),
    route(
      {
        ...writing,
        method: 'put',
        path: '/v1/category-groups/{groupKey}',
        operationId: 'setCategoryGroup',
        summary: 'Makes or changes one group of categories',
        params: CategoryGroupParams,
        body: CategoryGroupIn,
        problems: ['categories-refused'],
      },
      ({ caller, query: { dryRun }, params: { groupKey: key }, body }) =>
        change(caller, dryRun, ({ categories: all, groups }) => ({
          categories: all,
          groups: replaced(groups, { key, ...body }),
        })),
    ),
    route(
      {
        ...writing,
        method: 'post',
        path: '/v1/category-groups/{groupKey}/remove',
        operationId: 'removeCategoryGroup',
        summary: 'Removes a group; its categories stay',
        params: CategoryGroupParams,
        problems: ['category-not-found'],
      },
      ({ caller, query: { dryRun }, params: { groupKey } }) =>
        change(caller, dryRun, ({ categories: all, groups }) => ({
          categories: all,
          groups: without(groups, groupKey),
        })),
    ),
  ];
};

/** In its place, or at the end. */
const replaced = <T extends Category | CategoryGroup>(all: readonly T[], one: T): readonly T[] =>
  all.some(({ key }) => key === one.key) ? all.map((old) => (old.key === one.key ? one : old)) : [...all, one];

const without = <T extends Category | CategoryGroup>(all: readonly T[], gone: string): readonly T[] => {
  const rest = all.filter(({ key }) => key !== gone);
  if (rest.length === all.length) throw new DomainError('category-not-found', 'there is no such category or group');
  return rest;
};
