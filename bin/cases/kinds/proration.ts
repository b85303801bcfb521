import { Big, decimal, decimalText } from '../../../domain/decimal';
import type { Fraction } from '../../../domain/fraction';
import { addFractions, roundShare } from '../../../domain/fraction';
import type { Money } from '../../../domain/money';
import { addMoney, majorUnits } from '../../../domain/money';
import type { DayCount, ProrationMode } from '../../../domain/pricing/proration';
import { cycleShares, dateShare, monthShares, shareLeft, spanShares } from '../../../domain/pricing/proration';
import type { BillingCycle } from '../../../domain/subscriptions/period';
import type { Rounding } from '../worked-case';
import { kind } from '../worked-case';
import type { Item } from './changes';
import { changedNets } from './changes';

interface Stretch {
  readonly start: string;
  readonly end: string;
}

interface Part {
  readonly period: Stretch;
  readonly from: string;
  readonly to: string;
}

interface Days {
  readonly firstDay: string;
  readonly lastDay: string;
}

interface Change {
  readonly period: Stretch;
  readonly at: string;
  readonly zone?: string;
  readonly remove: readonly Item[];
  readonly add: readonly Item[];
  readonly restart?: boolean;
  readonly currency?: string;
}

const isDate = (text: string): boolean => text.length === 10;

/** Cases give dates where a zone does not matter. */
const shareOf = (mode: string | undefined, { period, from, to }: Part, zone = 'UTC'): Fraction =>
  isDate(period.start)
    ? dateShare(mode as DayCount, period, from, to)
    : shareLeft(mode as ProrationMode, period, from, zone);

const share = (amount: string, part: Fraction, { scale = 0, mode }: Rounding): string => {
  if (mode === 'exact' || mode === 'largest-remainder') throw new Error('a share is rounded');
  return decimalText(roundShare(decimal(amount), part, scale, mode));
};

const sum = (amounts: readonly string[]): string =>
  decimalText(amounts.reduce((total, amount) => total.plus(decimal(amount)), new Big('0')));

const roundedBy = (rounding: Rounding | undefined): Rounding => rounding ?? { mode: 'exact' };

const fraction = kind<Part | Days>('fraction', ({ given, mode, rounding }) => {
  const part = 'firstDay' in given ? addFractions(monthShares(given.firstDay, given.lastDay)) : shareOf(mode, given);
  return { fraction: share('1', part, roundedBy(rounding)) };
});

const amount = kind<Part & { price: string }>(
  'amount',
  ({ given, mode, rounding }) => ({ amount: share(given.price, shareOf(mode, given), roundedBy(rounding)) }),
  'period',
);

const span = kind<{ price: string } & (Days | { anchor: string; intervalMonths: number; from: string; to: string })>(
  'span',
  ({ given, rounding }) => {
    const shares =
      'firstDay' in given
        ? monthShares(given.firstDay, given.lastDay)
        : spanShares(given.anchor, given.intervalMonths, { start: given.from, end: given.to });
    const parts = shares.map((part) => share(given.price, part, roundedBy(rounding)));
    return { parts, amount: sum(parts) };
  },
);

const cycles = kind<BillingCycle & { targets: readonly string[] }>('cycles', ({ given, rounding }) => ({
  cycles: given.targets.map((target) =>
    sum(cycleShares(given, target).map((part) => share('1', part, roundedBy(rounding)))),
  ),
}));

const text = (money: Money): string => decimalText(majorUnits(money));

const change = kind<Change>('change', ({ given, mode }) => {
  const { period, at, zone, currency = 'EUR' } = given;
  const { credits, charges } = changedNets({
    ...given,
    share: shareOf(mode, { period, from: at, to: period.end }, zone),
    restart: given.restart ?? false,
    currency,
  });
  return {
    credits: credits.map(text),
    charges: charges.map(text),
    net: text(addMoney(currency, [...credits, ...charges])),
  };
});

/** Kinds of `proration.json`: shares of a period and changes within it. */
export const proration = [fraction, amount, span, cycles, change];
