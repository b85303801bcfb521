import type { Knex } from 'knex';
import type { Component } from '../../domain/catalog/offering';
import { preparedRows } from '../rows';

/** One version of a plan's prices. */
export interface PlanPrice {
  readonly version: number;
  readonly validFrom: string;
  readonly components: readonly Component[];
}

export interface PlanPriceView {
  find(planId: string, version: number): Promise<PlanPrice | undefined>;
  /** What a change of plans is checked by, also of plans that are not sold any more. */
  route(planId: string): Promise<PlanRoute | undefined>;
}

/** Where a plan leads: its key, and those of the plans that it can be changed to, `null` for all. */
export interface PlanRoute {
  readonly id: string;
  readonly key: string;
  readonly upgradeTargets: readonly string[] | null;
}

export const createPlanPriceView = (knex: Knex): PlanPriceView => ({
  find: async (planId, version) => (await preparedRows<PlanPrice>(knex, 'plan-price', onePrice, [planId, version]))[0],
  route: async (planId) => (await preparedRows<PlanRoute>(knex, 'plan-route', planRoute, [planId]))[0],
});

const onePrice = `
  select version, valid_from as "validFrom", components from plan_prices where plan_id = ? and version = ?`;

const planRoute = `
  select id, coalesce(key, cast(id as text)) as "key", settings -> 'upgradeTargets' as "upgradeTargets" from plans where id = ?`;
