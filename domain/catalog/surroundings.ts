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
  /** Of the groups and organizations that it names, those that there are. */
  readonly groups: ReadonlySet<string>;
  readonly organizations: ReadonlySet<string>;
}

/** Refuses offerings that refer to what is not there, or tell other attributes than their category has. */
export const checkSurroundings = (file: readonly OfferingEntry[], surroundings: Surroundings): RefusedPlace[] => {
  const refusals: RefusedPlace[] = [];
  file.forEach((entry, at) => {
    const refuse = below((pointer, rule) => void refusals.push({ pointer, rule }), `/offerings/${at}`);
    // An archived one is frozen, whatever has become of what it refers to.
    if (entry.state === 'archived') return;
    checkCategory(entry, surroundings, refuse);
    checkAudience(entry, surroundings, refuse);
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

const checkAudience = (
  { visibility, visibleTo }: OfferingEntry,
  { groups, organizations }: Surroundings,
  refuse: RefuseAt,
): void => {
  const known = visibility === 'groups' ? groups : organizations;
  visibleTo.forEach((name, at) => {
    const place = `/visibleTo/${at}`;
    if (visibility === 'public') refuse(place, 'a public offering is for everybody');
    else if (!known.has(name)) refuse(place, `there is no such ${visibility === 'groups' ? 'group' : 'organization'}`);
  });
};
