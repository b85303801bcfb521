import { randomUUID } from 'node:crypto';
import { createKnex } from '../../db/knex';
import { migrateDown, migrateUp } from '../../db/migrate';
import { insertMarket } from '../support/builders';
import { useDatabase } from '../support/database';

describe('migrations', () => {
  const { knex, url } = useDatabase();

  const tables = async (): Promise<string[]> => {
    const rows = await knex('pg_tables').where({ schemaname: 'public' }).orderBy('tablename');
    return rows.map((row) => row.tablename).filter((name: string) => !name.startsWith('knex_'));
  };

  it('go up, all the way down, and up again to the same tables', async () => {
    const before = await tables();
    expect(before).toContain('orders');
    await migrateDown(knex);
    expect(await tables()).toEqual([]);
    await migrateUp(knex);
    expect(await tables()).toEqual(before);
  });

  it('go down also when a tier has several price lists, which the older schema cannot hold', async () => {
    const { resellerId, customerId, plan } = await insertMarket(knex);
    const [standard, friends] = [randomUUID(), randomUUID()];
    const list = { owner_id: resellerId, level: 'sellOut' };
    await knex('price_lists').insert({ ...list, id: standard, name: 'Standard' });
    await knex('price_lists').insert({ ...list, id: friends, name: 'Friends', is_default: false, parent_id: standard });
    await knex('price_list_bindings').insert({ buyer_id: customerId, price_list_id: friends });
    const entry = { plan_id: plan.id, component: 'seats', kind: 'percentage', value: '5' };
    await knex('price_list_entries').insert([
      { ...entry, price_list_id: standard },
      { ...entry, price_list_id: standard, part: 'price' },
      { ...entry, price_list_id: friends },
    ]);
    await migrateDown(knex);
    await migrateUp(knex);
    expect(await tables()).toContain('price_list_bindings');
  });

  it('change nothing when the schema is the newest', async () => {
    await knex('users').insert({ id: '5b0f5a0e-1111-4222-8333-444455556666', name: 'Kept' });
    await migrateUp(knex);
    expect(await knex('users').select('name')).toEqual([{ name: 'Kept' }]);
  });

  it('wait for another process that migrates', async () => {
    await migrateDown(knex);
    const other = createKnex(url, { poolMax: 2 });
    try {
      await Promise.all([migrateUp(knex), migrateUp(other)]);
    } finally {
      await other.destroy();
    }
    expect(await tables()).toContain('orders');
  });

  it('go on after a process that was killed while it migrated', async () => {
    await migrateDown(knex);
    await knex('knex_migrations_lock').update({ is_locked: 1 });
    await migrateUp(knex);
    expect(await tables()).toContain('orders');
  });
});
