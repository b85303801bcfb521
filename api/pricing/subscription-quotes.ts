import { DomainError } from '../../domain/errors';
import { withoutDiscounts } from '../../domain/pricing/change-facts';
import { planChange } from '../../domain/pricing/change-plan';
import { checkChange, checkUpgradeTarget } from '../../domain/pricing/change-rules';
import { nextWindow, planRenewal } from '../../domain/pricing/renewal-quote';
import { terminationRows } from '../../domain/pricing/termination-quote';
import { compareTerms } from '../../domain/pricing/what-if';
import { isRenewedAfter } from '../../domain/subscriptions/calendar';
import { renew } from '../../domain/subscriptions/renewal';
import { checkChangeable, checkTerminable } from '../../domain/subscriptions/subscription';
import { customerScopes, permit, visible } from '../access';
import type { Caller } from '../auth';
import type { UsageReads } from '../metering/reads';
import type { OtherTermsDeps } from '../subscriptions/other-terms';
import { createOtherTerms } from '../subscriptions/other-terms';
import type { SubscriptionDetail, SubscriptionReads } from '../subscriptions/reads';
import { checkBound, isStaff } from '../subscriptions/leaving';
import { toQuoteResponse } from './priced';
import { toChangeResponse } from './priced-change';
import type { QuoteRequest } from './schemas';

export interface SubscriptionQuoteDeps extends OtherTermsDeps {
  readonly subscriptions: Pick<SubscriptionReads, 'find' | 'forOrder'>;
  readonly usage: Pick<UsageReads, 'totals'>;
}

type Asked<Kind> = Omit<Extract<QuoteRequest, { readonly kind: Kind }>, 'kind'>;

/** A running subscription that the caller may order something for, at its business time. */
interface Running {
  readonly subscription: SubscriptionDetail;
  readonly open: { readonly index: number; readonly period: { readonly start: string; readonly end: string } };
  readonly at: string;
}

/** Prices what can be ordered for a running subscription. Nothing is stored. */
export const createSubscriptionQuotes = (deps: SubscriptionQuoteDeps) => {
  const { subscriptions, usage, sales, planPrices, now } = deps;
  const otherTerms = createOtherTerms(deps);

  const running = async (caller: Caller, id: string, check: typeof checkChangeable): Promise<Running> => {
    const [found, clocked] = await Promise.all([subscriptions.find(id), subscriptions.forOrder(id)]);
    const subscription = visible(caller, 'subscription.read', found, 'subscription-not-found');
    permit(caller, 'order.create', customerScopes(subscription));
    check(subscription.state);
    const { period, periodIndex: index } = subscription;
    if (period === null || index === null) throw new Error('an active subscription has an open period');
    return { subscription, open: { index, period }, at: clocked?.clockNow ?? now() };
  };

  const usageUntil = ({ subscription, open }: Running, end: string) =>
    usage.totals({
      subscriptionId: subscription.id,
      components: subscription.terms.components,
      period: open.period,
      until: end,
    });

  const checkTarget = async (from: string, to: string): Promise<void> => {
    if (from === to) return;
    const [before, after] = await Promise.all([planPrices.route(from), planPrices.route(to)]);
    if (before === undefined || after === undefined) throw planNotFound();
    checkUpgradeTarget(before, after);
  };

  return {
    termination: async (caller: Caller, { subscriptionId, explain }: Asked<'terminate'>) => {
      const found = await running(caller, subscriptionId, checkTerminable);
      const { subscription, open, at } = found;
      checkBound({ ...subscription, anchorAt: subscription.activatedAt }, at, isStaff(caller));
      const leaving = { anchor: anchorOf(subscription), isPaid: subscription.isPaid };
      const rows = terminationRows(subscription.terms, open, await usageUntil(found, at), at, leaving);
      const priced = { terms: subscription.terms, rows, parties: subscription, prices: null };
      return { kind: 'terminate' as const, subscriptionId, at, ...toQuoteResponse(caller, priced, explain) };
    },

    change: async (caller: Caller, { subscriptionId, explain, at: wantedAt, ...wanted }: Asked<'change'>) => {
      const found = await running(caller, subscriptionId, checkChangeable);
      const { subscription, open } = found;
      const at = wantedAt ?? found.at;
      const before = subscription.terms;
      const { terms, sale } = await otherTerms(caller, subscription, wanted);
      const isOther = terms.planId !== before.planId;
      // Whoever orders for a customer gives it nothing that is not for it.
      if (isOther && !sale.isVisible) throw planNotFound();
      await checkTarget(before.planId, terms.planId);
      const after = isOther ? withoutDiscounts(terms) : terms;
      checkChange({ before, after, open, at });
      const planned = planChange({
        before,
        after,
        open,
        at,
        anchor: anchorOf(subscription),
        usage: await usageUntil(found, at),
      });
      const priced = { changed: planned, parties: subscription, prices: isOther ? sale.prices : null };
      const { effect, effectiveAt, billed } = planned;
      return {
        ...{ kind: 'change' as const, subscriptionId, at, effect, effectiveAt, billed },
        ...{ planId: after.planId, priceVersion: after.priceVersion, quantities: after.quantities },
        ...toChangeResponse(caller, priced, explain),
      };
    },

    renewal: async (caller: Caller, { subscriptionId, explain }: Asked<'renew'>) => {
      const { subscription, open } = await running(caller, subscriptionId, checkChangeable);
      const { terms, projectId, activatedAt } = subscription;
      const { periodMonths, planId } = terms;
      if (periodMonths === null || activatedAt === null || terms.autoRenew === false)
        throw new DomainError(
          'subscription-not-renewable',
          'the subscription is not renewed: it ends, or has no periods',
        );
      const next = nextWindow({ ...terms, periodMonths }, activatedAt, open.index);
      const { start: at } = next.window;
      // What was sold without an order window keeps its prices.
      const isRenewed = isRenewedAfter(terms, activatedAt, next.first.index - 1);
      const sale = isRenewed ? await sales.forRenewal({ projectId, planId, at }) : undefined;
      const { terms: renewed, kept } = isRenewed
        ? renew(terms, sale, next.first.period)
        : { terms, kept: 'sold without an order window' };
      const planned = planRenewal(renewed, next);
      const priced = { changed: planned, parties: subscription, prices: kept === null ? (sale?.prices ?? null) : null };
      return {
        ...{ kind: 'renew' as const, subscriptionId, at, priceVersion: renewed.priceVersion, kept },
        ...{ quantities: renewed.quantities, window: { ...next.window, net: planned.windowNet } },
        difference: compareTerms(terms, renewed, {}, 'sellOut').difference,
        ...toChangeResponse(caller, priced, explain),
      };
    },
  };
};

const planNotFound = (): DomainError => new DomainError('plan-not-found', 'the offering has no such plan');

const anchorOf = ({ activatedAt }: SubscriptionDetail): string => {
  if (activatedAt === null) throw new Error('an active subscription has an anchor');
  return activatedAt;
};
