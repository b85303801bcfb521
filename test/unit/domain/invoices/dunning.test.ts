import { dunningDates, reminderDates } from '../../../../domain/invoices/dunning';
import { refusal } from '../../../support/refusals';

describe('dunningDates', () => {
  it('counts the suspension from the due date and the end from the suspension', () => {
    expect(dunningDates('2026-02-27', 2, 3)).toEqual({ suspendOn: '2026-03-01', terminateOn: '2026-03-04' });
    expect(dunningDates('2026-02-27', 0, 0)).toEqual({ suspendOn: '2026-02-27', terminateOn: '2026-02-27' });
  });

  it.each([
    [-1, 3],
    [2, 0.5],
    [1e9, 3],
  ])('refuses to wait %p days, then %p', (suspend, terminate) => {
    expect(() => dunningDates('2026-02-27', suspend, terminate)).toThrow(refusal('calendar-invalid'));
  });
});

describe('reminderDates', () => {
  it('counts back from an inclusive last day', () => {
    expect(reminderDates('2028-03-01', [14, 1])).toEqual(['2028-02-16', '2028-02-29']);
    expect(() => reminderDates('2028-03-01', [-1])).toThrow(refusal('calendar-invalid'));
    expect(() => reminderDates('2028-02-30', [1])).toThrow(refusal('time-invalid'));
  });
});
