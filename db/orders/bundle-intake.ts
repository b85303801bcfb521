import type { Knex } from 'knex';
import { DomainError } from '../../domain/errors';
import type { OrderState } from '../../domain/orders/order';
import type { PlacedOrder } from '../../domain/orders/placed-order';
import { preparedWrite, rowsOf } from '../rows';
import type { Enclosure } from './enclosure-intake';
import { createEnclosureIntake } from './enclosure-intake';
import { createOrderStore } from './order-store';

/** One order of a bundle, as it is handed over to its workflow. */
interface BundledOrder {
  readonly order: PlacedOrder;
  readonly summary: string;
}

/** All orders of a bundle. */
interface BundlePurchase {
  readonly id: string;
  /** The bundle that was bought. */
  readonly discountId: string;
  readonly requestHash: string;
  readonly orders: readonly BundledOrder[];
  readonly createdBy: string;
  readonly createdAt: string;
}

/** With what comes with its orders. */
interface PlacedPurchases extends BundlePurchase {
  readonly enclosures: readonly Enclosure[];
}

export interface StoredPurchase extends BundlePurchase {
  /** When the workflows of all its orders had begun. */
  readonly handedOverAt: string | null;
}

export interface BundleIntake {
  find(id: string): Promise<StoredPurchase | undefined>;
  /**
   * Places all orders of a bundle with what comes with them, or none: one transaction. A purchase that is there already is
   * given back.
   * @throws DomainError `idempotency-key-reused`, and as orders are refused
   */
  place(purchase: PlacedPurchases, stateOf: (order: PlacedOrder) => OrderState): Promise<StoredPurchase>;
  handedOver(id: string, at: string): Promise<void>;
}

export const createBundleIntake = (knex: Knex): BundleIntake => {
  const find = async (on: Knex, id: string): Promise<StoredPurchase | undefined> =>
    (await rowsOf<StoredPurchase>(on, `${purchases} where p.id = ?`, [id]))[0];
  return {
    find: (id) => find(knex, id),
    place: ({ enclosures, ...purchase }, stateOf) =>
      knex.transaction(async (trx) => {
        const isNew = await preparedWrite(trx, 'place-bundle', placeBundle, {
          ...purchase,
          orders: JSON.stringify(purchase.orders),
        });
        const [store, intake] = [createOrderStore(trx), createEnclosureIntake(trx)];
        if (isNew > 0) {
          for (const enclosure of enclosures) await intake.keep(enclosure);
          for (const { order } of purchase.orders) await store.place(order, stateOf(order));
        }
        const stored = await find(trx, purchase.id);
        if (stored?.requestHash === purchase.requestHash) return stored;
        throw new DomainError('idempotency-key-reused', 'this idempotency key came with another request');
      }),
    handedOver: async (id, at) => {
      await knex.raw('update bundle_purchases set handed_over_at = ? where id = ? and handed_over_at is null', [
        at,
        id,
      ]);
    },
  };
};

const purchases = `
  select p.id, p.discount_id as "discountId", p.request_hash as "requestHash", p.orders, p.created_by as "createdBy",
    p.created_at as "createdAt", p.handed_over_at as "handedOverAt"
  from bundle_purchases p`;

const placeBundle = `
  insert into bundle_purchases (id, discount_id, request_hash, orders, created_by, created_at)
  values (:id, :discountId, :requestHash, cast(:orders as jsonb), :createdBy, :createdAt)
  on conflict (id) do nothing
  returning id`;
