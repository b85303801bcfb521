import type { Charge, Component, Plan, Presence, PriceModel } from '../catalog/offering';
import type { ChangeSettings, LeavingSettings, TimeSettings } from '../catalog/settings';
import {
  chosen as chosenSettings,
  defaultChangeSettings,
  defaultLeavingSettings,
  defaultTimeSettings,
} from '../catalog/settings';
import type { ByLevel, ChannelPrices } from '../channel/chain';
import { minimumChain, priceChain } from '../channel/chain';
import type { ListLevel } from '../channel/price-list';
import type { DecimalText } from '../decimal';
import type { Aggregation } from '../metering/aggregate';
import type { LimitPeriod } from '../metering/usage-limits';
import type { SoldCoupon } from '../discounts/sold-coupon';
import type { SoldDiscount } from '../discounts/sold-discount';
import { assert } from '../errors';
import { isZone } from '../time';
import { chosenComponents, presenceOf } from './choices';
import { checkPriceModel } from './price-model';

/** One component as it was sold: its price model at every level of the channel. */
export interface SoldComponent {
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly charge: Charge;
  /** There when the buyer could have done without. */
  readonly presence?: Exclude<Presence, 'required'>;
  /** How many of what is stored make one that is billed; 1 when absent. */
  readonly factor?: DecimalText;
  /** How usage of a period becomes one quantity; their sum when absent. */
  readonly aggregation?: Aggregation;
  /** There when its quantity is never lowered. */
  readonly downgradable?: false;
  /** The most that is used in each limit period; there when usage is limited. */
  readonly limitAmount?: DecimalText;
  readonly limitPeriod?: LimitPeriod;
  readonly prices: ByLevel<PriceModel>;
  /** Least that it comes to in a period; there when it has a minimum. */
  readonly minimums?: ByLevel<DecimalText>;
  /** The level whose tier has added it to the plan; above, it costs nothing. */
  readonly from?: ListLevel;
}

/** The organizations between the vendor and the customer of one sale. */
export interface Channel {
  readonly platformId: string;
  readonly distributorId: string | null;
  readonly resellerId: string | null;
}

/** Who invoices a customer, with which number prefix and tax rate (percent). */
export interface Issuer {
  readonly id: string;
  readonly prefix: string;
  readonly taxPercent: DecimalText;
}

/**
 * What was sold, frozen: prices, quantities and calendar that a subscription keeps for its order window
 * (`product.md` §4). Everything that is ever charged follows from it and from usage.
 */
export interface Terms extends Partial<TimeSettings>, Partial<ChangeSettings>, Partial<LeavingSettings> {
  readonly planId: string;
  readonly priceVersion: number;
  readonly currency: string;
  readonly periodMonths: number | null;
  readonly components: readonly SoldComponent[];
  /** What was chosen of each component that leaves a choice, by key: 0 of what was left out; of tagged steps the number. */
  readonly quantities: Readonly<Record<string, DecimalText>>;
  readonly channel: Channel;
  readonly issuer: Issuer;
  /** IANA zone of the billing account. */
  readonly zone: string;
  /** The coupon that it was sold with. */
  readonly coupon?: SoldCoupon;
  /** What else it was discounted by: a bundle, a campaign, volume. */
  readonly discounts?: readonly SoldDiscount[];
  /** There when the prices of the customer include the issuer's tax. */
  readonly taxIncluded?: true;
  /** Percent that the platform keeps of what the vendor asks; never there with a channel. */
  readonly platformSharePercent?: DecimalText;
}

/** What a sale follows from, as it was found: nothing is looked up again after it is frozen. */
export interface TermsRequest {
  readonly plan: Plan;
  readonly prices: ChannelPrices;
  readonly quantities: Readonly<Record<string, DecimalText>>;
  readonly channel: Channel;
  readonly issuer: Issuer;
  readonly zone: string;
  readonly coupon?: SoldCoupon | undefined;
  readonly discounts?: readonly SoldDiscount[] | undefined;
  /** What the platform keeps of sales without a channel. */
  readonly platformSharePercent?: DecimalText | null | undefined;
}

/**
 * Freezes a plan, the buyer's quantities and the channel's prices. What is wrong is refused here, at the sale, since
 * later steps have nobody to ask.
 * @throws DomainError `quantity-invalid` naming the component that is missing, unknown or out of bounds,
 * `price-model-invalid`, `price-entry-invalid`, `decimal-invalid`
 */
export const freezeTerms = ({ plan, prices, quantities, channel, issuer, zone, ...sold }: TermsRequest): Terms => {
  assert(isZone(zone), 'a billing account has an IANA zone');
  assert(plan.periodMonths === null || plan.periodMonths >= 1, 'a period lasts a month at least');
  const chosen = chosenComponents(plan.components, quantities);
  return {
    planId: plan.id,
    priceVersion: plan.priceVersion,
    currency: plan.currency,
    periodMonths: plan.periodMonths,
    ...timeOf(plan),
    ...chosenSettings<ChangeSettings>(defaultChangeSettings, plan),
    ...chosenSettings<LeavingSettings>(defaultLeavingSettings, plan),
    components: chosen.components.map((component) => soldComponent(plan.id, component, prices)),
    quantities: chosen.quantities,
    channel,
    issuer,
    zone,
    ...(prices.includedTax === undefined ? {} : { taxIncluded: true }),
    ...shareOf(channel, sold.platformSharePercent ?? null),
    ...(sold.coupon === undefined ? {} : { coupon: sold.coupon }),
    ...(sold.discounts === undefined || sold.discounts.length === 0 ? {} : { discounts: sold.discounts }),
  };
};

/** Where a tier sells, what the platform earns is its own mark-up. */
const shareOf = (
  { distributorId, resellerId }: Channel,
  percent: DecimalText | null,
): Pick<Terms, 'platformSharePercent'> =>
  percent === null || distributorId !== null || resellerId !== null ? {} : { platformSharePercent: percent };

// The order window is told of all that has periods: what was sold before there were windows keeps its prices for good.
const timeOf = (plan: Plan): Partial<TimeSettings> => ({
  ...chosenSettings<TimeSettings>(defaultTimeSettings, plan),
  ...(plan.periodMonths === null ? {} : { minimumMonths: plan.minimumMonths ?? plan.periodMonths }),
});

const soldComponent = (planId: string, component: Component, prices: ChannelPrices): SoldComponent => {
  const { key, name, unit, charge, price, minimumSpend, factor, aggregation, limitAmount, limitPeriod, from } =
    component;
  const presence = presenceOf(component);
  checkPriceModel(component);
  return {
    ...{ key, name, unit, charge, prices: priceChain(planId, key, price, prices, from) },
    ...(minimumSpend === undefined ? {} : { minimums: minimumChain(planId, key, minimumSpend, prices) }),
    ...(presence === 'required' ? {} : { presence }),
    ...(factor === undefined ? {} : { factor }),
    ...(aggregation === undefined ? {} : { aggregation }),
    ...(component.downgradable === false ? { downgradable: false } : {}),
    ...(limitAmount === undefined ? {} : { limitAmount }),
    ...(limitPeriod === undefined ? {} : { limitPeriod }),
    ...(from === undefined ? {} : { from }),
  };
};
