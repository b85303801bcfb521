/** How often something may happen: steadily, and at once after a pause. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface Bucket {
  /** What was left at that instant. */
  readonly tokens: number;
  readonly atMs: number;
}

/** A bucket that nobody has taken from. */
export const fullBucket = ({ burst }: Rate, nowMs: number): Bucket => ({ tokens: burst, atMs: nowMs });

/** Takes a token if there is one; a refusal takes nothing, so who waits is served. */
export const take = (
  { tokens, atMs }: Bucket,
  { perSecond, burst }: Rate,
  nowMs: number,
): { readonly bucket: Bucket; readonly isTaken: boolean; readonly waitSeconds: number } => {
  // A clock that goes back fills nothing, and takes nothing away.
  const filled = Math.min(burst, tokens + (Math.max(0, nowMs - atMs) / 1000) * perSecond);
  const isTaken = filled >= 1;
  const left = isTaken ? filled - 1 : filled;
  return { bucket: { tokens: left, atMs: nowMs }, isTaken, waitSeconds: isTaken ? 0 : (1 - filled) / perSecond };
};
