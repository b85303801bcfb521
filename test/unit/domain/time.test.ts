import fc from 'fast-check';
import {
  addDays,
  addMilliseconds,
  addMonths,
  begunDays,
  clampedDate,
  dateIn,
  dayOf,
  daysBetween,
  instant,
  isZone,
  millisecondsBetween,
  monthOf,
  periodAt,
  startOfDay,
} from '../../../domain/time';
import { dates, instants, zones } from '../../support/arbitraries';
import { refusal } from '../../support/refusals';

const lengths = fc.constantFrom(1, 2, 3, 6, 12, 24);
const indexes = fc.integer({ min: 0, max: 240 });

// Month ends are where calendars go wrong, so half of the anchors lie there.
const anchors = fc.oneof(
  instants,
  fc
    .tuple(
      fc.integer({ min: 2000, max: 2060 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 86_399_999 }),
    )
    .map(([year, month, ms]) => new Date(Date.UTC(year, month, 0) + ms).toISOString()),
);
const dayIn = (at: string, zone: string): number =>
  Number(new Intl.DateTimeFormat('en', { timeZone: zone, day: 'numeric' }).format(new Date(at)));
const daysOfMonth = (at: string, zone: string): number => {
  const [month, year] = new Intl.DateTimeFormat('en', { timeZone: zone, month: 'numeric', year: 'numeric' })
    .format(new Date(at))
    .split('/')
    .map(Number);
  return new Date(Date.UTC(year!, month, 0)).getUTCDate();
};

describe('periodAt', () => {
  it('tiles time without a gap or an overlap', () => {
    fc.assert(
      fc.property(anchors, lengths, indexes, zones, (anchor, months, index, zone) => {
        const period = periodAt(anchor, months, index, zone);
        expect(period.start < period.end).toBe(true);
        expect(periodAt(anchor, months, index + 1, zone).start).toBe(period.end);
      }),
    );
  });

  it('begins with the anchor itself, also in an hour that comes twice', () => {
    fc.assert(
      fc.property(anchors, lengths, zones, (anchor, months, zone) => {
        expect(periodAt(anchor, months, 0, zone).start).toBe(anchor);
      }),
    );
    expect(periodAt('2026-10-25T01:30:00.000Z', 1, 0, 'Europe/Rome').start).toBe('2026-10-25T01:30:00.000Z');
  });
});

describe('addMonths', () => {
  it("keeps the anchor's day of the month, or the last day of a month that is shorter", () => {
    fc.assert(
      // Samoa lost a day of its calendar.
      fc.property(
        anchors,
        indexes,
        zones.filter((zone) => zone !== 'Pacific/Apia'),
        (anchor, months, zone) => {
          const at = addMonths(anchor, months, zone);
          expect(dayIn(at, zone)).toBe(Math.min(dayIn(anchor, zone), daysOfMonth(at, zone)));
        },
      ),
    );
  });

  it.each([
    ['31 January, in a common year', '2026-01-31T10:00:00.000Z', 1, '2026-02-28T10:00:00.000Z'],
    ['31 January, in a leap year', '2028-01-31T10:00:00.000Z', 1, '2028-02-29T10:00:00.000Z'],
    ['31 January, never chained', '2026-01-31T10:00:00.000Z', 3, '2026-04-30T10:00:00.000Z'],
    ['29 February, a year later', '2028-02-29T10:00:00.000Z', 12, '2029-02-28T10:00:00.000Z'],
    ['29 February, four years later', '2028-02-29T10:00:00.000Z', 48, '2032-02-29T10:00:00.000Z'],
    ['29 February, over a century that is not leap', '2096-02-29T10:00:00.000Z', 48, '2100-02-28T10:00:00.000Z'],
  ])('counts from %s', (_, anchor, months, expected) => {
    expect(addMonths(anchor, months, 'UTC')).toBe(expected);
  });

  it.each([
    ['forward over a gap of the north', 'America/New_York', '2026-02-08T07:30:00.000Z', 1, '2026-03-08T07:30:00.000Z'],
    ['forward over a gap of the south', 'Australia/Sydney', '2026-09-03T16:30:00.000Z', 1, '2026-10-03T16:30:00.000Z'],
    [
      'to the first of two equal times in the south',
      'Australia/Sydney',
      '2026-03-04T15:30:00.000Z',
      1,
      '2026-04-04T15:30:00.000Z',
    ],
    [
      'by half an hour where clocks change by that',
      'Australia/Lord_Howe',
      '2026-06-15T00:00:00.000Z',
      6,
      '2026-12-14T23:30:00.000Z',
    ],
  ])('goes %s', (_, zone, anchor, months, expected) => {
    expect(addMonths(anchor, months, zone)).toBe(expected);
  });

  it('refuses to leave the years that compare as text', () => {
    expect(() => addMonths('9999-06-01T00:00:00.000Z', 12, 'UTC')).toThrow(RangeError);
  });
});

