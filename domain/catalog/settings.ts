import type { AttributeValues } from './category';
import type { FormField } from './order-form';
import type { Caps } from './caps';
import type { ServiceDocument } from './service-documents';
import type { Texts } from './texts';
import type { PriceUnit } from '../pricing/price-unit';
import type { ProrationMode } from '../pricing/proration';
import { sameValues } from './same-prices';

/** Whether a plan is sold with a coupon: as the buyer likes, never, or with one only. */
export type CouponRule = 'allowed' | 'forbidden' | 'demanded';

/** How a plan's time is counted. A sale keeps it for good: prices are renewed, a calendar is not. */
export interface TimeSettings {
  /** Minimum duration, a multiple of the period: the order window. `null` is the period itself. */
  readonly minimumMonths: number | null;
  /** Whether it goes on at the end of its order window; without it, that is its end. */
  readonly autoRenew: boolean;
  /** Hours that it lasts, in the place of a period. */
  readonly lifespanHours: number | null;
  /** What its prices are asked for; `null` is the whole period. */
  readonly unit: PriceUnit | null;
  /** Whether periods are counted from the instant of the activation, or begin on a day of the calendar. */
  readonly alignment: 'anchored' | 'calendar';
  /** Day of the month on which periods of the calendar begin; in a shorter month its last day. */
  readonly billingDay: number;
}

/** What holds for the time of a plan that says nothing else. */
export const defaultTimeSettings: TimeSettings = {
  minimumMonths: null,
  autoRenew: true,
  lifespanHours: null,
  unit: null,
  alignment: 'anchored',
  billingDay: 1,
};

/**
 * What a change does that lowers what is billed: it waits for the next period, or takes effect at once, with a credit for
 * what is left of the period or without one.
 */
type Lowering = 'defer' | 'now-with-credit' | 'now-without-credit';

/** How a running subscription of a plan is changed within a period (`product.md` §4, §6). A sale keeps it. */
export interface ChangeSettings {
  readonly proration: ProrationMode;
  readonly lowering: Lowering;
  /** Whether what a change charges is invoiced at once or with the next invoice; a credit always waits for it. */
  readonly changeInvoicing: 'now' | 'next-invoice';
  /** A credit line and a charge line for each component, or one line with the difference. */
  readonly changeLines: 'two' | 'delta';
}

/** What holds for changes of a plan that says nothing else. */
export const defaultChangeSettings: ChangeSettings = {
  proration: 'hours',
  lowering: 'defer',
  changeInvoicing: 'now',
  changeLines: 'two',
};

/** Names of a plan and of its components in other languages. They are no part of its prices, which never change. */
type PlanTexts = Readonly<
  Record<
    string,
    {
      readonly name?: string | undefined;
      readonly components?: Readonly<Record<string, ComponentWords>> | undefined;
    }
  >
>;

interface ComponentWords {
  readonly name?: string | undefined;
  readonly unit?: string | undefined;
}

/**
 * What a termination gives back of what has been paid in advance: nothing, the part of the period that is not used any more,
 * or everything, set-up and all, within the `refundDays` of the activation.
 */
type TerminationRefund = 'none' | 'prorated' | 'full-within-days';

/**
 * What becomes of a termination within the minimum duration: it is refused, unless staff of the platform orders it; or the
 * rest of the window is charged; or it is like any other.
 */
type EarlyTermination = 'refused' | 'charge-rest' | 'allowed';

/** How a running subscription of a plan is left (`product.md` §7). A sale keeps it. */
export interface LeavingSettings {
  readonly terminationRefund: TerminationRefund;
  /** Within how many days of the activation all of it is given back. */
  readonly refundDays: number | null;
  /** Whether it can be left before the end of an order window of several periods. */
  readonly earlyTermination: EarlyTermination;
}

/** What holds for leaving a plan that says nothing else. */
export const defaultLeavingSettings: LeavingSettings = {
  terminationRefund: 'none',
  refundDays: null,
  earlyTermination: 'refused',
};

/** How a plan is sold, beside its name, currency, period and prices (`product.md` §4). */
export interface PlanSettings extends TimeSettings, ChangeSettings, LeavingSettings {
  readonly couponRule: CouponRule;
  /** Keys of the offering's order form that a buyer of this plan is asked. */
  readonly formFields: readonly string[];
  /** Keys of the plans of its offering that a subscription can change to; `null` is all of them. */
  readonly upgradeTargets: readonly string[] | null;
  readonly texts: PlanTexts;
}

/** What holds for a plan that says nothing else. */
export const defaultPlanSettings: PlanSettings = {
  couponRule: 'allowed',
  ...defaultTimeSettings,
  formFields: [],
  upgradeTargets: null,
  texts: {},
  ...defaultChangeSettings,
  ...defaultLeavingSettings,
};

/** Whom an offering is for: everybody, groups of organizations, or some organizations. Whoever sells to them sees it too. */
export type Visibility = 'public' | 'groups' | 'private';

/** Where a vendor checks each purchase before it is taken, and what holds when it does not answer. */
export interface OrderCheck {
  readonly url: string;
  readonly whenUnavailable: 'refuse' | 'accept';
}

/** What a vendor tells of an offering beside its name, description, category and state. */
export interface OfferingDetails {
  /** Of its own words, as a tag (BCP 47); `null` when nobody says. */
  readonly language: string | null;
  readonly texts: Texts<'name' | 'description'>;
  /** Words that it is found by. */
  readonly tags: readonly string[];
  /** Values of its category's attributes. */
  readonly attributes: AttributeValues;
  readonly visibility: Visibility;
  /** Keys of groups, or ids of organizations. */
  readonly visibleTo: readonly string[];
  /** What its plans may ask a buyer, in order. */
  readonly orderForm: readonly FormField[];
  /** Most of a component that all subscriptions may have together, by key. */
  readonly caps: Caps;
  /** What whoever buys has to accept. */
  readonly termsOfService: readonly ServiceDocument[];
  readonly orderCheck: OrderCheck | null;
}

/** What holds for an offering that says nothing else. */
export const defaultOfferingDetails: OfferingDetails = {
  language: null,
  texts: {},
  tags: [],
  attributes: {},
  visibility: 'public',
  visibleTo: [],
  orderForm: [],
  caps: {},
  termsOfService: [],
  orderCheck: null,
};

/** The settings that something has, of which only those that differ from the defaults may have been written. */
export const completed = <T extends object>(defaults: T, written: Partial<T>): T => ({ ...defaults, ...written });

/** The settings that something has and nothing else of it. */
export const settingsIn = <T extends object>(defaults: T, given: Partial<T>): T => {
  const names = Object.keys(defaults) as (keyof T)[];
  return Object.fromEntries(names.map((name) => [name, given[name] ?? defaults[name]])) as T;
};

/** The settings of `given` that are not the default: what is kept of them, and written to a file. */
export const chosen = <T extends object>(defaults: T, given: T): Partial<T> => {
  const names = Object.keys(defaults) as (keyof T)[];
  const told = names.filter((name) => !sameValues(given[name], defaults[name]));
  return Object.fromEntries(told.map((name) => [name, given[name]])) as Partial<T>;
};
