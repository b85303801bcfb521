import fc from 'fast-check';
import { checkAdvance } from '../../../../domain/clocks/clock';
import { addMonths } from '../../../../domain/time';
import { instants } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

const now = '2026-01-31T00:00:00.000Z';
const ready = { now, state: 'ready' } as const;

describe('checkAdvance', () => {
  it('lets a test clock go forward by up to 20 years', () => {
    expect(() => checkAdvance(ready, '2026-01-31T00:00:00.001Z')).not.toThrow();
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 240 }), (from, months) =>
        checkAdvance({ now: from, state: 'ready' }, addMonths(from, months, 'UTC')),
      ),
    );
  });

  it('never lets it go backwards, nor stay', () => {
    fc.assert(
      fc.property(instants, instants, (a, b) => {
        const [earlier, later] = [a, b].sort();
        expect(() => checkAdvance({ now: later!, state: 'ready' }, earlier!)).toThrow(refusal('test-clock-backwards'));
      }),
    );
  });

  it.each(['', 'zzz', '+275761-01-01T00:00:00.000Z', '2046-12-31T00:00:00.000Z'])('refuses to go to %j', (to) => {
    expect(() => checkAdvance(ready, to)).toThrow(refusal('test-clock-backwards'));
  });

  it('advances once at a time', () => {
    expect(() => checkAdvance({ now, state: 'advancing' }, '2026-03-01T00:00:00.000Z')).toThrow(
      refusal('test-clock-busy'),
    );
  });
});
