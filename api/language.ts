import { z } from 'zod';
import type { Reply } from './route';

/** Headers of every localized operation, as they are described. */
export const acceptLanguage = {
  'accept-language': z.string().optional().meta({
    description: 'Languages that words are told in, by RFC 9110 and lookup (RFC 4647).',
    example: 'de-CH, fr;q=0.8',
  }),
};
export const contentLanguage = {
  'Content-Language': z.string().optional().meta({ description: 'Those that the words are told in, as far as known.' }),
};

/** Says in which languages an answer tells its words, if anybody knows. */
export const tellLanguages = (reply: Reply, told: readonly { readonly language: string | null }[]): void => {
  const languages = [...new Set(told.flatMap(({ language }) => language ?? []))].sort();
  if (languages.length > 0) reply.header('content-language', languages.join(', '));
};
