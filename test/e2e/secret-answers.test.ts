import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKnex } from '../../db/knex';
import { mask } from '../../domain/orders/answers';
import { eventually } from '../support/api';
import { offeringEntry, planEntry } from '../support/catalog-files';
import { field } from '../support/forms';
import type { Stack } from '../support/stack';
import { startStack } from '../support/stack';
import type { Cast } from '../support/story';
import { castOf } from '../support/story';

const planted = 'tr0ub4dor-planted-3';

describe('a secret answer', () => {
  let stack: Stack;
  let cast: Cast;
  beforeAll(async () => {
    stack = await startStack('secret-answers');
    cast = castOf(stack.apiUrl, stack.env['ENTREPOT_KEYS_FILE'] ?? '');
  }, 120_000);
  afterAll(() => stack.stop(), 60_000);

  const sellWithForm = async (): Promise<string> => {
    const orderForm = [field({ key: 'domain' }), field({ key: 'password', type: 'secret' })];
    const plans = [planEntry({ formFields: ['domain', 'password'] })];
    const offering = offeringEntry({ key: 'vault', name: 'Vault', plugin: 'instant', orderForm, plans });
    const imported = await cast.vendor.post('/v1/catalog/import', {
      offerings: [{ ...offering, category: '', state: 'draft' }],
    });
    expect(imported.status).toBe(200);
    const knex = createKnex(stack.databaseUrl, { poolMax: 1 });
    await knex('offerings').where({ key: 'vault' }).update({ state: 'active' });
    const { id } = await knex('plans')
      .where({ key: 'monthly' })
      .whereIn('offering_id', knex('offerings').where({ key: 'vault' }).select('id'))
      .first();
    await knex.destroy();
    return id;
  };

  const everyHistory = async (): Promise<string> => {
    const texts: string[] = [];
    for await (const { workflowId, runId } of stack.client.workflow.list()) {
      const history = await stack.client.workflow.getHandle(workflowId, runId).fetchHistory();
      // Payloads are bytes: read as text, whatever is in them.
      texts.push(
        JSON.stringify(history, (_, value: unknown) =>
          value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
        ),
      );
    }
    return texts.join('\n');
  };

  const everyRow = async (): Promise<string> => {
    const knex = createKnex(stack.databaseUrl, { poolMax: 1 });
    const tables = await knex('pg_tables').where({ schemaname: 'public' }).pluck<string[]>('tablename');
    const rows = await Promise.all(tables.map((table) => knex(table)));
    await knex.destroy();
    return JSON.stringify(rows);
  };

  const everyLog = (): string =>
    readdirSync(stack.home, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.log'))
      .map((file) => readFileSync(join(stack.home, file), 'utf8'))
      .join('\n');

  it('is in no history, log or row and in nobody’s sight, from its order to a refusal, and the vendor is told it', async () => {
    // given
    const planId = await sellWithForm();
    const purchase = { kind: 'purchase', projectId: cast.projectId, planId, quantities: { seats: '1' } };
    const answers = { domain: 'crm.example', password: planted };

    // when
    const { status, body: placed } = await cast.buyer.post('/v1/orders', { ...purchase, answers });
    expect([status, placed.answers]).toEqual([201, { domain: 'crm.example', password: mask }]);
    const wrong = await cast.buyer.post('/v1/orders', { ...purchase, answers: { ...answers, pass: planted } });
    expect(wrong.status).toBe(422);
    const malformed = await cast.buyer.post('/v1/orders', {
      ...purchase,
      answers: { 'not a key': planted, password: 7 },
    });
    expect(malformed.status).toBe(400);
    await cast.approver.post(`/v1/orders/${placed.id}/decisions`, { verdict: 'approve' });
    const path = `/v1/subscriptions/${placed.subscriptionId}`;
    const subscription = await eventually(
      () => cast.vendor.get(path),
      (body) => body.state === 'active',
    );

    // then
    expect(subscription.answers).toEqual({ domain: 'crm.example', password: mask });
    expect((await cast.vendor.get(`${path}/secret-answers`)).body).toEqual({ password: planted });
    expect((await cast.platform.get(`${path}/secret-answers`)).status).toBe(403);
    const histories = await everyHistory();
    expect(histories).toContain(placed.id);
    expect(histories).not.toMatch(new RegExp(`${planted}|crm\\.example`));
    const logs = everyLog();
    expect(logs).toContain('placeOrder');
    expect(logs).not.toContain(planted);
    const rows = await everyRow();
    expect(rows).toContain('crm.example');
    expect(rows).not.toContain(planted);
    expect(JSON.stringify([placed, wrong.body, malformed.body, subscription])).not.toContain(planted);
  }, 120_000);
});
