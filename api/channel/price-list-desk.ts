import { randomUUID } from 'node:crypto';
import type { PriceImpact } from '../../domain/channel/impact';
import { bindingImpact, defaultImpact, listImpact, noListImpact } from '../../domain/channel/list-impact';
import type { ListImpact } from '../../domain/channel/list-impact';
import type { ListLevel, PriceListRow } from '../../domain/channel/price-list';
import {
  checkParent,
  levelsSetBy,
  listFor,
  recommendedRows,
  rowsOf,
  updateRows,
} from '../../domain/channel/price-list';
import { DomainError } from '../../domain/errors';
import { may } from '../../domain/identity/permission';
import type { RealClock } from '../../platform/clock';
import { permit } from '../access';
import type { Caller } from '../auth';
import type { SaleReads } from '../pricing/reads';
import { RequestProblem } from '../request-problem';
import { createCustomerPrices } from './customer-prices';
import { createFindPlans, refuseFaults } from './list-plans';
import type { PriceListReads, PriceListRecord, PriceListSettings, PriceListWrites } from './reads';

export interface PriceListDeskDeps {
  readonly priceLists: PriceListReads;
  readonly priceListWrites: PriceListWrites;
  readonly sales: Pick<SaleReads, 'forPlans'>;
  readonly now: RealClock;
}

export interface PriceListRequest extends PriceListSettings {
  readonly ownerId?: string | undefined;
  readonly level: ListLevel;
  readonly parentId: string | null;
  readonly recommended: boolean;
}

interface Change extends ListImpact {
  readonly saved: boolean;
  readonly rev: number;
  readonly customerPrices: readonly PriceImpact[];
  readonly lockedPlanIds: readonly string[];
}

/** How a change is to be told, and whether it is to be made. */
export interface Telling {
  readonly dryRun: boolean;
  /** Whose prices it is to be followed down to. */
  readonly customerId?: string | undefined;
}

/** New settings of a list; without a parent it keeps its own. */
export interface NewSettings extends Omit<PriceListSettings, 'parentId' | 'taxIncluded'> {
  readonly taxIncluded?: boolean | undefined;
  readonly parentId?: string | null | undefined;
}

interface SettingsImpact extends ListImpact {
  readonly defaultBuyers: ListImpact;
  readonly customerPrices: readonly PriceImpact[];
}

interface Removal {
  readonly saved: boolean;
  readonly defaultBuyers: ListImpact;
  readonly boundBuyers: ListImpact;
  readonly customerPrices: readonly PriceImpact[];
}

interface Binding {
  readonly buyerId: string;
  readonly sellerId: string;
  readonly level: ListLevel;
  readonly priceListId: string | null;
}

