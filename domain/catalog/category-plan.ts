import type { RefusedPlace } from '../errors';
import { checkAttributes } from './attribute-values';
import type { AttributeValues, Category, CategoryAttribute, CategoryGroup, CategoryTree } from './category';
import { attributesOf, byKey, lineOf } from './category';
import type { FieldChange } from './catalog-change';
import { checkCategories } from './check-categories';
import { fieldChanges } from './field-changes';
import type { OfferingState } from './offering';
import type { RefuseAt } from './refusal';
import { below } from './refusal';
import { sameValues } from './same-prices';

/** One step of a change of the categories. */
interface CategoryChange {
  readonly kind: 'create' | 'update' | 'remove';
  readonly of: 'category' | 'group';
  readonly key: string;
  readonly fields: readonly FieldChange[];
}

/** What a change of the categories would do, and what of it is refused; it is done only when nothing is. */
export interface CategoryPlan {
  readonly changes: readonly CategoryChange[];
  readonly refusals: readonly RefusedPlace[];
}

/** As far as an offering depends on its category. */
export interface ListedOffering {
  readonly category: string;
  readonly state: OfferingState;
  readonly attributes: AttributeValues;
}

/** The difference between the categories as they are and as they are to be. @param offerings all that have a category */
export const planCategories = (
  wanted: CategoryTree,
  stored: CategoryTree,
  offerings: readonly ListedOffering[],
): CategoryPlan => {
  const refusals: RefusedPlace[] = [];
  const refuse: RefuseAt = (pointer, rule) => void refusals.push({ pointer, rule });
  checkCategories(wanted, refuse);
  checkUse(wanted, stored, offerings, refuse);
  const changes = [
    ...changesOf('category', wanted.categories, stored.categories),
    ...changesOf('group', wanted.groups, stored.groups),
  ];
  return { changes, refusals };
};

const changesOf = <T extends Category | CategoryGroup>(
  of: CategoryChange['of'],
  wanted: readonly T[],
  stored: readonly T[],
): CategoryChange[] => {
  const [before, after] = [byKey(stored), byKey(wanted)];
  const gone = stored.filter(({ key }) => !after.has(key));
  return [
    ...gone.map(({ key }): CategoryChange => ({ kind: 'remove', of, key, fields: [] })),
    ...wanted.flatMap((one): CategoryChange[] => {
      const old = before.get(one.key);
      if (old === undefined) return [{ kind: 'create', of, key: one.key, fields: [] }];
      const fields = fieldChanges(old, one);
      return fields.length === 0 ? [] : [{ kind: 'update', of, key: one.key, fields }];
    }),
  ];
};

/** What offerings are listed in stays where it is, and asks nothing of them that they do not tell. */
const checkUse = (
  wanted: CategoryTree,
  stored: CategoryTree,
  offerings: readonly ListedOffering[],
  refuse: RefuseAt,
): void => {
  const [before, after] = [byKey(stored.categories), byKey(wanted.categories)];
  const used = new Map<string, number>();
  for (const { category } of offerings) {
    for (const { key } of lineOf(before, category)) used.set(key, (used.get(key) ?? 0) + 1);
  }
  for (const { key } of stored.categories) {
    const count = used.get(key);
    if (count !== undefined && !after.has(key))
      refuse('/categories', `${count} offerings are listed in ${key} or below: it cannot be removed`);
  }
  wanted.categories.forEach((category, at) => {
    const place = below(refuse, `/categories/${at}`);
    const [old, count] = [before.get(category.key), used.get(category.key)];
    if (old !== undefined && old.parent !== category.parent && count !== undefined)
      place('/parent', `${count} offerings are listed in it or below: it stays where it is`);
    checkListed(category.key, before, after, offerings, place);
  });
};

const checkListed = (
  key: string,
  before: ReadonlyMap<string, Category>,
  after: ReadonlyMap<string, Category>,
  offerings: readonly ListedOffering[],
  refuse: RefuseAt,
): void => {
  const attributes = attributesOf(after, key);
  if (sameValues(attributes, attributesOf(before, key))) return;
  const misfits = offerings.filter(
    (offering) => offering.category === key && offering.state !== 'archived' && !fits(attributes, offering),
  ).length;
  if (misfits > 0) refuse('/attributes', `${misfits} offerings of ${key} have values that would not be right any more`);
};

const fits = (attributes: readonly CategoryAttribute[], { state, attributes: values }: ListedOffering): boolean => {
  const wrong: string[] = [];
  checkAttributes(attributes, values, state !== 'draft', (pointer) => void wrong.push(pointer));
  return wrong.length === 0;
};
