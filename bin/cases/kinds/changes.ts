import type { Charge } from '../../../domain/catalog/offering';
import { byLevel } from '../../../domain/channel/chain';
import { decimal, decimalText } from '../../../domain/decimal';
import type { Fraction } from '../../../domain/fraction';
import { whole } from '../../../domain/fraction';
import type { Money } from '../../../domain/money';
import { creditsAndCharges } from '../../../domain/pricing/change-rows';
import { rate } from '../../../domain/pricing/rate';
import type { SoldComponent, Terms } from '../../../domain/pricing/terms';
import type { ProceedsRow } from '../../../domain/proceeds/proceeds';
import { oneTimeRows } from '../../../domain/proceeds/proceeds';
import type { Period } from '../../../domain/time';
import type { CaseModel } from './price-models';
import { modelOf } from './price-models';

/** What a change of a case removes or adds. */
export type Item = { readonly quantity: string; readonly charge?: Charge } & (
  { readonly price: string } | { readonly component: CaseModel }
);

interface ChangedItems {
  readonly remove: readonly Item[];
  readonly add: readonly Item[];
  readonly period: Period;
  /** What is left of it. */
  readonly share: Fraction;
  /** A new period begins with the change: what is added is charged in full. */
  readonly restart: boolean;
  readonly currency: string;
}

/** The lines of a change, priced as those of a subscription are, in the order of their items. */
export const changedNets = ({ remove, add, period, share, restart, currency }: ChangedItems) => {
  const [before, after] = [termsOf('removed', remove, currency), termsOf('added', add, currency)];
  const { credits, charges } = creditsAndCharges(
    { terms: before, index: 0, share, period },
    { terms: after, index: 0, share: restart ? whole : share, period },
    restart,
  );
  const once = { ...after, components: after.components.filter(({ charge }) => charge === 'one-time') };
  return { credits: netsOf(before, credits), charges: netsOf(after, [...charges, ...oneTimeRows(once, period)]) };
};

const netsOf = ({ components }: Terms, rows: readonly ProceedsRow[]): Money[] =>
  components.flatMap(({ key }) =>
    rows
      .filter(({ component, amounts }) => component === key && amounts.sellOut.minor !== '0')
      .map(({ amounts }) => amounts.sellOut),
  );

const termsOf = (side: string, items: readonly Item[], currency: string): Terms => {
  const components = items.map((item, at) => soldAs(`${side}-${at}`, item));
  const quantities = components.map(({ key }, at) => [key, items[at]?.quantity ?? '0'] as const);
  return {
    ...{ planId: side, priceVersion: 1, currency, periodMonths: 1, zone: 'UTC' },
    ...{ components, quantities: Object.fromEntries(quantities) },
    channel: { platformId: 'platform', distributorId: null, resellerId: null },
    issuer: { id: 'platform', prefix: 'P', taxPercent: '0' },
  };
};

const soldAs = (key: string, item: Item): SoldComponent => {
  const { charge = 'limit' } = item;
  const model = 'component' in item ? modelOf(item.component) : ({ kind: 'per-unit', unitPrice: item.price } as const);
  // What is paid once has no quantity of its own.
  const once = { kind: 'flat', price: decimalText(rate(model, decimalText(decimal(item.quantity)))) } as const;
  return { ...{ key, name: key, unit: 'each', charge }, prices: byLevel(() => (charge === 'one-time' ? once : model)) };
};