/** What a tier does with its price lists. */
export const createPriceListDesk = ({ priceLists, priceListWrites, sales, now }: PriceListDeskDeps) => {
  const findPlans = createFindPlans(sales, now);
  const customerPricesOf = createCustomerPrices(sales, now);

  const seen = async (caller: Caller, priceListId: string): Promise<PriceListRecord> => {
    const list = await priceLists.find(priceListId);
    if (list === undefined || !may(caller, 'price-list.read', { organizationIds: [list.ownerId] }))
      throw new DomainError('price-list-not-found', 'there is no such price list');
    return list;
  };

  const writable = async (caller: Caller, priceListId: string): Promise<PriceListRecord> => {
    const list = await seen(caller, priceListId);
    permit(caller, 'price-list.write', { organizationIds: [list.ownerId] });
    return list;
  };

  const write = async (
    caller: Caller,
    list: PriceListRecord,
    rows: readonly PriceListRow[],
    { dryRun, customerId }: Telling,
  ): Promise<Omit<Change, 'lockedPlanIds'>> => {
    const [plans, family] = await Promise.all([findPlans(list, rows), priceLists.family(list.ownerId, list.level)]);
    refuseFaults(list, rows, plans);
    const next = family.map((each) => (each.id === list.id ? { ...each, rows } : each));
    const impact = listImpact(list.level, family, next, plans);
    if (list.belowCost === 'refuse') refuseLosses(impact);
    const change = { list, family, next, planIds: [...plans.keys()] };
    const customerPrices = customerId === undefined ? [] : await customerPricesOf(caller, customerId, change);
    if (dryRun) return { saved: false, rev: list.rev, ...impact, customerPrices };
    if (!(await priceListWrites.replaceRows(list.id, list.rev, rows))) throw changed(list.id);
    return { saved: true, rev: list.rev + 1, ...impact, customerPrices };
  };

  /** The rows that a list of an organization begins with when it takes the recommendation of the tier above. */
  const recommendationFor = async (ownerId: string): Promise<PriceListRow[]> => {
    const buyer = await priceLists.buyer(ownerId);
    const level = levelsSetBy(buyer?.sellerKinds ?? []).at(-1);
    const sellerId = buyer?.sellerId ?? null;
    const above =
      level === undefined || sellerId === null ? undefined : await priceLists.listFor(ownerId, sellerId, level);
    const percent = above?.recommendedPercent ?? null;
    if (above === undefined || percent === null) throw wrong('/recommended', 'the tier above recommends nothing');
    const rows = rowsOf(above, await priceLists.family(above.ownerId, above.level));
    return recommendedRows(
      rows.filter(({ visibility }) => visibility !== 'excluded'),
      percent,
    );
  };

  const bindingImpactOf = async ({ buyerId, sellerId, level, priceListId }: Binding): Promise<ListImpact> => {
    const [from, family] = await Promise.all([
      priceLists.listFor(buyerId, sellerId, level),
      priceLists.family(sellerId, level),
    ]);
    const to = family.find(({ id, isDefault }) => (priceListId === null ? isDefault : id === priceListId));
    const rows = [from, to].flatMap((list) => (list === undefined ? [] : rowsOf(list, family)));
    const plans = await findPlans({ ownerId: sellerId, level, rows }, []);
    const impact = bindingImpact(level, { from, to }, family, plans);
    if (to?.belowCost === 'refuse') refuseLosses(impact);
    return impact;
  };

  /** What becomes of buyers when the lists of a level do, and the plans that it can be about. */
  const followed = async (
    caller: Caller,
    list: PriceListRecord,
    next: readonly PriceListRecord[],
    telling: Telling,
  ) => {
    const family = await priceLists.family(list.ownerId, list.level);
    const touched = [family, next].flatMap((lists) =>
      lists.filter(({ id, isDefault }) => id === list.id || isDefault).flatMap((each) => rowsOf(each, lists)),
    );
    const plans = await findPlans({ ...list, rows: touched }, []);
    const change = { list, family, next, planIds: [...plans.keys()] };
    const { customerId } = telling;
    const customerPrices = customerId === undefined ? [] : await customerPricesOf(caller, customerId, change);
    return { plans, customerPrices, defaultBuyers: defaultImpact(list.level, family, next, plans) };
  };

  const settingsImpact = async (
    caller: Caller,
    list: PriceListRecord,
    settings: PriceListSettings,
    telling: Telling,
  ): Promise<SettingsImpact> => {
    const family = await priceLists.family(list.ownerId, list.level);
    const fault = checkParent({ ...list, ...settings }, family);
    if (fault !== undefined) throw wrong('/parentId', fault);
    const next = family.map((each) => {
      if (each.id === list.id) return { ...each, ...settings };
      return settings.isDefault ? { ...each, isDefault: false } : each;
    });
    const { plans, ...buyers } = await followed(caller, list, next, telling);
    const impact = listImpact(list.level, family, next, plans);
    if (settings.belowCost === 'refuse') refuseLosses(impact);
    // Who loses its default buys at the price above, which is never a loss.
    if (settings.belowCost === 'refuse' && settings.isDefault) refuseLosses(buyers.defaultBuyers);
    return { ...impact, ...buyers };
  };

  const checkOwner = async (caller: Caller, ownerId: string, level: ListLevel): Promise<void> => {
    const owner = await priceLists.buyer(ownerId);
    if (owner === undefined || !may(caller, 'order.read', { organizationIds: [ownerId] })) throw noOrganization();
    permit(caller, 'price-list.write', { organizationIds: [ownerId] });
    if (!levelsSetBy(owner.kinds).includes(level))
      throw wrong('/level', `an organization that is ${owner.kinds.join(' and ') || 'no tier'} does not set it`);
  };

  return {
    seen: async (caller: Caller, priceListId: string) => {
      const list = await seen(caller, priceListId);
      const all = rowsOf(list, await priceLists.family(list.ownerId, list.level));
      const own = new Set(list.rows.map(({ planId }) => planId));
      return { ...list, inheritedRows: all.filter(({ planId }) => !own.has(planId)) };
    },

    create: async (caller: Caller, { recommended, ...request }: PriceListRequest): Promise<string> => {
      const ownerId = request.ownerId ?? caller.organizationId;
      if (ownerId === null) throw wrong('/ownerId', 'is missing');
      await checkOwner(caller, ownerId, request.level);
      checkTax(request);
      const family = await priceLists.family(ownerId, request.level);
      const same = family.find(({ name }) => name === request.name);
      if (same !== undefined) throw taken(same.id);
      if (request.parentId !== null && !family.some(({ id }) => id === request.parentId))
        throw wrong('/parentId', 'is no list of the same owner and level');
      const rows = recommended ? await recommendationFor(ownerId) : [];
      const list = { ...request, id: randomUUID(), ownerId, rows };
      if (!(await priceListWrites.create(list))) throw taken(null);
      return list.id;
    },

    /** Another default or parent tells what it changes for whom before it is saved. */
    change: async (
      caller: Caller,
      priceListId: string,
      { parentId, taxIncluded, ...told }: NewSettings,
      telling: Telling,
    ): Promise<{ readonly saved: boolean; readonly impact: SettingsImpact }> => {
      const list = await writable(caller, priceListId);
      const settings = {
        ...told,
        parentId: parentId === undefined ? list.parentId : parentId,
        taxIncluded: taxIncluded ?? list.taxIncluded,
      };
      checkTax({ ...list, ...settings });
      const impact = await settingsImpact(caller, list, settings, telling);
      if (telling.dryRun) return { saved: false, impact };
      const refusal = await priceListWrites.change(list.id, list.rev, settings);
      if (refusal === 'changed') throw changed(list.id);
      if (refusal === 'name-taken') throw taken(null);
      return { saved: true, impact };
    },

    /** Who was bound to the list buys by the default one then, if there is one. */
    remove: async (caller: Caller, priceListId: string, telling: Telling): Promise<Removal> => {
      const list = await writable(caller, priceListId);
      const family = await priceLists.family(list.ownerId, list.level);
      const heirs = family.filter(({ parentId }) => parentId === list.id).map(({ id }) => id);
      if (heirs.length > 0) throw inherited(heirs);
      const next = family.filter(({ id }) => id !== list.id);
      const { plans, ...buyers } = await followed(caller, list, next, telling);
      const boundBuyers =
        list.buyerIds.length === 0
          ? noListImpact
          : bindingImpact(list.level, { from: list, to: listFor(next, '') }, family, plans);
      if (!telling.dryRun) {
        const refusal = await priceListWrites.remove(list.id, list.rev);
        if (refusal === 'changed') throw changed(list.id);
        if (refusal === 'inherited') throw inherited([]);
      }
      return { saved: !telling.dryRun, boundBuyers, ...buyers };
    },

    replaceRows: async (
      caller: Caller,
      priceListId: string,
      { rows, rev }: { readonly rows: readonly PriceListRow[]; readonly rev?: number | undefined },
      telling: Telling,
    ): Promise<Change> => {
      const list = await writable(caller, priceListId);
      if (rev !== undefined && rev !== list.rev) throw changed(list.id);
      return { ...(await write(caller, list, rows, telling)), lockedPlanIds: [] };
    },

    /** The same percentage on everything of every plan, except in locked rows. */
    markUp: async (caller: Caller, priceListId: string, percent: string, telling: Telling): Promise<Change> => {
      const list = await writable(caller, priceListId);
      const rows = updateRows(list.rows, ({ planId }) => [
        { planId, component: '*', tier: null, kind: 'percentage', value: percent },
      ]);
      const lockedPlanIds = list.rows.filter(({ locked }) => locked).map(({ planId }) => planId);
      return { ...(await write(caller, list, rows, telling)), lockedPlanIds };
    },

    /** A seller lets one of its buyers buy by a list of it. */
    bind: async (
      caller: Caller,
      organizationId: string,
      priceListId: string | null,
      dryRun: boolean,
    ): Promise<ListImpact & { readonly saved: boolean }> => {
      const buyer = await priceLists.buyer(organizationId);
      const sellerId = buyer?.sellerId ?? null;
      if (buyer === undefined || !may(caller, 'price-list.read', { organizationIds: [sellerId] }))
        throw noOrganization();
      permit(caller, 'price-list.write', { organizationIds: [sellerId] });
      const level = levelsSetBy(buyer.sellerKinds ?? []).at(-1);
      if (priceListId !== null) {
        const list = await seen(caller, priceListId);
        if (list.ownerId !== sellerId || list.level !== level)
          throw wrong('/priceListId', 'is no list by which the seller of this organization sells to it');
      }
      const impact =
        sellerId === null || level === undefined
          ? noListImpact
          : await bindingImpactOf({ buyerId: buyer.id, sellerId, level, priceListId });
      if (!dryRun) await priceListWrites.bind(buyer.id, priceListId);
      return { saved: !dryRun, ...impact };
    },
  };
};