describe('instant', () => {
  it.each([
    ['2026-12-01T00:00:00Z', '2026-12-01T00:00:00.000Z'],
    ['2026-12-01T01:00:00+01:00', '2026-12-01T00:00:00.000Z'],
    ['2026-12-01T00:00:00.123999Z', '2026-12-01T00:00:00.123Z'],
  ])('writes %s in the one form', (text, expected) => {
    expect(instant(text)).toBe(expected);
  });

  it('compares as text exactly as time compares', () => {
    fc.assert(fc.property(instants, instants, (a, b) => instant(a) < instant(b) === Date.parse(a) < Date.parse(b)));
  });

  it.each(['', 'tomorrow', '2026-12-01', '2026-12-01T00:00:00', '2026-02-30T00:00:00Z', '+010000-01-01T00:00:00Z'])(
    'refuses %j',
    (text) => {
      expect(() => instant(text)).toThrow(RangeError);
    },
  );
});

describe('addMilliseconds', () => {
  it('adds time that has really passed, whatever clocks do', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -(10 ** 11), max: 10 ** 11 }), (at, ms) => {
        expect(Date.parse(addMilliseconds(at, ms))).toBe(Date.parse(at) + ms);
      }),
    );
  });
});

describe('isZone', () => {
  it.each([
    ['Europe/Rome', true],
    ['UTC', true],
    ['', false],
    ['Mars/Olympus', false],
    ['constructor', false],
  ])('knows %j: %p', (zone, known) => {
    expect(isZone(zone)).toBe(known);
  });
});

describe('startOfDay', () => {
  it('begins the day that its first instant lies in, and no instant before', () => {
    fc.assert(
      // Samoa lost a day of its calendar.
      fc.property(
        dates,
        zones.filter((zone) => zone !== 'Pacific/Apia'),
        (date, zone) => {
          const start = startOfDay(date, zone);
          expect(dateIn(start, zone)).toBe(date);
          expect(dateIn(addMilliseconds(start, -1), zone)).toBe(addDays(date, -1));
        },
      ),
    );
  });

  it.each([
    ['2026-03-30', 'Europe/Rome', '2026-03-29T22:00:00.000Z'],
    ['2026-02-01', 'Europe/Rome', '2026-01-31T23:00:00.000Z'],
    // The clocks jump over midnight.
    ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
  ])('begins %s in %s', (date, zone, expected) => {
    expect(startOfDay(date, zone)).toBe(expected);
  });
});

describe('begunDays', () => {
  it('counts a day of 23 or of 25 hours as one', () => {
    const month = (from: string, to: string) => ({
      start: startOfDay(from, 'Europe/Rome'),
      end: startOfDay(to, 'Europe/Rome'),
    });
    expect(begunDays(month('2026-03-01', '2026-04-01'), 'Europe/Rome')).toBe(31);
    expect(begunDays(month('2026-10-01', '2026-11-01'), 'Europe/Rome')).toBe(31);
  });

  it('counts a day that has begun as a whole one', () => {
    const start = '2026-11-17T14:00:00.000Z';
    expect(begunDays({ start, end: '2026-12-01T14:00:00.000Z' }, 'UTC')).toBe(14);
    expect(begunDays({ start, end: '2026-12-01T14:00:00.001Z' }, 'UTC')).toBe(15);
    expect(begunDays({ start, end: start }, 'UTC')).toBe(0);
  });
});

describe('clampedDate', () => {
  it('keeps the day, or takes the last day of a month that is shorter', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 31 }), (date, day) => {
        const clamped = clampedDate(monthOf(date), day);
        expect(monthOf(clamped)).toBe(monthOf(date));
        expect(dayOf(clamped) === day || (dayOf(clamped) < day && dayOf(addDays(clamped, 1)) === 1)).toBe(true);
      }),
    );
  });
});

describe('daysBetween', () => {
  it('is what has to be added', () => {
    fc.assert(
      fc.property(dates, dates, (a, b) => {
        expect(addDays(a, daysBetween(a, b))).toBe(b);
      }),
    );
  });
});

describe('a time', () => {
  it.each<[string, () => unknown]>([
    ['a day that no month has', () => dayOf('2026-02-30')],
    ['a day with an hour', () => dayOf('2026-02-03T00:00')],
    ['a day of another form', () => addDays('20260203', 1)],
    ['a day beyond the year 9999', () => addDays('9999-12-31', 1)],
    ['a day at the end of all days', () => addDays('2026-01-01', 10 ** 15)],
    ['a day before the year 0', () => clampedDate(-1, 1)],
    ['a month without end', () => clampedDate(10 ** 20, 1)],
    ['an instant that is none', () => dateIn('yesterday', 'UTC')],
    ['an instant without a zone', () => millisecondsBetween('2026-01-01T00:00:00', '2026-01-02T00:00:00Z')],
  ])('is refused with a code: %s', (_, ask) => {
    expect(ask).toThrow(refusal('time-invalid'));
  });

  it.each<[string, () => unknown]>([
    ['of a date', () => dateIn('2026-01-01T00:00:00Z', 'Mars/Olympus')],
    ['of a day', () => startOfDay('2026-01-01', '')],
    ['of a period', () => periodAt('2026-01-01T00:00:00Z', 1, 0, 'Europe/Atlantis')],
  ])('is not counted in a zone that does not exist: %s', (_, ask) => {
    expect(ask).toThrow(refusal('zone-unknown'));
  });
});
