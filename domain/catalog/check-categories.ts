import { misfit } from './attribute-values';
import type { Category, CategoryAttribute, CategoryTree } from './category';
import { byKey, lineOf } from './category';
import { checkKeys } from './check-keys';
import type { RefuseAt } from './refusal';
import { below } from './refusal';

/** Deeper than people look. */
const levelsMost = 8;

/** Refuses what is no tree: keys that stand twice, parents that are not there, loops, attributes that contradict. */
export const checkCategories = ({ categories, groups }: CategoryTree, refuse: RefuseAt): void => {
  const known = byKey(categories);
  checkKeys(categories, below(refuse, '/categories'));
  checkKeys(groups, below(refuse, '/groups'));
  categories.forEach((category, at) => {
    const place = below(refuse, `/categories/${at}`);
    checkParent(category, known, place);
    checkOwnAttributes(category, known, below(place, '/attributes'));
  });
  groups.forEach((group, at) => {
    group.categories.forEach((key, nth) => {
      const place = `/groups/${at}/categories/${nth}`;
      if (!known.has(key)) refuse(place, 'there is no such category');
      else if (group.categories.indexOf(key) !== nth) refuse(place, 'stands twice');
    });
  });
};

const checkParent = ({ key, parent }: Category, known: ReadonlyMap<string, Category>, refuse: RefuseAt): void => {
  if (parent === null) return;
  const line = lineOf(known, key);
  if (!known.has(parent)) refuse('/parent', 'there is no such category');
  else if (line.at(-1)?.parent !== null && line.every((one) => one.parent === null || known.has(one.parent)))
    refuse('/parent', 'the categories above it lead round in a circle');
  else if (line.length > levelsMost) refuse('/parent', `lies more than ${levelsMost} levels deep`);
};

/** What is inherited is not said again: an attribute means the same for all that have it. */
const checkOwnAttributes = (category: Category, known: ReadonlyMap<string, Category>, refuse: RefuseAt): void => {
  const { key, attributes } = category;
  const inherited = new Set(
    lineOf(known, key).flatMap((one) => (one === category ? [] : one.attributes.map((attribute) => attribute.key))),
  );
  checkKeys(attributes, refuse);
  attributes.forEach((attribute, at) => {
    const place = below(refuse, `/${at}`);
    if (inherited.has(attribute.key)) place('/key', 'a category above it has an attribute of the same key');
    checkOptions(attribute, place);
    const wrong = attribute.default === null ? undefined : misfit(attribute, attribute.default);
    if (wrong !== undefined) place('/default', wrong);
  });
};

const checkOptions = ({ kind, options }: CategoryAttribute, refuse: RefuseAt): void => {
  const isChosen = kind === 'choice' || kind === 'choices';
  if (isChosen && options.length === 0) refuse('/options', 'there is nothing to choose from');
  if (!isChosen && options.length > 0) refuse('/options', 'only a choice has options');
  checkKeys(options, below(refuse, '/options'));
};
