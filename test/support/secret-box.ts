import { randomBytes } from 'node:crypto';
import { createSecretBox } from '../../platform/secrets';

/** A box of a key that nobody else has. */
export const aSecretBox = () => createSecretBox(randomBytes(32).toString('base64'));
