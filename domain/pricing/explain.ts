import type { PriceModel } from '../catalog/offering';
import type { ByLevel, ChainStep, ChannelPrices, Level } from '../channel/chain';
import { chainSteps, levels, minimumSteps } from '../channel/chain';
import type { DecimalText } from '../decimal';
import { Big, decimal, decimalText } from '../decimal';
import { discountParts } from '../discounts/discount-row';
import type { DiscountKind } from '../discounts/sold-discount';
import { isDiscountComponent } from '../discounts/sold-discount';
import { assert } from '../errors';
import type { Fraction } from '../fraction';
import { roundShareToMoney, whole } from '../fraction';
import type { Money, RoundingMode } from '../money';
import { majorUnits } from '../money';
import type { ProceedsRow } from '../proceeds/proceeds';
import { paidSetup, prepaidRows, setupQuantity, setupRows } from '../proceeds/proceeds';
import { minimumOf } from '../proceeds/true-up';
import type { AmountPart, PricePlace } from './models/model-rules';
import type { QuotePart } from './quote';
import { setupSharedParts, sharedParts } from './stretch';
import type { SoldComponent, Terms } from './terms';

/** A price of a model, and how often it counts: the parts of a figure sum to its exact amount, in major units. */
interface FigurePart extends Omit<PricePlace, 'part'> {
  /** `carried` is what rounding the discounts before has left over. */
  readonly part: PricePlace['part'] | 'carried';
  readonly units: DecimalText;
  readonly price: DecimalText;
  readonly amount: DecimalText;
  /** The part of the price that is due, rounded; there when it is not all of it. */
  readonly share?: Fraction;
}

/** How the figure of a line came about at one level: prices of the model, their exact sum, and its one rounding. */
interface FigureDerivation {
  readonly model: PriceModel['kind'] | DiscountKind | 'minimum-spend';
  readonly parts: readonly FigurePart[];
  readonly exact: DecimalText;
  /** The part of the exact amount that is charged, or of a minimum that is due; there when it is not all of it. */
  readonly share?: Fraction;
  readonly roundingMode: RoundingMode;
  readonly net: Money;
  /** There when the amount includes the tax: its net is derived from it, rounded once. */
  readonly taxIncluded?: { readonly percent: DecimalText; readonly gross: Money };
  /** There when the platform keeps a share of the amount: the net is the rest. */
  readonly platformShare?: { readonly percent: DecimalText; readonly amount: Money };
  /** How these prices came from the level above; only for who may see that level too. */
  readonly chain?: readonly ChainStep[];
}

/** How one line of a quote came about, at each level that may be seen. */
export interface LineExplanation {
  readonly component: string;
  readonly kind: ProceedsRow['kind'];
  readonly quantity: DecimalText;
  /** How many of what is stored make one of the quantity; absent where that is one. */
  readonly factor?: DecimalText;
  readonly levels: Partial<Record<Level, FigureDerivation>>;
}

/** How a tax came about: percent of a net, exact, and its one rounding. */
interface TaxExplanation {
  readonly percent: DecimalText;
  readonly of: Money;
  readonly exact: DecimalText;
  readonly roundingMode: RoundingMode;
  readonly tax: Money;
}

/** A line as far as its tax goes. */
type TaxedLine = Pick<QuotePart['lines'][number], 'net' | 'gross'>;

/** What an explanation is told from, and to whom. */
export interface Audience {
  /** The levels that may be seen. */
  readonly levels: readonly Level[];
  /** The price lists that the terms were frozen from; without them no step down the channel is told. */
  readonly prices: ChannelPrices | null;
}

const roundingMode: RoundingMode = 'half-up';

/**
 * How each of these rows comes to its figure, in their order. Pricing is done again by the functions that price, and what
 * they give is taken apart: the parts of a figure sum to it.
 * @param since Terms before a change: of a difference what it is to, of set-up fees what has been paid.
 * @throws DomainError as the pricing of the rows did
 */
export const explainRows = (
  terms: Terms,
  rows: readonly ProceedsRow[],
  audience: Audience,
  since?: Terms,
): LineExplanation[] => {
  // One-time rows end with the set-up fees, which are told from a price paid once by their place alone.
  const oneTime = rows.filter((row) => isPaidOnce(row) && !isDiscountComponent(row.component));
  const setups = new Set(oneTime.slice(oneTime.length - setupRows(terms, { start: '', end: '' }, since).length));
  return rows.map((row) => {
    if (row.sharedAmounts !== undefined) return explainSharedDiscount(terms, row, row.sharedAmounts, audience);
    if (isDiscountComponent(row.component)) return explainDiscount(terms, rows.filter(isDiscounted), row, audience);
    if (since !== undefined && row.kind !== 'one-time') return explainDifference(terms, since, row, audience);
    const parts = partsOf(terms, row, setups.has(row) ? { since } : null);
    return explainRow(terms, row, (level) => merged(parts(level)), audience);
  });
};

/** What an end gives back or charges beside its arrears has discounts of its own. */
const isDiscounted = ({ kind }: ProceedsRow): boolean => kind !== 'credit' && kind !== 'charge' && kind !== 'refund';

