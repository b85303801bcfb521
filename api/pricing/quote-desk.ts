import { basketTotals } from '../../domain/pricing/basket';
import { DomainError } from '../../domain/errors';
import { purchaseRows } from '../../domain/pricing/quote';
import { terminationRows } from '../../domain/pricing/termination-quote';
import { checkTerminable } from '../../domain/subscriptions/subscription';
import type { SecretBox } from '../../platform/secrets';
import { customerScopes, permit, visible } from '../access';
import type { Caller } from '../auth';
import type { SoldWithDeps } from '../discounts/sold-with';
import { soldWithOf } from '../discounts/sold-with';
import { answersTo, submittedHashOf } from '../orders/enclose';
import type { UsageReads } from '../metering/reads';
import { RequestProblem } from '../request-problem';
import type { SubscriptionReads } from '../subscriptions/reads';
import type { KeepDeps, PricedPurchase } from './kept';
import { createKeepQuote, toKeptResponse, visibleQuote } from './kept';
import { toQuoteResponse } from './priced';
import type { SaleReads } from './reads';
import { permittedSale, termsOf } from './sale';
import type { QuoteRequest } from './schemas';
import { checkUsageKeys } from './usage-keys';

export interface QuoteDeskDeps extends KeepDeps, SoldWithDeps {
  readonly sales: SaleReads;
  readonly secrets: SecretBox;
  readonly subscriptions: Pick<SubscriptionReads, 'find' | 'forOrder'>;
  readonly usage: Pick<UsageReads, 'totals'>;
}

type Purchase = Extract<QuoteRequest, { readonly projectId: string }>;
type Termination = Extract<QuoteRequest, { readonly kind: 'terminate' }>;
type Basket = Extract<QuoteRequest, { readonly kind: 'basket' }>;
type Wanted = Basket['items'][number];

/** Prices what may be ordered. Only a quote that is to be kept is stored. */
export const createQuoteDesk = (deps: QuoteDeskDeps) => {
  const { sales, subscriptions, usage, quotes, secrets, now } = deps;
  const keepQuote = createKeepQuote(deps);

  const price = async (caller: Caller, wanted: Wanted) => {
    const { projectId, planId, quantities = {}, expectedUsage = {}, couponCode, campaignId, answers } = wanted;
    const at = now();
    const sale = permittedSale(caller, projectId, await sales.forPlan({ planId, projectId, now: at }));
    const bought = { caller, sale, quantities, couponCode, campaignId, orderId: null, now: at };
    const terms = termsOf(sale, quantities, await soldWithOf(deps, bought));
    if (answers !== undefined) answersTo(sale, answers);
    checkUsageKeys(expectedUsage, terms);
    return { sale, projectId, terms, expectedUsage } satisfies PricedPurchase;
  };

  return {
    purchase: async (caller: Caller, wanted: Purchase) =>
      toPurchaseResponse(caller, await price(caller, wanted), wanted.explain),

    /** A repeat is answered with what is kept, whether it is to be explained or not. */
    keep: async (caller: Caller, wanted: Purchase, idempotencyKey: string | undefined) => {
      const { explain, ...asked } = wanted;
      const requestHash = submittedHashOf(asked, secrets);
      const { kept, isReplay } = await keepQuote({
        ...{ caller, idempotencyKey, requestHash },
        price: () => price(caller, wanted),
      });
      return { quote: toKeptResponse(caller, kept, explain), isReplay };
    },

    kept: async (caller: Caller, quoteId: string, explain: boolean) =>
      toKeptResponse(caller, visibleQuote(caller, await quotes.find(quoteId)), explain),

    basket: async (caller: Caller, { items, explain }: Basket) => {
      const quotes = await Promise.all(
        items.map(async (wanted, at) => {
          return inItem(at, async () => toPurchaseResponse(caller, await price(caller, wanted), explain));
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
      const { terms, period, periodIndex } = subscription;
      if (period === null || periodIndex === null) throw new Error('an active subscription has an open period');
      const at = clocked?.clockNow ?? now();
      const used = await usage.totals({ subscriptionId, components: terms.components, period, until: at });
      const rows = terminationRows(terms, { index: periodIndex, period }, used, at);
      const priced = { terms, rows, parties: subscription, prices: null };
      return { kind: 'terminate' as const, subscriptionId, at, ...toQuoteResponse(caller, priced, explain) };
    },
  };
};

const toPurchaseResponse = (caller: Caller, { sale, terms, expectedUsage }: PricedPurchase, explain = false) => {
  const { offering, channel, prices } = sale;
  const parties = { vendorId: offering.vendorId, ...channel };
  const rows = purchaseRows(terms, expectedUsage);
  return { kind: 'purchase' as const, ...toQuoteResponse(caller, { terms, rows, parties, prices }, explain) };
};

/** A refusal tells which of the items it is about. */
const inItem = async <T>(item: number, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError)
      throw new DomainError(error.code, error.message, { ...error.details, item }, error.places);
    if (!(error instanceof RequestProblem)) throw error;
    const errors = (error.extras.errors ?? []).map((each) => ({ ...each, pointer: `/items/${item}${each.pointer}` }));
    throw new RequestProblem(error.code, error.message, { ...error.extras, errors });
  }
};
