import type { Charge, Component, Plan, PriceModel } from '../catalog/offering';
import type { ByLevel, ChannelPrices } from '../channel/chain';
import { priceChain } from '../channel/chain';
import type { DecimalText } from '../decimal';
import { decimal, decimalText } from '../decimal';
import type { SoldCoupon } from '../discounts/sold-coupon';
import type { ErrorDetails } from '../errors';
import { assert, DomainError } from '../errors';
import { isZone } from '../time';
import { checkPriceModel } from './price-model';
import { isQuantityAllowed } from './quantity-rules';

/** One component as it was sold: its price model at every level of the channel. */
export interface SoldComponent {
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly charge: Charge;
  readonly prices: ByLevel<PriceModel>;
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
export interface Terms {
  readonly planId: string;
  readonly priceVersion: number;
  readonly currency: string;
  readonly periodMonths: number | null;
  readonly components: readonly SoldComponent[];
  /** Quantity of each `limit` component, by key; of tagged steps the number. */
  readonly quantities: Readonly<Record<string, DecimalText>>;
  readonly channel: Channel;
  readonly issuer: Issuer;
  /** IANA zone of the billing account. */
  readonly zone: string;
  /** The coupon that it was sold with. */
  readonly coupon?: SoldCoupon;
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
}

/**
 * Freezes a plan, the buyer's quantities and the channel's prices. What is wrong is refused here, at the sale, since
 * later steps have nobody to ask.
 * @throws DomainError `quantity-invalid` naming the component that is missing, unknown or out of bounds,
 * `price-model-invalid`, `price-entry-invalid`, `decimal-invalid`
 */
export const freezeTerms = ({ plan, prices, quantities, channel, issuer, zone, coupon }: TermsRequest): Terms => {
  assert(isZone(zone), 'a billing account has an IANA zone');
  assert(plan.periodMonths === null || plan.periodMonths >= 1, 'a period lasts a month at least');
  const limits = plan.components.filter((component) => component.charge === 'limit');
  for (const key of Object.keys(quantities)) {
    if (!limits.some((component) => component.key === key)) {
      throw new DomainError('quantity-invalid', 'the plan has no component of this key whose quantity can be chosen', {
        component: key,
      });
    }
  }
  return {
    planId: plan.id,
    priceVersion: plan.priceVersion,
    currency: plan.currency,
    periodMonths: plan.periodMonths,
    components: plan.components.map((component) => soldComponent(plan.id, component, prices)),
    quantities: Object.fromEntries(limits.map((component) => [component.key, chosenQuantity(component, quantities)])),
    channel,
    issuer,
    zone,
    ...(coupon === undefined ? {} : { coupon }),
  };
};

const soldComponent = (planId: string, component: Component, prices: ChannelPrices): SoldComponent => {
  const { key, name, unit, charge, price } = component;
  checkPriceModel(component);
  return { key, name, unit, charge, prices: priceChain(planId, key, price, prices) };
};

const chosenQuantity = (component: Component, quantities: TermsRequest['quantities']): DecimalText => {
  const chosen = Object.hasOwn(quantities, component.key) ? quantities[component.key] : component.min;
  const refuse = (rule: string, details: ErrorDetails = {}): never => {
    throw new DomainError('quantity-invalid', rule, { component: component.key, ...details });
  };
  if (chosen === undefined) return refuse('a quantity is needed for this component');
  const number = quantityOfTag(component.price, chosen) ?? chosen;
  if (/^[a-zA-Z]/.test(number)) return refuse('the price has no step of this name');
  const quantity = decimal(number);
  const { min = '0', max, step } = component;
  const least = decimal(min);
  if (quantity.lt('0') || quantity.lt(least)) refuse('the quantity is below the minimum', { min: decimalText(least) });
  if (max !== undefined && quantity.gt(decimal(max))) refuse('the quantity is above the maximum', { max });
  const text = decimalText(quantity);
  if (step !== undefined && !isQuantityAllowed(component, text))
    refuse('the quantity is not a step above the minimum', { min: decimalText(least), step });
  if (!hasPrice(component.price, text)) refuse('the price has no step of this quantity');
  return text;
};

/** The number of the step of this name, if the price has one (`stairstep`). */
const quantityOfTag = (price: PriceModel, tag: string): DecimalText | undefined =>
  'tiers' in price ? price.tiers.find((tier) => tier.tag === tag)?.from : undefined;

/** A `stairstep` may end; all other models price every quantity. */
const hasPrice = (price: PriceModel, quantity: DecimalText): boolean => {
  const last = price.kind === 'stairstep' ? price.tiers.at(-1)?.to : null;
  return last === null || last === undefined || decimal(quantity).lte(decimal(last));
};
