import { z } from 'zod';
import { permissions } from '../../domain/identity/permission-table';
import { idIn, idOut, instantIn, instantOut, orNull, pageIn, textIn } from '../shapes';

const permissionIn = z.enum(permissions, {
  error: 'is not a permission',
});

const limits = {
  permissions: z
    .array(permissionIn)
    .min(1, { error: 'is empty: leave it out for all that you may' })
    .max(100)
    .optional()
    .meta({ description: 'The key may do nothing else; without it, all that its owner may.' }),
  scopeIds: z
    .array(idIn)
    .min(1, { error: 'is empty: leave it out for all roles' })
    .max(100)
    .optional()
    .meta({ description: 'Organizations and projects: no role of the owner elsewhere counts; without it, all do.' }),
};

const expiresIn = instantIn.optional().meta({ description: 'The key works until then; without it, for ever.' });

export const KeyIn = z
  .strictObject({
    name: textIn(200).meta({ description: 'What it is for, in your words.' }),
    ...limits,
    expiresAt: expiresIn,
  })
  .meta({ id: 'ApiKeyRequest', example: { name: 'ERP', permissions: ['proceeds.read', 'invoice.read'] } });

export const RotationIn = z
  .strictObject({
    oldKeyUntil: instantIn
      .optional()
      .meta({ description: 'The old key works until then, at most for 30 days: a day unless you say.' }),
    expiresAt: instantIn
      .optional()
      .meta({ description: 'The new key works until then; without it, it lives as long as the old one was meant to.' }),
  })
  .meta({ id: 'ApiKeyRotation' });

export const KeyParams = z.strictObject({ keyId: idIn });

export const KeyQuery = z.strictObject({
  ...pageIn,
  userId: idIn.optional().meta({ description: 'Whose keys; your own without it.' }),
});

const fields = {
  id: idOut,
  userId: idOut.meta({ description: 'Whoever calls with it.' }),
  name: z.string(),
  prefix: z.string().meta({ description: 'How the key begins, to tell it from others.', example: 'ek_Zr3pQx9a' }),
  state: z.enum(['active', 'expired', 'revoked']),
  permissions: orNull(z.array(z.string())).meta({ description: 'What it is limited to; null for no limit.' }),
  scopeIds: orNull(z.array(idOut)).meta({ description: 'Where roles count for it; null for everywhere.' }),
  createdAt: instantOut,
  createdBy: orNull(idOut),
  expiresAt: orNull(instantOut),
  revokedAt: orNull(instantOut),
  replaces: orNull(idOut).meta({ description: 'The key that it was made in place of.' }),
  lastUsedAt: orNull(instantOut).meta({ description: 'Written down every half a minute.' }),
};

export const KeyOut = z.object(fields).meta({ id: 'ApiKey', description: 'An API key, without its text.' });

export const NewKeyOut = z
  .object({ ...fields, key: z.string().meta({ description: 'The key itself. It is shown this once.' }) })
  .meta({ id: 'NewApiKey' });
