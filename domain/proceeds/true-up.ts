import { byLevel, levels } from '../channel/chain';
import type { Level } from '../channel/chain';
import type { DecimalText } from '../decimal';
import { decimal } from '../decimal';
import type { Fraction } from '../fraction';
import { isWhole, roundShareToMoney } from '../fraction';
import { addMoney, majorUnits, roundToMoney } from '../money';
import { trueUp } from '../pricing/minimum-spend';
import { rate } from '../pricing/rate';
import type { SoldComponent, Terms } from '../pricing/terms';
import type { Period } from '../time';
import { askedAmounts, lineAmounts } from './line-amounts';
import type { ProceedsRow } from './proceeds';

/** Least that a component, or a plan by its component of that charge, comes to in a period at a level; `null` without one. */
export const minimumOf = ({ charge, prices, minimums }: SoldComponent, level: Level): DecimalText | null =>
  charge === 'minimum-spend' ? rate(prices[level], '1').toFixed() : (minimums?.[level] ?? null);

/**
 * What charges lack to the minimum spend at the end of their period (`product.md` §4): a row for each component that has
 * one, then one for the plan, towards which those before it count. Each level has its own minimum and its own charges, as
 * they are before any discount. What is charged once counts towards nothing, nor does what a tier has added: a plan's minimum is
 * its vendor's.
 * @param charged All rows of the period, in advance and in arrears.
 * @param share The part of a whole period that this one is: as much of each minimum is due.
 */
export const trueUpRows = (
  terms: Terms,
  period: Period,
  charged: readonly ProceedsRow[],
  share: Fraction,
): ProceedsRow[] => {
  const added = new Set(terms.components.filter(({ from }) => from !== undefined).map(({ key }) => key));
  const recurring = charged.filter(
    ({ kind, component }) => kind !== 'one-time' && kind !== 'refund' && !added.has(component),
  );
  const own = terms.components
    .filter(({ minimums }) => minimums !== undefined)
    .flatMap((component) => {
      const towards = recurring.filter((row) => row.component === component.key);
      return lacking(terms, component, period, towards, share);
    });
  const plan = terms.components.find(({ charge }) => charge === 'minimum-spend');
  return plan === undefined ? own : [...own, ...lacking(terms, plan, period, [...recurring, ...own], share)];
};

const lacking = (
  terms: Terms,
  component: SoldComponent,
  period: Period,
  towards: readonly ProceedsRow[],
  share: Fraction,
): ProceedsRow[] => {
  const { currency } = terms;
  const { key, name, unit } = component;
  const charged = byLevel((level) =>
    addMoney(
      currency,
      towards.map((row) => askedAmounts(row)[level]),
    ),
  );
  const asked = byLevel((level) => {
    const minimum = roundShareToMoney(decimal(minimumOf(component, level) ?? '0'), share, currency);
    return roundToMoney(trueUp(majorUnits(minimum), majorUnits(charged[level])), currency);
  });
  if (levels.every((level) => asked[level].minor === '0')) return [];
  const amounts = lineAmounts(terms, asked);
  const told = component.charge === 'minimum-spend' ? name : `${name}, minimum spend`;
  const row = {
    component: key,
    name: told,
    unit,
    kind: 'true-up',
    period,
    quantity: '1',
    ...amounts,
    charged,
  } as const;
  return [isWhole(share) ? row : { ...row, share }];
};
