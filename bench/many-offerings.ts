import type { Pool } from 'pg';

const offerings = 50_000;
const plansOfEach = 5;
const listsOfEach = 2;

/**
 * Fills the catalog as a large platform would: 50,000 offerings of 200 vendors in 60 categories, one in fifty for one
 * customer alone, with 250,000 plans and 500,000 price list entries. The words are those that offerings use, common and rare.
 */
export const makeManyOfferings = async (pool: Pool): Promise<void> => {
  const { rows } = await pool.query<{ many: boolean }>('select count(*) >= $1 as many from offerings', [offerings]);
  if (rows[0]?.many === true) return;
  const connection = await pool.connect();
  try {
    await connection.query('begin');
    for (const statement of [makeVendors, makeCategories, makeBelow, makeOfferings, makePlans, makePrices, makeEntries])
      await connection.query(statement);
    await connection.query('commit');
    await connection.query('vacuum analyze');
  } finally {
    connection.release();
  }
};

const uuid = (kind: string, nth: string): string => `md5('${kind}-' || ${nth})::uuid`;

const makeVendors = `
  insert into organizations (id, name, kinds) select ${uuid('vendor', 'n')}, 'Vendor ' || n, array['vendor']
  from generate_series(0, 199) as n`;

const makeCategories = `
  insert into categories (key, title, attributes) select 'area-' || n, 'Area ' || n, '[
    {"key": "cpu", "title": "CPUs", "kind": "number", "options": [], "required": false, "default": null, "filterable": true},
    {"key": "region", "title": "Region", "kind": "choice", "options": [{"key": "eu", "title": "Europe"}, {"key": "us", "title": "America"}],
     "required": false, "default": "eu", "filterable": true}]'
  from generate_series(0, 9) as n`;

const makeBelow = `
  insert into categories (key, parent, title) select 'field-' || n, 'area-' || n % 10, 'Field ' || n
  from generate_series(0, 49) as n`;

// The squares make some words, vendors and categories frequent; a prime scatters them.
const skewed = (prime: number, count: number): string =>
  `floor(${count} * power((n::bigint * ${prime} % 100003) / 100003.0, 2))::integer`;
const word = (prime: number): string =>
  `(array['cloud','team','backup','data','mail','secure','server','storage','network','office'])[1 + ${skewed(prime, 10)}]`;

const makeOfferings = `
  insert into offerings (id, vendor_id, key, name, description, category, plugin, state, details)
  select ${uuid('offering', 'n')}, ${uuid('vendor', skewed(7919, 200))}, 'offering-' || n,
    initcap(${word(104729)}) || ' ' || initcap(${word(1299709)}) || ' ' || n,
    'The ' || ${word(15485863)} || ' of ' || ${word(32452843)} || ' for word' || n * 31 % 5000 || ' and word' || n * 17 % 900,
    'field-' || ${skewed(611953, 50)}, 'manual',
    case when n % 40 = 0 then 'draft' else 'active' end,
    jsonb_build_object('tags', jsonb_build_array('tag-' || n % 300, ${word(7)}),
      'attributes', jsonb_build_object('cpu', (1 << (n % 7))::text, 'region', case when n % 3 = 0 then 'us' else 'eu' end)) ||
    case when n % 50 = 0 then jsonb_build_object('visibility', 'private', 'visibleTo',
      jsonb_build_array((select organization_id from projects order by id limit 1))) else '{}' end
  from generate_series(1, ${offerings}) as n`;

const makePlans = `
  insert into plans (id, offering_id, key, name, currency, period_months)
  select ${uuid('plan', `n || '-' || p`)}, ${uuid('offering', 'n')}, 'plan-' || p, 'Plan ' || p,
    case when n % 200 = 0 then 'CHF' when n % 3 = 0 then 'USD' else 'EUR' end, 1
  from generate_series(1, ${offerings}) as n cross join generate_series(1, ${plansOfEach}) as p`;

const makePrices = `
  insert into plan_prices (plan_id, version, valid_from, components)
  select id, 1, '2020-01-01T00:00:00Z',
    '[{"key": "licence", "name": "Licence", "unit": "month", "charge": "fixed", "price": {"kind": "flat", "price": "20.00"}}]'
  from plans where key like 'plan-%'`;

const makeEntries = `
  insert into price_list_entries (price_list_id, plan_id, component, kind, value)
  select list.id, plan.id, '*', 'percentage', 12 from plans plan
  cross join (select id from price_lists order by id limit ${listsOfEach}) list where plan.key like 'plan-%'`;
