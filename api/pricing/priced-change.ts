import type { ChannelPrices, Level } from '../../domain/channel/chain';
import type { SaleParties } from '../../domain/channel/visibility';
import { visibleLevels } from '../../domain/channel/visibility';
import type { PricedRows } from '../../domain/pricing/change-facts';
import type { ChangedRows } from '../../domain/pricing/change-quote';
import { quoteChange } from '../../domain/pricing/change-quote';
import { explainRows, explainTax } from '../../domain/pricing/explain';
import type { Quote } from '../../domain/pricing/quote';
import type { Caller } from '../auth';

/** What a running subscription becomes, priced at every level. */
export interface PricedChange {
  readonly changed: ChangedRows;
  readonly parties: SaleParties;
  /** The price lists of the new terms, where those are not the prices that it was sold at. */
  readonly prices: ChannelPrices | null;
}

/** As `toQuoteResponse`, of rows that are priced by the terms before and after. */
export const toChangeResponse = (caller: Caller, priced: PricedChange, explain = false) => {
  const quote = quoteChange(priced.changed, 'sellOut');
  const levels = visibleLevels(caller, priced.parties);
  return {
    ...quote,
    ...(levels.length < 2 ? {} : { levels: totalsOf(priced, levels) }),
    ...(explain ? { explanation: explanationOf(priced, quote, levels) } : {}),
  };
};

const totalsOf = ({ changed }: PricedChange, levels: readonly Level[]) => {
  const totalsAt = (level: Level) => {
    const { now, atPeriodEnd, deferred, recurring } = quoteChange(changed, level);
    return { now: now.net, atPeriodEnd: atPeriodEnd.net, deferred: deferred.net, recurring };
  };
  return Object.fromEntries(levels.map((level) => [level, totalsAt(level)]));
};

/** Figures at the customer's level are explained to all who are told them. */
const explanationOf = ({ changed, prices }: PricedChange, quote: Quote, visible: readonly Level[]) => {
  const levels: readonly Level[] = visible.includes('sellOut') ? visible : [...visible, 'sellOut'];
  const linesOf = ({ terms, rows, since }: PricedRows) =>
    explainRows(terms, rows, { levels, prices: terms === changed.terms ? prices : null }, since);
  const part = (name: 'now' | 'atPeriodEnd' | 'deferred') => ({
    lines: changed[name].flatMap(linesOf),
    tax: explainTax(quote.taxPercent, quote[name]),
  });
  return { now: part('now'), atPeriodEnd: part('atPeriodEnd'), deferred: part('deferred') };
};
