import fc from 'fast-check';
import type { ApprovalPolicy, ApprovalStep } from '../../../../domain/approvals/policy';
import { defaultPolicy } from '../../../../domain/approvals/policy';
import { addSpan } from '../../../../domain/approvals/span';
import { endsByItselfAt, silenceOf } from '../../../../domain/approvals/silence';
import { letPass, nextDueOf } from '../../../../domain/approvals/time-passes';
import { addMilliseconds } from '../../../../domain/time';
import { at, begin, runOf, stepOf, users } from './policies';

const rome = { zone: 'Europe/Rome', weekend: [6, 7], holidays: ['2026-12-25'] };
const hours = (count: number) => ({ count, unit: 'hours' }) as const;
const days = (count: number) => ({ count, unit: 'days' }) as const;
const workingDays = (count: number) => ({ count, unit: 'working-days' }) as const;
const inHours = (count: number): string => addMilliseconds(at, count * 3_600_000);
const toldOf = (steps: readonly ApprovalStep[], fields: Partial<ApprovalPolicy> = {}): string[] =>
  silenceOf(begin(steps, fields).run).facts.map(({ type, at: when }) => `${type} ${when}`);

describe('addSpan', () => {
  it('keeps the time of day over a change of the clocks', () => {
    // On 29 March 2026 the clocks of Rome go from 2 to 3, on 25 October back.
    expect(addSpan('2026-03-28T09:00:00.000Z', days(1), rome)).toBe('2026-03-29T08:00:00.000Z');
    expect(addSpan('2026-10-24T08:00:00.000Z', days(1), rome)).toBe('2026-10-25T09:00:00.000Z');
    expect(addSpan('2026-03-27T09:00:00.000Z', workingDays(1), rome)).toBe('2026-03-30T08:00:00.000Z');
    expect(addSpan('2026-03-28T09:00:00.000Z', hours(24), rome)).toBe('2026-03-29T09:00:00.000Z');
  });

  it("counts months from the anchor, clamped to the month's end", () => {
    const month = { count: 1, unit: 'months' } as const;
    const ends = [1, 2, 3].map((times) => addSpan('2027-01-31T11:00:00.000Z', month, rome, times));
    expect(ends).toEqual(['2027-02-28T11:00:00.000Z', '2027-03-31T10:00:00.000Z', '2027-04-30T10:00:00.000Z']);
  });

  it('counts working days past weekends and holidays', () => {
    expect(addSpan('2026-12-24T08:00:00.000Z', workingDays(1), rome)).toBe('2026-12-28T08:00:00.000Z');
    // Asked on a Saturday: Monday is the first day that counts.
    expect(addSpan('2026-12-05T08:00:00.000Z', workingDays(3), rome)).toBe('2026-12-09T08:00:00.000Z');
  });

  it('ends where a calendar has hardly a day to work', () => {
    const busy = { zone: 'UTC', weekend: [1, 2, 3, 4, 5, 6], holidays: [] };
    expect(addSpan(at, workingDays(2), busy)).toBe('2026-03-15T09:00:00.000Z');
  });
});

describe('letPass', () => {
  it('reminds at every interval once, in order, and never at the deadline or after it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 400 }), (every, deadline) => {
        const { facts, run } = silenceOf(runOf(stepOf({ remindEvery: hours(every), deadline: hours(deadline) })));
        const count = Math.ceil(deadline / every) - 1;
        const reminders = Array.from({ length: count }, (_, nth) => inHours(every * (nth + 1)));
        expect(facts.map(({ at: when }) => when)).toEqual([...reminders, inHours(deadline)]);
        expect(facts.map(({ type }) => type)).toEqual([...reminders.map(() => 'reminded'), 'deadline-expired']);
        expect([run.outcome, nextDueOf(run)]).toEqual(['expired', null]);
      }),
    );
  });

  it('asks the next groups one after the other, each with a deadline of its own', () => {
    const escalation = [users('bert'), users('carl'), users('dora')];
    const step = stepOf({ deadline: days(2), remindEvery: days(1), escalation });
    expect(toldOf([step])).toEqual([
      'reminded 2026-03-03T09:00:00.000Z',
      ...['escalated 2026-03-04T09:00:00.000Z', 'asked 2026-03-04T09:00:00.000Z'],
      'reminded 2026-03-05T09:00:00.000Z',
      ...['escalated 2026-03-06T09:00:00.000Z', 'asked 2026-03-06T09:00:00.000Z'],
      'reminded 2026-03-07T09:00:00.000Z',
      ...['escalated 2026-03-08T09:00:00.000Z', 'asked 2026-03-08T09:00:00.000Z'],
      'reminded 2026-03-09T09:00:00.000Z',
      'deadline-expired 2026-03-10T09:00:00.000Z',
    ]);
  });

  it.each([
    ['expire', 'expired', ['deadline-expired']],
    ['reject', 'rejected', ['deadline-rejected']],
    ['approve', 'approved', ['deadline-approved']],
  ] as const)('does at a deadline what the step says: %s', (onDeadline, outcome, told) => {
    const { run, facts } = silenceOf(runOf(stepOf({ onDeadline })));
    expect([run.outcome, facts.map(({ type }) => type)]).toEqual([outcome, told]);
  });

  it('asks the next step when a deadline approves one', () => {
    const first = stepOf({ onDeadline: 'approve', deadline: days(1) });
    expect(toldOf([first, stepOf({ deadline: days(2) })])).toEqual([
      ...['deadline-approved 2026-03-03T09:00:00.000Z', 'asked 2026-03-03T09:00:00.000Z'],
      'deadline-expired 2026-03-05T09:00:00.000Z',
    ]);
  });

  it('withdraws what is asked beside a step that ends everything', () => {
    const beside = [stepOf({ deadline: days(1) }), stepOf({ deadline: days(9) })];
    const { run } = silenceOf(begin(beside, { order: 'parallel' }).run);
    expect(run.steps.map(({ state }) => state)).toEqual(['expired', 'withdrawn']);
  });

  it('does nothing before its time', () => {
    const run = runOf(stepOf({ deadline: days(1) }));
    expect(letPass(run, '2026-03-03T08:59:59.999Z')).toBeNull();
    expect(letPass(run, '2026-04-01T00:00:00.000Z')?.facts[0]?.at).toBe('2026-03-03T09:00:00.000Z');
  });
});

describe('endsByItselfAt', () => {
  it('tells when a run ends if nobody answers, however often somebody is reminded', () => {
    const step = stepOf({ deadline: days(300), remindEvery: hours(1) });
    expect(endsByItselfAt(runOf(step))).toBe('2026-12-27T09:00:00.000Z');
    expect(endsByItselfAt(runOf(stepOf({ deadline: null, remindEvery: days(1) })))).toBeNull();
  });

  it('is 30 days of anybody who may approve by default', () => {
    expect(endsByItselfAt(begin(defaultPolicy.steps).run)).toBe('2026-04-01T09:00:00.000Z');
  });
});
