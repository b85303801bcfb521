import type { AttributeValues } from './category';
import { sameValues } from './same-prices';

/** Whether a plan is sold with a coupon: as the buyer likes, never, or with one only. */
export type CouponRule = 'allowed' | 'forbidden' | 'demanded';

/** How a plan is sold, beside its name, currency, period and prices (`product.md` §4). */
export interface PlanSettings {
  readonly couponRule: CouponRule;
}

/** What holds for a plan that says nothing else. */
export const defaultPlanSettings: PlanSettings = {
  couponRule: 'allowed',
};

/** Whom an offering is for: everybody, groups of organizations, or some organizations. Whoever sells to them sees it too. */
export type Visibility = 'public' | 'groups' | 'private';

/** What a vendor tells of an offering beside its name, description, category and state. */
export interface OfferingDetails {
  /** Words that it is found by. */
  readonly tags: readonly string[];
  /** Values of its category's attributes. */
  readonly attributes: AttributeValues;
  readonly visibility: Visibility;
  /** Keys of groups, or ids of organizations. */
  readonly visibleTo: readonly string[];
}

/** What holds for an offering that says nothing else. */
export const defaultOfferingDetails: OfferingDetails = {
  tags: [],
  attributes: {},
  visibility: 'public',
  visibleTo: [],
};

/** The settings that something has, of which only those that differ from the defaults may have been written. */
export const completed = <T extends object>(defaults: T, written: Partial<T>): T => ({ ...defaults, ...written });

/** The settings of `given` that are not the default: what is kept of them, and written to a file. */
export const chosen = <T extends object>(defaults: T, given: T): Partial<T> => {
  const names = Object.keys(defaults) as (keyof T)[];
  const told = names.filter((name) => !sameValues(given[name], defaults[name]));
  return Object.fromEntries(told.map((name) => [name, given[name]])) as Partial<T>;
};
