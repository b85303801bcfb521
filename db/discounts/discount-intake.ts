import type { Knex } from 'knex';
import { DomainError } from '../../domain/errors';
import { preparedWrite, rowsOf } from '../rows';
import type { DiscountRecord } from './discount-view';
import { discountColumns } from './discount-view';

/** What a caller says of a discount. */
export interface DiscountWrite extends Pick<
  DiscountRecord,
  'id' | 'ownerId' | 'name' | 'rule' | 'stock' | 'offeringIds' | 'planIds' | 'validFrom' | 'validUntil'
> {
  /** Hash of the request's body: the same idempotency key with another body is refused. */
  readonly requestHash: string;
  /** Who says so, and when. */
  readonly by: string;
  readonly at: string;
}

/** A field that names what is not there. */
type UnknownTarget = 'ownerId' | 'offeringIds' | 'planIds' | 'rule/requiredOfferingIds' | 'rule/members';

export interface DiscountIntake {
  /** Fields that name something that is not there, or an owner that sells nothing. */
  unknownTargets(discount: DiscountWrite): Promise<readonly UnknownTarget[]>;
  /** Keeps a discount once for its id. @throws DomainError `idempotency-key-reused` */
  create(discount: DiscountWrite): Promise<DiscountRecord>;
  /**
   * Changes it for what is sold from now on; the same change again changes nothing.
   * @throws DomainError `discount-changed` when it has another revision, `discount-invalid` for less stock than is taken
   */
  change(discount: DiscountWrite, rev: number): Promise<DiscountRecord>;
  /** Takes it out of use; one that is withdrawn keeps the instant of the first time. */
  withdraw(discountId: string, by: string, at: string): Promise<void>;
}

interface StoredDiscount extends DiscountRecord {
  readonly requestHash: string;
}

export const createDiscountIntake = (knex: Knex): DiscountIntake => {
  const stored = async (id: string): Promise<StoredDiscount> => {
    const [found] = await rowsOf<StoredDiscount>(knex, one, [id]);
    if (found === undefined) throw new DomainError('discount-not-found', 'there is no such discount');
    return found;
  };
  return {
    unknownTargets: async ({ ownerId, offeringIds, planIds, rule }) => {
      const required = rule.kind === 'campaign' ? rule.requiredOfferingIds : [];
      const members = rule.kind === 'bundle' ? rule.members.map(({ planId }) => planId) : [];
      const rows = await rowsOf<{ field: UnknownTarget }>(knex, unknown, [
        ownerId,
        ...[offeringIds, planIds, required, members],
      ]);
      return rows.map(({ field }) => field);
    },
    create: async (discount) => {
      await preparedWrite(knex, 'create-discount', create, bindings(discount));
      const found = await stored(discount.id);
      if (found.requestHash === discount.requestHash) return found;
      throw new DomainError('idempotency-key-reused', 'this idempotency key came with another request');
    },
    change: async (discount, rev) => {
      try {
        await preparedWrite(knex, 'change-discount', change, { ...bindings(discount), rev });
      } catch (error) {
        if (!isBeyondStock(error)) throw error;
        throw new DomainError('discount-invalid', 'more of it is taken than the stock would be', {}, [
          { pointer: '/rule/stock', rule: 'is less than what is taken' },
        ]);
      }
      const found = await stored(discount.id);
      if (found.rev === rev + 1 && found.requestHash === discount.requestHash) return found;
      throw new DomainError('discount-changed', 'the discount has another revision', { rev: found.rev });
    },
    withdraw: async (id, by, at) => {
      await knex.raw(
        `update discounts set withdrawn_at = ?, changed_by = ?, changed_at = ?, rev = rev + 1
         where id = ? and withdrawn_at is null`,
        [at, by, at, id],
      );
    },
  };
};

const isBeyondStock = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'discounts_stock';

const one = `select ${discountColumns}, d.request_hash as "requestHash" from discounts d where d.id = ?`;

const missing = (table: string): string =>
  `exists (select from unnest(cast(? as uuid[])) as target (id) where not exists (select from ${table} t where t.id = target.id))`;

const unknown = `
  select 'ownerId' as field where not exists (
    select from organizations where id = ? and kinds && array['platform', 'distributor', 'reseller', 'vendor']
  )
  union all select 'offeringIds' where ${missing('offerings')}
  union all select 'planIds' where ${missing('plans')}
  union all select 'rule/requiredOfferingIds' where ${missing('offerings')}
  union all select 'rule/members' where ${missing('plans')}`;

const create = `
  insert into discounts (id, owner_id, kind, name, rule, stock, offering_ids, plan_ids, valid_from, valid_until, request_hash,
    created_by, created_at, changed_by, changed_at)
  values (:id, :ownerId, :kind, :name, cast(:rule as jsonb), :stock, cast(:offeringIds as uuid[]), cast(:planIds as uuid[]),
    :validFrom, :validUntil, :requestHash, :by, :at, :by, :at)
  on conflict (id) do nothing`;

const change = `
  update discounts set name = :name, rule = cast(:rule as jsonb), stock = :stock, offering_ids = cast(:offeringIds as uuid[]),
    plan_ids = cast(:planIds as uuid[]), valid_from = :validFrom, valid_until = :validUntil, request_hash = :requestHash,
    changed_by = :by, changed_at = :at, rev = rev + 1
  where id = :id and rev = :rev and owner_id = :ownerId and kind = :kind and withdrawn_at is null`;

const bindings = ({ rule, offeringIds, planIds, ...discount }: DiscountWrite) => ({
  ...discount,
  kind: rule.kind,
  rule: JSON.stringify(rule),
  offeringIds: [...offeringIds],
  planIds: [...planIds],
});
