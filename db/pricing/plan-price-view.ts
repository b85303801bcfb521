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
}

export const createPlanPriceView = (knex: Knex): PlanPriceView => ({
  find: async (planId, version) => (await preparedRows<PlanPrice>(knex, 'plan-price', onePrice, [planId, version]))[0],
});

const onePrice = `
  select version, valid_from as "validFrom", components from plan_prices where plan_id = ? and version = ?`;
