import type { RefuseAt } from './refusal';

/** Refuses keys that name two things. */
export const checkKeys = (entries: readonly { readonly key: string }[], refuse: RefuseAt): void => {
  const seen = new Set<string>();
  entries.forEach(({ key }, at) => {
    if (seen.has(key)) refuse(`/${at}/key`, 'another entry has the same key');
    seen.add(key);
  });
};
