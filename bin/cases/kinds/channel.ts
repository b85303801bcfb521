import type { ByLevel, PriceListEntry } from '../../../domain/channel/chain';
import { byLevel, priceChain } from '../../../domain/channel/chain';
import type { MarkUps } from '../../../domain/channel/margins';
import { discountedStreetPrice, lineChain, marginsOf, platformShare, unitChain } from '../../../domain/channel/margins';
import type { MarkUp } from '../../../domain/channel/mark-up';
import { markedUp } from '../../../domain/channel/mark-up';
import type { CostEntry } from '../../../domain/channel/match';
import { costMatcher } from '../../../domain/channel/match';
import { decimal, decimalText } from '../../../domain/decimal';
import { fraction, whole } from '../../../domain/fraction';
import type { Money } from '../../../domain/money';
import { addMoney, majorUnits, roundToMoney } from '../../../domain/money';
import { rate } from '../../../domain/pricing/rate';
import { linearRegex } from '../../../platform/linear-regex';
import { rounded } from '../rounded';
import { kind } from '../worked-case';
import { modelOf } from './price-models';

interface Entry {
  readonly type: MarkUp['kind'];
  readonly value: string;
}

interface Element {
  readonly element: string;
  readonly vendorCost: string;
  readonly wholesale: Entry | null;
  readonly sellIn: Entry | null;
  readonly sellOut: Entry | null;
  readonly quantity: string;
  readonly fraction?: { readonly part: number; readonly of: number };
}

interface Chain {
  readonly currency: string;
  readonly elements: readonly Element[];
}

interface TenantCost {
  readonly currency: string;
  readonly unitCost: string;
  readonly unitStreetPrice: string;
  readonly flatDiscount: string;
  readonly sellIn: Entry | null;
  readonly sellOut: Entry | null;
  readonly usage: string;
}

interface Tiers {
  readonly currency: string;
  readonly model: 'graduated' | 'volume' | 'stairstep';
  readonly tiers: readonly {
    readonly from: string;
    readonly to: string | null;
    readonly vendorCost: string;
    readonly wholesale: string;
    readonly sellIn?: Entry;
    readonly sellOut?: Entry;
  }[];
  readonly sellIn: Entry | null;
  readonly sellOut: Entry | null;
  readonly quantity: string;
}

interface Match {
  readonly entries: readonly (Omit<CostEntry, keyof MarkUp> & { readonly entry: Entry })[];
  readonly lines: readonly { readonly identifier: string; readonly above: string }[];
}

const text = (money: Money): string => decimalText(majorUnits(money));
const markUp = (entry: Entry | null): MarkUp | null =>
  entry === null ? null : { kind: entry.type, value: entry.value };

const element = (currency: string, { vendorCost, quantity, ...given }: Element) => {
  const markUps: MarkUps = {
    wholesale: markUp(given.wholesale),
    sellIn: markUp(given.sellIn),
    sellOut: markUp(given.sellOut),
  };
  const unit = unitChain(vendorCost, markUps);
  const share = given.fraction === undefined ? whole : fraction(given.fraction.part, given.fraction.of);
  const amounts = byLevel((level) => decimal(unit[level]).times(decimal(quantity)));
  return { unit, lines: lineChain(amounts, share, currency) };
};

const shown = (lines: ByLevel<Money>) => {
  const margin = marginsOf(lines);
  return {
    line: byLevel((level) => text(lines[level])),
    margin: {
      platform: text(margin.platform),
      distributor: text(margin.distributor),
      reseller: text(margin.reseller),
    },
  };
};

const chain = kind<Chain>('chain', ({ given: { currency, elements } }) => {
  const priced = elements.map((each) => ({ element: each.element, ...element(currency, each) }));
  return {
    elements: priced.map(({ element: name, unit, lines }) => ({ element: name, unit, ...shown(lines) })),
    total: byLevel((level) =>
      text(
        addMoney(
          currency,
          priced.map(({ lines }) => lines[level]),
        ),
      ),
    ),
  };
});

const onComponent = { planId: 'plan', component: 'component' };

/** The entries of a level: on the component, and on the tiers that have one of their own. */
const entriesOf = (given: Tiers, level: 'sellIn' | 'sellOut'): PriceListEntry[] =>
  [given[level], ...given.tiers.map((tier) => tier[level])].flatMap((entry, at) => {
    const found = markUp(entry ?? null);
    return found === null ? [] : [{ ...onComponent, ...found, tier: at === 0 ? null : at - 1 }];
  });

const chainTiers = kind<Tiers>('chain-tiers', ({ given }) => {
  const { model, currency, quantity } = given;
  const price = model === 'stairstep' ? 'flat' : 'unitPrice';
  const vendorPrice = modelOf({
    model,
    tiers: given.tiers.map(({ from, to, vendorCost }) => ({ from, to, [price]: vendorCost })),
  });
  const prices = priceChain(onComponent.planId, onComponent.component, vendorPrice, {
    wholesale: given.tiers.map(({ wholesale }, tier) => ({ ...onComponent, tier, kind: 'value', value: wholesale })),
    sellIn: entriesOf(given, 'sellIn'),
    sellOut: entriesOf(given, 'sellOut'),
  });
  const amounts = byLevel((level) => rate(prices[level], quantity));
  return shown(lineChain(amounts, whole, currency));
});

const tenantCost = kind<TenantCost>('tenant-cost', ({ given }) => {
  const wholesale = discountedStreetPrice(given.unitStreetPrice, given.flatDiscount);
  const { unit, lines } = element(given.currency, {
    element: 'cost',
    vendorCost: given.unitCost,
    wholesale: { type: 'value', value: wholesale },
    sellIn: given.sellIn,
    sellOut: given.sellOut,
    quantity: given.usage,
  });
  return { unit, ...shown(lines) };
});

const match = kind<Match>('match', ({ given: { entries, lines }, rounding }) => {
  const find = costMatcher(
    entries.map(({ entry, ...each }) => ({ ...each, kind: entry.type, value: entry.value })),
    linearRegex,
  );
  return {
    lines: lines.map(({ identifier, above }) => {
      const found = find(identifier);
      const amount = rounded(markedUp(decimal(above), found), rounding);
      return { identifier, matched: found === null ? null : found.name, amount };
    }),
  };
});

const share = kind<{ percent: string; lines: readonly string[] }>('share', ({ given: { percent, lines } }) => ({
  share: text(
    platformShare(
      percent,
      lines.map((line) => roundToMoney(decimal(line), 'EUR')),
      'EUR',
    ),
  ),
}));

/** Kinds of `channel.json`: mark-ups, margins, matching of cost lines. */
export const channel = [chain, chainTiers, tenantCost, match, share];
