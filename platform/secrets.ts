import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Keeps secrets at rest. What was sealed for one context opens in no other. */
export interface SecretBox {
  seal(plain: string, context: string): string;
  /** @throws Error when the text was sealed with another key or for another context, or was changed. */
  open(sealed: string, context: string): string;
  /** Equal for equal texts of one context; nobody without the key can try out what the text was. */
  fingerprint(plain: string, context: string): string;
}

const algorithm = 'aes-256-gcm';
const version = 'v1';

/** AES-256-GCM with the context as additional data; the text form carries its version, so that keys can change later. */
export const createSecretBox = (base64Key: string): SecretBox => {
  const key = Buffer.from(base64Key, 'base64');
  if (key.length !== 32) throw new Error('the secret key is 32 bytes in base64');
  // A key for each use: no fingerprint tells anything about what is sealed.
  const fingerprintKey = Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'fingerprint', 32));
  return {
    seal: (plain, context) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv(algorithm, key, nonce);
      cipher.setAAD(Buffer.from(context, 'utf8'));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return [version, ...[nonce, cipher.getAuthTag(), body].map((part) => part.toString('base64url'))].join('.');
    },
    open: (sealed, context) => {
      const [seen, nonce, tag, body] = sealed.split('.');
      if (seen !== version || nonce === undefined || tag === undefined || body === undefined) {
        throw new Error('this is not a sealed secret');
      }
      // The full tag is asked for: a shorter one would be easier to forge.
      const decipher = createDecipheriv(algorithm, key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 });
      decipher.setAAD(Buffer.from(context, 'utf8'));
      decipher.setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8');
    },
    fingerprint: (plain, context) => createHmac('sha256', fingerprintKey).update(`${context}\n${plain}`).digest('hex'),
  };
};

/** What a vendor's signing secret is sealed for. */
export const vendorEndpointContext = (vendorId: string): string => `vendor-endpoint|${vendorId}`;
