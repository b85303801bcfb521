import type { MatrixPrice } from '../../catalog/offering';
import { Big, decimal } from '../../decimal';
import type { ModelRules } from './model-rules';

type Dimensions = Readonly<Record<string, string>>;

const has = (used: Dimensions, dimensions: Dimensions): boolean =>
  Object.entries(dimensions).every(([name, value]) => Object.hasOwn(used, name) && used[name] === value);

const priceOf = ({ rows, otherwise }: MatrixPrice, used: Dimensions): string =>
  rows.find(({ dimensions }) => has(used, dimensions))?.unitPrice ?? otherwise;

/** The price of all others stands after the last row. */
const placeOf = ({ rows }: MatrixPrice, used: Dimensions): number => {
  const row = rows.findIndex(({ dimensions }) => has(used, dimensions));
  return row === -1 ? rows.length : row;
};

/** Each unit at the price of the row whose dimensions it was used with. */
export const matrix: ModelRules<MatrixPrice> = {
  amount: (model, { parts }) =>
    parts.reduce(
      (sum, { dimensions, quantity }) => sum.plus(quantity.times(decimal(priceOf(model, dimensions)))),
      new Big('0'),
    ),
  parts: (model, { parts }) =>
    parts.map(({ dimensions, quantity: units }) => {
      const price = priceOf(model, dimensions);
      return { tier: placeOf(model, dimensions), part: 'price', units, price, amount: units.times(decimal(price)) };
    }),
  mapPrices: (model, change) => ({
    ...model,
    rows: model.rows.map((row, at) => ({ ...row, unitPrice: change(row.unitPrice, { tier: at, part: 'price' }) })),
    otherwise: change(model.otherwise, { tier: model.rows.length, part: 'price' }),
  }),
  check: ({ rows }, refuse) => {
    const names = Object.keys(rows[0]?.dimensions ?? {});
    rows.forEach(({ dimensions }, at) => {
      const hasAll = names.every((name) => Object.hasOwn(dimensions, name));
      if (names.length === 0 || !hasAll || Object.keys(dimensions).length !== names.length)
        refuse(`/rows/${at}/dimensions`, 'all rows have the same dimensions, one at least');
      if (rows.slice(0, at).some((earlier) => has(dimensions, earlier.dimensions)))
        refuse(`/rows/${at}/dimensions`, 'an earlier row has the same dimensions');
    });
  },
};
