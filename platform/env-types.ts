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
