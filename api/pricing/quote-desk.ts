import { pricedIn } from '../../domain/catalog/currencies';
import { basketTotals } from '../../domain/pricing/basket';
import { DomainError } from '../../domain/errors';
import { purchaseRows } from '../../domain/pricing/quote';
import type { SecretBox } from '../../platform/secrets';
import type { Caller } from '../auth';
import type { SoldWithDeps } from '../discounts/sold-with';
import type { BundleDeps, BundleMember } from '../discounts/bundle-sale';
import { bundleSaleOf, ofMember, saidOfMembers } from '../discounts/bundle-sale';
import { soldWithOf } from '../discounts/sold-with';
import { answersTo, submittedHashOf } from '../orders/enclose';
import { checkAnswersOffered } from '../orders/offered-answers';
import { RequestProblem } from '../request-problem';
import type { FetchedChoices } from '../vendors/fetched-choices';
import type { KeepDeps, PricedPurchase } from './kept';
import { createKeepQuote, toKeptResponse, visibleQuote } from './kept';
import { termsToAccept, toQuoteResponse } from './priced';
import type { SaleReads } from './reads';
import { permittedSale, termsOf } from './sale';
import type { QuoteRequest } from './schemas';
import type { SubscriptionQuoteDeps } from './subscription-quotes';
import { createSubscriptionQuotes } from './subscription-quotes';
import { checkUsageKeys } from './usage-keys';

export interface QuoteDeskDeps extends KeepDeps, Pick<SoldWithDeps, 'coupons'>, SubscriptionQuoteDeps {
  readonly discounts: SoldWithDeps['discounts'] & BundleDeps['discounts'];
  readonly sales: SaleReads;
  readonly secrets: SecretBox;
  readonly choices: FetchedChoices;
}

type Purchase = Exclude<
  Extract<QuoteRequest, { readonly projectId: string; readonly planId: string }>,
  { readonly kind: 'cost-lines' }
>;
type Basket = Extract<QuoteRequest, { readonly kind: 'basket' }>;
type Bundle = Extract<QuoteRequest, { readonly kind: 'bundle' }>;
type Item = Basket['items'][number];
type Wanted = Extract<Item, { readonly projectId: string }>;

/** Prices a purchase by itself, or as a member of a bundle. */
export const createPricePurchase =
  (deps: QuoteDeskDeps) =>
  async (caller: Caller, wanted: Wanted, member?: Pick<BundleMember, 'sale' | 'bundle'>): Promise<PricedPurchase> => {
    const { projectId, planId, quantities = {}, expectedUsage = {}, couponCode, campaignId, answers } = wanted;
    const at = deps.now();
    const permitted =
      member?.sale ?? permittedSale(caller, projectId, await deps.sales.forPlan({ planId, projectId, now: at }));
    const sale = pricedIn(permitted, wanted.currency);
    const bought = { caller, sale, quantities, couponCode, campaignId, bundle: member?.bundle, orderId: null, now: at };
    const terms = termsOf(sale, quantities, await soldWithOf(deps, bought));
    checkUsageKeys(expectedUsage, terms);
    if (answers !== undefined) await checkAnswersOffered(deps.choices, sale, terms.currency, answersTo(sale, answers));
    return { sale, projectId, terms, expectedUsage, at: sale.customer.clockNow ?? at };
  };

/** Prices what may be ordered. Only a quote that is to be kept is stored. */
export const createQuoteDesk = (deps: QuoteDeskDeps) => {
  const { quotes, secrets } = deps;
  const keepQuote = createKeepQuote(deps);
  const price = createPricePurchase(deps);

  const ofSubscription = createSubscriptionQuotes(deps);

  const ofItem = async (caller: Caller, wanted: Item, explain: boolean | undefined) => {
    switch (wanted.kind) {
      case 'change':
        return ofSubscription.change(caller, { ...wanted, explain });
      case 'renew':
        return ofSubscription.renewal(caller, { ...wanted, explain });
      case 'terminate':
        return ofSubscription.termination(caller, { ...wanted, explain });
      default:
        return toPurchaseResponse(caller, await price(caller, wanted), explain);
    }
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

    ...ofSubscription,

    basket: async (caller: Caller, { items, explain }: Basket) => {
      checkOnce(items);
      const quotes = await Promise.all(items.map((wanted, at) => inItem(at, () => ofItem(caller, wanted, explain))));
      return { kind: 'basket' as const, items: quotes, totals: basketTotals(quotes) };
    },

    bundle: async (caller: Caller, { bundleId, projectId, members, explain }: Bundle) => {
      const bundle = await bundleSaleOf(deps, caller, projectId, bundleId);
      const quotes = await Promise.all(
        saidOfMembers(bundle, members).map(({ member, said, at }) =>
          ofMember(member, at, async () => {
            const priced = await price(caller, { ...said, projectId, planId: member.planId }, member);
            return { planId: member.planId, quote: toPurchaseResponse(caller, priced, explain) };
          }),
        ),
      );
      const totals = basketTotals(quotes.map(({ quote }) => quote));
      return { kind: 'bundle' as const, bundleId, name: bundle.name, members: quotes, totals };
    },
  };
};

export const toPurchaseResponse = (
  caller: Caller,
  { sale, terms, expectedUsage, at }: PricedPurchase,
  explain = false,
) => {
  const { offering, channel, prices } = sale;
  const parties = { vendorId: offering.vendorId, ...channel };
  const rows = purchaseRows(terms, expectedUsage, at);
  return {
    kind: 'purchase' as const,
    ...toQuoteResponse(caller, { terms, rows, parties, prices }, explain),
    ...termsToAccept(offering.termsOfService),
  };
};

/** A subscription has one open order at a time, and so one item. */
const checkOnce = (items: readonly Item[]): void => {
  const ids = items.map((item) => ('subscriptionId' in item ? item.subscriptionId : null));
  const again = ids.findIndex((id, at) => id !== null && ids.indexOf(id) !== at);
  if (again === -1) return;
  throw new RequestProblem('validation-failed', 'a basket has one item for a subscription', {
    errors: [{ in: 'body', pointer: `/items/${again}/subscriptionId`, detail: 'is in the basket already' }],
  });
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
