import { DomainError } from '../errors';
import { addMilliseconds, millisecondsBetween } from '../time';
import type { Actor } from './permission';
import { holds } from './permission';
import type { Permission } from './permission-table';

/** What a key may do of all that its owner may; `null` limits nothing. */
export interface KeyLimits {
  /** Nothing but these. */
  readonly permissions: readonly Permission[] | null;
  /** Only by the roles that the owner has on these organizations and projects. */
  readonly scopeIds: readonly string[] | null;
}

/** What tells whether a key works. */
export interface KeyLife {
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

export type KeyState = 'active' | 'expired' | 'revoked';

/** Longest that an old key works beside the one that replaces it. */
export const overlapMaxMs = 30 * 86_400_000;

/** How long it does unless it is said. */
const overlapMs = 86_400_000;

/** Most keys of one user that work at a time. */
export const activeKeysMax = 50;

/** What has become of a key by an instant. */
export const keyState = ({ expiresAt, revokedAt }: KeyLife, now: string): KeyState => {
  if (revokedAt !== null && revokedAt <= now) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
};

/**
 * A key cannot have more than whoever it is for: each permission is held, and on each scope a role.
 * @throws DomainError `api-key-beyond-owner` that points at what is too much
 */
export const checkLimits = (owner: Actor, { permissions, scopeIds }: KeyLimits): void => {
  const scopes = new Set(owner.grants.map(({ scopeId }) => scopeId));
  const places = [
    ...(permissions ?? []).flatMap((permission, at) =>
      holds(owner, permission) ? [] : [{ pointer: `/permissions/${at}`, rule: 'is a permission that the owner lacks' }],
    ),
    ...(scopeIds ?? []).flatMap((id, at) =>
      scopes.has(id) ? [] : [{ pointer: `/scopeIds/${at}`, rule: 'is nothing that the owner has a role on' }],
    ),
  ];
  if (places.length === 0) return;
  throw new DomainError('api-key-beyond-owner', 'a key has no more than its owner', {}, places);
};

/** What is replaced keeps working for a while, so that nobody who uses it is cut off. */
export interface Rotation {
  readonly now: string;
  readonly oldKeyUntil?: string | undefined;
  readonly expiresAt?: string | null | undefined;
}

/**
 * When the old key of a rotation ends, and when the new one does. The new one lives as long as the old one was meant to.
 * @throws DomainError `api-key-ended` for a key that works no more, `api-key-overlap-invalid`
 */
export const rotate = (
  old: KeyLife,
  { now, oldKeyUntil = addMilliseconds(now, overlapMs), expiresAt }: Rotation,
): { readonly oldExpiresAt: string; readonly expiresAt: string | null } => {
  const state = keyState(old, now);
  if (state !== 'active') throw new DomainError('api-key-ended', `the key is ${state}`);
  if (oldKeyUntil < now || millisecondsBetween(now, oldKeyUntil) > overlapMaxMs) {
    throw new DomainError('api-key-overlap-invalid', 'the old key ends between now and 30 days from now');
  }
  const oldExpiresAt = old.expiresAt !== null && old.expiresAt < oldKeyUntil ? old.expiresAt : oldKeyUntil;
  return { oldExpiresAt, expiresAt: expiresAt === undefined ? sameLife(old, now) : expiresAt };
};

const sameLife = ({ createdAt, expiresAt }: KeyLife, now: string): string | null =>
  expiresAt === null ? null : addMilliseconds(now, millisecondsBetween(createdAt, expiresAt));