const refuseLosses = ({ prices, costEntries }: ListImpact): void => {
  const cost = costEntries.find(({ belowCost }) => belowCost);
  if (cost !== undefined)
    throw new DomainError('price-below-cost', 'the price list refuses to take something off costs', {
      ...{ priceListId: cost.priceListId, planId: cost.planId, costEntry: cost.name },
    });
  const [loss] = prices.filter(({ belowCost }) => belowCost);
  if (loss === undefined) return;
  const { priceListId, planId, component, tier, after } = loss;
  throw new DomainError('price-below-cost', 'the price list refuses prices below what its owner pays', {
    ...{ priceListId, planId, component, tier, price: after },
  });
};

/** What a tier buys at is net: only a customer pays prices with the tax. */
const checkTax = ({ level, taxIncluded }: Pick<PriceListRecord, 'level' | 'taxIncluded'>): void => {
  if (taxIncluded && level !== 'sellOut') throw wrong('/taxIncluded', 'only prices of customers include the tax');
};

const changed = (priceListId: string): DomainError =>
  new DomainError('price-list-changed', 'the price list has changed since it was read', { priceListId });

const inherited = (by: readonly string[]): DomainError =>
  new DomainError('price-list-inherited', 'other lists inherit from this one', {
    priceListIds: by.slice(0, 10).join(', '),
  });

const taken = (priceListId: string | null): DomainError =>
  new DomainError('price-list-exists', 'there is a list of this name', priceListId === null ? {} : { priceListId });

const noOrganization = (): DomainError => new DomainError('organization-not-found', 'there is no such organization');

const wrong = (pointer: string, detail: string): RequestProblem =>
  new RequestProblem('validation-failed', "one of the request's values cannot be taken", {
    errors: [{ in: 'body', pointer, detail }],
  });