const isPaidOnce = ({ kind }: ProceedsRow): boolean => kind === 'one-time' || kind === 'refund';

type PartsAt = (level: Level) => readonly AmountPart[];

const componentOf = ({ components }: Terms, { component }: ProceedsRow): SoldComponent | undefined =>
  components.find(({ key }) => key === component);

/** The prices that a row is made of; those of a credit count against it. */
const partsOf = (terms: Terms, row: ProceedsRow, setup: { readonly since: Terms | undefined } | null): PartsAt => {
  const component = componentOf(terms, row);
  assert(component, 'a row comes from a component of its terms');
  const usage = row.usage ?? { usage: row.quantity, share: whole };
  return (level) => {
    const price = component.prices[level];
    const parts =
      setup === null
        ? sharedParts(price, usage)
        : setupSharedParts(price, setupQuantity(terms, component), paidSetup(component, setup.since));
    return row.kind === 'credit' || row.kind === 'refund' ? parts.map(negated) : parts;
  };
};

const negated = (part: AmountPart): AmountPart => ({
  ...part,
  units: part.units.neg(),
  amount: part.amount.neg(),
});

/** The prices of a whole period after a change, and those before it against them. */
const explainDifference = (terms: Terms, since: Terms, row: ProceedsRow, audience: Audience): LineExplanation => {
  const sideOf = (side: Terms): PartsAt => {
    const charged = prepaidRows(side, { start: '', end: '' }).find(({ component }) => component === row.component);
    return charged === undefined ? () => [] : partsOf(side, charged, null);
  };
  const [after, before] = [sideOf(terms), sideOf(since)];
  const parts: PartsAt = (level) => [...after(level), ...before(level).map(negated)];
  const known = componentOf(terms, row) === undefined ? since : terms;
  return explainRow(known, row, parts, { ...audience, prices: null });
};

/** The part of a discount that a change takes back or gives. */
const explainSharedDiscount = (
  terms: Terms,
  row: ProceedsRow,
  shared: ByLevel<Money>,
  audience: Audience,
): LineExplanation => {
  const { component, unit, kind, quantity, share } = row;
  const derivation = (level: Level): FigureDerivation => {
    const exact = majorUnits(shared[level]);
    const price = decimalText(exact);
    return {
      model: unit as DiscountKind,
      parts: [{ tier: null, part: 'price', units: '1', price, amount: price }],
      exact: price,
      roundingMode,
      ...netAt(terms, row, level),
      ...(share === undefined ? {} : { share }),
    };
  };
  const levelsOf = audience.levels.map((level) => [level, derivation(level)] as const);
  return { component, kind, quantity, levels: Object.fromEntries(levelsOf) };
};

/** The net of a row, and what led to it from the amount that was asked. */
const netAt = (
  { issuer, platformSharePercent: kept = '0' }: Terms,
  { amounts, gross, platformShare: amount }: ProceedsRow,
  level: Level,
): Pick<FigureDerivation, 'net' | 'taxIncluded' | 'platformShare'> => ({
  net: amounts[level],
  ...(gross === undefined || level !== 'sellOut' ? {} : { taxIncluded: { percent: issuer.taxPercent, gross } }),
  ...(amount === undefined || level !== 'vendorCost' ? {} : { platformShare: { percent: kept, amount } }),
});

/**
 * How the tax on lines that fall due together comes about: of prices that include it, it is what they exceed their net by.
 * @throws DomainError `decimal-invalid`
 */
export const explainTax = (
  percent: DecimalText,
  { lines, net, tax }: Pick<QuotePart, 'net' | 'tax'> & { readonly lines: readonly TaxedLine[] },
): TaxExplanation => {
  const exact = lines.reduce((sum, line) => {
    const own = majorUnits(line.net);
    return sum.plus(
      line.gross === undefined ? own.times(decimal(percent)).times('0.01') : majorUnits(line.gross).minus(own),
    );
  }, new Big('0'));
  return { percent, of: net, exact: decimalText(exact), roundingMode, tax };
};

const explainRow = (terms: Terms, row: ProceedsRow, partsAt: PartsAt, audience: Audience): LineExplanation => {
  const component = componentOf(terms, row);
  assert(component, 'a row comes from a component of its terms');
  if (row.kind === 'true-up') return explainTrueUp(terms, component, row, audience);
  const steps = audience.prices === null ? null : stepsOf(terms, component, audience.prices);
  const derivation = (level: Level): FigureDerivation => {
    const parts = partsAt(level);
    const exact = parts.reduce((sum, { amount }) => sum.plus(amount), new Big('0'));
    return {
      model: component.prices[level].kind,
      parts: parts.map(toFigurePart),
      exact: decimalText(exact),
      roundingMode,
      ...netAt(terms, row, level),
      ...(row.share === undefined ? {} : { share: row.share }),
      ...(steps === null || !seesAbove(level, audience.levels) ? {} : { chain: stepsTo(level, steps, parts) }),
    };
  };
  const { kind, quantity } = row;
  return {
    component: row.component,
    kind,
    quantity,
    ...factorOf(component),
    levels: Object.fromEntries(audience.levels.map((level) => [level, derivation(level)])),
  };
};

