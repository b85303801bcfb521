import { eventsOf, invoicesOf, proceedsOf, rowOf } from '../support/books';
import type { Stage } from '../support/workflow-stage';
import { openStage } from '../support/workflow-stage';
import { clockScenarios } from './scenarios/clocks';
import type { Played } from './scenarios/scenario';
import { playAll } from './scenarios/scenario';

describe('a test clock', () => {
  let stage: Stage;
  let scenes: Played<typeof clockScenarios>;

  beforeAll(async () => {
    stage = await openStage();
    scenes = await playAll(stage, clockScenarios);
  });
  afterAll(() => stage.close());

  it('lets everything that falls due happen in order, whatever it belongs to', async () => {
    const { clockId, objects } = await scenes.inOrder();
    const rows = await stage
      .knex<{ entity_id: string; type: string; occurred_at: string; seq: string }>('events')
      .whereIn('entity_id', objects)
      .whereIn('type', ['period-turned', 'order-deadline-passed'])
      .orderBy('seq');
    expect(rows.map(({ entity_id, type, occurred_at }) => [objects.indexOf(entity_id), type, occurred_at])).toEqual([
      [0, 'period-turned', '2026-02-01T00:00:00.000Z'],
      [2, 'order-deadline-passed', '2026-02-05T00:00:00.000Z'],
      [1, 'period-turned', '2026-02-10T00:00:00.000Z'],
      [0, 'period-turned', '2026-03-01T00:00:00.000Z'],
      [1, 'period-turned', '2026-03-10T00:00:00.000Z'],
    ]);
    expect(await rowOf(stage.knex, 'test_clocks', clockId)).toMatchObject({
      now: '2026-03-20T00:00:00.000Z',
      state: 'ready',
    });
  });

  it('never goes back', async () => {
    const { clockId, refusal } = await scenes.backwards();
    expect(refusal).toBe('test-clock-backwards');
    expect(await rowOf(stage.knex, 'test_clocks', clockId)).toMatchObject({ now: '2026-02-01T00:00:00.000Z' });
  });

  it('that is advancing goes nowhere else, but on to where it was going', async () => {
    const { clockId, refusal } = await scenes.busy();
    expect(refusal).toBe('test-clock-busy');
    expect(await rowOf(stage.knex, 'test_clocks', clockId)).toMatchObject({ now: '2026-01-05T00:00:00.000Z' });
  });

  it('takes the same advance again as one, at the same time and afterwards', async () => {
    const { clockId, back } = await scenes.repeated();
    expect(back).toBe('test-clock-backwards');
    expect(await rowOf(stage.knex, 'test_clocks', clockId)).toMatchObject({
      now: '2026-02-01T00:00:00.000Z',
      state: 'ready',
    });
  });

  it('passes twelve months in one go with nothing missing and nothing double', async () => {
    const { subscriptionId } = await scenes.year();
    const events = await eventsOf(stage.knex, subscriptionId);
    expect(events.filter((type) => type === 'period-turned')).toHaveLength(12);
    const proceeds = await proceedsOf(stage.knex, subscriptionId);
    const prepaid = proceeds.filter((line) => line.startsWith('licence prepaid'));
    expect(prepaid.map((line) => line.split(' ')[2])).toEqual([
      '2026-01-31..2026-02-28',
      '2026-02-28..2026-03-31',
      '2026-03-31..2026-04-30',
      '2026-04-30..2026-05-31',
      '2026-05-31..2026-06-30',
      '2026-06-30..2026-07-31',
      '2026-07-31..2026-08-31',
      '2026-08-31..2026-09-30',
      '2026-09-30..2026-10-31',
      '2026-10-31..2026-11-30',
      '2026-11-30..2026-12-31',
      '2026-12-31..2027-01-31',
      '2027-01-31..2027-02-28',
    ]);
    expect(proceeds.filter((line) => line.includes('arrears'))).toEqual([
      'calls arrears 2026-01-31..2026-02-28 100 200',
      'calls arrears 2026-07-31..2026-08-31 7 14',
      'calls arrears 2026-12-31..2027-01-31 12 24',
    ]);
    expect(await invoicesOf(stage.knex, subscriptionId)).toHaveLength(13);
  });
});
