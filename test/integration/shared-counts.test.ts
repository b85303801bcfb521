import { createSharedCounts } from '../../db/catalog/shared-counts';
import { insertOffering, insertOrganization } from '../support/builders';
import { useDatabase } from '../support/database';

describe('answers that everybody shares', () => {
  const { knex } = useDatabase();
  const random = { sql: 'select cast(gen_random_uuid() as text) as id where true', values: [] };

  it('are asked for once, until something that is counted changes', async () => {
    const shared = createSharedCounts(knex);
    const ask = async () => (await shared())<{ readonly id: string }>(random);
    const [first, second] = [await ask(), await ask()];
    expect(second).toEqual(first);
    const vendor_id = await insertOrganization(knex, { kinds: ['vendor'] });
    const id = await insertOffering(knex, { vendor_id });
    const third = await ask();
    expect(third).not.toEqual(first);
    await knex('offerings').where({ id }).update({ state: 'paused' });
    const fourth = await ask();
    expect(fourth).not.toEqual(third);
    await knex('categories').insert({ key: 'new', title: 'New' });
    expect(await ask()).not.toEqual(fourth);
  });

  it('are not kept where nobody could answer', async () => {
    const ask = await createSharedCounts(knex)();
    const broken = { sql: 'select 1 / cast(? as integer) as one', values: [0] };
    await expect(ask(broken)).rejects.toThrow('division by zero');
    await expect(ask(broken)).rejects.toThrow('division by zero');
    expect(await ask({ ...broken, values: [1] })).toEqual([{ one: 1 }]);
  });

  it('make room for newer ones, the least asked for first', async () => {
    const ask = await createSharedCounts(knex)();
    const nth = (at: number) => ask<{ readonly id: string }>({ sql: `${random.sql} and ? >= 0`, values: [at] });
    const [kept, gone] = [await nth(0), await nth(1)];
    for (let at = 2; at <= 200; at += 1) {
      await nth(at);
      await nth(0);
    }
    expect(await nth(0)).toEqual(kept);
    expect(await nth(1)).not.toEqual(gone);
  });
});
