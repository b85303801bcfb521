import type { Instant } from '../time';
import type { PriceVersion } from './catalog-file';
import type { Component } from './offering';
import { sameComponents } from './same-prices';

/** Since when the first prices of a plan are valid: nobody was promised others, and clocks of sandboxes may lag behind. */
const always: Instant = '1990-01-01T00:00:00.000Z';

interface Schedule {
  readonly components: readonly Component[];
  readonly plannedPrices: readonly Pick<PriceVersion, 'validFrom' | 'components'>[];
}

/** A version that is to be added, and which of the file's prices it states: `null` for those from now on. */
export interface NewPrice extends PriceVersion {
  readonly plannedAt: number | null;
}

/**
 * The versions to add so that, from now on, the prices at every instant are those of the schedule. Nothing is taken back:
 * planned prices that are no longer wanted get a later version of the same beginning, which counts in their place. The
 * past stays as it was.
 * @param kept the version in force at `now` and all later ones
 */
export const pricesToAdd = (
  { prices: kept, lastVersion }: { readonly prices: readonly PriceVersion[]; readonly lastVersion: number },
  schedule: Schedule,
  now: Instant,
): readonly NewPrice[] => {
  const added: NewPrice[] = [];
  const start = lastVersion === 0 ? always : now;
  let current = validAt(kept, now);
  for (const at of [start, ...laterStarts([...kept, ...schedule.plannedPrices], now)]) {
    if (at > now) current = kept.findLast(({ validFrom }) => validFrom === at)?.components ?? current;
    const { components, plannedAt } = wantedAt(schedule, at > now ? at : now);
    if (current !== undefined && sameComponents(current, components)) continue;
    current = components;
    added.push({ version: lastVersion + added.length + 1, validFrom: at, components, plannedAt });
  }
  return added;
};

/** The same the other way round: what is valid now, and each later change. */
export const scheduleOf = (kept: readonly PriceVersion[], now: Instant): Schedule => {
  const components = validAt(kept, now) ?? [];
  const plannedPrices: Schedule['plannedPrices'][number][] = [];
  for (const validFrom of laterStarts(kept, now)) {
    const next = validAt(kept, validFrom) ?? [];
    if (!sameComponents(next, plannedPrices.at(-1)?.components ?? components))
      plannedPrices.push({ validFrom, components: next });
  }
  return { components, plannedPrices };
};

/** Of versions in the order in which they begin, those of one beginning by their number. */
const validAt = (versions: readonly PriceVersion[], at: Instant): readonly Component[] | undefined =>
  versions.findLast(({ validFrom }) => validFrom <= at)?.components;

const laterStarts = (prices: readonly { readonly validFrom: Instant }[], now: Instant): Instant[] =>
  [...new Set(prices.map(({ validFrom }) => validFrom))].filter((at) => at > now).sort();

const wantedAt = (
  { components, plannedPrices }: Schedule,
  at: Instant,
): { readonly components: readonly Component[]; readonly plannedAt: number | null } => {
  const begun = plannedPrices.findLastIndex(({ validFrom }) => validFrom <= at);
  const planned = plannedPrices[begun];
  return planned === undefined ? { components, plannedAt: null } : { ...planned, plannedAt: begun };
};
