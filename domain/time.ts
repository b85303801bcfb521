import { Temporal } from 'temporal-polyfill';

/** A point in time, UTC, ISO 8601 with milliseconds: `2026-12-01T00:00:00.000Z`. Equal instants are equal texts. */
export type Instant = string;

/** Half-open: `start` belongs to it, `end` does not (`product.md` §2). */
export interface Period {
  readonly start: Instant;
  readonly end: Instant;
}

// Years of another length would not compare as text.
const textOf = (at: Temporal.Instant): Instant => {
  const text = at.toString({ fractionalSecondDigits: 3, roundingMode: 'trunc' });
  if (text.length !== 24) throw new RangeError('an instant lies in the years 0 to 9999');
  return text;
};

/**
 * Brings any ISO instant to the one form in which instants are stored and compared as text.
 * @throws RangeError for what is no instant
 */
export const instant = (text: string): Instant => textOf(Temporal.Instant.from(text));

/** True for an IANA zone this runtime knows. */
export const isZone = (zone: string): boolean => {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
};

/**
 * `anchor + months`, counted on the calendar of `zone` and clamped to the month's end. Always from the anchor:
 * chained additions would let 31 January drift to the 28th for good (`product.md` §2). The local time of day is kept; where
 * the clocks jump over it, it moves forward by the jump, and where it comes twice, the first is meant.
 */
export const addMonths = (anchor: Instant, months: number, zone: string): Instant =>
  textOf(Temporal.Instant.from(anchor).toZonedDateTimeISO(zone).add({ months }).toInstant());

/** The period number `index` (from 0) of `months` each, counted from the anchor. */
export const periodAt = (anchor: Instant, months: number, index: number, zone: string): Period => ({
  start: addMonths(anchor, months * index, zone),
  end: addMonths(anchor, months * (index + 1), zone),
});

/** `at + milliseconds`. */
export const addMilliseconds = (at: Instant, milliseconds: number): Instant =>
  textOf(Temporal.Instant.from(at).add({ milliseconds }));
