import { randomUUID } from 'node:crypto';
import type { CouponBatch } from '../../db/discounts/coupon-intake';
import { createCouponIntake } from '../../db/discounts/coupon-intake';
import { createCouponView } from '../../db/discounts/coupon-view';
import { createInvoiceView } from '../../db/invoices/invoice-view';
import type { OrderChange } from '../../db/orders/order-store';
import { createOrderStore } from '../../db/orders/order-store';
import { createProceedsView } from '../../db/proceeds/proceeds-view';
import { createSaleView } from '../../db/pricing/sale-view';
import { couponFor } from '../../domain/discounts/coupon-use';
import type { SoldCoupon } from '../../domain/discounts/sold-coupon';
import type { PlacedOrder } from '../../domain/orders/placed-order';
import { quote } from '../../domain/pricing/quote';
import type { Market } from '../support/builders';
import {
  activateSubscription,
  day,
  everything,
  insertMarket,
  ofOrganization,
  placePurchase,
  purchaseOf,
  termsOf,
} from '../support/builders';
import { useDatabase } from '../support/database';
import { refusal } from '../support/refusals';

describe('coupons', () => {
  const { knex } = useDatabase({ poolMax: 25 });
  const view = createCouponView(knex);
  const intake = createCouponIntake(knex);
  const orders = createOrderStore(knex);
  const page = { limit: 100, cursor: null };
  let market: Market;

  beforeEach(async () => {
    market = await insertMarket(knex);
  });

  const batchOf = (fields: Partial<CouponBatch> = {}): CouponBatch => ({
    ...{ id: randomUUID(), requestHash: 'hash', ownerId: market.resellerId, name: 'Spring', periods: null },
    effect: { type: 'discount', percent: '20', scope: 'total' },
    ...{ reusable: false, organizationId: null, userId: null, validFrom: day(1), validUntil: null },
    ...{ offeringIds: [], planIds: [], createdBy: market.buyerId, createdAt: day(1) },
    ...fields,
  });
  const issue = async (fields: Partial<CouponBatch> = {}, ...codes: readonly string[]) => {
    const some = (codes.length === 0 ? [randomUUID().toUpperCase()] : codes).map((code) => ({
      id: randomUUID(),
      code,
    }));
    return intake.issue(batchOf(fields), some);
  };
  const issueOne = async (fields: Partial<CouponBatch> = {}) => (await issue(fields))[0]!;
  const soldOf = ({ id, name, effect, periods }: Awaited<ReturnType<typeof issueOne>>): SoldCoupon => ({
    ...{ id, name, effect, periods, from: 'sellOut' },
  });
  const orderWith = (coupon: SoldCoupon, fields: Partial<PlacedOrder> = {}): PlacedOrder =>
    purchaseOf(market, { terms: { ...termsOf(market), coupon }, ...fields });
  const end = (orderId: string, state: OrderChange['state']): OrderChange => ({
    ...{ orderId, rev: 2, state, type: `order-${state}`, at: day(3), actorId: null, nextDueAt: null },
  });
  const search = (code: string, orderId: string | null = null) =>
    view.withCode({ code, ownerIds: [market.resellerId, market.vendorId], orderId });

  it('are found by the codes of those who have a part in the sale, and by nobody else', async () => {
    const other = await insertMarket(knex);
    const code = randomUUID().toUpperCase();
    const [mine] = await issue({}, code);
    await issue({ ownerId: other.resellerId }, code);
    const found = await search(code);
    expect(found.map(({ id }) => id)).toEqual([mine!.id]);
    expect(found[0]).toMatchObject({
      ownerId: market.resellerId,
      effect: mine!.effect,
      isTaken: false,
      offeringIds: [],
    });
    expect(await search(randomUUID().toUpperCase())).toEqual([]);
  });

  it('are issued once, however often and at once the same call comes', async () => {
    const batch = batchOf();
    const some = () =>
      Array.from({ length: 30 }, (_, nth) => ({
        id: `${batch.id.slice(0, 34)}${nth + 10}`,
        code: randomUUID().toUpperCase(),
      }));
    const answers = await Promise.all([1, 2, 3].map(() => intake.issue(batch, some())));
    expect(answers[0]).toHaveLength(30);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    await expect(intake.issue({ ...batch, requestHash: 'other' }, some())).rejects.toThrow(
      refusal('idempotency-key-reused'),
    );
    expect((await view.list({ batchId: batch.id }, everything, page)).items).toHaveLength(30);
  });

  it('refuse a code that their owner has given out, and leave nothing of the batch', async () => {
    await issue({}, 'AUTUMN');
    const id = randomUUID();
    await expect(issue({ id }, 'WINTER', 'AUTUMN')).rejects.toThrow(refusal('coupon-code-taken'));
    expect(await knex('coupons').where({ batch_id: id })).toEqual([]);
    await expect(issue({ ownerId: market.vendorId }, 'AUTUMN')).resolves.toHaveLength(1);
  });

  it('name only what is there, and an owner that sells', async () => {
    expect(await intake.unknownTargets(batchOf({ planIds: [market.plan.id], userId: market.buyerId }))).toEqual([]);
    const id = randomUUID();
    const wrong = batchOf({
      ownerId: market.customerId,
      organizationId: id,
      userId: id,
      offeringIds: [id],
      planIds: [id],
    });
    expect(await intake.unknownTargets(wrong)).toEqual([
      ...['ownerId', 'organizationId', 'userId', 'offeringIds', 'planIds'],
    ]);
  });

  it('for one order are given to exactly one of twenty that come at once', async () => {
    const coupon = await issueOne();
    const placed = Array.from({ length: 20 }, () => orderWith(soldOf(coupon)));
    const results = await Promise.allSettled(placed.map((order) => orders.place(order, 'executing')));
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refusals).toHaveLength(19);
    for (const reason of refusals) expect(reason).toEqual(refusal('coupon-not-usable', {}));
    const stored = await knex('orders').whereIn(
      'id',
      placed.map(({ id }) => id),
    );
    expect(stored).toHaveLength(1);
    expect(await knex('subscriptions').where({ customer_id: market.customerId })).toHaveLength(1);
    expect((await view.find(coupon.id))!.redemptions).toEqual([
      { orderId: stored[0].id, claimedAt: day(1), releasedAt: null },
    ]);
  });

  it('for any number of orders are given to all that come at once', async () => {
    const coupon = await issueOne({ reusable: true });
    await Promise.all(Array.from({ length: 20 }, () => orders.place(orderWith(soldOf(coupon)), 'executing')));
    expect(await view.find(coupon.id)).toMatchObject({ uses: 20 });
  });

  it('are taken for another order, and not for the one that holds them and is sent again', async () => {
    const coupon = await issueOne();
    const order = orderWith(soldOf(coupon));
    await orders.place(order, 'pending-consumer');
    await orders.place(order, 'pending-consumer');
    expect((await search(coupon.code))[0]).toMatchObject({ isTaken: true });
    expect((await search(coupon.code, randomUUID()))[0]).toMatchObject({ isTaken: true });
    expect((await search(coupon.code, order.id))[0]).toMatchObject({ isTaken: false });
    expect(await view.find(coupon.id)).toMatchObject({ uses: 1 });
  });

  it.each(['rejected', 'cancelled', 'expired', 'failed'] as const)(
    'come back from an order that is %s',
    async (state) => {
      const coupon = await issueOne();
      const first = orderWith(soldOf(coupon));
      await orders.place(first, 'pending-consumer');
      await orders.advance(end(first.id, state));
      expect(await view.find(coupon.id)).toMatchObject({
        uses: 0,
        redemptions: [{ orderId: first.id, claimedAt: day(1), releasedAt: day(3) }],
      });
      await orders.place(orderWith(soldOf(coupon)), 'pending-consumer');
      await orders.advance(end(first.id, state));
      expect(await view.find(coupon.id)).toMatchObject({ uses: 1 });
    },
  );

  it.each(['executing', 'done'] as const)('stay with an order that is %s', async (state) => {
    const coupon = await issueOne();
    const order = orderWith(soldOf(coupon));
    await orders.place(order, 'pending-consumer');
    await orders.advance(end(order.id, state));
    await expect(orders.place(orderWith(soldOf(coupon)), 'executing')).rejects.toThrow(refusal('coupon-not-usable'));
  });

  it('are shown to their owner, and to nobody who has a part in the sale besides', async () => {
    const { id } = await issueOne();
    const ids = async (...organizations: string[]) =>
      (await view.list({}, ofOrganization(...organizations), page)).items.map((coupon) => coupon.id);
    expect(await ids(market.resellerId)).toEqual([id]);
    expect(await ids(market.customerId, market.vendorId, market.distributorId)).toEqual([]);
  });

  it('keep the instant at which they were revoked first', async () => {
    const { id, code } = await issueOne();
    await intake.revoke(id, market.buyerId, day(4));
    await intake.revoke(id, market.buyerId, day(5));
    expect((await search(code))[0]).toMatchObject({ revokedAt: day(4) });
  });

  it('are on the invoice to the cent as in the quote, and their rows stand in the books of every level', async () => {
    const coupon = await issueOne({ effect: { type: 'discount', percent: '33.333', scope: 'licence-only' } });
    const terms = { ...termsOf(market), coupon: { ...soldOf(coupon), from: 'sellIn' as const } };
    const { subscriptionId } = await activateSubscription(knex, market, day(2), { terms });
    const [invoice] = (await createInvoiceView(knex).list({ subscriptionId }, everything, page)).items;
    const { now } = quote(terms, {});
    expect([invoice!.net, invoice!.tax, invoice!.gross]).toEqual([now.net, now.tax, now.gross]);
    const { lines } = (await createInvoiceView(knex).find(invoice!.id))!;
    expect(lines.map(({ component, net }) => `${component} ${net.minor}`)).toEqual([
      ...['licence 2000', 'seats 1500', '@coupon -667'],
    ]);
    const rows = (await createProceedsView(knex).list({ subscriptionId }, everything, page)).items;
    const { amounts } = rows.find(({ component }) => component === '@coupon')!;
    expect(Object.values(amounts).map(({ minor }) => minor)).toEqual(['0', '0', '-667', '-667']);
  });

  it('are asked for, taken or refused as the plan says', async () => {
    const ruleOf = async () =>
      (await createSaleView(knex).forPlan({ planId: market.plan.id, projectId: market.projectId, now: day(1) }))?.plan
        .couponRule;
    expect(await ruleOf()).toBe('allowed');
    expect(await view.vendorOfPlan(market.plan.id)).toBe(market.vendorId);
    expect(await view.vendorOfPlan(randomUUID())).toBeUndefined();
    await intake.setRule(market.plan.id, 'demanded');
    expect(await ruleOf()).toBe('demanded');
  });

  it('come out of the books as the rule that chooses them takes them', async () => {
    const coupon = await issueOne({ periods: 3, validUntil: day(9), planIds: [market.plan.id] });
    const sold = couponFor(await search(coupon.code), {
      ...{ at: day(8), userId: market.buyerId, currency: 'EUR', planId: market.plan.id, channel: { ...market } },
      ...{ customerId: market.customerId, vendorId: market.vendorId, offeringId: market.offeringId },
    });
    expect(sold).toEqual(soldOf(coupon));
    await placePurchase(knex, market, { terms: { ...termsOf(market), coupon: sold } });
  });
});
