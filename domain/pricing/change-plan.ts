import { defaultChangeSettings, defaultTimeSettings, settingsIn } from '../catalog/settings';
import { withDiscount } from '../discounts/discount-row';
import type { Fraction } from '../fraction';
import { nothing, whole } from '../fraction';
import type { Money } from '../money';
import { addMoney } from '../money';
import type { ProceedsRow } from '../proceeds/proceeds';
import { arrearsRows, prepaidRows } from '../proceeds/proceeds';
import { periodOf, shareAfter, shareOf } from '../subscriptions/calendar';
import type { Instant, Period } from '../time';
import type { Change, PricedRows } from './change-facts';
import type { ChangedRows } from './change-quote';
import type { ChangedSide } from './change-rows';
import { creditsAndCharges, deltaRows } from './change-rows';
import { beginningRows, endingArrears, oneTimeRowsOf } from './change-moment';
import type { Terms } from './terms';

/** What a change does: when it takes effect, and the rows that it makes due. */
export interface PlannedChange extends ChangedRows {
  /** What decides is the sum of what is billed for a period (`product.md` §6). */
  readonly effect: 'raises' | 'lowers' | 'free';
  readonly billed: { readonly before: Money; readonly after: Money };
  /** `now` is invoiced then, `atPeriodEnd` on the next invoice; `deferred` is due when the next period begins. */
  readonly effectiveAt: Instant;
  /** The period that is open once the change has taken effect. */
  readonly period: Period;
}

/**
 * Decides what a change does and what it costs (`product.md` §6): one that raises what is billed takes effect at once for
 * what is left of the period, one that lowers it as its plan says, one that does neither at once and for nothing. A plan of
 * another period begins its first one with the change.
 * @throws DomainError as the pricing of the terms does
 */
export const planChange = (change: Change): PlannedChange => {
  const { before, after, open } = change;
  const billed = { before: billedFor(before, open), after: billedFor(after, open) };
  const difference = BigInt(billed.after.minor) - BigInt(billed.before.minor);
  const effect = difference > 0n ? 'raises' : difference < 0n ? 'lowers' : 'free';
  const decided = { effect, billed, terms: after } as const;
  return effect === 'lowers' && loweringOf(before) === 'defer'
    ? { ...decided, ...deferredChange(change) }
    : { ...decided, ...changeAtOnce(change, effect) };
};

/** The sum of what is billed for a period: all but usage, what is paid once, and what lacks to a minimum. */
const billedFor = (terms: Terms, { index, period }: Change['open']): Money => {
  const moment = { index, period };
  const rows = [
    ...withDiscount(terms, prepaidRows(terms, period), { kind: 'prepaid', ...moment }),
    ...withDiscount(terms, arrearsRows(terms, period, {}).filter(isNoTrueUp), { kind: 'arrears', ...moment }),
  ];
  return addMoney(
    terms.currency,
    rows.map(({ amounts }) => amounts.sellOut),
  );
};

const isNoTrueUp = ({ kind }: ProceedsRow): boolean => kind !== 'true-up';

/** Without a next period there is nothing to wait for. */
const loweringOf = ({ periodMonths, lowering = defaultChangeSettings.lowering }: Terms) =>
  periodMonths === null && lowering === 'defer' ? 'now-without-credit' : lowering;

type Outcome = Omit<PlannedChange, 'effect' | 'billed' | 'terms'>;

/** The period after those that a change makes rows for. */
const laterOf = (change: Change, nextIndex: number, at: Instant): Pick<Outcome, 'nextIndex' | 'nextPeriod'> => {
  const { after, anchor } = change;
  const nextPeriod = isRestart(change) ? periodOf(after, at, 1) : periodOf(after, anchor, nextIndex);
  return { nextIndex, nextPeriod };
};

