import { z } from 'zod';

/** `true` or `false`. */
export const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false'], 'is either true or false')
    .default(fallback ? 'true' : 'false')
    .transform((text) => text === 'true');

export const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);

/** Texts separated by commas. */
export const list = () =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    );

/** An address that paths are appended to, hence without a slash at the end. */
export const webAddress = (fallback: string) =>
  z
    .url({ protocol: /^https?$/, error: 'is an address that begins with http:// or https://' })
    .default(fallback)
    .transform((text) => text.replace(/\/+$/, ''));

export const secretKey = z
  .string()
  .refine((text) => Buffer.from(text, 'base64').length === 32, 'is 32 bytes in base64 (openssl rand -base64 32)');

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** OpenID providers as `issuer audience`, separated by commas; plain HTTP only where it does not leave the machine. */
export const issuers = () =>
  list().transform((entries, context) =>
    entries.map((entry) => {
      const [issuer = '', audience = '', ...rest] = entry.split(/\s+/);
      if (!isIssuer(issuer) || audience === '' || rest.length > 0) {
        context.addIssue('is written "https://issuer audience", separated by commas');
      }
      return { issuer, audience };
    }),
  );

const isIssuer = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  return search === '' && hash === '' && (protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname)));
};
