import type { RoundingMode } from '../../domain/money';

/** What happened to the numbers that a case expects. */
export interface Rounding {
  readonly mode: RoundingMode | 'exact' | 'largest-remainder';
  /** Decimals kept; absent when nothing is rounded. */
  readonly scale?: number;
  readonly at?: 'line' | 'part' | 'result';
  /** Scale of a second number of the case: its amount, or its sum. */
  readonly amountScale?: number;
  readonly consolidatedScale?: number;
}

/** One worked case: what is given, and what must come out of it. */
export interface WorkedCase<Given = Readonly<Record<string, unknown>>> {
  readonly id: string;
  readonly kind: string;
  /** A proration mode. */
  readonly mode?: string;
  /** Another named choice: a price model, an aggregation, a scope. */
  readonly setting?: string;
  readonly rounding?: Rounding;
  readonly given: Given;
  readonly expect: Readonly<Record<string, unknown>>;
}

/** How cases of one kind are answered, by calling the rules of the domain. */
export interface Kind {
  readonly kind: string;
  /** Tells kinds of one name apart: a field that `given` must have. */
  readonly having: string | null;
  /** What comes out, in the shape of `expect`; fields that a case does not expect do not matter. */
  readonly answer: (worked: WorkedCase<never>) => Readonly<Record<string, unknown>>;
}

/**
 * Declares a kind whose `given` has the shape `Given`. A rule that refuses answers `{ error: code }`.
 */
export const kind = <Given>(
  name: string,
  answer: (worked: WorkedCase<Given>) => Readonly<Record<string, unknown>>,
  having: string | null = null,
): Kind => ({ kind: name, having, answer });