const deferredChange = (change: Change): Outcome => {
  const { before, after, open, anchor } = change;
  const effectiveAt = open.period.end;
  const index = open.index + 1;
  const period = isRestart(change) ? periodOf(after, effectiveAt, 0) : periodOf(after, anchor, index);
  const prepaid = withDiscount(after, prepaidRows(after, period), { kind: 'prepaid', index, period });
  const deferred = [{ terms: after, rows: prepaid }, ...oneTimeRowsOf({ before, after, index, period })];
  return {
    effectiveAt,
    now: [],
    atPeriodEnd: [],
    deferred: existing(deferred),
    period,
    ...laterOf(change, index + 1, effectiveAt),
  };
};

const changeAtOnce = (change: Change, effect: PlannedChange['effect']): Outcome => {
  const { before, after, open, at } = change;
  const restart = isRestart(change);
  const period = restart ? periodOf(after, at, 0) : open.period;
  const stretch = { start: at, end: period.end };
  const once = oneTimeRowsOf({ before, after, index: open.index, period: stretch });
  const charged = existing([...chargedAtOnce(change, effect, stretch), ...once]);
  const ending = endingArrears(change, restart);
  const later = existing(restart ? [] : [...ending, ...beginningRows(change)]);
  // The period that ends with the change is settled with it.
  const own = [...existing(restart ? ending : []), ...charged];
  const outcome = { effectiveAt: at, deferred: [], period, ...laterOf(change, open.index + 1, at) };
  return isInvoicedNow(before, own)
    ? { ...outcome, now: own, atPeriodEnd: later }
    : { ...outcome, now: [], atPeriodEnd: [...own, ...later] };
};

/** What is charged in advance, for what is left of the period. */
const chargedAtOnce = (change: Change, effect: PlannedChange['effect'], period: Period): PricedRows[] => {
  const { before, after, open, at } = change;
  const restart = isRestart(change);
  const shares = sharesOf(change);
  const removed: ChangedSide = {
    terms: before,
    index: open.index,
    share: shares.removed,
    period: { start: at, end: open.period.end },
  };
  const added: ChangedSide = { terms: after, index: open.index, share: shares.added, period };
  const withoutCredit = effect === 'lowers' && loweringOf(before) === 'now-without-credit';
  if (!restart && (effect === 'free' || withoutCredit)) return [];
  if (!restart && before.changeLines === 'delta')
    return [{ terms: after, since: before, rows: deltaRows(removed, added) }];
  const { credits, charges } = creditsAndCharges(removed, added, restart);
  return [...(withoutCredit ? [] : [{ terms: before, rows: credits }]), { terms: after, rows: charges }];
};

/** True where the other terms count time otherwise: then a first period of theirs begins with the change. */
const isRestart = ({ before, after }: Change): boolean => {
  const calendarOf = (terms: Terms): string => {
    const { lifespanHours, unit, alignment, billingDay } = settingsIn(defaultTimeSettings, terms);
    return [terms.periodMonths, lifespanHours, unit, alignment, billingDay].join();
  };
  return calendarOf(before) !== calendarOf(after);
};

/** Without periods there are no parts of one: a difference is charged in full, and nothing is given back for another plan. */
const sharesOf = (change: Change): { readonly removed: Fraction; readonly added: Fraction } => {
  const { before, after, open, at } = change;
  const left = before.periodMonths === null ? null : shareAfter(before, open.period, at);
  if (isRestart(change)) return { removed: left ?? nothing, added: shareOf(after, periodOf(after, at, 0)) };
  return { removed: left ?? whole, added: left ?? whole };
};

/** A credit waits for the next invoice, whatever the plan says. */
const isInvoicedNow = ({ changeInvoicing, currency }: Terms, priced: readonly PricedRows[]): boolean => {
  const nets = priced.flatMap(({ rows }) => rows.map(({ amounts }) => amounts.sellOut));
  return changeInvoicing !== 'next-invoice' && BigInt(addMoney(currency, nets).minor) > 0n;
};

const existing = (priced: readonly PricedRows[]): PricedRows[] => priced.filter(({ rows }) => rows.length > 0);
