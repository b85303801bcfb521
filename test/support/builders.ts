import { createHash, randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { createOrderStore } from '../../db/orders/order-store';
import { createSubscriptionStore } from '../../db/subscriptions/subscription-store';
import { createRunStore } from '../../db/syndication/run-store';
import type { Component, Plan } from '../../domain/catalog/offering';
import { defaultPlanSettings } from '../../domain/catalog/settings';
import type { Grant } from '../../domain/identity/permission';
import type { PlacedOrder } from '../../domain/orders/placed-order';
import type { Terms } from '../../domain/pricing/terms';
import { freezeTerms } from '../../domain/pricing/terms';
import { activate } from '../../domain/subscriptions/turn';

/** When everything begins that a test does not date itself. */
export const day = (nth: number): string => new Date(Date.UTC(2026, 0, nth)).toISOString();

export interface OrganizationFields {
  readonly id: string;
  readonly name: string;
  readonly kinds: readonly string[];
  readonly parent_id: string | null;
  readonly zone: string;
  readonly invoice_prefix: string | null;
  readonly tax_percent: string | null;
  readonly sandbox: boolean;
  readonly test_clock_id: string | null;
}

export const insertOrganization = async (knex: Knex, fields: Partial<OrganizationFields> = {}): Promise<string> => {
  const id = fields.id ?? randomUUID();
  await knex('organizations').insert({ name: 'An organization', kinds: ['customer'], ...fields, id });
  return id;
};

export const insertProject = async (knex: Knex, organizationId: string): Promise<string> => {
  const id = randomUUID();
  await knex('projects').insert({ id, organization_id: organizationId, name: 'A project' });
  return id;
};

/** A user with roles, and a key to call the API with. */
export const insertUser = async (
  knex: Knex,
  grants: readonly Grant[] = [],
  key: { readonly expires_at?: string; readonly revoked_at?: string } = {},
): Promise<{ readonly id: string; readonly key: string; readonly hash: Buffer }> => {
  const id = randomUUID();
  const text = `ek_${randomUUID()}`;
  const hash = createHash('sha256').update(text).digest();
  await knex('users').insert({ id, name: 'A user' });
  for (const { role, scope, scopeId } of grants) {
    await knex('members').insert({ user_id: id, role, scope, scope_id: scopeId });
  }
  await knex('api_keys').insert({
    id: randomUUID(),
    user_id: id,
    name: 'A key',
    prefix: text.slice(0, 8),
    hash,
    ...key,
  });
  return { id, key: text, hash };
};

export const insertClock = async (knex: Knex, now: string): Promise<string> => {
  const id = randomUUID();
  await knex('test_clocks').insert({ id, name: 'A clock', now, target: now, state: 'ready' });
  return id;
};

/** Licence in advance, seats in advance, calls in arrears. */
export const components: readonly Component[] = [
  { key: 'licence', name: 'Licence', unit: 'month', charge: 'fixed', price: { kind: 'flat', price: '20' } },
  { key: 'seats', name: 'Seats', unit: 'seat', charge: 'limit', price: { kind: 'per-unit', unitPrice: '5' }, min: '1' },
  { key: 'calls', name: 'Calls', unit: 'call', charge: 'usage', price: { kind: 'per-unit', unitPrice: '0.01' } },
];

export const insertOffering = async (knex: Knex, fields: { readonly vendor_id: string } & Record<string, unknown>) => {
  const id = randomUUID();
  const texts = { name: 'Team CRM', description: 'Customers and deals', category: 'crm' };
  await knex('offerings').insert({ id, plugin: 'webhook', state: 'active', ...texts, ...fields });
  return id;
};

export const insertPlan = async (knex: Knex, offeringId: string, currency = 'EUR'): Promise<Plan> => {
  const plan = {
    id: randomUUID(),
    offeringId,
    name: 'Monthly',
    currency,
    periodMonths: 1,
    priceVersion: 1,
    ...defaultPlanSettings,
    components,
  };
  await knex('plans').insert({ id: plan.id, offering_id: offeringId, name: plan.name, currency, period_months: 1 });
  await insertPrice(knex, plan, 1, '2000-01-01T00:00:00.000Z');
  return plan;
};

export const insertPrice = async (
  knex: Knex,
  plan: Pick<Plan, 'id' | 'components'>,
  version: number,
  validFrom: string,
): Promise<void> => {
  const price = { plan_id: plan.id, version, valid_from: validFrom, components: JSON.stringify(plan.components) };
  await knex('plan_prices').insert(price);
};

/** A channel of every tier, a vendor with one plan, and a customer with a project. */
export interface Market {
  readonly platformId: string;
  readonly distributorId: string;
  readonly resellerId: string;
  readonly customerId: string;
  readonly projectId: string;
  readonly vendorId: string;
  readonly offeringId: string;
  readonly plan: Plan;
  readonly buyerId: string;
}

export const insertMarket = async (knex: Knex): Promise<Market> => {
  const platformId = await insertOrganization(knex, { kinds: ['platform'], invoice_prefix: 'P', tax_percent: '22' });
  const distributorId = await insertOrganization(knex, { kinds: ['distributor'], parent_id: platformId });
  const resellerId = await insertOrganization(knex, {
    kinds: ['reseller'],
    parent_id: distributorId,
    invoice_prefix: 'R',
    tax_percent: '22',
  });
  const customerId = await insertOrganization(knex, { parent_id: resellerId, zone: 'Europe/Rome' });
  const projectId = await insertProject(knex, customerId);
  const vendorId = await insertOrganization(knex, { kinds: ['vendor'] });
  const offeringId = await insertOffering(knex, { vendor_id: vendorId });
  const plan = await insertPlan(knex, offeringId);
  const { id: buyerId } = await insertUser(knex, [{ role: 'project.member', scope: 'project', scopeId: projectId }]);
  return { platformId, distributorId, resellerId, customerId, projectId, vendorId, offeringId, plan, buyerId };
};

export const termsOf = (market: Market): Terms =>
  freezeTerms({
    plan: market.plan,
    prices: { wholesale: [], sellIn: [], sellOut: [] },
    quantities: { seats: '3' },
    channel: { ...market },
    issuer: { id: market.resellerId, prefix: 'R', taxPercent: '22' },
    zone: 'Europe/Rome',
  });

export const purchaseOf = (market: Market, fields: Partial<PlacedOrder> = {}): PlacedOrder => ({
  id: randomUUID(),
  kind: 'purchase',
  subscriptionId: randomUUID(),
  customerId: market.customerId,
  projectId: market.projectId,
  vendorId: market.vendorId,
  distributorId: market.distributorId,
  resellerId: market.resellerId,
  offeringId: market.offeringId,
  planId: market.plan.id,
  plugin: 'webhook',
  createdBy: market.buyerId,
  requestHash: 'hash',
  terms: termsOf(market),
  quote: null,
  approvedByCreator: false,
  testClockId: null,
  placedAt: day(1),
  deadlineAt: day(31),
  ...fields,
});

export const placePurchase = async (
  knex: Knex,
  market: Market,
  fields: Partial<PlacedOrder> = {},
): Promise<PlacedOrder> => {
  const order = purchaseOf(market, fields);
  await createOrderStore(knex).place(order, 'pending-consumer');
  return order;
};

/** A subscription whose first period is open since `at`, with its invoice. */
export const activateSubscription = async (
  knex: Knex,
  market: Market,
  at: string,
  fields: Partial<PlacedOrder> = {},
): Promise<PlacedOrder> => {
  const order = await placePurchase(knex, market, fields);
  const step = { subscriptionId: order.subscriptionId, rev: 2, state: 'active', type: 'activated', at } as const;
  await createSubscriptionStore(knex).book({ ...step, usageUntil: null }, ({ terms }) => activate(terms, at));
  return order;
};

/** A run that waits for its vendor's report. */
export const openRun = async (
  knex: Knex,
  order: PlacedOrder,
  fields: {
    readonly testClockId?: string;
    readonly verb?: 'provision' | 'terminate';
    readonly startedAt?: string;
  } = {},
): Promise<string> => {
  const runId = randomUUID();
  await createRunStore(knex).open({
    runId,
    verb: 'provision',
    subscriptionId: order.subscriptionId,
    customerId: order.customerId,
    vendorId: order.vendorId,
    offeringId: order.offeringId,
    plugin: order.plugin,
    answers: 'by-report',
    testClockId: null,
    startedAt: day(2),
    state: 'awaiting-report',
    deadlineAt: day(9),
    nextDueAt: day(3),
    ...fields,
  });
  return runId;
};

export const everything = { all: true, organizationIds: [], projectIds: [] };
export const ofOrganization = (...organizationIds: string[]) => ({ all: false, organizationIds, projectIds: [] });
export const ofProject = (...projectIds: string[]) => ({ all: false, organizationIds: [], projectIds });
