import type { OfferingEntry } from './catalog-file';
import type { OfferingState } from './offering';
import type { RefuseAt } from './refusal';

/** Kinds of provider plugins that offerings can name. */
export const pluginKinds = ['webhook', 'manual', 'instant'] as const;

/** Where each state leads; an archived offering is frozen. */
const moves: Readonly<Record<OfferingState, readonly OfferingState[]>> = {
  draft: ['active', 'archived'],
  active: ['paused', 'archived'],
  paused: ['active', 'archived'],
  archived: [],
};

/** Refuses a move that the life of an offering does not have (`product.md` §4). */
export const checkMove = (from: OfferingState, to: OfferingState, refuse: RefuseAt): void => {
  if (from !== to && !moves[from].includes(to)) refuse('/state', `an offering that is ${from} cannot become ${to}`);
};

/** Refuses to have an offering for sale that is not ready for it; a draft may be as unfinished as it likes. */
export const checkGates = (offering: OfferingEntry, refuse: RefuseAt): void => {
  const { state, category, description, plugin, plans } = offering;
  if (state !== 'active' && state !== 'paused') return;
  if (category.trim() === '') refuse('/category', `an offering that is ${state} has a category`);
  if (description.trim() === '') refuse('/description', `an offering that is ${state} has a description`);
  if (!(pluginKinds as readonly string[]).includes(plugin)) {
    refuse('/plugin', `no such plugin is installed; there are ${pluginKinds.join(', ')}`);
  }
  if (!plans.some((plan) => plan.state === 'published')) {
    refuse('/plans', `an offering that is ${state} has a published plan`);
  }
  if (offering.visibility !== 'public' && offering.visibleTo.length === 0) {
    refuse('/visibleTo', `an offering that is ${state} tells whom it is for`);
  }
  plans.forEach((plan, at) => {
    const prices = [plan, ...plan.plannedPrices];
    if (plan.state === 'published' && prices.some(({ components }) => components.length === 0)) {
      refuse(`/plans/${at}/components`, 'a published plan has priced components');
    }
  });
};
