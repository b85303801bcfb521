import type { Tier } from '../../catalog/offering';
import { Big, decimal, decimalText } from '../../decimal';
import type { Refuse } from './model-rules';

type TierPrice = 'unitPrice' | 'rate' | 'flat';

/** What tiers of one model look like. */
export interface TierForm {
  /** The prices that a tier may have; one of them it has. */
  readonly prices: readonly TierPrice[];
  /** Whether the last tier has to be without a bound. */
  readonly isOpen: boolean;
}

const allPrices: readonly TierPrice[] = ['unitPrice', 'rate', 'flat'];

/** Refuses tiers that overlap, leave a hole, or are not of the form of their model. */
export const checkTiers = (tiers: readonly Tier[], { prices, isOpen }: TierForm, refuse: Refuse): void => {
  if (tiers.length === 0) refuse('/tiers', 'a tiered price has tiers');
  tiers.forEach((tier, at) => {
    const [own] = prices;
    if (prices.every((price) => tier[price] === undefined)) refuse(`/tiers/${at}`, `a tier has its ${own ?? 'price'}`);
    for (const price of allPrices) {
      if (tier[price] !== undefined && !prices.includes(price))
        refuse(`/tiers/${at}/${price}`, 'this model has no such price');
    }
    checkStart(tiers, at, refuse);
    checkEnd(tiers, at, isOpen, refuse);
  });
};

const checkStart = (tiers: readonly Tier[], at: number, refuse: Refuse): void => {
  const { from } = tiers[at] as Tier;
  const pointer = `/tiers/${at}/from`;
  const below = tiers[at - 1]?.to;
  if (below === undefined) {
    if (!decimal(from).eq('0') && !follows('0', from))
      refuse(pointer, 'the first tier begins at 0 or at the first unit');
  } else if (below !== null && !follows(below, from)) {
    refuse(
      pointer,
      decimal(from).lte(decimal(below)) ? 'the tier overlaps the one before' : 'there is a hole before the tier',
    );
  }
};

const checkEnd = (tiers: readonly Tier[], at: number, isOpen: boolean, refuse: Refuse): void => {
  const { from, to } = tiers[at] as Tier;
  const isLast = at === tiers.length - 1;
  if (to === null ? !isLast : isLast && isOpen) refuse(`/tiers/${at}/to`, 'the last tier has no bound, and no other');
  if (to !== null && decimal(to).lt(decimal(from))) refuse(`/tiers/${at}/to`, 'a tier does not end before it begins');
};

/** True when `from` is one unit of the last decimal above `to`: 9 and 10, 0.01 and 0.02. */
const follows = (to: string, from: string): boolean => {
  const places = Math.max(placesOf(to), placesOf(from));
  return decimal(from).minus(decimal(to)).eq(new Big('10').pow(-places));
};

const placesOf = (text: string): number => decimalText(decimal(text)).split('.')[1]?.length ?? 0;
