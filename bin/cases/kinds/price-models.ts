import type { PriceModel } from '../../../domain/catalog/offering';
import { Big, decimal, decimalText } from '../../../domain/decimal';
import { trueUp } from '../../../domain/pricing/minimum-spend';
import type { QuantityRules } from '../../../domain/pricing/quantity-rules';
import { isQuantityAllowed } from '../../../domain/pricing/quantity-rules';
import type { Usage } from '../../../domain/pricing/rate';
import { rate, rateMore } from '../../../domain/pricing/rate';
import { rounded } from '../rounded';
import { kind } from '../worked-case';

/** A price model as cases write it: ours but for the name of its kind. */
export type CaseModel = Readonly<Record<string, unknown>> & { readonly model: string };

/** The price model of a case in our own form. */
export const modelOf = ({ model, ...rest }: CaseModel): PriceModel =>
  ({ kind: model, ...rest }) as unknown as PriceModel;

interface Line {
  readonly component: CaseModel;
  readonly quantity?: string;
  readonly events?: readonly string[];
  readonly usage?: Extract<Usage, { readonly parts: unknown }>['parts'];
  readonly before?: string;
  /** Money that the same units were charged before; taken from the rounded amount. */
  readonly billed?: string;
}

interface Plan {
  readonly components: readonly (Line & { readonly name: string })[];
  readonly minimum?: string;
  readonly periodEnd?: boolean;
}

interface Minimum {
  readonly minimum: string;
  readonly charged: string;
  readonly billedBefore: string;
  readonly periodEnd: boolean;
}

interface Steps {
  readonly min: string;
  readonly max: string | null;
  readonly step: string;
  readonly quantities: readonly string[];
}

const amountOf = ({ component, quantity = '0', events, usage, before }: Line): Big => {
  const model = modelOf(component);
  if (before !== undefined) return rateMore(model, before, quantity);
  if (events !== undefined) return rate(model, { events });
  return rate(model, usage === undefined ? quantity : { parts: usage });
};

const amount = kind<Line>(
  'amount',
  ({ given, rounding }) => {
    const line = decimal(rounded(amountOf(given), rounding));
    return { amount: decimalText(line.minus(decimal(given.billed ?? '0'))) };
  },
  'component',
);

const plan = kind<Plan>('plan', ({ given: { components, minimum, periodEnd = false }, rounding }) => {
  const lines = components.map((line) => [line.name, rounded(amountOf(line), rounding)] as const);
  const sum = lines.reduce((total, [, line]) => total.plus(decimal(line)), new Big('0'));
  const lacking = minimum !== undefined && periodEnd ? trueUp(decimal(minimum), sum) : new Big('0');
  return {
    lines: Object.fromEntries(lines),
    trueUp: rounded(lacking, rounding),
    amount: decimalText(sum.plus(lacking)),
  };
});

const minimum = kind<Minimum>('minimum', ({ given, rounding }) => {
  const soFar = decimal(given.billedBefore).plus(decimal(given.charged));
  return { trueUp: rounded(given.periodEnd ? trueUp(decimal(given.minimum), soFar) : new Big('0'), rounding) };
});

const quantityStep = kind<Steps>('quantity-step', ({ given: { min, max, step, quantities } }) => {
  const rules: QuantityRules = { min, step, ...(max === null ? {} : { max }) };
  return { allowed: quantities.map((quantity) => isQuantityAllowed(rules, quantity)) };
});

/** Kinds of `price-models.json`: from a quantity to an amount. */
export const priceModels = [amount, plan, minimum, quantityStep];
