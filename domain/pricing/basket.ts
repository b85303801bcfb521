import type { Money } from '../money';
import { addMoney } from '../money';
import type { Quote, QuotePart } from './quote';

/** What falls due together in one currency. */
type PartTotal = Omit<QuotePart, 'lines'>;

/** What all quotes of one currency come to. */
export interface BasketTotal {
  readonly currency: string;
  readonly now: PartTotal;
  readonly atPeriodEnd: PartTotal;
  readonly deferred: PartTotal;
  readonly recurring: Money;
}

/**
 * Adds quotes by their currency, in the order in which currencies first come. Each will be an invoice of its own, so the
 * taxes are added as well, and not computed anew on the sum.
 */
export const basketTotals = (quotes: readonly Quote[]): BasketTotal[] =>
  [...new Set(quotes.map(({ currency }) => currency))].map((currency) => {
    const those = quotes.filter((quote) => quote.currency === currency);
    const sum = (amountOf: (quote: Quote) => Money): Money => addMoney(currency, those.map(amountOf));
    const part = (name: 'now' | 'atPeriodEnd' | 'deferred'): PartTotal => ({
      net: sum((quote) => quote[name].net),
      tax: sum((quote) => quote[name].tax),
      gross: sum((quote) => quote[name].gross),
    });
    return {
      currency,
      now: part('now'),
      atPeriodEnd: part('atPeriodEnd'),
      deferred: part('deferred'),
      recurring: sum((quote) => quote.recurring),
    };
  });
