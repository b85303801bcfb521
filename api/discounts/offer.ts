import { v5 as uuidV5 } from 'uuid';
import type { z } from 'zod';
import { probeFormula } from '../../domain/discounts/formula-probe';
import { DomainError } from '../../domain/errors';
import { scaleOf } from '../../domain/money';
import { permit } from '../access';
import type { Caller } from '../auth';
import { requestHashOf } from '../orders/identity';
import { RequestProblem } from '../request-problem';
import type { ChangeDiscountBody, DiscountBody } from './discount-schemas';
import type { DiscountRecord, DiscountWrite, DiscountWrites } from './reads';

type Body = z.output<typeof DiscountBody>;
type Change = z.output<typeof ChangeDiscountBody>;

// Fixed for ever: an id follows from the caller's idempotency key, so a repeat meets the same discount.
const discounts = '5f0e2c0b-3b1d-4a64-9d0f-7a1c4e6b2d95';

interface Saying {
  readonly caller: Caller;
  readonly now: string;
}

/**
 * Offers a discount, once for each idempotency key of a caller.
 * @throws DomainError `forbidden`, `currency-unknown`, `end-before-start`, `formula-invalid`, `idempotency-key-reused`
 */
export const offerDiscount = async (
  writes: DiscountWrites,
  { caller, now, idempotencyKey, body }: Saying & { readonly idempotencyKey: string; readonly body: Body },
): Promise<DiscountRecord> => {
  permit(caller, 'coupon.write', { organizationIds: [body.ownerId] });
  const id = uuidV5(`${caller.userId}\n${idempotencyKey}`, discounts);
  return writes.create(await checked(writes, toWrite(id, body, { caller, now }, now)));
};

/**
 * Changes what is sold from now on; what was sold keeps what it was sold with.
 * @throws DomainError as `offerDiscount`, `discount-changed`, `discount-invalid`
 */
export const changeDiscount = async (
  writes: DiscountWrites,
  stored: DiscountRecord,
  { caller, now, body: { rev, ...body } }: Saying & { readonly body: Change },
): Promise<DiscountRecord> => {
  permit(caller, 'coupon.write', { organizationIds: [stored.ownerId] });
  checkSame(stored, body);
  return writes.change(await checked(writes, toWrite(stored.id, body, { caller, now }, stored.validFrom)), rev);
};

const toWrite = (id: string, body: Body, { caller, now }: Saying, validFrom: string): DiscountWrite => {
  const { rule, ...fields } = body;
  return {
    ...fields,
    ...{ id, requestHash: requestHashOf(body), by: caller.userId, at: now },
    rule: ruleOf(rule),
    stock: rule.kind === 'campaign' ? (rule.stock ?? null) : null,
    validFrom: body.validFrom ?? validFrom,
    validUntil: body.validUntil ?? null,
  };
};

const ruleOf = (rule: Body['rule']): DiscountWrite['rule'] => {
  if (rule.kind !== 'campaign') return rule;
  const { kind, effect, months = null, autoApply, requiredOfferingIds } = rule;
  return { kind, effect, months, autoApply, requiredOfferingIds };
};

const checked = async (writes: DiscountWrites, discount: DiscountWrite): Promise<DiscountWrite> => {
  const { rule, validFrom, validUntil } = discount;
  if (rule.kind === 'campaign' && rule.effect.type === 'price-override') scaleOf(rule.effect.price.currency);
  if (validUntil !== null && validUntil <= validFrom)
    throw new DomainError('end-before-start', 'the discount ends before it begins');
  if (rule.kind === 'volume') probed(rule.formula);
  const unknown = await writes.unknownTargets(discount);
  if (unknown.length > 0) throw named(unknown);
  return discount;
};

/** A formula stands within the rule. */
const probed = (formula: string): void => {
  try {
    probeFormula(formula);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const places = error.places.map(({ pointer, rule }) => ({ pointer: `/rule${pointer}`, rule }));
    throw new DomainError(error.code, error.message, error.details, places);
  }
};

const named = (unknown: readonly string[]): RequestProblem =>
  new RequestProblem('validation-failed', 'the discount names what is not there', {
    errors: unknown.map((field) => ({
      in: 'body',
      pointer: `/${field}`,
      detail: field === 'ownerId' ? 'is not an organization that sells' : 'names what is not there',
    })),
  });

const checkSame = (stored: DiscountRecord, body: Body): void => {
  const differing = [
    ...(stored.ownerId === body.ownerId ? [] : ['/ownerId']),
    ...(stored.rule.kind === body.rule.kind ? [] : ['/rule/kind']),
  ];
  if (differing.length === 0) return;
  throw new RequestProblem('validation-failed', 'a discount keeps its owner and its kind', {
    errors: differing.map((pointer) => ({ in: 'body', pointer, detail: 'differs from what it is' })),
  });
};
