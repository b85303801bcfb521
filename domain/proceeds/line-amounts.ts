import type { ByLevel } from '../channel/chain';
import { byLevel } from '../channel/chain';
import { shareKept } from '../channel/margins';
import type { Money } from '../money';
import { minusMoney, noMoney } from '../money';
import { netOf } from '../invoices/tax';
import type { Terms } from '../pricing/terms';
import type { ProceedsRow } from './proceeds';

type SoldBy = Pick<Terms, 'issuer' | 'taxIncluded' | 'platformSharePercent'>;

/** What a row keeps of a line. */
type LineAmounts = Pick<ProceedsRow, 'amounts' | 'gross' | 'platformShare'>;

/**
 * What a line comes to net at every level, from what is asked there. Where the customer's prices include the tax, its net is
 * derived on the line, rounded once, and what was asked stays its gross. Of what the vendor asks the platform keeps its share,
 * rounded on the line (`product.md` §4).
 * @param asked Rounded once at each level.
 */
export const lineAmounts = (
  { issuer, taxIncluded, platformSharePercent }: SoldBy,
  asked: ByLevel<Money>,
): LineAmounts => {
  const share = platformSharePercent === undefined ? null : shareKept(platformSharePercent, asked.vendorCost);
  return {
    amounts: {
      ...asked,
      ...(share === null ? {} : { vendorCost: minusMoney(asked.vendorCost, share) }),
      ...(taxIncluded === true ? { sellOut: netOf(asked.sellOut, issuer.taxPercent) } : {}),
    },
    ...(taxIncluded === true ? { gross: asked.sellOut } : {}),
    ...(share === null ? {} : { platformShare: share }),
  };
};

/** What was asked at each level, from what a row keeps. */
export const askedAmounts = ({ amounts, gross, platformShare }: LineAmounts): ByLevel<Money> => {
  const kept = platformShare ?? noMoney(amounts.vendorCost.currency);
  return {
    ...amounts,
    vendorCost: minusMoney(amounts.vendorCost, minusMoney(noMoney(kept.currency), kept)),
    sellOut: gross ?? amounts.sellOut,
  };
};

const negative = (amount: Money): Money => minusMoney(noMoney(amount.currency), amount);

/** What takes a line back. */
export const takenBack = ({ amounts, gross, platformShare }: LineAmounts): LineAmounts => ({
  amounts: byLevel((level) => negative(amounts[level])),
  ...(gross === undefined ? {} : { gross: negative(gross) }),
  ...(platformShare === undefined ? {} : { platformShare: negative(platformShare) }),
});
