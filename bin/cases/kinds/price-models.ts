import { Big, decimal } from '../../../domain/decimal';
import { trueUp } from '../../../domain/pricing/minimum-spend';
import type { QuantityRules } from '../../../domain/pricing/quantity-rules';
import { isQuantityAllowed } from '../../../domain/pricing/quantity-rules';
import { rounded } from '../rounded';
import { kind } from '../worked-case';

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

const minimum = kind<Minimum>('minimum', ({ given, rounding }) => {
  const soFar = decimal(given.billedBefore).plus(decimal(given.charged));
  return { trueUp: rounded(given.periodEnd ? trueUp(decimal(given.minimum), soFar) : new Big('0'), rounding) };
});

const quantityStep = kind<Steps>('quantity-step', ({ given: { min, max, step, quantities } }) => {
  const rules: QuantityRules = { min, step, ...(max === null ? {} : { max }) };
  return { allowed: quantities.map((quantity) => isQuantityAllowed(rules, quantity)) };
});

/** Kinds of `price-models.json`: from a quantity to an amount. */
export const priceModels = [minimum, quantityStep];