/** Parts of one price as one: a period may have a million events. */
const merged = (parts: readonly AmountPart[]): readonly AmountPart[] => {
  const byPrice = new Map<string, AmountPart>();
  for (const part of parts) {
    const place = `${String(part.tier)} ${part.part} ${part.price}`;
    const { units, amount } = byPrice.get(place) ?? { units: new Big('0'), amount: new Big('0') };
    byPrice.set(place, { ...part, units: units.plus(part.units), amount: amount.plus(part.amount) });
  }
  return [...byPrice.values()];
};

const factorOf = ({ factor }: SoldComponent): { readonly factor?: DecimalText } =>
  factor === undefined ? {} : { factor };

/** A minimum less what counts towards it; nothing where it is reached. */
const explainTrueUp = (
  terms: Terms,
  sold: SoldComponent,
  row: ProceedsRow,
  { levels: visible, prices }: Audience,
): LineExplanation => {
  const { component, kind, quantity, share, charged } = row;
  assert(charged, 'a true-up knows what it is measured by');
  const isPlan = sold.minimums === undefined;
  const part = isPlan ? 'price' : 'minimum';
  const steps = prices === null ? null : isPlan ? stepsOf(terms, sold, prices) : minimumStepsOf(terms, sold, prices);
  const derivation = (level: Level): FigureDerivation => {
    const price = minimumOf(sold, level) ?? '0';
    const due = majorUnits(roundShareToMoney(decimal(price), share ?? whole, terms.currency, roundingMode));
    const reached = majorUnits(charged[level]);
    const [plus, minus] = [new Big('1'), new Big('-1')];
    const parts: AmountPart[] = due.lte(reached)
      ? []
      : [
          { tier: null, part, units: plus, price, amount: due },
          { tier: null, part: 'price', units: minus, price: decimalText(reached), amount: reached.times(minus) },
        ];
    return {
      model: 'minimum-spend',
      // As much less of a minimum is due as the period is shorter; what counts towards it is whole.
      parts: parts.map((each) => ({
        ...toFigurePart(each),
        ...(share === undefined || each.units.eq(minus) ? {} : { share }),
      })),
      exact: decimalText(parts.reduce((sum, { amount }) => sum.plus(amount), new Big('0'))),
      roundingMode,
      ...netAt(terms, row, level),
      ...(steps === null || !seesAbove(level, visible) ? {} : { chain: stepsTo(level, steps, parts) }),
    };
  };
  return { component, kind, quantity, levels: Object.fromEntries(visible.map((level) => [level, derivation(level)])) };
};

/** What a discount takes off comes from the rows beside it: no price list has a part in it. */
const explainDiscount = (
  terms: Terms,
  rows: readonly ProceedsRow[],
  row: ProceedsRow,
  { levels: visible, prices }: Audience,
): LineExplanation => {
  const { component, unit, kind, quantity } = row;
  const derivation = (level: Level): FigureDerivation => {
    const { parts, carried } = discountParts(terms, rows, component, level);
    const all = [...parts, ...(carried === null ? [] : [carried])];
    const told = all.map((part) => ({
      ...toFigurePart({ tier: null, part: 'price', ...part }),
      ...(part === carried ? { part: 'carried' as const } : {}),
    }));
    return {
      model: unit as DiscountKind,
      parts: told,
      exact: decimalText(all.reduce((sum, { amount }) => sum.plus(amount), new Big('0'))),
      roundingMode,
      ...netAt(terms, row, level),
      ...(prices === null || !seesAbove(level, visible) ? {} : { chain: [] }),
    };
  };
  return { component, kind, quantity, levels: Object.fromEntries(visible.map((level) => [level, derivation(level)])) };
};

const toFigurePart = ({ tier, part, units, price, amount }: AmountPart): FigurePart => ({
  tier,
  part,
  units: decimalText(units),
  price,
  amount: decimalText(amount),
});

const stepsOf = ({ planId }: Terms, sold: SoldComponent, channel: ChannelPrices): readonly ChainStep[] => {
  const { key, prices, from = 'vendorCost' } = sold;
  return chainSteps(planId, key, prices[from], channel, from);
};

const minimumStepsOf = ({ planId }: Terms, { key, minimums }: SoldComponent, channel: ChannelPrices) =>
  minimums === undefined ? [] : minimumSteps(planId, key, minimums.vendorCost, channel);

const seesAbove = (level: Level, visible: readonly Level[]): boolean => {
  const above = levels[levels.indexOf(level) - 1];
  return above !== undefined && visible.includes(above);
};

/** Steps of the prices that the figure is made of. */
const stepsTo = (level: Level, steps: readonly ChainStep[], parts: readonly AmountPart[]): ChainStep[] =>
  steps.filter(
    (step) => step.level === level && parts.some(({ tier, part }) => tier === step.tier && part === step.part),
  );
