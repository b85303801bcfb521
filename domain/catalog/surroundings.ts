import type { RefusedPlace } from '../errors';
import { checkAttributes } from './attribute-values';
import type { OfferingEntry } from './catalog-file';
import type { Category } from './category';
import { attributesOf } from './category';
import type { RefuseAt } from './refusal';
import { below } from './refusal';

/** What offerings refer to, and does not belong to their vendor. */
export interface Surroundings {
  /** Those that a file names, with all above them. */
  readonly categories: ReadonlyMap<string, Pick<Category, 'key' | 'parent' | 'attributes'>>;
}

/** Refuses offerings that refer to what is not there, or tell other attributes than their category has. */
export const checkSurroundings = (file: readonly OfferingEntry[], surroundings: Surroundings): RefusedPlace[] => {
  const refusals: RefusedPlace[] = [];
  file.forEach((entry, at) => {
    const refuse: RefuseAt = (pointer, rule) => void refusals.push({ pointer, rule });
    // An archived one is frozen, whatever has become of what it refers to.
    if (entry.state !== 'archived') checkCategory(entry, surroundings, below(refuse, `/offerings/${at}`));
  });
  return refusals;
};

const checkCategory = (
  { category, attributes, state }: OfferingEntry,
  { categories }: Surroundings,
  refuse: RefuseAt,
): void => {
  if (category.trim() !== '' && !categories.has(category)) refuse('/category', 'there is no such category');
  else checkAttributes(attributesOf(categories, category), attributes, state !== 'draft', below(refuse, '/attributes'));
};
