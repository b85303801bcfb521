import type { Knex } from 'knex';
import { rowsOf } from '../../db/rows';
import type { Level } from '../../domain/channel/chain';
import { levels } from '../../domain/channel/chain';
import type { Money } from '../../domain/money';
import { quote } from '../../domain/pricing/quote';
import type { Terms } from '../../domain/pricing/terms';

/** Numbers as they are compared: without zeros that say nothing. */
const plain = (text: string): string =>
  (text.includes('.') ? text.replace(/\.?0+$/, '') : text).replace(/^0+(?=\d)/, '');

/** All numbers in an answer: scalars that are one, and those that stand alone in a sentence. Ids and instants are none. */
export const numbersIn = (value: unknown): string[] => {
  if (typeof value === 'number') return [plain(String(value))];
  if (typeof value === 'string') return (value.match(/(?<![\w.:+-])\d+(\.\d+)?(?![\w:-]|\.\d)/g) ?? []).map(plain);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
};

/** An amount both ways: in minor units, and as a person writes it. */
const bothWays = ({ minor }: Money): string[] => [plain(minor), plain((Number(minor) / 100).toFixed(2))];

/** Prices of a model: every number of it but the bounds of its tiers. */
const pricesIn = (model: unknown): string[] =>
  Object.entries(model as object).flatMap(([name, value]: [string, unknown]) => {
    if (name === 'from' || name === 'to' || name === 'kind' || value === null) return [];
    return typeof value === 'object' ? pricesIn(value) : numbersIn(value);
  });

type Usage = Readonly<Record<string, string>>;

const columnOf: Readonly<Record<Level, string>> = {
  vendorCost: 'vendor_cost',
  wholesale: 'wholesale',
  sellIn: 'sell_in',
  sellOut: 'sell_out',
};

/** Unit prices, lines and totals of one subscription at one level, from what is stored rather than from what is shown. */
const figuresOf = async (knex: Knex, subscriptionId: string, usage: Usage, level: Level): Promise<Set<string>> => {
  const { terms } = await knex('subscriptions').where({ id: subscriptionId }).first<{ terms: Terms }>('terms');
  const booked = await rowsOf<{ readonly minor: string; readonly invoice: string }>(
    knex,
    `select cast(${columnOf[level]} as text) as minor, invoice_id as invoice from proceeds where subscription_id = ?`,
    [subscriptionId],
  );
  const { currency } = terms;
  const invoices = [...new Set(booked.map(({ invoice }) => invoice))];
  const sums = invoices.map((invoice) => booked.filter((row) => row.invoice === invoice)).map(sumOf);
  const told = quote(terms, usage, level);
  const parts = [told.now, told.atPeriodEnd];
  const quoted = parts.flatMap(({ lines, net, tax, gross }) => [
    net,
    tax,
    gross,
    ...lines.flatMap((line) => [line.net, ...(line.gross === undefined ? [] : [line.gross])]),
  ]);
  const amounts = [
    ...[...quoted, told.recurring],
    ...[...booked.map(({ minor }) => minor), ...sums].map((minor) => ({ currency, minor })),
  ];
  return new Set([
    // What a tier adds costs nothing above it.
    ...terms.components.flatMap(({ prices }) => pricesIn(prices[level])).filter((price) => price !== '0'),
    ...amounts.filter(({ minor }) => minor !== '0').flatMap(bothWays),
  ]);
};

const sumOf = (rows: readonly { readonly minor: string }[]): string =>
  rows.reduce((sum, { minor }) => sum + BigInt(minor), 0n).toString();

/** The figures of every level of a subscription. */
export const figuresByLevel = async (
  knex: Knex,
  subscriptionId: string,
  usage: Usage,
): Promise<Readonly<Record<Level, Set<string>>>> => {
  const found = await Promise.all(levels.map((level) => figuresOf(knex, subscriptionId, usage, level)));
  return Object.fromEntries(levels.map((level, at) => [level, found[at]])) as Record<Level, Set<string>>;
};
