import type { PriceModel } from '../catalog/offering';
import type { DecimalText } from '../decimal';
import { decimal, decimalText } from '../decimal';
import { DomainError } from '../errors';
import type { PriceChange, PricePlace } from '../pricing/models/model-rules';
import { mapPrices } from '../pricing/rate';
import type { MarkUp } from './mark-up';
import { markedUp } from './mark-up';

/** Price levels of every sale, top down (`product.md` §5). A missing tier repeats the level above: its margin is nothing. */
export const levels = ['vendorCost', 'wholesale', 'sellIn', 'sellOut'] as const;
/** One of the price levels of a sale. */
export type Level = (typeof levels)[number];

/** One value for each level. */
export type ByLevel<T> = Readonly<Record<Level, T>>;

/** Asks for the value of each level. */
export const byLevel = <T>(valueOf: (level: Level) => T): ByLevel<T> => ({
  vendorCost: valueOf('vendorCost'),
  wholesale: valueOf('wholesale'),
  sellIn: valueOf('sellIn'),
  sellOut: valueOf('sellOut'),
});

/** What one tier asks for one priced element: `percentage` on the level above, or `value`, the price itself. */
export interface PriceListEntry extends MarkUp {
  readonly planId: string;
  /** A component's key, or `*` for all that have no entry of their own (percentages only). */
  readonly component: string;
  /** Position of a tier or row of its price model, from 0; `null` is every price of the component. */
  readonly tier: number | null;
  /** Which of the prices there: a set-up fee, a flat part. Without it a percentage is on all, and a value is the price. */
  readonly part?: PricePlace['part'];
  /** Of a value in another currency than the plan's. It counts there alone, and a percentage everywhere. */
  readonly currency?: string;
}

/** The entries of the price lists between a vendor and one customer; an absent tier has none. */
export interface ChannelPrices {
  readonly wholesale: readonly PriceListEntry[];
  readonly sellIn: readonly PriceListEntry[];
  readonly sellOut: readonly PriceListEntry[];
  /** Percent of tax that sell-out prices include: values as they stand, others on top. Absent where they are net. */
  readonly includedTax?: DecimalText;
}

const nextPrice = (
  previous: DecimalText,
  entry: PriceListEntry | undefined,
  includedTax: DecimalText | undefined,
): DecimalText => {
  if (entry === undefined) return withTax(previous, includedTax);
  const next = markedUp(decimal(previous), entry);
  if (next.lt('0')) throw invalidEntry(entry, 'a price list entry makes no price negative');
  return entry.kind === 'value' ? decimalText(next) : withTax(decimalText(next), includedTax);
};

/** A net price with the tax that prices include, if they do. */
export const withTax = (net: DecimalText, includedTax: DecimalText | undefined): DecimalText =>
  includedTax === undefined ? net : decimalText(markedUp(decimal(net), { kind: 'percentage', value: includedTax }));

const invalidEntry = ({ planId, component }: PriceListEntry, rule: string): DomainError =>
  new DomainError('price-entry-invalid', rule, { planId, component });

const covers = ({ kind, part }: PriceListEntry, place: PricePlace['part']): boolean =>
  part === undefined ? kind === 'percentage' || place === 'price' : part === place;

/** The nearest entry: that of the tier, of the component, of all; and of these the one that names the part. */
const entryFor = (
  entries: readonly PriceListEntry[],
  planId: string,
  component: string,
  { tier, part }: PricePlace,
): PriceListEntry | undefined => {
  const found = (of: string, at: number | null): PriceListEntry | undefined => {
    const here = entries.filter(
      (entry) =>
        entry.planId === planId &&
        entry.currency === undefined &&
        entry.component === of &&
        entry.tier === at &&
        covers(entry, part),
    );
    return here.find((entry) => entry.part !== undefined) ?? here[0];
  };
  return (tier === null ? undefined : found(component, tier)) ?? found(component, null) ?? found('*', null);
};

/**
 * The price model of one component at every level, from what the vendor asks down to what the customer pays.
 * An entry that names another plan, component or tier changes nothing here.
 * A percentage marks up whatever is asked there, flat parts and set-up fees included; a value is the price of a unit or
 * step. An entry that names a part is for that part alone.
 * @param from The level that the price is of; above it, nothing is asked.
 * @throws DomainError `price-entry-invalid` for a `value` that would flatten the tiers of a price model, and for an
 * entry that makes a price negative
 */
