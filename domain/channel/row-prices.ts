import type { ChannelPrices } from './chain';
import type { ListedPlan } from './check-rows';
import type { ListLevel, PriceListRow } from './price-list';

/** The prices of a channel if a tier sold by this row, or by none. */
export const pricesBy = (
  { prices, taxPercent }: Pick<ListedPlan, 'prices' | 'taxPercent'>,
  level: ListLevel,
  row: Pick<PriceListRow, 'entries' | 'taxIncluded'> | undefined,
): ChannelPrices => {
  const { includedTax, ...others } = prices;
  const now = includedTax === undefined ? {} : { includedTax };
  const own = row?.taxIncluded === true ? { includedTax: taxPercent ?? '0' } : {};
  return { ...others, ...(level === 'sellOut' ? own : now), [level]: row?.entries ?? [] };
};
