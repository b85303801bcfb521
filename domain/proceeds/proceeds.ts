import type { ByLevel } from '../channel/chain';
import { byLevel } from '../channel/chain';
import type { DecimalText } from '../decimal';
import { decimal, decimalText } from '../decimal';
import type { Money } from '../money';
import { roundToMoney } from '../money';
import { rate } from '../pricing/rate';
import type { SoldComponent, Terms } from '../pricing/terms';
import type { Period } from '../time';

/** When the row is written: at the start of its period, at its end, or once at activation. */
export type ProceedsKind = 'prepaid' | 'arrears' | 'one-time';

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
}

/** Usage of one period by component key; what is absent was not used. */
export type UsageQuantities = Readonly<Record<string, DecimalText>>;

/** Rows due at activation: set-up fees and the like, once in a subscription's life. */
export const oneTimeRows = (terms: Terms, period: Period): ProceedsRow[] =>
  rowsOf(terms, 'one-time', period, (component) => (component.charge === 'one-time' ? '1' : undefined));

/** Rows due in advance at the start of a period: fixed components and the quantities that the buyer chose, if any. */
export const prepaidRows = (terms: Terms, period: Period): ProceedsRow[] =>
  rowsOf(terms, 'prepaid', period, (component) => {
    if (component.charge === 'fixed') return '1';
    return component.charge === 'limit' ? quantityIn(terms.quantities, component.key) : undefined;
  });

/** Rows due in arrears at the end of a period: what was used in it. Unused components make no row. */
export const arrearsRows = (terms: Terms, period: Period, usage: UsageQuantities): ProceedsRow[] =>
  rowsOf(terms, 'arrears', period, (component) =>
    component.charge === 'usage' ? quantityIn(usage, component.key) : undefined,
  );

const rowsOf = (
  terms: Terms,
  kind: ProceedsKind,
  period: Period,
  quantityOf: (component: SoldComponent) => DecimalText | undefined,
): ProceedsRow[] =>
  terms.components.flatMap((component) => {
    const quantity = decimal(quantityOf(component) ?? '0');
    return quantity.gt('0') ? [row(terms, component, kind, period, decimalText(quantity))] : [];
  });

// Keys are other people's words: `constructor` is no quantity unless somebody wrote it.
const quantityIn = (quantities: UsageQuantities, key: string): DecimalText | undefined =>
  Object.hasOwn(quantities, key) ? quantities[key] : undefined;

const row = (
  terms: Terms,
  component: SoldComponent,
  kind: ProceedsKind,
  period: Period,
  quantity: DecimalText,
): ProceedsRow => ({
  component: component.key,
  name: component.name,
  unit: component.unit,
  kind,
  period,
  quantity,
  amounts: byLevel((level) => roundToMoney(rate(component.prices[level], quantity), terms.currency)),
});
