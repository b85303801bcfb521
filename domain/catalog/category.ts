import type { Texts } from './texts';

/** What kind of value an attribute has: words, a number, yes or no, one of its options, some of its options. */
type AttributeKind = 'text' | 'number' | 'boolean' | 'choice' | 'choices';

/** A value of an attribute; a number is decimal text, and a choice the key of an option. */
export type AttributeValue = string | boolean | readonly string[];

/** The values of an offering by the keys of its category's attributes. */
export type AttributeValues = Readonly<Record<string, AttributeValue>>;

/** What the offerings of a category, and of those below it, tell about themselves. */
export interface CategoryAttribute {
  readonly key: string;
  readonly title: string;
  readonly kind: AttributeKind;
  /** Of a choice, and of choices. */
  readonly options: readonly { readonly key: string; readonly title: string }[];
  /** An offering for sale tells it, unless there is a default. */
  readonly required: boolean;
  /** What holds for an offering that does not tell. */
  readonly default: AttributeValue | null;
  /** Whether offerings are searched by it and counted by its values. */
  readonly filterable: boolean;
}

/** Where offerings are listed. Its key names it for ever. */
export interface Category {
  readonly key: string;
  readonly parent: string | null;
  /** Among those of the same parent; then the key decides. */
  readonly order: number;
  readonly title: string;
  readonly description: string;
  /** Name or address of a picture. */
  readonly icon: string | null;
  readonly texts: Texts<'title' | 'description'>;
  readonly attributes: readonly CategoryAttribute[];
}

/** Categories that are shown together, wherever in the tree they stand. */
export interface CategoryGroup {
  readonly key: string;
  readonly order: number;
  readonly title: string;
  readonly texts: Texts<'title'>;
  readonly categories: readonly string[];
}

/** All categories of a platform with their groups. */
export interface CategoryTree {
  readonly categories: readonly Category[];
  readonly groups: readonly CategoryGroup[];
}

type Branch = Pick<Category, 'key' | 'parent'>;

/** From a category up to its root, or as far as the tree is whole: a loop ends where it begins again. */
export const lineOf = <T extends Branch>(categories: ReadonlyMap<string, T>, key: string): readonly T[] => {
  const line: T[] = [];
  let next = categories.get(key);
  while (next !== undefined && !line.includes(next)) {
    line.push(next);
    next = next.parent === null ? undefined : categories.get(next.parent);
  }
  return line;
};

/** The attributes that offerings of a category have: its own, after those of the categories above it. */
export const attributesOf = (
  categories: ReadonlyMap<string, Pick<Category, 'key' | 'parent' | 'attributes'>>,
  key: string,
): readonly CategoryAttribute[] => [...lineOf(categories, key)].reverse().flatMap(({ attributes }) => attributes);

/** Things by their keys; of several with one key the first. */
export const byKey = <T extends { readonly key: string }>(things: readonly T[]): ReadonlyMap<string, T> =>
  new Map([...things].reverse().map((thing) => [thing.key, thing]));
