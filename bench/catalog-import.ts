import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Pool } from 'pg';
import { writeYaml } from '../api/yaml';
import { print } from './figure';
import { round } from './load';
import type { Stack } from './stack';

const offerings = 500;
const plansOfEach = 20;

/** 10,000 plans through HTTP as new, again, and with another price each; beside bare inserts of the same rows. */
export const catalogImport = async (stack: Stack): Promise<void> => {
  const floorMs = await measure(() => insertBare(stack.pool));
  for (const [type, write] of Object.entries(writers)) {
    const prefix = type === 'application/json' ? 'json' : 'yaml';
    const [first, dearer] = [write(fileOf(prefix, '20.00')), write(fileOf(prefix, '21.00'))];
    const steps = { 'all new': first, again: first, 'other prices': dearer };
    for (const [step, text] of Object.entries(steps)) {
      const ms = await measure(() => importFile(stack, type, text));
      print({
        bench: 'catalog-import',
        type,
        step,
        plans: offerings * plansOfEach,
        ms,
        floorMs,
        ofFloor: round(ms / floorMs, 2),
      });
    }
  }
};

const writers: Readonly<Record<string, (value: unknown) => string>> = {
  'application/json': JSON.stringify,
  'application/yaml': writeYaml,
};

const measure = async (work: () => Promise<unknown>): Promise<number> => {
  const begin = performance.now();
  await work();
  return round(performance.now() - begin);
};

const componentsAt = (price: string): readonly object[] => [
  { key: 'licence', name: 'Licence', unit: 'month', charge: 'fixed', price: { kind: 'flat', price } },
  { key: 'seats', name: 'Seats', unit: 'seat', charge: 'limit', price: { kind: 'per-unit', unitPrice: '5.00' } },
];

const times = <T>(count: number, make: (nth: number) => T): T[] => Array.from({ length: count }, (_, nth) => make(nth));

const fileOf = (prefix: string, price: string) => ({
  offerings: times(offerings, (nth) => ({
    ...{ key: `${prefix}-${nth}`, name: `Offering ${nth}`, description: 'A bench', category: 'services' },
    ...{ plugin: 'manual', state: 'active' },
    plans: times(plansOfEach, (plan) => ({
      ...{ key: `p${plan}`, name: `Plan ${plan}`, currency: 'EUR', periodMonths: 1 },
      components: componentsAt(price),
    })),
  })),
});

const importFile = async ({ env, market }: Stack, type: string, body: string): Promise<void> => {
  const response = await fetch(`http://127.0.0.1:${env['API_PORT'] ?? ''}/v1/catalog/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${market.keys.vendor}`, 'content-type': type },
    body,
  });
  if (!response.ok) throw new Error(`the import answers ${response.status}: ${(await response.text()).slice(0, 500)}`);
  await response.text();
};

/** One statement for each table, in one transaction, rolled back: what the import has to do at the least. */
const insertBare = async (pool: Pool): Promise<void> => {
  const offered = times(offerings, (nth) => ({ id: randomUUID(), name: `Offering ${nth}` }));
  const plans = offered.flatMap(({ id }) => times(plansOfEach, () => ({ id: randomUUID(), offering: id })));
  const connection = await pool.connect();
  try {
    await connection.query('begin');
    await connection.query(bareOfferings, [JSON.stringify(offered)]);
    await connection.query(barePlans, [JSON.stringify(plans)]);
    await connection.query(barePrices, [JSON.stringify(plans), JSON.stringify(componentsAt('20.00'))]);
    await connection.query('rollback');
  } finally {
    connection.release();
  }
};

const bareOfferings = `
  insert into offerings (id, vendor_id, name, description, category, plugin, state)
  select r.id, (select id from organizations where 'vendor' = any (kinds) limit 1), r.name, 'A bench', 'services', 'manual', 'active'
  from jsonb_to_recordset($1::jsonb) as r (id uuid, name text)`;

const barePlans = `
  insert into plans (id, offering_id, name, currency, period_months)
  select r.id, r.offering, 'Plan', 'EUR', 1 from jsonb_to_recordset($1::jsonb) as r (id uuid, offering uuid)`;

const barePrices = `
  insert into plan_prices (plan_id, version, valid_from, components)
  select r.id, 1, '1990-01-01T00:00:00Z', $2::jsonb from jsonb_to_recordset($1::jsonb) as r (id uuid)`;
