/** Words in other languages, by the tag of each (BCP 47): what a language does not have is told in the original one. */
export type Texts<Field extends string> = Readonly<Record<string, { readonly [Name in Field]?: string | undefined }>>;
