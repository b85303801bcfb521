import type { RefusedPlace } from '../errors';
import { DomainError } from '../errors';

/** What a formula may ask for, by name. */
export const formulaInputs = ['quantity', 'amount', 'periodMonths', 'subscriptions'] as const;
/** The name of a number that a formula may ask for. */
export type FormulaInput = (typeof formulaInputs)[number];

/** Functions of a formula, each of numbers that gives a number. */
const formulaFunctions = ['min', 'max', 'floor', 'ceil', 'abs'] as const;

/** The most characters of a formula. */
export const formulaLengthMax = 2000;

const words = new Set<string>([...formulaInputs, ...formulaFunctions, 'true', 'false']);
const token = /(\d{1,20}(?:\.\d{1,10})?)(?![\w.])|([a-zA-Z_]\w*)|(<=|>=|==|!=|&&|\|\||[-+*/<>!?:(),])|(\s+)/y;

/** A formula whose numbers are exact ones, where each piece of it stood, and the numbers that it names. */
export interface TranslatedFormula {
  readonly text: string;
  readonly numbers: readonly string[];
  /** Where the piece that is found at a place of the translation stood. */
  readonly placeOf: (at: number) => number;
}

/** @throws DomainError `formula-invalid`, always */
export const refuseFormula = (rule: string, position: number | null = null): never => {
  const places: readonly RefusedPlace[] = [{ pointer: '/formula', rule }];
  throw new DomainError('formula-invalid', rule, position === null ? {} : { position }, places);
};

/**
 * Lets through arithmetic, comparisons, choices and the known names alone, and writes each number as an exact one: the
 * language itself would read a point as a float. There are no texts, lists, fields or macros, so nothing can loop.
 * @throws DomainError `formula-invalid` with the position
 */
export const translateFormula = (formula: string): TranslatedFormula => {
  if (formula.length > formulaLengthMax) refuseFormula(`has more than ${formulaLengthMax} characters`);
  const pieces: { readonly from: number; readonly at: number }[] = [];
  const numbers: string[] = [];
  let text = '';
  for (let at = 0; at < formula.length; at = token.lastIndex) {
    token.lastIndex = at;
    const [piece, number, word] = token.exec(formula) ?? refuseFormula('holds what is not part of a formula', at);
    if (word !== undefined && !words.has(word)) refuseFormula(`names ${word.slice(0, 40)}, which is not known`, at);
    pieces.push({ from: text.length, at });
    if (number !== undefined) numbers.push(number);
    text += number === undefined ? piece : `exact("${number}")`;
  }
  return { text, numbers, placeOf: (place) => pieces.findLast(({ from }) => from <= place)?.at ?? 0 };
};
