import { randomUUID } from 'node:crypto';
import { catalogRoutes } from '../../api/catalog/routes';
import type { Caller } from '../support/api';
import type { Market } from '../support/builders';
import { day, insertMarket, insertOffering, insertOrganization, insertPlan } from '../support/builders';
import { useDatabase } from '../support/database';
import { useServer } from '../support/served';

const { knex } = useDatabase();
const served = useServer(knex, day(1), catalogRoutes);

let market: Market;
let callers: Readonly<Record<string, Caller>>;
let planIds: readonly string[] = [];
let offeringId = '';
let neighbourId = '';

beforeAll(async () => {
  market = await insertMarket(knex);
  neighbourId = await insertOrganization(knex, { parent_id: market.resellerId });
  const staff = { role: 'platform.admin', scope: 'platform', scopeId: null } as const;
  callers = {
    admin: await served.as(staff),
    distributor: await served.ownerOf(market.distributorId),
    reseller: await served.ownerOf(market.resellerId),
    customer: await served.ownerOf(market.customerId),
    member: await served.as({ role: 'project.member', scope: 'project', scopeId: market.projectId }),
    neighbour: await served.ownerOf(neighbourId),
    vendor: await served.ownerOf(market.vendorId),
  };
  offeringId = await insertOffering(knex, { vendor_id: market.vendorId, name: 'Hideable' });
  planIds = [await insertPlan(knex, offeringId), await insertPlan(knex, offeringId)].map(({ id }) => id);
});
afterEach(async () => {
  for (const table of ['price_list_rows', 'price_list_entries', 'price_list_bindings', 'price_lists'])
    await knex(table).delete();
});

const insertList = async (owner_id: string, level: string, fields: object = {}): Promise<string> => {
  const id = randomUUID();
  await knex('price_lists').insert({ id, owner_id, level, name: id, is_default: true, ...fields });
  return id;
};
const show = (price_list_id: string, visibility: string, plans = planIds) =>
  knex('price_list_rows').insert(plans.map((plan_id) => ({ price_list_id, plan_id, visibility, locked: false })));

/** What each read of it answers: all of them, or none. */
const seesIt = async (caller: Caller): Promise<boolean> => {
  const answers = [
    (await caller.get(`/v1/offerings/${offeringId}`)).status === 200,
    (await caller.get('/v1/offerings?search=hideable')).body.items.length === 1,
    (await caller.get('/v1/offerings/facets?search=hideable')).body.vendors.length === 1,
  ];
  expect(new Set(answers).size).toBe(1);
  return answers[0] === true;
};
const whoSees = async (): Promise<string[]> => {
  const seen = [];
  for (const [name, caller] of Object.entries(callers)) if (await seesIt(caller)) seen.push(name);
  return seen;
};
const all = ['admin', 'distributor', 'reseller', 'customer', 'member', 'neighbour', 'vendor'];
const without = (...names: string[]) => all.filter((name) => !names.includes(name));

describe('an offering of which a seller excludes every plan', () => {
  it('is not there for whoever buys by that list, and there for the seller and above', async () => {
    expect(await whoSees()).toEqual(all);
    await show(await insertList(market.resellerId, 'sellOut'), 'excluded');
    expect(await whoSees()).toEqual(without('customer', 'member', 'neighbour'));
  });

  it('is not there for anybody below a distributor that does so', async () => {
    await show(await insertList(market.distributorId, 'sellIn'), 'excluded');
    expect(await whoSees()).toEqual(without('reseller', 'customer', 'member', 'neighbour'));
  });

  it('is there where one plan is left, or is sold on request', async () => {
    const list = await insertList(market.resellerId, 'sellOut');
    await show(list, 'excluded', planIds.slice(0, 1));
    expect(await whoSees()).toEqual(all);
    await show(list, 'included', planIds.slice(1));
    expect(await whoSees()).toEqual(all);
    const { body } = await callers['customer']!.get(`/v1/offerings/${offeringId}`);
    expect(body.plans.map(({ id }: { id: string }) => id)).toEqual(planIds.slice(1));
  });

  it('is there for a buyer with a list of its own, and where a nearer list says otherwise', async () => {
    const parent = await insertList(market.resellerId, 'sellOut');
    await show(parent, 'excluded');
    const own = await insertList(market.resellerId, 'sellOut', { is_default: false, parent_id: parent });
    await knex('price_list_bindings').insert({ buyer_id: neighbourId, price_list_id: own });
    expect(await whoSees()).toEqual(without('customer', 'member', 'neighbour'));
    const entry = { component: '*', kind: 'percentage', value: '5' };
    await knex('price_list_entries').insert({ price_list_id: own, plan_id: planIds[0], ...entry });
    expect(await whoSees()).toEqual(without('customer', 'member'));
  });

  it('counts only plans that are published', async () => {
    await show(await insertList(market.resellerId, 'sellOut'), 'excluded', planIds.slice(0, 1));
    await knex('plans').where({ id: planIds[1] }).update({ state: 'archived' });
    expect(await whoSees()).toEqual(without('customer', 'member', 'neighbour'));
    await knex('plans').where({ id: planIds[1] }).update({ state: 'published' });
  });
});