export const priceChain = (
  planId: string,
  component: string,
  vendorPrice: PriceModel,
  prices: ChannelPrices,
  from: Level = 'vendorCost',
): ByLevel<PriceModel> => chainOf({ planId, component, price: vendorPrice, map: mapPrices, prices, from });

/** The minimum spend of one component at every level; it is marked up as a part of its price is. @throws as `priceChain` */
export const minimumChain = (
  planId: string,
  component: string,
  minimumSpend: DecimalText,
  prices: ChannelPrices,
): ByLevel<DecimalText> =>
  chainOf({ planId, component, price: minimumSpend, map: mapMinimum, prices, from: 'vendorCost' });

const mapMinimum = (amount: DecimalText, change: PriceChange): DecimalText =>
  change(amount, { tier: null, part: 'minimum' });

/** One price on its way down the channel: what the entry of a tier made of it, if there was one. */
export interface ChainStep extends PricePlace {
  /** The level that it arrived at. */
  readonly level: Exclude<Level, 'vendorCost'>;
  readonly entry: MarkUp | null;
  /** The price at the level above, and at this one. */
  readonly before: DecimalText;
  readonly after: DecimalText;
  /** Percent of tax that the price includes from here on. */
  readonly includedTax?: DecimalText;
}

/** How `priceChain` comes by every price below the vendor's. @throws DomainError as `priceChain` */
export const chainSteps = (
  planId: string,
  component: string,
  vendorPrice: PriceModel,
  prices: ChannelPrices,
  from: Level = 'vendorCost',
): readonly ChainStep[] =>
  told((tell) => chainOf({ planId, component, price: vendorPrice, map: mapPrices, prices, from, tell }));

/** How `minimumChain` comes by every minimum below the vendor's. @throws as `priceChain` */
export const minimumSteps = (
  planId: string,
  component: string,
  minimumSpend: DecimalText,
  prices: ChannelPrices,
): readonly ChainStep[] =>
  told((tell) =>
    chainOf({ planId, component, price: minimumSpend, map: mapMinimum, prices, from: 'vendorCost', tell }),
  );

const told = (make: (tell: (step: ChainStep) => void) => unknown): readonly ChainStep[] => {
  const steps: ChainStep[] = [];
  make((step) => void steps.push(step));
  return steps;
};

interface Descent<T> {
  readonly planId: string;
  readonly component: string;
  /** What is asked at the level that it begins at. */
  readonly price: T;
  readonly from: Level;
  readonly prices: ChannelPrices;
  /** Changes every price of what is asked. */
  readonly map: (above: T, change: PriceChange) => T;
  /** Hears of every price that was made. */
  readonly tell?: (step: ChainStep) => void;
}

const chainOf = <T>(descent: Descent<T>): ByLevel<T> => {
  const { price, from, map } = descent;
  const begins = levels.indexOf(from);
  const nothing = begins === 0 ? price : map(price, () => '0');
  const next = (above: T, level: Exclude<Level, 'vendorCost'>): T => {
    if (level === from) return price;
    return levels.indexOf(level) < begins ? nothing : stepDown(descent, above, level);
  };
  const wholesale = next(price, 'wholesale');
  const sellIn = next(wholesale, 'sellIn');
  const sellOut = next(sellIn, 'sellOut');
  return { vendorCost: nothing, wholesale, sellIn, sellOut };
};

const stepDown = <T>(
  { planId, component, prices, map, tell }: Descent<T>,
  above: T,
  level: Exclude<Level, 'vendorCost'>,
): T =>
  map(above, (price, place) => {
    const entry = entryFor(prices[level], planId, component, place);
    if (entry?.kind === 'value' && (entry.component === '*' || (place.tier !== null && entry.tier === null))) {
      throw invalidEntry(entry, 'a value entry names one price: its component and, in a model of tiers, its tier');
    }
    const includedTax = level === 'sellOut' ? prices.includedTax : undefined;
    const after = nextPrice(price, entry, includedTax);
    const taxed = includedTax === undefined ? {} : { includedTax };
    tell?.({ level, ...place, entry: entry === undefined ? null : markUpOf(entry), before: price, after, ...taxed });
    return after;
  });

const markUpOf = ({ kind, value }: MarkUp): MarkUp => ({ kind, value });
