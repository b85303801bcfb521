import fc from 'fast-check';
import { checkProjectOpen, checkTerm, projectState } from '../../../../domain/identity/project';
import { refusal } from '../../../support/refusals';

const days = { startsOn: '2026-03-02', endsOn: '2026-03-31', archivedAt: null };

describe('projectState', () => {
  it.each([
    ['2026-03-01T22:59:59.999Z', 'upcoming'],
    ['2026-03-01T23:00:00.000Z', 'open'],
    // The last day is the first one of summer time.
    ['2026-03-31T21:59:59.999Z', 'open'],
    ['2026-03-31T22:00:00.000Z', 'ended'],
  ])('counts both days in the zone of the organization: %s is %s', (at, state) => {
    expect(projectState(days, at, 'Europe/Rome')).toBe(state);
  });

  it('is open on a side without a day, and never when it is archived', () => {
    const at = '2026-03-15T00:00:00.000Z';
    expect(projectState({ startsOn: null, endsOn: null, archivedAt: null }, at, 'UTC')).toBe('open');
    expect(projectState({ ...days, startsOn: null }, '1999-01-01T00:00:00.000Z', 'UTC')).toBe('open');
    expect(projectState({ ...days, endsOn: null }, '2999-01-01T00:00:00.000Z', 'UTC')).toBe('open');
    expect(projectState({ ...days, archivedAt: at }, at, 'UTC')).toBe('archived');
  });
});

describe('checkProjectOpen', () => {
  it('lets an open project alone buy', () => {
    const at = fc.date({ min: new Date('2026-02-01'), max: new Date('2026-05-01'), noInvalidDate: true });
    fc.assert(
      fc.property(at, fc.constantFrom('UTC', 'Europe/Rome', 'Pacific/Auckland'), (date, zone) => {
        const state = projectState(days, date.toISOString(), zone);
        const check = (): void => {
          checkProjectOpen(days, date.toISOString(), zone);
        };
        if (state === 'open') check();
        else expect(check).toThrow(refusal('project-not-open'));
      }),
    );
  });
});

describe('checkTerm', () => {
  it('leaves a project a day at least', () => {
    const check = (startsOn: string | null, endsOn: string | null) => () => {
      checkTerm({ startsOn, endsOn });
    };
    expect(check('2026-03-02', '2026-03-02')).not.toThrow();
    expect(check(null, '2026-03-02')).not.toThrow();
    expect(check('2026-03-02', '2026-03-01')).toThrow(refusal('end-before-start'));
  });
});
