import type { BundleRule } from '../../domain/discounts/offered-discount';
import { soldBundle } from '../../domain/discounts/offer-use';
import type { SoldDiscount } from '../../domain/discounts/sold-discount';
import { DomainError } from '../../domain/errors';
import type { RealClock } from '../../platform/clock';
import type { Caller } from '../auth';
import type { Sale, SaleReads } from '../pricing/reads';
import { permittedSale } from '../pricing/sale';
import { RequestProblem } from '../request-problem';
import type { DiscountReads, DiscountRecord } from './reads';

export interface BundleDeps {
  readonly discounts: Pick<DiscountReads, 'find' | 'bundles'>;
  readonly sales: Pick<SaleReads, 'forPlan'>;
  readonly now: RealClock;
}

/** One plan of a bundle, as it would be sold to a project. */
export interface BundleMember {
  readonly planId: string;
  readonly percent: string;
  readonly sale: Sale;
  readonly bundle: SoldDiscount;
}

/** A bundle that a caller may buy for a project. */
export interface BundleSale {
  readonly id: string;
  readonly name: string;
  readonly validUntil: string | null;
  readonly members: readonly BundleMember[];
}

type Bundle = DiscountRecord & { readonly rule: BundleRule };

const isBundle = (found: DiscountRecord): found is Bundle => found.rule.kind === 'bundle';
const notFound = (): DomainError => new DomainError('bundle-not-found', 'there is no such bundle');

/**
 * A bundle that counts now, all of whose plans the caller may buy.
 * @throws DomainError `bundle-not-found`, `project-not-found`, `forbidden`, `offering-not-for-sale`
 */
export const bundleSaleOf = async (
  deps: BundleDeps,
  caller: Caller,
  projectId: string,
  bundleId: string,
): Promise<BundleSale> => {
  const found = await deps.discounts.find(bundleId);
  if (found === undefined || !isBundle(found)) throw notFound();
  return saleOf(deps, caller, projectId, found);
};

const saleOf = async (
  { sales, now }: BundleDeps,
  caller: Caller,
  projectId: string,
  bundle: Bundle,
): Promise<BundleSale> => {
  const { id, name, validUntil, rule } = bundle;
  const members = await Promise.all(
    rule.members.map(async ({ planId, percent }) => {
      const found = await sales.forPlan({ planId, projectId, now: now() });
      const sale = memberSale(caller, projectId, found);
      const sold = soldBundle(bundle, percent, { vendorId: sale.offering.vendorId, channel: sale.channel });
      if (sold === undefined || !counts(bundle, sale.customer.clockNow ?? now())) throw notFound();
      return { planId, percent, sale, bundle: sold };
    }),
  );
  return { id, name, validUntil, members };
};

/** Who may not see a plan of it is not told that there is a bundle. */
const memberSale = (caller: Caller, projectId: string, found: Sale | undefined): Sale => {
  try {
    return permittedSale(caller, projectId, found);
  } catch (error) {
    throw error instanceof DomainError && error.code === 'plan-not-found' ? notFound() : error;
  }
};

const counts = ({ validFrom, validUntil, withdrawnAt }: Bundle, at: string): boolean =>
  withdrawnAt === null && validFrom <= at && (validUntil === null || at < validUntil);

const hides: ReadonlySet<string> = new Set(['bundle-not-found', 'offering-not-for-sale']);

/** The bundles that the caller may buy for a project. @throws DomainError `project-not-found`, `forbidden` */
export const bundleSalesOf = async (deps: BundleDeps, caller: Caller, projectId: string): Promise<BundleSale[]> => {
  const found = await deps.discounts.bundles(projectId);
  const each = await Promise.all(
    found.filter(isBundle).map(async (bundle) => {
      try {
        return [await saleOf(deps, caller, projectId, bundle)];
      } catch (error) {
        if (error instanceof DomainError && hides.has(error.code)) return [];
        throw error;
      }
    }),
  );
  return each.flat();
};

/** What a buyer says of a member, beside that it is one. */
interface Said {
  readonly planId: string;
}

/**
 * Each member with what the buyer says of it, and where: nothing has to be said of a plan that needs no choice.
 * @throws RequestProblem `validation-failed` for a plan that is none of the bundle, or is named twice
 */
export const saidOfMembers = <T extends Said>(
  { members }: BundleSale,
  said: readonly T[],
): readonly { readonly member: BundleMember; readonly said: T | undefined; readonly at: number }[] => {
  const wrong = said.flatMap(({ planId }, at) =>
    members.some((member) => member.planId === planId) && said.findIndex((each) => each.planId === planId) === at
      ? []
      : [{ in: 'body' as const, pointer: `/members/${at}/planId`, detail: 'is no plan of the bundle, or named twice' }],
  );
  if (wrong.length > 0) throw new RequestProblem('validation-failed', 'the bundle has other plans', { errors: wrong });
  return members.map((member) => {
    const at = said.findIndex(({ planId }) => planId === member.planId);
    return { member, said: said[at], at };
  });
};

/** A refusal tells which plan it is about. */
export const ofMember = async <T>({ planId }: BundleMember, at: number, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) {
      const places = error.places.map((place) => ({ ...place, pointer: `/members/${at}${place.pointer}` }));
      throw new DomainError(error.code, error.message, { ...error.details, planId }, places);
    }
    if (!(error instanceof RequestProblem)) throw error;
    const errors = (error.extras.errors ?? []).map((each) => ({ ...each, pointer: `/members/${at}${each.pointer}` }));
    throw new RequestProblem(error.code, error.message, { ...error.extras, errors });
  }
};
