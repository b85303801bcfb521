import type { DecimalText } from '../decimal';
import { Big, decimal, decimalText } from '../decimal';
import { DomainError } from '../errors';
import type { Formula, FormulaValues } from './formula';
import { readFormula } from './formula';
import type { FormulaInput } from './formula-text';
import { formulaInputs, refuseFormula } from './formula-text';

// Nothing, the least, one, and more than anybody buys.
const bases = ['0', '0.0000000001', '1', '12', '1000000000000'] as const;
const least = new Big('0.0000000001');
// Formulas are short; this bounds the work of those that are nothing but numbers.
const boundariesMost = 100;

/**
 * Tries a formula before it is kept: with nothing, one and a lot of everything, and with each input at every number that
 * the formula names, just below and just above it, while the others are small, one, or large.
 * @throws DomainError `formula-invalid` telling what it was asked with where it failed; and for one that never takes
 * anything off
 */
export const probeFormula = (text: string): void => {
  const formula = readFormula(text);
  const boundaries = [...new Set(formula.numbers)].slice(0, boundariesMost).flatMap(around);
  const asked = [
    ...corners(),
    ...boundaries.map(everythingAt),
    ...boundaries.flatMap((boundary) =>
      bases.flatMap((base) => formulaInputs.map((name) => ({ ...everythingAt(base), [name]: boundary }))),
    ),
  ];
  const percents = new Set(asked.map((values) => percentAt(formula, values)));
  if (percents.size === 1 && percents.has('0')) refuseFormula('takes nothing off, whatever it is asked with');
};

const around = (number: DecimalText): DecimalText[] => {
  const value = decimal(number);
  return [value.minus(least), value, value.plus(least)].filter((each) => each.gte('0')).map(decimalText);
};

const everythingAt = (value: DecimalText): FormulaValues => ({
  quantity: value,
  amount: value,
  periodMonths: value,
  subscriptions: value,
});

/** Every base with every other. */
const corners = (): readonly FormulaValues[] =>
  formulaInputs.reduce<readonly FormulaValues[]>(
    (all, name) => all.flatMap((values) => bases.map((base) => ({ ...values, [name]: base }))),
    [everythingAt('0')],
  );

const percentAt = ({ percentOf }: Formula, values: FormulaValues): DecimalText => {
  try {
    return percentOf(values);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const asked = formulaInputs.map((name: FormulaInput) => `${name} ${values[name]}`).join(', ');
    return refuseFormula(`${error.message} with ${asked}`);
  }
};
