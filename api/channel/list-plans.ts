import type { ListedPlan } from '../../domain/channel/check-rows';
import { checkRows } from '../../domain/channel/check-rows';
import { comesFromAbove } from '../../domain/channel/own-components';
import type { ListLevel, PriceListRow } from '../../domain/channel/price-list';
import type { RealClock } from '../../platform/clock';
import { linearRegex } from '../../platform/linear-regex';
import type { Sale, SaleReads } from '../pricing/reads';
import { RequestProblem } from '../request-problem';
import type { PriceListRecord } from './reads';

export type ListedPlans = ReadonlyMap<string, ListedPlan>;

/** The plans of a list and of the rows that are to take their place, as its owner could sell them now. */
export const createFindPlans =
  (sales: Pick<SaleReads, 'forPlans'>, now: RealClock) =>
  async (
    list: Pick<PriceListRecord, 'ownerId' | 'level' | 'rows'>,
    rows: readonly PriceListRow[],
  ): Promise<ListedPlans> => {
    const listed = new Set(list.rows.map(({ planId }) => planId));
    const planIds = [...new Set([...listed, ...rows.map(({ planId }) => planId)])];
    if (planIds.length === 0) return new Map();
    const found = await sales.forPlans({ planIds, organizationId: list.ownerId, now: now() });
    // What is in the list stays in it, whatever has become of it.
    const known = found.filter((sale) => listed.has(sale.plan.id) || isForSale(sale, list.level));
    return new Map(
      known.map(({ plan, prices, issuer }) => {
        // What the list itself adds, or a tier below it, has its price there.
        const components = plan.components.filter((component) => comesFromAbove(component, list.level));
        return [plan.id, { planId: plan.id, components, prices, taxPercent: issuer.taxPercent }];
      }),
    );
  };

const isForSale = ({ offering, rows, isVisible }: Sale, level: ListLevel): boolean =>
  isVisible &&
  (offering.state === 'active' || offering.state === 'paused') &&
  levelsAbove[level].every((above) => rows[above] !== 'excluded');

const levelsAbove: Readonly<Record<ListLevel, readonly ListLevel[]>> = {
  wholesale: [],
  sellIn: ['wholesale'],
  sellOut: ['wholesale', 'sellIn'],
};

/** @throws RequestProblem `validation-failed` that points at every wrong place of the rows */
export const refuseFaults = (list: PriceListRecord, rows: readonly PriceListRow[], plans: ListedPlans): void => {
  const faults = checkRows(rows, plans, list.rows, linearRegex);
  if (faults.length === 0) return;
  throw new RequestProblem('validation-failed', `${faults.length} of the rows' values cannot be taken`, {
    errors: faults
      .slice(0, faultsMost)
      .map(({ pointer, rule }) => ({ in: 'body', pointer: `/rows${pointer}`, detail: rule })),
  });
};

const faultsMost = 50;
