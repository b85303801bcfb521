import type { PriceModel } from '../catalog/offering';
import type { ByLevel } from '../channel/chain';
import { byLevel, levels } from '../channel/chain';
import type { DecimalText } from '../decimal';
import { decimal, decimalText } from '../decimal';
import type { Fraction } from '../fraction';
import { isWhole, multiplyFractions, roundShareToMoney, whole } from '../fraction';
import type { Money } from '../money';
import { billedUsage } from '../pricing/factor';
import type { Usage } from '../pricing/rate';
import { quantityOf } from '../pricing/rate';
import type { SharedAmount, SharedQuantity, SharedUsage } from '../pricing/stretch';
import { rateShared, setupShared, sharedQuantity } from '../pricing/stretch';
import type { SoldComponent, Terms } from '../pricing/terms';
import { shareOf } from '../subscriptions/calendar';
import type { Period } from '../time';
import { lineAmounts } from './line-amounts';
import { trueUpRows } from './true-up';

/**
 * When the row is written: at the start of its period, at its end (`true-up` for what lacks to a minimum), or once; a
 * `credit` and a `charge` when a change takes effect within a period, for what is left of it; an early end makes a `credit`
 * too, and a `refund` of what was paid once.
 */
export type ProceedsKind = 'prepaid' | 'arrears' | 'true-up' | 'one-time' | 'credit' | 'charge' | 'refund';

/**
 * One settled income row with every level's amount. Its natural key is subscription, component, kind and the
 * period's start: writing it twice changes nothing (`product.md` §5, §10).
 */
export interface ProceedsRow {
  readonly component: string;
  readonly name: string;
  readonly unit: string;
  readonly kind: ProceedsKind;
  readonly period: Period;
  readonly quantity: DecimalText;
  readonly amounts: ByLevel<Money>;
  /** What it was rated from, where its quantity alone does not tell. */
  readonly usage?: SharedUsage;
  /** The part of the price that is charged; there when it is not all of it. */
  readonly share?: Fraction;
  /** What counts towards the minimum of a true-up. */
  readonly charged?: ByLevel<Money>;
  /** What the share is taken of, where no price tells it: a discount as it is for a whole period. */
  readonly sharedAmounts?: ByLevel<Money>;
  /** What the customer is asked with the tax; there when its prices include that. */
  readonly gross?: Money;
  /** What the platform keeps of what the vendor asks, whose amount is the rest; there without a channel. */
  readonly platformShare?: Money;
}

/** What was used in one period, by component key, each as its price model reads it; what is absent was not used. */
export type PeriodUsage = Readonly<Record<string, Usage | SharedUsage>>;

/** Usage that somebody expects: a quantity for each component key. */
export type UsageQuantities = Readonly<Record<string, DecimalText>>;

/** Rows due at activation, once in a subscription's life: one-time components, and set-up fees of the tiers that are billed. */
export const oneTimeRows = (terms: Terms, period: Period): ProceedsRow[] => [
  ...rowsOf(terms, 'one-time', period, (component) => (component.charge === 'one-time' ? '1' : undefined)),
  ...setupRows(terms, period),
];

/**
 * Set-up fees of the tiers that the chosen quantities are billed at: the last of the one-time rows.
 * @param since Terms before a change: the tiers of their quantities have been set up.
 */
export const setupRows = (terms: Terms, period: Period, since?: Terms): ProceedsRow[] =>
  terms.components.flatMap((component) => {
    const quantity = setupQuantity(terms, component);
    const paid = paidSetup(component, since);
    const feeOf = (price: PriceModel): SharedAmount => setupShared(price, quantity, paid);
    // A tier may ask one that nobody above it does.
    if (levels.every((level) => feeOf(component.prices[level]).amount.eq('0'))) return [];
    const { name } = component;
    return [row(terms, { ...component, name: `${name}, set-up`, unit: 'once' }, 'one-time', period, '1', feeOf)];
  });

/** The quantity whose tiers have set-up fees, of which a share is billed. */
export const setupQuantity = (terms: Terms, component: SoldComponent): SharedQuantity => {
  const { usage, share } = billedUsage(prepaidQuantity(terms, component) ?? '0', component.factor);
  return { quantity: decimalText(quantityOf(usage)), share };
};

/** The quantity of a component whose tiers have been set up by earlier terms; `null` if none. */
export const paidSetup = (component: SoldComponent, since: Terms | undefined): SharedQuantity | null => {
  const before = since?.components.find(({ key }) => key === component.key);
  return since === undefined || before === undefined
    ? null
    : setupQuantity(since, { ...component, charge: before.charge });
};

