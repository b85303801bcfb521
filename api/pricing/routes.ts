import type { Level } from '../../domain/channel/chain';
import { visibleLevels } from '../../domain/channel/visibility';
import { quote } from '../../domain/pricing/quote';
import type { Terms } from '../../domain/pricing/terms';
import type { RealClock } from '../../platform/clock';
import type { Caller } from '../auth';
import { pointerPart } from '../problem';
import { RequestProblem } from '../request-problem';
import type { Route } from '../route';
import { route } from '../route';
import type { Sale, SaleReads } from './reads';
import { permittedSale, termsOf } from './sale';
import { PricedQuote, QuoteBody } from './schemas';

export interface PricingDeps {
  readonly sales: SaleReads;
  readonly now: RealClock;
}

export const pricingRoutes = ({ sales, now }: PricingDeps): readonly Route[] => [
  route(
    {
      method: 'post',
      path: '/v1/quotes',
      operationId: 'quote',
      tag: 'Pricing',
      summary: 'Prices a purchase before it is ordered',
      description: 'Nothing is stored. An order from the same input has the same price to the cent.',
      access: 'authenticated',
      body: QuoteBody,
      status: 200,
      response: PricedQuote,
      problems: ['forbidden', 'offering-not-for-sale', 'plan-not-found', 'project-not-found', 'quantity-invalid'],
    },
    async ({ caller, body: { projectId, planId, quantities = {}, expectedUsage = {} } }) => {
      const sale = permittedSale(caller, projectId, await sales.forPlan({ planId, projectId, now: now() }));
      checkUsageKeys(sale, expectedUsage);
      const terms = termsOf(sale, quantities);
      return { ...quote(terms, expectedUsage), ...levelsOf(caller, sale, terms, expectedUsage) };
    },
  ),
];

type Usage = Readonly<Record<string, string>>;

const checkUsageKeys = ({ plan }: Sale, usage: Usage): void => {
  const metered = new Set(plan.components.filter(({ charge }) => charge === 'usage').map(({ key }) => key));
  const unknown = Object.keys(usage).filter((key) => !metered.has(key));
  if (unknown.length === 0) return;
  throw new RequestProblem('validation-failed', 'the plan meters no component of this key', {
    errors: unknown.map((key) => ({
      in: 'body',
      pointer: `/expectedUsage/${pointerPart(key)}`,
      detail: 'is not a usage component of the plan',
    })),
  });
};

/** Whoever sees more than the customer's price is told the totals at each level that it sees. */
const levelsOf = (caller: Caller, { offering, channel }: Sale, terms: Terms, usage: Usage) => {
  const levels = visibleLevels(caller, { vendorId: offering.vendorId, ...channel });
  if (levels.length < 2) return {};
  const totalsAt = (level: Level) => {
    const { now, atPeriodEnd, recurring } = quote(terms, usage, level);
    return { now: now.net, atPeriodEnd: atPeriodEnd.net, recurring };
  };
  return { levels: Object.fromEntries(levels.map((level) => [level, totalsAt(level)])) };
};
