import { randomUUID } from 'node:crypto';
import type { Grant } from '../../domain/identity/permission';
import type { PlacedOrder } from '../../domain/orders/placed-order';
import { createBooks } from '../../api/books';
import { createPlaceOrder } from '../../api/orders/place-order';
import { createActorView } from '../../db/identity/actor-view';
import { createOrderStore } from '../../db/orders/order-store';
import { askingVendors } from '../support/asking-vendors';
import type { Market } from '../support/builders';
import { activateSubscription, day, insertMarket, insertUser } from '../support/builders';
import { useDatabase } from '../support/database';
import { aSecretBox } from '../support/secret-box';

const { knex } = useDatabase();
const placed: PlacedOrder[] = [];
const placeOrder = createPlaceOrder({
  ...createBooks(knex),
  ...askingVendors(knex),
  secrets: aSecretBox(),
  submit: async (order) => {
    await createOrderStore(knex).place(order, 'executing');
    placed.push(order);
    return { orderId: order.id, state: 'executing', rev: 1 };
  },
  now: () => day(20),
});

let market: Market;
beforeAll(async () => {
  market = await insertMarket(knex);
});

const bound = async (settings: object = {}, columns: object = {}) => {
  const { subscriptionId } = await activateSubscription(knex, market, day(2));
  await knex('orders').where({ subscription_id: subscriptionId }).update({ state: 'done' });
  const terms = knex.raw('terms || cast(? as jsonb)', [JSON.stringify({ minimumMonths: 3, ...settings })]);
  await knex('subscriptions')
    .where({ id: subscriptionId })
    .update({ terms, ...columns });
  return subscriptionId;
};
const actorOf = async (grant: Grant) => {
  const { hash } = await insertUser(knex, [grant]);
  return (await createActorView(knex).byKeyHash(hash, day(20)))!;
};
const buyer = () => actorOf({ role: 'manager', scope: 'organization', scopeId: market.customerId });
const staff = () => actorOf({ role: 'platform.admin', scope: 'platform', scopeId: null });
const leave = async (actor: Awaited<ReturnType<typeof buyer>>, subscriptionId: string, more: object = {}) =>
  placeOrder(actor, randomUUID(), { kind: 'terminate', subscriptionId, ...more });

describe('an order to leave before the minimum duration has passed', () => {
  it('is refused to the customer, with the end of the minimum duration', async () => {
    // Midnight in Rome, whose clocks have changed meanwhile.
    const until = '2026-04-01T23:00:00.000Z';
    const refused = { code: 'termination-too-early', details: { until } };
    await expect(leave(await buyer(), await bound())).rejects.toMatchObject(refused);
  });

  it('is taken from staff of the platform, and from the customer where the plan lets it go', async () => {
    await leave(await staff(), await bound());
    expect(placed.at(-1)).toMatchObject({ kind: 'terminate', mayLeaveEarly: true });
    await leave(await buyer(), await bound({ earlyTermination: 'allowed' }));
    expect(placed.at(-1)).not.toHaveProperty('mayLeaveEarly');
  });

  it('is taken from the customer for the end of the window', async () => {
    await leave(await buyer(), await bound(), { when: 'window-end' });
    expect(placed.at(-1)).toMatchObject({ kind: 'terminate', atWindowEnd: true });
  });

  it('is refused for the end of the window where the end is known', async () => {
    const ending = await bound({}, { ends_at: day(60) });
    const refused = { code: 'subscription-not-renewable' };
    await expect(leave(await buyer(), ending, { when: 'window-end' })).rejects.toMatchObject(refused);
  });
});
