import type { DecimalText } from '../decimal';
import { decimal, decimalText } from '../decimal';
import { DomainError } from '../errors';
import { whole } from '../fraction';
import type { Money } from '../money';
import { isSettleable } from '../money';
import type { ByLevel, Level } from './chain';
import { byLevel, levels } from './chain';
import type { ExchangeRate } from './exchange-rate';
import { discountedStreetPrice, lineChain, unitChain } from './margins';
import type { MarkUp } from './mark-up';
import type { CompileRegex, CostEntry } from './match';
import { costMatcher } from './match';
import type { ListLevel } from './price-list';

/** What a provider bills for a resource: so much of something, at so much each. */
export interface CostLine {
  readonly identifier: string;
  readonly quantity: DecimalText;
  /** What a unit costs, in the currency that `rate` converts from, or in that of the sale. */
  readonly unitCost: DecimalText;
  /** What the provider asks everybody for a unit: less the discount it is the wholesale price (`product.md` §10). */
  readonly unitStreetPrice?: DecimalText | undefined;
  /** Converts the line; `null` when it is in the currency of the sale. */
  readonly rate: ExchangeRate | null;
}

/** The sale that cost lines belong to, as far as it decides their prices. */
export interface CostSale {
  readonly currency: string;
  readonly entries: Readonly<Record<ListLevel, readonly CostEntry[]>>;
  /** The level that costs are given at: mark-ups of the levels above are in them already. */
  readonly from: Level;
  /** Percent off every street price. */
  readonly streetDiscountPercent: DecimalText;
}

/** How the unit price came to one level. */
interface CostStep {
  readonly level: ListLevel;
  /** The entry that fits the identifier, with the highest weight; `null` where none does, or a street price counts. */
  readonly entry: CostEntry | null;
  readonly isStreetPrice: boolean;
  readonly before: DecimalText;
  readonly after: DecimalText;
}

/** A cost line at every level from that of its costs on; levels above repeat it. */
export interface PricedCostLine {
  readonly identifier: string;
  readonly quantity: DecimalText;
  readonly rate: ExchangeRate | null;
  readonly unitPrices: ByLevel<DecimalText>;
  readonly amounts: ByLevel<Money>;
  readonly steps: readonly CostStep[];
}

const levelAbove = { wholesale: 'vendorCost', sellIn: 'wholesale', sellOut: 'sellIn' } as const;
const listLevels = ['wholesale', 'sellIn', 'sellOut'] as const;

/**
 * Prepares the mark-ups of a sale's cost lines once; the result prices a line. The cost is converted first, marked up at
 * full precision down the channel, and rounded once at each level, on the line.
 * @throws DomainError `price-entry-invalid`; the result `price-entry-invalid`, `quantity-invalid`
 */
export const costPricer = (sale: CostSale, compileRegex: CompileRegex): ((line: CostLine) => PricedCostLine) => {
  const starts = levels.indexOf(sale.from);
  const below = listLevels.filter((level) => levels.indexOf(level) > starts);
  const matchers = new Map(below.map((level) => [level, costMatcher(sale.entries[level], compileRegex)]));
  return (line) => {
    const { identifier, quantity, rate } = line;
    const found = new Map([...matchers].map(([level, entryFor]) => [level, entryFor(identifier)]));
    const street = below.includes('wholesale') ? streetPriceOf(line, sale) : null;
    const markUp = (level: ListLevel): MarkUp | null => found.get(level) ?? null;
    const wholesale = street ?? markUp('wholesale');
    const unitPrices = unitChain(converted(line.unitCost, rate), {
      wholesale,
      sellIn: markUp('sellIn'),
      sellOut: markUp('sellOut'),
    });
    const amounts = lineChain(
      byLevel((level) => decimal(unitPrices[level]).times(decimal(quantity))),
      whole,
      sale.currency,
    );
    if (!levels.every((level) => isSettleable(amounts[level])))
      throw new DomainError('quantity-invalid', 'the amount is beyond what can be settled', {
        identifier: identifier.slice(0, 100),
      });
    const steps = below.map((level) => {
      const isStreetPrice = level === 'wholesale' && street !== null;
      const entry = isStreetPrice ? null : (found.get(level) ?? null);
      return { level, entry, isStreetPrice, before: unitPrices[levelAbove[level]], after: unitPrices[level] };
    });
    return { identifier, quantity, rate, unitPrices, amounts, steps };
  };
};

const converted = (price: DecimalText, rate: ExchangeRate | null): DecimalText =>
  rate === null ? price : decimalText(decimal(price).times(decimal(rate.factor)));

const streetPriceOf = (line: CostLine, { streetDiscountPercent }: CostSale): MarkUp | null =>
  line.unitStreetPrice === undefined
    ? null
    : {
        kind: 'value',
        value: discountedStreetPrice(converted(line.unitStreetPrice, line.rate), streetDiscountPercent),
      };
