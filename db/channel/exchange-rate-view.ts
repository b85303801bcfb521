import type { Knex } from 'knex';
import type { ExchangeRate } from '../../domain/channel/exchange-rate';
import type { Page, PageRequest } from '../page';
import { createCursors, pageOf } from '../page';
import { rowsOf } from '../rows';

interface ExchangeRateFilter {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface ExchangeRateView {
  /** The history of rates, the latest first within each pair of currencies. */
  list(filter: ExchangeRateFilter, page: PageRequest): Promise<Page<ExchangeRate>>;
  /** The rates into a currency that count on some days; what has none is left out. */
  into(to: string, wanted: readonly { readonly from: string; readonly on: string }[]): Promise<ExchangeRate[]>;
}

const fields = `
  rate.from_currency as "from", rate.to_currency as "to", rate.valid_from as "validFrom",
  cast(trim_scale(rate.factor) as text) as "factor"`;
const isPair = (text: string): boolean => /^[A-Z]{6}$/.test(text);
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
const cursors = createCursors('exchange-rates', isPair, isDay);

export const createExchangeRateView = (knex: Knex): ExchangeRateView => ({
  list: async ({ from, to }, { limit, cursor }) => {
    const [pair, day] = cursor === null ? [] : cursors.read(cursor);
    const conditions = [
      ...(from === undefined ? [] : [{ sql: 'rate.from_currency = ?', values: [from] }]),
      ...(to === undefined ? [] : [{ sql: 'rate.to_currency = ?', values: [to] }]),
      ...(pair === undefined || day === undefined ? [] : [after(pair, day)]),
    ];
    const where = conditions.length === 0 ? '' : `where ${conditions.map(({ sql }) => sql).join(' and ')}`;
    const rows = await rowsOf<ExchangeRate>(
      knex,
      `select ${fields} from exchange_rates rate ${where}
       order by rate.from_currency, rate.to_currency, rate.valid_from desc limit ?`,
      [...conditions.flatMap(({ values }) => values), limit + 1],
    );
    return pageOf(rows, limit, cursors, (rate) => [rate.from + rate.to, rate.validFrom]);
  },
  into: (to, wanted) =>
    rowsOf(
      knex,
      `select distinct ${fields}
       from unnest(cast(? as text[]), cast(? as date[])) wanted (from_currency, day)
       cross join lateral (
         select * from exchange_rates
         where from_currency = wanted.from_currency and to_currency = ? and valid_from <= wanted.day
         order by valid_from desc limit 1
       ) rate`,
      [wanted.map(({ from }) => from), wanted.map(({ on }) => on), to],
    ),
});

const after = (pair: string, day: string): { readonly sql: string; readonly values: readonly string[] } => ({
  sql: `(rate.from_currency || rate.to_currency > ? or (rate.from_currency || rate.to_currency = ? and cast(rate.valid_from as text) < ?))`,
  values: [pair, pair, day],
});
