import { Environment } from '@marcbachmann/cel-js';
import type { DecimalText } from '../decimal';
import { Big, decimal, decimalText } from '../decimal';
import { DomainError } from '../errors';
import { roundDecimal } from '../money';
import type { FormulaInput } from './formula-text';
import { formulaInputs, refuseFormula, translateFormula } from './formula-text';

/** What a formula is asked with. */
export type FormulaValues = Readonly<Record<FormulaInput, DecimalText>>;

/** A formula that was read: percent of what it is asked with, and the numbers that it names. */
export interface Formula {
  /** @throws DomainError `formula-invalid` where it divides by zero or grows beyond 40 digits */
  readonly percentOf: (values: FormulaValues) => DecimalText;
  readonly numbers: readonly DecimalText[];
}

// A node is visited once at most, and a number between two of them is bounded, so these bound the time of an evaluation.
const limits = { maxAstNodes: 300, maxDepth: 40, maxCallArguments: 2, maxListElements: 0, maxMapEntries: 0 };
const decimalsMax = 30;
const beyond = new Big('1e40');

/** The one kind of number that a formula knows. */
class Exact {
  readonly value: Big;

  constructor(value: Big) {
    if (value.abs().gte(beyond)) refuseFormula('grows beyond 40 digits');
    this.value = roundDecimal(value, decimalsMax);
  }
}

const divide = (a: Big, b: Big): Big => (b.eq('0') ? refuseFormula('divides by zero') : a.div(b));

const arithmetic: Readonly<Record<string, (a: Big, b: Big) => Big>> = {
  '+': (a, b) => a.plus(b),
  '-': (a, b) => a.minus(b),
  '*': (a, b) => a.times(b),
  '/': divide,
};
const comparisons: Readonly<Record<string, (a: Big, b: Big) => boolean>> = {
  '<': (a, b) => a.lt(b),
  '<=': (a, b) => a.lte(b),
  '>': (a, b) => a.gt(b),
  '>=': (a, b) => a.gte(b),
  // The language makes the inequality of it.
  '==': (a, b) => a.eq(b),
};
const pairs: Readonly<Record<string, (a: Big, b: Big) => Big>> = {
  min: (a, b) => (a.lt(b) ? a : b),
  max: (a, b) => (a.gt(b) ? a : b),
};
const singles: Readonly<Record<string, (a: Big) => Big>> = {
  floor: (a) => a.round(0, a.lt('0') ? Big.roundUp : Big.roundDown),
  ceil: (a) => a.round(0, a.lt('0') ? Big.roundDown : Big.roundUp),
  abs: (a) => a.abs(),
};

/** The language: CEL, with exact decimals as its only numbers. Its own integers and floats have no way in. */
const language = (): Environment => {
  const environment = new Environment({ limits })
    .registerType('Exact', { ctor: Exact })
    .registerFunction('exact(string): Exact', (text: string) => new Exact(decimal(text)))
    .registerOperator('-Exact', ({ value }: Exact) => new Exact(value.neg()));
  for (const [sign, result] of Object.entries(arithmetic))
    environment.registerOperator(`Exact ${sign} Exact`, (a: Exact, b: Exact) => new Exact(result(a.value, b.value)));
  for (const [sign, result] of Object.entries(comparisons))
    environment.registerOperator(`Exact ${sign} Exact`, (a: Exact, b: Exact) => result(a.value, b.value));
  for (const [name, result] of Object.entries(pairs))
    environment.registerFunction(
      `${name}(Exact, Exact): Exact`,
      (a: Exact, b: Exact) => new Exact(result(a.value, b.value)),
    );
  for (const [name, result] of Object.entries(singles))
    environment.registerFunction(`${name}(Exact): Exact`, ({ value }: Exact) => new Exact(result(value)));
  for (const name of formulaInputs) environment.registerVariable(name, 'Exact');
  return environment;
};

const environment = language();

/**
 * Reads a formula: a small expression over the known inputs that gives a percentage. It is checked in full before it is
 * ever asked, and what it gives is bounded to 0 to 100 and rounded to ten decimals, half up.
 * @throws DomainError `formula-invalid` with the position
 */
export const readFormula = (text: string): Formula => {
  const { text: translated, numbers, placeOf } = translateFormula(text);
  const program = parsed(translated, placeOf);
  return {
    numbers,
    percentOf: (values) => {
      const given = Object.fromEntries(formulaInputs.map((name) => [name, new Exact(decimal(values[name]))]));
      return percentText(valueOf(() => program(given) as Exact));
    },
  };
};

const parsed = (text: string, placeOf: (at: number) => number): ReturnType<Environment['parse']> => {
  const refuse = (error: unknown): never => {
    const { summary, range } = error as { readonly summary?: string; readonly range?: { readonly start: number } };
    const reason = (summary ?? 'cannot be read').replaceAll('Exact', 'number');
    return refuseFormula(`is not a formula: ${reason}`, range === undefined ? null : placeOf(range.start));
  };
  try {
    const program = environment.parse(text);
    const { valid, type, error } = program.check();
    if (!valid) return refuse(error);
    return type === 'Exact' ? program : refuseFormula('gives no number');
  } catch (error) {
    if (error instanceof DomainError) throw error;
    return refuse(error);
  }
};

/** Whatever goes wrong on the way is the formula's. */
const valueOf = (work: () => Exact): Big => {
  try {
    return work().value;
  } catch (error) {
    const refusal = causeOf(error);
    if (refusal !== undefined) throw refusal;
    return refuseFormula('cannot be worked out');
  }
};

const causeOf = (error: unknown): DomainError | undefined => {
  if (error instanceof DomainError) return error;
  return error instanceof Error && error.cause !== undefined ? causeOf(error.cause) : undefined;
};

const all = new Big('100');

const percentText = (value: Big): DecimalText => {
  if (value.lte('0')) return '0';
  return value.gte(all) ? '100' : decimalText(roundDecimal(value, 10));
};
