import fc from 'fast-check';
import { byLevel } from '../../../../domain/channel/chain';
import type { Terms } from '../../../../domain/pricing/terms';
import type { Turn } from '../../../../domain/subscriptions/turn';
import { endless } from '../../../../domain/subscriptions/calendar';
import { activate, terminate, turnPeriod } from '../../../../domain/subscriptions/turn';
import { instants, saleQuantities, termsOfSales } from '../../../support/arbitraries';

const sample = fc.sample(termsOfSales, { numRuns: 1, seed: 11 })[0]!;
const monthly: Terms = { ...sample, periodMonths: 1, zone: 'UTC', quantities: { seats: '3' } };
const kinds = ({ rows }: Turn): string[] => rows.map(({ component, kind }) => `${component} ${kind}`);
const midnight = (day: string): string => `${day}T00:00:00.000Z`;

/** Every turn of a life of `periods` periods, the first one included. */
const lifeOf = (terms: Terms, anchor: string, periods: number): Turn[] => {
  const turns = [activate(terms, anchor)];
  while (turns.length < periods) turns.push(turnPeriod(terms, anchor, turns.at(-1)!.open!, { calls: '7' }, true));
  return turns;
};

describe('activate', () => {
  it("opens the first period at the instant of the vendor's report", () => {
    fc.assert(
      fc.property(termsOfSales, instants, (terms, anchor) => {
        const { open, nextDueAt } = activate(terms, anchor);
        expect(open).toMatchObject({ index: 0, period: { start: anchor } });
        expect(nextDueAt).toBe(terms.periodMonths === null ? null : open?.period.end);
      }),
    );
  });

  it('charges set-up once and the first period in advance', () => {
    expect(kinds(activate(monthly, midnight('2026-01-31')))).toEqual([
      'setup one-time',
      'licence prepaid',
      'seats prepaid',
    ]);
  });

  it('opens a period without an end in a one-off plan, and never turns it', () => {
    const { open, nextDueAt } = activate({ ...monthly, periodMonths: null }, midnight('2026-01-31'));
    expect([open?.period.end, nextDueAt]).toEqual([endless, null]);
  });
});

const inArrears: Terms = {
  ...monthly,
  currency: 'EUR',
  components: ['licence', 'calls'].map((key) => ({
    ...monthly.components.find((component) => component.key === key)!,
    ...(key === 'licence' ? { charge: 'postpaid' } : {}),
    prices: byLevel(() => ({ kind: 'per-unit', unitPrice: '30' })),
  })),
};
const chargedFor = ({ rows }: Turn): string[] =>
  rows.map(({ component, kind, amounts }) => `${component} ${kind} ${amounts.sellOut.minor}`);

describe('what is fixed in arrears', () => {
  const anchor = midnight('2026-06-01');
  const { open } = activate(inArrears, anchor);

  it('is charged in full when its period ends, and never in advance', () => {
    expect(chargedFor(activate(inArrears, anchor))).toEqual([]);
    const turn = turnPeriod(inArrears, anchor, open!, { calls: '1' }, true);
    expect(chargedFor(turn)).toEqual(['calls arrears 3000', 'licence arrears 3000']);
  });

  it('is charged for the part of its period that was used when it ends early', () => {
    const ended = terminate(inArrears, open!, { calls: '1' }, midnight('2026-06-11'));
    expect(chargedFor(ended)).toEqual(['calls arrears 3000', 'licence arrears 1000']);
    expect(chargedFor(terminate(inArrears, open!, {}, anchor))).toEqual([]);
    expect(chargedFor(terminate(inArrears, open!, {}, open!.period.end))).toEqual(['licence arrears 3000']);
  });

  it('is charged for the part of its lifespan that was used', () => {
    const hours = { ...inArrears, periodMonths: null, lifespanHours: 48 };
    const opened = activate(hours, anchor).open!;
    expect(chargedFor(terminate(hours, opened, {}, midnight('2026-06-02')))).toEqual(['licence arrears 1500']);
  });

  it('is charged in full where there are no periods', () => {
    const once = { ...inArrears, periodMonths: null };
    const opened = activate(once, anchor).open!;
    expect(chargedFor(terminate(once, opened, {}, midnight('2026-06-11')))).toEqual(['licence arrears 3000']);
  });
});

describe('turnPeriod', () => {
  it('charges every period exactly once in advance and once in arrears, over years, in every zone', () => {
    fc.assert(
      fc.property(termsOfSales, instants, (sold, anchor) => {
        const terms = { ...sold, periodMonths: sold.periodMonths ?? 1 };
        const turns = lifeOf(terms, anchor, 30);
        const rows = turns.flatMap((turn) => turn.rows);
        const keys = rows.map(({ component, kind, period }) => `${component}/${kind}/${period.start}`);
        expect(new Set(keys).size).toBe(keys.length);
        const starts = (component: string): string[] =>
          rows.filter((row) => row.component === component).map(({ period }) => period.start);
        const opened = turns.map(({ open }) => open!.period.start);
        expect(starts('licence')).toEqual(opened);
        expect(starts('calls')).toEqual(opened.slice(0, -1));
      }),
      { numRuns: 30 },
    );
  });

  it('names each invoice by the period that it closes, so that none is written twice', () => {
    const causes = lifeOf(monthly, midnight('2026-01-31'), 13).map(({ invoice }) => invoice?.cause);
    expect(new Set(causes).size).toBe(13);
    expect(causes.slice(0, 3)).toEqual([
      'activation',
      `period:${midnight('2026-01-31')}`,
      `period:${midnight('2026-02-28')}`,
    ]);
  });

  it('charges nothing in advance while the subscription is being terminated', () => {
    const { open } = activate(monthly, midnight('2026-01-31'));
    expect(kinds(turnPeriod(monthly, midnight('2026-01-31'), open!, { calls: '7' }, false))).toEqual(['calls arrears']);
  });

  it('decides the same from the same facts, however often it is asked', () => {
    fc.assert(
      fc.property(termsOfSales, instants, saleQuantities, (sold, anchor, calls) => {
        const terms = { ...sold, periodMonths: 1 };
        const { open } = activate(terms, anchor);
        expect(turnPeriod(terms, anchor, open!, { calls }, true)).toEqual(
          turnPeriod(terms, anchor, open!, { calls }, true),
        );
      }),
    );
  });
});

describe('terminate', () => {
  const { open } = activate(monthly, midnight('2026-01-31'));

  it('bills arrears up to the instant of the end, and nothing after it', () => {
    const turn = terminate(monthly, open!, { calls: '7' }, midnight('2026-02-10'));
    expect(kinds(turn)).toEqual(['calls arrears']);
    expect(turn.rows[0]?.period).toEqual({ start: midnight('2026-01-31'), end: midnight('2026-02-10') });
    expect([turn.open, turn.nextDueAt, turn.invoice?.cause]).toEqual([null, null, 'termination']);
  });

  it('makes no invoice when nothing was used', () => {
    expect(terminate(monthly, open!, {}, midnight('2026-02-10')).invoice).toBeUndefined();
  });

  it('never ends a period before it starts', () => {
    const turn = terminate(monthly, open!, { calls: '7' }, midnight('2026-01-30'));
    expect(turn.rows[0]?.period).toEqual({ start: midnight('2026-01-31'), end: midnight('2026-01-31') });
  });
});
