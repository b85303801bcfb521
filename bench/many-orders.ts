import type { Pool } from 'pg';

const orders = 100_000;

/**
 * Fills the database with orders as years of trade would leave them: of many customers, some of which buy much, in all
 * states. Each is a copy of a real one, so rows have their real size.
 *
 * @param orderId The real one; its customer keeps a tenth of the copies.
 */
export const makeManyOrders = async (pool: Pool, orderId: string): Promise<void> => {
  const { rows } = await pool.query<{ many: boolean }>('select count(*) >= $1 as many from orders', [orders]);
  if (rows[0]?.many === true) return;
  const connection = await pool.connect();
  try {
    await connection.query('begin');
    await connection.query(makeCustomers);
    await connection.query(makeProjects);
    await connection.query(makeOrders, [orderId, orders]);
    await connection.query(makeSubscriptions, [orderId, orders]);
    await connection.query('commit');
    await connection.query('vacuum analyze');
  } finally {
    connection.release();
  }
};

const uuid = (kind: string, nth: string): string => `md5('${kind}-' || ${nth})::uuid`;

const makeCustomers = `
  insert into organizations (id, name, kinds, parent_id)
  select ${uuid('customer', 'n')}, 'Customer ' || n, array['customer'], (select id from organizations where 'reseller' = any (kinds) limit 1)
  from generate_series(0, 199) as n`;

const makeProjects = `
  insert into projects (id, organization_id, name)
  select ${uuid('project', 'n')}, ${uuid('customer', 'n')}, 'Project ' || n from generate_series(0, 199) as n`;

// The square makes some customers large; the multiplication by a prime scatters them over time.
const customerOf = 'floor(200 * power((n * 7919 % 100003) / 100003.0, 2))::integer';
const isOfBuyer = 'n % 10 = 0';

const makeOrders = `
  insert into orders (id, rev, kind, state, subscription_id, customer_id, project_id, vendor_id, distributor_id, reseller_id,
    offering_id, plan_id, created_by, request_hash, quantities, quote, placed_at, decided_by, decided_at, updated_at)
  select ${uuid('order', 'n')}, 3, kind,
    case when n % 1000 < 930 then 'done' when n % 1000 < 960 then 'rejected' when n % 1000 < 980 then 'cancelled'
      when n % 1000 < 990 then 'expired' when n % 1000 < 995 then 'failed' else 'pending-consumer' end,
    ${uuid('subscription', 'n')},
    case when ${isOfBuyer} then customer_id else ${uuid('customer', customerOf)} end,
    case when ${isOfBuyer} then project_id else ${uuid('project', customerOf)} end,
    vendor_id, distributor_id, reseller_id, offering_id, plan_id, created_by, request_hash, quantities, quote,
    placed_at - n * interval '10 minutes', case when n % 1000 < 995 then created_by end,
    case when n % 1000 < 995 then placed_at - n * interval '9 minutes' end, placed_at - n * interval '9 minutes'
  from orders cross join generate_series(1, $2::integer) as n where orders.id = $1`;

const makeSubscriptions = `
  insert into subscriptions (id, rev, state, order_id, customer_id, project_id, vendor_id, distributor_id, reseller_id,
    offering_id, plan_id, terms, created_at, updated_at)
  select ${uuid('subscription', 'n')}, 3, 'terminated', ${uuid('order', 'n')}, placed.customer_id, placed.project_id,
    subscriptions.vendor_id, subscriptions.distributor_id, subscriptions.reseller_id, subscriptions.offering_id,
    subscriptions.plan_id, terms, placed.placed_at, placed.placed_at
  from subscriptions cross join generate_series(1, $2::integer) as n
  join orders as placed on placed.id = ${uuid('order', 'n')} where subscriptions.order_id = $1`;