/**
 * Rows due in advance at the start of a period: fixed components and the quantities that the buyer chose, if any.
 * @param share The part of a whole period that this one is, or its units.
 */
export const prepaidRows = (terms: Terms, period: Period, share = shareOf(terms, period)): ProceedsRow[] =>
  rowsOf(terms, 'prepaid', period, (component) => prepaidQuantity(terms, component), share);

/** How much of a component is charged in advance, before its factor; nothing is known of what is charged otherwise. */
export const prepaidQuantity = ({ quantities }: Terms, { charge, key }: SoldComponent): DecimalText | undefined => {
  if (charge === 'fixed') return '1';
  return charge === 'limit' ? valueIn(quantities, key) : undefined;
};

/**
 * Rows due in arrears at the end of a period: what was used in it, what is charged in arrears for it, and what all of it
 * lacks to minimums. Unused components make no row.
 * @param share The part of a whole period that this one is, or its units.
 * @param inAdvance What has been charged for the period in advance.
 */
export const arrearsRows = (
  terms: Terms,
  period: Period,
  usage: PeriodUsage,
  share = shareOf(terms, period),
  inAdvance: readonly ProceedsRow[] = prepaidRows(terms, period),
): ProceedsRow[] => {
  const usageOf = ({ charge, key }: SoldComponent) => (charge === 'usage' ? (valueIn(usage, key) ?? '0') : undefined);
  const arrears = [
    ...rowsOf(terms, 'arrears', period, usageOf),
    ...rowsOf(terms, 'arrears', period, ({ charge }) => (charge === 'postpaid' ? '1' : undefined), share),
  ];
  return [...arrears, ...trueUpRows(terms, period, [...inAdvance, ...arrears], hasUnit(terms) ? whole : share)];
};

/** Rows due once when a subscription changes to the plan of these terms. */
export const switchRows = (terms: Terms, period: Period): ProceedsRow[] =>
  rowsOf(terms, 'one-time', period, ({ charge }) => (charge === 'plan-switch' ? '1' : undefined));

const rowsOf = (
  terms: Terms,
  kind: ProceedsKind,
  period: Period,
  usageOf: (component: SoldComponent) => Usage | SharedUsage | undefined,
  share = whole,
): ProceedsRow[] =>
  terms.components.flatMap((component) => {
    const given = usageOf(component);
    if (given === undefined) return [];
    const usage = billedUsage(given, component.factor);
    const all = quantityOf(usage.usage);
    // Nothing makes a row where nothing costs something.
    if (share.part === '0' || (all.eq('0') && !hasEvents(usage.usage) && !beginsAt0(component))) return [];
    // Of what is priced by units, the line counts them.
    const quantity = sharedQuantity(all, hasUnit(terms) ? multiplyFractions(usage.share, share) : usage.share);
    const priced = row(terms, component, kind, period, quantity, (price) => rateShared(price, usage), share);
    return [quantity === usage.usage ? priced : { ...priced, usage }];
  });

const hasUnit = ({ unit }: Terms): boolean => unit !== undefined && unit !== null;

/** True where something happened, be it of nothing: an event may have a price of its own. */
const hasEvents = (usage: Usage): boolean => typeof usage === 'object' && 'events' in usage && usage.events.length > 0;

/** True where nothing costs something already: the first tier begins there. */
const beginsAt0 = ({ prices: { vendorCost } }: SoldComponent): boolean =>
  'tiers' in vendorCost && decimal(vendorCost.tiers[0]?.from ?? '1').eq('0');

// Keys are other people's words: `constructor` is no quantity unless somebody wrote it.
const valueIn = <T>(values: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(values, key) ? values[key] : undefined;

const row = (
  terms: Terms,
  component: SoldComponent,
  kind: ProceedsKind,
  period: Period,
  quantity: DecimalText,
  amountOf: (price: PriceModel) => SharedAmount,
  share = whole,
): ProceedsRow => ({
  component: component.key,
  name: component.name,
  unit: component.unit,
  kind,
  period,
  quantity,
  ...lineAmounts(
    terms,
    byLevel((level) => {
      const exact = amountOf(component.prices[level]);
      return roundShareToMoney(exact.amount, multiplyFractions(exact.share, share), terms.currency);
    }),
  ),
  ...(isWhole(share) ? {} : { share }),
});
