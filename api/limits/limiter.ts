import type { Caller } from '../auth';
import { RequestProblem } from '../request-problem';
import type { Bucket, Rate } from './token-bucket';
import { fullBucket, take } from './token-bucket';

/**
 * Counts a request of a caller.
 * @returns the headers that tell what is left
 * @throws RequestProblem `rate-limited`
 */
export type Limit = (caller: Caller) => Readonly<Record<string, string>>;

/** For installations that limit elsewhere. */
export const unlimited: Limit = () => ({});

/** What a burst holds, in seconds of the steady rate. */
const burstSeconds = 2;
const bucketsMax = 10_000;

/**
 * Limits each key, and each user of an access token, in this process: to share the count among processes would cost every
 * read a write. So many processes allow so many times as much.
 */
export const createLimit = (perSecond: number, nowMs: () => number = () => performance.now()): Limit => {
  if (perSecond === 0) return unlimited;
  const rate: Rate = { perSecond, burst: perSecond * burstSeconds };
  const policy = `"key";q=${rate.burst};w=${burstSeconds}`;
  const buckets = new Map<string, Bucket>();
  return ({ credential, userId }) => {
    const name = credential?.keyId ?? userId;
    const now = nowMs();
    const { bucket, isTaken, waitSeconds } = take(buckets.get(name) ?? fullBucket(rate, now), rate, now);
    // The oldest entry is the first: one that is idle is full again, and need not be remembered.
    buckets.delete(name);
    buckets.set(name, bucket);
    if (buckets.size > bucketsMax) forgetOldest(buckets);
    const fullIn = Math.ceil((rate.burst - bucket.tokens) / perSecond);
    const headers = { 'ratelimit-policy': policy, ratelimit: `"key";r=${Math.floor(bucket.tokens)};t=${fullIn}` };
    if (isTaken) return headers;
    throw new RequestProblem('rate-limited', `more than ${perSecond} requests a second came with this key`, {
      headers: { ...headers, 'retry-after': String(Math.max(1, Math.ceil(waitSeconds))) },
    });
  };
};

const forgetOldest = (buckets: Map<string, Bucket>): void => {
  const [oldest] = buckets.keys();
  if (oldest !== undefined) buckets.delete(oldest);
};
