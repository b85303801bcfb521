import { Temporal } from 'temporal-polyfill';
import { DomainError } from './errors';

/** A point in time, UTC, ISO 8601 with milliseconds: `2026-12-01T00:00:00.000Z`. Equal instants are equal texts. */
export type Instant = string;

/** Half-open: `start` belongs to it, `end` does not (`product.md` §2). */
export interface Period {
  readonly start: Instant;
  readonly end: Instant;
}

/** A calendar day, `YYYY-MM-DD`, of the years 0 to 9999. Which hours it has, a zone tells. */
export type PlainDate = string;

/** Half-open days: `start` belongs to it, `end` does not. */
export interface DatePeriod {
  readonly start: PlainDate;
  readonly end: PlainDate;
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
  textOf(zoned(anchor, zone).add({ months }).toInstant());

/**
 * `at + days` on the calendar of `zone`: the local time of day is kept, so a day on which the clocks change has 23 or 25
 * hours. Where the clocks jump over that time, it moves forward by the jump.
 */
export const addLocalDays = (at: Instant, days: number, zone: string): Instant =>
  textOf(zoned(at, zone).add({ days }).toInstant());

/** The period number `index` (from 0) of `months` each, counted from the anchor. */
export const periodAt = (anchor: Instant, months: number, index: number, zone: string): Period => ({
  start: addMonths(anchor, months * index, zone),
  end: addMonths(anchor, months * (index + 1), zone),
});

/** `at + days` on the clocks of `zone`: the local time of day is kept, however long a day is. As `addMonths` where clocks change. */
export const addDaysAt = (at: Instant, days: number, zone: string): Instant =>
  textOf(zoned(at, zone).add({ days }).toInstant());

/** `at + milliseconds`. */
export const addMilliseconds = (at: Instant, milliseconds: number): Instant =>
  textOf(Temporal.Instant.from(at).add({ milliseconds }));

/** Milliseconds that really pass from one instant to another; below zero when `to` is earlier. */
export const millisecondsBetween = (from: Instant, to: Instant): number =>
  exactTime(to).epochMilliseconds - exactTime(from).epochMilliseconds;

/** The calendar day of an instant in a zone. */
export const dateIn = (at: Instant, zone: string): PlainDate => zoned(at, zone).toPlainDate().toString();

/** The instant at which a day begins in a zone; where the clocks jump over midnight, the first instant after. */
export const startOfDay = (date: PlainDate, zone: string): Instant => {
  const plain = day(date);
  return textOf(inZone(zone, () => plain.toZonedDateTime(zone)).toInstant());
};

/**
 * Days begun from one instant to another, counted on the clocks of `zone`: a day of 23 or of 25 hours is one day.
 * Meant for a period that does not end before it starts.
 */
export const begunDays = ({ start, end }: Period, zone: string): number => {
  const [from, to] = [zoned(start, zone), zoned(end, zone)];
  const { days } = from.until(to, { largestUnit: 'days' });
  return Temporal.ZonedDateTime.compare(from.add({ days }), to) < 0 ? days + 1 : days;
};

/** `date + days`. */
export const addDays = (date: PlainDate, days: number): PlainDate => dayText(() => day(date).add({ days }));

/** Days from one date to another; below zero when `to` is earlier. */
export const daysBetween = (from: PlainDate, to: PlainDate): number => day(from).until(day(to)).days;

/** Day of the week: 1 is Monday, 7 is Sunday. */
export const weekdayOf = (date: PlainDate): number => day(date).dayOfWeek;

/** Day of the month, from 1. */
export const dayOf = (date: PlainDate): number => day(date).day;

/** Months since January of the year 0: makes of calendar months plain numbers that can be counted. */
export const monthOf = (date: PlainDate): number => {
  const { year, month } = day(date);
  return year * 12 + month - 1;
};

/** The day of a month, counted as by `monthOf`, or its last day if the month is shorter (`product.md` §2). */
export const clampedDate = (month: number, dayOfMonth: number): PlainDate =>
  dayText(() => Temporal.PlainDate.from({ year: Math.floor(month / 12), month: (month % 12) + 1, day: dayOfMonth }));

const invalid = (text: string): DomainError =>
  new DomainError('time-invalid', 'a time is written in ISO 8601 and lies in the years 0 to 9999', {
    text: text.slice(0, 40),
  });

const inZone = (zone: string, make: () => Temporal.ZonedDateTime): Temporal.ZonedDateTime => {
  try {
    return make();
  } catch {
    throw new DomainError('zone-unknown', 'a zone is named as in the IANA data', { zone: zone.slice(0, 40) });
  }
};

const exactTime = (text: Instant): Temporal.Instant => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    throw invalid(text);
  }
};

const zoned = (at: Instant, zone: string): Temporal.ZonedDateTime => {
  const time = exactTime(at);
  return inZone(zone, () => time.toZonedDateTimeISO(zone));
};

const dayText = (make: () => Temporal.PlainDate): PlainDate => {
  try {
    return day(make().toString()).toString();
  } catch {
    throw invalid('');
  }
};

const written = /^\d{4}-\d{2}-\d{2}$/;

const day = (text: PlainDate): Temporal.PlainDate => {
  if (!written.test(text)) throw invalid(text);
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    throw invalid(text);
  }
};
