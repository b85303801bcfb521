import { setImmediate } from 'node:timers/promises';
import type { CostLine, PricedCostLine } from '../../domain/channel/cost-lines';
import { costPricer } from '../../domain/channel/cost-lines';
import type { Level } from '../../domain/channel/chain';
import { levels } from '../../domain/channel/chain';
import type { ExchangeRate } from '../../domain/channel/exchange-rate';
import { rateOn } from '../../domain/channel/exchange-rate';
import { onlyLevels, visibleLevels } from '../../domain/channel/visibility';
import { DomainError } from '../../domain/errors';
import { may } from '../../domain/identity/permission';
import { totals } from '../../domain/invoices/invoice';
import { addMoney } from '../../domain/money';
import { dateIn } from '../../domain/time';
import type { RealClock } from '../../platform/clock';
import { linearRegex } from '../../platform/linear-regex';
import type { Caller } from '../auth';
import type { ExchangeRateReads } from '../channel/reads';
import { RequestProblem } from '../request-problem';
import type { CostLinesRequest } from './cost-line-schemas';
import type { Sale, SaleReads } from './reads';
import { offeredTo } from './sale';

export interface CostLineDeps {
  readonly sales: Pick<SaleReads, 'forPlan'>;
  readonly exchangeRates: Pick<ExchangeRateReads, 'into'>;
  readonly now: RealClock;
}

/**
 * Prices costs of a provider for a customer. They are given at the highest level that the caller sees: nobody learns a
 * mark-up above it by handing in a cost of its own.
 */
export const createPriceCostLines =
  ({ sales, exchangeRates, now }: CostLineDeps) =>
  async (caller: Caller, { projectId, planId, streetDiscountPercent, lines, explain }: CostLinesRequest) => {
    const at = now();
    const sale = soldTo(caller, projectId, await sales.forPlan({ planId, projectId, now: at }));
    const { plan, offering, channel, issuer, costEntries } = sale;
    const visible = visibleLevels(caller, { vendorId: offering.vendorId, ...channel });
    const from = visible[0] ?? 'sellOut';
    if (from !== 'vendorCost') refuseStreetPrices(lines);
    const today = dateIn(sale.customer.clockNow ?? at, sale.zone);
    const wanted = lines.map(({ currency = plan.currency, on = today }) => ({ from: currency, on, to: plan.currency }));
    const rates = await exchangeRates.into(
      plan.currency,
      wanted.filter((each) => each.from !== plan.currency),
    );
    const price = costPricer(
      { currency: plan.currency, entries: costEntries, from, streetDiscountPercent },
      linearRegex,
    );
    const priced: PricedCostLine[] = [];
    for (const line of costLines(lines, wanted, rates)) {
      priced.push(price(line));
      // Patterns of other people's making may take a while: everybody else is served in between.
      await setImmediate();
    }
    const amountsAt = (level: Level) => priced.map(({ amounts }) => amounts[level]);
    const sumAt = (level: Level) => addMoney(plan.currency, amountsAt(level));
    const { taxPercent } = issuer;
    return {
      ...{ kind: 'cost-lines' as const, currency: plan.currency, from },
      lines: priced.map((line) => toLine(line, visible, explain)),
      totals: Object.fromEntries(visible.map((level) => [level, sumAt(level)])),
      due: visible.includes('sellOut')
        ? { ...totals(plan.currency, amountsAt('sellOut'), taxPercent), taxPercent }
        : null,
    };
  };

/** Whoever may see the customer's orders; what it may not see answers 404. */
const soldTo = (caller: Caller, projectId: string, sale: Sale | undefined): Sale => {
  if (sale === undefined) throw new DomainError('plan-not-found', 'there is no such plan, or no such project');
  const { customer, channel, offering } = sale;
  const above = { organizationIds: [customer.id, channel.resellerId, channel.distributorId], projectId };
  if (!may(caller, 'order.read', above)) throw new DomainError('project-not-found', 'there is no such project');
  if (!offeredTo(caller, sale).shown || !sale.isVisible || offering.state === 'draft' || offering.state === 'archived')
    throw new DomainError('plan-not-found', 'there is no such plan');
  return sale;
};

const refuseStreetPrices = (lines: CostLinesRequest['lines']): void => {
  const errors = lines.flatMap(({ unitStreetPrice }, at) =>
    unitStreetPrice === undefined
      ? []
      : [{ in: 'body' as const, pointer: `/lines/${at}/unitStreetPrice`, detail: 'is for who sees the vendor cost' }],
  );
  if (errors.length === 0) return;
  throw new RequestProblem('validation-failed', 'street prices lie above what you pay', { errors });
};

const costLines = (
  lines: CostLinesRequest['lines'],
  wanted: readonly { readonly from: string; readonly to: string; readonly on: string }[],
  rates: readonly ExchangeRate[],
): CostLine[] =>
  lines.map(({ identifier, quantity, unitCost, unitStreetPrice }, at) => {
    const day = wanted[at];
    return { identifier, quantity, unitCost, unitStreetPrice, rate: day === undefined ? null : rateOn(rates, day) };
  });

const toLine = (line: PricedCostLine, visible: readonly Level[], explain = false) => ({
  ...{ identifier: line.identifier, quantity: line.quantity, conversion: line.rate },
  unitPrices: onlyLevels(line.unitPrices, visible),
  amounts: onlyLevels(line.amounts, visible),
  ...(explain
    ? {
        explanation: line.steps.filter(
          ({ level }) => visible.includes(level) && visible.includes(levels[levels.indexOf(level) - 1] ?? level),
        ),
      }
    : {}),
});
