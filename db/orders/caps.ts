import type { Knex } from 'knex';
import { overCap } from '../../domain/catalog/caps';
import { DomainError } from '../../domain/errors';
import type { PlacedOrder } from '../../domain/orders/placed-order';
import { preparedRows } from '../rows';

/**
 * Refuses an order that takes more than is left under the caps of its offering. Orders of one offering follow each other
 * here: the lock is held until the order is stored with this transaction, so each counts what the one before has taken.
 * @throws DomainError `cap-reached`
 */
export const checkWithinCaps = async (
  trx: Knex.Transaction,
  { offeringId, subscriptionId, terms, caps }: PlacedOrder,
): Promise<void> => {
  if (caps === undefined || terms === null) return;
  await preparedRows(trx, 'lock-capped-offering', lockOffering, [offeringId]);
  const keys = Object.keys(caps);
  const rows = await preparedRows<{ key: string; taken: string }>(trx, 'taken-of-caps', takenByOthers, [
    `{${keys.map((key) => JSON.stringify(key)).join()}}`,
    offeringId,
    subscriptionId,
  ]);
  const others = Object.fromEntries(rows.map(({ key, taken }) => [key, taken]));
  const component = overCap(caps, terms, others);
  if (component !== undefined)
    throw new DomainError('cap-reached', 'less of the component is left than was ordered', { component });
};

// Whoever refers to the offering does not wait for this lock; who changes it does.
const lockOffering = `select id from offerings where id = ? for no key update`;

// What is pending holds its place. What has ended, or never came about, has given it back.
const takenByOthers = `
  select capped.key, cast(trim_scale(sum(coalesce(cast(s.terms -> 'quantities' ->> capped.key as numeric), 1))) as text) as taken
  from unnest(cast(? as text[])) capped (key)
  join subscriptions s on s.terms -> 'components' @> jsonb_build_array(jsonb_build_object('key', capped.key))
  where s.offering_id = ? and s.id <> ? and s.state not in ('terminated', 'failed')
  group by capped.key`;
