import type { OrderChange } from '../../db/orders/order-store';
import { createOrderStore } from '../../db/orders/order-store';
import { createSubscriptionStore } from '../../db/subscriptions/subscription-store';
import { DomainError } from '../../domain/errors';
import type { PlacedOrder } from '../../domain/orders/placed-order';
import { activate, terminate } from '../../domain/subscriptions/turn';
import type { Market } from '../support/builders';
import { day, insertMarket, insertPlan, purchaseOf } from '../support/builders';
import { useDatabase } from '../support/database';
import { refusal } from '../support/refusals';

describe('a cap over all resources of an offering', () => {
  const { knex } = useDatabase({ poolMax: 25 });
  const store = createOrderStore(knex);
  let market: Market;
  beforeEach(async () => {
    market = await insertMarket(knex);
  });

  // Each order is for three seats.
  const orderUnder = (caps: PlacedOrder['caps'], fields: Partial<PlacedOrder> = {}): PlacedOrder =>
    purchaseOf(market, caps === undefined ? fields : { caps, ...fields });
  const place = (order: PlacedOrder) => store.place(order, 'executing');
  const outcomeOf = (placing: Promise<void>): Promise<string> =>
    placing.then(
      () => 'placed',
      (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
    );
  const capped = (seats: string) => orderUnder({ seats });

  it('lets exactly as many of fifty orders at once through as there is room for', async () => {
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => outcomeOf(place(capped('60')))));
    expect(outcomes.filter((outcome) => outcome === 'placed')).toHaveLength(20);
    expect(new Set(outcomes)).toEqual(new Set(['placed', 'cap-reached']));
    const rows = await knex('subscriptions').where({ offering_id: market.offeringId });
    expect(rows).toHaveLength(20);
  });

  it('lets one of two orders for the last seats win, and leaves no mark of the other', async () => {
    const orders = [capped('5'), capped('5')];
    const outcomes = await Promise.all(orders.map((order) => outcomeOf(place(order))));
    expect([...outcomes].sort()).toEqual(['cap-reached', 'placed']);
    const [loser] = orders.filter((_, at) => outcomes[at] === 'cap-reached');
    expect(await knex('orders').where({ id: loser!.id })).toEqual([]);
    expect(await knex('events').where({ entity_id: loser!.id })).toEqual([]);
  });

  it('takes an order that fills it, and the same order again', async () => {
    const order = capped('3');
    await place(order);
    await place(order);
    await expect(place(capped('3'))).rejects.toThrow(refusal('cap-reached'));
    await place(capped('6'));
  });

  it('counts every plan of the offering, and no other offering', async () => {
    const other = await insertPlan(knex, market.offeringId);
    await place(orderUnder({ seats: '6' }, { planId: other.id }));
    await place(capped('6'));
    await expect(place(capped('6'))).rejects.toThrow(refusal('cap-reached'));
    market = await insertMarket(knex);
    await place(capped('6'));
  });

  it('counts one of what has no quantity, and nothing of what was left out', async () => {
    await place(orderUnder({ licence: '1', disks: '0' }));
    await expect(place(orderUnder({ licence: '1' }))).rejects.toThrow(refusal('cap-reached'));
  });

  it('gives back what an order had taken that was never carried out', async () => {
    const order = capped('3');
    await store.place(order, 'pending-consumer');
    await expect(place(capped('3'))).rejects.toThrow(refusal('cap-reached'));
    const cancelled: OrderChange = {
      ...{ orderId: order.id, rev: 2, state: 'cancelled', type: 'order-cancelled', at: day(2) },
      ...{ actorId: null, nextDueAt: null },
    };
    await store.advance(cancelled);
    await place(capped('3'));
  });

  it('gives back what a subscription had that has ended', async () => {
    const order = capped('3');
    await place(order);
    const subscriptions = createSubscriptionStore(knex);
    const step = { subscriptionId: order.subscriptionId, type: 'a-step', usageUntil: null } as const;
    await subscriptions.book({ ...step, rev: 2, state: 'active', at: day(2) }, ({ terms }) => activate(terms, day(2)));
    await expect(place(capped('3'))).rejects.toThrow(refusal('cap-reached'));
    const end = { ...step, rev: 3, state: 'terminated', at: day(5), endedAt: day(5) } as const;
    await subscriptions.book(end, ({ terms, open, usage }) => terminate(terms, open!, usage, day(5)));
    await place(capped('3'));
  });

  it('is nothing that orders without one wait for', async () => {
    const order = orderUnder(undefined);
    await knex.transaction(async (trx) => {
      // As a capped order of the offering holds it.
      await trx('offerings').where({ id: market.offeringId }).forNoKeyUpdate().select('id');
      await place(order);
    });
    expect(await knex('orders').where({ id: order.id })).toHaveLength(1);
  });
});
