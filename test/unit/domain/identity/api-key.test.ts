import fc from 'fast-check';
import type { KeyLife } from '../../../../domain/identity/api-key';
import { checkLimits, keyState, overlapMaxMs, rotate } from '../../../../domain/identity/api-key';
import type { Actor } from '../../../../domain/identity/permission';
import { addMilliseconds } from '../../../../domain/time';
import { refusal } from '../../../support/refusals';

const now = '2026-12-10T00:00:00.000Z';
const day = 86_400_000;
const later = (days: number): string => addMilliseconds(now, days * day);
const life = (fields: Partial<KeyLife> = {}): KeyLife => ({
  ...{ createdAt: later(-10), expiresAt: null, revokedAt: null },
  ...fields,
});

describe('keyState', () => {
  it('ends a key at the instant of its expiry, and not before', () => {
    expect(keyState(life({ expiresAt: now }), now)).toBe('expired');
    expect(keyState(life({ expiresAt: addMilliseconds(now, 1) }), now)).toBe('active');
  });

  it('says revoked of a key that has expired as well', () => {
    expect(keyState(life({ expiresAt: later(-1), revokedAt: now }), now)).toBe('revoked');
  });
});

describe('rotate', () => {
  it('lets the old key work for a day unless it is said', () => {
    expect(rotate(life(), { now })).toEqual({ oldExpiresAt: later(1), expiresAt: null });
  });

  it('never lets the old key work longer than it would have', () => {
    const kept = fc.integer({ min: 1, max: 40 });
    const asked = fc.integer({ min: 0, max: 30 });
    fc.assert(
      fc.property(kept, asked, (left, overlap) => {
        const { oldExpiresAt } = rotate(life({ expiresAt: later(left) }), { now, oldKeyUntil: later(overlap) });
        expect(oldExpiresAt).toBe(later(Math.min(left, overlap)));
      }),
    );
  });

  it('gives the new key the life that the old one was meant to have', () => {
    const old = life({ createdAt: later(-10), expiresAt: later(20) });
    expect(rotate(old, { now }).expiresAt).toBe(later(30));
    expect(rotate(old, { now, expiresAt: later(5) }).expiresAt).toBe(later(5));
  });

  it('takes an overlap from none to thirty days', () => {
    const until = (ms: number) => () => rotate(life(), { now, oldKeyUntil: addMilliseconds(now, ms) });
    expect(until(0)().oldExpiresAt).toBe(now);
    expect(until(overlapMaxMs)().oldExpiresAt).toBe(later(30));
    expect(until(-1)).toThrow(refusal('api-key-overlap-invalid'));
    expect(until(overlapMaxMs + 1)).toThrow(refusal('api-key-overlap-invalid'));
  });

  it('revives no key that has ended', () => {
    expect(() => rotate(life({ revokedAt: now }), { now })).toThrow(refusal('api-key-ended'));
    expect(() => rotate(life({ expiresAt: now }), { now })).toThrow(refusal('api-key-ended'));
  });
});

describe('checkLimits', () => {
  const owner: Actor = {
    ...{ userId: 'u', name: 'U' },
    grants: [{ role: 'billing', scope: 'organization', scopeId: 'a' }],
  };
  const check = (limits: Partial<Parameters<typeof checkLimits>[1]>) => () =>
    checkLimits(owner, { permissions: null, scopeIds: null, ...limits });

  it('gives a key nothing that its owner lacks', () => {
    expect(check({ permissions: ['invoice.read'], scopeIds: ['a'] })).not.toThrow();
    expect(check({ permissions: ['invoice.read', 'order.approve'] })).toThrow(refusal('api-key-beyond-owner'));
    expect(check({ scopeIds: ['b'] })).toThrow(refusal('api-key-beyond-owner'));
  });

  it('points at each limit that is too much', () => {
    expect(check({ permissions: ['invoice.read', 'order.approve'], scopeIds: ['b'] })).toThrow(
      expect.objectContaining({
        places: [
          expect.objectContaining({ pointer: '/permissions/1' }),
          expect.objectContaining({ pointer: '/scopeIds/0' }),
        ],
      }),
    );
  });
});
