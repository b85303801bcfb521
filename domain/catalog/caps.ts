import type { DecimalText } from '../decimal';
import { decimal } from '../decimal';
import type { Terms } from '../pricing/terms';
import type { OfferingEntry } from './catalog-file';
import type { RefuseAt } from './refusal';
import { below } from './refusal';

/** Most of a component that all subscriptions of an offering may have together, whatever their plans, by key. */
export type Caps = Readonly<Record<string, DecimalText>>;

/** How much of a capped component a sale takes: the quantity that was chosen, or one of what has none. */
export const takenOf = ({ components, quantities }: Terms, key: string): DecimalText => {
  if (!components.some((component) => component.key === key)) return '0';
  return Object.hasOwn(quantities, key) ? (quantities[key] ?? '1') : '1';
};

/** The first component of which a sale takes more than is left beside what others have; `undefined` when there is none. */
export const overCap = (caps: Caps, terms: Terms, others: Readonly<Record<string, DecimalText>>): string | undefined =>
  Object.keys(caps).find((key) => {
    const taken = decimal(takenOf(terms, key));
    const together = decimal(others[key] ?? '0').plus(taken);
    return taken.gt('0') && together.gt(decimal(caps[key] ?? '0'));
  });

/** Refuses caps of what no plan has, and of what is not there until it has been used. */
export const checkCaps = ({ caps, plans }: OfferingEntry, refuse: RefuseAt): void => {
  const charges = new Map(
    plans.flatMap((plan) =>
      [plan, ...plan.plannedPrices].flatMap(({ components }) => components.map(({ key, charge }) => [key, charge])),
    ),
  );
  const place = below(refuse, '/caps');
  for (const key of Object.keys(caps)) {
    const charge = charges.get(key);
    if (charge === undefined) place(`/${key}`, 'no plan of the offering has this component');
    else if (charge !== 'limit' && charge !== 'fixed')
      place(`/${key}`, 'a cap is on what is ordered: a limit or a fixed component');
  }
};
