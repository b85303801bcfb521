/** Words in other languages, by the tag of each (BCP 47): what a language does not have is told in the original one. */
export type Texts<Field extends string> = Readonly<Record<string, { readonly [Name in Field]?: string | undefined }>>;

/** Nobody reads more languages; a longer list only takes time. */
const rangesMost = 20;

/**
 * The first of the wanted languages that there is, by lookup (RFC 4647 §3.4): who wants `de-CH` takes `de` rather than what
 * is wanted less.
 * @param ranges wanted languages, the best first
 */
export const lookUp = (ranges: readonly string[], tags: readonly string[]): string | undefined => {
  const known = new Map(tags.map((tag) => [tag.toLowerCase(), tag]));
  return ranges
    .slice(0, rangesMost)
    .flatMap((range) => shortened(range.toLowerCase()))
    .flatMap((range) => known.get(range) ?? [])
    .at(0);
};

/** A range and what is left of it, part by part; a single letter only introduces what follows it. */
const shortened = (range: string): string[] => {
  const parts = range.split('-');
  const ends = parts.map((_, at) => parts.length - at).filter((end) => parts[end - 1]?.length !== 1);
  return ends.map((end) => parts.slice(0, end).join('-'));
};

/** What is said in a language, or in a wider one; nothing when it is the original one. */
export const wordsIn = <Words>(
  texts: Readonly<Record<string, Words>> | undefined,
  language: string | null,
): Words | undefined => {
  const tag = language === null || texts === undefined ? undefined : lookUp([language], Object.keys(texts));
  return tag === undefined ? undefined : texts?.[tag];
};
