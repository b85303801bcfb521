import { basketTotals } from '../../domain/pricing/basket';
import { DomainError } from '../../domain/errors';
import { purchaseRows } from '../../domain/pricing/quote';
import { terminationRows } from '../../domain/pricing/termination-quote';
import { checkTerminable } from '../../domain/subscriptions/subscription';
import type { RealClock } from '../../platform/clock';
import { customerScopes, permit, visible } from '../access';
import type { Caller } from '../auth';
import type { UsageReads } from '../metering/reads';
import { pointerPart } from '../problem';
import { RequestProblem } from '../request-problem';
import type { SubscriptionReads } from '../subscriptions/reads';
import type { Priced } from './priced';
import { toQuoteResponse } from './priced';
import type { Sale, SaleReads } from './reads';
import { permittedSale, termsOf } from './sale';
import type { QuoteRequest } from './schemas';

export interface QuoteDeskDeps {
  readonly sales: SaleReads;
  readonly subscriptions: Pick<SubscriptionReads, 'find' | 'forOrder'>;
  readonly usage: Pick<UsageReads, 'totals'>;
  readonly now: RealClock;
}

type Purchase = Extract<QuoteRequest, { readonly projectId: string }>;
type Termination = Extract<QuoteRequest, { readonly kind: 'terminate' }>;
type Basket = Extract<QuoteRequest, { readonly kind: 'basket' }>;
type Wanted = Basket['items'][number];
type Usage = Readonly<Record<string, string>>;

/** Prices what may be ordered. Nothing is stored. */
export const createQuoteDesk = ({ sales, subscriptions, usage, now }: QuoteDeskDeps) => {
  const price = async (caller: Caller, { projectId, planId, quantities, expectedUsage = {} }: Wanted) => {
    const sale = permittedSale(caller, projectId, await sales.forPlan({ planId, projectId, now: now() }));
    checkUsageKeys(sale, expectedUsage);
    const terms = termsOf(sale, quantities ?? {});
    const { offering, channel, prices } = sale;
    const parties = { vendorId: offering.vendorId, ...channel };
    return { terms, rows: purchaseRows(terms, expectedUsage), parties, prices } satisfies Priced;
  };

  return {
    purchase: async (caller: Caller, wanted: Purchase) => ({
      kind: 'purchase' as const,
      ...toQuoteResponse(caller, await price(caller, wanted), wanted.explain),
    }),

    basket: async (caller: Caller, { items, explain }: Basket) => {
      const quotes = await Promise.all(
        items.map(async (wanted, at) => {
          const priced = await inItem(at, () => price(caller, wanted));
          return { kind: 'purchase' as const, ...toQuoteResponse(caller, priced, explain) };
        }),
      );
      return { kind: 'basket' as const, items: quotes, totals: basketTotals(quotes) };
    },

    termination: async (caller: Caller, { subscriptionId, explain }: Termination) => {
      const [found, clocked] = await Promise.all([
        subscriptions.find(subscriptionId),
        subscriptions.forOrder(subscriptionId),
      ]);
      const subscription = visible(caller, 'subscription.read', found, 'subscription-not-found');
      permit(caller, 'order.create', customerScopes(subscription));
      checkTerminable(subscription.state);
      const { terms, period } = subscription;
      if (period === null) throw new Error('an active subscription has an open period');
      const at = clocked?.clockNow ?? now();
      const used = await usage.totals(subscriptionId, { start: period.start, end: at });
      const priced = { terms, rows: terminationRows(terms, { period }, used, at), parties: subscription, prices: null };
      return { kind: 'terminate' as const, subscriptionId, at, ...toQuoteResponse(caller, priced, explain) };
    },
  };
};

/** A refusal tells which of the items it is about. */
const inItem = async <T>(item: number, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) throw new DomainError(error.code, error.message, { ...error.details, item });
    if (!(error instanceof RequestProblem)) throw error;
    const errors = (error.extras.errors ?? []).map((each) => ({ ...each, pointer: `/items/${item}${each.pointer}` }));
    throw new RequestProblem(error.code, error.message, { ...error.extras, errors });
  }
};

const checkUsageKeys = ({ plan }: Sale, usage: Usage): void => {
  const metered = new Set(plan.components.filter(({ charge }) => charge === 'usage').map(({ key }) => key));
  const unknown = Object.keys(usage).filter((key) => !metered.has(key));
  if (unknown.length === 0) return;
  throw new RequestProblem('validation-failed', 'the plan meters no component of this key', {
    errors: unknown.map((key) => ({
      in: 'body',
      pointer: `/expectedUsage/${pointerPart(key)}`,
      detail: 'is not a usage component of the plan',
    })),
  });
};
