import type { Plan } from '../../domain/catalog/offering';
import type { ChannelPrices } from '../../domain/channel/chain';
import type { Channel, Issuer } from '../../domain/pricing/terms';
import type { OfferingSummary } from '../catalog/reads';

/** All that a sale of one plan to one customer follows from, read in one query. */
export interface Sale {
  readonly offering: OfferingSummary;
  readonly plan: Plan;
  readonly customer: {
    readonly id: string;
    readonly testClockId: string | null;
    /** Where that clock stands; `null` without one. */
    readonly clockNow: string | null;
  };
  readonly channel: Channel;
  readonly issuer: Issuer;
  readonly zone: string;
  readonly prices: ChannelPrices;
}

/** Prices are those valid at `now`, or where the customer's test clock stands. */
export interface SaleReads {
  forPlan(
    sale: { readonly planId: string; readonly now: string } & (
      { readonly projectId: string } | { readonly organizationId: string }
    ),
  ): Promise<Sale | undefined>;
}
