import type { ServiceDocument } from '../../domain/catalog/service-documents';
import type { ChannelPrices, Level } from '../../domain/channel/chain';
import type { SaleParties } from '../../domain/channel/visibility';
import { visibleLevels } from '../../domain/channel/visibility';
import { explainRows, explainTax } from '../../domain/pricing/explain';
import type { Quote, QuotedRows } from '../../domain/pricing/quote';
import { quoteRows } from '../../domain/pricing/quote';
import type { Terms } from '../../domain/pricing/terms';
import type { Caller } from '../auth';

/** Something that has been priced, at every level. */
export interface Priced {
  readonly terms: Terms;
  readonly rows: QuotedRows;
  readonly parties: SaleParties;
  /** The price lists that the terms were frozen from, where they are known. */
  readonly prices: ChannelPrices | null;
}

/** The price that the customer pays, with as much more as the caller may see and has asked for. */
export const toQuoteResponse = (caller: Caller, priced: Priced, explain = false) => {
  const quote = quoteRows(priced.terms, priced.rows, 'sellOut');
  const levels = visibleLevels(caller, priced.parties);
  return {
    ...quote,
    ...(levels.length < 2 ? {} : { levels: totalsOf(priced, levels) }),
    ...(explain ? { explanation: explanationOf(priced, quote, levels) } : {}),
  };
};

/** Whoever sees more than the customer's price is told the totals at each level that it sees. */
const totalsOf = ({ terms, rows }: Priced, levels: readonly Level[]) => {
  const totalsAt = (level: Level) => {
    const { now, atPeriodEnd, deferred, recurring } = quoteRows(terms, rows, level);
    return { now: now.net, atPeriodEnd: atPeriodEnd.net, deferred: deferred.net, recurring };
  };
  return Object.fromEntries(levels.map((level) => [level, totalsAt(level)]));
};

/** Figures at the customer's level are explained to all who are told them. */
const explanationOf = ({ terms, rows, prices }: Priced, quote: Quote, visible: readonly Level[]) => {
  const levels: readonly Level[] = visible.includes('sellOut') ? visible : [...visible, 'sellOut'];
  const part = (name: 'now' | 'atPeriodEnd') => ({
    lines: explainRows(terms, rows[name], { levels, prices }),
    tax: explainTax(quote.taxPercent, quote[name]),
  });
  return { now: part('now'), atPeriodEnd: part('atPeriodEnd') };
};

/** What an order will have to accept, where it is anything. */
export const termsToAccept = (documents: readonly ServiceDocument[]) =>
  documents.length === 0 ? {} : { termsToAccept: documents };
