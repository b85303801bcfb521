import { createOrderView } from '../db/orders/order-view';
import type { OrderState } from '../domain/orders/order';
import type { Reach } from '../domain/identity/permission';
import type { ApiClient } from './api-client';
import { print } from './figure';
import { closedLoop, inTurns, round } from './load';
import { makeManyOrders } from './many-orders';
import { createOurs } from './purchase';
import type { Stack } from './stack';
import { statementOf } from './statement';

const callers = 2;
const turns = 2;
const secondsATurn = 0.7;
const warmUpSeconds = 0.2;
const limit = 20;
const deepPages = 300;

/** One way in which a screen asks for a page. */
interface Shape {
  readonly name: string;
  readonly key: string;
  readonly reach: Reach;
  readonly filter: { readonly state?: OrderState };
  readonly cursor?: string;
}

/** A page of orders among a hundred thousand, beside the same statement asked by `pg` alone. */
export const ordersList = async (stack: Stack): Promise<void> => {
  await makeManyOrders(stack.pool, await createOurs(stack).purchase('instant'));
  for (const shape of await shapesOf(stack)) await measure(stack, shape);
};

const measure = async ({ api, pool, env }: Stack, { name, key, reach, filter, cursor }: Shape): Promise<void> => {
  const path = pathOf(filter, limit, cursor);
  const statement = await statementOf(env['DATABASE_URL'] ?? '', (knex) =>
    createOrderView(knex).list(filter, reach, { limit, cursor: cursor ?? null }),
  );
  const loads = await inTurns(
    turns,
    () => closedLoop(callers, secondsATurn, () => pool.query(statement), warmUpSeconds),
    () => closedLoop(callers, secondsATurn, () => api.get(key, path), warmUpSeconds),
  );
  print({
    bench: 'orders-list',
    page: name,
    callers,
    ...loads.ours,
    floor: loads.floor,
    ofFloor: round(loads.ours.perSecond / loads.floor.perSecond, 2),
  });
};

const shapesOf = async ({ api, market }: Stack): Promise<readonly Shape[]> => {
  const { keys, customerId, projectId } = market;
  const platform = { key: keys.platform, reach: { all: true, organizationIds: [], projectIds: [] } };
  const customer = { key: keys.approver, reach: { all: false, organizationIds: [customerId], projectIds: [] } };
  const member = { key: keys.buyer, reach: { all: false, organizationIds: [], projectIds: [projectId] } };
  const waiting = { state: 'pending-consumer' } as const;
  return [
    { name: 'platform, first', ...platform, filter: {} },
    { name: 'platform, deep', ...platform, filter: {}, cursor: await deepCursor(api, platform.key) },
    { name: 'platform, waiting', ...platform, filter: waiting },
    { name: 'customer, first', ...customer, filter: {} },
    { name: 'customer, deep', ...customer, filter: {}, cursor: await deepCursor(api, customer.key) },
    { name: 'customer, waiting', ...customer, filter: waiting },
    { name: 'customer, failed', ...customer, filter: { state: 'failed' } },
    { name: 'member, first', ...member, filter: {} },
    { name: 'member, waiting', ...member, filter: waiting },
  ];
};

const pathOf = (filter: Shape['filter'], pageLimit: number, cursor?: string): string => {
  const query = new URLSearchParams({
    ...filter,
    limit: String(pageLimit),
    ...(cursor === undefined ? {} : { cursor }),
  });
  return `/v1/orders?${query.toString()}`;
};

/** The cursor after many pages, or of the last page but one. */
const deepCursor = async (api: ApiClient, key: string): Promise<string> => {
  let cursor: string | undefined;
  for (let page = 0; page < deepPages; page++) {
    const { nextCursor } = await api.get<{ readonly nextCursor: string | null }>(key, pathOf({}, 100, cursor));
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return cursor ?? '';
};
