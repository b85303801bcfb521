import type { PriceModel } from '../catalog/offering';
import type { Aggregation } from './aggregate';

/** The places that usage of a component is counted at: rows of its price that name these dimensions, and all the rest. */
export interface MeasuredRows {
  readonly names: readonly string[];
  /** The values of each row's dimensions, in the order of the names. */
  readonly values: readonly (readonly string[])[];
}

/** What a component needs to know of the usage of a period: a plain sum, single events, or an aggregate by rows. */
export type Measurement =
  | { readonly kind: 'sum' }
  | { readonly kind: 'events' }
  | { readonly kind: 'aggregate'; readonly aggregation: Aggregation; readonly rows: MeasuredRows };

/** A component, as far as its usage is measured. */
export interface Measured {
  readonly price: PriceModel;
  readonly aggregation?: Aggregation;
}

const noRows: MeasuredRows = { names: [], values: [] };

/** What a component that says nothing else means. */
export const defaultAggregation: Aggregation = { kind: 'sum' };

/** How the records of a period become what the price of a component reads. Prices of all levels have the same rows. */
export const measurementOf = ({ price, aggregation = defaultAggregation }: Measured): Measurement => {
  if (price.kind === 'percentage') return { kind: 'events' };
  const rows = price.kind === 'matrix' ? rowsOf(price.rows.map(({ dimensions }) => dimensions)) : noRows;
  return aggregation.kind === 'sum' && rows.names.length === 0
    ? { kind: 'sum' }
    : { kind: 'aggregate', aggregation, rows };
};

const rowsOf = (rows: readonly Readonly<Record<string, string>>[]): MeasuredRows => {
  const names = Object.keys(rows[0] ?? {}).sort();
  return { names, values: rows.map((dimensions) => names.map((name) => dimensions[name] ?? '')) };
};
