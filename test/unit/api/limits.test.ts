import fc from 'fast-check';
import type { Caller } from '../../../api/auth';
import { createLimit } from '../../../api/limits/limiter';
import { fullBucket, take } from '../../../api/limits/token-bucket';

const callerWith = (keyId: string | null): Caller => ({
  ...{ userId: 'u', name: 'U', grants: [], organizationId: null, testClockId: null },
  credential: { kind: 'api-key', keyId, prefix: null, expiresAt: null, scopeIds: null, issuer: null },
});

describe('take', () => {
  it('never lets more through than the burst and what has flowed in since', () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), pauses, (perSecond, waits) => {
        const rate = { perSecond, burst: 2 * perSecond };
        let bucket = fullBucket(rate, 0);
        let now = 0;
        let taken = 0;
        for (const wait of waits) {
          now += wait;
          const taking = take(bucket, rate, now);
          bucket = taking.bucket;
          if (taking.isTaken) taken += 1;
        }
        expect(taken).toBeLessThanOrEqual(rate.burst + (now / 1000) * perSecond + 1e-6);
      }),
    );
  });

  it('serves who has waited as long as it said', () => {
    const rate = { perSecond: 3, burst: 3 };
    const empty = { tokens: 0.25, atMs: 0 };
    const { isTaken, waitSeconds, bucket } = take(empty, rate, 0);
    expect(isTaken).toBe(false);
    expect(take(bucket, rate, waitSeconds * 1000 - 1).isTaken).toBe(false);
    expect(take(bucket, rate, waitSeconds * 1000 + 1).isTaken).toBe(true);
  });

  it('takes no clock that goes back for time that has passed', () => {
    const rate = { perSecond: 10, burst: 10 };
    expect(take({ tokens: 0, atMs: 5_000 }, rate, 0).isTaken).toBe(false);
  });
});

describe('createLimit', () => {
  const countOf = (limit: ReturnType<typeof createLimit>, caller: Caller, tries: number): number =>
    Array.from({ length: tries }).filter(() => {
      try {
        limit(caller);
        return true;
      } catch {
        return false;
      }
    }).length;

  it('lets each key burst and go on steadily, and no key use up what is left of another', () => {
    let now = 0;
    const limit = createLimit(5, () => now);
    expect(countOf(limit, callerWith('a'), 20)).toBe(10);
    expect(countOf(limit, callerWith('b'), 20)).toBe(10);
    now = 1_000;
    expect(countOf(limit, callerWith('a'), 20)).toBe(5);
  });

  it('counts an access token by its user', () => {
    const limit = createLimit(1, () => 0);
    expect(countOf(limit, callerWith(null), 5)).toBe(2);
  });

  it('tells what is left, and when to come back', () => {
    const limit = createLimit(1, () => 0);
    expect(limit(callerWith('a'))).toEqual({ 'ratelimit-policy': '"key";q=2;w=2', ratelimit: '"key";r=1;t=1' });
    limit(callerWith('a'));
    expect(() => limit(callerWith('a'))).toThrow(
      expect.objectContaining({
        code: 'rate-limited',
        extras: { headers: { 'ratelimit-policy': '"key";q=2;w=2', ratelimit: '"key";r=0;t=2', 'retry-after': '1' } },
      }),
    );
  });

  it('does not limit where it is told not to', () => {
    expect(countOf(createLimit(0), callerWith('a'), 1_000)).toBe(1_000);
  });

  it('keeps its memory small, whoever calls', () => {
    const limit = createLimit(1, () => 0);
    for (let nth = 0; nth < 10_001; nth++) countOf(limit, callerWith(`key ${nth}`), 2);
    // The first was forgotten, and begins anew; the second is remembered.
    expect([countOf(limit, callerWith('key 1'), 1), countOf(limit, callerWith('key 0'), 1)]).toEqual([0, 1]);
  });
});
