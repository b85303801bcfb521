import type { Knex } from 'knex';
import type { Component, OfferingState } from '../../domain/catalog/offering';
import type { Page, PageRequest } from '../page';
import { createCursors, isCount, isInstant, pageOf } from '../page';
import { rowsOf } from '../rows';

/** Whose a plan is. */
interface PlanOwner {
  readonly id: string;
  readonly vendorId: string;
  readonly offeringState: OfferingState;
}

/** A version of a plan's prices, with the time that it is in force. */
interface PriceOfPeriod {
  readonly version: number;
  readonly validFrom: string;
  /** When the next one begins; `null` for the last one. */
  readonly validTo: string | null;
  readonly components: readonly Component[];
}

export interface PriceHistoryView {
  findPlan(planId: string): Promise<PlanOwner | undefined>;
  /** From the last to the first. @param until what begins later is left out; `null` for all */
  list(planId: string, until: string | null, page: PageRequest): Promise<Page<PriceOfPeriod>>;
}

const cursors = createCursors('plan-prices', isInstant, isCount);

export const createPriceHistoryView = (knex: Knex): PriceHistoryView => ({
  findPlan: async (planId) => (await rowsOf<PlanOwner>(knex, owner, [planId]))[0],
  list: async (planId, until, { limit, cursor }) => {
    const [validFrom, version] = cursor === null ? ['infinity', '0'] : cursors.read(cursor);
    const rows = await rowsOf<PriceOfPeriod>(knex, history, [planId, until, validFrom, version, limit + 1]);
    return pageOf(rows, limit, cursors, (row) => [row.validFrom, String(row.version)]);
  },
});

const owner = `
  select plan.id, o.vendor_id as "vendorId", o.state as "offeringState"
  from plans plan join offerings o on o.id = plan.offering_id where plan.id = ?`;

// A version is followed by the next one of the same beginning, if there is one: then it is in force at no time.
const history = `
  select version, valid_from as "validFrom", valid_to as "validTo", components
  from (
    select version, valid_from, lead(valid_from) over (order by valid_from, version) as valid_to, components
    from plan_prices where plan_id = ? and valid_from <= coalesce(cast(? as timestamptz), 'infinity')
  ) price
  where (valid_from, version) < (cast(? as timestamptz), cast(? as bigint))
  order by valid_from desc, version desc limit ?`;
