import { levels } from '../channel/chain';
import type { DecimalText } from '../decimal';
import { DomainError } from '../errors';
import type { CampaignRule, OfferedDiscount, VolumeRule } from './offered-discount';
import type { DiscountedPurchase } from './purchase';
import { isFor, ownedLevel } from './purchase';
import type { SoldDiscount } from './sold-discount';

/** An offered discount, and what its use depends on besides the purchase. */
export interface Candidate extends OfferedDiscount<CampaignRule | VolumeRule> {
  /** True for a campaign whose stock other orders hold. */
  readonly isSoldOut: boolean;
  /** True while the customer lacks a subscription that it requires. */
  readonly isLacking: boolean;
  /** Running subscriptions of the plan that the customer has. */
  readonly subscriptions: DecimalText;
}

type Campaign = Candidate & { readonly rule: CampaignRule };
type Volume = Candidate & { readonly rule: VolumeRule };

/** The most volume discounts of one sale: the oldest count. */
const volumesMost = 5;

/** The campaigns that a purchase can be sold with, and the volume discounts that it is sold with. */
export interface UsableDiscounts {
  readonly campaigns: readonly SoldDiscount[];
  readonly volumes: readonly SoldDiscount[];
}

/**
 * What of some candidates counts for a purchase. Of campaigns these are the one that was chosen, or those that apply by
 * themselves, the nearest owner's first.
 * @throws DomainError `campaign-not-usable` for one that was chosen, whatever is wrong with it
 */
export const usableDiscounts = (
  candidates: readonly Candidate[],
  purchase: DiscountedPurchase & { readonly periodMonths: number | null },
  campaignId?: string,
): UsableDiscounts => {
  const usable = candidates.filter((candidate) => isUsable(candidate, purchase));
  const campaigns = usable
    .filter((each): each is Campaign => each.rule.kind === 'campaign')
    .filter(({ id, rule }) => (campaignId === undefined ? rule.autoApply : id === campaignId));
  if (campaignId !== undefined && campaigns.length === 0)
    throw new DomainError('campaign-not-usable', 'the campaign cannot be used for this purchase');
  const volumes = usable.filter((each): each is Volume => each.rule.kind === 'volume');
  return {
    campaigns: nearestFirst(campaigns.map((each) => soldCampaign(each, purchase))),
    volumes: volumes.slice(0, volumesMost).map((each) => soldVolume(each, purchase)),
  };
};

const nearestFirst = (sold: readonly SoldDiscount[]): readonly SoldDiscount[] =>
  [...sold].sort((a, b) => levels.indexOf(b.from) - levels.indexOf(a.from));

/**
 * The campaign that leaves the least to pay; the first of those that leave the same.
 * @param costWith What the purchase costs with one, in minor units.
 */
export const bestCampaign = (
  campaigns: readonly SoldDiscount[],
  costWith: (campaign: SoldDiscount) => bigint,
): SoldDiscount | undefined => {
  if (campaigns.length < 2) return campaigns[0];
  const priced = campaigns.map((campaign) => ({ campaign, cost: costWith(campaign) }));
  return priced.reduce((best, each) => (each.cost < best.cost ? each : best)).campaign;
};

const isUsable = (
  { rule, isSoldOut, isLacking, withdrawnAt, validFrom, validUntil, ownerId, offeringIds, planIds }: Candidate,
  purchase: DiscountedPurchase,
): boolean =>
  withdrawnAt === null &&
  !isSoldOut &&
  !isLacking &&
  validFrom <= purchase.at &&
  (validUntil === null || purchase.at < validUntil) &&
  isFor(offeringIds, purchase.offeringId) &&
  isFor(planIds, purchase.planId) &&
  ownedLevel(ownerId, purchase) !== undefined &&
  (rule.kind !== 'campaign' || rule.effect.type === 'discount' || rule.effect.price.currency === purchase.currency);

const soldBy = ({ id, name, ownerId }: Candidate, purchase: DiscountedPurchase) => {
  const from = ownedLevel(ownerId, purchase);
  if (from === undefined) throw new Error('a usable discount has an owner in the channel');
  return { id, name, from };
};

const soldCampaign = (
  campaign: Campaign,
  purchase: DiscountedPurchase & { readonly periodMonths: number | null },
): SoldDiscount => ({
  ...soldBy(campaign, purchase),
  kind: 'campaign',
  effect: campaign.rule.effect,
  periods: periodsOf(campaign.rule.months, purchase.periodMonths),
});

/** Every period that begins within the months. A plan without periods has one, which never ends. */
const periodsOf = (months: number | null, periodMonths: number | null): number | null =>
  months === null || periodMonths === null ? null : Math.ceil(months / periodMonths);

const soldVolume = (volume: Volume, purchase: DiscountedPurchase): SoldDiscount => {
  const { formula, components } = volume.rule;
  const { subscriptions } = volume;
  const effect = { type: 'formula', formula, components, subscriptions } as const;
  return { ...soldBy(volume, purchase), kind: 'volume', effect, periods: null };
};

/** The discount of a bundle's member, frozen; `undefined` where its owner has no part in the sale. */
export const soldBundle = (
  { id, name, ownerId }: Pick<OfferedDiscount, 'id' | 'name' | 'ownerId'>,
  percent: DecimalText,
  purchase: Pick<DiscountedPurchase, 'vendorId' | 'channel'>,
): SoldDiscount | undefined => {
  const from = ownedLevel(ownerId, purchase);
  const effect = { type: 'licence', percent } as const;
  return from === undefined ? undefined : { id, name, from, kind: 'bundle', effect, periods: null };
};
